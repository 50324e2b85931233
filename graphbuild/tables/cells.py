"""Texts as cells of a table whose rows are lines, and back: every text comes back as it was."""

from __future__ import annotations

import re

_NAMED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
#: What parts cells and lines, for one program or another, and the sign that escapes begin with.
_PARTING = re.compile("[\\\\\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ESCAPED = re.compile(r"\\(?:([\\tnr])|u([0-9a-f]{4}))")
_MEANT = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


def escaped(text: str) -> str:
    """The text without what parts cells and lines: a tab as ``\\t``, a line separator as ``\\u2028``."""
    return _PARTING.sub(lambda found: _NAMED.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def unescaped(cell: str) -> str:
    """The text of a cell. A backslash that begins no escape stands for itself."""
    return _ESCAPED.sub(lambda found: _MEANT[found[1]] if found[1] else chr(int(found[2], 16)), cell)
