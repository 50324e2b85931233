"""Commands that query a graph in Cypher: query, queries."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.rows import Format, form_of, write_rows
from graphbuild.errors import QueryError, similar_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphbuild.api import OpenGraph
    from graphbuild.queries import NamedQuery, Parameter


def query(
    cypher: Annotated[
        str | None,
        typer.Argument(
            metavar="[CYPHER]",
            help="A Cypher query, or the name of a library query; - reads it from stdin.",
            show_default=False,
            autocompletion=completing.query_or_value,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VALUE]...",
            help="Values of a named query's parameters: KEY=VALUE, or in the order of the parameters.",
            show_default=False,
            autocompletion=completing.value,
        ),
    ] = None,
    *,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            "-n",
            metavar="NAME",
            help="A query of the library; see graphbuild queries.",
            autocompletion=completing.query,
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="KEY=VALUE",
            help="Value of a parameter: a number, true, false, null, a JSON list, else text.",
        ),
    ] = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    relation: filtering.Relation = None,
    kind: filtering.OtherKind = None,
    source: filtering.Source = None,
    min_reports: filtering.MinReports = 0,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            metavar="COLUMN",
            help="Sort the rows of a named query by a column; -COLUMN: in descending order.",
            show_default=False,
            autocompletion=completing.column,
        ),
    ] = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
    form: Annotated[Format, typer.Option("--format", "-f", help="Output format.")] = Format.table,
    limit: options.RowLimit = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.001, metavar="SECONDS", help="Time limit of the query.", show_default="30"),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Allow the query to change the database.")] = False,
    explain_plan: Annotated[
        bool, typer.Option("--explain-plan", help="Print the execution plan without running the query.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Ask the graph in Cypher. Read-only unless --write.

    \b
    Examples:
      graphbuild query "MATCH (a:Country)-[r:ATTACKS]->(b) RETURN a.name, b.name"
      graphbuild query hostilities China --limit 5 --format json
    """
    import graphbuild
    from graphbuild import queries as library
    from graphbuild.stores import engine_cache
    from graphbuild.stores.base import TIME_LIMIT

    if cypher is not None and name is not None and cypher.partition("=")[0].isidentifier():
        if cypher in library.load():
            raise typer.BadParameter(f"give one query: {cypher} or --name {name}", param_hint="--name")
        values, cypher = [cypher, *(values or ())], None  # "-n hostilities country=China"
    if (cypher is None) == (name is None):
        raise typer.BadParameter("give either a query or --name NAME", param_hint="CYPHER")
    if cypher == "-":
        cypher = sys.stdin.read()
    elif (
        cypher is not None and cypher.strip().replace("-", "_").isidentifier()
    ):  # a Cypher query has more than one word
        _check_quoted(cypher.strip(), values or ())
        name = library.get(cypher.strip()).name
        cypher = None
    params = unique_values(_param(text) for text in param or ())
    params = unique_values(
        (
            *params.items(),
            *_filters(
                name,
                since=since,
                until=until,
                relation=relation,
                kind=kind,
                source=source,
                min_reports=min_reports,
            ).items(),
        )
    )
    params = _as_names(name, params) | positional_values(name, values or (), params)
    form = form_of(form, as_json=as_json)
    engine_cache.asks_once(Path(graph))
    with graphbuild.open(graph) as opened:
        if explain_plan:
            output.show(*opened.plan(cypher, name=name, params=params))
            return
        count, more = answer(
            opened,
            cypher,
            name=name,
            params=params,
            sort=sort,
            write=write,
            limit=limit,
            timeout=timeout or TIME_LIMIT,
            form=form,
        )
    if form is Format.table or more:
        output.say(row_count_text(count, more=more))
    if write and Path(graph).is_dir():
        output.say(
            f"what was written is in {graph} until the next build or decision, which makes its database anew"
        )


