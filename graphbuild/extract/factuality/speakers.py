"""Attribution: subjects of reporting verbs, owners of claims, "according to", quotations."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import Syntax, predicates, prepositions

#: Phrase of the speaker and its head token; the token is -1 where there is no phrase.
Attribution = tuple[str, int]
_NO_SPEAKER: Attribution = ("", -1)
#: Attribution of an accusation in the passive ("is accused") without an agent.
ACCUSERS = "accusers"
#: Effects of verbs and nouns of saying.
SAYING = ("report", "doubt", "accuse", "deny")
#: Least number of tokens of a quotation that is a statement of its own.
_STATEMENT_TOKENS = 5
#: Most paragraphs of one quotation across which its speaker is searched.
_PARAGRAPHS = 3


def of_verb(syntax: Syntax, v: int) -> Attribution:
    """Return the speaker of the content of the verb at ``v``; for "is said to" the participle itself."""
    parse = syntax.parse
    subjects = syntax.step(v, "agent")
    if not subjects and parse.deps[v] == "acl":
        subjects = (parse.head[v],)
    if not subjects and not predicates.is_passive(parse, v):  # "*Court* clears minister, says police lied"
        clauses = [c for c in parse.children[v] if c < v and parse.deps[c] == "ccomp"]
        subjects = syntax.step(clauses[0], "agent") if clauses else ()
    if subjects:
        return phrase(parse, subjects[0]), subjects[0]
    if not predicates.is_passive(parse, v):
        return _NO_SPEAKER
    return (ACCUSERS if effect_at(parse, v, "v") == "accuse" else parse.words[v].lower()), -1


def of_noun(syntax: Syntax, n: int) -> Attribution:
    """Return the source of the claim at ``n``: its owner, or the noun itself ("*reports* that")."""
    owner = next(iter((*syntax.step(n, "owner"), *syntax.step(n, "by/from"))), n)
    return phrase(syntax.parse, owner), owner


def beside(syntax: Syntax, v: int) -> Attribution:
    """Return the speaker named in an adjunct of ``v``: "according to X", "in the view of X", "as X says"."""
    parse = syntax.parse
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "prep" and word in ("according", "per"):
            for k in prepositions.objects(parse, c):
                return phrase(parse, k), k
        elif dep == "prep" and word in ("in", "by"):
            for k in prepositions.objects(parse, c):
                owners = [
                    h for h in (*syntax.step(k, "owner"), *syntax.step(k, "of")) if parse.tags[h] != "PRP$"
                ]
                if parse.lemmas[k] in words("view") and owners:
                    return phrase(parse, owners[0]), owners[0]
        elif dep in ("advcl", "parataxis") and effect_at(parse, c, "that", "v") in ("report", "doubt"):
            below = parse.children[c]
            introduced = any(parse.words[k].lower() == "as" for k in below)
            introduced = introduced or (
                dep == "parataxis" and not any(parse.deps[k] in ("ccomp", "dobj", "neg") for k in below)
            )
            subjects = [k for k in below if parse.deps[k] == "nsubj"]
            if introduced and subjects:
                return phrase(parse, subjects[0]), subjects[0]
    return _NO_SPEAKER


def phrase(parse: Parse, i: int) -> str:
    """Return the noun phrase headed by token ``i`` without relative clauses; for a document, its author."""
    if parse.lemmas[i] in words("paper"):
        authors = [
            k
            for c in parse.children[i]
            if predicates.is_passive(parse, c)
            for k in predicates.agents(parse, c)
        ]
        if authors:
            return phrase(parse, authors[0])  # "numbers released by the ministry"
    dropped: set[int] = set()
    for c in parse.children[i]:
        if parse.deps[c] in ("relcl", "acl", "appos", "punct", "cc", "case") and c > i:
            dropped.update(parse.subtree(c))
    tokens = [k for k in parse.subtree(i) if k not in dropped and k - i < 12]
    first, last = tokens[0], tokens[-1]
    if (name := parse.name(first)) and i < name[1]:
        first = name[0]  # "CoFAB *Inc*", where the parse cuts the name
    while last > i and parse.tags[last] in ("IN", "TO", "CC", ",", "DT"):
        last -= 1  # "sources close *to*"
    return " ".join(parse.surface(first, last).split())


def of_quotation(syntax: Syntax, i: int, back: int = _PARAGRAPHS) -> Attribution:
    """Return the speaker of the quotation around token ``i``, if it is as long as a statement.

    It is the subject of the reporting verb nearest to the quotation in its paragraph. Where the paragraph is
    all quotation, it is that of the last sentence of the paragraph before, or the speaker of the quotation
    there, up to ``back`` paragraphs.
    """
    parse = syntax.parse
    start, stop = _paragraph(parse, i)
    first, last = _quotation(parse, i, start, stop)
    if last - first < _STATEMENT_TOKENS:
        return _NO_SPEAKER
    verbs = [*_reporting_verbs(syntax, range(start, first)), *_reporting_verbs(syntax, range(last, stop))]
    if verbs:
        return of_verb(syntax, min(verbs, key=lambda v: min(abs(v - first), abs(v - last))))
    if not start or not back or (first - start) + (stop - last) >= _STATEMENT_TOKENS:
        return _NO_SPEAKER
    before, _ = parse.sentence(start - 1)
    verbs = _reporting_verbs(syntax, range(max(before, _paragraph(parse, start - 1)[0]), start))
    return of_verb(syntax, verbs[-1]) if verbs else of_quotation(syntax, start - 1, back - 1)


def _reporting_verbs(syntax: Syntax, tokens: range) -> list[int]:
    """Return the reporting verbs with a subject among some tokens."""
    reporting = [v for v in tokens if effect_at(syntax.parse, v, "that", "v") in ("report", "doubt")]
    return [v for v in reporting if predicates.is_verb(syntax.parse, v) and syntax.step(v, "agent")]


def _paragraph(parse: Parse, i: int) -> tuple[int, int]:
    """Return the start and end of the line of text that contains token ``i``."""
    start = stop = i
    while start and parse.one_line(start - 1, start):
        start -= 1
    while stop + 1 < len(parse.words) and parse.one_line(stop, stop + 1):
        stop += 1
    return start, stop + 1


def _quotation(parse: Parse, i: int, start: int, stop: int) -> tuple[int, int]:
    """Return the start and end of the quotation around token ``i``; an empty span where there is none.

    A quotation of several paragraphs is opened in each and closed in the last only.
    """
    opened = next((k for k in range(i - 1, start - 1, -1) if _mark(parse, k)), -1)
    closed = next((k for k in range(i, stop) if _mark(parse, k)), stop)
    if opened < 0 or _mark(parse, opened) != "open":
        return i, i
    closed_here = closed < stop and _mark(parse, closed) == "close"
    return (opened, closed + 1) if closed_here or (closed == stop and opened == start) else (i, i)


def _mark(parse: Parse, k: int) -> str:
    """Return "open" or "close" for a quotation mark; a straight one closes if it touches the word before."""
    word = parse.words[k]
    if word in ("“", "``"):
        return "open"
    if word in ("”", "''"):
        return "close"
    touching = k > 0 and parse.end[k - 1] == parse.start[k]
    return "" if word != '"' else "close" if touching else "open"
