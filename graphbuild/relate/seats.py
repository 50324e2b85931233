"""Where organisations sit and what they are part of."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.cities import state_after
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.relate import adjuncts
from graphbuild.relate.cities import SCHOOLS, home, in_city
from graphbuild.relate.frames import Frame
from graphbuild.relate.memberships import is_party
from graphbuild.relate.phrases import (
    BODY_NOUNS,
    PARTS,
    adjective,
    body_noun,
    name_of,
    named_by,
    now,
    organisations,
    owner_before,
)

FAMILY = frozenset(
    """subsidiary unit arm division affiliate branch wing parent offshoot spinoff daughter""".split()
)


#: Types of organisations of the table, and words in names, of bodies that are part of a state.
_STATE_TYPES = frozenset("""agency ministry court central_bank parliament police army""".split())


STATE_WORDS = frozenset(
    """ministry department agency parliament congress senate court army navy police forces bureau
    administration guard guards commission council cabinet treasury customs chancellery bundestag
    knesset""".split()
)


#: Words of names of bodies that people make up, whatever else is in the name ("Farm *Bureau* Federation").
_SOCIETIES = frozenset("federation association union league chamber society institute club stores".split())


#: Words of names whose country is where the body sits ("the German Chamber of Commerce", "Bank of China").
_NATIONAL_BODIES = frozenset(
    """bank ministry army navy force forces police airlines airways federation association
    university institute academy commission agency chamber radio television railways railway court
    parliament senate assembly guard corps broadcasting telecom stock exchange industry news
    council government administration customs service network""".split()
)


#: Words of names of bodies that may sit outside the state that they name.
_ELSEWHERE = frozenset(
    """embassy consulate mission friends solidarity relations studies observatory resistance exile
    liberation delegation embassies team party movement""".split()
)


#: Words in names of bodies that may be within a university or hospital, and in the names of those.
_INSIDE = frozenset(
    "center centre institute school department laboratory faculty project institution".split()
)
_HOUSES = frozenset("university college hospital school".split())


def seat(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "the German carmaker Volkswagen", "Volkswagen, a German company", "Hamas, a unit of …"."""
    parse, clusters = linked.parse, linked.clusters
    a, word, _ = owner_before(linked, n)
    if a is not None and a.entity != own.entity:
        token = word if word >= 0 else a.token
        noun = parse.words[word].lower() if word >= 0 else ""
        if clusters[a.entity].kind == "country":
            if _firm(n) and home(n) not in ("", clusters[a.entity].iso3):
                return  # "American Honda"
            if noun and noun not in ("'s", "’s", "'") and not body_noun(noun):
                return
            group = [own]
            if parse.tags[token] == "NNS":  # "the German carmakers Volkswagen, Daimler and BMW"
                group += [linked.own[k] for k in linked.conjuncts(own.token)[1:] if k in linked.own]
            for member in group:
                if clusters[member.entity].kind != "organisation":
                    continue
                if _of_state(linked, n):
                    yield now(0.8, "PART_OF", member, a, token, "part:of state")
                if noun not in PARTS:
                    yield now(0.8, "BASED_IN", member, a, token, f"seat:{noun or 'adjective'}")
        elif noun in PARTS or (
            noun in ("'s", "’s") and (_is_bloc(linked, a) or (n.known is None and _part_name(n)))
        ):
            yield now(0.8, "PART_OF", own, a, token, f"part:{noun}")
    yield from _within_name(linked, n, own)
    yield from in_city(linked, n, own)
    head = parse.head[own.token]
    said = parse.deps[own.token] == "appos" and head not in linked.name_at
    said = said and not any(t in linked.name_at for t in range(head + 1, n.first))
    if said and parse.words[head].lower() in BODY_NOUNS | PARTS:
        yield from described(linked, own, head)
    for c in (c for t in range(n.first, n.last + 1) for c in parse.children[t] if c > own.token):
        dep, noun = parse.deps[c], parse.words[c].lower()
        if (
            dep == "appos"
            and c not in linked.name_at
            and (noun in BODY_NOUNS or noun in PARTS or adjuncts.foremost(parse, c))
        ):
            yield from described(linked, own, c)
        elif dep == "prep" and noun == "at":  # "the Kern Center at Yale University"
            for whole in (a for k in parse.children[c] for a in organisations(linked, k)):
                if any(w.lower() in _INSIDE for w in n.text.split()) and _school(linked, whole):
                    yield now(0.8, "PART_OF", own, whole, c, "part:at")
        elif dep == "prep" and noun in ("of", "in", "from") and c > own.token:
            for k in parse.children[c]:
                if parse.deps[k] != "pobj":
                    continue
                a = linked.own.get(k) or state_after(linked, k)
                if a is None or clusters[a.entity].kind != "country":
                    continue
                at = linked.name_at.get(a.token)
                if at is not None and linked.names[at].demonym:
                    continue
                local = (
                    any(w.lower() in SCHOOLS for w in n.text.split())
                    or home(n) == clusters[a.entity].iso3
                    or (c == n.last + 1 and is_party(linked, own))
                )
                known = tables.organisations().get(clusters[own.entity].name)  # "Ford Motor Co *of Canada*"
                elsewhere = known is not None and known.country not in ("", clusters[a.entity].iso3)
                if elsewhere or not _beside(linked, n, c):
                    continue
                if noun == "of" or (noun == "in" and local):
                    yield now(0.75, "BASED_IN", own, a, c, f"seat:{noun}")


