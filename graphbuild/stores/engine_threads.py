"""Java threads that run queries and can be stopped when they are late."""

from __future__ import annotations

import contextlib
import functools
import itertools
import time
from typing import Any

import jpype

from graphbuild.stores.engine import java_class, java_library, java_map
from graphbuild.stores.halting import Halter

_numbers = itertools.count(1)
_DATABASE = "com.arcadedb.database.DatabaseInternal"
_RESULTS = "com.arcadedb.query.sql.executor.ResultSet"
_STREAM = "java.util.stream.Stream"

_LOADING = frozenset(
    "<clinit> loadClass defineClass findClass linkCallSite linkMethod linkDynamicConstant".split()
)
"""Java methods that run during class loading and linking."""


class Worker:
    """A Java thread that runs one task after the other, without a Python frame on its stack.

    A Python thread left behind in Java would abort the process at its end; a Java thread does not. Its tasks
    are composed of method handles; the thread ends with the process.
    """

    def __init__(self) -> None:
        self.name = f"graphbuild-query-{next(_numbers)}"
        self._handles = java_class("java.lang.invoke.MethodHandles")
        self._type = java_class("java.lang.invoke.MethodType").methodType
        threads = java_class("java.lang.Thread").ofPlatform().daemon(True).name(self.name)
        threads = threads.uncaughtExceptionHandler(self._silence()).factory()
        self._executor = java_class("java.util.concurrent.Executors").newSingleThreadExecutor(threads)

    def ask(self, database: Any, cypher: str, values: dict[str, Any], *, write: bool) -> Any:
        """Start a query; the task's outcome is its result set."""
        text = java_class("java.lang.String")
        kind = self._type(java_class(_RESULTS), [text, text, java_class("java.util.Map")])
        call = self._method(_DATABASE, "command" if write else "query", kind)
        return self._submit(call, [database, "opencypher", cypher, java_map(values)])

    def rows(self, answer: Any, most: int) -> Any:
        """Start reading at most this many rows; the task's outcome is their list."""
        streams = java_class(_STREAM)
        stream = self._method(_RESULTS, "stream", self._type(streams))
        limit = self._method(_STREAM, "limit", self._type(streams, [jpype.JLong]))
        whole = self._method(_STREAM, "toList", self._type(java_class("java.util.List")))
        limit = self._handles.insertArguments(limit, 1, [jpype.JLong(most)])
        call = self._handles.filterReturnValue(self._handles.filterReturnValue(stream, limit), whole)
        return self._submit(call, [answer])

    def do(self, database: Any, action: str) -> Any:
        """Start a database action without arguments and result: ``begin``, ``commit``, …"""
        nothing = java_class("java.lang.Void").TYPE
        return self._submit(self._method(_DATABASE, action, self._type(nothing)), [database])

    def transaction(self, database: Any) -> Any:
        """Start looking up the transaction of this thread."""
        kind = self._type(java_class("com.arcadedb.database.TransactionContext"))
        return self._submit(self._method(_DATABASE, "getTransaction", kind), [database])

    def halt(self, task: Any, patience: float) -> bool:
        """Stop the current task within so many seconds; return whether that succeeded."""
        deadline = time.monotonic() + patience
        try:
            halter = _halter()
            while not task.isDone() and time.monotonic() < deadline:
                if self._settled() and not halter.halt(self.name):
                    break
                wait(task, 0.1)
        except OSError:
            pass  # this JVM cannot stop threads
        return bool(task.isDone())

    def end(self) -> None:
        """Let the thread end after its task."""
        self._executor.shutdown()

    def _settled(self) -> bool:
        """Whether the thread is in the engine, and not loading or linking code.

        Interrupted loading would remain broken.
        """
        for thread, frames in java_class("java.lang.Thread").getAllStackTraces().items():
            if str(thread.getName()) == self.name:
                running = any(str(frame.getClassName()).startswith("com.arcadedb.") for frame in frames)
                return running and _LOADING.isdisjoint(str(frame.getMethodName()) for frame in frames)
        return False

    def _silence(self) -> Any:
        """Return a handler that ignores errors of abandoned tasks."""
        handler = java_class("java.lang.Thread$UncaughtExceptionHandler")
        nothing = java_class("java.lang.Void").TYPE
        kind = self._type(nothing, [java_class("java.lang.Thread"), java_class("java.lang.Throwable")])
        proxy = java_class("java.lang.invoke.MethodHandleProxies")
        return jpype.JObject(proxy.asInterfaceInstance(handler, self._handles.empty(kind)), handler)

    def _method(self, owner: str, name: str, kind: Any) -> Any:
        return self._handles.publicLookup().findVirtual(java_class(owner), name, kind)

    def _submit(self, call: Any, arguments: list[Any]) -> Any:
        job = java_class("java.util.concurrent.Callable")
        bound = self._handles.insertArguments(call, 0, arguments)
        proxy = java_class("java.lang.invoke.MethodHandleProxies").asInterfaceInstance(job, bound)
        return self._executor.submit(jpype.JObject(proxy, job))


@functools.cache
def _halter() -> Halter:
    return Halter(java_library())


def wait(task: Any, seconds: float) -> None:
    """Wait until the task is done, for at most so many seconds."""
    late = java_class("java.util.concurrent.TimeoutException")
    failed = java_class("java.util.concurrent.ExecutionException")
    with contextlib.suppress(late, failed):
        task.get(int(seconds * 1000), java_class("java.util.concurrent.TimeUnit").MILLISECONDS)


def outcome(task: Any) -> Any:
    """Return the result of a task, or raise its exception."""
    try:
        return task.get()
    except java_class("java.util.concurrent.ExecutionException") as error:
        raise error.getCause() from None
