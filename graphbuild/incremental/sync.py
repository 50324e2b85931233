"""Copy the changes of the ledger: articles, copies, boilerplate and sightings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from itertools import chain, islice
from typing import Any

from graphbuild.aggregation import names_in_article
from graphbuild.collate import shared
from graphbuild.collate.copies import originals_of
from graphbuild.incremental.database import Database, packed
from graphbuild.ledger import Ledger
from graphbuild.model import Article, Fingerprint, Reading
from graphbuild.resolve import sightings
from graphbuild.resolve.facts import Sighting

Stamped = tuple[str, str]
#: Stamps compared at once.
_PART = 10_000


def differences(now: Iterator[Stamped], before: Iterator[Stamped]) -> tuple[list[str], list[str]]:
    """Return the ids of new or changed articles, and of removed ones; both streams are sorted by id."""
    written: list[str] = []
    gone: list[str] = []
    now, before = _skip_equal(now, before)
    a, b = next(now, None), next(before, None)
    while a or b:
        if b is None or (a and a[0] < b[0]):
            assert a
            written.append(a[0])
            a = next(now, None)
        elif a is None or b[0] < a[0]:
            gone.append(b[0])
            b = next(before, None)
        else:
            if a[1] != b[1]:
                written.append(a[0])
            a, b = next(now, None), next(before, None)
    return written, gone


def _skip_equal(
    now: Iterator[Stamped], before: Iterator[Stamped]
) -> tuple[Iterator[Stamped], Iterator[Stamped]]:
    """Skip the equal leading parts of both streams, and return the rest; usually nothing."""
    while (a := list(islice(now, _PART))) == (b := list(islice(before, _PART))):
        if not a:
            break
    return chain(a, now), chain(b, before)


def stamps(db: Database) -> Iterator[Stamped]:
    """Yield id and stamp of every stored article, sorted by id."""
    yield from db.execute("SELECT id, stamp FROM article ORDER BY id")


def update_articles(db: Database, ledger: Ledger, written: Sequence[str], gone: Sequence[str]) -> None:
    """Update the table of articles; touch the readings that have to be processed again."""
    change = db.change
    for id_ in gone:
        number, original = db.execute("SELECT number, original FROM article WHERE id = ?", (id_,)).fetchone()
        _remove_sightings(db, number)
        if original:
            db.execute("DELETE FROM copy WHERE article = ?", (id_,))
            db.record_deletion("copy", (id_, original))
        for table in ("print", "boilerplate"):
            db.execute(f"DELETE FROM {table} WHERE article = ?", (number,))
        db.execute("DELETE FROM article WHERE number = ?", (number,))
        db.record_deletion("article", (id_,))
        db.touch("gone", number, id_)
    for id_ in written:
        reading = ledger.reading(id_)
        a, prints = reading.article, reading.fingerprint
        known = db.execute(
            "SELECT number, date, date_from, source FROM article WHERE id = ?", (id_,)
        ).fetchone()
        number = known[0] if known else None
        stamp = ledger.stamp_of(id_)
        if known:
            db.execute(
                "UPDATE article SET stamp = ?, title = ?, date = ?, source = ?, url = ?, date_from = ?,"
                " given_id = ?, changed = ? WHERE number = ?",
                (stamp, a.title, a.date, a.source, a.url, a.date_from, a.given_id, change, number),
            )
        else:
            number = db.execute(
                "INSERT INTO article VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, '', '[]', '[]', ?)",
                (id_, stamp, a.title, a.date, a.source, a.url, a.date_from, a.given_id, change),
            ).lastrowid
        db.insert("print", [(number, prints.signature, prints.paragraphs)])
        _update_sightings(
            db, number or 0, reading, moved=known is not None and known[1:] != (a.date, a.date_from, a.source)
        )


def _remove_sightings(db: Database, number: int) -> None:
    """Delete the sightings of a removed article."""
    for kind, key, entity in db.execute(
        "SELECT kind, key, entity FROM sighting WHERE article = ?", (number,)
    ).fetchall():
        db.touch("group", kind, key)
        db.touch("entity", entity)
        if kind == "organisation":
            db.touch("label", key)
    db.execute("DELETE FROM sighting WHERE article = ?", (number,))
    db.touch("article", number)


def collate(db: Database) -> None:
    """Recompute copies and boilerplate from the fingerprints of all articles.

    Touches the readings with changed boilerplate, and the articles with changed copy status.
    """
    rows = db.execute(
        "SELECT a.id, a.date, a.source, a.url, p.signature, p.paragraphs, a.number, a.original, a.boilerplate"
        " FROM article a JOIN print p ON p.article = a.number"
    ).fetchall()
    original = originals_of(((not date, date, id_), sign) for id_, date, _, _, sign, *_ in rows)
    printed = [
        shared.ArticleParagraphs(
            id_,
            shared.source(Article(id_, "", source=source, url=url)),
            original.get(id_, id_),
            Fingerprint(b"", paragraphs),
        )
        for id_, _, source, url, _, paragraphs, *_ in rows
    ]
    places = shared.boilerplate_in(printed)
    for id_, *_, number, before, old in rows:
        if before != original.get(id_, ""):
            db.execute("UPDATE article SET original = ? WHERE number = ?", (original.get(id_, ""), number))
            db.touch("copy", number)
            if id_ in original:
                db.put("copy", (id_, original[id_]), (id_, original[id_]), ("article",))
            if before and before != original.get(id_):
                db.record_deletion("copy", (id_, before))
                if id_ not in original:
                    db.execute("DELETE FROM copy WHERE article = ?", (id_,))
        new = packed(places.get(id_, ()))
        if new != old:
            db.execute("UPDATE article SET boilerplate = ? WHERE number = ?", (new, number))
            db.touch("reading", number)


def update_sightings(db: Database, ledger: Ledger) -> None:
    """Update the sightings of touched readings, after a change of their boilerplate."""
    for number, _, _ in db.touched("reading"):
        (id_,) = db.execute("SELECT id FROM article WHERE number = ?", (number,)).fetchone()
        _update_sightings(db, number, ledger.reading(id_))


def _update_sightings(db: Database, number: int, complete: Reading, *, moved: bool = False) -> None:
    """Update the sightings of a reading; touch the groups of names that change.

    ``moved`` is whether the date or source of the article changed.
    """
    reading, boilerplate = effective(db, number, complete)
    before: dict[str, tuple[Any, ...]] = {}
    if not db.fresh or boilerplate:
        before.update(
            (row[1], row)
            for row in db.execute("SELECT * FROM sighting WHERE article = ?", (number,)).fetchall()
        )
        db.execute("DELETE FROM sighting WHERE article = ?", (number,))
        db.execute("DELETE FROM boilerplate WHERE article = ?", (number,))
    db.insert("boilerplate", (_boilerplate_row(number, part) for part in boilerplate))
    now: dict[str, tuple[Any, ...]] = {}
    beside = "[]"
    for sighting, local in zip(sightings(reading), reading.entities, strict=True):
        old = before.get(sighting.local)
        beside = packed(sighting.beside)
        now[sighting.local] = (
            number, sighting.local, sighting.kind, sighting.key, sighting.bound, sighting.name,
            local.iso3, len(local.mentions), packed(sighting.forms), packed(names_in_article(local)),
            packed((sighting.homes, sorted(sighting.offices), sighting.bodies)),
            *(old[11:] if old else (0, "")),
        )  # fmt: skip
    moved |= (
        db.execute(
            "UPDATE article SET beside = ? WHERE number = ? AND beside <> ?", (beside, number, beside)
        ).rowcount
        > 0
    )
    for local_id in before.keys() | now.keys():
        rows = [of[local_id] for of in (before, now) if local_id in of]
        if moved or len(rows) == 1 or rows[0] != rows[1]:
            for row in rows:
                db.touch("group", row[2], row[3])
                if row[2] == "organisation":
                    db.touch("label", row[3])
        for row in rows:
            db.touch("entity", row[12])
    db.insert("sighting", now.values())
    db.touch("article", number)


def effective(db: Database, number: int, reading: Reading) -> tuple[Reading, list[shared.Part]]:
    """Return the reading of an article without its boilerplate, and the boilerplate."""
    (stored,) = db.execute("SELECT boilerplate FROM article WHERE number = ?", (number,)).fetchone()
    return shared.exclude_paragraphs(reading, [shared.Place(*place) for place in json.loads(stored)])


def _boilerplate_row(number: int, part: shared.Part) -> tuple[Any, ...]:
    start, end, paragraph, source = part.place
    statements = packed([astuple(s) for s in part.statements])
    return number, start, end, paragraph - 2**63, source, part.mentions, statements


def sighting_from_row(row: Sequence[Any]) -> Sighting:
    """Build a sighting from a row of ``SEEN``."""
    article, local, kind, key, bound, name, forms, facts, date, source, beside = row
    homes, offices, bodies = json.loads(facts)
    return Sighting(
        article, local, kind, key, bool(bound), name, frozenset(json.loads(forms)), date, source,
        frozenset(homes), frozenset((role, of) for role, of in offices), frozenset(bodies),
        frozenset(json.loads(beside)),
    )  # fmt: skip


SIGHTING_QUERY = (
    "SELECT a.id, s.local, s.kind, s.key, s.bound, s.name, s.forms, s.facts, a.date, a.source, a.beside"
    " FROM sighting s JOIN article a ON a.number = s.article"
)
