"""Peak memory of a build of many short articles: ``python -m benchmarks.memory 100000``.

Reading so many would take hours, so a stand-in takes the place of parser and rules: it finds two countries
and one statement in each article. What is measured is everything else: input, pipeline and ledger.
Prints megabytes and seconds as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measures import Row
from benchmarks.process import python, run
from graphbuild.extractor import Extractor
from graphbuild.model import Article, LocalEntity, Mention, Reading, Statement
from graphbuild.pipeline import Progress, build, building
from graphbuild.workers import read_article

_TEXT = "France attacked Algeria on day {}, officials said, and talks will follow in Geneva."


def stand_in(_: Extractor, article: Article) -> Reading:
    """What the extractor would find in ``_TEXT``, without looking."""
    ends = [
        LocalEntity("country", code, name, code, (Mention(at, at + len(name), name, "name"),))
        for code, name, at in (("FRA", "France", 0), ("DZA", "Algeria", 16))
    ]
    said = Statement(
        article.id, "ATTACKS", ends[0].id, ends[1].id, (0, 6), (16, 23), (0, len(article.text)), article.text,
        "attacked", (7, 15), False, "asserted", "", "past", 0.85, "verb:attack/active",
    )  # fmt: skip
    return Reading(article, tuple(ends), (said,))


def peak() -> float:
    """Most megabytes that this process has held; where Linux tells, without those of its parent before it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measure(articles: int) -> dict[str, float]:
    """Build so many articles in this process, and a second time unchanged."""
    Extractor.read = stand_in  # type: ignore[method-assign, assignment]
    vars(building)["readings"] = lambda items, reader, workers: (  # here: another process has no stand-in
        read_article(reader, item) if isinstance(item, Article) else item for item in items
    )
    with tempfile.TemporaryDirectory(prefix="graphbuild-bench-") as scratch:
        corpus = Path(scratch, "corpus.jsonl")
        with corpus.open("w", encoding="utf-8") as out:
            for i in range(articles):
                out.write(json.dumps({"id": f"m{i}", "text": _TEXT.format(i)}) + "\n")
        time.sleep(1.1)  # a file that is a second old is known by its looks
        told: list[Progress] = [Progress(0, 0, 0, 0.0, None)]

        def progress(at: Progress) -> None:
            told[0] = at

        first = build(corpus, Path(scratch, "graph"), progress=progress)
        again = build(corpus, Path(scratch, "graph"))
        assert (first.read, again.unchanged) == (articles, articles)
        size = Path(scratch, "graph", "ledger.sqlite").stat().st_size / 1e6
    return {"megabytes": peak(), "seconds": first.seconds, "again": again.seconds, "ledger": size}


def rows(few: int = 1_000, many: int = 100_000) -> list[Row]:
    """What many articles need beyond few."""
    small, large = (json.loads(run(python("-m", "benchmarks.memory", str(n))).stdout) for n in (few, many))
    more = large["megabytes"] - small["megabytes"]
    detail = f"{small['megabytes']:.0f} MB at {few:,} short articles, {large['megabytes']:.0f} MB at {many:,}"
    speed = many / large["seconds"]
    return [
        Row("peak memory of pipeline and ledger, stand-in reader", f"{more:+.0f} MB", "≤ +100 MB", detail),
        Row(
            "pipeline and ledger without reading, articles a second",
            f"{speed:,.0f}",
            "",
            f"{many:,} in {large['seconds']:.1f} s, {large['ledger']:.0f} MB of ledger",
        ),
        Row(f"unchanged file of {many:,}", f"{large['again']:.2f} s", "", ""),
    ]


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
