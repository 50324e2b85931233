"""What hangs on a word by a preposition, as token indices."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words


def governed(parse: Parse, i: int, prepositions: tuple[str, ...]) -> list[int]:
    """Heads of the phrases that hang on token ``i`` by one of ``prepositions``, in text order."""
    found: list[int] = []
    for c in _prepositions(parse, i):
        dep = parse.deps[c]
        if dep in ("prep", "dative", "agent", "conj"):
            if parse.words[c].lower() in prepositions or _compound(parse, c) in prepositions:
                inner = [] if _absolute(parse, c) else objects(parse, c)
                if not inner and parse.deps[i] == "relcl":
                    inner = [parse.head[i]]  # "the loan Kyiv had asked *for*"
                found.extend(inner)
        elif dep == "prt" and parse.words[c].lower() in prepositions:
            found.extend(k for k in parse.children[c] if parse.deps[k] == "pobj")
        elif dep in ("advcl", "xcomp", "ccomp"):  # misread as the mark of the infinitive after its object
            marks = [k for k in parse.children[c] if parse.deps[k] == "mark"]
            found.extend(_taken(parse, c, k) for k in marks if parse.words[k].lower() in prepositions)
    return [k for k in found if k >= 0]


def _absolute(parse: Parse, c: int) -> bool:
    """Whether "with" opens a clause without a verb, which names no party: ", *with* Norway as guarantor"."""
    if parse.words[c].lower() != "with" or not c or parse.words[c - 1] != ",":
        return False
    inside = parse.subtree(c)
    after = parse.words[inside[-1] + 1 : inside[-1] + 2]
    return after == ["as"] or any(parse.words[k] == "as" and parse.deps[k] == "prep" for k in inside[2:])


def _prepositions(parse: Parse, i: int) -> list[int]:
    """Children of ``i`` and the prepositions joined to one of them ("in Peru and *in* Chile")."""
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


def objects(parse: Parse, preposition: int) -> list[int]:
    """What a preposition governs, also through one that completes it ("out *of*")."""
    governing = ("pobj", "pcomp", "dobj") if parse.tags[preposition] == "VBG" else ("pobj", "pcomp")
    found = [c for c in parse.children[preposition] if parse.deps[c] in governing]
    if len(found) == 1 and parse.deps[found[0]] == "pcomp" and found[0] == preposition + 1:
        attributive = [c for c in parse.children[found[0]] if parse.deps[c] == "dobj"]
        if attributive and parse.words[found[0]].lower() == "visiting":  # "with *visiting* Xi Jinping"
            return attributive
    if not found:
        for c in parse.children[preposition]:
            if parse.deps[c] == "prep":
                found.extend(objects(parse, c))
    return found


def _taken(parse: Parse, verb: int, preposition: int) -> int:
    """The object of a preposition that was misread as the subject of an infinitive after it, or -1.

    "Spoke with *Peru* to discuss trade", but not "called for Peru to discuss trade".
    """
    if parse.tags[verb] != "VB" or parse.words[preposition].lower() in words("subject_preposition"):
        return -1
    if not any(parse.tags[c] == "TO" for c in parse.children[verb]):
        return -1
    for c in parse.children[verb]:
        if parse.deps[c] == "nsubj" and min(parse.subtree(c)) == preposition + 1:
            return c
    return -1


def _compound(parse: Parse, preposition: int) -> str:
    inner = [c for c in parse.children[preposition] if parse.deps[c] in ("prep", "advmod")]
    return f"{parse.words[preposition]} {parse.words[inner[0]]}".lower() if inner else ""


def any_governed(parse: Parse, i: int) -> list[int]:
    """Heads of the noun phrases that hang on ``i`` by any preposition."""
    return [
        k
        for c in parse.children[i]
        if parse.deps[c] == "prep"
        for k in objects(parse, c)
        if parse.deps[k] == "pobj"
    ]
