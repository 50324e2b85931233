"""Commands that ask a graph: query, queries, explain, show, stats."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import options, output
from graphbuild.cli.evidence import (
    write_explanations,
    write_failures,
    write_identities,
    write_profile,
    write_stats,
)
from graphbuild.cli.output import Format

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
        typer.Option(min=1, metavar="ROWS", help="Most rows a query may give.", show_default="10000"),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.001, metavar="SECONDS", help="Longest a query may take.", show_default="30"),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Allow the query to change the database.")] = False,
) -> None:
    """Ask the graph in Cypher. Read-only unless --write.

    \b
    Examples:
      graphbuild query "MATCH (a:Country)-[r:ATTACKS]->(b) RETURN a.name, b.name"
      graphbuild query --name hostilities --param country=China --format json
    """
    import graphbuild
    from graphbuild.stores.base import ROW_LIMIT, TIME_LIMIT

    if (cypher is None) == (name is None):
        raise typer.BadParameter("give either a query or --name NAME", param_hint="CYPHER")
    if cypher == "-":
        cypher = sys.stdin.read()
    params = dict(_param(text) for text in param or ())
    with graphbuild.open(graph) as opened:
        answer = opened.rows(
            cypher,
            name=name,
            params=params,
            write=write,
            limit=limit or ROW_LIMIT,
            timeout=timeout or TIME_LIMIT,
        )
    output.write_rows(answer.columns, answer.rows, form)
    if form is Format.table:
        output.say(output.count(len(answer.rows), "row"))


def _param(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise typer.BadParameter(f"{text!r} is not KEY=VALUE", param_hint="--param")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="Name, alias, country code or id of an entity.")],
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="A second one.", show_default=False)] = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Every relation between two, with its sentences.

    With one name, every relation of it. Denied and merely possible statements are shown apart.
    Of two names of one entity, or names that may be of one, what speaks for and against it.

    \b
    Example:
      graphbuild explain China Russia
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        found = opened.explain(a, b)
        alike = opened.identities(a, b) if b is not None else ()
    if as_json:
        output.write_json(found)
        return
    if found:
        write_explanations(found)
    if alike:
        write_identities(alike)
    elif not found:
        between = f"between {a} and {b}" if b is not None else f"about {a}"
        output.say(f"the articles state nothing {between}")


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name, alias, country code or id.")],
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Who an entity is: names, relations, articles.

    \b
    Example:
      graphbuild show "Xi Jinping"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        profile = opened.show(name)
    if as_json:
        output.write_json(profile)
    else:
        write_profile(profile)


def stats(
    graph: options.Graph = options.DEFAULT_GRAPH,
    failures: Annotated[
        bool, typer.Option("--failures", help="What could not be read, all of it, by reason and place.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """How much the graph holds.

    And what could not be read, with --failures all of it.

    \b
    Example:
      graphbuild stats --failures
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        if failures:
            told = opened.failures()
            output.write_json(told) if as_json else write_failures(told)
            return
        counted = opened.stats()
    if as_json:
        output.write_json(counted)
    else:
        write_stats(counted)


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
    output.write_rows(("name", "question", "parameters"), rows, form)


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
