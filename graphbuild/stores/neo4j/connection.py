"""A Neo4j server: its address, who asks, and what goes wrong with it, in plain words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from graphbuild.closing import Closing
from graphbuild.errors import StoreError

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

#: Words an error that the server sent, where the server itself is not to blame.
Worded = Callable[[Any], Exception]


class Connection(Closing):
    """A driver for one database. User, password and database come from NEO4J_USERNAME,
    NEO4J_PASSWORD and NEO4J_DATABASE where they are not given; the address from NEO4J_URI.

    Raises:
        StoreError: no server answers, or it refuses the user, the password or the database.
    """

    def __init__(
        self, uri: str | None, *, username: str | None, password: str | None, database: str | None
    ) -> None:
        import neo4j

        address = uri or os.environ.get("NEO4J_URI", "")
        if not address:
            raise StoreError(
                "No Neo4j address is given: set NEO4J_URI, for instance to bolt://localhost:7687."
            )
        self.address = _without_password(address)
        self._user = username or os.environ.get("NEO4J_USERNAME") or "neo4j"
        secret = password if password is not None else os.environ.get("NEO4J_PASSWORD")
        self.database = database or os.environ.get("NEO4J_DATABASE") or "neo4j"
        self._neo4j = neo4j
        if address.partition("://")[0] not in SCHEMES:
            raise StoreError(
                f"{self.address} is no Neo4j address: write bolt://HOST:7687 or neo4j://HOST:7687."
            )
        try:
            self._driver = neo4j.GraphDatabase.driver(
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
            with self.errors(), self.session() as session:
                session.run("RETURN 1").consume()
        except BaseException:
            self._driver.close()
            raise

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
            return bool(error.is_retryable()) or "LockAcquisitionTimeout" in str(error.code)
        return isinstance(error, errors.DriverError) and bool(error.is_retryable())

    @contextmanager
    def errors(self, worded: Worded | None = None) -> Iterator[None]:
        """Turn the driver's exceptions into ours, in plain words; ``worded`` for those of a query."""
        errors = self._neo4j.exceptions
        try:
            yield
        except errors.AuthError:
            raise StoreError(
                f"Neo4j at {self.address} refuses user {self._user!r} with this password:"
                " set NEO4J_USERNAME and NEO4J_PASSWORD."
            ) from None
        except (
            errors.ServiceUnavailable,
            errors.SessionExpired,
            errors.ConfigurationError,
            OSError,
        ) as error:
            raise StoreError(
                f"No Neo4j answers at {self.address} ({first_line(error)}): start it, or mend the address."
            ) from None
        except errors.Neo4jError as error:
            raise self._plain(error, worded) from None
        except errors.DriverError as error:
            raise StoreError(f"Neo4j at {self.address} failed: {first_line(error)}. Try again.") from None

    def _plain(self, error: Any, worded: Worded | None) -> Exception:
        code = str(error.code or "")
        if "DatabaseNotFound" in code:
            return StoreError(
                f"Neo4j at {self.address} has no database {self.database!r}: set NEO4J_DATABASE."
            )
        if "AuthenticationRateLimit" in code or "Unauthorized" in code:
            return StoreError(
                f"Neo4j at {self.address} refuses user {self._user!r}: check NEO4J_PASSWORD, then wait a bit."
            )
        if worded is not None:
            return worded(error)
        reason = first_line(error.message or error)
        return StoreError(f"Neo4j at {self.address} could not take the graph: {reason}")


def first_line(error: object) -> str:
    """What an error says, without the details that follow in further lines."""
    return str(error).strip().split("\n", 1)[0].rstrip(":")


def _without_password(address: str) -> str:
    """The address without the user and password that it may hold."""
    return re.sub(r"//[^/@]*@", "//", address) if urlsplit(address).netloc else address
