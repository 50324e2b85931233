"""Group names into units, and compare units, for the names affected by changed articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from graphbuild import tables
from graphbuild.decisions import NameDecision
from graphbuild.incremental.database import Database, packed
from graphbuild.incremental.sync import SIGHTING_QUERY, sighting_from_row
from graphbuild.model import entity_id
from graphbuild.resolve.blocking import Block, compared, is_surname_block, keys
from graphbuild.resolve.clustering import Link, sift
from graphbuild.resolve.dictionary import entries
from graphbuild.resolve.evidence import Subject, likeness, weigh
from graphbuild.resolve.units import Unit, units
from graphbuild.tables.aliases import Alias

_SUBJECTS = 4096
"""Units with their sightings in memory at once, at most."""


class Names:
    """The names of the stored aggregation during an update."""

    def __init__(self, db: Database, decisions: Sequence[NameDecision], aliases: Sequence[Alias]) -> None:
        self._db = db
        self._aliases = aliases
        sides = [(d.kind, side) for d in decisions for side in (d.a, d.b)]
        self._alone = {(side.key, side.article) for _, side in sides if side.article}
        self._decided = {(kind, side.key) for kind, side in sides}
        self._labels = _Labels(db)
        self.subject = lru_cache(_SUBJECTS)(self._subject)

    def group(self) -> None:
        """Rebuild the units of the touched names; touch the units that changed."""
        for kind, base, _ in self._db.touched("group"):
            if kind == "country" and (kind, base) not in self._decided:
                rows = self._state(base)
            else:
                rows = [_row(*unit) for unit in self._units(kind, base)]
            self._store_units(kind, base, rows)
        for key, _, _ in self._db.touched("label"):
            self._label(key)

    def _units(self, kind: str, base: str) -> Iterator[tuple[Unit, int, bool]]:
        """Yield the units of a name in order, each with its position within its key, and whether there are
        namesakes.
        """
        found = list(
            units(
                map(
                    sighting_from_row,
                    self._db.execute(f"{SIGHTING_QUERY} WHERE s.kind = ? AND s.key = ?", (kind, base)),
                ),
                self._alone,
            )
        )
        parted = sum("@" not in unit.key for unit in found) > 1
        position: dict[str, int] = {}
        for unit in found:
            place = _place(unit)
            position[place] = position.get(place, -1) + 1
            yield unit, position[place], parted

    def _state(self, code: str) -> list[_Row]:
        """Return the only unit of a state, which is not compared with others."""
        if not self._db.execute(
            "SELECT 1 FROM sighting WHERE kind = 'country' AND key = ?", (code,)
        ).fetchone():
            return []
        values = (code, 0, code, entity_id("country", code), "", 0, "", "[]", None, 0, "")
        return [_Row(code, values, None)]

    def _store_units(self, kind: str, base: str, rows: Sequence[_Row]) -> None:
        db = self._db
        old = {
            row[0]: row[1:]
            for row in db.execute(
                "SELECT key, number, digest FROM unit WHERE kind = ? AND base = ?", (kind, base)
            )
        }
        for key in old.keys() - {row.key for row in rows}:
            number = old[key][0]
            component, entity = db.execute(
                "SELECT component, entity FROM unit WHERE number = ?", (number,)
            ).fetchone()
            db.touch("component", component)
            db.execute("DELETE FROM known_as WHERE entity = ?", (entity,))
            db.touch("unit", number)
            self._block(number, None)
            db.execute("DELETE FROM unit WHERE number = ?", (number,))
        for row in rows:
            number, digest = old.get(row.key, (None, None))
            if number is None:
                number = db.execute(
                    f"INSERT INTO unit VALUES (NULL, ?, ?, {', '.join('?' * len(row.values))}, 0, '')",
                    (kind, base, *row.values),
                ).lastrowid
                db.execute("UPDATE unit SET component = number WHERE number = ?", (number,))
            elif digest != row.values[-1]:
                db.execute(
                    "UPDATE unit SET place = ?, position = ?, key = ?, id = ?, title = ?, articles = ?,"
                    " period = ?, homes = ?, day = ?, parted = ?, digest = ? WHERE number = ?",
                    (*row.values, number),
                )
            if digest != row.values[-1]:
                db.touch("unit", number)
                if row.unit is not None:
                    self._block(number, Subject(row.unit))
            self._assign(kind, base, number, row.unit if len(rows) > 1 else None)

    def _assign(self, kind: str, base: str, number: int, unit: Unit | None) -> None:
        """Assign the sightings of a unit to it; without a unit, all sightings of the name."""
        if unit is None:
            self._db.execute(
                "UPDATE sighting SET unit = ? WHERE kind = ? AND key = ? AND unit <> ?",
                (number, kind, base, number),
            )
            return
        of = {(s.article, s.local) for s in unit.sightings}
        rows = self._db.execute(
            "SELECT a.id, s.local, s.article FROM sighting s JOIN article a ON a.number = s.article"
            " WHERE s.kind = ? AND s.key = ? AND s.unit <> ?",
            (kind, base, number),
        ).fetchall()
        self._db.executemany(
            "UPDATE sighting SET unit = ? WHERE article = ? AND local = ?",
            [(number, article, local) for id_, local, article in rows if (id_, local) in of],
        )

    def _block(self, number: int, subject: Subject | None) -> None:
        """Update the blocks of a unit; without a subject, remove it from all."""
        db = self._db
        now = dict(keys(subject)) if subject else {}
        for key in now:
            db.touch("block", key)
        if not db.fresh:
            for (key,) in db.execute("SELECT key FROM block WHERE unit = ?", (number,)):
                db.touch("block", key)
            for table in ("block", "tie", "listed"):
                db.execute(f"DELETE FROM {table} WHERE unit = ?", (number,))
        db.insert("block", ((key, number, bare) for key, bare in now.items()))
        if subject:
            of = {of for _, of in subject.unit.offices} | subject.unit.bodies
            db.insert("tie", ((key, number) for key in of))
            db.insert("listed", ((entry, number) for entry in entries(subject, self._aliases)))

    def _label(self, key: str) -> None:
        """Update the label of an organisation; touch the units with facts about it if the label changed."""
        db = self._db
        (name,) = db.execute(
            "SELECT min(name) FROM sighting WHERE kind = 'organisation' AND key = ?", (key,)
        ).fetchone()
        before = db.execute("SELECT name FROM label WHERE key = ?", (key,)).fetchone()
        if before == (None if name is None else (name,)):
            return
        db.execute("DELETE FROM label WHERE key = ?", (key,))
        if name is not None:
            db.insert("label", [(key, name)])
        for (unit,) in db.execute("SELECT unit FROM tie WHERE key = ?", (key,)).fetchall():
            db.touch("unit", unit)

    def compare(self) -> None:
        """Update the links of touched units and of members of touched blocks; touch the components of changed
        links.
        """
        db = self._db
        for (block, _, _), members in db.rows_of(
            "block",
            "u.number, b.bare, u.id, u.homes, u.day, u.articles",
            "block b ON b.key = t.a LEFT JOIN unit u ON u.number = b.unit",
        ):
            if len(members) > 1 or not db.fresh:
                self._compare(block, members)
        db.touch_rows(
            "SELECT 'pair', a, b, '' FROM compared WHERE a IN (SELECT a FROM touched WHERE sort = 'unit')"
            " OR b IN (SELECT a FROM touched WHERE sort = 'unit')"
        )
        for low, high, _ in db.touched("pair"):
            self._weigh(low, high)

    def _compare(self, block: str, members: Sequence[Sequence[Any]]) -> None:
        """Update the compared pairs of a block; touch those that were added or removed."""
        db = self._db
        candidates = Block()
        attributes = {}
        for number, bare, id_, homes, day, named in members:
            candidates.add(number, bool(bare))
            attributes[number] = _Member(id_, json.loads(homes), () if day is None else (day,), named)
        now, too_large = compared(block, candidates, attributes) if len(members) > 1 else (set(), 0)
        before = set(db.execute("SELECT a, b FROM compared WHERE block = ?", (block,)))
        for a, b in before - now:
            db.execute("DELETE FROM compared WHERE block = ? AND a = ? AND b = ?", (block, a, b))
        db.insert("compared", ((block, a, b) for a, b in now - before))
        for a, b in before ^ now:
            db.touch("pair", a, b)
        db.execute("DELETE FROM too_large WHERE block = ?", (block,))
        if too_large:
            db.insert("too_large", [(block, too_large)])

    def _weigh(self, low: int, high: int) -> None:
        db = self._db
        blocks = [
            row[0] for row in db.execute("SELECT block FROM compared WHERE a = ? AND b = ?", (low, high))
        ]
        now = self._link(low, high, any(map(is_surname_block, blocks))) if blocks else None
        before = db.execute("SELECT * FROM link WHERE low = ? AND high = ?", (low, high)).fetchone()
        if now == before:
            return
        if now is None:
            db.execute("DELETE FROM link WHERE low = ? AND high = ?", (low, high))
        else:
            db.insert("link", [now])
        for (component,) in db.execute(
            "SELECT component FROM unit WHERE number IN (?, ?)", (low, high)
        ).fetchall():
            db.touch("component", component)

    def _link(self, low: int, high: int, bearer: bool) -> tuple[Any, ...] | None:
        one, other = self.subject(low), self.subject(high)
        how, a, b = likeness(one, other)
        reasons = weigh(a, b, how, self._labels, bearer=bearer)
        if not reasons:
            return None
        ends = (low, high) if a is one else (high, low)
        link = Link(*ends, how, reasons)
        weight, judged = sift(link, a, b, self.has_namesakes(low) and self.has_namesakes(high))
        return None if weight == "none" else (low, high, *ends, how, pack_reasons(judged), weight)

    def has_namesakes(self, number: int) -> bool:
        """Whether a unit has namesakes."""
        return bool(self._db.execute("SELECT parted FROM unit WHERE number = ?", (number,)).fetchone()[0])

    def _subject(self, number: int) -> Subject:
        kind, base, key = self._db.execute(
            "SELECT kind, base, key FROM unit WHERE number = ?", (number,)
        ).fetchone()
        return next(Subject(unit) for unit, *_ in self._units(kind, base) if unit.key == key)


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored unit."""

    key: str
    values: tuple[Any, ...]
    """From ``place`` to ``digest``."""
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class _Member:
    """The attributes of a block member that blocking uses."""

    id: str
    homes: Collection[str]
    days: Sequence[int]
    named: int


class _Labels(Mapping[str, str]):
    """Names of countries by code and of organisations by key."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def __getitem__(self, key: str) -> str:
        row = self._db.execute("SELECT name FROM label WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else tables.countries()[key].name

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


def pack_reasons(link: Link) -> str:
    """Serialise the reasons of a link."""
    return packed([(t.reason, t.details) for t in link.reasons])


def _place(unit: Unit) -> str:
    """Return the key by which units of one kind are sorted."""
    return unit.key if "@" in unit.key else unit.sightings[0].key


def _row(unit: Unit, position: int, parted: bool) -> _Row:
    subject = Subject(unit)
    days = subject.days
    facts = [
        (s.article, s.local, s.name, sorted(s.forms), s.date, s.source, sorted(s.homes), sorted(s.offices),
         sorted(s.bodies), sorted(s.beside))
        for s in unit.sightings
    ]  # fmt: skip
    values = (
        _place(unit), position, unit.key, unit.id, unit.title, len(subject.articles), unit.when,
        packed(subject.homes), days[0] if days else None, int(parted),
    )  # fmt: skip
    digest = blake2b(repr((values, sorted(facts))).encode(), digest_size=16).hexdigest()
    return _Row(unit.key, (*values, digest), unit)
