"""The documentation as a site: every link leads somewhere, and nothing is loaded from another host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with every warning an error: a link or anchor that is missing, a page nobody finds."""
    place = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(place)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return place


def test_a_page_loads_nothing_from_another_host(site: Path) -> None:
    loading = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=[\"']?((?:https?:)?//[^\"'\s>]+)")
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 40
    assert [found for page in pages for found in loading.findall(page.read_text(encoding="utf-8"))] == []


def test_the_search_finds_what_is_generated(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"] for entry in index["docs"]}
    assert {"reference/commands.html#build", "reference/queries.html#hostilities"} <= found
    assert {
        "reference/relations.html#conflict",
        "reference/api.html#graphbuild.api.OpenGraph.explain",
    } <= found
    assert "development/changelog.html" in found
