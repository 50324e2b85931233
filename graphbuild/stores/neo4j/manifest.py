"""What a database was given of ours, so that only what differs is written and only what is ours is removed.

A graph is six tables of records. Each table is cut into parts by a hash of its records' ids, so that
what belongs together (the statements of an article, the relations of a type) lies in few parts. For
each part the database has a node that tells the keys of the records that it holds, a digest of each,
and one of them all. It changes in the same transaction as the records.
"""

from __future__ import annotations

import json
import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import blake2b
from itertools import repeat
from operator import attrgetter
from typing import Any
from zlib import crc32

from graphbuild.model import Article, Copy, Entity, EntityMentions, Graph, Relation, Statement, digest
from graphbuild.stores import layout

Place = tuple[str, int, int]
"""Where a part is: its table, the bits of its number, its number."""
#: Records in a part, about: few enough to be read and written in no time, many enough for few parts.
SIZE = 128


@dataclass(frozen=True, slots=True)
class Table:
    """Records of one sort: nodes of a label, or edges."""

    name: str
    records: Callable[[Graph], Sequence[Any]]
    values: Callable[[Any], tuple[Any, ...]]
    """All that a record says."""
    key: Callable[[Any], tuple[str, ...]]
    """What a record is found by in the database."""
    by: str
    """The field of a record whose hash tells the part that it is in."""
    place: int
    """Where that is in a key."""
    group: str = ""
    """The first field of a key, where it keeps records together, too."""


def _values(record: type, *, without: str = "") -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(f.name for f in fields(record) if f.name != without))


#: In the order in which they are written: an edge comes after its ends. What an article says lies together,
#: and so do relations of a type.
TABLES = (
    Table("Entity", lambda g: g.entities, _values(Entity), lambda e: (e.id,), "id", 0),
    Table("Article", lambda g: g.articles, _values(Article, without="text"), lambda a: (a.id,), "id", 0),
    Table("Statement", lambda g: g.statements, _values(Statement), lambda s: (s.article, s.id), "article", 0),
    Table(
        "MENTIONED_IN",
        lambda g: g.mentioned,
        _values(EntityMentions),
        attrgetter("entity", "article"),
        "article",
        1,
    ),
    Table("COPY_OF", lambda g: g.copies, _values(Copy), attrgetter("article", "original"), "article", 0),
    Table(
        "RELATION",
        lambda g: g.relations,
        _values(Relation),
        attrgetter("relation", "source", "target", "id"),
        "id",
        3,
        group="relation",
    ),
)


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def key(table: Table, record: Any) -> str:
    """What a record is found by in the database, as a text."""
    return _text(table.key(record))


def key_parts(key: str) -> list[str]:
    """What a key is made of."""
    parts: list[str] = json.loads(key)
    return parts


def part_of_key(table: Table, key: str, number_bits: int) -> int:
    """The number of the part that the record of this key is in."""
    members = key_parts(key)
    group = _first_bits(members[0]) if table.group else None
    return _hash(members[table.place], group) >> (32 - number_bits)


def _first_bits(group: str) -> int:
    return crc32(group.encode()) & 0xF000_0000


def _hash(name: str, group: int | None) -> int:
    """32 bits that tell the part; the first four are those of the group where there is one."""
    hashed = crc32(name.encode())
    return hashed if group is None else group | hashed >> 4


@dataclass(frozen=True, slots=True)
class Head:
    """What is told of a part at a glance."""

    number: int
    digest: str
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """A part that is not as it should be."""

    place: Place
    digest: str
    """What it will be."""
    held: Mapping[str, int]
    """Digests of the records that it holds, by key."""
    wanted: Mapping[str, int]
    written: tuple[Any, ...]
    """Records that are new or differ."""

    @property
    def removed(self) -> list[str]:
        """Keys of records that go."""
        return [key for key in self.held if key not in self.wanted]


def bits(count: int, present: int | None = None) -> int:
    """Bits of a part's number in a table of so many records: those it has, unless far too few or many."""
    if present is not None and SIZE / 4 <= count / 2**present <= SIZE * 2:
        return present
    return min((count // SIZE).bit_length(), 16)


def parts(table: Table, graph: Graph, number_bits: int) -> dict[int, list[Any]]:
    """The records of a table, by number of their part, in their order."""
    found: dict[int, list[Any]] = defaultdict(list)
    shift, records = 32 - number_bits, table.records(graph)
    groups: Iterable[int | None] = repeat(None)
    if table.group:
        groups = map(cache(_first_bits), map(attrgetter(table.group), records))
    for record, name, group in zip(records, map(attrgetter(table.by), records), groups, strict=False):
        found[_hash(name, group) >> shift].append(record)
    return found


def part_digest(table: Table, records: Iterable[Any]) -> str:
    """The digest of a part that holds these records, which are in order of id."""
    return blake2b(_bytes(list(map(table.values, records))), digest_size=12).hexdigest()


def record_digest(table: Table, record: Any) -> int:
    """The digest of a record, as the 64 bits of a number."""
    said = _bytes(table.values(record))
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)


def _bytes(values: Any) -> bytes:
    """The same bytes for the same values: the form of marshal in which nothing depends on what is shared."""
    return marshal.dumps(values, 2)


def change(
    table: Table, place: Place, digest_: str, records: Sequence[Any], held: Mapping[str, int], *, full: bool
) -> Change:
    """What makes a part that holds these digests hold these records; all are written anew if ``full``.

    Raises ``StoreError`` where a record comes twice.
    """
    keyed = [(key(table, record), record_digest(table, record), record) for record in records]
    wanted = {one: said for one, said, _ in keyed}
    layout.unique(table.name, [one for one, _, _ in keyed])
    return Change(
        place=place,
        digest=digest_,
        held=held,
        wanted=wanted,
        written=tuple(record for one, said, record in keyed if full or held.get(one) != said),
    )


def stamp(heads: Mapping[str, Iterable[Head]]) -> str:
    """One digest of all that is told at a glance."""
    return digest(
        *(f"{name} {h.number} {h.digest}" for name in sorted(heads) for h in _in_order(heads[name]))
    )


def _in_order(heads: Iterable[Head]) -> list[Head]:
    return sorted(heads, key=lambda head: head.number)
