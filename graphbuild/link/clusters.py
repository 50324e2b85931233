"""Names of one article that mean the same entity, and the key of each entity.

Deterministic and careful: a country is its code; an organisation its table entry, its full
name, or an acronym that the article itself explains; a person the full name, which shorter
names of the article join when only one can be meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.link import offices
from graphbuild.link.names import Name, normal
from graphbuild.model import Kind


@dataclass(slots=True)
class Cluster:
    """An entity of the article while its mentions are gathered."""

    kind: Kind
    key: str
    name: str
    iso3: str = ""
    names: list[int] = field(default_factory=list)
    """Indices into the article's names."""
    gender: str = ""
    """``m``, ``f``, or empty where nothing tells."""


_SUFFIX = re.compile(
    r"[ ,]+(inc|incorporated|corp|corporation|((and|&) )?(co|cos|company)|ltd|limited|llc|plc|gmbh|ag|sa|nv)$"
)
_MALE = frozenset("""mr mr. sir lord king prince sheikh ayatollah pope""".split())
_FEMALE = frozenset("""mrs mrs. ms ms. miss lady dame madame queen princess""".split())


def cluster(parse: Parse, names: Sequence[Name], article: str) -> tuple[list[Cluster], list[int]]:
    """The entities, and for each name the index of its entity."""
    keys: list[tuple[Kind, str, str, str]] = []
    people = _people(parse, names, article)
    bodies = _bodies(parse, names, article)
    for k, n in enumerate(names):
        if n.kind == "country":
            assert n.known is not None
            keys.append(("country", n.known.key, n.known.name, n.known.key))
        elif n.kind == "person":
            keys.append(("person", *people[k], ""))
        else:
            keys.append(("organisation", *bodies[k], ""))
    clusters: list[Cluster] = []
    index: dict[tuple[str, str], int] = {}
    of: list[int] = []
    for k, (kind, key, name, iso3) in enumerate(keys):
        at = index.get((kind, key))
        if at is None:
            at = index[kind, key] = len(clusters)
            clusters.append(Cluster(kind, key, name, iso3))
        clusters[at].names.append(k)
        of.append(at)
    for c in clusters:
        if c.kind == "person":
            c.gender = _gender(parse, [names[k] for k in c.names])
    return clusters, of


def _person_words(text: str) -> tuple[str, ...]:
    """The words of a person's name in canonical form, without middle initials."""
    words = [w for w in normal(text).split() if w not in ("jr", "sr", "ii", "iii")]
    core = [w for k, w in enumerate(words) if len(w) > 1 or k == 0]
    return tuple(core or words or [normal(text)])


def _people(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str]]:
    """Key and display name of each person's name."""
    words = {k: _person_words(n.text) for k, n in enumerate(names) if n.kind == "person"}
    counts = Counter(words.values())
    shown: dict[tuple[str, ...], str] = {}
    for k, w in words.items():
        text = re.sub(r"['’]s?$", "", names[k].text).strip()
        if w not in shown or len(text) > len(shown[w]):
            shown[w] = " ".join(text.split())
    full = sorted((w for w in counts if len(w) > 1), key=lambda w: (-len(w), -counts[w], w))
    by_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for w in full:
        for part in set(w):
            by_word[part].append(w)
    target: dict[tuple[str, ...], tuple[str, ...]] = {}
    for w in full:  # "Javad Zarif" joins "Mohammad Javad Zarif"
        longer = [v for v in by_word[w[-1]] if len(v) > len(w) and v[-1] == w[-1] and _within(w, v)]
        target[w] = target.get(longer[0], longer[0]) if len({target.get(v, v) for v in longer}) == 1 else w
    out: dict[int, tuple[str, str]] = {}
    recent: dict[str, tuple[str, ...]] = {}
    for k, w in sorted(words.items(), key=lambda item: names[item[0]].start):
        if len(w) > 1:
            w = target[w]
            for part in w:
                recent[part] = w
        else:
            options = {target[v] for v in by_word.get(w[0], ())}
            last = {v for v in options if v[-1] == w[0]} or {v for v in options if v[0] == w[0]} or options
            chosen = (
                next(iter(last))
                if len(last) == 1
                else _main(last, counts) or recent.get(w[0])
                if last
                else None
            )
            if chosen is None:
                out[k] = (f"{article}/{w[0]}", shown[w])
                continue
            w = chosen
        out[k] = (" ".join(w), shown[w])
    return out


