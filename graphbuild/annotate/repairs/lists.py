"""Lists of which each member has its own phrase: "fined Google over its search, *Meta* over its data".

A small parser joins the second name to the noun of the first phrase, or leaves it beside the verb, and takes
"tariffs on steel and *tariffs* on goods from China" for tariffs on tariffs.
"""

from __future__ import annotations

from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import ACTORS, attach, label_of

#: What the parser takes the second name for.
_LOOSE = ("conj", "npadvmod", "appos", "dep", "nmod", "dobj")
_JOINING = (",", "and", "or", ";")


def join_lists(parse: Parse) -> None:
    """Correct the heads of members of such lists in a parse with names, in place."""
    for first, stop, label in parse.names:
        if label in ACTORS:
            _join_name(parse, first, stop)
    for i, dep in enumerate(parse.deps):
        if dep == "conj":
            _join_same(parse, i)


def _join_name(parse: Parse, first: int, stop: int) -> None:
    """Join a name to the object before it that the same preposition follows."""
    i, preposition = parse.top(first, stop - 1), _preposition_after(parse, stop)
    before = first - 1 if first and parse.tags[first - 1] != "DT" else first - 2
    if not preposition or parse.deps[i] not in _LOOSE or before < 0 or parse.words[before] not in _JOINING:
        return
    for start, end, label in reversed(parse.names):
        k = parse.top(start, end - 1)
        if start >= first or parse.sentence_at(k) != parse.sentence_at(i):
            continue
        same = label == label_of(parse, i) and _preposition_after(parse, end) == preposition
        joined = parse.head[i] == k and parse.deps[i] == "conj"
        if same and not joined and parse.deps[parse.first_member(k)] == "dobj":
            attach(parse, i, k, "conj")
            if parse.deps[stop] == "prep" and parse.head[stop] != i:
                attach(parse, stop, i, "prep")
            return


def _preposition_after(parse: Parse, stop: int) -> str:
    """The preposition right after a name that ends before a token; empty for none."""
    return parse.words[stop].lower() if parse.tags[stop : stop + 1] == ["IN"] else ""


def _join_same(parse: Parse, i: int) -> None:
    """Join "tariffs" to the first "tariffs", with its own phrase, where it is joined to the steel."""
    place = parse.head[i]
    head = parse.head[parse.head[place]]
    if parse.deps[place] != "pobj" or parse.lemmas[i] != parse.lemmas[head] or head >= place:
        return
    for c in parse.children[place][:]:
        if parse.deps[c] == "prep" and c > i:
            attach(parse, c, i, "prep")
    attach(parse, i, head, "conj")
