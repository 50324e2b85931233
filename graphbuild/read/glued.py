"""Words of a web page that lost the blank or line break between them: "What To *KnowIn* a March audit"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from graphbuild import tables
from graphbuild.model import Span

#: A word with a capital after a small letter; no handle, tag, file name, domain or identifier.
_MIXED = re.compile(
    r"(?<![\w@#/.\-’'&=\"])[A-Za-zÀ-ÿ]{0,99}[a-zà-ÿ](?:['’]s)?[A-Z][A-Za-zÀ-ÿ]{0,99}(?![\w@/(=\"]|\.[a-zA-Z])"
)
#: Its parts: a capitalised or small word, an acronym.
_PART = re.compile(r"[A-Z]?[a-zà-ÿ]+(?:['’]s(?=[A-Z]))?|[A-Z]+(?![a-zà-ÿ])|['’]")
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?=[A-Z][a-z])")
_WORD = re.compile(r"(?<![\w@#])[^\W\d_]+(?![\w@])")
#: First parts of names that have a capital within: "FitzGerald", "macOS".
_BEFORE = tables.words("word before a lost blank")
_OPENERS = tables.words("function word", "month")
_NAME_PREFIXES = re.compile(r"(?:[Ff]itz|[Vv]an(?:der)?|[Dd]e[lr]?|[Ll]a|[Ll]e|[Mm]a?c|[Ss]t|[Oo]|[Aa]l)")
_LINE_END = re.compile(r"\n")
_FEWEST_LABELS, _LONGEST_LABEL = 3, 4
"""Labels in a row, and words of a label."""
_SHORTEST = 4
"""Fewest letters of a part that is a word by itself."""
_SHORTEST_SMALL = 3
"""The same of one that begins a word with a small letter: "*ago*Europe"."""


def breaks(text: str) -> list[int]:
    """The positions in ``text`` at which a blank or line break was lost, in order.

    A mixed word is split if its second part opens a sentence or is a month ("MattersThe"), or if its second
    stands elsewhere in the text and its first is a word ("ReadsVance"); after a small word that pages have
    before headings, always ("agoPoland"). Names that are known stay whole, and with a capital at their
    beginning those that occur twice as they are ("YouTube").
    """
    mixed = [match for match in _MIXED.finditer(text) if match[0] not in _mixed_names()]
    found = {match.end() for match in _YEAR.finditer(text)}
    if mixed:
        often = Counter(match[0] for match in mixed)
        seconds = Counter(right for word in often for right in {right for _, _, right in _parts(word)})
        words = {*_WORD.findall(text), *(right for right, n in seconds.items() if n > 1)}
        for match in mixed:
            parts = [*_parts(match[0])]
            once, small = often[match[0]] == 1, match[0][0].islower()
            if any(
                _is_glued(left, right, words, once=once, small=small and k == 0)
                for k, (left, _, right) in enumerate(parts)
            ):
                found.update(match.start() + at for _, at, _ in parts)
    return sorted(found)


def menus(text: str, breaks: Sequence[int]) -> list[Span]:
    """The spans of ``text`` that are labels of a page: three and more short pieces between ``breaks`` and
    line ends in a row, which are no sentences.
    """
    ends = {match.start() for match in _LINE_END.finditer(text)}
    bounds = sorted({0, len(text), *breaks, *ends})
    pieces = [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]
    joined = {*breaks}
    found: list[Span] = []
    run: list[Span] = []
    for piece in [*pieces, (len(text), len(text))]:
        if run and piece[0] in joined and _is_label(text[slice(*piece)]):
            run.append(piece)
            continue
        if len(run) >= _FEWEST_LABELS:
            found.append((run[0][0], run[-1][1]))
        run = [piece] if _is_label(text[slice(*piece)]) else []
    return found


def _is_label(piece: str) -> bool:
    words = piece.split()
    return 0 < len(words) <= _LONGEST_LABEL and not piece.rstrip().endswith((".", "!", "?", "”", '"', ":"))


def _parts(word: str) -> Iterator[tuple[str, int, str]]:
    """Each two adjacent parts of a mixed word, with the position between them."""
    for left, right in pairwise(_PART.finditer(word)):
        if right[0][0].isupper() and left.end() == right.start():
            yield left[0], right.start(), right[0]


def _is_glued(left: str, right: str, words: set[str], *, once: bool, small: bool) -> bool:
    """Whether two parts of a word are two words."""
    if _NAME_PREFIXES.fullmatch(left):
        return False
    if small:
        stands = right in words or right.lower() in _OPENERS or left in _BEFORE
        return (
            len(left) >= _SHORTEST_SMALL and stands and (left in _dictionary() or right.lower() in _OPENERS)
        )
    if not once or (len(left) < _SHORTEST and not left.isupper() and left != "By"):
        return False
    if right.lower() in _OPENERS:
        return True
    return right in words and len(right) >= _SHORTEST and (left in words or left.lower() in _dictionary())


@cache
def _dictionary() -> frozenset[str]:
    """Common words in small letters: the whole ones of the models' vocabulary."""
    lines = (tables.RESOURCES / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())


@cache
def _mixed_names() -> frozenset[str]:
    """The names with a capital within, also those in the names of organisations and blocs."""
    forms = [form for o in tables.organisations().values() for form in (o.name, *o.aliases)]
    forms += [form for bloc in tables.blocs().values() for form in (bloc.name, *bloc.aliases)]
    return tables.words("mixed name", "platform").union(word for form in forms for word in form.split())
