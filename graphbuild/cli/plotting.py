"""The plotting command: plot."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.stances import AtLevel, HalfLife
from graphbuild.cli.targets import ANOTHER_OUT
from graphbuild.errors import InputError
from graphbuild.targets import check_graph


def plot(
    a: Annotated[
        str | None,
        typer.Argument(
            metavar="[A]",
            help="Name, alias, country code or id of an entity.",
            show_default=False,
            autocompletion=completing.entity,
        ),
    ] = None,
    b: filtering.B = None,
    timeline: Annotated[
        bool,
        typer.Option("--timeline", help="Statements over time; without A for the complete graph."),
    ] = False,
    out: options.Out = None,
    form: Annotated[
        Literal["svg", "png"] | None,
        typer.Option("--format", "-f", help="Image format.", show_default="by suffix of --out, else svg"),
    ] = None,
    limit: Annotated[
        int,
        typer.Option("--limit", min=0, metavar="N", help="Maximum number of neighbours; 0: all, up to 300."),
    ] = 24,
    relation: filtering.Relation = None,
    kind: filtering.OtherKind = None,
    source: filtering.Source = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    min_reports: filtering.MinReports = 0,
    level: AtLevel = None,
    half_life: HalfLife = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
) -> None:
    """Draw an entity, a pair or a time line as SVG or PNG.

    With A its neighbours, as on the web page: conflict on the left, cooperation on the right. With A and B
    their stance over time. Needs matplotlib: pip install 'graphbuild[plot]'.

    \b
    Examples:
      graphbuild plot China --out china.svg
      graphbuild plot Egypt Israel --out egypt-israel.png
      graphbuild plot --timeline --relation conflict --out conflict.svg
    """
    import graphbuild
    from graphbuild.api.pictures.figure import NothingToDrawError

    if out is None and sys.stdout.isatty():
        raise InputError("a picture cannot be shown on a terminal; give a file with --out, or use a pipe")
    check_graph(out, graph, ANOTHER_OUT)
    with graphbuild.open(graph) as opened:
        names = [name for name in (a, b) if name is not None]
        filtering.report_undated(opened, names, since, until, source=source)
        try:
            picture = opened.plot(
                a,
                b,
                timeline=timeline,
                level=level,
                half_life=half_life,
                limit=limit,
                relation=relation,
                kind=kind,
                source=source,
                since=since,
                until=until,
                min_reports=min_reports,
            )
        except NothingToDrawError as error:
            message = filtering.no_results_message(
                opened,
                str(error),
                relation=relation,
                kind=kind,
                since=since,
                until=until,
                source=source,
                min_reports=min_reports,
            )
            raise NothingToDrawError(message) from error
    if out is None or out == Path("-"):
        picture.save(sys.stdout.buffer, format=form or "svg")
        return
    picture.save(out, format=form)
    output.say(f"wrote {out}")
