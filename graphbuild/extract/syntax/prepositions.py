"""The objects of the prepositions that depend on a word, as token indices."""

from __future__ import annotations

from collections.abc import Collection

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words

#: The preposition for which "where" stands.
_LOCATIVE = "in"


def governed(parse: Parse, i: int, prepositions: Collection[str]) -> list[int]:
    """Heads of the phrases that depend on token ``i`` through one of ``prepositions``, in text order."""
    heads: list[int] = []
    for c in _prepositions(parse, i):
        dep = parse.deps[c]
        if dep in ("prep", "dative", "agent", "conj"):
            if _word(parse, c) in prepositions or _two_words(parse, c) in prepositions:
                inner = [] if _opens_absolute_clause(parse, c) else objects(parse, c)
                if not inner and parse.deps[i] == "relcl":
                    inner = [parse.head[i]]  # "the loan Kyiv had asked *for*"
                heads.extend(inner)
        elif dep == "prt" and _word(parse, c) in prepositions:
            heads.extend(k for k in parse.children[c] if parse.deps[k] == "pobj")
        elif dep in ("advcl", "xcomp", "ccomp"):  # the parser made the preposition a mark of an infinitive
            marks = [k for k in parse.children[c] if parse.deps[k] == "mark"]
            heads.extend(
                _object_before_infinitive(parse, c, k) for k in marks if _word(parse, k) in prepositions
            )
    if _LOCATIVE in prepositions:
        heads.extend(_where(parse, i))
    return [k for k in heads if k >= 0]


def _where(parse: Parse, i: int) -> list[int]:
    """The antecedent of "where" in a relative clause: "Peru, *where* rebels killed ten soldiers"."""
    top = parse.first_member(i)
    relative = parse.deps[top] == "relcl"
    where = [c for c in parse.children[top] if c < top and parse.words[c].lower() == "where"]
    if not relative or not where:
        return []
    place = parse.relative_antecedent(where[0], parse.head[top])
    if parse.tags[place] == "CD" or ((name := parse.name(place)) is not None and name[2] == "DATE"):
        places = (first for first, _, label in parse.names if label == "GPE" and first < place)
        return [k for k in list(places)[-1:] if parse.sentence(k) == parse.sentence(i)]
    return [place]


def _word(parse: Parse, i: int) -> str:
    return parse.words[i].lower()


def _opens_absolute_clause(parse: Parse, c: int) -> bool:
    """Whether "with" opens a verbless clause: ", *with* Norway as guarantor"."""
    if _word(parse, c) != "with" or not c or parse.words[c - 1] != ",":
        return False
    subtree = parse.subtree(c)
    after = parse.words[subtree[-1] + 1 : subtree[-1] + 2]
    return after == ["as"] or any(parse.words[k] == "as" and parse.deps[k] == "prep" for k in subtree[2:])


def _prepositions(parse: Parse, i: int) -> list[int]:
    """Children of ``i`` and the prepositions joined to one of them ("in Peru and *in* Chile")."""
    tokens = list(parse.children[i])
    for c in parse.children[i]:
        if parse.deps[c] != "prep":
            continue
        has_object = any(parse.deps[k] in ("pobj", "pcomp") for k in parse.children[c])
        for k in parse.children[c]:
            coordinated = parse.deps[k] == "conj" and parse.tags[k] in ("IN", "TO")
            if coordinated or (has_object and parse.deps[k] == "prep" and k > c + 1):
                tokens.append(k)
    return tokens


def objects(parse: Parse, preposition: int) -> list[int]:
    """The objects of a preposition, also through a second one ("out *of*")."""
    governing = ("pobj", "pcomp", "dobj") if parse.tags[preposition] == "VBG" else ("pobj", "pcomp")
    heads = [c for c in parse.children[preposition] if parse.deps[c] in governing]
    if len(heads) == 1 and parse.deps[heads[0]] == "pcomp" and heads[0] == preposition + 1:
        attributive = [c for c in parse.children[heads[0]] if parse.deps[c] == "dobj"]
        if attributive and parse.words[heads[0]].lower() == "visiting":  # "with *visiting* Xi Jinping"
            return attributive
    if not heads:
        for c in parse.children[preposition]:
            if parse.deps[c] == "prep":
                heads.extend(objects(parse, c))
    return heads


def _object_before_infinitive(parse: Parse, verb: int, preposition: int) -> int:
    """The object of a preposition that the parser made the subject of a following infinitive, or -1.

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


def _two_words(parse: Parse, preposition: int) -> str:
    """A preposition with the next one that depends on it ("out of"); empty for none."""
    inner = [c for c in parse.children[preposition] if parse.deps[c] in ("prep", "advmod")]
    pair = sorted([preposition, *inner[:1]])
    return " ".join(parse.words[k].lower() for k in pair) if inner else ""


def any_governed(parse: Parse, i: int) -> list[int]:
    """Heads of the noun phrases that depend on ``i`` through any preposition."""
    return [
        k
        for c in parse.children[i]
        if parse.deps[c] == "prep"
        for k in objects(parse, c)
        if parse.deps[k] == "pobj"
    ]
