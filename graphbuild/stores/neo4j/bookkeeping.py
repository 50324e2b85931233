"""The manifest in the database: a node for each graph, and one for each part of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.stores import layout
from graphbuild.stores.neo4j import manifest
from graphbuild.stores.neo4j.connection import Connection
from graphbuild.stores.neo4j.manifest import Change, Head, Place, Table
from graphbuild.stores.neo4j.schema import MANIFEST, PART, Names

_ROOT = f"MATCH (m:{MANIFEST} {{graph: $graph}}) RETURN m.schema, m.source, m.stamp, m.aggregation"
_GRAPHS = f"MATCH (m:{MANIFEST}) RETURN m.graph ORDER BY m.graph"
_HEADS = (  # one row per table: thousands of small rows take the driver longer than the server
    f"MATCH (p:{PART} {{graph: $graph}}) RETURN p.table, p.bits, collect([p.number, p.digest, p.count])"
)
_DETAILS = f"UNWIND $ids AS id MATCH (p:{PART} {{part: id}}) RETURN p.part, p.keys, p.digests"
_SAVE = f"UNWIND $rows AS row MERGE (p:{PART} {{part: row.part}}) SET p += row"
_DROP = f"UNWIND $ids AS id MATCH (p:{PART} {{part: id}}) DELETE p"
#: Parts read at once.
_PARTS_PER_READ = 200


@dataclass(frozen=True, slots=True)
class Root:
    """The content of a graph's manifest node."""

    schema: str | None = None
    """Version of the layout of the loaded graph; None if nothing was loaded."""
    source: str = ""
    """Name of the source it was loaded from."""
    aggregation: str = ""
    """The state of the stored aggregation that it was loaded from; empty if unknown."""
    stamp: str = ""
    """A digest of all parts at the end of the last load; empty before the first one."""


@dataclass(frozen=True, slots=True)
class State:
    """A summary of what the database holds of a graph."""

    root: Root
    bits: Mapping[str, int]
    """Bits of the part numbers, by table; a table without records is missing."""
    heads: Mapping[str, Mapping[int, Head]]
    whole: bool
    """Whether the last load was completed."""
    intact: bool
    """Whether the counts of nodes and edges match the manifest."""

    @property
    def sound(self) -> bool:
        """Whether it holds the complete result of the last load, in the current layout."""
        return self.root.schema == layout.VERSION and self.whole and self.intact

    def head(self, place: Place) -> Head:
        """Return the summary of an existing part."""
        return self.heads[place[0]][place[2]]

    def count(self, table: Table) -> int:
        """Return the number of records of a table."""
        return sum(head.count for head in self.heads.get(table.name, {}).values())


def read_root(tx: Any, names: Names) -> Root:
    """Read the manifest node of the graph, in one short read."""
    found = tx.run(_ROOT, graph=names.prefix).single()
    if found is None:
        return Root()
    schema, source, stamp, aggregation = found
    name, _, of_stamp = str(aggregation or "").partition(" ")
    return Root(schema, source or "", name if of_stamp == stamp else "", stamp or "")


def read(tx: Any, names: Names) -> State:
    """Read the state of the database, in three reads, one of them of all parts."""
    root = read_root(tx, names)
    bits: dict[str, int] = {}
    heads: dict[str, dict[int, Head]] = {}
    for table, table_bits, of_table in tx.run(_HEADS, graph=names.prefix):
        bits[table] = table_bits
        heads[table] = {head[0]: Head(*head) for head in of_table}
    expected = {table: sum(head.count for head in of.values()) for table, of in heads.items()}
    return State(
        root=root,
        bits=bits,
        heads=heads,
        whole=bool(root.stamp) and root.stamp == stamp_of(heads),
        intact=_counted(tx, names, expected),
    )


def prefixes(connection: Connection) -> list[str]:
    """The prefixes under which the database holds graphs."""
    with connection.errors(), connection.session(write=False) as session:
        return [prefix for (prefix,) in session.run(_GRAPHS)]


def see(connection: Connection, names: Names) -> None:
    """Check that the database holds a graph under this prefix.

    Raises:
        StoreError: it does not; the message names the prefix under which it holds one.
    """
    loaded = prefixes(connection)
    if names.prefix in loaded:
        return
    under = f" under prefix {names.prefix}" if names.prefix else ""
    but = [f"under prefix {prefix}" if prefix else "without prefix" for prefix in loaded]
    raise StoreError(
        f"Database {connection.database!r} at {connection.address} holds no graph{under}"
        f"{', but one ' + ' and one '.join(but) if but else ''}: load one, or name another by --database and"
        " --prefix, or by NEO4J_DATABASE and GRAPHBUILD_PREFIX."
    )


