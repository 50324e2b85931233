"""The person that a common noun refers to: "the senator", "his Democratic rival", "the former first lady".

The candidates are all persons named before; the most likely is taken if it is likely enough. The weights of
features are in ``resources/descriptions.tsv``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from graphbuild import tables
from graphbuild.extract.coreference import nominals, office_holders
from graphbuild.extract.coreference.candidates import (
    Antecedent,
    Candidate,
    candidate,
    description,
    description_features,
    last_mentions,
    last_use_features,
    most_likely,
    person_features,
    position,
    position_features,
    rank_features,
    reason,
    recent_sentences,
    salience,
)
from graphbuild.extract.coreference.descriptors import Descriptors
from graphbuild.extract.coreference.discourse import NO_ENTITY, Discourse, DiscourseMention
from graphbuild.extract.entities.linked import Post
from graphbuild.extract.names.role_phrases import RolePhrase

Column = Literal["any", "post", "possessed", "modified"]
#: Columns of the table of weights: for any noun, for a post, with a possessor, with modifiers.
COLUMNS: tuple[Column, ...] = ("any", "post", "possessed", "modified")
#: The least probability of an antecedent: three times that of all others together.
THRESHOLD = 0.75
#: Sentences back in which candidates are searched for.
_MAX_DISTANCE = 40
#: Persons described by the noun are candidates at any distance, unless there are more than this.
_MAX_DESCRIBED = 6
_BESIDE = (*nominals.MODIFIERS, "appos")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A singular noun for a person, with a determiner or possessor."""

    noun: int
    first: int
    """The token of "the", or the end of the possessor."""
    names: tuple[str, ...]
    """The noun, or the whole name of the post, and its synonyms."""
    gender: str
    owner: int
    """The token of the possessor; -1 for none."""
    inside: tuple[int, ...]
    """The tokens between."""
    words: frozenset[str]
    """The words between, in lower case."""

    @property
    def former(self) -> bool:
        """Whether the phrase says that the post is over: "the *former* president"."""
        return any(tables.modifiers().get(word) == "former" for word in self.words)


@dataclass(slots=True)
class PersonContext:
    """What an article says about its persons besides their names."""

    discourse: Discourse
    descriptors: Descriptors
    last: dict[str, int] = field(default_factory=dict)
    """The antecedent of each noun's last use, or ``NO_ENTITY``."""
    beside: dict[int, set[str]] = field(default_factory=dict)
    """The words beside the names of each person, in lower case."""
    posts: dict[int, list[Post]] = field(default_factory=dict)
    """The posts of each person."""
    roles: dict[int, RolePhrase] = field(default_factory=dict)
    """The role phrases of one holder, by their heads and last tokens."""
    indefinite: dict[str, int] = field(default_factory=dict)
    """The first token of each noun with "a", by the noun in lower case."""
    _terms: dict[int, list[tables.Leader]] = field(default_factory=dict)
    _affiliations: dict[int, set[int]] = field(default_factory=dict)

    def gather(self) -> None:
        """Collect the words beside names, the posts and the role phrases of the whole article."""
        linked, parse = self.discourse.linked, self.discourse.linked.parse
        for i, actor in linked.actor_by_head.items():
            for c in parse.children[i]:
                if parse.deps[c] in _BESIDE:
                    self._add(actor.entity, c)
        for i, entity in self.descriptors.described.items():
            self._add(entity, i)
        for post in linked.posts:
            self.posts.setdefault(post.person.entity, []).append(post)
            self.beside.setdefault(post.person.entity, set()).update(post.role.name.split())
        for phrase in linked.role_phrase_list:
            if not phrase.plural:
                self.roles.setdefault(phrase.head, phrase)
                self.roles.setdefault(phrase.last, phrase)
        self.indefinite = nominals.indefinite_uses(parse)

    def _add(self, entity: int, noun: int) -> None:
        linked, beside = self.discourse.linked, self.beside.setdefault(entity, set())
        children = linked.parse.children
        objects = (k for c in children[noun] if linked.parse.deps[c] == "prep" for k in children[c])
        for t in (noun, *(c for c in children[noun] if c < noun), *objects):
            if t not in linked.name_at:
                word = linked.parse.words[t].lower()
                beside.update((word, *nominals.title_variants().get(word, ())))

    def terms(self, person: int) -> list[tables.Leader]:
        """The terms of a person as head of a state or government, by the table of leaders."""
        if person not in self._terms:
            self._terms[person] = office_holders.own_terms(self.discourse.linked, person)
        return self._terms[person]

    def affiliations(self, person: int) -> set[int]:
        """The countries and organisations of a person: by posts, by party, by the table of leaders."""
        if person not in self._affiliations:
            linked = self.discourse.linked
            led = {term.iso3 for term in self.terms(person)}
            states = {k for k, c in enumerate(linked.clusters) if c.iso3 in led}
            by_article = nominals.affiliations(linked, person) | nominals.parties(linked, person)
            self._affiliations[person] = by_article | states
        return self._affiliations[person]


