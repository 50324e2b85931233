"""Of what a role is held: the bodies and states before and after its phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.rolewords import RolePhrase
from graphbuild.link.words import BODY

_ACADEMIC = frozenset(
    """professor lecturer fellow scholar researcher scientist student expert specialist analyst
    historian economist physicist chemist biologist astronomer teacher tutor dean""".split()
)


#: Roles that are held within a body where "at" follows ("a global leader at PwC").
_WITHIN = frozenset("leader head chief director manager".split())
#: Roles of those who lead no state: a state after their name is where they are from.
OF_BODIES = frozenset(
    "chairman chairwoman chairperson chair director manager coach secretary-general".split()
)
_PLACING = frozenset("""in to from of at for with near across against over on into around through""".split())


_TO = frozenset("""adviser advisor consultant aide assistant secretary counsel""".split())


#: Nouns beside the name of a body: "the IG Metall union", "the network Attac".
_KINDS = frozenset(
    """group party movement union network organisation organization company firm bank agency
    association newspaper daily magazine broadcaster tank institute club team league federation
    foundation charity militia website carmaker airline startup university college lobby faction
    coalition alliance""".split()
)


#: Nouns that stand for the body itself in "leader of the German government".
_SAME = frozenset(
    """government administration regime state country republic nation kingdom group party movement""".split()
)


_STRETCH = 9
"""Most tokens between a role and the body named before it."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """Of what a role is held, and the state whose adjective stands in its phrase."""

    found: tuple[Actor, ...] = ()
    via: str = ""
    """The noun between role and body ("department"), where the body is not the role's own."""
    nation: Actor | None = None
    after: bool = False
    """Whether the body follows the role ("of …")."""


def body_at(linked: Linked, k: int) -> Actor | None:
    """The organisation that a noun like "union" stands beside: "the IG Metall union", "the network Attac"."""
    parse = linked.parse
    if parse.words[k].lower() not in _KINDS:
        return None
    for at in (linked.name_at.get(k + 1), linked.name_at.get(k - 1)):  # "Premier League *club* Arsenal"
        if at is not None and linked.names[at].kind == "organisation":
            n = linked.names[at]
            head = head_token(linked, n.first, n.last)
            if parse.head[head] == k or k + 1 == n.first or n.last == k - 1:
                return linked.own.get(head)
    tank = linked.name_at.get(k - 1) is None and parse.words[k].lower() == "tank"
    for c in parse.children[k]:
        if (
            c in linked.own
            and parse.deps[c] in ("compound", "nmod", "appos")
            and (tank or parse.deps[c] == "appos" or c > k - 4)
        ):
            own = linked.own[c]
            if linked.clusters[own.entity].kind == "organisation":
                return own
    return None


def actor_at(linked: Linked, i: int) -> Actor | None:
    """Who is named or meant at token ``i``, also where the parse hangs a lesser word of the name there."""
    own, k = linked.own.get(i), linked.name_at.get(i)
    if own is None and k is not None:
        return linked.own.get(head_token(linked, linked.names[k].first, linked.names[k].last))
    return own


def person_at(linked: Linked, i: int) -> Actor | None:
    """The person named or meant at token ``i``."""
    own = actor_at(linked, i)
    return own if own is not None and linked.clusters[own.entity].kind == "person" else None


def head_token(linked: Linked, first: int, last: int) -> int:
    """The token of ``first`` to ``last`` that the others hang on: whose head lies outside."""
    parse = linked.parse
    outside = [i for i in range(first, last + 1) if not first <= parse.head[i] <= last or parse.head[i] == i]
    return outside[-1] if outside else last


def adjectival(linked: Linked, name: int) -> bool:
    """Whether a country's name stands as an adjective: "German", or "US" and "UK" before a noun."""
    n = linked.names[name]
    if n.demonym:
        return True
    bare = n.text.replace(".", "")
    return n.kind == "country" and bare in ("US", "UK", "USA", "UAE", "EU", "New Zealand", "Hong Kong")


