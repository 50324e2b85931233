"""Persons and forces, alone or joined by "and", and participles, that the parser attaches otherwise.

A small parser often fails where the names have titles and states beside them, as in the first sentence of
reports on meetings and accords: "President X of Peru and President Y of Chile signed …". It makes one name
the subject of the other, or an owner, or joins the second name to the state of the first.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.attachment import attach, label_of
from graphbuild.annotate.parse import Parse

_SUBJECTS = ("nsubj", "nsubjpass")
_PLACES = ("GPE", "LOC")
#: Relations of what a verb with a subject, or of a subordinate clause, has.
_OF_CLAUSES = {"nsubj", "nsubjpass", "csubj", "expl", "mark"}


def join_persons(parse: Parse) -> None:
    """Correct the heads of persons in a parse with names, in place."""
    for first, stop, label in parse.names:
        if label == "PERSON":
            i = parse.top(first, stop - 1)
            _gather(parse, i, first)
            if not (_subject_of_name(parse, i) or _owner_of_role(parse, i) or _after_place(parse, i)):
                _beside_roles(parse, i, first)


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


def part_participles(parse: Parse) -> None:
    """Correct "Hackers *linked* to Peru broke into", where the parser takes the participle for the verb.

    No finite verb without a subject follows another but after a comma or conjunction.
    """
    for v, tag in enumerate(parse.tags):
        if tag not in ("VBD", "VBN") or not parse.words[v].endswith("ed"):
            continue
        left = [c for c in parse.children[v] if c < v]
        if left[-1:] != [v - 1] or parse.deps[v - 1] != "nsubj":
            continue
        if any(parse.deps[c] in ("aux", "auxpass") for c in left):
            continue
        main = next((c for c in parse.children[v] if c > v and _lacks_subject(parse, c)), v)
        if main > v and _is_plain(parse, v + 1, main):
            _raise_above(parse, v, main)


def _lacks_subject(parse: Parse, c: int) -> bool:
    """Whether a verb is finite, surely no participle, and has no subject."""
    deps = {parse.deps[k] for k in parse.children[c]}
    finite = parse.tags[c] in ("VBZ", "VBP") or (parse.tags[c] == "VBD" and not parse.words[c].endswith("ed"))
    return finite and parse.deps[c] in ("advcl", "ccomp", "conj", "dep") and not deps & _OF_CLAUSES


def _is_plain(parse: Parse, first: int, stop: int) -> bool:
    """Whether these tokens are phrases without a verb, conjunction, mark or clause."""
    return stop > first and not any(
        parse.tags[t].startswith(("VB", "MD", "W"))
        or parse.tags[t] in ("CC", ",", ":", "``", "''", "-LRB-")
        or parse.deps[t] in ("mark", "dobj", "dative")
        for t in range(first, stop)
    )


def _raise_above(parse: Parse, v: int, main: int) -> None:
    """Make ``main`` the verb of the clause at ``v``, and ``v`` a participle of its subject."""
    above, dep, subject = parse.head[v], parse.deps[v], v - 1
    attach(parse, main, main if above == v else above, dep)
    for c in parse.children[v][:]:
        if c > main or (c < v and c != subject):
            attach(parse, c, main, parse.deps[c])
    attach(parse, subject, main, "nsubj")
    attach(parse, v, subject, "acl")
    parse.tags[v] = "VBN"


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
    """Correct X as the subject of Y in "*X* and Prime Minister Y signed"; whether it was."""
    other = parse.head[i]
    if parse.deps[i] not in _SUBJECTS or parse.deps[other] not in _SUBJECTS:
        return False
    if label_of(parse, other) != "PERSON" or not _has_and(parse, i, other):
        return False
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
    if parse.deps[i] != "conj" or parse.deps[place] != "pobj" or label_of(parse, place) not in _PLACES:
        return False
    person = parse.head[parse.head[place]]
    if label_of(parse, person) != "PERSON" or not _has_and(parse, place, i):
        return False
    for c in parse.children[place][:]:
        if parse.deps[c] == "cc":
            attach(parse, c, person, "cc")
    attach(parse, i, person, "conj")
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
        roles = [parse.head[parse.head[above]] if label_of(parse, above) in _PLACES else above]
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
