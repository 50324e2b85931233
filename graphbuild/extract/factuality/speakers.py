"""Who says something: subjects of saying verbs, owners of claims, "according to", quotations."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import Syntax, predicates, prepositions

Said = tuple[str, int]
_NOBODY: Said = ("", -1)
#: Who speaks where somebody "is accused".
ACCUSERS = "accusers"
#: Effects of verbs by which somebody says something.
SAYING = ("report", "doubt", "accuse", "deny")
#: Tokens of the shortest quotation that is a statement of its own.
_SENTENCE = 5
#: Paragraphs of one quotation before which its speaker is named.
_PARAGRAPHS = 3


def of_verb(syntax: Syntax, v: int) -> Said:
    """Who says what the verb at ``v`` introduces; for "is said to" the participle itself."""
    parse = syntax.parse
    subjects = syntax.step(v, "agent")
    if not subjects and parse.deps[v] == "acl":
        subjects = (parse.head[v],)
    if not subjects and not predicates.is_passive(parse, v):  # "*Court* clears minister, says police lied"
        before = [c for c in parse.children[v] if c < v and parse.deps[c] == "ccomp"]
        subjects = syntax.step(before[0], "agent") if before else ()
    if subjects:
        return phrase(parse, subjects[0]), subjects[0]
    if not predicates.is_passive(parse, v):
        return _NOBODY
    return (ACCUSERS if effect_at(parse, v, "v") == "accuse" else parse.words[v].lower()), -1


def of_noun(syntax: Syntax, n: int) -> Said:
    """Who makes the claim at ``n``: its owner, or the noun itself ("*reports* that")."""
    owner = next(iter((*syntax.step(n, "owner"), *syntax.step(n, "by/from"))), n)
    return phrase(syntax.parse, owner), owner


def beside(syntax: Syntax, v: int) -> Said:
    """Who says the clause of ``v`` by the way: "according to X", "in the view of X", "as X tells it"."""
    parse = syntax.parse
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "prep" and word in ("according", "per"):
            for k in prepositions.objects(parse, c):
                return phrase(parse, k), k
        elif dep == "prep" and word in ("in", "by"):
            for k in prepositions.objects(parse, c):
                holders = [
                    h for h in (*syntax.step(k, "owner"), *syntax.step(k, "of")) if parse.tags[h] != "PRP$"
                ]
                if parse.lemmas[k] in words("view") and holders:
                    return phrase(parse, holders[0]), holders[0]
        elif dep in ("advcl", "parataxis") and effect_at(parse, c, "that", "v") in ("report", "doubt"):
            below = parse.children[c]
            introduced = any(parse.words[k].lower() == "as" for k in below)
            introduced = introduced or (
                dep == "parataxis" and not any(parse.deps[k] in ("ccomp", "dobj", "neg") for k in below)
            )
            subjects = [k for k in below if parse.deps[k] == "nsubj"]
            if introduced and subjects:
                return phrase(parse, subjects[0]), subjects[0]
    return _NOBODY


def phrase(parse: Parse, i: int) -> str:
    """The noun phrase that token ``i`` heads, without relative clauses; for papers, who put them out."""
    if parse.lemmas[i] in words("paper"):
        makers = [
            k
            for c in parse.children[i]
            if predicates.is_passive(parse, c)
            for k in predicates.agents(parse, c)
        ]
        if makers:
            return phrase(parse, makers[0])  # "numbers released by the ministry"
    drop: set[int] = set()
    for c in parse.children[i]:
        if parse.deps[c] in ("relcl", "acl", "appos", "punct", "cc", "case") and c > i:
            drop.update(parse.subtree(c))
    kept = [k for k in parse.subtree(i) if k not in drop and k - i < 12]
    first, last = kept[0], kept[-1]
    if (name := parse.name(first)) and i < name[1]:
        first = name[0]  # "CoFAB *Inc*", where the parse cuts the name
    while last > i and parse.tags[last] in ("IN", "TO", "CC", ",", "DT"):
        last -= 1  # "sources close *to*"
    return " ".join(parse.surface(first, last).split())


def of_quotation(syntax: Syntax, i: int, back: int = _PARAGRAPHS) -> Said:
    """Who says the quotation around token ``i``; nobody where there is none of a sentence's length.

    It is the subject of the saying verb nearest to the quotation in its paragraph; where a paragraph is all
    quotation, that of the sentence before it, or who says the quotation there, up to ``back`` paragraphs.
    """
    parse = syntax.parse
    start, stop = _paragraph(parse, i)
    first, last = _quotation(parse, i, start, stop)
    if last - first < _SENTENCE:
        return _NOBODY
    sayings = [*_sayings(syntax, range(start, first)), *_sayings(syntax, range(last, stop))]
    if sayings:
        return of_verb(syntax, min(sayings, key=lambda v: min(abs(v - first), abs(v - last))))
    if not start or not back or (first - start) + (stop - last) >= _SENTENCE:
        return _NOBODY
    before, _ = parse.sentence(start - 1)
    sayings = _sayings(syntax, range(max(before, _paragraph(parse, start - 1)[0]), start))
    return of_verb(syntax, sayings[-1]) if sayings else of_quotation(syntax, start - 1, back - 1)


def _sayings(syntax: Syntax, tokens: range) -> list[int]:
    saying = [v for v in tokens if effect_at(syntax.parse, v, "that", "v") in ("report", "doubt")]
    return [v for v in saying if predicates.is_verb(syntax.parse, v) and syntax.step(v, "agent")]


def _paragraph(parse: Parse, i: int) -> tuple[int, int]:
    """First token and one past the last of the line of text that holds token ``i``."""
    start = stop = i
    while start and parse.one_line(start - 1, start):
        start -= 1
    while stop + 1 < len(parse.words) and parse.one_line(stop, stop + 1):
        stop += 1
    return start, stop + 1


def _quotation(parse: Parse, i: int, start: int, stop: int) -> tuple[int, int]:
    """First token and one past the last of the quotation around token ``i``; empty where there is none.

    A quotation of several paragraphs opens in each and closes in the last; no other is left open.
    """
    opened = next((k for k in range(i - 1, start - 1, -1) if _mark(parse, k)), -1)
    closed = next((k for k in range(i, stop) if _mark(parse, k)), stop)
    if opened < 0 or _mark(parse, opened) != "open":
        return i, i
    whole = closed < stop and _mark(parse, closed) == "close"
    return (opened, closed + 1) if whole or (closed == stop and opened == start) else (i, i)


def _mark(parse: Parse, k: int) -> str:
    """Whether a token opens or closes a quotation; a straight mark by the side on which a word touches it."""
    word = parse.words[k]
    if word in ("“", "``"):
        return "open"
    if word in ("”", "''"):
        return "close"
    touching = k > 0 and parse.end[k - 1] == parse.start[k]
    return "" if word != '"' else "close" if touching else "open"
