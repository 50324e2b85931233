"""Shorter names of organisations and the longer names of the same article that they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.extract.names.word_classes import CHAMBERS, ORGANISATION_NOUNS
from graphbuild.tables.keys import normal

#: Words at the end of a name that a short form can omit.
_OMITTABLE = ORGANISATION_NOUNS | tables.words("trade word")
#: Words that no name ends in.
_NON_FINAL_WORDS = tables.words("open word")
_GROUP_WORDS = tables.words("group word")
#: Regions at the end of the names of branches.
_BRANCHES = frozenset(map(normal, tables.words("region")))
#: Prepositions after the head of a name: "Syrian *Observatory* for Human Rights".
_COMPLEMENT_PREPOSITIONS = ("of", "for")
_PUNCTUATION = str.maketrans("", "", "',")


def longer_forms(
    keys: Sequence[str], listed: Container[str], owned: Container[str] = (), *, sports: bool = False
) -> dict[str, str]:
    """Return the longer name that each shorter key abbreviates, if the article has only one.

    ``keys`` are in text order, one for each mention; keys in ``listed`` abbreviate nothing. Those in
    ``owned`` have an owner beside them, who need not be that of the longer name. ``sports``: whether the
    article is a report on sport.
    """
    first = {key: k for k, key in reversed(list(enumerate(keys)))}
    starting: dict[str, list[str]] = defaultdict(list)
    ending: dict[str, list[str]] = defaultdict(list)
    for key in sorted(first):
        words = key.split()
        for k in range(1, len(words)):
            starting[" ".join(words[:k])].append(key)
            ending[" ".join(words[k:])].append(key)
    fronts = _fronts(first)
    longer: dict[str, str] = {}
    for key, position in first.items():
        if key in listed:
            continue
        words = key.split()
        base = next((b for w in _GROUP_WORDS if (b := key.removesuffix(" " + w)) != key and b in listed), "")
        by_start = [
            w for w in starting.get(key, ()) if _can_be_omitted(w[len(key) + 1 :].split(), len(words))
        ]
        by_end = [
            w for w in ending.get(key, ()) if first[w] < position and not _names_a_part(w.removesuffix(key))
        ]
        whole = _outermost(starting.get(key, ()))
        if base:
            longer[key] = base
        elif len(words) == 1 and len(key) > 4 and whole:
            longer[key] = whole
        elif len(by_start) == 1 and len(key) > 3:
            longer[key] = by_start[0]
        elif len(words) > 2 and len(by_end) == 1:
            longer[key] = by_end[0]
        elif len(words) == 1 and len(ending.get(key, ())) == 1 and ending[key][0] in _clubs():
            longer[key] = ending[key][0]  # "United" after "Manchester United"
        elif key.endswith("s") and (party := f"{_party_adjective(key)} party") in first:
            longer[key] = party
        elif whole and _keeps_start(key, whole, first):
            longer[key] = whole
        elif key not in owned and (full := _without_front(key, fronts.get(_plain(key), {}), first, sports)):
            longer[key] = full
    return {key: longer.get(full, full) for key, full in longer.items()}


def _outermost(names: Collection[str]) -> str:
    """Return the longest of names that all begin it: "Avid Life Media" beside "Avid Life"; else empty."""
    longest = max(names, key=len, default="")
    return longest if all(f"{longest} ".startswith(f"{name} ") for name in names) else ""


def _keeps_start(key: str, whole: str, first: Mapping[str, int]) -> bool:
    """Whether a short form keeps the start of a longer name, of which it is the only one.

    "NXP" after "NXP Semiconductor", "Golden State" for the club, a university without its town. The table has
    the short forms of listed names: "Fox" is not Fox News.
    """
    words, rest = key.split(), _plain(whole[len(key) + 1 :])
    club = whole in _clubs()
    if _is_town(key) or (whole in _bodies() and not club) or rest in _BRANCHES or rest in _states():
        return False  # "IAB" is the parent of "IAB Europe"
    if len(words) == 1:
        return len(key) > 2 and (club or first[whole] < first[key])
    return club or (_is_town(rest) and not _is_town(words[-1]))


def _fronts(keys: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return, by the end of each name and of its head, the names and what stands before it.

    "Observatory" for "Syrian Observatory for Human Rights", before it "syrian".
    """
    fronts: dict[str, dict[str, str]] = defaultdict(dict)
    for key in keys:
        words = _plain(key).split()
        stop = next((k for k, w in enumerate(words) if w in _COMPLEMENT_PREPOSITIONS), len(words))
        for end in {len(words), stop}:
            for k in range(1, end):
                if not _names_a_part(" ".join(words[:k])):
                    fronts[" ".join(words[k:end])][key] = " ".join(words[:k])
    return fronts


