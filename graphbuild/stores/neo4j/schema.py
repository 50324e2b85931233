"""Names in the database, and the constraints and indexes that are created before a graph is loaded.

The commands are in ``cypher/schema/``. A prefix separates one graph from others, and from other data, in the
same database: it is part of labels, constraints and indexes. Relationship types need none, since they connect
nodes with prefixed labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.model import LABELS
from graphbuild.queries import folder
from graphbuild.stores.layout import PROPERTIES
from graphbuild.stores.neo4j.connection import first_line

#: The loader's own nodes, and the property that identifies their graph.
MANIFEST, PART = "GraphbuildManifest", "GraphbuildPart"
_PATIENCE = 600  # seconds for building the indexes of a large database

_LABEL = re.compile(rf":({'|'.join((*PROPERTIES, *LABELS.values()))})\b")
_COMMAND = re.compile(
    r"CREATE (CONSTRAINT|INDEX) (\w+) IF NOT EXISTS FOR \(n:(\w+)\)"
    r" (?:REQUIRE n\.(\w+) IS UNIQUE|ON \(n\.(\w+)\))"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of our labels in the database."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9]*)?", self.prefix):
            raise StoreError(f"The prefix {self.prefix!r} is not a word: use letters and digits, as in News.")

    def label(self, label: str) -> str:
        """Return the name of a label in the database. The loader's own labels are the same for all graphs."""
        return label if label in (MANIFEST, PART) else f"{self.prefix}{label}"

    def cypher(self, text: str) -> str:
        """Return one of our queries with the names of labels in the database."""
        return _LABEL.sub(rf":{self.prefix}\1", text) if self.prefix else text

    def constraint(self, name: str, label: str) -> str:
        """Return the name in the database of a constraint or an index of ``cypher/schema`` on a label."""
        if not self.prefix or label in (MANIFEST, PART):
            return name
        return name.replace("graphbuild_", f"graphbuild_{self.prefix.lower()}_", 1)


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: str
    name: str
    label: str
    property: str
    command: str


def ensure(session: Any, names: Names) -> None:
    """Create missing constraints and indexes, and check that they exist.

    Raises:
        StoreError: the database has other ones in their place.
    """
    wanted = _wanted(names)
    if not _missing(session, wanted):
        return
    for item in wanted:
        _make(session, item)
    session.run("CALL db.awaitIndexes($seconds)", seconds=_PATIENCE).consume()
    for item in _missing(session, wanted):
        raise StoreError(
            f"The database has a {item.kind.lower()} {item.name!r} that is not on"
            f" :{item.label}({item.property}), so ours cannot be created: drop it, or load with --prefix."
        )


def _make(session: Any, item: _Wanted) -> None:
    from neo4j.exceptions import Neo4jError

    try:
        session.execute_write(lambda tx: tx.run(item.command).consume())
    except Neo4jError as error:
        if ".Schema." not in str(error.code):
            raise
        raise StoreError(
            f"The {item.kind.lower()} on :{item.label}({item.property}) cannot be made"
            f" ({first_line(error.message or error)}): remove what is in its way, or load with --prefix."
        ) from None


def _missing(session: Any, wanted: tuple[_Wanted, ...]) -> list[_Wanted]:
    """Return what the database lacks, compared by label and property."""
    held = {
        "CONSTRAINT": _existing(session, "CONSTRAINTS", "UNIQUENESS"),  # 2025: NODE_PROPERTY_UNIQUENESS
        "INDEX": _existing(session, "INDEXES", "RANGE"),
    }
    return [one for one in wanted if (one.label, one.property) not in held[one.kind]]


def _existing(session: Any, what: str, type_: str) -> set[tuple[str, str]]:
    found = session.run(
        f"SHOW {what} YIELD entityType, labelsOrTypes, properties, type"
        " WHERE entityType = 'NODE' AND type ENDS WITH $type RETURN labelsOrTypes, properties",
        type=type_,
    ).values()
    return {(labels[0], properties[0]) for labels, properties in found if len(properties or ()) == 1}


def _wanted(names: Names) -> tuple[_Wanted, ...]:
    found = []
    for file in sorted((folder() / "schema").glob("*.cypher")):
        lines = file.read_text(encoding="utf-8").splitlines()
        text = " ".join(line for line in lines if not line.startswith("//"))
        for command in filter(None, map(str.strip, text.split(";"))):
            match = _COMMAND.fullmatch(command)
            if match is None:
                raise StoreError(f"{file}: no constraint or index that can be made: {command}")
            kind, name, label = match.group(1, 2, 3)
            given = names.constraint(name, label)
            written = command.replace(name, given, 1).replace(f":{label})", f":{names.label(label)})")
            found.append(_Wanted(kind, given, names.label(label), match[4] or match[5], written))
    return tuple(found)
