"""Commands for stances between entities: stance, changes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from graphbuild.cli import filtering, options, output
from graphbuild.cli.filtering import report_omitted
from graphbuild.cli.titles import Titles, Titling
from graphbuild.wording import imprecise_reports, label_change, undated_past_reports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import RenderableType
    from rich.padding import Padding
    from rich.text import Text

    from graphbuild.api import OpenGraph
    from graphbuild.api.stances import Change, Cited, PairStance, PairStances, TurningPoint
    from graphbuild.model import Stance

By = Annotated[Literal["month", "quarter", "year"], typer.Option("--by", help="Periods to show.")]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DAY", help="First day shown and counted, as in 1979-03-26.", show_default=False
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="DAY",
        help="Day as of which the stance is inferred.",
        show_default="the last report",
    ),
]
AtLevel = Annotated[
    Literal["state", "actor"] | None,
    typer.Option(
        "--level",
        help="Count office holders and organisations for their state, or each actor by itself.",
        show_default="state for two states",
    ),
]
HalfLife = Annotated[
    float | None,
    typer.Option(
        "--half-life", metavar="DAYS", help="Age at which a report has half its weight.", show_default="365"
    ),
]

#: Characters of a full bar, and between columns.
_WIDTH = 16
_GAP = 2
#: Intensity of a full bar.
_FULL = 4.0
_STYLES = {"HOSTILITY_TOWARD": "red", "PARTNERSHIP": "green"}


def stance(
    a: filtering.A,
    b: filtering.B = None,
    by: By = "year",
    since: Since = None,
    until: Until = None,
    level: AtLevel = None,
    half_life: HalfLife = None,
    relation: filtering.Relation = None,
    kind: filtering.OtherKind = None,
    source: filtering.Source = None,
    min_reports: Annotated[
        int,
        typer.Option(
            "--min-reports",
            min=0,
            metavar="N",
            help="With A alone, minimum number of independent reports.",
            show_default=False,
        ),
    ] = 0,
    sort: Annotated[
        Literal["since", "reports", "cooperation", "conflict", "name"],
        typer.Option("--sort", help="With A alone, order; since: latest change first."),
    ] = "since",
    limit: filtering.LimitOfText = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Infer whether two are partners or adversaries.

    Inferred from all reports: cooperation and conflict over time, turning points, the sentences that decide.
    With one name, its stances toward all others, the latest change first: of two states with what their
    office holders and bodies do, of all others (an armed group) as actors.

    \b
    Example:
      graphbuild stance Egypt Israel --by year
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        if b is not None:
            pair = opened.stance(
                a,
                b,
                by=by,
                since=since,
                until=until,
                level=level,
                half_life=half_life,
                relation=relation,
                source=source,
            )
            s = pair.stance
            reported = s.label != "unknown" or s.reports or s.past or s.denied
            if not reported:
                filters = {"relation": relation, "source": source, "since": since, "until": until}
                others = _uncounted(opened, pair, **filters)
                what = "nothing that counts for a stance" if others else "nothing"
                message = f"{what} is reported between {pair.a.name} and {pair.b.name}"
                told = filtering.no_results_message(opened, message, **filters)
                output.say("; ".join([told, *_left_out(pair), *others]))
            if as_json:
                output.write_json(pair)
            elif reported:
                _write_pair(pair, by, Titles(opened), since, until)
            return
        found = opened.stance(
            a,
            since=since,
            until=until,
            level=level,
            half_life=half_life,
            relation=relation,
            kind=kind,
            source=source,
            min_reports=min_reports,
            sort=sort,
        )
        if not found:
            name = opened.show(a).entity.name
            filtering.report_no_results(
                opened,
                found,
                f"too few reports about {name} and any other {'state' if level == 'state' else 'entity'}"
                " to infer a stance",
                relation=relation,
                kind=kind,
                since=since,
                until=until,
                source=source,
                min_reports=min_reports,
            )
    if as_json:
        output.write_json(found.first(limit or None))
    elif found:
        _write_list(found, filtering.most_shown(limit))


def changes(
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="Compare the end of this day …")],
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="DAY", help="… with the end of this one.", show_default="the last report"
        ),
    ] = "",
    level: AtLevel = None,
    half_life: HalfLife = None,
    relation: filtering.Relation = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only pairs with a person, country or organisation; can be repeated.",
            show_default=False,
        ),
    ] = None,
    source: filtering.Source = None,
    min_reports: Annotated[
        int,
        typer.Option(
            "--min-reports",
            min=0,
            metavar="N",
            help="Minimum number of independent reports of a pair.",
            show_default=False,
        ),
    ] = 0,
    sort: Annotated[
        Literal["strength", "reports", "name"],
        typer.Option("--sort", help="Order: by strength of the change, number of reports, or name."),
    ] = "strength",
    limit: filtering.LimitOfText = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """List pairs whose stance changed, with the reasons.

    Compares all stances at the end of two days; the strongest change first, with the sentences behind it.

    \b
    Example:
      graphbuild changes --since 1979-01-01 --until 1980-12-31
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        found = opened.changes(
            since,
            until,
            level=level,
            half_life=half_life,
            relation=relation,
            kind=kind,
            source=source,
            min_reports=min_reports,
            sort=sort,
        )
        filtering.report_no_results(
            opened,
            found,
            f"no stance changed from {since} to {until or 'the last report'}",
            (since, until),
            relation=relation,
            kind=kind,
            source=source,
            min_reports=min_reports,
        )
        if as_json:
            output.write_json(found.first(limit or None))
            return
        shown, titles = found.first(filtering.most_shown(limit) or None), Titles(opened)
        if shown:
            last = f"the end of {until}" if until else "the last report"
            output.show(f"from the end of {since} to {last}")
        for one in shown:
            _write_change(one, titles)
        report_omitted(len(shown), len(found))


