"""What the documents say can be done, can be done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import session
from tests.commands import ROOT, in_turn, python

pytestmark = pytest.mark.slow

CLI = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
#: What every command has, which is told once.
EVERYWHERE = {"--verbose", "--quiet"}
SECTIONS = {section.split("\n", 1)[0]: section for section in re.split(r"^### ", CLI, flags=re.MULTILINE)[1:]}


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """What ``--help`` prints of each command, and of all under the empty name."""
    asked = [*SECTIONS, ""]
    done = in_turn(*((*command.split(), "--help") for command in asked))
    return dict(zip(asked, (one.stdout for one in done), strict=True))


@pytest.mark.parametrize("command", sorted(set(SECTIONS) - {"eval"}))
def test_a_command_and_its_options_are_documented_as_they_are(command: str, helps: dict[str, str]) -> None:
    options = set(re.findall(r"--[a-z][a-z-]*", helps[command].partition("Options:")[2]))
    told = re.sub(r"```.*?```", "", SECTIONS[command], flags=re.DOTALL)  # examples run other commands, too
    documented = set(re.findall(r"--[a-z][a-z-]*", told)) | {"--help", "--graph"}
    assert options | {"--help", "--graph"} == documented | EVERYWHERE


def test_every_command_is_documented(helps: dict[str, str]) -> None:
    listed = helps[""].partition("Commands:")[2]
    assert set(re.findall(r"^  (\w+) ", listed, re.MULTILINE)) == set(SECTIONS)


@pytest.mark.parametrize("document", session.DOCUMENTS, ids=lambda path: path.stem)
def test_a_session_is_what_the_commands_print(document: Path, sessions: dict[str, list[str]]) -> None:
    shown = session.shown(document)
    assert session.COMMAND.findall("".join(shown))
    assert list(map(session.timeless, sessions[document.name])) == list(map(session.timeless, shown)), (
        "the sample corpus is read otherwise: write the sessions anew with `python -m tests.session`"
    )


def test_the_tutorial_builds_what_the_readme_builds() -> None:
    told = [session.BUILT.findall(path.read_text(encoding="utf-8")) for path in session.DOCUMENTS[:2]]
    assert told[0] == told[1] != []


def test_links_lead_to_files_of_the_repository() -> None:
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {to}"
        for page in pages
        for to in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / to).exists()
    ]
    assert broken == []


@pytest.mark.usefixtures("sessions")
@pytest.mark.parametrize("document", ["README.md", "docs/reference/python.md", "docs/how-to/pandas.md"])
def test_the_python_of_the_documents_runs(
    sessions_place: Path, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    if document == "README.md":  # it closes nothing: that is for the end of a process
        done = python("-c", code, cwd=sessions_place)
        assert done.returncode == 0, done.stderr
        return
    monkeypatch.chdir(sessions_place)
    exec(compile(code, document, "exec"), {"__name__": "__main__"})
