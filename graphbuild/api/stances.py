"""Stances between entities: current, period by period, and their changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import inf, log1p
from typing import Any, ClassVar, Literal, Self

from graphbuild import stance
from graphbuild.api import tables
from graphbuild.api.filters import NONE, Filters
from graphbuild.api.lookup import find, two
from graphbuild.api.namesakes import firsts_of
from graphbuild.api.selection import Day, period
from graphbuild.errors import QueryError
from graphbuild.frames import Framed, Listed, html
from graphbuild.model import LEVELS, Article, Entity, Graph, Level, Stance, Statement
from graphbuild.stance import Pairs, PairState, Parameters, Report
from graphbuild.stance.pairs import Acted, Pair, enough
from graphbuild.stance.reports import axes

Unit = Literal["month", "quarter", "year"]
UNITS: tuple[Unit, ...] = ("month", "quarter", "year")
Sort = Literal["since", "reports", "cooperation", "conflict", "name"]
ChangeSort = Literal["strength", "reports", "name"]
#: Number of sentences cited for a turning point or a change.
_CITED = 3
#: Days after a turning point from which reports are cited for it.
_CITED_DAYS = 31
#: Days of which the reports are compared as one time, if few months have reports.
_WINDOW = 10
#: Minimum share of months with reports between the first and the last report, and their minimum number, for
#: which a series is analysed month by month, months without reports included.
_DENSE, _MONTHS = 0.25, 12
#: Minimum rise of an axis that reports explain, in a series that otherwise only fades.
_LEAST_RISE = 0.1
#: Minimum rise of an axis at a turning point at which the label stays, or only falls back.
_LEAST_TURN = 0.3
#: The same for a turning point that the reports of a few weeks cause alone, the minimum number of articles
#: that report it, and the minimum days since the first report of the pair: a first report is not a change.
_SUDDEN, _MIN_ARTICLES, _MIN_HISTORY = 0.5, 2, 90
#: Number of half-lives after which a falling axis is read.
_FADING = 2.0
#: Minimum number of points of a curve between reports, and of days with reports.
_POINTS = 200
#: Length in days below which the middle of a time is shown as a day, and up to which as a month.
_FEW_DAYS, _MONTH_DAYS = 8, 31
#: Precision of a month or year in ISO 8601, by its length, and their lengths in days.
_PRECISIONS = {7: "month", 4: "year"}
_LENGTHS = {"month": _MONTH_DAYS, "year": 366}
#: Maximum days of the time of a report that belongs to a period.
_UNIT_DAYS: Mapping[Unit, float] = {"month": _MONTH_DAYS, "quarter": 92, "year": inf}


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement with its article and its two entities."""

    statement: Statement
    article: Article
    """The article, without text."""
    source: Entity
    target: Entity


