"""Find names that NER missed: acronyms that the text explains, names after a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.gazetteer import GazetteerMatch
from graphbuild.extract.names.word_classes import (
    CHAMBERS,
    FUNCTION_WORDS,
    HONORIFIC,
    ORGANISATION_NOUNS,
    SPEECH_VERBS,
    WEEKDAYS_AND_MONTHS,
)

#: Nouns directly before the name of an organisation that NER often misses.
_ORGANISATION_TITLES = tables.words("certain organisation title")
#: Capitalised words that are no names by themselves.
_NO_NAMES = WEEKDAYS_AND_MONTHS | FUNCTION_WORDS | ORGANISATION_NOUNS


def acronyms(parse: Parse, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield acronyms of named organisations: "the Bank of Ghana (*BoG*)", "the *UDC*" beside "United
    Development Corporation".
    """
    taken = {t for c in candidates for t in range(c.first, c.last + 1)}
    words = parse.words
    organisations = [c for c in candidates if c.label == "organisation"]
    for c in organisations:
        j = c.last + 1
        if words[j : j + 1] != ["("] or words[j + 2 : j + 3] != [")"] or j + 1 in taken:
            continue
        letters = "".join(w[0] for w in re.findall(r"\w+", c.text))
        if sum(ch.isupper() for ch in words[j + 1]) > 1 and words[j + 1][0].lower() == letters[:1].lower():
            taken.add(j + 1)
            yield Candidate.at(parse, j + 1, j + 1, "organisation")
    known = initials(c.text for c in organisations)
    for i, word in enumerate(words):
        if word in known and i not in taken:
            yield Candidate.at(parse, i, i, "organisation")


def initials(names: Iterable[str]) -> frozenset[str]:
    """Return the initials, three or more, of organisations that are named in full."""
    letters = ("".join(w[0] for w in re.findall(r"[A-Z][\w.]*", name)) for name in names)
    return frozenset(spelled for spelled in letters if len(spelled) > 2)


def by_context(
    parse: Parse, hits: Sequence[GazetteerMatch], candidates: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield runs of capitalised words whose context shows the kind of the name."""
    words, tags = parse.words, parse.tags
    taken = {t for c in candidates for t in range(c.first, c.last + 1)}
    taken.update(t for h in hits for t in range(h.first, h.last + 1))
    roles = tables.roles()
    i, size = 0, len(words)
    while i < size:
        word = words[i]
        if (
            i in taken
            or not word[:1].isupper()
            or tags[i] not in ("NNP", "NNPS", "JJ")
            or not word[-1:].isalpha()
        ):
            i += 1
            continue
        j = i
        while (
            j + 1 < size
            and j + 1 not in taken
            and words[j + 1][:1].isupper()
            and tags[j + 1] in ("NNP", "NNPS")
        ):
            j += 1
        lower = word.lower()
        label = ""
        if words[j + 1 : j + 2] == ["party"] and lower not in ("the", "a"):
            label, j = "organisation", j + 1
        elif i == j and lower in CHAMBERS and capitalised(parse, word):
            label = "organisation"
        elif tags[i] != "JJ" and lower not in _NO_NAMES:
            label = _kind_by_context(parse, i, j)
        if label and not (label == "person" and (lower in roles or lower in tables.actors())):
            yield Candidate.at(parse, i, j, label)
        i = j + 1


def capitalised(parse: Parse, word: str) -> bool:
    """Whether a word is capitalised inside a sentence of the article too: "told *Parliament*"."""
    inner = [t for t, w in enumerate(parse.words) if w == word and not parse.starts_sentence(t)]
    return any(not parse.words[t - 1][:1].isupper() and parse.tags[t] == "NNP" for t in inner)


def _kind_by_context(parse: Parse, first: int, last: int) -> str:
    """Return the kind of a run of capitalised words by its context; empty if unknown."""
    words, roles = parse.words, tables.roles()
    before = words[first - 1] if first else ""
    role = roles.get(before.lower())
    if role_phrases.is_post(words[first : last + 1]):
        return ""  # "Global Client Development Manager Ann Otieno said"
    if before[:1].isupper() and before.lower() in HONORIFIC:
        return "person"
    title = role is not None and role.title and parse.tags[first - 1][:2] in ("NN", "JJ")
    if title and role is not None and (role.relation or before[:1].isupper()):
        return "person"  # "the preacher Kalupeteka", "President Hollande"
    if before in _ORGANISATION_TITLES:
        return "organisation"
    speaks = parse.tags[last] == "NNP" and parse.deps[last] == "nsubj"
    speaks = speaks and parse.lemmas[parse.head[last]] in SPEECH_VERBS and words[first].lower() not in roles
    is_capitalised = all(w == w.capitalize() for w in words[first : last + 1])
    return "person" if speaks and is_capitalised else ""
