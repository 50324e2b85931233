"""The verb that carries an event noun, and who does it: "launched an *attack*", "is a *critic*"."""

from __future__ import annotations

from graphbuild.link.linked import Linked
from graphbuild.relate import clause, governing
from graphbuild.relate.lexicon import Lexicon

COPULAS = frozenset(["be", "become", "remain", "stay"])
_CARRYING = frozenset(["in", "into", "under", "to", "on", "for", "at", "with"])
#: What governs an event noun without doing it leaves its subject the doer ("is considering an embargo").
_STANCES = frozenset(["future", "possible", "hypothetical", "negate", "end"])


def carrier(linked: Linked, n: int, lex: Lexicon) -> tuple[int | None, list[int]]:
    """The light verb or copula that carries an event noun, and the heads of who does it."""
    parse = linked.parse
    node = measured(linked, n, lex)
    dep, head = parse.deps[node], parse.head[node]
    if dep == "appos":
        return None, [head]
    if dep == "pobj":
        prep, head = head, parse.head[head]
        if parse.words[prep].lower() not in _CARRYING or not clause.is_verb(parse, head):
            return None, []
        role = lex.light.get(f"{parse.lemmas[head]} {parse.words[prep].lower()}")
        if role == "subj":
            return head, clause.subjects(parse, head) or clause.patients(parse, head)
        return (head if role else None), []
    if not clause.is_verb(parse, head):
        return None, []
    lemma = parse.lemmas[head]
    part = clause.particle(parse, head)
    if dep == "attr" and lemma in COPULAS:
        return head, clause.subjects(parse, head)
    told = [c for c in parse.children[head] if parse.deps[c] == "attr" and c in linked.own]
    if dep == "nsubj" and lemma == "be" and node == n and told:  # "its main *rival* is Zeta"
        return head, told
    if dep == "dobj" and governing.operator(parse, head, "v", lex) in _STANCES:
        return head, clause.subjects(parse, head)
    if lex.light.get(f"{lemma} {part}" if part else lemma) != "subj":
        return None, []
    if dep in ("dobj", "oprd"):
        return head, clause.subjects(parse, head)
    if dep == "nsubjpass":
        return head, clause.agents(parse, head)
    return None, []


def measured(linked: Linked, n: int, lex: Lexicon) -> int:
    """The head of the phrase that ``n`` is coordinated or measured in ("a series of *strikes*")."""
    parse, node = linked.parse, n
    for _ in range(4):
        head = parse.head[node]
        if parse.deps[node] == "conj" and parse.tags[head].startswith("NN"):
            node = head
        elif parse.deps[node] == "pobj" and parse.words[head].lower() == "of":
            if parse.lemmas[parse.head[head]] not in lex.groups["part"]:
                break
            node = parse.head[head]
        else:
            break
    return node