def loaded(connection: Connection, names: Names) -> str:
    """The stamp of the last load that came to its end; empty where there is none."""
    with connection.errors(), connection.session(write=False) as session:
        return read_root(session, names).stamp


def stamp_of(heads: Mapping[str, Mapping[int, Head]]) -> str:
    """Return the digest of all part summaries."""
    return manifest.stamp({table: of.values() for table, of in heads.items()})


def stamp_after(state: State, changes: Mapping[Table, Iterable[Change]]) -> str:
    """Return the digest of the part summaries after these changes."""
    heads = {table.name: dict(state.heads.get(table.name, {})) for table in manifest.TABLES}
    for table, of in changes.items():
        for change in of:
            number = change.place[2]
            heads[table.name].pop(number, None)
            if change.wanted:
                heads[table.name][number] = Head(number, change.digest, len(change.wanted))
    return stamp_of(heads)


def _counted(tx: Any, names: Names, expected: Mapping[str, int]) -> bool:
    """Whether the database has as many nodes and edges as the manifest lists; Neo4j keeps these counts."""
    entity, article, statement = map(names.label, ("Entity", "Article", "Statement"))
    found = tx.run(
        f"RETURN COUNT {{ (:{entity}) }}, COUNT {{ (:{article}) }}, COUNT {{ (:{statement}) }},"
        f" COUNT {{ (:{entity})-->() }}, COUNT {{ (:{statement})-->() }},"
        f" COUNT {{ (:{article})-->() }}"
    ).single()
    count = {table.name: expected.get(table.name, 0) for table in manifest.TABLES}
    statements = count["Statement"]
    of_entities = count["MENTIONED_IN"] + count["RELATION"] + count[layout.STANCE]
    wanted = (
        count["Entity"], count["Article"], statements, of_entities, 3 * statements, count["COPY_OF"],
    )  # fmt: skip
    return all(actual >= expected_count for actual, expected_count in zip(found, wanted, strict=True))


def details(tx: Any, names: Names, parts: Sequence[Place]) -> dict[Place, Mapping[str, int]]:
    """Return the digests of the records in these parts, by part and key."""
    place = {_id(names, part): part for part in parts}
    ids = list(place)
    found: dict[Place, Mapping[str, int]] = {}
    for start in range(0, len(ids), _PARTS_PER_READ):
        for id_, keys, digests in tx.run(_DETAILS, ids=ids[start : start + _PARTS_PER_READ]):
            found[place[id_]] = dict(zip(keys, digests, strict=True))
    return found


def save(tx: Any, names: Names, parts: Iterable[tuple[Place, str, Mapping[str, int]]]) -> None:
    """Store the content of parts: place, digest, and digests by key. Empty parts are deleted."""
    rows, empty = [], []
    for part, digest, digests in parts:
        if not digests:
            empty.append(_id(names, part))
            continue
        table, bits, number = part
        row = {"part": _id(names, part), "graph": names.prefix, "table": table, "bits": bits}
        row |= {"number": number, "digest": digest, "count": len(digests)}
        rows.append(row | {"keys": list(digests), "digests": list(digests.values())})
    if rows:
        tx.run(_SAVE, rows=rows).consume()
    if empty:
        tx.run(_DROP, ids=empty).consume()


def repartition(tx: Any, names: Names, table: Table, before: int, after: int, numbers: list[int]) -> None:
    """Split a table into more or fewer parts; their digests must be written afterwards."""
    by_part: dict[int, dict[str, int]] = {}
    parts = [(table.name, before, number) for number in numbers]
    for part in details(tx, names, parts).values():
        for key, digest in part.items():
            by_part.setdefault(manifest.part_of_key(table, key, after), {})[key] = digest
    save(tx, names, [(part, "", {}) for part in parts])
    save(tx, names, [((table.name, after, number), "", part) for number, part in by_part.items()])


def begin(tx: Any, names: Names) -> None:
    """Create the manifest node for the first load of a graph."""
    tx.run(
        f"MERGE (m:{MANIFEST} {{graph: $graph}}) ON CREATE SET m.schema = $schema",
        graph=names.prefix,
        schema=layout.VERSION,
    ).consume()


def finish(tx: Any, names: Names, *, source: str, aggregation: str, stamp: str) -> None:
    """Note that a load was completed.

    The state of the stored aggregation belongs to the stamp, so it is void after a load of something else.
    """
    tx.run(
        f"MATCH (m:{MANIFEST} {{graph: $graph}}) SET m += $properties",
        graph=names.prefix,
        properties={
            "schema": layout.VERSION,
            "source": source,
            "aggregation": f"{aggregation} {stamp}" if aggregation else "",
            "stamp": stamp,
        },
    ).consume()


def _id(names: Names, part: Place) -> str:
    return "/".join((names.prefix, *map(str, part)))