@dataclass(frozen=True, slots=True)
class Period:
    """The stance of a pair after the last report of a month, quarter or year, and its reports."""

    period: str
    """``1979-03``, ``1979-Q1`` or ``1979``."""
    label: str
    cooperation: float
    """Logarithmic intensity at that time; ``conflict`` likewise."""
    conflict: float
    cooperation_reported: float
    """Sum of the weights of the reports of the period; ``conflict_reported`` likewise."""
    conflict_reported: float
    reports: int


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A lasting change of the stance of a pair."""

    day: str
    """Day of the first report after the change; of the rising axis, if the change begins without reports."""
    date: str
    """The same with the precision of the reports: ``2015-11`` if they give only the month, of which ``day``
    is the middle or the beginning, ``1984`` for the year.
    """
    before: str
    """The label before the change. ``after`` is the label a month later, or two half-lives later if no axis
    rises, at the latest at the end of the new course.
    """
    after: str
    cooperation: tuple[float, float]
    """Intensity on the day before, and at the time of the label ``after``; ``conflict`` likewise."""
    conflict: tuple[float, float]
    cited: tuple[Cited, ...]
    """Reports around that day, those of highest weight first."""


@dataclass(frozen=True, slots=True, repr=False)
class PairStance(Framed):
    """The stance of two entities, with its history.

    With a period, reports are those in it; label and axes are those at its end.
    """

    a: Entity
    b: Entity
    stance: Stance
    periods: tuple[Period, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    because: tuple[Cited, ...] = ()
    """The statements with the highest weights, in descending order."""
    standing_because: tuple[Cited, ...] = ()
    """For each lasting relation of the pair the most probable statement."""
    doubted: tuple[str, ...] = ()
    """Axes of which the reports are doubtful: a label may rest on the other alone."""
    since_date: str = ""
    """The day since which the label holds, with the precision of the reports: a day, month or year."""
    as_of_date: str = ""
    """``as_of`` of the stance with the precision of its articles: ``2026`` if only the year is known."""
    imprecise: int = 0
    """Reports in none of the periods: their time is not known to the month or quarter."""
    left_out: int = 0
    """Reports without a known day, which are not counted in a period."""
    past_left_out: int = 0
    """Reports of an unknown earlier time, which are never counted."""

    TYPES: ClassVar = tables.PERIODS

    def dicts(self) -> list[dict[str, Any]]:
        """The periods as rows of a table."""
        return [tables.period(self, p) for p in self.periods]

    def __repr__(self) -> str:
        s = self.stance
        since = f" since {self.since_date or s.since}" if s.since else ""
        return f"<PairStance {self.a.name} – {self.b.name}: {s.label}{since}, {s.reports:,} reports>"

    def _repr_html_(self) -> str:
        title = f"{self!r}".removeprefix("<PairStance ").removesuffix(">")
        rows = ([row[name] for name in self.TYPES] for row in self.dicts())
        return html(list(self.TYPES), rows, len(self.periods), title)


class PairStances(Listed[PairStance]):
    """Pairs; as a table, a row for each."""

    TYPES = tables.PAIRS
    unknown = 0
    """How many pairs with a report are not among them, for how they stand is unknown."""

    def first(self, limit: int | None) -> Self:
        found = super().first(limit)
        found.unknown = self.unknown
        return found

    def dicts(self) -> list[dict[str, Any]]:
        return [tables.pair(p) for p in self]


_SORTS: Mapping[str, Callable[[PairStance], Any]] = {
    "since": lambda p: 0,  # as they come
    "reports": lambda p: -p.stance.reports,
    "cooperation": lambda p: -p.stance.cooperation,
    "conflict": lambda p: -p.stance.conflict,
    "name": lambda p: p.b.name.casefold(),
}


@dataclass(frozen=True, slots=True)
class Point:
    """Both axes of a pair at the end of one day."""

    day: str
    cooperation: float
    """Logarithmic intensity; ``conflict`` likewise."""
    conflict: float
    reported: bool
    """Whether there is a report of that day; otherwise the axes have only faded since the day before."""


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """The change of a pair's stance between two days."""

    a: Entity
    b: Entity
    before: Stance
    after: Stance
    strength: float
    """Sum of the changes of the two intensities."""
    cited: tuple[Cited, ...]
    """Reports in between on the axis that rose more, or fell less, those of highest weight first."""

    @property
    def faded(self) -> bool:
        """Whether a known stance has only faded for lack of reports, so that no sentence explains it."""
        known = self.before.label != stance.UNKNOWN
        rises = (getattr(self.after, axis) - getattr(self.before, axis) for axis in stance.AXES)
        return known and max(rises) < _LEAST_RISE

    def __repr__(self) -> str:
        labels = f"{self.before.label} to {self.after.label}"
        return f"<Change {self.a.name} – {self.b.name}: {labels}, {self.strength:g}>"


class Changes(Listed[Change]):
    """Changes; as a table, a row for each."""

    __slots__ = ()
    TYPES = tables.CHANGES

    def dicts(self) -> list[dict[str, Any]]:
        return [tables.change(c) for c in self]


_CHANGE_SORTS: Mapping[str, Callable[[Change], Any]] = {
    "strength": lambda c: 0,  # as they come
    "reports": lambda c: -c.after.reports,
    "name": lambda c: (c.a.name.casefold(), c.b.name.casefold()),
}


