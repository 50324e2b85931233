"""Whether a clause states a fact."""

from __future__ import annotations

from graphbuild.annotate import Parse


def unsure(parse: Parse, verb: int) -> bool:
    """Whether a verb is negated, modal or conditional, so that it states no fact."""
    return any(
        parse.deps[c] == "neg"
        or (parse.deps[c] == "aux" and parse.tags[c] == "MD")
        or (parse.deps[c] == "mark" and parse.words[c].lower() in ("if", "unless", "whether"))
        for c in parse.children[verb]
    )


def questioned(parse: Parse, i: int) -> bool:
    """Whether token ``i`` stands in a question."""
    stop = parse.sentence(i)[1]
    return "?" in parse.words[max(i, stop - 2) : stop]
