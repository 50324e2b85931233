"""The recogniser's spans made whole: titles cut off, missing parts added, what is no name left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases, span_extension, span_trimming
from graphbuild.extract.names.gazetteer import Hit, Known
from graphbuild.extract.names.word_classes import (
    BODY,
    CHAMBERS,
    DAYS,
    FIELDS,
    HONORIFIC,
    LEGAL,
    NO_BODY,
    NO_BODY_SHORT,
    NOT_NAMES,
    PARTICLES,
    SPEECH,
    WEEKDAYS,
)
from graphbuild.tables.keys import BRACKETS, normal

NER_KIND = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}


#: Forms of address that only persons have.
_ADDRESS = tables.words("personal address")
#: Short forms of states of the US, alone or after a party's letter ("Ann Otieno, *D-Kan.*").
_OF_A_STATE = tables.patterns()["party and state"]


_TREATIES = tables.words("treaty noun")
#: What follows the name of who has a degree or seat: "Ann Otieno *QC*".
_AFTER_NAMES = tables.words("post-nominal")
#: Single words for what belongs to a body ("*Congressional* leaders").
_ADJECTIVE = re.compile(r"[A-Z]\w+(al|ary)")
_HYPHENED = re.compile(r".+-[a-z]+ed")
_EDGE = "\"'“”‘’()[]{},.;:!?-–—*•/ "


#: Nouns right before the name of a body that the recogniser often misses.
_BODY_TITLES = tables.words("certain organisation title")


#: What those who bear a name believe, before it.
_SECTS = tables.words("believer")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words at tokens ``first`` to ``last``, characters ``start`` to ``end``, that may be a name."""

    first: int
    last: int
    start: int
    end: int
    text: str
    label: str
    """``person``, ``organisation``, ``place``, ``demonym``, or empty where only a table knows it."""
    known: tuple[Known, ...] = ()


#: What sets apart what stands before from what stands after it, with blanks around.
_DASHES = ("-", "–", "—", "--")


def split(parse: Parse, first: int, last: int, kind: str) -> Iterator[tuple[int, int]]:
    """The parts of a span that holds two names: "A Assembly and B Council", "Ministry of X (MX"."""
    words = parse.words
    if kind == "organisation":
        for j in range(first + 1, last):
            joint = words[j] == "and" and words[j - 1].lower() in BODY and words[j + 1][:1].isupper()
            if joint and any(w.lower() in BODY for w in words[j + 1 : last + 1]) and last - j > 1:
                yield first, j - 1
                yield j + 1, last
                return
    if kind == "demonym" and _of_both(parse, first, last):
        yield first, first
        yield last, last
        return
    for j in range(first + 1, last + 1):
        if words[j] in _DASHES and parse.end[j - 1] < parse.start[j]:  # "Ann Otieno - Kern's partner"
            yield first, j - 1
            yield j + 1, last
            return
        if words[j] == "(" and ")" not in words[j : last + 1]:
            yield first, j - 1
            if j < last:
                yield j + 1, last
            return
    yield first, last


def _of_both(parse: Parse, first: int, last: int) -> bool:
    """Whether two peoples joined by a hyphen are two sides: "*Russian-Chinese* talks".

    A person, and who is "-American", is of one people by descent: "a *German-Iraqi* boy".
    """
    words = parse.words
    if last - first != 2 or words[first + 1] not in ("-", "–") or words[last] == "American":
        return False
    peoples = tables.country_forms()
    noun = parse.head[last] if parse.head[last] > last else last + 1
    if not all(words[t] in peoples for t in (first, last)) or noun >= len(words):
        return False
    lemma, word = parse.lemmas[noun].lower(), words[noun].lower()
    common, acting = tables.common_nouns().get(lemma), tables.actors().get(word)
    person = (common is not None and common.kind == "person") or word in tables.roles()
    return words[noun].islower() and not person and (acting is None or acting.for_state)


