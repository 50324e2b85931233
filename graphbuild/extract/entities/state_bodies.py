"""Bodies that every state has ("Finance Ministry"): whose is meant where the name does not tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.name_text import bare, without_article
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.word_classes import FIELDS
from graphbuild.tables.keys import normal

#: Names of bodies that many states have, besides their ministries.
_STATE_OFFICES = tables.words("state office")
_SPELLING = {"defense": "defence", "labor": "labour", "&": "and"}
_OWN_WORDS = ("name", "adjective", "people")
_OF = tables.patterns()["office of a field"]
_KIND = tables.patterns()["field and office"]
_GENITIVE = ("'s", "’s", "'", "’")
#: How often, and how many times more often than any other, a state is named that an article is about.
_CLEARLY = 3


@lru_cache(maxsize=8192)
def office(text: str) -> tuple[str, str] | None:
    """The state that a name of such a body tells (or ``""``) and its canonical form; None for other names."""
    iso3, rest = _stated(bare(text))
    canonical = _canonical(rest)
    return (iso3, canonical) if canonical else None


def _stated(text: str) -> tuple[str, str]:
    """The state at the beginning of a name, or after "of" at its end, and the name without it."""
    words = without_article(text).split(" ")
    forms = tables.country_forms()
    for size in (3, 2, 1):
        first = bare(" ".join(words[:size]))
        if len(words) > size and (found := forms.get(first)) and found[0].kind in _OWN_WORDS:
            return found[0].iso3, " ".join(words[size:])
        last = " ".join(words[-size:])
        if len(words) > size + 1 and (found := forms.get(last)) and found[0].kind in _OWN_WORDS:
            before = words[:-size]
            before = before[:-1] if before[-1] == "the" else before
            if before[-1] == "of":
                return found[0].iso3, " ".join(before[:-1])
    return "", " ".join(words)


def _canonical(text: str) -> str:
    words = [_SPELLING.get(w, w) for w in normal(text).split()]
    name = " ".join(words)
    if name in _STATE_OFFICES:
        return name
    found = _OF.fullmatch(name) or _KIND.fullmatch(name)
    field, head = (found["field"], found["head"]) if found else ("", "")
    parts = field.replace(",", " ,").split()
    if not parts or (head == "department" and any(w not in FIELDS for w in parts)):
        return ""
    if field in ("foreign affairs", "external relations"):
        field = "foreign"
    return f"{field} {head}"


@cache
def _listed() -> dict[tuple[str, str], str]:
    """Such bodies in the table of organisations, by state and canonical form."""
    found: dict[tuple[str, str], str] = {}
    for o in tables.organisations().values():
        for name in (o.name, *o.aliases):
            post = office(name)
            if post is not None and o.country and post[0] in ("", o.country):
                found.setdefault((o.country, post[1]), o.name)
    return found


def resolve(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str]]:
    """Key and display name of each such body: its entry in the table, or its state's, or the article's own.

    The state is told in the name, by a genitive, adjective or "of" beside it, by another place where
    the article names the same body, or it is the one that the article is plainly about.
    """
    posts = {
        k: t for k, n in enumerate(names) if n.kind == "organisation" and (t := office(n.text)) is not None
    }
    if not posts:
        return {}
    called = {body for _, body in posts.values()}
    posts = {k: (iso3, _whole(body, called)) for k, (iso3, body) in posts.items()}
    state: dict[int, str] = {k: iso3 or beside(parse, names, k) for k, (iso3, _) in posts.items()}
    said: dict[str, set[str]] = defaultdict(set)
    for k, iso3 in state.items():
        if iso3:
            said[posts[k][1]].add(iso3)
    counts = Counter(n.known.key for n in names if n.kind == "country" and n.known is not None)
    spoken = spoken_of(parse, names, posts)
    out: dict[int, tuple[str, str]] = {}
    for k, (_, body) in posts.items():
        iso3 = state[k]
        if not iso3 and (land := _land_before(parse, names[k])):
            out[k] = (f"{normal(land)}/{body}", f"{_title(body)} ({land})")
            continue
        if not iso3 and len(said[body]) == 1:
            iso3 = next(iter(said[body]))
        if not iso3:
            iso3 = _listed_state(names[k], spoken) or foremost(counts, _CLEARLY)
        if not iso3:
            name = without_article(" ".join(names[k].text.split()))
            out[k] = (f"{article}/{body}", name if normal(name) != "house" else _title(body))
        elif (entry := _listed().get((iso3, body))) is not None:
            out[k] = (normal(entry), entry)
        else:
            country = tables.countries()[iso3].name
            out[k] = (f"{normal(country)}/{body}", f"{_title(body)} ({country})")
    return out


def _land_before(parse: Parse, n: Name) -> str:
    """The province or state whose name stands before a body's: "*Ontario's* Health Ministry"."""
    last = n.first - 2 if n.first and parse.words[n.first - 1] in _GENITIVE else n.first - 1
    for first in (last - 1, last):
        if 0 <= first <= last and (land := tables.land(parse.surface(first, last))) is not None:
            return land.name
    return ""


