"""What can go wrong, as a tree. Every message says what, where and what to do.

GraphbuildError
├── InputError     an article, file or folder that cannot be read
├── TableError     a table of ``graphbuild/resources`` that contradicts itself
├── ModelError     a language model that is missing or broken
├── LedgerError    a graph folder that is missing, not ours, newer, locked or unwritable
├── QueryError     Cypher that is wrong, forbidden, too slow or lacks a parameter
└── StoreError     a database or export file that cannot be reached, read or written
"""

from __future__ import annotations


class GraphbuildError(Exception):
    """Base of all errors that graphbuild raises on purpose."""


class InputError(GraphbuildError):
    """An article, file or folder cannot be read."""


class TableError(GraphbuildError):
    """A table of ``graphbuild/resources`` contradicts itself."""


class ModelError(GraphbuildError):
    """A language model is missing or cannot be loaded."""


class LedgerError(GraphbuildError):
    """A graph folder is missing, not ours, of a newer schema, locked or unwritable."""


class QueryError(GraphbuildError):
    """A Cypher query is wrong, forbidden, too slow, or lacks a parameter."""


class StoreError(GraphbuildError):
    """A database or an export file cannot be reached, read or written."""
