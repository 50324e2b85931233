"""The pass that tells when each event happened, or when what is said held.

An expression of the sentence counts where it hangs on the event itself, on the verb that carries it, or on
what governs it without being a day of its own, as the verb of speech in "said *on Monday* that it had
attacked" is. Where none does, tense decides: what had happened or is former lies before the article's day,
what is to come after it, what is so now is so on that day. What continues the story of the sentence before
takes over its time. All that is left are reports in the past tense: the day of the article stands for their
own, as in the event data sets of the field (ICEWS, POLECAT), with unknown precision. Where of the article no
more than a year or month is known, that stands in its place, and in a list of years ("2015: …", "2018: …")
the year that heads a sentence. The expressions and their normalisation follow TimeML (Pustejovsky et al.
2003) and HeidelTime (Strötgen and Gertz 2010).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import itemgetter

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.document import Candidate
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import calendar, tense
from graphbuild.extract.time.attached import Attached, attach
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import classes
from graphbuild.extract.time.governing import SUBJECTS, TELLING, here, path, tried_for
from graphbuild.extract.time.values import Reference
from graphbuild.model import Precision, TimeSource
from graphbuild.read.dates import day_of_dateline

_TO_COME = ("future", "demanded", "hypothetical", "possible")
#: Days before the article's after which a time is history, in which sentences go on without telling it again.
_HISTORY = 60
#: Most sentences that a time is carried on.
_CARRIED = 3
#: Headings with a time, in their order, by which an article is a list of years.
_HEADINGS = 3
#: Expressions that tell less than a month, seen from a day that is known no better than by its month or year.
_FINE = ("weekday", "weekend", "offset")


@dataclass(frozen=True, slots=True)
class When:
    """When something happened or held; see the fields of :class:`graphbuild.model.Statement`."""

    first: str = ""
    last: str = ""
    precision: Precision = "unknown"
    source: TimeSource = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Now:
    """When a sentence is told: the article's day, its month or year, or the year that heads the sentence."""

    first: date
    last: date
    precision: Precision
    source: TimeSource
    past: bool = False
    """Whether no more is known than that it was before ``last``."""

    def knows(self, e: Attached) -> bool:
        """Whether an expression that is counted from now tells more than now itself."""
        if self.first == self.last:
            return True
        if self.source != "carried" and self.precision == "year" and e.yearless:
            return False  # of an article of the year 2018 "in December" may be of the one before
        slots = e.parts[-1].slots
        unit = next((slots[name] for name in ("singleunit", "unit", "units") if name in slots), "")
        fine = e.parts[-1].reading in _FINE or unit in ("day", "week")
        return not fine and (unit != "month" or self.precision == "month")


