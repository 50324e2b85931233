"""What a name means at its place: the entity itself, or somebody or something that only carries its name."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.relate.lexicon import Lexicon, lexicon

#: What a hyphen ties to a state's name to tell where somebody sits or comes from ("the *Swiss-based* firm").
_ORIGIN = frozenset(
    "based owned born listed controlled registered made built bred style speaking educated trained".split()
)
#: What a hyphen ties before it: "*non*-EU", "*anti*-American".
_PREFIXES = frozenset("non anti pro".split())
#: What a freighter carries.
_LADEN = frozenset(["gas", "bulk", "ore", "oil", "aircraft", "grain", "chemical", "coal", "container", "car"])
#: Money that a state's name only tells apart ("30 billion *U.S.* dlrs").
_CURRENCIES = frozenset(
    "dollar dollars dlr dlrs cent cents cts pound pounds franc francs crown crowns peso pesos".split()
)
_MODIFIES = ("amod", "compound", "nmod")
#: Endings of nouns for nationals that also mean all of them ("the *British*", "the *Chinese*").
_COLLECTIVE = ("sh", "ch", "ese", "s")
_DATES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december""".split()
)


#: Words of a nation that mean none before another word.
_IDIOMS = frozenset([("pole", "vaulter"), ("pole", "vaulters"), ("pole", "vault"), ("pole", "position")])
_REGIMES = frozenset("nazi soviet imperial ancient modern tsarist islamic mainland former ex".split())


def meant(linked: Linked, a: Actor) -> bool:
    """Whether an end of a deed is the entity that its name tells."""
    k = linked.name_at.get(a.token)
    if k is None:
        return True
    n = linked.names[k]
    if n.kind != "country" and (work(linked, n, lexicon()) or _carrier(linked, n)):
        return False
    if n.kind == "country" and "".join(linked.parse.words[n.last + 1 : n.last + 2]).lower() in _CURRENCIES:
        return False
    return not (origin(linked, n) or within(linked, n) or _national(linked, n, a.token))


def origin(linked: Linked, n: Name) -> bool:
    """Whether a name only tells where somebody sits or whom they stand for or against."""
    words = linked.parse.words
    after, before = [w.lower() for w in words[n.last + 1 : n.last + 3]], words[max(0, n.first - 2) : n.first]
    if len(after) == 2 and after[0] in ("-", "–") and after[1] in _ORIGIN:
        return True
    if after[:1] == [","] and [w.lower() for w in words[n.last + 3 : n.last + 5]] == ["-", "based"]:
        return True  # "*Madrid*, Spain-based Zeta"
    return len(before) == 2 and before[1] in ("-", "–") and before[0].lower() in _PREFIXES


def within(linked: Linked, n: Name) -> bool:
    """Whether a state's name is but a word of a longer name: "London *Irish*", "*Czech* Jan Hernych"."""
    parse = linked.parse
    if n.kind != "country":
        return False
    if (n.text.lower(), *(w.lower() for w in parse.words[n.last + 1 : n.last + 2])) in _IDIOMS:
        return True
    i = n.first - 1
    if not n.demonym:  # "*BBC* Northern Ireland", "*Sport* England"
        if i < 0 or parse.deps[i] not in _MODIFIES or parse.head[i] != n.last or parse.tags[i] != "NNP":
            return False
        k = linked.name_at.get(i)
        if k is not None:
            return linked.names[k].kind == "organisation"
        return parse.words[i].istitle() and not _title(parse.words[i])
    if (
        i >= 0
        and i not in linked.name_at
        and parse.tags[i] == "NNP"
        and parse.words[i].isalpha()
        and parse.words[i].istitle()
        and parse.deps[i] in _MODIFIES
        and not _title(parse.words[i])
    ):
        return True
    head = parse.head[n.last]
    word = parse.words[head]
    return (
        parse.deps[n.last] in _MODIFIES
        and head > n.last
        and head not in linked.name_at
        and parse.tags[head] == "NNP"
        and word.istitle()
        and word.lower() not in tables.roles()
        and word.lower() not in tables.actors()
        and parse.tags[n.last + 1] == "NNP"
        and parse.words[n.last + 1] in tables.first_names()
        and head > n.last + 1
    )


def _carrier(linked: Linked, n: Name) -> bool:
    """Whether a name is that of a freighter: "the gas *carrier* Nordlys", not "the carrier Lufthansa"."""
    before = [w.lower() for w in linked.parse.words[max(0, n.first - 2) : n.first]]
    return len(before) == 2 and before[1] == "carrier" and before[0] in _LADEN


def _title(word: str) -> bool:
    """Whether a capitalised word before a state's name is none of a name: a date, a title, a regime."""
    low = word.lower()
    known = low in _DATES or low in tables.roles() or low in tables.modifiers() or low in _REGIMES
    return known or low.endswith("ist")


def _national(linked: Linked, n: Name, token: int) -> bool:
    """Whether one of a state's people is meant: "*a Jamaican* who fought", "*the Russian* hit the net"."""
    parse = linked.parse
    if not n.demonym or parse.deps[token] in _MODIFIES or parse.tags[token] in ("NNPS", "NNS"):
        return False
    word = parse.words[token].lower()
    article = next((parse.words[c].lower() for c in parse.children[token] if parse.deps[c] == "det"), "")
    return article in ("a", "an", "another") or (
        article in ("the", "that", "this") and not word.endswith(_COLLECTIVE)
    )


def work(linked: Linked, n: Name, lex: Lexicon) -> bool:
    """Whether a name is called a work, a thing or a place: "the musical *Cats*", "the tanker *Prestige*"."""
    i = n.first - 1
    if i > 0 and linked.parse.words[i] in ('"', "“", "``", "'", "‘"):
        i -= 1
    return i >= 0 and linked.parse.words[i] in lex.groups["work"]
