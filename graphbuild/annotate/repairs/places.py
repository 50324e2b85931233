"""States after their towns taken for subjects: "Police in Paris, *France* arrested Otieno"."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import PLACES, attach, label_of, subject_label

_SUBJECTS = ("nsubj", "nsubjpass")
_LOOSE = (*_SUBJECTS, "dep", "npadvmod")


def join_places(parse: Parse) -> None:
    """Join such a state to its town, and make the noun before both the subject, in place.

    News agencies often leave out the comma after the state. A noun that tells a time is no subject: "Last
    week in Paris, France agreed".
    """
    for first, stop, label in parse.names:
        state = parse.top(first, stop - 1)
        verb = parse.head[state]
        if (
            label in PLACES
            and parse.deps[state] in _SUBJECTS
            and state < verb
            and _follows(parse, stop, verb)
        ):
            town = first - 2
            noun = _noun_with(parse, town, verb) if town > 0 and parse.words[first - 1] == "," else -1
            if noun >= 0 and _has_town(parse.words[first:stop], _name_at(parse, town)):
                attach(parse, state, town, "appos")
                attach(parse, first - 1, town, "punct")
                attach(parse, noun, verb, subject_label(parse, verb))


def _follows(parse: Parse, stop: int, verb: int) -> bool:
    """Whether only auxiliaries and adverbs of the verb stand between a name and the verb."""
    return all(
        parse.deps[k] in ("aux", "auxpass", "neg", "advmod") and parse.head[k] == verb
        for k in range(stop, verb)
    )


def _noun_with(parse: Parse, town: int, verb: int) -> int:
    """The noun before a verb that tells, by a preposition, in which town it is; -1 for none."""
    preposition = parse.head[town]
    noun = parse.head[preposition]
    in_town = parse.deps[town] == "pobj" and parse.words[preposition].lower() in tables.words(
        "place preposition"
    )
    loose = parse.head[noun] == verb and parse.deps[noun] in _LOOSE and parse.tags[noun].startswith("NN")
    tells_time = parse.deps[noun] not in _SUBJECTS and label_of(parse, noun) in ("DATE", "TIME")
    return noun if in_town and loose and noun < preposition < town and not tells_time else -1


def _name_at(parse: Parse, i: int) -> list[str]:
    name = parse.name(i)
    return parse.words[name[0] : name[1]] if name else [parse.words[i]]


def _has_town(state: list[str], town: list[str]) -> bool:
    """Whether a name is that of a state, and not known as another than that of the town."""
    forms, name = tables.country_forms(), " ".join(town)
    states = {form.iso3 for form in forms.get(" ".join(state), ()) if form.kind == "name"}
    known = {form.iso3 for form in forms.get(name, ()) if form.kind == "capital"}
    known |= {place.country for place in tables.places().get(name, ())}
    return bool(states) and (not known or not known.isdisjoint(states))