def phrase(context: PersonContext, i: int) -> Phrase | None:
    """The phrase of the noun at ``i`` if it can refer to a person named elsewhere."""
    linked = context.discourse.linked
    parse, word = linked.parse, linked.parse.words[i].lower()
    if parse.tags[i] not in ("NN", "NNP") or i in linked.name_at or parse.deps[i] in nominals.MODIFIERS:
        return None
    noun_class, post = nominals.noun_class(word), context.roles.get(i)
    denotes_person = post is not None or (noun_class is not None and noun_class.kind == "person")
    if not denotes_person or parse.words[i + 1 : i + 2] in (["-"], ["–"]):
        return None
    last = post.first if post is not None else i
    determined = nominals.determiner(parse, last)
    if determined is None:
        return None
    first, owner = determined
    inside = tuple(range(first + 1, last))
    gender = noun_class.gender if noun_class is not None else post.role.gender if post is not None else ""
    words = frozenset(w for t in inside if (w := parse.words[t].lower())[:1].isalpha())
    return Phrase(
        i, first, _names(post.role.name if post is not None else word), gender, owner, inside, words
    )


@cache
def _names(name: str) -> tuple[str, ...]:
    """A noun for a person, and its synonyms."""
    return tuple(dict.fromkeys((name, *tables.offices(name), *nominals.title_variants().get(name, ()))))


def resolve(context: PersonContext, p: Phrase) -> Antecedent | None:
    """The person that a phrase refers to; None for no named person, and where it is uncertain."""
    options = candidates(context, p)
    if len(options) == 1:
        return None
    return most_likely(options, "descriptions", COLUMNS, columns(p), THRESHOLD)


def columns(p: Phrase) -> tuple[Column, ...]:
    """The columns of the table that apply to a phrase besides "any"."""
    role = tables.roles().get(p.names[0])
    post: tuple[Column, ...] = ("post",) if role is not None and role.relation else ()
    possessed: tuple[Column, ...] = ("possessed",) if p.owner >= 0 else ()
    return (*post, *possessed, "modified") if p.words else (*post, *possessed)


