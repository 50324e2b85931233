"""Clauses whose subject the parser takes for an object of the clause before, or for an adverb.

In "fell after its boss, X, resigned" a small parser often makes the boss the object of "after", and
"resigned" a clause of its own without a subject; in "Peru arrested two men and Chile said" it joins Chile to
the men, and in "Peru praised Iran and Chad criticised Nepal" Iran to Chad. In "X, unlike Y, resigned" it
makes X an adverb.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import attach, has_subject, subject_label

_OPENING = frozenset(["after", "as", "before", "since", "until"])
_FINITE = ("VBD", "VBZ", "VBP")
_BETWEEN = ("aux", "auxpass", "neg", "advmod", "punct")


def give_subjects(parse: Parse) -> None:
    """Give finite verbs without a subject theirs, in place.

    It is the object of "after" before them, what "and" joins to an object right before them, or the name that
    opens their sentence.
    """
    for v, dep in enumerate(parse.deps):
        if dep == "ROOT" and _is_finite(parse, v) and not has_subject(parse, v):
            first = parse.children[v][0] if parse.children[v] else v
            if first < v and _is_name_taken_for_less(parse, first):
                attach(parse, first, v, "nsubj")
        if dep == "conj" and _is_finite(parse, v) and not has_subject(parse, v):
            _take_joined(parse, v)
            _part_reports(parse, v)
        if dep == "ccomp" and parse.lemmas[parse.head[v]] in tables.words("judging verb", "helping verb"):
            _part_objects(parse, v)
        if dep == "advcl" and _is_finite(parse, v) and not has_subject(parse, v):
            prep, noun = _opening(parse, v)
            if noun >= 0:
                attach(parse, noun, v, subject_label(parse, v))
                attach(parse, prep, v, "mark")


def _is_name_taken_for_less(parse: Parse, first: int) -> bool:
    """Whether the name before a verb is joined to it as an adverb, or as if the verb were a noun: "*Hamas*
    fires rockets", "Foreign Minister *Yair Lapid* travels".
    """
    return parse.deps[first] in ("npadvmod", "compound") and parse.tags[first].startswith("NNP")


def _take_joined(parse: Parse, v: int) -> None:
    """Make Chile the subject of "said" in "Peru arrested two men and *Chile* said"."""
    above = parse.head[v]
    last = v - 1
    while last > above and parse.deps[last] in ("advmod", "aux", "auxpass", "neg") and parse.head[last] == v:
        last -= 1
    noun = next((c for c in parse.ancestors(last) if parse.deps[c] == "conj" and c > above), last)
    if last <= above or parse.deps[noun] != "conj" or max(parse.subtree(noun)) != last:
        return
    joined = parse.head[noun]
    words = [c for c in parse.children[joined] if parse.deps[c] == "cc" and joined < c < noun]
    between = parse.tags[noun].startswith("NN") and parse.tags[joined].startswith(("NN", "PRP", "CD"))
    if not words or not between or any(parse.deps[c] == "cc" and noun < c < v for c in parse.children[above]):
        return
    attach(parse, noun, v, subject_label(parse, v))
    attach(parse, words[-1], above, "cc")


def _part_reports(parse: Parse, v: int) -> None:
    """Make Peru the subject of "accused" in "Peru said that it would leave, and *accused* Chile".

    A verb in the tense of "said" does not go on after "would", nor, after a comma, in the clause of "was
    leaving".
    """
    told = parse.head[v]
    said = parse.head[told]
    helpers = {parse.tags[c] for c in parse.children[told] if parse.deps[c] == "aux"}
    words = [c for c in parse.children[told] if parse.deps[c] == "cc" and told < c < v]
    if parse.deps[told] != "ccomp" or not said < told or parse.tags[v] != parse.tags[said] or not words:
        return
    apart = parse.tags[told] == "VBG" and bool(helpers) and parse.words[words[-1] - 1] == ","
    if parse.tags[v] in _FINITE and (apart or "MD" in helpers) and not has_subject(parse, v):
        attach(parse, words[-1], said, "cc")
        attach(parse, v, said, "conj")


def _part_objects(parse: Parse, v: int) -> None:
    """Make Iran the object of "praised" in "Peru praised *Iran* and Chad criticised Nepal", where the parser
    makes both the subjects of a clause that Peru praised.
    """
    above = parse.head[v]
    subjects = [c for c in parse.children[v] if parse.deps[c] in ("nsubj", "nsubjpass")]
    if len(subjects) != 1 or any(parse.deps[c] == "mark" for c in parse.children[v]):
        return
    first = subjects[0]
    joined = [c for c in parse.children[first] if parse.deps[c] == "conj" and c < v]
    words = [c for c in parse.children[first] if parse.deps[c] == "cc"]
    if len(joined) != 1 or len(words) != 1 or min(parse.subtree(first)) != above + 1:
        return
    attach(parse, joined[0], v, parse.deps[first])
    attach(parse, words[0], above, "cc")
    attach(parse, first, above, "dobj")
    parse.deps[v] = "conj"


def _is_finite(parse: Parse, v: int) -> bool:
    auxiliaries = (c for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass"))
    return any(parse.tags[k] in (*_FINITE, "MD") for k in (v, *auxiliaries))


def _opening(parse: Parse, v: int) -> tuple[int, int]:
    """The preposition before a verb and its object, if only auxiliaries are between; -1 and -1 for none."""
    for prep in parse.children[parse.head[v]]:
        if prep < v and parse.deps[prep] == "prep" and parse.words[prep].lower() in _OPENING:
            objects = [c for c in parse.children[prep] if parse.deps[c] == "pobj"]
            last = max(parse.subtree(prep))
            between = range(last + 1, v)
            if len(objects) == 1 and all(
                parse.deps[k] in _BETWEEN and parse.head[k] in (v, parse.head[v]) for k in between
            ):
                return prep, objects[0]
    return -1, -1
