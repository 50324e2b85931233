"""How much is read of anything, so that no input, broken or hostile, takes all memory or time."""

from __future__ import annotations

MAX_CHARACTERS = 1_000_000
"""Longest text of an article, in characters."""
MAX_TEXT_BYTES = 4 * MAX_CHARACTERS + 4
"""A character has at most four bytes, a byte-order mark too."""
MAX_PAGE_BYTES = 8 * 2**20
"""Largest HTML page: what its text is found in takes seconds a megabyte."""
MAX_FEED_BYTES = 32 * 2**20
MAX_ROW_BYTES = 16 * 2**20
"""Longest line of JSON Lines, item of a JSON list, row of a table, record of a WARC."""
MAX_RATIO = 200
"""So many times its size may a file expand, all that is packed in it together …"""
FREE_EXPANSION = 64 * 2**20
"""… beyond so many bytes, which any file may expand to."""
MAX_SPOOL = 4 * 2**30
"""Largest archive or Parquet file inside another, which is unpacked to a temporary file first."""
MAX_DEPTH = 6
"""How many layers of compression and archives may lie in each other."""


def megabytes(size: int) -> str:
    return f"{size // 2**20:,} MB"
