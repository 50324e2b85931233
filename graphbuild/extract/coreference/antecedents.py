"""The person that "he" or "she" refers to: the most likely of all named persons, if it is likely enough.

The weights of features are in ``resources/antecedents.tsv``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from graphbuild import tables
from graphbuild.extract.coreference.candidates import (
    RECENT_SENTENCES,
    Antecedent,
    Candidate,
    candidate,
    most_likely,
    person_features,
    position,
    position_features,
    rank_features,
    reason,
    recent_sentences,
    salience,
)
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse, DiscourseMention

#: Sentences back in which candidates are searched for: named persons, and persons without a name.
_MAX_DISTANCE, _MAX_DISTANCE_UNNAMED = 40, 3
#: The least probability of an antecedent: twice that of all others together.
THRESHOLD = 2 / 3
Column = Literal["any", "subject", "object", "possessive", "quoted"]
#: Columns of the table of weights.
COLUMNS: tuple[Column, ...] = ("any", "subject", "object", "possessive", "quoted")
_SPEECH_VERBS = tables.words("quoting verb")
#: Adverbs of an event that is like the previous one.
_LIKEWISE = ("too", "also", "likewise")


def resolve(d: Discourse, i: int, gender: str) -> Antecedent | None:
    """The person that "he" or "she" at ``i`` refers to; None for no named person, and if uncertain."""
    options = candidates(d, i, gender)
    if all(c.entity == NO_ENTITY for c in options):
        return None
    return most_likely(options, "antecedents", COLUMNS, columns(d, i), THRESHOLD)


def columns(d: Discourse, i: int) -> tuple[Column, ...]:
    """The columns of the table that apply to the pronoun at ``i`` besides "any"."""
    parse = d.linked.parse
    column: Column = (
        "possessive" if parse.tags[i] == "PRP$" else "subject" if parse.deps[i] in SUBJECT else "object"
    )
    return (column, "quoted") if i in d.quotations.by_token else (column,)


def candidates(d: Discourse, i: int, gender: str) -> list[Candidate]:
    """The possible antecedents, most recent first; persons without a name and "no antecedent" come last."""
    fits = _agreement(d, i, gender)
    named, unnamed = _mentioned_before(d, i, gender, fits)
    following, speaker = _following_subject(d, i), _continuing_speaker(d, i)
    for entity in (following, speaker):
        if entity is not None and fits(entity):
            named.setdefault(entity, None)
    recent = recent_sentences(d, i)
    clause, governing, parallel = _clause_owner(d, i), _governing(d, i, named), _parallel_object(d, i, named)
    matching = [e for e in named if _gender(d, e) == gender]
    most_names = max((len(d.linked.clusters[e].names) for e in named), default=0)
    options: list[Candidate] = []
    for rank, (entity, last) in enumerate(named.items()):
        features = dict(position_features(d, i, last) if last is not None else ())
        grammar = {
            "subject of its clause": clause == (entity, True),
            "target of blame or praise": clause == (entity, False),
            "subject of a governing clause": governing == (entity, True),
            "possessor of a governing noun": governing == (entity, False),
            "subject of the following clause": entity == following,
            "speaker of the previous quotation": entity == speaker,
            "parallel object of the previous sentence": entity == parallel,
        }
        features |= {name: 1.0 for name, holds in grammar.items() if holds}
        features |= dict(person_features(d, entity, gender, recent))
        names = len(d.linked.clusters[entity].names)
        features |= dict(rank_features(rank, len(named), names, most_names))
        features["only candidate of known gender"] = float(matching == [entity])
        features["gender unknown, another's matches"] = float(bool(matching) and entity not in matching)
        where = next((name for name, holds in grammar.items() if holds), "") or position(d, i, last)
        options.append(candidate(entity, reason(salience(d, entity, where)), features))
    for last in unnamed:
        features = {f"unnamed person: {name}": value for name, value in position_features(d, i, last)}
        features["unnamed person: gender matches"] = float(last.gender == gender)
        features["unnamed person: subject of its clause"] = float(d.clause_subject(i) == last.token)
        options.append(candidate(NO_ENTITY, "", features))
    absent = {
        "no antecedent": 1.0,
        "no antecedent: no unnamed person": float(not unnamed),
        "no antecedent: anaphor is quoted": float(i in d.quotations.by_token),
    }
    options.append(candidate(NO_ENTITY, "", absent))
    return options


def _mentioned_before(
    d: Discourse, i: int, gender: str, fits: Callable[[int], bool]
) -> tuple[dict[int, DiscourseMention | None], list[DiscourseMention]]:
    """The last mention of each named person before, and the recent persons without a name, latest first."""
    named: dict[int, DiscourseMention | None] = {}
    unnamed: list[DiscourseMention] = []
    for back in range(_MAX_DISTANCE + 1):
        for m in sorted(d.by_sentence.get(d.sentence(i) - back, ()), key=lambda m: -m.token):
            if m.token >= i or m.kind != "person":
                continue
            if m.entity == NO_ENTITY:
                if back <= _MAX_DISTANCE_UNNAMED and m.gender in ("", gender):
                    unnamed.append(m)
            elif m.entity not in named and fits(m.entity):
                named[m.entity] = m
    return named, unnamed


def _agreement(d: Discourse, i: int, gender: str) -> Callable[[int], bool]:
    """A test whether an entity is a person who agrees in gender and whom the syntax does not exclude."""
    excluded = d.excluded(i) | _named_in_phrase(d, i)

    def fits(entity: int) -> bool:
        cluster = d.linked.clusters[entity]
        return cluster.kind == "person" and cluster.gender in ("", gender) and entity not in excluded

    return fits


def _named_in_phrase(d: Discourse, i: int) -> set[int]:
    """The entities that a possessive's own phrase denotes: "*Burns*, his aide", "*Burns* is his aide"."""
    parse, noun = d.linked.parse, d.linked.parse.head[i]
    if parse.tags[i] != "PRP$":
        return set()
    tokens = [c for c in parse.children[noun] if parse.deps[c] == "appos"]
    head = parse.head[noun]
    if parse.deps[noun] in ("appos", "compound", "nmod"):
        tokens.append(head)
    elif parse.deps[noun] == "attr":
        tokens.append(d.subject_of(head))
    elif parse.deps[noun] == "oprd":
        tokens += [c for c in parse.children[head] if parse.deps[c] in ("dobj", "nsubjpass")]
    names = {actor.entity for t in tokens if (actor := d.linked.actor_by_head.get(t)) is not None}
    return names | {e for t in tokens if t >= 0 and (e := d.entity_at(t)) is not None}


