"""Features of the antecedents of "it" and of nouns for organisations and countries."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference import nominals
from graphbuild.extract.coreference.candidates import RecentSentence, description_features, last_use_features
from graphbuild.extract.coreference.descriptors import Descriptors
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse, DiscourseMention
from graphbuild.extract.coreference.nominals import NounClass
from graphbuild.extract.names.word_classes import ORGANISATION_NOUNS
from graphbuild.tables.keys import normal

_SPEECH_VERBS = tables.words("quoting verb")
#: Verbs whose subject is an organisation or country.
ORGANISATION_VERBS = tables.words("speech verb", "governing verb", "judging verb", "company verb")
IMPERSONAL_VERBS = tables.words("impersonal verb")
ADDRESSING_VERBS = tables.words("addressing verb")
ORGANS = tables.words("organ of a state")
#: Prepositions of a beneficiary or target.
_TOWARD = ("to", "for", "against", "with")
#: Prepositions before a place.
_PLACED = ("in", "at", "near", "from")


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun or noun that can refer to an organisation or country."""

    token: int
    name: str
    """The noun in lower case; "it", "its" or "itself"."""
    noun: NounClass | None = None
    """What the noun can denote; None for a pronoun."""
    first: int = -1
    """The token of "the", or the end of the possessor; -1 for a pronoun."""
    owner: int = -1
    """The token of the possessor; -1 for none."""
    inside: tuple[int, ...] = ()
    """The tokens between."""


@dataclass(slots=True)
class InstitutionContext:
    """What an article says about organisations and countries besides their names."""

    discourse: Discourse
    descriptors: Descriptors
    last: dict[str, int] = field(default_factory=dict)
    """The antecedent of each noun's last use, or ``NO_ENTITY``."""
    indefinite: dict[str, int] = field(default_factory=dict)
    """The first token of each noun with "a", by the noun in lower case."""
    names: Counter[int] = field(default_factory=Counter)
    """How many names of each entity the article has."""

    def gather(self) -> None:
        """Collect indefinite nouns and counts of names of the whole article."""
        self.indefinite = nominals.indefinite_uses(self.discourse.linked.parse)
        self.names = Counter(self.discourse.linked.cluster_of)


def grammar(d: Discourse, i: int) -> dict[str, int]:
    """The entity in each grammatical position that favours it as the antecedent of the pronoun at ``i``."""
    parse = d.linked.parse
    before = [m for m in d.mentions(d.sentence(i), i) if m.token < i]
    subject = d.clause_subject(i)
    if subject >= 0 and parse.deps[subject] not in SUBJECT:
        return {"target of blame or praise": entity_at(d, subject)}
    leading, governing = d.leading_subject(before), d.governing_subject(i, before)
    entities = {
        "subject of its clause": entity_at(d, subject),
        "subject of the coordinated clause": entity_at(d, _coordinated_subject(d, i)),
        "subject of a governing clause": governing.entity if governing is not None else NO_ENTITY,
        "subject of its sentence": leading.entity if leading is not None else NO_ENTITY,
    }
    if not any(m.kind != "person" for m in before):
        previous = d.leading_subject(d.mentions(d.sentence(i) - 1, i))
        parallel = (
            previous is not None and _is_main_subject(parse, previous.token) and _is_main_subject(parse, i)
        )
        entities["parallel subject of the previous sentence"] = (
            previous.entity if previous and parallel else NO_ENTITY
        )
    return entities


def _is_main_subject(parse: Parse, i: int) -> bool:
    """Whether a word is the subject of its sentence's main verb, or the possessor of that subject."""
    at = i if parse.deps[i] != "poss" else parse.head[i]
    return parse.deps[at] in SUBJECT and parse.deps[parse.head[at]] == "ROOT"


def entity_at(d: Discourse, token: int) -> int:
    """The entity mentioned at a token; ``NO_ENTITY`` for none, and for token -1."""
    entity = d.entity_at(token) if token >= 0 else None
    return NO_ENTITY if entity is None else entity


def _coordinated_subject(d: Discourse, i: int) -> int:
    """The subject of the clause that the pronoun's is coordinated with: "*Peru* lost, but it went on"."""
    parse, verb = d.linked.parse, d.linked.parse.head[i]
    if parse.deps[i] not in SUBJECT or parse.deps[verb] != "conj":
        return -1
    return d.subject_of(parse.head[verb])


