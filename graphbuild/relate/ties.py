"""What ties persons to bodies and states by the words beside their names: employees, nationals, partisans."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.holders import denied
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.link.owning import actor_at, body_at, nation_before
from graphbuild.link.words import BODY, LEGAL
from graphbuild.relate import clause, memberships, nationals
from graphbuild.relate.frames import Frame
from graphbuild.relate.phrases import (
    BODY_NOUNS,
    PARTS,
    now,
    opening,
    owner_before,
    personal,
)
from graphbuild.relate.seats import described

#: Before their names stand works and characters, not employers ("Hamlet *actor* …").
_PLAYERS = frozenset("actor actress star author novelist creator winner finalist contestant".split())
#: Places of a person of whom the text goes on to tell.
_TOLD = ("nsubj", "nsubjpass", "appos", "conj", "ROOT")
FACILITIES = frozenset("facility project system plan plant mission".split())


_TERRITORIES = frozenset("territory province dependency region state colony island".split())


NATIONALS = frozenset("citizen national native".split())


def person(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "the US rapper X", "Hungary's Orban", "X of the Green Party", "Michael Müller (SPD)"."""
    parse, clusters = linked.parse, linked.clusters
    a, word, at = owner_before(linked, n)
    if a is not None:
        genitive = word >= 0 and parse.words[word] in ("'s", "’s", "'", "’")
        noun = n.first - 1
        titled = (
            noun not in linked.name_at
            and parse.words[noun].islower()
            and (parse.tags[noun].startswith("NN") or personal(parse.words[noun]))
        )
        if clusters[a.entity].kind == "country":
            if titled and nationals.titled(parse.words[noun], parse.tags[noun]):
                yield now(0.8, "CITIZEN_OF", own, a, noun, "national:title")
            elif titled and nationals.of_several(parse.lemmas[noun], parse.tags[noun]):
                for one in nationals.listed(linked, own):
                    yield now(0.8, "CITIZEN_OF", one, a, noun, "national:title")
            elif genitive and word == n.first - 1 and _human(linked, n, own):
                yield now(0.75, "CITIZEN_OF", own, a, word, "national:genitive")
        elif genitive and word == n.first - 1 and _human(linked, n, own):
            yield now(0.7, memberships.affiliation(linked, at), own, a, word, "affiliation:genitive")
    elif (nation := nationals.before_titles(linked, n)) is not None:
        yield now(0.8, "CITIZEN_OF", own, nation, n.first - 1, "national:title")
    yield from _profession(linked, n, own)
    yield from _party(linked, n, own)
    last = n.last
    if parse.words[last + 1 : last + 2] == ["("]:  # "Michael Müller (SPD)"
        at = last + 2
        while parse.words[at : at + 1] and parse.words[at] in (
            "of",
            "the",
            "from",
        ):  # "Petra Pau (of the Left Party)"
            at += 1
        k = linked.name_at.get(at)
        if k is not None and linked.names[k].first == at:
            m = linked.names[k]
            if m.kind == "organisation" and parse.words[m.last + 1 : m.last + 2] in ([")"], [","], ["-"]):
                body = actor_at(linked, m.last)
                if body is not None and not _initials(n.text, m.text) and _body(linked, m, body):
                    yield now(
                        0.85, memberships.affiliation(linked, k), own, body, m.last, "affiliation:parenthesis"
                    )
    for c in parse.children[own.token]:
        prep = parse.words[c].lower()
        if parse.deps[c] != "prep" or prep not in ("of", "from", "with", "at", "for") or c <= own.token:
            continue
        for k in parse.children[c]:
            a = linked.own.get(k) or body_at(linked, k)
            if parse.deps[k] != "pobj" or a is None or a.form != "name" or a.role:
                continue
            if clusters[a.entity].kind == "organisation" and a.token in linked.name_at:
                if prep == "for" and (c != n.last + 1 or not memberships.is_party(linked, a)):
                    continue
                if prep in ("at", "with") and parse.deps[own.token] not in _TOLD:
                    continue  # "was joined by Ann Otieno *at* Moi School"
                m = linked.names[linked.name_at[a.token]]
                if prep in ("of", "from") and (not _body(linked, m, a) or not _personal_name(linked, n, own)):
                    continue
                yield now(
                    0.7,
                    memberships.affiliation(linked, linked.name_at[a.token]),
                    own,
                    a,
                    c,
                    f"affiliation:{prep}",
                )
            elif _home(linked, a) and prep in ("of", "from") and _human(linked, n, own):
                yield now(0.75, "CITIZEN_OF", own, a, c, f"national:{prep}")


