"""The data of each page of the explorer, as JSON."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import chain, groupby
from typing import Any, cast

from graphbuild.api import OpenGraph
from graphbuild.api.filters import NONE, Filters
from graphbuild.api.index import Index
from graphbuild.api.neighbours import FIRST_NEIGHBOURS, MOST_NEIGHBOURS, links, neighbours
from graphbuild.api.questions import Asked, asked
from graphbuild.api.reader import Marked, cut
from graphbuild.api.searching import Search, pieces
from graphbuild.api.stances import UNITS, Cited, Unit
from graphbuild.api.timeline import timeline
from graphbuild.errors import GraphbuildError, QueryError
from graphbuild.explore import changing, figures, lists, shapes
from graphbuild.explore.filters import filters_of, number
from graphbuild.explore.following import Following
from graphbuild.explore.lists import Params
from graphbuild.explore.shapes import Json
from graphbuild.explore.sorting import ordered
from graphbuild.incremental import Overview
from graphbuild.model import KINDS, Entity, Level, Statement
from graphbuild.tables import relations
from graphbuild.wording import imprecise_reports

_LONGEST_WORDS = 200
_MOST_FOUND = 25
#: Maximum number of other names shown for an entity in search results.
_MOST_NAMES = 6
#: Maximum number of relations of a family.
_MOST_TIES = 24
_MOST_ARTICLES = 20
#: Maximum number of statements of a pair in its report.
_MOST_STATEMENTS = 10_000
_MOST_LISTED = 20
#: Maximum number of statements that count for a pair through others.
_MOST_CITED = 50


class Answers:
    """Answers of one open graph. Thread-safe.

    Every answer raises ``QueryError`` for an id that the graph does not have and for invalid parameters.
    """

    def __init__(self, opened: OpenGraph, name: str) -> None:
        self.opened, self._name = opened, name
        self._lock = threading.RLock()
        self._overview: Overview | None = None
        self._index: Index | None = None
        self._search: Search | None = None
        #: Whether this graph has no texts, so that the search uses the sentences of statements.
        self._textless = False
        self._following = Following(opened)
        self._reading = threading.Lock()

    @property
    def index(self) -> Index:
        """The graph, read on first use."""
        with self._lock:
            if self._index is None:
                self._index = Index(self.opened.graph)
            return self._index

    @property
    def search_index(self) -> Search:
        with self._lock:
            if self._search is None:
                self._search = Search(self.index.entities.values(), self.index.articles.values())
            return self._search

    def prepare(self) -> None:
        """Compute the data of the first page, so that errors in the graph are reported before serving starts.

        For a graph folder this reads little; other graphs are read completely.
        """
        self._following.mark_read()
        self._overview = self.opened.overview(figures.MOST) or figures.overview(self.index, NONE)

    def read(self) -> None:
        """Start reading the graph and indexing its texts for the search, in the background."""
        threading.Thread(target=self._read, name="reading", daemon=True).start()

    def follow(self) -> None:
        """Reload the graph if another process changed its folder: built, removed or decided something.

        Raises ``LedgerError`` if it cannot be read.
        """
        if self._following.changed():
            with self._reading:
                if self._following.changed():  # no other thread has reloaded it meanwhile
                    self._following.forget()
                    self._reload()

    def refresh(self) -> None:
        """Reload the graph after a decision; indexed texts are kept."""
        with self._reading:
            self._reload()

    def _reload(self) -> None:
        began = time.monotonic()
        self._following.mark_read()
        index = Index(self.opened.graph)
        overview = self.opened.overview(figures.MOST) or figures.overview(index, NONE)
        with self._lock:
            search = self._search
            self._index, self._overview = index, overview
            self._search = search and search.of(index.entities.values(), index.articles.values())
        self._following.pause(time.monotonic() - began)
        if search and not self._search:
            self.read()

    def _read(self) -> None:
        with suppress(GraphbuildError):  # the error is raised by the request that needs the data
            texts = self.opened.texts()
            first = next(texts, None)
            self._textless = first is None
            self.search_index.read_texts(_sentences(self.index) if first is None else chain((first,), texts))

    def summary(self, params: Params) -> Json:
        """Figures of the complete graph, or of the part that passes the filters."""
        if self._overview is None:
            self.prepare()
        whole = cast("Overview", self._overview)
        filters = filters_of(params)
        found = whole if filters == NONE else figures.overview(self.index, filters)
        return {
            "name": self._name,
            "folder": self.opened.is_folder,
            **figures.figures(found),
            "kinds": list(KINDS),
            "relation_words": _relation_words(),
            "all_publishers": list(whole.publishers),
        }

    def listed(self, path: Sequence[str], params: Params) -> Json | None:
        """A part of a list of which a page shows the beginning; None for a path without a list."""
        return lists.listed(self.index, path, params)

    def search(self, params: Params) -> Json:
        """Entities and articles that match the words."""
        words = params.get("q", "")[:_LONGEST_WORDS]
        first, per = (
            number(params, "from", 0, lists.ANYWHERE),
            number(params, "per", _MOST_FOUND, lists.MOST),
        )
        search, index = self.search_index, self.index
        filters = filters_of(params)
        count, articles = search.articles(words, filters, first, per)
        respelt = "" if count else search.respelt(words)
        if respelt:
            count, articles = search.articles(respelt, filters, first, per)
        question, pair = asked(search, words), search.pair(words)
        answer = self._asked(question, filters) if question else None
        of = question.of if question and answer else pair or ()
        found = [*of, *(e for e in search.entities(words, slips=not of) if e not in of)]
        entities = [e for e in found if filters.lets_kind(e.kind)]
        return {
            "asked": answer,
            "respelt": respelt if count else "",
            "entities": [_found(e, search.found_by(words, e)) for e in entities[first : first + per]],
            "entity_count": len(entities),
            "pair": [shapes.entity(e) for e in pair] if pair else None,
            "articles": [
                shapes.article(index.articles[id_]) | {"pieces": list(pieces(snippet))}
                for id_, snippet in articles
            ],
            "article_count": count,
            "first": first,
            "per": per,
            "complete": search.complete,
            "textless": self._textless,
        }

    def entity(self, id_: str, params: Params) -> Json:
        """An entity: names, relations, neighbours, reports over time, stances, articles."""
        index, filters = self.index, filters_of(params)
        entity = index.entity(id_)
        id_ = entity.id
        found = index.about_one(id_, filters)
        in_order = ordered(
            found.ties, {"sort": params.get("sort_relations", "")}, lists.relation_columns(index)
        )
        by_family = {family: [t for t in in_order if t.family == family] for family in lists.FAMILIES}
        most = number(params, "ties", _MOST_TIES, lists.MOST)
        ties = [t for some in by_family.values() for t in some[:most]]
        shown = number(params, "show", FIRST_NEIGHBOURS, MOST_NEIGHBOURS)
        around = neighbours(index, id_, found.statements, found.ties)
        mentioned = lists.mentioning(index, id_, filters)
        ends = {end for t in ties for end in t.edge[1:]} | {n.entity.id for n in around[:shown]} | {id_}
        return {
            "entity": shapes.entity(entity),
            "aliases": list(entity.aliases),
            "mentions": entity.mentions,
            "first": entity.first_seen,
            "last": entity.last_seen,
            "ties": [shapes.tie(index, t) for t in ties],
            "tie_counts": {family: len(some) for family, some in by_family.items()},
            "neighbours": [shapes.neighbour(n) for n in around[:shown]],
            "neighbour_count": len(around),
            "links": [asdict(link) for link in links(index, [n.entity.id for n in around[:shown]], filters)],
            "timeline": timeline(found.statements, index.articles),
            "identities": [shapes.identity(i) for i in index.identities(id_)],
            "articles": [lists.counted(one, "mentions") for one in mentioned[:_MOST_ARTICLES]],
            "article_count": len(mentioned),
            "named": shapes.named(index, ends),
        }

    def pair(self, a: str, b: str, params: Params) -> Json:
        """Two entities: their stance over time, turning points, and the statements about both."""
        index, filters = self.index, filters_of(params)
        one, other = index.entity(a), index.entity(b)
        a, b = one.id, other.id
        if a == b:
            raise QueryError(f"both are {one.name}; give two different entities")
        unit, level = params.get("by", "") or None, lists.level_of(params)
        if unit not in (None, *UNITS):
            raise QueryError(f"by is {unit!r}; give month, quarter or year")
        statements, ties = (found := index.about_two(a, b, filters)).statements, found.ties
        first = number(params, "from", 0, len(statements))
        size = number(params, "per", lists.PER, _MOST_STATEMENTS)
        through = lists.statements_through_others(index, a, b, level, filters)
        course = self._course(a, b, unit, level, filters, through)
        sources = lists.sources(index, index.by_time([*statements, *through]))
        rejected = index.by_time(s for s in index.graph.rejected if {s.source, s.target} == {a, b})
        return {
            "a": shapes.entity(one),
            "b": shapes.entity(other),
            "both_states": one.kind == other.kind == "country",
            "course": course,
            "ties": [shapes.tie(index, t) for t in ties],
            "statements": [shapes.statement(index, s) for s in statements[first : first + size]],
            "statement_count": len(statements),
            "first_statement": first,
            "per_page": size,
            "reports": len(index.reports(statements)),
            "sources": [lists.counted(one, "statements") for one in sources[:size]],
            "source_count": len(sources),
            "rejected": [shapes.statement(index, s) for s in rejected[:_MOST_STATEMENTS]],
            "rejected_whole": sorted(
                edge for edge in (self.opened.rejected_whole() if rejected else ()) if {*edge[1:]} == {a, b}
            ),
            "named": shapes.named(index, {a, b} | _cited_ends(course)),
        }

    def article(self, id_: str, params: Params) -> Json:
        """An article for reading: its text in pieces, each with its annotations and matched search words."""
        index, words = self.index, params.get("words", "")[:_LONGEST_WORDS]
        view = self.opened.article(id_)
        numbers = {s.id: n for n, s in enumerate(view.statements)}
        mentions = [m for m in view.mentions if m.entity in index.entities]
        marked = [
            *(Marked(*span, {"boilerplate": True}) for span in view.boilerplate),
            *(Marked(*s.sentence_span, {"sentence": numbers[s.id]}) for s in view.statements),
            *(
                Marked(m.mention.start, m.mention.end, {"entity": m.entity, "reason": m.mention.reason})
                for m in mentions
            ),
            *(Marked(*s.trigger_span, {"trigger": numbers[s.id]}) for s in view.statements),
            *(Marked(*s.source_span, {"source": numbers[s.id]}) for s in view.statements),
            *(Marked(*s.target_span, {"target": numbers[s.id]}) for s in view.statements),
            *(
                Marked(*span, {"found": True})
                for span in (self.search_index.places(id_, words) if words and view.article.text else ())
            ),
        ]
        ends = shapes.ends(view.statements) | {m.entity for m in mentions}
        return {
            "article": shapes.article(view.article),
            "pieces": cut(view.article.text, marked),
            "statements": [shapes.statement(index, s) for s in view.statements],
            "mentions": dict(Counter(m.entity for m in mentions).most_common()),
            "boilerplate": len(view.boilerplate),
            "original": shapes.article(view.original) if view.original else None,
            "copies": [shapes.article(a) for a in view.copies[:_MOST_LISTED]],
            "copy_count": len(view.copies),
            "named": shapes.named(index, ends),
        }

    def changes(self, params: Params) -> Json:
        """Changes from one period to another."""
        return changing.changes(
            self.index,
            params.get("since"),
            params.get("until"),
            filters_of(params),
            params.get("of", ""),
            number(params, "from", 0, lists.ANYWHERE),
            number(params, "per", changing.MOST, lists.MOST),
            (params.get("earlier_since"), params.get("earlier_until")),
        )

    def _asked(self, found: Asked, filters: Filters) -> Json | None:
        """The relation of a question, and its entities, if any statement of it passes the filters."""
        if not filters.lets_relation(found.relation):
            return None
        filters = replace(filters, relations=frozenset((found.relation,)))
        ids = [e.id for e in found.of]
        matching = (
            self.index.about_two(*ids, filters) if len(ids) == 2 else self.index.about_one(*ids, filters)
        )
        if not matching.statements:
            return None
        return {
            "relation": found.relation,
            "family": relations()[found.relation].family,
            "of": [shapes.entity(e) for e in found.of],
            "statements": len(matching.statements),
        }

    # -- parts -------------------------------------------------------------------------------

    def _course(
        self,
        a: str,
        b: str,
        unit: Unit | None,
        level: Level | None,
        filters: Filters,
        through: Sequence[Statement],
    ) -> Json | None:
        """The stance over time; None for a graph without statements. Its days are those of the events.

        ``through`` are statements about others that count for it.
        """
        stances = self.index.stances(filters)
        if stances is None:
            return None
        bounds = {"since": filters.since or None, "until": filters.until or None, "level": level}
        by: Unit = unit or "year"
        found = stances.of(a, b, by=by, **cast("dict[str, Any]", bounds))
        if unit is None and len(found.periods) <= 4:
            by_month = stances.of(a, b, by="month", **cast("dict[str, Any]", bounds))
            if not by_month.imprecise:
                by, found = "month", by_month
        curve = stances.curve(a, b, **cast("dict[str, Any]", bounds))
        return {
            "by": by,
            "stance": shapes.stance(found.stance)
            | {"since": found.since_date or found.stance.since, "as_of": found.as_of_date},
            "curve": [[p.day, p.cooperation, p.conflict, p.reported] for p in curve],
            "periods": [
                {
                    "period": p.period,
                    "label": p.label,
                    "cooperation": p.cooperation,
                    "conflict": p.conflict,
                    "cooperation_reported": p.cooperation_reported,
                    "conflict_reported": p.conflict_reported,
                    "reports": p.reports,
                }
                for p in found.periods
            ],
            "imprecise": imprecise_reports(found.imprecise, by) if found.imprecise else "",
            "turning_points": [
                {
                    "day": t.day,
                    "told": t.date,
                    "before": t.before,
                    "after": t.after,
                    "cooperation": t.cooperation,
                    "conflict": t.conflict,
                    "cited": self._cited(t.cited),
                }
                for t in found.turning_points
            ],
            "because": self._cited(found.because),
            "standing_because": self._cited(found.standing_because),
            "doubted": found.doubted,
            "through": [shapes.statement(self.index, s) for s in through[:_MOST_CITED]],
            "through_count": len(through),
        }

    def _cited(self, cited: Iterable[Cited]) -> list[Json]:
        return [shapes.statement(self.index, c.statement) for c in cited]


def _found(e: Entity, by: str) -> Json:
    """An entity with some of its other names, and the name that matched."""
    others = [name for name in e.aliases if name != by]
    return shapes.entity(e) | {"found_by": by, "aliases": others[:_MOST_NAMES]}


def _cited_ends(course: Json | None) -> set[str]:
    """Ids of the entities in the statements that a stance cites: also those that act for the pair."""
    if course is None:
        return set()
    turns = (s for turn in course["turning_points"] for s in turn["cited"])
    cited = [*course["because"], *course["standing_because"], *course["through"], *turns]
    return {s[end] for s in cited for end in ("source", "target")}


def _relation_words() -> list[list[str]]:
    """Choices of the relation filter: families, then each relation with its meaning."""
    families = [[name, "", ""] for name in ("cooperation", "conflict", "standing")]
    return families + [[r.name, r.family, r.meaning] for r in relations().values()]


def _sentences(index: Index) -> Iterator[tuple[str, str]]:
    """Id of every article with statements, and the sentences of these."""
    in_order = sorted(index.graph.statements, key=lambda s: (s.article, s.sentence_span))
    for article, statements in groupby(in_order, key=lambda s: s.article):
        yield article, "\n".join(dict.fromkeys(s.sentence for s in statements))
