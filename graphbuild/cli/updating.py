"""Commands that update and combine graph folders: watch, merge."""

from __future__ import annotations

from typing import Annotated

import typer

from graphbuild.cli import options, output
from graphbuild.cli.reading import summary
from graphbuild.errors import LedgerError


def watch(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FOLDER...", help="Folders or files to watch.", show_default=False),
    ],
    *,
    graph: options.Folder = options.DEFAULT_GRAPH,
    workers: options.Workers = "auto",
    model: options.Model = None,
    no_encoder: options.NoEncoder = False,
    aliases: options.Aliases = None,
    any_language: options.AnyLanguage = False,
    no_collate: options.NoCollate = False,
    columns: options.Columns = None,
    day_first: options.DayFirst = None,
    date: options.Day = None,
    date_from: options.DateFrom = None,
    source: options.Publisher = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write each report as a line of JSON.")] = False,
) -> None:
    """Update the graph when input files change.

    New and changed files are read, deleted ones are removed, until Ctrl-C. The model stays loaded.

    \b
    Example:
      graphbuild watch articles/ --graph mygraph
    """
    from graphbuild import pipeline
    from graphbuild.errors import GraphbuildError

    try:
        with output.progress_bar("reading articles", shown=not as_json) as progress:
            reports = pipeline.watch(
                inputs,
                graph,
                workers=workers,
                model=model,
                encoder=not no_encoder,
                aliases=aliases,
                any_language=any_language,
                collate=not no_collate,
                columns=options.mapping(columns),
                day_first=day_first,
                date=date,
                date_from=date_from,
                source=source,
                progress=progress,
            )
            output.say(f"watching {', '.join(inputs)} for {graph}; Ctrl-C ends")
            for report in reports:
                if isinstance(report, GraphbuildError):
                    output.say(f"waiting: {report}")
                elif as_json:
                    output.write_json_line(report)
                else:
                    output.report_failures(
                        report.failures, report.reasons, then=f"graphbuild stats --failures --graph {graph}"
                    )
                    if report.skipped:
                        output.say(f"skipped {output.skipped(report.skipped)} (--any-language reads them)")
                    output.print_line(summary(report))
    except KeyboardInterrupt:
        output.say(f"ended; {graph} is kept")


def merge(
    graphs: Annotated[
        list[str],
        typer.Argument(metavar="GRAPH...", help="Graph folders to merge.", show_default=False),
    ],
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Merge graph folders.

    The graph is the same as if their articles had been built at once. The folder is created if needed, else
    added to. If two contradict each other the first is kept, and the conflict is reported.

    \b
    Example:
      graphbuild merge week1 week2 --graph both
    """
    from graphbuild import pipeline

    _check(graphs)
    report = pipeline.merge(graphs, graph)
    for conflict in report.conflicts:
        output.say(f"conflict: {conflict}")
    if as_json:
        output.write_json(report)
    else:
        parts = [
            f"{output.count(report.merged, 'article')} joined",
            *([f"{report.same:,} there already"] if report.same else []),
            *([f"{output.count(len(report.conflicts), 'conflict')}"] if report.conflicts else []),
            f"now {output.count(report.articles, 'article')}",
            output.count(report.entities, "entity", "entities"),
            output.count(report.statements, "statement"),
            output.count(report.relations, "relation"),
        ]
        output.print_line(" · ".join(parts))


def _check(graphs: list[str]) -> None:
    """Raise ``LedgerError`` if an argument is not a graph folder."""
    from graphbuild.ledger import Ledger

    for one in graphs:
        try:
            Ledger.open(one).close()
        except LedgerError as error:
            raise LedgerError(str(error).replace("give another --graph", "give another GRAPH")) from None
