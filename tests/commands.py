"""The command line and this Python, run by tests as a user runs them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from graphbuild.stores import engine_cache

ROOT = Path(__file__).parent.parent
_LIMIT = 300.0
"""Seconds that a command may take."""


def without_settings() -> dict[str, str]:
    """The environment without what a user sets for graphbuild and Neo4j, but for how the JVM starts."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "GRAPHBUILD_"))}
    jvm = {key: os.environ[key] for key in (engine_cache.VARIABLE, engine_cache.QUICK) if key in os.environ}
    return clean | {engine_cache.VARIABLE: "off"} | jvm


def _environment(env: Mapping[str, str] | None) -> dict[str, str]:
    return {**without_settings(), "PYTHONPATH": str(ROOT), "COLUMNS": "100", **(env or {})}


def python(
    *arguments: str,
    cwd: Path | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    limit: float = _LIMIT,
) -> subprocess.CompletedProcess[str]:
    """Run this Python, for at most ``limit`` seconds; never raises for its exit code."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd or ROOT,
        input=stdin,
        env=_environment(env),
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
    fresh: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run a command line: in a process of its own where it is to be ``fresh``.

    Others are run one after the other in one process beside this one, so that modules, the model and the
    engine are loaded once.
    """
    if fresh:
        return python("-m", "graphbuild", *map(str, arguments), cwd=cwd, stdin=stdin, env=env)
    return _host().run([*map(str, arguments)], cwd or ROOT, stdin, _environment(env))


def in_turn(
    *commands: Sequence[str | Path], cwd: Path | None = None, envs: Sequence[Mapping[str, str]] = ()
) -> list[subprocess.CompletedProcess[str]]:
    """Run command lines one after the other; ``envs`` has what each finds in its environment."""
    envs = envs or [{}] * len(commands)
    return [graphbuild(*command, cwd=cwd, env=env) for command, env in zip(commands, envs, strict=True)]


class _Host:
    """A process that runs command lines one after the other; another takes its place where it ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def run(
        self, arguments: list[str], cwd: Path, stdin: str, env: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        with self._lock, tempfile.TemporaryDirectory() as place:
            streams = [Path(place, name) for name in ("stdin", "stdout", "stderr")]
            streams[0].write_text(stdin, encoding="utf-8")
            request = (arguments, str(cwd), env, [*map(str, streams)])
            code = self._ask(json.dumps(request), arguments)
            stdout, stderr = (
                path.read_text(encoding="utf-8") if path.exists() else "" for path in streams[1:]
            )
            return subprocess.CompletedProcess(["graphbuild", *arguments], code, stdout, stderr)

    def _ask(self, request: str, arguments: list[str]) -> int:
        if self._process is None:
            command = [sys.executable, "-m", "tests.commands"]
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=_environment(None), stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        process = self._process
        assert process.stdin
        assert process.stdout
        process.stdin.write(request.encode() + b"\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], _LIMIT)[0]:
            process.kill()
        answer = process.stdout.readline()
        if answer:
            return int(answer)
        self._process = None
        with process:  # what it was started with is closed
            code = process.wait()
        if code == -signal.SIGKILL:
            raise subprocess.TimeoutExpired(["graphbuild", *arguments], _LIMIT)
        return code


@cache
def _host() -> _Host:
    return _Host()


def _serve() -> None:
    """Run each command line that stdin gives and write its exit code; end where stdin ends."""
    from graphbuild.cli import main

    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    modes = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    for line in requests:
        arguments, cwd, env, streams = json.loads(line)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        for number, (path, mode) in enumerate(zip(streams, modes, strict=True)):
            opened = os.open(path, mode)
            os.dup2(opened, number)
            os.close(opened)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.argv = ["graphbuild", *arguments]
        code: Any = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        sys.stdout.flush()
        sys.stderr.flush()
        answers.write(b"%d\n" % code)
        answers.flush()
        os.chdir(ROOT)


if __name__ == "__main__":
    _serve()
