"""The command that measures: eval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.cli import options, output
from graphbuild.cli.output import Format


def evaluate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Published sets (JSON Lines), or folders of them; none: our own suite.",
            show_default=False,
        ),
    ] = None,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show so many cases of the suite that fail.")
    ] = 0,
    phenomenon: Annotated[
        list[str] | None,
        typer.Option("--phenomenon", metavar="NAME", help="Only these phenomena of the suite."),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write Markdown tables.")] = False,
    model: options.Model = None,
    no_encoder: options.NoEncoder = False,
    as_json: options.AsJson = False,
) -> None:
    """Measure how right the reading is: on our own suite of cases, or on published sets that you have.

    \b
    Example:
      graphbuild eval --errors 20 --phenomenon denial
      graphbuild eval sets/dwie_dev.jsonl --json
    """
    from graphbuild.extractor import Extractor

    extractor = Extractor(model, encoder=not no_encoder)
    if paths:
        if errors or phenomenon:
            raise typer.BadParameter("--errors and --phenomenon are of the suite; leave PATH out")
        _published(paths, extractor, as_json, markdown)
    else:
        _suite(extractor, errors, phenomenon, as_json, markdown)


def _suite(
    extractor: object, errors: int, phenomena: list[str] | None, as_json: bool, markdown: bool
) -> None:
    from graphbuild.evaluate import report, suite
    from graphbuild.extractor import Extractor

    assert isinstance(extractor, Extractor)
    known = list(dict.fromkeys(case.phenomenon for case in suite.cases()))
    for name in phenomena or ():
        if name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}", param_hint="--phenomenon")
    chosen = [case for case in suite.cases() if case.phenomenon in (phenomena or known)]
    outcomes = suite.run(extractor.read, chosen)
    tallies = suite.by_phenomenon(outcomes)
    if as_json:
        failed = [report.as_json(o) for o in outcomes if o.failed]
        output.write_json(
            {"measures": {name: t.measures() for name, t in tallies.items()}, "errors": failed[:errors]}
        )
        return
    _table(["phenomenon", "cases", *report.HEADINGS.values()], report.rows(tallies), markdown)
    for outcome in [o for o in outcomes if o.failed][:errors]:
        print("\n" + "\n".join(report.problems(outcome)))


def _published(paths: list[Path], extractor: object, as_json: bool, markdown: bool) -> None:
    raise NotImplementedError


def _table(columns: Sequence[str], rows: list[list[str]], markdown: bool) -> None:
    from graphbuild.evaluate import report

    if markdown:
        print(report.markdown(list(columns), rows), end="")
    else:
        output.write_rows(columns, rows, Format.table)
