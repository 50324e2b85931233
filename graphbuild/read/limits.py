"""How much is read of anything, so that no input, broken or hostile, takes all memory or time."""

from __future__ import annotations

MAX_CHARACTERS = 1_000_000
"""Longest text of an article, in characters."""
MAX_ID = 500
"""Longest id of an article: beyond, it is hashed. Databases index so much."""
MAX_FIELD = 2000
"""Longest title, source or address; the rest is left out."""
MAX_TEXT_BYTES = 4 * MAX_CHARACTERS + 4
"""A character has at most four bytes, a byte-order mark too."""
MAX_PAGE_BYTES = 8 * 2**20
"""Largest HTML page: what its text is found in takes seconds a megabyte."""
MAX_PAGE_TAGS = 50_000
MAX_FEED_BYTES = 32 * 2**20
MAX_FEED_TAGS = 200_000
MAX_ATTRIBUTES = 256
"""Of an element of a page or feed: that no two are the same is checked one by one."""
MAX_NESTING = 500
"""How many elements of a page or feed may lie in each other."""
MAX_ROW_BYTES = 16 * 2**20
"""Longest line of JSON Lines, item of a JSON list, row of a table, record of a WARC."""
MAX_HEAD = 2**20
"""Longest line with the names of a table's columns."""
MAX_SEPARATORS = 1_000_000
"""Most separators of columns in a row of a table, in quotation marks or not: a cell takes up to 90 bytes."""
MAX_RATIO = 200
"""So many times its size may a file expand, all that is packed in it together …"""
FREE_EXPANSION = 64 * 2**20
"""… beyond so many bytes, which any file may expand to."""
MEMBER_BYTES = 2**10
"""What a member of an archive counts of that, beside what is in it: empty ones take time, too."""
MAX_SPOOL = 4 * 2**30
"""Largest archive or Parquet file inside another, which is unpacked to a temporary file first."""
MAX_DEPTH = 6
"""How many layers of compression and archives may lie in each other."""
MAX_MEMBER_HEADER = 2**20
"""Longest header of a member of a tar: names, times and comments."""
MAX_MEMBER_NAME = 1000
"""Longest path of a member of an archive, in characters: it is taken apart, and part of every message."""
MAX_DIRECTORY = 32 * 2**20
"""Largest list of the members of a zip."""
MAX_DICTIONARY = 2**27
"""Most memory that a compressed file may ask for to be unpacked."""
MAX_MEMORY = 3 * 2**28
"""Most memory of the process that reads pages, feeds, records of a WARC, Parquet and large JSON objects."""
SECONDS = 60.0
"""How long that process may take for a page, a feed, a record, an object or a batch of rows …"""
SECONDS_A_MEGABYTE = 10.0
"""… and so much more for each megabyte of it."""
MAX_FAILURES = 10_000
"""So many failures of a file are listed one by one."""


def megabytes(size: int) -> str:
    return f"{size // 2**20:,} MB"
