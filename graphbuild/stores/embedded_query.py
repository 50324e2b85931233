"""A query on the embedded engine: run, read, and worded in plain words where it fails.

A query runs on a thread of Java's own. The engine stops a slow one between two rows, but not
within a row (a long list comprehension, say): such a query is left behind and its caller told in
time. A Python thread left behind in Java would abort the process at its end; Java's does not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graphbuild.errors import QueryError
from graphbuild.stores import engine, guard, shortfalls
from graphbuild.stores.base import CHUNK, TIME_LIMIT, Stream
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

    @contextmanager
    def read(self, cypher: str, values: dict[str, Any], *, timeout: float) -> Iterator[Stream]:
        """Run a reading query.

        Raises:
            QueryError: the engine refuses it, or it takes too long.
        """
        self._allow(timeout)
        deadline = time.monotonic() + timeout + _GRACE
        with _plain_errors(cypher, timeout):
            prepared = shortfalls.prepared(cypher)
            answer = self._wait(self._thread.query(self._database, prepared, values), deadline, timeout)
        try:

            def more() -> Any:
                with _plain_errors(cypher, timeout):
                    return self._wait(self._thread.rows(answer, CHUNK), deadline, timeout)

            first = more()
            guard.check_returns(cypher)
            yield _stream(cypher, first, more)
        finally:
            if not self.stuck:
                answer.close()

    @contextmanager
    def write(self, cypher: str, values: dict[str, Any], *, timeout: float) -> Iterator[Stream]:
        """Run a query that may write, in one transaction that is undone where it fails.

        Raises:
            QueryError: as for ``read``.
        """
        self._allow(timeout)
        self._database.begin()
        try:
            with _plain_errors(cypher, timeout):
                prepared = shortfalls.prepared(cypher)
                answer = self._database.command("opencypher", prepared, engine.java_map(values))

            def more() -> Any:
                with _plain_errors(cypher, timeout):
                    return answer.stream().limit(CHUNK).toList()

            yield _stream(cypher, more(), more)
            with _plain_errors(cypher, timeout):
                self._database.commit()
        finally:
            if self._database.isTransactionActive():
                self._database.rollback()

    def plan(self, cypher: str, values: dict[str, Any]) -> tuple[str, ...]:
        """How the engine would run the query.

        Raises:
            QueryError: the engine does not understand it.
        """
        with _plain_errors(cypher, TIME_LIMIT):
            prepared = shortfalls.prepared(cypher)
            answer = self._database.query("opencypher", f"EXPLAIN {prepared}", engine.java_map(values))
            told = str(answer.getExecutionPlan().get().prettyPrint(0, 2)).strip().splitlines()
            return tuple(
                line.rstrip() for line in told if line and not line.startswith(("OpenCypher", "==="))
            )

    def _allow(self, timeout: float) -> None:
        milliseconds = engine.java_long(max(1, int(timeout * 1000)))
        self._database.getConfiguration().setValue(self._settings.COMMAND_TIMEOUT, milliseconds)

    def _wait(self, task: Any, deadline: float, timeout: float) -> Any:
        while not task.isDone():
            left = deadline - time.monotonic()
            if left <= 0:
                self._leave_behind()
                raise guard.too_slow(timeout)
            try:
                engine.wait(task, min(left, _LOOK))
            except KeyboardInterrupt:
                self._leave_behind()
                raise
        return engine.outcome(task)

    def _leave_behind(self) -> None:
        """Let the query run on until its time is over, and take a new thread for the next."""
        self.stuck = True
        self._thread = engine.Worker()


def _stream(cypher: str, first: Any, more: Callable[[], Any]) -> Stream:
    """The answer's rows as plain values: the first chunk, then those of ``more`` until one is short."""
    names = columns(cypher)
    if len(first):
        keys = [str(n) for n in first[0].getPropertyNames()]
        if set(names) != set(keys):
            names = tuple(sorted(keys))

    def rows() -> Iterator[tuple[Any, ...]]:
        chunk = first
        while len(chunk):
            for row in chunk:
                yield tuple(engine.value(row.getProperty(n)) for n in names)
            chunk = more() if len(chunk) == CHUNK else ()

    return Stream(names, rows())


@contextmanager
def _plain_errors(cypher: str, timeout: float) -> Iterator[None]:
    """Turn the engine's exceptions into ours."""
    try:
        yield
    except QueryError:
        raise
    except Exception as error:
        raise _plain(error, cypher, timeout) from error


def _plain(error: Any, cypher: str, timeout: float) -> QueryError:
    """The engine's exception in plain words."""
    while type(error).__name__.endswith("CommandExecutionException") and error.getCause():
        error = error.getCause()
    kind = type(error).__name__.rpartition(".")[2]
    reason = re.sub(r"^(?:[\w$]+\.)+[\w$]+: ", "", str(error)).strip()
    if kind == "TimeoutException":
        return guard.too_slow(timeout)
    if kind == "SecurityException" and "CSV" in reason:
        return guard.refused_files()
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
