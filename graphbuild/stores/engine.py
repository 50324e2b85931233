"""The Java side of the embedded store: one JVM per process, with an engine restricted to what queries may do.

This is the only module that imports the engine's package, and only when a query needs it. The JVM is started
here instead of by that package, since the package's flags write ``./log`` and a warning, and crash with a
segmentation fault on SIGTERM. Everything except answering Cypher is disabled before the first query: servers,
export and import are not loaded, forbidden functions and procedures are removed from the engine's registries,
and scripts, files and addresses are switched off.
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
    """An object to be closed when the process ends."""

    def close(self) -> None: ...


#: Restrictions of the engine, regardless of a database's own configuration.
SETTINGS = {
    "arcadedb.opencypher.loadCsv.allowFileUrls": "false",
    "arcadedb.opencypher.loadCsv.allowRemoteUrls": "false",
    "arcadedb.backup.enabled": "false",
    "arcadedb.polyglotEngineEnabled": "false",
}
#: The engine's own jars to load; the others are servers, clients, export, import and backup.
_PARTS = re.compile(r"arcadedb-(?!engine-|python-bridge)")
#: SQL functions that the engine uses to implement Cypher functions of other names.
_BEHIND = frozenset(("stddev", "stddevp"))
_open: weakref.WeakSet[Closable] = weakref.WeakSet()
#: Held while the JVM starts, which is possible only once.
_starting = ForkLock()


class _Started:
    """State of the JVM."""

    process = 0
    """Id of the process in which it was started, or is being started."""


def forked() -> bool:
    """Whether this is a fork of the process in which the JVM was started.

    Its threads do not exist here, so that any call would wait forever.
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
    """Start the JVM, once per process, with a heap of at most 1 GB or ``GRAPHBUILD_JVM_HEAP``.

    ``options`` replace those for its class cache, which is created if missing.

    Raises:
        StoreError: Java does not start, for instance because of an invalid heap size; another library
            has started it; or this process is a fork of one in which it runs.
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
    """Return the path of the JVM's crash report. It contains parts of memory, so only the user may read
    it.
    """
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
    """Return the path of the JVM library of the package."""
    return str(jvm.get_bundled_jre_lib_path())


def cache() -> Path | None:
    """Return the path of this engine's class cache, which need not exist yet."""
    library = Path(java_library())
    return engine_cache.place(VERSION, f"{library} {library.stat().st_size} {library.stat().st_mtime_ns}")


def _restrict() -> None:
    """Remove functions and procedures that no query may call from the engine's registries."""
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
        permitted_functions = [found for name in sorted(permitted_) if (found := known.get(name)) is not None]
        known.clear()
        for function in permitted_functions:
            known.register(function)


def check_settings(database: Any) -> None:
    """Check that the engine's restrictions are active in an open database.

    Raises:
        StoreError: they are not.
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
    """Close the store when the process ends, unless it was closed before."""
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
    """Return the Java class with this full name."""
    return jpype.JClass(name)


def java_map(values: dict[str, Any]) -> Any:
    """Convert the values to a Java map, including dates. Raises ``QueryError`` for an unsupported value."""
    result = java_class("java.util.HashMap")()
    for name, value in values.items():
        try:
            result.put(name, convert_python_to_java(value))
        except (TypeError, OverflowError) as error:
            message = f"The parameter {name} is {repr(value)[:80]}, of type {type(value).__name__}"
            raise guard.wrong_value(message) from error
    return jpype.JObject(result, java_class("java.util.Map"))


def java_value(value: Any) -> Any:
    """Convert a value to the Java type of a record's property."""
    return convert_python_to_java(value)


def java_long(value: int) -> Any:
    """Convert a number to a Java long."""
    return jpype.JLong(value)
