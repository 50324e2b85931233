"""What one more article costs a graph of many: ``python -m benchmarks.growing 10000``.

Articles of three sentences are made up, of states and of persons that about ten articles name, built
without the encoders and asked; then further ones come, one by one, and so into a graph of one article.
Prints processor seconds (user and system, start-up of every command included) and megabytes as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.identity import SYLLABLES
from benchmarks.measures import QUERY
from benchmarks.process import Run, python, run
from graphbuild import tables

_TIMES = 3
_DEEDS = ("attacked", "praised", "sanctioned", "recognised", "accused", "invaded", "supported", "condemned")
_AGGREGATE = """
import sys
from pathlib import Path
from graphbuild.api.places import Folder
with Folder(Path(sys.argv[1])).kept(): pass
"""


def text(number: int, of: int) -> str:
    """The text of an article of a corpus of so many."""
    dice = random.Random(number)
    a, b, c = dice.sample(sorted(c.name for c in tables.countries().values() if c.status == "sovereign"), 3)
    one, two = (_person(dice.randrange(max(of // 5, 1))) for _ in range(2))
    deeds = dice.sample(_DEEDS, 3)
    return (
        f"{a} {deeds[0]} {b} on Monday, and {c} {deeds[1]} {a}, officials said. "
        f"President {one} of {c} met Foreign Minister {two} in Geneva for talks on case {number}. "
        f"{two.split()[1]} {deeds[2]} {b} and said that the talks would go on."
    )


def _person(number: int) -> str:
    dice = random.Random(f"person {number}")
    surname = "".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))).title()
    return f"{dice.choice(sorted(tables.first_names())).title()} {surname}"


def write(file: Path, first: int, last: int, of: int) -> Path:
    """Write the articles ``first`` to ``last`` as JSON Lines."""
    with file.open("w", encoding="utf-8") as out:
        for number in range(first, last):
            out.write(json.dumps({"id": f"made-{number}", "text": text(number, of)}) + "\n")
    return file


def measure(articles: int, scratch: Path) -> dict[str, float | None]:
    """Build, ask, and let grow."""
    graph, alone = scratch / "graph", scratch / "alone"
    corpus = write(scratch / "corpus.jsonl", 0, articles, articles)
    first = _build(corpus, graph)
    told: dict[str, float | None] = {"articles": articles, "build": _cpu(first), "build MB": first.peak}
    again = _build(corpus, graph)
    told["unchanged"] = _cpu(again)
    aggregated = _aggregate(graph)
    told |= {"aggregation": _cpu(aggregated), "aggregation MB": aggregated.peak}
    asked = _ask(graph)
    told |= {"first query": _cpu(asked), "first query MB": asked.peak, "query again": _cpu(_ask(graph))}
    told |= {
        f"{name} MB": _megabytes(graph / name) for name in ("ledger.sqlite", "aggregation.sqlite", "cypher")
    }
    _build(write(scratch / "first.jsonl", 0, 1, articles), alone)
    _ask(alone)
    at = articles
    for name, folder in (("one more", graph), ("alone", alone)):
        taken: dict[str, list[Run]] = {"read": [], "aggregated": [], "asked": [], "aggregated and asked": []}
        steps: list[tuple[str, Callable[[Path], Run]]] = [
            *(("aggregated", _aggregate), ("asked", _ask)) * _TIMES,
            *(("aggregated and asked", _ask),) * _TIMES,
        ]
        for step, command in steps:
            if step != "asked":  # that follows aggregating
                at += 1
                taken["read"].append(_build(write(scratch / f"{at}.jsonl", at, at + 1, articles), folder))
            taken[step].append(command(folder))
        for step, runs in taken.items():
            told[f"{name}, {step}"] = round(median(_cpu(one) for one in runs), 2)
            told[f"{name}, {step} MB"] = median(one.peak or 0 for one in runs)
    told["start of Python with what aggregates"] = _cpu(run(python("-c", "import graphbuild.api.places")))
    return told


def _build(file: Path, graph: Path) -> Run:
    return run(
        python("-m", "graphbuild", "build", str(file), "-g", str(graph), "--workers", "1", "--no-encoder")
    )


def _aggregate(graph: Path) -> Run:
    return run(python("-c", _AGGREGATE, str(graph)))


def _ask(graph: Path) -> Run:
    return run(python("-m", "graphbuild", "query", QUERY, "-g", str(graph), "--format", "json"))


def _cpu(one: Run) -> float:
    return round(one.processors * one.seconds, 2)


def _megabytes(place: Path) -> float:
    files = place.rglob("*") if place.is_dir() else place.parent.glob(f"{place.name}*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="graphbuild-bench-") as made:
        print(json.dumps(measure(int(sys.argv[1]), Path(made)), indent=1))
