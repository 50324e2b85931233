"""What is measured: each function runs its processes in turns and returns rows for the table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.process import Run, graphbuild, python, run

QUERY = (
    "MATCH (a:Entity)-[r]->(b:Entity) "
    "RETURN a.name, type(r), b.name, r.articles ORDER BY r.articles DESC, r.id LIMIT 10"
)

_LATER_QUERIES = """
import json, sys, time
import graphbuild as gb

with gb.open(sys.argv[1]) as graph:
    seconds = []
    for _ in range(21):
        started = time.perf_counter()
        list(graph.query(sys.argv[2]))
        seconds.append(time.perf_counter() - started)
print(json.dumps(seconds))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    measure: str
    value: str
    aim: str
    detail: str


def in_turns(commands: Mapping[str, Callable[[int], list[str]]], runs: int) -> dict[str, list[Run]]:
    """Run each command ``runs`` times, one after another, so that a busy moment hits all alike."""
    done: dict[str, list[Run]] = {name: [] for name in commands}
    for i in range(runs):
        for name, command in commands.items():
            done[name].append(run(command(i)))
    return done


def start_up(runs: int) -> list[Row]:
    """``graphbuild --help`` against an interpreter that does nothing."""
    done = in_turns({"help": lambda _: graphbuild("--help"), "pass": lambda _: python("-c", "pass")}, runs)
    return [_ratio("`--help` : `python -c pass`", _seconds(done["help"]), _seconds(done["pass"]))]


def throughput(corpus: Path, folder: Path, *, workers: int, runs: int) -> list[Row]:
    """Articles a second through ``build`` against the bare pipeline, start-up and all."""

    def baseline(pipes: str, _: int) -> list[str]:
        return python("-m", "benchmarks.baseline", str(corpus), "--pipes", pipes, "--workers", str(workers))

    def build(extra: tuple[str, ...], i: int) -> list[str]:
        return build_command(corpus, folder / f"speed{len(extra)}-{i}", workers, *extra)

    commands: dict[str, Callable[[int], list[str]]] = {
        "build": partial(build, ()),
        "all": partial(baseline, "all"),
        "used": partial(baseline, "used"),
    }
    encoder = "--no-encoder" in run(graphbuild("build", "--help"), env={"COLUMNS": "200"}).stdout
    if encoder:
        commands["frames"] = partial(build, ("--no-encoder",))
    taken = {name: _seconds(done) for name, done in in_turns(commands, runs).items()}
    rows = [
        _ratio("speed of `build`, bare `nlp.pipe` = 1", taken["all"], taken["build"], aim="≥ 0.4"),
        _ratio(
            "speed of `build`, bare `nlp.pipe` less unused pipes = 1",
            taken["used"],
            taken["build"],
            aim="",
        ),
    ]
    if encoder:
        rows.append(
            _ratio(
                "speed of `build --no-encoder`, bare `nlp.pipe` = 1",
                taken["all"],
                taken["frames"],
                aim="≥ 0.8",
            )
        )
    return rows


def again(corpus: Path, folder: Path, *, workers: int, count: int) -> tuple[list[Row], Run]:
    """An unchanged rebuild against the first build in ``folder``, and that first build."""
    first = run(build_command(corpus, folder, workers))
    rebuilt = median(run(build_command(corpus, folder, workers)).seconds for _ in range(3))
    return [_ratio(f"rebuild : first build, {count:,} articles", rebuilt, first.seconds, aim="≤ 0.02")], first


def workers(corpus: Path, folder: Path, *, runs: int) -> list[Row]:
    """One worker process against two, in turns: start-up and all, and processors that they kept busy."""

    def build(number: int, i: int) -> list[str]:
        return build_command(corpus, folder / f"workers{number}-{i}", number)

    done = in_turns({str(number): partial(build, number) for number in (1, 2)}, runs)
    one, two = (_seconds(done[number]) for number in "12")
    worked = [median(run.processors * run.seconds for run in done[number]) for number in "12"]
    row = _ratio("speed of two workers, one = 1", one, two, aim="≥ 1.6")
    told = f"{row.detail}; processor time {_unit(worked[0])} and {_unit(worked[1])}"
    return [
        replace(row, detail=told),
        _ratio("the same on two processors of their own, by processor time", worked[0], worked[1] / 2),
    ]


def one_more(folder: Path, scratch: Path, count: int) -> list[Row]:
    """What an article costs, to be read and asked for, alone and in a graph of many that was asked before."""

    def cost(graph: Path, name: str) -> tuple[float, float]:
        file = scratch / f"{name}.jsonl"
        row = {"id": name, "text": f"France attacked Germany on Monday. President Boris {name.title()} left."}
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
        read = run(build_command(file, graph, 1))
        asked = run(graphbuild("query", QUERY, "-g", str(graph), "--format", "json"))
        return read.seconds, asked.seconds

    run(graphbuild("query", QUERY, "-g", str(folder), "--format", "json"))
    alone = [cost(scratch / f"alone{i}", f"vanora{i}") for i in range(3)]
    more = [cost(folder, f"sadoki{i}") for i in range(3)]
    rows = []
    for i, what in enumerate(("read", "asked for")):
        this, that = (median(pair[i] for pair in pairs) for pairs in (more, alone))
        rows.append(_ratio(f"one more article in {count:,}, {what} : one alone", this, that, aim="a few"))
    return rows


def memory(small: Run, large: Run, counts: tuple[int, int]) -> list[Row]:
    """Most memory that a build of many articles holds, over one of few."""
    if small.peak is None or large.peak is None:
        return [Row("peak memory", "–", "", "needs /proc")]
    detail = f"{small.peak:.0f} MB at {counts[0]:,} articles, {large.peak:.0f} MB at {counts[1]:,}"
    return [
        Row("peak memory: what more articles add", f"{large.peak - small.peak:+.0f} MB", "≤ +50 MB", detail)
    ]


def queries(folder: Path) -> list[Row]:
    """The first query after a build, the first of a later process, and those that follow in it."""
    command = graphbuild("query", QUERY, "-g", str(folder), "--format", "json")
    first, reopened = run(command).seconds, run(command).seconds
    inside: list[float] = json.loads(run(python("-c", _LATER_QUERIES, str(folder), QUERY)).stdout)
    following = median(inside[1:])
    return [
        _ratio("later process's query : first after the build", reopened, first),
        _ratio("next query : first, in one process", following, inside[0]),
    ]


def build_command(corpus: Path, folder: Path, workers: int, *extra: str) -> list[str]:
    """``graphbuild build`` of a corpus into a graph folder."""
    return graphbuild("build", str(corpus), "-g", str(folder), "--workers", str(workers), "--json", *extra)


def _seconds(done: list[Run]) -> float:
    return median(one.seconds for one in done)


def _ratio(measure: str, this: float, that: float, *, aim: str = "") -> Row:
    return Row(measure, f"{this / that:.3g}", aim, f"{_unit(this)} : {_unit(that)}")


def _unit(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"
