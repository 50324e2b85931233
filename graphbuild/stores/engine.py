"""The Java side of the embedded store: one JVM a process, with an engine that can do what queries may.

The one place that imports the engine's package, and only where a query needs it. The JVM is started here
and not by that package, whose own flags write ``./log`` and a warning, and die of a segmentation fault on
SIGTERM. What the engine could do beside answering Cypher is taken from it before the first query: servers,
export and import are not loaded, functions and procedures that queries may not call are struck off its
lists, scripts, files and addresses are switched off.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import glob
import os
import re
import weakref
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import jpype
import jpype.config
from arcadedb_embedded import ArcadeDBError, create_database, jvm
from arcadedb_embedded.type_conversion import convert_python_to_java

from graphbuild.errors import StoreError
from graphbuild.stores import engine_cache, guard, permitted
from graphbuild.stores.locks import ForkLock

__all__ = ["ArcadeDBError", "create_database"]

VERSION = version("arcadedb-embedded")

HEAP_VARIABLE = "GRAPHBUILD_JVM_HEAP"


class Closable(Protocol):
    """What is closed when the process ends."""

    def close(self) -> None: ...


#: What the engine may not do, whatever a database's own configuration says.
SETTINGS = {
    "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
    "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
    "arcadedb.backup.enabled": "false",
    "arcadedb.polyglotEngineEnabled": "false",
}
#: The engine's own jars that are loaded; the others are servers, clients, export, import and backup.
_PARTS = re.compile(r"arcadedb-(?!engine-|python-bridge)")
#: Functions of the engine's SQL that it runs for functions of Cypher of other names.
_BEHIND = frozenset(("stddev", "stddevp"))
_open: weakref.WeakSet[Closable] = weakref.WeakSet()
#: Held while the JVM starts, which it can do only once.
_starting = ForkLock()


class _Started:
    """What is known of the JVM."""

    process = 0
    """The process that it was started in, or is being started in."""


def forked() -> bool:
    """Whether this is a fork of the process that the JVM was started in: its threads are not here, and
    whoever asks it waits for ever.
    """
    return _Started.process not in (0, os.getpid())


def check_process() -> None:
    """Refuse to use the JVM of another process.

    Raises:
        StoreError: this process is a fork of that one.
    """
    if forked():
        raise StoreError(
            "The Java engine of the queries was started before this process was forked, and cannot be used"
            " in it: make processes with multiprocessing.get_context('spawn'), or ask the first query only"
            " after the fork."
        )


def start(options: Sequence[str] | None = None) -> None:
    """Start the JVM, once a process. Its heap is at most 1 GB, or GRAPHBUILD_JVM_HEAP.

    ``options`` are given to it in place of those for its cache of classes, which is made where it is missing.

    Raises:
        StoreError: Java does not start, for instance because the heap asked for is no size; another library
            has started it; or it runs in the process of which this one is a fork.
    """
    check_process()
    with _starting:
        if _Started.process:
            return
        if jpype.isJVMStarted() or _runs_already():
            raise StoreError(
                "Another library has started Java in this process, which can run only one: ask the queries in"
                " another process, made with multiprocessing.get_context('spawn')."
            )
        _Started.process = os.getpid()  # before it starts: in a fork it cannot be started any more
        try:
            _start(options)
        except BaseException:
            _Started.process = 0
            raise


def _runs_already() -> bool:
    """Whether the library of a JVM that this process has loaded has made one; as far as can be known."""
    loaded = {java_library()}
    with contextlib.suppress(OSError):  # other systems than Linux
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        loaded |= {line[line.index("/") :] for line in lines if line.endswith("/libjvm.so")}
    return any(map(_has_made_one, loaded))


def _has_made_one(library: str) -> bool:
    made = ctypes.c_int(0)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(library).JNI_GetCreatedJavaVMs(None, 0, ctypes.byref(made))
    return made.value > 0


def _start(options: Sequence[str] | None) -> None:
    heap = os.environ.get(HEAP_VARIABLE, "1g")
    # The engine's own shutdown hook waits 30 s for a query that cannot be stopped.
    jpype.config.destroy_jvm = False
    classes = cache() if options is None else None
    cached = engine_cache.options(classes)
    try:
        jpype.startJVM(
            java_library(),
            f"-Xmx{heap}",
            "-Xrs",
            "-XX:+UseSerialGC",
            *(cached if options is None else options),
            *engine_cache.compiling(),
            f"-XX:ErrorFile={_crash_file()}",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            f"-Djava.util.logging.config.file={Path(__file__).with_name('quiet.properties')}",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF8",
            "-Dpolyglot.engine.WarnInterpreterOnly=false",
            *(f"-D{name}={setting}" for name, setting in SETTINGS.items()),
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            classpath=[jar for jar in _jars() if not _PARTS.match(Path(jar).name)],
            interrupt=False,
        )
    except Exception as error:
        raise StoreError(
            f"The embedded Cypher engine did not start with a heap of {heap} ({error}):"
            f" set {HEAP_VARIABLE} to a size such as 512m."
        ) from error
    atexit.register(_close_all)
    _restrict()
    if classes is not None and not cached:
        engine_cache.make_later(classes)


def _leave_java() -> None:
    """In a fork: have Python no longer collect Java's garbage with its own, which would wait for ever for the
    threads of Java.
    """
    gc.callbacks[:] = [call for call in gc.callbacks if getattr(call, "__module__", "") != "_jpype"]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_java)


def _crash_file() -> str:
    """Where the JVM writes what it was doing when it broke, with pieces of memory: for the user alone."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(home, "graphbuild")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return os.devnull
    return str(folder / "jvm-%p.log")


