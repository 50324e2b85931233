"""The ledger: articles, local entities, mentions and statements in a SQLite database.

It is the source of truth of a graph folder; everything else in the folder is derived from it. It has one row
for each record of :mod:`graphbuild.model`, and is written in atomic transactions.
"""

from graphbuild.ledger.database import SCHEMA_VERSION, private
from graphbuild.ledger.inputs import FileState, InputChanges, InputRead, file_state
from graphbuild.ledger.lock import deciding, write_lock
from graphbuild.ledger.records import Ledger

__all__ = [
    "SCHEMA_VERSION",
    "FileState",
    "InputChanges",
    "InputRead",
    "Ledger",
    "deciding",
    "file_state",
    "private",
    "write_lock",
]
