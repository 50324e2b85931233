"""A graph that is open to be asked: a graph folder, a Neo4j database or an exported file."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, time
from functools import cache, partial
from html import escape
from io import TextIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TextIO, TypeVar, Unpack, overload

from graphbuild import decisions, queries, targets
from graphbuild.api import contexts, deciding, hinting, identity, judging, places, stances, views
from graphbuild.api.answering import answers
from graphbuild.api.contexts import Context
from graphbuild.api.filters import NONE, Choice, Filters
from graphbuild.api.finding import Finding
from graphbuild.api.lookup import find, two
from graphbuild.api.neighbours import FIRST_NEIGHBOURS
from graphbuild.api.parts import Part, select
from graphbuild.api.reader import ArticleView
from graphbuild.api.selection import Day, Words, most, whole
from graphbuild.checking import checked, checked_as, no_option
from graphbuild.closing import Closing
from graphbuild.corrections import Edge
from graphbuild.decisions import Decision, NameDecision, NameVerdict, RelationDecision, RelationVerdict
from graphbuild.errors import InputError, LedgerError, QueryError, StoreError
from graphbuild.frames import html
from graphbuild.incremental import Overview
from graphbuild.ledger import Ledger
from graphbuild.model import Graph, Identity, Level, Relation
from graphbuild.stores import files, guard, lexer
from graphbuild.stores.base import ALL, ROW_LIMIT, SIZE_LIMIT, TIME_LIMIT, First, Rows, Stream, limited

if TYPE_CHECKING:
    import networkx as nx

    from graphbuild.api.pictures import Picture
    from graphbuild.pipeline import BuildReport, DateFrom, Inputs, Progress, Workers
    from graphbuild.stores.neo4j import LoadReport

_T = TypeVar("_T")


class OpenGraph(Finding, Closing):
    """A graph that is open to be asked. Made by :func:`graphbuild.build` and :func:`graphbuild.open`.

    A context manager: closing it stops the embedded engine where a query has started one. Every method of
    a closed graph raises ``StoreError``; closing it twice does no harm.
    """

    def __init__(self, place: places.Place, *, report: BuildReport | None = None) -> None:
        self._opened = place
        self._closed = False
        self.report = report
        """What the build that made it did; None for a graph that was only opened."""

    @property
    def _place(self) -> places.Place:
        if self._closed:
            raise StoreError("this graph is closed; open it again with graphbuild.open(...)")
        return self._opened

    def __enter__(self) -> Self:
        self._place  # noqa: B018 -- raises where it is closed
        return self

    def __repr__(self) -> str:
        return f"<graphbuild.OpenGraph {self._opened.name}{', closed' if self._closed else ''}>"

    def _repr_html_(self) -> str:
        if self._closed:
            return escape(repr(self))
        found = self.stats()
        counts = {
            "articles": found.articles,
            **found.entities,
            "relations": sum(found.relations.values()),
            "asserted statements": found.asserted,
        }
        days = f" · {found.first_date} to {found.last_date}" if found.first_date else ""
        return html(list(counts), [[f"{n:,}" for n in counts.values()]], 1, f"{self._place.name}{days}")

    @answers
    @checked
    def query(
        self,
        cypher: str | None = None,
        *,
        name: str | None = None,
        params: Mapping[str, Any] | None = None,
        write: bool = False,
        limit: int = ROW_LIMIT,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
        sort: str | None = None,
        **parameters: Any,
    ) -> list[dict[str, Any]]:
        """The rows that a Cypher query gives, as dictionaries by column.

        Give Cypher, or the ``name`` of a query of the library, also in its place. Its parameters are given by
        keyword, or in ``params`` where they are called like an option of this method.
        Read-only unless ``write``; ``limit`` is in rows: how many of a named query are given, the most that
        another may give, ``timeout`` in seconds, ``size`` in bytes (about;
        None for any number). ``sort`` is a column by which the rows of a named query come, with ``-`` before
        it the last first.

        Raises ``QueryError`` for a query that is wrong, forbidden, too slow, gives more than
        ``limit`` or ``size`` or lacks a parameter, ``StoreError`` where the database cannot be reached.
        """
        values = _values(params, _used(parameters, cypher, name))
        rows = self.rows(
            cypher, name=name, params=values, write=write, limit=limit, timeout=timeout, size=size, sort=sort
        )
        return rows.dicts()

    @answers
    @checked
    def rows(
        self,
        cypher: str | None = None,
        *,
        name: str | None = None,
        params: Mapping[str, Any] | None = None,
        write: bool = False,
        limit: int = ROW_LIMIT,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
        sort: str | None = None,
        **parameters: Any,
    ) -> Rows:
        """As :meth:`query`, the answer with its columns in order, also where there are no rows.

        Its ``more`` is whether a named query has more than its limit gives.
        """
        cypher, name = _worded(cypher, name)
        limit = whole("limit", limit) or ALL
        values = _values(params, _used(parameters, cypher, name))
        first = limit if name is not None and limit != ROW_LIMIT else None
        with self.stream(
            cypher, name=name, params=values, write=write, limit=first, timeout=timeout, size=size, sort=sort
        ) as found:
            rows = tuple(limited(found.rows, max(limit, ROW_LIMIT) if first else limit))
        return Rows(found.columns, rows, found.more)

    @answers
    @checked
    @contextmanager
    def stream(
        self,
        cypher: str | None = None,
        *,
        name: str | None = None,
        params: Mapping[str, Any] | None = None,
        write: bool = False,
        limit: int | None = None,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
        sort: str | None = None,
        **parameters: Any,
    ) -> Iterator[Stream]:
        """As :meth:`rows`, but for a ``with`` block in which ``rows`` is an iterator over any number of
        rows, of which few are in memory at once; with ``size`` None they may be of any size together.
        ``limit`` is of a named query, else its own; 0 is any number.
        """
        cypher, name = _worded(cypher, name)
        if not 0 < timeout <= threading.TIMEOUT_MAX:
            raise QueryError(f"timeout is {timeout:g}; give a number of seconds above 0", wrong=("timeout",))
        given = _values(params, _used(parameters, cypher, name))
        first = None if limit is None or name is None else whole("limit", limit) or ALL
        if first and queries.has_parameter(name or "", "limit"):
            given.setdefault("limit", first)
        with ExitStack() as stack:
            with self._place.still():
                text, values = self._asked(cypher, name, given, sort)
                store = stack.enter_context(self._place.asking())
            if name is not None and queries.has_parameter(
                name, "limit"
            ):  # one row more than is given tells of others
                first = values["limit"] = values["limit"] or ALL
                values["limit"] += first > 0
            found = stack.enter_context(store.stream(text, values, write=write, timeout=timeout, size=size))
            rows = self._while_open(found.rows)
            yield Stream(found.columns, rows if first is None else First(rows, first))

    def _while_open(self, found: Iterator[_T]) -> Iterator[_T]:
        """The same; raises ``StoreError`` instead of the next one when the graph is closed."""
        while True:
            self._place  # noqa: B018 -- raises where it is closed
            try:
                one = next(found)
            except StopIteration:
                return
            yield one

    @answers
    @checked
    def plan(
        self, cypher: str | None = None, *, name: str | None = None, params: Mapping[str, Any] | None = None
    ) -> tuple[str, ...]:
        """How the engine would run the query, line by line; nothing is run."""
        asked = self._asked(cypher, name, params)
        with self._place.asking() as store:
            return store.plan(*asked)

    @answers
    @checked
    def hints(
        self, cypher: str, params: Mapping[str, Any] | None = None, *, empty: bool = True
    ) -> tuple[str, ...]:
        """In words, why a query may give nothing: labels, types and properties that the graph does not have,
        dates compared with texts; where its answer was ``empty`` also names and other values that nothing has
        so. Each with what may be meant; nothing for a query that asks for what there is.
        """
        _check_text(cypher)
        values = _values(params, {})
        found = [*hinting.schema(self._place, cypher, values)]
        if empty:
            found += hinting.values_asked(self._place, cypher, values)
        return tuple(found)

    def _asked(
        self,
        cypher: str | None,
        name: str | None,
        params: Mapping[str, Any] | None,
        sort: str | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """Cypher and its parameters; of a named query with the ids of the entities that are meant."""
        cypher, name = _worded(cypher, name)
        if cypher is not None and name is None:
            if sort is not None:
                raise QueryError(
                    "sort is for a named query; say it in your own with ORDER BY", wrong=("sort",)
                )
            return cypher, self._with_days(cypher, _values(params, {}))
        if name is not None and cypher is not None and "name" in lexer.parameters(cypher):
            raise QueryError(f"give the query's own $name as {guard.in_params('name')}")
        if name is None or cypher is not None:
            raise QueryError(
                "give either a Cypher query or the name of one (`graphbuild queries` lists them)"
            )
        named = queries.get(name)
        values = named.bind(_values(params, {}))
        given = {p.name: values[p.name] for p in named.parameters if p.entity}
        meant = [find(self._place.entities(), asked, self._at_hand()) for asked in given.values()]
        if len(meant) == 2:
            two(*given.values(), *meant)
        values |= {parameter: entity.id for parameter, entity in zip(given, meant, strict=True)}
        return self._place.named(named.text if sort is None else lexer.ordered(named.text, sort)), values

    def _with_days(self, cypher: str, values: dict[str, Any]) -> dict[str, Any]:
        """Parameters with days in place of moments where they are compared with days of the graph.

        Raises ``QueryError`` for a moment that is no day, and for ``NaT``.
        """
        moments = [name for name, value in values.items() if _has_moment(value)]
        days = self._place.days(cypher) if moments else ()
        made = {name: _day("$" + name, values[name], days is None or name in days) for name in moments}
        return {**values, **made}

    def _at_hand(self) -> Iterator[Relation]:
        """The relations, read when the first is asked for; none of a database, which would be read whole."""
        if not isinstance(self._place, places.Database):
            yield from self._place.relations()

    @property
    @answers
    def graph(self) -> Graph:
        """The whole graph as records: entities, relations, articles, statements."""
        return self._place.graph()

    @answers
    @checked
    def overview(self, known: int = 20) -> Overview | None:
        """How much there is of what, and the ``known`` best known entities of each kind, without reading the
        whole graph. None where only the whole shows it: of a file or a database.
        """
        return self._place.overview(known)

    @answers
    @checked
    def networkx(self, **part: Unpack[Part]) -> nx.MultiDiGraph[str]:
        """The graph, or a part of it, for networkx: entities by id, an edge for each relation, by its name.

        ``relation`` is one or several families (``cooperation``, ``conflict``, ``standing``), quad classes
        of PLOVER (``material conflict``), its roots (``CONSULT``) or names (``MET_WITH``), ``kind`` those
        of the entities, ``source`` publishers. With ``source``, ``since`` and ``until``, days that
        are included, everything is counted anew from these articles. ``min_reports`` is the number of
        independent articles that a relation needs; ``isolates=False`` leaves out entities without relations;
        ``limit`` is how many relations there are at most, the first in the order ``sort``, as of
        :meth:`relations`. Raises ``QueryError`` for what means nothing.
        """
        from graphbuild.stores.networkx import to_networkx

        return to_networkx(select(self.graph, **part))

    @answers
    @checked
    def signed(self, *, directed: bool = False, **part: Unpack[Part]) -> nx.Graph[str]:
        """A simple graph for networkx of who is with whom (+) and against whom (-), one edge for each pair.

        Edges have ``weight``, the sum of the scores of all independent reports, and ``mean``, ``sign``,
        ``reports``, ``cooperation``, ``conflict``, ``relations``, ``first_seen``, ``last_seen``. With
        ``directed`` an edge says how its source acts toward its target. The other options are those of
        :meth:`networkx`.
        """
        from graphbuild.stores.networkx import to_signed

        return to_signed(select(self.graph, **part), directed=directed)

    @overload
    def stance(
        self,
        a: str,
        b: str,
        *,
        by: stances.Unit = ...,
        since: Day = ...,
        until: Day = ...,
        level: Level | None = ...,
        half_life: float | None = ...,
        relation: Words = ...,
        kind: Words = ...,
        source: Words = ...,
        min_reports: int = ...,
        sort: stances.Sort = ...,
        limit: int | None = ...,
    ) -> stances.PairStance: ...

    @overload
    def stance(
        self,
        a: str,
        b: None = ...,
        *,
        by: stances.Unit = ...,
        since: Day = ...,
        until: Day = ...,
        level: Level | None = ...,
        half_life: float | None = ...,
        relation: Words = ...,
        kind: Words = ...,
        source: Words = ...,
        min_reports: int = ...,
        sort: stances.Sort = ...,
        limit: int | None = ...,
    ) -> stances.PairStances: ...

    @answers
    @checked
    def stance(
        self,
        a: str,
        b: str | None = None,
        *,
        by: stances.Unit = "year",
        since: Day = None,
        until: Day = None,
        level: Level | None = None,
        half_life: float | None = None,
        relation: Words = None,
        kind: Words = None,
        source: Words = None,
        min_reports: int = 0,
        sort: stances.Sort = "since",
        limit: int | None = None,
    ) -> stances.PairStance | stances.PairStances:
        """How two stand to each other: label, both axes over time by period, turning points.

        With one name, with whom it stands how, what changed last first. ``until`` is the day as of which
        it is inferred, ``since`` the first that is shown. ``level`` is ``state``, at which persons in office
        and bodies count for their state, or ``actor``; two states are compared as states if it is not given.
        ``half_life``, in days, is the age at which a report counts half (365).

        ``relation`` and ``source`` are which reports count; who acts for which state is taken from all. With
        one name, ``kind`` is that of the others, ``min_reports`` how many independent reports it takes,
        ``limit`` how many there are at most (None or 0 for any number).

        Raises ``QueryError`` for a name that means no entity or several, a day that is none, and a filter
        that means nothing.
        """
        filters = Filters.of(relation=relation, kind=kind, source=source, min_reports=min_reports)
        found = self._stances(half_life, filters)
        if b is None:
            return found.all(a, since=since, until=until, level=level, sort=sort).first(most(limit))
        return found.of(a, b, by=by, since=since, until=until, level=level)

    @answers
    @checked
    def changes(
        self,
        since: Day,
        until: Day = "",
        *,
        level: Level | None = None,
        half_life: float | None = None,
        relation: Words = None,
        kind: Words = None,
        source: Words = None,
        min_reports: int = 0,
        sort: stances.ChangeSort = "strength",
        limit: int | None = None,
    ) -> stances.Changes:
        """Which pairs stood otherwise at the end of ``until`` than of ``since``, the strongest change first.

        ``until`` is the last day of which anything is reported where it is not given.

        The options are those of :meth:`stance`; of a ``kind`` is a pair of which one is. Raises
        ``QueryError`` for a day that is none, and a filter that means nothing.
        """
        filters = Filters.of(relation=relation, kind=kind, source=source, min_reports=min_reports)
        return (
            self._stances(half_life, filters).changes(since, until, level=level, sort=sort).first(most(limit))
        )

    def _stances(self, half_life: float | None, filters: Filters = NONE) -> stances.Stances:
        return stances.Stances(self._place.graph(), half_life, filters)

    @answers
    @checked
    def article(self, id: str) -> ArticleView:  # noqa: A002 -- what it is called everywhere
        """An article with its text and all that was read in it, place by place.

        The text is there in a graph folder alone, as are mentions. Raises ``QueryError`` for an id that the
        graph does not hold.
        """
        return self._place.article(id)

    @answers
    @checked
    def texts(self, ids: str | Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
        """Id and text of every article, or of those with one of these ``ids``, in order of id; nothing where
        the graph has no texts with it.
        """
        return self._while_open(self._place.texts(ids))

    @answers
    def stats(self) -> views.Stats:
        """How much the graph holds, and what could not be read of its inputs."""
        return self._place.stats()

    @answers
    def files(self) -> dict[str, str]:
        """Of each article of this graph folder the file that it was read from, where that is known."""
        with Ledger.open(self._place.folder("files")) as ledger:
            return ledger.files()

    @answers
    def failures(self) -> views.Failures:
        """What could not be read of the inputs of this graph folder, by place and reason."""
        with Ledger.open(self._place.folder("failures")) as ledger:
            return views.failures([*ledger.failures(), *ledger.skipped()], ledger.report())

    @answers
    @checked
    def export(
        self,
        file: Path | str | TextIOBase | TextIO,
        *,
        format: str | None = None,  # noqa: A002 -- as the command has it
        **part: Unpack[Part],
    ) -> tuple[Path, ...]:
        """Write the graph, or a part of it, to a file, in the format of its suffix or in ``format``:
        graphml, gexf, json, jsonld, xlsx, csv.

        An open text file (``sys.stdout``) takes the formats that are one text. The other options are those
        of :meth:`networkx`. Returns the files written (CSV is three). Raises ``StoreError`` for an unknown
        format, a place that cannot be written and a file of a graph folder, ``QueryError`` for options that
        mean nothing.
        """
        if isinstance(file, str | Path):
            targets.check_graph(file, self._place.name)
        graph = select(self.graph, **part)
        if isinstance(file, str | Path):
            return files.export(graph, Path(file), format)
        if not hasattr(file, "write"):
            raise StoreError(f"file is {file!r}; give a path, or an open text file", wrong=("file",))
        files.write(graph, file, format)
        return ()

    @answers
    @checked
    def plot(
        self,
        a: str | None = None,
        b: str | None = None,
        *,
        timeline: bool = False,
        level: Level | None = None,
        half_life: float | None = None,
        limit: int | None = FIRST_NEIGHBOURS,
        **choice: Unpack[Choice],
    ) -> Picture:
        """A picture: an entity among its neighbours, or how two stand to each other over time.

        With ``timeline`` statements over time, of an entity, of two or of the whole graph. A notebook shows
        what is returned; its ``save`` writes SVG or PNG. ``limit`` is the number of neighbours (0 or None for
        all, up to 300), ``kind`` what they are, ``level`` and ``half_life`` are those of :meth:`stance`,
        the other options those of :meth:`networkx`. Of a stance, days choose what is shown.

        Raises ``QueryError`` for a name that means no entity or several, and where there is nothing to draw,
        ``InputError`` where matplotlib is missing (``pip install 'graphbuild[plot]'``).
        """
        from graphbuild.api.pictures import draw

        return draw(
            self.graph,
            a,
            b,
            timeline=timeline,
            level=level,
            half_life=half_life,
            limit=limit,
            **choice,
        )

    @answers
    @checked_as(StoreError)
    def load(
        self,
        uri: str | None = None,
        *,
        database: str | None = None,
        username: str | None = None,
        password: str | None = None,
        prefix: str = "",
        prune: bool = False,
        full: bool = False,
        ask: Callable[[str], str] | None = None,
        progress: Callable[[int, int], None] | None = None,
        waiting: Callable[[str], None] | None = None,
    ) -> LoadReport:
        """Bring the Neo4j database at ``uri`` to this graph; only what differs is written.

        What is not given comes from NEO4J_URI, NEO4J_DATABASE, NEO4J_USERNAME and NEO4J_PASSWORD; ``ask``
        is asked for a password that is missing. ``prefix`` goes before labels and keeps graphs apart.
        ``prune`` removes nodes that went also where something of yours is on them, ``full`` writes
        everything. ``progress`` is called with how many records are done, of how many, ``waiting`` with why
        nothing happens for a while.

        Raises ``StoreError`` where the database cannot be reached or written.
        """
        from graphbuild.stores.neo4j import Neo4jStore, Options

        with (
            ExitStack() as stack,
            Neo4jStore(uri, username=username, password=password, database=database, ask=ask) as store,
        ):
            kept = cache(lambda: stack.enter_context(self._place.kept()))

            def whole() -> Graph:
                aggregation = kept()
                return aggregation.graph() if aggregation else self._place.graph()

            options = Options(prefix, prune, full, self._place.stamp, kept, progress, waiting)
            return store.load(whole, options)

    @checked_as(InputError)
    def build(
        self,
        inputs: Inputs,
        *,
        workers: Workers = "auto",
        model: str | None = None,
        encoder: bool = True,
        aliases: Path | str | None = None,
        any_language: bool = False,
        collate: bool = True,
        columns: Mapping[str, str] | None = None,
        day_first: bool | None = None,
        date: Day = None,
        date_from: DateFrom | None = None,
        source: str | None = None,
        strict: bool = False,
        prune: bool = False,
        ray: str | None = None,
        shards: Path | str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> BuildReport:
        """Read more articles into this graph folder; see :func:`graphbuild.build`."""
        from graphbuild import pipeline

        folder = self._place.folder("build")
        try:
            report = pipeline.build(
                inputs,
                folder,
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
        finally:
            self._place.changed()
        self.report = report
        return report

    @answers
    def resolve(self) -> tuple[Identity, ...]:
        """Names that may be one entity and were not joined, the likeliest first, with their reasons.

        Those that were joined are in ``graph.identities``, too. Raises ``LedgerError`` where this is no
        graph folder.
        """
        self._place.folder("resolve")
        return tuple(i for i in self.graph.identities if not i.joined)

    @answers
    def identities(self, a: str, b: str) -> tuple[Identity, ...]:
        """Why two names are one entity, or what speaks for and against it.

        Raises ``QueryError`` for a name that means no entity or several.
        """
        return views.identities(self._place.about(a, b), a, b)

    @answers
    @checked
    def contexts(self, *names: str, most: int = 3) -> dict[str, tuple[Context, ...]]:
        """Sentences that have names, by name, one an article, at most so many.

        They show a name beside the others: first those of articles that tell most of what the names have in
        common, then those nearest in time; of one name alone the earliest. A name is what an
        :class:`Identity` calls one of its names by, ``a`` or ``b``. Raises ``LedgerError`` where this is no
        graph folder.
        """
        return self.contexts_of([names], most)[0]

    @answers
    def contexts_of(
        self, groups: Iterable[Sequence[str]], most: int = 3
    ) -> list[dict[str, tuple[Context, ...]]]:
        """The same as :meth:`contexts` for several groups of names, read at once."""
        return contexts.contexts(self._place, groups, most)

    @answers
    def same(self, a: str, b: str) -> NameDecision:
        """Record that two names are one entity. Kept in the graph folder, and applied to whatever is built.

        A name is an id, a name that means one entity, or ``NAME @ ARTICLE-ID`` for what one article calls
        so. What is decided already is not recorded again. Raises ``QueryError`` for others, ``LedgerError``
        where this is no graph folder.
        """
        return self._decide("same", a, b)

    @answers
    def different(self, a: str, b: str) -> NameDecision:
        """Decide that two names are two entities; see :meth:`same`."""
        return self._decide("different", a, b)

    def _decide(self, verdict: NameVerdict, a: str, b: str) -> NameDecision:
        made = identity.decide(self._place, verdict, a, b)
        self._place.changed()
        return made

    @answers
    @checked
    def reject(self, what: str, relation: str | None = None, other: str | None = None) -> RelationDecision:
        """Decide that something is wrongly stated, so that it counts for nothing.

        ``what`` is the id of a statement, or its first digits: then what its sentence says of the two is
        rejected, wherever it is printed. Or it is the source of a ``relation`` to ``other``: then all that
        is stated of this relation is rejected, now and later. Kept in the graph folder; the statements are
        in ``graph.rejected``, and :meth:`explain` shows them.

        Raises ``QueryError`` for what is not stated or is rejected already, ``LedgerError`` where this is no
        graph folder.
        """
        return self._judge("rejected", what, relation, other)

    @answers
    @checked
    def accept(self, what: str, relation: str | None = None, other: str | None = None) -> RelationDecision:
        """Decide that something is rightly stated that was rejected; see :meth:`reject`.

        A statement may be accepted of a relation that is rejected.
        """
        return self._judge("accepted", what, relation, other)

    def _judge(
        self, verdict: RelationVerdict, what: str, relation: str | None, other: str | None
    ) -> RelationDecision:
        if (relation is None) != (other is None):
            raise QueryError("give the id of a statement, or two names with a relation between them")
        made = judging.judge(self._place, verdict, what, relation, other)
        self._place.changed()
        return made

    @answers
    def rejected_whole(self) -> frozenset[Edge]:
        """The relations that are rejected whole: name, source, target; without a graph folder none."""
        return judging.rejected_whole(self._place)

    @answers
    @checked
    def article_ids(self, articles: str | Iterable[str]) -> list[str]:
        """The ids of articles of this graph folder that are given by id, or by the path of their file.

        Raises ``InputError`` for a file that cannot be read.
        """
        return deciding.article_ids(self._place.folder("taking articles out"), articles)

    @answers
    @checked
    def exclude(self, articles: str | Iterable[str]) -> list[str]:
        """Leave articles out of the graph, with exactly their own evidence; the ids of the newly excluded.

        They stay in the folder, so that :meth:`undo` brings them back at once, and stay out whatever is
        built. ``articles`` are one or several ids, or paths of the files that they came from. Raises
        ``LedgerError`` where the graph does not hold one of them; then nothing is excluded.
        """
        folder = self._place.folder("exclude")
        new = deciding.exclude(folder, deciding.article_ids(folder, articles))
        self._place.changed()
        return new

    @answers
    @checked
    def remove(self, articles: str | Iterable[str]) -> list[str]:
        """Exclude articles, and delete all that was read of them from the folder; returns their ids.

        Later builds pass them over until :meth:`undo` takes that back; then the next one reads them again.
        Otherwise as :meth:`exclude`.
        """
        folder = self._place.folder("remove")
        removed = deciding.remove(folder, deciding.article_ids(folder, articles))
        self._place.changed()
        return removed

    @property
    @answers
    def is_folder(self) -> bool:
        """Whether this is a graph folder, which alone knows of merge candidates and decisions."""
        try:
            self._place.folder("deciding")
        except LedgerError:
            return False
        return True

    @property
    @answers
    def keeps_decisions(self) -> bool:
        """Whether something can be decided here: this is a graph folder, and it can be written to."""
        try:
            folder = self._place.folder("deciding")
        except LedgerError:
            return False
        return os.access(folder, os.W_OK)

    @answers
    def decisions(self) -> tuple[Decision, ...]:
        """All that was decided in this graph folder, the last first."""
        made = decisions.load(self._place.folder("decisions"))
        return tuple(sorted(made, key=decisions.time_sort_key, reverse=True))

    @answers
    @checked
    def undo(self, *what: str, ask: deciding.Ask | None = None) -> tuple[Decision, ...]:
        """Take back what was decided last, or a decision that is named; returns what was taken back.

        ``what`` is the id of a decision, or its first digits, the id of an excluded article or of a rejected
        statement, two names, or a source, relation and target. ``ask`` is asked, with the reason, before a
        decision that is not named is taken back though it may not be the last thing done in the folder;
        without it, nobody is.

        Raises ``QueryError`` where there is none.
        """
        gone = deciding.undo(self._place.folder("undo"), what, ask, partial(judging.about, self._place))
        self._place.changed()
        return gone

    def close(self) -> None:
        """Close what is open; closing twice does no harm."""
        self._closed = True
        self._opened.close()


def _worded(cypher: str | None, name: str | None) -> tuple[str | None, str | None]:
    """Cypher, or the name of a query, which may stand in its place: no Cypher is one word in lower case."""
    for given in (cypher, name):
        _check_text(given)
    if cypher is not None and name is None:
        word = cypher.strip()
        if word.isidentifier() and word.islower():
            return None, word
    return cypher, name


def _check_text(query: str | None) -> None:
    if query is not None and not isinstance(query, str):
        raise QueryError(f"a query is {query!r}; give Cypher, or the name of a query, as a text")


def _values(params: Mapping[str, Any] | None, others: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters of a query. Raises ``QueryError`` for ``params`` that are no dictionary."""
    if params is not None and not isinstance(params, Mapping):
        raise QueryError(f"params is {params!r}; give a dictionary of values by parameter", wrong=("param",))
    return {**(params or {}), **others}


