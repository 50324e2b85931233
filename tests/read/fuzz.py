"""Damaged files of every format: whatever happens to a file, its neighbours are read and nothing is raised.

    python -m tests.read.fuzz --cases 20000 [--seed 7] [--only warc]

A case is a sample with bytes changed, taken out, put in, doubled, swapped or cut off; it is made of the
seed and its number alone, so that ``--first N --cases 1`` shows it again.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import json
import lzma
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backports import zstd

from graphbuild.model import Article
from graphbuild.read import Failure, read
from tests.read.packing import PAGE, parquet, record, tarred, zipped
from tests.read.reading import SAMPLES

SECONDS = 20.0
"""Within so much a case must be read, on a busy machine, too."""
_NEIGHBOURS = {"a.txt": "France signed.", "z.jsonl": '{"text": "Italy signed."}'}
_UNEXPECTED = "cannot be read: "
_TELLING = (b"\0", b"\xff", b'"', b"'", b"<", b"&", b"{", b"[", b"\\", b"\n", b"\r", b",", b"-", b"9" * 20)


@cache
def samples() -> dict[str, bytes]:
    """A small file of every format, packed in every way."""
    page = (SAMPLES / "page.html").read_bytes()
    lines = b"".join(_lines())
    found = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir())}
    members = {
        "a/b.txt": b"Spain signed.",
        "p.html": page,
        "r.jsonl": lines[:600],
        "t.csv": found["table.csv"],
    }
    found |= {
        "plain.txt": ("Ministers sign\n\nFrance and Italy signed “it” in Zürich. " * 9).encode(),
        "old.txt": ("France and Italy signed “it” in Zürich. " * 9).encode("cp1252"),
        "wide.txt": ("France and Italy signed “it” in Zürich. " * 9).encode("utf-16"),
        "rows.jsonl": lines,
        "rows.jsonl.gz": gzip.compress(lines, mtime=0),
        "rows.jsonl.bz2": bz2.compress(lines),
        "rows.jsonl.xz": lzma.compress(lines),
        "rows.jsonl.zst": zstd.compress(lines),
        "list.json": b"[" + b",".join(_lines()) + b"]",
        "rows.parquet": parquet({"id": range(9), "text": [f"Text of {n}." for n in range(9)]}, group=4),
        "crawl.warc": b"".join(_records()),
        "crawl.warc.gz": b"".join(gzip.compress(r, mtime=0) for r in _records()),
        "all.zip": zipped(members),
        "all.tar": tarred(members),
        "all.tar.gz": gzip.compress(tarred(members), mtime=0),
        "all.tar.zst": zstd.compress(tarred(members)),
        "unknown": gzip.compress(page, mtime=0),
    }
    return found


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to a few things done to them."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(changed) + 1)
        some = chance.choice((1, 1, 2, 4, 16, 64, 512))
        match chance.randrange(7):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + some]
            case 2:
                changed[at:at] = chance.randbytes(some)
            case 3:
                changed[at:at] = chance.choice(_TELLING) * chance.choice((1, 1, 2, 100))
            case 4:
                changed[at:at] = changed[at : at + some] * chance.choice((1, 2, 50))
            case 5:
                other = chance.randrange(len(changed) + 1)
                changed[at : at + some], changed[other : other + some] = (
                    changed[other : other + some],
                    changed[at : at + some],
                )
            case _:
                changed[at : at + some] = bytes(some)
        if not changed:
            break
    if chance.random() < 0.1:
        del changed[chance.randrange(len(changed) + 1) :]
    return bytes(changed)


@dataclass(frozen=True)
class Rows:
    """A file of pieces: whatever is done to one, the articles of the others are read."""

    name: str
    pieces: list[bytes]
    whole: Callable[[list[bytes]], bytes]
    end: int = 0
    """So many bytes at the end of a piece part it from the next, and are left as they are."""


@cache
def rows() -> tuple[Rows, ...]:
    """Files whose pieces are apart."""
    quoted = [f'{_id(n)},"Text of {n},\nwith ""marks"".",x\n'.encode() for n in range(4)]
    table = [b"id,text,source\n", *quoted, *(f"{_id(n)},Text of {n}.,y\n".encode() for n in range(4, 8))]
    joined = b"".join
    return (
        Rows("a.jsonl", _lines(), joined, end=1),
        Rows("a.jsonl.gz", _lines(), lambda pieces: gzip.compress(joined(pieces), mtime=0), end=1),
        Rows("a.csv", table, joined, end=1),
        Rows("a.json", _lines(), lambda pieces: b"[" + b",".join(pieces) + b"]"),
        Rows("a.warc", _records(), joined, end=4),
        Rows("a.warc.gz", [gzip.compress(r, mtime=0) for r in _records()], joined),
        Rows("a.zip", _lines(), lambda pieces: zipped({f"{n}.jsonl": p for n, p in enumerate(pieces)})),
        Rows("a.tar", _lines(), lambda pieces: tarred({f"{n}.jsonl": p for n, p in enumerate(pieces)})),
    )


def _id(n: int) -> str:
    return f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}"


def _lines() -> list[bytes]:
    return [json.dumps({"id": _id(n), "text": f"Text of {n}: “yes”."}).encode() + b"\n" for n in range(8)]


def _records() -> list[bytes]:
    return [record(PAGE.format(_id(n)).encode(), f"https://harbour.example.org/{_id(n)}") for n in range(4)]


def check(number: int, seed: int, folder: Path, only: str = "") -> None:
    """One case of a damaged file between two whole ones. Raises ``AssertionError``."""
    chance = random.Random(f"{seed}:{number}")
    names = [name for name in samples() if only in name]
    name = names[number % len(names)]
    damaged = folder / f"m-{name}"
    damaged.write_bytes(mutated(samples()[name], chance))
    try:
        with _limit(f"case {number} of {name}"):
            results = list(read([folder]))
    finally:
        damaged.unlink()
    texts = {r.text for r in results if isinstance(r, Article)}
    assert {"France signed.", "Italy signed."} <= texts, f"case {number} of {name}: a neighbour is lost"
    _expected(results, f"case {number} of {name}")


def check_rows(number: int, seed: int, folder: Path, only: str = "") -> None:
    """One case of a file with one piece damaged. Raises ``AssertionError``."""
    chance = random.Random(f"rows {seed}:{number}")
    kinds = [kind for kind in rows() if only in kind.name]
    kind = kinds[number % len(kinds)]
    victim = chance.randrange(1, len(kind.pieces))
    pieces = list(kind.pieces)
    inside = len(pieces[victim]) - kind.end
    pieces[victim] = mutated(pieces[victim][:inside], chance) + pieces[victim][inside:]
    damaged = folder / kind.name
    damaged.write_bytes(kind.whole(pieces))
    try:
        with _limit(f"row case {number} of {kind.name}"):
            results = list(read([damaged]))
    finally:
        damaged.unlink()
    read_ids = {r.id for r in results if isinstance(r, Article)}
    everything, of_each = _ids(kind.name)
    lost = everything - read_ids - of_each[victim]
    assert not lost, f"row case {number} of {kind.name}: {len(lost)} rows beside row {victim} are lost"
    _expected(results, f"row case {number} of {kind.name}")


@cache
def _ids(name: str) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """The ids of a file that is whole, and those of each of its pieces."""
    kind = next(kind for kind in rows() if kind.name == name)

    def ids(pieces: list[bytes]) -> frozenset[str]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(kind.whole(pieces))
            return frozenset(r.id for r in read([path]) if isinstance(r, Article))

    everything = ids(kind.pieces)
    without = [ids(kind.pieces[:n] + kind.pieces[n + 1 :]) for n in range(len(kind.pieces))]
    assert len(everything) >= 4
    return everything, tuple(everything - rest for rest in without)


def _expected(results: list[Article | Failure], case: str) -> None:
    """Every failure is one that a reader tells, none that was only caught in the end."""
    for result in results:
        assert isinstance(result, Article | Failure)
        if isinstance(result, Failure):
            assert not result.reason.startswith(_UNEXPECTED), f"{case}: {result.where}: {result.reason}"


@contextmanager
def _limit(case: str) -> Iterator[None]:
    """End what takes too long with an error."""

    def late(number: int, frame: object) -> None:
        raise AssertionError(f"{case} takes more than {SECONDS:.0f} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def neighbours(folder: Path) -> None:
    """Two whole files for a damaged one to lie between."""
    for name, content in _NEIGHBOURS.items():
        (folder / name).write_text(content, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Read damaged files of every format.")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="part of the names of samples")
    options = parser.parse_args()
    kinds = {check: [*samples()], check_rows: [kind.name for kind in rows()]}
    chosen = [checked for checked, names in kinds.items() if any(options.only in name for name in names)]
    if not chosen:
        parser.error(f"no sample has {options.only!r} in its name")
    started = time.perf_counter()
    failed = 0
    for checked in chosen:
        with tempfile.TemporaryDirectory() as folder:
            if checked is check:
                neighbours(Path(folder))
            for number in range(options.first, options.first + options.cases):
                try:
                    checked(number, options.seed, Path(folder), options.only)
                except AssertionError as error:
                    failed += 1
                    print(error)
    seconds = time.perf_counter() - started
    print(f"{len(chosen) * options.cases:,} cases, {failed} failed, {seconds:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
