"""The two models of our own: sentences and pairs that they read a second on one thread."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from benchmarks.measures import Row
from graphbuild.annotate import Annotator
from graphbuild.encoder import names, relations
from graphbuild.encoder.relations import Question

#: Sentences and pairs that are read at most.
MOST = 400


def rows(corpus: Path) -> list[Row]:
    """Both models on the sentences of a corpus file, and on pairs of names in them."""
    annotator = Annotator()
    sentences: list[list[str]] = []
    pairs: list[Question] = []
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            parse = annotator.parse(json.loads(line)["text"])
            for first, stop in parse.sentences:
                sentences.append(parse.words[first:stop])
                start = parse.start[first]
                spans = [
                    (parse.start[a] - start, parse.end[b - 1] - start)
                    for a, b, _ in parse.names
                    if first <= a and b <= stop
                ]
                text = parse.text[start : parse.end[stop - 1]]
                pairs.extend(Question(text, a, b) for a, b in combinations(spans, 2))
            if len(sentences) >= MOST and len(pairs) >= MOST:
                break
    tagger, encoder = names.load(), relations.load()
    sentences, pairs = sentences[:MOST], pairs[:MOST]
    return [
        _speed(
            "NER model, sentences a second on one thread", lambda: tagger.recognise(sentences), len(sentences)
        ),
        _speed(
            "relation encoder, pairs a second on one thread", lambda: encoder.score_pairs(pairs), len(pairs)
        ),
    ]


def _speed(measure: str, work: Callable[[], object], count: int) -> Row:
    work()  # once for what is slow only at first
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    return Row(measure, f"{count / seconds:.0f}", "", f"{count} in {seconds:.2f} s")
