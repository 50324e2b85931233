"""Descriptors: the common nouns by which an article describes its entities, as in "X, a lawyer"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphbuild.extract.coreference import nominals
from graphbuild.extract.entities.linked import ARMED_GROUP, Linked
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.syntax import clauses
from graphbuild.model import Kind
from graphbuild.tables.keys import normal


@dataclass(slots=True)
class Descriptors:
    """The nouns by which the article describes each entity besides its name."""

    linked: Linked
    by_noun: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The entities that the article describes by each noun."""
    in_names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The organisations whose name has a noun for what they are: "committee"."""
    with_fighters: set[int] = field(default_factory=set)
    """The organisations that have fighters."""
    described: dict[int, int] = field(default_factory=dict)
    """The entity described by each noun beside a name or after "be", by token."""

    def gather(self) -> None:
        """Collect appositions, predicates, titles and the words of names."""
        self.describe()
        for name, entity in zip(self.linked.names, self.linked.cluster_of, strict=True):
            for word in self._nouns_in(name):
                self.by_noun[word].add(entity)
                self.in_names[word].add(entity)
        for post in self.linked.posts:
            for word in nominals.title_variants().get(post.role.name, (post.role.name,)):
                self.by_noun[word].add(post.person.entity)
            if post.rule != "title" or self._is_own_phrase(post.token):
                self.described.setdefault(post.token, post.person.entity)

    def _is_own_phrase(self, i: int) -> bool:
        """Whether a title is a noun phrase of its own: "the mayor X", "Ghana's captain X"."""
        parse = self.linked.parse
        for j in range(i - 1, max(-1, i - 6), -1):
            if parse.tags[j] == "POS" or parse.words[j].lower() == "the":
                return True
            if parse.tags[j][:2] not in ("JJ", "NN", "HY"):
                return False
        return False

    def describe(self) -> None:
        """Collect the nouns that describe names, and pronouns that are linked by now."""
        for i, entity in self._descriptions():
            name = self.linked.name_at.get(i + 1)
            other = name is not None and self.linked.cluster_of[name] != entity
            kind = self.linked.clusters[entity].kind
            if not other and self._kind(i) == kind:
                self.by_noun[self.linked.parse.lemmas[i].lower()].add(entity)
                self.described.setdefault(i, entity)
            elif not other and kind == "person" and self._is_indefinite(i):
                self.described.setdefault(i, entity)

    def _is_indefinite(self, i: int) -> bool:
        """Whether the noun is singular with "a": "a legend", "an easy man to like"."""
        parse = self.linked.parse
        return parse.tags[i] == "NN" and any(parse.words[c].lower() in ("a", "an") for c in parse.children[i])

    def _kind(self, i: int) -> Kind | None:
        """The kind of entity that a singular noun denotes; None for a capitalised noun for a person."""
        parse = self.linked.parse
        noun = nominals.noun_class(parse.lemmas[i].lower()) if parse.tags[i] in ("NN", "NNP") else None
        if noun is None or (
            noun.kind == "person" and parse.tags[i] == "NNP" and not parse.words[i].islower()
        ):
            return None
        return noun.kind

    def _descriptions(self) -> Iterator[tuple[int, int]]:
        """The nouns that describe a mention, each with its entity."""
        linked, parse = self.linked, self.linked.parse
        for h, own in list(linked.actor_by_head.items()):
            if parse.deps[h] == "appos" and parse.head[h] not in linked.name_at:
                yield parse.head[h], own.entity
            for c in parse.children[h]:
                if parse.deps[c] == "appos" and c not in linked.name_at:
                    yield c, own.entity
                elif (
                    parse.deps[c] in ("compound", "nmod")
                    and parse.tags[c] == "NN"
                    and c not in linked.name_at
                ):
                    self.by_noun[parse.lemmas[c].lower()].add(own.entity)
            if parse.deps[h] in ("compound", "nmod", "amod") and nominals.fighters_class(
                parse.words[parse.head[h]].lower()
            ):
                self.with_fighters.add(own.entity)
            verb = parse.head[h]
            identified = parse.deps[h] == "nsubj" and parse.lemmas[verb] in ("be", "become", "remain")
            if identified and not clauses.is_nonfactual(parse, verb) and not clauses.in_question(parse, verb):
                for c in parse.children[verb]:
                    if parse.deps[c] == "attr" and c not in linked.name_at and c not in linked.actor_by_head:
                        yield c, own.entity

    def described_by(self, word: str) -> set[int]:
        """The entities described by a noun, or by another of the same type: a "*firm*", a company."""
        described = set(self.by_noun.get(word, ()))
        noun = nominals.noun_class(word)
        if noun is not None and noun.types:
            for other, entities in self.by_noun.items():
                other_noun = nominals.noun_class(other)
                if other_noun is not None and other_noun.types and other_noun.types[0] in noun.types:
                    described |= entities
        return described

    def _nouns_in(self, name: Name) -> Iterator[str]:
        """The first head noun for an organisation in the name of one, if any."""
        if name.kind != "organisation":
            return
        words = normal(name.text).split()
        for k, word in enumerate(words):
            head = k + 1 == len(words) or words[k + 1] in ("of", "for")
            noun = nominals.noun_class(word)
            if head and noun is not None and noun.kind == "organisation":
                yield word
                break

    def fits(self, noun: nominals.NounClass, entity: int) -> bool:
        """Whether an organisation is of a type that a noun denotes, or has fighters if it denotes these."""
        if not noun.types:
            return False
        if ARMED_GROUP in noun.types and entity in self.with_fighters:
            return True
        return self.linked.type_of(entity) in noun.types
