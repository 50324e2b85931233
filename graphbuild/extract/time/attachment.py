"""Attachment of the temporal expressions of a sentence to the tokens that they date."""

from __future__ import annotations

from dataclasses import replace

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.attached import AttachedExpression
from graphbuild.extract.time.expressions import Expression, classes, find
from graphbuild.model import Span

#: Readings that can be an end of an interval: "from March to May 2016".
_RANGED = ("date", "month", "weekday", "year", "decade", "quarter", "season", "unit", "offset")
#: Readings that denote a day.
_DAYS = ("date", "weekday", "offset")
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "ROOT", "conj", "appos")
#: Dependencies of the event after "anniversary of" or "since".
_COMMEMORATED = ("pobj", "pcomp")
_LONGEST_BOUND = 4
"""Number of words of the longest bound of ``time_words.tsv`` ("by the end of")."""
#: Labels of names within which a day or year is no temporal expression ("Bloody Sunday").
_NAMES = ("PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC", "EVENT", "LAW", "GPE", "LOC")


def attach(parse: Parse, sentence: Span) -> list[AttachedExpression]:
    """Return the expressions of a sentence, in order."""
    tokens = [(e, *_tokens(parse, sentence, e)) for e in find(parse, *sentence)]
    attached: list[AttachedExpression] = []
    comparisons = _comparisons(parse, sentence) if tokens else []
    for e, first, last in tokens:
        if not (_heads_line(parse, sentence, first, last) or _is_temporal(parse, e, first, last)):
            continue
        top = _top(parse, first, last)
        start, bound = _bound(parse, sentence, first)
        timed = bound in ("since", "until", "before", "after") or _is_temporal_adjunct(parse, first)
        if e.reading == "known" and not timed:  # "remembered *the Cold War*"
            attached.append(AttachedExpression(first, last, -1, (e,)))
            continue
        if any(since < first < stop for since, stop in comparisons):  # "the first visit *since 2011*"
            attached.append(AttachedExpression(start, last, -1, (e,), bound))
            continue
        governor = _governor(parse, top, first, last)
        if e.reading == "anniversary":  # "the fourth anniversary of the *invasion*"
            governor = next((k for k in parse.children[last] if parse.deps[k] in _COMMEMORATED), -1)
            bound = ""
        if governor >= 0 and parse.deps[governor] in ("relcl", "acl") and _is_occurrence(parse, governor):
            governor = parse.head[governor]  # "the invasion that began *in 2022*"
        if e.reading in _DAYS and (verb := _verb_after(parse, governor, last)) >= 0:
            governor = verb
        if _heads_line(parse, sentence, first, last):
            governor = root_of(parse, sentence)
        previous = attached[-1] if attached else None
        if previous is not None and len(previous.parts) == 1 and _joins(parse, previous, e, first):
            attached[-1] = replace(previous, last=last, parts=(previous.parts[0], e), bound="")
            continue
        if bound in ("from", "between") and (
            e.reading in ("days", "years") or not predicates.is_verb(parse, governor)
        ):  # "from 3 to 7 May"; "the accord *from 2014*"
            bound = ""
        attached.append(AttachedExpression(start, last, governor, (e,), bound))
    return attached


def _comparisons(parse: Parse, sentence: Span) -> list[Span]:
    """Return each "since" of a comparison and the end of its phrase.

    "The *worst* attack since 2011", "the *first* visit since the fighting last month".
    """
    comparisons = []
    for since in range(*sentence):
        bound = classes()["bound"].get(parse.words[since].lower())
        if (
            bound == "since"
            and parse.deps[since] == "prep"
            and _is_superlative(parse, parse.head[since], since)
        ):
            within = parse.subtree(since)
            ends = (
                k
                for k in range(since + 1, sentence[1])
                if parse.tags[k] in (",", ":") or (predicates.is_verb(parse, k) and k not in within)
            )
            comparisons.append((since, next(ends, sentence[1])))
    return comparisons


