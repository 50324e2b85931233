"""A graph that is asked by several threads at once, and in processes that were forked."""

from __future__ import annotations

import pytest

from tests.commands import python
from tests.example_graph import example_graph

pytestmark = pytest.mark.slow

THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
import graphbuild as gb

with gb.open(sys.argv[1]) as graph, ThreadPoolExecutor(4) as threads:
    for asked in [threads.submit(graph.query, "RETURN 1 AS x") for _ in range(8)]:
        print(asked.result())
"""
FORK = """
import multiprocessing as mp, sys, warnings
import graphbuild as gb

warnings.simplefilter("ignore")  # of threads in a process that is forked

def ask():
    for opened in (graph, gb.open(sys.argv[1])):
        try:
            with opened:
                opened.query("RETURN 2 AS x")
        except gb.StoreError as error:
            print(error, flush=True)

graph = gb.open(sys.argv[1])
graph.query("RETURN 1 AS x")
process = mp.get_context("fork").Process(target=ask)
process.start()
process.join(60)
if process.is_alive():
    process.kill()
print(graph.query("RETURN 3 AS x"))
"""

STARTING = """
import gc, multiprocessing as mp, sys, threading, time, warnings
import graphbuild as gb
from graphbuild.stores import engine

warnings.simplefilter("ignore")  # of threads in a process that is forked

def ask():
    for opened in (graph, gb.open(sys.argv[1])):
        try:
            with opened:
                opened.query("RETURN 2 AS x")
        except gb.StoreError as error:
            print(error, flush=True)
    with gb.open(sys.argv[1]) as opened:
        print(opened.stats().articles > 0, [c for c in gc.callbacks if c.__module__ == "_jpype"], flush=True)

graph = gb.open(sys.argv[1])
thread = threading.Thread(target=graph.query, args=("RETURN 1 AS x",))
thread.start()
while not engine._Started.process:
    time.sleep(0.001)
time.sleep(float(sys.argv[2]))
process = mp.get_context("fork").Process(target=ask)
process.start()
process.join(60)
if process.is_alive():
    process.kill()
thread.join()
print(graph.query("RETURN 3 AS x"))
"""
OTHER_JAVA = """
import ctypes, sys
import graphbuild as gb
from graphbuild.stores import engine

if sys.argv[2] == "jpype":
    import jpype
    jpype.startJVM(engine.java_library(), "--enable-native-access=ALL-UNNAMED", classpath=[])
else:
    class Options(ctypes.Structure):
        _fields_ = [("version", ctypes.c_int32), ("number", ctypes.c_int32), ("all", ctypes.c_void_p)]
        _fields_ += [("ignore", ctypes.c_ubyte)]

    made, thread, options = ctypes.c_void_p(), ctypes.c_void_p(), Options(0x00010008, 0, None, 1)
    start = ctypes.CDLL(engine.java_library()).JNI_CreateJavaVM
    assert start(ctypes.byref(made), ctypes.byref(thread), ctypes.byref(options)) == 0
with gb.open(sys.argv[1]) as graph:
    print(graph.stats().articles > 0)
    try:
        graph.query("RETURN 1 AS x")
    except gb.StoreError as error:
        print(error, flush=True)
"""


def test_the_first_queries_may_come_from_several_threads() -> None:
    done = python("-c", THREADS, str(example_graph()))
    assert done.stdout.splitlines() == ["[{'x': 1}]"] * 8, done.stderr


def test_a_forked_process_is_told_that_it_cannot_ask() -> None:
    done = python("-c", FORK, str(example_graph()))
    *told, last = done.stdout.splitlines()
    assert len(told) == 2, done.stderr
    assert all("forked, and cannot be used" in line and "'spawn'" in line for line in told)
    assert last == "[{'x': 3}]"


@pytest.mark.parametrize("later", ["0", "0.3"])
def test_a_process_that_is_forked_while_the_engine_starts_cannot_ask(later: str) -> None:
    done = python("-c", STARTING, str(example_graph()), later)
    *refused, other, last = done.stdout.splitlines()
    assert len(refused) == 2, done.stderr
    assert all("forked, and cannot be used" in line and "'spawn'" in line for line in refused)
    assert other == "True []"
    assert last == "[{'x': 3}]"


@pytest.mark.parametrize("by", ["jpype", "jni"])
def test_java_that_another_library_has_started_is_reported(by: str) -> None:
    done = python("-c", OTHER_JAVA, str(example_graph()), by)
    assert done.stdout.splitlines() == [
        "True",
        "Another library has started Java in this process, which can run only one: ask the queries in another"
        " process, made with multiprocessing.get_context('spawn').",
    ], done.stderr
