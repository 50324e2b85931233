"""Texts as cells of a CSV file, which a spreadsheet opens."""

from __future__ import annotations

import re
import unicodedata

#: What a spreadsheet cuts cells at, by its language, whatever stands between quotation marks.
_DELIMITERS = ";\t|\r\n"
_SIGNS = "=+-@"
_WIDE = "\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_INNER = re.compile(rf"([{_DELIMITERS}][\s{_DELIMITERS}'\"]*)(?=[{re.escape(_SIGNS)}{_WIDE}])")


def cell(text: str) -> str:
    """The text; with a ``'`` wherever a spreadsheet would take what follows for a formula and run it.

    That is at the start, also behind blanks, for signs of full width, and behind what some cut cells at.
    """
    text = _INNER.sub(r"\1'", text)
    start = text.lstrip(" \u00a0\u3000\ufeff'\"")[:1] or text[:1]
    runs = unicodedata.normalize("NFKC", start) in tuple(_SIGNS) or text[:1] in tuple(f"{_DELIMITERS},")
    return f"'{text}" if runs else text
