"""Role phrases of a text: "foreign minister", "secretary-general", "chief executive officer"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse

#: Longest role phrase, in tokens ("under-secretary-general" has five).
_LONGEST = 6
#: Roles that are verbs or adjectives as well, so that the tag decides.
_ALSO_VERBS = tables.words("role verb")
#: A time of day, before what only looks like a role: "08:39 *PM*".
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
#: What follows a role that is yet to be taken up.
_TO_COME = frozenset([("-", "elect"), ("-", "designate")])


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role said at tokens ``first`` to ``last``; ``head`` is the token that the parse hangs it on."""

    first: int
    last: int
    head: int
    role: tables.Role
    plural: bool


def tokens(phrase: str) -> tuple[str, ...]:
    """The phrase as the parser splits it: at blanks and around hyphens between letters."""
    return tuple(re.findall(r"-|[^\s-]+", phrase.lower()))


@cache
def _by_last() -> dict[str, tuple[tuple[tuple[str, ...], tables.Role, bool], ...]]:
    """Role phrases by their last token, longest first, with whether they are plural."""
    found: dict[str, list[tuple[tuple[str, ...], tables.Role, bool]]] = {}
    for form, role in tables.roles().items():
        split = tokens(form)
        if len(split) <= _LONGEST:
            found.setdefault(split[-1], []).append((split, role, form != role.name.lower()))
    return {last: tuple(sorted(forms, key=lambda f: (-len(f[0]), f[0]))) for last, forms in found.items()}


def find(parse: Parse, low: Sequence[str], taken: Collection[int]) -> list[RolePhrase]:
    """The role phrases outside the names at ``taken``, none inside another, in text order.

    ``low`` holds the words of the parse in lower case.
    """
    found: list[RolePhrase] = []
    by_last = _by_last()
    free = len(low)
    for last in range(len(low) - 1, -1, -1):
        if last >= free or low[last] not in by_last or last in taken:
            continue
        if last and _CLOCK.fullmatch(low[last - 1]):
            continue
        for words, role, plural in by_last[low[last]]:
            first = last - len(words) + 1
            if (
                first < 0
                or tuple(low[first : last + 1]) != words
                or any(t in taken for t in range(first, last))
            ):
                continue
            end = last + 2 if tuple(low[last + 1 : last + 3]) in _TO_COME else last
            heads = [
                i for i in range(first, end + 1) if not first <= parse.head[i] <= end or parse.head[i] == i
            ]
            head = next((i for i in heads if parse.tags[i].startswith("NN")), -1)
            known = len(words) > 1 or words[-1] not in _ALSO_VERBS
            if head < 0 and heads and known and parse.tags[last][:2] in ("VB", "JJ"):
                head = heads[-1]  # the tagger takes "midfielder" for a verb, and "general" for an adjective
            if head >= 0:
                found.append(RolePhrase(first, end, head, role, plural))
                free = first
                break
    found.reverse()
    return found


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    return frozenset(tokens(form) for form, role in tables.roles().items() if role.title)


def title(words: tuple[str, ...]) -> bool:
    """Whether the words, in lower case, are a role that can stand before a name."""
    return words in _titles()
