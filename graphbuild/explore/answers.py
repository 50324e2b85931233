"""What each page of the explorer shows, as JSON."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from graphbuild.api import OpenGraph, views
from graphbuild.api.stances import UNITS, Cited, PairStance, Unit
from graphbuild.errors import QueryError
from graphbuild.explore import changing, neighbours, shapes
from graphbuild.explore.filters import Filters
from graphbuild.explore.index import Index
from graphbuild.explore.searching import Search, pieces
from graphbuild.explore.shapes import Json, Marked
from graphbuild.explore.timeline import timeline
from graphbuild.model import KINDS, LEVELS, Level
from graphbuild.tables import relations

#: Nodes of an ego picture, whatever is asked for, and without being asked.
MOST_NEIGHBOURS, FIRST_NEIGHBOURS = 300, 24
_MOST_FOUND = 25
_MOST_TIES = 200
#: Statements of a pair on a page, and at most.
_MOST_STATEMENTS, _ALL_STATEMENTS = 50, 2000
_MOST_ARTICLES = 50
_MOST_LISTED = 20
Params = Mapping[str, str]


class Answers:
    """Answers of one open graph. May be asked from several threads at once.

    Every answer raises ``QueryError`` for what the graph does not hold and parameters that mean nothing.
    """

    def __init__(self, opened: OpenGraph, name: str) -> None:
        self.opened, self._name = opened, name
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._search: Search | None = None

    @property
    def index(self) -> Index:
        """The graph, read when it is first asked for."""
        with self._lock:
            if self._index is None:
                self._index = Index(self.opened)
            return self._index

    @property
    def search_index(self) -> Search:
        index = self.index
        with self._lock:
            if self._search is None:
                self._search = Search(index)
            return self._search

    def prepare(self) -> None:
        """Read the graph now, so that what is wrong with it is told before anything is served."""
        _ = self.search_index

    def refresh(self) -> None:
        """Read the graph anew, after something was decided; the texts that were indexed are kept."""
        index = Index(self.opened)
        with self._lock:
            search = self._search
            self._index = index
            self._search = search.of(index) if search else None

    def read_texts(self) -> None:
        """Begin to index the articles' texts for the search, beside whatever else is done."""
        threading.Thread(target=self.search_index.read_texts, name="texts", daemon=True).start()

    def summary(self, params: Params) -> Json:
        """The whole graph in figures: who matters, strongest stances, what it was made of."""
        index = self.index
        stats = views.stats(index.graph)
        told = sorted(index.entities.values(), key=lambda e: (-e.articles, e.name, e.id))
        years = Counter(a.date[:4] for a in index.articles.values() if a.date)
        doubts = [i for i in index.graph.identities if not i.joined]
        return {
            "name": self._name,
            "articles": stats.articles,
            "copies": stats.copies,
            "publishers": [
                [name, n]
                for name, n in Counter(a.source for a in index.articles.values()).most_common(_MOST_LISTED)
                if name
            ],
            "publisher_count": stats.sources,
            "first": stats.first_date,
            "last": stats.last_date,
            "undated": sum(not a.date for a in index.articles.values()),
            "entities": dict(stats.entities),
            "relations": [[name, n, relations()[name].family] for name, n in stats.relations.items()],
            "asserted": stats.asserted,
            "denied": stats.denied,
            "unasserted": stats.hypothetical,
            "years": sorted(years.items()),
            "known": {
                kind: [shapes.entity(e) for e in told if e.kind == kind][:_MOST_LISTED] for kind in KINDS
            },
            "doubts": [_identity(i) for i in doubts[:_MOST_LISTED]],
            "doubt_count": len(doubts),
            "kinds": list(KINDS),
            "relation_words": _relation_words(),
            "all_publishers": list(index.publishers[:500]),
        }

    def stances(self, id_: str | None = None) -> Json:
        """With whom an entity stands how, what changed last first; without one the best reported pairs.

        Apart from the pages that show it, since in a large graph it takes longer than all else on them.
        """
        index = self.index
        if id_ is None:
            found = self._strongest()
        else:
            index.entity(id_)
            found = list(index.stances.all(id_)[:_MOST_FOUND]) if index.stances else []
        return {
            "stances": [{"a": p.a.id, "b": p.b.id, "stance": shapes.stance(p.stance)} for p in found],
            "named": shapes.named(index, {e.id for p in found for e in (p.a, p.b)}),
        }

    def search(self, params: Params) -> Json:
        """Entities and articles that words mean."""
        words = params.get("q", "")[:200]
        search, index = self.search_index, self.index
        found = [(index.articles[id_], snippet) for id_, snippet in search.articles(words, _MOST_FOUND)]
        pair = search.pair(words)
        return {
            "entities": [
                shapes.entity(e) | {"aliases": list(e.aliases[:6])}
                for e in search.entities(words, _MOST_FOUND)
            ],
            "pair": [shapes.entity(e) for e in pair] if pair else None,
            "articles": [
                shapes.article(article) | {"pieces": list(pieces(snippet))} for article, snippet in found
            ],
            "complete": search.complete,
        }

    def entity(self, id_: str, params: Params) -> Json:
        """An entity: names, relations, neighbours, reports over time, stances, articles."""
        index, filters = self.index, Filters.of(params)
        entity = index.entity(id_)
        statements = index.about(id_, filters)
        ties = index.ties(statements, filters.least)
        if filters.least:
            kept = {t.edge for t in ties}
            statements = [s for s in statements if (s.relation, s.source, s.target) in kept]
        shown = _number(params, "show", FIRST_NEIGHBOURS, MOST_NEIGHBOURS)
        around = neighbours.neighbours(index, id_, statements, ties)
        mentioned = index.mentioned(id_)
        ends = shapes.ends(statements) | {n["id"] for n in around} | {id_}
        return {
            "entity": shapes.entity(entity),
            "aliases": list(entity.aliases),
            "mentions": entity.mentions,
            "first": entity.first_seen,
            "last": entity.last_seen,
            "ties": [shapes.tie(index, t) for t in ties[: _number(params, "ties", _MOST_TIES, _MOST_TIES)]],
            "tie_count": len(ties),
            "neighbours": around[:shown],
            "neighbour_count": len(around),
            "links": neighbours.links(index, [n["id"] for n in around[:shown]], filters),
            "timeline": timeline(statements, index.articles),
            "identities": [_identity(i) for i in index.identities(id_)],
            "articles": [
                shapes.article(index.articles[m.article]) | {"mentions": m.mentions}
                for m in mentioned[:_MOST_ARTICLES]
            ],
            "article_count": len(mentioned),
            "named": shapes.named(index, ends),
        }

    def pair(self, a: str, b: str, params: Params) -> Json:
        """Two entities: their stance over time, turning points, and what is said of both."""
        index, filters = self.index, Filters.of(params)
        one, other = index.entity(a), index.entity(b)
        if one.id == other.id:
            raise QueryError(f"both are {one.name}; give two different entities")
        unit, level = params.get("by", "") or None, params.get("level", "") or None
        if unit not in (None, *UNITS):
            raise QueryError(f"by is {unit!r}; give month, quarter or year")
        if level not in (None, *LEVELS):
            raise QueryError(f"level is {level!r}; give state or actor")
        said = index.by_time(index.between(a, b, filters))
        ties = index.ties(said, filters.least)
        if filters.least:
            kept = {t.edge for t in ties}
            said = [s for s in said if (s.relation, s.source, s.target) in kept]
        first = _number(params, "from", 0, len(said))
        size = _number(params, "per", _MOST_STATEMENTS, _ALL_STATEMENTS)
        course = self._course(a, b, unit, level, filters)
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
            "rejected": [
                shapes.statement(index, s)
                for s in index.by_time(s for s in index.graph.rejected if {s.source, s.target} == {a, b})
            ][:_MOST_STATEMENTS],
            "named": shapes.named(index, {a, b} | _cited_ends(course)),
        }

    def article(self, id_: str, params: Params) -> Json:
        """An article to be read: its text in pieces, each with what was read in it."""
        index = self.index
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
        ]
        ends = shapes.ends(view.statements) | {m.entity for m in mentions}
        return {
            "article": shapes.article(view.article),
            "pieces": shapes.cut(view.article.text, marked),
            "statements": [shapes.statement(index, s) for s in view.statements],
            "mentions": dict(Counter(m.entity for m in mentions).most_common()),
            "boilerplate": len(view.boilerplate),
            "original": shapes.article(view.original) if view.original else None,
            "copies": [shapes.article(a) for a in view.copies[:_MOST_LISTED]],
            "copy_count": len(view.copies),
            "named": shapes.named(index, ends),
        }

    def changes(self, params: Params) -> Json:
        """What changed between two days."""
        return changing.changes(self.index, params.get("since"), params.get("until"), Filters.of(params))

    # -- parts -------------------------------------------------------------------------------

    def _strongest(self) -> list[PairStance]:
        """The pairs with a stance that most is reported of, among those of the best known entities."""
        index = self.index
        known = sorted(index.entities.values(), key=lambda e: (-e.articles, e.id))[:_MOST_LISTED]
        found: dict[frozenset[str], PairStance] = {}
        for e in known:
            for made in index.stances.all(e.id) if index.stances else ():
                found.setdefault(frozenset((made.a.id, made.b.id)), made)
        return sorted(found.values(), key=lambda p: (-p.stance.reports, p.stance.id))[:_MOST_LISTED]

    def _course(
        self, a: str, b: str, unit: Unit | None, level: Level | None, filters: Filters
    ) -> Json | None:
        """The stance over time; None for a graph without statements. Its days are those of the events."""
        index = self.index
        if index.stances is None:
            return None
        bounds = {"since": filters.since or None, "until": filters.until or None, "level": level}
        by: Unit = unit or "year"
        found = index.stances.of(a, b, by=by, **cast("dict[str, Any]", bounds))
        if unit is None and len(found.periods) <= 4:
            by = "month"
            found = index.stances.of(a, b, by=by, **cast("dict[str, Any]", bounds))
        curve = index.stances.curve(a, b, **cast("dict[str, Any]", bounds))
        return {
            "by": by,
            "stance": shapes.stance(found.stance),
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
                    "before": t.before,
                    "after": t.after,
                    "cooperation": t.cooperation,
                    "conflict": t.conflict,
                    "cited": self._cited(t.cited),
                }
                for t in found.turning_points
            ],
            "because": self._cited(found.because),
        }

    def _cited(self, cited: Iterable[Cited]) -> list[Json]:
        return [shapes.statement(self.index, c.statement) for c in cited]


