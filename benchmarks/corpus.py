"""Articles to measure with: a corpus file of any size from whatever texts there are."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from graphbuild.model import Article
from graphbuild.read import read

SAMPLE = Path(__file__).parent.parent / "data" / "articles"


def write(source: Path, count: int, target: Path) -> int:
    """Write ``count`` articles of ``source`` to ``target`` as JSONL and return their words.

    ``source`` is whatever graphbuild reads. Where it has fewer articles they come again, each
    copy with an id and a last line of its own.
    """
    found = (item for item in read([source]) if isinstance(item, Article))
    articles = list(itertools.islice(found, count))
    if not articles:
        raise SystemExit(f"{source}: no article in it; name a folder of texts or a .jsonl file")
    words = 0
    with target.open("w", encoding="utf-8") as out:
        for i in range(count):
            article = articles[i % len(articles)]
            repeated = f"\n\nPrinted again as number {i} of this corpus." if i >= len(articles) else ""
            record = {
                "id": f"bench-{i}",
                "text": article.text + repeated,
                "title": article.title,
                "date": article.date,
                "source": article.source,
            }
            words += len(record["text"].split())
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return words
