"""Noun phrases of standing relations: whose a name is, what a noun says of it, and who is meant."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.holders import denied
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.link.owning import actor_at, adjectival, head_token
from graphbuild.relate import clause, sense
from graphbuild.relate.frames import Frame
from graphbuild.relate.mood import Context

#: Nouns for bodies that sit in a state ("the German carmaker Volkswagen").
BODY_NOUNS = frozenset(
    """company firm carmaker automaker maker bank lender airline carrier group party newspaper paper
    daily weekly tabloid magazine broadcaster channel station network agency retailer club side
    manufacturer giant producer university institute college school organisation organization ngo
    charity foundation startup start-up think-tank think tank band team conglomerate publisher
    insurer operator builder movement militia union corporation business brewer supplier utility
    consortium league federation association chain brand outlet website portal studio label
    orchestra museum hospital shipbuilder steelmaker chipmaker drugmaker multinational cooperative
    society exchange developer watchdog faction rebels guerrillas subsidiary trio duo quartet
    coalition front""".split()
)


#: Adjectives in names of events ("the US *Open* champion").
_EVENTS = frozenset("open grand".split())


PARTS = frozenset("""unit arm subsidiary division branch wing affiliate department school faculty""".split())


#: Endings of nouns for persons.
_PERSONAL = (
    "er",
    "or",
    "ist",
    "ian",
    "man",
    "woman",
    "ant",
    "eur",
    "ess",
    "eon",
    "ete",
    "star",
    "expert",
    "hero",
)


#: Nouns for persons that no ending tells.
_PERSONS = frozenset(
    """critic poet architect chef mathematician physician statistician medic mechanic tycoon magnate
    mogul oligarch socialite wrestler cyclist bassist guru aristocrat polymath entrepreneur
    gymnast acrobat athlete sprinter coach ace grandmaster monk priest nun cleric imam rabbi saint bishop cop
    detective judge clerk nurse pilot playwright comic scholar academic laureate soprano tenor baritone
    contralto maestro virtuoso heir prince duke count exile refugee expatriate celebrity personality legend
    icon figure student bureaucrat technocrat diplomat psychic herbalist recluse""".split()
)


NOT_PERSONAL = frozenset(
    """former other later earlier senior junior water power number matter order paper letter chapter
    river border quarter winter summer war sector factor tractor motor error horror terror corridor
    christian asian partner manner center computer cover leather weather tower super premier
    language dialect script alphabet calendar""".split()
)


def now(sure: float, relation: str, source: Actor, target: Actor, token: int, rule: str) -> Frame:
    return Frame(relation, [source], [target], [token], Context(tense="present"), sure, rule, token)


def name_of(linked: Linked, a: Actor) -> Name | None:
    """The name that an actor is meant by; None for pronouns and nominals."""
    k = linked.name_at.get(a.token)
    return linked.names[k] if k is not None else None


def demonym(linked: Linked, a: Actor) -> bool:
    """Whether a state is meant by its adjective or the noun for its nationals."""
    n = name_of(linked, a)
    return n is not None and n.demonym


def adjective(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    return k is not None and adjectival(linked, k)


def owner_before(linked: Linked, n: Name) -> tuple[Actor | None, int, int]:
    """The name before ``n`` in its noun phrase, the noun or genitive between them, and how it stands.

    "the German carmaker Volkswagen" gives Germany and "carmaker", "France's far-right National
    Front" France and "'s". -1 where nothing stands between.
    """
    parse = linked.parse
    head = head_token(linked, n.first, n.last)
    modifies = parse.deps[head] in ("compound", "nmod", "amod") and parse.head[head] > n.last
    if modifies and parse.words[parse.head[head]].lower() not in BODY_NOUNS:
        return None, -1, -1
    word, j = -1, n.first - 1
    while j >= 0 and n.first - j <= 7:
        k = linked.name_at.get(j)
        if k is not None:
            m = linked.names[k]
            own = actor_at(linked, m.last)
            if own is None or m.kind == "person":
                return None, -1, -1
            after = parse.words[m.last + 1] if m.last + 1 < len(parse.words) else ""
            genitive = after in ("'s", "’s", "'", "’")
            capital = m.known is not None and m.known.sort in ("capital", "seat")
            joined = parse.words[m.first - 1] in ("-", "–") and m.first - 1 > 0  # "the German-US car firm"
            if capital or joined or (not genitive and not adjectival(linked, k)):
                return None, -1, -1
            tied = parse.words[m.last + 1] in ("-", "–")  # "the US-backed rebels"
            if tied or sense.within(linked, m) or sense.origin(linked, m):
                return None, -1, -1
            return own, m.last + 1 if genitive else word, k
        tag = parse.tags[j]
        if parse.words[j] == "-" and parse.words[j - 1].islower() and parse.words[j + 1].islower():
            j -= 1  # "left-liberal"
            continue
        if parse.words[j] == "-" or (
            tag not in ("POS", "HYPH", "``", "''") and not tag.startswith(("JJ", "NN", "VBN", "VBG", "CD"))
        ):
            break
        if parse.words[j][:1].isupper() and (tag.startswith("NNP") or parse.words[j].lower() in _EVENTS):
            break
        if word < 0 and tag.startswith("NN") and parse.words[j].islower():
            word = j
        j -= 1
    return None, -1, -1


def organisations(linked: Linked, i: int) -> list[Actor]:
    """The organisations named or meant by a pronoun at token ``i`` and coordinated with it."""
    return [
        a
        for k in linked.conjuncts(i)
        if (a := linked.own.get(k)) is not None
        and linked.clusters[a.entity].kind == "organisation"
        and not a.role
    ]


def named_by(linked: Linked, i: int) -> list[Actor]:
    """Which organisations a noun is said to be: apposition, predicate, "as", or the name right after it."""
    parse = linked.parse
    node = i
    while parse.deps[node] == "conj" and parse.tags[parse.head[node]].startswith("NN"):
        node = parse.head[node]
    dep, head = parse.deps[node], parse.head[node]
    if dep == "appos" and (found := organisations(linked, head)):
        return [a for a in found if a.token < i][-1:] or found[:1]
    if dep == "compound" and head > i and (found := organisations(linked, head)):
        return found
    if dep == "attr" and parse.lemmas[head] in ("be", "become", "remain") and not denied(linked, head):
        for c in parse.children[head]:
            if parse.deps[c] == "nsubj":
                relative = parse.tags[c] in ("WP", "WDT") and parse.deps[head] == "relcl"
                return organisations(linked, parse.head[head] if relative else c)
    if dep in ("nsubj", "attr") and parse.lemmas[head] == "be" and not denied(linked, head):
        for c in parse.children[head]:  # "its parent company is *Zeta*"
            if parse.deps[c] == "attr" and c != node and c in linked.own:
                return organisations(linked, c)
    if dep == "pobj" and parse.words[head] == "as":
        verb = parse.head[head]
        if not denied(linked, verb):
            return [
                a
                for h in clause.patients(parse, verb) or clause.subjects(parse, verb)
                for a in organisations(linked, h)
            ]
    for c in parse.children[i]:
        if parse.deps[c] == "appos" and (found := organisations(linked, c)):
            return found
    at = i + 1 + (parse.words[i + 1 : i + 2] in ([","], [":"], ["("]))
    k = linked.name_at.get(at)
    if k is not None and linked.names[k].first == at and at < len(parse.words):
        return organisations(linked, head_token(linked, linked.names[k].first, linked.names[k].last))
    return []


def body_noun(noun: str) -> bool:
    return (
        noun in BODY_NOUNS
        or noun.removesuffix("s") in BODY_NOUNS
        or noun in ("companies", "agencies", "parties")
    )


def personal(word: str) -> bool:
    """Whether a noun means a person, by the roles' table or its ending."""
    if word in tables.roles() or word in _PERSONS:
        return True
    return len(word) > 4 and word.endswith(_PERSONAL) and word not in NOT_PERSONAL and word not in BODY_NOUNS


def opening(linked: Linked, verb: int) -> list[int]:
    """The name that opens the sentence, where a parenthesis hid it from the parse."""
    parse = linked.parse
    first = next((f for f, stop in parse.sentences if f <= verb < stop), verb)
    k = linked.name_at.get(first)
    if k is None or parse.words[verb - 1] != ")" or parse.words[linked.names[k].last + 1] != "(":
        return []
    return [head_token(linked, first, linked.names[k].last)]
