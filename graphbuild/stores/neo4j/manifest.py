"""The manifest: digests of all loaded records, so that only differences are written and only our data is
removed.

A graph consists of seven tables of records. Each table is split into parts by a hash of its records' ids,
such that related records (the statements of an article, the relations of a type) are in few parts. For each
part the database has a node with the keys and digests of its records and a digest of these. It changes in the
same transaction as the records.
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
"""Identifies a part: its table, the bits of its number, its number."""
#: Approximate number of records of a part: small enough to be read and written fast, large enough for few
#: parts.
SIZE = 128


@dataclass(frozen=True, slots=True)
class Table:
    """Records of one type: nodes with a label, or edges."""

    name: str
    records: Callable[[Graph], Sequence[Any]]
    values: Callable[[Any], tuple[Any, ...]]
    """Returns all values of a record."""
    key: Callable[[Any], tuple[str, ...]]
    """Returns the values that identify a record in the database."""
    by: str
    """The field of a record whose hash determines its part."""
    place: int
    """The position of that field in a key."""
    group: str = ""
    """The first field of a key, if it also determines the part."""


def _values(record: type, *, without: str = "") -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(f.name for f in fields(record) if f.name != without))


#: In writing order: edges follow their ends. The records of an article are in few parts, and so are relations
#: of one type.
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
    """Return the text that identifies a record in the database."""
    return key_of(table.key(record))


def key_of(parts: Sequence[str]) -> str:
    """Join the parts of a key."""
    return _text(parts)


def key_parts(key: str) -> list[str]:
    """Split a key into its parts."""
    parts: list[str] = json.loads(key)
    return parts


def part_of_key(table: Table, key: str, number_bits: int) -> int:
    """Return the number of the part of the record with this key."""
    members = key_parts(key)
    (hashed,) = _hashes(table, members[table.place : table.place + 1], members[:1])
    return hashed >> (32 - number_bits)


def _hashes(table: Table, names: Iterable[str], groups: Iterable[str]) -> Iterator[int]:
    """Return a 32-bit hash of each name, which determines the part; its first four bits are from the
    group, if any.
    """
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
    """A part that differs."""

    place: Place
    digest: str
    """The new digest."""
    held: Mapping[str, int]
    """Digests of the stored records, by key."""
    wanted: Mapping[str, int]
    written: tuple[Any, ...]
    """New and changed records."""

    @property
    def removed(self) -> list[str]:
        """Keys of the deleted records."""
        return [key for key in self.held if key not in self.wanted]


def bits(count: int, present: int | None = None) -> int:
    """Return the bits of the part numbers for so many records: the current ones, unless far too few or
    many.
    """
    if present is not None and SIZE / 4 <= count / 2**present <= SIZE * 2:
        return present
    return min((count // SIZE).bit_length(), 16)


def parts(table: Table, graph: Graph, number_bits: int) -> dict[int, list[Any]]:
    """Return the records of a table, by number of their part, in their order."""
    found: dict[int, list[Any]] = defaultdict(list)
    shift, records = 32 - number_bits, table.records(graph)
    names, groups = (map(attrgetter(field or table.by), records) for field in (table.by, table.group))
    for record, hashed in zip(records, _hashes(table, names, groups), strict=True):
        found[hashed >> shift].append(record)
    return found


def part_digest(digests: Iterable[int]) -> str:
    """Return the digest of a part with these record digests, in any order."""
    ordered = sorted(digests)
    return blake2b(struct.pack(f">{len(ordered)}q", *ordered), digest_size=12).hexdigest()


def record_digests(table: Table, records: Iterable[Any]) -> tuple[int, ...]:
    """Return the digest of each record, a 64-bit number that depends only on the values.

    The marshal version is the one in which shared objects make no difference.
    """
    serialised = map(marshal.dumps, map(table.values, records), repeat(2))
    digests = b"".join([blake2b(item, digest_size=8).digest() for item in serialised])
    return struct.unpack(f">{len(digests) // 8}q", digests)


def graph_digest(graph: Graph) -> str:
    """Return a digest of all records in their order; takes half as long as the digests of all parts."""
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
    """Return the change of a part from these stored digests, without the keys ``gone``, to these records.

    With ``full``, all of them are rewritten. Raises ``StoreError`` for a duplicate record.
    """
    keys = [key(table, record) for record in records]
    layout.unique(table.name, keys)
    new_digests = dict(zip(keys, record_digests(table, records), strict=True))
    wanted = {key_: digest for key_, digest in held.items() if key_ not in gone} | new_digests
    return Change(
        place=place,
        digest=part_digest(wanted.values()),
        held=held,
        wanted=wanted,
        written=tuple(
            record
            for key_, record in zip(keys, records, strict=True)
            if full or held.get(key_) != new_digests[key_]
        ),
    )


def stamp(heads: Mapping[str, Iterable[Head]]) -> str:
    """Return a digest of all summaries."""
    return digest(
        *(f"{name} {h.number} {h.digest}" for name in sorted(heads) for h in _in_order(heads[name]))
    )


def _in_order(heads: Iterable[Head]) -> list[Head]:
    return sorted(heads, key=lambda head: head.number)