def _write_pair(found: PairStance, by: str, titles: Titling, since: str | None, until: str | None) -> None:
    from rich.text import Text

    s = found.stance
    head = Text(f"{found.a.name} – {found.b.name}  ", style="bold").append_text(_label(s))
    figures = [
        f"{axis} {level:.1f}{' (not believed)' if axis in found.doubted else ''}"
        for axis, level in (("cooperation", s.cooperation), ("conflict", s.conflict))
    ]
    figures.append(f"belief {s.belief:.2f}")
    # Counts are of the period; the label is that of its end, inferred from all reports until then.
    inferred = ", by all reports until then" if since and s.as_of else ""
    days = f" from {since} {f'to {until}' if until else 'on'}" if since else ""
    lines = [
        head,
        Text(f"  {' · '.join(figures)}  (level {s.level}{_as_of(found)}{inferred})"),
        Text(f"  {_support(s, days)}"),
    ]
    if s.label != "unknown" and s.since:
        began = f"since {found.since_date}" if found.since_date else "faded with time"
        lines.append(Text(f"  {began}" + (f", {s.before} before" if s.before else "")))
    lines += [Text(f"  {line}") for line in _left_out(found)]
    output.show(*lines)
    if s.standing:
        output.show(Text(f"  reported: {', '.join(s.standing)}"), *_cited(found.standing_because, titles, 4))
    if found.periods:
        rows = [
            (
                Text(p.period),
                Text(_bar(p.cooperation).ljust(_WIDTH), style="green"),
                Text(_bar(p.conflict).ljust(_WIDTH), style="red"),
                Text(f"{p.reports:,}"),
                Text(p.label),
            )
            for p in found.periods
        ]
        columns = ("period", "cooperation", "conflict", "reports", "stance")
        output.show("", *_table(columns, rows, right=("reports",)))
    if found.imprecise:
        output.show(Text(f"{imprecise_reports(found.imprecise, by)}: --by year has them", style="dim"))
    if found.turning_points:
        output.show(Text("\nturning points", style="bold"))
        for turn in found.turning_points:
            output.show(Text(f"  {turn.date:<10}  {_labels(turn)}"), *_cited(turn.cited, titles, 4))
    if found.because:
        output.show(Text("\nbecause", style="bold"), *_cited(found.because, titles, 2))


def _write_list(found: PairStances, limit: int) -> None:
    from rich.text import Text

    rows = []
    levels = ("level",) if len({one.stance.level for one in found}) > 1 else ()
    for one in found[: limit or None]:
        s = one.stance
        figures = (f"{s.cooperation:.1f}", f"{s.conflict:.1f}", f"{s.belief:.2f}", f"{s.reports:,}")
        rows.append(
            (
                Text(one.b.name, style="bold"),
                Text(s.label, style=_STYLES.get(s.infers, "")),
                *map(
                    Text,
                    (one.since_date or s.since, s.before, *figures, one.as_of_date, *(levels and (s.level,))),
                ),
            )
        )
    right = ("cooperation", "conflict", "belief", "reports")
    output.show(*_table(("with", "stance", "since", "before", *right, "last", *levels), rows, right=right))
    report_omitted(min(len(found), limit or len(found)), len(found))
    if found.unknown:
        verb = "is" if found.unknown == 1 else "are"
        output.say(f"{output.count(found.unknown, 'pair')} of whom too little is known {verb} left out")


