"""Resolve units into entities, for the components with touched units, links or decisions.

A component is a set of units connected by links, the user's dictionary or decisions; its resolution does not
depend on other units.
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
from graphbuild.resolve.settling import resolve_units
from graphbuild.tables.aliases import Alias


def resolve_components(
    db: Database,
    names: Names,
    decisions: Sequence[NameDecision],
    before: Sequence[NameDecision],
    aliases: Sequence[Alias],
) -> None:
    """Resolve the touched components; touch the groups of sightings that changed their entity.

    ``before`` are the decisions of the last update.
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
    decided_units = (json.dumps(list(decided)),)
    db.touch_rows(
        f"SELECT DISTINCT 'group', kind, base, '' FROM unit WHERE entity <> id AND {alone}",
        decided_units,
    )
    db.execute(f"UPDATE unit SET entity = id, component = number WHERE {alone}", decided_units)
    done: set[int] = set()
    for (unit,) in db.execute(
        f"SELECT number FROM unit WHERE {members} AND NOT ({alone})", decided_units
    ).fetchall():
        if unit not in done:
            found = _component(db, unit, decided)
            done |= found
            _settle(db, names, found, decided, aliases)


def _decided(db: Database, decisions: Iterable[NameDecision]) -> dict[int, list[tuple[NameDecision, int]]]:
    """Return the decisions about existing units: for each unit, the decisions with the other unit."""
    found: dict[int, list[tuple[NameDecision, int]]] = defaultdict(list)
    for d in decisions:
        ends = [unit_of(db, d.kind, side) for side in (d.a, d.b)]
        for one, other in (ends, ends[::-1]):
            if one is not None and other is not None:
                found[one].append((d, other))
    return found


def unit_of(db: Database, kind: str, side: Side) -> int | None:
    """Return the unit that a side of a decision refers to; None if there is none."""
    row = db.execute("SELECT number FROM unit WHERE kind = ? AND key = ?", (kind, side.unit)).fetchone()
    return row[0] if row else None


def corrections(db: Database, decisions: Iterable[Decision]) -> Corrections:
    """Apply decisions to the relations of the graph."""
    return Corrections(decisions, lambda kind, side: _entity_of(db, kind, side))


def side_of(db: Database, entity: str, article: str = "") -> tuple[str, str]:
    """Return the key, and the article if needed, that identify an entity in a decision."""
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
    """Return the kind and side that identify the unit with this id in a decision; None if there is none."""
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
    """Return the entity that a side of a decision about a relation refers to; None if there is none."""
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
    """Return all units directly or indirectly connected to this one, including itself."""
    found, pending = {unit}, [unit]
    while pending:
        current = pending.pop()
        linked = {other for _, other in decided.get(current, ())}
        linked.update(
            row[0]
            for row in db.execute(
                "SELECT high FROM link WHERE low = ?1 AND weight = 'ties'"
                " UNION ALL SELECT low FROM link WHERE high = ?1 AND weight = 'ties'"
                " UNION ALL SELECT b.unit FROM listed a JOIN listed b ON a.entry = b.entry WHERE a.unit = ?1",
                (current,),
            )
        )
        pending += linked - found
        found |= linked
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
    """Resolve the units, given in order, and return the entity of each; store the merges, candidates and
    verdicts.
    """
    at = {unit: k for k, unit in enumerate(units)}
    links = [
        Link(at[link.a], at[link.b], link.how, link.reasons)
        for unit in units
        for link in links_of(
            db.execute("SELECT a, b, how, reasons FROM link WHERE low = ? AND weight = 'ties'", (unit,))
        )
    ]
    settled = resolve_units(
        [names.subject(unit) for unit in units],
        [names.has_namesakes(unit) for unit in units],
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
    """Build links from rows of two units, the type of name match and reasons."""
    for a, b, how, reasons in rows:
        yield Link(a, b, how, [Reason(reason, tuple(details)) for reason, details in json.loads(reasons)])


def assign_entities(db: Database) -> None:
    """Store the new entity of the sightings of touched groups; touch their articles and entities."""
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
