"""The manifest as it is in the database: a node for each graph, and one for each part of its tables."""

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
_HEADS = (  # a row for each table: thousands of small ones take the driver longer than the server
    f"MATCH (p:{PART} {{graph: $graph}}) RETURN p.table, p.bits, collect([p.number, p.digest, p.count])"
)
_DETAILS = f"UNWIND $ids AS id MATCH (p:{PART} {{part: id}}) RETURN p.part, p.keys, p.digests"
_SAVE = f"UNWIND $rows AS row MERGE (p:{PART} {{part: row.part}}) SET p += row"
_DROP = f"UNWIND $ids AS id MATCH (p:{PART} {{part: id}}) DELETE p"
#: Parts that are read at once.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Root:
    """What the node of a graph says of it."""

    schema: str | None = None
    """Version of the layout that it was loaded in; None where nothing was loaded."""
    source: str = ""
    """What it was loaded from."""
    aggregation: str = ""
    """The state of the kept aggregation that it was loaded from; empty where that is not known."""
    stamp: str = ""
    """One digest of all that the parts listed when the last load came to its end; empty before the first."""


@dataclass(frozen=True, slots=True)
class State:
    """What the database holds of a graph, at a glance."""

    root: Root
    bits: Mapping[str, int]
    """Bits of the parts' numbers, by table; a table without records has none."""
    heads: Mapping[str, Mapping[int, Head]]
    whole: bool
    """Whether the last load came to its end."""
    intact: bool
    """Whether nothing is missing that was loaded, as far as the numbers tell."""

    @property
    def sound(self) -> bool:
        """Whether it holds what the last load was to bring, in the present layout."""
        return self.root.schema == layout.VERSION and self.whole and self.intact

    def head(self, place: Place) -> Head:
        """The summary of a part that there is."""
        return self.heads[place[0]][place[2]]

    def count(self, table: Table) -> int:
        """How many records of a table there are."""
        return sum(head.count for head in self.heads.get(table.name, {}).values())


def read_root(tx: Any, names: Names) -> Root:
    """What the node of the graph says, in one short read."""
    found = tx.run(_ROOT, graph=names.prefix).single()
    if found is None:
        return Root()
    schema, source, stamp, aggregation = found
    name, _, of_stamp = str(aggregation or "").partition(" ")
    return Root(schema, source or "", name if of_stamp == stamp else "", stamp or "")


def read(tx: Any, names: Names) -> State:
    """What the database holds, in three reads, one of them of all its parts."""
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


def see(connection: Connection, names: Names) -> None:
    """See that the database holds a graph under this prefix.

    Raises:
        StoreError: it does not; the message says under which it holds one.
    """
    with connection.errors(), connection.session(write=False) as session:
        loaded = [prefix for (prefix,) in session.run(_GRAPHS)]
    if names.prefix in loaded:
        return
    under = f" under prefix {names.prefix}" if names.prefix else ""
    but = [f"under prefix {prefix}" if prefix else "without prefix" for prefix in loaded]
    raise StoreError(
        f"Database {connection.database!r} at {connection.address} holds no graph{under}"
        f"{', but one ' + ' and one '.join(but) if but else ''}: load one, or name another by --database and"
        " --prefix, or by NEO4J_DATABASE and GRAPHBUILD_PREFIX."
    )


def stamp_of(heads: Mapping[str, Mapping[int, Head]]) -> str:
    """One digest of all that the heads tell."""
    return manifest.stamp({table: of.values() for table, of in heads.items()})


def stamp_after(state: State, changes: Mapping[Table, Iterable[Change]]) -> str:
    """What the heads tell once these changes are made to a database of this state."""
    heads = {table.name: dict(state.heads.get(table.name, {})) for table in manifest.TABLES}
    for table, of in changes.items():
        for change in of:
            number = change.place[2]
            heads[table.name].pop(number, None)
            if change.wanted:
                heads[table.name][number] = Head(number, change.digest, len(change.wanted))
    return stamp_of(heads)


def _counted(tx: Any, names: Names, expected: Mapping[str, int]) -> bool:
    """Whether the database has as many nodes and edges as the manifest says; it counts them anyway."""
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
    return all(there >= want for there, want in zip(found, wanted, strict=True))


def details(tx: Any, names: Names, parts: Sequence[Place]) -> dict[Place, Mapping[str, int]]:
    """The digests of the records that these parts hold, by part and key."""
    place = {_id(names, part): part for part in parts}
    ids = list(place)
    found: dict[Place, Mapping[str, int]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        for id_, keys, digests in tx.run(_DETAILS, ids=ids[start : start + _AT_ONCE]):
            found[place[id_]] = dict(zip(keys, digests, strict=True))
    return found


def save(tx: Any, names: Names, parts: Iterable[tuple[Place, str, Mapping[str, int]]]) -> None:
    """Write down what parts hold now: place, digest, and digests by key. Empty ones go."""
    rows, gone = [], []
    for part, digest, held in parts:
        if not held:
            gone.append(_id(names, part))
            continue
        table, bits, number = part
        row = {"part": _id(names, part), "graph": names.prefix, "table": table, "bits": bits}
        row |= {"number": number, "digest": digest, "count": len(held)}
        rows.append(row | {"keys": list(held), "digests": list(held.values())})
    if rows:
        tx.run(_SAVE, rows=rows).consume()
    if gone:
        tx.run(_DROP, ids=gone).consume()


def cut_anew(tx: Any, names: Names, table: Table, before: int, after: int, numbers: list[int]) -> None:
    """Cut a table into more parts, or fewer; their digests are then to be found."""
    held: dict[int, dict[str, int]] = {}
    parts = [(table.name, before, number) for number in numbers]
    for part in details(tx, names, parts).values():
        for key, digest in part.items():
            held.setdefault(manifest.part_of_key(table, key, after), {})[key] = digest
    save(tx, names, [(part, "", {}) for part in parts])
    save(tx, names, [((table.name, after, number), "", part) for number, part in held.items()])


def begin(tx: Any, names: Names) -> None:
    """Make the node of a graph that is loaded for the first time."""
    tx.run(
        f"MERGE (m:{MANIFEST} {{graph: $graph}}) ON CREATE SET m.schema = $schema",
        graph=names.prefix,
        schema=layout.VERSION,
    ).consume()


def finish(tx: Any, names: Names, *, source: str, aggregation: str, stamp: str) -> None:
    """Write down that a load has come to its end.

    The state of the kept aggregation goes with the stamp, so that it is void once something else was loaded.
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
