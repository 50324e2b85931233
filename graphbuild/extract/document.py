"""One article while it is read: its parse, its entities, and what each pass has added.

Passes run in a fixed order (:mod:`graphbuild.extract`); each adds annotations and changes none that
another made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract import party_shorthands
from graphbuild.extract.entities import article_state
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Actor, Linked, Post
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.gazetteer import listed
from graphbuild.extract.syntax import Syntax
from graphbuild.model import Article, Kind, Span

#: How many times more often than any other a state is named that an article is about.
_CLEARLY = 2
#: Words of contests from which an article is about sport: distinct ones, and their share of its words.
_SPORT_WORDS, _SPORT_SHARE = 3, 0.01
#: Distinct ones by which a sentence is.
_SPORT_IN_SENTENCE = 2
#: What the shares of two sides of a vote come to at least; scores of games come to less.
_ALL_VOTES = 90
#: Tokens between the first and the last of a trigger from which only its last is shown.
_STRETCH = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule found: a relation, who stands at its two ends, and the words that say it."""

    relation: str
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    tokens: tuple[int, ...]
    """The words that say it."""
    anchor: int
    """The token that heads the event or role."""
    rule: str
    confidence: float
    slot: str = ""
    """Where the target was found: one of the slots of the trigger."""
    mutual: bool = False
    """Whether sources and targets are one group whose members do it to each other."""
    carrier: int = -1
    """The light verb or copula that carries an event noun; -1 where none does."""
    root: str = ""
    """PLOVER root of the trigger where it is not that of the relation."""
    former: bool = False
    """Whether a standing relation is said to be over."""