def _owns(linked: Linked, low: Sequence[str], phrase: RolePhrase, name: int, genitive: bool) -> bool:
    """Whether a name before the role stands in its noun phrase, and not beside it by chance."""
    parse, n = linked.parse, linked.names[name]
    if n.kind == "person" or (n.known is not None and n.known.sort == "capital"):
        return False  # "Berlin's mayor" leads a city
    adjective = adjectival(linked, name)
    if n.demonym and genitive:
        return False  # "*American's* chairman" is a firm's
    if n.kind == "country" and not adjective and not genitive and low[n.first - 1] in _PLACING:
        return False  # "on a visit to Israel President Obama": whose president is not plain
    if n.kind == "organisation" and n.last == phrase.first - 1 and phrase.last + 1 in linked.name_at:
        return True  # "by signing Tottenham Hotspur midfielder Luka Modric"
    dep = parse.deps[head_token(linked, n.first, n.last)]
    loose = dep in ("pobj", "dobj", "nsubj", "nsubjpass", "ROOT", "appos") and not genitive
    return not loose or (adjective and parse.tags[n.last] != "NNPS")


def said_before(linked: Linked, low: Sequence[str], phrase: RolePhrase) -> Bodies:
    """What stands before the role: "Germany's SPD leader", "US and Russian foreign ministers"."""
    parse = linked.parse
    found: list[Actor] = []
    nation: Actor | None = None
    via, genitive, coordinated = "", False, False
    j = phrase.first - 1
    while j >= 0 and phrase.first - j <= _STRETCH:
        k = linked.name_at.get(j)
        tag, word = parse.tags[j], low[j]
        if k is not None:
            n = linked.names[k]
            own = actor_at(linked, n.last)
            if own is None or not _owns(linked, low, phrase, k, genitive):
                break
            adjective = adjectival(linked, k)
            if adjective or (genitive and n.kind == "country"):
                nation = nation or own
            if not found:
                found.append(own)
            j = n.first - 1
            genitive = False
            if j > 0 and low[j] in ("and", ",", "-") and (other := linked.name_at.get(j - 1)) is not None:
                m = linked.names[other]
                second = actor_at(linked, m.last)
                if m.kind == n.kind and low[j] == "-":
                    return Bodies()  # "French-German minister": whose is not plain
                if m.kind == n.kind and phrase.plural and second is not None:
                    found.append(second)
                break
            continue
        if tag == "POS":
            genitive = True
        elif tag.startswith("NN") and word not in tables.modifiers():
            official = parse.words[j][:1].isupper() and word not in BODY  # "Energy Commissioner"
            if not found and word not in ("party", "opposition", "government") and not official:
                via = via or word
        elif (
            word in ("and", ",")
            and not found
            and j
            and j - 1 not in linked.name_at
            and parse.tags[j - 1] == "NN"
        ):
            coordinated = True  # "German author and journalist X"
        elif (
            not tag.startswith(("JJ", "VBN", "VBG", "CD", "HYPH", "RB", "PRP$"))
            and word not in tables.modifiers()
        ):
            break
        elif tag == "PRP$":
            own = linked.own.get(j)
            if own is not None and linked.clusters[own.entity].kind != "person" and not found:
                found.append(own)
            break
        j -= 1
    if coordinated:
        plain = nation is not None and adjectival(linked, linked.name_at[nation.token])
        return Bodies(nation=nation if plain else None)
    if found and linked.clusters[found[0].entity].kind == "country":  # "Zimbabwe's opposition chief"
        via = via or next((w for w in low[found[0].token : phrase.first] if w in ("party", "opposition")), "")
    return Bodies(tuple(found), via if found else "", nation)


def nation_before(linked: Linked, i: int) -> Actor | None:
    """The state whose adjective stands before the noun at ``i``: "a Chinese pair skater"."""
    parse = linked.parse
    for j in range(i - 1, max(-1, i - 7), -1):
        k = linked.name_at.get(j)
        if k is not None:
            n = linked.names[k]
            if adjectival(linked, k) and parse.words[n.last + 1] != "-":
                return actor_at(linked, n.last)
            return None
        if not parse.tags[j].startswith(("JJ", "NN", "VBN", "CD", "HYPH", "RB", ",", "CC")):
            return None
    return None


