"""Articles to measure with: a corpus file of any size from whatever texts there are."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "data" / "articles"
KEYS = ("title", "date", "source", "url")


def write(source: Path, count: int, target: Path) -> int:
    """Write ``count`` articles of ``source`` to ``target`` as JSONL and return their words.

    ``source`` is a folder of text files or a (gzipped) JSONL file with a ``text`` in each line.
    Where it has fewer articles they come again, each copy with an id and a last line of its own.
    """
    texts = list(itertools.islice(_records(source), count))
    if not texts:
        raise SystemExit(f"{source}: no article in it; name a folder of .txt or .md files, or a .jsonl file")
    words = 0
    with target.open("w", encoding="utf-8") as out:
        for i in range(count):
            record = dict(texts[i % len(texts)])
            if i >= len(texts):
                record["text"] += f"\n\nPrinted again as number {i} of this corpus."
            record["id"] = f"bench-{i}"
            words += len(record["text"].split())
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return words


def _records(source: Path) -> Iterator[dict[str, str]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix in (".txt", ".md"):
                yield _file(path)
        return
    gzipped = source.suffix == ".gz"
    with gzip.open(source, "rt", encoding="utf-8") if gzipped else source.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record.get("text", "").strip():
                kept = {key: str(record[key]) for key in KEYS if record.get(key)}
                kept["date"] = kept.get("date", "")[:10]
                yield {**kept, "text": record["text"]}


def _file(path: Path) -> dict[str, str]:
    """A text file without its front matter: the parser sees the same words on both sides."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[-1]
    return {"text": text.strip(), "title": path.stem.replace("-", " ")}
