"""Where a graph is stored (a graph folder, a database, a file, networkx), and what each can provide."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graphbuild import decisions
from graphbuild.api import lists, reader, stored, views
from graphbuild.api.lists import ListedArticle
from graphbuild.api.lookup import find
from graphbuild.api.reader import ArticleView
from graphbuild.api.states import Call, Seen, State, look
from graphbuild.api.times import UNKNOWN, Times, times
from graphbuild.api.views import Stats
from graphbuild.corrections import Edge
from graphbuild.errors import LedgerError, QueryError, StoreError
from graphbuild.extractor import source_version
from graphbuild.incremental import Aggregation, Overview
from graphbuild.ledger import SCHEMA_VERSION, Ledger
from graphbuild.model import Entity, Graph, Relation, Span, digest
from graphbuild.read.files import LEDGER_FILE
from graphbuild.stores import files, hints
from graphbuild.stores.base import Store
from graphbuild.stores.locks import ForkLock
from graphbuild.stores.neo4j import SCHEMES, credentials_in_uri_error
from graphbuild.stores.networkx import from_networkx
from graphbuild.tables import aliases

if TYPE_CHECKING:
    import networkx as nx

    from graphbuild.stores.neo4j import Neo4jStore

FILES = (".graphml", ".json")
#: The file in a folder dumped from a database, instead of a ledger.
DUMP = "graph.json"
#: What an aggregated graph depends on besides the ledger and the decisions.
_AGGREGATED_BY = (
    "aggregation.py",
    "corrections.py",
    "decisions.py",
    "incremental",
    "collate",
    "model.py",
    "read/cleanup.py",
    "resolve",
    "stance",
    "tables",
    "terms.py",
    *(f"resources/{table}.tsv" for table in ("relations", "countries", "roles", "first_names")),
    *(f"resources/{table}.tsv" for table in ("identity", "variants", "words", "leaders")),
    *(f"resources/{table}.tsv" for table in ("stances", "standing", "blocs")),
)


class Place(Protocol):
    """The storage of a graph. Aggregating and starting an engine are expensive and done on demand."""

    name: str
    follows: bool
    """Whether a graph that was changed by another process is read again automatically."""

    def still(self, *, kept: bool = False) -> AbstractContextManager[None]:
        """A context manager, for one thread, in which everything is read from one state of the graph: that at
        the beginning of the block. Nested blocks have no effect.

        ``kept`` opens the stored aggregation for the duration of the block, if there is one.
        """

    def store(self) -> Store:
        """The store that runs Cypher queries on it."""

    def asking(self) -> AbstractContextManager[Store]:
        """A context manager for the store, which stays open in the block even if the graph changes."""

    def graph(self) -> Graph:
        """The complete graph."""

    def overview(self, known: int) -> Overview | None:
        """Counts of the graph, with ``known`` entities of each kind, without reading all of it; None if that
        needs the complete graph.
        """

    def entities(self) -> Sequence[Entity]:
        """The entities of the graph."""

    def relations(self) -> Iterator[Relation]:
        """The relations of the graph."""

    def times(self, edges: Sequence[Edge]) -> Sequence[Times]:
        """First and last day of each of these relations, by their sentences."""

    def articles(self) -> Iterator[ListedArticle]:
        """The articles of the graph, without their texts."""

    def about(self, *names: str) -> Graph:
        """The graph, or the part of it that ``explain`` and ``show`` need for these names.

        Raises ``QueryError`` for a name that matches no entity or several.
        """

    def article(self, id_: str) -> ArticleView:
        """An article as it was read; raises ``QueryError`` for an unknown id."""

    def texts(
        self, ids: str | Iterable[str] | None = None, *, strict: bool = True
    ) -> Iterator[tuple[str, str]]:
        """Id and text of every article, or of these, in order of id; nothing if there are no texts.

        Raises ``LedgerError`` for an unknown id, which is skipped if not ``strict``.
        """

    def stats(self) -> Stats:
        """Count articles, entities, relations and statements."""

    def failed(self) -> int:
        """The number of inputs that could not be read; 0 if unknown."""

    def named(self, cypher: str) -> str:
        """A query of the library, adapted to this storage."""

    def days(self, cypher: str) -> Collection[str] | None:
        """The parameters of a query that are compared with dates of the graph; None if all may be, as the
        graph has no datetimes.
        """

    def folder(self, action: str) -> Path:
        """The graph folder; raises ``LedgerError`` if this is not one, so that ``action`` is impossible."""

    def stamp(self) -> str:
        """Identifies the inputs of the graph, without aggregating it; empty if unknown."""

    def kept(self) -> AbstractContextManager[Aggregation | None]:
        """The stored aggregation of a graph folder, brought up to date, as a context manager.

        Within :meth:`still` it is always the same.
        """

    def changed(self) -> None:
        """Discard derived data: the ledger has changed."""

    def close(self) -> None:
        """Release all resources."""


def place(graph: Path | str | nx.MultiDiGraph[str]) -> Place:
    """The graph at this folder, address or file, or of networkx.

    Raises ``LedgerError`` for a folder that is not a graph folder, ``StoreError`` for an unknown type of
    address, a missing file and one that contains no graph.
    """
    if not isinstance(graph, Path | str):
        if not hasattr(graph, "edges"):
            raise StoreError(f"{graph!r} is no graph; give a folder, an address, a file or a networkx graph")
        if not (graph.is_multigraph() and graph.is_directed()):
            raise StoreError(
                f"a networkx graph that is a {type(graph).__name__}, as signed() returns, does not contain"
                " the reports; give a graph returned by networkx()"
            )
        return Loaded("a networkx graph", partial(from_networkx, graph))
    name = graph
    scheme, found, rest = str(name).partition("://")
    if (
        re.match(r"[^\s/:@]*(:.*)?@" if found else r"[^\s/:@]+:.*@", rest or str(name))
        and not Path(name).exists()
    ):
        raise credentials_in_uri_error()
    if found:
        if scheme not in SCHEMES:
            raise StoreError(
                f"{name}: not an address of a graph; write bolt://HOST:7687 or neo4j://HOST:7687"
                f" ({', '.join(SCHEMES)})"
            )
        return Database(str(name))
    path = Path(name)
    if path.suffix.lower() in FILES and not path.is_dir():
        if not path.is_file():
            raise StoreError(f"{path}: no such file; write one with: graphbuild export {path}")
        return Loaded(str(path), partial(files.load, path))
    if path.is_file():
        raise StoreError(
            f"{path}: is a file, not a graph folder; give a folder, or a .json or .graphml file that export"
            " wrote"
        )
    return Dumped(path) if dumped(path) else Folder(path)


def dumped(path: Path) -> bool:
    """Whether this is a folder dumped from a database."""
    return (path / DUMP).is_file() and not (path / LEDGER_FILE).exists()


class _Derived:
    """Derived data, computed on demand and cached until the graph changes state."""

    name: str
    follows = True

    def __init__(self) -> None:
        self._state = State()
        self._call = Call()
        self._moving = ForkLock()

    @contextmanager
    def still(self, *, kept: bool = False) -> Iterator[None]:
        if self._call.state is not None:
            yield
            return
        self._follow()
        with ExitStack() as until_end:
            self._call.state, self._call.until_end = self._now(), until_end
            try:
                if kept:
                    until_end.enter_context(self.kept())
                yield
            finally:
                self._call.state = self._call.until_end = self._call.kept = None

    def store(self) -> Store:
        return self._of_store().opened(self._open_store)

    @contextmanager
    def asking(self) -> Iterator[Store]:
        state = self._of_store()
        state.enter()
        try:
            yield state.opened(self._open_store)
        finally:
            state.leave()

    def _of_store(self) -> State:
        """The state that the store has, or will have."""
        if self._call.state is not None and self._call.state.store is None:
            with self.kept():  # the aggregation may be of a later state
                return self._now()
        return self._now()

    def graph(self) -> Graph:
        state = self._now()
        graph = state.graph
        if graph is None:
            graph = self._load_graph()
            (self._call.state or state).graph = graph  # the aggregation may be of a later state
        return graph

    def overview(self, known: int) -> Overview | None:
        return None

    def entities(self) -> Sequence[Entity]:
        state = self._now()
        if state.graph is not None:
            return state.graph.entities
        if state.entities is None:
            entities = self._read_entities()
            (self._call.state or state).entities = entities
            return entities
        return state.entities

    def relations(self) -> Iterator[Relation]:
        return iter(self.graph().relations)

    def times(self, edges: Sequence[Edge]) -> Sequence[Times]:
        known = times(self.graph().statements, self.graph().articles)
        return [known.get(edge, UNKNOWN) for edge in edges]

    def articles(self) -> Iterator[ListedArticle]:
        return lists.articles_of(self.graph())

    def about(self, *names: str) -> Graph:
        return self.graph()

    def article(self, id_: str) -> ArticleView:
        return reader.article(self.graph(), id_)

    def texts(
        self, ids: str | Iterable[str] | None = None, *, strict: bool = True
    ) -> Iterator[tuple[str, str]]:
        return iter(())

    def stats(self) -> Stats:
        return views.stats(self.graph())

    def failed(self) -> int:
        return 0

    def named(self, cypher: str) -> str:
        return cypher

    def days(self, cypher: str) -> Collection[str] | None:
        return None

    def folder(self, action: str) -> Path:
        raise LedgerError(f"{self.name}: {action} works on a graph folder only; give one with --graph")

    def stamp(self) -> str:
        return ""

    def kept(self) -> AbstractContextManager[Aggregation | None]:
        return nullcontext()

    def changed(self) -> None:
        self._move(None)

    def close(self) -> None:
        self._state.close()

    def _look(self) -> Seen:
        """A fingerprint of the graph, which changes with its state; constant if the graph is read once or a
        change cannot be detected.
        """
        return ""

    def _now(self) -> State:
        """The state of the current call, or the last one."""
        state = self._call.state or self._state
        if state.seen is None:
            with self._moving:
                if state.seen is None:
                    state.seen = self._look()
        return state

    def _follow(self) -> None:
        """Discard derived data if the graph has changed."""
        state = self._state
        if self.follows and state.seen is not None and (seen := self._look()) != state.seen:
            self._move(seen)

    def _move(self, seen: Seen | None) -> State:
        """Replace the current state by a new one with this fingerprint."""
        with self._moving:
            before, self._state = self._state, State(seen)
            after = self._state
        before.end()
        return after

    def _open_store(self) -> Store:
        raise NotImplementedError

    def _read_entities(self) -> Sequence[Entity]:
        return stored.read_entities(self.store())

    def _load_graph(self) -> Graph:
        raise NotImplementedError


class Folder(_Derived):
    """A graph folder: its ledger, and the embedded database derived from it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.name = str(path)
        self.path = path
        Ledger.open(path).close()  # fails early if it is not a graph folder

    def article(self, id_: str) -> ArticleView:
        with self.kept() as aggregation, Ledger.open(self.path) as ledger:
            graph = self.graph()
            known = ledger.stamp_of(id_) is not None
            if not known and any(a.id == id_ for a in graph.articles):
                raise QueryError(
                    f"the article {id_!r} was removed from the graph meanwhile; open the graph again"
                )
            reading = ledger.reading(id_, with_text=True) if known else None
            return reader.article(graph, id_, reading, aggregation.within(id_))

    def texts(
        self, ids: str | Iterable[str] | None = None, *, strict: bool = True
    ) -> Iterator[tuple[str, str]]:
        out = decisions.excluded(decisions.load(self.path))
        with Ledger.open(self.path) as ledger:
            if ids is None:
                yield from (text for text in ledger.texts() if text[0] not in out)
            else:
                wanted = sorted({*([ids] if isinstance(ids, str) else ids)} - {*out})
                if strict:
                    ledger.require(wanted, "no text was read")
                known = (id_ for id_ in wanted if strict or ledger.stamp_of(id_) is not None)
                yield from ((id_, ledger.article(id_).text) for id_ in known)

    def stats(self) -> Stats:
        graph = self.graph()
        with Ledger.open(self.path) as ledger:

            def words(article: str, span: Span) -> str:
                return ledger.article(article).text[slice(*span)]

            out = decisions.excluded(decisions.load(self.path))
            counts = ledger.counts(out)
            extracted = {name: counts[name] for name in ("entities", "statements", "relations")}
            return views.stats(graph, [*ledger.failures(), *ledger.skipped()], words, extracted, len(out))

    def failed(self) -> int:
        with Ledger.open(self.path) as ledger:
            return len(ledger.failures())

    def folder(self, action: str) -> Path:
        return self.path

    def overview(self, known: int) -> Overview | None:
        with self.kept() as aggregation:
            return aggregation.overview(known)

    def relations(self) -> Iterator[Relation]:
        if self._now().graph is not None:
            yield from super().relations()
        else:
            with self.kept() as aggregation:
                yield from aggregation.relations()

    def times(self, edges: Sequence[Edge]) -> Sequence[Times]:
        if self._now().graph is not None:
            return super().times(edges)
        with self.kept() as aggregation:
            return aggregation.times(edges)

    def articles(self) -> Iterator[ListedArticle]:
        with self.kept() as aggregation:
            yield from starmap(ListedArticle, aggregation.articles())

    @contextmanager
    def kept(self) -> Iterator[Aggregation]:
        call = self._call
        if call.kept is not None:
            yield call.kept
            return
        with ExitStack() as stack:
            seen = self._look()
            aggregation = (call.until_end or stack).enter_context(self._aggregated())
            if call.state is not None:
                call.kept = aggregation
                if self.follows and not seen == self._look() == call.state.seen:
                    call.state = self._move(seen)
            yield aggregation

    @contextmanager
    def _aggregated(self) -> Iterator[Aggregation]:
        version = digest(str(SCHEMA_VERSION), source_version(*_AGGREGATED_BY))
        with (
            Ledger.open(self.path) as ledger,
            Aggregation(self.path, version, aliases.kept(self.path)) as aggregation,
        ):
            yield aggregation.update(ledger, decisions.load(self.path))

    def _look(self) -> Seen:
        return look(self.path)

    def _read_entities(self) -> Sequence[Entity]:
        with self.kept() as aggregation:
            return aggregation.entities()

    def _load_graph(self) -> Graph:
        with self.kept() as aggregation:
            return aggregation.graph()

    def _open_store(self) -> Store:
        from graphbuild.stores.embedded import EmbeddedStore

        with self.kept() as aggregation:
            return EmbeddedStore.open(self.path, aggregation.graph, aggregation.state, kept=aggregation)

    def stamp(self) -> str:
        with Ledger.open(self.path) as ledger:
            content = ledger.stamp()
        decided = repr((decisions.load(self.path), aliases.kept(self.path)))
        return digest(content, str(SCHEMA_VERSION), source_version(*_AGGREGATED_BY), decided)


