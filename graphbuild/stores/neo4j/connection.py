"""The connection to a Neo4j server: address, login, and plain error messages."""

from __future__ import annotations

import logging
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from graphbuild.closing import Closing
from graphbuild.errors import StoreError
from graphbuild.stores.layout import surrogate_error

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

#: Oldest major version that supports all queries used (``COUNT {…}``, ``elementId``).
OLDEST = 5

#: Errors that a load retries although the driver does not: the transaction may have been ended by a server
#: that is shutting down.
_TEMPORARY = ("LockAcquisitionTimeout", "Transaction.Terminated", "Transaction.TransactionNotFound")

#: Driver messages if the other side accepted the connection but is not Neo4j.
_NO_HANDSHAKE = ("handshake response", "looks like HTTP")

#: Seconds for the Bolt handshake; even a busy server answers at once.
_HANDSHAKE = 3.0
#: The Bolt preamble, and the proposed versions (5.8 to 5.0, 4.4 to 4.2, 3, none).
_BOLT = bytes.fromhex("6060b017 00080805 00020404 00000003 00000000")

#: Converts an error sent by the server, unless the server itself failed.
Worded = Callable[[Any], Exception]


@dataclass(frozen=True, slots=True)
class Login:
    """User, password and database. Missing values come from NEO4J_USERNAME, NEO4J_PASSWORD and
    NEO4J_DATABASE; the default for user and database is ``neo4j``.
    """

    username: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None
    ask: Callable[[str], str] | None = None
    """Called with a question for the password if the server requires one and none is given."""


def credentials_in_uri_error() -> StoreError:
    """Return the error for an address with a user and a password, without repeating them."""
    return StoreError(
        "User and password do not belong into the address, where others see them: take them out, set"
        " NEO4J_USERNAME and NEO4J_PASSWORD, and change the password."
    )