def type_features(
    d: Discourse, a: Anaphor, entity: int, last: DiscourseMention | None, recent: Collection[RecentSentence]
) -> Iterator[tuple[str, float]]:
    """Kind and type of a candidate, the construction of its last mention, and agreement with the pronoun."""
    linked, parse = d.linked, d.linked.parse
    kind, type_ = linked.clusters[entity].kind, linked.type_of(entity)
    yield kind, 1
    yield f"type {type_}", bool(type_)
    yield "in the first sentence", any(m.entity == entity for m in d.by_sentence.get(0, ()))
    others: set[int] = set()
    for sentence in recent:
        others |= {m.entity for m in sentence.mentions if m.kind == kind} - {entity, NO_ENTITY}
        yield f"only one of its kind since {sentence.name}", not others
    yield "other recent entities of its kind (log)", math.log1p(len(others))
    if last is not None:
        head = parse.head[last.token]
        placed = parse.deps[last.token] == "pobj" and parse.words[head].lower() in _PLACED
        yield "last mention is a place", placed
        yield "last mention in brackets", parse.words[max(0, last.token - 1)] == "("
        yield "last mention before a hyphen", parse.words[last.token + 1 : last.token + 2] in (["-"], ["–"])
        yield "last mention modifies an organisation noun", _modifies_organisation(d, last)
    if a.noun is not None:
        return
    head_lemma = parse.lemmas[parse.head[a.token]].lower()
    if a.name == "its":
        organ = (actor := tables.acting(head_lemma)) is not None and actor.for_state
        role = tables.roles().get(head_lemma)
        yield f"{kind}, possessor of an organ", organ or head_lemma in tables.heads()
        yield f"{kind}, possessor of an officer", role is not None and head_lemma not in tables.heads()
    elif parse.deps[a.token] in SUBJECT:
        yield f"{kind}, subject of a speech verb", head_lemma in _SPEECH_VERBS


def _modifies_organisation(d: Discourse, m: DiscourseMention) -> bool:
    """Whether a country only modifies a noun for an unnamed organisation: "a *German* bank"."""
    parse = d.linked.parse
    head = parse.head[m.token]
    if parse.deps[m.token] not in ("amod", "nmod") or m.kind != "country" or head in d.linked.name_at:
        return False
    noun = nominals.noun_class(parse.lemmas[head].lower())
    acting = d.linked.actors(head, coordinated=False)
    return noun is not None and noun.kind == "organisation" and all(actor.unofficial for actor in acting)


def noun_features(
    context: InstitutionContext,
    a: Anaphor,
    entity: int,
    described: Sequence[int],
    matching: Sequence[int],
    last: DiscourseMention | None,
) -> Iterator[tuple[str, float]]:
    """Whether the article describes a candidate by the noun, and whether type, name and modifiers match.

    ``described`` and ``matching`` are the candidates that the article describes so, and those whose type
    matches.
    """
    linked, descriptors = context.discourse.linked, context.descriptors
    assert a.noun is not None
    yield from description_features(context.discourse, a.token, entity, last, described)
    exactly = entity in descriptors.by_noun.get(a.name, ())
    yield "described by exactly this noun", exactly
    yield "noun is in its name", entity in descriptors.in_names.get(a.name, ())
    yield "others are described by the noun", bool(described) and entity not in described
    yield "type matches", descriptors.fits(a.noun, entity)
    yield "type matches, most recent", entity in matching[:1]
    yield "type matches, unique", matching == [entity]
    type_ = linked.type_of(entity)
    yield "type conflicts", bool(a.noun.types) and bool(type_) and type_ not in a.noun.types
    yield "type unknown", not type_
    yield from last_use_features(entity, context.last.get(a.name))
    modifiers = {word for t in a.inside if (word := linked.parse.words[t].lower())[:1].isalpha()}
    own = {word for k in linked.clusters[entity].names for word in normal(linked.names[k].text).split()}
    in_name = bool(modifiers) and modifiers <= own
    yield "all modifiers are in its name", in_name
    yield "all modifiers are in its name, described by exactly this noun", in_name and exactly
    yield "a modifier is not in its name", bool(modifiers) and not modifiers <= own
    inside = {linked.actor_by_head[t].entity for t in a.inside if t in linked.actor_by_head}
    of_country = any(linked.clusters[e].kind == "country" for e in inside - {entity})
    yield "modified by a country", of_country
    yield "modified by a country, longer name", of_country and modifiers < own - {a.name}
    if a.owner >= 0:
        owner = entity_at(context.discourse, a.owner)
        of = nominals.affiliations(linked, owner) | nominals.parties(linked, owner) if owner >= 0 else set()
        yield "affiliated with the possessor", entity in of
        yield "not affiliated with the possessor", bool(of) and entity not in of


