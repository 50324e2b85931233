"""A span of an article that may be a name, before its kind is decided."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild.annotate import Parse
from graphbuild.extract.names.gazetteer import GazetteerEntry


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name: tokens ``first`` to ``last``, characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    text: str
    label: str
    """``person``, ``organisation``, ``place`` or ``demonym``; empty where only a table lists it."""
    entries: tuple[GazetteerEntry, ...] = ()

    @classmethod
    def at(
        cls, parse: Parse, first: int, last: int, label: str, known: tuple[GazetteerEntry, ...] = ()
    ) -> Candidate:
        """Return the candidate of tokens ``first`` to ``last``."""
        start, end = parse.span(first, last)
        return cls(first, last, start, end, parse.text[start:end], label, known)