def _beside(linked: Linked, n: Name, i: int) -> bool:
    """Whether nothing but a ticker or a short form stands between a name and token ``i``."""
    between = linked.parse.words[n.last + 1 : i]
    return all(not any(ch.islower() for ch in w) for w in between) and "and" not in between


def _school(linked: Linked, a: Actor) -> bool:
    """Whether an organisation is a university, hospital or the like, which has others within it."""
    n = name_of(linked, a)
    return n is not None and any(w.lower() in _HOUSES for w in n.text.split())


def _within_name(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """The state that the name of a national body tells, at its first place in the article."""
    words = linked.parse.words[n.first : n.last + 1]
    low = {w.lower() for w in words}
    if len(words) < 2 or not low & _NATIONAL_BODIES or low & _ELSEWHERE:
        return
    if min((linked.names[k].first for k in linked.clusters[own.entity].names), default=-1) != n.first:
        return
    told: dict[str, int] = {}
    for k, word in enumerate(words):
        for form in tables.country_forms().get(word, ()):
            if form.kind in ("name", "adjective") and not form.ambiguous:
                fits = k == 0 or words[k - 1].lower() in ("of", "the")
                told.setdefault(form.iso3, n.first + k if fits else -1)
    if len(told) != 1:
        return
    iso3, token = next(iter(told.items()))
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    if token < 0 or (known is not None and known.country not in ("", iso3)):
        return
    for k, c in enumerate(linked.clusters):
        if c.iso3 == iso3:
            state = Actor(k, linked.parse.span(token, token), token)
            yield now(0.7, "BASED_IN", own, state, token, "seat:own name")
            if _of_state(linked, n):
                yield now(0.7, "PART_OF", own, state, token, "part:own name")


def _of_state(linked: Linked, n: Name) -> bool:
    """Whether an organisation is a body of a state: a ministry, court, parliament, army."""
    if n.known is not None and (known := tables.organisations().get(n.known.key)) is not None:
        return known.type in _STATE_TYPES
    words = {w.lower() for w in n.text.split()}
    return bool(words & STATE_WORDS) and not words & _SOCIETIES


def _firm(n: Name) -> bool:
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    return known is not None and known.type == "company"


def _is_bloc(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    known = linked.names[k].known if k is not None else None
    return known is not None and known.key in tables.blocs()


def _part_name(n: Name) -> bool:
    return any(
        w.lower()
        in ("department", "committee", "division", "institute", "school", "bureau", "office", "board")
        for w in n.text.split()
    )


def described(linked: Linked, own: Actor, c: int) -> Iterator[Frame]:
    """What a noun in apposition or predicate says of an organisation: its state, or what it is a part of."""
    parse = linked.parse
    noun = parse.words[c].lower()
    if noun in PARTS:
        named = any(
            parse.deps[k] in ("compound", "nmod") for k in parse.children[c] if organisations(linked, k)
        )
        if named and adjuncts.prepositional(parse, c, ("of",)):
            return  # "Alpha, the *Beta* unit of Gamma"
        owners = linked.owners(c, of=("of", "in"))
        if parse.tags[c] == "NN":
            owners = owners[:1]  # "a unit of Bosch, *Airbus and BMW*" is a list
        for a in owners:
            if a.entity != own.entity and linked.clusters[a.entity].kind == "organisation" and not a.role:
                yield now(0.85, "PART_OF", own, a, c, f"part:{noun}")
        return
    modifiers = [k for k in parse.children[c] if k < c]
    modifiers += [k for m in modifiers if parse.deps[m] == "compound" for k in parse.children[m] if k < m]
    for k in (*modifiers, *(k for k in parse.children[c] if k > c)):  # "a *Canadian* telecoms company"
        if parse.deps[k] in ("amod", "poss", "compound", "nmod"):
            state = linked.own.get(k)
            if state is None or linked.clusters[state.entity].kind != "country":
                continue
            if "-" in parse.words[k - 1 : k] and k - 2 in linked.name_at:
                continue  # "the US-German carmaker"
            if parse.deps[k] == "poss" or adjective(linked, state):
                yield now(0.85, "BASED_IN", own, state, c, f"seat:{noun}")
        elif parse.deps[k] == "prep" and parse.words[k].lower() in ("in", "from"):
            for m in parse.children[k]:
                state = linked.own.get(m) or state_after(linked, m)
                if state is not None and linked.clusters[state.entity].kind == "country":
                    yield now(0.8, "BASED_IN", own, state, c, f"seat:{noun}")


def family(linked: Linked, i: int) -> Iterator[Frame]:
    """Parts and wholes around "subsidiary", "arm", "parent": whose it is, and which it is."""
    parse = linked.parse
    before: list[Actor] = []
    after: list[Actor] = []
    for c in parse.children[i]:
        if parse.deps[c] in ("poss", "compound", "nmod", "amod"):
            before.extend(organisations(linked, c))
        elif parse.deps[c] == "prep" and parse.words[c] == "of":
            after.extend(
                a for k in parse.children[c] if parse.deps[k] == "pobj" for a in organisations(linked, k)
            )
    head_noun = i
    if parse.lemmas[i] == "daughter" and parse.deps[i] != "compound":
        return
    if parse.deps[i] == "compound" and parse.words[parse.head[i]] in (
        "company",
        "group",
        "firm",
        "corporation",
    ):
        head_noun = parse.head[i]  # "parent company"
        for c in parse.children[head_noun]:
            if parse.deps[c] == "poss":
                before.extend(organisations(linked, c))
            elif parse.deps[c] == "prep" and parse.words[c] == "of":
                after.extend(
                    a for k in parse.children[c] if parse.deps[k] == "pobj" for a in organisations(linked, k)
                )
    if parse.tags[i] == "NN":
        after = after[:1]  # "a unit of Bosch, *Airbus and BMW*" is a list
    named = named_by(linked, head_noun)
    owners = after or before
    joined = [a for a in before if parse.deps[a.token] != "poss"]
    if after and (joined or (before and not named)):
        named, owners = joined or before, after  # "the CBS Television Stations subsidiary of CBS Corporation"
    elif not named and not after and parse.lemmas[i] != "parent":  # "Bosch's *Zeta* unit"
        owned = [a for a in before if parse.deps[a.token] == "poss"]
        if owned and parse.tags[i] == "NN":
            named, owners = [a for a in before if a not in owned], owned
    for a in owners:
        for b in named:
            if a.entity != b.entity:
                part, whole = (a, b) if parse.lemmas[i] == "parent" else (b, a)
                yield now(0.85, "PART_OF", part, whole, i, f"part:{parse.lemmas[i]}")
