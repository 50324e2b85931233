"""The sample corpus for tests: its files; and the command as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARTICLES = sorted((ROOT / "data" / "articles").glob("*.txt"))


def without_settings() -> dict[str, str]:
    """The environment without what a user sets for graphbuild and Neo4j, but for the cache of the JVM."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "GRAPHBUILD_"))}
    return clean | {"GRAPHBUILD_JVM_CACHE": os.environ.get("GRAPHBUILD_JVM_CACHE", "off")}


def python(
    *arguments: str,
    cwd: Path | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    limit: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run this Python, for at most ``limit`` seconds; never raises for its exit code."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd or ROOT,
        input=stdin,
        env={**without_settings(), "PYTHONPATH": str(ROOT), "COLUMNS": "100", **(env or {})},
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


_IN_TURN = """
import json, os, sys
from graphbuild.cli import main
for arguments, env in json.loads(sys.argv[1]):
    os.environ.update(env)
    sys.argv = ["graphbuild", *arguments]
    code = None
    try:
        main()
    except SystemExit as end:
        code = end.code
    for name in env:
        del os.environ[name]
    for stream in (sys.stdout, sys.stderr):
        print(chr(0), code, chr(0), sep="", end="", file=stream, flush=True)
"""


def in_turn(
    *commands: Sequence[str | Path], cwd: Path | None = None, envs: Sequence[Mapping[str, str]] = ()
) -> list[subprocess.CompletedProcess[str]]:
    """Run command lines one after the other in one process, which loads model and engine once.

    ``envs`` has what each finds in its environment beside what all find.
    """
    envs = envs or [{}] * len(commands)
    given = [([*map(str, command)], dict(env)) for command, env in zip(commands, envs, strict=True)]
    done = python("-c", _IN_TURN, json.dumps(given), cwd=cwd, limit=120 * len(commands))
    told = [stream.split("\0") for stream in (done.stdout, done.stderr)]
    assert [len(parts) for parts in told] == [2 * len(commands) + 1] * 2, done.stderr
    assert (done.returncode, told[0][-1], told[1][-1]) == (0, "", "")
    return [
        subprocess.CompletedProcess(command, int(code), stdout, stderr)
        for (command, _), stdout, code, stderr in zip(
            given, told[0][:-1:2], told[0][1::2], told[1][:-1:2], strict=True
        )
    ]
