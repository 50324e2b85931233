"""The temporal expressions of a sentence, each with the word whose time it tells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression, classes, find
from graphbuild.extract.time.values import Reference, value
from graphbuild.model import Span

#: Readings that another expression can complete: "from March to May 2016".
_RANGED = ("date", "month", "weekday", "year", "decade", "quarter", "season", "unit", "offset")
#: Readings that tell a day.
_DAYS = ("date", "weekday", "offset")
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "ROOT", "conj", "appos")
#: What is remembered behind "anniversary of" or "since".
_REMEMBERED = ("pobj", "pcomp")
_SOON = timedelta(days=200)
"""What a day without its year is nearer than, where it may be one to come."""
_LONG_AGO = timedelta(days=366)
"""From how long ago on nothing follows for the time of what came after it."""
_LONGEST_BOUND = 4
"""Words of the longest bound of ``time_words.tsv`` ("by the end of")."""
#: Recognised names within which a day or a year tells no time ("Bloody Sunday").
_NAMES = ("PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC", "EVENT", "LAW", "GPE", "LOC")


@dataclass(frozen=True, slots=True)
class Attached:
    """A temporal expression in a sentence."""

    first: int
    last: int
    """Its first and last token, with the preposition before it."""
    governor: int
    """The verb or noun that it hangs on; -1 for a fragment that is nothing else."""
    parts: tuple[Expression, ...]
    """One expression, or the two ends of a stretch of time."""
    bound: str = ""
    """How it bounds the time: since, from, until, by, before, after; empty where it is the time itself."""

    @property
    def yearless(self) -> bool:
        """Whether it is a day or month that does not tell its year."""
        slots = self.parts[-1].slots
        return (
            self.parts[-1].reading in ("date", "days", "month") and not {"year", "iso", "rel"} & slots.keys()
        )

    @property
    def counted_on(self) -> bool:
        """Whether it is counted from the time of the sentence before: "two years later"."""
        return self.parts[0].reading in ("same", "later", "earlier")

    @property
    def past(self) -> bool:
        """Whether its words tell that it is over: "*last* month", "two days *ago*", "*earlier* this week"."""
        e = self.parts[-1]
        return (
            e.reading in ("ago", "anniversary")
            or e.slots.get("rel") == "-1"
            or e.slots.get("part") == "before"
        )

    @property
    def prior(self) -> bool:
        """Whether it is counted back from the time of the clause above: "*two days after* it attacked"."""
        return self.parts[0].reading == "prior"

    def value(self, at: Reference) -> Interval | None:
        """The time that it tells; None where it tells none."""
        if len(self.parts) == 2:
            return _stretch(self.parts[0], self.parts[1], at)
        found = value(self.parts[0], at)
        if self.bound in ("until", "by") and self.yearless:  # "has put it off *until July 9*"
            coming = value(self.parts[0], replace(at, ahead=True))
            near = at.day and coming and coming.first and coming.first - at.day < _SOON
            found = coming if near else found
        if found is None or (self.bound in ("until", "by") and _beyond(found, at)):
            return None
        return _bounded(found, self.bound, at)


def attach(parse: Parse, sentence: Span) -> list[Attached]:
    """The expressions of a sentence, in order."""
    tokens = [(e, *_tokens(parse, sentence, e)) for e in find(parse, *sentence)]
    found: list[Attached] = []
    compared = _compared(parse, sentence) if tokens else []
    for e, first, last in tokens:
        if not (_heads_line(parse, sentence, first, last) or _plain(parse, e, first, last)):
            continue
        top = _top(parse, first, last)
        start, bound = _bound(parse, sentence, first)
        timed = bound in ("since", "until", "before", "after") or _placed(parse, first)
        if e.reading == "known" and not timed:  # "remembered *the Cold War*"
            found.append(Attached(first, last, -1, (e,)))
            continue
        if any(since < first < stop for since, stop in compared):  # "the first visit *since 2011*"
            found.append(Attached(start, last, -1, (e,), bound))
            continue
        governor = _governor(parse, top, first, last)
        if e.reading == "anniversary":  # "the fourth anniversary of the *invasion*"
            governor = next((k for k in parse.children[last] if parse.deps[k] in _REMEMBERED), -1)
            bound = ""
        if governor >= 0 and parse.deps[governor] in ("relcl", "acl") and _occurs(parse, governor):
            governor = parse.head[governor]  # "the invasion that began *in 2022*"
        if e.reading in _DAYS and (verb := _before_verb(parse, governor, last)) >= 0:
            governor = verb
        if _heads_line(parse, sentence, first, last):
            governor = _root(parse, sentence)
        known = found[-1] if found else None
        if known is not None and len(known.parts) == 1 and _joins(parse, known, e, first):
            found[-1] = replace(known, last=last, parts=(known.parts[0], e), bound="")
            continue
        if bound in ("from", "between") and (
            e.reading in ("days", "years") or not predicates.is_verb(parse, governor)
        ):  # "from 3 to 7 May"; "the accord *from 2014*"
            bound = ""
        found.append(Attached(start, last, governor, (e,), bound))
    return found


def _compared(parse: Parse, sentence: Span) -> list[Span]:
    """Each "since" that only tells with what something is compared, and where its phrase ends.

    "The *worst* attack since 2011", "the *first* visit since the fighting last month".
    """
    found = []
    for since in range(*sentence):
        bound = classes()["bound"].get(parse.words[since].lower())
        if bound == "since" and parse.deps[since] == "prep" and _outdoes(parse, parse.head[since], since):
            within = parse.subtree(since)
            ends = (
                k
                for k in range(since + 1, sentence[1])
                if parse.tags[k] in (",", ":") or (predicates.is_verb(parse, k) and k not in within)
            )
            found.append((since, next(ends, sentence[1])))
    return found


def _outdoes(parse: Parse, i: int, since: int) -> bool:
    """Whether something, or what a verb did, is put above what was before: "launched its *worst* attack"."""
    told = [*parse.children[i], since - 2]  # "for the *first* time since"
    if predicates.is_verb(parse, i) and tense.simple_past(parse, i):
        told += [c for k in parse.children[i] if k > i for c in parse.children[k]]
    outdoing = words("unequalled")
    return any(
        parse.tags[k] in ("JJS", "RBS") or parse.words[k].lower() in outdoing for k in told if 0 <= k < since
    )


def _placed(parse: Parse, first: int) -> bool:
    """Whether something known stands for its time: "*in* the Cold War", "*during* the Korean War"."""
    before = first - 1
    if before > 0 and parse.tags[before] in ("DT", "PRP$", "POS"):
        before -= 1
    return before >= 0 and parse.words[before].lower() in words("during")


def _occurs(parse: Parse, i: int) -> bool:
    return predicates.is_verb(parse, i) and parse.lemmas[i] in words("occurring")


def _before_verb(parse: Parse, governor: int, last: int) -> int:
    """The verb right after an expression that the parser hangs on its subject; -1 for none.

    "The minister *on Monday* accused …"
    """
    if governor < 0 or governor > last or parse.deps[governor] not in ("nsubj", "nsubjpass"):
        return -1
    verb = parse.head[governor]
    between = parse.tags[last + 1 : verb]
    return verb if verb > last and all(tag in ("RB", "MD", "VBD", "VBZ", "VBP") for tag in between) else -1


def _heads_line(parse: Parse, sentence: Span, first: int, last: int) -> bool:
    """Whether an expression is the heading of what follows: "*2015:* Norway leaves NATO"."""
    opens = first == sentence[0] or "\n" in parse.text[parse.end[first - 1] : parse.start[first]]
    return opens and last + 1 < sentence[1] and parse.words[last + 1] == ":"


def _root(parse: Parse, sentence: Span) -> int:
    return next((k for k in range(*sentence) if parse.head[k] == k), sentence[0])


def _tokens(parse: Parse, sentence: Span, e: Expression) -> Span:
    """First and last token of an expression."""
    first = next(k for k in range(*sentence) if parse.end[k] > e.start)
    last = next((k for k in range(first, sentence[1]) if parse.end[k] >= e.end), sentence[1] - 1)
    return first, last


def _plain(parse: Parse, e: Expression, first: int, last: int) -> bool:
    """Whether words are a time: not the verb "march", the name "May", a number of things, part of a name."""
    if e.reading in ("month", "date", "days", "season") and "day" not in e.slots and "year" not in e.slots:
        months = [k for k in range(first, last + 1) if parse.words[k].lower() in classes()["month"]]
        if any(not parse.words[k][:1].isupper() or not parse.tags[k].startswith("NN") for k in months):
            return False
        if any(parse.deps[k] in _ARGUMENTS and _titled(parse, k, first) for k in months):  # "Theresa *May*"
            return False
    if e.reading == "known":
        return True
    named = (parse.name(k) for k in range(first, last + 1))
    if any(
        n is not None and n[2] in _NAMES and (n[0] < first or n[1] > last + 1 or n[2] == "PERSON")
        for n in named
    ):
        return False
    if e.reading == "year" and first == last:
        return _is_year(parse, first)
    if e.reading == "past" and first == last:  # "*once* it left" is none
        return parse.deps[first] == "advmod"
    return True


def _titled(parse: Parse, i: int, first: int) -> bool:
    """Whether a capitalised word before an expression is part of the same name."""
    return any(
        parse.deps[c] == "compound" and c < first and parse.words[c][:1].isupper() for c in parse.children[i]
    )


def _is_year(parse: Parse, i: int) -> bool:
    """Whether a number of four digits is a year: after a preposition, or before a noun as its date."""
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
    """The token of an expression that hangs on what is outside; the last of several."""
    outside = [k for k in range(first, last + 1) if not first <= parse.head[k] <= last]
    roots = [k for k in range(first, last + 1) if parse.head[k] == k]
    return outside[-1] if outside else roots[0] if roots else last


def _governor(parse: Parse, top: int, first: int, last: int) -> int:
    """The verb or noun above an expression, across prepositions, adverbs and words of time."""
    node = top
    for _ in range(6):
        head = parse.head[node]
        if head == node:
            return -1 if first <= node <= last else node
        node = head
        if parse.tags[node] == "JJ" and parse.deps[node] == "amod":  # "troops loyal to Assad *last May*"
            continue
        if predicates.is_verb(parse, node) and parse.deps[node] != "prep":
            return parse.head[node] if _of_speech(parse, node, first, last) else node
        joining = parse.tags[node] in ("IN", "TO") or parse.deps[node] in ("prep", "agent", "advmod")
        timely = parse.lemmas[node].lower() in words("time") or parse.words[node].lower() in words(
            "time_adverb"
        )
        if not (joining or timely or parse.tags[node] == "CD"):
            break
    return node


def _of_speech(parse: Parse, v: int, first: int, last: int) -> bool:
    """Whether an expression before a clause is of the verb above: "said *on Monday* it would leave"."""
    head = parse.head[v]
    subjects = [
        parse.subtree(c)[0] for c in parse.children[v] if parse.deps[c] in ("nsubj", "nsubjpass", "expl")
    ]
    inside = any(
        parse.deps[c] == "mark" and head < c < first for c in parse.children[v]
    )  # "that on Monday it"
    return parse.deps[v] == "ccomp" and head < first and bool(subjects) and last < subjects[0] and not inside


def _bound(parse: Parse, sentence: Span, first: int) -> tuple[int, str]:
    """Where an expression begins with the words before it that bound it, and which bound they are."""
    known = classes()["bound"]
    for length in range(_LONGEST_BOUND, 0, -1):
        start = first - length
        if start >= sentence[0] and (bound := known.get(" ".join(parse.words[start:first]).lower())):
            return start, bound
    before = first - 1
    plain = before >= sentence[0] and parse.tags[before] == "IN" and parse.words[before].lower() != "of"
    return (before if plain else first), ""


def _joins(parse: Parse, known: Attached, e: Expression, first: int) -> bool:
    """Whether an expression ends the stretch of time that the one before begins: "from May 3 *to May 7*"."""
    between = parse.words[known.last + 1 : first]
    one = known.parts[0]
    if not between or e.reading not in _RANGED or one.reading not in _RANGED:
        return False
    word = between[0].lower()
    if len(between) > 1 or word not in classes()["joint"]:
        return False
    return known.bound in ("", "from", "between") or word == "and"


def _stretch(one: Expression, other: Expression, at: Reference) -> Interval | None:
    """The time from one expression to another; the first takes its year from the second."""
    last = value(other, at)
    if last is None or last.first is None or last.last is None:
        return last
    first = value(one, at)
    if "year" in other.slots and "year" not in one.slots and one.reading in ("date", "month"):
        first = value(replace(one, slots={**one.slots, "year": other.slots["year"]}), at)
        if first and first.first and first.first > last.first:
            earlier = str(int(other.slots["year"]) - 1)
            first = value(replace(one, slots={**one.slots, "year": earlier}), at)
    if first is None or first.first is None or first.first > last.last:
        return last
    return Interval(first.first, last.last, last.precision)


def _beyond(found: Interval, at: Reference) -> bool:
    """Whether what has happened is given a time to come, which is then of what it leads to."""
    return not at.ahead and bool(at.day and found.last and found.last > at.day)


def _bounded(found: Interval, bound: str, at: Reference) -> Interval:
    """The time that an interval bounds."""
    if found.first is None and found.last is None:
        return found
    first, last = found.first, found.last
    if bound == "after" and at.day and last and last < at.day - _LONG_AGO:  # some time since then
        return Interval(first=at.day) if at.ahead else Interval(last, at.day)
    if bound in ("since", "from", "after"):
        last = None if at.ahead else at.day
    elif bound in ("until", "by", "before"):
        last = first - timedelta(days=1) if bound == "before" and first else last
        first = at.day if at.ahead else None
    if first and last and first > last:  # what lasts until before it began lasts on
        first, last = (first, None) if bound in ("since", "from", "after") else (None, last)
    return replace(found, first=first, last=last)
