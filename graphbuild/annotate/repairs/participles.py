"""Participles that a small parser takes for the verb of their sentence, and gerunds that it takes for
adjectives or nouns.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import attach, has_subject, label_of


def part_participles(parse: Parse) -> None:
    """Correct "Hackers *linked* to Peru broke into", where the parser takes the participle for the verb.

    No finite verb without a subject follows another but after a comma or conjunction.
    """
    for v, tag in enumerate(parse.tags):
        if tag not in ("VBD", "VBN") or not parse.words[v].endswith("ed"):
            continue
        left = [c for c in parse.children[v] if c < v]
        if any(parse.deps[c] in ("aux", "auxpass") for c in left):
            continue
        if parse.words[v - 1] == "," and v - 2 in left:
            _part_aside(parse, v)
        if left[-1:] != [v - 1] or parse.deps[v - 1] != "nsubj":
            continue
        main = next((c for c in parse.children[v] if c > v and _lacks_subject(parse, c)), v)
        if main > v and _is_plain(parse, v + 1, main):
            _raise_above(parse, v, v - 1, main)


def _part_aside(parse: Parse, v: int) -> None:
    """Correct "Hamas, *designated* a terrorist group by Peru, denied it", a participle between commas."""
    subject = v - 2
    if parse.deps[subject] != "nsubj" or not parse.tags[subject].startswith("NNP"):
        return
    clauses = ("conj", "ccomp", "advcl", "dep")
    for main in (c for c in parse.children[v] if c > v and parse.deps[c] in clauses):
        first = min(parse.subtree(main))
        finite = any(parse.tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in (main, *parse.children[main]))
        if not finite or has_subject(parse, main) or parse.words[first - 1] != ",":
            continue
        if not any(parse.words[k].lower() == "by" for k in range(v + 1, first)):
            continue
        if any(parse.deps[c] == "cc" and v < c < main for c in parse.children[v]):
            continue
        _raise_above(parse, v, subject, main)
        if any(parse.deps[c] == "auxpass" for c in parse.children[main]):
            parse.deps[subject] = "nsubjpass"
        for c in [k for k in range(v + 1, first) if parse.words[k].lower() == "by"][:1]:
            attach(parse, c, v, "agent")
        return


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


def tie_to_places(parse: Parse) -> None:
    """Correct "troops took the town of Azaz, *held* by rebels", where the parser ties the participle to the
    verb, and so to who took the town.
    """
    for v, tag in enumerate(parse.tags):
        if tag != "VBN" or parse.deps[v] != "advcl" or parse.words[v - 1] != ",":
            continue
        by_whom = any(parse.deps[c] == "agent" for c in parse.children[v])
        if not by_whom or parse.lemmas[v] not in tables.words("verb of holding a place"):
            continue
        verb = parse.head[v]
        if any(parse.deps[c] == "nsubj" and label_of(parse, c) == "PERSON" for c in parse.children[verb]):
            continue  # "*Ann Otieno* spoke in court, defended by"
        phrases = [c for c in parse.children[verb] if parse.deps[c] in ("dobj", "prep") and c < v]
        places = [
            k
            for c in phrases
            for k in ([c] if parse.deps[c] == "dobj" else parse.children[c])
            if parse.deps[k] in ("dobj", "pobj") and parse.subtree(k)[-1] == v - 2
        ]
        if places:
            attach(parse, v, places[-1], "acl")


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


def _raise_above(parse: Parse, v: int, subject: int, main: int) -> None:
    """Make ``main`` the verb of the clause at ``v``, and ``v`` a participle of its subject."""
    above, dep = parse.head[v], parse.deps[v]
    attach(parse, main, main if above == v else above, dep)
    for c in parse.children[v][:]:
        if c > main or (c < v and c != subject):
            attach(parse, c, main, parse.deps[c])
    attach(parse, subject, main, "nsubj")
    attach(parse, v, subject, "acl")
    parse.tags[v] = "VBN"
