"""Times that the sentences of a narrative carry on from one to the next."""

from __future__ import annotations

from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.article import ArticleTimes
from graphbuild.extract.time.attached import AttachedExpression
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.document_time import is_history
from graphbuild.extract.time.governing import REPORTING, SUBJECTS, is_after_clause, is_background
from graphbuild.extract.time.reference import Reference

#: Most sentences across which a time is carried.
_CARRIED = 3


class Narrative:
    """The times that a sentence takes from its context in the article."""

    def __init__(self, article: ArticleTimes) -> None:
        self.article, self.parse = article, article.parse

    def is_in_history(self, i: int) -> bool:
        """Whether the sentence of token ``i`` is dated long ago by an expression not on the token itself."""
        sentence = self.article.sentence_of(i)
        first = self.parse.sentences[sentence][0]
        opening = [e for e in self.article.expressions(sentence) if e.first == first]
        expressions = self.article.expressions_of(self.article.root(sentence)) + opening
        if any(e.relative_to_previous for e in expressions):  # "the next week, after it *attacked* …"
            return True
        document_time = self.article.document_time(i)
        times = (e.value(Reference(document_time.last if document_time else None)) for e in expressions)
        return any(time is not None and is_history(time, document_time) for time in times)

    def year_of(self, e: AttachedExpression) -> int | None:
        """Return the year that the sentences before state for an expression without one, if a past year."""
        sentence = self.article.sentence_of(e.last)
        day = self.article.day(e.first)
        if day is None or not e.yearless:
            return None
        for previous in range(sentence - 1, max(-1, sentence - 1 - _CARRIED), -1):
            years = [
                int(part.slots["year"])
                for other in self.article.expressions_of(self.article.root(previous))
                for part in other.parts
                if not other.bound and "year" in part.slots
            ]
            if years:
                return max(years) if max(years) < day.year else None
        return None

    def time_before(self, sentence: int, depth: int = _CARRIED) -> Interval:
        """Return the time of the sentence before in the same paragraph; empty where it has none.

        A sentence in the simple past without an expression has that of its own predecessor, up to ``depth``.
        """
        parse = self.parse
        if sentence == 0 or depth == 0:
            return Interval()
        first, previous = parse.sentences[sentence][0], parse.sentences[sentence - 1]
        if "\n" in parse.text[parse.end[previous[1] - 1] : parse.start[first]]:
            return Interval()
        root = self.article.root(sentence - 1)
        for verb in (root, *(c for c in parse.children[root] if parse.deps[c] in ("ccomp", "conj"))):
            if effect_at(parse, verb, "that", "v") in REPORTING:
                continue
            for e in self.article.expressions_of(verb):
                carried = self.time_before(sentence - 1, depth - 1) if e.relative_to_previous else Interval()
                time = e.value(Reference(self.article.day(verb), before=carried))
                if time is not None and time.first and time.last:
                    document_time = self.article.document_time(verb)
                    if document_time is not None and not document_time.resolves(e):
                        return Interval(document_time.first, document_time.last, document_time.precision)
                    return time
        narrates = predicates.is_verb(parse, root) and not tense.present(parse, root)
        return self.time_before(sentence - 1, depth - 1) if narrates else Interval()

    def time_of_main_clause(self, e: AttachedExpression) -> Interval:
        """Return the time of the clause above that of an expression: "Norway *left* two days after …"."""
        parse, clause = self.parse, e.governor
        if clause < 0 or not is_after_clause(parse, clause):
            return Interval()
        main, sentence = parse.head[clause], self.article.sentence_of(clause)
        before, document_time = self.time_before(sentence), self.article.document_time(main)
        node = main
        while True:
            for other in self.article.expressions_of(node):
                if other.relative_to_main_clause:
                    continue
                ahead = tense_of(parse, node) == "future"
                time = other.value(Reference(self.article.day(node), ahead=ahead, before=before))
                resolved = document_time is None or document_time.resolves(other)
                if time is not None and time.first and resolved:
                    return time
            if parse.deps[node] != "conj":
                break
            node = parse.head[node]
        dated = tense.simple_past(parse, main) or tense.present(parse, main)
        if document_time is None or document_time.past or not dated or tense.pluperfect(parse, main):
            return Interval()
        if is_background(parse, main, main):
            return Interval()
        if before.first and is_history(before, document_time):
            return before
        precision = "unknown" if document_time.precision == "day" else document_time.precision
        return Interval(document_time.first, document_time.last, precision)

    def carried_time(self, i: int, verb: int) -> Interval | None:
        """Return the time of the sentence before, where that of the event ``i`` continues its narrative."""
        parse, sentence = self.parse, self.article.sentence_of(i)
        time = self.time_before(sentence)
        if time.first is None or time.last is None:
            return None
        root = self.article.root(sentence)
        if self.article.expressions_of(root) or not predicates.is_verb(parse, root):
            return None
        if effect_at(parse, root, "that", "v") in REPORTING or not tense.simple_past(parse, root):
            return None
        past_or_bare = tense.simple_past(parse, verb) or parse.tags[verb] in ("VB", "VBG")
        if predicates.is_verb(parse, verb) and not past_or_bare:
            return None
        if not (is_history(time, self.article.document_time(i)) or self._continues(i, root)):
            return None
        return time

    def _continues(self, i: int, root: int) -> bool:
        """Whether a sentence resumes the event of the sentence before, or a further event of its actor."""
        parse = self.parse
        if not predicates.is_verb(parse, i):
            previous = parse.sentences[self.article.sentence_of(i) - 1]
            repeated = parse.lemmas[i] in parse.lemmas[slice(*previous)]
            return repeated and any(parse.words[c].lower() in ("the", "this") for c in parse.children[i])
        subjects = [c for c in parse.children[root] if parse.deps[c] in SUBJECTS]
        again = any(parse.words[c].lower() in words("again") for c in parse.children[root])
        return again and any(parse.tags[c] == "PRP" for c in subjects)
