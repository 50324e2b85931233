"""The mentions of an article so far, and the syntax that favours or excludes antecedents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.extract.coreference import deed_targets
from graphbuild.extract.coreference.quotations import Quotations
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.model import Kind

SUBJECT = ("nsubj", "nsubjpass")
#: Stands for the entity of a person without a name, and for no entity.
NO_ENTITY = -1
#: "Warned *Peru* to end its support"; but "asked Smith to be his adviser".
_PRESSING_VERBS, _POSTS = tables.words("pressing verb"), ("be", "become", "serve")
#: What is said of whoever denies it: "*Peru* rejected Chad's claim that it had fired first".
_CLAIMS, _DENYING_VERBS = tables.words("claim"), tables.words("denying verb")


@dataclass(frozen=True, slots=True)
class DiscourseMention:
    """A mention of an entity, or of a person without a name (``entity`` is then ``NO_ENTITY``)."""

    token: int
    entity: int
    kind: Kind
    gender: str
    actor: Actor | None


@dataclass(slots=True)
class Discourse:
    """The mentions of an article so far, by sentence."""

    linked: Linked
    quotations: Quotations
    speakers: dict[int, Actor] = field(default_factory=dict)
    """The speaker of each quotation, by its index."""
    by_sentence: dict[int, list[DiscourseMention]] = field(default_factory=dict)
    pronoun_gender: dict[int, str] = field(default_factory=dict)
    """The gender of the first "he" or "she" linked to each entity."""
    _count: Counter[int] = field(default_factory=Counter)

    def sentence(self, i: int) -> int:
        """The index of the sentence of token ``i``."""
        return self.linked.parse.sentence_at(i)

    def note(self, i: int, actor: Actor) -> None:
        """Add a mention of an entity."""
        cluster = self.linked.clusters[actor.entity]
        gender = cluster.gender or self.pronoun_gender.get(actor.entity, "")
        self._add(DiscourseMention(i, actor.entity, cluster.kind, gender, actor))

    def note_unnamed(self, i: int, kind: Kind, gender: str) -> None:
        """Add a mention that is linked to no entity."""
        self._add(DiscourseMention(i, NO_ENTITY, kind, gender, None))

    def _add(self, mention: DiscourseMention) -> None:
        self._count[mention.entity] += 1
        self.by_sentence.setdefault(self.sentence(mention.token), []).append(mention)

    def mentions(self, sentence: int, i: int) -> list[DiscourseMention]:
        """The mentions of a sentence; for an unquoted token ``i`` the unquoted ones, if there are any."""
        mentions = self.by_sentence.get(sentence, [])
        if i in self.quotations.by_token:
            return mentions
        return [m for m in mentions if m.token not in self.quotations.by_token] or mentions

    def mention_count(self, entity: int) -> int:
        """The number of mentions of an entity so far."""
        return self._count[entity]

    def leading_subject(self, mentions: list[DiscourseMention]) -> DiscourseMention | None:
        """The first mention that is a subject; of an adverbial clause only if there is no other."""
        parse = self.linked.parse
        subjects = [m for m in mentions if parse.deps[m.token] in SUBJECT]
        main = [m for m in subjects if parse.deps[parse.head[m.token]] != "advcl"]
        return next(iter(main or subjects), None)

    def entity_at(self, i: int) -> int | None:
        """The entity mentioned at token ``i``, ``NO_ENTITY`` for one without a name; None for no mention."""
        return next((m.entity for m in self.by_sentence.get(self.sentence(i), ()) if m.token == i), None)

    # -- syntax ------------------------------------------------------------------------------

    def governing_verb(self, i: int) -> tuple[int, int]:
        """The verb that governs token ``i``, and its child on the path to ``i``; -1 and ``i`` for none."""
        parse, node = self.linked.parse, i
        while parse.head[node] != node:
            child, node = node, parse.head[node]
            verb = (
                parse.tags[node].startswith("VB") and parse.deps[node] != "prep"
            )  # "following its invasion"
            if verb or parse.deps[node] == "ROOT":
                return node, child
        return -1, i

    def subject_of(self, verb: int) -> int:
        """The subject of a verb, its own or one shared with the verb above; -1 for none.

        Of an infinitive it is the object of the verb above: "warned *China* to end its support",
        "accused *China* of breaking its promise".
        """
        parse = self.linked.parse
        for _ in range(4):
            for c in parse.children[verb]:
                if parse.deps[c] in SUBJECT:
                    return self.linked.antecedent(c) if parse.tags[c] in ("WP", "WDT") else c
            above = parse.head[verb]
            if parse.deps[verb] == "acl":
                return above
            if parse.deps[verb] == "xcomp":
                objects = [c for c in parse.children[above] if parse.deps[c] == "dobj"]
                pressed = parse.lemmas[above] in _PRESSING_VERBS and parse.lemmas[verb] not in _POSTS
                if objects:
                    return objects[0] if pressed and self._is_mention(objects[0]) else -1
            elif parse.deps[verb] == "pcomp" and parse.words[above].lower() in ("of", "from"):
                objects = [c for c in parse.children[parse.head[above]] if parse.deps[c] == "dobj"]
                return objects[0] if objects and self._is_mention(objects[0]) else -1
            elif parse.deps[verb] not in ("conj", "advcl"):
                return -1
            if above == verb:
                return -1
            verb = above
        return -1

    def clause_subject(self, i: int) -> int:
        """The subject of the clause of token ``i``, if ``i`` is not within it; -1 for none.

        In the reason for blame, praise or a reprisal it is the target: "criticised *Smith* for his speech".
        """
        owner = deed_targets.joined_owner(self.linked.parse, self._is_mention, i)
        if owner >= 0:
            return owner
        verb, child = self.governing_verb(i)
        if verb < 0:
            return -1
        if self.linked.parse.deps[child] in SUBJECT:
            return deed_targets.judged_in_words(self.linked.parse, self._is_mention, i) if child == i else -1
        target = deed_targets.target_of_deed(self.linked.parse, self._is_mention, i, verb, child)
        return target if target >= 0 else self.subject_of(verb)

    def _is_mention(self, i: int) -> bool:
        return self.entity_at(i) is not None

    def governing_subject(self, i: int, options: list[DiscourseMention]) -> DiscourseMention | None:
        """The nearest of the options that is a subject above token ``i``: "*Smith* told Jones that he …".

        Or the possessor of the phrase of ``i``: "*Smith's* contempt for the pact that he signed".
        """
        parse, by_token = self.linked.parse, {m.token: m for m in options}
        node = i
        while parse.head[node] != node:
            child, node = node, parse.head[node]
            if parse.tags[node].startswith("VB") and parse.deps[child] not in SUBJECT:
                subject = by_token.get(self.subject_of(node))
                if subject is not None and subject.token < i:
                    return subject
            elif parse.tags[node].startswith("NN"):
                owners = [c for c in parse.children[node] if parse.deps[c] == "poss" and c != child]
                denied = parse.lemmas[node] in _CLAIMS and parse.lemmas[parse.head[node]] in _DENYING_VERBS
                if owners and owners[0] in by_token and parse.deps[i] in SUBJECT and not denied:
                    return by_token[owners[0]]
        return None

    def excluded(self, i: int) -> set[int]:
        """The entities that token ``i`` cannot refer to: the quoted speaker, and for a pronoun that is no
        reflexive the subject of its clause.
        """
        parse, entities = self.linked.parse, set()
        if (k := self.quotations.by_token.get(i)) is not None and k in self.speakers:
            entities.add(self.speakers[k].entity)
        if parse.tags[i] == "PRP" and parse.deps[i] not in SUBJECT and "sel" not in parse.words[i]:
            verb, child = self.governing_verb(i)
            near = (
                child == i or parse.deps[child] in ("prep", "dative", "agent") or self._is_in_object(i, child)
            )
            subject = self.subject_of(verb) if near and verb >= 0 else -1
            if subject >= 0:
                conjuncts = self.linked.conjuncts(subject)
                entities |= {e for t in conjuncts if (e := self.entity_at(t)) is not None}
        return entities

    def _is_in_object(self, i: int, noun: int) -> bool:
        """Whether token ``i`` is attached to an object by a preposition: "led a strike against him"."""
        parse = self.linked.parse
        return (
            parse.deps[noun] == "dobj"
            and parse.head[parse.head[i]] == noun
            and not any(parse.deps[c] == "poss" for c in parse.children[noun])
        )

    def following_subject(self, i: int) -> Actor | None:
        """The name that is subject of the clause which the phrase of token ``i`` introduces."""
        parse, linked = self.linked.parse, self.linked
        for node in self._ancestors(i):
            verb = parse.head[node]
            if parse.deps[node] not in ("prep", "advcl") or not parse.tags[verb].startswith("VB"):
                continue
            subject = next((c for c in parse.children[verb] if parse.deps[c] in SUBJECT), -1)
            if subject > i and node < subject and (actor := linked.actor_by_head.get(subject)) is not None:
                return actor if actor.form == "name" else None
        return None

    def _ancestors(self, i: int) -> Iterator[int]:
        """Token ``i`` and the tokens above it, without the root."""
        parse = self.linked.parse
        while parse.head[i] != i:
            yield i
            i = parse.head[i]
