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


def test_the_first_queries_may_come_from_several_threads() -> None:
    done = python("-c", THREADS, str(example_graph()))
    assert done.stdout.splitlines() == ["[{'x': 1}]"] * 8, done.stderr


def test_a_forked_process_is_told_that_it_cannot_ask() -> None:
    done = python("-c", FORK, str(example_graph()))
    *told, last = done.stdout.splitlines()
    assert len(told) == 2, done.stderr
    assert all("forked, and cannot be used" in line and "'spawn'" in line for line in told)
    assert last == "[{'x': 3}]"