class Stances:
    """Stances of a graph, inferred from its statements.

    Raises ``QueryError`` for a graph without statements.
    """

    def __init__(self, graph: Graph, half_life: float | None = None, filters: Filters = NONE) -> None:
        """``filters`` choose by relation and publisher which reports count; who acts for which state is
        inferred from all. In lists they also filter by kind of the other entity, and by number of reports.
        """
        if graph.relations and not graph.statements:
            raise QueryError("this graph came without statements, from which stances are inferred")
        self._graph = graph
        self._parameters = Parameters() if half_life is None else Parameters(half_life=half_life)
        if not self._parameters.half_life > 0:
            message = f"half-life is {half_life:g}; give a number of days above 0"
            raise QueryError(message, wrong=("half-life",))
        articles = {article.id: article for article in graph.articles}
        filters.check(graph.articles)
        self._filters = filters
        reported = replace(filters, kinds=None)
        self._pairs = Pairs(
            [
                s
                for s in graph.statements
                if s.relation not in axes() or reported.lets(s, articles[s.article], ())
            ],
            articles,
            {copy.article: copy.original for copy in graph.copies},
            {e.id: e for e in graph.entities},
        )
        self._acted: dict[Level, dict[Pair, list[Acted]]] = {}
        self._by_id: Mapping[str, Statement] = {}

    def of(
        self,
        a: str,
        b: str,
        *,
        by: Unit = "year",
        since: Day = None,
        until: Day = None,
        level: Level | None = None,
    ) -> PairStance:
        """The stance of two entities: current or at the end of ``until``, and period by period.

        The label is inferred from all reports until then, also before ``since``. With either day, reports
        without a known day are not counted, and only reports of these days are counted, listed and cited.

        Raises ``QueryError`` for a name that matches no entity or several, two names of one entity, an
        invalid day, and an unknown unit or level.
        """
        first, last = period(since, until)
        if by not in UNITS:
            raise QueryError(f"by is {by!r}; give month, quarter or year")
        one, pair, level, reports = self._asked(a, b, level, first, last)
        found = self._stance(pair, level, reports, last, first)
        read = {
            reading.day: reading
            for reading in stance.readings(reports, self._parameters, self._pairs.common(pair))
            if reading.day > 0
        }
        shown = {day: reading for day, reading in read.items() if day >= stance.ordinal(first)}
        of_shown = [r for r in reports if r.day in shown]
        placed = [r for r in of_shown if self._days(r) <= _UNIT_DAYS[by]]
        return replace(
            self._pair_stance(found, one),
            periods=tuple(self._periods(placed, shown, by)),
            imprecise=sum(not r.denied for r in of_shown) - sum(not r.denied for r in placed),
            turning_points=tuple(t for t in self._turning_points(pair, reports, read) if t.day >= first),
            standing_because=self._standing(pair, reports),
            doubted=self._doubted(reports, pair, stance.ordinal(last)),
            since_date=self._to_precision(stance.ordinal(found.since), reports),
            as_of_date=found.as_of if last else self._as_of_date(found, reports),
            left_out=self._of_day(stance.UNDATED, pair, level) if first or last else 0,
            past_left_out=self._of_day(stance.PAST, pair, level) if first or last else 0,
        )

    def through_others(
        self,
        a: str,
        b: str,
        *,
        since: Day = None,
        until: Day = None,
        level: Level | None = None,
        direction: str = "",
    ) -> tuple[Cited, ...]:
        """Statements that count for the stance of two entities although they are about others: actions of
        office holders and organisations of a state, each sentence once, in order of the articles' days;
        articles of which only the month or year is known come at its beginning, those without a date last.
        ``direction`` is ``out`` for actions on behalf of the first, ``in`` for actions on behalf of the
        second, empty for both.

        Raises ``QueryError`` as :meth:`of`.
        """
        first, last = period(since, until)
        one, pair, _, reports = self._asked(a, b, level, first, last)
        if direction:
            wanted = 1 if (one == pair[0]) == (direction == "out") else -1
            reports = [r for r in reports if r.direction in (0, wanted)]
        shown = (r.statement for r in reports if not first or r.day >= stance.ordinal(first))
        found = self._statements(dict.fromkeys(shown))
        others = (c for c in found if {c.statement.source, c.statement.target} != {*pair})
        return tuple(
            sorted(
                others,
                key=lambda c: (not c.article.time, c.article.time, c.article.id, c.statement.sentence_span),
            )
        )

    def curve(
        self, a: str, b: str, *, since: Day = None, until: Day = None, level: Level | None = None
    ) -> tuple[Point, ...]:
        """Both axes of two entities over time, as :meth:`of` infers them, for plotting: on days with reports,
        the day before each, and on days between them. At most some 600 points, the last reports among them;
        empty if no report has a day.

        Raises ``QueryError`` as :meth:`of`.
        """
        first, last = period(since, until)
        _, pair, _, reports = self._asked(a, b, level, first, last)
        days = sorted({r.day for r in reports if r.day > 0})
        if not days:
            return ()
        start, end = days[0], max([days[-1], *stance.last_days(reports, stance.ordinal(last))])
        shown = max(start, stance.ordinal(first))
        between = range(shown, end + 1, max(1, (end - shown) // _POINTS))
        reported = {*days[-_POINTS:]}
        drawn = {day for day in (*between, end, *reported, *(d - 1 for d in reported)) if shown <= day <= end}
        return tuple(
            Point(stance.iso(r.day), round(r.cooperation, 3), round(r.conflict, 3), r.day in reported)
            for r in stance.readings(reports, self._parameters, self._pairs.common(pair), drawn)
            if r.day in drawn
        )

    def all(
        self,
        name: str,
        *,
        since: Day = None,
        until: Day = None,
        level: Level | None = None,
        sort: Sort = "since",
    ) -> PairStances:
        """The stances of an entity, the latest change first; with ``since`` only those that changed since.

        Without ``level``, those of two states are at the level of states, all others of actors. Actors that
        only act for a state are left out unless kinds are chosen, since their reports count for the state.

        Stances are those at the end of ``until``, and reports are counted as in :meth:`of`; ``as_of`` is the
        last day until then with a report of the pair. Pairs with too few reports are only counted.

        Raises ``QueryError`` as :meth:`of`.
        """
        first, last = period(since, until)
        one = find(self._graph.entities, name, self._graph.relations, firsts_of(self._graph))
        level = level and self._level(level, one, one)
        found, unknown = [], 0
        for at, pair, acted in self._at(level):
            if one.id not in pair:
                continue
            at_end = self._listed(pair, at, acted, first, last)
            pair_stance = self._pair_stance(at_end, one.id)
            if not self._lists(pair_stance) or self._counted(pair_stance, acted, level):
                continue
            if at_end.label == stance.UNKNOWN or not enough(acted, self._parameters):
                unknown += at_end.reports > 0
            elif at_end.since >= first:
                dates = self.since_date(at_end), self.as_of_date(at_end)
                found.append(replace(pair_stance, since_date=dates[0], as_of_date=dates[1]))
        if sort not in _SORTS:
            raise QueryError(f"sort is {sort!r}; give one of {', '.join(_SORTS)}")
        found.sort(key=lambda p: (-p.stance.reports, p.b.name, p.b.id))
        found.sort(key=lambda p: p.stance.since, reverse=True)
        listed = PairStances(sorted(found, key=_SORTS[sort]))
        listed.unknown = unknown
        return listed

    def _lists(self, p: PairStance) -> bool:
        """Whether a pair passes the filters of a list."""
        kinds, least = self._filters.kinds, self._filters.min_reports
        return (kinds is None or p.b.kind in kinds) and p.stance.reports >= least

    def _counted(self, p: PairStance, acted: Iterable[Acted], level: Level | None) -> bool:
        """Whether a list of a state has the reports of a pair already: the other acts for another state."""
        if level or self._filters.kinds is not None or (p.a.kind, p.stance.level) != ("country", "actor"):
            return False
        days = {stance.day_of(s, self._pairs.articles[s.article]) for s, _ in acted}
        return all(self._pairs.offices.state(p.b.id, day) not in ("", p.a.id) for day in days)

    def since_date(self, found: Stance) -> str:
        """The day since which the label of a stance holds, with the precision of the reports."""
        return self._to_precision(stance.ordinal(found.since), self._reports(found))

    def as_of_date(self, found: Stance) -> str:
        """``as_of`` of a stance in a list, with the precision of its articles."""
        return self._as_of_date(found, self._reports(found))

    def _reports(self, found: Stance) -> list[Report]:
        return self._pairs.reports(self._of(found.level).get((found.a, found.b), ()))

    def held(self, entity: str | None = None, until: str = "", since: str = "") -> Iterator[Stance]:
        """Every known stance, or those of the entity with this id, as a graph contains them: at the level of
        states if both are states, else of actors.

        With ``until``, those at the end of that day; ``as_of`` is the last day until then with a report of
        the pair. With either day, in ISO 8601, reports are counted as in :meth:`of`.
        """
        for at, pair, acted in self._acting(None):
            if entity is None or entity in pair:
                listed = self._listed(pair, at, acted, since, until)
                if listed.label != stance.UNKNOWN:
                    yield listed

    def changes(
        self,
        since: Day,
        until: Day = "",
        *,
        level: Level | None = None,
        sort: ChangeSort = "strength",
        cited_after: str = "",
    ) -> Changes:
        """Changes between the end of one day and the end of another, the strongest first; pairs with a known
        stance before come first, then those without, and last those that only faded.

        ``until`` defaults to the last day with a report. With ``cited_after``, reports after that day are
        cited, if there are any.

        Pairs without a report in between are dropped, as are those of which neither entity has a kind that
        passes the filters, or with too few reports by then; without ``level`` states are compared at the
        level of states, all others as actors. Raises ``QueryError`` for an invalid or missing day.
        """
        if sort not in _CHANGE_SORTS:
            raise QueryError(f"sort is {sort!r}; give one of {', '.join(_CHANGE_SORTS)}")
        first, last = period(since, until)
        if not first:
            raise QueryError("give the day since when, as in 1979-03-26")
        last = last or max((e.last_seen for e in self._pairs.entities.values()), default="")
        found = []
        next_day = stance.iso(stance.ordinal(first) + 1)
        for at, pair, acted in self._acting(level):
            a, b = (self._pairs.entities[id_] for id_ in pair)
            if not self._filters.lets_kind(a.kind, b.kind):
                continue
            reports = self._pairs.reports(acted)
            between = [r for r in reports if stance.ordinal(first) < r.day <= stance.ordinal(last)]
            if not between:
                continue
            before = self._stance(pair, at, reports, first)
            after = self._stance(pair, at, reports, last, next_day)  # counts are of reports in between
            if after.label in (before.label, stance.UNKNOWN) or after.reports < self._filters.min_reports:
                continue
            cooperation = after.cooperation - before.cooperation
            conflict = after.conflict - before.conflict
            axis = "conflict" if conflict > cooperation else "cooperation"
            recent = [r for r in between if r.day > stance.ordinal(cited_after)] or between
            sentences = self._cited([r for r in recent if r.axis == axis] or recent)
            strength = round(abs(cooperation) + abs(conflict), 3)
            found.append(Change(a, b, before, after, strength, sentences))
        # An unknown stance before mostly means that no articles of that time were read.
        found.sort(key=lambda c: (-c.strength, c.a.name, c.b.name, c.after.id))
        found.sort(key=lambda c: (c.faded, c.before.label == stance.UNKNOWN))
        return Changes(sorted(found, key=_CHANGE_SORTS[sort]))

    # -- parts -------------------------------------------------------------------------------

    def _level(self, level: Level | None, *ends: Entity) -> Level:
        if level is None:
            return "state" if all(e.kind == "country" for e in ends) else "actor"
        if level not in LEVELS:
            raise QueryError(f"level is {level!r}; give state or actor")
        if level == "state" and any(e.kind != "country" for e in ends):
            name = next(e.name for e in ends if e.kind != "country")
            raise QueryError(f"{name} is no state; leave level out, or give actor")
        return level

    def _of(self, level: Level) -> dict[Pair, list[Acted]]:
        if level not in self._acted:
            self._acted[level] = self._pairs.statements_by_pair(level)
        return self._acted[level]

    def _at(self, level: Level | None) -> Iterator[tuple[Level, Pair, list[Acted]]]:
        """The pairs with their statements; without ``level`` two states as states, others as actors."""
        for at in (level,) if level else LEVELS:
            for pair, acted in self._of(at).items():
                states = all(self._pairs.entities[id_].kind == "country" for id_ in pair)
                if level or states == (at == "state"):
                    yield at, pair, acted

    def _acting(self, level: Level | None) -> Iterator[tuple[Level, Pair, list[Acted]]]:
        """The pairs as :meth:`_at`, but only those with enough reports."""
        return (found for found in self._at(level) if enough(found[2], self._parameters))

    def _asked(
        self, a: str, b: str, level: Level | None, since: str, until: str
    ) -> tuple[str, Pair, Level, list[Report]]:
        """The id of the first entity, the pair, its level and the reports that determine its stance."""
        graph = self._graph
        firsts = firsts_of(graph)
        ends = (find(graph.entities, name, graph.relations, firsts) for name in (a, b))
        one, other = two(a, b, *ends)
        level = self._level(level, one, other)
        pair = (min(one.id, other.id), max(one.id, other.id))
        reports = self._pairs.reports(self._of(level).get(pair, ()))
        return one.id, pair, level, stance.of_period(reports, stance.ordinal(since), stance.ordinal(until))

    def _listed(self, pair: Pair, level: Level, acted: Iterable[Acted], since: str, until: str) -> Stance:
        """A stance for a list: ``as_of`` is the last report of the pair, though the label is that of
        ``until``.
        """
        reports = self._pairs.reports(acted)
        current = self._stance(pair, level, reports, until, since)
        if not until:
            return current
        by_then = stance.of_period(reports, until=stance.ordinal(until))
        last = max((max(r.day, r.published) for r in by_then), default=0)
        return replace(current, as_of=stance.iso(min(last, stance.ordinal(until))))

    def _stance(
        self, pair: Pair, level: Level, reports: Sequence[Report], until: str, since: str = ""
    ) -> Stance:
        return stance.infer(
            *pair,
            reports,
            level=level,
            common=self._pairs.common(pair),
            parameters=self._parameters,
            since=stance.ordinal(since),
            until=stance.ordinal(until),
        )

    def _pair_stance(self, found: Stance, first: str) -> PairStance:
        """The stance with the entity of this id as the first of the pair."""
        ends = sorted((found.a, found.b), key=lambda id_: id_ != first)
        a, b = (self._pairs.entities[id_] for id_ in ends)
        return PairStance(a, b, found, because=self._statements(found.because))

    def _statement(self, id_: str) -> Statement:
        if not self._by_id:
            self._by_id = {s.id: s for s in self._graph.statements}
        return self._by_id[id_]

    def _statements(self, ids: Iterable[str]) -> tuple[Cited, ...]:
        """The statements with their articles, each sentence once."""
        by_sentence: dict[str, Cited] = {}
        for id_ in ids:
            s = self._statement(id_)
            known = self._pairs.entities
            cited = Cited(s, self._pairs.articles[s.article], known[s.source], known[s.target])
            by_sentence.setdefault(s.sentence, cited)
        return tuple(by_sentence.values())

    def _cited(self, reports: Iterable[Report]) -> tuple[Cited, ...]:
        ranked = sorted(
            (r for r in reports if not r.denied),
            key=lambda r: (-round(stance.weight(r, self._parameters), 6), r.day, r.statement),
        )
        return self._statements(r.statement for r in ranked)[:_CITED]

    def _periods(
        self, reports: Sequence[Report], read: Mapping[int, PairState], by: Unit
    ) -> Iterator[Period]:
        """The periods of which something is reported, in order, by the reports that belong to one."""
        for name, days in groupby(read, key=lambda day: _named(day, by)):
            within = {*days}
            of_period = [r for r in reports if r.day in within]
            some = [r for r in of_period if not r.denied]
            if not some:
                continue
            at = read[max(r.day for r in of_period)]
            sums = dict.fromkeys(stance.AXES, 0.0)
            for r in some:
                sums[r.axis] += stance.weight(r, self._parameters)
            yield Period(
                period=name,
                label=at.label.name,
                cooperation=round(at.cooperation, 3),
                conflict=round(at.conflict, 3),
                cooperation_reported=round(sums["cooperation"], 3),
                conflict_reported=round(sums["conflict"], 3),
                reports=len(some),
            )

    def _doubted(self, reports: Sequence[Report], pair: Pair, until: int) -> tuple[str, ...]:
        days = stance.last_days(reports, until)
        found = [*stance.readings(reports, self._parameters, self._pairs.common(pair), days)]
        return found[-1].doubted if found else ()

    def _standing(self, pair: Pair, reports: Sequence[Report]) -> tuple[Cited, ...]:
        """The statements of lasting relations between two entities."""
        standing = stance.Standing(self._pairs.common(pair), self._parameters)
        for report in sorted(reports, key=lambda r: max(r.day, 0)):
            standing.add(report)
        return self._statements(r.statement for _, r in standing.reports())

    def _of_day(self, day: int, pair: Pair, level: Level) -> int:
        """The number of reports of a pair for a day, or without a known one: ``UNDATED`` or ``PAST``."""
        acted = self._of(level).get(pair, ())
        return sum(r.day == day and not r.denied for r in self._pairs.reports(acted))

    def _to_precision(self, day: int, reports: Iterable[Report]) -> str:
        """A day with the precision of its reports: the month or year if none gives a day; empty if there is
        no report of that day, and a label is only left as another faded.

        A report counts for the middle of the time that its sentence gives, or for the beginning of the month
        or year if only that is known of its article.
        """
        exact = stance.iso(day)
        days = min((self._days(r) for r in reports if day and r.day == day and not r.denied), default=None)
        if days is None:
            return ""
        return exact if days < _FEW_DAYS else exact[:7] if days <= _MONTH_DAYS else exact[:4]

    def _days(self, report: Report) -> int:
        """The number of days of which one is that of the report; 0 if it is known."""
        return _span(self._statement(report.statement), self._pairs.articles)

    def _as_of_date(self, found: Stance, reports: Iterable[Report]) -> str:
        """The day of the last article that reports on the pair, with the precision of these articles; the day
        of the last report if none is of that day.
        """
        day = stance.ordinal(found.as_of)
        times = [self._pairs.articles[r.article].time for r in reports if day and r.published == day]
        return max(times, key=len) if times else self._to_precision(day, reports) or found.as_of

    def _turning_points(
        self, pair: Pair, reports: Sequence[Report], read: Mapping[int, PairState]
    ) -> Iterator[TurningPoint]:
        """The lasting changes that reports explain: month by month if there are many reports, else from
        report to report; and if neither shows one, days on which a label begins whose axis rises much. None
        if only the number of reports changes.
        """
        turns = [*self._courses(reports, read)]
        turns += self._ties(pair, reports, read, [day for day, *_ in turns])
        turns += self._sudden(pair, reports, read, [day for day, *_ in turns])
        eves, ends = [day - 1 for day, *_ in turns], [settled for _, _, settled, _ in turns]
        on = self._on(pair, reports, (*eves, *ends))
        for day, before, settled, near in sorted(turns, key=lambda turn: turn[:3]):
            eve, now = on[day - 1], on[settled]
            label = read[before].label
            if _rise(eve, now) <= -_LEAST_RISE:
                continue  # both axes fell, which no report explains
            if _rise(eve, now) < _LEAST_TURN and (
                now.label.name == label.name or (_fades(label, now.label) and _rise(now, eve) < _LEAST_TURN)
            ):
                continue
            yield TurningPoint(
                day=stance.iso(day),
                date=self._to_precision(day, reports),
                before=label.name,
                after=now.label.name,
                cooperation=(round(eve.cooperation, 3), round(now.cooperation, 3)),
                conflict=(round(eve.conflict, 3), round(now.conflict, 3)),
                cited=self._cited(near),
            )

    def _ties(
        self, pair: Pair, reports: Sequence[Report], read: Mapping[int, PairState], known: Sequence[int]
    ) -> Iterator[tuple[int, int, int, list[Report]]]:
        """As :meth:`_courses`: days on which a standing begins that is a turning point by
        ``standing.tsv``, such as severed ties, if no other turning point is near.
        """
        days = sorted(read)
        standing = stance.Standing(self._pairs.common(pair), self._parameters)
        for r in (r for r in reports if r.day in read):
            before = standing.current()
            standing.add(r)
            begun = stance.turning_standings() & {*standing.current()} - {*before}
            if (
                not begun
                or r.day - days[0] < _MIN_HISTORY
                or any(abs(r.day - k) <= _CITED_DAYS for k in known)
            ):
                continue
            known = (*known, r.day)
            near = [x for x in reports if x.axis == r.axis and 0 <= x.day - r.day <= _CITED_DAYS]
            yield r.day, max(d for d in days if d < r.day), max(x.day for x in near), near

    def _sudden(
        self, pair: Pair, reports: Sequence[Report], read: Mapping[int, PairState], known: Sequence[int]
    ) -> Iterator[tuple[int, int, int, list[Report]]]:
        """As :meth:`_courses`, if no other turning point is near and the reports of a few weeks alone cause a
        label: a war that begins after few reports.
        """
        days = sorted(read)
        found: list[tuple[int, int, int, list[Report]]] = []
        for last, day in pairwise(days):
            label = read[day].label
            if not label.infers or read[last].label.name == label.name:
                continue
            (axis,) = label.axes
            on_axis = [r for r in reports if r.axis == axis and not r.denied]
            first = min((r.day for r in on_axis if 0 <= day - r.day < _WINDOW), default=day)
            near = [r for r in on_axis if 0 <= r.day - first <= _CITED_DAYS]
            before = [d for d in days if d < first]
            near_another = any(abs(first - k) <= _CITED_DAYS for k in known)
            if (
                first - days[0] < _MIN_HISTORY
                or near_another
                or len({r.article for r in near}) < _MIN_ARTICLES
            ):
                continue
            known = (*known, first)
            found.append((first, before[-1], max(r.day for r in near), near))
        on = self._on(pair, reports, [first - 1 for first, *_ in found])
        for first, before_that, settled, near in found:
            axis = near[0].axis
            if getattr(read[settled], axis) - getattr(on[first - 1], axis) >= _SUDDEN:
                yield first, before_that, settled, near

    def _on(self, pair: Pair, reports: Sequence[Report], days: Collection[int]) -> Mapping[int, PairState]:
        """The readings of a pair at the end of each of the days, and of those with a report."""
        if not days:
            return {}
        found = stance.readings(reports, self._parameters, self._pairs.common(pair), days)
        return {reading.day: reading for reading in found}

    def _courses(
        self, reports: Sequence[Report], read: Mapping[int, PairState]
    ) -> Iterator[tuple[int, int, int, list[Report]]]:
        """Turning points: the day, the last day with reports before it, the day by which the label has
        settled, and the reports of the change.
        """
        days = sorted({r.day for r in reports if r.day in read and not r.denied})
        times = _times(days)
        place = {day: k for k, some in enumerate(times) for day in some}
        sums = [dict.fromkeys(stance.AXES, 0.0) for _ in times]
        days_of: dict[str, list[int]] = {axis: [] for axis in stance.AXES}
        for r in reports:
            if r.day in place and not r.denied:
                sums[place[r.day]][r.axis] += stance.weight(r, self._parameters)
                days_of[r.axis].append(r.day)
        found = stance.turns(
            [log1p(at["cooperation"]) for at in sums], [log1p(at["conflict"]) for at in sums]
        )
        befores = [max(day for some in times[: t.at] for day in some) for t in found]
        for t, before, end in zip(found, befores, [*befores[1:], *days[-1:]], strict=False):
            rise = {axis: t.after[k] - t.before[k] for k, axis in enumerate(stance.AXES)}
            axis = max(stance.AXES, key=lambda axis: rise[axis])
            axes_ = read[end].label.axes
            if len(axes_) == 1 and rise[axes_[0]] >= _LEAST_RISE:
                axis = axes_[0]  # the axis of the new label rose, too, and explains it
            course = times[t.at : t.end]
            # A falling axis means fewer reports or none, so that no report explains it.
            if rise[axis] < _LEAST_RISE and (not course[0] or 2 * sum(map(bool, course)) < len(course)):
                continue
            day = course[0][0] if course[0] else min(day for day in days_of[axis] if place[day] >= t.at)
            near = [r for r in reports if 0 <= r.day - day <= _CITED_DAYS]
            settled = max(d for d in days if day <= d <= min(day + _CITED_DAYS, end))
            if rise[axis] < _LEAST_RISE:  # a fall is gradual
                settled = min(end, day + round(_FADING * self._parameters.half_life))
            yield day, before, settled, [r for r in near if r.axis == axis] or near


def _fades(before: stance.Label, after: stance.Label) -> bool:
    """Whether the new label is further down the table of the same axis: fewer reports."""
    return before.axes == after.axes and stance.places()[before.name] < stance.places()[after.name]


def _rise(before: PairState, after: PairState) -> float:
    """The larger rise of the two axes."""
    return max(after.cooperation - before.cooperation, after.conflict - before.conflict)


def _span(s: Statement, articles: Mapping[str, Article]) -> int:
    """The days between the first and the last on which a statement may have happened; 0 if it counts for a
    single day: its own or that of its article. The beginning of a month or year stands for all of it, whether
    as the start of something ongoing, or as all that is known of the article.
    """
    article, days = articles[s.article], stance.span(s)
    day = stance.day_of(s, article)
    if days:
        return 0 if day in (stance.ordinal(s.when_to), stance.ordinal(article.date)) else days
    if article.date or s.when_to:
        return 0
    since = day == stance.ordinal(s.when_from)
    return _LENGTHS.get(s.when_precision if since else _PRECISIONS.get(len(article.time), ""), 0)


def _times(days: Sequence[int]) -> list[list[int]]:
    """Group days with reports into the times that are compared: some days from the first on, or months if
    these are dense.
    """
    by_month = {name: list(some) for name, some in groupby(days, key=lambda day: _named(day, "month"))}
    months = list(_months(min(by_month), max(by_month))) if by_month else []
    if len(by_month) >= max(_MONTHS, _DENSE * len(months)):
        return [by_month.get(month, []) for month in months]
    times: list[list[int]] = []
    for day in days:
        if times and day - times[-1][0] < _WINDOW:
            times[-1].append(day)
        else:
            times.append([day])
    return times


def _months(first: str, last: str) -> Iterator[str]:
    """All months from one to another, both included."""
    year, month = int(first[:4]), int(first[5:])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _named(day: int, by: Unit) -> str:
    """The period of a day."""
    month = stance.iso(day)[:7]
    if by == "year":
        return month[:4]
    return month if by == "month" else f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
