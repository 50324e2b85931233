"""From the reports of a pair to its stance: one pass over the days on which something was reported."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graphbuild.model import Level as ViewLevel
from graphbuild.model import Stance, stance_id
from graphbuild.stance.intensity import DEFAULT, Level, Parameters, belief, of_axis, weight
from graphbuild.stance.labels import UNKNOWN, Label, Standing, labels, standing_relations
from graphbuild.stance.reports import AXES, PAST, UNDATED, Axis, Report
from graphbuild.stance.runs import Runs

#: Latest reports of an axis by which it is believed, and half-lives after which none of them counts.
_HEARD, _RECENT = 12, 10.0
#: Statements that are named as those that decide.
_DECIDING = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """How a pair stands at one time."""

    day: int
    """Ordinal; 0 where no report has a day."""
    label: Label
    cooperation: float
    conflict: float
    force: float
    belief: float
    """Of the axis that decides."""
    standing: tuple[str, ...]
    sums: dict[str, float]
    """By axis and direction; see ``Level``."""
    doubted: tuple[Axis, ...] = ()
    """Axes of which something is reported that is not believed."""


def readings(
    reports: Sequence[Report],
    parameters: Parameters = DEFAULT,
    common: bool = False,
    days: Iterable[int] = (),
) -> Iterator[Reading]:
    """How a pair stands after each day with a report, and at the end of the other ``days``, in order.

    Where there is no day at all there is one reading, of day 0.
    """
    level = Level(parameters)
    undated = [r for r in reports if r.day == UNDATED]
    if all(r.day <= UNDATED for r in reports):
        for report in undated:
            level.add(report)
    heard: dict[str, deque[Report]] = {axis: deque(maxlen=_HEARD) for axis in AXES}
    for axis in AXES:
        heard[axis].extend(of_axis(undated, axis))
    standing = Standing(common, parameters)
    for report in undated:
        standing.add(report)
    stood = standing.now()
    at: dict[int, list[Report]] = {day: [] for day in days}
    for report in reports:
        if report.day > UNDATED:
            at.setdefault(report.day, []).append(report)
    for day in sorted(at):
        level.to(day)
        for report in at[day]:
            level.add(report)
            heard[report.axis].append(report)
            if report.relation in standing_relations():
                standing.add(report)
                stood = standing.now()
        yield _reading(day, level, heard, stood, parameters)
    if not at and undated:
        yield _reading(UNDATED, level, heard, stood, parameters)


def _reading(
    day: int,
    level: Level,
    heard: dict[str, deque[Report]],
    stood: tuple[str, ...],
    parameters: Parameters,
) -> Reading:
    measures = {name: level.intensity(name) for name in (*AXES, "force")}
    oldest = day - _RECENT * parameters.half_life
    recent = {axis: [r for r in heard[axis] if r.day == UNDATED or r.day >= oldest] for axis in AXES}
    beliefs = {axis: belief(recent[axis], parameters) for axis in AXES}
    told = dict(measures)
    for axis in AXES:  # what is not believed of one axis is no reason against what is believed of the other
        if beliefs[axis] < parameters.least_belief:
            told |= {axis: 0.0} if axis == "cooperation" else {axis: 0.0, "force": 0.0}
    label, sure = labels()[-1], 0.0
    tried = (measures,) if told == measures else (measures, told)
    for row, seen in ((row, seen) for seen in tried for row in labels()):
        if not row.axes or not row.fits({**seen, "lead": seen["conflict"] - seen["cooperation"]}, stood):
            continue
        asserted = [r for axis in row.axes for r in recent[axis] if not r.denied]
        believed = min(beliefs[axis] for axis in row.axes)
        sure = sure or believed
        enough = len({r.article for r in asserted}) >= parameters.least_reports
        if enough and believed >= parameters.least_belief:
            label, sure = row, believed
            break
    return Reading(
        day,
        label,
        measures["cooperation"],
        measures["conflict"],
        measures["force"],
        sure,
        stood,
        dict(level.sums),
        tuple(axis for axis in AXES if measures[axis] and beliefs[axis] < parameters.least_belief),
    )


def of_period(reports: Iterable[Report], since: int = 0, until: int = 0) -> list[Report]:
    """The reports that a stance at the end of a period is inferred from: all without a period, else those of
    a known day until its end, also from before it begins.

    ``since`` and ``until`` are the ordinals of its first and its last day, 0 where it is open.
    """
    if not (since or until):
        return list(reports)
    return [r for r in reports if r.day > UNDATED and (not until or r.day <= until)]


def last_days(reports: Iterable[Report], until: int = 0) -> list[int]:
    """The day whose end a stance is of: ``until``, else that of the last article that reports on the two, so
    that what is only remembered by then has faded; none where no article has a day.
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
    """The stance of ``a`` and ``b`` at the end of day ``until``, else when last an article reported on them.

    With ``since`` or ``until``, ordinals of days, it is that of a period: what has no day counts for nothing,
    and what was before ``since`` bears on the label but is not counted nor named.
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
            round(now.sums.get(f"{axis}{way}", 0.0), 3) if now else 0.0 for axis in AXES for way in "><"
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
    """The weights of both axes that were reported of each month, undecayed."""
    found: dict[str, dict[str, float]] = {}
    for report in reports:
        if report.day > UNDATED and not report.denied:
            month = found.setdefault(iso(report.day)[:7], dict.fromkeys(AXES, 0.0))
            month[report.axis] += weight(report, parameters)
    return {
        month: (round(sums["cooperation"], 3), round(sums["conflict"], 3))
        for month, sums in sorted(found.items())
    }


def deciding(reports: Sequence[Report], now: Reading, parameters: Parameters = DEFAULT) -> tuple[str, ...]:
    """Ids of the statements that weigh most for the label, the heaviest first."""
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
    """The day of an ordinal in ISO 8601; empty for none."""
    return date.fromordinal(day).isoformat() if day > UNDATED else ""