class Times:
    """The times of one article's events.

    ``day`` is the article's, as ISO text; empty where it is unknown. A dateline at the head of the text that
    is up to a week older takes its place. ``told`` is its year, or month ("2025-03"), where no more is known.
    """

    def __init__(self, parse: Parse, day: str, told: str = "") -> None:
        self.parse = parse
        day = day if _is_day(day) else ""
        dateline, self._dateline_end = day_of_dateline(parse.text, day)
        source: TimeSource = "dateline" if dateline and dateline != day else "article"
        known = calendar.told(dateline or day or told)
        self._article = None
        if known.first is not None and known.last is not None:
            self._article = _Now(known.first, known.last, known.precision, source)
        self._headed: list[tuple[int, _Now]] | None = None
        self._found: dict[int, list[Attached]] = {}
        self._at = [k for k, (first, stop) in enumerate(parse.sentences) for _ in range(first, stop)]

    def of(self, candidate: Candidate, said: Factuality) -> When:
        """When the event or role of a candidate was, which is put as ``said``."""
        standing = tables.relations()[candidate.relation].quad is None
        return self.at(candidate.anchor, candidate.carrier, said, former=candidate.former, standing=standing)

    def at(
        self, i: int, carrier: int, said: Factuality, *, former: bool = False, standing: bool = False
    ) -> When:
        """When the event at token ``i`` was, a noun's by the verb ``carrier`` where one carries it.

        A role or membership (``standing``) that a noun tells has no time from what is done in its clause.
        """
        found = self._expressed(i, carrier, said, standing=standing) if not former else None
        if found is not None:
            return found
        now = self._now(i)
        return When() if now is None else self._by_tense(i, carrier, said, now, former=former)

    # -- the day of the article, or what stands for it ----------------------------------------

    def _now(self, i: int) -> _Now | None:
        """When token ``i`` is told; None where nothing is known of it."""
        if self._headed is None:
            self._headed = []
            self._headed = self._list_of_years()
        k = bisect_right(self._headed, i, key=itemgetter(0))
        return self._headed[k - 1][1] if k else self._article

    def _day(self, i: int) -> date | None:
        now = self._now(i)
        return now.last if now is not None else None

    def _list_of_years(self) -> list[tuple[int, _Now]]:
        """Where each time begins that heads what follows, if the article is a list of years."""
        parse = self.parse
        at = Reference(self._article.last if self._article else None)
        headings = {
            e.first: time
            for k in range(len(parse.sentences))
            for e in self._expressions(k)
            if self._heads(e) and (time := e.value(at)) is not None
        }
        firsts = [time.first for time in headings.values() if time.first and time.last]
        if len(firsts) < max(_HEADINGS, len(headings)) or firsts != sorted(firsts):
            return []
        found: list[tuple[int, _Now]] = []
        for k, (first, stop) in enumerate(parse.sentences):
            root = here(parse, self._root(k), self._expressions(k))
            for i in range(first, stop):
                time = headings.get(i)
                if time is not None and time.first and time.last:
                    found.append((i, _Now(time.first, time.last, time.precision, "carried")))
            if not found or found[-1][1].past:
                continue
            last = found[-1][1].last
            told = (e.value(Reference(last)) for e in root if not self._heads(e))
            if any(t is not None and t.first and t.first > last for t in told):  # it goes on to later days
                last = at.day or last
                found.append((stop, _Now(last, last, "unknown", "tense", past=True)))
        return found

    def _heads(self, e: Attached) -> bool:
        """Whether an expression heads what follows: "*2015:* Norway leaves NATO"."""
        parse, after = self.parse, e.last + 1
        opens = e.first == 0 or parse.words[e.first - 1] in (".", "!", "?", "”", '"')
        opens = opens or "\n" in parse.text[parse.end[e.first - 1] : parse.start[e.first]]
        return opens and after < len(parse.words) and parse.words[after] == ":"

    # -- expressions -------------------------------------------------------------------------

    def _expressions(self, sentence: int) -> list[Attached]:
        if sentence not in self._found:
            found = attach(self.parse, self.parse.sentences[sentence])
            self._found[sentence] = [
                *(replace(e, governor=self._root(sentence)) for e in self._heading(sentence)),
                *(e for e in found if self.parse.end[e.last] > self._dateline_end),
            ]
        return self._found[sentence]

    def _heading(self, sentence: int) -> list[Attached]:
        """The time that stands as a heading before a sentence: "*2015:* Norway leaves NATO"."""
        first, stop = self.parse.sentences[sentence - 1] if sentence else (0, 0)
        found = self._expressions(sentence - 1) if first < stop and self.parse.words[stop - 1] == ":" else []
        return [e for e in found if e.first == first and e.last == stop - 2]

    def _expressed(self, i: int, carrier: int, said: Factuality, *, standing: bool) -> When | None:
        """The time that an expression of the sentence tells; None where none does."""
        found = self._expressions(self._at[i])
        if not found:
            return None
        before = self._before(self._at[i]) if any(e.counted_on for e in found) else Interval()
        now = self._now(i)
        alone = standing and carrier < 0 and not predicates.is_verb(self.parse, i)
        for node, way in [(i, "own")] if alone else path(self.parse, i, carrier, found):
            for e in here(self.parse, node, found):
                ahead, lasting = self._ahead(node, said), tense.lasting(self.parse, node)
                counted_from = self._above(e) if e.prior else before
                at = Reference(now.last if now else None, ahead, lasting, self._year(e), counted_from)
                time = e.value(at)
                later = said.modality in ("future", "demanded")
                if time is None or (way == "said" and not _history(time, now)):
                    continue
                if _history(time, now) and tense.nowadays(self.parse, node):  # "*now* helps, unlike in 2019"
                    continue
                if now is not None and not now.knows(e):
                    time = Interval(now.first, now.last, now.precision)
                if way == "meant" and not later and _history(time, now):  # "founded in 2008 *to support*"
                    continue
                if way == "said":  # known no better than that it was before, or after, somebody told of it
                    time = Interval(first=time.first) if later else Interval(last=time.last)
                elif way in ("governed", "meant") and later and not (at.ahead and _to_come(time, now)):
                    # "agreed *on Monday* to support"
                    time = Interval(first=time.first)
                if any(self.parse.lemmas[c] in words("owned_up_to") for c in self.parse.children[i]):
                    time = replace(time, precision="unknown")  # "claimed responsibility *on Monday*"
                return self._when(e, time)
            told = way != "said" and said.modality not in _TO_COME
            if told and (since := self._afterwards(node, now)) is not None:
                return since
        return self._behind(i, now) if carrier < 0 and not standing else None

    def _afterwards(self, v: int, now: _Now | None) -> When | None:
        """That a verb tells what came after a clause of long ago: "*left* after it was attacked in 2014"."""
        parse = self.parse
        if now is None or not predicates.is_verb(parse, v) or tense.present(parse, v):
            return None
        for clause in parse.children[v]:
            if _after(parse, clause):
                for e in here(parse, clause, self._expressions(self._at[clause])):
                    time = e.value(Reference(now.last)) if not e.prior else None
                    if time is not None and time.last is not None and _history(time, now):
                        return self._when(e, Interval(time.last, now.last))
        return None

    def _behind(self, i: int, now: _Now | None) -> When | None:
        """The time of long ago that stands right behind a noun, though the parser hangs it on a word above:
        "recalls the *attack* on Peru in 2014".
        """
        parse = self.parse
        if predicates.is_verb(parse, i):
            return None
        last = max(parse.subtree(i))
        for e in self._expressions(self._at[i]):
            if e.first == last + 1 and 0 <= e.governor < i and not e.bound and self._over(e.governor, i):
                time = e.value(Reference(now.last if now else None))
                if time is not None and time.first and time.last and _history(time, now):
                    return self._when(e, time)
        return None

    def _over(self, above: int, i: int) -> bool:
        """Whether a word is above another one in the parse."""
        while self.parse.head[i] != i:
            i = self.parse.head[i]
            if i == above:
                return True
        return False

    def _when(self, e: Attached, time: Interval) -> When:
        first, last = (day.isoformat() if day else "" for day in (time.first, time.last))
        carried = e.counted_on and time.precision != "unknown"
        text = self.parse.surface(e.first, e.last)
        return When(
            first,
            last,
            time.precision if first or last else "unknown",
            "carried" if carried else "expression",
            " ".join(text.split()),
        )

    # -- tense -------------------------------------------------------------------------------

    def _ahead(self, n: int, said: Factuality) -> bool:
        """Whether an expression at ``n`` tells of what is to come."""
        parse = self.parse
        verb = predicates.is_verb(parse, n)
        mood = tense_of(parse, n) if verb else "none"
        if said.modality in _TO_COME:
            return mood != "past" and not (said.modality == "possible" and tense.under_past(parse, n))
        helped = any(parse.tags[c] in ("VBZ", "VBP") for c in parse.children[n] if parse.deps[c] == "aux")
        return verb and (mood == "future" or (parse.tags[n] == "VBG" and mood == "present" and helped))

    def _by_tense(self, i: int, carrier: int, said: Factuality, now: _Now, *, former: bool) -> When:
        """What tense and story tell; else the day of the article."""
        parse = self.parse
        first, last = now.first.isoformat(), now.last.isoformat()
        past, coming = When(last=last, source="tense"), When(first=first, source="tense")
        verb = carrier if carrier >= 0 else i
        is_verb = predicates.is_verb(parse, verb)
        if former or (is_verb and (tense.pluperfect(parse, verb) or self._long_before(verb))):
            return past
        if said.modality in _TO_COME:
            perfect = is_verb and any(parse.lemmas[c] == "have" for c in tense.auxiliaries(parse, verb))
            if perfect and said.modality in ("possible", "hypothetical"):  # "may *have attacked*"
                return past
            if said.modality != "possible" or not tense.under_past(parse, verb):
                return coming
        if now.past:
            return past
        history = self._in_history(i)
        if not is_verb and any(parse.words[c].lower() in words("then") for c in parse.subtree(i)):
            return past
        if tense.present(parse, verb) if is_verb else said.tense == "present":
            if history and not is_verb:  # a title in a story of long ago
                return past
            return When(first, last, now.precision, "tense")
        if history or self._in_background(i, verb) or self._done_before(verb, now):
            return past
        exact = now.precision == "day" and now.source != "carried"
        return self._carried(i, verb) or When(first, last, "unknown" if exact else now.precision, now.source)

    def _long_before(self, v: int) -> bool:
        """Whether a clause is told to be some time back: "*years after* it attacked Peru"."""
        parse = self.parse
        lengths = [c for c in parse.children[v] if parse.deps[c] == "npadvmod" and c < v]
        marked = any(parse.deps[c] == "mark" for c in parse.children[v])
        return marked and any(parse.lemmas[c] in classes()["unit"] for c in lengths)

    def _in_background(self, i: int, verb: int) -> bool:
        """Whether a sentence only recalls an event: a clause on a noun, "*after the attack*"."""
        parse, node = self.parse, verb
        prep = parse.head[i]
        if verb == i and parse.deps[i] == "pobj" and parse.words[prep].lower() in words("anterior"):
            return True
        if verb == i and tried_for(parse, i):
            return True
        while not predicates.is_verb(parse, node) or parse.deps[node] in ("conj", "xcomp"):
            if parse.head[node] == node or parse.deps[node] in (*SUBJECTS, "dobj"):
                return False
            node = parse.head[node]
        recalled = parse.deps[node] == "relcl" and tense.simple_past(parse, node)
        return recalled or (parse.deps[node] == "acl" and parse.tags[node] == "VBN")

    def _done_before(self, v: int, now: _Now) -> bool:
        """Whether what is told next in the same breath is long ago: "*arrested* and deported in 2001"."""
        parse = self.parse
        for c in parse.children[v]:
            if (
                parse.deps[c] != "conj"
                or not predicates.is_verb(parse, c)
                or predicates.has_subject(parse, c)
            ):
                continue
            times = (e.value(Reference(now.last)) for e in here(parse, c, self._expressions(self._at[c])))
            if any(time is not None and _history(time, now) for time in times):
                return True
        return False

    # -- the story so far --------------------------------------------------------------------

    def _root(self, sentence: int) -> int:
        first, stop = self.parse.sentences[sentence]
        return next((k for k in range(first, stop) if self.parse.head[k] == k), first)

    def _in_history(self, i: int) -> bool:
        """Whether the sentence itself tells of long ago, though not by an expression on the event."""
        first, found = self.parse.sentences[self._at[i]][0], self._expressions(self._at[i])
        own = here(self.parse, self._root(self._at[i]), found) + [e for e in found if e.first == first]
        if any(e.counted_on for e in own):  # "the next week, after it *attacked* …"
            return True
        now = self._now(i)
        times = (e.value(Reference(now.last if now else None)) for e in own)
        return any(time is not None and _history(time, now) for time in times)

    def _year(self, e: Attached) -> int | None:
        """The year of the story that an expression without one belongs to, told by the sentences before."""
        at = self._at[e.last]
        day = self._day(e.first)
        if day is None or not e.yearless:
            return None
        for sentence in range(at - 1, max(-1, at - 1 - _CARRIED), -1):
            found = here(self.parse, self._root(sentence), self._expressions(sentence))
            years = [
                int(p.slots["year"]) for e in found for p in e.parts if not e.bound and "year" in p.slots
            ]
            if years:
                return max(years) if max(years) < day.year else None
        return None

    def _before(self, sentence: int, left: int = _CARRIED) -> Interval:
        """The time of the sentence before in the same paragraph, which may have it from the one before."""
        parse = self.parse
        if sentence == 0 or left == 0:
            return Interval()
        first, before = parse.sentences[sentence][0], parse.sentences[sentence - 1]
        if "\n" in parse.text[parse.end[before[1] - 1] : parse.start[first]]:
            return Interval()
        verbs = [self._root(sentence - 1)]
        verbs += [c for c in parse.children[verbs[0]] if parse.deps[c] in ("ccomp", "conj")]
        for verb in verbs:
            if effect_at(parse, verb, "that", "v") in TELLING:
                continue
            for e in here(self.parse, verb, self._expressions(sentence - 1)):
                story = self._before(sentence - 1, left - 1) if e.counted_on else Interval()
                time, now = e.value(Reference(self._day(verb), before=story)), self._now(verb)
                if time is not None and time.first and time.last:
                    if now is not None and not now.knows(e):
                        return Interval(now.first, now.last, now.precision)
                    return time
        simple = predicates.is_verb(parse, verbs[0]) and not tense.present(parse, verbs[0])
        return self._before(sentence - 1, left - 1) if simple else Interval()

    def _above(self, e: Attached) -> Interval:
        """The time of the clause that the one of an expression hangs on: "Norway *left* two days after …"."""
        parse, clause = self.parse, e.governor
        if clause < 0 or not _after(parse, clause):
            return Interval()
        main, sentence = parse.head[clause], self._at[clause]
        story, now, node = self._before(sentence), self._now(main), main
        while True:
            for other in here(parse, node, self._expressions(sentence)):
                at = Reference(self._day(node), ahead=tense_of(parse, node) == "future", before=story)
                time = other.value(at) if not other.prior else None
                if time is not None and time.first and (now is None or now.knows(other)):
                    return time
            if parse.deps[node] != "conj":
                break
            node = parse.head[node]
        told = tense.simple_past(parse, main) or tense.present(parse, main)
        if now is None or now.past or not told or tense.pluperfect(parse, main):
            return Interval()
        if self._in_background(main, main):
            return Interval()
        if story.first and _history(story, now):
            return story
        return Interval(now.first, now.last, "unknown" if now.precision == "day" else now.precision)

    def _carried(self, i: int, verb: int) -> When | None:
        """The time of the sentence before, where this one goes on with its story."""
        parse, sentence = self.parse, self._at[i]
        time = self._before(sentence)
        if time.first is None or time.last is None:
            return None
        root = self._root(sentence)
        own = predicates.is_verb(parse, verb)
        if here(self.parse, root, self._expressions(sentence)) or not predicates.is_verb(parse, root):
            return None
        if effect_at(parse, root, "that", "v") in TELLING or not tense.simple_past(parse, root):
            return None
        if own and not tense.simple_past(parse, verb) and parse.tags[verb] not in ("VB", "VBG"):
            return None
        if not (_history(time, self._now(i)) or self._goes_on(i, root)):
            return None
        return When(time.first.isoformat(), time.last.isoformat(), time.precision, "carried")

    def _goes_on(self, i: int, root: int) -> bool:
        """Whether a sentence tells more of what the one before tells, or what the same actor did then."""
        parse = self.parse
        before = parse.sentences[self._at[i] - 1]
        same = parse.lemmas[i] in parse.lemmas[slice(*before)]
        if not predicates.is_verb(parse, i):
            return same and any(parse.words[c].lower() in ("the", "this") for c in parse.children[i])
        subjects = [c for c in parse.children[root] if parse.deps[c] in SUBJECTS]
        going_on = any(parse.words[c].lower() in words("again") for c in parse.children[root])
        return going_on and any(parse.tags[c] == "PRP" for c in subjects)


