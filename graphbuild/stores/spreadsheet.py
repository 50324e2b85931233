"""Texts as cells of CSV files that spreadsheets open."""

from __future__ import annotations

import re
import unicodedata

#: Delimiters at which spreadsheets split cells, depending on their language, even within quotation marks.
_DELIMITERS = ";\t|\r\n"
_SIGNS = "=+-@"
_WIDE = "\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_INNER = re.compile(rf"([{_DELIMITERS}][\s{_DELIMITERS}'\"]*)(?=[{re.escape(_SIGNS)}{_WIDE}])")


def cell(text: str) -> str:
    """Insert a ``'`` wherever a spreadsheet would read the following text as a formula and run it.

    That is at the start, also after spaces, for full-width signs, and after delimiters of other languages.
    """
    text = _INNER.sub(r"\1'", text)
    start = text.lstrip(" \u00a0\u3000\ufeff'\"")[:1] or text[:1]
    runs = unicodedata.normalize("NFKC", start) in tuple(_SIGNS) or text[:1] in tuple(f"{_DELIMITERS},")
    return f"'{text}" if runs else text
