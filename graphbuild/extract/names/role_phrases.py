"""Find role phrases: "foreign minister", "secretary-general", "chief executive officer"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse

#: Length of the longest role phrase in tokens ("under-secretary-general" has five).
_MAX_TOKENS = 6
#: Roles that are verbs or adjectives too; the tag decides.
_AMBIGUOUS_ROLES = tables.words("role verb")
#: Last words of the titles of posts in firms and offices.
_POST_NOUNS = tables.words("post noun")
#: A time of day, after which "PM" is no role: "08:39 *PM*".
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
#: Tokens after a role that begins later: "president-*elect*".
_ELECT_SUFFIXES = frozenset([("-", "elect"), ("-", "designate")])


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role at tokens ``first`` to ``last``, with its syntactic head."""

    first: int
    last: int
    head: int
    role: tables.Role
    plural: bool


def split_tokens(phrase: str) -> tuple[str, ...]:
    """Split a phrase as the parser does: at spaces and around hyphens."""
    return tuple(re.findall(r"-|[^\s-]+", phrase.lower()))


@cache
def _by_last() -> dict[str, tuple[tuple[tuple[str, ...], tables.Role, bool], ...]]:
    """Return role phrases by last token, longest first, each with its role and whether it is plural."""
    by_last: dict[str, list[tuple[tuple[str, ...], tables.Role, bool]]] = {}
    for form, role in tables.roles().items():
        words = split_tokens(form)
        if len(words) <= _MAX_TOKENS:
            by_last.setdefault(words[-1], []).append((words, role, form != role.name.lower()))
    return {last: tuple(sorted(forms, key=lambda f: (-len(f[0]), f[0]))) for last, forms in by_last.items()}


def find_role_phrases(parse: Parse, lower: Sequence[str], taken: Collection[int]) -> list[RolePhrase]:
    """Return the role phrases outside the tokens ``taken``, longest first from the right, in text order.

    ``lower`` has the words of the parse in lower case.
    """
    phrases: list[RolePhrase] = []
    by_last = _by_last()
    limit = len(lower)
    for last in range(len(lower) - 1, -1, -1):
        if last >= limit or lower[last] not in by_last or last in taken:
            continue
        if last and _CLOCK.fullmatch(lower[last - 1]):
            continue
        for words, role, plural in by_last[lower[last]]:
            first = last - len(words) + 1
            if (
                first < 0
                or tuple(lower[first : last + 1]) != words
                or any(t in taken for t in range(first, last))
                or _begins_in_name(parse, first, last)
            ):
                continue
            end = last + 2 if tuple(lower[last + 1 : last + 3]) in _ELECT_SUFFIXES else last
            heads = [
                i for i in range(first, end + 1) if not first <= parse.head[i] <= end or parse.head[i] == i
            ]
            head = next((i for i in heads if parse.tags[i].startswith("NN")), -1)
            unambiguous = len(words) > 1 or words[-1] not in _AMBIGUOUS_ROLES
            if head < 0 and heads and unambiguous and parse.tags[last][:2] in ("VB", "JJ"):
                head = heads[-1]  # "midfielder" is tagged as a verb, "general" as an adjective
            if head >= 0:
                phrases.append(RolePhrase(first, end, head, role, plural))
                limit = first
                break
    phrases.reverse()
    return phrases


def _begins_in_name(parse: Parse, first: int, last: int) -> bool:
    """Whether the first word of a phrase ends the name of a body: "*Green Party* leader"."""
    name, words = parse.name(first), parse.words
    return (
        first < last
        and words[first][:1].isupper()
        and words[last].islower()
        and name is not None
        and name[0] < first == name[1] - 1
        and name[2] == "ORG"
        and words[name[0]] not in tables.country_forms()
    )


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    """Return the tokens of all roles that can stand before a name."""
    return frozenset(split_tokens(form) for form, role in tables.roles().items() if role.title)


def is_title(words: tuple[str, ...]) -> bool:
    """Whether the words, in lower case, are a role that can stand before a name."""
    return words in _titles()


def is_post(words: Sequence[str]) -> bool:
    """Whether capitalised words are the title of a post: "Global Client Development Manager"."""
    plain = len(words) > 1 and all((w[:1].isupper() and w.isalpha()) or w == "&" for w in words)
    return plain and words[-1].lower() in _POST_NOUNS
