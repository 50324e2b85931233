"""Command line of the benchmark: see ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import graphbuild
from benchmarks import corpus, encoders, identity, measures, memory
from benchmarks.measures import Row
from graphbuild.errors import InputError


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure graphbuild against the bare parser, in turns and in one run. Prints a table.",
        epilog="example: python -m benchmarks texts.jsonl.gz --articles 200 --large 2000 --markdown",
    )
    parser.add_argument(
        "input", nargs="?", type=Path, default=corpus.SAMPLE, help="folder or JSONL (.gz) of articles"
    )
    parser.add_argument("--articles", type=int, default=200, help="articles of the small corpus (200)")
    parser.add_argument("--large", type=int, default=2000, help="articles of the large one (2000)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes, on both sides (1)")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median counts (3)")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    options = parser.parse_args()

    compileall.compile_dir(Path(graphbuild.__file__).parent, quiet=1)  # as an installer leaves it
    try:
        with tempfile.TemporaryDirectory(prefix="graphbuild-bench-") as scratch:
            rows, words = measure(options, Path(scratch))
    except InputError as error:
        parser.error(str(error))
    heading = (
        f"{options.articles:,} and {options.large:,} articles of {options.input.name} "
        f"({words[0]:,} and {words[1]:,} words), {options.workers} worker(s), median of {options.runs}; "
        f"Python {platform.python_version()}, spaCy {version('spacy')}, {os.cpu_count()} cores"
    )
    print(heading, table(rows, markdown=options.markdown), sep="\n\n")


def measure(options: argparse.Namespace, scratch: Path) -> tuple[list[Row], tuple[int, int]]:
    """All rows of the table, and the words of the small and the large corpus."""
    small, large = scratch / "small.jsonl", scratch / "large.jsonl"
    words = (
        corpus.write(options.input, options.articles, small),
        corpus.write(options.input, options.large, large),
    )
    rows = []
    _progress("start-up")
    rows += measures.start_up(max(options.runs, 9))
    _progress("throughput")
    rows += measures.throughput(small, scratch, workers=options.workers, runs=options.runs)
    _progress("NER model and relation encoder")
    rows += encoders.rows(small)
    _progress("one worker and two")
    rows += measures.workers(large, scratch, runs=options.runs)  # a start of a second weighs little
    _progress(f"build and rebuild of {options.articles} articles")
    few, first_of_few = measures.again(
        small, scratch / "few", workers=options.workers, count=options.articles
    )
    _progress(f"build and rebuild of {options.large} articles")
    many, first_of_many = measures.again(
        large, scratch / "many", workers=options.workers, count=options.large
    )
    rows += few + many
    rows += measures.memory(first_of_few, first_of_many, (options.articles, options.large))
    _progress("memory of 100,000 articles, without reading them")
    rows += memory.rows()
    _progress("resolution of 10,000 and 100,000 names")
    rows += identity.rows()
    _progress("queries")
    rows += measures.queries(scratch / "many")
    _progress("one more article")
    rows += measures.one_more(scratch / "many", scratch, options.large)
    return rows, words


def table(rows: list[Row], *, markdown: bool) -> str:
    """The rows as text, for a terminal or as Markdown."""
    cells = [("measure", "measured", "aim", "from"), *((r.measure, r.value, r.aim, r.detail) for r in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(4)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells]
    if markdown:
        lines = [f"| {' | '.join(line)} |" for line in cells]
        lines.insert(1, "|---|---|---|---|")
    return "\n".join(lines)


def _progress(what: str) -> None:
    print(f"measuring {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
