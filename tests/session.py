"""The sessions of ``README.md`` and the tutorial: ``python -m tests.session`` writes them anew.

They are the documents whose answers hang on how ``data/articles`` is read.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from pathlib import Path

from tests.commands import ROOT, in_turn

#: In this order, in one folder: what a later one asks was built by an earlier one.
DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "docs" / "tutorial" / "first-graph.md",
    ROOT / "docs" / "tutorial" / "own-articles.md",
)
SESSION = re.compile(r"(?<=<!-- session -->\n```\n).*?(?=```\n<!-- /session -->)", re.DOTALL)
COMMAND = re.compile(r"^\$ graphbuild (.*)$", re.MULTILINE)
#: What the first build says, which a later document shows, too; built again it would say something else.
BUILT = re.compile(r"(?<=\$ graphbuild build data/articles\n).+")
SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)
#: Shell by which a document makes files that its session reads.
FILES = re.compile(r"(?<=^```\n)mkdir .*?(?=^```$)", re.MULTILINE | re.DOTALL)


def shown(document: Path) -> list[str]:
    """The sessions that a document shows, in order."""
    found = SESSION.findall(document.read_text(encoding="utf-8"))
    if not found:
        raise RuntimeError(
            f"{document}: needs a block of code between <!-- session --> and <!-- /session -->"
        )
    return found


def held(place: Path, document: Path) -> list[str]:
    """The same sessions as they go now in the folder ``place``: each command, and what it prints.

    Raises ``RuntimeError`` where a command fails.
    """
    if not (place / "data").exists():
        (place / "data").symlink_to(ROOT / "data")
    for script in FILES.findall(document.read_text(encoding="utf-8")):
        subprocess.run(["bash", "-e", "-c", script], cwd=place, check=True)
    asked = [COMMAND.findall(session) for session in shown(document)]
    done = iter(in_turn(*(shlex.split(command) for commands in asked for command in commands), cwd=place))
    return ["".join(_said(command, next(done)) for command in commands) for commands in asked]


def _said(command: str, done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stderr}")
    return f"$ graphbuild {command}\n{done.stdout}\n"


def timeless(session: str) -> str:
    """The session without what is another each time: how long the build took."""
    return SECONDS.sub("… s", session)


def main() -> None:
    """Write the sessions anew; the seconds stay as they were measured on a quiet machine."""
    with tempfile.TemporaryDirectory() as place:
        for document in DOCUMENTS:
            before, now = shown(document), held(Path(place), document)
            for number, session in enumerate(before):
                for seconds in SECONDS.findall(session):
                    now[number] = SECONDS.sub(seconds, now[number])
            text, again = document.read_text(encoding="utf-8"), iter(now)
            document.write_text(SESSION.sub(lambda _, again=again: next(again), text), encoding="utf-8")  # type: ignore[misc]
    readme, tutorial, _ = DOCUMENTS
    (built,) = BUILT.findall(readme.read_text(encoding="utf-8"))
    tutorial.write_text(BUILT.sub(built, tutorial.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