def _table(
    columns: Sequence[str], rows: Sequence[Sequence[Text]], *, right: Collection[str]
) -> list[RenderableType]:
    """The rows in colour; without colour, and on several lines each, if they do not fit the terminal."""
    from rich.cells import cell_len
    from rich.table import Table

    from graphbuild.cli.tables import as_table

    cells = [[cell.plain for cell in row] for row in rows]
    numeric = [name in right for name in columns]
    width = output.terminal_width()
    needed = sum(max(map(cell_len, column)) + _GAP for column in zip(columns, *cells, strict=True))
    if width is not None and needed > width:
        return as_table(columns, cells, numeric=numeric, width=width)
    table = Table(box=None, padding=(0, _GAP, 0, 0), header_style="dim")
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return [table]


def _write_change(one: Change, titles: Titling) -> None:
    from rich.text import Text

    head = Text("\n").append(f"{one.a.name} – {one.b.name}  ", style="bold")
    head.append_text(_label(one.before)).append(" → ").append_text(_label(one.after))
    axes = [
        f"{axis} {getattr(one.before, axis):.1f} → {getattr(one.after, axis):.1f}"
        for axis in ("cooperation", "conflict")
    ]
    axes += ["faded, less is reported"] if one.faded else []
    output.show(
        head, Text(f"  {' · '.join(axes)}  {_support(one.after)}", style="dim"), *_cited(one.cited, titles, 2)
    )


def _label(s: Stance) -> Text:
    from rich.text import Text

    return Text(s.label, style=_STYLES.get(s.infers, ""))


def _as_of(found: PairStance) -> str:
    return f", as of {found.as_of_date}" if found.as_of_date else ", no report has a day"


def _support(s: Stance, days: str = "") -> str:
    """The number of reports, in words; ``days`` is their period."""
    parts = []
    if s.reports:
        parts = [
            f"{output.count(s.reports, 'report')} in {output.count(s.articles, 'article')}"
            f" of {output.count(s.sources, 'publisher')}{days}"
        ]
    elif days or not s.past:
        parts = [f"no report{days}"]
    parts += [f"{s.denied:,} denied"] if s.denied else []
    counting = "which count only for belief" if s.as_of else "which count half"
    parts += [f"{s.undated:,} of unknown day, {counting}"] if s.undated else []
    parts += [undated_past_reports(s.past)] if s.past else []
    return " · ".join(parts)


def _left_out(found: PairStance) -> list[str]:
    """What a period excludes because its day is unknown."""
    parts = [f"{output.count(found.left_out, 'report')} of unknown day left out"] if found.left_out else []
    return parts + ([undated_past_reports(found.past_left_out)] if found.past_left_out else [])


def _uncounted(opened: OpenGraph, found: PairStance, **filters: Any) -> list[str]:
    """The relations of a pair that make no stance, and the command that lists their sentences."""
    from graphbuild.stance.reports import axes

    explained = opened.explain(found.a.id, found.b.id, **filters)
    relations = dict.fromkeys(e.relation for e in explained if e.asserted and e.relation not in axes())
    if not relations:
        return []
    command = shlex.join(("graphbuild", "explain", found.a.name, found.b.name))
    why = "posts, memberships, requests and withdrawals are neither cooperation nor conflict"
    return [f"`{command}` lists {', '.join(relations)}: {why}"]


def _labels(turn: TurningPoint) -> str:
    axes = [
        f"{name} {before:.1f} → {after:.1f}"
        for name, (before, after) in (("cooperation", turn.cooperation), ("conflict", turn.conflict))
    ]
    return f"{label_change(turn.before, turn.after)}  ({', '.join(axes)})"


def _bar(intensity: float) -> str:
    """A bar in eighths of a character."""
    eighths = round(min(intensity / _FULL, 1.0) * _WIDTH * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _cited(found: Iterable[Cited], titles: Titling, indent: int) -> list[Padding | Text]:
    from rich.padding import Padding
    from rich.text import Text

    from graphbuild.cli.evidence import article_line, marked_sentence, time_of

    lines: list[Padding | Text] = []
    for one in found:
        lines.append(Padding(marked_sentence(one.statement), (0, 0, 0, indent), expand=False))
        parts = [f"{one.source.name} {one.statement.relation} {one.target.name}"]
        parts += [f"time: {time}"] if (time := time_of(one.statement, one.article.date)) else []
        where = Text(" · ".join([*parts, article_line(one.article, titles)]), style="dim italic")
        lines.append(Text(" " * (indent + 2)).append_text(where))
    return lines
