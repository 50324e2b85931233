"""Participles that a small parser takes for the verb of their sentence, and gerunds that it takes for
adjectives or nouns.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import attach, has_subject


def part_participles(parse: Parse) -> None:
    """Correct "Hackers *linked* to Peru broke into", where the parser takes the participle for the verb.

    No finite verb without a subject follows another but after a comma or conjunction.
    """
    for v, tag in enumerate(parse.tags):
        if tag not in ("VBD", "VBN") or not parse.words[v].endswith("ed"):
            continue
        left = [c for c in parse.children[v] if c < v]
        if left[-1:] != [v - 1] or parse.deps[v - 1] != "nsubj":
            continue
        if any(parse.deps[c] in ("aux", "auxpass") for c in left):
            continue
        main = next((c for c in parse.children[v] if c > v and _lacks_subject(parse, c)), v)
        if main > v and _is_plain(parse, v + 1, main):
            _raise_above(parse, v, main)


def free_gerunds(parse: Parse) -> None:
    """Correct "denied *funding* Hamas", where the parser lets the gerund modify the name."""
    for g, dep in enumerate(parse.deps):
        name, verb = parse.head[g], g - 1
        if dep not in ("amod", "compound") or not parse.words[g].endswith("ing") or name < g:
            continue
        named = parse.name(name)
        if named is None or named[0] not in (g + 1, g + 2) or parse.name(g) is not None:
            continue
        after_verb = parse.deps[name] == "dobj" and parse.head[name] == verb
        if after_verb and parse.lemmas[verb] in tables.words("verb before a gerund"):
            attach(parse, g, verb, "xcomp")
            attach(parse, name, g, "dobj")
            parse.tags[g] = "VBG"


def _lacks_subject(parse: Parse, c: int) -> bool:
    """Whether a verb is finite, surely no participle, and has no subject."""
    finite = parse.tags[c] in ("VBZ", "VBP") or (parse.tags[c] == "VBD" and not parse.words[c].endswith("ed"))
    return finite and parse.deps[c] in ("advcl", "ccomp", "conj", "dep") and not has_subject(parse, c)


def _is_plain(parse: Parse, first: int, stop: int) -> bool:
    """Whether these tokens are phrases without a verb, conjunction, mark or clause."""
    return stop > first and not any(
        parse.tags[t].startswith(("VB", "MD", "W"))
        or parse.tags[t] in ("CC", ",", ":", "``", "''", "-LRB-")
        or parse.deps[t] in ("mark", "dobj", "dative")
        for t in range(first, stop)
    )


def _raise_above(parse: Parse, v: int, main: int) -> None:
    """Make ``main`` the verb of the clause at ``v``, and ``v`` a participle of its subject."""
    above, dep, subject = parse.head[v], parse.deps[v], v - 1
    attach(parse, main, main if above == v else above, dep)
    for c in parse.children[v][:]:
        if c > main or (c < v and c != subject):
            attach(parse, c, main, parse.deps[c])
    attach(parse, subject, main, "nsubj")
    attach(parse, v, subject, "acl")
    parse.tags[v] = "VBN"
