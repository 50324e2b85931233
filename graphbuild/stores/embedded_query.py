"""Queries on the embedded engine: running them, reading the rows, and plain error messages.

A query runs on a Java thread. The engine stops a slow query between two rows, but not within one (a long list
comprehension, for instance); then the thread is stopped from outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graphbuild.errors import QueryError
from graphbuild.stores import engine, guard, shortfalls
from graphbuild.stores.base import CHUNK, TIME_LIMIT, Meter, Stream
from graphbuild.stores.engine_threads import Worker, outcome, wait
from graphbuild.stores.engine_values import value
from graphbuild.stores.lexer import columns

#: Seconds after the timeout until a query is stopped from outside.
_GRACE = 0.5
#: Seconds to wait for it to stop, after which it is abandoned.
_STOP_SECONDS = 5.0
#: Most seconds for closing a database.
_CLOSE_SECONDS = 60.0
#: Seconds between two checks for Ctrl-C.
_CHECK_SECONDS = 0.2


class Reader:
    """Runs queries on one open database, one after the other; ``writable`` allows writing ones."""

    def __init__(self, database: Any, *, writable: bool = False) -> None:
        self._database = database
        self._settings = engine.java_class("com.arcadedb.GlobalConfiguration")
        self._thread = Worker()
        _warm_up(self._thread, database)
        self.writable = writable
        self.halted = False
        """Whether a query was stopped from outside, so that the database must be reopened."""
        self.stuck = False
        """Whether a query could not be stopped, so that the database cannot be closed."""

    @contextmanager
    def ask(self, cypher: str, values: dict[str, Any], meter: Meter) -> Iterator[Stream]:
        """Run a query; in a writable database as a transaction, which is rolled back on error.

        Raises:
            QueryError: the engine refuses it, it takes too long, or returns too much.
        """
        ended = self.halted
        answer = None
        with _plain_errors(cypher, meter.timeout):
            prepared = shortfalls.prepared(cypher)
            meter.look()
            self._allow(meter.left)
        try:
            with _plain_errors(cypher, meter.timeout):
                if self.writable:
                    self._wait(self._thread.do(self._database, "begin"), meter)
                task = self._thread.ask(self._database, prepared, values, write=self.writable)
                answer = self._wait(task, meter)

            def more() -> Any:
                with _plain_errors(cypher, meter.timeout):
                    return self._wait(self._thread.rows(answer, CHUNK), meter)

            first = more()
            if not self.writable:
                guard.check_returns(cypher)
            with self._synchronised():
                yield _stream(cypher, first, more, meter)
            if self.writable:
                with _plain_errors(cypher, meter.timeout):
                    self._wait(self._thread.do(self._database, "commit"), meter)
        finally:
            if self.halted == ended and not self.stuck:
                if answer is not None:
                    answer.close()
                if self.writable:
                    wait(self._thread.do(self._database, "rollbackAllNested"), _STOP_SECONDS)

    @contextmanager
    def _synchronised(self) -> Iterator[None]:
        """Let this thread see the writes of the transaction of the query's thread."""
        if not self.writable:
            yield
            return
        contexts = engine.java_class("com.arcadedb.database.DatabaseContext").INSTANCE
        contexts.init(self._database, outcome(self._thread.transaction(self._database)))
        try:
            yield
        finally:
            contexts.removeContext(self._database.getDatabasePath())

    def plan(self, cypher: str, values: dict[str, Any]) -> tuple[str, ...]:
        """Return the execution plan.

        Raises:
            QueryError: the engine does not understand the query.
        """
        meter = Meter(TIME_LIMIT)
        with _plain_errors(cypher, TIME_LIMIT):
            prepared = shortfalls.prepared(cypher)
            task = self._thread.ask(self._database, f"EXPLAIN {prepared}", values, write=False)
            answer = self._wait(task, meter)
            plan = str(answer.getExecutionPlan().get().prettyPrint(0, 2)).strip().splitlines()
            return tuple(
                line.rstrip() for line in plan if line and not line.startswith(("OpenCypher", "==="))
            )

    def close(self) -> bool:
        """Close the database, unless a query still reads it; return whether it is closed."""
        if self.stuck:
            return False
        task = self._thread.do(self._database, "close")
        self._thread.end()
        wait(task, _CLOSE_SECONDS if not self.halted else _STOP_SECONDS)
        return bool(task.isDone())

    def _allow(self, seconds: float) -> None:
        milliseconds = engine.java_long(max(1, int(seconds * 1000)))
        self._database.getConfiguration().setValue(self._settings.COMMAND_TIMEOUT, milliseconds)

    def _wait(self, task: Any, meter: Meter) -> Any:
        while not task.isDone():
            remaining = meter.left + _GRACE
            if remaining <= 0:
                self._end(task)
                raise guard.too_slow(meter.timeout)
            try:
                wait(task, min(remaining, _CHECK_SECONDS))
            except KeyboardInterrupt:
                self._end(task)
                raise
        return outcome(task)

    def _end(self, task: Any) -> None:
        """Stop the query from outside, or abandon it; and use a new thread for the next query."""
        self.halted = True
        self.stuck = not self._thread.halt(task, _STOP_SECONDS) or self.stuck
        self._thread.end()
        self._thread = Worker()


_warm: list[bool] = []


def _warm_up(thread: Worker, database: Any) -> None:
    """Load the engine's code, once per process, so that this does not count as query time."""
    if not _warm:
        outcome(thread.rows(outcome(thread.ask(database, "RETURN 1 AS x", {}, write=False)), 1))
        _warm.append(True)


def _stream(cypher: str, first: Any, more: Callable[[], Any], meter: Meter) -> Stream:
    """Return the rows as plain values: the first chunk, then those of ``more`` until one is not full."""
    names = columns(cypher)
    if len(first):
        keys = [str(n) for n in first[0].getPropertyNames()]
        if set(names) != set(keys):
            names = tuple(sorted(keys))

    def rows() -> Iterator[tuple[Any, ...]]:
        chunk = first
        while len(chunk):
            for row in chunk:
                meter.next_row()
                yield tuple(value(row.getProperty(n), meter) for n in names)
            chunk = more() if len(chunk) == CHUNK else ()

    return Stream(names, rows())


@contextmanager
def _plain_errors(cypher: str, timeout: float) -> Iterator[None]:
    """Convert the engine's exceptions."""
    try:
        yield
    except QueryError:
        raise
    except Exception as error:
        raise _plain(error, cypher, timeout) from error


def _plain(error: Any, cypher: str, timeout: float) -> QueryError:
    """Convert an exception of the engine to one with a plain message."""
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
    if fault := guard.fault(reason):
        return fault
    found = re.match(r"Syntax error at line (\d+):(\d+) - (.*)", reason, re.DOTALL)
    if found:
        return guard.syntax_error(cypher, found[3], int(found[1]), int(found[2]) + 1)
    found = re.match(r"(.*?) at line (\d+), column (\d+)\s*(?:\n|\Z)", reason)
    if found:
        return guard.syntax_error(cypher, found[1], int(found[2]), int(found[3]) + 1)
    if found := re.search(r"Cannot access property '([^']+)' on (\w+) value", reason):
        return guard.no_properties(cypher, found[1], found[2])
    if kind in ("CommandParsingException", "CommandSemanticException"):
        return guard.semantic_error(cypher, re.sub(r"^\w+: ", "", reason))
    return QueryError(f"The query failed: {reason or kind}")
