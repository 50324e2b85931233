"""What the documents say can be done, can be done."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.corpus import ROOT, graphbuild, python, sample_graph

CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = {section.split("\n", 1)[0]: section for section in re.split(r"^### ", CLI, flags=re.MULTILINE)[1:]}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as after a first build of the sample corpus into ./graph."""
    home = tmp_path_factory.mktemp("docs")
    (home / "data").symlink_to(ROOT / "data")
    shutil.copytree(sample_graph(), home / "graph")
    return home


@pytest.mark.parametrize("command", sorted(set(SECTIONS) - {"eval"}))
def test_a_command_and_its_options_are_documented_as_they_are(command: str) -> None:
    options = set(
        re.findall(r"--[a-z][a-z-]*", graphbuild(command, "--help").stdout.partition("Options:")[2])
    )
    told = re.sub(r"```.*?```", "", SECTIONS[command], flags=re.DOTALL)  # examples run other commands, too
    documented = set(re.findall(r"--[a-z][a-z-]*", told)) | {"--help", "--graph"}
    assert options | {"--help", "--graph"} == documented


def test_every_command_is_documented() -> None:
    listed = graphbuild("--help").stdout.partition("Commands:")[2]
    assert set(re.findall(r"^  (\w+) ", listed, re.MULTILINE)) == set(SECTIONS)


def test_the_session_of_the_readme_runs(place: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    session = re.search(r"<!-- session -->(.*)<!-- /session -->", readme, re.DOTALL)
    assert session
    commands = re.findall(r"^\$ graphbuild (.*)$", session[1], re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        done = graphbuild(*shlex.split(command), cwd=place)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout or "wrote" in done.stderr


@pytest.mark.parametrize("document", ["README.md", "docs/python.md"])
def test_the_python_of_the_documents_runs(place: Path, document: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    done = python("-c", code, cwd=place)
    assert done.returncode == 0, done.stderr
