"""Text out of bytes."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class NotTextError(ValueError):
    """The bytes are not text, or of an encoding that cannot be told."""


def is_wide(data: bytes) -> bool:
    """Whether the bytes begin with a mark of UTF-16 or UTF-32, whose line ends are not single bytes."""
    return data.startswith(_WIDE)


def decode(data: bytes) -> str:
    """The text of the bytes: by their byte-order mark, as UTF-8, or as Windows-1252 where that is plausible.

    Windows-1252 is believed when at most 15 % of the bytes are beyond ASCII (Western European
    prose) and they do not look like UTF-8 with a damaged place. Raises ``NotTextError``.
    """
    if data.startswith(b"%PDF-"):
        raise NotTextError("a PDF document; save its text as .txt first")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _plain(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError as error:
                raise NotTextError(
                    f"marked as {encoding} but broken at byte {error.start + len(mark)}"
                ) from None
    if b"\0" in data:
        raise NotTextError("a binary file, not text")
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        position = error.start
    high = len(_HIGH.findall(data))
    in_sequences = sum(len(found) for found in _MULTIBYTE.findall(data))
    if high <= 0.15 * len(data) and in_sequences <= high / 2:
        try:
            return _plain(data.decode("cp1252"))
        except UnicodeDecodeError:
            pass
    raise NotTextError(f"not UTF-8 (byte {position}) and no other encoding is plausible; save it as UTF-8")


def _plain(text: str) -> str:
    if "\0" in text or len(_CONTROL.findall(text)) > 0.02 * len(text):
        raise NotTextError("a binary file, not text")
    return text
