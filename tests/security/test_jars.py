"""What comes with the tests is what was looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import neo4j_server
from tests.commands import ROOT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two jars, and their checksums."""
    (tmp_path / "jars").mkdir()
    for name in ("a.jar", "b.jar"):
        (tmp_path / "jars" / name).write_text(name)
    sums = tmp_path / "jars.sha256"
    sums.write_text("# 1.2\n" + neo4j_server.checksums(tmp_path / "jars"))
    monkeypatch.setattr(neo4j_server, "SUMS", sums)
    neo4j_server._check.cache_clear()
    return tmp_path / "jars"


def test_jars_that_were_looked_at_are_taken(folder: Path) -> None:
    neo4j_server._check(folder, "1.2")


@pytest.mark.parametrize("change", ["another", "missing", "new"])
def test_others_are_refused(folder: Path, change: str) -> None:
    if change == "missing":
        (folder / "b.jar").unlink()
    else:
        (folder / ("b.jar" if change == "another" else "c.jar")).write_text("something else")
    with pytest.raises(neo4j_server.CannotStartError, match=r"[bc]\.jar is not the jar"):
        neo4j_server._check(folder, "1.2")


def test_the_usual_version_has_checksums() -> None:
    first, *lines = neo4j_server.POM.with_name("jars.sha256").read_text(encoding="utf-8").splitlines()
    assert f"<neo4j.version>{first.removeprefix('# ')}</" in neo4j_server.POM.read_text(encoding="utf-8")
    assert len(lines) > 200
    assert all(re.fullmatch(r"[0-9a-f]{64}  [\w.+-]+\.jar", line) for line in lines)


def test_every_locked_package_has_hashes() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8").replace("\\\n", " ")
        pinned = [line for line in text.splitlines() if re.match(r"[\w.\[\]-]+==", line)]
        assert pinned
        assert all("--hash=sha256:" in line for line in pinned), file
