"""What a governing word does to the event below it, and who tells it."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.annotate import Parse
from graphbuild.relate.clause import is_verb, subjects
from graphbuild.relate.lexicon import Lexicon, lexicon
from graphbuild.relate.mood import CONDITIONS, MODALS, NEGATORS, Context, emptied

#: Verbs whose purpose is reached, and words of those who are told by what they did.
_USING = frozenset(["use", "employ", "help", "combine", "join", "unite", "band", "go", "move"])
_CHOSEN = frozenset("first second third last latest next only one few".split())
_VIEWS = frozenset(["view", "opinion", "word", "account", "eye", "reading", "telling"])


def purpose(parse: Parse, v: int) -> bool:
    """Whether ``v`` is what something is done for: "planned to fly to Oslo *to meet* the king"."""
    return (
        parse.deps[v] == "advcl"
        and parse.tags[v] == "VB"
        and any(parse.tags[c] == "TO" for c in parse.children[v])
        and is_verb(parse, parse.head[v])
    )


def aimed(parse: Parse, v: int) -> bool:
    """Whether ``v`` only tells what something is for: "sued *to block*", "men *to storm* it".

    What is used, or who is the first, to do something does it.
    """
    while parse.deps[v] == "conj" and is_verb(parse, parse.head[v]):
        v = parse.head[v]
    head = parse.head[v]
    if parse.tags[v] != "VB" or not any(parse.tags[c] == "TO" for c in parse.children[v]):
        return False
    if parse.deps[v] in ("acl", "relcl"):
        chosen = any(parse.words[c].lower() in _CHOSEN for c in (head, *parse.children[head]))
        used = parse.deps[head] == "dobj" and parse.lemmas[parse.head[head]] in _USING
        return not (chosen or used)
    return purpose(parse, v) and parse.lemmas[head] not in _USING


def beyond(parse: Parse, prep: int) -> int:
    """What a preposition hangs on: the verb of "stopped short of"."""
    head = parse.head[prep]
    return parse.head[head] if parse.tags[head] in ("RB", "RP", "IN", "TO") else head


def content(parse: Parse, v: int) -> bool:
    """Whether ``v`` heads what a noun says ("the claim that …", "time for X to …")."""
    if parse.deps[v] not in ("acl", "relcl"):
        return False
    aim = parse.deps[v] == "relcl" and parse.tags[v] == "VB" and parse.words[v - 1] == "to"
    if aim and parse.lemmas[parse.head[v]] in lexicon().noun_operators:
        return True  # "a plot to attack"
    marks = [parse.words[c].lower() for c in parse.children[v] if parse.deps[c] == "mark"]
    return _bare(parse, v) or _filled(parse, v) or "that" in marks or "for" in marks


def _filled(parse: Parse, v: int) -> bool:
    """Whether "that" opens a clause with no gap: "heard from aides *that* Peru had left", misread."""
    below = parse.children[v]
    that = [c for c in below if parse.tags[c] == "WDT" and parse.words[c].lower() == "that" and c < v]
    if parse.deps[v] != "relcl" or not that or "nsubj" not in [parse.deps[c] for c in below if c not in that]:
        return False
    places = [parse.deps[c] for c in below if c not in that]
    return parse.deps[that[0]] == "advmod" or (
        parse.deps[that[0]] == "dobj" and bool({"dobj", "xcomp", "ccomp"} & set(places))
    )


def _bare(parse: Parse, v: int) -> bool:
    """Whether a clause with all its places filled hangs on a noun of words: "allegations he bribed X"."""
    if parse.lemmas[parse.head[v]] not in lexicon().noun_operators or parse.tags[v] == "VB":
        return False
    deps = {parse.deps[c] for c in parse.children[v]}
    relative = any(parse.tags[k] in ("WDT", "WP", "WP$", "WRB") for k in parse.subtree(v) if k < v)
    relative = relative or any(
        parse.deps[c] == "dobj" and parse.words[c].lower() == "that" for c in parse.children[v]
    )
    return not relative and "nsubj" in deps and bool(deps & {"dobj", "ccomp", "acomp", "attr", "prep"})


def operator(parse: Parse, i: int, table: str, lex: Lexicon) -> str:
    """The effect of the word at ``i``, alone or with a word that hangs on it ("stopped *short*")."""
    effects = {"v": lex.verb_operators, "n": lex.noun_operators, "s": lex.subject_operators}[table]
    lemma = parse.lemmas[i]
    for c in parse.children[i]:
        if parse.deps[c] in ("prt", "advmod", "acomp", "oprd", "dobj", "prep", "ccomp"):
            effect = effects.get(f"{lemma} {parse.words[c].lower()}")
            if effect:
                return effect
    return effects.get(lemma, "")


def tells(parse: Parse, i: int, lex: Lexicon) -> bool:
    """Whether a word is a verb of saying that the tagger took for a noun: "…, activists *allege*"."""
    said = parse.tags[i] == "NN" and lex.verb_operators.get(parse.words[i].lower()) in ("report", "accuse")
    return said and any(parse.deps[c] == "nsubj" for c in parse.children[i])


def teller(parse: Parse, noun: int, lex: Lexicon) -> int | None:
    """Who says a clause that the parser hung on the hearer or the medium ("told *colleagues* that …")."""
    verb = parse.head[noun]
    if parse.deps[noun] == "pobj":
        verb = parse.head[verb]
    if is_verb(parse, verb) and operator(parse, verb, "v", lex) in ("report", "tell"):
        of_noun = parse.head[verb] if parse.deps[verb] == "acl" else None
        return next(iter(subjects(parse, verb)), of_noun)
    near = range(max(0, noun - 1), min(noun + 3, len(parse.words)))
    for k in near:  # "the minister *informed* aides that", taken for a participle
        if parse.tags[k] in ("VBN", "VBD") and operator(parse, k, "v", lex) in ("report", "tell"):
            return noun if k > noun else parse.head[noun] if parse.deps[noun] == "appos" else None
    return None


def embed(effect: str, found: Context) -> None:
    """What an operator of ``effect`` makes of the event in it."""
    if effect in ("negate", "deny"):
        found.flip()
    elif effect == "end":
        found.ended = True
    elif effect == "demand":
        found.weaken("demanded")
    elif effect in ("future", "possible", "hypothetical"):
        found.weaken(effect)  # type: ignore[arg-type]


def told(parse: Parse, v: int, lex: Lexicon, found: Context) -> None:
    """Who says it by the way: "according to X", "as X tells it", "in the view of X"."""
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "prep" and word in ("according", "per"):
            for k in _objects(parse, c):
                found.credit(parse, k)
        elif dep == "prep" and word in ("in", "by"):
            for k in _objects(parse, c):
                if parse.lemmas[k] in _VIEWS:
                    holder = [p for p in parse.children[k] if parse.deps[p] == "poss"]
                    holder += [
                        o
                        for p in parse.children[k]
                        if parse.words[p].lower() == "of"
                        for o in _objects(parse, p)
                    ]
                    for h in holder[:1]:
                        found.credit(parse, h)
        elif dep == "advcl" and operator(parse, c, "v", lex) in ("report", "tell"):
            marks = [parse.words[k].lower() for k in parse.children[c] if parse.deps[k] == "mark"]
            for k in subjects(parse, c, deep=False) if "as" in marks else ():
                found.credit(parse, k)


def _objects(parse: Parse, prep: int) -> Iterator[int]:
    for k in parse.children[prep]:
        if parse.deps[k] == "pobj":
            yield k
        elif parse.deps[k] == "prep":
            yield from _objects(parse, k)


def modals(parse: Parse, governor: int, found: Context) -> None:
    """Modals of the verb that governs the noun on which the event hangs: "*may* have a role in arming"."""
    for c in parse.children[governor]:
        if parse.deps[c] == "aux" and (word := parse.words[c].lower()) in MODALS:
            found.weaken(MODALS[word])


def reach(parse: Parse, governor: int, found: Context, *, conditions: bool) -> None:
    """Modals and negation of the governor that reach down: "will try to", "did not want to"."""
    for c in parse.children[governor]:
        word = parse.words[c].lower()
        if parse.deps[c] == "aux" and word in MODALS:
            found.weaken(MODALS[word])
        elif (
            parse.deps[c] == "neg"
            or (parse.deps[c] == "advmod" and word in NEGATORS)
            or (parse.deps[c] == "nsubjpass" and emptied(parse, c))
            or (parse.deps[c] == "nsubj" and _neither(parse, c))
        ):
            found.flip()
        elif conditions and parse.deps[c] == "mark" and word in CONDITIONS:
            found.weaken("hypothetical")


def _neither(parse: Parse, subject: int) -> bool:
    """ "*Neither* Chile nor Peru was interested in …"."""
    return any(parse.words[c].lower() == "neither" for c in parse.children[subject])


def negated(parse: Parse, v: int) -> bool:
    return any(parse.deps[c] == "neg" for c in parse.children[v])


def refused(parse: Parse, v: int) -> bool:
    """Whether a verb of saying says that nothing was said: "did not confirm that"."""
    return parse.lemmas[v] in ("say", "confirm", "announce") and negated(parse, v)