def _jars() -> list[str]:
    return sorted(glob.glob(f"{jvm.get_jar_path()}/*.jar"))


def java_library() -> str:
    """The library of the JVM that comes along."""
    return str(jvm.get_bundled_jre_lib_path())


def cache() -> Path | None:
    """Where this engine's cache of classes is, or is to be."""
    library = Path(java_library())
    return engine_cache.place(VERSION, f"{library} {library.stat().st_size} {library.stat().st_mtime_ns}")


def _restrict() -> None:
    """Strike functions and procedures that no query may call off the engine's lists."""
    sql = java_class("com.arcadedb.function.sql.DefaultSQLFunctionFactory").getInstance()
    for name in [str(n) for n in sql.getFunctionNames()]:
        if name.lower() not in permitted.FUNCTIONS | _BEHIND:
            sql.unregister(name)
    for registry, permitted_ in (
        ("com.arcadedb.function.CypherFunctionRegistry", permitted.FUNCTIONS),
        ("com.arcadedb.function.FunctionRegistry", permitted.FUNCTIONS),
        ("com.arcadedb.query.opencypher.procedures.CypherProcedureRegistry", permitted.PROCEDURES),
    ):
        known = java_class(registry)
        kept = [found for name in sorted(permitted_) if (found := known.get(name)) is not None]
        known.clear()
        for one in kept:
            known.register(one)


def check_settings(database: Any) -> None:
    """See that an open database has switched off what the engine may not do.

    Raises:
        StoreError: it has not.
    """
    configuration = database.getConfiguration()
    for name, setting in SETTINGS.items():
        found = str(
            configuration.getValueAsString(java_class("com.arcadedb.GlobalConfiguration").findByKey(name))
        )
        if found != setting:
            raise StoreError(
                f"The embedded engine has {name}={found}, not {setting}, and is not used so: unset"
                " JAVA_TOOL_OPTIONS and the like, and delete configuration.json in the graph's cypher folder."
            )


def close_at_exit(store: Closable) -> None:
    """Close the store when the process ends, if nobody did before."""
    _open.add(store)


def _close_all() -> None:
    if forked():
        return
    try:
        for store in list(_open):
            store.close()
    finally:
        # Its thread would call into Python while that ends, and abort the process.
        java_class("org.jpype.ref.JPypeReferenceQueue").getInstance().stop()


def java_class(name: str) -> Any:
    """The Java class of this full name."""
    return jpype.JClass(name)


def java_map(values: dict[str, Any]) -> Any:
    """The values as a Java map, dates included. Raises ``QueryError`` for one that no query can take."""
    made = java_class("java.util.HashMap")()
    for name, value in values.items():
        try:
            made.put(name, convert_python_to_java(value))
        except (TypeError, OverflowError) as error:
            told = f"The parameter {name} is {repr(value)[:80]}, of type {type(value).__name__}"
            raise guard.wrong_value(told) from error
    return jpype.JObject(made, java_class("java.util.Map"))


def java_value(value: Any) -> Any:
    """The value as a property of a record holds it."""
    return convert_python_to_java(value)


def java_long(value: int) -> Any:
    """The number as a Java long."""
    return jpype.JLong(value)
