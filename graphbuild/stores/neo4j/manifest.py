"""What a database was given of ours, so that only what differs is written and only what is ours is removed.

A graph is seven tables of records. Each table is cut into parts by a hash of its records' ids, so that
what belongs together (the statements of an article, the relations of a type) lies in few parts. For
each part the database has a node that lists the keys of the records that it holds, a digest of each,
and one of these digests. It changes in the same transaction as the records.
"""

from __future__ import annotations

import json
import marshal
import struct
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import blake2b
from itertools import repeat
from operator import attrgetter
from typing import Any
from zlib import crc32

from graphbuild.model import Article, Copy, Entity, EntityMentions, Graph, Relation, Stance, Statement, digest
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
    """The field of a record whose hash gives the part that it is in."""
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
    Table(layout.STANCE, lambda g: g.stances, _values(Stance), attrgetter("a", "b", "id"), "id", 2),
)


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def key(table: Table, record: Any) -> str:
    """What a record is found by in the database, as a text."""
    return key_of(table.key(record))


def key_of(parts: Sequence[str]) -> str:
    """The key that is made of these."""
    return _text(parts)


def key_parts(key: str) -> list[str]:
    """What a key is made of."""
    parts: list[str] = json.loads(key)
    return parts


def part_of_key(table: Table, key: str, number_bits: int) -> int:
    """The number of the part that the record of this key is in."""
    members = key_parts(key)
    (hashed,) = _hashes(table, members[table.place : table.place + 1], members[:1])
    return hashed >> (32 - number_bits)


def _hashes(table: Table, names: Iterable[str], groups: Iterable[str]) -> Iterator[int]:
    """32 bits of each name, that tell the part; the first four are those of its group where there is one."""
    hashed = map(crc32, map(str.encode, names))
    if not table.group:
        return hashed
    return (of | one >> 4 for one, of in zip(hashed, map(cache(_first_bits), groups), strict=True))


def _first_bits(group: str) -> int:
    return crc32(group.encode()) & 0xF000_0000


@dataclass(frozen=True, slots=True)
class Head:
    """The summary of a part."""

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
    names, groups = (map(attrgetter(field or table.by), records) for field in (table.by, table.group))
    for record, hashed in zip(records, _hashes(table, names, groups), strict=True):
        found[hashed >> shift].append(record)
    return found


def part_digest(digests: Iterable[int]) -> str:
    """The digest of a part that holds records of these digests, in whatever order."""
    ordered = sorted(digests)
    return blake2b(struct.pack(f">{len(ordered)}q", *ordered), digest_size=12).hexdigest()


def record_digests(table: Table, records: Iterable[Any]) -> tuple[int, ...]:
    """The digest of each record, as the 64 bits of a number: the same for the same values.

    The form of marshal is the one in which nothing depends on what is shared.
    """
    said = map(marshal.dumps, map(table.values, records), repeat(2))
    digests = b"".join([blake2b(one, digest_size=8).digest() for one in said])
    return struct.unpack(f">{len(digests) // 8}q", digests)


def graph_digest(graph: Graph) -> str:
    """One digest of all records in their order: made in half the time that the digests of parts take."""
    whole = blake2b(digest_size=12)
    for table in TABLES:
        records = table.records(graph)
        whole.update(f"{table.name} {len(records)};".encode())
        for start in range(0, len(records), 10_000):
            whole.update(marshal.dumps(list(map(table.values, records[start : start + 10_000])), 2))
    return whole.hexdigest()


def change(
    table: Table,
    place: Place,
    records: Sequence[Any],
    held: Mapping[str, int],
    gone: Collection[str],
    *,
    full: bool = False,
) -> Change:
    """What makes a part that holds these digests lack the keys ``gone``, and hold these records.

    All of them are written anew if ``full``. Raises ``StoreError`` where a record comes twice.
    """
    keys = [key(table, record) for record in records]
    layout.unique(table.name, keys)
    said = dict(zip(keys, record_digests(table, records), strict=True))
    wanted = {one: digest for one, digest in held.items() if one not in gone} | said
    return Change(
        place=place,
        digest=part_digest(wanted.values()),
        held=held,
        wanted=wanted,
        written=tuple(
            record for one, record in zip(keys, records, strict=True) if full or held.get(one) != said[one]
        ),
    )


def stamp(heads: Mapping[str, Iterable[Head]]) -> str:
    """One digest of all summaries."""
    return digest(
        *(f"{name} {h.number} {h.digest}" for name in sorted(heads) for h in _in_order(heads[name]))
    )


def _in_order(heads: Iterable[Head]) -> list[Head]:
    return sorted(heads, key=lambda head: head.number)
