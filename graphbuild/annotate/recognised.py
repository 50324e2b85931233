"""Merge the names of two recognisers: spaCy's, and our own NER model."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from graphbuild.encoder.names import NameSpan

Recognised = tuple[int, int, str]

#: OntoNotes labels of the NER model's persons and organisations.
_ONTONOTES = {"PER": "PERSON", "ORG": "ORG"}
_PLACES = frozenset(["GPE", "LOC", "FAC"])
_NAMES = _PLACES | {"PERSON", "ORG"}


def merged(
    words: Sequence[str], recognised: Sequence[Recognised], tags: Sequence[NameSpan]
) -> list[Recognised]:
    """Merge names into one list of half-open token spans with OntoNotes labels.

    Persons, organisations and places of the NER model take precedence; spaCy's label determines the type of
    place or other entity. spaCy's names are kept where the model has none, except for persons, organisations
    and places (so dates, sums and peoples are kept). A firm of several partners is one name if spaCy says so
    ("Merrill Lynch, Pierce, Fenner and Smith").
    """
    tags = [tag for tag in tags if not any(map(_is_account, words[tag.first : tag.stop]))]
    firms = [name for name in recognised if _is_partnership(words, name, tags)]
    of_firms = {t: first for first, stop, _ in firms for t in range(first, stop)}
    tags = [tag for tag in tags if of_firms.get(tag.first, -1) != of_firms.get(tag.stop - 1, -2)]
    labels = {t: label for first, stop, label in recognised for t in range(first, stop)}
    names = [*firms, *_named(tags, labels)]
    taken = {t for first, stop, _ in names for t in range(first, stop)}
    names += [name for name in recognised if name[2] not in _NAMES and taken.isdisjoint(range(*name[:2]))]
    return sorted(names)


def _is_account(word: str) -> bool:
    """Whether a word is the name of an account or a hashtag, which stands beside its owner's name."""
    return "@" in word or word.startswith("#")


def _is_partnership(words: Sequence[str], name: Recognised, tags: Sequence[NameSpan]) -> bool:
    """Whether spaCy has one organisation where the model has only partners of it, with "and" between."""
    first, stop, label = name
    if label != "ORG" or not {"and", "&"}.intersection(words[first + 1 : stop - 1]):
        return False
    begin = bisect_right(tags, first, key=lambda tag: tag.stop)  # tags do not overlap and are sorted
    inside = tags[begin : bisect_left(tags, stop, key=lambda tag: tag.first)]
    covered = {t for tag in inside for t in range(tag.first, tag.stop)}
    apart = [words[t] for t in range(first, stop) if t not in covered]
    return (
        bool(inside)
        and bool(apart)
        and all(tag.kind in _ONTONOTES and first <= tag.first and tag.stop <= stop for tag in inside)
        and all(tag.stop - tag.first < 4 for tag in inside)
        and all(word in ("and", "&", ",") or word[:1].isupper() for word in apart)
    )


def _named(tags: Sequence[NameSpan], labels: dict[int, str]) -> Iterator[Recognised]:
    for tag in tags:
        seen = [labels[t] for t in range(tag.first, tag.stop) if t in labels]
        if tag.kind == "LOC":
            label = next((label for label in seen if label in _PLACES), "GPE")
        elif tag.kind == "MISC":
            label = next((label for label in seen if label not in _NAMES), "WORK_OF_ART")
        else:
            label = _ONTONOTES[tag.kind]
        yield tag.first, tag.stop, label
