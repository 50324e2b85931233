"""The Python interface: the same things as the commands. Public names are those of ``graphbuild``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild.api.graph import OpenGraph
from graphbuild.api.lookup import NameWarning
from graphbuild.api.places import DUMP, dumped, place
from graphbuild.api.stored import read_graph
from graphbuild.checking import checked_as
from graphbuild.errors import InputError, StoreError

if TYPE_CHECKING:
    import networkx as nx

    from graphbuild.pipeline import DateFrom, GivenDay, Inputs, Progress, Workers

__all__ = ["NameWarning", "OpenGraph", "build", "dump", "open"]


@checked_as(InputError)
def build(
    inputs: Inputs,
    graph: Path | str = "graph",
    *,
    workers: Workers = "auto",
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    any_language: bool = False,
    collate: bool = True,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    date: GivenDay = None,
    date_from: DateFrom | None = None,
    source: str | None = None,
    strict: bool = False,
    prune: bool = False,
    ray: str | None = None,
    shards: Path | str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> OpenGraph:
    """Read articles into a graph folder, made where there is none, and open it.

    ``inputs`` are files of any format of ``docs/reference/inputs.md``, folders, patterns (``news/*.html``),
    or ``-`` for standard input. What is in the graph unchanged is passed over; an article that cannot
    be read is recorded and skipped, with ``strict`` it raises ``InputError``.
    ``workers`` are the processes that read (``"auto"``: one for each processor). ``model`` is another
    spaCy pipeline or its folder, ``aliases`` a table of your own names, which later builds of the folder
    use, too.
    ``columns`` names columns of tables that are not called as usual (``{"text": "story", "id": ""}``: the
    text is in ``story``, and no column is an id); ``day_first`` says whether 03/04/2021 is in April,
    where None leaves such days out. Of articles that tell no day, ``date_from="name"`` takes it from the
    names of their file and folders, and ``date`` is that of all others; ``source`` is the publisher of those
    that tell none.
    ``prune`` takes out what the inputs gave before and give no more. Articles that are not in English
    are skipped unless ``any_language``; without ``collate`` each stands by itself, copies, too.
    ``ray`` is the address of a Ray cluster that reads, or ``"auto"``, and ``shards`` a folder that its
    machines share, in which what they read is left as Parquet (``docs/how-to/cluster.md``).

    The report is in ``report`` of what is returned. Raises ``InputError``, ``ModelError`` and
    ``LedgerError``; what was read before is kept.
    """
    from graphbuild import pipeline

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
        date=date,
        date_from=date_from,
        source=source,
        strict=strict,
        prune=prune,
        ray=ray,
        shards=shards,
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


@checked_as(StoreError)
def dump(
    uri: str | None = None,
    graph: Path | str = "graph",
    *,
    database: str | None = None,
    username: str | None = None,
    password: str | None = None,
    prefix: str = "",
    ask: Callable[[str], str] | None = None,
    report: Callable[[str], None] | None = None,
) -> OpenGraph:
    """Read the graph of a Neo4j database into a folder, and open it.

    The folder holds the graph as it was loaded, without the articles' text: it can be asked, exported
    and loaded, and dumped into again, but not built on. What is not given is as for
    :meth:`OpenGraph.load`. ``report`` is called where somebody changed the graph since.

    Raises ``StoreError`` where the database cannot be reached or holds no whole graph, and where the
    folder holds something else.
    """
    from graphbuild.stores import files
    from graphbuild.stores.neo4j import Neo4jStore

    folder = Path(graph)
    if folder.exists() and not dumped(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: is not empty, and no dump; give another place with --graph")
    with Neo4jStore(uri, username=username, password=password, database=database, ask=ask) as store:
        found, changed = store.dump(lambda: read_graph(store, prefix), prefix)
    if changed and report is not None:
        report("the graph is not as it was loaded: somebody changed or added nodes or relations of its kind")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}); give another --graph") from error
    files.export(found, folder / DUMP)
    return OpenGraph(place(folder))
