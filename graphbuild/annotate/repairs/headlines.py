"""Verbs of headlines, which have no auxiliary: "Peru *to arrest* Otieno", "Otieno *arrested* in Peru"."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.heads import PLACES, attach, label_of

_SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSES = ("acl", "relcl", "xcomp", "advcl")
#: What a verb has that is active, or whose participle the parser knows.
_COMPLEMENTS = ("aux", "auxpass", "dobj", "prt", "ccomp", "oprd", "dative", "nsubjpass")

_AFTER = ("prep", "agent", "xcomp")


def complete_headlines(parse: Parse) -> None:
    """Correct the verbs of headlines in a parse with names, in place."""
    for first, stop, label in parse.names:
        if label in PLACES and first > 1 and parse.starts_sentence(first - 2):
            _tell_of_those_in(parse, first, stop)
        if parse.starts_sentence(first) and parse.tags[stop : stop + 1] == ["TO"]:
            _announce(parse, parse.top(first, stop - 1), parse.head[stop])
    for i, dep in enumerate(parse.deps):
        _tell_by_force(parse, i)
        verb = parse.head[i]
        if dep == "nsubj" and i < verb == parse.head[verb]:
            _tell_in_passive(parse, verb)
            _tell_by_noun(parse, verb)


def _announce(parse: Parse, name: int, verb: int) -> None:
    """Make the infinitive in "Peru *to arrest* Otieno" the verb, and the name its subject."""
    if parse.tags[verb] != "VB" or verb < name:
        return
    if parse.head[name] == name and parse.head[verb] == name and parse.deps[verb] in _CLAUSES:
        attach(parse, verb, verb, "ROOT")
        for c in parse.children[name][:]:
            if c > verb:
                attach(parse, c, verb, parse.deps[c])
        attach(parse, name, verb, "nsubj")
    elif parse.head[name] == verb == parse.head[verb] and parse.deps[name] in ("dep", "npadvmod"):
        parse.deps[name] = "nsubj"


def _tell_in_passive(parse: Parse, verb: int) -> None:
    """Make "*arrested*" in "Otieno arrested in Peru" a passive."""
    participle = parse.tags[verb] in ("VBD", "VBN") and parse.lemmas[verb] in tables.words(
        "verb with an object"
    )
    below = [c for c in parse.children[verb] if parse.deps[c] != "punct"]
    if not participle or any(parse.deps[c] in _COMPLEMENTS for c in below):
        return
    before = [c for c in below if c < verb]
    after = [c for c in below if c > verb]
    if len(before) == 1 and after and parse.tags[verb + 1] in ("IN", "TO") and parse.deps[after[0]] in _AFTER:
        parse.tags[verb] = "VBN"
        parse.deps[before[0]] = "nsubjpass"


def _tell_of_those_in(parse: Parse, first: int, verb: int) -> None:
    """Make "*arrest*" in "Police in Peru arrest activist Ann Otieno", which the parser takes for part of a
    name, the verb.
    """
    people, preposition = first - 2, first - 1
    start, stop = parse.sentence(people)
    root = next(k for k in range(start, stop) if parse.head[k] == k)
    if parse.words[preposition].lower() != "in" or parse.tags[people] != "NNS" or verb + 1 >= stop:
        return
    known = parse.lemmas[verb].lower() in tables.words("verb with an object", "judging verb")
    if not known or parse.tags[verb] != "NN" or not parse.tags[root].startswith("NN"):
        return
    after = [k for k in range(verb + 1, stop) if parse.head[k] <= verb or parse.head[k] == k]
    objects = [k for k in after if parse.tags[k].startswith(("NN", "CD"))]
    if not objects or parse.tags[verb + 1] in ("IN", "TO", ",", "CC"):
        return
    parse.tags[verb] = "VBP"
    attach(parse, verb, verb, "ROOT")
    for k in after:
        attach(parse, k, verb, "dobj" if k == objects[0] else parse.deps[k])
    attach(parse, people, verb, "nsubj")
    attach(parse, preposition, people, "prep")
    attach(parse, verb - 1, preposition, "pobj")
    for k in range(first, verb - 1):
        if parse.head[k] >= verb:
            attach(parse, k, verb - 1, "compound")


def _tell_by_noun(parse: Parse, noun: int) -> None:
    """Make "*arrest*" in "Police arrest Otieno", which the parser tags as a noun, a verb."""
    if parse.tags[noun] in ("NN", "NNS") and any(parse.deps[c] == "dobj" for c in parse.children[noun]):
        parse.tags[noun] = "VBP" if parse.tags[noun] == "NN" else "VBZ"


def _tell_by_force(parse: Parse, i: int) -> None:
    """Make "*arrest*" in "Turkish police arrest journalist Otieno" the verb, where the parser takes all of it
    for one noun phrase, or for a noun with the name beside it.
    """
    verb, force = i + 1, tables.actors().get(parse.words[i].lower())
    if force is None or force.role not in ("police", "military") or parse.head[i] != verb:
        return
    if parse.deps[i] != "compound" or parse.tags[verb] != "NN":
        return
    if parse.lemmas[verb] not in tables.words("verb with an object"):
        return
    name = next((k for k in parse.ancestors(verb)[1:] if parse.head[k] == k), verb)
    if name != verb and (parse.deps[verb] != "compound" or label_of(parse, name) != "PERSON"):
        return
    if name != verb and any(parse.words[c] in ("'s", "’s") for c in parse.children[name]):
        return
    attach(parse, verb, verb, "ROOT")
    parse.tags[verb] = "VBP"
    for c in [c for c in range(parse.sentence(i)[0], i) if parse.head[c] >= verb]:
        attach(parse, c, i, parse.deps[c])
    attach(parse, i, verb, "nsubj")
    if name != verb:
        for c in [c for c in parse.children[name] if parse.deps[c] in ("prep", "punct")]:
            attach(parse, c, verb, parse.deps[c])
        attach(parse, name, verb, "dobj")
    for c in parse.children[verb]:
        if c > verb and parse.deps[c] == "npadvmod" and parse.tags[c] == "NNP":
            parse.deps[c] = "dobj"
        elif c > verb and parse.deps[c] == "conj" and parse.tags[c] in ("NN", "VB"):
            parse.tags[c] = "VBP"
