"""A real Neo4j for the tests, in a process of its own: ``python tests/neo4j_server.py PORT FOLDER``.

The jars come from Maven, once, into a cache, and are those of ``tests/neo4j/jars.sha256``; Java is the one
that the embedded engine brings along.
``GRAPHBUILD_NEO4J=2025.10.1`` takes another version of Neo4j than the usual one.
Prints ``ready`` when it answers, and stops when its standard input ends. Nothing is written
outside ``FOLDER`` and the cache.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import random
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

POM = Path(__file__).parent / "neo4j" / "pom.xml"
SUMS = POM.with_name("jars.sha256")
"""Checksums of the usual version's jars, for :func:`checksums` to make again."""
PATIENCE = 600.0
SETTINGS = (
    "server.config.strict_validation.enabled=false",  # other versions may not know some of these
    "internal.dbms.bolt.netty_server_shutdown_quiet_period=0",  # else it waits for eight seconds as it stops
    # The graphs are small: to look for the best plan, and again as they change, takes longer than any plan.
    "internal.cypher.idp_solver_duration_threshold=10",
    "internal.cypher.idp_solver_table_threshold=16",
    "dbms.cypher.min_replan_interval=1h",
)
FLAGS = (
    "-Xmx1g",
    "-Xrs",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # it lives so shortly that compiling well costs more than it brings
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)


class CannotStartError(Exception):
    """No Neo4j can be had here; the message says why in a line."""


def jars() -> Path:
    """The folder with Neo4j's jars; Maven fetches them where they are missing.

    Raises:
        CannotStartError: there is no Maven, or it fails.
    """
    (usual,) = re.findall(r"<neo4j.version>([\d.]+)</neo4j.version>", POM.read_text(encoding="utf-8"))
    version = os.environ.get("GRAPHBUILD_NEO4J", usual)
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    cache = Path(home, "graphbuild", "neo4j", version)
    if cache.is_dir():
        _check(cache, version)
        return cache
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotStartError("Neo4j's jars are not here and there is no Maven (mvn) to fetch them")
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as unfinished:
        jars_ = Path(unfinished) / "jars"
        command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={jars_}", f"-Dneo4j.version={version}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode:
            reason = (done.stdout + done.stderr).strip().split("\n")[0]
            raise CannotStartError(f"Maven could not fetch Neo4j's jars: {reason}")
        _check(jars_, version)
        with contextlib.suppress(OSError):  # another process was quicker
            jars_.rename(cache)
    return cache


def checksums(folder: Path) -> str:
    """SHA-256 and name of every jar in the folder, a line each."""
    found = ((hashlib.sha256(jar.read_bytes()).hexdigest(), jar.name) for jar in sorted(folder.glob("*.jar")))
    return "".join(f"{sum_}  {name}\n" for sum_, name in found)


@functools.cache
def _check(folder: Path, version: str) -> None:
    """Refuse jars that are not those that were looked at when the version was chosen.

    Of another version there are no checksums; whoever asks for one trusts Maven.

    Raises:
        CannotStartError: one is another, is missing, or is new.
    """
    told = SUMS.read_text(encoding="utf-8").split("\n", 1)
    if told[0] != f"# {version}":
        return
    differ = {*checksums(folder).splitlines()} ^ {*told[1].splitlines()}
    if differ:
        name = sorted(line.split()[1] for line in differ)[0]
        raise CannotStartError(
            f"{name} is not the jar that {SUMS.name} has: look at what Maven fetched, and delete {folder}"
        )


def _free_port() -> int:
    """A port that nobody has, and that the system gives nobody who asks for any: it is taken only later."""
    for port in random.SystemRandom().sample(range(20_000, 30_000), 100):
        with socket.socket() as free, contextlib.suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    raise CannotStartError("no port of 100 is free")


class Server:
    """A Neo4j with its data in a folder: it can be stopped, killed and started again on the same port."""

    def __init__(self, folder: Path, *options: str, auth: bool = False) -> None:
        jars()
        self._port = _free_port()
        self._folder = folder
        self._options = [f"dbms.security.auth_enabled={str(auth).lower()}", *options]
        self._process: subprocess.Popen[bytes] | None = None
        self.uri = f"bolt://127.0.0.1:{self._port}"

    def start(self, *more: str) -> None:
        """Start it, and wait until it answers.

        ``more`` are further settings, as ``name=value``.

        Raises:
            CannotStartError: it does not.
        """
        command = [sys.executable, __file__, str(self._port), str(self._folder), *self._options, *more]
        log = self._folder / "output.txt"
        with log.open("a") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output
            )
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != b"ready":
            last = log.read_text(errors="replace").strip().split("\n")[-1]
            raise CannotStartError(f"Neo4j did not start: {last}")

    def fill_disk(self, most: int) -> None:
        """Let it write no more than so many bytes to one file, until it is started again."""
        assert self._process is not None
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def kill(self) -> None:
        """End it at once, as kill -9 does."""
        if self._process is not None:
            self._process.kill()
            self._end()

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._end()

    def _end(self) -> None:
        assert self._process is not None
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process.wait()
        self._process = None


@contextlib.contextmanager
def served(*options: str, auth: bool = False) -> Iterator[Server]:
    """A Neo4j for the time of the block, with settings as ``name=value``; see :class:`Server`.

    With ``auth``, user neo4j, password neo4j.

    Raises:
        CannotStartError: none can be started.
    """
    with tempfile.TemporaryDirectory(prefix="graphbuild-neo4j-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder), *options, auth=auth)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def running(*options: str, auth: bool = False) -> Iterator[str]:
    """The address of a Neo4j for the time of the block; see :func:`served`."""
    with served(*options, auth=auth) as server:
        yield server.uri


def main(port: int, folder: Path, options: Sequence[str]) -> None:
    """Serve until standard input ends; options are lines of ``neo4j.conf``."""
    import jpype

    from graphbuild.stores.engine import java_library

    answer = os.dup(1)
    os.dup2(2, 1)  # what Java prints goes to the log
    classpath = sorted(str(jar) for jar in jars().glob("*.jar"))
    jpype.startJVM(java_library(), *FLAGS, classpath=classpath)
    path = jpype.JClass("java.nio.file.Paths").get(str(folder), "data")
    configuration = folder / "neo4j.conf"
    configuration.write_text(
        "\n".join(
            ["server.bolt.enabled=true", f"server.bolt.listen_address=127.0.0.1:{port}", *SETTINGS, *options]
        )
    )
    builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path)
    server = builder.loadPropertiesFromFile(
        jpype.JClass("java.nio.file.Paths").get(str(configuration))
    ).build()
    os.write(answer, b"ready\n")
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
