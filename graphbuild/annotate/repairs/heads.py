"""Another head for a token."""

from __future__ import annotations

from bisect import insort

from graphbuild.annotate.parse import Parse


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
