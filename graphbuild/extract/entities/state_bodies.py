"""Organisations that every state has ("Finance Ministry"), and the state of one that is not named with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.name_text import clean, without_article
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.word_classes import PORTFOLIO_WORDS
from graphbuild.tables.keys import normal

#: Names of organisations that many states have, besides ministries.
_STATE_OFFICES = tables.words("state office")
_SPELLING = {"defense": "defence", "labor": "labour", "&": "and"}
_STATE_FORMS = ("name", "adjective", "people")
_HEAD_OF_FIELD = tables.patterns()["office of a field"]
_FIELD_HEAD = tables.patterns()["field and office"]
_UNIT_OF_ARMY = tables.patterns()["unit of an army"]
#: What stands for an adjective before the names of organisations.
_ADJECTIVES = {"USA": "US"}
_GENITIVE = ("'s", "’s", "'", "’")
#: How often, and how many times more often than any other state, the main one of an article is named.
_MAIN_STATE_RATIO = 3


@lru_cache(maxsize=8192)
def parse_office(text: str) -> tuple[str, str] | None:
    """Return the state in such a name (or ``""``) and its canonical form; None for other names."""
    iso3, rest = split_state(clean(text))
    canonical = _canonical(rest)
    return (iso3, canonical) if canonical else _parse_unit(iso3, rest)


def _parse_unit(iso3: str, text: str) -> tuple[str, str] | None:
    """Return the state and canonical form of a unit of an army: "3 Division, Nigerian Army"."""
    match = _UNIT_OF_ARMY.fullmatch(text)
    if match is None:
        return None
    army = split_state(match["army"])[0] if match["army"] else ""
    return iso3 or army, normal(match["unit"]).replace("defense", "defence")


def _is_unit(form: str) -> bool:
    """Whether a canonical form is that of a unit of an army."""
    return form[:1].isdigit() or form.endswith(" headquarters")


def split_state(text: str) -> tuple[str, str]:
    """Return the state at the start of a name, or after "of" at its end, and the rest of the name."""
    words = without_article(text).split(" ")
    forms = tables.country_forms()
    for size in (3, 2, 1):
        first = clean(" ".join(words[:size]))
        if len(words) > size and (found := forms.get(first)) and found[0].kind in _STATE_FORMS:
            return found[0].iso3, " ".join(words[size:])
        last = " ".join(words[-size:])
        if len(words) > size + 1 and (found := forms.get(last)) and found[0].kind in _STATE_FORMS:
            before = words[:-size]
            before = before[:-1] if before[-1] == "the" else before
            if before[-1] == "of":
                return found[0].iso3, " ".join(before[:-1])
    return "", " ".join(words)


def _canonical(text: str) -> str:
    """Return the canonical form, "finance ministry" for "Ministry of Finance"; empty for other names."""
    words = [_SPELLING.get(w, w) for w in normal(text).split()]
    name = " ".join(words)
    if name in _STATE_OFFICES:
        return name
    match = _HEAD_OF_FIELD.fullmatch(name) or _FIELD_HEAD.fullmatch(name)
    field, head = (match["field"], match["head"]) if match else ("", "")
    parts = field.replace(",", " ,").split()
    if not parts or (head == "department" and any(w not in PORTFOLIO_WORDS for w in parts)):
        return ""
    if field in ("foreign affairs", "external relations"):
        field = "foreign"
    return f"{field} {head}"


@cache
def _table_entries() -> dict[tuple[str, str], str]:
    """Return the table entries of such organisations, by state and canonical form."""
    entries: dict[tuple[str, str], str] = {}
    for o in tables.organisations().values():
        for name in (o.name, *o.aliases):
            parsed = parse_office(name)
            if parsed is not None and o.country and parsed[0] in ("", o.country):
                entries.setdefault((o.country, parsed[1]), o.name)
    return entries


def assign(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str]]:
    """Return key and display name of each such organisation: of its table entry, its state, or the article.

    The state is that in the name, that of a genitive, adjective or "of" beside it, that of another mention
    of the same organisation, or the main one of the article; of a unit of an army, that of the army that the
    article names. A unit of no known state has no key here.
    """
    offices = {
        k: t
        for k, n in enumerate(names)
        if n.kind == "organisation" and (t := parse_office(n.text)) is not None
    }
    if not offices:
        return {}
    forms = {form for _, form in offices.values()}
    offices = {k: (iso3, _full_form(form, forms)) for k, (iso3, form) in offices.items()}
    state: dict[int, str] = {k: iso3 or adjacent_state(parse, names, k) for k, (iso3, _) in offices.items()}
    states_of: dict[str, set[str]] = defaultdict(set)
    for k, iso3 in state.items():
        if iso3:
            states_of[offices[k][1]].add(iso3)
    counts = Counter(n.entry.key for n in names if n.kind == "country" and n.entry is not None)
    mentioned = mentioned_states(parse, names, offices)
    armies = _army_states(names)
    keys: dict[int, tuple[str, str]] = {}
    for k, (_, form) in offices.items():
        iso3 = state[k]
        if not iso3 and (province := _province_before(parse, names[k])):
            keys[k] = (f"{normal(province)}/{form}", f"{_title(form)} ({province})")
            continue
        if not iso3 and len(states_of[form]) == 1:
            iso3 = next(iter(states_of[form]))
        if not iso3 and _is_unit(form):
            iso3 = next(iter(armies)) if len(armies) == 1 else ""
        if not iso3:
            iso3 = _state_of_entry(names[k], mentioned) or dominant(counts, _MAIN_STATE_RATIO)
        if not iso3 and _is_unit(form):
            continue
        if not iso3:
            name = without_article(" ".join(names[k].text.split()))
            keys[k] = (f"{article}/{form}", name if normal(name) != "house" else _title(form))
        elif (entry := _table_entries().get((iso3, form))) is not None:
            keys[k] = (normal(entry), entry)
        else:
            keys[k] = (f"{normal(tables.countries()[iso3].name)}/{form}", _of_state(form, iso3))
    return keys


def _of_state(form: str, iso3: str) -> str:
    """Return the display name of an organisation of a state: "Kenyan Defence Ministry".

    "3 Division (Kenya)" for numbered units, and if the state has no adjective of its own.
    """
    country = tables.countries()[iso3]
    adjective = _ADJECTIVES.get(iso3) or next(iter(country.adjectives), "")
    own = adjective and sum(f.kind == "adjective" for f in tables.country_forms().get(adjective, ())) < 2
    if own and not form[:1].isdigit() and not form.startswith("office of "):
        return f"{adjective} {_title(form)}"
    return f"{_title(form)} ({country.name})"


def _army_states(names: Sequence[Name]) -> frozenset[str]:
    """Return the states whose listed armies an article names."""
    table = tables.organisations()
    keys = {n.entry.key for n in names if n.entry is not None and not n.entry.ambiguous}
    armies = (table[key] for key in keys & table.keys() if table[key].type == "army")
    return frozenset(army.country for army in armies) - {""}


def _province_before(parse: Parse, n: Name) -> str:
    """Return the province or federated state named before an organisation: "*Ontario's* Health Ministry"."""
    last = n.first - 2 if n.first and parse.words[n.first - 1] in _GENITIVE else n.first - 1
    for first in (last - 1, last):
        if 0 <= first <= last and (province := tables.land(parse.surface(first, last))) is not None:
            return province.name
    return ""


def _full_form(form: str, forms: Container[str]) -> str:
    """Return "house of representatives" for "house" where the article has the longer form."""
    return f"{form} of representatives" if f"{form} of representatives" in forms else form


def adjacent_state(parse: Parse, names: Sequence[Name], k: int) -> str:
    """Return the state whose genitive or adjective precedes a name, or that follows it after "of" or "in"."""
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
    """Return the state of a capital whose genitive precedes a name: "*Seoul's* Foreign Ministry"."""
    if n.first < 2 or parse.words[n.first - 1] not in _GENITIVE:
        return ""
    recognised = parse.name(n.first - 2)
    if recognised is None or recognised[2] != "GPE" or recognised[1] != n.first - 1:
        return ""
    first, stop, _ = recognised
    states = {f.iso3 for f in tables.country_forms().get(parse.surface(first, stop - 1), ())}
    return states.pop() if len(states) == 1 else ""


def _code(n: Name) -> str:
    """Return the table key of a name; empty if no table lists it."""
    return n.entry.key if n.entry is not None else ""


def mentioned_states(parse: Parse, names: Sequence[Name], excluded: Container[int] = ()) -> frozenset[str]:
    """Return the states that an article names, by themselves or by an organisation or place of theirs.

    The organisations at the indices ``excluded`` do not count.
    """
    named = {_code(n) for n in names if n.kind == "country"}
    mentioned = {*named, *_organisation_states(names, excluded), *_place_states(parse)} - {""}
    countries = tables.countries()
    return frozenset(
        mentioned | {countries[code].successor for code in mentioned if countries[code].status == "territory"}
    ) - {""}


def _organisation_states(names: Sequence[Name], excluded: Container[int]) -> Iterator[str]:
    """Yield the states of the listed organisations that the article names."""
    table = tables.organisations()
    for k, n in enumerate(names):
        if n.entry is not None and k not in excluded and (known := table.get(n.entry.key)) is not None:
            yield known.country


def _place_states(parse: Parse) -> Iterator[str]:
    """Yield the states of the places that the article names."""
    table = tables.places()
    for first, stop, label in parse.names:
        if label == "GPE":
            for place in table.get(parse.surface(first, stop - 1), ()):
                if not place.ambiguous:
                    yield place.country


def _state_of_entry(n: Name, mentioned: Container[str]) -> str:
    """Return the state of the table entry of a name, if the article mentions that state."""
    known = tables.organisations().get(n.entry.key) if n.entry is not None else None
    return known.country if known is not None and known.country in mentioned else ""


def dominant(counts: Counter[str], times: int) -> str:
    """Return the state named ``times`` times or more, ``times`` times as often as any other; else empty."""
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < times * max([1, *(n for _, n in ranked[1:])]):
        return ""
    return ranked[0][0]


def _title(form: str) -> str:
    """Return a canonical form in title case."""
    return " ".join(w if w in ("of", "and", "the", "for") else w[:1].upper() + w[1:] for w in form.split())
