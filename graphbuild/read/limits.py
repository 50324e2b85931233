"""Limits of reading, so that no broken or hostile input uses up all memory or time."""

from __future__ import annotations

MAX_CHARACTERS = 1_000_000
"""Longest text of an article, in characters."""
MAX_ID = 500
"""Longest id of an article; longer ones are hashed. It is bounded by database indexes."""
MAX_FIELD = 2000
"""Longest title, source or URL; the rest is cut off."""
MAX_TEXT_BYTES = 4 * MAX_CHARACTERS + 4
"""A character has at most four bytes, and so has a byte-order mark."""
MAX_PAGE_BYTES = 8 * 2**20
"""Largest HTML page; finding its text takes seconds per megabyte."""
MAX_PAGE_TAGS = 50_000
MAX_FEED_BYTES = 32 * 2**20
MAX_FEED_TAGS = 200_000
MAX_ATTRIBUTES = 256
"""Per element of a page or feed; duplicates are checked pairwise."""
MAX_NESTING = 500
"""Most nested elements of a page or feed."""
MAX_ROW_BYTES = 16 * 2**20
"""Longest line of JSON Lines, item of a JSON list, row of a table, record of a WARC."""
MAX_HEAD = 2**20
"""Longest header line of a table."""
MAX_SEPARATORS = 1_000_000
"""Most column separators in a row of a table, quoted or not: a cell takes up to 90 bytes."""
MAX_RATIO = 200
"""A file may expand to so many times its size, including everything packed in it …"""
FREE_EXPANSION = 64 * 2**20
"""… plus so many bytes, which are allowed for any file."""
MEMBER_BYTES = 2**10
"""Size of each member of an archive that counts in addition to its content: empty ones take time, too."""
MAX_SPOOL = 4 * 2**30
"""Largest archive or Parquet file inside another one, which is first unpacked to a temporary file."""
MAX_DEPTH = 6
"""Most nested layers of compression and archives."""
MAX_MEMBER_HEADER = 2**20
"""Longest header of a member of a tar: names, times and comments."""
MAX_MEMBER_NAME = 1000
"""Longest path of a member of an archive, in characters: it is parsed, and part of every message."""
MAX_DIRECTORY = 32 * 2**20
"""Largest central directory of a zip."""
MAX_DICTIONARY = 2**27
"""Most memory that a compressed file may require for decompression."""
MAX_MEMORY = 3 * 2**28
"""Most memory of the process that reads pages, feeds, records of a WARC, Parquet and large JSON objects."""
SECONDS = 60.0
"""Most seconds of that process for a page, a feed, a record, an object or a batch of rows …"""
SECONDS_A_MEGABYTE = 10.0
"""… and additional seconds for each megabyte of it."""
MAX_FAILURES = 10_000
"""Most failures of a file that are listed individually."""


def megabytes(size: int) -> str:
    return f"{size // 2**20:,} MB"
