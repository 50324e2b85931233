"""The organisation or country that "it" or a common noun refers to: "the company", "the oil-rich nation".

The candidates are all organisations and countries named before (recently, for a pronoun); the most likely is
taken if it is likely enough. The weights of features are in ``resources/institutions.tsv``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference import institution_features, nominals
from graphbuild.extract.coreference.candidates import (
    Antecedent,
    Candidate,
    candidate,
    description,
    last_mentions,
    most_likely,
    position,
    position_features,
    rank_features,
    reason,
    recent_sentences,
    salience,
    salience_features,
)
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse, DiscourseMention
from graphbuild.extract.coreference.institution_features import Anaphor, InstitutionContext, entity_at
from graphbuild.extract.coreference.nominals import NounClass
from graphbuild.extract.entities.linked import MEMBERS, Linked
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.word_classes import ORGANISATION_NOUNS
from graphbuild.tables.keys import normal

Column = Literal["any", "it", "its", "organisation", "country", "modified"]
#: Columns of the table of weights: for any anaphor; for "it", "its"; for a noun for an organisation, for a
#: country; for a noun with modifiers or a possessor.
COLUMNS: tuple[Column, ...] = ("any", "it", "its", "organisation", "country", "modified")
#: The least probability of an antecedent: of nouns, and of pronouns.
THRESHOLD, THRESHOLD_PRONOUN = 0.55, 0.5
#: Sentences back in which candidates are searched for: of a pronoun, and of a noun.
_MAX_DISTANCE, _MAX_DISTANCE_NOUN = 6, 40
#: Entities described by the noun are candidates at any distance, unless there are more than this.
_MAX_DESCRIBED = 6
#: Verbs whose object is a body or person, and what is imposed on one.
_HOSTILE_VERBS = tables.words("verb against a body")
_PENALTIES = tables.words("penalty on a body")
#: A type whose entities are mostly named as the source of a report, and seldom referred to.
_MEDIA = "media"
#: Verbs whose subject tells of a deed, or blames somebody for it.
_TELLING = tables.words("quoting verb", "judging verb")


def pronoun(d: Discourse, i: int) -> Anaphor:
    """The pronoun at ``i``."""
    return Anaphor(i, d.linked.parse.words[i].lower())


def noun(d: Discourse, i: int) -> Anaphor | None:
    """The noun at ``i`` if it can refer to an organisation or country named elsewhere."""
    parse, word = d.linked.parse, d.linked.parse.words[i].lower()
    if i in d.linked.name_at or parse.deps[i] in nominals.MODIFIERS or parse.words[i + 1 : i + 2] == ["-"]:
        return None
    if i + 1 in d.linked.name_at:
        return None  # "the oil *company* Repsol"
    named = parse.words[i + 1 : i + 2] == ["of"] and parse.tags[i + 2 : i + 3] == ["NNP"]
    if named and parse.words[i][0].isupper():
        return None  # "the *University* of Oregon", whose name was not found
    noun_class = None
    if parse.tags[i] in ("NN", "NNP"):
        noun_class = nominals.noun_class(word)
    elif parse.tags[i] == "NNS":
        noun_class = nominals.fighters_class(word)
    if noun_class is None or noun_class.kind == "person":
        return None
    determined = nominals.determiner(parse, i)
    if determined is None or (_is_force(word) and determined[0] + 1 == i):
        return None
    owner = d.entity_at(determined[1]) if determined[1] >= 0 else None
    unnamed_owner = parse.tags[determined[0]] in ("PRP$", "POS") and (owner is None or owner == NO_ENTITY)
    if noun_class.kind == "country" and (unnamed_owner or (owner is not None and _is_person(d, owner))):
        return None  # "*his* country" is the state that he leads or represents
    return Anaphor(i, word, noun_class, *determined, tuple(range(determined[0] + 1, i)))


def _is_person(d: Discourse, entity: int) -> bool:
    return entity != NO_ENTITY and d.linked.clusters[entity].kind == "person"


def _is_force(word: str) -> bool:
    """Whether a noun denotes the forces of a state, which seldom refer to an organisation of the article."""
    acting = tables.acting(word) if word in institution_features.ORGANS else None
    return acting is not None and acting.role in ("military", "police")


def resolve(context: InstitutionContext, a: Anaphor) -> Antecedent | None:
    """The organisation or country that an anaphor refers to; None for none with a name, or if uncertain."""
    d = context.discourse
    if (addressed := _addressed(d, a)) is not None:
        return addressed
    if a.noun is None and (_is_impersonal(d, a.token) or _belongs_to_unnamed(d, a)):
        return None
    if (following := _following(d, a)) is not None:
        return following
    if (harmed := _harmed(d, a)) is not None:
        return harmed
    options = candidates(context, a)
    if len(options) == 1:
        return None
    threshold = THRESHOLD_PRONOUN if a.noun is None else THRESHOLD
    return most_likely(options, "institutions", COLUMNS, columns(a), threshold)


def _following(d: Discourse, a: Anaphor) -> Antecedent | None:
    """The entity named after "its" in a sentence that mentions none before: "In its report, *Amnesty* …".

    Also after an "it" that is subject of an organisation verb: "Under an accord that it signed, *Peru* …".
    Both are too rare in the annotated articles to be learnt.
    """
    parse, i = d.linked.parse, a.token
    acts = parse.deps[i] == "nsubj" and parse.lemmas[parse.head[i]] in institution_features.ORGANISATION_VERBS
    if not (a.name == "its" or acts) or any(m.token < i for m in d.mentions(d.sentence(i), i)):
        return None
    actor = d.following_subject(i)
    if actor is None or d.linked.clusters[actor.entity].kind == "person":
        return None
    return Antecedent(actor.entity, "subject of the following clause")


def _addressed(d: Discourse, a: Anaphor) -> Antecedent | None:
    """The only other body named in a sentence where "it" is spoken to or acted against by one: "Peru left
    *OPEC*, accusing it of bias", "if *Peru* leaves, OPEC will sue it".
    """
    parse, i = d.linked.parse, a.token
    verb, _ = d.governing_verb(i)
    if a.name != "it" or verb < 0:
        return None
    if parse.deps[i] == "dobj":
        participle = parse.deps[verb] == "advcl" and parse.tags[verb] == "VBG"
        addressing = participle and parse.lemmas[verb] in institution_features.ADDRESSING_VERBS
        acted_on = addressing or parse.lemmas[verb] in _HOSTILE_VERBS
    else:
        acted_on = parse.deps[i] == "pobj" and any(
            parse.lemmas[c] in _PENALTIES and parse.deps[c] == "dobj" for c in parse.children[verb]
        )
    excluded = d.excluded(i) - {NO_ENTITY}
    if not acted_on or not (excluded or parse.deps[verb] == "advcl"):
        return None
    before = [m for m in d.mentions(d.sentence(i), i) if m.token < i and m.kind != "person"]
    others = {m.entity for m in before} - excluded - {NO_ENTITY}
    return Antecedent(others.pop(), "the other body of the sentence") if len(others) == 1 else None


def _harmed(d: Discourse, a: Anaphor) -> Antecedent | None:
    """Who says that another struck what is theirs: "*Peru* said Chile had shelled its villages"."""
    parse, i = d.linked.parse, a.token
    thing = parse.head[i]
    whole = parse.head[parse.head[thing]]
    if parse.words[parse.head[thing]].lower() == "of" and parse.lemmas[whole] in words("part_of_many"):
        thing = whole  # "seized two *of* its ships"
    deed = parse.head[thing]
    if a.name != "its" or parse.words[i + 1 : i + 2] == ["own"] or parse.lemmas[thing] == "target":
        return None
    if parse.deps[thing] == "pobj" and parse.words[deed].lower() in ("on", "against"):
        deed = parse.head[deed]
        harms = parse.lemmas[deed] in words("attack")
    else:
        land = parse.lemmas[thing] in words("land") and parse.lemmas[deed] in words("trespass")
        harms = parse.deps[thing] == "dobj" and (land or parse.lemmas[deed] in words("assaulting_verb"))
    if not harms:
        return None
    verb = deed if parse.tags[deed].startswith("VB") else d.governing_verb(deed)[0]
    above = parse.ancestors(verb)[1 if verb == deed else 0 :]
    saying = next((v for v in above if parse.lemmas[v] in _TELLING), -1)
    speaker, doer = (entity_at(d, d.subject_of(v)) if v >= 0 else NO_ENTITY for v in (saying, verb))
    is_body = speaker != NO_ENTITY and not _is_person(d, speaker) and d.linked.type_of(speaker) != _MEDIA
    told_of_another = saying == verb or speaker != doer
    return Antecedent(speaker, "who tells of the harm") if is_body and told_of_another else None


def _belongs_to_unnamed(d: Discourse, a: Anaphor) -> bool:
    """Whether "its" refers to an unnamed subject: "the *tanker* hid its position", "the *army* said that its
    officers …".
    """
    parse, subject = d.linked.parse, d.clause_subject(a.token)
    if a.name != "its":
        return False
    unlinked = institution_features.unlinked_subjects(d, a.token)
    single = [t for t in unlinked if parse.tags[t] == "NN" and not d.linked.owners(t)]
    return subject in single or (
        subject < 0 and any(parse.lemmas[t].lower() in tables.actors() for t in single)
    )


def columns(a: Anaphor) -> tuple[Column, ...]:
    """The columns of the table that apply to an anaphor besides "any"."""
    if a.noun is None:
        return ("its" if a.name == "its" else "it",)
    column: Column = "country" if a.noun.kind == "country" else "organisation"
    return (column, "modified") if a.inside or a.owner >= 0 else (column,)


def candidates(context: InstitutionContext, a: Anaphor) -> list[Candidate]:
    """The possible antecedents, most recent first; "no antecedent" comes last."""
    d, i = context.discourse, a.token
    by_noun = context.descriptors.described_by(a.name) if a.noun is not None else set()
    named = _named(d, a, by_noun)
    described = [e for e in named if e in by_noun]
    recent = recent_sentences(d, i, persons=False)
    grammar = {} if a.noun is not None else institution_features.grammar(d, i)
    matching = [e for e in named if a.noun is not None and context.descriptors.fits(a.noun, e)]
    nearest = _nearest(d, a, {*described, *matching} or set(named)) if a.noun is not None else set()
    if d.linked.parse.tags[i] == "NNS" and len(nearest) > 1:
        named = {}  # "the *militants*" of two groups
    most_names = max((context.names[e] for e in named), default=0)
    options: list[Candidate] = []
    for rank, (entity, last) in enumerate(named.items()):
        features: dict[str, float] = {"not mentioned before": 1.0}
        if last is not None:
            features = dict(position_features(d, i, last))
        features |= {name: float(e == entity) for name, e in grammar.items()}
        features |= dict(salience_features(d, entity, recent))
        features |= dict(institution_features.type_features(d, a, entity, last, recent))
        if a.noun is not None:
            features |= dict(
                institution_features.noun_features(context, a, entity, described, matching, last)
            )
            features["only candidate of the nearest sentence"] = float(nearest == {entity})
            features["one of the nearest sentence"] = float(entity in nearest and len(nearest) > 1)
        features |= dict(rank_features(rank, len(named), context.names[entity], most_names))
        features["most frequent name"] = float(context.names[entity] == most_names)
        if entity in described:
            detail = description(a.name, d.linked.clusters[entity].kind, described)
        elif a.noun is not None and len(named) == 1:
            detail = f"the only {a.noun.kind} that fits"
        else:
            where = next((name for name, e in grammar.items() if e == entity), "")
            detail = salience(d, entity, where or position(d, i, last))
        options.append(candidate(entity, reason(detail), features))
    if a.noun is not None:
        absent = institution_features.no_antecedent_of_noun(context, a, described)
    else:
        absent = institution_features.no_antecedent_of_pronoun(d, i, recent)
    options.append(candidate(NO_ENTITY, "", dict(absent)))
    return options


def _named(d: Discourse, a: Anaphor, by_noun: Collection[int]) -> dict[int, DiscourseMention | None]:
    """The entities that an anaphor can refer to, most recent first, with their last mention before it.

    ``by_noun`` are those that the article describes by the noun.
    """
    i, linked = a.token, d.linked
    excluded = d.excluded(i)
    if a.owner >= 0 and (owner := d.entity_at(a.owner)) is not None:
        excluded.add(owner)
    if a.noun is not None and _is_object(linked.parse, i):
        excluded.add(entity_at(d, d.clause_subject(i)))
    excluded |= {
        linked.actor_by_head[t].entity for t in a.inside if t in linked.actor_by_head
    }  # "the *OPEC* group"
    farthest = _MAX_DISTANCE if a.noun is None else _MAX_DISTANCE_NOUN
    named: dict[int, DiscourseMention | None] = {**last_mentions(d, i, farthest, _is_institution)}
    for entity in sorted(by_noun) if len(by_noun) <= _MAX_DESCRIBED else ():
        named.setdefault(entity, None)

    def fits(entity: int, last: DiscourseMention | None) -> bool:
        kind = linked.clusters[entity].kind
        if entity in excluded or kind == "person":
            return False
        if a.noun is None:
            return last is None or not _has_rival(linked, last.token, i)
        return (
            kind == a.noun.kind
            and nominals.name_allows(linked, entity, a.name)
            and not (_is_force(a.name) and not _is_whole_name(linked, a, entity))
            and (entity in by_noun or not _is_only_source(linked, entity, a.noun))
        )

    return {e: last for e, last in named.items() if fits(e, last)}


def _is_object(parse: Parse, i: int) -> bool:
    """Whether a noun is a direct object, or part of one: "bought *the firm*", "bought most of *the firm*"."""
    part = parse.deps[i] == "pobj" and parse.words[parse.head[i]].lower() == "of"
    return parse.deps[parse.head[parse.head[i]] if part else i] == "dobj"


def _is_whole_name(linked: Linked, a: Anaphor, entity: int) -> bool:
    """Whether noun and modifiers are a whole name: "the *Syrian army*" is not the Free Syrian Army."""
    words = {*normal(linked.parse.surface(a.first + 1, a.token)).split()}
    return any(words == {*normal(linked.names[k].text).split()} for k in linked.clusters[entity].names)


def _is_only_source(linked: Linked, entity: int, noun_class: NounClass) -> bool:
    """Whether an entity is of the media, and the noun does not denote media."""
    return linked.type_of(entity) == _MEDIA and _MEDIA not in noun_class.types


def _has_rival(linked: Linked, first: int, i: int) -> bool:
    """Whether an unnamed organisation stands between a candidate and "it": "Siemens owned most of the *bank*
    before it was closed".
    """
    parse = linked.parse
    if parse.deps[i] not in ("nsubjpass", "dobj") or parse.sentence_at(first) != parse.sentence_at(i):
        return False
    return any(parse.words[t] in ORGANISATION_NOUNS and parse.tags[t] == "NN" for t in range(first + 1, i))


def _is_institution(m: DiscourseMention) -> bool:
    """Whether a mention is of an organisation or country itself, not of its members."""
    return m.actor is not None and m.kind != "person" and m.actor.role != MEMBERS


def _nearest(d: Discourse, a: Anaphor, entities: Collection[int]) -> set[int]:
    """Those of some entities that are mentioned in the last sentence with any of them before a noun."""
    for sentence in range(d.sentence(a.token), max(-1, d.sentence(a.token) - _MAX_DISTANCE_NOUN - 1), -1):
        mentions = d.by_sentence.get(sentence, ())
        nearest = {m.entity for m in mentions if m.token < a.token and m.entity in entities}
        if nearest:
            return nearest
    return set()


def _is_impersonal(d: Discourse, i: int) -> bool:
    """Whether "it" refers to nothing: "it is time for …", "it was Smith who …", "it rained"."""
    parse = d.linked.parse
    verb = parse.head[i]
    if parse.deps[i] == "expl" or parse.lemmas[verb] in ("rain", "snow"):
        return True
    if parse.deps[i] not in SUBJECT or parse.lemmas[verb] not in institution_features.IMPERSONAL_VERBS:
        return False
    predicates = [c for c in parse.children[verb] if parse.deps[c] in ("acomp", "attr", "oprd")]
    below = [k for c in (verb, *predicates) for k in parse.children[c] if k > i]
    return any(parse.deps[k] in ("ccomp", "xcomp", "relcl", "advcl", "acl", "csubj") for k in below) or any(
        parse.lemmas[c] in ("time", "clear", "possible", "likely", "unclear") for c in predicates
    )
