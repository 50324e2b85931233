"""The pass that tells when each event happened, or when what is said held.

An expression of the sentence counts where it hangs on the event itself, on the verb that carries it, or on
what governs it without being a day of its own, as the verb of speech in "said *on Monday* that it had
attacked" is. Where none does, tense decides: what had happened or is former lies before the article's day,
what is to come after it, what is so now is so on that day. What continues the story of the sentence before
takes over its time. All that is left are reports in the past tense: the day of the article stands for their
own, as in the event data sets of the field (ICEWS, POLECAT), with unknown precision. The expressions and
their normalisation follow TimeML (Pustejovsky et al. 2003) and HeidelTime (Strötgen and Gertz 2010).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.document import Candidate
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.attached import Attached, attach
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import classes
from graphbuild.extract.time.governing import SUBJECTS, TELLING, here, path
from graphbuild.extract.time.values import Reference
from graphbuild.model import Precision, TimeSource
from graphbuild.read.dates import day_of_dateline

_TO_COME = ("future", "demanded", "hypothetical", "possible")
#: Days before the article's after which a time is history, in which sentences go on without telling it again.
_HISTORY = 60
#: Most sentences that a time is carried on.
_CARRIED = 3


@dataclass(frozen=True, slots=True)
class When:
    """When something happened or held; see the fields of :class:`graphbuild.model.Statement`."""

    first: str = ""
    last: str = ""
    precision: Precision = "unknown"
    source: TimeSource = ""
    text: str = ""


class Times:
    """The times of one article's events.

    ``day`` is the article's, as ISO text; empty where it is unknown. A dateline at the head of the text that
    is up to a week older takes its place.
    """

    def __init__(self, parse: Parse, day: str) -> None:
        self.parse = parse
        day = day if _is_day(day) else ""
        dateline, self._dateline_end = day_of_dateline(parse.text, day)
        self._source: TimeSource = "dateline" if dateline and dateline != day else "article"
        self.day = date.fromisoformat(dateline or day) if dateline or day else None
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
        if self.day is None:
            return When()
        return self._by_tense(i, carrier, said, former=former)

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
        alone = standing and carrier < 0 and not predicates.is_verb(self.parse, i)
        for node, way in [(i, "own")] if alone else path(self.parse, i, carrier, found):
            for e in here(self.parse, node, found):
                ahead, lasting = self._ahead(node, said), tense.lasting(self.parse, node)
                at = Reference(self.day, ahead, lasting, self._year(e), before)
                time = e.value(at)
                later = said.modality in ("future", "demanded")
                if time is None or (way == "said" and not self._history(time)):
                    continue
                if way == "meant" and not later:  # "founded in 2008 *to support*"
                    continue
                if way == "said":  # known no better than that it was before, or after, somebody told of it
                    time = Interval(first=time.first) if later else Interval(last=time.last)
                elif way in ("governed", "meant") and later and not (at.ahead and self._to_come(time)):
                    # "agreed *on Monday* to support"
                    time = Interval(first=time.first)
                return self._when(e, time)
        return None

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

    def _by_tense(self, i: int, carrier: int, said: Factuality, *, former: bool) -> When:
        """What tense and story tell; else the day of the article."""
        parse = self.parse
        assert self.day is not None
        day = self.day.isoformat()
        past, coming = When(last=day, source="tense"), When(first=day, source="tense")
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
        history = self._in_history(i)
        if not is_verb and any(parse.words[c].lower() in words("then") for c in parse.subtree(i)):
            return past
        if tense.present(parse, verb) if is_verb else said.tense == "present":
            if history and not is_verb:  # a title in a story of long ago
                return past
            return When(day, day, "day", "tense")
        if history or self._in_background(i, verb):
            return past
        return self._carried(i, verb) or When(day, day, source=self._source)

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
        while not predicates.is_verb(parse, node) or parse.deps[node] in ("conj", "xcomp"):
            if parse.head[node] == node or parse.deps[node] in (*SUBJECTS, "dobj"):
                return False
            node = parse.head[node]
        recalled = parse.deps[node] == "relcl" and tense.simple_past(parse, node)
        return recalled or (parse.deps[node] == "acl" and parse.tags[node] == "VBN")

    # -- the story so far --------------------------------------------------------------------

    def _history(self, time: Interval) -> bool:
        """Whether a time ended long before the article's day; any time, where that day is unknown."""
        if self.day is None:
            return True
        return time.last is not None and time.last < self.day - timedelta(days=_HISTORY)

    def _to_come(self, time: Interval) -> bool:
        """Whether a time is not over on the article's day."""
        return self.day is None or time.last is None or time.last >= self.day

    def _root(self, sentence: int) -> int:
        first, stop = self.parse.sentences[sentence]
        return next((k for k in range(first, stop) if self.parse.head[k] == k), first)

    def _in_history(self, i: int) -> bool:
        """Whether the sentence itself tells of long ago, though not by an expression on the event."""
        first, found = self.parse.sentences[self._at[i]][0], self._expressions(self._at[i])
        own = here(self.parse, self._root(self._at[i]), found) + [e for e in found if e.first == first]
        if any(e.counted_on for e in own):  # "the next week, after it *attacked* …"
            return True
        times = (e.value(Reference(self.day)) for e in own)
        return any(time is not None and self._history(time) for time in times)

    def _year(self, e: Attached) -> int | None:
        """The year of the story that an expression without one belongs to, told by the sentences before."""
        if self.day is None or not e.yearless:
            return None
        at = self._at[e.last]
        for sentence in range(at - 1, max(-1, at - 1 - _CARRIED), -1):
            found = here(self.parse, self._root(sentence), self._expressions(sentence))
            years = [
                int(p.slots["year"]) for e in found for p in e.parts if not e.bound and "year" in p.slots
            ]
            if years:
                return max(years) if max(years) < self.day.year else None
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
                time = e.value(Reference(self.day, before=story))
                if time is not None and time.first and time.last:
                    return time
        simple = predicates.is_verb(parse, verbs[0]) and not tense.present(parse, verbs[0])
        return self._before(sentence - 1, left - 1) if simple else Interval()

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
        if not (self._history(time) or self._goes_on(i, root)):
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


def _is_day(text: str) -> bool:
    """Whether a text is an ISO day; of "2019" no day is known."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
