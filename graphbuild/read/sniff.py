"""Detection of formats by the first bytes and the name."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import PurePath

from graphbuild.read.columns import FIELDS, Columns
from graphbuild.read.decode import byte_order_mark

#: The format of each suffix.
SUFFIXES = {
    ".txt": "text",
    ".md": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".zip": "zip",
    ".tar": "tar",
    ".gz": "gzip",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zst": "zstd",
    ".tgz": "gzip",
    ".tbz2": "bzip2",
    ".txz": "xz",
    ".tzst": "zstd",
}
COMPRESSED = ("gzip", "bzip2", "xz", "zstd")
#: First bytes that are unique to a format.
_MAGIC = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/", "warc"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_PDF = b"%PDF-"
_BZIP2_BLOCK = b"1AY&SY"
_TAR = b"ustar"
_TAR_AT = 257
_BLANK = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
_PROLOGUE = re.compile(r"(?is)(?:\s|<!--.*?-->|<\?.*?\?>|<!doctype[^<>\[]*(?:\[.*?\]\s*)?>)*")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
#: Unsupported formats, with advice.
_FOREIGN = {
    ".pdf": "PDF is not read; save its text as .txt",
    **dict.fromkeys(
        (".doc", ".docx", ".odt", ".rtf", ".epub", ".xls", ".xlsx", ".ods"),
        "files of office programs are not read; save it as .txt, a table as .csv",
    ),
}


def sniff(name: str, head: bytes, columns: Columns, *, by_hand: bool) -> str | None:
    """Return the format of content with these first bytes and this name; None if it is not supported.

    Unique first bytes take precedence over the suffix: a page saved as ``.txt``, a gzip without ``.gz``.
    Files without a known suffix are read as text only if they were named ``by_hand``.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _FOREIGN or head.startswith(_PDF):
        return None
    form = next((form for magic, form in _MAGIC if head.startswith(magic)), None)
    if head.startswith(b"BZh") and head[4:].startswith(_BZIP2_BLOCK):
        form = "bzip2"
    if head[_TAR_AT:].startswith(_TAR):
        form = "tar"
    if form == "gzip" and _is_warc(head):
        return "warc"
    if form:
        return form
    text = _text(head)
    if markup := _markup(text):
        return markup
    promised = SUFFIXES.get(suffix)
    if promised not in (None, "text", "json", "jsonl", *COMPRESSED):
        return promised
    return _rows(text, promised, columns) or promised or ("text" if by_hand else None)


def refusal(name: str, head: bytes) -> str:
    """Return why a file is not supported."""
    suffix = PurePath(name).suffix.lower()
    if head.startswith(_PDF):
        suffix = ".pdf"
    return _FOREIGN.get(suffix, f"not of a format that is read ({formats()})")


def formats() -> str:
    """List the supported suffixes as text."""
    plain = [suffix for suffix, form in SUFFIXES.items() if form not in COMPRESSED]
    return f"{', '.join(plain)}, each also with .gz, .bz2, .xz or .zst"


def _is_warc(head: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(head, 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _text(head: bytes) -> str:
    mark = byte_order_mark(head)
    encoding, length = mark or ("latin-1", 0)
    return head[length:].decode(encoding, errors="replace")


def _markup(text: str) -> str | None:
    """Return ``html`` or ``feed`` if the text is one of them; any other XML is ``feed``, too."""
    start = text[_blank_end(_BLANK, text) :]
    if not start.startswith("<"):
        return None
    root = start[_blank_end(_PROLOGUE, start) :]
    if _FEED.match(root):
        return "feed"
    if _HTML.match(start) or _HTML.match(root):
        return "html"
    return "feed" if start.startswith("<?xml") else None


def _blank_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _rows(text: str, promised: str | None, columns: Columns) -> str | None:
    """Return ``jsonl``, ``json`` or ``csv`` if the text certainly is one of them."""
    first, end, rest = text.lstrip().partition("\n")
    if promised == "jsonl":
        return "json" if first.startswith("[") and not _is_json(first, list) else None
    if first.startswith("{"):
        if _is_json(first, dict):
            following = rest.lstrip()
            return "json" if promised == "json" and not following.startswith("{") else "jsonl"
        if promised is None and first.rstrip() != "{":
            return "jsonl"  # perhaps broken in its first line
        return "json" if promised is None else None
    if promised is None and first.startswith("["):
        return "json"
    names = [name.strip("\"' \r") for name in re.split(r"[,;\t|]", first)]
    named = "text" in columns.chosen or _known_names(names, columns) >= 2
    if end and len(names) >= 2 and columns.has_text(names) and named:
        return "csv"
    return None


def _known_names(names: list[str], columns: Columns) -> int:
    return len(columns.fields(dict.fromkeys(names, "x")).keys() & set(FIELDS))


def _is_json(line: str, kind: type) -> bool:
    try:
        return isinstance(json.loads(line), kind)
    except (ValueError, RecursionError):
        return False