def _whole(body: str, called: Container[str]) -> str:
    """The fuller form of what is called a house alone, where the article has it."""
    return f"{body} of representatives" if f"{body} of representatives" in called else body


def beside(parse: Parse, names: Sequence[Name], k: int) -> str:
    """The state whose genitive or adjective stands before a name, or that follows it after "of"."""
    n, words = names[k], parse.words
    if k + 1 < len(names) and names[k + 1].kind == "country":
        between = words[n.last + 1 : names[k + 1].first]
        if between in (["of"], ["of", "the"], ["in"], ["in", "the"]):
            return _code(names[k + 1])
    if capital := _capital_before(parse, n):
        return capital
    if not k or names[k - 1].kind != "country":
        return ""
    before = names[k - 1]
    between = words[before.last + 1 : n.first]
    tags = parse.tags[before.last + 1 : n.first]
    if between[:1] and between[0] in _GENITIVE:
        between, tags = between[1:], tags[1:]
    elif not (before.demonym or (before.text.isupper() or before.text[1:2] == ".")):
        return ""
    return _code(before) if len(between) < 3 and all(t[:2] in ("JJ", "VB", "NN") for t in tags) else ""


def _capital_before(parse: Parse, n: Name) -> str:
    """The state of the city whose genitive stands before a name: "*Seoul's* Foreign Ministry"."""
    if n.first < 2 or parse.words[n.first - 1] not in _GENITIVE or (found := parse.name(n.first - 2)) is None:
        return ""
    first, stop, label = found
    if label != "GPE" or stop != n.first - 1:
        return ""
    states = {f.iso3 for f in tables.country_forms().get(parse.surface(first, stop - 1), ())}
    return states.pop() if len(states) == 1 else ""


def _code(n: Name) -> str:
    return n.known.key if n.known is not None else ""


def spoken_of(parse: Parse, names: Sequence[Name], besides: Container[int] = ()) -> frozenset[str]:
    """The states that an article names, or a well-known body or place of which it names.

    ``besides`` are names of which this is asked.
    """
    named = {_code(n) for n in names if n.kind == "country"}
    spoken = {*named, *_bodies_of(names, besides), *_places(parse)} - {""}
    known = tables.countries()
    return frozenset(
        spoken | {known[code].successor for code in spoken if known[code].status == "territory"}
    ) - {""}


def _bodies_of(names: Sequence[Name], besides: Container[int]) -> Iterator[str]:
    """The states of the known bodies and their members that the article names."""
    table = tables.organisations()
    for k, n in enumerate(names):
        if n.known is not None and k not in besides and (known := table.get(n.known.key)) is not None:
            yield known.country


def _places(parse: Parse) -> Iterator[str]:
    """The states of the places that the article names."""
    table = tables.places()
    for first, stop, label in parse.names:
        if label == "GPE":
            for place in table.get(parse.surface(first, stop - 1), ()):
                if not place.ambiguous:
                    yield place.country


def _listed_state(n: Name, spoken_of: Container[str]) -> str:
    """The state of the table's entry for a bare name, where the article speaks of that state."""
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    return known.country if known is not None and known.country in spoken_of else ""


def foremost(counts: Counter[str], times: int) -> str:
    """The state that is named so many times and so many times more often than any other; else empty."""
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < times * max([1, *(n for _, n in ranked[1:])]):
        return ""
    return ranked[0][0]


def _title(body: str) -> str:
    return " ".join(w if w in ("of", "and", "the", "for") else w[:1].upper() + w[1:] for w in body.split())