def _has_moment(value: Any) -> bool:
    """Whether a value is a moment, or has one within."""
    if isinstance(value, list | tuple | dict):
        return any(map(_has_moment, value.values() if isinstance(value, dict) else value))
    return isinstance(value, datetime)


def _day(name: str, value: Any, compared: bool) -> Any:
    """The value of a parameter, also within lists and dictionaries: where it is ``compared`` with days, with
    dates in place of moments at midnight.

    Raises ``QueryError`` for another moment that is compared with days: none is before, after or equal to it.
    """
    match value:
        case list() | tuple():
            return [_day(name, item, compared) for item in value]
        case dict():
            return {key: _day(name, item, compared) for key, item in value.items()}
        case datetime() if value != value:  # noqa: PLR0124 -- NaT
            raise QueryError(f"{name} is {value}, which is no moment; give a date, or None", wrong=("param",))
        case datetime() if compared and value.time() == time():
            return value.date()
        case datetime() if compared:
            raise QueryError(
                f"{name} is {value}, and no day of the graph is compared with a moment; give a date:"
                " moment.date()",
                wrong=("param",),
            )
    return value


def _used(given: Mapping[str, Any], cypher: str | None, name: str | None) -> Mapping[str, Any]:
    """What is given by keyword to a query. Raises ``QueryError`` for what a query of your own does not use,
    which may be a misspelt option; of a named query that is looked at where it is bound.
    """
    text, _ = _worded(cypher, name)
    known = lexer.parameters(text) if given and text is not None else ()
    for key in given if text is not None else ():
        if key not in known:
            raise no_option(key, (*guard.OPTIONS, *known), f"the query has no parameter ${key}")
    return given


def _names(*given: str | None) -> list[str]:
    return [name for name in given if name is not None]
