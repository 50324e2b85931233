"""How long a query on a server may be waited for, and how much of its answer is taken in.

The server has a time limit of its own, but looks at it between two rows only, and a row arrives as a whole.
So the connection is watched where its bytes come in. The driver (6.4) offers nothing for that: it has time
limits for connecting, for waiting for a connection and for writing, none for reading; ``cancel`` is there in
its asynchronous half alone, and does not bound a row. So its socket is reached through attributes of its own,
here and nowhere else. ``tests/security/test_deadlines.py`` fails where one of them is gone.

What a server computes within one row it computes to the end: it looks at neither clock nor ``TERMINATE``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from graphbuild.stores import guard
from graphbuild.stores.base import SIZE_LIMIT, Meter
from graphbuild.stores.neo4j.connection import Connection

#: Seconds that a query may run over its time on the server before it is given up here.
_GRACE = 0.5
#: Seconds that asking the server to end it is waited for.
_ENDING = 3.0
_FIND = "SHOW TRANSACTIONS YIELD transactionId AS id, connectionId AS c WHERE c = $c RETURN id"
_END = "TERMINATE TRANSACTIONS $ids"


class _EnoughError(OSError):
    """The answer is too large, or late; an ``OSError``, so that the driver drops the connection."""


class Bounds:
    """The watch on one transaction's connection, for the time of a query."""

    def __init__(self, transaction: Any, meter: Meter) -> None:
        self._connection = transaction._connection
        self._meter = meter
        self._received = 0
        self._error: Exception | None = None

    @contextmanager
    def kept(self, end: Callable[[str], None]) -> Iterator[None]:
        """Watch the connection; ``end`` is given its id on the server where the query is late.

        Raises:
            QueryError: the answer is late, or too large.
        """
        socket = self._connection.socket
        receive = socket.recv_into

        def watched(buffer: Any, wanted: int) -> Any:
            socket.set_read_deadline(max(0.001, self._meter.left + _GRACE))
            try:
                received = receive(buffer, wanted)
            except Exception:
                if self._meter.left > 0:
                    raise
                self._error = guard.too_slow(self._meter.timeout)
                raise _EnoughError("late") from None
            self._received += received
            if self._received > SIZE_LIMIT:
                self._error = guard.too_large(SIZE_LIMIT)
                raise _EnoughError("large")
            return received

        socket.recv_into = watched
        try:
            yield
        except Exception:
            if self._error is None:
                raise
            asked = threading.Thread(target=end, args=(str(self._connection.connection_id),), daemon=True)
            asked.start()
            asked.join(_ENDING)
            raise self._error from None
        finally:
            with suppress(AttributeError):
                del socket.recv_into
            socket.set_read_deadline(None)
            if self._error is not None:
                self._connection.kill()

    def taken(self) -> None:
        """What came so far was taken over, and is no longer held here."""
        self._received = 0


def end(connection: Connection, number: str) -> None:
    """Ask the server to end what runs on the driver's connection of this number; it may not obey."""
    with suppress(Exception), connection.session() as session:
        ids = [id_ for (id_,) in session.run(_FIND, c=number)]
        if ids:
            session.run(_END, ids=ids).consume()
