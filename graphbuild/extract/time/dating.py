"""Dating of the events and relations of one article."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.document import Candidate
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.article import ArticleTimes
from graphbuild.extract.time.attached import AttachedExpression
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.document_time import DocumentTime, is_history, is_over
from graphbuild.extract.time.expressions import classes
from graphbuild.extract.time.governing import Link, governing_path, is_after_clause, is_background
from graphbuild.extract.time.narrative import Narrative
from graphbuild.extract.time.reference import Reference
from graphbuild.model import Precision, TimeSource

_UNREALISED = ("future", "demanded", "hypothetical", "possible")


@dataclass(frozen=True, slots=True)
class EventTime:
    """When something happened or held; see the fields of :class:`graphbuild.model.Statement`."""

    first: str = ""
    last: str = ""
    precision: Precision = "unknown"
    source: TimeSource = ""
    text: str = ""


class EventTimes:
    """The times of one article's events.

    ``day`` is the article's as ISO text, empty where unknown. A dateline at the head of the text that is up
    to a week older takes its place. ``period`` is the year or month ("2025-03") where no day is known.
    """

    def __init__(self, parse: Parse, day: str, period: str = "") -> None:
        self.parse = parse
        self._article = ArticleTimes(parse, day, period)
        self._narrative = Narrative(self._article)

    def of_candidate(self, candidate: Candidate, factuality: Factuality) -> EventTime:
        """Return the time of a candidate's event or role."""
        standing = tables.relations()[candidate.relation].quad is None
        return self.at_token(
            candidate.anchor, candidate.light_verb, factuality, former=candidate.former, standing=standing
        )

    def at_token(
        self, i: int, carrier: int, factuality: Factuality, *, former: bool = False, standing: bool = False
    ) -> EventTime:
        """Return the time of the event at token ``i``, a noun with the time of its verb ``carrier`` if any.

        A role or membership (``standing``) that a noun states does not have the time of its clause.
        """
        stated = self._by_expression(i, carrier, factuality, standing=standing) if not former else None
        if stated is not None:
            return stated
        document_time = self._article.document_time(i)
        if document_time is None:
            return EventTime()
        return self._by_tense(i, carrier, factuality, document_time, former=former)

    # -- expressions -------------------------------------------------------------------------

    def _by_expression(
        self, i: int, carrier: int, factuality: Factuality, *, standing: bool
    ) -> EventTime | None:
        """Return the time that an expression of the sentence states; None where none does."""
        parse, sentence = self.parse, self._article.sentence_of(i)
        expressions = self._article.expressions(sentence)
        if not expressions:
            return None
        relative = any(e.relative_to_previous for e in expressions)
        before = self._narrative.time_before(sentence) if relative else Interval()
        document_time = self._article.document_time(i)
        noun_role = standing and carrier < 0 and not predicates.is_verb(parse, i)
        path: list[tuple[int, Link]] = [(i, "same")]
        for node, link in path if noun_role else governing_path(parse, i, carrier, expressions):
            for e in self._article.expressions_of(node):
                time = self._value(e, node, link, factuality, before, document_time)
                if time is None:
                    continue
                if any(parse.lemmas[c] in words("owned_up_to") for c in parse.children[i]):
                    time = replace(time, precision="unknown")  # "claimed responsibility *on Monday*"
                return self._when(e, time)
            realised = link != "speech" and factuality.modality not in _UNREALISED
            if realised and (since := self._since_event(node, document_time)) is not None:
                return since
        return self._after_noun(i, document_time) if carrier < 0 and not standing else None

    def _value(
        self,
        e: AttachedExpression,
        node: int,
        link: Link,
        factuality: Factuality,
        before: Interval,
        document_time: DocumentTime | None,
    ) -> Interval | None:
        """Return the time that an expression at ``node`` gives the event below it; None for none.

        ``before`` is the time of the sentence before.
        """
        ahead = self._is_ahead(node, factuality)
        reference = Reference(
            document_time.last if document_time else None,
            ahead,
            tense.lasting(self.parse, node),
            self._narrative.year_of(e),
            self._narrative.time_of_main_clause(e) if e.relative_to_main_clause else before,
        )
        time = e.value(reference)
        if time is None:
            return None
        history = is_history(time, document_time)
        if link == "speech" and not history:
            return None
        if history and tense.nowadays(self.parse, node):  # "*now* helps, unlike in 2019"
            return None
        if document_time is not None and not document_time.resolves(e):
            time = Interval(document_time.first, document_time.last, document_time.precision)
        later = factuality.modality in ("future", "demanded")
        if link == "purpose" and not later and is_history(time, document_time):
            return None  # "founded in 2008 *to support*"
        if link == "speech":  # only before, or after, the time of the speech
            return Interval(first=time.first) if later else Interval(last=time.last)
        if link in ("governed", "purpose") and later and (not ahead or is_over(time, document_time)):
            return Interval(first=time.first)  # "agreed *on Monday* to support"
        return time

    def _since_event(self, v: int, document_time: DocumentTime | None) -> EventTime | None:
        """Return the time since the event of an after-clause long ago: "*left* after it was hit in 2014"."""
        parse = self.parse
        if document_time is None or not predicates.is_verb(parse, v) or tense.present(parse, v):
            return None
        for clause in parse.children[v]:
            if is_after_clause(parse, clause):
                for e in self._article.expressions_of(clause):
                    time = e.value(Reference(document_time.last)) if not e.relative_to_main_clause else None
                    if time is not None and time.last is not None and is_history(time, document_time):
                        return self._when(e, Interval(time.last, document_time.last))
        return None

    def _after_noun(self, i: int, document_time: DocumentTime | None) -> EventTime | None:
        """Return the time long ago of an expression right after a noun, where the parser attaches it higher:
        "recalls the *attack* on Peru in 2014".
        """
        parse = self.parse
        if predicates.is_verb(parse, i):
            return None
        following, ancestors = max(parse.subtree(i)) + 1, parse.ancestors(i)
        for e in self._article.expressions(self._article.sentence_of(i)):
            if e.first == following and 0 <= e.governor < i and not e.bound and e.governor in ancestors:
                time = e.value(Reference(document_time.last if document_time else None))
                if time is not None and time.first and time.last and is_history(time, document_time):
                    return self._when(e, time)
        return None

    def _when(self, e: AttachedExpression, time: Interval) -> EventTime:
        first, last = (day.isoformat() if day else "" for day in (time.first, time.last))
        carried = e.relative_to_previous and time.precision != "unknown"
        text = self.parse.surface(e.first, e.last)
        return EventTime(
            first,
            last,
            time.precision if first or last else "unknown",
            "carried" if carried else "expression",
            " ".join(text.split()),
        )

    def _is_ahead(self, n: int, factuality: Factuality) -> bool:
        """Whether an expression at ``n`` refers to the future."""
        parse = self.parse
        verb = predicates.is_verb(parse, n)
        verb_tense = tense_of(parse, n) if verb else "none"
        if factuality.modality in _UNREALISED:
            attempted = factuality.modality == "possible" and tense.under_past(parse, n)
            return verb_tense != "past" and not attempted
        helped = any(parse.tags[c] in ("VBZ", "VBP") for c in parse.children[n] if parse.deps[c] == "aux")
        progressive = parse.tags[n] == "VBG" and verb_tense == "present" and helped
        return verb and (verb_tense == "future" or progressive)

    # -- tense and narrative -----------------------------------------------------------------

    def _by_tense(
        self, i: int, carrier: int, factuality: Factuality, document_time: DocumentTime, *, former: bool
    ) -> EventTime:
        """Return the time by tense or narrative, else the document time."""
        parse = self.parse
        first, last = document_time.first.isoformat(), document_time.last.isoformat()
        past, future = EventTime(last=last, source="tense"), EventTime(first=first, source="tense")
        verb = carrier if carrier >= 0 else i
        is_verb = predicates.is_verb(parse, verb)
        if former or (is_verb and (tense.pluperfect(parse, verb) or _is_long_after(parse, verb))):
            return past
        if factuality.modality in _UNREALISED:
            perfect = is_verb and any(parse.lemmas[c] == "have" for c in tense.auxiliaries(parse, verb))
            if perfect and factuality.modality in ("possible", "hypothetical"):  # "may *have attacked*"
                return past
            if factuality.modality != "possible" or not tense.under_past(parse, verb):
                return future
        if document_time.past:
            return past
        history = self._narrative.is_in_history(i)
        if not is_verb and any(parse.words[c].lower() in words("then") for c in parse.subtree(i)):
            return past
        if tense.present(parse, verb) if is_verb else factuality.tense == "present":
            if history and not is_verb:  # a title in a narrative of the past
                return past
            return EventTime(first, last, document_time.precision, "tense")
        if history or is_background(parse, i, verb) or self._precedes_history(verb, document_time):
            return past
        carried = self._narrative.carried_time(i, verb)
        if carried is not None and carried.first and carried.last:
            return EventTime(
                carried.first.isoformat(), carried.last.isoformat(), carried.precision, "carried"
            )
        exact = document_time.precision == "day" and document_time.source != "carried"
        return EventTime(first, last, "unknown" if exact else document_time.precision, document_time.source)

    def _precedes_history(self, v: int, document_time: DocumentTime) -> bool:
        """Whether a coordinated verb is dated long ago: "*arrested* and deported in 2001"."""
        parse = self.parse
        return any(
            is_history(time, document_time)
            for c in parse.children[v]
            if parse.deps[c] == "conj"
            and predicates.is_verb(parse, c)
            and not predicates.has_subject(parse, c)
            for e in self._article.expressions_of(c)
            if (time := e.value(Reference(document_time.last))) is not None
        )


def _is_long_after(parse: Parse, v: int) -> bool:
    """Whether a length of time sets a clause back: "*years after* it attacked Peru"."""
    lengths = [c for c in parse.children[v] if parse.deps[c] == "npadvmod" and c < v]
    marked = any(parse.deps[c] == "mark" for c in parse.children[v])
    return marked and any(parse.lemmas[c] in classes()["unit"] for c in lengths)
