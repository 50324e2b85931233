"""How entities stand to each other: now, period by period, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import log1p
from typing import Any, ClassVar, Literal, Self

from graphbuild import stance
from graphbuild.api import tables
from graphbuild.api.apart import firsts_of
from graphbuild.api.filters import NONE, Filters
from graphbuild.api.lookup import find, two
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
#: Sentences that are cited for a turning point or a change.
_CITED = 3
#: Days from a turning point on whose reports are cited for it.
_AROUND = 31
#: Days of which the reports are compared as one time, where few months have any.
_TOGETHER = 10
#: Share of the months between the first and the last report that have one, and their number, from which a
#: course is looked at month by month, the silent ones too.
_DENSE, _MONTHS = 0.25, 12
#: Least rise of an axis that reports explain, of a course that is otherwise one of silence.
_LEAST_RISE = 0.1
#: Least rise of an axis at a turning point at which the label stays, or only falls back.
_LEAST_TURN = 0.3
#: The same at one that the reports of some weeks make by themselves, articles that must tell of it, and days
#: for which something has been reported before: what is told at first is no change.
_SUDDEN, _TELLING, _KNOWN = 0.5, 2, 90
#: Half-lives after which it is looked at what has become of what falls.
_FALLEN = 2.0
#: Points of a curve between reports, and days with reports that it is sure to have.
_POINTS = 200
#: Days of a time below which its middle is told as a day, and up to which as a month.
_FEW_DAYS, _MONTH_DAYS = 8, 31
#: How exactly a day, month or year in ISO 8601 is told, by its length, and the days of a month and a year.
_PRECISIONS = {7: "month", 4: "year"}
_LENGTHS = {"month": _MONTH_DAYS, "year": 366}


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement with the article that makes it and its two ends."""

    statement: Statement
    article: Article
    """Without text."""
    source: Entity
    target: Entity


