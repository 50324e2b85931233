"""Commands that read articles: build, extract, classify."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import options, output, sharing
from graphbuild.cli.targets import ANOTHER_OUT, check_inputs
from graphbuild.errors import InputError, cannot_read, cannot_write
from graphbuild.targets import atomic_write, check_graph

if TYPE_CHECKING:
    from graphbuild.pipeline import BuildReport
    from graphbuild.read import Failure

#: A year or a month without a day.
_NO_DAY = re.compile(r"\s*\d{4}(?:[-/.]\d{1,2})?\s*")


def build(
    inputs: options.Inputs,
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
    strict: options.Strict = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove articles that are no longer in the inputs.")
    ] = False,
    ray: options.Ray = None,
    shards: options.Shards = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="URI", help="Then load the graph into this Neo4j; see load."),
    ] = None,
    database: options.Database = None,
    user: options.User = None,
    password_file: options.PasswordFile = None,
    prefix: options.Prefix = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON to stdout, and progress as JSON lines to stderr.")
    ] = False,
) -> None:
    """Read articles into a graph folder.

    The folder is created if needed. Articles that are in it unchanged are skipped; an article that changed
    under the same id replaces the old one. An article that cannot be read is reported, recorded and skipped.

    \b
    Example:
      graphbuild build articles/ more.jsonl --graph mygraph
    """
    from graphbuild import pipeline

    login = options.login(user, password_file, database)
    if to is not None:
        sharing.check_answers(to, **login)
    try:
        with output.json_progress() if as_json else output.progress_bar("reading articles") as progress:
            report = pipeline.build(
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
                strict=strict,
                prune=prune,
                ray=ray,
                shards=shards,
                progress=progress,
            )
    except KeyboardInterrupt:
        output.say(f"interrupted; what was read is kept in {graph}: run the same command to go on")
        raise typer.Exit(130) from None
    if not as_json:
        output.report_failures(
            report.failures, report.reasons, then=f"graphbuild stats --failures --graph {graph}"
        )
        if report.skipped:
            output.say(f"skipped {output.skipped(report.skipped)} (--any-language reads them)")
        output.print_line(summary(report))
        if report.undated:
            from graphbuild.read.dates import may_be_two

            unread = ""
            if report.unread_dates and _NO_DAY.fullmatch(report.unread_date):
                unread = f" ({report.unread_dates:,} only a year or month, as {report.unread_date!r})"
            elif report.unread_dates:
                two, advice = (
                    (" or may mean two days", "; give --day-first or --month-first")
                    if may_be_two(report.unread_date)
                    else ("", "")
                )
                message = f"{output.count(report.unread_dates, 'date')} cannot be read{two}"
                unread = f" ({message}, as {report.unread_date!r}{advice})"
            has = "has" if report.undated == 1 else "have"
            output.say(
                f"{report.undated:,} of {output.count(report.articles, 'article')} {has} no day{unread}."
                " Questions about time leave out what has none; `graphbuild articles --undated` lists them."
                " Name the column or key that holds the day with --map date=NAME, write it into the front"
                " matter, or give --date-from name or --date DAY."
            )
    in_vain = report.failed and not (report.read or report.unchanged)
    loaded = None
    if to is not None and not in_vain:
        loaded = sharing.load_into(to, graph, shown=not as_json, prefix=prefix, **login)
    if as_json:
        output.write_json(report if loaded is None else {**asdict(report), "loaded": loaded})
    elif loaded is not None:
        output.print_line(sharing.summary(loaded))
    if in_vain:
        listing = f"`graphbuild stats --failures --graph {shlex.quote(graph)}` lists why"
        raise InputError(f"no article could be read; nothing was added to the graph; {listing}")


def summary(report: BuildReport) -> str:
    """The result of a build in one line."""
    done = {
        "unchanged": report.unchanged,
        "replaced": report.replaced,
        "taken out": report.pruned,
        "excluded or removed by you": report.excluded,
    }
    counts = ", ".join(f"{number:,} {what}" for what, number in done.items() if number)
    parts = [
        output.count(report.articles, "article") + (f" ({counts})" if counts else ""),
        output.count(report.entities, "entity", "entities"),
        output.count(report.statements, "statement"),
        output.count(report.relations, "relation"),
        *([f"{sum(report.skipped.values()):,} skipped"] if report.skipped else []),
        f"{report.failed:,} failed",
        f"{report.seconds:.1f} s",
    ]
    return " · ".join(parts)


def extract(
    inputs: options.Inputs,
    *,
    out: options.Out = None,
    form: Annotated[
        str, typer.Option("--format", metavar="jsonl", help="JSON Lines, the only format.")
    ] = "jsonl",
    workers: options.Workers = "auto",
    model: options.Model = None,
    no_encoder: options.NoEncoder = False,
    aliases: options.Aliases = None,
    any_language: options.AnyLanguage = False,
    columns: options.Columns = None,
    day_first: options.DayFirst = None,
    date: options.Day = None,
    date_from: options.DateFrom = None,
    source: options.Publisher = None,
    strict: options.Strict = False,
) -> None:
    """Write entities and statements of articles as JSON Lines.

    One line per article, in the order of the input; no graph is created.

    \b
    Example:
      graphbuild extract articles/ -o statements.jsonl
    """
    from graphbuild import pipeline

    if form != "jsonl":
        raise typer.BadParameter(f"{form!r} is not jsonl", param_hint="--format")
    check_graph(out, instead=ANOTHER_OUT)
    check_inputs(out, [*inputs, *([aliases] if aliases else [])])
    failed: list[Failure] = []
    with output.progress_bar(
        "reading articles", shown=out is not None or not sys.stdout.isatty()
    ) as progress:
        rows = pipeline.extract(
            inputs,
            workers=workers,
            model=model,
            encoder=not no_encoder,
            aliases=aliases,
            any_language=any_language,
            columns=options.mapping(columns),
            day_first=day_first,
            date=date,
            date_from=date_from,
            source=source,
            strict=strict,
            on_failure=failed.append,
            progress=progress,
        )
        _write_lines(rows, out, failed, "article")


def classify(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE.jsonl",
            help='Rows {"id", "text", "source": [start, end], "target": [start, end]}; - for stdin.',
        ),
    ],
    out: options.Out = None,
    model: options.Model = None,
    no_encoder: options.NoEncoder = False,
    strict: options.Strict = False,
) -> None:
    """Classify what source does to target in each text.

    And the reverse; both spans are given in characters, end exclusive, and may be null.

    \b
    Example:
      graphbuild classify pairs.jsonl -o verdicts.jsonl
    """
    from graphbuild import pipeline

    check_graph(out, instead=ANOTHER_OUT)
    check_inputs(out, [file])
    failed: list[Failure] = []
    on_failure = None if strict else failed.append
    rows = pipeline.classify(
        _json_rows(file), model=model, encoder=not no_encoder, on_failure=on_failure, name=_name(file)
    )
    _write_lines(rows, out, failed, "row")


def _tell_skipped(failed: list[Failure], written: int, what: str) -> None:
    from graphbuild.read import Foreign

    for failure in failed:
        output.say(f"skipped {failure}")
    unread = sum(not isinstance(failure, Foreign) for failure in failed)
    if unread and output.is_quiet():
        message = f"{unread:,} of {output.count(written + len(failed), what)} could not be read"
        output.warn(f"{message}; without -q each is listed")
    if not written:
        raise InputError(f"no {what} could be read" if failed else f"there is no {what} in the input")


def _name(file: str) -> str:
    return "stdin" if file == "-" else file


def _json_rows(file: str) -> Iterator[dict[str, Any] | Failure]:
    from graphbuild.read import Failure
    from graphbuild.read.decode import NotTextError, lines
    from graphbuild.read.limits import MAX_ROW_BYTES, megabytes

    name = _name(file)
    with contextlib.ExitStack() as stack:
        try:
            stream: Any = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
            for number, line in enumerate(lines(stream), start=1):
                if not line.strip():
                    continue
                where = f"{name}:{number}"
                if len(line) > MAX_ROW_BYTES:
                    yield Failure(where, f"a line of more than {megabytes(MAX_ROW_BYTES)}")
                    continue
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as error:
                    yield Failure(where, f"not JSON: {error.msg} (column {error.colno}); correct the line")
                    continue
                except UnicodeDecodeError:
                    yield Failure(where, "not UTF-8; save it as UTF-8")
                    continue
                except (ValueError, RecursionError) as error:
                    yield Failure(where, f"not JSON: {error}; correct the line")
                    continue
                if isinstance(row, dict):
                    yield row
                else:
                    yield Failure(where, 'not an object {"id", "text", "source", "target"}')
        except NotTextError as error:
            raise InputError(f"{name}: {error}; save it as UTF-8") from error
        except OSError as error:
            raise cannot_read(name, error) from error


def _write_lines(rows: Iterable[dict[str, Any]], out: Path | None, failed: list[Failure], what: str) -> None:
    """Write each row as a line of JSON, then report failures. A file appears only when it is complete.

    Raises ``InputError`` if all failed; an existing file then stays as it was.
    """
    number = 0
    if out is None:
        for number, row in enumerate(rows, start=1):  # noqa: B007 -- the last is the count
            output.write_json_line(row)
        _tell_skipped(failed, number, what)
        return
    try:
        with atomic_write(out) as stream:
            for number, row in enumerate(rows, start=1):  # noqa: B007
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            _tell_skipped(failed, number, what)
    except OSError as error:
        raise cannot_write(out, error) from error
