"""The Java side of the embedded store: one JVM a process, and Java values as Python's.

Imported only where a query needs the engine. The JVM is started here and not by the engine's
package, whose own flags write ``./log`` and a warning, and die of a segmentation fault on SIGTERM.
"""

from __future__ import annotations

import atexit
import contextlib
import glob
import os
import tempfile
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import jpype
import jpype.config
from arcadedb_embedded import jvm
from arcadedb_embedded.type_conversion import convert_python_to_java

from graphbuild.errors import StoreError
from graphbuild.stores.base import moment

HEAP_VARIABLE = "GRAPHBUILD_JVM_HEAP"
_TEMPORAL = "com.arcadedb.query.opencypher.temporal."
_PATHS = "com.arcadedb.query.opencypher.traversal.TraversalPath"


class Closable(Protocol):
    """What is closed when the process ends."""

    def close(self) -> None: ...


_open: weakref.WeakSet[Closable] = weakref.WeakSet()
_converters: dict[type, Callable[[Any], Any]] = {}


def start() -> None:
    """Start the JVM, once a process. Its heap is at most 1 GB, or GRAPHBUILD_JVM_HEAP.

    Raises:
        StoreError: Java does not start, for instance because the heap asked for is no size.
    """
    if jpype.isJVMStarted():
        return
    heap = os.environ.get(HEAP_VARIABLE, "1g")
    crash = Path(tempfile.gettempdir()) / "graphbuild-jvm-%p.log"
    try:
        jpype.startJVM(
            jvm.get_bundled_jre_lib_path(),
            f"-Xmx{heap}",
            "-Xrs",
            "-XX:+UseSerialGC",
            f"-XX:ErrorFile={crash}",
            f"-Djava.util.logging.config.file={Path(__file__).with_name('quiet.properties')}",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF8",
            "-Dpolyglot.engine.WarnInterpreterOnly=false",
            "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
            "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            classpath=sorted(glob.glob(f"{jvm.get_jar_path()}/*.jar")),
            interrupt=False,
        )
    except Exception as error:
        raise StoreError(
            f"The embedded Cypher engine did not start with a heap of {heap} ({error}):"
            f" set {HEAP_VARIABLE} to a size such as 512m."
        ) from error
    # The engine's own shutdown hook waits 30 s for a query that cannot be stopped.
    jpype.config.destroy_jvm = False
    atexit.register(_close_all)


def close_at_exit(store: Closable) -> None:
    """Close the store when the process ends, if nobody did before."""
    _open.add(store)


def _close_all() -> None:
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
    """The values as a Java map, dates included."""
    return jpype.JObject(convert_python_to_java(values), java_class("java.util.Map"))


def java_value(value: Any) -> Any:
    """The value as a property of a record holds it."""
    return convert_python_to_java(value)


def java_long(value: int) -> Any:
    """The number as a Java long."""
    return jpype.JLong(value)


class Worker:
    """A Java thread that runs queries, without a Python frame on it.

    What it runs is put together of method handles; the thread ends with the process.
    """

    def __init__(self) -> None:
        threads = java_class("java.lang.Thread").ofPlatform().daemon(True).name("graphbuild-query").factory()
        self._executor = java_class("java.util.concurrent.Executors").newSingleThreadExecutor(threads)
        self._handles = java_class("java.lang.invoke.MethodHandles")
        self._type = java_class("java.lang.invoke.MethodType").methodType
        self._results = java_class("com.arcadedb.query.sql.executor.ResultSet")
        self._stream = java_class("java.util.stream.Stream")

    def query(self, database: Any, cypher: str, values: dict[str, Any]) -> Any:
        """Begin to run the query; the task's outcome is its result set."""
        text = java_class("java.lang.String")
        kind = self._type(self._results, [text, text, java_class("java.util.Map")])
        call = self._method("com.arcadedb.database.BasicDatabase", "query", kind)
        return self._submit(call, [database, "opencypher", cypher, java_map(values)])

    def rows(self, answer: Any, most: int) -> Any:
        """Begin to read at most this many rows; the task's outcome is their list."""
        stream = self._method("com.arcadedb.query.sql.executor.ResultSet", "stream", self._type(self._stream))
        limit = self._method("java.util.stream.Stream", "limit", self._type(self._stream, [jpype.JLong]))
        whole = self._method("java.util.stream.Stream", "toList", self._type(java_class("java.util.List")))
        limit = self._handles.insertArguments(limit, 1, [jpype.JLong(most)])
        call = self._handles.filterReturnValue(self._handles.filterReturnValue(stream, limit), whole)
        return self._submit(call, [answer])

    def _method(self, owner: str, name: str, kind: Any) -> Any:
        return self._handles.publicLookup().findVirtual(java_class(owner), name, kind)

    def _submit(self, call: Any, arguments: list[Any]) -> Any:
        job = java_class("java.util.concurrent.Callable")
        bound = self._handles.insertArguments(call, 0, arguments)
        proxy = java_class("java.lang.invoke.MethodHandleProxies").asInterfaceInstance(job, bound)
        return self._executor.submit(jpype.JObject(proxy, job))


def wait(task: Any, seconds: float) -> None:
    """Wait until the task is done, or so many seconds have passed."""
    late = java_class("java.util.concurrent.TimeoutException")
    failed = java_class("java.util.concurrent.ExecutionException")
    with contextlib.suppress(late, failed):
        task.get(int(seconds * 1000), java_class("java.util.concurrent.TimeUnit").MILLISECONDS)


def outcome(task: Any) -> Any:
    """What a task gave, or its exception."""
    try:
        return task.get()
    except java_class("java.util.concurrent.ExecutionException") as error:
        raise error.getCause() from None


def value(java: Any) -> Any:
    """A Java value as plain Python: see ``Rows`` for the forms."""
    kind = type(java)
    converter = _converters.get(kind)
    if converter is None:
        converter = _converters[kind] = _converter(java)
    return converter(java)


def _converter(java: Any) -> Callable[[Any], Any]:
    if java is None or (isinstance(java, bool | int | float | str) and not hasattr(java, "getClass")):
        return lambda v: v
    name = str(java.getClass().getName())
    plain: dict[str, Callable[[Any], Any]] = {
        "java.lang.String": str,
        "java.lang.Boolean": bool,
        "java.lang.Long": int,
        "java.lang.Integer": int,
        "java.lang.Short": int,
        "java.lang.Byte": int,
        "java.lang.Double": float,
        "java.lang.Float": float,
        "java.math.BigDecimal": lambda v: float(str(v)),
        "java.math.BigInteger": lambda v: int(str(v)),
        "java.time.LocalDate": _date,
        f"{_TEMPORAL}CypherDate": _date,
        f"{_TEMPORAL}CypherDuration": str,
        _PATHS: _path,
    }
    if name in plain:
        return plain[name]
    if name.startswith(_TEMPORAL):
        return lambda v: moment(str(v))
    for base, convert in (
        ("com.arcadedb.graph.Vertex", _node),
        ("com.arcadedb.graph.Edge", _relationship),
        ("com.arcadedb.query.sql.executor.Result", _result),
        ("java.util.Map", _dict),
        ("java.util.Collection", lambda v: [value(item) for item in v]),
    ):
        if isinstance(java, java_class(base)):
            return convert
    return str


def _date(java: Any) -> date:
    return date.fromisoformat(str(java))


def _properties(record: Any) -> dict[str, Any]:
    """The record's properties by name, without the engine's own (``@rid``, ``@type``)."""
    names = sorted(str(n) for n in record.getPropertyNames() if not str(n).startswith("@"))
    return {n: v for n in names if (v := value(record.get(n))) is not None}


def _node(vertex: Any) -> dict[str, Any]:
    kind = vertex.getType()
    parents = [str(t.getName()) for t in kind.getSuperTypes()]
    return {"labels": sorted(parents or [str(kind.getName())]), "properties": _properties(vertex)}


def _relationship(edge: Any) -> dict[str, Any]:
    return {
        "type": str(edge.getTypeName()),
        "source": value(edge.getOutVertex().get("id")),
        "target": value(edge.getInVertex().get("id")),
        "properties": _properties(edge),
    }


def _path(path: Any) -> dict[str, Any]:
    return {
        "nodes": [_node(v) for v in path.getVertices()],
        "relationships": [_relationship(e) for e in path.getEdges()],
    }


def _dict(java: Any) -> dict[str, Any]:
    items = ((str(e.getKey()), e.getValue()) for e in java.entrySet())
    return {key: value(item) for key, item in items if not key.startswith("@")}


def _result(result: Any) -> Any:
    if result.isElement():
        return value(result.getElement().get())
    return {str(n): value(result.getProperty(n)) for n in result.getPropertyNames()}
