"""Phrases shared by the terminal, pictures and decisions."""

from __future__ import annotations

from collections.abc import Sequence

_MARKS = tuple('"“”„«»')


def marks(sentence: str) -> tuple[str, str]:
    """Return the quotation marks around a sentence; none if it starts or ends with its own."""
    words = sentence.strip()
    return ("", "") if words.startswith(_MARKS) or words.endswith(_MARKS) else ("“", "”")


def quoted(sentence: str) -> str:
    """Put a sentence in quotation marks: see :func:`marks`."""
    return sentence.join(marks(sentence))


def label_change(before: str, after: str) -> str:
    """Describe the labels of a stance before and after a turning point, which may be the same."""
    if before == after == "unknown":
        return "too few reports for a label"
    return f"stays {after}" if before == after else f"{before} → {after}"


def undated_past_reports(reports: int) -> str:
    """Describe reports of earlier events at an unknown time."""
    if reports == 1:
        return "1 report tells of an earlier time without saying when; it counts for nothing"
    return f"{reports:,} reports tell of an earlier time without saying when; they count for nothing"


def few(listed: Sequence[str], most: int, between: str = ", ") -> str:
    """List at most this many, and count the others."""
    more = len(listed) - most
    return between.join(listed[:most]) + (f" and {more:,} more" if more > 0 else "")


def imprecise_reports(reports: int, unit: str) -> str:
    """Describe reports that are in no month or quarter of a table, as only the year is known."""
    return f"{'1 report' if reports == 1 else f'{reports:,} reports'} of unknown {unit} left out"
