"""What the repairs ask of a parse, and another head for a token."""

from __future__ import annotations

from bisect import insort

from graphbuild.annotate.parse import Parse

#: Labels of names of places.
PLACES = ("GPE", "LOC")
#: Labels of names of those who act, or to whom something is done.
ACTORS = ("PERSON", "GPE", "NORP", "ORG")


def has_subject(parse: Parse, v: int) -> bool:
    """Whether a verb has a subject, or is marked as that of a subordinate clause."""
    return any(parse.deps[c] in ("nsubj", "nsubjpass", "csubj", "expl", "mark") for c in parse.children[v])


def subject_label(parse: Parse, v: int) -> str:
    """The label of a subject of a verb, which may be passive."""
    return "nsubjpass" if any(parse.deps[c] == "auxpass" for c in parse.children[v]) else "nsubj"


def label_of(parse: Parse, i: int) -> str:
    """The label of the name of which a token is part; empty for none."""
    name = parse.name(i)
    return name[2] if name else ""


def attach(parse: Parse, i: int, head: int, dep: str) -> None:
    """Give a token another head and label."""
    if parse.head[i] != i:
        parse.children[parse.head[i]].remove(i)
    parse.head[i], parse.deps[i] = head, dep
    if head != i:
        insort(parse.children[head], i)