def said_after(linked: Linked, low: Sequence[str], phrase: RolePhrase) -> Bodies:
    """What follows the role with a preposition: "of", "at", "for" and others where the role takes them."""
    parse = linked.parse
    academic = phrase.role.name.lower() in _ACADEMIC
    # "spokesman *for* the Kremlin"
    states_by = ("of", "for") if phrase.role.relation == "REPRESENTS" else ("of",)
    direct: dict[str, list[Actor]] = {}
    indirect: list[tuple[Actor, str]] = []
    preps = [c for c in parse.children[phrase.head] if parse.deps[c] == "prep" and c > phrase.last]
    if phrase.last + 1 < len(low) and low[phrase.last + 1] in ("of", "at") and phrase.last + 1 not in preps:
        preps.insert(0, phrase.last + 1)
    for prep in preps:
        word = low[prep]
        if word not in ("of", "at", "for", "in", "with", "from", "to") or (
            word == "to" and phrase.role.name not in _TO
        ):
            continue
        # "conference chairman Ann Otieno *of Kenya*"
        apart = phrase.role.name in OF_BODIES and prep > phrase.last + 1 and phrase.last + 1 in linked.name_at
        for top in (c for c in parse.children[prep] if parse.deps[c] in ("pobj", "pcomp")):
            for k in linked.conjuncts(top):
                own = linked.own.get(k) or body_at(linked, k)
                if own is not None and linked.clusters[own.entity].kind != "person":
                    if apart and linked.clusters[own.entity].kind == "country":
                        continue
                    if word in states_by or linked.clusters[own.entity].kind == "organisation":
                        direct.setdefault(word, []).append(own)
                elif own is None and parse.tags[k].startswith("NN"):
                    inner = [
                        a
                        for a in linked.owners(k, of=("of", "at", "in"))
                        if linked.clusters[a.entity].kind != "person"
                    ]
                    states = any(linked.clusters[a.entity].kind == "country" for a in inner)
                    if low[k] in _SAME and not (
                        states and low[k] in _KINDS
                    ):  # "chairman of the party in Iceland"
                        direct.setdefault(word, []).extend(inner)
                    else:
                        indirect.extend((a, low[k]) for a in inner)
                inner_at = [
                    linked.own[m]
                    for c in parse.children[k]
                    if parse.deps[c] == "prep" and low[c] == "at"
                    for m in parse.children[c]
                    if parse.deps[m] == "pobj" and m in linked.own
                ]
                if inner_at and academic:
                    direct.setdefault("at", []).extend(inner_at)
    if indirect and not academic and "of" not in direct and any(low[p] == "of" for p in preps):
        direct.clear()  # "chairman of the group's committee … at Siemens"
    for word in (
        ("at", "of", "for", "with", "in", "from", "to")
        if academic
        else ("of", "at", "for", "with", "in", "from", "to")
    ):
        if word in direct:
            via = "at" if word == "at" and phrase.role.name in _WITHIN else ""
            return Bodies(tuple(dict.fromkeys(direct[word])), via, None, True)
    if indirect:
        return Bodies((indirect[0][0],), indirect[0][1], None, True)
    return Bodies()


def qualifier(linked: Linked, low: Sequence[str], phrase: RolePhrase) -> str:
    """``former``, ``acting``, ``designate`` or ``deputy``, where a word by the role says so."""
    tags, modifiers = linked.parse.tags, tables.modifiers()
    stop = max(-1, phrase.first - 6)
    for j in range(phrase.first - 1, stop, -1):
        word = low[j]
        if word in modifiers:
            return modifiers[word]
        if word == "-":
            if j and (m := modifiers.get(low[j - 1] + "-")):
                return m
        elif word == "and" and j == phrase.first - 1:  # "*former* president and chief executive of Zeta"
            shared = [p for p in linked.phrases if p.last == j - 1 and p.role.of != "country"]
            return qualifier(linked, low, shared[0]) if shared else ""
        elif j not in linked.name_at and not tags[j].startswith(("JJ", "NN", "VBN", "POS", "RB")):
            break
    after = "".join(low[phrase.last + 1 : phrase.last + 3])
    return "designate" if after.startswith(("-elect", "-designate", "elect", "designate")) else ""
