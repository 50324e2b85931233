"""What a text is compared with others by, made once when it is read: its words alone."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from graphbuild.model import Fingerprint, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Numbers of a signature, each of 32 bits. The share of equal ones in two signatures estimates how
#: much of all that two texts say they both say, to about 0.04.
NUMBERS = 128
_SEED = 1
_SHINGLE = 4
"""Words that are compared together: fewer meet by chance, more are all lost to one changed word."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMBER = re.compile(r"\d+")
_PARAGRAPH = struct.Struct("<IIQ")


def fingerprint(paragraphs: Sequence[str], places: Sequence[Span]) -> Fingerprint:
    """The fingerprint of an article by its paragraphs; ``places`` are where these stand in its text."""
    words = [_WORD.findall(unicodedata.normalize("NFKC", text).casefold()) for text in paragraphs]
    hashed = [(span, _hash(found)) for span, found in zip(places, words, strict=True) if found]
    return Fingerprint(
        signature=_signature([word for found in words for word in found]),
        paragraphs=b"".join(_PARAGRAPH.pack(*span, number) for span, number in hashed),
    )


def paragraphs(of: Fingerprint) -> Iterator[tuple[int, int, int]]:
    """Where each paragraph begins and ends in the article's text, and the hash of its words."""
    return _PARAGRAPH.iter_unpack(of.paragraphs)


def number_of_paragraphs(of: Fingerprint) -> int:
    """How many paragraphs have a hash."""
    return len(of.paragraphs) // _PARAGRAPH.size


def hashes_of(prints: Iterable[Fingerprint]) -> NDArray[np.uint64]:
    """The hashes of all paragraphs, in order."""
    import numpy as np

    packed = b"".join(one.paragraphs for one in prints)
    return np.frombuffer(packed, dtype=[("start", "<u4"), ("end", "<u4"), ("hash", "<u8")])["hash"]


def _hash(words: Sequence[str]) -> int:
    """Of a paragraph's words, whatever its numbers are: counters and dates differ from page to page."""
    encoded = _NUMBER.sub("0", " ".join(words)).encode()
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "little")


def _signature(words: Sequence[str]) -> bytes:
    """MinHash: of the hashes of all shingles, permuted in many ways, the least of each way."""
    from rensa import RMinHash

    if not words:
        return b""
    last = max(len(words) - _SHINGLE, 0)
    made = RMinHash(num_perm=NUMBERS, seed=_SEED)
    made.update({" ".join(words[i : i + _SHINGLE]) for i in range(last + 1)})
    return struct.pack(f"<{NUMBERS}I", *made.digest())
