from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from graphbuild.aggregation import aggregate
from graphbuild.errors import InputError, ModelError
from graphbuild.extractor import Extractor
from graphbuild.ledger import Ledger
from graphbuild.model import Article
from graphbuild.pipeline import Progress, build, building, classify, extract
from graphbuild.pipeline.report import Tally
from graphbuild.read import Failure, read
from graphbuild.stores.files import export
from graphbuild.workers import read_article
from tests.commands import ROOT, interruptible, python
from tests.corpus import ARTICLES

FEW = [path for path in ARTICLES if path.stem.startswith(("a", "b", "prague"))]
SAID = "France attacked Algeria. The French president met the Algerian president in Geneva."


def write(folder: Path, *, articles: int = 3) -> Path:
    folder.mkdir(exist_ok=True)
    for i in range(articles):
        (folder / f"{i}.txt").write_text(f"---\nid: a{i}\ntitle: Number {i}\n---\n{SAID}\n", encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of all exports of a graph folder."""
    with Ledger.open(folder) as ledger:
        graph = aggregate(ledger.readings())
    written = [
        file for form in ("graphml", "gexf", "json", "csv") for file in export(graph, folder / f"x.{form}")
    ]
    return {file.name: file.read_bytes() for file in written}


def test_a_build_tells_what_it_did_and_what_there_is(tmp_path: Path) -> None:
    inputs = write(tmp_path / "in")
    (inputs / "binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    report = build(inputs, tmp_path / "graph")
    assert (report.read, report.unchanged, report.replaced, report.articles) == (3, 0, 0, 3)
    assert report.entities > 1
    assert report.statements >= report.relations > 0
    assert [failure.where for failure in report.failures] == [str(inputs / "binary.txt")]
    assert report.seconds > 0


def test_what_is_unchanged_is_passed_over_and_what_changed_replaces_the_old(tmp_path: Path) -> None:
    inputs, graph = write(tmp_path / "in"), tmp_path / "graph"
    build(inputs, graph)
    (inputs / "1.txt").write_text("---\nid: a1\n---\nSweden sanctioned Norway.\n", encoding="utf-8")
    again = build(inputs, graph)
    assert (again.read, again.unchanged, again.replaced, again.articles) == (1, 2, 1, 3)
    with Ledger.open(graph) as ledger:
        assert ledger.article("a1").text == "Sweden sanctioned Norway.\n"
    fresh = tmp_path / "fresh"
    build(inputs, fresh)
    assert content(graph) == content(fresh)


def test_a_failure_is_forgotten_once_it_is_mended(tmp_path: Path) -> None:
    inputs, graph = write(tmp_path / "in"), tmp_path / "graph"
    (inputs / "bad.txt").write_bytes(b"")
    assert build(inputs, graph).failures == (Failure(str(inputs / "bad.txt"), "is empty"),)
    (inputs / "bad.txt").write_text(SAID, encoding="utf-8")
    assert build(inputs, graph).failures == ()
    with Ledger.open(graph) as ledger:
        assert ledger.failures() == []


@pytest.mark.slow
def test_an_unchanged_rebuild_starts_no_process_that_reads(tmp_path: Path) -> None:
    code = (
        "import sys; from graphbuild.pipeline import build\n"
        "build(sys.argv[1], sys.argv[2])\n"
        "from graphbuild import processes\n"
        "print(sorted({'spacy', 'numpy', 'jpype', 'networkx', 'neo4j'} & sys.modules.keys()))\n"
        "print(len(processes._running), 'processes')"
    )
    inputs, graph = write(tmp_path / "in"), tmp_path / "graph"
    assert python("-c", code, str(inputs), str(graph)).stdout == "[]\n1 processes\n"
    assert python("-c", code, str(inputs), str(graph)).stdout == "[]\n0 processes\n"


def test_strict_stops_at_the_first_failure_and_keeps_what_was_read_before(tmp_path: Path) -> None:
    inputs, graph = write(tmp_path / "in"), tmp_path / "graph"
    (inputs / "1.txt").write_bytes(b"\x00\x01" * 50)
    with pytest.raises(InputError, match=r"1\.txt: .*--strict"):
        build(inputs, graph, strict=True)
    with Ledger.open(graph) as ledger:
        assert list(ledger.known()) == ["a0"]
        assert len(ledger.failures()) == 1


@pytest.mark.parametrize(
    ("inputs", "options", "error"),
    [
        ("missing.txt", {}, InputError),
        ("in", {"model": "no_such_model"}, ModelError),
        ("in", {"model": "."}, ModelError),
        ("in", {"workers": 0}, InputError),
    ],
)
def test_nothing_is_made_where_the_request_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    inputs: str,
    options: dict[str, object],
    error: type[Exception],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "in")
    with pytest.raises(error):
        build(inputs, "graph", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "graph").exists()


def test_progress_counts_what_is_new(tmp_path: Path) -> None:
    inputs, graph = write(tmp_path / "in"), tmp_path / "graph"
    build(inputs / "0.txt", graph)
    told: list[Progress] = []
    build(inputs, graph, progress=told.append)
    assert list(dict.fromkeys((at.read, at.unchanged, at.failed) for at in told)) == [
        (0, 0, 0),
        (0, 1, 0),
        (1, 1, 0),
        (2, 1, 0),
    ]
    shares = [at.share for at in told if at.share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_tells_the_share_of_what_is_read_and_not_of_what_is_opened(
    tmp_path: Path, workers: int
) -> None:
    inputs = tmp_path / "in.jsonl"
    rows = [json.dumps({"id": f"a{i:02}", "text": SAID}) for i in range(20)]
    inputs.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    told: list[Progress] = []
    build(inputs, tmp_path / "graph", encoder=False, workers=workers, progress=told.append)
    shares = {at.read: at.share for at in told}
    assert shares[1] == pytest.approx(1 / 20)
    assert shares[15] == pytest.approx(15 / 20)


def in_order(graph: Path) -> None:
    build(FEW, graph)


def shuffled(graph: Path) -> None:
    inputs = list(FEW)
    random.Random(7).shuffle(inputs)
    build(inputs, graph)


def in_two_processes(graph: Path) -> None:
    build(FEW, graph, workers=2)


def one_by_one(graph: Path) -> None:
    for path in reversed(FEW):
        build(path, graph)


def with_another_hash_seed(graph: Path) -> None:
    code = "import sys; from graphbuild.pipeline import build; build(sys.argv[2:], sys.argv[1])"
    done = python("-c", code, str(graph), *map(str, FEW), env={"PYTHONHASHSEED": "4242"})
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    graph = tmp_path_factory.mktemp("expected") / "graph"
    in_order(graph)
    return content(graph)


@pytest.mark.slow
@pytest.mark.parametrize("way", [shuffled, in_two_processes, one_by_one, with_another_hash_seed])
def test_the_same_articles_give_the_same_bytes(
    tmp_path: Path, expected: dict[str, bytes], way: Callable[[Path], None]
) -> None:
    way(tmp_path / "graph")
    assert content(tmp_path / "graph") == expected


@pytest.mark.slow
def test_an_interrupted_build_keeps_what_it_read_and_goes_on(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in.jsonl", tmp_path / "graph"
    texts = [path.read_text(encoding="utf-8") for path in ARTICLES]
    rows = [{"id": f"{n}-{i}", "text": text} for n in range(8) for i, text in enumerate(texts)]
    inputs.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, "-m", "graphbuild", "build", str(inputs), "-g", str(graph), "--workers", "2"]
    command += ["--no-encoder"]
    with interruptible():
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 180
        while not _articles(graph):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 130, err
    assert out == ""
    assert err == f"interrupted; what was read is kept in {graph}: run the same command to go on\n"
    kept = _articles(graph)
    assert 0 < kept < len(rows)
    with Ledger.open(graph) as ledger:
        known = ledger.known()
    few = tmp_path / "few.jsonl"
    few.write_text("".join(json.dumps(row) + "\n" for row in rows if row["id"] in known), encoding="utf-8")
    assert build(few, graph, encoder=False).unchanged == kept


def test_what_was_read_ahead_of_an_unread_article_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, graph = write(tmp_path / "in"), tmp_path / "graph"
    monkeypatch.setattr("graphbuild.ledger.inputs._RACE", 0)

    def interrupted(items: Iterable[Any], reader: Extractor, workers: int) -> Iterator[Any]:
        articles = 0
        for item in items:
            articles += isinstance(item, Article)
            yield read_article(reader, item) if isinstance(item, Article) and articles != 2 else item
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setitem(vars(building), "readings", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(inputs, graph)
    report = build(inputs, graph)
    assert (report.read, report.unchanged) == (1, 2)
    build(inputs, tmp_path / "whole")
    assert content(graph) == content(tmp_path / "whole")


@pytest.mark.parametrize("place", ["note", "tell", "write", "last write"])
def test_an_interruption_while_results_are_written_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    inputs, graph = write(tmp_path / "in", articles=5), tmp_path / "graph"

    def ahead(items: Iterable[Any], reader: Extractor, workers: int) -> Iterator[Any]:
        """As with several workers: all of it is read before the first result is taken."""
        results = iter([read_article(reader, i) if isinstance(i, Article) else i for i in items])
        try:
            yield from results
        except KeyboardInterrupt:
            yield from results
            raise

    def interrupting(function: Callable[..., Any]) -> Callable[..., Any]:
        calls = count()

        def called(*given: Any) -> Any:
            if next(calls) == 1 or place == "last write":
                signal.raise_signal(signal.SIGINT)
            return function(*given)

        return called

    owner, name = {"note": (building._Writer, "_note"), "tell": (Tally, "tell")}.get(place, (Ledger, "write"))
    with monkeypatch.context() as patch, interruptible():
        patch.setattr(building, "_BATCH", 32 if place == "last write" else 2)
        patch.setitem(vars(building), "readings", ahead)
        patch.setattr(owner, name, interrupting(getattr(owner, name)))
        with pytest.raises(KeyboardInterrupt):
            build(inputs, graph)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert _articles(graph) == 5


def test_an_interruption_that_breaks_a_write_does_not_drop_its_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Ledger.write

    def interrupted(*given: Any) -> None:
        monkeypatch.setattr(Ledger, "write", written)
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "write", interrupted)
    monkeypatch.setattr(building, "_BATCH", 2)
    with pytest.raises(KeyboardInterrupt):
        build(write(tmp_path / "in"), tmp_path / "graph")
    assert _articles(tmp_path / "graph") == 2


def _articles(graph: Path) -> int:
    if not (graph / "ledger.sqlite").exists():
        return 0
    with Ledger.create(graph) as ledger:
        return ledger.counts()["articles"]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_extract_gives_a_row_an_article_in_order_with_exact_offsets(workers: int) -> None:
    inputs = list(reversed(FEW))
    texts = {article.id: article.text for article in read(inputs) if isinstance(article, Article)}
    rows = list(extract(inputs, workers=workers))
    assert [row["id"] for row in rows] == list(texts)
    for row in rows:
        mentions = [mention for entity in row["entities"] for mention in entity["mentions"]]
        assert mentions
        assert all(texts[row["id"]][m["start"] : m["end"]] == m["text"] for m in mentions)


def test_extract_writes_the_agreed_form(tmp_path: Path) -> None:
    text = "Café talk.\r\n\r\n  France attacked Algeria on Monday, officials said.\n"
    row = json.dumps({"id": "x", "text": text})
    (tmp_path / "in.jsonl").write_text(row + "\n", encoding="utf-8")
    (found,) = extract(tmp_path / "in.jsonl")
    assert list(found) == ["id", "entities", "statements"]
    france = next(e for e in found["entities"] if e["name"] == "France")
    assert {key: france[key] for key in ("kind", "name", "iso3")} == {
        "kind": "country",
        "name": "France",
        "iso3": "FRA",
    }
    assert france["mentions"] == [
        {"start": 16, "end": 22, "text": "France", "form": "name", "reason": "name of the country"}
    ]
    (statement,) = found["statements"]
    assert set(statement) == {
        "relation", "source", "target", "source_span", "target_span", "sentence", "sentence_span",
        "trigger", "trigger_span", "negated", "modality", "attribution", "tense", "former", "confidence",
        "rule", "root", "source_role", "target_role",
        "when_from", "when_to", "when_precision", "when_source", "when_text",
    }  # fmt: skip
    assert (statement["relation"], statement["source"]) == ("ATTACKS", france["id"])
    assert text[slice(*statement["source_span"])] == "France"
    assert text[slice(*statement["target_span"])] == "Algeria"
    assert text[slice(*statement["sentence_span"])] == statement["sentence"]
    assert text[slice(*statement["trigger_span"])] == statement["trigger"] == "attacked"
    assert (statement["root"], statement["tense"], statement["former"]) == ("ASSAULT", "past", False)
    json.dumps(found)


def test_extract_passes_over_what_cannot_be_read_and_tells(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "x", "text": SAID}) + "\n{broken\n", encoding="utf-8")
    failed: list[Failure] = []
    assert [row["id"] for row in extract(file, on_failure=failed.append)] == ["x"]
    assert [failure.where for failure in failed] == [f"{file}:2"]
    with pytest.raises(InputError, match=r"in\.jsonl:2"):
        list(extract(file, strict=True))


def test_classify_says_what_each_does_to_the_other() -> None:
    text = "Sweden imposed sanctions on Norway."
    rows: list[dict[str, Any]] = [
        {"id": 7, "text": text, "source": [0, 6], "target": [28, 34]},
        {"id": "turned", "text": text, "source": [28, 34], "target": [0, 6]},
        {"id": "alone", "text": text, "source": None, "target": None},
    ]
    as_said, turned, alone = classify(rows)
    assert [as_said["id"], turned["id"], alone["id"]] == [7, "turned", "alone"]
    assert set(as_said) == {"id", "forward", "backward"}
    forward = as_said["forward"]
    assert set(forward) == {"relation", "plover", "sentiment", "confidence"}
    assert (forward["relation"], forward["plover"], forward["sentiment"]) == (
        "SANCTIONS",
        "SANCTION",
        "negative",
    )
    assert turned["backward"]["relation"] == "SANCTIONS"


@pytest.mark.parametrize("text", ["France attacked Germany on Monday.", "France invaded Germany."])
def test_classify_guesses_no_relation_back_for_an_act_of_one(text: str) -> None:
    at = text.index("Germany")
    ends = [[0, 6], [at, at + 7]]
    rows = [{"id": n, "text": text, "source": a, "target": b} for n, (a, b) in enumerate((ends, ends[::-1]))]
    said, turned = classify(rows)
    none = {"relation": None, "plover": None, "sentiment": "neutral"}
    assert said["forward"] == turned["backward"]
    assert said["forward"]["relation"] == "ATTACKS"
    assert (
        {**said["backward"], "confidence": 0}
        == {**turned["forward"], "confidence": 0}
        == none | {"confidence": 0}
    )


@pytest.mark.parametrize(
    "row",
    [
        {"text": SAID},
        {"id": "x"},
        {"id": "x", "text": 7},
        {"id": "x", "text": SAID, "source": [0, 10_000], "target": None},
        {"id": "x", "text": SAID, "source": [6, 0], "target": None},
        {"id": "x", "text": SAID, "source": "France", "target": None},
    ],
)
def test_classify_refuses_a_row_of_another_form(row: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"^row 1: "):
        list(classify([row]))
