from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from graphbuild.errors import GraphbuildError, ModelError
from graphbuild.model import Article, Reading
from graphbuild.read import Broken, Failure, Foreign
from graphbuild.workers import Worker, readings
from tests.commands import python
from tests.factories import make_article

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Reader:
    """Reads nothing in an article, and does what its text says."""

    def passed_over(self, article: Article) -> Foreign | None:
        foreign = article.text == "pas anglais"
        return Foreign(article.id, "not in English (fr)", "fr", article.id) if foreign else None

    def read(self, article: Article) -> Reading:
        if article.text == "break":
            raise ZeroDivisionError("in the reader")
        if article.text == "no model":
            raise ModelError("the model is broken")
        if article.text == "die":
            os._exit(3)
        if article.text.startswith("hang"):
            if told := article.text.removeprefix("hang").strip():
                Path(told).touch()
            time.sleep(1000)
        if article.text == "take all":
            bytearray(4 * 2**30)
        if article.text == "which process":
            article = make_article(str(os.getpid()))
        return Reading(article, (), ())


class Dying(Reader):
    """Reads nothing at all."""

    def read(self, article: Article) -> Reading:
        os._exit(3)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_is_passed_over_is_reported_in_its_place(workers: int) -> None:
    first, told, last = readings(articles("one", "pas anglais", "three"), Reader(), workers)
    assert isinstance(first, Reading)
    assert told == Foreign("1", "not in English (fr)", "fr", "1")
    assert isinstance(last, Reading)


def articles(*texts: str) -> list[Article]:
    return [make_article(str(i), text) for i, text in enumerate(texts)]


@pytest.mark.parametrize("workers", [1, 2])
def test_readings_come_in_the_order_of_the_articles(workers: int) -> None:
    given = articles(*("word " * (1 + i % 7) for i in range(100)))
    assert [r.article for r in readings(given, Reader(), workers) if isinstance(r, Reading)] == given


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_breaks_the_reader_is_a_failure_and_the_rest_goes_on(workers: int) -> None:
    first, broken, last = readings(articles("a", "break", "b"), Reader(), workers)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert isinstance(broken, Failure)
    assert broken.where == "article 1"
    assert "ZeroDivisionError: in the reader" in broken.reason


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_that_no_article_would_survive_is_raised(workers: int) -> None:
    with pytest.raises(ModelError, match="the model is broken"):
        list(readings(articles("a", "no model", "b"), Reader(), workers))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("die", "ended the process that read it (exit code 3), mostly for want of memory"),
        ("hang", "took too long (more than 2 seconds)"),
        pytest.param(
            "take all",
            "needs more memory than an input may take",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="memory is counted on Linux alone"),
        ),
    ],
)
def test_an_article_that_is_lost_with_its_process_takes_no_other(
    text: str, reason: str, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if text == "hang":
        monkeypatch.setattr("graphbuild.workers._SECONDS", 2.0)
    given = articles("a", text, "b", text, "c")
    read = list(readings(given, Reader(), workers))
    assert read == [
        Broken(f"article {a.id}", reason) if a.text == text else Reading(a, (), ()) for a in given
    ]


def test_an_interruption_yields_what_was_read_ahead_and_the_rest_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = articles("a", f"hang {tmp_path / 'hangs'}", *"bcdefghijklmnopqr")
    whole, read = threading.Event(), Worker.results

    def read_whole(worker: Worker, *asked: Any) -> list[Any]:
        done = read(worker, *asked)
        whole.set()
        return done

    monkeypatch.setattr(Worker, "results", read_whole)

    def until_interrupted() -> Iterator[Article]:
        yield from given
        assert whole.wait(60)  # the second batch is read
        while not (tmp_path / "hangs").exists():  # the first is at its second article
            time.sleep(0.05)
        time.sleep(1)
        raise KeyboardInterrupt

    results = readings(until_interrupted(), Reader(), 2)
    told = [next(results) for _ in given[:16]]
    with pytest.raises(KeyboardInterrupt):
        next(results)
    assert [isinstance(result, Reading) for result in told] == [True, *[False] * 7, *[True] * 8]
    assert [result.article if isinstance(result, Reading) else result for result in told] == given[:16]


def test_an_interruption_drops_no_batch_before_one_that_it_yields(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(deque[Any]):
        """Its first batch is interrupted right after it is taken out."""

        def popleft(self) -> Any:
            super().popleft()
            raise KeyboardInterrupt

    monkeypatch.setattr("graphbuild.workers.deque", Interrupted)
    given = articles(*"abcdefghijklmnopqrstuvwx")
    results: list[Any] = []
    with pytest.raises(KeyboardInterrupt):
        results.extend(readings(given, Reader(), 2))
    assert [r.article if isinstance(r, Reading) else r for r in results] == given


def test_an_interruption_thrown_at_a_result_drops_none_of_its_batch() -> None:
    given = articles(*"abcdefghijklmnopqrstuvwx")
    results = readings(given, Reader(), 2)
    told = [next(results), results.throw(KeyboardInterrupt)]
    with pytest.raises(KeyboardInterrupt):
        told.extend(results)
    assert [r.article if isinstance(r, Reading) else r for r in told] == given


def test_a_reader_that_reads_nothing_is_one_clear_error() -> None:
    with pytest.raises(
        GraphbuildError, match=r"cannot be started: it ended .*: run again with fewer --workers"
    ):
        list(readings(articles("a", "b"), Dying(), 2))


def test_a_process_waits_for_the_next_run() -> None:
    (first,) = readings(articles("which process"), Reader())
    (second,) = readings(articles("which process"), Reader())
    assert isinstance(first, Reading)
    assert first == second
    assert first.article.id != str(os.getpid())


def test_a_script_needs_no_guard_and_what_it_starts_ends_with_it(tmp_path: Path) -> None:
    """However it ends: here at once, while its workers are at work."""
    code = """
        import os, sys, threading
        from graphbuild.workers import readings
        from tests.test_workers import Reader, articles
        found = readings(articles("which process", "hang", "a", "b"), Reader())
        print(next(found).article.id, flush=True)
        threading.Timer(1, os._exit, [9]).start()
        next(found)
    """
    script = tmp_path / "script.py"
    script.write_text(dedent(code), encoding="utf-8")
    done = python(str(script))
    assert done.returncode == 9, done.stderr
    deadline = time.monotonic() + 30
    while is_running(int(done.stdout)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.mark.parametrize(("workers", "most"), [(1, 10), (2, 10 + 16 * 2 * 3)])
def test_articles_are_taken_no_faster_than_readings_are_asked_for(workers: int, most: int) -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield make_article(str(taken))

    found = readings(endless(), Reader(), workers)
    for _ in range(10):
        next(found)
    found.close()
    assert taken <= most