def mended(
    parse: Parse,
    first: int,
    last: int,
    kind: str,
    occupied: dict[int, str],
    nations: dict[int, Hit],
    towns: dict[int, Hit],
) -> Candidate | None:
    """The span without articles, titles and stray marks, with the parts of the name that it lacked.

    ``nations`` and ``towns`` are the known names of states, and of their cities and seats of power, by token.
    """
    words = parse.words
    while first <= last and (
        words[first].lower() in ("the", "a", "an") or not any(ch.isalnum() for ch in words[first])
    ):
        first += 1
    if last > first and words[last] == "-" and parse.text[parse.end[last] :][:1].islower():
        last += 1  # "Moon Jae-in"
    while last >= first and (
        words[last] in ("'s", "'", "’s")
        or (words[last].lower() in HONORIFIC and words[last].endswith("."))
        or not any(ch.isalnum() for ch in words[last])
    ):
        last -= 1
    while last > first + 1 and words[last - 1] == "-" and words[last].islower() and words[last][-2:] == "ed":
        last -= 2  # "U.S.-backed"
    if kind in ("person", "organisation"):
        while first < last and words[first] in _SECTS:
            first += 1  # "*Shi'ite* Amal"
        start = first
        while (
            first < last
            and words[first].islower()
            and words[first].isalpha()
            and words[first] not in PARTICLES
        ):
            first += 1
        while start < first < last and not any(ch.isalnum() for ch in words[first]):
            first += 1  # "non-British" starts at "British"
    if first > last:
        return None
    if kind == "person" and (words[last] in LEGAL or span_extension.partners(words, last)):
        kind = "organisation"
    first, last, kind = span_trimming.cut(parse, first, last, kind, towns)
    if span_trimming.only_places(words, first, last, kind, nations, towns):
        return None
    hit, given = nations.get(first), tables.first_names()
    if kind != "place" and hit is not None and hit.last < last and words[first] not in given:
        inner = words[hit.last + 1]
        if inner in given and words[last].lower() not in BODY:
            first, kind = hit.last + 1, "person"  # "(envoy to) Syria Staffan de Mistura"
    if kind == "person":
        while last > first and (
            (words[last].islower() and words[last] in NOT_NAMES and words[last - 1] != "-")
            or words[last].lower() in DAYS
            or words[last] in _AFTER_NAMES
        ):
            last -= 1  # "Chidi Odinkalu of", "Ann Otieno Thursday", "Ann Otieno QC"
        first = _untitled(parse, first, last)
        first, last = span_extension.person(parse, first, last, occupied, nations)
    elif kind == "organisation":
        named = _untitled(parse, first, last)
        address = words[first].lower() in _ADDRESS and words[first][:1].isupper()
        if named > first and (
            address or (words[named] in tables.first_names() and words[last].lower() not in BODY)
        ):
            first, kind = named, "person"  # "Magistrate Daniel Covington", "Mr Ebbers"
        else:
            while last > first and words[last].islower() and parse.tags[last] == "JJ":
                last -= 1  # "Manhattan *federal* (court)"
            first, last = span_extension.body(parse, first, last, nations)
            if first > last or _no_body(parse, first, last) or _some(parse, first, last, nations):
                return None
    if first > last:
        return None
    if first == last and (words[first].lower() in NOT_NAMES or _HYPHENED.fullmatch(words[first])):
        return None  # "*U.S.-backed* rebels"
    return _candidate(parse, first, last, kind)


def _candidate(parse: Parse, first: int, last: int, kind: str) -> Candidate | None:
    """The tokens as a name without stray marks; None for a US state and spoilt words."""
    start, end = parse.start[first], parse.end[last]
    text = parse.text[start:end]
    while text and text[-1] in _EDGE and not text.endswith((".", ")")):
        end -= 1
        text = text[:-1]
    start, end = span_trimming.unglued(text, start, kind)
    text = parse.text[start:end]
    start += len(text) - len(text.lstrip(_EDGE))
    text = parse.text[start:end]
    if (
        not any(ch.isupper() for ch in text)
        or not normal(text)
        or _OF_A_STATE.fullmatch(text)
        or span_trimming.spoilt(text)
    ):
        return None
    return Candidate(first, last, start, end, text, kind)


def _no_body(parse: Parse, first: int, last: int) -> bool:
    """Whether words that the recogniser takes for a body name a law, event, place, office or sum."""
    low = [w.lower() for w in parse.words[first : last + 1]]
    if low[-1] in NO_BODY or "$" in low[0]:
        return True
    if first == last and (parse.words[first] in NO_BODY_SHORT or _post(parse.words[first])):
        return True
    if all(w in FIELDS for w in low) and " ".join(low) not in tables.words("state office"):
        return True  # "the Minister of *Foreign Affairs*"
    following = parse.words[last + 1].lower() if last + 1 < len(parse.words) else ""
    described = first == last and parse.tags[first] == "JJ" and _ADJECTIVE.fullmatch(parse.words[first])
    if described and following not in tables.words("party post"):
        return True
    before = [w.lower() for w in parse.words[max(0, first - 2) : first]]
    led = before[0] if before[1:] == ["of"] else ""
    if parse.words[first] == "State" and (led.endswith("secretary") or led == "minister"):
        return True  # "Under-Secretary of *State for Economic Affairs*"
    if parse.words[last] in ("nations", "countries"):
        return True
    stop = next((k for k, w in enumerate(low) if w in ("on", "against")), 0)
    if stop and low[stop - 1].removesuffix("s") in _TREATIES:  # "Convention against Corruption"
        return True
    return (
        len(low) > 2
        and low[1] in ("of", "for")
        and low[0] in ("minister", "secretary", "ambassador", "president")
    )


def _post(word: str) -> bool:
    """Whether a word of capitals is the short form of a post: "GOC", "COAS"."""
    return word.isupper() and role_phrases.title((word.lower(),))


