"""A query on the embedded engine: run, read, and worded in plain words where it fails.

A query runs on a thread of Java's own. The engine stops a slow one between two rows, but not
within a row (a long list comprehension, say): such a query is left behind and its caller told in
time. A Python thread left behind in Java would abort the process at its end; Java's does not.
"""

from __future__ import annotations

import re
import time
from typing import Any

from graphbuild.errors import QueryError
from graphbuild.stores import engine, guard, shortfalls
from graphbuild.stores.base import Rows
from graphbuild.stores.lexer import columns

#: Seconds that a query may run over its time before it is left behind.
_GRACE = 1.0
#: Seconds between two looks whether the user pressed Ctrl-C.
_LOOK = 0.2


class Reader:
    """Runs queries on one database, one after the other."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._settings = engine.java_class("com.arcadedb.GlobalConfiguration")
        self._thread = engine.Worker()
        self.stuck = False
        """Whether a query was left behind, so that the database cannot be closed."""

    def read(self, cypher: str, values: dict[str, Any], *, limit: int, timeout: float) -> Rows:
        """Run a reading query.

        Raises:
            QueryError: the engine refuses it, or it passes one of the limits.
        """
        self._allow(timeout)
        deadline = time.monotonic() + timeout + _GRACE
        try:
            answer = self._wait(
                self._thread.query(self._database, shortfalls.prepared(cypher), values), deadline, timeout
            )
            try:
                rows = self._wait(self._thread.rows(answer, limit + 1), deadline, timeout)
            finally:
                if not self.stuck:
                    answer.close()
            guard.check_returns(cypher)
            return _collect(cypher, rows, limit)
        except QueryError:
            raise
        except Exception as error:
            raise _plain(error, cypher, timeout) from error

    def write(self, cypher: str, values: dict[str, Any], *, limit: int, timeout: float) -> Rows:
        """Run a query that may write, in one transaction that is undone where it fails.

        Raises:
            QueryError: as for ``read``.
        """
        self._allow(timeout)
        self._database.begin()
        try:
            answer = self._database.command(
                "opencypher", shortfalls.prepared(cypher), engine.java_map(values)
            )
            rows = _collect(cypher, answer.stream().limit(limit + 1).toList(), limit)
            self._database.commit()
            return rows
        except QueryError:
            raise
        except Exception as error:
            raise _plain(error, cypher, timeout) from error
        finally:
            if self._database.isTransactionActive():
                self._database.rollback()

    def _allow(self, timeout: float) -> None:
        milliseconds = engine.java_long(max(1, int(timeout * 1000)))
        self._database.getConfiguration().setValue(self._settings.COMMAND_TIMEOUT, milliseconds)

    def _wait(self, task: Any, deadline: float, timeout: float) -> Any:
        while not task.isDone():
            left = deadline - time.monotonic()
            if left <= 0:
                self.stuck = True
                self._thread = engine.Worker()
                raise guard.too_slow(timeout)
            engine.wait(task, min(left, _LOOK))
        return engine.outcome(task)


def _collect(cypher: str, answer: Any, limit: int) -> Rows:
    """The answer's rows as plain values; it may hold one more than ``limit``, to tell."""
    if len(answer) > limit:
        raise guard.too_many_rows(limit)
    names = columns(cypher)
    if len(answer):
        keys = [str(n) for n in answer[0].getPropertyNames()]
        if set(names) != set(keys):
            names = tuple(sorted(keys))
    return Rows(names, tuple(tuple(engine.value(row.getProperty(n)) for n in names) for row in answer))


def _plain(error: Any, cypher: str, timeout: float) -> QueryError:
    """The engine's exception in plain words."""
    while type(error).__name__.endswith("CommandExecutionException") and error.getCause():
        error = error.getCause()
    kind = type(error).__name__.rpartition(".")[2]
    reason = re.sub(r"^(?:[\w$]+\.)+[\w$]+: ", "", str(error)).strip()
    if kind == "TimeoutException":
        return guard.too_slow(timeout)
    if kind in ("QueryNotIdempotentException", "SecurityException"):
        return guard.refused_write()
    if kind == "DuplicatedKeyException":
        hint = "If the query makes a node and then sets a label on it, do that in two queries."
        return QueryError(f"The query failed: {reason}. {hint}")
    if kind == "OutOfMemoryError":
        return QueryError("The query needs more memory: make it narrower, or set GRAPHBUILD_JVM_HEAP=4g.")
    found = re.match(r"Syntax error at line (\d+):(\d+) - (.*)", reason, re.DOTALL)
    if found:
        return guard.syntax_error(cypher, found[3], int(found[1]), int(found[2]) + 1)
    found = re.match(r"(.*?) at line (\d+), column (\d+)\s*(?:\n|\Z)", reason)
    if found:
        return guard.syntax_error(cypher, found[1], int(found[2]), int(found[3]) + 1)
    if kind in ("CommandParsingException", "CommandSemanticException"):
        return guard.semantic_error(cypher, re.sub(r"^\w+: ", "", reason))
    return QueryError(f"The query failed: {reason or kind}")
