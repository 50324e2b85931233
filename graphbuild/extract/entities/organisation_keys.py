"""The key and display name of each organisation of an article: full names, short forms, acronyms."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities import state_bodies
from graphbuild.extract.entities.name_text import clean, without_article
from graphbuild.extract.entities.short_forms import abbreviates, longer_forms
from graphbuild.extract.names.kinds import is_sports_report
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.word_classes import ORGANISATION_NOUNS
from graphbuild.tables.keys import normal

_SUFFIX = tables.patterns()["company suffix"]
#: Types of organisations that belong to one state, so that other states have some with the same name.
_STATE_TYPES = frozenset(["party", "ministry", "parliament", "court", "army"])
#: What tells in a listed name where the organisation is: "Alliance Party *of Northern Ireland*".
_LOCATED = re.compile(r" \(| of ")
#: Letters of a listed acronym from which it may be another organisation of the article: "EU" is no Essex
#: University.
_FEWEST_LETTERS = 3


def assign(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str]]:
    """Return key and display name of each organisation's name, by its index."""
    keys: dict[int, tuple[str, str]] = state_bodies.assign(parse, names, article)
    elsewhere = dict(_same_name_elsewhere(parse, names, article, keys))
    display: dict[str, str] = {}
    unlisted: list[int] = []
    for k, n in enumerate(names):
        if n.kind != "organisation" or k in keys:
            continue
        if n.entry is not None:
            keys[k] = elsewhere[k] if k in elsewhere else (normal(n.entry.name), n.entry.name)
        elif (entry := _companies_by_plain_name().get(_SUFFIX.sub("", normal(n.text)))) is not None:
            keys[k] = (normal(entry), entry)  # "Merrill Lynch and Co"
        elif (entry := _listed_of_state(n.text)) is not None:
            keys[k] = (normal(entry), entry)  # "U.S. Federal Bureau of Investigation"
        else:
            unlisted.append(k)
    plain = {k: _SUFFIX.sub("", normal(names[k].text)) for k in unlisted}
    keyed = {**plain, **{k: key for k, (key, _) in keys.items()}}
    acronyms = _acronyms(parse, names, keyed)
    texts = {normal(names[k].text) for k in keyed}
    plain_keys = sorted(set(plain.values()))
    for k in sorted(keys):  # "LSE" is the London Stock Exchange, "CPC" CPC International, if named in full
        short = names[k].text.replace(".", "")
        if len(short) < _FEWEST_LETTERS:
            continue
        full = acronyms.get(short) or next((p for p in plain_keys if abbreviates(short.lower(), p)), None)
        if short.isupper() and full is not None and full != keys[k][0] and keys[k][0] not in texts:
            key, title = next((v for v in keys.values() if v[0] == full), (full, ""))
            keys[k] = (key, title or next(names[j].text for j in unlisted if plain[j] == full))
    keys |= dict(_with_listed_acronym(parse, names, keys, plain))
    unlisted = [k for k in unlisted if k not in keys]
    # "Mobil Corp" is no short form
    with_legal_form = {plain[k] for k in unlisted if plain[k] != normal(names[k].text)}
    fixed = with_legal_form | {key for key, _ in keys.values()}
    owned = {plain[k] for k in unlisted if _has_owner(parse, names, k)}
    longer = longer_forms([keyed[k] for k in sorted(keyed)], fixed, owned, sports=is_sports_report(parse))
    titles = dict(keys.values())
    for k in unlisted:
        n, key = names[k], plain[k]
        short = n.text.replace(".", "")
        if _is_acronym(short) and acronyms.get(short, key) != key:
            key = acronyms[short]
        key = longer.get(key, key)
        text = without_article(clean(n.text))
        if normal(text) == key or key not in display:
            display[key] = max(display.get(key, ""), text, key=lambda t: (normal(t) == key, len(t), t))
        keys[k] = (key, "")
    for k in unlisted:
        key = keys[k][0]
        keys[k] = (key, titles.get(key) or display[key])
    return keys