def _home(linked: Linked, a: Actor) -> bool:
    """Whether a state is named where somebody comes from, and not only its capital or a seat in it."""
    k = linked.name_at.get(a.token)
    known = linked.names[k].known if k is not None else None
    placed = known is not None and known.sort in ("capital", "seat")
    return linked.clusters[a.entity].kind == "country" and not placed


def _body(linked: Linked, n: Name, body: Actor) -> bool:
    """Whether more than the recogniser tells that a name is a body's, and no place's or work's."""
    words = n.text.split()
    if any(ch.isdigit() for ch in words[-1]):
        return False  # "Hyde (Pitman *62*)": who came on, and when
    kind = n.first > 0 and linked.parse.words[n.first - 1] in BODY_NOUNS
    told = kind or {w.lower().strip(",") for w in words} & BODY or any(w in LEGAL for w in words)
    several = len(words) > 1 and "," not in n.text and "/" not in n.text
    repeated = len(linked.clusters[body.entity].names) > 1
    before = linked.parse.words[n.first - 1].lower() if n.first else ""
    repeated = repeated or (before == "the" and n.text.isupper() and 2 < len(n.text) < 6)  # "of the SDP"
    return n.known is not None or bool(told) or several or repeated


def _personal_name(linked: Linked, n: Name, own: Actor) -> bool:
    """Whether nothing in a person's name is a word for a body, unless more tells that it is one."""
    return _human(linked, n, own) or not {w.lower() for w in n.text.split()} & (BODY | FACILITIES)


def _human(linked: Linked, n: Name, own: Actor) -> bool:
    """Whether more than the recogniser tells that a name is a person's: a given name, a title, a post."""
    given = n.last > n.first and linked.parse.words[n.first] in tables.first_names()
    return (
        given
        or linked.clusters[own.entity].gender != ""
        or any(p.person.entity == own.entity for p in linked.posts)
    )


