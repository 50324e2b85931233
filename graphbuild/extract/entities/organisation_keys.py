"""The key and display name of each organisation of an article: full names, short forms, acronyms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities import state_bodies
from graphbuild.extract.entities.name_text import bare, without_article
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.word_classes import BODY
from graphbuild.tables.keys import normal

_SUFFIX = tables.patterns()["company suffix"]
#: Words that a short form of a name leaves out at its end.
_LEFT_OUT = BODY | tables.words("trade word")
#: Words that no name ends in.
_OPEN = tables.words("open word")
_GROUP = tables.words("group word")
#: Types of bodies that are of one state each, so that others have such with the same name.
_OF_A_STATE = frozenset(["party", "ministry", "parliament", "court", "army"])


def assign(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str]]:
    """Key and display name of each organisation's name."""
    out: dict[int, tuple[str, str]] = state_bodies.resolve(parse, names, article)
    shared = dict(_shared(parse, names, article, out))
    shown: dict[str, str] = {}
    free: list[int] = []
    for k, n in enumerate(names):
        if n.kind != "organisation" or k in out:
            continue
        if n.known is not None:
            out[k] = shared[k] if k in shared else (normal(n.known.name), n.known.name)
        elif (entry := _listed().get(_SUFFIX.sub("", normal(n.text)))) is not None:
            out[k] = (normal(entry), entry)  # "Merrill Lynch and Co"
        else:
            free.append(k)
    plain = {k: _SUFFIX.sub("", normal(names[k].text)) for k in free}
    keyed = {**plain, **{k: key for k, (key, _) in out.items()}}
    acronyms = _acronyms(parse, names, keyed)
    listed = {normal(names[k].text) for k in keyed}
    opened = sorted(set(plain.values()))  # "CPC" is CPC International where the article names that
    for k in sorted(out):  # "LSE" is the London Stock Exchange where the article names that in full
        short = names[k].text.replace(".", "")
        meant = acronyms.get(short) or next((p for p in opened if _opens(short.lower(), p)), None)
        if short.isupper() and meant is not None and meant != out[k][0] and out[k][0] not in listed:
            key, title = next((v for v in out.values() if v[0] == meant), (meant, ""))
            out[k] = (key, title or next(names[j].text for j in free if plain[j] == meant))
    out |= dict(_bracketed(parse, names, out, plain))
    free = [k for k in free if k not in out]
    formal = {plain[k] for k in free if plain[k] != normal(names[k].text)}  # "Mobil Corp" is no short form
    longer = _longer([keyed[k] for k in sorted(keyed)], formal | {key for key, _ in out.values()})
    titles = dict(out.values())
    for k in free:
        n, key = names[k], plain[k]
        short = n.text.replace(".", "")
        if _short(short) and acronyms.get(short, key) != key:
            key = acronyms[short]
        key = longer.get(key, key)
        text = without_article(bare(n.text))
        if normal(text) == key or key not in shown:
            shown[key] = max(shown.get(key, ""), text, key=lambda t: (normal(t) == key, len(t), t))
        out[k] = (key, "")
    for k in free:
        key = out[k][0]
        out[k] = (key, titles.get(key) or shown[key])
    return out