def _main(options: set[tuple[str, ...]], counts: Counter[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The full name that the article uses clearly most often of those that share a surname."""
    ranked = sorted(options, key=lambda w: (-counts[w], w))
    return ranked[0] if counts[ranked[0]] > 1 + counts[ranked[1]] else None


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(w in rest for w in short)


def _bodies(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str]]:
    """Key and display name of each organisation's name."""
    out: dict[int, tuple[str, str]] = offices.resolve(parse, names, article)
    shown: dict[str, str] = {}
    free: list[int] = []
    for k, n in enumerate(names):
        if n.kind != "organisation" or k in out:
            continue
        if n.known is not None:
            out[k] = (normal(n.known.name), n.known.name)
        elif (entry := _listed().get(_SUFFIX.sub("", normal(n.text)))) is not None:
            out[k] = (normal(entry), entry)  # "Merrill Lynch and Co"
        else:
            free.append(k)
    plain = {k: _SUFFIX.sub("", normal(names[k].text)) for k in free}
    acronyms: dict[str, str] = {}
    keyed = {**plain, **{k: key for k, (key, _) in out.items()}}
    for k in sorted(keyed):
        n = names[k]
        letters = "".join(w[0] for w in re.findall(r"[A-Z][\w.]*", n.text.replace("The ", "")))
        if len(letters) > 1:
            acronyms.setdefault(letters, keyed[k])
        following = parse.words[n.last + 1 : n.last + 4]
        if len(following) == 3 and following[0] == "(" and following[2] == ")" and _short(following[1]):
            acronyms[following[1]] = keyed[k]
    told = {normal(names[k].text) for k in keyed}
    for k in sorted(out):  # "LSE" is the London Stock Exchange where the article names that in full
        bare = names[k].text.replace(".", "")
        meant = acronyms.get(bare)
        if (
            bare.isupper()
            and len(bare) > 1
            and meant is not None
            and meant != out[k][0]
            and out[k][0] not in told
        ):
            key, title = next((v for v in out.values() if v[0] == meant), (meant, ""))
            out[k] = (key, title or next(names[j].text for j in free if plain[j] == meant))
    out |= dict(_bracketed(parse, names, out, plain))
    free = [k for k in free if k not in out]
    prefixes: dict[str, set[str]] = defaultdict(set)
    for key in sorted(set(keyed.values())):
        head = key.split()
        if len(head) > 1:
            prefixes[head[0]].add(key)
    titles = dict(out.values())
    for k in free:
        n, key = names[k], plain[k]
        bare = n.text.replace(".", "")
        if _short(bare) and acronyms.get(bare, key) != key:
            key = acronyms[bare]
        elif " " not in key and len(key) > 4 and len(prefixes.get(key, ())) == 1:
            key = next(iter(prefixes[key]))
        text = re.sub(r"^[Tt]he ", "", " ".join(re.sub(r"['’]s?$", "", n.text).split()))
        if normal(text) == key or key not in shown:
            shown[key] = max(shown.get(key, ""), text, key=lambda t: (normal(t) == key, len(t), t))
        out[k] = (key, "")
    for k in free:
        key = out[k][0]
        out[k] = (key, titles.get(key) or shown[key])
    return out


def _bracketed(
    parse: Parse, names: Sequence[Name], told: Mapping[int, tuple[str, str]], plain: Mapping[int, str]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Long names whose short form in brackets the table knows: "Asia Pacific … Co-operation (Apec)"."""
    for k, key in plain.items():
        if k + 1 not in told or " " not in key:
            continue
        long, short = names[k], names[k + 1]
        inside = parse.words[long.last + 1 : short.first] == ["("] and short.first == short.last
        if inside and parse.words[short.last + 1 : short.last + 2] == [")"] and long.text[0] == short.text[0]:
            yield k, told[k + 1]


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


def _short(word: str) -> bool:
    """Whether a word can be a short form made of initials: "BBC", "BoG"."""
    return word.isalpha() and sum(ch.isupper() for ch in word) > 1 and word[0].isupper()


def _gender(parse: Parse, names: Sequence[Name]) -> str:
    """What titles, given name and role words say of a person's gender."""
    told: Counter[str] = Counter()
    given, roles = tables.first_names(), tables.roles()
    single = all(n.last == n.first for n in names)
    for n in names:
        before = parse.words[n.first - 1].lower() if n.first else ""
        if before in _MALE:
            told["m"] += 3
        elif before in _FEMALE:
            told["f"] += 3
        elif before in roles and roles[before].gender:
            told[roles[before].gender] += 2
        if (n.last > n.first or single) and (g := given.get(parse.words[n.first], "u")) != "u":
            told[g] += 1
    ranked = told.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]