def no_antecedent_of_pronoun(
    d: Discourse, i: int, recent: Sequence[RecentSentence]
) -> Iterator[tuple[str, float]]:
    """Evidence that the pronoun at ``i`` refers to no named organisation or country."""
    parse, linked = d.linked.parse, d.linked
    yield "no antecedent", 1
    yield "no antecedent: anaphor is quoted", i in d.quotations.by_token
    yield "no antecedent: anaphor is a subject", parse.deps[i] in SUBJECT
    previous = _unnamed_subject(d, d.sentence(i) - 1)
    for kind in ("organisation", "thing", "person"):
        yield f"no antecedent: unnamed {kind} is subject of the previous sentence", previous == kind
    yield from _governor_features(parse, i)
    unlinked = unlinked_subjects(d, i)
    single = [t for t in unlinked if parse.tags[t] in ("NN", "NNP")]
    classes = [nominals.noun_class(parse.lemmas[t].lower()) for t in single]
    organisations = [c for c in classes if c is not None and c.kind == "organisation"]
    yield "no antecedent: unnamed thing is subject before it", any(c is None for c in classes)
    yield "no antecedent: unnamed organisation is subject before it", bool(organisations)
    acting = any(parse.lemmas[t].lower() in tables.actors() for t in single)
    yield "no antecedent: actor noun is subject before it", acting
    subject = d.clause_subject(i)
    yield "no antecedent: plural subject of its clause", subject in unlinked and subject not in single
    yield "no antecedent: no subject of its clause", subject < 0
    mentions = [m for m in recent[0].mentions if m.token < i]
    yield "no antecedent: no entity in its sentence", not any(m.kind != "person" for m in mentions)
    modifies = any(_modifies_organisation(d, m) for m in mentions)
    yield "no antecedent: country modifies an organisation noun", modifies
    last = max((m.token for m in mentions if m.kind != "person"), default=parse.sentence(i)[0] - 1)
    nouns = [
        t
        for t in range(last + 1, i)
        if parse.tags[t] in ("NN", "NNP") and t not in linked.actor_by_head and t not in linked.nominals
    ]
    yield "no antecedent: nouns since the last entity (log)", math.log1p(len(nouns))
    yield (
        "no antecedent: organisation noun since the last entity",
        any(parse.words[t] in ORGANISATION_NOUNS for t in nouns),
    )
    objects = any(parse.deps[t] in ("dobj", "pobj") for t in nouns)
    yield "no antecedent: object since the last entity", objects


def _governor_features(parse: Parse, i: int) -> Iterator[tuple[str, float]]:
    """Evidence for no antecedent by the verb or preposition that governs the pronoun at ``i``."""
    dep, head = parse.deps[i], parse.head[i]
    lemma = parse.lemmas[head]
    yield "no antecedent: subject of an organisation verb", dep in SUBJECT and lemma in ORGANISATION_VERBS
    yield "no antecedent: subject of 'be'", dep in SUBJECT and lemma == "be"
    yield "no antecedent: passive subject", dep == "nsubjpass"
    yield "no antecedent: depends on the root", parse.deps[head] == "ROOT"
    yield "no antecedent: direct object", dep == "dobj"
    toward = dep in ("pobj", "dative") and parse.words[head].lower() in _TOWARD
    yield "no antecedent: beneficiary or target", toward
    yield "no antecedent: object of another preposition", dep == "pobj" and not toward
    addressed = dep in ("dobj", "dative") and lemma in ADDRESSING_VERBS
    yield "no antecedent: object of an addressing verb", addressed
    yield "no antecedent: impersonal verb", lemma in IMPERSONAL_VERBS


def no_antecedent_of_noun(
    context: InstitutionContext, a: Anaphor, described: Collection[int]
) -> Iterator[tuple[str, float]]:
    """Evidence that a noun refers to no named organisation or country."""
    d, parse, i = context.discourse, context.discourse.linked.parse, a.token
    yield from nominals.non_anaphoric_features(d, i, a.first, a.inside, described)
    yield "no antecedent: nor the noun's last use", context.last.get(a.name) == NO_ENTITY
    yield "no antecedent: possessor", a.owner >= 0
    yield "no antecedent: modifiers (log)", math.log1p(len(a.inside))
    yield "no antecedent: indefinite use before", context.indefinite.get(a.name, i) < i
    yield "no antecedent: organ of a state", a.name in ORGANS
    yield "no antecedent: capitalised", parse.words[i][:1].isupper() and not parse.starts_sentence(i)
    yield f"no antecedent: noun '{a.name}'", 1
    yield "no antecedent: plural noun", parse.tags[i] == "NNS"
    names = [t for t in a.inside if t in d.linked.actor_by_head]
    yield "no antecedent: name among the modifiers", bool(names)
    federal = any(tables.land(place) for _, place in d.linked.places.values())
    yield "no antecedent: state of a federation", a.name == "state" and federal
    yield "no antecedent: noun is a state", a.name == "state"


def _unnamed_subject(d: Discourse, sentence: int) -> str:
    """The kind of a sentence's unnamed main subject: person, country, organisation, thing; else empty."""
    parse, linked = d.linked.parse, d.linked
    if sentence < 0:
        return ""
    for t in range(*parse.sentences[sentence]):
        if parse.deps[t] not in SUBJECT or parse.deps[parse.head[t]] != "ROOT":
            continue
        if t in linked.actor_by_head or t in linked.nominals or t in linked.name_at:
            return ""
        noun = nominals.noun_class(parse.lemmas[t].lower())
        acting = parse.lemmas[t].lower() in tables.actors()
        return noun.kind if noun is not None else "organisation" if acting else "thing"
    return ""


def unlinked_subjects(d: Discourse, i: int) -> list[int]:
    """The subjects before token ``i`` in its sentence that are linked to no entity."""
    parse, linked = d.linked.parse, d.linked
    before = range(parse.sentence(i)[0], i)
    return [
        t
        for t in before
        if parse.deps[t] in SUBJECT and t not in linked.actor_by_head and t not in linked.nominals
    ]
