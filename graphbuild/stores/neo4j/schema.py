"""Names in the database, and the constraints and indexes that it is given before a graph is.

The commands are in ``cypher/schema/``. A prefix sets one graph apart from others, and from data of
others, in one database: labels, constraints and indexes bear it. Types of relations need none, since
they stand between nodes that do.
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

#: The loader's own nodes, and the property that says which graph they are about.
MANIFEST, PART = "GraphbuildManifest", "GraphbuildPart"
_PATIENCE = 600  # seconds that indexes of a large database may take

_LABEL = re.compile(rf":({'|'.join((*PROPERTIES, *LABELS.values()))})\b")
_COMMAND = re.compile(
    r"CREATE (CONSTRAINT|INDEX) (\w+) IF NOT EXISTS FOR \(n:(\w+)\)"
    r" (?:REQUIRE n\.(\w+) IS UNIQUE|ON \(n\.(\w+)\))"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What labels of ours are called in the database."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(?:[A-Za-z][A-Za-z0-9]*)?", self.prefix):
            raise StoreError(f"The prefix {self.prefix!r} is no word: use letters and digits, as in News.")

    def label(self, label: str) -> str:
        """A label of the layout, as it is in the database. The loader's own are the same for all graphs."""
        return label if label in (MANIFEST, PART) else f"{self.prefix}{label}"

    def cypher(self, text: str) -> str:
        """A query of ours, with labels as they are in the database."""
        return _LABEL.sub(rf":{self.prefix}\1", text) if self.prefix else text

    def constraint(self, name: str, label: str) -> str:
        """The name of a constraint or an index of ``cypher/schema`` on a label, as it is in the database."""
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
    """Create the constraints and indexes that the database lacks, and see that they are there.

    Raises:
        StoreError: the database has something of others in their place.
    """
    wanted = _wanted(names)
    if not _missing(session, wanted):
        return
    for one in wanted:
        _make(session, one)
    session.run("CALL db.awaitIndexes($seconds)", seconds=_PATIENCE).consume()
    for one in _missing(session, wanted):
        raise StoreError(
            f"The database has a {one.kind.lower()} {one.name!r} that is not on :{one.label}({one.property}),"
            " so that ours cannot be made: drop it, or load with --prefix."
        )


def _make(session: Any, one: _Wanted) -> None:
    from neo4j.exceptions import Neo4jError

    try:
        session.execute_write(lambda tx: tx.run(one.command).consume())
    except Neo4jError as error:
        if ".Schema." not in str(error.code):
            raise
        raise StoreError(
            f"The {one.kind.lower()} on :{one.label}({one.property}) cannot be made"
            f" ({first_line(error.message or error)}): remove what is in its way, or load with --prefix."
        ) from None


def _missing(session: Any, wanted: tuple[_Wanted, ...]) -> list[_Wanted]:
    """What the database has not, by label and property, whoever made it."""
    held = {
        "CONSTRAINT": _held(session, "CONSTRAINTS", "UNIQUENESS"),  # 2025: NODE_PROPERTY_UNIQUENESS
        "INDEX": _held(session, "INDEXES", "RANGE"),
    }
    return [one for one in wanted if (one.label, one.property) not in held[one.kind]]


def _held(session: Any, what: str, type_: str) -> set[tuple[str, str]]:
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
