"""Infer the stances of pairs with changed reports.

A stance depends on the statements about its pair, their articles and the copies among these; at the level of
states also on the offices of the persons and bodies involved; at both levels on the alliances of the pair.
Each of these touches the pairs that it may affect, with their state before and after the update. In the first
update the database is queried for all pairs at once, but only for those reported by several articles.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from graphbuild.incremental.counting import STATEMENT, statement
from graphbuild.incremental.database import Database, packed
from graphbuild.model import LEVELS, Article, Kind, Stance, stance_id
from graphbuild.stance import DEFAULT, Report, offices, reports
from graphbuild.stance.pairs import Acted, Pair, alliances, of_pair
from graphbuild.stance.reports import axes, day_between

Kinds = Callable[[str], Kind | None]
_FIELDS = Stance.__slots__
_values: Callable[[Stance], tuple[Any, ...]] = attrgetter(*_FIELDS)
#: The fields of a stance that are stored as JSON.
_LISTS = frozenset("sums standing months cooperation_by_month conflict_by_month because".split())
#: The plus signs keep SQLite from using the index on these two columns, which match most statements.
_ASSERTED = "+s.negated = 0 AND +s.modality = 'asserted' AND s.former = 0"
_COUNTS = "(s.negated = 1 OR s.modality = 'asserted') AND s.former = 0"
#: The arguments of ``day_between``.
_TIMES = "s.when_from, s.when_to, s.when_precision, a.date, a.date_from"
#: The relations that state offices and alliances; the partial index on targets has the same list.
_OFFICE_OR_ALLIANCE = "s.relation IN ('LEADER_OF', 'REPRESENTS', 'PART_OF', 'MEMBER_OF')"


def infer(db: Database) -> None:
    """Update the stances of all pairs touched in this update; of all pairs in the first one."""
    kind = _kinds(db)
    if db.fresh:
        _fill_acted(db, kind)
        _update_allies(db)
        _touch_all(db)
    else:
        _touch_reported(db)
        _touch_who_acts(db)
        _update_acted(db, kind)
        _update_allies(db)
    _update_stances(db, kind)


def _touch_all(db: Database) -> None:
    """Touch the pairs with enough articles for a stance."""
    db.touch_rows(
        "SELECT 'stance', low, high, '' FROM ("
        "SELECT min(s.source, s.target) AS low, max(s.source, s.target) AS high, s.article FROM statement s"
        f" WHERE s.relation IN ({_on_axis()}) AND {_ASSERTED}"
        " UNION ALL SELECT x.low, x.high, s.article FROM acted x JOIN statement s ON s.id = x.statement"
        " WHERE x.low <> '' AND s.negated = 0"
        ") GROUP BY low, high HAVING count(DISTINCT article) >= ?",
        (DEFAULT.least_reports,),
    )


def _touch_reported(db: Database) -> None:
    """Touch the pairs of touched edges, and their statements with an end that is not a state."""
    of_axis = f"t.sort = 'edge' AND t.a IN ({_on_axis()})"
    db.touch_rows(f"SELECT 'stance', min(t.b, t.c), max(t.b, t.c), '' FROM touched t WHERE {of_axis}")
    db.touch_rows(
        "SELECT 'acted', s.id, '', '' FROM touched t JOIN statement s ON s.source = t.b AND s.target = t.c"
        f" AND s.relation = t.a JOIN entity a ON a.id = t.b JOIN entity b ON b.id = t.c WHERE {of_axis}"
        f" AND {_COUNTS} AND (a.kind <> 'country' OR b.kind <> 'country')"
    )


def _on_axis() -> str:
    """Return the relations on an axis, as a list for SQL."""
    return ", ".join(f"'{name}'" for name in axes())


def _touch_who_acts(db: Database) -> None:
    """Touch the statements by and about entities that may act for another state than before."""
    db.touch_rows(
        "SELECT 'holder', t.b, '', '' FROM touched t"
        " WHERE t.sort = 'edge' AND t.a IN (SELECT value FROM json_each(?))",
        (json.dumps(offices.RELATIONS),),
    )
    for _ in range(offices.STEPS - 1):
        db.touch_rows(
            "SELECT 'holder', s.source, '', '' FROM touched t JOIN statement s ON s.target = t.a"
            f" WHERE t.sort = 'holder' AND {_OFFICE_OR_ALLIANCE}"
        )
    for end in ("source", "target"):
        db.touch_rows(
            "SELECT 'acts again', x.statement, '', '' FROM touched t"
            f" JOIN acted x ON x.{end} = t.a WHERE t.sort = 'holder'"
        )


def _fill_acted(db: Database, kind: Kinds) -> None:
    """Fill the table ``acted`` in the first update: the states that the ends of each statement act for."""
    all_offices = _offices(db, kind)
    db.insert(
        "acted",
        [
            (id_, source, target, *_states(all_offices, source, target, day_between(*days)))
            for id_, source, target, *days in db.execute(
                f"SELECT s.id, s.source, s.target, {_TIMES} FROM statement s"
                f" JOIN article a ON a.number = s.article WHERE s.relation IN ({_on_axis()}) AND {_COUNTS}"
            )
            if kind(source) != "country" or kind(target) != "country"
        ],
    )


def _states(all_offices: offices.Offices, source: str, target: str, day: int) -> tuple[str, str, int]:
    """Return the sorted states that the ends act for, both empty for none; and whether the first is the
    source's.
    """
    ends = all_offices.state(source, day), all_offices.state(target, day)
    low, high = (min(ends), max(ends)) if all(ends) and ends[0] != ends[1] else ("", "")
    return low, high, int(low == ends[0])


def _update_acted(db: Database, kind: Kinds) -> None:
    """Update ``acted`` for the touched statements; touch the affected pairs of states."""
    for low, high in db.execute(
        "DELETE FROM acted WHERE statement IN (SELECT a FROM touched WHERE sort = 'unsaid')"
        " RETURNING low, high"
    ).fetchall():
        if low:
            db.touch("stance", low, high)
    all_offices = _offices(db, kind)
    for sort in ("acted", "acts again"):
        written: list[tuple[Any, ...]] = []
        for (id_, _, _), rows in db.rows_of(
            sort,
            f"s.source, s.target, {_TIMES}, x.low, x.high, x.forward",
            "statement s ON s.id = t.a LEFT JOIN article a ON a.number = s.article"
            " LEFT JOIN acted x ON x.statement = t.a",
        ):
            for source, target, *days, low, high, forward in rows:
                day, before = day_between(*days), [low, high, forward]
                now = [*_states(all_offices, source, target, day)]
                if before != now:
                    written.append((id_, source, target, *now))
                if before != now or sort == "acted":
                    for pair in {(*now[:2],), (*before[:2],)}:
                        if pair[0]:
                            db.touch("stance", *pair)
        db.insert("acted", written)


def _offices(db: Database, kind: Kinds) -> offices.Offices:
    """Return the offices by the statements in the database: all loaded at first, later looked up on
    demand.
    """
    query = (
        f"SELECT s.source, s.target, {_TIMES} FROM statement s"
        f" JOIN article a ON a.number = s.article WHERE s.relation IN {offices.RELATIONS} AND {_ASSERTED}"
    )
    if db.fresh:
        all_held: dict[str, list[offices.Office]] = {}
        for source, target, *days in db.execute(query):
            all_held.setdefault(source, []).append((target, day_between(*days)))
        return offices.Offices(kind, lambda entity: all_held.get(entity, ()))

    def held(entity: str) -> Iterator[offices.Office]:
        for _, target, *days in db.execute(f"{query} AND s.source = ?", (entity,)):
            yield target, day_between(*days)

    return offices.Offices(kind, held)


def _kinds(db: Database) -> Kinds:
    """Return a function from entity id to kind: all loaded at first, later looked up on demand."""
    if db.fresh:
        return dict(db.execute("SELECT id, kind FROM entity")).get

    @cache
    def kind(entity: str) -> Kind | None:
        row = db.execute("SELECT kind FROM entity WHERE id = ?", (entity,)).fetchone()
        return row[0] if row else None

    return kind


def _update_allies(db: Database) -> None:
    """Update the members of alliances; touch pairs of allies that changed."""
    names = (json.dumps(sorted(alliances())),)
    is_alliance = "e.kind = 'organisation' AND e.name IN (SELECT value FROM json_each(?))"
    db.touch_rows("SELECT 'ally', t.b, '', '' FROM touched t WHERE t.sort = 'edge' AND t.a = 'MEMBER_OF'")
    db.touch_rows(  # organisations with a new name: one that became an alliance, or ceased to be one
        "SELECT 'ally', s.source, '', '' FROM touched t JOIN entity e ON e.id = t.a JOIN statement s"
        f" ON s.target = e.id WHERE t.sort = 'entity' AND {is_alliance} AND {_OFFICE_OR_ALLIANCE}"
        " AND NOT EXISTS (SELECT 1 FROM allied WHERE alliance = e.id)",
        names,
    )
    db.touch_rows(
        "SELECT 'ally', x.member, '', '' FROM touched t JOIN allied x ON x.alliance = t.a"
        f" WHERE t.sort = 'entity' AND t.a NOT IN (SELECT e.id FROM entity e WHERE {is_alliance})",
        names,
    )
    changed: list[tuple[str, str]] = []
    for member, _, _ in db.touched("ally"):
        before = {row[0] for row in db.execute("SELECT alliance FROM allied WHERE member = ?", (member,))}
        now = {
            row[0]
            for row in db.execute(
                "SELECT DISTINCT e.id FROM statement s JOIN entity e ON e.id = s.target"
                f" WHERE s.source = ? AND s.relation = 'MEMBER_OF' AND {_ASSERTED} AND {is_alliance}",
                (member, *names),
            )
        }
        changed += ((alliance, member) for alliance in before ^ now)
    _touch_allies(db, changed)
    for alliance, member in changed:
        if not db.execute(
            "DELETE FROM allied WHERE alliance = ? AND member = ?", (alliance, member)
        ).rowcount:
            db.insert("allied", [(alliance, member)])
    _touch_allies(db, changed)


def _touch_allies(db: Database, changed: Iterable[tuple[str, str]]) -> None:
    for alliance, member in changed:
        db.touch_rows(
            "SELECT 'stance', min(member, ?1), max(member, ?1), '' FROM allied"
            " WHERE alliance = ?2 AND member <> ?1",
            (member, alliance),
        )


def _update_stances(db: Database, kind: Kinds) -> None:
    """Infer the stances of touched pairs."""
    allied = _allied(db)
    columns = f"a.original, a.date, a.date_from, a.source, {STATEMENT}"
    direct_rows = db.rows_of(
        "stance",
        f"s.id, {columns}",
        "statement s ON ((s.source = t.a AND s.target = t.b) OR (s.source = t.b AND s.target = t.a))"
        f" AND +s.relation IN ({_on_axis()}) AND {_COUNTS} LEFT JOIN article a ON a.number = s.article",
    )
    acted_rows = db.rows_of(
        "stance",
        f"s.id, x.forward, {columns}",
        "acted x ON x.low = t.a AND x.high = t.b AND x.low <> '' LEFT JOIN statement s ON s.id = x.statement"
        " LEFT JOIN article a ON a.number = s.article",
    )
    for ((low, high, _), rows), (_, others) in zip(direct_rows, acted_rows, strict=True):
        direct = [(row, row[7] == low) for row in rows]
        rolled: list[_PairRow] = []
        if others or (len(direct) > 1 and kind(low) == "country" and kind(high) == "country"):
            rolled = [*direct, *(((row[0], *row[2:]), bool(row[1])) for row in others)]
        common = not allied.get(low, set()).isdisjoint(allied.get(high, ()))
        _write(db, (low, high), _stances((low, high), direct, rolled, common))


_PairRow = tuple[tuple[Any, ...], bool]
"""A row about a pair, and whether the first entity of the pair is its actor."""


def _stances(pair: Pair, direct: list[_PairRow], rolled: list[_PairRow], common: bool) -> list[Stance]:
    """Return the stances of a pair from the rows at each level."""
    if len({row[5] for row, _ in rolled or direct}) < DEFAULT.least_reports:
        return []
    articles: dict[str, Article] = {}
    original: dict[str, str] = {}
    acted: dict[str, Acted] = {}
    for row, forward in rolled or direct:
        id_, copied_from, date, date_from, source, article = row[:6]
        if article not in articles:
            articles[article] = Article(article, "", date=date, source=source, date_from=date_from)
            if copied_from:
                original[article] = copied_from
        acted[id_] = (statement(row[5:]), forward)

    def reports_of(some: Iterable[Acted]) -> list[Report]:
        return reports(some, articles, original)

    actors, states = ([acted[id_] for id_ in sorted(row[0] for row, _ in some)] for some in (direct, rolled))
    return list(of_pair(pair, actors, states, reports_of, common))


def _write(db: Database, pair: Pair, found: Iterable[Stance]) -> None:
    obsolete = {stance_id(level, *pair) for level in LEVELS} if not db.fresh else set()
    for stance in found:
        obsolete.discard(stance.id)
        db.put("stance", _row(stance), (*pair, stance.id))
    for id_ in sorted(obsolete):
        if db.execute("DELETE FROM stance WHERE id = ?", (id_,)).rowcount:
            db.record_deletion("stance", (*pair, id_))


def _allied(db: Database) -> dict[str, set[str]]:
    """Return the alliances of each member."""
    found: dict[str, set[str]] = {}
    for alliance, member in db.execute("SELECT alliance, member FROM allied"):
        found.setdefault(member, set()).add(alliance)
    return found


def _row(stance: Stance) -> tuple[Any, ...]:
    return tuple(packed(v) if name in _LISTS else v for name, v in zip(_FIELDS, _values(stance), strict=True))


def stance(row: Sequence[Any]) -> Stance:
    """Build a stance from a row of its table."""
    values: list[Any] = [
        tuple(json.loads(v)) if name in _LISTS else v for name, v in zip(_FIELDS, row, strict=False)
    ]
    return Stance(*values)
