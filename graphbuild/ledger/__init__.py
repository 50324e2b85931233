"""The ledger: articles, entities as each article knows them, mentions and statements, on disk.

It is the truth of a graph folder; everything else in the folder is derived from it. A SQLite
database with one row for each record of :mod:`graphbuild.model`, written in transactions that
happen whole or not at all.
"""

from graphbuild.ledger.database import SCHEMA_VERSION, private
from graphbuild.ledger.inputs import Ended, InputChanges, Look, look
from graphbuild.ledger.lock import deciding, writing
from graphbuild.ledger.records import Ledger

__all__ = [
    "SCHEMA_VERSION",
    "Ended",
    "InputChanges",
    "Ledger",
    "Look",
    "deciding",
    "look",
    "private",
    "writing",
]
