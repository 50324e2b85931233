"""An open graph that can be queried: a graph folder, a Neo4j database or an exported file."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
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
from graphbuild.api.lookup import find, two, warn_user
from graphbuild.api.neighbours import FIRST_NEIGHBOURS
from graphbuild.api.parts import Part, select
from graphbuild.api.reader import ArticleView
from graphbuild.api.selection import Day, Words, most, whole
from graphbuild.checking import checked, checked_as, no_option
from graphbuild.closing import Closing
from graphbuild.corrections import Edge
from graphbuild.decisions import Decision, NameDecision, NameVerdict, RelationDecision, RelationVerdict
from graphbuild.errors import GraphbuildError, InputError, LedgerError, QueryError, StoreError
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
    """An open graph that can be queried, as returned by :func:`graphbuild.build` and :func:`graphbuild.open`.

    Usable as a context manager: closing it stops the embedded engine if a query has started one. Every method
    of a closed graph raises ``StoreError``; closing it twice is allowed.
    """

    def __init__(self, place: places.Place, *, report: BuildReport | None = None) -> None:
        self._opened = place
        self._closed = False
        self.report = report
        """The report of the build that created it; None for a graph that was only opened."""

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
        limit: int | None = None,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
        sort: str | None = None,
        **parameters: Any,
    ) -> list[dict[str, Any]]:
        """Run a Cypher query and return its rows as dictionaries by column.

        The first argument is Cypher, or the ``name`` of a query of the library. Query parameters are given by
        keyword, or in ``params`` if their name is that of an option of this method. The query is read-only
        unless ``write`` is set. ``limit`` is the maximum number of rows returned (0 for no limit); without it
        a named query returns as many as it says, and more than 10,000 rows of another query are an error.
        ``timeout`` is in seconds, ``size`` in bytes (approximate; None for no limit). ``sort`` is the column
        by which the rows of a named query are sorted, with ``-`` before it in descending order.

        Raises ``QueryError`` for a query that is invalid, forbidden, too slow, returns too much or lacks a
        parameter, ``StoreError`` if the database cannot be reached. Warns with ``QueryWarning`` of what
        :meth:`hints` finds in a Cypher query.
        """
        values = _values(params, _checked_keywords(parameters, cypher, name))
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
        limit: int | None = None,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
        sort: str | None = None,
        **parameters: Any,
    ) -> Rows:
        """Like :meth:`query`, but return an answer with its columns in order, even if there are no rows.

        Its ``more`` is whether the query has more rows than ``limit``.
        """
        cypher, name = _query_or_name(cypher, name)
        first = None if limit is None else whole("limit", limit)
        most = ROW_LIMIT if first is None else max(first or ALL, ROW_LIMIT)
        values = _values(params, _checked_keywords(parameters, cypher, name))
        with self.stream(
            cypher, name=name, params=values, write=write, limit=first, timeout=timeout, size=size, sort=sort
        ) as found:
            rows = tuple(limited(found.rows, most))
        if cypher is not None and not write:
            self._warn(cypher, values, rows)
        return Rows(found.columns, rows, found.more)

    def _warn(self, cypher: str, values: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> None:
        """Warn of what may be wrong with a query, in one warning."""
        with suppress(GraphbuildError):  # a hint is not worth an error
            if hints := self.hints(cypher, values, empty=hinting.nothing(rows)):
                warn_user("; ".join(hints), hinting.QueryWarning)

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
        """Like :meth:`rows`, for a ``with`` block in which ``rows`` is an iterator over any number of rows.

        Few rows are in memory at a time; with ``size`` None there is no limit on their total size. Without
        ``limit`` (or 0) there are all rows, of a named query as many as it says.
        """
        cypher, name = _query_or_name(cypher, name)
        if not 0 < timeout <= threading.TIMEOUT_MAX:
            raise QueryError(f"timeout is {timeout:g}; give a number of seconds above 0", wrong=("timeout",))
        given = _values(params, _checked_keywords(parameters, cypher, name))
        first = whole("limit", limit or 0) or None
        if limit is not None and name is not None:
            first = first or ALL
        if first and queries.has_parameter(name or "", "limit"):
            given.setdefault("limit", first)
        with ExitStack() as stack:
            with self._place.still():
                text, values = self._asked(cypher, name, given, sort)
                store = stack.enter_context(self._place.asking())
            if name is not None and queries.has_parameter(
                name, "limit"
            ):  # one row more than the limit shows that there are more
                first = values["limit"] = values["limit"] or ALL
                values["limit"] += first > 0
            found = stack.enter_context(store.stream(text, values, write=write, timeout=timeout, size=size))
            rows = self._while_open(found.rows)
            yield Stream(found.columns, rows if first is None else First(rows, first))
            if write:  # so that all is written
                deque(rows, maxlen=0)

    def _while_open(self, found: Iterator[_T]) -> Iterator[_T]:
        """Yield the same items; raise ``StoreError`` at the next one once the graph is closed."""
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
        """The engine's execution plan of the query, line by line; nothing is run."""
        asked = self._asked(cypher, name, params)
        with self._place.asking() as store:
            return store.plan(*asked)

    @answers
    @checked
    def hints(
        self, cypher: str, params: Mapping[str, Any] | None = None, *, empty: bool = True
    ) -> tuple[str, ...]:
        """Reasons, in words, why a query may return nothing.

        These are labels, types and properties that the graph does not have, and dates compared with strings.
        If the answer was ``empty``, also names and other values that no node or relation has. Each comes with
        similar ones that exist. Empty if all that the query uses exists.
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
        """Cypher and its parameters; for a named query with the ids of the entities that names refer to."""
        cypher, name = _query_or_name(cypher, name)
        if cypher is not None and name is None:
            if sort is not None:
                raise QueryError("sort is for a named query; use ORDER BY in a Cypher query", wrong=("sort",))
            return cypher, self._with_dates(cypher, _values(params, {}))
        if name is not None and cypher is not None and "name" in lexer.parameters(cypher):
            raise QueryError(f"give the query's own $name as {guard.in_params('name')}")
        if name is None or cypher is not None:
            raise QueryError(
                "give either a Cypher query or the name of one (`graphbuild queries` lists them)"
            )
        named = queries.get(name)
        values = named.bind(_values(params, {}))
        given = {p.name: values[p.name] for p in named.parameters if p.entity}
        meant = [find(self._place.entities(), asked, self._local_relations()) for asked in given.values()]
        if len(meant) == 2:
            two(*given.values(), *meant)
        values |= {parameter: entity.id for parameter, entity in zip(given, meant, strict=True)}
        return self._place.named(named.text if sort is None else lexer.ordered(named.text, sort)), values

    def _with_dates(self, cypher: str, values: dict[str, Any]) -> dict[str, Any]:
        """Parameters in which datetimes that are compared with dates of the graph are replaced by dates.

        Raises ``QueryError`` for a datetime that is not at midnight, and for ``NaT``.
        """
        moments = [name for name, value in values.items() if _has_moment(value)]
        days = self._place.days(cypher) if moments else ()
        converted = {name: _day("$" + name, values[name], days is None or name in days) for name in moments}
        return {**values, **converted}

    def _local_relations(self) -> Iterator[Relation]:
        """The relations, read when the first is requested; none for a database, which would be read
        completely.
        """
        if not isinstance(self._place, places.Database):
            yield from self._place.relations()

    @property
    @answers
    def graph(self) -> Graph:
        """The complete graph as records: entities, relations, articles, statements."""
        return self._place.graph()

    @answers
    @checked
    def overview(self, known: int = 20) -> Overview | None:
        """Counts of the graph, and the ``known`` best known entities of each kind, without reading all of it.

        None if that needs the complete graph: for a file or a database.
        """
        return self._place.overview(whole("known", known))

    @answers
    @checked
    def networkx(self, **part: Unpack[Part]) -> nx.MultiDiGraph[str]:
        """The graph, or a part of it, for networkx: entities by id, an edge per relation, keyed by its name.

        ``relation`` is one or several families (``cooperation``, ``conflict``, ``standing``), PLOVER quad
        classes (``material conflict``), PLOVER roots (``CONSULT``) or names (``MET_WITH``), ``kind`` the
        kinds of entities, ``source`` publishers. With ``source``, ``since`` and ``until`` (both days
        included), all counts are computed from the articles selected. ``min_reports`` is the number of
        independent articles that a relation needs; ``isolates=False`` drops entities without relations;
        ``limit`` is the maximum number of relations, the first in the order ``sort``, as for
        :meth:`relations`.

        Raises ``QueryError`` for an unknown value.
        """
        from graphbuild.stores.networkx import to_networkx

        return to_networkx(select(self.graph, **part))

    @answers
    @checked
    def signed(self, *, directed: bool = False, **part: Unpack[Part]) -> nx.Graph[str]:
        """A simple networkx graph of cooperation (+) and conflict (-), with one edge for each pair.

        Edges have ``weight``, the sum of the scores of all independent reports, and ``mean``, ``sign``,
        ``reports``, ``cooperation``, ``conflict``, ``relations``, ``first_seen``, ``last_seen``. With
        ``directed`` an edge describes how its source acts toward its target. The other options are those of
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
        """The stance of two entities: label, both axes over time by period, turning points.

        With one name, its stances toward all others, the latest change first. ``until`` is the day as of
        which the stance is inferred, ``since`` the first day that is shown. ``level`` is ``state``, at which
        office holders and organisations of a state count for that state, or ``actor``; by default two states
        are compared as states, and all others as actors. ``half_life``, in days, is the age at which a report
        has half its weight (365).

        ``relation`` and ``source`` choose the reports that count; who acts for which state is inferred from
        all reports. With one name, ``kind`` is the kind of the others, ``min_reports`` the minimum number of
        independent reports, ``limit`` the maximum number of stances (None or 0 for no limit).

        Raises ``QueryError`` for a name that matches no entity or several, an invalid day and an unknown
        filter value.
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
        """Pairs that had another stance at the end of ``until`` than at the end of ``since``, strongest
        change first.

        ``until`` defaults to the last day with a report.

        The options are those of :meth:`stance`; with ``kind``, at least one of the pair is of that kind.
        Raises ``QueryError`` for an invalid day and an unknown filter value.
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
        """An article with its text and everything that was extracted from it, with positions.

        Text and mentions are available only in a graph folder. Raises ``QueryError`` for an unknown id.
        """
        return self._place.article(id)

    @answers
    @checked
    def texts(
        self, ids: str | Iterable[str] | None = None, *, strict: bool = True
    ) -> Iterator[tuple[str, str]]:
        """Id and text of every article, or of those with one of these ``ids``, in order of id.

        Yields nothing if the graph does not have the texts. An unknown id raises ``LedgerError``, or is
        skipped without ``strict``.
        """
        return self._while_open(self._place.texts(ids, strict=strict))

    @answers
    def stats(self) -> views.Stats:
        """Counts of the graph, and which inputs could not be read."""
        return self._place.stats()

    @answers
    def files(self) -> dict[str, str]:
        """For each article of this graph folder the file it was read from, where that is known."""
        with Ledger.open(self._place.folder("files")) as ledger:
            return ledger.files()

    @answers
    def failures(self) -> views.Failures:
        """Which inputs of this graph folder could not be read, by location and reason."""
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
        """Write the graph, or a part of it, to a file, in the format of its suffix or in ``format``: graphml,
        gexf, json, jsonld, xlsx, csv.

        An open text file (``sys.stdout``) takes the formats that are a single text. The other options are
        those of :meth:`networkx`. Returns the files written (CSV is three, or two without stances). Raises
        ``StoreError`` for an unknown format, a path that cannot be written and a file of a graph folder,
        ``QueryError`` for invalid options.
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
        """Draw an entity with its neighbours, or the stance of two entities over time.

        With ``timeline``, draw statements over time, of one entity, of two or of the complete graph. A
        notebook displays the returned object; its ``save`` writes SVG or PNG. ``limit`` is the number of
        neighbours (0 or None for all, up to 300), ``kind`` their kind, ``level`` and ``half_life`` are those
        of :meth:`stance`, the other options those of :meth:`networkx`. For a stance, days choose the period
        shown.

        Raises ``QueryError`` for a name that matches no entity or several, and if there is nothing to draw,
        ``InputError`` if matplotlib is missing (``pip install 'graphbuild[plot]'``).
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
        """Load this graph into the Neo4j database at ``uri``; only differences are written.

        Defaults come from NEO4J_URI, NEO4J_DATABASE, NEO4J_USERNAME and NEO4J_PASSWORD; ``ask`` is called for
        a missing password. ``prefix`` is put before labels and keeps several graphs apart. ``prune`` also
        deletes obsolete nodes to which you have added data of your own; ``full`` writes everything.
        ``progress`` is called with the number of records written and their total, ``waiting`` with the reason
        for a longer pause.

        Raises ``StoreError`` if the database cannot be reached or written.
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
        """Merge candidates: names that may be one entity and were not merged, the likeliest first, with
        reasons.

        Names that were merged are in ``graph.identities``, too. Raises ``LedgerError`` if this is not a graph
        folder.
        """
        self._place.folder("resolve")
        return tuple(i for i in self.graph.identities if not i.joined)

    @answers
    def identities(self, a: str, b: str) -> tuple[Identity, ...]:
        """Why two names are one entity, or the evidence for and against a merge.

        Raises ``QueryError`` for a name that matches no entity or several.
        """
        return views.identities(self._place.about(a, b), a, b)

    @answers
    @checked
    def contexts(self, *names: str, most: int = 3) -> dict[str, tuple[Context, ...]]:
        """Sentences that mention the names, by name, one per article, at most ``most`` for each name.

        They are chosen for comparing the names: first from articles that have most in common with the other
        names, then from those nearest in time; for a single name the earliest. A name is ``a`` or ``b`` of an
        :class:`Identity`. Raises ``QueryError`` for any other name, ``LedgerError`` if this is not a graph
        folder.
        """
        return contexts.contexts(self._place, [names], most, strict=True)[0]

    @answers
    def contexts_of(
        self, groups: Iterable[Sequence[str]], most: int = 3
    ) -> list[dict[str, tuple[Context, ...]]]:
        """Like :meth:`contexts` for several groups of names, read at once; unknown names have none."""
        return contexts.contexts(self._place, groups, most)

    @answers
    def same(self, a: str, b: str) -> NameDecision:
        """Record the decision that two names are one entity. It is kept in the graph folder and in later
        builds.

        A name is an id, a name that matches one entity, or ``NAME @ ARTICLE-ID`` for an entity of one
        article. A decision that already exists is not recorded again. Raises ``QueryError`` for any other
        name, ``LedgerError`` if this is not a graph folder.
        """
        return self._decide("same", a, b)

    @answers
    def different(self, a: str, b: str) -> NameDecision:
        """Record the decision that two names are two entities; see :meth:`same`."""
        return self._decide("different", a, b)

    def _decide(self, verdict: NameVerdict, a: str, b: str) -> NameDecision:
        decision = identity.decide(self._place, verdict, a, b)
        self._place.changed()
        return decision

    @answers
    @checked
    def reject(self, what: str, relation: str | None = None, other: str | None = None) -> RelationDecision:
        """Reject a statement or a relation as wrong, so that it is not counted.

        ``what`` is the id of a statement, or its first digits: this rejects what its sentence states of the
        pair, in every article that prints it. Otherwise ``what`` is the source of a ``relation`` to
        ``other``: this rejects all statements of this relation, now and later. The decision is kept in the
        graph folder; the statements are in ``graph.rejected``, and :meth:`explain` shows them.

        Raises ``QueryError`` if there is no such statement or it is rejected already, ``LedgerError`` if this
        is not a graph folder.
        """
        return self._judge("rejected", what, relation, other)

    @answers
    @checked
    def accept(self, what: str, relation: str | None = None, other: str | None = None) -> RelationDecision:
        """Accept a statement or a relation that was rejected; see :meth:`reject`.

        A single statement of a rejected relation may be accepted.
        """
        return self._judge("accepted", what, relation, other)

    def _judge(
        self, verdict: RelationVerdict, what: str, relation: str | None, other: str | None
    ) -> RelationDecision:
        if (relation is None) != (other is None):
            raise QueryError("give the id of a statement, or two names with a relation between them")
        decision = judging.judge(self._place, verdict, what, relation, other)
        self._place.changed()
        return decision

    @answers
    def rejected_whole(self) -> frozenset[Edge]:
        """The relations that are rejected completely: name, source, target; empty if this is not a graph
        folder.
        """
        return judging.rejected_whole(self._place)

    @answers
    @checked
    def article_ids(self, articles: str | Iterable[str]) -> list[str]:
        """The ids of articles of this graph folder, given by id or by the path of their file.

        Raises ``InputError`` for a file that cannot be read.
        """
        return deciding.article_ids(self._place.folder("taking articles out"), articles)

    @answers
    @checked
    def exclude(self, articles: str | Iterable[str]) -> list[str]:
        """Exclude articles and all their evidence from the graph; returns the ids of the newly excluded ones.

        They stay in the folder, so that :meth:`undo` restores them at once, and stay excluded in later
        builds. ``articles`` are one or several ids, or paths of their source files. Raises ``LedgerError`` if
        the graph lacks one of them; then nothing is excluded.
        """
        folder = self._place.folder("exclude")
        new = deciding.exclude(folder, deciding.article_ids(folder, articles))
        self._place.changed()
        return new

    @answers
    @checked
    def remove(self, articles: str | Iterable[str]) -> list[str]:
        """Exclude articles and delete everything that was read from them in the folder; returns their ids.

        Later builds skip them until :meth:`undo` revokes this; the next build then reads them again.
        Otherwise like :meth:`exclude`.
        """
        folder = self._place.folder("remove")
        removed = deciding.remove(folder, deciding.article_ids(folder, articles))
        self._place.changed()
        return removed

    @property
    @answers
    def is_folder(self) -> bool:
        """Whether this is a graph folder; only those have merge candidates and decisions."""
        try:
            self._place.folder("deciding")
        except LedgerError:
            return False
        return True

    @property
    @answers
    def keeps_decisions(self) -> bool:
        """Whether decisions can be recorded: this is a graph folder, and it is writable."""
        try:
            folder = self._place.folder("deciding")
        except LedgerError:
            return False
        return os.access(folder, os.W_OK)

    @answers
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions of this graph folder, the latest first."""
        recorded = decisions.load(self._place.folder("decisions"))
        return tuple(sorted(recorded, key=decisions.time_sort_key, reverse=True))

    @answers
    @checked
    def undo(self, *what: str, ask: deciding.Ask | None = None) -> tuple[Decision, ...]:
        """Revoke the last decision, or a given one; returns the decisions revoked.

        ``what`` is the id of a decision, or its first digits, the id of an excluded article or of a rejected
        statement, two names, or a source, relation and target. ``ask`` is called, with the reason, before the
        last decision is revoked if it may not be the last action in the folder; without ``ask`` it is revoked
        without confirmation.

        Raises ``QueryError`` if there is no such decision.
        """
        gone = deciding.undo(self._place.folder("undo"), what, ask, partial(judging.about, self._place))
        self._place.changed()
        return gone

    def close(self) -> None:
        """Release all resources; closing twice is allowed."""
        self._closed = True
        self._opened.close()


