"""Stances of pairs: anew for those on which something else is reported than before.

A stance hangs on the statements about its pair, their articles and which of these are copies; at the level of
states also on whom persons in office and bodies act for; at both on the alliances of the two. Each of these
touches the pairs that it may change, as they were before and as they are now. Where nothing was there before,
all pairs are asked of the database at once, those alone of which several articles tell.
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
#: The fields of a stance that are kept as JSON.
_LISTS = frozenset("sums standing months cooperation_by_month conflict_by_month because".split())
#: Without the plus signs the index on both is taken, which most statements share, for that on ends.
_ASSERTED = "+s.negated = 0 AND +s.modality = 'asserted' AND s.former = 0"
_COUNTS = "(s.negated = 1 OR s.modality = 'asserted') AND s.former = 0"
#: What ``day_between`` takes.
_TIMES = "s.when_from, s.when_to, s.when_precision, a.date, a.date_from"
#: The relations that tell for whom somebody acts and of which alliance; the index on targets has the same.
_OF_WHOM = "s.relation IN ('LEADER_OF', 'REPRESENTS', 'PART_OF', 'MEMBER_OF')"


def infer(db: Database) -> None:
    """The stances of pairs that anything touched in this update; of all pairs in the first."""
    kind = _kinds(db)
    if db.fresh:
        _act_first(db, kind)
        _ally(db)
        _touch_all(db)
    else:
        _touch_reported(db)
        _touch_who_acts(db)
        _act(db, kind)
        _ally(db)
    _stand(db, kind)


def _touch_all(db: Database) -> None:
    """Touch the pairs of which so many articles tell that there may be a stance."""
    db.touch_rows(
        "SELECT 'stance', low, high, '' FROM ("
        "SELECT min(s.source, s.target) AS low, max(s.source, s.target) AS high, s.article FROM statement s"
        f" WHERE s.relation IN ({_named()}) AND {_ASSERTED}"
        " UNION ALL SELECT x.low, x.high, s.article FROM acted x JOIN statement s ON s.id = x.statement"
        " WHERE x.low <> '' AND s.negated = 0"
        ") GROUP BY low, high HAVING count(DISTINCT article) >= ?",
        (DEFAULT.least_reports,),
    )


def _touch_reported(db: Database) -> None:
    """Touch the pairs of touched edges, and the statements of which an end is not a state."""
    of_axis = f"t.sort = 'edge' AND t.a IN ({_named()})"
    db.touch_rows(f"SELECT 'stance', min(t.b, t.c), max(t.b, t.c), '' FROM touched t WHERE {of_axis}")
    db.touch_rows(
        "SELECT 'acted', s.id, '', '' FROM touched t JOIN statement s ON s.source = t.b AND s.target = t.c"
        f" AND s.relation = t.a JOIN entity a ON a.id = t.b JOIN entity b ON b.id = t.c WHERE {of_axis}"
        f" AND {_COUNTS} AND (a.kind <> 'country' OR b.kind <> 'country')"
    )


def _named() -> str:
    """The relations that count for an axis, as a list in a query."""
    return ", ".join(f"'{name}'" for name in axes())


def _touch_who_acts(db: Database) -> None:
    """Touch the statements by and about those who may act for another state than before."""
    db.touch_rows(
        "SELECT 'holder', t.b, '', '' FROM touched t"
        " WHERE t.sort = 'edge' AND t.a IN (SELECT value FROM json_each(?))",
        (json.dumps(offices.RELATIONS),),
    )
    for _ in range(offices.STEPS - 1):
        db.touch_rows(
            "SELECT 'holder', s.source, '', '' FROM touched t JOIN statement s ON s.target = t.a"
            f" WHERE t.sort = 'holder' AND {_OF_WHOM}"
        )
    for end in ("source", "target"):
        db.touch_rows(
            "SELECT 'acts again', x.statement, '', '' FROM touched t"
            f" JOIN acted x ON x.{end} = t.a WHERE t.sort = 'holder'"
        )


def _act_first(db: Database, kind: Kinds) -> None:
    """For which states statements count of which an end is not a state, where nothing was there before."""
    who = _offices(db, kind)
    db.insert(
        "acted",
        [
            (id_, source, target, *_states(who, source, target, day_between(*days)))
            for id_, source, target, *days in db.execute(
                f"SELECT s.id, s.source, s.target, {_TIMES} FROM statement s"
                f" JOIN article a ON a.number = s.article WHERE s.relation IN ({_named()}) AND {_COUNTS}"
            )
            if kind(source) != "country" or kind(target) != "country"
        ],
    )


def _states(who: offices.Offices, source: str, target: str, day: int) -> tuple[str, str, int]:
    """The states, in order, that the ends act for, both empty for none; whether the first is the source's."""
    ends = who.state(source, day), who.state(target, day)
    low, high = (min(ends), max(ends)) if all(ends) and ends[0] != ends[1] else ("", "")
    return low, high, int(low == ends[0])


def _act(db: Database, kind: Kinds) -> None:
    """For which states touched statements count now; touches the pairs of states."""
    for low, high in db.execute(
        "DELETE FROM acted WHERE statement IN (SELECT a FROM touched WHERE sort = 'unsaid')"
        " RETURNING low, high"
    ).fetchall():
        if low:
            db.touch("stance", low, high)
    who = _offices(db, kind)
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
                now = [*_states(who, source, target, day)]
                if before != now:
                    written.append((id_, source, target, *now))
                if before != now or sort == "acted":
                    for pair in {(*now[:2],), (*before[:2],)}:
                        if pair[0]:
                            db.touch("stance", *pair)
        db.insert("acted", written)


