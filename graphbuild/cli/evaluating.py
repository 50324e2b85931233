"""The evaluation command: eval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from graphbuild.cli import options, output
from graphbuild.cli.rows import Format, write_rows

if TYPE_CHECKING:
    from graphbuild.evaluate.dyads import Files
    from graphbuild.extractor import Extractor


def evaluate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Published sets (JSON Lines), events*.csv and truth*.csv between states, folders of them, "
            "or a folder of articles/ and keys/.",
            show_default="the project's suite",
        ),
    ] = None,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="Number of failing cases, or annotated articles, to show.")
    ] = 0,
    phenomenon: Annotated[
        list[str] | None,
        typer.Option("--phenomenon", metavar="NAME", help="Only these phenomena of the suite."),
    ] = None,
    graph: Annotated[
        str | None,
        typer.Option(
            "--graph",
            "-g",
            metavar="GRAPH",
            help="Score the pairs of states of this graph against truth*.csv instead of those of the events.",
            show_default=False,
        ),
    ] = None,
    scores: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the hostility of each pair of states and year to this CSV file.",
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown tables.")] = False,
    workers: options.Workers = "auto",
    model: options.Model = None,
    no_encoder: options.NoEncoder = False,
    as_json: options.AsJson = False,
) -> None:
    """Measure the quality of the extraction.

    On the project's own test suite; on published data sets that you have; on articles with gold annotations;
    on historical data about pairs of states.

    \b
    Example:
      graphbuild eval --errors 20 --phenomenon denial
      graphbuild eval data --errors 3
      graphbuild eval sets/dwie_dev.jsonl --json
      graphbuild eval dyads/ --scores hostility.csv
    """
    from graphbuild.evaluate import dyads, keys
    from graphbuild.extractor import Extractor

    if sets := dyads.find(paths or ()):
        if errors or phenomenon:
            option = "--errors" if errors else "--phenomenon"
            raise typer.BadParameter("is not for events between states", param_hint=option)
        _dyads(sets, graph, scores, as_json=as_json, markdown=markdown)
        return
    if graph or scores:
        option = "--graph" if graph else "--scores"
        raise typer.BadParameter("needs events*.csv and truth*.csv, or their folder", param_hint=option)
    extractor = Extractor(model, encoder=not no_encoder)
    if not paths:
        _suite(extractor, errors, phenomenon, as_json=as_json, markdown=markdown)
        return
    if phenomenon:
        raise typer.BadParameter("is of the suite; leave PATH out", param_hint="--phenomenon")
    if all(keys.holds_keys(path) for path in paths):
        _keys(paths, extractor, errors, as_json=as_json, markdown=markdown)
    else:
        if errors:
            raise typer.BadParameter("is of the suite and of answer keys", param_hint="--errors")
        _published(paths, extractor, workers, as_json=as_json, markdown=markdown)


def _suite(
    extractor: Extractor, errors: int, phenomena: list[str] | None, *, as_json: bool, markdown: bool
) -> None:
    from graphbuild.errors import suggested
    from graphbuild.evaluate import report, suite

    known = list(dict.fromkeys(case.phenomenon for case in suite.cases()))
    for name in phenomena or ():
        if name not in known:
            raise typer.BadParameter(
                f"the suite has no {name!r}{suggested(name, known)}: `graphbuild eval` lists all"
                f" {len(known)}",
                param_hint="--phenomenon",
            )
    chosen = [case for case in suite.cases() if case.phenomenon in (phenomena or known)]
    outcomes = suite.run(extractor.read, chosen)
    tallies = suite.by_phenomenon(outcomes)
    failed = [outcome for outcome in outcomes if outcome.failed]
    if as_json:
        measures = {name: tally.measures() for name, tally in tallies.items()}
        output.write_json({"measures": measures, "errors": [report.as_json(o) for o in failed[:errors]]})
        return
    _table(["phenomenon", "cases", *report.HEADINGS.values()], report.rows(tallies), markdown=markdown)
    for outcome in failed[:errors]:
        print("\n" + "\n".join(report.problems(outcome)))


def _keys(paths: list[Path], extractor: Extractor, errors: int, *, as_json: bool, markdown: bool) -> None:
    from graphbuild.evaluate import keys, report

    outcomes = [outcome for path in paths for outcome in keys.run(path, extractor.read)]
    failed = [outcome for outcome in outcomes if outcome.missed or outcome.wrong]
    if as_json:
        output.write_json(
            {"measures": keys.measures(outcomes), "errors": [report.as_json(o) for o in failed[:errors]]}
        )
        return
    _table(report.KEY_HEADINGS, report.key_rows(outcomes), markdown=markdown)
    for outcome in failed[:errors]:
        print("\n" + "\n".join(report.key_problems(outcome)))


def _published(
    paths: list[Path],
    extractor: Extractor,
    workers: int | Literal["auto"],
    *,
    as_json: bool,
    markdown: bool,
) -> None:
    from graphbuild.evaluate import published
    from graphbuild.workers import processor_count

    number = processor_count() if workers == "auto" else workers
    measured = {}
    for file in published.find(paths):
        output.say(f"reading {file}")
        measured[file.name] = published.measure(file, extractor, workers=number)
    _figures(measured, as_json=as_json, markdown=markdown)


def _dyads(
    sets: Sequence[Files], graph: str | None, scores: Path | None, *, as_json: bool, markdown: bool
) -> None:
    import graphbuild
    from graphbuild.evaluate import dyads, history

    if scores and len(sets) > 1:
        raise typer.BadParameter("takes the scores of a single set", param_hint="--scores")
    measured: dict[str, dict[str, Mapping[str, float | None]]] = {}
    for files in sets:
        if graph:
            with graphbuild.open(graph) as opened:
                found, scored = history.measure(opened.graph, files)
        else:
            found, scored = dyads.measure(files)
        measured[files.name] = dict(found)
        if scores:
            dyads.write(scored, scores)
            output.say(f"wrote {scores}")
    _figures(measured, as_json=as_json, markdown=markdown)


def _figures(
    measured: Mapping[str, Mapping[str, Mapping[str, float | None]]], *, as_json: bool, markdown: bool
) -> None:
    from graphbuild.evaluate import report

    if as_json:
        output.write_json(measured)
        return
    rows = [
        [file, task, measure, report.figure(value)]
        for file, tasks in measured.items()
        for task, figures in tasks.items()
        for measure, value in figures.items()
    ]
    _table(["set", "task", "measure", "figure"], rows, markdown=markdown)


def _table(columns: Sequence[str], rows: list[list[str]], *, markdown: bool) -> None:
    from graphbuild.evaluate import report

    if markdown:
        print(report.markdown(columns, rows), end="")
    else:
        write_rows(columns, rows, Format.table)
