"""Link pronouns and nouns without a name to entities, in text order; uncertain ones stay unlinked."""

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
from graphbuild.extract.coreference.candidates import Antecedent
from graphbuild.extract.coreference.descriptions import PersonContext
from graphbuild.extract.coreference.descriptors import Descriptors
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse
from graphbuild.extract.coreference.institution_features import InstitutionContext
from graphbuild.extract.coreference.joint_mentions import PAIRED, Pairs
from graphbuild.extract.entities.linked import MEMBERS, Actor, Linked
from graphbuild.model import Form

#: Words, besides nouns, that can refer to an entity.
_ANAPHORS = pronouns.HE | pronouns.SHE | pronouns.IT | pronouns.THEY | PAIRED


def resolve(linked: Linked) -> None:
    """Fill ``linked.own``, ``groups`` and ``nominals`` for mentions without a name, sentence by sentence."""
    parse = linked.parse
    descriptors = Descriptors(linked)
    descriptors.gather()
    d = Discourse(linked, quotations.find(parse))
    d.speakers = quotations.speakers(linked, d.quotations)
    nominals.link_post_nouns(d)
    nominals.link_halves(linked)
    office_holders.link_unnamed_holders(linked)
    pairs = Pairs(linked)
    persons = PersonContext(d, descriptors)
    persons.gather()
    institution_context = InstitutionContext(d, descriptors)
    institution_context.gather()
    previous: tuple[Actor, ...] = ()
    """The coordinated subjects of the previous sentence."""
    for sentence, (first, stop) in enumerate(parse.sentences):
        mentioned: list[Actor] = []
        coordinated: tuple[Actor, ...] = ()
        for i in range(first, stop):
            actor = linked.actor_by_head.get(i) or linked.nominals.get(i)
            if actor is not None and actor.role == MEMBERS and nominals.is_single_member(linked, i):
                actor = _link_member(d, i)
            if actor is not None:
                mentioned.append(actor)
                together = pairs.note_coordination(i, sentence)
                if together and parse.deps[i] in SUBJECT:
                    coordinated = together
            elif nominals.is_age(parse, i):
                actor = _link_person(d, i, nominals.person_of_age(d, i))
            elif parse.tags[i][:2] != "NN" and parse.words[i].lower() not in _ANAPHORS:
                pass
            elif (actor := _link_single(d, institution_context, persons, i)) is not None:
                if actor.form != "pronoun" or linked.clusters[actor.entity].kind == "person":
                    mentioned.append(actor)
            else:
                _link_several(d, pairs, i, mentioned, previous)
            if actor is None and i in descriptors.described:
                actor = Actor(descriptors.described[i], parse.span(i, i), i, "", False, "nominal")
            if actor is not None:
                d.note(i, actor)
        if mentioned:
            pairs.end_sentence(mentioned)
        previous = coordinated
    descriptors.describe()
    for i, entity in descriptors.described.items():
        if i not in linked.actor_by_head and i not in linked.nominals:
            why = "apposition, title or predicate of the entity"
            linked.other_mentions.append((entity, nominals.phrase_span(linked, i), "nominal", why))
    _link_first_person(d)


def _is_acronym(parse: Parse, i: int) -> bool:
    """Whether a word is in capitals outside a line of capitals: "*IT* specialist"."""
    beside = [parse.words[k] for k in (i - 1, i + 1) if 0 <= k < len(parse.words)]
    return len(parse.words[i]) > 1 and parse.words[i].isupper() and not any(w.isupper() for w in beside)