def _query_or_name(cypher: str | None, name: str | None) -> tuple[str | None, str | None]:
    """Cypher and query name; a single lower-case word given as Cypher is the name of a query."""
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
    """All parameters of a query. Raises ``QueryError`` if ``params`` is not a dictionary."""
    if params is not None and not isinstance(params, Mapping):
        raise QueryError(f"params is {params!r}; give a dictionary of values by parameter", wrong=("param",))
    return {**(params or {}), **others}


def _has_moment(value: Any) -> bool:
    """Whether a value is a datetime, or contains one."""
    if isinstance(value, list | tuple | dict):
        return any(map(_has_moment, value.values() if isinstance(value, dict) else value))
    return isinstance(value, datetime)


def _day(name: str, value: Any, compared: bool) -> Any:
    """The value of a parameter, with datetimes at midnight replaced by dates if it is ``compared`` with
    dates.

    Lists and dictionaries are searched, too. Raises ``QueryError`` for any other datetime that is compared
    with dates.
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
                f"{name} is {value}, and dates of the graph cannot be compared with a datetime; give a date:"
                " value.date()",
                wrong=("param",),
            )
    return value


def _checked_keywords(given: Mapping[str, Any], cypher: str | None, name: str | None) -> Mapping[str, Any]:
    """The keyword arguments of a query. Raises ``QueryError`` for one that a Cypher query does not use, which
    may be a misspelt option; for a named query this is checked when parameters are bound.
    """
    text, _ = _query_or_name(cypher, name)
    known = lexer.parameters(text) if given and text is not None else ()
    for key in given if text is not None else ():
        if key not in known:
            raise no_option(key, (*guard.OPTIONS, *known), f"the query has no parameter ${key}")
    return given


def _names(*given: str | None) -> list[str]:
    return [name for name in given if name is not None]
