"""The benchmark's own parts: its corpus, its stop-watch, its table."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import corpus, identity, measures, process
from benchmarks.__main__ import table

pytestmark = pytest.mark.slow


def records(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_texts_come_again_under_other_ids_until_there_are_enough(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: A\n---\nParis and London agreed.\n", encoding="utf-8")
    (folder / "b.txt").write_text("Rome waits.\n", encoding="utf-8")

    words = corpus.write(folder, 5, tmp_path / "out.jsonl")

    written = records(tmp_path / "out.jsonl")
    assert len({r["id"] for r in written}) == 5
    assert [r["text"].splitlines()[0] for r in written[:3]] == [
        "Paris and London agreed.",
        "Rome waits.",
        "Paris and London agreed.",
    ]
    assert len({r["text"] for r in written}) == 5
    assert words == sum(len(r["text"].split()) for r in written)


def test_a_gzipped_jsonl_file_is_cut_to_size_and_lines_without_text_are_left_out(tmp_path: Path) -> None:
    packed = tmp_path / "raw.jsonl.gz"
    lines = [
        {"id": "1", "text": " "},
        {"id": "2", "text": "One.", "date": "1987-02-26T15:01"},
        {"id": "3", "text": "Two."},
    ]
    packed.write_bytes(gzip.compress("\n".join(json.dumps(line) for line in lines).encode()))

    corpus.write(packed, 1, tmp_path / "out.jsonl")

    assert [(r["text"], r["date"]) for r in records(tmp_path / "out.jsonl")] == [("One.", "1987-02-26")]


def test_a_file_without_a_readable_article_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "1"}\n', encoding="utf-8")
    with pytest.raises(SystemExit, match="no article"):
        corpus.write(broken, 1, tmp_path / "out.jsonl")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="memory is read from /proc")
def test_peak_memory_counts_a_child_process_too() -> None:
    hold = "x = bytearray(60_000_000); import time; time.sleep(0.5)"
    fork = "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', sys.argv[1]])"
    alone = process.run(process.python("-c", hold))
    both = process.run(process.python("-c", f"{fork}; {hold}; child.wait()", hold))
    assert alone.peak is not None
    assert both.peak is not None
    assert 60 < alone.peak < 110
    assert 120 < both.peak < 220


def test_a_failing_command_ends_the_benchmark_with_its_message() -> None:
    with pytest.raises(SystemExit, match="no such luck"):
        process.run(process.python("-c", "raise SystemExit('no such luck')"))


def test_commands_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def note(name: str) -> list[str]:
        return process.python("-c", f"open({str(log)!r}, 'a').write({name!r})")

    done = measures.in_turns({"a": lambda i: note(f"a{i}"), "b": lambda i: note(f"b{i}")}, 2)

    assert log.read_text() == "a0b0a1b1"
    assert {name: len(runs) for name, runs in done.items()} == {"a": 2, "b": 2}


def test_the_table_is_plain_text_or_markdown() -> None:
    rows = [measures.Row("speed", "0.9", "≥ 0.8", "9 s : 10 s")]
    assert table(rows, markdown=False).splitlines() == [
        "measure  measured  aim    from",
        "speed    0.9       ≥ 0.8  9 s : 10 s",
    ]
    assert table(rows, markdown=True).splitlines()[1:] == [
        "|---|---|---|---|",
        "| speed | 0.9 | ≥ 0.8 | 9 s : 10 s |",
    ]


def test_the_synthetic_names_to_resolve_are_the_same_each_time_and_partly_variants() -> None:
    found = list(identity.sightings(200))
    assert found == list(identity.sightings(200))
    names: dict[str, set[str]] = {}
    for s in found:
        names.setdefault(s.article.split("-")[0], set()).add(s.name)
    assert len(names) == 200
    assert 5 <= sum(len(of) > 1 for of in names.values()) <= 200 // identity.VARIANTS
    assert identity.seconds(200) > 0


def test_the_stand_in_goes_through_pipeline_and_ledger_without_a_model() -> None:
    done = json.loads(process.run(process.python("-m", "benchmarks.memory", "500")).stdout)
    assert 20 < done["megabytes"] < 150
    assert done["ledger"] > 0
