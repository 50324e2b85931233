"""The sentences written for training, ``sentences.jsonl``, and which are held out."""

from __future__ import annotations

import hashlib
from pathlib import Path

HERE = Path(__file__).parent
FILE = HERE / "sentences.jsonl"
#: First letter of the ids of the first batch.
FIRST = "w"


def held_back(text: str) -> bool:
    """Whether a sentence is held out from training, by its checksum: one in twelve."""
    return hashlib.sha256(text.encode()).digest()[0] % 12 == 0
