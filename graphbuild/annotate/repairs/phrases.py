"""Phrases that a small parser attaches to the wrong word, in sentences as news agencies write them.

It takes "to Zambia" and "to flood victims" for infinitives, joins "between" to the town of the talks, "with"
to the last word of "memorandum of understanding", a person to "of" in "Director of Trade Ann Otieno", "in" to
the number in "thousands of people in Peru" and to the time in "in recent days in Peru", the object to "as" in
"denounced as illegal the blockade", an object that is counted to "over" in "fires over 50 rockets", and whom
something costs a sum to the sum.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import PLACES, attach, label_of

_OBJECTS = ("dobj", "attr")
#: What an envoy is declared, which the parser does not know.
_UNWELCOME = ["persona", "non", "grata"]
#: Prepositions that lead from an event to its parties, never from the town where it is.
_PARTIES = ("between", "with")
#: Prepositions that tell where those are who were counted.
_LOCATING = ("in", "at", "near", "across", "inside")
#: Words before a number that is not exact.
_ROUGHLY = ("over", "around", "under")
#: Tags and marks of what an object is called before it is named: "as *false and misleading* the report".
_JUDGING = ("JJ", "VBN", "CC", "RB")
_MARKS = ('"', "“", "”", "``", "''", ",", "'", "‘", "’")


def attach_phrases(parse: Parse) -> None:
    """Correct the heads of such phrases in a parse with names, in place."""
    for i, dep in enumerate(parse.deps):
        word = parse.words[i].lower()
        if word == _UNWELCOME[0] and [w.lower() for w in parse.words[i : i + 3]] == _UNWELCOME:
            _declared(parse, i)
            continue
        if dep == "aux" and word == "to":
            _before_name(parse, i)
            _before_victims(parse, i)
        elif dep == "prt" and word == "off":
            _off_list(parse, i)
        elif dep == "prep" and word in _PARTIES:
            _after_place(parse, i)
            _after_paper(parse, i)
        elif dep == "prep" and word in _LOCATING:
            _after_number(parse, i)
            _after_time(parse, i)
        elif dep == "prep" and word == "of" and parse.tags[parse.head[parse.head[parse.head[i]]]] == "NN":
            _after_place(parse, i)
        elif dep == "prep" and word in _ROUGHLY:
            _before_count(parse, i)
        elif dep == "prep" and word == "as":
            _before_object(parse, i)
        elif dep in ("nmod", "compound") and parse.tags[i] == "NNP":
            _before_sum(parse, i)
        if dep == "prep" and word == "of" and parse.tags[parse.head[i]] == "NNP":
            _within_title(parse, i)


def _declared(parse: Parse, i: int) -> None:
    """Make the envoy the object, and the rest what is said of him, in "declared him *persona non grata*"."""
    verb = next((k for k in range(i - 1, -1, -1) if parse.tags[k].startswith("VB")), -1)
    if verb < parse.sentence(i)[0]:
        return
    envoy = i - 1
    if parse.deps[i] == "dobj":
        parse.deps[i] = "oprd"
    for k in (i, i + 1, i + 2):
        for c in parse.children[k][:]:
            if parse.deps[c] == "prep" and c > k:
                attach(parse, c, verb, "prep")
    if parse.tags[envoy][:2] in ("NN", "PR") and not _has_object(parse, verb):
        for c in [c for k in (i, i + 1, i + 2) for c in parse.children[k] if c < envoy]:
            if parse.deps[c] != "nsubj":
                attach(parse, c, envoy, parse.deps[c])
        top = next((c for c in parse.ancestors(envoy) if parse.head[c] >= i), envoy)
        attach(parse, top, verb, "dobj")
    attach(parse, i, verb, "oprd")
    attach(parse, i + 1, i, "amod")
    attach(parse, i + 2, i, "amod")


def _before_name(parse: Parse, i: int) -> None:
    """Make "to" a preposition in "pledged $50 million *to* Zambia"."""
    name, noun = parse.head[i], parse.head[parse.head[i]]
    if name != i + 1 or parse.words[name].islower() or label_of(parse, name) not in PLACES:
        return
    if noun == name or noun > i:
        return
    verb = parse.head[noun] if parse.deps[noun] in _OBJECTS else noun
    attach(parse, i, verb, "prep")
    for c in parse.children[name][:]:
        if parse.deps[c] == "prep":
            attach(parse, c, verb, "prep")
    attach(parse, name, i, "pobj")


def _before_victims(parse: Parse, i: int) -> None:
    """Make "to" a preposition in "gave $5 million *to* flood victims"."""
    disaster, victims, verb = i + 1, i + 2, parse.head[parse.head[i]]
    if parse.head[i] != disaster or victims >= len(parse.words) or parse.head[victims] != disaster:
        return
    if verb >= i or parse.lemmas[victims].lower() not in tables.words("sufferer of a disaster"):
        return
    attach(parse, i, verb, "prep")
    attach(parse, victims, i, "pobj")
    for c in [c for c in parse.children[disaster] if c > victims]:
        attach(parse, c, victims if parse.deps[c] == "prep" else verb, parse.deps[c])
    attach(parse, disaster, victims, "compound")


def _off_list(parse: Parse, i: int) -> None:
    """Make "off" a preposition in "was taken *off* the list"."""
    verb = parse.head[i]
    passive = any(parse.deps[c] == "nsubjpass" for c in parse.children[verb])
    after = [c for c in parse.children[verb] if c > i and parse.deps[c] == "dobj"]
    if passive and len(after) == 1:
        attach(parse, i, verb, "prep")
        attach(parse, after[0], i, "pobj")


def _before_sum(parse: Parse, i: int) -> None:
    """Make the name one that gets or loses a sum in "fined *Meta* 200 million euros"."""
    amount = parse.head[i]
    verb, number = parse.head[amount], i + 1
    if parse.deps[amount] != "dobj" or verb >= i or not number < amount or parse.tags[number] != "CD":
        return
    if parse.lemmas[amount].lower() in tables.words("currency"):
        first = [c for c in parse.children[amount] if c < i and parse.tags[c] in ("NNP", "DT")]
        for c in first:
            attach(parse, c, i, parse.deps[c])
        attach(parse, i, verb, "dative")


def _after_place(parse: Parse, i: int) -> None:
    """Attach "between" to the talks in "the talks in Rabat *between* Peru and Chile", and "of" to the arrest
    in "the arrest in Rabat *of* Otieno".
    """
    place = parse.head[i]
    if parse.deps[place] != "pobj" or label_of(parse, place) not in PLACES:
        return
    event = parse.head[parse.head[place]]
    if parse.words[parse.head[place]].lower() in ("in", "at") and event < i:
        attach(parse, i, event, "prep")


def _after_paper(parse: Parse, i: int) -> None:
    """Attach "with" to the memorandum in "a memorandum of understanding *with* Peru"."""
    subject = parse.head[i]
    of = parse.head[subject]
    paper = parse.head[of]
    if parse.deps[subject] != "pobj" or parse.words[of].lower() != "of" or paper >= of:
        return
    if parse.lemmas[paper].lower() in tables.words("paper with a party"):
        attach(parse, i, paper, "prep")


def _after_number(parse: Parse, i: int) -> None:
    """Attach "in" to the people in "thousands of people *in* Peru"."""
    number = parse.head[i]
    if parse.lemmas[number].lower() not in tables.words("round number") or parse.tags[number] != "NNS":
        return
    for of in parse.children[number]:
        if of < i and parse.words[of].lower() == "of":
            counted = [c for c in parse.children[of] if parse.deps[c] == "pobj" and parse.tags[c] == "NNS"]
            if counted:
                attach(parse, i, counted[0], "prep")
                return


def _within_title(parse: Parse, i: int) -> None:
    """Make the person the head in "Director *of* National Security Ann Otieno", and the field the object."""
    title = parse.head[i]
    if title != i - 1 or parse.lemmas[title].lower() not in tables.roles() or parse.head[title] == title:
        return
    for person in [c for c in parse.children[i] if parse.deps[c] == "pobj"]:
        name = parse.name(person)
        if name is None or name[2] != "PERSON" or not i + 1 < name[0] <= person:
            return
        field, last = range(i + 1, name[0]), name[0] - 1
        proper = all(parse.tags[k] in ("NNP", "NNPS") for k in field)
        if not proper or parse.words[last].lower() in tables.roles():
            return  # "Adviser of *President* Ann Otieno"
        attach(parse, person, parse.head[title], parse.deps[title])
        for c in [*parse.children[title]]:
            if c != i:
                attach(parse, c, person, parse.deps[c])
        attach(parse, title, person, "nmod")
        attach(parse, last, i, "pobj")
        for k in field[:-1]:
            attach(parse, k, last, "compound")
        return


def _before_count(parse: Parse, i: int) -> None:
    """Make the rockets the object in "fires *over* 50 rockets at Peru"."""
    verb, number = parse.head[i], i + 1
    below = [c for c in parse.children[i] if parse.deps[c] == "pobj"]
    if verb != i - 1 or len(below) != 1 or parse.tags[number : number + 1] != ["CD"]:
        return
    counted = below[0]
    transitive = parse.lemmas[verb] in tables.words("verb with an object", "verb of what is fired")
    if not transitive or parse.head[number] != counted or _has_object(parse, verb):
        return
    attach(parse, counted, verb, "dobj")
    attach(parse, i, number, "quantmod")
    for c in parse.children[counted][:]:
        if parse.deps[c] == "prep" and parse.words[c].lower() == "at":
            attach(parse, c, verb, "prep")


def _after_time(parse: Parse, i: int) -> None:
    """Attach "in" to what was done in "attacks in recent days *in* Peru", not to the days."""
    time = parse.head[i]
    before = parse.head[time]
    places = [c for c in parse.children[i] if parse.deps[c] == "pobj" and label_of(parse, c) in PLACES]
    if places and label_of(parse, time) in ("DATE", "TIME") and parse.deps[time] == "pobj" and before < i:
        attach(parse, i, parse.head[before], "prep")


def _before_object(parse: Parse, i: int) -> None:
    """Make the blockade the object in "denounced *as* illegal the Peruvian blockade"."""
    verb, after = parse.head[i], [c for c in parse.children[i] if parse.deps[c] == "pobj"]
    if len(after) != 1 or not parse.tags[verb].startswith("VB"):
        return
    noun, first = after[0], i + 1
    while first < noun and (parse.tags[first] in _JUDGING or parse.words[first] in _MARKS):
        first += 1
    said = [k for k in range(i + 1, first) if parse.tags[k] in ("JJ", "VBN")]
    owner = parse.tags[first] == "NNP" and any(parse.deps[c] == "poss" for c in parse.children[noun])
    if not said or not (parse.tags[first] in ("DT", "PRP$") or owner) or _has_object(parse, verb):
        return
    for k in said:
        if parse.head[k] >= first:
            attach(parse, k, i, "amod")
    attach(parse, noun, verb, "dobj")


def _has_object(parse: Parse, verb: int) -> bool:
    return any(parse.deps[c] in ("dobj", "nsubjpass") for c in parse.children[verb])
