"""Who stands behind the phrases in the places of an event."""

from __future__ import annotations

from collections.abc import Iterable

from graphbuild import tables
from graphbuild.link.holders import denied
from graphbuild.link.linked import Actor, Linked
from graphbuild.relate import adjuncts, clause, governing, sense
from graphbuild.relate.lexicon import Lexicon, Trigger

#: Deeds against somebody: their noun reaches those who do them, not those whom they strike.
_HOSTILE = frozenset(
    (
        *("ATTACKS", "COERCES", "SANCTIONS", "ACCUSES", "THREATENS", "MOBILIZES_AGAINST"),
        *("PROTESTS_AGAINST", "HOSTILITY_TOWARD"),
    )
)
#: Deeds that are done to a thing as well as to somebody.
_HARMING = frozenset(["ATTACKS", "COERCES", "ACCUSES", "PROTESTS_AGAINST", "REJECTS"])
_QUOTES = frozenset(['"', "“", "”", "``", "''"])
_SAYING = ("report", "future", "deny")


def joined(linked: Linked, i: int) -> str:
    """The lemma of a noun with what is hyphenated before it ("cease-fire"), else its own."""
    parse = linked.parse
    hyphen = i > 1 and parse.words[i - 1] == "-" and parse.end[i - 1] == parse.start[i]
    if hyphen and parse.end[i - 2] == parse.start[i - 1]:
        return f"{parse.words[i - 2].lower()}-{parse.lemmas[i]}"
    return parse.lemmas[i]


def paired(linked: Linked, i: int) -> str:
    """The lemmas of a noun and the word before it in its phrase: "air strike"; empty where none is."""
    parse = linked.parse
    if not i or parse.deps[i - 1] not in ("compound", "amod") or parse.head[i - 1] != i:
        return ""
    return f"{parse.lemmas[i - 1]} {parse.lemmas[i]}"


def core(linked: Linked, i: int, lex: Lexicon) -> int:
    """The noun that is meant by a part of it: "most of the *penalties*", "a series of *strikes*"."""
    parse = linked.parse
    for _ in range(3):
        if i in linked.own or i in linked.groups:
            return i
        if parse.lemmas[i] not in lex.groups["part"] and parse.tags[i] not in ("CD", "DT"):
            return i
        inner = adjuncts.prepositional(parse, i, ("of",))
        if not inner:
            return i
        i = inner[0]
    return i


def kernels(linked: Linked, heads: Iterable[int], lex: Lexicon) -> list[int]:
    """The nouns behind coordinated phrases and their measures."""
    return [core(linked, k, lex) for h in heads for k in linked.conjuncts(h)]


def doers(linked: Linked, heads: Iterable[int], lex: Lexicon) -> list[Actor]:
    """Who acts in phrases, also through what they send or say ("missiles fired by …", "a report by …")."""
    found: list[Actor] = []
    for h in kernels(linked, heads, lex):
        actors = linked.actors(h, coordinated=False) or _speaker(linked, h, lex)
        if not actors and linked.parse.deps[h] == "attr":  # "Ghana was the last *country* to …"
            subjects = clause.subjects(linked.parse, linked.parse.head[h])
            actors = [a for s in subjects for a in linked.actors(s)]
        if not actors:  # "troops *loyal to* Haftar"
            leaders = [
                k
                for c in linked.parse.children[h]
                if linked.parse.lemmas[c] == "loyal"
                for k in _to(linked, c)
            ]
            actors = [through(linked, a, h) for k in leaders for a in linked.actors(k)]
        if not actors and linked.parse.lemmas[h] in lex.groups["instrument"] and h not in linked.name_at:
            makers = (
                linked.owners(h, of=("of", "by", "from"))
                or _makers(linked, h, lex)
                or _issuers(linked, h, lex)
            )
            actors = [through(linked, a, h) for a in makers]
        found.extend(_named_part(linked, h, actors))
    return [a for a in _distinct(found) if not a.civil and sense.meant(linked, a)]


def things_of(trigger: Trigger, lex: Lexicon) -> frozenset[str] | None:
    """The things through which a deed reaches whose they are; None: through any but shares.

    Who rejects a state's offer rejects the state, and who bombs its port bombs it; who wants its
    reform asks nothing of it, and who buys its shares agrees nothing with it.
    """
    relation, quad = trigger.relation, tables.relations()[trigger.relation].quad
    if relation in ("REQUESTS", "MET_WITH") or quad is None:
        return lex.groups["folk"]
    if relation == "ATTACKS" and "force" not in trigger.needs:
        return None
    if trigger.objects and relation in ("SANCTIONS", "CONCEDES_TO"):
        return None  # "a tax on Ethiopian trucks": the noun says what is done
    if relation in ("AGREED_WITH", "REJECTS", "THREATENS", "AIDS"):  # they embed deeds, or further them
        return embedded(lex)
    if relation == "RIVAL_OF":
        return lex.groups["folk"]
    return lex.groups["deed" if quad in (1, 3) and relation != "CONCEDES_TO" else "holding"]


