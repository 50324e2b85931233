"""One article during extraction: its parse, its entities, and the annotations of the passes.

Passes run in a fixed order (:mod:`graphbuild.extract`); each adds annotations and does not change those of
another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract import party_shorthands
from graphbuild.extract.entities import article_state
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Actor, Linked, Post
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.gazetteer import listed_entries
from graphbuild.extract.syntax import Syntax
from graphbuild.model import Article, Kind, Span

#: How many times as often as any other state the article's main state is named.
_SUBJECT_RATIO = 2
#: Distinct sport words in an article about sport, and their share of its words.
_SPORT_WORDS, _SPORT_SHARE = 3, 0.01
#: Distinct sport words in a sentence about sport.
_SPORT_WORDS_IN_SENTENCE = 2
#: Least sum of the shares of a vote; scores of games have a lower sum.
_LEAST_VOTE_SUM = 90
#: Distance of the first and last token of a trigger from which only the last is shown.
_DISTANT = 4
#: Most words of the name of a place, less one.
_WIDEST_PLACE = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match of a rule: a relation, its arguments, and the words that state it."""

    relation: str
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    trigger_tokens: tuple[int, ...]
    """The words that state it."""
    anchor: int
    """The token that heads the event or role."""
    rule: str
    confidence: float
    slot: str = ""
    """The slot of the trigger at which the target is."""
    mutual: bool = False
    """Whether the event is reciprocal among one group, which is both sources and targets."""
    light_verb: int = -1
    """The light verb or copula of an event noun; -1 for none."""
    root: str = ""
    """PLOVER root of the trigger where it is not that of the relation."""
    former: bool = False
    """Whether a standing relation has ended."""


