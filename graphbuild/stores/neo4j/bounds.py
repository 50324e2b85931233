"""Time and size limits of a query on a server, enforced on the client.

The server has a timeout of its own, but checks it only between rows, and a row arrives as a whole. Therefore
the incoming bytes of the connection are watched. The driver (6.4) has no means for that: it has timeouts for
connecting, for acquiring a connection and for writing, but none for reading; ``cancel`` exists only in its
asynchronous part, and does not limit the size of a row. So its socket is accessed through private attributes,
here and nowhere else. ``tests/security/test_deadlines.py`` fails if one of them disappears.

The server always completes a computation within a row: it checks neither the clock nor ``TERMINATE``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from graphbuild.stores import guard
from graphbuild.stores.base import SIZE_LIMIT, Meter
from graphbuild.stores.neo4j.connection import Connection

#: Seconds after a query's timeout on the server until the client abandons it.
_GRACE = 0.5
#: Seconds to wait for the request that the server ends it.
_ENDING = 3.0
_FIND = "SHOW TRANSACTIONS YIELD transactionId AS id, connectionId AS c WHERE c = $c RETURN id"
_END = "TERMINATE TRANSACTIONS $ids"


class _EnoughError(OSError):
    """The answer is too large or late; an ``OSError``, so that the driver drops the connection."""


class Bounds:
    """The watch on one transaction's connection during a query."""

    def __init__(self, transaction: Any, meter: Meter) -> None:
        self._connection = transaction._connection
        self._meter = meter
        self._received = 0
        self._error: Exception | None = None

    @contextmanager
    def kept(self, end: Callable[[str], None]) -> Iterator[None]:
        """Watch the connection; ``end`` is called with its server-side id if the query is late.

        Raises:
            QueryError: the answer is late or too large.
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
        """Reset the size: the data received so far was released."""
        self._received = 0


def end(connection: Connection, number: str) -> None:
    """Ask the server to end what runs on the connection with this number; it may not comply."""
    with suppress(Exception), connection.session() as session:
        ids = [id_ for (id_,) in session.run(_FIND, c=number)]
        if ids:
            session.run(_END, ids=ids).consume()
