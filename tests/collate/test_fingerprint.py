"""A signature is the least of many permuted hashes of what a text says, four words at a time."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from graphbuild.collate import fingerprint
from graphbuild.collate.fingerprint import NUMBERS


def signature(words: list[str]) -> NDArray[np.uint32]:
    text = " ".join(words)
    return np.frombuffer(fingerprint([text], [(0, len(text))]).signature, np.dtype("<u4"))


def test_the_numbers_are_the_same_on_every_machine() -> None:
    told = signature("The talks ended on Monday.".split())
    assert len(told) == NUMBERS
    assert told[:4].tolist() == [3390644178, 3742634951, 3491658347, 3856416046]


@pytest.mark.parametrize("common", [0, 100, 300, 390, 400])
def test_the_share_of_equal_numbers_is_that_of_common_words(common: int) -> None:
    one = [f"a{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(400)]
    other = [*one[:common], *(f"b{word}" for word in one[common:])]
    shared = max(common - 3, 0)
    share = shared / (2 * 397 - shared)
    assert np.mean(signature(one) == signature(other)) == pytest.approx(share, abs=0.13)


def test_without_words_there_are_no_numbers() -> None:
    assert fingerprint(["— 12 …", ""], [(0, 6), (6, 6)]).signature != b""
    assert fingerprint(["— …"], [(0, 3)]).signature == b""
