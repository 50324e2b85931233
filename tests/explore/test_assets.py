"""The built page that users get is what its sources build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from graphbuild.explore.site import asset
from tests.commands import ROOT

PAGE = ROOT / "graphbuild" / "explore" / "page"
ASSETS = PAGE.parent / "assets"
#: Bytes of the whole page, so that it stays small: it is read whole before anything is seen.
MOST = 120_000


def test_the_page_is_small() -> None:
    assert sum(len(asset(file.name)) for file in ASSETS.iterdir()) < MOST


def test_the_page_names_no_address_elsewhere() -> None:
    for file in ASSETS.iterdir():
        addresses = set(re.findall(r"https?://[\w.-]+", file.read_text(encoding="utf-8")))
        assert addresses <= {"http://www.w3.org"}, f"{file.name} may name namespaces of XML alone"


@pytest.mark.slow
def test_the_built_page_is_what_its_sources_build(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        if os.environ.get("CI") == "true":
            pytest.fail("npm is missing: it builds the page of graphbuild explore")
        pytest.skip("npm is not here; the page cannot be built to be compared")
    page = tmp_path / "page"
    shutil.copytree(PAGE, page, ignore=shutil.ignore_patterns("node_modules"))
    for command in (["ci"], ["run", "check"], ["run", "build", "--", str(tmp_path / "built")]):
        done = subprocess.run(
            [npm, *command], cwd=page, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, done.stdout + done.stderr
    built = {file.name: file.read_bytes() for file in (tmp_path / "built").iterdir()}
    assert built == {file.name: file.read_bytes() for file in ASSETS.iterdir()}, (
        "build the page anew: make page"
    )
