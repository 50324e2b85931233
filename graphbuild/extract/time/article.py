"""The temporal expressions of an article and the document time of each token."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from functools import cached_property
from operator import itemgetter

from graphbuild.annotate import Parse
from graphbuild.extract.time import calendar
from graphbuild.extract.time.attached import AttachedExpression
from graphbuild.extract.time.attachment import attach, root_of
from graphbuild.extract.time.document_time import DocumentTime
from graphbuild.extract.time.governing import expressions_of
from graphbuild.extract.time.reference import Reference
from graphbuild.model import TimeSource
from graphbuild.read.dates import day_of_dateline

#: Least number of headings with a time, in chronological order, of a list of years.
_HEADINGS = 3


class ArticleTimes:
    """The expressions and document times of one article.

    A dateline at the head of the text that is up to a week older takes the place of ``day``. ``period`` is
    the year or month ("2025-03") of an article without a day.
    """

    def __init__(self, parse: Parse, day: str, period: str = "") -> None:
        self.parse = parse
        day = day if _is_day(day) else ""
        dateline, self._dateline_end = day_of_dateline(parse.text, day)
        source: TimeSource = "dateline" if dateline and dateline != day else "article"
        published = calendar.parse_iso(dateline or day or period)
        self._published = None
        if published.first is not None and published.last is not None:
            self._published = DocumentTime(published.first, published.last, published.precision, source)
        self._expressions: dict[int, list[AttachedExpression]] = {}
        self._sentences = [k for k, (first, stop) in enumerate(parse.sentences) for _ in range(first, stop)]

    def sentence_of(self, i: int) -> int:
        """Return the number of the sentence of token ``i``."""
        return self._sentences[i]

    def root(self, sentence: int) -> int:
        """Return the root token of a sentence."""
        return root_of(self.parse, self.parse.sentences[sentence])

    def document_time(self, i: int) -> DocumentTime | None:
        """Return the document time of token ``i``; None where it is unknown."""
        k = bisect_right(self._year_list, i, key=itemgetter(0))
        return self._year_list[k - 1][1] if k else self._published

    def day(self, i: int) -> date | None:
        """Return the last day of the document time of token ``i``."""
        document_time = self.document_time(i)
        return document_time.last if document_time is not None else None

    def expressions(self, sentence: int) -> list[AttachedExpression]:
        """Return the expressions of a sentence, after a heading before it; none of the dateline."""
        if sentence not in self._expressions:
            attached = attach(self.parse, self.parse.sentences[sentence])
            self._expressions[sentence] = [
                *(replace(e, governor=self.root(sentence)) for e in self._heading_before(sentence)),
                *(e for e in attached if self.parse.end[e.last] > self._dateline_end),
            ]
        return self._expressions[sentence]

    def expressions_of(self, i: int) -> list[AttachedExpression]:
        """Return the expressions that state the time of token ``i``."""
        return expressions_of(self.parse, i, self.expressions(self._sentences[i]))

    def _heading_before(self, sentence: int) -> list[AttachedExpression]:
        """Return the expression of a heading before a sentence: "*2015:* Norway leaves NATO"."""
        first, stop = self.parse.sentences[sentence - 1] if sentence else (0, 0)
        if first == stop or self.parse.words[stop - 1] != ":":
            return []
        return [e for e in self.expressions(sentence - 1) if e.first == first and e.last == stop - 2]

    @cached_property
    def _year_list(self) -> list[tuple[int, DocumentTime]]:
        """First token and document time of each section of a list of years; empty for other articles."""
        parse = self.parse
        reference = Reference(self._published.last if self._published else None)
        headings = {
            e.first: time
            for k in range(len(parse.sentences))
            for e in self.expressions(k)
            if self._is_heading(e) and (time := e.value(reference)) is not None
        }
        dates = [time.first for time in headings.values() if time.first and time.last]
        if len(dates) < max(_HEADINGS, len(headings)) or dates != sorted(dates):
            return []
        sections: list[tuple[int, DocumentTime]] = []
        for k, (first, stop) in enumerate(parse.sentences):
            for i in range(first, stop):
                time = headings.get(i)
                if time is not None and time.first and time.last:
                    sections.append((i, DocumentTime(time.first, time.last, time.precision, "carried")))
            if not sections or sections[-1][1].past:
                continue
            last = sections[-1][1].last
            expressions = [e for e in self.expressions_of(self.root(k)) if not self._is_heading(e)]
            times = (e.value(Reference(last)) for e in expressions)
            if any(time is not None and time.first and time.first > last for time in times):
                last = reference.day or last  # the text goes on to later days
                sections.append((stop, DocumentTime(last, last, "unknown", "tense", past=True)))
        return sections

    def _is_heading(self, e: AttachedExpression) -> bool:
        """Whether an expression is the heading of a section: "*2015:* Norway leaves NATO"."""
        parse, after = self.parse, e.last + 1
        opens = e.first == 0 or parse.words[e.first - 1] in (".", "!", "?", "”", '"')
        opens = opens or "\n" in parse.text[parse.end[e.first - 1] : parse.start[e.first]]
        return opens and after < len(parse.words) and parse.words[after] == ":"


def _is_day(text: str) -> bool:
    """Whether a text is an ISO date of a day."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