class Connection(Closing):
    """A driver for one database; the default of its address is NEO4J_URI.

    Raises:
        StoreError: no server answers, it is too old, or it refuses the user, the password or the
            database.
    """

    def __init__(self, uri: str | None, login: Login = Login()) -> None:
        import neo4j

        self.address = uri or os.environ.get("NEO4J_URI", "")
        if not self.address:
            message = (
                "No Neo4j address is given: give it, for instance bolt://localhost:7687, or set NEO4J_URI."
            )
            raise StoreError(message, wrong=("URI",), named=False)
        if "@" in self.address:
            raise credentials_in_uri_error()
        if self.address.partition("://")[0] not in SCHEMES:
            message = f"{self.address} is not a Neo4j address: write bolt://HOST:7687 or neo4j://HOST:7687."
            raise StoreError(message, wrong=("URI",), named=False)
        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # we report its warnings as errors
        self._neo4j = neo4j
        self._user = login.username or os.environ.get("NEO4J_USERNAME") or "neo4j"
        self.database = login.database or os.environ.get("NEO4J_DATABASE") or "neo4j"
        secret = login.password if login.password is not None else os.environ.get("NEO4J_PASSWORD")
        with self.errors():
            try:
                self._driver = self._open(secret)
            except neo4j.exceptions.AuthError:
                if secret is not None or login.ask is None:
                    raise
                self._driver = self._open(login.ask(f"Password of {self._user} at {self.address}: "))

    def _open(self, secret: str | None) -> Any:
        """Return a driver that has connected to the database."""
        neo4j = self._neo4j
        try:
            if _is_silent(self.address):
                raise self._other_program()
            driver = neo4j.GraphDatabase.driver(
                self.address,
                auth=None if secret is None else (self._user, secret),
                connection_timeout=10,
                connection_acquisition_timeout=15,
                max_transaction_retry_time=15,
                notifications_min_severity="OFF",
            )
        except (ValueError, neo4j.exceptions.DriverError) as error:
            message = f"{self.address} is not a Neo4j address ({error}): write bolt://HOST:7687 or neo4j://HOST:7687."
            raise StoreError(message, wrong=("URI",), named=False) from None
        try:
            with driver.session(database=self.database, default_access_mode=neo4j.READ_ACCESS) as session:
                self._check_version(session.run("RETURN 1").consume().server.agent)
        except BaseException:
            driver.close()
            raise
        return driver

    def _check_version(self, agent: str) -> None:
        found = re.match(r"Neo4j/(\d+)\.\S+", agent)
        if found and int(found[1]) < OLDEST:
            raise StoreError(
                f"{self.address} is {agent.replace('/', ' ')}, which is too old: graphbuild needs Neo4j"
                f" {OLDEST}.x, 2025.x or 2026.x."
            )

    def session(self, *, write: bool = True) -> Any:
        """Return a session on the database; in read access mode, the server refuses writes."""
        mode = self._neo4j.WRITE_ACCESS if write else self._neo4j.READ_ACCESS
        return self._driver.session(database=self.database, default_access_mode=mode)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def passes(self, error: Exception) -> bool:
        """Whether a driver error is temporary: a restarting server, a new leader, a deadlock."""
        errors = self._neo4j.exceptions
        if isinstance(error, errors.ServiceUnavailable | errors.SessionExpired):
            return True
        if isinstance(error, errors.Neo4jError):
            return bool(error.is_retryable()) or str(error.code).endswith(_TEMPORARY)
        return isinstance(error, errors.DriverError) and bool(error.is_retryable())

    @contextmanager
    def errors(self, worded: Worded | None = None) -> Iterator[None]:
        """Convert the driver's exceptions; ``worded`` converts those of a query."""
        errors = self._neo4j.exceptions
        try:
            yield
        except errors.AuthError as error:
            if "CredentialsExpired" in str(error.code):
                raise self._plain(error, None) from None
            raise StoreError(
                f"Neo4j at {self.address} refuses user {self._user!r} with this password:"
                " set NEO4J_USERNAME and NEO4J_PASSWORD."
            ) from None
        except errors.UnsupportedServerProduct:
            raise self._other_program() from None
        except (
            errors.ServiceUnavailable,
            errors.SessionExpired,
            errors.ConfigurationError,
            OSError,
        ) as error:
            for cause in _causes(error):
                if isinstance(cause, ssl.SSLError):
                    raise self._insecure(cause) from None
                if any(words in str(cause) for words in _NO_HANDSHAKE):
                    raise self._other_program() from None
            raise StoreError(
                f"No Neo4j answers at {self.address} ({first_line(error)}): is Neo4j running? Check the URI."
            ) from None
        except errors.Neo4jError as error:
            raise self._plain(error, worded) from None
        except UnicodeEncodeError:
            raise surrogate_error() from None
        except errors.DriverError as error:
            raise StoreError(f"Neo4j at {self.address} failed: {first_line(error)}. Try again.") from None

    def _other_program(self) -> StoreError:
        return StoreError(
            f"What runs at {self.address} does not answer as Neo4j {OLDEST} and later do: check the URI (Bolt"
            " is usually at port 7687, not 7474), or wait if Neo4j has only just been started."
        )

    def _insecure(self, error: ssl.SSLError) -> StoreError:
        scheme = self.address.partition("://")[0].partition("+")[0]
        if isinstance(error, ssl.SSLCertVerificationError):
            return StoreError(
                f"The certificate of {self.address} cannot be trusted ({error.verify_message}): write"
                f" {scheme}+ssc:// if the server made it itself, else replace it."
            )
        return StoreError(
            f"TLS with {self.address} fails ({error.reason or first_line(error)}): write {scheme}:// where"
            " the server does not encrypt, else correct its settings."
        )

    def _plain(self, error: Any, worded: Worded | None) -> Exception:
        code = str(error.code or "")
        if "CredentialsExpired" in code:
            return StoreError(
                f"The password of user {self._user!r} at {self.address} has expired, as the first one of a"
                " new server has: set another, in Neo4j Browser or cypher-shell, with"
                " ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new'."
            )
        if "DatabaseNotFound" in code:
            return StoreError(
                f"Neo4j at {self.address} has no database {self.database!r}: set NEO4J_DATABASE,"
                " or give another --database."
            )
        if "AuthenticationRateLimit" in code or "Unauthorized" in code:
            return StoreError(
                f"Neo4j at {self.address} refuses user {self._user!r}: check NEO4J_PASSWORD, then wait a bit."
            )
        if worded is not None:
            return worded(error)
        reason = first_line(error.message or error)
        if "Forbidden" in code or "WriteOnReadOnlyAccess" in code:
            return StoreError(
                f"User {self._user!r} may not write to database {self.database!r} at {self.address}"
                f" ({reason}): load as a user who may, or into another database."
            )
        if "DatabaseError" in code:
            return StoreError(
                f"Neo4j at {self.address} broke ({reason}): its disk may be full. See its log, make room,"
                " start it again, and load again: that continues where this ended."
            )
        return StoreError(f"Neo4j at {self.address} could not take the graph: {reason}")


def _is_silent(uri: str) -> bool:
    """Whether the other side accepts the connection and then sends nothing, like a web server that waits
    for the rest of a request. The driver (6.4) waits for a handshake as long as for a query.

    Other faults are detected by the driver itself. Raises ``ValueError`` for an invalid host or port.
    """
    address = urlsplit(uri)
    try:
        places = socket.getaddrinfo(address.hostname, address.port or 7687, type=socket.SOCK_STREAM)
    except OSError:
        return False
    silent = False
    for family, kind, protocol, _, place in places:
        with socket.socket(family, kind, protocol) as plain:
            plain.settimeout(_HANDSHAKE)
            try:
                plain.connect(place)
            except OSError:
                continue
            try:
                with _encrypted(plain, address.hostname) if "+" in address.scheme else plain as connection:
                    connection.sendall(_BOLT)
                    connection.recv(1)
            except TimeoutError:
                silent = True
            except OSError:
                return False
            else:
                return False
    return silent


def _encrypted(plain: socket.socket, host: str | None) -> ssl.SSLSocket:
    """Add TLS to the connection without verifying the server; no data is sent over it.

    The host name is sent, because a shared address may route by it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes."""
    if error is None:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _causes(member)
    yield from _causes(error.__cause__ or error.__context__)


def first_line(error: object) -> str:
    """Return the first line of an error message, without the details that follow."""
    return str(error).strip().split("\n", 1)[0].rstrip(":")
