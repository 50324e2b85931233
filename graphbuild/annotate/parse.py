"""The record used by all other modules: the tokens of one article and their parse."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

from graphbuild.model import Span

#: Labels of names that give the place or type of a person.
_PLACED = ("GPE", "LOC", "ORG")

_first = itemgetter(0)


@dataclass(slots=True)
class Parse:
    """The tokens of an article with their dependency parse, as parallel lists.

    ``head[i]`` is the index of token ``i``'s head, ``i`` itself at a sentence's root; ``start`` and ``end``
    are character offsets into ``text``.
    """

    text: str
    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    """Penn Treebank tags."""
    deps: list[str] = field(default_factory=list)
    """ClearNLP dependency labels, as used by spaCy's English pipelines."""
    head: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    """Half-open token span of each sentence."""
    names: list[tuple[int, int, str]] = field(default_factory=list)
    """Half-open token span and OntoNotes label of each recognised name, sorted, without overlaps."""

    def span(self, first: int, last: int) -> Span:
        """Return the character span of the tokens ``first`` to ``last``, inclusive."""
        return self.start[first], self.end[last]

    def surface(self, first: int, last: int) -> str:
        """Return the text of the tokens ``first`` to ``last``, inclusive."""
        return self.text[self.start[first] : self.end[last]]

    def one_line(self, first: int, last: int) -> bool:
        """Whether no line ends between two tokens; a line that continues in lower case does not count."""
        return "\n" not in self.text[self.end[first] : self.start[last]] or not any(
            "\n" in self.text[self.end[k] : self.start[k + 1]] and not self.words[k + 1][:1].islower()
            for k in range(first, last)
        )

    def sentence_at(self, i: int) -> int:
        """Return the index of the sentence of token ``i``."""
        return bisect_right(self.sentences, i, key=_first) - 1

    def sentence(self, i: int) -> Span:
        """Return the half-open token span of the sentence of token ``i``."""
        return self.sentences[self.sentence_at(i)]

    def starts_sentence(self, i: int) -> bool:
        """Whether token ``i`` is the first of its sentence."""
        return 0 <= i < len(self.words) and self.sentence(i)[0] == i

    def top(self, first: int, last: int) -> int:
        """Return the root of the tokens ``first`` to ``last``: the one with its head outside.

        A hyphen, or a syllable parsed as a preposition ("Moon Jae-*in*"), is only returned if there is no
        other.
        """
        above = [
            i for i in range(last, first - 1, -1) if not first <= self.head[i] <= last or self.head[i] == i
        ]
        return next((i for i in above if self.tags[i] not in ("HYPH", "IN")), next(iter(above), last))

    def ancestors(self, i: int) -> list[int]:
        """Return token ``i`` and its ancestors, up to the root."""
        found = [i]
        while self.head[found[-1]] != found[-1]:
            found.append(self.head[found[-1]])
        return found

    def first_member(self, i: int) -> int:
        """Return the first member of the coordination of token ``i``; ``i`` itself outside one."""
        while self.deps[i] == "conj" and self.head[i] < i:
            i = self.head[i]
        return i

    def dependency_path(self, i: int, j: int) -> list[int]:
        """Return the tokens on the path between two others, their lowest common head first; empty for
        none.
        """
        above, other = self.ancestors(i), self.ancestors(j)
        common = next((t for t in above if t in set(other)), None)
        if common is None:
            return []
        found = [common, *above[: above.index(common)], *other[: other.index(common)]]
        return [t for t in found if t not in (i, j)]

    def subtree(self, i: int) -> list[int]:
        """Return token ``i`` and its descendants, in text order."""
        found, open_ = [], [i]
        while open_:
            j = open_.pop()
            found.append(j)
            open_.extend(self.children[j])
        found.sort()
        return found

    def relative_antecedent(self, pronoun: int, noun: int) -> int:
        """Return the antecedent of a relative clause on ``noun``: in "*Ann Otieno* of Kenya, who" the person.

        "Ann Otieno of the *Senate*, which" is a counterexample.
        """
        word, label = self.words[pronoun].lower(), self._label(noun)
        if word == "which" and label == "PERSON":
            beside = (t for t in range(pronoun - 1, noun, -1) if self.tags[t].startswith("NN"))
            last = next(beside, noun)
            return last if self._label(last) != "PERSON" else noun
        prep = self.head[noun]
        person = self.head[prep]
        personal = word in ("who", "whom") and self.deps[noun] == "pobj"
        return person if personal and label in _PLACED and self._label(person) == "PERSON" else noun

    def name(self, i: int) -> tuple[int, int, str] | None:
        """Return the recognised name that token ``i`` is part of."""
        at = bisect_right(self.names, i, key=_first) - 1
        return self.names[at] if at >= 0 and i < self.names[at][1] else None

    def _label(self, i: int) -> str:
        """Return the label of the recognised name that token ``i`` is part of, or empty."""
        found = self.name(i)
        return found[2] if found else ""
