"""Which state or body "it", "its" or a noun without a name means: "the company", "the oil-rich nation".

All states and bodies that the article has named may be (lately, for a pronoun), each with what speaks for it,
and none of them.
What each feature weighs is learnt from annotated articles (``training/antecedents.py``) and stands in
``resources/institutions.tsv``. The likeliest is taken if it is likely enough.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference import antecedents, nominals
from graphbuild.extract.coreference.antecedents import Antecedent, Candidate, Near
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse, DiscourseMention
from graphbuild.extract.coreference.nominals import Descriptors, NounClass
from graphbuild.extract.entities.linked import MEMBERS, Linked
from graphbuild.extract.names.word_classes import BODY
from graphbuild.tables.keys import normal

Kind = Literal["any", "it", "its", "body", "state", "more"]
#: Columns of the table of weights: for any word; for "it", "its"; for a noun for a body, for a state; for a
#: noun with more words than "the".
KINDS: tuple[Kind, ...] = ("any", "it", "its", "body", "state", "more")
#: Probability from which the likeliest is taken: of nouns, and of pronouns.
LEAST, LEAST_PRONOUN = 0.55, 0.5
#: Sentences before its own in which is sought what a pronoun means, and what a noun does.
_FARTHEST, _FARTHEST_NOUN = 6, 40
#: Of more than these that are called so none is meant from farther.
_MOST_CALLED = 6
_EMPTY = tables.words("impersonal verb")
_ADDRESSED = tables.words("addressing verb")
_SAY = tables.words("quoting verb")
_DEED = tables.words("speech verb", "governing verb", "judging verb", "company verb")
_ORGANS = tables.words("organ of a state")
#: Prepositions before whom something is for or against.
_TOWARD = ("to", "for", "against", "with")
#: Prepositions before a place.
_PLACED = ("in", "at", "near", "from")
#: Bodies that are named for what they report, seldom as the one that is meant.
_MEDIUM = "media"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that may mean a state or body."""

    token: int
    name: str
    """The noun in lower case; "it", "its" or "itself"."""
    sort: NounClass | None = None
    """What the noun can mean; None for a pronoun."""
    first: int = -1
    """The token of "the", or the end of the owner; -1 for a pronoun."""
    owner: int = -1
    """The token of the owner; -1 for none."""
    inside: tuple[int, ...] = ()
    """The tokens between."""


@dataclass(slots=True)
class Institutions:
    """What an article has said so far of states and bodies besides their names."""

    d: Discourse
    descriptors: Descriptors
    last: dict[str, int] = field(default_factory=dict)
    """What each noun meant last, ``NO_ENTITY`` for nothing."""
    unnamed: dict[str, int] = field(default_factory=dict)
    """Where each noun first stands with "a", by the noun in lower case."""
    named: Counter[int] = field(default_factory=Counter)
    """How often the article names each entity."""

    def gather(self) -> None:
        """Read what the whole article tells."""
        self.unnamed = nominals.indefinite_uses(self.d.linked.parse)
        self.named = Counter(self.d.linked.of)


def pronoun(d: Discourse, i: int) -> Word:
    """The pronoun at ``i``."""
    return Word(i, d.linked.parse.words[i].lower())


def noun(d: Discourse, i: int) -> Word | None:
    """The noun at ``i`` that may mean a state or body named elsewhere; None where it is none."""
    parse, word = d.linked.parse, d.linked.parse.words[i].lower()
    if i in d.linked.name_at or parse.deps[i] in nominals.MODIFIERS or parse.words[i + 1 : i + 2] == ["-"]:
        return None
    if i + 1 in d.linked.name_at:
        return None  # "the oil *company* Repsol"
    sort = None
    if parse.tags[i] in ("NN", "NNP"):
        sort = nominals.sort(word)
    elif parse.tags[i] == "NNS":
        sort = nominals.fighters_class(word)
    if sort is None or sort.kind == "person":
        return None
    opened = nominals.determiner(parse, i)
    if opened is None or (_forces(word) and opened[0] + 1 == i):
        return None
    owner = d.entity_at(opened[1]) if opened[1] >= 0 else None
    whose = parse.tags[opened[0]] in ("PRP$", "POS") and (owner is None or owner == NO_ENTITY)
    if sort.kind == "country" and (whose or (owner is not None and _person(d, owner))):
        return None  # "*his* country" is the state that he leads or speaks for
    return Word(i, word, sort, *opened, tuple(range(opened[0] + 1, i)))