def _is_superlative(parse: Parse, i: int, since: int) -> bool:
    """Whether a noun, or an argument of a verb, has a superlative: "launched its *worst* attack"."""
    tokens = [*parse.children[i], since - 2]  # "for the *first* time since"
    if predicates.is_verb(parse, i) and tense.simple_past(parse, i):
        tokens += [c for k in parse.children[i] if k > i for c in parse.children[k]]
    unequalled = words("unequalled")
    return any(
        parse.tags[k] in ("JJS", "RBS") or parse.words[k].lower() in unequalled
        for k in tokens
        if 0 <= k < since
    )


def _is_temporal_adjunct(parse: Parse, first: int) -> bool:
    """Whether a named period is used as a time: "*in* the Cold War", "*during* the Korean War"."""
    before = first - 1
    if before > 0 and parse.tags[before] in ("DT", "PRP$", "POS"):
        before -= 1
    return before >= 0 and parse.words[before].lower() in words("during")


def _is_occurrence(parse: Parse, i: int) -> bool:
    """Whether a verb only states that its subject takes place: "the invasion that *began* in 2022"."""
    return predicates.is_verb(parse, i) and parse.lemmas[i] in words("occurring")


def _verb_after(parse: Parse, governor: int, last: int) -> int:
    """Return the verb right after an expression that the parser attaches to its subject; -1 for none.

    "The minister *on Monday* accused …"
    """
    if governor < 0 or governor > last or parse.deps[governor] not in ("nsubj", "nsubjpass"):
        return -1
    verb = parse.head[governor]
    between = parse.tags[last + 1 : verb]
    return verb if verb > last and all(tag in ("RB", "MD", "VBD", "VBZ", "VBP") for tag in between) else -1


def _heads_line(parse: Parse, sentence: Span, first: int, last: int) -> bool:
    """Whether an expression is the heading of a line: "*2015:* Norway leaves NATO"."""
    opens = first == sentence[0] or "\n" in parse.text[parse.end[first - 1] : parse.start[first]]
    return opens and last + 1 < sentence[1] and parse.words[last + 1] == ":"


def root_of(parse: Parse, sentence: Span) -> int:
    """Return the root token of a sentence; its first token where there is none."""
    return next((k for k in range(*sentence) if parse.head[k] == k), sentence[0])


def _tokens(parse: Parse, sentence: Span, e: Expression) -> Span:
    """Return the first and last token of an expression."""
    first = next(k for k in range(*sentence) if parse.end[k] > e.start)
    last = next((k for k in range(first, sentence[1]) if parse.end[k] >= e.end), sentence[1] - 1)
    return first, last


def _is_temporal(parse: Parse, e: Expression, first: int, last: int) -> bool:
    """Whether an expression is temporal: not the verb "march", the name "May", a quantity, part of a name."""
    if e.reading in ("month", "date", "days", "season") and "day" not in e.slots and "year" not in e.slots:
        months = [k for k in range(first, last + 1) if parse.words[k].lower() in classes()["month"]]
        if any(not parse.words[k][:1].isupper() or not parse.tags[k].startswith("NN") for k in months):
            return False
        if any(
            parse.deps[k] in _ARGUMENTS and _ends_name(parse, k, first) for k in months
        ):  # "Theresa *May*"
            return False
    if e.reading == "known":
        return True
    names = (parse.name(k) for k in range(first, last + 1))
    if any(
        name is not None
        and name[2] in _NAMES
        and (name[0] < first or name[1] > last + 1 or name[2] == "PERSON")
        for name in names
    ):
        return False
    if e.reading == "year" and first == last:
        return _is_year(parse, first)
    if e.reading == "past" and first == last:  # not "*once* it left"
        return parse.deps[first] == "advmod"
    return True


def _ends_name(parse: Parse, i: int, first: int) -> bool:
    """Whether a capitalised word before an expression belongs to the same name."""
    return any(
        parse.deps[c] == "compound" and c < first and parse.words[c][:1].isupper() for c in parse.children[i]
    )


