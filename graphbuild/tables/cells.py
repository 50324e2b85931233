"""Escaping of texts as cells of a line-based table, without loss."""

from __future__ import annotations

import re

_NAMED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
#: Characters that separate cells or lines in some program, and the escape character.
_SEPARATORS = re.compile("[\\\\\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ESCAPED = re.compile(r"\\(?:([\\tnr])|u([0-9a-f]{4}))")
_UNESCAPED = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


def escaped(text: str) -> str:
    """Escape separators of cells and lines: a tab as ``\\t``, a line separator as ``\\u2028``."""
    return _SEPARATORS.sub(lambda found: _NAMED.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def unescaped(cell: str) -> str:
    """Return the text of a cell. A backslash that does not start an escape is kept."""
    return _ESCAPED.sub(lambda found: _UNESCAPED[found[1]] if found[1] else chr(int(found[2], 16)), cell)
