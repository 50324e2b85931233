"""A Neo4j server: its address, who asks, and what goes wrong with it, in plain words."""

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
from graphbuild.stores.layout import half_a_character

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

#: Oldest major version that knows all that is asked of it (``COUNT {…}``, ``elementId``).
OLDEST = 5

#: What the driver does not try again, but a load does: whoever ended its transaction may have been a
#: server that stops.
_PASSING = ("LockAcquisitionTimeout", "Transaction.Terminated", "Transaction.TransactionNotFound")

#: What the driver says where something took the connection and did not answer as Neo4j does.
_NO_HANDSHAKE = ("handshake response", "looks like HTTP")

#: Seconds in which a server answers Bolt's handshake; one that is busy with queries does so at once.
_HANDSHAKE = 3.0
#: What Bolt begins with, then the versions of it that are proposed (5.8 to 5.0, 4.4 to 4.2, 3, none).
_BOLT = bytes.fromhex("6060b017 00080805 00020404 00000003 00000000")

#: Words an error that the server sent, where the server itself is not to blame.
Worded = Callable[[Any], Exception]


@dataclass(frozen=True, slots=True)
class Login:
    """Who asks, and for which database. What is not given comes from NEO4J_USERNAME, NEO4J_PASSWORD and
    NEO4J_DATABASE; else both user and database are ``neo4j``."""

    username: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None
    ask: Callable[[str], str] | None = None
    """Asked for the password, with the question, where the server wants one and none is given."""


def not_in_the_address() -> StoreError:
    """The error for an address with a user and a password, which it does not repeat."""
    return StoreError(
        "User and password do not belong into the address, where others see them: take them out, set"
        " NEO4J_USERNAME and NEO4J_PASSWORD, and change the password."
    )


class Connection(Closing):
    """A driver for one database; its address comes from NEO4J_URI where it is not given.

    Raises:
        StoreError: no server answers, it is too old, or it refuses the user, the password or the
            database.
    """

    def __init__(self, uri: str | None, login: Login = Login()) -> None:
        import neo4j

        self.address = uri or os.environ.get("NEO4J_URI", "")
        if not self.address:
            raise StoreError(
                "No Neo4j address is given: give it, for instance bolt://localhost:7687, or set NEO4J_URI."
            )
        if "@" in self.address:
            raise not_in_the_address()
        if self.address.partition("://")[0] not in SCHEMES:
            raise StoreError(
                f"{self.address} is no Neo4j address: write bolt://HOST:7687 or neo4j://HOST:7687."
            )
        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it complains of, we say
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
        """A driver that has reached the database."""
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
            raise StoreError(
                f"{self.address} is no Neo4j address ({error}): write bolt://HOST:7687 or neo4j://HOST:7687."
            ) from None
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
        """A session on the database; in read access mode, the server refuses writes."""
        mode = self._neo4j.WRITE_ACCESS if write else self._neo4j.READ_ACCESS
        return self._driver.session(database=self.database, default_access_mode=mode)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def passes(self, error: Exception) -> bool:
        """Whether what the driver raised passes by: a server that restarts, a new leader, a deadlock."""
        errors = self._neo4j.exceptions
        if isinstance(error, errors.ServiceUnavailable | errors.SessionExpired):
            return True
        if isinstance(error, errors.Neo4jError):
            return bool(error.is_retryable()) or str(error.code).endswith(_PASSING)
        return isinstance(error, errors.DriverError) and bool(error.is_retryable())

    @contextmanager
    def errors(self, worded: Worded | None = None) -> Iterator[None]:
        """Turn the driver's exceptions into ours, in plain words; ``worded`` for those of a query."""
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
            raise half_a_character() from None
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
                " start it again, and load again: that goes on where this ended."
            )
        return StoreError(f"Neo4j at {self.address} could not take the graph: {reason}")


def _is_silent(uri: str) -> bool:
    """Whether something takes the connection and then says nothing, as a web server does that waits for the
    rest of a request. The driver (6.4) waits for a handshake as long as for a query.

    Whatever else is wrong the driver finds out at once, and says why. Raises ``ValueError`` for a host or a
    port that can be none.
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
    """The connection with TLS, whoever is at its other end: nothing is told over it.

    It names the host that it means: where many databases have one address, the server routes by that.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it."""
    if error is None:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    yield from _causes(error.__cause__ or error.__context__)


def first_line(error: object) -> str:
    """What an error says, without the details that follow in further lines."""
    return str(error).strip().split("\n", 1)[0].rstrip(":")