def _profession(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "Yale University psychologist Stanley Milgram": a noun for a person between body and name."""
    parse = linked.parse
    noun = n.first - 1
    word = parse.words[noun] if noun > 0 else ""
    k = linked.name_at.get(noun - 1)
    if (
        k is None
        or parse.tags[noun] != "NN"
        or not word.islower()
        or word in tables.roles()
        or word in _PLAYERS
        or not personal(word)
    ):
        return
    m = linked.names[k]
    body = actor_at(linked, m.last)
    if (
        m.kind == "organisation"
        and body is not None
        and parse.deps[body.token] not in ("dobj", "nsubj", "pobj")
    ):
        yield now(0.75, memberships.affiliation(linked, k), own, body, noun, "affiliation:title")


def _party(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "Merkel's Christian Democratic Union", "Democrat Jimmy Carter": the party that stands by a person."""
    parse = linked.parse
    k = linked.name_at.get(n.last + 2)
    if parse.words[n.last + 1 : n.last + 2] in (["'s"], ["’s"], ["'"]) and k is not None:
        body = actor_at(linked, linked.names[k].last)
        titled = body is not None and parse.deps[body.token] in ("compound", "nmod", "amod")
        if body is not None and not titled and memberships.is_party(linked, body):  # not "X's *Labour* MP"
            yield now(0.75, "MEMBER_OF", own, body, n.last + 1, "party:genitive")
    yield from _beside(linked, n, own)
    k = linked.name_at.get(n.first - 1)
    if k is not None and linked.names[k].known is not None and linked.names[k].first == n.first - 1:
        known, body = linked.names[k].known, linked.own.get(n.first - 1)
        member = (
            known is not None and known.sort == "member" and parse.tags[n.first - 1] in ("NNP", "NN", "JJ")
        )
        if (
            member
            and body is not None
            and parse.head[n.first - 1] == own.token
            and memberships.is_party(linked, body)
        ):
            yield now(0.8, "MEMBER_OF", own, body, n.first - 1, "party:title")


def _beside(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "Fine Gael Mary Flaherty", "Oliver Napier for the Alliance Party": a party right beside a person."""
    parse = linked.parse
    before, j = linked.name_at.get(n.first - 1), n.last + 1
    told = [w.lower() for w in parse.words[j : j + 2]]
    after = linked.name_at.get(j + len(told)) if told == ["for", "the"] else None
    for k in (before, after):
        if k is None or linked.names[k].kind != "organisation":
            continue
        m = linked.names[k]
        body = actor_at(linked, m.last)
        whole = m.last == n.first - 1 if k == before else m.first == j + 2
        joined = k == after or (body is not None and parse.head[body.token] == own.token and m.last > m.first)
        if body is not None and not body.role and whole and joined and memberships.is_party(linked, body):
            yield now(0.8, "MEMBER_OF", own, body, body.token, "party:beside")


def _initials(person: str, body: str) -> bool:
    return body == "".join(w[0] for w in person.split() if w[0].isupper())


def predicate(linked: Linked, i: int) -> Iterator[Frame]:
    """ "X is a German physicist", "X, an American singer", "X is an Italian airline", "X is a unit of Y"."""
    parse = linked.parse
    node = linked.first_conjunct(i) if parse.deps[i] == "conj" else i  # "was a lawyer and *writer* from Chad"
    dep, head = parse.deps[node], parse.head[node]
    if i in linked.name_at:
        if linked.names[linked.name_at[i]].kind == "organisation":
            yield from _partisan(linked, i)
        elif dep == "acomp":
            yield from nationals.demonym(linked, i)
        return
    named = parse.tags[i].startswith("NN") or parse.words[i].lower() == "one"
    if not (named or (dep == "attr" and personal(parse.words[i]))):
        return
    if dep == "attr" and parse.lemmas[head] in ("be", "become", "remain") and not denied(linked, head):
        subjects = [c for c in parse.children[head] if parse.deps[c] == "nsubj"]
        if all(actor_at(linked, s) is None for s in subjects):
            subjects = opening(linked, head)
    elif dep == "appos":
        subjects = [head]
    else:
        return
    noun = parse.words[i].lower()
    for s in subjects:
        if parse.tags[s] in ("WP", "WDT") and parse.deps[head] == "relcl":
            s = parse.head[head]
        own = actor_at(linked, s)
        if own is None:
            continue
        kind = linked.clusters[own.entity].kind
        if kind == "country" and noun in _TERRITORIES:  # "Greenland, a territory of Denmark"
            for state in linked.owners(i, of=("of",)):
                if linked.clusters[state.entity].kind == "country" and not state.role:
                    yield now(0.85, "PART_OF", own, state, i, f"part:{noun}")
        elif kind == "organisation" and dep == "attr" and (noun in BODY_NOUNS or noun in PARTS):
            yield from described(linked, own, i)
        elif kind == "person" and personal(noun):
            after = [i + 1] if parse.head[i + 1 : i + 2] == [head] else []  # hung on the verb, misread
            for c in (*parse.children[i], *after):
                if parse.deps[c] == "prep" and parse.words[c] == "from":
                    for k in parse.children[c]:
                        home = linked.own.get(k)
                        if home is not None and linked.clusters[home.entity].kind == "country":
                            yield now(0.75, "CITIZEN_OF", own, home, c, "national:from")
            a = nation_before(linked, i) if noun not in tables.roles() else None
            if a is not None:
                yield now(0.85, "CITIZEN_OF", own, a, i, "national:predicate")
        elif kind == "person" and noun == "one" and (theirs := nationals.one_of(linked, i)) is not None:
            yield now(0.8, "CITIZEN_OF", own, theirs, i, "national:one of")
        elif kind == "person" and noun in NATIONALS:
            for a in linked.owners(i, of=("of",)):
                if linked.clusters[a.entity].kind == "country":
                    yield now(0.9, "CITIZEN_OF", own, a, i, f"national:{noun}")


def _partisan(linked: Linked, i: int) -> Iterator[Frame]:
    """ "X, a Republican", "X is a Social Democrat", "elected as a Democrat": a noun for members of a body."""
    parse, own = linked.parse, linked.own.get(i)
    n = linked.names[linked.name_at[i]]
    single = any(parse.deps[c] == "det" and parse.words[c].lower() in ("a", "an") for c in parse.children[i])
    if own is None or n.known is None or n.known.sort != "member" or not single:
        return
    dep, head = parse.deps[i], parse.head[i]
    heads: list[int] = []
    if dep == "appos":
        heads = [head]
    elif dep == "attr" and parse.lemmas[head] in ("be", "become", "remain") and not denied(linked, head):
        heads = clause.subjects(parse, head)
    elif dep == "pobj" and parse.words[head].lower() == "as" and not denied(linked, parse.head[head]):
        verb = parse.head[head]
        if parse.tags[verb].startswith("VB"):
            heads = (
                clause.patients(parse, verb)
                if clause.is_passive(parse, verb)
                else clause.subjects(parse, verb)
            )
    for h in heads:
        for a in linked.actors(h, coordinated=False):
            if linked.clusters[a.entity].kind == "person" and not a.role:
                yield now(0.85, "MEMBER_OF", a, own, i, "member noun")
