"""The sample corpus for tests: its files; and the command as a user runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARTICLES = sorted((ROOT / "data" / "articles").glob("*.txt"))


def python(
    *arguments: str,
    cwd: Path | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    limit: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run this Python, for at most ``limit`` seconds; never raises for its exit code."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "GRAPHBUILD_"))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd or ROOT,
        input=stdin,
        env={**clean, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=limit,
        check=False,
    )


@contextmanager
def interruptible() -> Iterator[None]:
    """What is started within ends with Ctrl-C, also where the tests run in the background of a shell.

    A shell has such processes ignore it, and all that they start.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def graphbuild(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return python("-m", "graphbuild", *map(str, arguments), cwd=cwd, stdin=stdin, env=env)
