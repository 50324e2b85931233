"""Stopping a Java thread that does not check the clock.

The engine checks it between two rows. Within a row (a long list comprehension, for instance) only the JVM can
stop it: its tool interface (JVM TI, https://docs.oracle.com/en/java/javase/25/docs/specs/jvmti.html) throws
an exception in a thread at any point. Java offers this only to C, as function tables; the numbers below are
indexes into them, which never change.
"""

from __future__ import annotations

import ctypes
from typing import Any

_JNI, _JVMTI = 0x00010006, 0x30010200
_GET_ENV = 6
_FIND_CLASS, _ALLOC_OBJECT, _DELETE_LOCAL_REF = 6, 27, 23
_ALL_THREADS, _STOP_THREAD, _THREAD_INFO, _DEALLOCATE, _ADD_CAPABILITIES = 3, 6, 8, 46, 141
_CAN_SIGNAL_THREAD = 10
"""Index of a bit of the capabilities."""
_Pointer = ctypes.c_void_p


class _Info(ctypes.Structure):
    """Thread information of JVM TI."""

    _fields_ = (
        ("name", _Pointer),
        ("priority", ctypes.c_int),
        ("daemon", ctypes.c_uint8),
        ("group", _Pointer),
        ("loader", _Pointer),
    )


class Halter:
    """Stops threads of the JVM in this process; must be created on a thread attached to Java."""

    def __init__(self, library: str) -> None:
        """``library`` is the path of the JVM. Raises ``OSError`` if the JVM does not support this."""
        self._vm = _Pointer()
        found = ctypes.c_int()
        created = ctypes.CDLL(library).JNI_GetCreatedJavaVMs
        if created(ctypes.byref(self._vm), 1, ctypes.byref(found)) or not found.value:
            raise OSError("no JVM runs in this process")
        self._tools = self._environment(_JVMTI)
        capabilities = (ctypes.c_uint8 * 16)()
        capabilities[_CAN_SIGNAL_THREAD // 8] = 1 << _CAN_SIGNAL_THREAD % 8
        if _call(self._tools, _ADD_CAPABILITIES, capabilities):
            raise OSError("this JVM ends no threads")

    def halt(self, name: str) -> bool:
        """Throw an error in the Java thread of this name; return whether there is one."""
        java = self._environment(_JNI)
        count, threads = ctypes.c_int(), ctypes.POINTER(_Pointer)()
        if _call(self._tools, _ALL_THREADS, ctypes.byref(count), ctypes.byref(threads)):
            return False
        kind = _call(java, _FIND_CLASS, b"java/lang/Error", returns=_Pointer)
        error = _call(java, _ALLOC_OBJECT, kind, returns=_Pointer)
        halted = False
        for thread in threads[: count.value]:
            info = _Info()
            if _call(self._tools, _THREAD_INFO, thread, ctypes.byref(info)) == 0:
                if ctypes.string_at(info.name) == name.encode():
                    halted = _call(self._tools, _STOP_THREAD, thread, error) == 0
                _call(self._tools, _DEALLOCATE, info.name)
                for local in (info.group, info.loader):
                    _call(java, _DELETE_LOCAL_REF, local, returns=None)
            _call(java, _DELETE_LOCAL_REF, thread, returns=None)
        _call(self._tools, _DEALLOCATE, threads)
        for local in (error, kind):
            _call(java, _DELETE_LOCAL_REF, local, returns=None)
        return halted

    def _environment(self, version: int) -> Any:
        found = _Pointer()
        if _call(self._vm, _GET_ENV, ctypes.byref(found), ctypes.c_int(version)):
            raise OSError(f"this JVM has no interface {version:#x} here")
        return found


def _call(owner: Any, place: int, *arguments: Any, returns: Any = ctypes.c_int) -> Any:
    """Call the function at this index of the owner's table; arguments other than numbers are passed as
    pointers.
    """
    table = ctypes.cast(owner, ctypes.POINTER(ctypes.POINTER(_Pointer)))[0]
    kinds = [ctypes.c_int if isinstance(argument, ctypes.c_int) else _Pointer for argument in arguments]
    return ctypes.CFUNCTYPE(returns, _Pointer, *kinds)(table[place])(owner, *arguments)