def _same_name_elsewhere(
    parse: Parse, names: Sequence[Name], article: str, assigned: Container[int]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield keys of names that organisations of several states have, if the table's state is not mentioned.

    "Labour won in Norway" refers to Norway's, "the Times said" in an article with the New York Times to that;
    else the key is local to the article.
    """
    table = tables.organisations()
    known = {
        k: found for k, n in enumerate(names) if n.entry and (found := table.get(n.entry.key)) is not None
    }
    ambiguous = {
        k: organisation
        for k, organisation in known.items()
        if k not in assigned and organisation.country and _has_namesakes(organisation, clean(names[k].text))
    }
    mentioned = state_bodies.mentioned_states(parse, names, ambiguous) if ambiguous else frozenset()
    for k, organisation in ambiguous.items():
        text = clean(names[k].text)
        local = _LOCATED.search(organisation.name) is not None and not _LOCATED.search(text)
        if organisation.country in mentioned or (not mentioned and not local):
            continue
        ending = f" {normal(text)}"
        longer = {
            o.name for o in known.values() if f" {normal(o.name)}".endswith(ending) and o is not organisation
        }
        iso3 = state_bodies.adjacent_state(parse, names, k) or (
            next(iter(mentioned)) if len(mentioned) == 1 else ""
        )
        if len(longer) == 1:
            name = longer.pop()
            yield k, (normal(name), name)
        elif iso3 and not _is_acronym(text):
            country = tables.countries()[iso3].name
            name = text if local else organisation.name
            yield k, (f"{normal(country)}/{normal(name)}", f"{name} ({country})")
        else:
            name_alone = text if local or _is_acronym(text) else organisation.name
            yield k, (f"{article}/{normal(name_alone)}", without_article(name_alone))


def _has_namesakes(organisation: tables.Organisation, text: str) -> bool:
    """Whether other states are likely to have an organisation of this name: parties, "the Times"."""
    generic = (
        organisation.type == "media"
        and normal(text).split()[-1] in ORGANISATION_NOUNS
        and text in (organisation.name, f"The {organisation.name}")
    )
    return text in organisation.ambiguous and (organisation.type in _STATE_TYPES or generic)


def _acronyms(parse: Parse, names: Sequence[Name], keyed: Mapping[int, str]) -> dict[str, str]:
    """Return the key of the full name of each acronym, by its initials or because one follows in brackets."""
    full_key: dict[str, str] = {}
    for k in sorted(keyed):
        n = names[k]
        capitalised = re.findall(r"[A-Z][\w.]*", n.text.replace("The ", ""))
        initials = "".join(w[0] for w in capitalised)
        national = bool(capitalised) and capitalised[0] in tables.country_forms()
        for letters in (initials, initials[1:] if national else ""):
            if len(letters) > 1:  # "ICC" of "U.S. Interstate Commerce Commission"
                full_key.setdefault(letters, keyed[k])
        if parse.words[n.last + 1 : n.last + 2] != ["("]:
            continue
        closing = next(
            (j for j in range(n.last + 2, min(n.last + 7, len(parse.words))) if parse.words[j] == ")"), -1
        )
        inside = parse.surface(n.last + 2, closing - 1) if closing > n.last + 2 else ""
        other = k + 1 if k + 1 in keyed and names[k + 1].first == n.last + 2 else -1
        if _is_acronym(inside.replace(".", "")):
            full_key[inside.replace(".", "")] = keyed[k]
        elif other >= 0 and _is_acronym(n.text) and n.text[0] == names[other].text[0]:
            full_key[n.text] = keyed[other]
    return full_key


def _has_owner(parse: Parse, names: Sequence[Name], k: int) -> bool:
    """Whether a genitive or a state stands beside an organisation's name: "*Canada's* Cancer Society"."""
    genitive = names[k].first > 0 and parse.tags[names[k].first - 1] == "POS"
    return genitive or state_bodies.adjacent_state(parse, names, k) != ""


def _with_listed_acronym(
    parse: Parse, names: Sequence[Name], listed: Mapping[int, tuple[str, str]], plain: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield keys of names before a listed acronym in brackets: "Asia Pacific … Co-operation (Apec)".

    Also of names in brackets after it, if it has their initials: "APEC (Asian-Pacific …)".
    """
    for k, key in plain.items():
        if " " not in key:
            continue
        if k - 1 in listed and _spells_out(parse, names[k - 1], names[k]):
            yield k, listed[k - 1]
        if k + 1 not in listed:
            continue
        long, short = names[k], names[k + 1]
        inside = parse.words[long.last + 1 : short.first] == ["("] and short.first == short.last
        if inside and parse.words[short.last + 1 : short.last + 2] == [")"] and long.text[0] == short.text[0]:
            yield k, listed[k + 1]


def _spells_out(parse: Parse, short: Name, long: Name) -> bool:
    """Whether a name in brackets has the initials of the acronym before it."""
    words = parse.words
    before = [w.lower() for w in words[short.last + 1 : long.first]]
    if before not in (["("], ["(", "the"]) or words[long.last + 1 : long.last + 2] != [")"]:
        return False
    letters = short.text.replace(".", "")
    return letters.isupper() and letters == "".join(re.findall(r"\b[A-Z]", without_article(long.text)))


@cache
def _companies_by_plain_name() -> dict[str, str]:
    """Return the companies of the table by unambiguous names without legal form."""
    names: dict[str, str] = {}
    for o in tables.organisations().values():
        if o.type == "company":
            for name in (o.name, *o.aliases):
                if name not in o.ambiguous:
                    names.setdefault(_SUFFIX.sub("", normal(name)), o.name)
    return names


@cache
def _listed_by_state() -> dict[tuple[str, str], str]:
    """Return the organisations of the table by the code of their state and each of their names."""
    return {
        (o.country, normal(name)): o.name
        for o in tables.organisations().values()
        if o.country
        for name in (o.name, *o.aliases)
    }


def _listed_of_state(text: str) -> str | None:
    """Return the organisation of the table that a name with its state denotes; None for other names."""
    iso3, rest = state_bodies.split_state(clean(text))
    return _listed_by_state().get((iso3, normal(rest))) if iso3 else None


def _is_acronym(word: str) -> bool:
    """Whether a word can be an acronym: "BBC", "BoG"."""
    letters = re.sub(r"[-&\d]", "", word)
    return letters.isalpha() and sum(ch.isupper() for ch in letters) > 1 and word[0].isupper()
