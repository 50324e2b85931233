"""What is told in the same words in the terminal and in pictures."""

from __future__ import annotations


def of_the_past(reports: int) -> str:
    """What becomes of reports of what was before, nobody says when."""
    if reports == 1:
        return "1 report tells of an earlier time without saying when; it counts for nothing"
    return f"{reports:,} reports tell of an earlier time without saying when; they count for nothing"