class Dumped(_Derived):
    """A folder dumped from a database: the graph as a file, and the embedded database created from it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.name = str(path)
        self.path = path

    def folder(self, action: str) -> Path:
        raise LedgerError(
            f"{self.name}: was dumped from a database, without the articles' text, so that {action} cannot"
            " work on it; give a folder that build made with --graph"
        )

    def stamp(self) -> str:
        return digest("dump", (self.path / DUMP).read_text(encoding="utf-8"), source_version(*_AGGREGATED_BY))

    def _look(self) -> Seen:
        return look(self.path, [DUMP])

    def _load_graph(self) -> Graph:
        return files.load(self.path / DUMP)

    def _open_store(self) -> Store:
        from graphbuild.stores.embedded import EmbeddedStore

        return EmbeddedStore.open(self.path, self.graph, self.stamp())


class Database(_Derived):
    """A Neo4j database with a graph loaded by us, under the prefix in GRAPHBUILD_PREFIX."""

    def __init__(self, uri: str) -> None:
        super().__init__()
        self.name = uri
        self._prefix = os.environ.get("GRAPHBUILD_PREFIX", "")

    def about(self, *names: str) -> Graph:
        if (graph := self._now().graph) is not None:
            return graph
        ids = {find(self.entities(), name).id for name in names}
        return stored.read_graph(self.store(), self._prefix, about=ids)

    def stats(self) -> Stats:
        return stored.read_stats(self._checked_store(), self._prefix)

    def named(self, cypher: str) -> str:
        from graphbuild.stores.neo4j import Names

        self._checked_store()
        return Names(self._prefix).cypher(cypher)

    def days(self, cypher: str) -> Collection[str]:
        """Empty for a database without a graph of ours, in which these properties may be datetimes."""
        found = hints.compared_with_days(cypher)
        return found if found and self._neo4j().holds(self._prefix) else ()

    def _neo4j(self) -> Neo4jStore:
        from graphbuild.stores.neo4j import Neo4jStore

        store = self.store()
        assert isinstance(store, Neo4jStore)
        return store

    def _checked_store(self) -> Store:
        """The database, after checking that it has a graph."""
        store = self._neo4j()
        store.see(self._prefix)
        return store

    def _open_store(self) -> Store:
        from graphbuild.stores.neo4j import Neo4jStore

        return Neo4jStore(self.name)

    def _follow(self) -> None:
        """Discard derived data if another graph was loaded since. Other changes in the database cannot be
        detected.
        """
        state = self._state
        if not self.follows or (state.graph is None and state.entities is None):
            return
        if (seen := self._loaded()) != state.seen:
            after = State(seen)
            after.store = state.store
            self._state = after

    def _loaded(self) -> Seen:
        """The identifier of the graph loaded last."""
        return self._neo4j().stamp(self._prefix)

    def _reading(self) -> Store:
        """The database, for reading data that is cached until another graph is loaded."""
        state = self._now()
        store = self._checked_store()
        if state.graph is None and state.entities is None:
            state.seen = self._loaded()
        return store

    def _load_graph(self) -> Graph:
        return stored.read_graph(self._reading(), self._prefix)

    def _read_entities(self) -> Sequence[Entity]:
        return stored.read_entities(self._reading(), self._prefix)


class Loaded(_Derived):
    """A graph outside of a database (an exported file, a networkx graph): queries run on a temporary one."""

    def __init__(self, name: str, load: Callable[[], Graph]) -> None:
        super().__init__()
        self.name = name
        self._load = load

    def _load_graph(self) -> Graph:
        return self._load()

    def _open_store(self) -> Store:
        from graphbuild.stores.embedded import EmbeddedStore

        return EmbeddedStore.temporary(self.graph())