def _person(d: Discourse, entity: int) -> bool:
    return entity != NO_ENTITY and d.linked.clusters[entity].kind == "person"


def _forces(word: str) -> bool:
    """Whether a noun is for forces that a state has, which seldom means a body that the article names."""
    acting = tables.acting(word) if word in _ORGANS else None
    return acting is not None and acting.role in ("military", "police")


def meant(known: Institutions, w: Word) -> Antecedent | None:
    """The state or body that a word means; None where that is none with a name, or not sure."""
    if w.sort is None and (_empty(known.d, w.token) or _of_a_thing(known.d, w)):
        return None
    if (coming := _coming(known.d, w)) is not None:
        return coming
    some = candidates(known, w)
    if len(some) == 1:
        return None
    least = LEAST_PRONOUN if w.sort is None else LEAST
    return antecedents.likeliest(some, "institutions", KINDS, kinds(w), least)


def _coming(d: Discourse, w: Word) -> Antecedent | None:
    """The state or body named behind "its", before which the sentence names nobody: "In its report,
    *Amnesty* …", which is too rare in the annotated articles to be learnt. So for "it" that does what
    bodies do: "Under an accord that it signed, *Peru* …".
    """
    parse, i = d.linked.parse, w.token
    does = parse.deps[i] == "nsubj" and parse.lemmas[parse.head[i]] in _DEED
    if not (w.name == "its" or does) or any(m.token < i for m in d.mentions(d.sentence(i), i)):
        return None
    coming = d.following_subject(w.token)
    if coming is None or d.linked.clusters[coming.entity].kind == "person":
        return None
    return Antecedent(coming.entity, "subject of the clause that follows")


def _of_a_thing(d: Discourse, w: Word) -> bool:
    """Whether "its" is of what is subject and has no name: "the *tanker* hid its position", "the *army* said
    that its officers …".
    """
    parse, own = d.linked.parse, d.clause_subject(w.token)
    if w.name != "its":
        return False
    bare = [t for t in _bare(d, w.token) if parse.tags[t] == "NN" and not d.linked.owners(t)]
    return own in bare or (own < 0 and any(parse.lemmas[t].lower() in tables.actors() for t in bare))


def kinds(w: Word) -> tuple[Kind, ...]:
    """What word it is: the columns of the table that count for it beside the first."""
    if w.sort is None:
        return ("its" if w.name == "its" else "it",)
    kind: Kind = "state" if w.sort.kind == "country" else "body"
    return (kind, "more") if w.inside or w.owner >= 0 else (kind,)


def candidates(known: Institutions, w: Word) -> list[Candidate]:
    """What may be meant, the latest first; the last is nothing with a name."""
    d, i, clusters = known.d, w.token, known.d.linked.clusters
    barred = d.excluded(i)
    if w.owner >= 0 and (own := d.entity_at(w.owner)) is not None:
        barred.add(own)
    if w.sort is not None and _object(d.linked.parse, i):
        barred.add(_entity(d, d.clause_subject(i)))
    barred |= {d.linked.own[t].entity for t in w.inside if t in d.linked.own}  # "the *OPEC* group"
    farthest = _FARTHEST if w.sort is None else _FARTHEST_NOUN
    named: dict[int, DiscourseMention | None] = {**antecedents.last_mentions(d, i, farthest, _itself)}
    so = known.descriptors.described_by(w.name) if w.sort is not None else set()
    for entity in sorted(so) if len(so) <= _MOST_CALLED else ():
        named.setdefault(entity, None)
    named = {
        e: last
        for e, last in named.items()
        if e not in barred
        and clusters[e].kind != "person"
        and (w.sort is None or clusters[e].kind == w.sort.kind)
        and nominals.name_allows(d.linked, e, w.name)
        and not (_forces(w.name) and not _same(d.linked, w, e))
        and not (w.sort is not None and e not in so and _reports(d.linked, e, w.sort))
        and not (w.sort is None and last is not None and _rival(d.linked, last.token, i))
    }
    called = [e for e in named if e in so]
    near = antecedents.near(d, i, persons=False)
    grammar = {} if w.sort is not None else _grammar(d, i)
    fitting = [e for e in named if w.sort is not None and known.descriptors.fits(w.sort, e)]
    nearest = _nearest(d, w, {*called, *fitting} or set(named)) if w.sort is not None else set()
    if d.linked.parse.tags[i] == "NNS" and len(nearest) > 1:
        named = {}  # "the *militants*" of two groups
    most = max((known.named[e] for e in named), default=0)
    found: list[Candidate] = []
    for rank, (entity, last) in enumerate(named.items()):
        features = dict(antecedents.place(d, i, last)) if last is not None else {"not named yet": 1.0}
        features |= {name: float(e == entity) for name, e in grammar.items()}
        features |= dict(antecedents.lately(d, entity, near))
        features |= dict(_sort(d, w, entity, last, near))
        if w.sort is not None:
            features |= dict(_named_so(known, w, entity, called, fitting, last))
            features["the only one of the nearest"] = float(nearest == {entity})
            features["one of the nearest"] = float(entity in nearest and len(nearest) > 1)
        features["of the latest"] = 1 / (rank + 1)
        features["the only one named"] = float(len(named) == 1)
        features["share of the names"] = known.named[entity] / most if most else 0.0
        features["named most"] = float(known.named[entity] == most)
        if w.sort is not None:
            why = _why_noun(w.name, entity, named, called)
        else:
            why = _why_pronoun(d, i, entity, last, grammar)
        found.append(antecedents.candidate(entity, why, features))
    nobody = _nothing_called_so(known, w, called) if w.sort is not None else _nothing(d, i, near)
    found.append(antecedents.candidate(NO_ENTITY, "", dict(nobody)))
    return found