def candidates(context: PersonContext, p: Phrase) -> list[Candidate]:
    """The possible antecedents, most recent first; "no antecedent" comes last."""
    d, i, clusters = context.discourse, p.noun, context.discourse.linked.clusters
    people: dict[int, DiscourseMention | None] = {**last_mentions(d, i, _MAX_DISTANCE, _is_named_person)}
    by_noun = {entity for name in p.names for entity in context.descriptors.by_noun.get(name, ())}
    for entity in sorted(by_noun) if len(by_noun) <= _MAX_DESCRIBED else ():
        people.setdefault(entity, None)
    stated = _stated_affiliations(d, p)
    of = {e for entities in stated.values() for e in entities}
    excluded = d.excluded(i)
    if p.owner >= 0 and (owner := d.entity_at(p.owner)) is not None:
        excluded.add(owner)
    people = {
        e: last
        for e, last in people.items()
        if clusters[e].kind == "person"
        and e not in excluded
        and not {clusters[e].gender or d.pronoun_gender.get(e, ""), p.gender} >= {"m", "f"}
        and not _affiliation_conflicts(context, e, p, of)
    }
    described = [e for e in people if e in by_noun]
    recent = recent_sentences(d, i)
    subject = d.clause_subject(i)
    clause_subject = d.entity_at(subject) if subject >= 0 else None
    most_names = max((len(clusters[e].names) for e in people), default=0)
    options: list[Candidate] = []
    for rank, (entity, last) in enumerate(people.items()):
        features: dict[str, float] = {"not mentioned before": 1.0}
        if last is not None:
            features = dict(position_features(d, i, last))
        features |= dict(person_features(d, entity, p.gender, recent))
        features |= dict(_posts(context, p, entity, described))
        features |= dict(_descriptions(context, p, entity, described, last))
        own = context.affiliations(entity)
        for source, entities in stated.items():
            features[f"{source}: affiliation matches"] = float(bool(entities & own))
            features[f"{source}: no matching affiliation"] = float(not entities & own)
            features[f"{source}: affiliation conflicts"] = float(bool(own) and not entities & own)
        features |= dict(rank_features(rank, len(people), len(clusters[entity].names), most_names))
        features["no full name"] = float(clusters[entity].is_article_scoped)
        features["subject of its clause"] = float(clause_subject == entity)
        features["in the same sentence"] = float(last is not None and d.sentence(last.token) == d.sentence(i))
        if entity in described:
            detail = description(p.names[0], "person", described)
        else:
            detail = salience(d, entity, position(d, i, last))
        options.append(candidate(entity, reason(detail), features))
    options.append(candidate(NO_ENTITY, "", dict(_no_antecedent(context, p, described))))
    return options


def _affiliation_conflicts(context: PersonContext, person: int, p: Phrase, of: Collection[int]) -> bool:
    """Whether a person belongs to other countries or parties than the phrase says: "*Chad's* leader" is not
    Gabon's.

    The head of a state holds an office of the state itself: "*Germany's* president" does not preside over an
    academy in Germany.
    """
    linked, affiliations = context.discourse.linked, context.affiliations(person)
    if p.owner >= 0 and not _belongs_to_possessor(context, person, p):
        return True
    for kind in ("country", "party"):
        stated = {e for e in of if kind in (linked.clusters[e].kind, linked.type_of(e))}
        own = {e for e in affiliations if kind in (linked.clusters[e].kind, linked.type_of(e))}
        if stated and own and own.isdisjoint(stated):
            return True
    states = {e for e in of if linked.clusters[e].kind == "country"}
    held = [post for post in context.posts.get(person, ()) if post.role.name in p.names]
    elsewhere = bool(held) and all(
        post.organisation is not None and post.organisation.entity not in states for post in held
    )
    return bool(states) and elsewhere and p.names[0] in tables.heads()


def _belongs_to_possessor(context: PersonContext, person: int, p: Phrase) -> bool:
    """Whether a person is affiliated with the possessor of the noun: "*The Hague's* mayor".

    Also true where the possessor is a person or unknown.
    """
    linked = context.discourse.linked
    if p.owner in linked.places:
        return linked.parse.words[p.owner].lower() in context.beside.get(person, ())
    owner = context.discourse.entity_at(p.owner)
    if owner is None or owner == NO_ENTITY or linked.clusters[owner].kind == "person":
        return True
    return owner in context.affiliations(person)


def _is_named_person(m: DiscourseMention) -> bool:
    return m.kind == "person" and m.entity != NO_ENTITY