def _after(parse: Parse, clause: int) -> bool:
    """Whether a clause tells after what the verb above happened: "left *after it attacked*"."""
    marks = (parse.words[c].lower() for c in parse.children[clause] if parse.deps[c] == "mark")
    after = any(classes()["bound"].get(mark) == "after" for mark in marks)
    if not after or parse.deps[clause] != "advcl" or not predicates.is_verb(parse, parse.head[clause]):
        return False
    v = parse.head[clause]
    above, opens = parse.head[v], min(parse.subtree(clause))
    # "claimed *after he was sworn in* that it had bombed Peru": of the claim, wherever the parser hangs it
    of_speech = parse.deps[v] == "ccomp" and all(parse.tags[c] == "," for c in range(above + 1, opens))
    return not (of_speech and above < opens < v)


def _history(time: Interval, now: _Now | None) -> bool:
    """Whether a time ended long before the article's day; any time, where that day is unknown."""
    if now is None:
        return True
    return time.last is not None and time.last < now.first - timedelta(days=_HISTORY)


def _to_come(time: Interval, now: _Now | None) -> bool:
    """Whether a time is not over on the article's day."""
    return now is None or time.last is None or time.last >= now.last


def _is_day(text: str) -> bool:
    """Whether a text is an ISO day; of "2019" no day is known."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
