"""Commands that carry a graph elsewhere: export, load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphbuild.cli import options, output


def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Where to: .graphml, .gexf, .json or .csv (a pair of files)."),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="graphml, gexf, json or csv.", show_default="by suffix"
        ),
    ] = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
) -> None:
    """Write the graph to a file.

    Gephi, networkx, a spreadsheet open it. The same articles give the same bytes.

    \b
    Example:
      graphbuild export graph.graphml
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        written = opened.export(file, format=form)
    for path in written:
        output.say(f"wrote {path}")


def load(
    uri: Annotated[str, typer.Argument(metavar="URI", help="bolt:// or neo4j:// address of the database.")],
    graph: options.Graph = options.DEFAULT_GRAPH,
) -> None:
    """Write the graph into Neo4j; again, it changes nothing.

    NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE are honoured.

    \b
    Example:
      NEO4J_PASSWORD=… graphbuild load bolt://localhost:7687
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        opened.load(uri)
    output.say(f"loaded into {uri}")
