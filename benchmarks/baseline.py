"""What ``build`` is measured against: the bare pipeline over the same texts, in a process of its own.

``python -m benchmarks.baseline CORPUS.jsonl --pipes all|used --workers N``
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from graphbuild.annotate import DEFAULT_MODEL, LEMMATISING, load


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pipes", choices=("all", "used"), required=True)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()

    nlp = load(DEFAULT_MODEL)
    unused = LEMMATISING if options.pipes == "used" else ()
    with options.corpus.open(encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        words = sum(
            len(doc) for doc in nlp.pipe(texts, disable=unused, n_process=options.workers, batch_size=32)
        )
    print(words)


if __name__ == "__main__":
    main()
