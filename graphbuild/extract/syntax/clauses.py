"""Properties of one clause: whether it states a fact, is finite, is complete."""

from __future__ import annotations

from graphbuild.annotate import Parse


def is_nonfactual(parse: Parse, verb: int) -> bool:
    """Whether a verb is negated, modal or conditional, so that its clause states no fact."""
    return any(
        parse.deps[c] == "neg"
        or (parse.deps[c] == "aux" and parse.tags[c] == "MD")
        or (parse.deps[c] == "mark" and parse.words[c].lower() in ("if", "unless", "whether"))
        for c in parse.children[verb]
    )


def in_question(parse: Parse, i: int) -> bool:
    """Whether token ``i`` is in a question."""
    stop = parse.sentence(i)[1]
    return "?" in parse.words[max(i, stop - 2) : stop]


def is_finite(parse: Parse, verb: int) -> bool:
    """Whether a verb or one of its auxiliaries has a tense."""
    finite = {"VBD", "VBZ", "VBP", "MD"}
    auxiliaries = {parse.tags[c] for c in parse.children[verb] if parse.deps[c] in ("aux", "auxpass")}
    return parse.tags[verb] in finite or bool(auxiliaries & finite)


def is_misparsed_relative(parse: Parse, verb: int) -> bool:
    """Whether a "that" clause parsed as a relative has no gap: "heard from aides *that* Peru had left"."""
    children = parse.children[verb]
    that = [c for c in children if parse.tags[c] == "WDT" and parse.words[c].lower() == "that" and c < verb]
    others = {parse.deps[c] for c in children if c not in that}
    if parse.deps[verb] != "relcl" or not that or "nsubj" not in others:
        return False
    role = parse.deps[that[0]]
    return role == "advmod" or (role == "dobj" and bool({"dobj", "xcomp", "ccomp"} & others))


def is_complete(parse: Parse, verb: int) -> bool:
    """Whether a clause has no relative pronoun and all its arguments: "allegations he bribed X"."""
    if parse.tags[verb] == "VB":
        return False
    relative = any(parse.tags[k] in ("WDT", "WP", "WP$", "WRB") for k in parse.subtree(verb) if k < verb)
    relative = relative or any(
        parse.deps[c] == "dobj" and parse.words[c].lower() == "that" for c in parse.children[verb]
    )
    deps = {parse.deps[c] for c in parse.children[verb]}
    return not relative and "nsubj" in deps and bool(deps & {"dobj", "ccomp", "acomp", "attr", "prep"})
