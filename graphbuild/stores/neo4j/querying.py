"""A query on a Neo4j database, and its errors in the words that every engine uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graphbuild.errors import QueryError
from graphbuild.stores import guard
from graphbuild.stores.base import Rows
from graphbuild.stores.neo4j.connection import Connection, first_line


def query(
    connection: Connection, cypher: str, values: Mapping[str, Any], *, write: bool, limit: int, timeout: float
) -> Rows:
    """Run Cypher: see ``Store.query``. Reading queries run in read access mode."""
    from graphbuild.stores.neo4j.values import plain_rows

    guard.check(cypher, values, write=write)
    with (
        connection.errors(lambda error: _worded(error, cypher, timeout)),
        connection.session(write=write) as session,
        session.begin_transaction(timeout=timeout) as transaction,
    ):
        result = transaction.run(cypher, dict(values))
        columns = tuple(result.keys())
        records: list[list[Any]] = []
        for record in result:
            if len(records) >= limit:
                raise guard.too_many_rows(limit)
            records.append(record.values())
        rows = plain_rows(transaction, records)
        transaction.commit()
    return Rows(columns, rows)


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
        return guard.syntax_error(cypher, reason, int(found[1]), int(found[2]))
    return QueryError(f"The query failed: {first_line(message)}")