@dataclass(frozen=True, slots=True)
class Period:
    """How a pair stood after the last report of a month, quarter or year, and what was reported of it."""

    period: str
    """``1979-03``, ``1979-Q1`` or ``1979``."""
    label: str
    cooperation: float
    """Logarithmic intensity then, as the next."""
    conflict: float
    cooperation_reported: float
    """Sum of the weights of what is reported of the period, as the next."""
    conflict_reported: float
    reports: int


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A change of course between two."""

    day: str
    """Of the first report of the new course; of the axis that rises, where it begins with silence."""
    told: str
    """The same as exactly as reports tell it: ``2015-11`` where they tell only the month, of which ``day`` is
    the middle or the beginning, ``1984`` for the year."""
    before: str
    """The label before, and a month later, two half-lives later where no axis rises, or at the end of the new
    course where that comes earlier."""
    after: str
    cooperation: tuple[float, float]
    """Intensity on the day before, and when the label ``after`` is told, as the next."""
    conflict: tuple[float, float]
    cited: tuple[Cited, ...]
    """What was reported around that day, the weightiest first."""


@dataclass(frozen=True, slots=True, repr=False)
class PairStance(Framed):
    """How two entities stand to each other, and how that came.

    Of a period it has what was reported in it; its label and both axes are those of the end of the period.
    """

    a: Entity
    b: Entity
    stance: Stance
    periods: tuple[Period, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    because: tuple[Cited, ...] = ()
    """The statements that weigh most, the heaviest first."""
    standing_because: tuple[Cited, ...] = ()
    """For what stands for good by reports the surest statement each."""
    doubted: tuple[str, ...] = ()
    """Axes of which what is reported is not believed: a label may rest on the other alone."""
    since_told: str = ""
    """The day since which the label stands as exactly as reports tell it: a day, month or year."""
    left_out: int = 0
    """Reports of no known day, which count for nothing in a period."""
    past_left_out: int = 0
    """The same of an earlier time, nobody says when, which never count."""

    TYPES: ClassVar = tables.PERIODS

    def dicts(self) -> list[dict[str, Any]]:
        """The periods as rows of a table."""
        return [tables.period(self, p) for p in self.periods]

    def __repr__(self) -> str:
        s = self.stance
        since = f" since {self.since_told or s.since}" if s.since else ""
        return f"<PairStance {self.a.name} – {self.b.name}: {s.label}{since}, {s.reports:,} reports>"

    def _repr_html_(self) -> str:
        title = f"{self!r}".removeprefix("<PairStance ").removesuffix(">")
        rows = ([row[name] for name in self.TYPES] for row in self.dicts())
        return html(list(self.TYPES), rows, len(self.periods), title)


class PairStances(Listed[PairStance]):
    """Pairs; as a table a row for each."""

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
    """Logarithmic intensity, as the next."""
    conflict: float
    reported: bool
    """Whether something was reported of that day; else the two have only faded since the day before."""


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """How the stance of two changed between two days."""

    a: Entity
    b: Entity
    before: Stance
    after: Stance
    strength: float
    """By how much the two intensities changed, together."""
    cited: tuple[Cited, ...]
    """What was reported in between on the axis that rose more, or fell less, the weightiest first."""

    @property
    def faded(self) -> bool:
        """Whether a known stance has only faded, as less is reported: no sentence tells why."""
        known = self.before.label != stance.UNKNOWN
        rises = (getattr(self.after, axis) - getattr(self.before, axis) for axis in stance.AXES)
        return known and max(rises) < _LEAST_RISE

    def __repr__(self) -> str:
        labels = f"{self.before.label} to {self.after.label}"
        return f"<Change {self.a.name} – {self.b.name}: {labels}, {self.strength:g}>"


class Changes(Listed[Change]):
    """Changes; as a table a row for each."""

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
    """Stances of a graph, worked out from its statements.

    Raises ``QueryError`` for a graph that came without statements.
    """

    def __init__(self, graph: Graph, half_life: float | None = None, filters: Filters = NONE) -> None:
        """``filters`` choose by relation and publisher which reports count; who acts for which state is taken
        from all. In lists they also choose by kind of the other, and by number of reports.
        """
        if graph.relations and not graph.statements:
            raise QueryError("this graph came without statements, from which stances are inferred")
        self._graph = graph
        self._parameters = Parameters() if half_life is None else Parameters(half_life=half_life)
        if not self._parameters.half_life > 0:
            told = f"half-life is {half_life:g}; give a number of days above 0"
            raise QueryError(told, wrong=("half-life",))
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
        """How two stand to each other: now or at the end of ``until``, and period by period.

        The label is inferred from all that was until then, also before ``since``. With either day, reports of
        no known day count for nothing, and what is counted, listed and cited is of these days alone.

        Raises ``QueryError`` for a name that means no entity or several, two names of one entity, a day that
        is none, and an unknown unit or level.
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
        return replace(
            self._pair_stance(found, one),
            periods=tuple(self._periods(reports, shown, by)),
            turning_points=tuple(t for t in self._turning_points(pair, reports, read) if t.day >= first),
            standing_because=self._standing(pair, reports),
            doubted=self._doubted(reports, pair, stance.ordinal(last)),
            since_told=self._told(stance.ordinal(found.since), reports),
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
        """What is counted with the stance of two although it is not said of the two: deeds of persons in
        office and of bodies of a state, each sentence once, in order of the articles' days; those of which
        only the month or year is known come at its beginning, those without a date last. ``direction`` is
        ``out`` for what is done for the first, ``in`` for what is done for the second, empty for both.

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
        """Both axes of two over time, as :meth:`of` infers them: on days with reports, the day before each,
        and on days between them, so that it can be drawn. At most some 600 points, the last reports among
        them; nothing where no report has a day.

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
        """With whom an entity stands how, what changed last first; with ``since`` only what changed since.

        Stances are those of the end of ``until``, and what is counted is as in :meth:`of`; ``as_of`` is the
        last day by then on which the two were reported on. Of pairs of whom too little is known only the
        number is told.

        Raises ``QueryError`` as :meth:`of`.
        """
        first, last = period(since, until)
        one = find(self._graph.entities, name, self._graph.relations, firsts_of(self._graph))
        level = self._level(level, one, one)
        found, unknown = [], 0
        for pair, acted in self._of(level).items():
            if one.id not in pair:
                continue
            made = self._listed(pair, level, acted, first, last)
            pair_stance = self._pair_stance(made, one.id)
            if not self._lists(pair_stance):
                continue
            if made.label == stance.UNKNOWN or not enough(acted, self._parameters):
                unknown += made.reports > 0
            elif made.since >= first:
                found.append(replace(pair_stance, since_told=self.since_told(made)))
        if sort not in _SORTS:
            raise QueryError(f"sort is {sort!r}; give one of {', '.join(_SORTS)}")
        found.sort(key=lambda p: (-p.stance.reports, p.b.name, p.b.id))
        found.sort(key=lambda p: p.stance.since, reverse=True)
        listed = PairStances(sorted(found, key=_SORTS[sort]))
        listed.unknown = unknown
        return listed

    def _lists(self, p: PairStance) -> bool:
        """Whether the filters let a pair into a list."""
        kinds, least = self._filters.kinds, self._filters.min_reports
        return (kinds is None or p.b.kind in kinds) and p.stance.reports >= least

    def since_told(self, found: Stance) -> str:
        """The day since which the label of one of its stances stands, as exactly as reports tell it."""
        acted = self._of(found.level).get((found.a, found.b), ())
        return self._told(stance.ordinal(found.since), self._pairs.reports(acted))

    def held(self, entity: str | None = None, until: str = "", since: str = "") -> Iterator[Stance]:
        """Every known stance, or those of the entity of this id, as a graph holds them: at the level of
        states where both are states, else of actors.

        With ``until``, those of the end of that day; ``as_of`` is the last day by then on which the two
        were reported on. With either day, in ISO 8601, counted is what :meth:`of` counts.
        """
        for at, pair, acted in self._acting(None):
            if entity is None or entity in pair:
                made = self._listed(pair, at, acted, since, until)
                if made.label != stance.UNKNOWN:
                    yield made

    def changes(
        self,
        since: Day,
        until: Day = "",
        *,
        level: Level | None = None,
        sort: ChangeSort = "strength",
        cited_after: str = "",
    ) -> Changes:
        """What changed between the end of one day and the end of another, the strongest change first; after
        those of which a stance was known before those of which none was, and last those that only faded.

        Without ``until``, up to the last day of which anything is reported. With ``cited_after``, what came
        after that day is cited, if anything did.

        Pairs of which nothing was reported in between are left out, as are those of which neither is of a
        kind that the filters let through, or of which too few reports tell by then; without ``level`` states
        are compared at the level of states, all others as actors. Raises ``QueryError`` for a day that is
        none or missing.
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
            after = self._stance(pair, at, reports, last, next_day)  # what is counted was reported in between
            if after.label in (before.label, stance.UNKNOWN) or after.reports < self._filters.min_reports:
                continue
            cooperation = after.cooperation - before.cooperation
            conflict = after.conflict - before.conflict
            axis = "conflict" if conflict > cooperation else "cooperation"
            told = [r for r in between if r.day > stance.ordinal(cited_after)] or between
            sentences = self._cited([r for r in told if r.axis == axis] or told)
            strength = round(abs(cooperation) + abs(conflict), 3)
            found.append(Change(a, b, before, after, strength, sentences))
        # That nothing was known before is mostly that nothing was read of that time.
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

    def _acting(self, level: Level | None) -> Iterator[tuple[Level, Pair, list[Acted]]]:
        """The pairs of which enough is reported, with it; without ``level`` two states as states, others as
        actors."""
        for at in (level,) if level else LEVELS:
            for pair, acted in self._of(at).items():
                states = all(self._pairs.entities[id_].kind == "country" for id_ in pair)
                if (level or states == (at == "state")) and enough(acted, self._parameters):
                    yield at, pair, acted

    def _asked(
        self, a: str, b: str, level: Level | None, since: str, until: str
    ) -> tuple[str, Pair, Level, list[Report]]:
        """The id of the first, the pair, its level and the reports from which its stance is inferred."""
        graph = self._graph
        firsts = firsts_of(graph)
        ends = (find(graph.entities, name, graph.relations, firsts) for name in (a, b))
        one, other = two(a, b, *ends)
        level = self._level(level, one, other)
        pair = (min(one.id, other.id), max(one.id, other.id))
        reports = self._pairs.reports(self._of(level).get(pair, ()))
        return one.id, pair, level, stance.of_period(reports, stance.ordinal(since), stance.ordinal(until))

    def _listed(self, pair: Pair, level: Level, acted: Iterable[Acted], since: str, until: str) -> Stance:
        """A stance as lists tell it: as of when it was last reported on, though its label is of ``until``."""
        reports = self._pairs.reports(acted)
        made = self._stance(pair, level, reports, until, since)
        if not until:
            return made
        by_then = stance.of_period(reports, until=stance.ordinal(until))
        last = max((max(r.day, r.published) for r in by_then), default=0)
        return replace(made, as_of=stance.iso(min(last, stance.ordinal(until))))

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
        """With the entity of this id as the first of the two."""
        ends = sorted((found.a, found.b), key=lambda id_: id_ != first)
        a, b = (self._pairs.entities[id_] for id_ in ends)
        return PairStance(a, b, found, because=self._statements(found.because))

    def _statement(self, id_: str) -> Statement:
        if not self._by_id:
            self._by_id = {s.id: s for s in self._graph.statements}
        return self._by_id[id_]

    def _statements(self, ids: Iterable[str]) -> tuple[Cited, ...]:
        """The statements with their articles, each sentence once."""
        said: dict[str, Cited] = {}
        for id_ in ids:
            s = self._statement(id_)
            known = self._pairs.entities
            cited = Cited(s, self._pairs.articles[s.article], known[s.source], known[s.target])
            said.setdefault(s.sentence, cited)
        return tuple(said.values())

    def _cited(self, reports: Iterable[Report]) -> tuple[Cited, ...]:
        ranked = sorted(
            (r for r in reports if not r.denied),
            key=lambda r: (-round(stance.weight(r, self._parameters), 6), r.day, r.statement),
        )
        return self._statements(r.statement for r in ranked)[:_CITED]

    def _periods(
        self, reports: Sequence[Report], read: Mapping[int, PairState], by: Unit
    ) -> Iterator[Period]:
        """The periods of which something is reported, in order."""
        for name, days in groupby(read, key=lambda day: _named(day, by)):
            within = {*days}
            some = [r for r in reports if r.day in within and not r.denied]
            if not some:
                continue
            at = read[max(within)]
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
        """The statements by which something stands for good between two."""
        standing = stance.Standing(self._pairs.common(pair), self._parameters)
        for report in sorted(reports, key=lambda r: max(r.day, 0)):
            standing.add(report)
        return self._statements(r.statement for _, r in standing.reports())

    def _of_day(self, day: int, pair: Pair, level: Level) -> int:
        """How many reports of a pair are of a day, or of one that is not known: ``UNDATED`` or ``PAST``."""
        acted = self._of(level).get(pair, ())
        return sum(r.day == day and not r.denied for r in self._pairs.reports(acted))

    def _told(self, day: int, reports: Iterable[Report]) -> str:
        """A day as exactly as its reports tell it: the month or year where none names a day; empty where none
        is of that day, and a label is only left as another faded.

        A report counts for the middle of the time that its sentence names, or for the beginning of the month
        or year that alone is known of its article.
        """
        exact = stance.iso(day)
        ids = [r.statement for r in reports if r.day == day and not r.denied] if day else []
        spans = [_span(self._statement(id_), self._pairs.articles) for id_ in ids]
        if not spans:
            return ""
        days = min(spans)
        return exact if days < _FEW_DAYS else exact[:7] if days <= _MONTH_DAYS else exact[:4]

    def _turning_points(
        self, pair: Pair, reports: Sequence[Report], read: Mapping[int, PairState]
    ) -> Iterator[TurningPoint]:
        """The changes of course of which a report tells: month by month where much is reported, else from
        report to report; and where neither shows it, the days on which a label begins of which the axis rises
        much. Where nothing turns but what is reported, there is none.
        """
        turns = [*self._courses(reports, read)]
        turns += self._sudden(pair, reports, read, [day for day, *_ in turns])
        eves, ends = [day - 1 for day, *_ in turns], [settled for _, _, settled, _ in turns]
        on = self._on(pair, reports, (*eves, *ends))
        for day, before, settled, near in sorted(turns, key=lambda turn: turn[:3]):
            eve, now = on[day - 1], on[settled]
            label = read[before].label
            if _rise(eve, now) < _LEAST_TURN and (
                now.label.name == label.name or (_fades(label, now.label) and _rise(now, eve) < _LEAST_TURN)
            ):
                continue
            yield TurningPoint(
                day=stance.iso(day),
                told=self._told(day, reports),
                before=label.name,
                after=now.label.name,
                cooperation=(round(eve.cooperation, 3), round(now.cooperation, 3)),
                conflict=(round(eve.conflict, 3), round(now.conflict, 3)),
                cited=self._cited(near),
            )

    def _sudden(
        self, pair: Pair, reports: Sequence[Report], read: Mapping[int, PairState], known: Sequence[int]
    ) -> Iterator[tuple[int, int, int, list[Report]]]:
        """As :meth:`_courses`, where no change of course is near and the reports of some weeks alone make a
        label: a war that begins where little was reported before.
        """
        days = sorted(read)
        found: list[tuple[int, int, int, list[Report]]] = []
        for last, day in pairwise(days):
            label = read[day].label
            if not label.infers or read[last].label.name == label.name:
                continue
            (axis,) = label.axes
            told = [r for r in reports if r.axis == axis and not r.denied]
            first = min((r.day for r in told if 0 <= day - r.day < _TOGETHER), default=day)
            near = [r for r in told if 0 <= r.day - first <= _AROUND]
            before = [d for d in days if d < first]
            near_another = any(abs(first - k) <= _AROUND for k in known)
            if first - days[0] < _KNOWN or near_another or len({r.article for r in near}) < _TELLING:
                continue
            known = (*known, first)
            found.append((first, before[-1], max(r.day for r in near), near))
        on = self._on(pair, reports, [first - 1 for first, *_ in found])
        for first, before_that, settled, near in found:
            axis = near[0].axis
            if getattr(read[settled], axis) - getattr(on[first - 1], axis) >= _SUDDEN:
                yield first, before_that, settled, near

    def _on(self, pair: Pair, reports: Sequence[Report], days: Collection[int]) -> Mapping[int, PairState]:
        """How a pair stood at the end of each of the days, and of those with a report."""
        if not days:
            return {}
        found = stance.readings(reports, self._parameters, self._pairs.common(pair), days)
        return {reading.day: reading for reading in found}

    def _courses(
        self, reports: Sequence[Report], read: Mapping[int, PairState]
    ) -> Iterator[tuple[int, int, int, list[Report]]]:
        """Where a new course begins: its day, the last day with reports before it, the day by which it has
        settled, and the reports that tell of it.
        """
        days = sorted({r.day for r in reports if r.day in read and not r.denied})
        times = _times(days)
        place = {day: k for k, some in enumerate(times) for day in some}
        sums = [dict.fromkeys(stance.AXES, 0.0) for _ in times]
        told: dict[str, list[int]] = {axis: [] for axis in stance.AXES}
        for r in reports:
            if r.day in place and not r.denied:
                sums[place[r.day]][r.axis] += stance.weight(r, self._parameters)
                told[r.axis].append(r.day)
        found = stance.turns(
            [log1p(at["cooperation"]) for at in sums], [log1p(at["conflict"]) for at in sums]
        )
        befores = [max(day for some in times[: t.at] for day in some) for t in found]
        for t, before, end in zip(found, befores, [*befores[1:], *days[-1:]], strict=False):
            rise = {axis: t.after[k] - t.before[k] for k, axis in enumerate(stance.AXES)}
            axis = max(stance.AXES, key=lambda axis: rise[axis])
            axes_ = read[end].label.axes
            if len(axes_) == 1 and rise[axes_[0]] >= _LEAST_RISE:
                axis = axes_[0]  # what the new label says rose, too: by that it is explained
            course = times[t.at : t.end]
            # That an axis falls no report tells, least one of this axis: only less is reported, or nothing.
            if rise[axis] < _LEAST_RISE and (not course[0] or 2 * sum(map(bool, course)) < len(course)):
                continue
            day = course[0][0] if course[0] else min(day for day in told[axis] if place[day] >= t.at)
            near = [r for r in reports if 0 <= r.day - day <= _AROUND]
            settled = max(d for d in days if day <= d <= min(day + _AROUND, end))
            if rise[axis] < _LEAST_RISE:  # what falls does so by and by
                settled = min(end, day + round(_FALLEN * self._parameters.half_life))
            yield day, before, settled, [r for r in near if r.axis == axis] or near


def _fades(before: stance.Label, after: stance.Label) -> bool:
    """Whether a label is one further down the table of the same axis: less is reported of it."""
    return before.axes == after.axes and stance.places()[before.name] < stance.places()[after.name]


def _rise(before: PairState, after: PairState) -> float:
    """By how much that axis rises which rises more."""
    return max(after.cooperation - before.cooperation, after.conflict - before.conflict)


def _span(s: Statement, articles: Mapping[str, Article]) -> int:
    """How many days lie between the first and the last on which a statement may have happened; 0 where it
    counts for a day: its own or that of its article. The beginning of a month or year stands for all of it,
    whether it is the time since which something goes on, or all that is known of the article."""
    article, days = articles[s.article], stance.span(s)
    day = stance.day_of(s, article)
    if days:
        return 0 if day in (stance.ordinal(s.when_to), stance.ordinal(article.date)) else days
    if article.date or s.when_to:
        return 0
    since = day == stance.ordinal(s.when_from)
    return _LENGTHS.get(s.when_precision if since else _PRECISIONS.get(len(article.time), ""), 0)


def _times(days: Sequence[int]) -> list[list[int]]:
    """Days with reports by the times that are compared: those of some days from the first on, or months where
    they are dense."""
    by_month = {name: list(some) for name, some in groupby(days, key=lambda day: _named(day, "month"))}
    months = list(_months(min(by_month), max(by_month))) if by_month else []
    if len(by_month) >= max(_MONTHS, _DENSE * len(months)):
        return [by_month.get(month, []) for month in months]
    times: list[list[int]] = []
    for day in days:
        if times and day - times[-1][0] < _TOGETHER:
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
