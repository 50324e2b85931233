"""Texts as cells of a CSV file, which a spreadsheet opens."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """The text; with a ``'`` before it where a spreadsheet would take it for a formula and run it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