class Document:
    """An article with its entities; the passes that match rules add candidates."""

    def __init__(self, linked: Linked, article: Article) -> None:
        self.linked, self.article = linked, article
        self.parse: Parse = linked.parse
        spans = {t: (n.first, n.last) for n in linked.names for t in range(n.first, n.last + 1)}
        roles = {t: (p.first, p.last) for p in linked.role_phrase_list for t in range(p.first, p.last + 1)}
        people = frozenset(t for n in linked.names if n.kind == "person" for t in range(n.first, n.last + 1))
        self.syntax = Syntax(linked.parse, linked.name_lists, linked.actor_by_head, spans, roles, people)
        self.candidates: list[Candidate] = []

    def sentence(self, i: int) -> Span:
        """First token and one past the last of the sentence of token ``i``."""
        return self.parse.sentence(i)

    @cached_property
    def posts_of(self) -> dict[int, list[Post]]:
        """The posts of each person, by entity."""
        held: dict[int, list[Post]] = {}
        for post in self.linked.posts:
            held.setdefault(post.person.entity, []).append(post)
        return held

    def trigger_span(self, c: Candidate) -> Span:
        """The characters of the words that state a candidate; of words far apart only the last."""
        first, last = c.trigger_tokens[0], c.trigger_tokens[-1]
        return self.parse.span(first if last - first < _DISTANT else last, last)

    def entity_at(self, i: int) -> Actor | None:
        """The entity that token ``i`` denotes, alone or as any word of a name."""
        linked = self.linked
        actor = (
            linked.actor_by_head.get(i)
            or linked.party_members.get(i)
            or linked.nominals.get(i)
            or self.shorthands.get(i)
        )
        return actor if actor is not None else linked.actor_at(i)

    def cluster(self, a: Actor) -> Cluster:
        """The entity of an actor."""
        return self.linked.clusters[a.entity]

    def kind(self, a: Actor) -> Kind:
        """The kind of the entity of an actor."""
        return self.linked.clusters[a.entity].kind

    @cached_property
    def shorthands(self) -> dict[int, Actor]:
        """The party denoted by each token that is a short form or a word for a party's members."""
        linked = self.linked
        persons = {n.last for n in linked.names if n.kind == "person"}
        states = {c.iso3 for c in linked.clusters if c.iso3} | {iso3 for iso3, _ in linked.places.values()}
        parties = party_shorthands.find(self.parse, self.syntax, persons, linked.name_at.keys(), states)
        return {i: linked.link_organisation(party, i, "short form") for i, party in parties.items()}

    @cached_property
    def states_in_names(self) -> dict[int, str]:
        """State of the article that a word in an organisation's name denotes, by token: "Bank of *Chile*"."""
        article_states = {c.iso3 for c in self.linked.clusters if c.iso3}
        states: dict[int, str] = {}
        for n in self.linked.names:
            for i in range(n.first, n.last + 1) if n.kind == "organisation" and n.last > n.first else ():
                forms = tables.country_forms().get(self.parse.words[i], ())
                separable = i == n.first or self.parse.words[i - 1].lower() in words("naming")
                for f in forms if separable else ():
                    if f.kind in ("name", "adjective") and not f.ambiguous and f.iso3 in article_states:
                        states.setdefault(i, f.iso3)
        return states

    @cached_property
    def enclosing_organisations(self) -> dict[int, str]:
        """Known organisations at either end of the name of a part of them, by the last token.

        "*UN* Human Rights Council", "Committee on Legal Affairs of the *European Parliament*".
        """
        lower, organisations = [w.lower() for w in self.parse.words], dict[int, str]()
        part_words = words("part_word") | words("organ_word")
        for n in self.linked.names:
            if n.kind != "organisation" or listed_entries(n.text):
                continue  # the tables have the full name: "UN Security Council"
            of = next((t for t in range(n.first, n.last) if lower[t] == "of"), n.last)
            spans = {(n.first, last): range(last + 1, n.last + 1) for last in range(n.first, of)}
            spans |= {(t + 1 + (lower[t + 1] == "the"), n.last): range(n.first, t) for t in range(of, n.last)}
            for (first, last), rest in spans.items():
                if part_words.isdisjoint(lower[t] for t in rest) or lower[rest.start] in ("-", "–", "/"):
                    continue
                for known in listed_entries(self.parse.surface(first, last)) if first <= last else ():
                    same = n.entry is not None and known.key == n.entry.key
                    if known.entry_type == "organisation" and not known.ambiguous and not same:
                        organisations[last] = known.name
        return organisations

    @cached_property
    def _place_spans(self) -> dict[int, Span]:
        """First token and one past the last of each name of a place, by each of its tokens."""
        spans = [(first, stop) for first, stop, label in self.parse.names if label in ("GPE", "LOC", "FAC")]
        return {t: span for span in spans for t in range(*span)}

    def place_tokens(self, i: int) -> Span:
        """First and last token of the name of the place at token ``i``: of "New York" for "York"."""
        name = self.linked.places.get(i, ("", ""))[1]
        for first in range(max(0, i - _WIDEST_PLACE), i + 1):
            for last in range(i, min(len(self.parse.words), first + _WIDEST_PLACE + 1)):
                if name and self.parse.surface(first, last) == name:
                    return first, last
        first, stop = self._place_spans.get(i, (i, i + 1))
        while first < i and self.parse.tags[first] == "DT":
            first += 1
        return first, stop - 1

    def link_place(self, i: int, iso3: str, why: str) -> Actor:
        """Link the place at token ``i`` to its state: its whole name is the mention."""
        actor = self.linked.link_place(iso3, *self.place_tokens(i), why)
        return replace(actor, span=self.parse.span(i, i), token=i)

    def state_of_place(self, i: int) -> tuple[str, str]:
        """State code and name of the place at token ``i``; in "Paris, Texas" the state is that of Texas."""
        iso3, name = self.linked.places.get(i, ("", ""))
        named = self.linked.name_at.get(i)
        if named is not None and self.linked.names[named].kind == "country":
            return "", ""  # "the *United States*, Canada and Australia"
        span = self._place_spans.get(i, (i, i + 1) if iso3 else (-1, -1))
        after = (
            self._place_spans.get(span[1] + 1) if self.parse.words[span[1] : span[1] + 1] == [","] else None
        )
        if after is None:
            return iso3, name
        followed = self.parse.tags[after[1] : after[1] + 1]
        for k in range(*after):
            actor = self.linked.actor_by_head.get(k)
            is_subject = self.parse.deps[k] in ("nsubj", "nsubjpass")  # "after it took Donetsk, *Russia* …"
            if actor is not None and self.kind(actor) == "country" and followed != ["POS"] and not is_subject:
                return self.cluster(actor).iso3, name or self.parse.surface(span[0], span[1] - 1)
            outer_iso3, outer_name = self.state_of_place(k)
            if outer_iso3:
                return outer_iso3, name or outer_name
        return iso3, name

    @cached_property
    def post_pairs(self) -> frozenset[tuple[int, int]]:
        """Pairs of a person and the entity that a post of theirs is of, or its nation."""
        return frozenset(
            (p.person.entity, of.entity)
            for p in self.linked.posts
            for of in (p.organisation, p.nation)
            if of is not None
        )

    def holds_post(self, a: Actor, of: Actor) -> bool:
        """Whether one of two actors holds a post of the other, which is not a person."""
        return (self.kind(of) != "person" and (a.entity, of.entity) in self.post_pairs) or (
            self.kind(a) != "person" and (of.entity, a.entity) in self.post_pairs
        )

    @cached_property
    def subject_state(self) -> str:
        """ISO code of the one state that the article is about; empty for none."""
        return article_state.find_main_state(self.linked, _SUBJECT_RATIO)

    @cached_property
    def home_state(self) -> str:
        """ISO code of the one state whose officers the article may name without it; empty for none.

        One speech "in Warsaw, Poland" does not make its speaker an officer of Poland.
        """
        return article_state.find_main_state(self.linked, _SUBJECT_RATIO, once=True)

    @cached_property
    def about_sport(self) -> bool:
        """Whether the article is about sport: many of its words are sport words."""
        hits = [w for w in self.parse.lemmas if w in words("contest")]
        return len(set(hits)) >= _SPORT_WORDS and len(hits) >= _SPORT_SHARE * len(self.parse.lemmas)

    def is_sport_sentence(self, i: int) -> bool:
        """Whether the sentence of token ``i`` is about sport, by its words or a score."""
        first, stop = self.sentence(i)
        hits = {w for w in self.parse.lemmas[first:stop] if w in words("contest")}
        return len(hits) >= _SPORT_WORDS_IN_SENTENCE or any(self._is_score(k) for k in range(first, stop - 2))

    def _is_score(self, i: int) -> bool:
        """Whether a score of a game begins at token ``i`` ("3-0"), not the result of a vote ("52-48")."""
        parse = self.parse
        left, dash, right = parse.words[i : i + 3]
        unspaced = parse.end[i] == parse.start[i + 1] and parse.end[i + 1] == parse.start[i + 2]
        is_score = dash in ("-", "–") and unspaced and left.isdecimal() and right.isdecimal()
        return is_score and int(left) + int(right) < _LEAST_VOTE_SUM