def _some(parse: Parse, first: int, last: int, nations: dict[int, Hit]) -> bool:
    """Whether one of a state's bodies is spoken of, whichever: "at *a* U.K. Bank"."""
    hit = nations.get(first)
    led = parse.words[first - 1].lower() if first else ""
    return (
        led in ("a", "an", "another", "one")
        and hit is not None
        and hit.last + 1 == last
        and parse.words[last].lower() in BODY
    )


def _untitled(parse: Parse, first: int, last: int) -> int:
    """First token of a person's name after titles: "Air Vice Marshal Khamis Hammad" starts at Khamis."""
    low = [w.lower() for w in parse.words[first : last + 1]]
    k = 0
    while k < len(low) - 1:
        if low[k] in HONORIFIC or not any(ch.isalnum() for ch in low[k]):
            k += 1
            continue
        step = next(
            (n for n in (4, 3, 2, 1) if k + n < len(low) and role_phrases.title(tuple(low[k : k + n]))), 0
        )
        if not step or (k == len(low) - 2 and parse.words[first + k] in tables.first_names()):
            break  # "*Dean* Otieno"
        k += step
    return first + k


def acronyms(parse: Parse, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Short forms that the text itself explains: "the Bank of Ghana (BoG)", "the *UDC* said" of the
    United Development Corporation.
    """
    taken = {t for c in found for t in range(c.first, c.last + 1)}
    words = parse.words
    bodies = [c for c in found if c.label == "organisation"]

    def short(i: int) -> Candidate:
        return Candidate(i, i, parse.start[i], parse.end[i], words[i], "organisation")

    for c in bodies:
        j = c.last + 1
        if words[j : j + 1] != ["("] or words[j + 2 : j + 3] != [")"] or j + 1 in taken:
            continue
        letters = "".join(w[0] for w in re.findall(r"\w+", c.text))
        if sum(ch.isupper() for ch in words[j + 1]) > 1 and words[j + 1][0].lower() == letters[:1].lower():
            taken.add(j + 1)
            yield short(j + 1)
    spelled = initials(c.text for c in bodies)
    yield from (short(i) for i, word in enumerate(words) if word in spelled and i not in taken)


def initials(bodies: Iterable[str]) -> frozenset[str]:
    """The initials, three or more, of bodies that are named in full."""
    letters = ("".join(w[0] for w in re.findall(r"[A-Z][\w.]*", name)) for name in bodies)
    return frozenset(spelled for spelled in letters if len(spelled) > 2)


def overlooked(parse: Parse, hits: Sequence[Hit], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Runs of capitalised words that the recogniser missed, where the words around say what they name."""
    words, tags = parse.words, parse.tags
    taken = {t for c in found for t in range(c.first, c.last + 1)}
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
        low = word.lower()
        label = ""
        if words[j + 1 : j + 2] == ["party"] and low not in ("the", "a"):
            label, j = "organisation", j + 1
        elif i == j and low in CHAMBERS and capitalised(parse, word):
            label = "organisation"
        elif tags[i] != "JJ" and low not in WEEKDAYS and low not in NOT_NAMES and low not in BODY:
            label = _kind_by_context(parse, i, j)
        if label and not (label == "person" and (low in roles or low in tables.actors())):
            yield Candidate(
                i, j, parse.start[i], parse.end[j], parse.text[parse.start[i] : parse.end[j]], label
            )
        i = j + 1


def capitalised(parse: Parse, word: str) -> bool:
    """Whether a word has its capital within a sentence of the article, too: "told *Parliament*"."""
    places = [t for t, w in enumerate(parse.words) if w == word and not parse.opens(t)]
    return any(not parse.words[t - 1][:1].isupper() and parse.tags[t] == "NNP" for t in places)


def _kind_by_context(parse: Parse, first: int, last: int) -> str:
    """What the words around a run of capitalised words say that it names; empty where they say nothing."""
    words, roles = parse.words, tables.roles()
    before = words[first - 1] if first else ""
    role = roles.get(before.lower())
    if before[:1].isupper() and before.lower() in HONORIFIC:
        return "person"
    title = role is not None and role.title and parse.tags[first - 1][:2] in ("NN", "JJ")
    if title and role is not None and (role.relation or before[:1].isupper()):
        return "person"  # "the preacher Kalupeteka", "President Hollande"
    if before in _BODY_TITLES:
        return "organisation"
    speaks = parse.tags[last] == "NNP" and parse.deps[last] == "nsubj"
    speaks = speaks and parse.lemmas[parse.head[last]] in SPEECH and words[first].lower() not in roles
    capital = all(w == w.capitalize() for w in words[first : last + 1])
    return "person" if speaks and capital else ""


_GENITIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^[Tt]he ")


def bare(text: str) -> str:
    """A name with single blanks, without brackets ("[Ann] Otieno") and the end of a genitive."""
    return _GENITIVE.sub("", " ".join(text.translate(BRACKETS).split()))


def without_article(text: str) -> str:
    """A name without "the" before it."""
    return _ARTICLE.sub("", text)
