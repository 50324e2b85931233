"""Persons and forces, alone or joined by "and", that the parser attaches to the wrong word.

A small parser often fails where the names have titles and states beside them, as in the first sentence of
reports on meetings and accords: "President X of Peru and President Y of Chile signed …". It makes one name
the subject of the other, or an owner, or joins the second name to the state of the first.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import ACTORS, PLACES, attach, label_of

_SUBJECTS = ("nsubj", "nsubjpass")


def join_persons(parse: Parse) -> None:
    """Correct the heads of persons in a parse with names, in place."""
    for first, stop, label in parse.names:
        if label == "PERSON":
            i = parse.top(first, stop - 1)
            _gather(parse, i, first)
            if not (
                _subject_of_name(parse, i)
                or _owner_of_role(parse, i)
                or _after_place(parse, i)
                or _before_group(parse, i)
            ):
                _beside_roles(parse, i, first)


def join_objects(parse: Parse) -> None:
    """Correct "met X on Monday and *Y* on Tuesday" and "on X in March and *on* Y", where the parser joins
    what follows "and" to the time or to the thing before it, in place.
    """
    for i, dep in enumerate(parse.deps):
        if dep == "conj" and parse.tags[i] == "IN":
            _repeated(parse, i)
        elif dep == "conj" and (name := parse.name(i)) is not None and name[2] in ACTORS:
            if parse.tags[parse.head[i]].startswith("VB"):
                _beside_object(parse, i, name[1])
            else:
                _second_object(parse, i, name[0], name[1])


def _beside_object(parse: Parse, i: int, stop: int) -> None:
    """Join Y to the object of the verb that it is joined to: "met *X* in Oslo and Y in Rome"."""
    verb = parse.head[i]
    objects = [k for k in parse.children[verb] if parse.deps[k] == "dobj" and k < i]
    same = any(
        parse.deps[k] == "prep" and parse.words[stop : stop + 1] == [parse.words[k]]
        for k in parse.children[verb]
    )
    if same and objects and label_of(parse, objects[-1]) in ACTORS:
        attach(parse, i, objects[-1], "conj")


def _second_object(parse: Parse, i: int, first: int, stop: int) -> None:
    """Join Y to the last object before the phrase that it is joined to: "gave *X* tea and Y coffee"."""
    other = parse.head[i]
    prep = parse.head[other]
    label = label_of(parse, other)
    alike = label in ACTORS and not (label == "GPE" and label_of(parse, i) == "PERSON")
    if parse.deps[other] != "pobj" or prep > other or alike:
        return
    if parse.words[first - 1].lower() != "and" or not _has_and(parse, other, i):
        return
    timed = label in ("DATE", "TIME")
    again = parse.words[stop : stop + 1] == [parse.words[prep]]
    if not (again or (timed and parse.deps[min(stop, len(parse.deps) - 1)] in ("det", "nummod", "npadvmod"))):
        return
    objects = [
        k
        for k in range(parse.sentence(i)[0], prep)
        if parse.deps[k] in ("dobj", "pobj") and label_of(parse, k) in ACTORS
    ]
    if objects and parse.head[prep] in parse.ancestors(objects[-1]):
        attach(parse, i, objects[-1], "conj")


def _repeated(parse: Parse, i: int) -> None:
    """Join a preposition to the last same one before it, where it is joined to another."""
    word, above = parse.words[i].lower(), parse.head[i]
    if parse.tags[above] != "IN" or parse.words[above].lower() == word:
        return
    earlier = range(parse.sentence(i)[0], above)
    same = [k for k in earlier if parse.deps[k] == "prep" and parse.words[k].lower() == word]
    if same:
        attach(parse, i, same[-1], "conj")


def join_subjects(parse: Parse) -> None:
    """Correct "Peru, *Chile* agree", where the parser takes Chile for an apposition, in place."""
    for i, dep in enumerate(parse.deps):
        first, verb = parse.head[i], i + 1
        if dep != "appos" or label_of(parse, i) != label_of(parse, first) or not parse.one_line(first, i):
            continue
        named = parse.name(i)
        listed = named is not None and named[1] == verb and parse.words[named[0] - 1] == ","
        plural = parse.tags[verb : verb + 1] == ["VBP"] and parse.head[first] == verb
        if listed and plural and parse.deps[first] == "nsubj" and label_of(parse, i) in ACTORS:
            attach(parse, i, first, "conj")


def part_forces(parse: Parse) -> None:
    """Correct "the Syrian *army* and IS fighters", where the parser lets the army modify the fighters."""
    acting = tables.actors()
    for i, dep in enumerate(parse.deps):
        head = parse.head[i]
        if dep not in ("nmod", "compound") or head < i or parse.tags[i] not in ("NN", "NNS"):
            continue
        both = {parse.words[i].lower(), parse.words[head].lower()}
        if parse.tags[head] != "NNS" or not both <= acting.keys():
            continue
        named = [c for c in parse.children[i] if parse.deps[c] == "conj" and i < c < head]
        if len(named) == 1 and parse.tags[named[0]].startswith("NNP") and _has_and(parse, i, named[0]):
            attach(parse, named[0], head, "compound")
            _join(parse, i, head)


def _gather(parse: Parse, i: int, first: int) -> None:
    """Attach the words of a name before its head to this: "*Friedrich* Merz met" has one subject."""
    for k in range(first, i):
        if (
            not first <= parse.head[k] <= i
            and parse.tags[k].startswith("NNP")
            and parse.head[k] == parse.head[i]
        ):
            attach(parse, k, i, "compound")


def _subject_of_name(parse: Parse, i: int) -> bool:
    """Correct X as the subject or a modifier of Y in "*X* and Prime Minister Y signed"; whether it was."""
    title = other = parse.head[i]
    if parse.deps[i] == "nmod":
        while parse.deps[other] in ("nmod", "compound") and parse.head[other] > other:
            other = parse.head[other]
    elif parse.deps[i] not in _SUBJECTS:
        return False
    if (
        parse.deps[other] not in _SUBJECTS
        or label_of(parse, other) != "PERSON"
        or not _has_and(parse, i, other)
    ):
        return False
    for c in parse.children[i][:]:
        if title != other and parse.deps[c] == "conj" and c < title:
            attach(parse, c, title, "amod")  # "and *Peruvian* Foreign Minister Y"
    _join(parse, i, other)
    return True


def _owner_of_role(parse: Parse, i: int) -> bool:
    """Correct X as an owner of the president in "*X* and Peru's president, Y, signed"; whether it was."""
    role = parse.head[i]
    owns = any(parse.deps[c] == "case" for c in parse.children[i])
    if parse.deps[i] != "poss" or owns or not _has_and(parse, i, role):
        return False
    for c in parse.children[i][:]:
        if parse.deps[c] == "conj" and any(parse.deps[k] == "case" for k in parse.children[c]):
            attach(parse, c, role, "poss")
    _join(parse, i, role)
    return True


def _after_place(parse: Parse, i: int) -> bool:
    """Correct Y as joined to Peru in "X of Peru and *Y* of Chile signed"; whether it was."""
    place = parse.head[i]
    if parse.deps[i] != "conj" or parse.deps[place] != "pobj" or label_of(parse, place) not in PLACES:
        return False
    person = parse.head[parse.head[place]]
    if label_of(parse, person) != "PERSON" or not _has_and(parse, place, i):
        return False
    for c in parse.children[place][:]:
        if parse.deps[c] == "cc":
            attach(parse, c, person, "cc")
    attach(parse, i, person, "conj")
    return True


def _before_group(parse: Parse, i: int) -> bool:
    """Correct X as a modifier of the leaders in "met *X* and business leaders"; whether it was."""
    group = parse.head[i]
    joined = any(parse.deps[c] == "conj" for c in parse.children[i])
    if parse.deps[i] not in ("nmod", "compound") or group < i or parse.tags[group] != "NNS" or joined:
        return False
    if not _has_and(parse, i, group) or any(parse.words[k] == "," for k in range(i, group)):
        return False
    _join(parse, i, group)
    return True


def _beside_roles(parse: Parse, i: int, first: int) -> None:
    """Make X an apposition in "The presidents of Peru and Chile, *X* and Y, signed", where it is joined to
    the presidents or to Peru, or is a second subject.
    """
    if (
        first == 0
        or parse.words[first - 1] != ","
        or not any(parse.deps[c] == "conj" for c in parse.children[i])
    ):
        return
    above = parse.head[i]
    if parse.deps[i] in _SUBJECTS:
        roles = [c for c in parse.children[above] if c < first and parse.deps[c] in _SUBJECTS]
    elif parse.deps[i] == "conj":
        roles = [parse.head[parse.head[above]] if label_of(parse, above) in PLACES else above]
    else:
        return
    for role in roles:
        if role < first and parse.tags[role] == "NNS" and not _has_and(parse, role, i):
            attach(parse, i, role, "appos")
            return


def _has_and(parse: Parse, i: int, end: int) -> bool:
    """Whether a word such as "and" joins something to ``i``, before ``end``."""
    return any(parse.deps[c] == "cc" and i < c < end for c in parse.children[i])


def _join(parse: Parse, i: int, other: int) -> None:
    """Give ``i`` the place of its head ``other``, and join ``other`` to it."""
    above, dep = parse.head[other], parse.deps[other]
    attach(parse, i, i if above == other else above, dep)
    attach(parse, other, i, "conj")
