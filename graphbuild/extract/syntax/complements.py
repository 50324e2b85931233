"""Clauses and predicates that depend on a word: complements, content, purposes, conditions, manners."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects_at_position
from graphbuild.extract.syntax import prepositions
from graphbuild.extract.syntax.predicates import has_subject, is_content_clause, is_verb, patients, telephoned


def complements(parse: Parse, v: int) -> list[int]:
    """Heads of the clauses that are arguments of ``v``: "declined *to comment*", "said it *was* so"."""
    return [c for c in parse.children[v] if parse.deps[c] in ("xcomp", "ccomp")]


def content(parse: Parse, i: int) -> list[int]:
    """Heads of the clauses that express the content of ``i``: "agreed *to help*", "a plan *to help*"."""
    heads: list[int] = []
    has_clause = False
    for c in parse.children[i]:
        dep = parse.deps[c]
        inner: list[int] = []
        if dep == "xcomp" or (dep == "ccomp" and not has_clause):
            inner, has_clause = [c], True
        elif dep == "prep" and parse.words[c].lower() in words("content_preposition"):
            for k in parse.children[c]:
                if parse.deps[k] == "pcomp":
                    inner.append(k)
                elif parse.deps[k] == "pobj":
                    inner.extend(
                        j for j in parse.children[k] if parse.deps[j] == "acl" and parse.tags[j] == "VB"
                    )
        elif dep in ("dobj", "attr", "acomp") and not prepositions.governed(parse, c, ("by",)):
            inner = [
                k
                for k in parse.children[c]
                if parse.deps[k] in ("acl", "xcomp", "relcl")
                and parse.tags[k] == "VB"
                and not (parse.deps[k] == "relcl" and has_subject(parse, k))
            ]
        elif dep in ("acl", "relcl") and parse.tags[i].startswith("NN"):
            inner = [c] if is_content_clause(parse, c) or (dep == "acl" and parse.tags[c] == "VB") else []
        elif dep == "advcl" and parse.tags[i].startswith("NN"):  # "the need *for Peru to leave*"
            inner = [c] if parse.tags[c] == "VB" and c > i and has_subject(parse, c) else []
        elif dep in ("acl", "relcl") and is_verb(parse, i):  # "demands that Peru *leave*", parsed as a noun
            marks = [k for k in parse.children[c] if parse.deps[k] == "mark" and k > i]
            inner = [c] if marks and has_subject(parse, c) else []
        elif (
            dep == "advcl"
            and parse.tags[c] == "VB"
            and c > i
            and is_verb(parse, i)
            and not patients(parse, i)
        ):
            inner = [c]
        heads.extend(k for k in inner if is_verb(parse, k) or has_subject(parse, k))
    return heads


def purposes(parse: Parse, v: int) -> list[int]:
    """Infinitives that state the purpose of ``v``."""
    return [c for c in parse.children[v] if parse.deps[c] in ("advcl", "xcomp") and parse.tags[c] == "VB"]


def conditions(parse: Parse, v: int) -> list[int]:
    """Heads of the conditional clauses of ``v``: "will leave *if* Peru *stays*"."""
    conjunctions = effects_at_position("mark")
    return [
        c
        for c in parse.children[v]
        if parse.deps[c] == "advcl"
        and any(
            parse.deps[k] == "mark" and conjunctions.get(parse.words[k].lower()) == "hypothetical"
            for k in parse.children[c]
        )
    ]


def manners(parse: Parse, v: int) -> list[int]:
    """Adverbs that modify ``v``: "*secretly* sold"."""
    return [c for c in parse.children[v] if parse.deps[c] == "advmod"]


def predicates(parse: Parse, v: int) -> list[int]:
    """Predicate nouns and adjectives of ``v`` or its clause: "held Iran *liable*", "said it was *guilty*"."""
    clauses = [c for c in parse.children[v] if parse.deps[c] == "ccomp" and c > v]
    clauses = [c for c in clauses if not any(parse.deps[k] == "neg" for k in parse.children[c])]
    heads = [v, *(c for c in clauses if parse.lemmas[c] == "be" or parse.tags[c] == "JJ")]
    dependents = [
        c for h in heads for c in parse.children[h] if parse.deps[c] in ("acomp", "oprd", "attr", "amod")
    ]
    called = telephoned(parse, v) if all(parse.deps[c] != "dobj" for c in parse.children[v]) else []
    return [*(c for c in dependents if c not in called), *(h for h in heads[1:] if parse.tags[h] == "JJ")]
