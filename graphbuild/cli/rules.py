"""The command that lists the extraction rules, with counts and precision: rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import options, output
from graphbuild.cli.rows import Format, write_rows
from graphbuild.errors import InputError, in_brackets, similar_words

if TYPE_CHECKING:
    from graphbuild.evaluate.rules import Counts


def rules(
    named: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RULE]...",
            help="Only these rules, or families of them (verb, noun, post).",
            show_default="all",
        ),
    ] = None,
    on: Annotated[
        list[str] | None,
        typer.Option(
            "--on",
            metavar="INPUT",
            help="Count how often each rule fires on these articles; files, folders, patterns.",
            show_default=False,
        ),
    ] = None,
    annotated: Annotated[
        list[Path] | None,
        typer.Option(
            "--annotated",
            metavar="FILE",
            help="Count how often each rule is right on these annotated articles (JSON Lines).",
            show_default=False,
        ),
    ] = None,
    relation: Annotated[
        list[str] | None, typer.Option("--relation", metavar="NAME", help="Only rules of these relations.")
    ] = None,
    unused: Annotated[
        bool, typer.Option("--unused", help="Only rules that never fire on the articles given.")
    ] = False,
    mostly_wrong: Annotated[
        bool, typer.Option("--mostly-wrong", help="Only rules that were judged wrong more often than right.")
    ] = False,
    predicates: Annotated[
        bool,
        typer.Option("--predicates", help="The conditions written in Python, and how many rows name each."),
    ] = False,
    markdown: Annotated[
        bool,
        typer.Option("--markdown", help="Write the reference page of all rules, docs/reference/rules.md."),
    ] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="Output format.")] = Format.table,
    workers: options.Workers = "auto",
    model: options.Model = None,
    no_encoder: options.NoEncoder = False,
) -> None:
    """List the extraction rules with counts and precision.

    Without --on and --annotated no articles are read: the right and wrong counts are of the statements that
    were judged for this version.

    \b
    Example:
      graphbuild rules verb --relation ACCUSES --mostly-wrong
      graphbuild rules --on news.jsonl --unused
    """
    from graphbuild.evaluate import rule_page
    from graphbuild.evaluate import rules as measured
    from graphbuild.extract import inventory
    from graphbuild.tables import no_relation

    if markdown:
        print(rule_page.page(), end="")
        return
    if predicates:
        columns = ("condition", "asked of", "rows", "meaning")
        rows: list[list[Any]] = [[p.name, p.applies_to, p.rows, p.meaning] for p in inventory.predicates()]
        write_rows(columns, rows, form)
        return
    counts = _counted(on or [], annotated or [], model, encoder=not no_encoder, workers=workers)
    known = {r.relation for r in inventory.rules().values()}
    for name in relation or ():
        if name not in known:
            raise typer.BadParameter(str(no_relation(name, known)), param_hint="--relation")
    some = measured.chosen(counts, named or [], relation or [], unused=unused, mostly_wrong=mostly_wrong)
    if not some and named and not (unused or mostly_wrong):
        ids = {rule.id: rule.id for rule in inventory.rules().values()}
        words = {id_.partition(":")[2]: id_ for id_ in ids} | ids  # "attack" of verb:attack, too
        meant = in_brackets(similar_words(named[0], words, 0.75)) if len(named) == 1 else ""
        raise InputError(f"no rule {', '.join(named)}{meant}; `graphbuild rules` lists them all")
    write_rows(measured.COLUMNS, measured.rows(counts, some), form)


def _counted(
    on: list[str], annotated: list[Path], model: str | None, *, encoder: bool, workers: Any
) -> Counts:
    """Counts of the rules on the articles given; without articles, the counts shipped with the package."""
    from graphbuild.evaluate import rules as measured

    if not (on or annotated):
        return measured.shipped()
    from graphbuild.extractor import Extractor
    from graphbuild.read import read

    answers = [a for file in annotated for a in measured.load(file)]
    counts, failed = measured.run(read(on) if on else (), answers, Extractor(model, encoder=encoder), workers)
    for failure in failed:
        output.say(f"skipped {failure}")
    if not counts.articles:
        raise InputError("no article could be read; check --on and --annotated")
    if gone := sum(counts.gone.values()):
        output.say(
            f"{output.count(gone, 'judged statement')} of {gone + counts.judged:,} no longer made: "
            f"{counts.gone['right']:,} right, {counts.gone['wrong']:,} wrong"
        )
    return counts
