"""Clean text for the parser, with a mapping back to the characters of the original text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from graphbuild.model import LocalEntity, Reading, Span, Statement

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LINE_END = "\r\v\f\x1c-\x1e\x85\u2028\u2029"
_ACCENT = "\u0300-\u036f"
_ENTITY = r"&(?:amp;)*(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});"
#: The continuation bytes of UTF-8 decoded as Windows-1252.
_CONTINUATION = "".join(bytes([b]).decode("cp1252", "replace") for b in range(0x80, 0xC0)).replace(
    "\ufffd", ""
)
_CONTINUATION += "".join(map(chr, range(0x80, 0xA0)))
_LATIN = f"[\u00c2-\u00c5][{_CONTINUATION}]"
#: Such a letter (not the last capital of a word before a quotation mark), or such a mark.
_MOJIBAKE = f"(?<![A-Z]){_LATIN}|{_LATIN}(?=[a-z])|\u00e2[{_CONTINUATION}]{{2}}"
#: Replacements of lost characters: the apostrophe within a word, a quotation mark, a dash.
_LOST = (
    r"(?P<apostrophe>(?<=[a-zA-Z])\ufffd(?=(?:s|t|d|m|re|ve|ll)\b))"
    r"|(?P<opening>(?<![^\s(])\ufffd(?=\w))|(?P<closing>(?<=[.,!?;:])\ufffd)|(?P<dash>(?<=\s)\ufffd(?=\s))"
)
_MEANT = {"apostrophe": "\u2019", "opening": "\u201c", "closing": "\u201d", "dash": "\u2013"}
_LOW_QUOTES = "\u201e\u201f"
_PARAGRAPH_END = "\n\n"
#: A footnote mark with its URL: "Samara.[[xxi]](https://…)".
_FOOTNOTE = r"\[\[\w{1,12}\]\]\([^()\s]*\)"
#: The sign of a share after the name of a firm, and what the page says of a link: "Siemens (SIEGn.DE), opens
#: new tab".
_SHARE = r"[ ]?\((?:[A-Z0-9][A-Za-z0-9]{1,6}\.[A-Z]{1,2}|[A-TV-Z]\.[NO])\)|,? opens new tab"
_UNCLEAN = re.compile(
    f"{_FOOTNOTE}|{_SHARE}|[{_UNSEEN}{_LINE_END}{_ACCENT}{_LOW_QUOTES}\ufffd]|{_ENTITY}|{_MOJIBAKE}"
)
_UNSEEN_PIECE = f"{_FOOTNOTE}|{_SHARE}|\u00ad[ \\t]*(?:\r\n|[\n{_LINE_END}])[ \\t]*|[{_UNSEEN}]+"
_PIECE = re.compile(
    f"(?P<unseen>{_UNSEEN_PIECE})|(?P<end>\r\n|[{_LINE_END}])|(?P<entity>{_ENTITY})"
    f"|(?P<mojibake>{_MOJIBAKE})|{_LOST}|[^\\W_][{_ACCENT}]+|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without invisible characters, in Unicode composed form.

    Soft hyphens (with their line breaks), zero-width characters, direction marks, the URLs of footnotes and
    the signs of shares are removed. Line ends become ``\\n``, opening quotation marks ``“``. HTML entities
    such as ``&amp;`` are decoded, UTF-8 decoded as Windows-1252 ("Ã©") is repaired, and lost characters are
    restored if the context determines them.
    """

    text: str
    given: str
    """The original text."""
    starts: tuple[int, ...] | None = None
    """Start of each character in ``given``; None if both texts are the same."""
    ends: tuple[int, ...] | None = None

    def given_span(self, span: Span) -> Span:
        """Return the span of ``given`` that corresponds to a span of ``text``."""
        if self.starts is None or self.ends is None:
            return span
        start, end = span
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.starts[start] if start < len(self.starts) else len(self.given)
        return at, at

    def span(self, given: Span) -> Span:
        """Return the span of ``text`` that corresponds to a span of ``given``."""
        if self.starts is None or self.ends is None:
            return given
        start = sum(end <= given[0] for end in self.ends)
        return start, max(start, sum(start < given[1] for start in self.starts))

    def restored(self, reading: Reading) -> Reading:
        """Convert the offsets of a reading of ``text`` to those of ``given``."""
        if self.starts is None:
            return reading
        return replace(
            reading,
            entities=tuple(self._entity(entity) for entity in reading.entities),
            statements=tuple(self._statement(statement) for statement in reading.statements),
        )

    def _entity(self, entity: LocalEntity) -> LocalEntity:
        mentions = []
        for mention in entity.mentions:
            start, end = self.given_span((mention.start, mention.end))
            mentions.append(replace(mention, start=start, end=end, text=self.given[start:end]))
        return replace(entity, mentions=tuple(mentions))

    def _statement(self, statement: Statement) -> Statement:
        start, end = self.given_span(statement.sentence_span)
        return replace(
            statement,
            source_span=self.given_span(statement.source_span),
            target_span=self.given_span(statement.target_span),
            sentence_span=(start, end),
            sentence=self.given[start:end],
            trigger_span=self.given_span(statement.trigger_span),
        )


def cleaned(text: str, *, breaks: Collection[int] = ()) -> Cleaned:
    """Clean a text; the same text if there is nothing to clean.

    A paragraph ends before each of the characters at ``breaks``.
    """
    if not breaks and not _UNCLEAN.search(text):
        return Cleaned(text, text)
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(text):
        if piece.start() in breaks:
            shown.append(_PARAGRAPH_END)
            starts.extend([piece.start()] * len(_PARAGRAPH_END))
            ends.extend([piece.start()] * len(_PARAGRAPH_END))
        seen = _seen(piece)
        shown.append(seen)
        if len(seen) == len(piece[0]):
            starts.extend(range(piece.start(), piece.end()))
            ends.extend(range(piece.start() + 1, piece.end() + 1))
        elif piece.lastgroup is None and len(seen) > 1:  # a letter with an accent, and further accents
            first = piece.end() - len(seen) + 1
            starts.extend((piece.start(), *range(first, piece.end())))
            ends.extend(range(first, piece.end() + 1))
        else:
            starts.extend([piece.start()] * len(seen))
            ends.extend([piece.end()] * len(seen))
    return Cleaned("".join(shown), text, tuple(starts), tuple(ends))


def _seen(piece: re.Match[str]) -> str:
    if piece.lastgroup == "unseen":
        return ""
    if piece.lastgroup == "end":
        return "\n"
    if piece.lastgroup == "entity":
        return html.unescape(piece[0].replace("amp;", "") if "&amp;" in piece[0][:-4] else piece[0])
    if piece.lastgroup == "mojibake":
        return _decoded(piece[0])
    if piece.lastgroup in _MEANT:
        return _MEANT[piece.lastgroup]
    if piece[0] in _LOW_QUOTES:
        return "\u201c"
    return unicodedata.normalize("NFC", piece[0]) if len(piece[0]) > 1 else piece[0]


def _decoded(mojibake: str) -> str:
    """Return the character of UTF-8 that was decoded as Windows-1252; else the text unchanged."""
    codes = bytes(ord(c) if ord(c) < 0x100 else c.encode("cp1252")[0] for c in mojibake)
    repaired = codes.decode("utf-8", "replace")
    return (
        repaired
        if len(repaired) == 1 and (repaired < "\u0180" or "\u2010" <= repaired <= "\u2122")
        else mojibake
    )