def _offices(db: Database, kind: Kinds) -> offices.Offices:
    """Who acts for whom by the statements in the database: all at first, later when it is asked for."""
    query = (
        f"SELECT s.source, s.target, {_TIMES} FROM statement s"
        f" JOIN article a ON a.number = s.article WHERE s.relation IN {offices.RELATIONS} AND {_ASSERTED}"
    )
    if db.fresh:
        all_held: dict[str, list[offices.Office]] = {}
        for source, whom, *days in db.execute(query):
            all_held.setdefault(source, []).append((whom, day_between(*days)))
        return offices.Offices(kind, lambda entity: all_held.get(entity, ()))

    def held(entity: str) -> Iterator[offices.Office]:
        for _, whom, *days in db.execute(f"{query} AND s.source = ?", (entity,)):
            yield whom, day_between(*days)

    return offices.Offices(kind, held)


def _kinds(db: Database) -> Kinds:
    """Tells what an entity is: read of all at first, later asked when it is needed."""
    if db.fresh:
        return dict(db.execute("SELECT id, kind FROM entity")).get

    @cache
    def kind(entity: str) -> Kind | None:
        row = db.execute("SELECT kind FROM entity WHERE id = ?", (entity,)).fetchone()
        return row[0] if row else None

    return kind


def _ally(db: Database) -> None:
    """The members of alliances; touches the pairs of which one joined or left an alliance of the other."""
    named = (json.dumps(sorted(alliances())),)
    is_one = "e.kind = 'organisation' AND e.name IN (SELECT value FROM json_each(?))"
    db.touch_rows("SELECT 'ally', t.b, '', '' FROM touched t WHERE t.sort = 'edge' AND t.a = 'MEMBER_OF'")
    db.touch_rows(  # what is called otherwise now: it became an alliance, or is none any longer
        "SELECT 'ally', s.source, '', '' FROM touched t JOIN entity e ON e.id = t.a JOIN statement s"
        f" ON s.target = e.id WHERE t.sort = 'entity' AND {is_one} AND {_OF_WHOM}"
        " AND NOT EXISTS (SELECT 1 FROM allied WHERE alliance = e.id)",
        named,
    )
    db.touch_rows(
        "SELECT 'ally', x.member, '', '' FROM touched t JOIN allied x ON x.alliance = t.a"
        f" WHERE t.sort = 'entity' AND t.a NOT IN (SELECT e.id FROM entity e WHERE {is_one})",
        named,
    )
    changed: list[tuple[str, str]] = []
    for member, _, _ in db.touched("ally"):
        before = {row[0] for row in db.execute("SELECT alliance FROM allied WHERE member = ?", (member,))}
        now = {
            row[0]
            for row in db.execute(
                "SELECT DISTINCT e.id FROM statement s JOIN entity e ON e.id = s.target"
                f" WHERE s.source = ? AND s.relation = 'MEMBER_OF' AND {_ASSERTED} AND {is_one}",
                (member, *named),
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


def _stand(db: Database, kind: Kinds) -> None:
    """The stances of touched pairs."""
    allied = _allied(db)
    columns = f"a.original, a.date, a.date_from, a.source, {STATEMENT}"
    of_pair_alone = db.rows_of(
        "stance",
        f"s.id, {columns}",
        "statement s ON ((s.source = t.a AND s.target = t.b) OR (s.source = t.b AND s.target = t.a))"
        f" AND +s.relation IN ({_named()}) AND {_COUNTS} LEFT JOIN article a ON a.number = s.article",
    )
    of_others = db.rows_of(
        "stance",
        f"s.id, x.forward, {columns}",
        "acted x ON x.low = t.a AND x.high = t.b AND x.low <> '' LEFT JOIN statement s ON s.id = x.statement"
        " LEFT JOIN article a ON a.number = s.article",
    )
    for ((low, high, _), rows), (_, others) in zip(of_pair_alone, of_others, strict=True):
        direct = [(row, row[7] == low) for row in rows]
        rolled: list[_Said] = []
        if others or (len(direct) > 1 and kind(low) == "country" and kind(high) == "country"):
            rolled = [*direct, *(((row[0], *row[2:]), bool(row[1])) for row in others)]
        common = not allied.get(low, set()).isdisjoint(allied.get(high, ()))
        _write(db, (low, high), _stances((low, high), direct, rolled, common))


_Said = tuple[tuple[Any, ...], bool]
"""A row about a pair, and whether its first one acts."""


def _stances(pair: Pair, direct: list[_Said], rolled: list[_Said], common: bool) -> list[Stance]:
    """The stances of a pair by the rows that count at each level."""
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
    gone = {stance_id(level, *pair) for level in LEVELS} if not db.fresh else set()
    for stance in found:
        gone.discard(stance.id)
        db.put("stance", _row(stance), (*pair, stance.id))
    for id_ in sorted(gone):
        if db.execute("DELETE FROM stance WHERE id = ?", (id_,)).rowcount:
            db.lost("stance", (*pair, id_))


def _allied(db: Database) -> dict[str, set[str]]:
    """The alliances of every member."""
    found: dict[str, set[str]] = {}
    for alliance, member in db.execute("SELECT alliance, member FROM allied"):
        found.setdefault(member, set()).add(alliance)
    return found


def _row(stance: Stance) -> tuple[Any, ...]:
    return tuple(packed(v) if name in _LISTS else v for name, v in zip(_FIELDS, _values(stance), strict=True))


def stance(row: Sequence[Any]) -> Stance:
    """The stance of a row of its table."""
    values: list[Any] = [
        tuple(json.loads(v)) if name in _LISTS else v for name, v in zip(_FIELDS, row, strict=False)
    ]
    return Stance(*values)