def _identity(i: Any) -> Json:
    return {
        "a": i.name_a,
        "b": i.name_b,
        "articles": [i.articles_a, i.articles_b],
        "entities": [i.entity_a, i.entity_b],
        "joined": i.joined,
        "decided": i.decided,
        "score": i.score,
        "for": list(i.speaks_for),
        "against": list(i.speaks_against),
    }


def _cited_ends(course: Json | None) -> set[str]:
    """Ids of the entities at the ends of what a course cites: not only the two, but who acts for them."""
    if course is None:
        return set()
    cited = [*course["because"], *(s for turn in course["turning_points"] for s in turn["cited"])]
    return {s[end] for s in cited for end in ("source", "target")}


def _relation_words() -> list[list[str]]:
    """What the filter of relations offers: families, then each relation with its meaning."""
    families = [[name, "", ""] for name in ("cooperation", "conflict", "standing")]
    return families + [[r.name, r.family, r.meaning] for r in relations().values()]


def _number(params: Params, name: str, otherwise: int, most: int) -> int:
    """A number of the address, held between 0 and ``most``."""
    given = params.get(name, "")
    if not given:
        return min(otherwise, most)
    if not (given.isascii() and given.isdecimal() and len(given) < 9):
        raise QueryError(f"{name} is {given!r}; give a number from 0 up")
    return min(int(given), most)
