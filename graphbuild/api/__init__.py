"""The Python interface, with the functions of the command line. Its names are public in ``graphbuild``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild.api.graph import OpenGraph
from graphbuild.api.hinting import QueryWarning
from graphbuild.api.lookup import NameWarning
from graphbuild.api.places import DUMP, dumped, place
from graphbuild.api.stored import read_graph
from graphbuild.checking import checked_as
from graphbuild.errors import InputError, StoreError

if TYPE_CHECKING:
    import networkx as nx

    from graphbuild.pipeline import DateFrom, GivenDay, Inputs, Progress, Workers

__all__ = ["NameWarning", "OpenGraph", "QueryWarning", "build", "dump", "open"]


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
    """Read articles into a graph folder, which is created if needed, and open it.

    ``inputs`` are files of any format of ``docs/reference/inputs.md``, folders, patterns (``news/*.html``),
    or ``-`` for standard input. Articles that are in the graph unchanged are skipped; an article that cannot
    be read is recorded and skipped, or raises ``InputError`` with ``strict``. ``workers`` is the number of
    processes (``"auto"``: one per processor). ``model`` is another spaCy pipeline or its folder, ``aliases``
    a table of your own names, which later builds of the folder use, too. ``columns`` maps fields to the
    columns of tables with other names (``{"text": "story", "id": ""}``: the text is in ``story``, and no
    column is an id); ``day_first`` states whether 03/04/2021 is in April; with None such dates are ignored.
    For articles without a date, ``date_from="name"`` takes it from the names of their file and folders, and
    ``date`` is the date of all others; ``source`` is the publisher of articles that name none. ``prune``
    removes articles that the inputs contained in an earlier build and no longer contain. Articles that are
    not in English are skipped unless ``any_language`` is set; without ``collate`` each article counts by
    itself, even near-duplicates. ``ray`` is the address of a Ray cluster that reads, or ``"auto"``, and
    ``shards`` a folder that its machines share, to which results are written as Parquet
    (``docs/how-to/cluster.md``).

    The report is the ``report`` of the returned graph. Raises ``InputError``, ``ModelError`` and
    ``LedgerError``; articles read before the error are kept.
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
    """Open a graph: a graph folder, a ``bolt://`` or ``neo4j://`` address, an exported file, or a graph
    returned by :meth:`OpenGraph.networkx`, changed or not.

    Raises ``LedgerError`` for a folder that is not a graph folder, ``StoreError`` for an invalid file or
    address.
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

    The folder contains the graph as it was loaded, without the text of articles: it can be queried, exported
    and loaded, and be the target of another dump, but not of a build. Defaults are those of
    :meth:`OpenGraph.load`. ``report`` is called if the graph was changed in the database.

    Raises ``StoreError`` if the database cannot be reached or has no complete graph, and if the folder
    contains anything else.
    """
    from graphbuild.stores import files
    from graphbuild.stores.neo4j import Neo4jStore

    folder = Path(graph)
    if folder.exists() and not dumped(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: is not empty, and no dump; give another place with --graph")
    with Neo4jStore(uri, username=username, password=password, database=database, ask=ask) as store:
        found, changed = store.dump(lambda: read_graph(store, prefix), prefix)
    if changed and report is not None:
        report("the graph was changed after it was loaded: nodes or relations were added or modified")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}); give another --graph") from error
    files.export(found, folder / DUMP)
    return OpenGraph(place(folder))