def _object(parse: Parse, i: int) -> bool:
    """Whether a noun is what something is done to: "bought *the firm*", "bought most of *the firm*"."""
    part = parse.deps[i] == "pobj" and parse.words[parse.head[i]].lower() == "of"
    return parse.deps[parse.head[parse.head[i]] if part else i] == "dobj"


def _same(linked: Linked, w: Word, entity: int) -> bool:
    """Whether a noun and its words are a whole name: "the *Syrian army*" is not the Free Syrian Army."""
    words = {*normal(linked.parse.surface(w.first + 1, w.token)).split()}
    return any(words == {*normal(linked.names[k].text).split()} for k in linked.clusters[entity].names)


def _reports(linked: Linked, entity: int, sort: NounClass) -> bool:
    """Whether a body is named for what it reports, and is none of those that a noun can mean."""
    return linked.type_of(entity) == _MEDIUM and _MEDIUM not in sort.types


def _rival(linked: Linked, first: int, i: int) -> bool:
    """Whether a body without a name, which "it" may mean, stands between its antecedent and the pronoun:
    "Siemens owned most of the *bank* before it was closed".
    """
    parse = linked.parse
    if parse.deps[i] not in ("nsubjpass", "dobj") or parse.sentence_at(first) != parse.sentence_at(i):
        return False
    return any(parse.words[t] in BODY and parse.tags[t] == "NN" for t in range(first + 1, i))


def _itself(m: DiscourseMention) -> bool:
    """Whether a state or body is mentioned itself, not by a word for its members."""
    return m.actor is not None and m.kind != "person" and m.actor.role != MEMBERS


def _grammar(d: Discourse, i: int) -> dict[str, int]:
    """The entity that the grammar favours for a pronoun, by how it does."""
    parse = d.linked.parse
    here = [m for m in d.mentions(d.sentence(i), i) if m.token < i]
    own = d.clause_subject(i)
    if own >= 0 and parse.deps[own] not in SUBJECT:
        return {"blamed or praised for what is its": _entity(d, own)}
    leading, above = d.leading_subject(here), d.governing_subject(i, here)
    found = {
        "subject of its clause": _entity(d, own),
        "subject of the clause beside": _entity(d, _beside(d, i)),
        "subject above": above.entity if above is not None else NO_ENTITY,
        "subject of its sentence": leading.entity if leading is not None else NO_ENTITY,
    }
    if not any(m.kind != "person" for m in here):
        before = d.leading_subject(d.mentions(d.sentence(i) - 1, i))
        leads = before is not None and _main(parse, before.token) and _main(parse, i)
        found["subject of the sentence before, as here"] = before.entity if before and leads else NO_ENTITY
    return found


