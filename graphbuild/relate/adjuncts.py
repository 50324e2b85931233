"""What hangs on a verb or noun by a preposition, as token indices."""

from __future__ import annotations

from graphbuild.annotate import Parse

#: Words for the first of a kind, beside superlatives.
_FIRST = frozenset(["leading", "only", "main"])


def prepositional(parse: Parse, i: int, prepositions: tuple[str, ...]) -> list[int]:
    """Heads of the phrases that hang on token ``i`` by one of ``prepositions``."""
    found = []
    for c in _prepositions(parse, i):
        if parse.deps[c] in ("prep", "dative", "agent", "conj") and (
            parse.words[c].lower() in prepositions or _compound_preposition(parse, c) in prepositions
        ):
            inner = _chain(parse, c)
            if not inner and parse.deps[i] == "relcl":
                inner = [parse.head[i]]  # "the loan Kyiv had asked for"
            found.extend(inner)
        elif parse.deps[c] == "prt" and parse.words[c].lower() in prepositions:
            found.extend(k for k in parse.children[c] if parse.deps[k] == "pobj")
    return found


def _prepositions(parse: Parse, i: int) -> list[int]:
    """The prepositions of ``i``, also those that hang on another of them ("in Peru and *in* Chile")."""
    found = list(parse.children[i])
    for c in parse.children[i]:
        if parse.deps[c] != "prep":
            continue
        full = any(parse.deps[k] in ("pobj", "pcomp") for k in parse.children[c])
        for k in parse.children[c]:
            joined = parse.deps[k] == "conj" and parse.tags[k] in ("IN", "TO")
            if joined or (full and parse.deps[k] == "prep" and k > c + 1):
                found.append(k)
    return found


def oblique(parse: Parse, v: int) -> list[int]:
    """Heads of the phrases that hang on ``v`` by any preposition."""
    return [
        k
        for c in parse.children[v]
        if parse.deps[c] == "prep"
        for k in _chain(parse, c)
        if parse.deps[k] == "pobj"
    ]


def within(parse: Parse, i: int, prepositions: tuple[str, ...], depth: int = 3) -> list[int]:
    """Heads of phrases by ``prepositions`` on noun ``i`` or on the nouns in its own phrases."""
    found = prepositional(parse, i, prepositions)
    for c in parse.children[i] if depth else ():
        if parse.deps[c] == "prep":
            for k in parse.children[c]:
                if parse.deps[k] == "pobj":
                    found.extend(within(parse, k, prepositions, depth - 1))
    return found


def _chain(parse: Parse, prep: int) -> list[int]:
    """What a preposition governs, also through one that completes it ("out *of*")."""
    found = [c for c in parse.children[prep] if parse.deps[c] in ("pobj", "pcomp")]
    if len(found) == 1 and parse.words[found[0]].lower() == "visiting" and found[0] == prep + 1:
        found = [
            c for c in parse.children[found[0]] if parse.deps[c] == "dobj"
        ]  # "with *visiting* Xi Jinping"
    if not found:
        for c in parse.children[prep]:
            if parse.deps[c] == "prep":
                found.extend(_chain(parse, c))
    return found


def _compound_preposition(parse: Parse, prep: int) -> str:
    inner = [c for c in parse.children[prep] if parse.deps[c] in ("prep", "advmod")]
    return f"{parse.words[prep]} {parse.words[inner[0]]}".lower() if inner else ""


def foremost(parse: Parse, noun: int) -> bool:
    """Whether a noun is said to be the first of its kind: "Australia's *largest* bookmaker"."""
    return any(parse.tags[c] == "JJS" or parse.words[c] in _FIRST for c in parse.children[noun])