def embedded(lex: Lexicon) -> frozenset[str]:
    """The things through which a clause below a verb reaches whose they are."""
    return lex.groups["thing"]


def reached(
    linked: Linked, heads: Iterable[int], lex: Lexicon, *, things: frozenset[str] | None
) -> list[Actor]:
    """Who is reached in phrases, also through any of ``things`` (None: all but shares) that is theirs."""
    found: list[Actor] = []
    for h in kernels(linked, heads, lex):
        if linked.parse.words[h].lower().endswith(("self", "selves")):
            continue  # who "defends itself" is done nothing to by another
        hostile = _hostile(linked, h, lex)
        if linked.parse.lemmas[h] in lex.groups["adversary"] and not _named(linked, h):
            continue
        actors = linked.actors(h, coordinated=False)
        if not actors and h not in linked.name_at:
            lemma = linked.parse.lemmas[h]
            thing = lemma not in lex.groups["share"] if things is None else lemma in things
            if thing and not hostile:
                actors = linked.actors(h, things=True, coordinated=False)
                if _asked(h, linked, lex):  # "calls for advice on the war in Iraq" are none of Iraq's
                    actors = [through(linked, a, h) for a in linked.owners(h, of=("of", "by", "from"))]
                if linked.parse.lemmas[h] not in lex.groups["folk"]:
                    actors = whose(linked, actors, h)
                if len({a.entity for a in actors}) > 1 and lemma in lex.groups["accord"]:
                    actors = []  # who defends the US-China deal backs neither of the two
            elif thing:
                actors = [through(linked, a, h) for a in linked.owners(h, of=("by", "from"))]
            made = lemma in lex.groups["thing"] or lemma in tables.actors() or lemma in tables.roles()
            actors = actors or _predicated(linked, h)
            if not actors and made and things != frozenset():
                actors = [through(linked, a, h) for a in _makers(linked, h, lex)]
        found.extend(_named_part(linked, h, actors))
    return [a for a in _distinct(found) if sense.meant(linked, a)]


def _predicated(linked: Linked, h: int) -> list[Actor]:
    """Of whom a noun is said that its clause tells of: "Hamas is a *group* backed by Iran"."""
    parse, verb = linked.parse, linked.parse.head[h]
    if parse.deps[h] != "attr" or parse.lemmas[verb] not in ("be", "remain") or denied(linked, verb):
        return []
    return [a for s in clause.subjects(parse, verb) for a in linked.actors(s) if not a.role]


def _named_part(linked: Linked, h: int, actors: list[Actor]) -> list[Actor]:
    """Of a part and its owner the part: "Bosch's *Zeta* unit" acts, and Bosch does not deal with it."""
    if len(actors) > 1 and linked.parse.words[h].lower() in tables.roles():
        return whose(linked, actors, h)  # "*their* U.N. representatives"
    if len(actors) < 2 or linked.parse.tags[h] not in ("NN", "NNP"):
        return actors
    named = [
        a
        for a in actors
        if linked.parse.deps[a.token] in ("compound", "nmod")
        and linked.clusters[a.entity].kind == "organisation"
        and linked.parse.head[a.token] == h
    ]
    owned = any(linked.parse.deps[a.token] == "poss" for a in actors)
    return named if named and owned else actors


def whose(linked: Linked, actors: list[Actor], thing: int) -> list[Actor]:
    """Those of ``actors`` whose a thing is: where there is a genitive only its ("*its* Iraq policy")."""
    owner = next((c for c in linked.parse.children[thing] if linked.parse.deps[c] == "poss"), None)
    if owner is None:
        return actors
    within = set(linked.parse.subtree(owner))
    return [a for a in actors if a.token in within]


def _hostile(linked: Linked, h: int, lex: Lexicon) -> bool:
    """Whether a noun is a hostile deed: who condemns an attack on Kenya does not condemn Kenya."""
    if h in linked.name_at or h in linked.own:
        return False
    return any(t.relation in _HOSTILE for t in lex.nouns.get(linked.parse.lemmas[h], ()))


def _asked(h: int, linked: Linked, lex: Lexicon) -> bool:
    """Whether a noun is something that is asked, whose phrases tell what for."""
    return any(t.relation == "REQUESTS" for t in lex.nouns.get(linked.parse.lemmas[h], ()))


