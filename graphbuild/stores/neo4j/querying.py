"""Queries on a Neo4j database, with the same error messages as every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from typing import Any

from graphbuild.errors import QueryError
from graphbuild.stores import guard
from graphbuild.stores.base import CHUNK, TIME_LIMIT, Meter, Stream
from graphbuild.stores.neo4j.bounds import Bounds, end
from graphbuild.stores.neo4j.connection import Connection, first_line

#: Prefix of a query that is only planned; on a separate line, so that column numbers remain correct.
_PLANNED = "EXPLAIN\n"


@contextmanager
def stream(
    connection: Connection, cypher: str, values: Mapping[str, Any], meter: Meter, *, write: bool
) -> Iterator[Stream]:
    """Run Cypher: see ``Store.stream``.

    Reading queries run in read access mode, and only if the planner reports that they only read the graph.
    """
    from graphbuild.stores.neo4j.values import plain_rows

    guard.check(cypher, values, write=write)
    meter.look()
    errors = partial(connection.errors, lambda error: _worded(error, cypher, meter.timeout))
    with ExitStack() as stack:
        with errors():
            session = stack.enter_context(connection.session(write=write))
            transaction = stack.enter_context(session.begin_transaction(timeout=max(0.001, meter.left)))
        bounds = Bounds(transaction, meter)
        stack.enter_context(bounds.kept(partial(end, connection)))

        def close() -> None:
            """Roll back uncommitted changes under the watch of the limits, since the server may take long."""
            with errors():
                transaction.close()

        stack.callback(close)
        with errors():
            _refuse_forbidden(_planned(transaction, cypher, values).consume(), write=write)
            result = transaction.run(cypher, dict(values))
            columns = tuple(result.keys())

        def rows() -> Iterator[tuple[Any, ...]]:
            while True:
                with errors():
                    chunk = [record.values() for record in islice(result, CHUNK)]
                    plain = plain_rows(transaction, chunk, meter)
                bounds.taken()
                yield from plain
                if len(plain) < CHUNK:
                    return

        yield Stream(columns, rows())
        with errors():
            transaction.commit()


def _planned(transaction: Any, cypher: str, values: Mapping[str, Any]) -> Any:
    """Plan a query without running it; this is the first request with its parameters."""
    try:
        return transaction.run(_PLANNED + cypher, dict(values))
    except UnicodeEncodeError:
        raise
    except (TypeError, ValueError, OverflowError) as error:
        raise guard.wrong_value(f"A parameter cannot be sent to Neo4j: {first_line(error)}") from error


def plan(connection: Connection, cypher: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the execution plan: see ``Store.plan``."""
    guard.check(cypher, values, write=True)
    with (
        connection.errors(lambda error: _worded(error, cypher, TIME_LIMIT)),
        connection.session(write=False) as session,
    ):
        planned = _planned(session, cypher, values).consume().plan
        return tuple(_lines(planned, 0))


def _refuse_forbidden(summary: Any, *, write: bool) -> None:
    """Refuse a query by the planner's report."""
    if not write and summary.query_type != "r":
        raise guard.refused_write()
    for depth_first in _operators(summary.plan):
        operator, arguments = depth_first["operatorType"].partition("@")[0], depth_first["args"]
        if operator == "LoadCSV":
            raise guard.refused_files()
        if write:
            continue
        procedure = str(arguments.get("Details", "")).partition("(")[0]
        if operator == "TerminateTransactions" or (
            operator == "ProcedureCall" and not guard.reads(procedure)
        ):
            raise guard.refused_write()


def _operators(planned: Any) -> Iterator[Any]:
    yield planned
    for child in planned.get("children", ()):
        yield from _operators(child)


def _lines(planned: Any, depth: int) -> Iterator[str]:
    arguments = planned["args"]
    parts = [planned["operatorType"].partition("@")[0]]
    if details := arguments.get("Details"):
        parts.append(str(details))
    if (rows := arguments.get("EstimatedRows")) is not None:
        parts.append(f"about {rows:.0f} row{'' if round(rows) == 1 else 's'}")
    yield "  " * depth + " · ".join(parts)
    for child in planned.get("children", ()):
        yield from _lines(child, depth + 1)


def _worded(error: Any, cypher: str, timeout: float) -> QueryError:
    code, message = str(error.code or ""), str(error.message or error)
    if "TransactionTimedOut" in code or "LockAcquisitionTimeout" in code:
        return guard.too_slow(timeout)
    if "AccessMode" in code:
        return guard.refused_write()
    if message.startswith("Query cannot conclude with"):
        return guard.returns_nothing(cypher)
    found = re.search(r"\(line (\d+), column (\d+) \(offset: \d+\)\)", message)
    if found:
        reason = message[: found.start()].strip()
        return guard.syntax_error(cypher, reason, int(found[1]) - 1, int(found[2]))
    return guard.fault(message) or QueryError(f"The query failed: {first_line(message)}")