def _is_year(parse: Parse, i: int) -> bool:
    """Whether a number of four digits is a year: after a preposition, or as the date of a noun."""
    head, dep = parse.head[i], parse.deps[i]
    before = parse.words[i - 1].lower() if i else ""
    if dep == "pobj":
        before = parse.words[head].lower()
    if dep in ("pobj", "npadvmod", "appos", "conj", "pcomp", "nmod", "dep", "ROOT", "dobj"):
        linked = before in ("in", "of", "(", "and", ",") or before in classes()["bound"]
        return linked or before in words("during") or before in classes()["joint"]
    if dep in ("nummod", "compound", "amod") and head > i:
        plural = parse.tags[head] in ("NNS", "NNPS")
        owned = parse.tags[i - 1] in ("DT", "POS", "PRP$") if i else False
        return owned or (before in words("during") and not plural)
    return False


def _top(parse: Parse, first: int, last: int) -> int:
    """Return the token of an expression whose head is outside; the last of several."""
    outside = [k for k in range(first, last + 1) if not first <= parse.head[k] <= last]
    roots = [k for k in range(first, last + 1) if parse.head[k] == k]
    return outside[-1] if outside else roots[0] if roots else last


def _governor(parse: Parse, top: int, first: int, last: int) -> int:
    """Return the verb or noun above an expression, across prepositions, adverbs and words of time."""
    node = top
    for _ in range(6):
        head = parse.head[node]
        if head == node:
            return -1 if first <= node <= last else node
        node = head
        if parse.tags[node] == "JJ" and parse.deps[node] == "amod":  # "troops loyal to Assad *last May*"
            continue
        if predicates.is_verb(parse, node) and parse.deps[node] != "prep":
            return parse.head[node] if _dates_speech(parse, node, first, last) else node
        joining = parse.tags[node] in ("IN", "TO") or parse.deps[node] in ("prep", "agent", "advmod")
        timely = parse.lemmas[node].lower() in words("time") or parse.words[node].lower() in words(
            "time_adverb"
        )
        if not (joining or timely or parse.tags[node] == "CD"):
            break
    return node


def _dates_speech(parse: Parse, v: int, first: int, last: int) -> bool:
    """Whether an expression before a clause dates the verb above: "said *on Monday* it would leave"."""
    head = parse.head[v]
    subjects = [
        parse.subtree(c)[0] for c in parse.children[v] if parse.deps[c] in ("nsubj", "nsubjpass", "expl")
    ]
    inside = any(
        parse.deps[c] == "mark" and head < c < first for c in parse.children[v]
    )  # "that on Monday it"
    return parse.deps[v] == "ccomp" and head < first and bool(subjects) and last < subjects[0] and not inside


def _bound(parse: Parse, sentence: Span, first: int) -> tuple[int, str]:
    """Return the start of an expression including its bound or preposition, and the bound."""
    bounds = classes()["bound"]
    for length in range(_LONGEST_BOUND, 0, -1):
        start = first - length
        if start >= sentence[0] and (bound := bounds.get(" ".join(parse.words[start:first]).lower())):
            return start, bound
    before = first - 1
    preposition = before >= sentence[0] and parse.tags[before] == "IN" and parse.words[before].lower() != "of"
    return (before if preposition else first), ""


def _joins(parse: Parse, previous: AttachedExpression, e: Expression, first: int) -> bool:
    """Whether an expression is the end of an interval that the one before starts: "from May 3 *to May 7*"."""
    between = parse.words[previous.last + 1 : first]
    start = previous.parts[0]
    if not between or e.reading not in _RANGED or start.reading not in _RANGED:
        return False
    word = between[0].lower()
    if len(between) > 1 or word not in classes()["joint"]:
        return False
    return previous.bound in ("", "from", "between") or word == "and"