def _link_single(d: Discourse, context: InstitutionContext, persons: PersonContext, i: int) -> Actor | None:
    """Link the pronoun or noun at ``i`` if it refers to one entity."""
    linked = d.linked
    word = linked.parse.words[i].lower()
    if word in pronouns.HE or word in pronouns.SHE:
        gender = "m" if word in pronouns.HE else "f"
        antecedent = antecedents.resolve(d, i, gender)
        if antecedent is None:
            d.note_unnamed(i, "person", gender)
            return None
        d.pronoun_gender.setdefault(antecedent.entity, gender)
        return _link(linked, i, antecedent, "pronoun")
    if word in pronouns.IT:
        if _is_acronym(linked.parse, i):
            return None
        antecedent = institutions.resolve(context, institutions.pronoun(d, i))
        return _link(linked, i, antecedent, "pronoun") if antecedent is not None else None
    if i in context.descriptors.described:
        return None
    if (phrase := descriptions.phrase(persons, i)) is not None:
        antecedent = descriptions.resolve(persons, phrase)
        persons.last[phrase.names[0]] = antecedent.entity if antecedent is not None else NO_ENTITY
        if antecedent is None:
            d.note_unnamed(i, "person", phrase.gender)
            return None
        nominals.link_noun(linked, i, antecedent.entity, antecedent.reason)
        return linked.nominals[i]
    if (noun := institutions.noun(d, i)) is not None:
        antecedent = institutions.resolve(context, noun)
        context.last[noun.name] = antecedent.entity if antecedent is not None else NO_ENTITY
        if antecedent is None:
            return None
        nominals.link_noun(linked, i, antecedent.entity, antecedent.reason)
        return linked.nominals[i]
    unnamed = nominals.unnamed_person(linked, i)
    if unnamed is not None:
        d.note_unnamed(i, "person", unnamed.gender)
    return None


def _link_member(d: Discourse, i: int) -> Actor | None:
    """Link a noun for one member of a party to the person it refers to; it never refers to the party."""
    d.linked.party_members[i] = replace(d.linked.actor_by_head.pop(i), role="")
    return _link_person(d, i, nominals.party_member(d, i))


def _link_person(d: Discourse, i: int, antecedent: tuple[int, str] | None) -> Actor | None:
    """Link a noun to the person found for it, with the reason; note an unnamed person if none was."""
    if antecedent is None:
        d.note_unnamed(i, "person", "")
        return None
    nominals.link_noun(d.linked, i, *antecedent)
    return d.linked.nominals[i]


def _link_several(
    d: Discourse, pairs: Pairs, i: int, mentioned: list[Actor], previous: tuple[Actor, ...]
) -> None:
    """Link the pronoun or noun at ``i`` if it refers to several entities together.

    ``mentioned`` are the entities of its sentence so far, ``previous`` the coordinated subjects of the
    previous sentence.
    """
    linked, word = d.linked, d.linked.parse.words[i].lower()
    if word == "both" and linked.parse.deps[i] not in pronouns.ENDS:
        return  # "*both* the US and Turkey"
    if word in pronouns.THEY:
        form: Form = "pronoun"
        actors, why = pronouns.several(d, i, previous), "mentioned together, coordinated"
    else:
        form = "nominal"
        actors, why = pairs.resolve(i, d.sentence(i), mentioned), "the pair mentioned together"
    if len(actors) == 1:
        antecedent = Antecedent(actors[0].entity, "the organisation that is the subject of the sentence")
        _link(linked, i, antecedent, form)
    elif actors:
        span = linked.parse.span(i, i)
        linked.plural_referents[i] = tuple(Actor(a.entity, span, i, "", False, form) for a in actors)
        linked.other_mentions.extend((a.entity, span, form, why) for a in actors)


def _link_first_person(d: Discourse) -> None:
    """Link "I" in a quotation to its speaker, and "we" to what the speaker represents, or to who judges.

    Runs last, since the speaker may be a pronoun that is linked only by then.
    """
    linked = d.linked
    d.speakers = quotations.speakers(linked, d.quotations)
    for i, word in enumerate(linked.parse.words):
        if i not in d.quotations.by_token or i in linked.name_at:
            continue
        antecedent = None
        if word.lower() in pronouns.ME and (speaker := pronouns.speaker(d, i)) is not None:
            antecedent = Antecedent(speaker.entity, "speaker of the quotation")
        elif word.lower() in pronouns.WE or word == "us":
            antecedent = pronouns.represented(d, i) or pronouns.judging_speaker(d, i)
        if antecedent is not None:
            _link(linked, i, antecedent, "pronoun")


def _link(linked: Linked, i: int, antecedent: Antecedent, form: Form) -> Actor:
    """Make the word at ``i`` a mention of its antecedent."""
    span = linked.parse.span(i, i)
    linked.actor_by_head[i] = Actor(antecedent.entity, span, i, "", False, form)
    linked.other_mentions.append((antecedent.entity, span, form, antecedent.reason))
    return linked.actor_by_head[i]
