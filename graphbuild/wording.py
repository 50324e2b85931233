"""What is told in the same words in the terminal, in pictures and in decisions."""

from __future__ import annotations

_MARKS = tuple('"“”„«»')


def marks(sentence: str) -> tuple[str, str]:
    """The quotation marks around a sentence; none where it has its own at its beginning or end."""
    words = sentence.strip()
    return ("", "") if words.startswith(_MARKS) or words.endswith(_MARKS) else ("“", "”")


def quoted(sentence: str) -> str:
    """A sentence in quotation marks: see :func:`marks`."""
    return sentence.join(marks(sentence))


def turned(before: str, after: str) -> str:
    """The labels of a stance before and after a change of course, which may keep it."""
    return f"stays {after}" if before == after else f"{before} → {after}"


def of_the_past(reports: int) -> str:
    """What becomes of reports of what was before, nobody says when."""
    if reports == 1:
        return "1 report tells of an earlier time without saying when; it counts for nothing"
    return f"{reports:,} reports tell of an earlier time without saying when; they count for nothing"
