"""Commands that ask a graph in Cypher: query, queries."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import options, output
from graphbuild.cli.rows import Format, write_rows

if TYPE_CHECKING:
    from graphbuild.queries import NamedQuery, Parameter


def query(
    cypher: Annotated[
        str | None,
        typer.Argument(metavar="[CYPHER]", help="A Cypher query; - reads it from stdin.", show_default=False),
    ] = None,
    *,
    name: Annotated[
        str | None,
        typer.Option("--name", "-n", metavar="NAME", help="A query of the library; see graphbuild queries."),
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
    graph: options.Graph = options.DEFAULT_GRAPH,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the rows.")] = Format.table,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="ROWS", help="Most rows a query may give; 0: any number.", show_default="10000"
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.001, metavar="SECONDS", help="Longest a query may take.", show_default="30"),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Allow the query to change the database.")] = False,
    explain_plan: Annotated[
        bool, typer.Option("--explain-plan", help="Tell how the engine would run it, and run nothing.")
    ] = False,
) -> None:
    """Ask the graph in Cypher. Read-only unless --write.

    \b
    Examples:
      graphbuild query "MATCH (a:Country)-[r:ATTACKS]->(b) RETURN a.name, b.name"
      graphbuild query --name hostilities --param country=China --format json
    """
    import graphbuild
    from graphbuild.stores.base import ROW_LIMIT, TIME_LIMIT, limited

    if (cypher is None) == (name is None):
        raise typer.BadParameter("give either a query or --name NAME", param_hint="CYPHER")
    if cypher == "-":
        cypher = sys.stdin.read()
    params = dict(_param(text) for text in param or ())
    most = ROW_LIMIT if limit is None else limit
    with graphbuild.open(graph) as opened:
        if explain_plan:
            output.show(*opened.plan(cypher, name=name, params=params))
            return
        with opened.stream(
            cypher, name=name, params=params, write=write, timeout=timeout or TIME_LIMIT
        ) as answer:
            rows = limited(answer.rows, most) if most else answer.rows
            if most and most <= ROW_LIMIT:
                rows = iter(list(rows))  # so that an error comes before any row
            count = write_rows(answer.columns, rows, form)
    if form is Format.table:
        output.say(output.count(count, "row"))


def _param(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise typer.BadParameter(f"{text!r} is not KEY=VALUE", param_hint="--param")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def queries(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Tell all about this query.", show_default=False),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the list.")] = Format.table,
) -> None:
    """List the query library, or tell all about one of it.

    The name of each query, its question and its parameters; with NAME also its Cypher and an example.

    \b
    Examples:
      graphbuild queries
      graphbuild queries partners
    """
    from graphbuild.queries import get, load

    def shown(parameter: Parameter) -> str:
        return parameter.name if parameter.required else f"{parameter.name}={parameter.default}"

    if name is not None and form is Format.table:
        output.show(*_told(get(name)))
        return
    if name is not None:
        output.write_json(get(name))
        return
    rows: list[tuple[object, ...]] = [
        (q.name, q.question, [shown(p) for p in q.parameters] if form is Format.table else list(q.parameters))
        for q in load().values()
    ]
    write_rows(("name", "question", "parameters"), rows, form)


def _told(query: NamedQuery) -> list[str]:
    """A named query as a user wants to know it: question, parameters, example, Cypher."""
    width = max(len(p.name) for p in query.parameters)
    parameters = [
        f"  {p.name:{width}}  {p.meaning}"
        + (" (its name, an alias, its ISO code or its id)" if p.entity else "")
        + ("" if p.required else f" [{json.dumps(p.default, ensure_ascii=False)}]")
        for p in query.parameters
    ]
    given = [f"--param {shlex.quote(f'{key}={value}')}" for key, value in query.example.values]
    command = " ".join(("graphbuild query --name", query.name, *given))
    answer = [f"  {line}" for line in query.example.answer]
    return [
        f"{query.name}: {query.question}",
        "",
        *parameters,
        "",
        "on the sample corpus:",
        f"  $ {command}",
        *answer,
        "",
        *query.text.splitlines(),
    ]