def _check_quoted(word: str, behind: Sequence[str]) -> None:
    """Reject a first word of Cypher if the query is not quoted."""
    from graphbuild import queries as library
    from graphbuild.stores.slips import BEGINNINGS

    if word.upper() in BEGINNINGS and word not in library.load():
        whole = " ".join((word, *behind)) if behind else f"{word} …"
        raise typer.BadParameter(
            f"{word} alone is no query; put the whole query into quotation marks: graphbuild query"
            f" {json.dumps(whole, ensure_ascii=False)}",
            param_hint="CYPHER",
        )


def answer(
    graph: OpenGraph,
    cypher: str | None,
    *,
    name: str | None = None,
    params: Mapping[str, Any],
    sort: str | None = None,
    write: bool,
    limit: int | None,
    timeout: float,
    form: Format,
) -> tuple[int, bool]:
    """Run a query and print its rows, at most ``limit``; returns their number, and whether there are more.

    0 is no limit; without one, more than 10,000 rows are an error. Prints on stderr why there may be no rows,
    and how many articles are excluded because they have no date.
    """
    from graphbuild.api import hinting
    from graphbuild.stores.base import ROW_LIMIT, SIZE_LIMIT, limited

    most = ROW_LIMIT if limit is None else limit and max(limit, ROW_LIMIT)
    whole = form is Format.table or 0 < most <= ROW_LIMIT
    size = SIZE_LIMIT if whole else None
    with graph.stream(
        cypher, name=name, params=params, write=write, limit=limit, timeout=timeout, size=size, sort=sort
    ) as found:
        seen: list[tuple[Any, ...]] = []
        rows = _first_two_kept(found.rows, seen)
        if most:
            rows = limited(rows, most)
        if 0 < most <= ROW_LIMIT:
            rows = iter(list(rows))  # so that an error precedes any row
        if name is not None and form is Format.table:
            rows = _titled(graph, found.columns, list(rows))
        count = write_rows(found.columns, rows, form)
    if cypher is not None and not write:
        for hint in graph.hints(cypher, params, empty=hinting.nothing(seen)):
            output.warn(f"warning: {hint}")
    _tell_undated(graph, cypher, name, params)
    if name is not None:
        filtering.report_no_results(graph, count, **_filters_among(params))
    return count, found.more


