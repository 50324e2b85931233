"""The session of ``README.md``, on the sample corpus: ``python -m tests.session`` writes it anew.

It is the one document whose answers hang on how ``data/articles`` is read.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path

from tests.corpus import ROOT, graphbuild

DOCUMENT = ROOT / "README.md"
SESSION = re.compile(r"(?<=<!-- session -->\n```\n).*?(?=```\n<!-- /session -->)", re.DOTALL)
COMMAND = re.compile(r"^\$ graphbuild (.*)$", re.MULTILINE)
SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)


def shown() -> str:
    """The session as the document shows it."""
    found = SESSION.search(DOCUMENT.read_text(encoding="utf-8"))
    if not found:
        raise RuntimeError(
            f"{DOCUMENT}: needs a block of code between <!-- session --> and <!-- /session -->"
        )
    return found[0]


def held(place: Path) -> str:
    """The same session as it goes now, from an empty folder on: each command, and what it prints.

    Raises ``RuntimeError`` where a command fails.
    """
    (place / "data").symlink_to(ROOT / "data")
    told = []
    for command in COMMAND.findall(shown()):
        done = graphbuild(*shlex.split(command), cwd=place)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr}")
        told.append(f"$ graphbuild {command}\n{done.stdout}\n")
    return "".join(told)


def timeless(session: str) -> str:
    """The session without what is another each time: how long the build took."""
    return SECONDS.sub("… s", session)


def main() -> None:
    """Write the session anew; the seconds stay as they were measured on a quiet machine."""
    with tempfile.TemporaryDirectory() as place:
        now = held(Path(place))
    for seconds in SECONDS.findall(shown()):
        now = SECONDS.sub(seconds, now)
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(SESSION.sub(lambda _: now, text), encoding="utf-8")


if __name__ == "__main__":
    main()
