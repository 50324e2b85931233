"""What an article has said so far: who was mentioned where, and what the grammar forbids or favours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.extract.coreference.quotations import Quotations
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.model import Kind

SUBJECT = ("nsubj", "nsubjpass")
NO_ENTITY = -1
_JUDGING = tables.words("judging verb")
_REASONS = ("for", "over", "about")
#: Before whom a reproach is for.
_TOWARD = ("against", "on", "to")


@dataclass(frozen=True, slots=True)
class DiscourseMention:
    """A mention of somebody, or of somebody without a name (``entity`` is then ``NO_ENTITY``)."""

    token: int
    entity: int
    kind: Kind
    gender: str
    actor: Actor | None


@dataclass(slots=True)
class Discourse:
    """The mentions read so far, sentence by sentence."""

    linked: Linked
    quotations: Quotations
    speakers: dict[int, Actor] = field(default_factory=dict)
    by_sentence: dict[int, list[DiscourseMention]] = field(default_factory=dict)
    pronoun_gender: dict[int, str] = field(default_factory=dict)
    """The gender of the first pronoun that was taken for a person, by entity."""
    _count: Counter[int] = field(default_factory=Counter)

    def sentence(self, i: int) -> int:
        """The sentence of token ``i``."""
        return self.linked.parse.sentence_at(i)

    def note(self, i: int, actor: Actor) -> None:
        """Add a mention of an entity."""
        cluster = self.linked.clusters[actor.entity]
        gender = cluster.gender or self.pronoun_gender.get(actor.entity, "")
        self._add(DiscourseMention(i, actor.entity, cluster.kind, gender, actor))

    def note_unnamed(self, i: int, kind: Kind, gender: str) -> None:
        """Add a mention of somebody whom the article does not name there."""
        self._add(DiscourseMention(i, NO_ENTITY, kind, gender, None))

    def _add(self, mention: DiscourseMention) -> None:
        self._count[mention.entity] += 1
        self.by_sentence.setdefault(self.sentence(mention.token), []).append(mention)

    def mentions(self, sentence: int, i: int) -> list[DiscourseMention]:
        """The mentions of a sentence; for a token outside quotations those outside, if there are any."""
        found = self.by_sentence.get(sentence, [])
        if i in self.quotations.by_token:
            return found
        return [m for m in found if m.token not in self.quotations.by_token] or found

    def mention_count(self, entity: int) -> int:
        """How often an entity has been mentioned so far."""
        return self._count[entity]

    def leading_subject(self, mentions: list[DiscourseMention]) -> DiscourseMention | None:
        """The first of the mentions that is a subject, of an adverbial clause only if there is no other."""
        parse = self.linked.parse
        found = [m for m in mentions if parse.deps[m.token] in SUBJECT]
        main = [m for m in found if parse.deps[parse.head[m.token]] != "advcl"]
        return next(iter(main or found), None)

    def entity_at(self, i: int) -> int | None:
        """The entity of the person, body or state that token ``i`` means; ``NO_ENTITY`` where it has no name."""
        return next((m.entity for m in self.by_sentence.get(self.sentence(i), ()) if m.token == i), None)

    # -- grammar -----------------------------------------------------------------------------

    def governing_verb(self, i: int) -> tuple[int, int]:
        """The verb that governs token ``i``, and the child of the verb through which it does; -1 for none."""
        parse, node = self.linked.parse, i
        while parse.head[node] != node:
            child, node = node, parse.head[node]
            if parse.tags[node].startswith("VB") or parse.deps[node] == "ROOT":
                return node, child
        return -1, i

    def subject_of(self, verb: int) -> int:
        """The subject of a verb, its own or one that it shares with the verb above; -1 for none."""
        parse = self.linked.parse
        for _ in range(4):
            for c in parse.children[verb]:
                if parse.deps[c] in SUBJECT:
                    return self.linked.antecedent(c) if parse.tags[c] in ("WP", "WDT") else c
            above = parse.head[verb]
            if parse.deps[verb] == "acl":
                return above
            shared = parse.deps[verb] in ("conj", "advcl") or (
                parse.deps[verb] == "xcomp"
                and not any(parse.deps[c] == "dobj" for c in parse.children[above])
            )
            if above == verb or not shared:
                return -1
            verb = above
        return -1

    def clause_subject(self, i: int) -> int:
        """The subject of the clause in which token ``i`` stands outside that subject; -1 for none."""
        verb, child = self.governing_verb(i)
        if verb < 0 or self.linked.parse.deps[child] in SUBJECT:
            return -1
        judged = self._target_of_blame(verb, child)
        return judged if judged >= 0 else self.subject_of(verb)

    def _target_of_blame(self, verb: int, child: int) -> int:
        """Who is blamed or praised for what is his: "criticised Smith for *his* speech"; -1 for nobody.

        Also "protested to *Iran* over its refusal" and "sanctions on *Iran*, imposed over its refusal".
        """
        parse = self.linked.parse
        if parse.words[child].lower() not in _REASONS:
            return -1
        if parse.deps[verb] == "acl" and self._objects(parse.head[verb]):
            return next(iter(self._objects(parse.head[verb])))
        if parse.lemmas[verb] not in _JUDGING:
            return -1
        direct = [c for c in parse.children[verb] if parse.deps[c] in ("dobj", "nsubjpass")]
        return next(iter(direct or self._objects(verb)), -1)

    def _objects(self, head: int) -> list[int]:
        """Against or to whom a reproach is: "sanctions *on Iran*", "protested *to Iran*"."""
        parse = self.linked.parse
        toward = (c for c in parse.children[head] if parse.words[c].lower() in _TOWARD)
        return [k for c in toward for k in parse.children[c] if parse.deps[k] == "pobj"]

    def governing_subject(self, i: int, options: list[DiscourseMention]) -> DiscourseMention | None:
        """The nearest subject above token ``i`` that is one of the options: "Smith told Jones that he …".

        Or the owner of the phrase in which it stands: "*Smith's* contempt for the pact that he signed".
        """
        parse, by_token = self.linked.parse, {m.token: m for m in options}
        node = i
        while parse.head[node] != node:
            child, node = node, parse.head[node]
            if parse.tags[node].startswith("VB") and parse.deps[child] not in SUBJECT:
                found = by_token.get(self.subject_of(node))
                if found is not None and found.token < i:
                    return found
            elif parse.tags[node].startswith("NN"):
                owners = [c for c in parse.children[node] if parse.deps[c] == "poss" and c != child]
                if owners and owners[0] in by_token and parse.deps[i] in SUBJECT:
                    return by_token[owners[0]]
        return None

    def excluded(self, i: int) -> set[int]:
        """The entities that a plain pronoun cannot mean: its clause's subject, the speaker quoted."""
        parse, found = self.linked.parse, set()
        if (k := self.quotations.by_token.get(i)) is not None and k in self.speakers:
            found.add(self.speakers[k].entity)
        if parse.tags[i] == "PRP" and parse.deps[i] not in SUBJECT and "sel" not in parse.words[i]:
            verb, child = self.governing_verb(i)
            near = child == i or parse.deps[child] in ("prep", "dative", "agent") or self._object(i, child)
            subject = self.subject_of(verb) if near and verb >= 0 else -1
            if subject >= 0:
                found |= {e for t in self.linked.conjuncts(subject) if (e := self.entity_at(t)) is not None}
        return found

    def _object(self, i: int, noun: int) -> bool:
        """Whether token ``i`` hangs on an object by a preposition: "led a strike against him"."""
        parse = self.linked.parse
        return (
            parse.deps[noun] == "dobj"
            and parse.head[parse.head[i]] == noun
            and not any(parse.deps[c] == "poss" for c in parse.children[noun])
        )

    def following_subject(self, i: int) -> Actor | None:
        """The name that is the subject of the clause before which the phrase of token ``i`` stands."""
        parse, linked = self.linked.parse, self.linked
        for node in self._above(i):
            verb = parse.head[node]
            if parse.deps[node] not in ("prep", "advcl") or not parse.tags[verb].startswith("VB"):
                continue
            subject = next((c for c in parse.children[verb] if parse.deps[c] in SUBJECT), -1)
            if subject > i and node < subject and (own := linked.own.get(subject)) is not None:
                return own if own.form == "name" else None
        return None

    def _above(self, i: int) -> Iterator[int]:
        parse = self.linked.parse
        while parse.head[i] != i:
            yield i
            i = parse.head[i]