def _main(parse: Parse, i: int) -> bool:
    """Whether a word is the subject of its sentence as a whole, or tells of that."""
    at = i if parse.deps[i] != "poss" else parse.head[i]
    return parse.deps[at] in SUBJECT and parse.deps[parse.head[at]] == "ROOT"


def _entity(d: Discourse, token: int) -> int:
    found = d.entity_at(token) if token >= 0 else None
    return NO_ENTITY if found is None else found


def _beside(d: Discourse, i: int) -> int:
    """The subject of the clause with which the pronoun's is coordinated: "*Peru* lost, but it went on"."""
    parse, verb = d.linked.parse, d.linked.parse.head[i]
    if parse.deps[i] not in SUBJECT or parse.deps[verb] != "conj":
        return -1
    return d.subject_of(parse.head[verb])


def _sort(
    d: Discourse, w: Word, entity: int, last: DiscourseMention | None, near: Collection[Near]
) -> Iterator[tuple[str, float]]:
    """What a state or body is, and whether that fits what is said of the word."""
    linked, parse = d.linked, d.linked.parse
    kind, type_ = linked.clusters[entity].kind, linked.type_of(entity)
    what = "a state" if kind == "country" else "a body"
    yield what, 1
    yield f"of type {type_}", bool(type_)
    yield "in the first sentence", any(m.entity == entity for m in d.by_sentence.get(0, ()))
    others: set[int] = set()
    for sentence in near:
        others |= {m.entity for m in sentence.mentions if m.kind == kind} - {entity, NO_ENTITY}
        yield f"the only one of its kind since {sentence.which}", not others
    yield "others of its kind lately", math.log1p(len(others))
    if last is not None:
        head = parse.head[last.token]
        yield "last as a place", parse.deps[last.token] == "pobj" and parse.words[head].lower() in _PLACED
        yield "last in brackets", parse.words[max(0, last.token - 1)] == "("
        yield "last before a hyphen", parse.words[last.token + 1 : last.token + 2] in (["-"], ["–"])
        yield "last as what tells of another", _only_tells_of(d, last)
    if w.sort is not None:
        return
    above = parse.lemmas[parse.head[w.token]].lower()
    if w.name == "its":
        organ = (actor := tables.acting(above)) is not None and actor.for_state
        role = tables.roles().get(above)
        yield f"{what} with an organ", organ or above in tables.heads()
        yield f"{what} with an officer", role is not None and above not in tables.heads()
    elif parse.deps[w.token] in SUBJECT:
        yield f"{what} that says so", above in _SAY


def _only_tells_of(d: Discourse, m: DiscourseMention) -> bool:
    """Whether a state only tells of a body without a name, which "its" may mean: "a *German* bank"."""
    parse = d.linked.parse
    head = parse.head[m.token]
    if parse.deps[m.token] not in ("amod", "nmod") or m.kind != "country" or head in d.linked.name_at:
        return False
    noun = nominals.sort(parse.lemmas[head].lower())
    acting = d.linked.actors(head, coordinated=False)
    return noun is not None and noun.kind == "organisation" and all(a.civil for a in acting)


def _named_so(
    known: Institutions,
    w: Word,
    entity: int,
    called: Collection[int],
    fitting: Sequence[int],
    last: DiscourseMention | None,
) -> Iterator[tuple[str, float]]:
    """Whether the article calls a state or body by the noun, and whether it can be called so."""
    linked, descriptors = known.d.linked, known.descriptors
    assert w.sort is not None
    so = entity in called
    alone = "alone" if len(called) == 1 else "with others"
    back = known.d.sentence(w.token) - known.d.sentence(last.token) if last is not None else 4
    far = ("its sentence", "the one before", "near", "near")[back] if back < 4 else "far"
    yield f"called so, {alone}", so
    yield f"called so, {alone}, {far}", so
    yield "called so, the last of them", so and entity == next(iter(called))
    yield "called exactly so", entity in descriptors.by_noun.get(w.name, ())
    yield "called so in its name", entity in descriptors.in_names.get(w.name, ())
    yield "others are called so", bool(called) and not so
    yield "fits by type", descriptors.fits(w.sort, entity)
    yield "the latest that fits by type", entity in fitting[:1]
    yield "the only one that fits by type", fitting == [entity]
    type_ = linked.type_of(entity)
    yield "of another type", bool(w.sort.types) and bool(type_) and type_ not in w.sort.types
    yield "of no known type", not type_
    meant = known.last.get(w.name)
    yield "meant so last", meant == entity
    yield "another meant so last", meant is not None and meant not in (entity, NO_ENTITY)
    words = {word for t in w.inside if (word := linked.parse.words[t].lower())[:1].isalpha()}
    own = {word for k in linked.clusters[entity].names for word in normal(linked.names[k].text).split()}
    named_so = bool(words) and words <= own
    yield "all its words are in the name", named_so
    yield (
        "all its words are in the name, called exactly so",
        named_so and entity in descriptors.by_noun.get(w.name, ()),
    )
    yield "a word is not in the name", bool(words) and not words <= own
    inside = {linked.own[t].entity for t in w.inside if t in linked.own}
    of_state = any(linked.clusters[e].kind == "country" for e in inside - {entity})
    yield "of a state that is told", of_state
    yield "of a state that is told, by a longer name", of_state and words < own - {w.name}
    if w.owner >= 0:
        owner = _entity(known.d, w.owner)
        tied = nominals.affiliations(linked, owner) | nominals.parties(linked, owner) if owner >= 0 else set()
        yield "of its owner", entity in tied
        yield "not of its owner", bool(tied) and entity not in tied


