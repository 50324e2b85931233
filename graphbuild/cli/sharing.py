"""Commands that copy a graph to other systems and back: export, load, dump."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from graphbuild.cli import completing, filtering, option_conflicts, options, output
from graphbuild.errors import InputError, QueryError
from graphbuild.targets import check_graph

if TYPE_CHECKING:
    from graphbuild.api.parts import Part
    from graphbuild.stores.neo4j import LoadReport


def export(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="Output file: .graphml, .gexf, .json, .jsonld, .xlsx or .csv (three files); - for stdout.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", metavar="FILE", help="The same as FILE."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="graphml, gexf, json, jsonld, xlsx or csv.",
            show_default="by suffix",
            autocompletion=completing.file_format,
        ),
    ] = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    relation: filtering.Relation = None,
    kind: filtering.Kind = None,
    source: filtering.Source = None,
    min_reports: filtering.MinReports = 0,
    no_isolates: Annotated[
        bool, typer.Option("--no-isolates", help="Leave out entities without relations.")
    ] = False,
    sort: Annotated[
        Literal["reports", "weight", "name", "first", "last"],
        typer.Option("--sort", help="Order of relations, of which --limit keeps the first."),
    ] = "reports",
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="Maximum number of relations; 0: no limit.")
    ] = 0,
    graph: options.Graph = options.DEFAULT_GRAPH,
) -> None:
    """Write the graph, or a part of it, to a file.

    For Gephi, networkx or a spreadsheet. The same articles give the same bytes.

    \b
    Examples:
      graphbuild export graph.graphml
      graphbuild export wars.gexf --relation conflict --kind country --min-reports 2 --no-isolates
    """
    import graphbuild

    if file is not None and not option_conflicts.is_given(context, "out"):
        out = None  # a setting for other commands
    if (file is None) == (out is None):
        raise InputError(
            "say where to: a file, such as graph.graphml or relations.csv, or - for stdout"
            if file is None
            else f"two files are given, {file} and {out} with --out; give one",
            wrong=("FILE",),
            named=False,
        )
    file = file if out is None else out
    assert file is not None  # one of the two is required
    part: Part = {
        "relation": relation,
        "kind": kind,
        "source": source,
        "since": since,
        "until": until,
        "min_reports": min_reports,
        "isolates": not no_isolates,
        "sort": sort,
        "limit": limit,
    }
    check_graph(file, graph)
    with graphbuild.open(graph) as opened:
        filtering.report_undated(opened, (), since, until, source=source)
        given = {"kind": kind, "since": since, "until": until, "source": source, "min_reports": min_reports}
        if relation or any(given.values()):
            found = opened.relations(
                relation,
                kind=kind,
                since=since,
                until=until,
                source=source,
                min_reports=min_reports,
                limit=1,
            )
            of_days = opened.entities(kind=kind, since=since, until=until, source=source, limit=1)
            if not (found.rows or (of_days.rows and not no_isolates)):
                raise QueryError(
                    filtering.no_results_message(opened, "nothing was found", relation=relation, **given)
                )
            filtering.report_no_results(
                opened, found.rows, "no relation was found", relation=relation, **given
            )
        if file == "-":
            opened.export(output.Stdout(), format=form, **part)
            return
        written = opened.export(file, format=form, **part)
    for path in written:
        output.say(f"wrote {path}")


def load(
    uri: Annotated[
        str | None,
        typer.Argument(
            metavar="URI", envvar="NEO4J_URI", help="neo4j:// or bolt:// address.", show_default=False
        ),
    ] = None,
    *,
    graph: options.Graph = options.DEFAULT_GRAPH,
    database: options.Database = None,
    user: options.User = None,
    password_file: options.PasswordFile = None,
    prefix: options.Prefix = "",
    prune: Annotated[
        bool, typer.Option("--prune", help="Also remove obsolete nodes that have relationships of yours.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Write everything, not only differences.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Load the graph into Neo4j.

    Only differences are written. The password is taken from --password-file, else from NEO4J_PASSWORD, else
    you are asked for it.

    \b
    Example:
      graphbuild load neo4j://localhost:7687 --graph mygraph
    """
    login = options.login(user, password_file, database)
    report = load_into(uri, graph, shown=not as_json, prefix=prefix, prune=prune, full=full, **login)
    if as_json:
        output.write_json(report)
    else:
        output.print_line(summary(report))


def check_answers(uri: str, **login: Any) -> None:
    """Raise ``StoreError`` if Neo4j cannot be reached at an address, before a long build starts."""
    from graphbuild.stores.neo4j import Neo4jStore

    with Neo4jStore(uri, **login) as store:
        store.query("RETURN 1")


def load_into(uri: str | None, graph: str, *, shown: bool = True, **how: Any) -> LoadReport:
    """Load a graph, with an optional progress bar; ``how`` are options of :meth:`OpenGraph.load`."""
    import graphbuild

    with graphbuild.open(graph) as opened, output.counting_bar("loading", shown=shown) as progress:
        return opened.load(uri, progress=progress, waiting=output.say, **how)


def summary(report: LoadReport) -> str:
    """The result of a load in one line."""
    parts = [
        f"loaded · {report.written:,} written" if report.written or report.removed else "unchanged",
        *([f"{report.removed:,} removed"] if report.removed else []),
        *(
            [f"{report.kept:,} kept because of your own data on them (--prune removes them)"]
            if report.kept
            else []
        ),
        f"{report.seconds:.1f} s",
    ]
    return " · ".join(parts)


def dump(
    uri: Annotated[
        str | None,
        typer.Argument(
            metavar="URI", envvar="NEO4J_URI", help="neo4j:// or bolt:// address.", show_default=False
        ),
    ] = None,
    *,
    graph: options.Folder = options.DEFAULT_GRAPH,
    database: options.Database = None,
    user: options.User = None,
    password_file: options.PasswordFile = None,
    prefix: options.Prefix = "",
) -> None:
    """Copy a graph from Neo4j into a folder.

    Into a new folder, or one that was dumped before, without the articles' text.

    \b
    Example:
      graphbuild dump neo4j://localhost:7687 --graph theirs
    """
    import graphbuild

    login = options.login(user, password_file, database)
    with graphbuild.dump(uri, graph, prefix=prefix, report=output.say, **login) as dumped:
        found = dumped.graph
    parts = [
        output.count(len(found.articles), "article"),
        output.count(len(found.entities), "entity", "entities"),
        output.count(len(found.statements), "statement"),
        output.count(len(found.relations), "relation"),
    ]
    output.print_line(" · ".join(parts))
