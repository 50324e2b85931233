"""The ledger: articles, local entities, mentions and statements in a SQLite database.

It is the source of truth of a graph folder; everything else in the folder is derived from it. It has one row
for each record of :mod:`graphbuild.model`, and is written in atomic transactions.
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