def _named(linked: Linked, h: int) -> bool:
    """Whether a noun means somebody named, not only somebody's ("his rival Anna Kern")."""
    return bool(linked.actors(h, coordinated=False)) and not linked.actors(h, coordinated=False)[0].role


#: What makes a thing nobody's own: "a law *backed* by Mr Kern", "a firm *formed* by two banks".
_BACKING = frozenset("back support favour favor endorse champion form found market".split())


def _makers(linked: Linked, thing: int, lex: Lexicon) -> list[Actor]:
    """Who made, sent or asked for a thing: "a vessel chartered by …", "the loan that … had offered".

    Not who does it harm: "an order *fought* by Oslo" is none of Oslo's.
    """
    parse = linked.parse
    for c in parse.children[thing]:
        heads: list[int] = []
        if parse.lemmas[c] in _BACKING:
            continue
        harms = [t for t in lex.verbs.get(parse.lemmas[c], ()) if t.relation in _HARMING and not t.objects]
        if any("obj" in t.target for t in harms):
            continue
        if parse.deps[c] == "acl" and clause.is_passive(parse, c):
            heads = clause.agents(parse, c)
        elif parse.deps[c] == "relcl" and thing in clause.patients(parse, c) and not _gap_below(linked, c):
            heads = clause.subjects(parse, c)
        found = [a for h in heads for a in linked.actors(h) if not a.civil]
        if found:
            return found
    return []


def _gap_below(linked: Linked, c: int) -> bool:
    """Whether a clause says something of its own: "the party he *wanted to lead*"."""
    parse = linked.parse
    below = any(parse.deps[k] in ("xcomp", "ccomp") for k in parse.children[c])
    return below or governing.content(parse, c)


def _to(linked: Linked, adjective: int) -> list[int]:
    return adjuncts.prepositional(linked.parse, adjective, ("to",))


def _issuers(linked: Linked, thing: int, lex: Lexicon) -> list[Actor]:
    """Who issues what then speaks: "parliament passed a *resolution* criticising …"."""
    parse, verb = linked.parse, linked.parse.head[thing]
    part = clause.particle(parse, verb)
    light = f"{parse.lemmas[verb]} {part}" if part else parse.lemmas[verb]
    if parse.deps[thing] != "dobj" or lex.light.get(light) != "subj":
        return []
    return [a for s in clause.subjects(parse, verb) for a in linked.actors(s) if not a.civil]


def _speaker(linked: Linked, i: int, lex: Lexicon) -> list[Actor]:
    """Whom a pronoun at the head of reported words means: who says them ("the cabinet said *it* would …")."""
    parse = linked.parse
    if parse.words[i].lower() not in ("it", "they", "he", "she") or i in linked.own:
        return []
    said = parse.head[i]
    verb = parse.head[said]
    if any(w in _QUOTES for w in parse.words[min(i, verb) : max(i, verb)]):
        return []  # "*They* tortured her," said the colonel
    if parse.deps[said] == "acl" and parse.tags[verb].startswith(
        "NN"
    ):  # "a denial by Pakistan that *it* had …"
        return [a for s in clause.controller_of_noun(parse, verb) for a in linked.actors(s) if not a.civil]
    if parse.deps[said] != "ccomp" or lex.verb_operators.get(parse.lemmas[verb]) not in _SAYING:
        return []
    tellers = clause.subjects(parse, verb)
    return [a for s in tellers for a in _named_part(linked, s, linked.actors(s)) if not a.civil]


def through(linked: Linked, a: Actor, thing: int) -> Actor:
    """The actor as reached or acting by way of a thing."""
    return Actor(a.entity, a.span, a.token, a.role or linked.parse.words[thing].lower(), a.civil, a.form)


def one(linked: Linked, heads: Iterable[int], actors: list[Actor]) -> bool:
    """Whether actors share one noun and do nothing to each other: "*a* French-German brigade"."""
    nouns = [k for h in heads for k in linked.conjuncts(h) if linked.actors(k, coordinated=False)]
    return len(nouns) == 1 and linked.parse.tags[nouns[0]] in ("NN", "NNP") and any(a.role for a in actors)


def _distinct(actors: Iterable[Actor]) -> list[Actor]:
    return list({(a.entity, a.role): a for a in actors}.values())


def others(found: Iterable[Actor], than: Iterable[Actor]) -> list[Actor]:
    """Those of ``found`` who are not among ``than``."""
    taken = {a.entity for a in than}
    return [a for a in found if a.entity not in taken]
