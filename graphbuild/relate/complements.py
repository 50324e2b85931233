"""What a verb says of the clause below it: who acts there, and who is acted upon."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.link.linked import Actor, Linked
from graphbuild.relate import adjuncts, clause, places
from graphbuild.relate.lexicon import Lexicon

#: Prepositions by which a clause below reaches somebody ("agreed to share maps *with* …").
_REACHING = ("with", "to", "against", "on", "from", "at", "for", "into", "of")
#: The same after verbs of motion, whose "to" only tells the way ("to move the factory *to* Peru").
_LEFT = tuple(p for p in _REACHING if p != "to")
_MOTION = frozenset(
    ["take", "move", "go", "come", "return", "travel", "fly", "shift", "relocate", "bring", "head", "drive"]
)
#: Verbs of words: what they are about is not acted upon.
_WORDS = frozenset(
    """comment discuss name speculate elaborate identify answer guess persuade convince lobby ask
    urge instruct require request""".split()
)
_SAYING = ("report", "tell", "deny")
_OBLIGED = frozenset(["must", "ought", "need"])


def complement(linked: Linked, v: int, lex: Lexicon, sources: list[Actor], depth: int = 3) -> list[Actor]:
    """Who is acted on in the clause below ``v``: "agreed to let Iran …", "threatened to strike at Iran"."""
    for w in _clauses_below(linked, v):
        if linked.parse.lemmas[w] in _WORDS or lex.verb_operators.get(linked.parse.lemmas[w]) in _SAYING:
            continue  # "refused to comment on Peru"
        found = reached_in(linked, w, lex, sources, depth)
        if found:
            return found
    return []


def reached_in(linked: Linked, w: int, lex: Lexicon, sources: list[Actor], depth: int = 3) -> list[Actor]:
    """Who else than ``sources`` is acted on by the verb ``w``, or in the clauses below it."""
    parse = linked.parse
    patients = clause.patients(parse, w)
    groups = [
        [k for k in parse.children[w] if parse.deps[k] in ("nsubj", "nsubjpass")],
        clause.recipients(parse, w),
        patients,
        adjuncts.prepositional(parse, w, _LEFT if parse.lemmas[w] in _MOTION else _REACHING),
        [k for o in patients for k in _beyond(linked, o, lex)],
    ]
    for heads in groups:
        found = places.others(places.reached(linked, heads, lex, things=places.embedded(lex)), sources)
        found = [a for a in found if parse.tags[a.token] != "PRP$"]  # "agreed to link *their* markets"
        if found:
            return found
    return complement(linked, w, lex, sources, depth - 1) if depth else []


def _beyond(linked: Linked, o: int, lex: Lexicon) -> list[int]:
    """Who is reached by what is done: "share maps *with* Peru"; "of" only for things, not for shares.

    What is known or said "on" somebody is only about them.
    """
    lemma = linked.parse.lemmas[o]
    thing, words = lemma in lex.groups["thing"], lemma in lex.groups["knowledge"]
    names = tuple(n for n in _REACHING if n != "at" and (thing or n != "of") and not (words and n == "on"))
    return adjuncts.within(linked.parse, o, names)


def _clauses_below(linked: Linked, v: int) -> Iterator[int]:
    """The verbs of the clauses that are the content of ``v``, directly or of its object ("a plan to …")."""
    parse, opened = linked.parse, False
    for c in parse.children[v]:
        dep = parse.deps[c]
        inner: list[int] = []
        if dep == "xcomp" or (dep == "ccomp" and not opened):
            inner, opened = [c], True  # "refused to bow to *claims he lied*": the second is of a noun
        elif dep == "prep" and parse.words[c].lower() in (
            "to",
            "of",
            "from",
            "against",
            "about",
            "on",
            "for",
            "in",
            "at",
        ):
            for k in parse.children[c]:
                if parse.deps[k] == "pcomp":
                    inner.append(k)
                elif parse.deps[k] == "pobj":
                    inner.extend(
                        j for j in parse.children[k] if parse.deps[j] == "acl" and parse.tags[j] == "VB"
                    )
        elif dep in ("dobj", "attr", "acomp") and not adjuncts.prepositional(parse, c, ("by",)):
            inner = [
                k
                for k in parse.children[c]
                if parse.deps[k] in ("acl", "xcomp", "relcl")
                and parse.tags[k] == "VB"
                and not (parse.deps[k] == "relcl" and clause.has_subject(parse, k))
            ]
        elif dep == "advcl" and parse.tags[c] == "VB" and c > v and not clause.patients(parse, v):
            inner = [c]
        for w in inner:
            if clause.is_verb(parse, w):
                yield w


def complement_subject(linked: Linked, v: int, *, must: bool, active: bool = False) -> list[Actor]:
    """Who is said to act in the clause below ``v``; with ``must`` only where that is demanded.

    ``active``: only who does something there, not what is to become of whom ("wants Iran to be punished").
    """
    parse = linked.parse
    for c in parse.children[v]:
        if parse.deps[c] not in ("ccomp", "xcomp") or not (clause.is_verb(parse, c) or parse.tags[c] == "JJ"):
            continue
        if (must and not _demanded(linked, c)) or (not must and c < v):
            continue
        if active and (clause.is_passive(parse, c) or parse.lemmas[c] in ("be", "have", "remain", "become")):
            continue
        for k in parse.children[c]:
            if parse.deps[k] == "nsubj" or (parse.deps[k] == "nsubjpass" and not must):
                return linked.actors(k) if parse.words[k].lower() != "it" else []
    return []


def _demanded(linked: Linked, c: int) -> bool:
    """Whether a clause says what must be: "must", "has to", or the bare "insisted that Iran stop"."""
    parse = linked.parse
    auxiliaries = [parse.words[k].lower() for k in parse.children[c] if parse.deps[k] == "aux"]
    if _OBLIGED.intersection(auxiliaries):
        return True
    if any(parse.words[k].lower() in ("yet", "still") for k in parse.children[c]):
        return False  # "has yet to pay"
    if parse.lemmas[c] == "have" and not auxiliaries:
        has = any(parse.deps[k] == "dobj" for k in parse.children[c])  # "has too much at stake to"
        return not has and any(
            parse.deps[k] == "xcomp"
            and parse.tags[k] == "VB"
            and parse.lemmas[k] != "be"  # "has to be pleased"
            for k in parse.children[c]
        )
    return parse.tags[c] == "VB" and not auxiliaries