def _titled(
    graph: OpenGraph, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a named query, with the labels of articles without a title in place of their ids."""
    from graphbuild.cli.titles import Titles
    from graphbuild.model import Article

    at = [n for n, column in enumerate(columns) if column == "article"]
    ids = {row[n] for row in rows for n in at if row[n]}
    untitled = "MATCH (x:Article) WHERE x.id IN $ids AND x.title = '' RETURN x.id, x.url"
    found = graph.rows(untitled, ids=sorted(ids)) if ids else ()
    articles = [Article(id_, "", url=url or "") for id_, url in found]
    titles = Titles(graph)
    titles.look_up(articles)
    called = {a.id: titles(a) for a in articles}
    for row in rows:
        yield tuple(called.get(cell, cell) if n in at else cell for n, cell in enumerate(row))


def row_count_text(count: int, *, more: bool, how: str = "--limit 0") -> str:
    """A message with the number of rows printed, and whether there are more; ``how`` is the option that shows
    them.
    """
    return f"{output.count(count, 'row')}, and more ({how} shows all)" if more else output.count(count, "row")


def _first_two_kept(
    rows: Iterable[tuple[Any, ...]], seen: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """The rows, of which the first two are also stored in ``seen``."""
    for row in rows:
        if len(seen) < 2:
            seen.append(row)
        yield row


def _tell_undated(graph: OpenGraph, cypher: str | None, name: str | None, params: Mapping[str, Any]) -> None:
    """Print the number of articles without a date if the query filters by dates of articles."""
    from graphbuild.queries import get
    from graphbuild.stores import hints

    days: dict[str, Any] = {}
    if cypher is not None:
        every = hints.asks_time(cypher)
    else:
        query = get(name or "")
        days = {p.name: params.get(p.name) for p in query.parameters if p.name in ("since", "until")}
        every = "published IS NOT NULL" in query.text
    publisher = params.get("source", "any")
    source = None if publisher == "any" else [str(publisher)]
    filtering.report_undated(graph, (), **days, every=every, source=source)


def _filters(
    name: str | None, kind: list[str] | None, **given: str | int | list[str] | None
) -> dict[str, Any]:
    """The filters as parameters of a named query; an error if it lacks one of them."""
    from graphbuild import queries as library
    from graphbuild.api.filters import Filters

    found = {key: value for key, value in {"kind": kind, **given}.items() if value}
    if not found:
        return {}
    if name is None:
        raise typer.BadParameter(
            "is for a named query; use WHERE in a Cypher query", param_hint=_option(next(iter(found)))
        )
    asked = library.get(name)
    known = [p.name for p in asked.parameters]
    for key, value in found.items():
        if key not in known:
            others = ", ".join(query for query in library.load() if library.has_parameter(query, key))
            raise typer.BadParameter(
                f"query {name} has no {key}: {others} have; it takes {', '.join(known) or 'none'}",
                param_hint=_option(key),
            )
        if key == "kind":
            Filters.of(kind=kind)
            _check_choices(name, kind or (), next(p.choices for p in asked.parameters if p.name == key))
        if key in ("source", "kind") and isinstance(value, list):
            if len(value) > 1:
                raise typer.BadParameter(f"a named query takes one {key}", param_hint=_option(key))
            found[key] = value[0]
    return dict(found)


def _check_choices(name: str, kinds: Iterable[str], choices: Sequence[str]) -> None:
    """Reject a kind by which a named query does not filter."""
    for kind in kinds:
        if choices and kind.casefold() not in choices:
            raise typer.BadParameter(
                f"query {name} has no kind {kind!r}; give {', '.join(choices[:-1])} or {choices[-1]}",
                param_hint=_option("kind"),
            )


def _filters_among(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a named query that are filters, in the order of lists."""
    names = ("relation", "kind", "since", "until", "source", "min_reports")
    given = {key: params[key] for key in names if params.get(key) not in (None, "", "any", 0)}
    return {key: value if isinstance(value, list) else str(value) for key, value in given.items()}


def _option(parameter: str) -> str:
    return f"--{parameter.replace('_', '-')}"


def unique_values(given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values by parameter. Raises ``QueryError`` if one is given twice."""
    found: dict[str, Any] = {}
    for key, value in given:
        if key in found:
            both = f"{as_given(found[key])} and {as_given(value)}"
            raise QueryError(f"{key} is given twice: {both}; give one", wrong=(key,), named=False)
        found[key] = value
    return found


def as_given(value: Any) -> str:
    """The value of a parameter as the user wrote it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def positional_values(name: str | None, values: Sequence[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values after a query, by parameter: by its name, else the next parameter without a value.

    Raises ``QueryError`` if no parameter takes a value, and if its parameter is ``given`` already.
    """
    from graphbuild import queries as library

    asked = library.get(name).parameters if name is not None else ()
    found = unique_values((*given.items(), *(_param(v) for v in values if "=" in v)))
    found = {key: value for key, value in found.items() if key not in given}
    free = iter(p.name for p in asked if p.name not in found and p.name not in given)
    for value in (v for v in values if "=" not in v):
        key = next(free, "")
        if not key:
            takes = ", ".join(p.name for p in asked)
            advice = f"{name} takes {takes}" if takes else "a Cypher query takes --param KEY=VALUE"
            raise QueryError(f"nothing is left that takes {value!r}: {advice}", wrong=("VALUE",), named=False)
        parameter = next(p for p in asked if p.name == key)
        other = next((p.name for p in asked if p.chosen(value)), key)
        if parameter.choices and not parameter.chosen(value) and other != key:
            message = f"{value!r} is a value of {other}, not of {key}; give {other}={value}"
            raise QueryError(message, wrong=("VALUE",), named=False)
        if not any(p.entity for p in asked) and _is_name(value, parameter):
            takes = "; ".join(f"{p.name} ({p.meaning})" for p in asked)
            message = f"{name} has no parameter for an entity such as {value!r}; it takes {takes}"
            raise QueryError(message, wrong=("VALUE",), named=False)
        found[key] = _param(f"{key}={value}")[1]
    return _as_names(name, found)


def _as_names(name: str | None, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a named query, with numbers for an entity as the text that they were written as."""
    from graphbuild import queries as library

    asked = library.get(name).parameters if name is not None else ()
    entities = {p.name for p in asked if p.entity}
    return {key: as_given(value) if key in entities else value for key, value in params.items()}


def _is_name(value: str, parameter: Parameter) -> bool:
    """Whether a value seems to be the name of an entity although the parameter is of another type."""
    from graphbuild.tables import relation_groups

    if parameter.chosen(value):
        return False
    words = [*parameter.choices, *(relation_groups() if parameter.means == "relations" else ())]
    of_words = words or parameter.means == "day" or not isinstance(parameter.default, str | None)
    return bool(of_words) and not re.search(r"\d", value) and not similar_words(value, [*words, "any"], 0.7)


def _param(text: str) -> tuple[str, Any]:
    try:
        return key_value(text)
    except ValueError as error:
        raise QueryError(str(error), wrong=("param",), named=False) from None


def key_value(text: str) -> tuple[str, Any]:
    """Parse a parameter given as ``KEY=VALUE``: JSON if the value is valid JSON, else a string.

    Raises ``ValueError`` if there is no ``=``, or nothing before it.
    """
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise ValueError(f"{text!r} is not KEY=VALUE")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def queries(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Show this query in detail.",
            show_default=False,
            autocompletion=completing.query,
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="Output format.")] = Format.table,
    as_json: options.AsJson = False,
) -> None:
    """List the named queries, or show one in detail.

    The name of each query, its question and its parameters; with NAME also its Cypher and an example.

    \b
    Examples:
      graphbuild queries
      graphbuild queries partners
    """
    from graphbuild.queries import get

    form = form_of(form, as_json=as_json)
    if name is None:
        write_library(form)
    elif form is Format.table:
        write_query(get(name))
    else:
        output.write_json(get(name))


def write_library(form: Format) -> None:
    """Print the name, the question and the parameters of every named query."""
    from graphbuild.queries import load

    def shown(parameter: Parameter) -> str:
        return parameter.name if parameter.required else f"{parameter.name}={parameter.default}"

    rows: list[tuple[object, ...]] = [
        (q.name, q.question, [shown(p) for p in q.parameters] if form is Format.table else list(q.parameters))
        for q in load().values()
    ]
    write_rows(("name", "question", "parameters"), rows, form)


def write_query(query: NamedQuery) -> None:
    """Print a named query in detail: question, parameters, example, Cypher."""
    from rich.text import Text

    width = max(len(p.name) for p in query.parameters)
    parameters = [
        f"  {p.name:{width}}  {p.meaning}"
        + (" (its name, an alias, its ISO code or its id)" if p.entity else "")
        + ("" if p.required else f" [{json.dumps(p.default, ensure_ascii=False)}]")
        for p in query.parameters
    ]
    given = [f"--param {shlex.quote(f'{key}={value}')}" for key, value in query.example.values]
    command = " ".join(("graphbuild query --name", query.name, *given))
    example = [Text(f"  {line}", no_wrap=True, overflow="ellipsis") for line in query.example.answer]
    output.show(
        f"{query.name}: {query.question}",
        "",
        *parameters,
        "",
        "on the sample corpus:",
        f"  $ {command}",
        *example,
        "",
        *query.text.splitlines(),
    )