def _stated_affiliations(d: Discourse, p: Phrase) -> dict[str, set[int]]:
    """The countries and organisations that the phrase states for the person, by part of the phrase."""
    linked, parse = d.linked, d.linked.parse
    inside = {
        linked.actor_by_head[t].entity
        for t in p.inside
        if t in linked.actor_by_head and t not in linked.places
    }
    owner = d.entity_at(p.owner) if p.owner >= 0 else None
    behind = {
        linked.actor_by_head[k].entity
        for c in parse.children[p.noun]
        if parse.deps[c] == "prep" and parse.words[c].lower() in ("of", "for", "from")
        for k in parse.children[c]
        if k in linked.actor_by_head
    }
    parts = {
        "modifier": inside,
        "possessor": {owner} if owner is not None and owner != NO_ENTITY else set(),
        "complement": behind,
    }
    return {part: entities for part, entities in parts.items() if entities}


def _descriptions(
    context: PersonContext, p: Phrase, entity: int, described: Sequence[int], last: DiscourseMention | None
) -> Iterator[tuple[str, float]]:
    """Whether the article describes a person by the noun."""
    yield from description_features(context.discourse, p.noun, entity, last, described)
    unique = "unique" if len(described) == 1 else "not unique"
    held = {post.role.name for post in context.posts.get(entity, ())}
    by_post = entity in described and not held.isdisjoint(p.names)
    yield f"described by the noun, {unique}, by a post", by_post
    yield "others are described by the noun", bool(described) and entity not in described
    yield from last_use_features(entity, context.last.get(p.names[0]))


def _posts(
    context: PersonContext, p: Phrase, entity: int, described: Collection[int]
) -> Iterator[tuple[str, float]]:
    """Agreement of the phrase with the posts of a person and with the words beside the name."""
    linked, otherwise = context.discourse.linked, entity not in described
    held = context.posts.get(entity, [])
    yield "holds a post", bool(held) and otherwise
    yield "holds no post", not held
    longer = any(post.role.name.endswith(f" {p.names[0]}") for post in held)
    yield "holds a post whose name ends in the noun", otherwise and longer
    role = tables.roles().get(p.names[0])
    similar = role is not None and any(post.role.relation == role.relation for post in held)
    yield "holds a post of the same relation", otherwise and similar
    beside = context.beside.get(entity, set())
    words = {word for word in p.words if word not in tables.modifiers()}
    yield "noun beside the name", otherwise and p.names[0].split()[-1] in beside
    yield "share of the modifiers beside the name", len(words & beside) / len(words) if words else 0.0
    yield "no modifier beside the name", bool(words) and not words & beside
    terms = [term for term in context.terms(entity) if term.office in p.names]
    in_office = bool(linked.date) and any(term.held(linked.date) for term in terms)
    yield "in office by the table of leaders", in_office
    yield "ever in office by the table of leaders", bool(terms)
    former = any(post.modifier == "former" for post in held)
    yield "former holder, as the phrase says", former and p.former
    yield "former holder, unlike the phrase", former and not p.former


def _no_antecedent(
    context: PersonContext, p: Phrase, described: Collection[int]
) -> Iterator[tuple[str, float]]:
    """Evidence that the phrase refers to no named person."""
    d, parse, i = context.discourse, context.discourse.linked.parse, p.noun
    yield from nominals.non_anaphoric_features(d, i, p.first, p.inside, described)
    yield "no antecedent: nor the noun's last use", context.last.get(p.names[0]) == NO_ENTITY
    yield "no antecedent: former", p.former
    yield "no antecedent: modifiers (log)", math.log1p(len(p.words))
    yield "no antecedent: indefinite use before", context.indefinite.get(parse.words[i].lower(), i) < i
    recent = [m for back in range(3) for m in d.by_sentence.get(d.sentence(i) - back, ()) if m.token < i]
    people = [m for m in recent if m.kind == "person"]
    yield "no antecedent: unnamed person recently", any(m.entity == NO_ENTITY for m in people)
    yield "no antecedent: no person recently", not people
