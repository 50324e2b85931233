"""Fast start of the JVM from a cache of the engine's loaded and linked classes.

Java creates the cache (JEP 483): a process runs a few queries and stores the classes it loaded. The first
process that starts the engine has this done by another process in the background. It takes about ten seconds
of processor time, and 44 MB in the user's cache folder; ``GRAPHBUILD_JVM_CACHE`` names another folder, or is
``off``. A damaged cache, or one owned by another user, is not used. Several installations of a user have a
cache each; those used last are kept. For a process that runs a single query,
Java compiles fast instead of well, which saves a third of the processor time.
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
#: Environment variable for short-lived processes: they compile like a process with a single query.
QUICK = "GRAPHBUILD_JVM_QUICK"
#: Seconds after which another process may retry an unfinished cache.
_PATIENCE = 600
#: Caches that are kept, those used last.
_KEPT = 4
#: Suppress the JVM's messages about an unused cache.
_QUIET = "-Xlog:aot*=off,cds*=off,class+path=off"
#: Size of an aggregation in bytes from which even a single query is worth compiling well.
_LARGE = 200_000_000


class _Process:
    """State of this process."""

    asks_once = False


def asks_once(graph: Path) -> None:
    """Declare that this process runs a single query on a graph; call it before the engine starts."""
    aggregation = graph / "aggregation.sqlite"
    _Process.asks_once = not aggregation.is_file() or aggregation.stat().st_size < _LARGE


def compiling() -> list[str]:
    """Return the JVM's compiler options."""
    return ["-XX:TieredStopAtLevel=1"] if _Process.asks_once or os.environ.get(QUICK) else []


def place(version: str, java: str) -> Path | None:
    """Return the path of the cache for this version of the engine and of Java; None if it is switched off."""
    setting = os.environ.get(VARIABLE, "")
    if setting.lower() == "off":
        return None
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(setting) if setting else home / "graphbuild"
    return folder / f"engine-{digest(version, java)}.aot"


def options(cache: Path | None) -> list[str]:
    """Return the JVM's cache options; empty without a cache."""
    if cache is None or not is_sound(cache):
        return []
    with contextlib.suppress(OSError):
        os.utime(cache)  # its last use
    return [f"-XX:AOTCache={cache}", _QUIET]


def make_later(cache: Path) -> None:
    """Create a missing cache in the background, by one process at a time."""
    if is_sound(cache):
        return
    with contextlib.suppress(OSError):  # without a cache it is only slower
        cache.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = _begun(cache)
        if begun.exists() and time.time() - begun.stat().st_mtime < _PATIENCE:
            return
        begun.write_text("")
        maker = start_making(cache)
        maker.returncode = 0  # it continues when this process ends, and nobody waits for it


def start_making(cache: Path) -> subprocess.Popen[bytes]:
    """Start a process that creates the cache."""
    return subprocess.Popen(
        [sys.executable, "-m", "graphbuild.stores.engine_cache", str(cache)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def make(cache: Path) -> None:
    """Create the cache: run queries in this process; Java stores the loaded classes at its end."""
    unfinished = cache.with_suffix(f".{os.getpid()}")
    # Before JPype is imported, which ends the JVM at exit: functions registered last run first.
    atexit.register(_finish, unfinished, cache)

    import jpype.config

    from graphbuild import queries
    from graphbuild.model import Entity, Graph, entity_id
    from graphbuild.stores import engine
    from graphbuild.stores.embedded import EmbeddedStore

    engine.start([f"-XX:AOTCacheOutput={unfinished}"])
    entity = Entity(entity_id("country", "NLD"), "country", "Netherlands", (), "NLD", 0, 0, "", "")
    with EmbeddedStore.temporary(Graph((entity,), (), (), (), ())) as store:
        for query in queries.load().values():
            store.query(query.text, query.bind(dict(query.example.values)))
    jpype.config.destroy_jvm = True


def _finish(unfinished: Path, cache: Path) -> None:
    with contextlib.suppress(OSError):
        _checksum(cache).write_text(checksum.of_file(unfinished))
        unfinished.replace(cache)
        _begun(cache).unlink()
    with contextlib.suppress(OSError):
        _tidy(cache.parent)


def _tidy(folder: Path) -> None:
    """Remove what processes that were killed left unfinished, and all caches but those used last."""
    last_used = {file: file.stat().st_mtime for file in folder.glob("engine-*")}
    caches = sorted((file for file in last_used if file.suffix == ".aot"), key=last_used.__getitem__)
    kept = {cache.stem for cache in caches[-_KEPT:]}
    for file, used in last_used.items():
        name, *ending = file.name.split(".")
        if time.time() - used > _PATIENCE and not (name in kept and "aot" in ending):
            file.unlink()


def is_sound(cache: Path) -> bool:
    """Whether the cache exists, is intact, and could not have been changed by another user."""
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
