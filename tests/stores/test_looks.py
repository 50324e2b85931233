"""Colours in files and pictures are those of the page, and can be told apart."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from graphbuild.stores import looks
from tests.commands import ROOT


def test_families_have_the_colours_of_the_page() -> None:
    css = (ROOT / "graphbuild/explore/page/src/style.css").read_text(encoding="utf-8")
    light = css[: css.index("@media")]
    for family, color in looks.FAMILIES.items():
        assert re.search(rf"--{family}: {color};", light)


def test_kinds_are_told_apart_without_colour() -> None:
    def lightness(color: str) -> float:
        r, g, b = bytes.fromhex(color.removeprefix("#"))
        return 0.299 * r + 0.587 * g + 0.114 * b

    found = sorted(map(lightness, looks.KINDS.values()))
    assert min(b - a for a, b in pairwise(found)) > 25


@pytest.mark.parametrize(("reports", "width"), [(0, 1.0), (1, 1.0), (2, 2.6), (4, 4.2), (10**9, 7.0)])
def test_a_line_is_as_wide_as_its_reports_are_many(reports: int, width: float) -> None:
    assert looks.width(reports) == width
