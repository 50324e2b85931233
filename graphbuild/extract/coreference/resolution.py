"""Pronouns and nouns without a name, sentence by sentence; whose antecedent is in doubt stays silent."""

from __future__ import annotations

from dataclasses import replace

from graphbuild.annotate import Parse
from graphbuild.extract.coreference import (
    antecedents,
    descriptions,
    institutions,
    nominals,
    office_holders,
    pronouns,
    quotations,
)
from graphbuild.extract.coreference.antecedents import Antecedent
from graphbuild.extract.coreference.descriptions import Descriptions
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse
from graphbuild.extract.coreference.institutions import Institutions
from graphbuild.extract.coreference.joint_mentions import PAIRED, Pairs
from graphbuild.extract.coreference.nominals import Descriptors
from graphbuild.extract.entities.linked import MEMBERS, Actor, Linked
from graphbuild.model import Form

#: Words, besides nouns, that may mean somebody.
_MEANING = pronouns.HE | pronouns.SHE | pronouns.IT | pronouns.THEY | PAIRED


def resolve(linked: Linked) -> None:
    """Fill ``linked.own``, ``groups`` and ``nominals`` for what is not a name, sentence by sentence."""
    parse = linked.parse
    descriptors = Descriptors(linked)
    descriptors.gather()
    d = Discourse(linked, quotations.find(parse))
    d.speakers = quotations.speakers(linked, d.quotations)
    nominals.link_post_nouns(d)
    nominals.link_halves(linked)
    office_holders.link_unnamed_holders(linked)
    pairs = Pairs(linked)
    told = Descriptions(d, descriptors)
    told.gather()
    known = Institutions(d, descriptors)
    known.gather()
    before: tuple[Actor, ...] = ()
    for sentence, (first, stop) in enumerate(parse.sentences):
        here: list[Actor] = []
        joined: tuple[Actor, ...] = ()
        for i in range(first, stop):
            actor = linked.own.get(i) or linked.nominals.get(i)
            if actor is not None and actor.role == MEMBERS and nominals.is_single_member(linked, i):
                actor = _member(d, i)
            if actor is not None:
                here.append(actor)
                together = pairs.note_coordination(i, sentence)
                if together and parse.deps[i] in SUBJECT:
                    joined = together
            elif parse.tags[i][:2] != "NN" and parse.words[i].lower() not in _MEANING:
                pass  # means nobody by itself
            elif (found := _one(d, known, told, i)) is not None:
                actor = linked.own.get(i) or linked.nominals[i]
                if found.form != "pronoun" or linked.clusters[actor.entity].kind == "person":
                    here.append(actor)
            else:
                _group(d, pairs, i, here, before)
            if actor is None and i in descriptors.described:
                actor = Actor(descriptors.described[i], parse.span(i, i), i, "", False, "nominal")
            if actor is not None:
                d.note(i, actor)
        if here:
            pairs.end_sentence(here)
        before = joined
    descriptors.describe()
    for i, entity in descriptors.described.items():
        if i not in linked.own and i not in linked.nominals:
            why = "said of it beside its name or by a verb"
            linked.extra.append((entity, nominals.phrase_span(linked, i), "nominal", why))
    _first_person(d)


def _spelled(parse: Parse, i: int) -> bool:
    """Whether a word of capitals is none of a line of capitals, and so the short form of another."""
    beside = [parse.words[k] for k in (i - 1, i + 1) if 0 <= k < len(parse.words)]
    return len(parse.words[i]) > 1 and parse.words[i].isupper() and not any(w.isupper() for w in beside)


def _one(d: Discourse, known: Institutions, told: Descriptions, i: int) -> Actor | None:
    """Link the pronoun or noun at ``i`` where it means one entity."""
    linked = d.linked
    word = linked.parse.words[i].lower()
    if word in pronouns.HE or word in pronouns.SHE:
        gender = "m" if word in pronouns.HE else "f"
        found = antecedents.person(d, i, gender)
        if found is None:
            d.note_unnamed(i, "person", gender)
            return None
        d.pronoun_gender.setdefault(found.entity, gender)
        return _link(linked, i, found, "pronoun")
    if word in pronouns.IT:
        if _spelled(linked.parse, i):
            return None  # "*IT* specialist"
        found = institutions.meant(known, institutions.pronoun(d, i))
        return _link(linked, i, found, "pronoun") if found is not None else None
    if i in known.descriptors.described:
        return None
    if (phrase := descriptions.phrase(told, i)) is not None:
        who = descriptions.person(told, phrase)
        told.last[phrase.names[0]] = who.entity if who is not None else NO_ENTITY
        if who is None:
            d.note_unnamed(i, "person", phrase.gender)
            return None
        nominals.link_noun(linked, i, who.entity, who.why)
        return linked.nominals[i]
    if (thing := institutions.noun(d, i)) is not None:
        meant = institutions.meant(known, thing)
        known.last[thing.name] = meant.entity if meant is not None else NO_ENTITY
        if meant is None:
            return None
        nominals.link_noun(linked, i, meant.entity, meant.why)
        return linked.nominals[i]
    nobody = nominals.unnamed_person(linked, i)
    if nobody is not None:
        d.note_unnamed(i, "person", nobody.gender)
    return None


def _member(d: Discourse, i: int) -> Actor | None:
    """Link a noun for one member of a party to the person whom it means; it never means the party."""
    d.linked.members[i] = replace(d.linked.own.pop(i), role="")
    found = nominals.party_member(d, i)
    if found is None:
        d.note_unnamed(i, "person", "")
        return None
    nominals.link_noun(d.linked, i, *found)
    return d.linked.nominals[i]


def _group(d: Discourse, pairs: Pairs, i: int, here: list[Actor], before: tuple[Actor, ...]) -> None:
    """Link the pronoun or noun at ``i`` where it means several together."""
    linked, word = d.linked, d.linked.parse.words[i].lower()
    if word == "both" and linked.parse.deps[i] not in pronouns.ENDS:
        return  # "*both* the US and Turkey"
    form: Form = "pronoun" if word in pronouns.THEY else "nominal"
    together = pronouns.several(d, i, before) if form == "pronoun" else ()
    found = together if form == "pronoun" else pairs.resolve(i, d.sentence(i), here)
    if len(found) == 1:
        _link(linked, i, Antecedent(found[0].entity, "the body that leads its sentence"), form)
    elif found:
        span = linked.parse.span(i, i)
        linked.groups[i] = tuple(Actor(a.entity, span, i, "", False, form) for a in found)
        why = "the two that were named together" if form == "nominal" else "those that were named together"
        linked.extra.extend((a.entity, span, form, why) for a in found)


def _first_person(d: Discourse) -> None:
    """ "I" in a quotation is its speaker, "we" whom the speaker speaks for.

    Who speaks may be told by a pronoun that is known by now.
    """
    linked = d.linked
    d.speakers = quotations.speakers(linked, d.quotations)
    for i, word in enumerate(linked.parse.words):
        if i not in d.quotations.by_token or i in linked.name_at:
            continue
        low, found = word.lower(), None
        if low in pronouns.ME and (speaker := pronouns.speaker(d, i)) is not None:
            found = Antecedent(speaker.entity, "speaker of the quotation")
        elif low in pronouns.WE or word == "us":
            found = pronouns.speakers(d, i)
        if found is not None:
            _link(linked, i, found, "pronoun")


def _link(linked: Linked, i: int, found: Antecedent, form: Form) -> Actor:
    span = linked.parse.span(i, i)
    linked.own[i] = Actor(found.entity, span, i, "", False, form)
    linked.extra.append((found.entity, span, form, found.why))
    return linked.own[i]