def _shared(
    parse: Parse, names: Sequence[Name], article: str, listed: Container[int]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Names that bodies of several states have, in articles that speak of others than the table's state.

    "Labour won in Norway" means that of the state beside it, "the Times said" in an article that names
    the New York Times that one, else it is a body of this article alone.
    """
    table = tables.organisations()
    known = {
        k: found for k, n in enumerate(names) if n.known and (found := table.get(n.known.key)) is not None
    }
    doubtful = {
        k: body
        for k, body in known.items()
        if k not in listed and body.country and _has_namesakes(body, bare(names[k].text))
    }
    spoken = state_bodies.spoken_of(parse, names, doubtful) if doubtful else frozenset()
    for k, body in doubtful.items():
        if not spoken or body.country in spoken:
            continue
        text = bare(names[k].text)
        ends = f" {normal(text)}"
        longer = {o.name for o in known.values() if f" {normal(o.name)}".endswith(ends) and o is not body}
        iso3 = state_bodies.beside(parse, names, k) or (next(iter(spoken)) if len(spoken) == 1 else "")
        if len(longer) == 1:
            name = longer.pop()
            yield k, (normal(name), name)
        elif iso3 and not _short(text):
            country = tables.countries()[iso3].name
            yield k, (f"{normal(country)}/{normal(body.name)}", f"{body.name} ({country})")
        else:
            own = text if _short(text) else body.name
            yield k, (f"{article}/{normal(own)}", without_article(own))


def _has_namesakes(body: tables.Organisation, text: str) -> bool:
    """Whether bodies of other states are likely to be called so: parties, ministries, "the Times"."""
    generic = (
        body.type == "media" and normal(text).split()[-1] in BODY and text in (body.name, f"The {body.name}")
    )
    return text in body.ambiguous and (body.type in _OF_A_STATE or generic)


def _acronyms(parse: Parse, names: Sequence[Name], keyed: Mapping[int, str]) -> dict[str, str]:
    """The names that short forms stand for: by their initials, or because one of the two is in brackets."""
    found: dict[str, str] = {}
    for k in sorted(keyed):
        n = names[k]
        said = re.findall(r"[A-Z][\w.]*", n.text.replace("The ", ""))
        for spelled in (said, said[1:] if said and said[0] in tables.country_forms() else []):
            letters = "".join(w[0] for w in spelled)  # "ICC" of "U.S. Interstate Commerce Commission"
            if len(letters) > 1:
                found.setdefault(letters, keyed[k])
        if parse.words[n.last + 1 : n.last + 2] != ["("]:
            continue
        closing = next(
            (j for j in range(n.last + 2, min(n.last + 7, len(parse.words))) if parse.words[j] == ")"), -1
        )
        inside = parse.surface(n.last + 2, closing - 1) if closing > n.last + 2 else ""
        other = k + 1 if k + 1 in keyed and names[k + 1].first == n.last + 2 else -1
        if _short(inside.replace(".", "")):
            found[inside.replace(".", "")] = keyed[k]
        elif other >= 0 and _short(n.text) and n.text[0] == names[other].text[0]:
            found[n.text] = keyed[other]
    return found


def _longer(keys: Sequence[str], listed: Container[str]) -> dict[str, str]:
    """The fuller name that each shorter key leaves something out of, where one alone is in the article.

    ``keys`` come in text order, once for each mention; a name of the table in ``listed`` stays itself.
    """
    first = {key: k for k, key in reversed(list(enumerate(keys)))}
    starting: dict[str, list[str]] = defaultdict(list)
    ending: dict[str, list[str]] = defaultdict(list)
    for key in sorted(first):
        words = key.split()
        for k in range(1, len(words)):
            starting[" ".join(words[:k])].append(key)
            ending[" ".join(words[k:])].append(key)
    found: dict[str, str] = {}
    for key, opens in first.items():
        if key in listed:
            continue
        words = key.split()
        base = next((b for w in _GROUP if (b := key.removesuffix(" " + w)) != key and b in listed), "")
        plain = [w for w in starting.get(key, ()) if _left_out(w[len(key) + 1 :].split(), len(words))]
        before = [w for w in ending.get(key, ()) if first[w] < opens and not _part(w.removesuffix(key))]
        if base:
            found[key] = base
        elif len(words) == 1 and len(key) > 4 and len(starting.get(key, ())) == 1:
            found[key] = starting[key][0]
        elif len(plain) == 1 and len(key) > 3:
            found[key] = plain[0]
        elif len(words) > 2 and len(before) == 1:
            found[key] = before[0]
        elif len(words) == 1 and len(ending.get(key, ())) == 1 and ending[key][0] in _clubs():
            found[key] = ending[key][0]  # "United" after "Manchester United"
        elif key.endswith("s") and (party := f"{_adjective(key)} party") in first:
            found[key] = party
    return {key: found.get(full, full) for key, full in found.items()}


def _opens(short: str, name: str) -> bool:
    """Whether a short form stands for a longer name that it opens: "CPC" for CPC International, not "NBC" for
    its political unit.
    """
    return name.startswith(f"{short} ") and _left_out(name[len(short) + 1 :].split(), len(short.split()))


def _left_out(rest: Sequence[str], kept: int) -> bool:
    """Whether a short form of ``kept`` words can leave out these words at the end of a name."""
    return (rest[0] == "of" and kept > 1) or all(w in _LEFT_OUT for w in rest)


def _part(before: str) -> bool:
    """Whether words before a name make it the whole of which a part is named: "Siberian Branch of the"."""
    return before.rsplit(maxsplit=1)[-1] in _OPEN


def _adjective(people: str) -> str:
    """ "greens" → "green", "social democrats" → "social democratic", "conservatives" → "conservative"."""
    return people.removesuffix("s") + ("ic" if people.endswith("democrats") else "")


def _bracketed(
    parse: Parse, names: Sequence[Name], listed: Mapping[int, tuple[str, str]], plain: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Long names whose short form in brackets the table knows: "Asia Pacific … Co-operation (Apec)"."""
    for k, key in plain.items():
        if k + 1 not in listed or " " not in key:
            continue
        long, short = names[k], names[k + 1]
        inside = parse.words[long.last + 1 : short.first] == ["("] and short.first == short.last
        if inside and parse.words[short.last + 1 : short.last + 2] == [")"] and long.text[0] == short.text[0]:
            yield k, listed[k + 1]


@cache
def _listed() -> dict[str, str]:
    """Companies of the table by their plain names without a legal form, as far as those mean one alone."""
    found: dict[str, str] = {}
    for o in tables.organisations().values():
        if o.type == "company":
            for name in (o.name, *o.aliases):
                if name not in o.ambiguous:
                    found.setdefault(_SUFFIX.sub("", normal(name)), o.name)
    return found


@cache
def _clubs() -> frozenset[str]:
    """The keys of the table's clubs."""
    return frozenset(normal(o.name) for o in tables.organisations().values() if o.type == "club")


def _short(word: str) -> bool:
    """Whether a word can be a short form made of initials: "BBC", "BoG"."""
    letters = re.sub(r"[-&\d]", "", word)
    return letters.isalpha() and sum(ch.isupper() for ch in letters) > 1 and word[0].isupper()
