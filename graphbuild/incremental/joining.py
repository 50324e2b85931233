"""Units into entities: anew for the components whose units, links or decisions were touched.

A component is a set of units that links, the user's dictionary or decisions tie to each other, so that
what becomes of it depends on nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any

from graphbuild.corrections import Corrections
from graphbuild.decisions import Decision, NameDecision, Side
from graphbuild.incremental.database import Database, packed
from graphbuild.incremental.naming import Names, pack_reasons
from graphbuild.model import Kind
from graphbuild.resolve.clustering import Link
from graphbuild.resolve.evidence import Reason
from graphbuild.resolve.settling import settle
from graphbuild.tables.aliases import Alias


def join(
    db: Database,
    names: Names,
    decisions: Sequence[NameDecision],
    before: Sequence[NameDecision],
    aliases: Sequence[Alias],
) -> None:
    """Entities of the touched components; touches the groups of sightings that are of another entity now.

    ``before`` are the decisions at the last update.
    """
    decided = _decided(db, decisions)
    for unit in (*decided, *_decided(db, before)):
        db.touch("unit", unit)
    db.touch_rows(
        "SELECT 'component', component, '', '' FROM unit"
        " WHERE number IN (SELECT a FROM touched WHERE sort = 'unit' UNION"
        " SELECT o.unit FROM listed l JOIN listed o ON l.entry = o.entry"
        " WHERE l.unit IN (SELECT a FROM touched WHERE sort = 'unit'))"
    )
    db.touch_rows(
        "SELECT 'member', number, '', '' FROM unit"
        " WHERE component IN (SELECT a FROM touched WHERE sort = 'component')"
    )
    db.execute("DELETE FROM outcome WHERE component IN (SELECT a FROM touched WHERE sort = 'component')")
    members = "number IN (SELECT a FROM touched WHERE sort = 'member')"
    for (entity,) in db.execute(
        f"DELETE FROM known_as WHERE entity IN (SELECT entity FROM unit WHERE {members}) RETURNING entity"
    ).fetchall():
        db.touch("entity", entity)
    alone = (
        f"{members} AND number NOT IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM link WHERE low = number AND weight = 'ties')"
        " AND NOT EXISTS (SELECT 1 FROM link WHERE high = number AND weight = 'ties')"
        " AND NOT EXISTS (SELECT 1 FROM listed WHERE unit = number)"
    )
    some = (json.dumps(list(decided)),)
    db.touch_rows(
        f"SELECT DISTINCT 'group', kind, base, '' FROM unit WHERE entity <> id AND {alone}",
        some,
    )
    db.execute(f"UPDATE unit SET entity = id, component = number WHERE {alone}", some)
    done: set[int] = set()
    for (unit,) in db.execute(f"SELECT number FROM unit WHERE {members} AND NOT ({alone})", some).fetchall():
        if unit not in done:
            found = _component(db, unit, decided)
            done |= found
            _settle(db, names, found, decided, aliases)


def _decided(db: Database, decisions: Iterable[NameDecision]) -> dict[int, list[tuple[NameDecision, int]]]:
    """Decisions about units that there are, by each of the two, with the other."""
    found: dict[int, list[tuple[NameDecision, int]]] = defaultdict(list)
    for d in decisions:
        ends = [unit_of(db, d.kind, side) for side in (d.a, d.b)]
        for one, other in (ends, ends[::-1]):
            if one is not None and other is not None:
                found[one].append((d, other))
    return found


def unit_of(db: Database, kind: str, side: Side) -> int | None:
    """The unit that a decision means; None where there is none."""
    row = db.execute("SELECT number FROM unit WHERE kind = ? AND key = ?", (kind, side.unit)).fetchone()
    return row[0] if row else None


def corrections(db: Database, decisions: Iterable[Decision]) -> Corrections:
    """What decisions say of the relations of the graph."""
    return Corrections(decisions, lambda kind, side: _entity_of(db, kind, side))


def side_of(db: Database, entity: str, article: str = "") -> tuple[str, str]:
    """The key, and the article where it needs one, by which a decision names an entity."""
    of_article = "AND a.id = ? AND s.bound = 0" if article else ""
    found = db.execute(
        "SELECT s.key, s.bound, s.key = u.key, min(a.id) FROM sighting s JOIN unit u ON u.number = s.unit"
        f" JOIN article a ON a.number = s.article WHERE s.entity = ? {of_article}"
        " GROUP BY u.number, s.key, s.bound ORDER BY s.bound, s.key <> u.key, count(*) DESC, s.key LIMIT 1",
        (entity, *([article] if article else [])),
    ).fetchone()
    if found is None:
        assert article, f"nothing names the entity {entity}"
        return side_of(db, entity)
    key, bound, alone, first = found
    return key, "" if bound or alone else first


def unit_side(db: Database, id_: str) -> tuple[Kind, Side] | None:
    """Kind and side of a decision of the unit of this id; None where there is none."""
    row = db.execute(
        "SELECT u.kind, u.key, u.title, min(a.id) FROM unit u JOIN sighting s ON s.unit = u.number"
        " JOIN article a ON a.number = s.article WHERE u.id = ? GROUP BY u.number",
        (id_,),
    ).fetchone()
    if row is None:
        return None
    kind, key, title, first = row
    base, at, article = key.rpartition("@")
    return kind, Side(base, article, title) if at and article == first else Side(key, "", title)


def _entity_of(db: Database, kind: str, side: Side) -> str | None:
    """The entity that a side of a decision about a relation means; None where there is none."""
    if side.article:
        query = (
            "SELECT s.entity FROM sighting s JOIN article a ON a.number = s.article"
            " WHERE a.id = ? AND s.kind = ? AND s.key = ?"
        )
        row = db.execute(query, (side.article, kind, side.key)).fetchone()
    else:
        row = db.execute("SELECT entity FROM unit WHERE kind = ? AND key = ?", (kind, side.key)).fetchone()
    return row[0] if row else None


def _component(db: Database, unit: int, decided: dict[int, list[tuple[NameDecision, int]]]) -> set[int]:
    """All units that are tied to this one, through others or not, and itself."""
    found, todo = {unit}, [unit]
    while todo:
        one = todo.pop()
        tied = {other for _, other in decided.get(one, ())}
        tied.update(
            row[0]
            for row in db.execute(
                "SELECT high FROM link WHERE low = ?1 AND weight = 'ties'"
                " UNION ALL SELECT low FROM link WHERE high = ?1 AND weight = 'ties'"
                " UNION ALL SELECT b.unit FROM listed a JOIN listed b ON a.entry = b.entry WHERE a.unit = ?1",
                (one,),
            )
        )
        todo += tied - found
        found |= tied
    return found


def _settle(
    db: Database,
    names: Names,
    members: set[int],
    decided: dict[int, list[tuple[NameDecision, int]]],
    aliases: Sequence[Alias],
) -> None:
    rows = db.execute(
        "SELECT number, entity, kind, base, component FROM unit"
        " WHERE number IN (SELECT value FROM json_each(?)) ORDER BY kind, place, position",
        (json.dumps(list(members)),),
    ).fetchall()
    component = min(members)
    entity = _outcome(db, names, [row[0] for row in rows], component, decided, aliases)
    for (number, before, kind, base, old), now in zip(rows, entity, strict=True):
        if (before, old) != (now, component):
            db.execute("UPDATE unit SET entity = ?, component = ? WHERE number = ?", (now, component, number))
        if before != now:
            db.touch("group", kind, base)


def _outcome(
    db: Database,
    names: Names,
    units: Sequence[int],
    component: int,
    decided: dict[int, list[tuple[NameDecision, int]]],
    aliases: Sequence[Alias],
) -> Sequence[str]:
    """The entity of each of the units, which are in order; what came of them otherwise is written down."""
    at = {unit: k for k, unit in enumerate(units)}
    links = [
        Link(at[link.a], at[link.b], link.how, link.reasons)
        for unit in units
        for link in links_of(
            db.execute("SELECT a, b, how, reasons FROM link WHERE low = ? AND weight = 'ties'", (unit,))
        )
    ]
    settled = settle(
        [names.subject(unit) for unit in units],
        [names.parted(unit) for unit in units],
        links,
        {d for unit in units for d, _ in decided.get(unit, ())},
        aliases,
    )
    outcomes: list[tuple[Any, ...]] = [
        (component, sort, units[link.a], units[link.b], link.how, pack_reasons(link))
        for sort, some in (("joined", settled.joined), ("doubt", settled.doubts))
        for link in some
    ]
    outcomes += [
        (component, "made", *(units[k] for k in sorted(pair)), verdict, "[]")
        for pair, verdict in settled.made.items()
    ]
    outcomes += [(component, "unused", 0, 0, "", packed(astuple(d))) for d in settled.unused]
    db.insert("outcome", outcomes)
    for entity, ids in settled.known_as.items():
        db.insert("known_as", [(entity, packed(ids))])
        db.touch("entity", entity)
    return settled.entity


def links_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Link]:
    """The links of rows of units, likeness and reasons."""
    for a, b, how, reasons in rows:
        yield Link(a, b, how, [Reason(reason, tuple(details)) for reason, details in json.loads(reasons)])


def assign(db: Database) -> None:
    """Write down whose the sightings of touched groups are; touches their articles and entities."""
    for (kind, base, _), rows in db.rows_of(
        "group",
        "s.article, s.local, s.entity, u.entity",
        "sighting s ON s.kind = t.a AND s.key = t.b LEFT JOIN unit u ON u.number = s.unit",
    ):
        moved = [row for row in rows if row[2] != row[3]]
        for article, _, before, now in moved:
            db.touch("article", article)
            db.touch("entity", before)
            db.touch("entity", now)
        if moved and len(moved) == len(rows) and len({row[3] for row in rows}) == 1:
            db.execute("UPDATE sighting SET entity = ? WHERE kind = ? AND key = ?", (rows[0][3], kind, base))
        else:
            db.executemany(
                "UPDATE sighting SET entity = ? WHERE article = ? AND local = ?",
                [(now, article, local) for article, local, _, now in moved],
            )
