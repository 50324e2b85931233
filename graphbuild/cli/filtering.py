"""Arguments and options for names and filters, shared by commands; messages about what they exclude."""

from __future__ import annotations

import shlex
from collections.abc import Sequence, Sized
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from graphbuild.cli import completing, output

if TYPE_CHECKING:
    from graphbuild.api import OpenGraph

#: First and last day, as given.
_Period = tuple[Any, Any]
#: Default number of relations, pairs and changes that are shown.
SHOWN = 30

A = Annotated[
    str,
    typer.Argument(
        metavar="A", help="Name, alias, country code or id of an entity.", autocompletion=completing.entity
    ),
]
B = Annotated[
    str | None,
    typer.Argument(metavar="[B]", help="A second one.", show_default=False, autocompletion=completing.entity),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY",
        help="Only reports from this day, month or year on, as in 1979-03-26 or 1979.",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="DAY",
        help="Only reports up to this day, or the end of this month or year.",
        show_default=False,
    ),
]
Relation = Annotated[
    list[str] | None,
    typer.Option(
        "--relation",
        metavar="NAME",
        help="Only relations of this name, family, quad class or PLOVER root; can be repeated.",
        show_default=False,
        autocompletion=completing.relation,
    ),
]
OtherKind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only relations to a person, country or organisation; can be repeated.",
        show_default=False,
        autocompletion=completing.kind,
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only persons, countries or organisations (person, country, organisation); can be repeated.",
        show_default=False,
        autocompletion=completing.kind,
    ),
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Only reports of this publisher, by name or site in any letter case; can be repeated.",
        show_default=False,
        autocompletion=completing.source,
    ),
]
MinReports = Annotated[
    int,
    typer.Option(
        "--min-reports",
        min=0,
        metavar="N",
        help="Minimum number of independent articles that assert a relation.",
        show_default=False,
    ),
]
Sort = Annotated[
    Literal["reports", "weight", "name", "first", "last"],
    typer.Option("--sort", help="Order of relations: by reports, weight, name, first or last day."),
]
Ids = Annotated[bool, typer.Option("--ids", help="Also print the ids of articles.")]
Limit = Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Maximum number shown; 0: no limit.")]
LimitOfText = Annotated[
    int | None,
    typer.Option(
        "--limit",
        min=0,
        metavar="N",
        help="Maximum number shown; 0: no limit.",
        show_default=f"{SHOWN}; with --json all",
    ),
]


def given_as(**filters: Any) -> list[str]:
    """The options that set these filters, as a user writes them: "--since 1979-01-01"."""
    options = []
    for name, value in filters.items():
        for one in value if isinstance(value, list) else [value] if value else []:
            option = f"--{name.replace('_', '-')}"
            options.append(option if one is True else f"{option} {shlex.quote(str(one))}")
    return options


def report_no_results(
    opened: OpenGraph,
    found: int | Sized,
    message: str = "",
    period: _Period | None = None,
    /,
    **filters: Any,
) -> None:
    """Print on stderr, if there are no results, the filters as given, and the days with articles.

    ``message`` is the message without filters.
    """
    if not found and (message or given_as(**filters)):
        output.say(no_results_message(opened, message or "nothing was found", period, **filters))


def no_results_message(
    opened: OpenGraph, message: str, period: _Period | None = None, /, **filters: Any
) -> str:
    """The message if there are no results: with the filters as given, and what else there is.

    ``period`` are first and last day if ``message`` names them already.
    """
    given = given_as(**filters)
    advice = available_days(opened, *(period or (filters.get("since"), filters.get("until"))))
    if given and not advice:
        advice = f"without {'it' if len(given) == 1 else 'them'} there may be more"
    text = f"{message} with {' '.join(given)}" if given else message
    return f"{text}; {advice}" if advice else text


def available_days(opened: OpenGraph, since: Any, until: Any) -> str:
    """The days with articles, in words, if none is within the period; else empty."""
    from graphbuild.api.selection import period

    first, last = period(since, until)
    if not (first or last):
        return ""
    days = sorted(one.article.date for one in opened.articles() if one.article.date)
    if not days:
        return "no article has a date"
    outside = first > days[-1] or (last or days[0]) < days[0]
    return f"the articles are from {days[0]} to {days[-1]}" if outside else ""


def most_shown(limit: int | None) -> int:
    """How many results a list in text shows at most; 0: all."""
    return SHOWN if limit is None else limit


def report_omitted(shown: int, total: int) -> None:
    """Print on stderr how many more results there are than are shown."""
    if total > shown:
        output.say(f"… and {total - shown:,} more (--limit 0 shows all)")


def report_undated(
    opened: OpenGraph,
    names: Sequence[str],
    since: Any = None,
    until: Any = None,
    *,
    every: bool = False,
    source: list[str] | None = None,
) -> None:
    """Print on stderr how many articles are excluded because it is unknown whether they are within the
    period; with ``every`` all without an exact day.
    """
    if not (since or until or every):
        return
    days = {} if every else {"since": since, "until": until}
    missing, of = opened.undated(*names, **days, source=source)
    if missing:
        output.say(
            f"left out: {missing:,} of {output.count(of, 'article')}"
            + (f" on {' and '.join(names)}" if names else "")
            + f", which {'has' if missing == 1 else 'have'} no exact date (`graphbuild articles --undated`"
            " lists them)"
        )