def _nearest(d: Discourse, w: Word, some: Collection[int]) -> set[int]:
    """Those of some states or bodies that the last sentence with any of them names before a noun."""
    for sentence in range(d.sentence(w.token), max(-1, d.sentence(w.token) - _FARTHEST_NOUN - 1), -1):
        found = {m.entity for m in d.by_sentence.get(sentence, ()) if m.token < w.token and m.entity in some}
        if found:
            return found
    return set()


def _nothing(d: Discourse, i: int, near: Collection[Near]) -> Iterator[tuple[str, float]]:
    """What speaks for something without a name as what a pronoun means."""
    parse, linked = d.linked.parse, d.linked
    yield "nobody", 1
    yield "nobody: in a quotation", i in d.quotations.by_token
    yield "nobody: subject", parse.deps[i] in SUBJECT
    before = _unnamed_subject(d, d.sentence(i) - 1)
    yield "nobody: a body without a name is subject of the sentence before", before == "organisation"
    yield "nobody: a thing is subject of the sentence before", before == "thing"
    yield "nobody: a person is subject of the sentence before", before == "person"
    yield "nobody: does what bodies do", parse.deps[i] in SUBJECT and parse.lemmas[parse.head[i]] in _DEED
    yield "nobody: is or becomes", parse.deps[i] in SUBJECT and parse.lemmas[parse.head[i]] == "be"
    yield "nobody: is done to", parse.deps[i] == "nsubjpass"
    yield "nobody: opens its sentence", parse.deps[parse.head[i]] == "ROOT"
    yield "nobody: direct object", parse.deps[i] == "dobj"
    toward = parse.deps[i] in ("pobj", "dative") and parse.words[parse.head[i]].lower() in _TOWARD
    yield "nobody: whom something is done for or against", toward
    yield "nobody: behind another preposition", parse.deps[i] == "pobj" and not toward
    addressed = parse.deps[i] in ("dobj", "dative") and parse.lemmas[parse.head[i]] in _ADDRESSED
    yield "nobody: addressed", addressed
    yield "nobody: impersonal verb", parse.lemmas[parse.head[i]] in _EMPTY
    bare = _bare(d, i)
    single = [t for t in bare if parse.tags[t] in ("NN", "NNP")]
    sorts = [nominals.sort(parse.lemmas[t].lower()) for t in single]
    bodies = [s for s in sorts if s is not None and s.kind == "organisation"]
    yield "nobody: a thing is subject before it", any(s is None for s in sorts)
    yield "nobody: a body without a name is subject before it", bool(bodies)
    acting = any(parse.lemmas[t].lower() in tables.actors() for t in single)
    yield "nobody: an organ is subject before it", acting
    own = d.clause_subject(i)
    yield "nobody: several are subject of its clause", own in bare and own not in single
    yield "nobody: its clause has no subject", own < 0
    lately = [m for sentence in list(near)[:1] for m in sentence.mentions if m.token < i]
    yield "nobody: none named in its sentence", not any(m.kind != "person" for m in lately)
    yield "nobody: a state only tells of another", any(_only_tells_of(d, m) for m in lately)
    since = max((m.token for m in lately if m.kind != "person"), default=parse.sentence(i)[0] - 1)
    between = range(since + 1, i)
    things = [
        t
        for t in between
        if parse.tags[t] in ("NN", "NNP") and t not in linked.own and t not in linked.nominals
    ]
    yield "nobody: things since the last name", math.log1p(len(things))
    yield "nobody: a body since the last name", any(parse.words[t] in BODY for t in things)
    yield "nobody: an object since the last name", any(parse.deps[t] in ("dobj", "pobj") for t in things)


