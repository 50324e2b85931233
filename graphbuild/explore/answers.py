"""What each page of the explorer shows, as JSON."""

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
from graphbuild.api.asking import Asked, asked
from graphbuild.api.filters import NONE, Filters
from graphbuild.api.index import Index
from graphbuild.api.neighbours import FIRST_NEIGHBOURS, MOST_NEIGHBOURS, links, neighbours
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

_LONGEST_WORDS = 200
_MOST_FOUND = 25
#: Other names of an entity that was found.
_MOST_NAMES = 6
#: Relations of a family.
_MOST_TIES = 24
_MOST_ARTICLES = 20
#: Statements of a pair in its report.
_MOST_STATEMENTS = 10_000
_MOST_LISTED = 20
#: Statements that count for a pair through others.
_MOST_CITED = 50


class Answers:
    """Answers of one open graph. May be asked from several threads at once.

    Every answer raises ``QueryError`` for what the graph does not hold and parameters that mean nothing.
    """

    def __init__(self, opened: OpenGraph, name: str) -> None:
        self.opened, self._name = opened, name
        self._lock = threading.RLock()
        self._overview: Overview | None = None
        self._index: Index | None = None
        self._search: Search | None = None
        #: Whether this graph came without texts, so that sentences stand for them in the search.
        self._textless = False
        self._following = Following(opened)
        self._reading = threading.Lock()

    @property
    def index(self) -> Index:
        """The graph, read when it is first asked for."""
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
        """Learn what the first page shows, so that a fault of the graph is reported before it is served.

        Of a graph folder that is little; other graphs are read whole.
        """
        self._overview = self.opened.overview(figures.MOST) or figures.overview(self.index, NONE)

    def read(self) -> None:
        """Begin to read the graph and to index its texts for the search, beside whatever else is done."""
        threading.Thread(target=self._read, name="reading", daemon=True).start()

    def follow(self) -> None:
        """Read the graph anew where somebody else changed its folder: built, removed or decided something.

        Raises ``LedgerError`` where it cannot be read.
        """
        if self._following.changed():
            with self._reading:
                if self._following.changed():  # nobody else has read it meanwhile
                    self._following.forget()
                    self._read_anew()

    def refresh(self) -> None:
        """Read the graph anew, after something was decided; the texts that were indexed are kept."""
        with self._reading:
            self._read_anew()

    def _read_anew(self) -> None:
        began = time.monotonic()
        self._following.note()
        index = Index(self.opened.graph)
        overview = self.opened.overview(figures.MOST) or figures.overview(index, NONE)
        with self._lock:
            search = self._search
            self._index, self._overview = index, overview
            self._search = search and search.of(index.entities.values(), index.articles.values())
        self._following.rest(time.monotonic() - began)
        if search and not self._search:
            self.read()

    def _read(self) -> None:
        with suppress(GraphbuildError):  # whoever asks for what could not be read gets the error
            if self._index is None:  # it is read now, so that whatever was written before is in it
                self._following.note()
            texts = self.opened.texts()
            first = next(texts, None)
            self._textless = first is None
            self.search_index.read_texts(_sentences(self.index) if first is None else chain((first,), texts))

    def summary(self, params: Params) -> Json:
        """The whole graph in figures, or what the filters let through of it."""
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
        """A part of a list that a page shows the first of; None for a path that names no list."""
        return lists.listed(self.index, path, params)

    def search(self, params: Params) -> Json:
        """Entities and articles that words mean."""
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
        said = index.about_one(id_, filters)
        in_order = ordered(said.ties, {"sort": params.get("sort_relations", "")}, lists.of_ties(index))
        by_family = {family: [t for t in in_order if t.family == family] for family in lists.FAMILIES}
        most = number(params, "ties", _MOST_TIES, lists.MOST)
        ties = [t for some in by_family.values() for t in some[:most]]
        shown = number(params, "show", FIRST_NEIGHBOURS, MOST_NEIGHBOURS)
        around = neighbours(index, id_, said.statements, said.ties)
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
            "timeline": timeline(said.statements, index.articles),
            "identities": [shapes.identity(i) for i in index.identities(id_)],
            "articles": [lists.counted(one, "mentions") for one in mentioned[:_MOST_ARTICLES]],
            "article_count": len(mentioned),
            "named": shapes.named(index, ends),
        }

    def pair(self, a: str, b: str, params: Params) -> Json:
        """Two entities: their stance over time, turning points, and what is said of both."""
        index, filters = self.index, filters_of(params)
        one, other = index.entity(a), index.entity(b)
        a, b = one.id, other.id
        if a == b:
            raise QueryError(f"both are {one.name}; give two different entities")
        unit, level = params.get("by", "") or None, lists.level_of(params)
        if unit not in (None, *UNITS):
            raise QueryError(f"by is {unit!r}; give month, quarter or year")
        said, ties = (found := index.about_two(a, b, filters)).statements, found.ties
        first = number(params, "from", 0, len(said))
        size = number(params, "per", lists.PER, _MOST_STATEMENTS)
        through = lists.through(index, a, b, level, filters)
        course = self._course(a, b, unit, level, filters, through)
        sources = lists.sources(index, index.by_time([*said, *through]))
        rejected = index.by_time(s for s in index.graph.rejected if {s.source, s.target} == {a, b})
        return {
            "a": shapes.entity(one),
            "b": shapes.entity(other),
            "both_states": one.kind == other.kind == "country",
            "course": course,
            "ties": [shapes.tie(index, t) for t in ties],
            "statements": [shapes.statement(index, s) for s in said[first : first + size]],
            "statement_count": len(said),
            "first_statement": first,
            "per_page": size,
            "reports": len(index.reports(said)),
            "sources": [lists.counted(one, "statements") for one in sources[:size]],
            "source_count": len(sources),
            "rejected": [shapes.statement(index, s) for s in rejected[:_MOST_STATEMENTS]],
            "rejected_whole": sorted(
                edge for edge in (self.opened.rejected_whole() if rejected else ()) if {*edge[1:]} == {a, b}
            ),
            "named": shapes.named(index, {a, b} | _cited_ends(course)),
        }

    def article(self, id_: str, params: Params) -> Json:
        """An article to read: its text in pieces, each with what was read in it, and words of a search."""
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
        """What changed from one period to another."""
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
        """The relation for which words ask, and of whom, where the filters let any of it through."""
        if not filters.lets_relation(found.relation):
            return None
        filters = replace(filters, relations=frozenset((found.relation,)))
        ids = [e.id for e in found.of]
        said = self.index.about_two(*ids, filters) if len(ids) == 2 else self.index.about_one(*ids, filters)
        if not said.statements:
            return None
        return {
            "relation": found.relation,
            "family": relations()[found.relation].family,
            "of": [shapes.entity(e) for e in found.of],
            "statements": len(said.statements),
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

        ``through`` is what counts for it although it is said of others.
        """
        stances = self.index.stances(filters)
        if stances is None:
            return None
        bounds = {"since": filters.since or None, "until": filters.until or None, "level": level}
        by: Unit = unit or "year"
        found = stances.of(a, b, by=by, **cast("dict[str, Any]", bounds))
        if unit is None and len(found.periods) <= 4:
            by = "month"
            found = stances.of(a, b, by=by, **cast("dict[str, Any]", bounds))
        curve = stances.curve(a, b, **cast("dict[str, Any]", bounds))
        return {
            "by": by,
            "stance": shapes.stance(found.stance) | {"since": found.since_told or found.stance.since},
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
            "turning_points": [
                {
                    "day": t.day,
                    "told": t.told,
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
    """An entity with some of its other names, and the name by which it was found."""
    others = [name for name in e.aliases if name != by]
    return shapes.entity(e) | {"found_by": by, "aliases": others[:_MOST_NAMES]}


def _cited_ends(course: Json | None) -> set[str]:
    """Ids of the entities at the ends of what a course cites: not only the two, but who acts for them."""
    if course is None:
        return set()
    turns = (s for turn in course["turning_points"] for s in turn["cited"])
    cited = [*course["because"], *course["standing_because"], *course["through"], *turns]
    return {s[end] for s in cited for end in ("source", "target")}


def _relation_words() -> list[list[str]]:
    """What the filter of relations offers: families, then each relation with its meaning."""
    families = [[name, "", ""] for name in ("cooperation", "conflict", "standing")]
    return families + [[r.name, r.family, r.meaning] for r in relations().values()]


def _sentences(index: Index) -> Iterator[tuple[str, str]]:
    """Id of every article that says something, and its sentences that do."""
    said = sorted(index.graph.statements, key=lambda s: (s.article, s.sentence_span))
    for article, statements in groupby(said, key=lambda s: s.article):
        yield article, "\n".join(dict.fromkeys(s.sentence for s in statements))