class Document:
    """An article with its entities; candidates are added by the passes that match rules."""

    def __init__(self, linked: Linked, article: Article) -> None:
        self.linked, self.article = linked, article
        self.parse: Parse = linked.parse
        spans = {t: (n.first, n.last) for n in linked.names for t in range(n.first, n.last + 1)}
        roles = {t: (p.first, p.last) for p in linked.phrases for t in range(p.first, p.last + 1)}
        people = frozenset(t for n in linked.names if n.kind == "person" for t in range(n.first, n.last + 1))
        self.syntax = Syntax(linked.parse, linked.series, linked.own, spans, roles, people)
        self.candidates: list[Candidate] = []

    def sentence(self, i: int) -> Span:
        """First token and one past the last of the sentence of token ``i``."""
        return self.parse.sentence(i)

    @cached_property
    def held(self) -> dict[int, list[Post]]:
        """The posts of each person who is said to hold any, by entity."""
        found: dict[int, list[Post]] = {}
        for post in self.linked.posts:
            found.setdefault(post.person.entity, []).append(post)
        return found

    def trigger(self, c: Candidate) -> Span:
        """The characters of the words that say a candidate; of words far apart only the last."""
        first, last = c.tokens[0], c.tokens[-1]
        return self.parse.span(first if last - first < _STRETCH else last, last)

    def entity_at(self, i: int) -> Actor | None:
        """The entity that token ``i`` means, also where it is a lesser word of a name."""
        linked = self.linked
        found = linked.own.get(i) or linked.members.get(i) or linked.nominals.get(i) or self.shorthands.get(i)
        return found if found is not None else linked.at(i)

    def cluster(self, a: Actor) -> Cluster:
        """The entity of an actor."""
        return self.linked.clusters[a.entity]

    def kind(self, a: Actor) -> Kind:
        """The kind of the entity of an actor."""
        return self.linked.clusters[a.entity].kind

    @cached_property
    def shorthands(self) -> dict[int, Actor]:
        """Parties that are meant by a short form or a word for their members, by the token of it."""
        persons = {n.last for n in self.linked.names if n.kind == "person"}
        linked = self.linked
        states = {c.iso3 for c in linked.clusters if c.iso3} | {iso3 for iso3, _ in linked.places.values()}
        found = party_shorthands.find(self.parse, self.syntax, persons, linked.name_at.keys(), states)
        return {i: self.linked.body(party, i, "short form") for i, party in found.items()}

    @cached_property
    def nations(self) -> dict[int, str]:
        """Codes of the article's states that words within the names of bodies tell: "Bank of *Chile*"."""
        named = {c.iso3 for c in self.linked.clusters if c.iso3}
        found: dict[int, str] = {}
        for n in self.linked.names:
            for i in range(n.first, n.last + 1) if n.kind == "organisation" and n.last > n.first else ():
                forms = tables.country_forms().get(self.parse.words[i], ())
                fits = i == n.first or self.parse.words[i - 1].lower() in words("naming")
                for f in forms if fits else ():
                    if f.kind in ("name", "adjective") and not f.ambiguous and f.iso3 in named:
                        found.setdefault(i, f.iso3)
        return found

    @cached_property
    def wholes(self) -> dict[int, str]:
        """Known bodies with which the names of their parts begin or end, by the last token of each: "*UN*
        Human Rights Council", "Committee on Legal Affairs of the *European Parliament*".
        """
        low, found = [w.lower() for w in self.parse.words], dict[int, str]()
        parts = words("part_word") | words("organ_word")
        for n in self.linked.names:
            if n.kind != "organisation" or listed(n.text):
                continue  # a name that the tables know says nothing new: "UN Security Council"
            of = next((t for t in range(n.first, n.last) if low[t] == "of"), n.last)
            spans = {(n.first, last): range(last + 1, n.last + 1) for last in range(n.first, of)}
            spans |= {(t + 1 + (low[t + 1] == "the"), n.last): range(n.first, t) for t in range(of, n.last)}
            for (first, last), rest in spans.items():
                if parts.isdisjoint(low[t] for t in rest) or low[rest.start] in ("-", "–", "/"):
                    continue
                for known in listed(self.parse.surface(first, last)) if first <= last else ():
                    own = n.known is not None and known.key == n.known.key
                    if known.sort == "organisation" and not known.ambiguous and not own:
                        found[last] = known.name
        return found

    @cached_property
    def _place_spans(self) -> dict[int, Span]:
        """First token and one past the last of each name of a place, by its tokens and in text order."""
        spans = [(first, stop) for first, stop, label in self.parse.names if label in ("GPE", "LOC", "FAC")]
        return {t: span for span in spans for t in range(*span)}

    def within(self, i: int) -> tuple[str, str]:
        """Code of the state of the place at token ``i``, and its name; of "Paris, *Texas*" the last."""
        iso3, name = self.linked.places.get(i, ("", ""))
        span = self._place_spans.get(i, (i, i + 1) if iso3 else (-1, -1))
        after = (
            self._place_spans.get(span[1] + 1) if self.parse.words[span[1] : span[1] + 1] == [","] else None
        )
        if after is None:
            return iso3, name
        followed = self.parse.tags[after[1] : after[1] + 1]
        for k in range(*after):
            own = self.linked.own.get(k)
            subject = self.parse.deps[k] in ("nsubj", "nsubjpass")  # "after it took Donetsk, *Russia* …"
            if own is not None and self.kind(own) == "country" and followed != ["POS"] and not subject:
                return self.cluster(own).iso3, name or self.parse.surface(span[0], span[1] - 1)
            if (found := self.within(k))[0]:
                return found[0], name or found[1]
        return iso3, name

    @cached_property
    def posts(self) -> frozenset[tuple[int, int]]:
        """Persons with the states, bodies and persons that they hold a post of, or of whose nation."""
        return frozenset(
            (p.person.entity, of.entity)
            for p in self.linked.posts
            for of in (p.of, p.nation)
            if of is not None
        )

    def holds_post(self, a: Actor, of: Actor) -> bool:
        """Whether one of two holds a post of the other, which is no person."""
        return (self.kind(of) != "person" and (a.entity, of.entity) in self.posts) or (
            self.kind(a) != "person" and (of.entity, a.entity) in self.posts
        )

    @cached_property
    def subject_state(self) -> str:
        """ISO code of the one state that the article is plainly about; empty where there is none."""
        return article_state.state(self.linked, _CLEARLY)

    @cached_property
    def about_sport(self) -> bool:
        """Whether the article tells of games: many of its words are words of contests."""
        hits = [w for w in self.parse.lemmas if w in words("contest")]
        return len(set(hits)) >= _SPORT_WORDS and len(hits) >= _SPORT_SHARE * len(self.parse.lemmas)

    def of_contest(self, i: int) -> bool:
        """Whether the sentence of token ``i`` tells of a game: by words of contests or its score."""
        first, stop = self.sentence(i)
        hits = {w for w in self.parse.lemmas[first:stop] if w in words("contest")}
        return len(hits) >= _SPORT_IN_SENTENCE or any(self._score(k) for k in range(first, stop - 2))

    def _score(self, i: int) -> bool:
        """Whether a score of a game opens at token ``i`` ("3-0"), not the share of votes ("52-48")."""
        one, dash, two = self.parse.words[i : i + 3]
        close = (
            self.parse.end[i] == self.parse.start[i + 1] and self.parse.end[i + 1] == self.parse.start[i + 2]
        )
        score = dash in ("-", "–") and close and one.isdecimal() and two.isdecimal()
        return score and int(one) + int(two) < _ALL_VOTES
