"""The structure of noun phrases: owners, modifiers, appositions, measures, and light verbs of event nouns."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at, effects_at_position
from graphbuild.extract.syntax import predicates, prepositions

MODIFIERS = ("amod", "compound", "nmod", "nounmod")
#: Relations of a name that modifies a noun as its owner or kind.
PRENOMINAL = ("amod", "compound", "nmod", "poss")
#: Relations of a name to a word of its noun phrase.
WITHIN = (*MODIFIERS, "poss", "conj", "npadvmod", "det", "dep")


def modified(parse: Parse, i: int) -> int:
    """The noun that a modifier at token ``i`` belongs to; ``i`` itself if it is none."""
    return parse.head[i] if parse.deps[i] in MODIFIERS else i


def owners(parse: Parse, i: int) -> list[int]:
    """The owners of the noun at ``i``: by genitive, possessive, "whose" or a participle ("*UN*-imposed")."""
    heads = [_antecedent(parse, c) for c in parse.children[i] if parse.deps[c] == "poss"]
    for c in parse.children[i] if not heads else ():
        if (
            parse.tags[c] == "VBN"
            and c > 1
            and parse.words[c - 1] == "-"
            and parse.lemmas[c] in words("hyphen_agent")
        ):
            heads.extend(
                k for k in parse.children[c] if k < c and parse.deps[k] in (*MODIFIERS, "npadvmod", "nsubj")
            )
    return heads


def _antecedent(parse: Parse, i: int) -> int:
    """The antecedent of "whose"; any other word itself."""
    node = i
    while parse.tags[i] == "WP$" and parse.head[node] != node:
        if parse.deps[node] == "relcl":
            return parse.head[node]
        node = parse.head[node]
    return i


def modifiers(parse: Parse, i: int) -> list[int]:
    """Nouns and adjectives before the noun at ``i`` in its phrase."""
    tokens = [c for c in parse.children[i] if parse.deps[c] in MODIFIERS]
    for m in tokens:  # "the *US*-China talks"
        tokens.extend(
            c
            for c in parse.children[m]
            if c < m
            and parse.tags[m] != "VBN"
            and parse.words[c + 1] in ("-", "–", "/")
            and parse.deps[c] in (*MODIFIERS, "npadvmod")
        )
    return tokens


def appositions(parse: Parse, i: int) -> list[int]:
    """The nouns in apposition to the noun at ``i``, on either side."""
    nouns = [c for c in parse.children[i] if parse.deps[c] == "appos"]
    return [parse.head[i], *nouns] if parse.deps[i] == "appos" else nouns


def described(parse: Parse, i: int) -> list[int]:
    """What the noun or adjective at ``i`` describes: subject of its copula, head of its apposition."""
    node = i
    while parse.deps[node] == "conj" and parse.tags[parse.head[node]][:2] == parse.tags[i][:2]:
        node = parse.head[node]
    head = parse.head[node]
    if parse.deps[node] == "appos":
        return [head]
    if parse.deps[node] in ("attr", "acomp", "oprd") and parse.lemmas[head] in words("copula"):
        return _subject_before_bracket(parse, head) or predicates.agents(parse, head)
    if parse.tags[node].startswith("JJ") and any(parse.deps[c] == "nsubj" for c in parse.children[node]):
        return [c for c in parse.children[node] if parse.deps[c] == "nsubj"]
    if parse.deps[node] == "nsubj" and parse.lemmas[head] == "be":  # "its main rival is *Zeta*"
        return [c for c in parse.children[head] if parse.deps[c] == "attr"]
    return []


def _subject_before_bracket(parse: Parse, verb: int) -> list[int]:
    """The subject that a bracket separates from its verb: "*Ann Otieno* (born in Kisumu) is a painter"."""
    if parse.words[verb - 1] != ")" or any(
        parse.tags[c] in ("NN", "NNP", "PRP", "WP") for c in parse.children[verb] if parse.deps[c] == "nsubj"
    ):
        return []
    opening = next((k for k in range(verb - 2, max(0, verb - 40), -1) if parse.words[k] == "("), 0)
    return [opening - 1] if opening and parse.tags[opening - 1] == "NNP" else []


def examples(parse: Parse, i: int) -> list[int]:
    """Examples of the noun at ``i``: "firms such as *Zeta*", "firms in Peru, including *Zeta*"."""
    heads = []
    for node in (i, *prepositions.governed(parse, i, ("of", "in", "from"))):
        for c in parse.children[node]:
            opens = {parse.words[c].lower(), parse.words[c - 1].lower()} & words("exemplifying")
            if parse.deps[c] == "prep" and opens and (node == i or parse.words[c - 1] == ","):
                objects = [k for k in parse.children[c] if parse.deps[k] == "pobj"]
                heads.extend(objects or [k for k in (c + 1,) if k < len(parse.words)])
    return heads or _examples_at_verb(parse, i)


def _examples_at_verb(parse: Parse, i: int) -> list[int]:
    """Examples that the parser attaches to the verb: "ten people were killed, including *Ann Otieno*"."""
    verb, plural = parse.head[i], parse.tags[i] in ("NNS", "NNPS")
    if not plural or parse.deps[i] not in ("dobj", "nsubjpass") or not predicates.is_verb(parse, verb):
        return []
    if parse.deps[i] == "nsubjpass" and any(parse.deps[c] == "dobj" for c in parse.children[verb]):
        return []
    return [
        k
        for c in parse.children[verb]
        if c > verb and parse.deps[c] == "prep" and parse.words[c].lower() in words("including")
        for k in parse.children[c]
        if parse.deps[k] == "pobj"
    ]


def measured_noun(parse: Parse, i: int) -> int:
    """The noun that a part or measure refers to: "most of the *penalties*", "a series of *strikes*"."""
    for _ in range(3):
        if parse.lemmas[i] not in words("part_of_many") and parse.tags[i] not in ("CD", "DT"):
            break
        inner = prepositions.governed(parse, i, ("of",))
        if not inner:
            break
        i = inner[0]
    return i


def measure_head(parse: Parse, i: int) -> int:
    """The head of the coordination or measure phrase around the noun at ``i``; the inverse of ``measure``."""
    node = i
    for _ in range(4):
        head = parse.head[node]
        if parse.deps[node] == "conj" and parse.tags[head].startswith("NN"):
            node = head
        elif parse.deps[node] == "pobj" and parse.words[head].lower() == "of":
            if parse.lemmas[parse.head[head]] not in words("part_of_many"):
                break
            node = parse.head[head]
        else:
            break
    return node


def light_verb(parse: Parse, n: int) -> tuple[int | None, list[int]]:
    """The light verb or copula of the event noun at ``n``, and the heads of the event's agents.

    "launched an *attack*", "came under *attack*", "the *talks* were held by", "is a *critic*".
    """
    node = measure_head(parse, n)
    dep, head = parse.deps[node], parse.head[node]
    if dep == "appos":
        return None, [head]
    light = effects_at_position("light")
    if dep == "pobj":
        preposition, head = head, parse.head[head]
        word = parse.words[preposition].lower()
        if word not in words("carrying_preposition") or not predicates.is_verb(parse, head):
            return None, []
        role = light.get(f"{parse.lemmas[head]} {word}")
        if any(parse.deps[c] == "dobj" for c in parse.children[head]):
            role = None  # who takes *proposals* to talks does not take to talking
        if role == "subj":
            return head, predicates.agents(parse, head) or predicates.patients(parse, head)
        return (head if role else None), []
    if not predicates.is_verb(parse, head):
        return None, []
    lemma, particle = parse.lemmas[head], predicates.particle(parse, head)
    if dep == "attr" and lemma in words("copula"):
        return head, predicates.agents(parse, head)
    if dep == "nsubj" and lemma == "be" and node == n:
        names = [
            c for c in parse.children[head] if parse.deps[c] == "attr" and parse.tags[c].startswith("NNP")
        ]
        if names:
            return head, names
    effect = effect_at(parse, head, "v")
    embeds = effect in ("future", "possible", "hypothetical", "negate", "end")
    if effect == "negate" and effect_at(parse, n, "n") in ("report", "demanded", "hypothetical"):
        embeds = False  # somebody else's *request* is rejected
    if dep == "dobj" and embeds and lemma not in words("bystanding") and not _has_named_owner(parse, n):
        return head, predicates.agents(parse, head)
    role = light.get(f"{lemma} {particle}" if particle else lemma)
    if role == "subj" and dep in ("dobj", "oprd"):
        return head, predicates.agents(parse, head)
    if role == "subj" and dep == "nsubjpass":
        return head, predicates.agents(parse, head)
    return None, []


def _has_named_owner(parse: Parse, n: int) -> bool:
    """Whether a name states the owner of the noun at ``n``: "avoid *U.S. sanctions* on Iran"."""
    if any(parse.tags[k].startswith("NNP") for k in owners(parse, n)):
        return True
    has_target = any(parse.words[c].lower() in ("on", "against") for c in parse.children[n])
    return has_target and any(parse.words[k][:1].isupper() for k in modifiers(parse, n))


def clauses(parse: Parse, n: int) -> list[int]:
    """The verbs of the participles and relative clauses that modify the noun at ``n``."""
    return [
        c for c in parse.children[n] if parse.deps[c] in ("acl", "relcl") and predicates.is_verb(parse, c)
    ]


def light_verb_clauses(parse: Parse, n: int) -> list[int]:
    """Light verbs in clauses on an event noun: "sanctions *imposed* by", not "talks *mediated* by"."""
    light = effects_at_position("light")
    return [
        c
        for c in clauses(parse, n)
        if light.get(parse.lemmas[c]) == "subj" and n in predicates.patients(parse, c)
    ]