def _gender(d: Discourse, entity: int) -> str:
    """The gender of a person by title or name, else by the pronouns so far; empty if unknown."""
    return d.linked.clusters[entity].gender or d.pronoun_gender.get(entity, "")


def _clause_owner(d: Discourse, i: int) -> tuple[int, bool] | None:
    """The entity that "his" or "himself" refers to by its clause, and whether that is a subject.

    The subject of the clause, what the phrase is coordinated with ("*Smith* and his …"), or the target of
    blame or praise, which is no subject ("criticised *Smith* for his speech").
    """
    parse = d.linked.parse
    if parse.tags[i] != "PRP$" and not parse.words[i].lower().endswith("self"):
        return None
    coordinated = parse.head[parse.head[i]] if parse.deps[parse.head[i]] == "conj" else -1
    for token in (coordinated, d.clause_subject(i)):
        entity = d.entity_at(token) if token >= 0 else None
        if entity is not None and entity != NO_ENTITY:
            return entity, token == coordinated or parse.deps[token] in SUBJECT
    return None


def _governing(d: Discourse, i: int, named: Mapping[int, object]) -> tuple[int, bool] | None:
    """The nearest candidate that is subject or possessor above the pronoun, and whether it is a subject."""
    options = [m for m in d.by_sentence.get(d.sentence(i), ()) if m.token < i and m.entity in named]
    mention = d.governing_subject(i, options)
    return (mention.entity, d.linked.parse.deps[mention.token] in SUBJECT) if mention is not None else None


def _following_subject(d: Discourse, i: int) -> int | None:
    """The person named after the pronoun: "In his speech, *Smith* …", "When he arrived, *Smith* …"."""
    actor = d.following_subject(i)
    return actor.entity if actor is not None else None


def _continuing_speaker(d: Discourse, i: int) -> int | None:
    """The previous speaker, where "he" continues to speak: "“…,” Smith said. “…” *He* added"."""
    parse, quoted = d.linked.parse, d.quotations.by_token
    if parse.deps[i] not in SUBJECT or parse.lemmas[parse.head[i]] not in _SPEECH_VERBS or i in quoted:
        return None
    for sentence in range(d.sentence(i) - 1, max(-1, d.sentence(i) - RECENT_SENTENCES - 1), -1):
        first, stop = parse.sentences[sentence]
        if not all(t in quoted or not parse.words[t][:1].isalnum() for t in range(first, stop)):
            subject = d.leading_subject([m for m in d.by_sentence.get(sentence, ()) if m.token not in quoted])
            continues = sentence < d.sentence(i) - 1
            return (
                subject.entity if continues and subject is not None and subject.entity != NO_ENTITY else None
            )
        if (speaker := d.speakers.get(quoted.get(first, NO_ENTITY))) is not None:
            return speaker.entity
    return None


def _parallel_object(d: Discourse, i: int, named: Mapping[int, object]) -> int | None:
    """The object in the previous sentence of a like event: "X blamed *Smith*. Y accused him, too"."""
    parse = d.linked.parse
    likewise = any(parse.words[c].lower() in _LIKEWISE for c in parse.children[parse.head[i]])
    if parse.deps[i] != "dobj" or not likewise:
        return None
    previous = (m for m in d.by_sentence.get(d.sentence(i) - 1, ()) if m.entity in named)
    objects = [m for m in previous if parse.deps[m.token] == "dobj"]
    main = [m.entity for m in objects if parse.deps[parse.head[m.token]] == "ROOT"]
    return main[0] if len(main) == 1 else None
