"""The Python interface: the same things as the commands. Public names are those of ``graphbuild``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild import pipeline
from graphbuild.api.graph import OpenGraph
from graphbuild.api.places import place
from graphbuild.pipeline import Inputs, Progress, Workers

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["OpenGraph", "build", "open"]


def build(
    inputs: Inputs,
    graph: Path | str = "graph",
    *,
    workers: Workers = 1,
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    any_language: bool = False,
    collate: bool = True,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    strict: bool = False,
    prune: bool = False,
    ray: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> OpenGraph:
    """Read articles into a graph folder, made where there is none, and open it.

    ``inputs`` are files of any format of ``docs/inputs.md``, folders, patterns (``news/*.html``), or
    ``-`` for standard input. What is in the graph unchanged is passed over; an
    article that cannot be read is recorded and skipped, with ``strict`` it raises ``InputError``.
    ``workers`` are processes (``"auto"``: one for each processor); with several, a script calls
    this under ``if __name__ == "__main__":``. ``model`` is another spaCy pipeline or its folder,
    ``aliases`` a table of your own names, which later builds of the folder use, too.
    ``columns`` names columns of tables that are not called as usual (``{"text": "story", "id": ""}``: the
    text is in ``story``, and no column is an id); ``day_first`` tells whether 03/04/2021 is in April,
    where None leaves such days out.
    ``prune`` takes out what the inputs gave before and give no more. Articles that are not in English
    are skipped unless ``any_language``; without ``collate`` each stands by itself, copies, too.

    The report is in ``report`` of what is returned. Raises ``InputError``, ``ModelError`` and
    ``LedgerError``; what was read before is kept.
    """
    report = pipeline.build(
        inputs,
        graph,
        workers=workers,
        model=model,
        encoder=encoder,
        aliases=aliases,
        any_language=any_language,
        collate=collate,
        columns=columns,
        day_first=day_first,
        strict=strict,
        prune=prune,
        ray=ray,
        progress=progress,
    )
    return OpenGraph(place(graph), report=report)


def open(  # noqa: A001 -- gb.open reads as it should
    graph: Path | str | nx.MultiDiGraph[str] = "graph",
) -> OpenGraph:
    """Open a graph: a graph folder, a ``bolt://`` or ``neo4j://`` address, an exported file, or what
    :meth:`OpenGraph.networkx` gave, changed or not.

    Raises ``LedgerError`` for a folder that is no graph, ``StoreError`` for a file or an address
    that is none.
    """
    return OpenGraph(place(graph))
