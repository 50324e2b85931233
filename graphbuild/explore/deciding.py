"""Decisions made in the page: merge candidates, wrong statements and relations, excluded articles; and their
list.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphbuild.api.contexts import Context
from graphbuild.api.reader import Marked, cut
from graphbuild.decisions import ArticleDecision, Decision, NameDecision, RelationDecision, Side
from graphbuild.errors import QueryError
from graphbuild.explore import shapes
from graphbuild.explore.answers import Answers
from graphbuild.explore.shapes import Json
from graphbuild.model import Identity, entity_id

#: Actions, each with the names of its arguments.
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "same": ("a", "b"),
    "different": ("a", "b"),
    "reject": ("statement",),
    "accept": ("statement",),
    "reject-relation": ("source", "relation", "target"),
    "accept-relation": ("source", "relation", "target"),
    "exclude": ("article",),
    "undo": ("decision",),
}
_MOST_CANDIDATES = 20
_MOST_DECISIONS = 500
_LONGEST = 1000


class Deciding:
    """Decisions in one graph folder, made one after the other."""

    def __init__(self, answers: Answers, *, read_only: bool = False) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self.allowed = not read_only and answers.opened.keeps_decisions
        """Whether anything can be decided: only of a graph folder, and not where that is not wanted."""

    def candidates(self, first: int = 0) -> Json:
        """Merge candidates, with sentences of both names, the likeliest first; of equal ones those with most
        articles.
        """
        doubts = [i for i in self._answers.index.graph.identities if not i.joined and not i.decided]
        doubts.sort(key=lambda i: (-i.score, -i.articles_a - i.articles_b))
        some = doubts[first : first + _MOST_CANDIDATES]
        opened = self._answers.opened
        pairs = [(i.a, i.b) for i in some]
        contexts = opened.contexts_of(pairs) if opened.is_folder else [{} for _ in some]
        return {
            "candidates": [_candidate(i, sentences) for i, sentences in zip(some, contexts, strict=True)],
            "count": len(doubts),
            "first": first,
        }

    def contexts(self, a: str, b: str) -> Json:
        """Sentences of two names, merged or not; empty if the graph is not a folder."""
        opened = self._answers.opened
        found = opened.contexts_of([(a, b)])[0] if opened.is_folder else {}
        return {"sides": [[_context(c) for c in found.get(id_, ())] for id_ in (a, b)]}

    def decisions(self) -> Json:
        """All decisions, the latest first; empty if the graph is not a folder."""
        opened = self._answers.opened
        found = opened.decisions() if opened.is_folder else ()
        latest: dict[object, str] = {}
        for d in found:
            latest.setdefault(d.about, d.id)
        shown = [self._decision(d) | {"overruled": latest[d.about] != d.id} for d in found[:_MOST_DECISIONS]]
        return {"decisions": shown, "count": len(found)}

    def excluded(self, article: str) -> Json | None:
        """The data of an article that was excluded; None for others."""
        opened = self._answers.opened
        if article in self._answers.index.articles or not opened.is_folder:
            return None
        out = (d for d in opened.decisions() if isinstance(d, ArticleDecision) and d.article == article)
        found = next(out, None)
        return {"excluded": self._decision(found), "title": found.title or article} if found else None

    def act(self, action: str, given: Any) -> Json:
        """Make or revoke a decision, and return it.

        Raises ``QueryError`` for an invalid decision, ``LedgerError`` if it cannot be saved.
        """
        values = _values(action, given)
        opened = self._answers.opened
        with self._lock:
            made: Sequence[Decision]
            match action, values:
                case "same", [a, b]:
                    made = [opened.same(a, b)]
                case "different", [a, b]:
                    made = [opened.different(a, b)]
                case "reject", [statement]:
                    made = [opened.reject(statement)]
                case "accept", [statement]:
                    made = [opened.accept(statement)]
                case "reject-relation", [source, relation, target]:
                    made = [opened.reject(source, relation, target)]
                case "accept-relation", [source, relation, target]:
                    made = [opened.accept(source, relation, target)]
                case "exclude", [article]:
                    made = self._excluded(article)
                case _:
                    (id_,) = values
                    if not any(d.id == id_ for d in opened.decisions()):
                        raise QueryError("there is no such decision any more; somebody took it back")
                    made = opened.undo(id_)
            self._answers.refresh()
        return {"done": [self._decision(d) for d in made], "undone": action == "undo"}

    def _excluded(self, article: str) -> Sequence[Decision]:
        opened = self._answers.opened
        if article not in self._answers.index.articles:
            raise QueryError(f"the graph holds no article {article!r}")
        opened.exclude([article])
        return [d for d in opened.decisions() if isinstance(d, ArticleDecision) and d.article == article][:1]

    def _decision(self, d: Decision) -> Json:
        """A decision as page data."""
        match d:
            case RelationDecision():
                shown: Decision = replace(d, relation=d.relation.lower().replace("_", " "))
            case NameDecision() if str(d.a) == str(d.b):
                shown = self._with_counts(d)
            case _:
                shown = d
        return {"id": d.id, "verdict": d.verdict, "says": str(shown), "decided": d.decided}

    def _with_counts(self, d: NameDecision) -> NameDecision:
        """The decision with article counts and dates of both names, to tell apart two of the same name."""
        pair = d.pair
        having = {
            id_: f"{articles:,} article{'' if articles == 1 else 's'}{when and f', {when}'}"
            for i in self._answers.index.graph.identities
            if pair == {i.a, i.b}
            for id_, articles, when in ((i.a, i.articles_a, i.when_a), (i.b, i.articles_b, i.when_b))
        }

        def side(one: Side) -> Side:
            known = having.get(entity_id(d.kind, one.unit))
            return Side(one.key, name=f"{one} ({known})") if known else one

        return replace(d, a=side(d.a), b=side(d.b))


def _values(action: str, given: Any) -> list[str]:
    names = ACTIONS[action]
    if not isinstance(given, dict) or given.keys() != set(names):
        raise QueryError(f"{action} wants {' and '.join(names)}")
    values = [given[name] for name in names]
    if not all(isinstance(value, str) and 0 < len(value) <= _LONGEST for value in values):
        raise QueryError(f"{action} needs {' and '.join(names)}, each as text")
    return values


def _candidate(i: Identity, contexts: Mapping[str, Sequence[Context]]) -> Json:
    sides = (
        (i.a, i.name_a, i.entity_a, i.articles_a, i.when_a),
        (i.b, i.name_b, i.entity_b, i.articles_b, i.when_b),
    )
    return {
        "kind": i.kind,
        "score": i.score,
        "for": list(i.speaks_for),
        "against": list(i.speaks_against),
        "sides": [
            {
                "id": id_,
                "name": name,
                "entity": entity,
                "articles": articles,
                "when": when,
                "contexts": [_context(c) for c in contexts.get(id_, ())],
            }
            for id_, name, entity, articles, when in sides
        ],
    }


def _context(c: Context) -> Json:
    return {
        "article": shapes.article(c.article),
        "pieces": cut(c.sentence, [Marked(c.start, c.end, "found")]),
    }
