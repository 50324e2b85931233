"""A real Neo4j for the tests, in a process of its own: ``python tests/neo4j_server.py PORT FOLDER [--auth]``.

The jars come from Maven, once, into a cache; Java is the one that the embedded engine brings along.
Prints ``ready`` when it answers, and stops when its standard input ends. Nothing is written
outside ``FOLDER`` and the cache.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

POM = Path(__file__).parent / "neo4j" / "pom.xml"
PATIENCE = 600.0
FLAGS = (
    "-Xmx1g",
    "-Xrs",
    "-XX:+UseSerialGC",
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
    version = re.findall(r"<version>([\d.]+)</version>", POM.read_text(encoding="utf-8"))[-1]
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    cache = Path(home, "graphbuild", "neo4j", str(version))
    if cache.is_dir():
        return cache
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotStartError("Neo4j's jars are not here and there is no Maven (mvn) to fetch them")
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache.parent) as unfinished:
        jars_ = Path(unfinished) / "jars"
        command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={jars_}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode:
            reason = (done.stdout + done.stderr).strip().split("\n")[0]
            raise CannotStartError(f"Maven could not fetch Neo4j's jars: {reason}")
        with contextlib.suppress(OSError):  # another process was quicker
            jars_.rename(cache)
    return cache


@contextlib.contextmanager
def running(*, auth: bool = False) -> Iterator[str]:
    """A Neo4j for the time of the block; gives its address. With ``auth``, user neo4j, password neo4j.

    Raises:
        CannotStartError: none can be started.
    """
    jars()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="graphbuild-neo4j-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, __file__, str(port), folder, *(["--auth"] if auth else [])]
        log = Path(folder) / "output.txt"
        with (
            log.open("w") as output,
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output) as server,
        ):
            assert server.stdin is not None
            assert server.stdout is not None
            try:
                if server.stdout.readline().strip() != b"ready":
                    last = log.read_text(errors="replace").strip().split("\n")[-1]
                    raise CannotStartError(f"Neo4j did not start: {last}")
                yield f"bolt://127.0.0.1:{port}"
            finally:
                server.stdin.close()
                try:
                    server.wait(30)
                except subprocess.TimeoutExpired:
                    server.kill()


def main(port: int, folder: Path, *, auth: bool) -> None:
    """Serve until standard input ends."""
    import jpype
    from arcadedb_embedded import jvm

    answer = os.dup(1)
    os.dup2(2, 1)  # what Java prints goes to the log
    classpath = sorted(str(jar) for jar in jars().glob("*.jar"))
    jpype.startJVM(jvm.get_bundled_jre_lib_path(), *FLAGS, classpath=classpath)
    bolt = jpype.JClass("org.neo4j.configuration.connectors.BoltConnector")
    settings = jpype.JClass("org.neo4j.configuration.GraphDatabaseSettings")
    address = jpype.JClass("org.neo4j.configuration.helpers.SocketAddress")
    path = jpype.JClass("java.nio.file.Paths").get(str(folder), "data")
    java_boolean = jpype.JClass("java.lang.Boolean")
    builder = jpype.JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path)
    builder.setConfig(bolt.enabled, java_boolean.TRUE)
    builder.setConfig(bolt.listen_address, address("127.0.0.1", port))
    builder.setConfig(settings.auth_enabled, java_boolean.valueOf(auth))
    server = builder.build()
    os.write(answer, b"ready\n")
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), auth="--auth" in sys.argv)
