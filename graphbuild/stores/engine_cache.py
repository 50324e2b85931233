"""How the JVM starts in little time: from a cache of the engine's classes, loaded and linked.

Java makes it (JEP 483): a process runs a few queries and writes down what it loaded. The first process that
starts the engine has that done by another one in the background, which takes some ten seconds of a processor
and leaves 44 MB in the user's cache folder; ``GRAPHBUILD_JVM_CACHE`` names another folder, or ``off``. A
damaged one is not used, nor one that is not the user's own. A process that asks a single question has Java
compile soon rather than well, which takes a third of the processor time off.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

from graphbuild import checksum
from graphbuild.model import digest

VARIABLE = "GRAPHBUILD_JVM_CACHE"
#: Set in the environment of processes that all live shortly: they compile as one that asks once.
QUICK = "GRAPHBUILD_JVM_QUICK"
#: Seconds after which another process may try to make what one has begun to make.
_PATIENCE = 600
#: What the JVM says of a cache that it does not use is nobody's business.
_QUIET = "-Xlog:aot*=off,cds*=off,class+path=off"
#: Bytes of an aggregation from which even one question is worth compiling well.
_LARGE = 200_000_000


class _Process:
    """What is known of this process."""

    asks_once = False


def asks_once(graph: Path) -> None:
    """Say that this process asks one question of a graph, before its engine starts."""
    kept = graph / "aggregation.sqlite"
    _Process.asks_once = not kept.is_file() or kept.stat().st_size < _LARGE


def compiling() -> list[str]:
    """What the JVM gets as options of its compilers."""
    return ["-XX:TieredStopAtLevel=1"] if _Process.asks_once or os.environ.get(QUICK) else []


def place(version: str, java: str) -> Path | None:
    """The cache of this version of the engine and of Java; None where there is to be none."""
    setting = os.environ.get(VARIABLE, "")
    if setting.lower() == "off":
        return None
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(setting) if setting else home / "graphbuild"
    return folder / f"engine-{digest(version, java)}.aot"


def options(cache: Path | None) -> list[str]:
    """What the JVM gets as options of its cache; nothing where it has none."""
    if cache is None or not is_sound(cache):
        return []
    return [f"-XX:AOTCache={cache}", _QUIET]


def make_later(cache: Path) -> None:
    """Have a cache made in the background where there is none, by one process at a time."""
    if is_sound(cache):
        return
    with contextlib.suppress(OSError):  # no cache: only slower
        cache.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = _begun(cache)
        if begun.exists() and time.time() - begun.stat().st_mtime < _PATIENCE:
            return
        begun.write_text("")
        maker = start_making(cache)
        maker.returncode = 0  # it goes on when this process ends, and nobody waits for it


def start_making(cache: Path) -> subprocess.Popen[bytes]:
    """A process that makes the cache."""
    return subprocess.Popen(
        [sys.executable, "-m", "graphbuild.stores.engine_cache", str(cache)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def make(cache: Path) -> None:
    """Make the cache: run queries in this process, and let Java write what it loaded when that ends."""
    unfinished = cache.with_suffix(f".{os.getpid()}")
    # Before JPype is imported, which ends the JVM as the process ends: what is registered last is run first.
    atexit.register(_finish, unfinished, cache)

    import jpype.config

    from graphbuild import queries
    from graphbuild.model import Entity, Graph, entity_id
    from graphbuild.stores import engine
    from graphbuild.stores.embedded import EmbeddedStore

    engine.start([f"-XX:AOTCacheOutput={unfinished}"])
    one = Entity(entity_id("country", "NLD"), "country", "Netherlands", (), "NLD", 0, 0, "", "")
    with EmbeddedStore.temporary(Graph((one,), (), (), (), ())) as store:
        for query in queries.load().values():
            store.query(query.text, query.bind(dict(query.example.values)))
    jpype.config.destroy_jvm = True


def _finish(unfinished: Path, cache: Path) -> None:
    with contextlib.suppress(OSError):
        for old in cache.parent.glob("engine-*.aot*"):
            if old != _begun(cache):
                old.unlink()
        _checksum(cache).write_text(checksum.of_file(unfinished))
        unfinished.replace(cache)
        _begun(cache).unlink()


def is_sound(cache: Path) -> bool:
    """Whether it is there as it was made, and nobody else could have changed it."""
    try:
        for path in (cache, cache.parent):
            found = path.stat()
            if hasattr(os, "getuid") and (
                found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            ):
                return False
        return _checksum(cache).read_text() == checksum.of_file(cache)
    except OSError:
        return False


def _checksum(cache: Path) -> Path:
    return cache.with_suffix(".aot.sum")


def _begun(cache: Path) -> Path:
    return cache.with_suffix(".aot.begun")


if __name__ == "__main__":
    with contextlib.suppress(OSError, AttributeError):
        os.nice(10)
    make(Path(sys.argv[1]))