def _without_front(key: str, options: Mapping[str, str], first: Mapping[str, int], sports: bool) -> str:
    """Return the one name that a key shortens by the place or body before it; empty if there is none.

    "Cancer Society" after "Jamaica Cancer Society", "General Assembly" after "UN General Assembly".
    ``options`` are the names that end in the key, and what stands before it.
    """
    last = key.rsplit(maxsplit=1)[-1]
    if len(options) != 1 or len(key) < 4 or _is_town(key) or last in CHAMBERS or last == "party":
        return ""
    ((full, front),) = options.items()
    single, before = " " not in key, first[full] < first[key]
    if front in first:
        return ""  # a joint name: "SmithKline Beecham" beside "SmithKline"
    if _is_town(front):
        return full if before or sports or not single else ""
    body = _bodies().get(front, "")
    known = front in _states() or (body and not (single and body in first))
    return full if before and (known or (single and sports)) else ""


def abbreviates(short: str, name: str) -> bool:
    """Whether a short form abbreviates a name that starts with it: "CPC" for CPC International, not "NBC" for
    NBC's political unit.
    """
    rest = name[len(short) + 1 :].split()
    return name.startswith(f"{short} ") and _can_be_omitted(rest, len(short.split()))


def _can_be_omitted(rest: Sequence[str], length: int) -> bool:
    """Whether a short form of ``length`` words can omit these words at the end of a name."""
    return (rest[0] == "of" and length > 1) or all(w in _OMITTABLE for w in rest)


def _names_a_part(before: str) -> bool:
    """Whether the words before a name make it a part of the organisation: "Siberian Branch of the"."""
    return before.rsplit(maxsplit=1)[-1] in _NON_FINAL_WORDS


def _party_adjective(people: str) -> str:
    """Return the adjective of a party: "green" of "greens", "social democratic" of "social democrats"."""
    return people.removesuffix("s") + ("ic" if people.endswith("democrats") else "")


def _plain(key: str) -> str:
    """Return a key without commas and apostrophes."""
    return key.translate(_PUNCTUATION)


@cache
def _clubs() -> frozenset[str]:
    """Return the keys of the sports clubs of the table."""
    return frozenset(normal(o.name) for o in tables.organisations().values() if o.type == "club")


@cache
def _towns() -> frozenset[str]:
    """Return the cities, capitals and provinces of the tables in canonical form."""
    places = {
        name for name, found in tables.places().items() if any(p.type in ("city", "state") for p in found)
    }
    places |= {
        word
        for word, senses in tables.country_forms().items()
        if all(f.kind in ("capital", "seat") for f in senses)
    }
    return frozenset(map(normal, places))


def _is_town(text: str) -> bool:
    """Whether a name in canonical form is that of a city or province."""
    return text in _towns()


@cache
def _states() -> frozenset[str]:
    """Return the names and adjectives of states in canonical form."""
    return frozenset(map(normal, tables.country_forms())) - _towns()


@cache
def _bodies() -> Mapping[str, str]:
    """Return the key of each listed organisation and bloc by each of its names in canonical form."""
    listed = [(o.name, o.aliases) for o in tables.organisations().values()]
    listed += [(b.name, b.aliases) for b in tables.blocs().values()]
    return {normal(form): normal(name) for name, aliases in listed for form in (name, *aliases)}