def _nothing_called_so(known: Institutions, w: Word, called: Collection[int]) -> Iterator[tuple[str, float]]:
    """What speaks for something without a name as what a noun means."""
    d, parse, i = known.d, known.d.linked.parse, w.token
    yield from nominals.non_anaphoric_features(d, i, w.first, w.inside, called)
    yield "nobody: meant so last", known.last.get(w.name) == NO_ENTITY
    yield "nobody: owned", w.owner >= 0
    yield "nobody: words", math.log1p(len(w.inside))
    yield "nobody: one without a name is called so", known.unnamed.get(w.name, i) < i
    yield "nobody: an organ of a state", w.name in _ORGANS
    yield "nobody: with a capital", parse.words[i][:1].isupper() and not parse.opens(i)
    yield f"nobody: {w.name}", 1
    yield "nobody: several fighters", parse.tags[i] == "NNS"
    states = [t for t in w.inside if t in d.linked.own]
    yield "nobody: of a name", bool(states)
    provinces = any(tables.land(place) for _, place in d.linked.places.values())
    yield "nobody: a part of a federation", w.name == "state" and provinces
    yield "nobody: a state", w.name == "state"


def _unnamed_subject(d: Discourse, sentence: int) -> str:
    """What leads a sentence and has no name: a person, an organisation, a thing; empty where it has one."""
    parse, linked = d.linked.parse, d.linked
    if sentence < 0:
        return ""
    first, stop = parse.sentences[sentence]
    main = [t for t in range(first, stop) if parse.deps[t] in SUBJECT and parse.deps[parse.head[t]] == "ROOT"]
    for t in main:
        if t in linked.own or t in linked.nominals or t in linked.name_at:
            return ""
        sort = nominals.sort(parse.lemmas[t].lower())
        acting = parse.lemmas[t].lower() in tables.actors()
        return sort.kind if sort is not None else "organisation" if acting else "thing"
    return ""


def _bare(d: Discourse, i: int) -> list[int]:
    """The subjects before a pronoun in its sentence that are linked to nobody."""
    parse, linked = d.linked.parse, d.linked
    before = range(parse.sentence(i)[0], i)
    return [
        t for t in before if parse.deps[t] in SUBJECT and t not in linked.own and t not in linked.nominals
    ]


def _empty(d: Discourse, i: int) -> bool:
    """Whether "it" means nothing: "it is time for …", "it was Smith who …", "it rained"."""
    parse = d.linked.parse
    verb = parse.head[i]
    if parse.deps[i] == "expl" or parse.lemmas[verb] in ("rain", "snow"):
        return True
    if parse.deps[i] not in SUBJECT or parse.lemmas[verb] not in _EMPTY:
        return False
    said = [c for c in parse.children[verb] if parse.deps[c] in ("acomp", "attr", "oprd")]
    below = [k for c in (verb, *said) for k in parse.children[c] if k > i]
    return any(parse.deps[k] in ("ccomp", "xcomp", "relcl", "advcl", "acl", "csubj") for k in below) or any(
        parse.lemmas[c] in ("time", "clear", "possible", "likely", "unclear") for c in said
    )


def _why_noun(name: str, entity: int, named: Collection[int], called: Collection[int]) -> str:
    """Why a noun is linked, in a few words."""
    so = entity in called
    one = "only one" if len(called if so else named) == 1 else "likeliest of those"
    return f"{name}: the {one} {'called so' if so else 'named'}"


def _why_pronoun(
    d: Discourse, i: int, entity: int, last: DiscourseMention | None, grammar: Mapping[str, int]
) -> str:
    """Why a pronoun is linked, in a few words."""
    why = next((name for name, e in grammar.items() if e == entity), "")
    if why or last is None:
        return why
    subject = d.linked.parse.deps[last.token] in SUBJECT
    return f"{'subject of' if subject else 'named in'} {antecedents.where(d.sentence(i) - d.sentence(last.token))}"
