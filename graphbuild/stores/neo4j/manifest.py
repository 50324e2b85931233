"""What a database was given of ours, so that only what differs is written and only what is ours is removed.

A graph is six tables of records. Each table is cut into parts by a hash of its records' ids, so that
what belongs together (the statements of an article, the relations of a type) lies in few parts. For
each part the database has a node that tells the keys of the records that it holds, a digest of each,
and one of them all. It changes in the same transaction as the records.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from operator import attrgetter
from typing import Any
from zlib import crc32

from graphbuild.model import Article, Copy, Entity, EntityMentions, Graph, Relation, Statement, digest

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
    place: Callable[[Any], tuple[str, ...]]
    """What tells the part that a record is in: the part is the same where this is."""
    places: tuple[int, ...]
    """The same of a key: which of its members."""


def _values(record: type, *, without: str = "") -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(f.name for f in fields(record) if f.name != without))


#: In the order in which they are written: an edge comes after its ends. What an article says lies together,
#: and so do relations of a type.
TABLES = (
    Table("Entity", lambda g: g.entities, _values(Entity), lambda e: (e.id,), lambda e: (e.id,), (0,)),
    Table(
        "Article",
        lambda g: g.articles,
        _values(Article, without="text"),
        lambda a: (a.id,),
        lambda a: (a.id,),
        (0,),
    ),
    Table(
        "Statement",
        lambda g: g.statements,
        _values(Statement),
        lambda s: (s.article, s.id),
        lambda s: (s.article,),
        (0,),
    ),
    Table(
        "MENTIONED_IN",
        lambda g: g.mentioned,
        _values(EntityMentions),
        attrgetter("entity", "article"),
        lambda m: (m.article,),
        (1,),
    ),
    Table(
        "COPY_OF",
        lambda g: g.copies,
        _values(Copy),
        attrgetter("article", "original"),
        lambda c: (c.article,),
        (0,),
    ),
    Table(
        "RELATION",
        lambda g: g.relations,
        _values(Relation),
        attrgetter("relation", "source", "target", "id"),
        attrgetter("relation", "id"),
        (0, 3),
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
    return _hash([members[i] for i in table.places]) >> (32 - number_bits)


def _hash(names: Sequence[str]) -> int:
    """32 bits that tell the part; four of them come from the first name where there are two."""
    *group, last = names
    if not group:
        return crc32(last.encode())
    return (crc32(group[0].encode()) & 0xF000_0000) | (crc32(last.encode()) >> 4)


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
    """The records of a table, by number of their part."""
    found: dict[int, list[Any]] = {}
    shift, place = 32 - number_bits, table.place
    for record in table.records(graph):
        found.setdefault(_hash(place(record)) >> shift, []).append(record)
    return found


def part_digest(table: Table, records: Iterable[Any]) -> str:
    """The digest of a part that holds these records, in whatever order."""
    said = sorted(map(_bytes, map(table.values, records)))
    return blake2b(b"".join(said), digest_size=12).hexdigest()


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
    """What makes a part that holds these digests hold these records; all are written anew if ``full``."""
    keyed = [(key(table, record), record_digest(table, record), record) for record in records]
    return Change(
        place=place,
        digest=digest_,
        held=held,
        wanted={one: said for one, said, _ in keyed},
        written=tuple(record for one, said, record in keyed if full or held.get(one) != said),
    )


def stamp(heads: Mapping[str, Iterable[Head]]) -> str:
    """One digest of all that is told at a glance."""
    return digest(
        *(f"{name} {h.number} {h.digest}" for name in sorted(heads) for h in _in_order(heads[name]))
    )


def _in_order(heads: Iterable[Head]) -> list[Head]:
    return sorted(heads, key=lambda head: head.number)
