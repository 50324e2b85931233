"""Infer the stance of a pair from its reports, in one pass over the days with a report."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graphbuild.model import Level as ViewLevel
from graphbuild.model import Stance, stance_id
from graphbuild.stance.intensity import DEFAULT, Level, Parameters, belief, of_axis, weight
from graphbuild.stance.labels import UNKNOWN, Label, Standing, labels
from graphbuild.stance.reports import AXES, PAST, UNDATED, Axis, Report
from graphbuild.stance.runs import Runs
from graphbuild.stance.standing_table import standing_rows

#: The latest reports of an axis that its belief is computed from, at most; and the number of half-lives after
#: which a report is ignored.
_MOST_REPORTS, _MOST_HALF_LIVES = 12, 10.0
#: Statements that are listed as the evidence for the label, at most.
_DECIDING = 5


@dataclass(frozen=True, slots=True)
class PairState:
    """The values and the label of a pair on one day."""

    day: int
    """Ordinal; 0 if no report has a day."""
    label: Label
    cooperation: float
    conflict: float
    force: float
    belief: float
    """Belief in the axes that decide the label, the lower one of two."""
    standing: tuple[str, ...]
    sums: dict[str, float]
    """By axis and direction; see ``Level``."""
    doubted: tuple[Axis, ...] = ()
    """Axes with reports that are not believed."""


def readings(
    reports: Sequence[Report],
    parameters: Parameters = DEFAULT,
    common: bool = False,
    days: Iterable[int] = (),
) -> Iterator[PairState]:
    """Yield the reading of a pair after each day with a report, and at the end of the other ``days``, in
    order.

    If no report has a day, there is one reading, of day 0.
    """
    level = Level(parameters)
    undated = [r for r in reports if r.day == UNDATED]
    if all(r.day <= UNDATED for r in reports):
        for report in undated:
            level.add(report)
    latest: dict[str, deque[Report]] = {axis: deque(maxlen=_MOST_REPORTS) for axis in AXES}
    for axis in AXES:
        latest[axis].extend(of_axis(undated, axis))
    standing = Standing(common, parameters)
    for report in undated:
        standing.add(report)
    standings = standing.current()
    at: dict[int, list[Report]] = {day: [] for day in days}
    for report in reports:
        if report.day > UNDATED:
            at.setdefault(report.day, []).append(report)
    for day in sorted(at):
        level.to(day)
        for report in at[day]:
            level.add(report)
            latest[report.axis].append(report)
            if report.relation in standing_rows():
                standing.add(report)
                standings = standing.current()
        yield _reading(day, level, latest, standings, parameters)
    if not at and undated:
        yield _reading(UNDATED, level, latest, standings, parameters)


def _reading(
    day: int,
    level: Level,
    latest: dict[str, deque[Report]],
    standings: tuple[str, ...],
    parameters: Parameters,
) -> PairState:
    measures = {name: level.intensity(name) for name in (*AXES, "force")}
    oldest = day - _MOST_HALF_LIVES * parameters.half_life
    recent = {axis: [r for r in latest[axis] if r.day == UNDATED or r.day >= oldest] for axis in AXES}
    beliefs = {axis: belief(recent[axis], parameters) for axis in AXES}
    believed_measures = dict(measures)
    for axis in AXES:  # an axis that is not believed must not block a label of the other axis
        if beliefs[axis] < parameters.least_belief:
            believed_measures |= {axis: 0.0} if axis == "cooperation" else {axis: 0.0, "force": 0.0}
    label, certainty = labels()[-1], 0.0
    alternatives = (measures,) if believed_measures == measures else (measures, believed_measures)
    for row, values in ((row, values) for values in alternatives for row in labels()):
        if not row.axes or not row.fits(
            {**values, "lead": values["conflict"] - values["cooperation"]}, standings
        ):
            continue
        asserted = [r for axis in row.axes for r in recent[axis] if not r.denied]
        row_belief = min(beliefs[axis] for axis in row.axes)
        certainty = certainty or row_belief
        enough = len({r.article for r in asserted}) >= parameters.least_reports
        if enough and row_belief >= parameters.least_belief:
            label, certainty = row, row_belief
            break
    return PairState(
        day,
        label,
        measures["cooperation"],
        measures["conflict"],
        measures["force"],
        certainty,
        standings,
        dict(level.sums),
        tuple(axis for axis in AXES if measures[axis] and beliefs[axis] < parameters.least_belief),
    )


def of_period(reports: Iterable[Report], since: int = 0, until: int = 0) -> list[Report]:
    """Return the reports that the stance at the end of a period is inferred from.

    Without a period, these are all reports. Otherwise they are the reports with a known day up to its end,
    including those from before its start. ``since`` and ``until`` are the ordinals of its first and last day,
    0 if it is open.
    """
    if not (since or until):
        return list(reports)
    return [r for r in reports if r.day > UNDATED and (not until or r.day <= until)]


def last_days(reports: Iterable[Report], until: int = 0) -> list[int]:
    """Return the day for which a stance is computed, or no day if no article has one.

    It is ``until`` if given, else the day of the last article that reports on the pair, so that older events
    mentioned in it have decayed by then.
    """
    last = until or max((r.published for r in reports if not r.denied), default=UNDATED)
    return [last] if last else []


def infer(
    a: str,
    b: str,
    reports: Sequence[Report],
    *,
    level: ViewLevel = "actor",
    common: bool = False,
    parameters: Parameters = DEFAULT,
    since: int = 0,
    until: int = 0,
) -> Stance:
    """Infer the stance of ``a`` and ``b`` at the end of day ``until``, by default on the day of the latest
    article about them.

    ``since`` and ``until`` are ordinals of days and restrict the stance to a period: reports without a day
    are ignored, and reports from before ``since`` influence the label but are neither counted nor listed.
    """
    reports = of_period(reports, since, until)
    now = None
    runs = Runs(reports, parameters)
    for now in readings(reports, parameters, common, last_days(reports, until)):
        runs.add(now.day, now.label)
    of_the_period = [r for r in reports if r.day >= since] if since else reports
    asserted = [r for r in of_the_period if not r.denied]
    counted = [r for r in asserted if r.day != PAST]
    months = by_month(counted, parameters)
    return Stance(
        id=stance_id(level, a, b),
        a=a,
        b=b,
        level=level,
        label=now.label.name if now else UNKNOWN,
        infers=now.label.infers if now else "",
        cooperation=round(now.cooperation, 3) if now else 0.0,
        conflict=round(now.conflict, 3) if now else 0.0,
        sums=tuple(
            round(now.sums.get(f"{axis}{direction}", 0.0), 3) if now else 0.0
            for axis in AXES
            for direction in "><"
        ),
        belief=round(now.belief, 3) if now else 0.0,
        reports=len({(r.article, r.day, r.direction, r.relation) for r in counted}),
        articles=len({r.article for r in counted}),
        sources=len({r.publisher for r in counted}),
        denied=len(of_the_period) - len(asserted),
        undated=sum(r.day == UNDATED for r in asserted),
        past=sum(r.day == PAST for r in asserted),
        as_of=iso(now.day) if now else "",
        since=iso(runs.since),
        before=runs.before,
        standing=now.standing if now else (),
        months=tuple(months),
        cooperation_by_month=tuple(x for x, _ in months.values()),
        conflict_by_month=tuple(y for _, y in months.values()),
        because=deciding(counted, now, parameters) if now else (),
    )


def by_month(reports: Iterable[Report], parameters: Parameters = DEFAULT) -> dict[str, tuple[float, float]]:
    """Sum the weights of the reports of each month, by axis, without decay."""
    sums_by_month: dict[str, dict[str, float]] = {}
    for report in reports:
        if report.day > UNDATED and not report.denied:
            month = sums_by_month.setdefault(iso(report.day)[:7], dict.fromkeys(AXES, 0.0))
            month[report.axis] += weight(report, parameters)
    return {
        month: (round(sums["cooperation"], 3), round(sums["conflict"], 3))
        for month, sums in sorted(sums_by_month.items())
    }


def deciding(reports: Sequence[Report], now: PairState, parameters: Parameters = DEFAULT) -> tuple[str, ...]:
    """Return the ids of the statements with the largest weight for the label, in descending order."""
    axes = now.label.axes or AXES
    worth: Counter[str] = Counter()
    dated = [r for r in reports if r.day > UNDATED]
    for report in dated or reports:
        if report.axis in axes and not report.denied:
            age = max(0, now.day - report.day) if dated else 0
            worth[report.statement] += weight(report, parameters) * 0.5 ** (age / parameters.half_life)
    ranked = sorted(worth, key=lambda id_: (-round(worth[id_], 6), id_))
    return tuple(ranked[:_DECIDING])


def iso(day: int) -> str:
    """Format an ordinal as an ISO 8601 date; empty for no day."""
    return date.fromordinal(day).isoformat() if day > UNDATED else ""
