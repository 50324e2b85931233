"""Fingerprints for comparing articles, computed once when an article is read, from its words alone."""

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

#: Numbers of a signature, each of 32 bits. The share of equal numbers in two signatures estimates the
#: similarity of two texts to about 0.04.
NUMBERS = 128
_SEED = 1
_SHINGLE = 4
"""Words per shingle: shorter ones match by chance, and a changed word destroys more of the longer ones."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMBER = re.compile(r"\d+")
_PARAGRAPH = struct.Struct("<IIQ")


def fingerprint(paragraphs: Sequence[str], places: Sequence[Span]) -> Fingerprint:
    """Return the fingerprint of an article; ``places`` are the spans of the paragraphs in its text."""
    words = [_WORD.findall(unicodedata.normalize("NFKC", text).casefold()) for text in paragraphs]
    hashed = [(span, _hash(found)) for span, found in zip(places, words, strict=True) if found]
    return Fingerprint(
        signature=_signature([word for found in words for word in found]),
        paragraphs=b"".join(_PARAGRAPH.pack(*span, number) for span, number in hashed),
    )


def paragraphs(of: Fingerprint) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and word hash of each paragraph."""
    return _PARAGRAPH.iter_unpack(of.paragraphs)


def number_of_paragraphs(of: Fingerprint) -> int:
    """Return the number of hashed paragraphs."""
    return len(of.paragraphs) // _PARAGRAPH.size


def hashes_of(prints: Iterable[Fingerprint]) -> NDArray[np.uint64]:
    """Return the hashes of all paragraphs, in order."""
    import numpy as np

    packed = b"".join(one.paragraphs for one in prints)
    return np.frombuffer(packed, dtype=[("start", "<u4"), ("end", "<u4"), ("hash", "<u8")])["hash"]


def _hash(words: Sequence[str]) -> int:
    """Hash the words of a paragraph, ignoring its numbers: counters and dates differ from page to page."""
    encoded = _NUMBER.sub("0", " ".join(words)).encode()
    return int.from_bytes(blake2b(encoded, digest_size=8).digest(), "little")


def _signature(words: Sequence[str]) -> bytes:
    """Return the MinHash signature: the minimum of the shingle hashes under each permutation."""
    from rensa import RMinHash

    if not words:
        return b""
    last = max(len(words) - _SHINGLE, 0)
    minhash = RMinHash(num_perm=NUMBERS, seed=_SEED)
    minhash.update({" ".join(words[i : i + _SHINGLE]) for i in range(last + 1)})
    return struct.pack(f"<{NUMBERS}I", *minhash.digest())
