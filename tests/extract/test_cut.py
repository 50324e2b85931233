"""Extraction does not fail on truncated sentences.

The parse of each sentence of the suite is truncated at every 59th token; ``GRAPHBUILD_TEST_CUTS=1`` truncates
at every token.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

import graphbuild
from graphbuild.annotate import Parse
from graphbuild.extract import classify, read_parse
from graphbuild.extractor import Extractor
from graphbuild.model import Article

STEP = int(os.environ.get("GRAPHBUILD_TEST_CUTS", "59"))
#: Approximates the tokens; a few words such as "cannot" are two tokens.
PIECE = re.compile(r"\w+|[^\w\s]")
RESOURCES = Path(graphbuild.__file__).parent / "resources"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(encoder=False)


def texts() -> list[str]:
    sentences = []
    for name in ("suite.tsv", "suite_hard.tsv"):
        with (RESOURCES / name).open(encoding="utf-8") as file:
            rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
            sentences += [row["text"] for row in rows]
    return sorted({*sentences})


def truncated(parse: Parse, stop: int) -> Parse:
    """Return the parse of the first tokens; a token whose head is dropped becomes a root."""
    head = [h if h < stop else i for i, h in enumerate(parse.head[:stop])]
    columns = {
        name: getattr(parse, name)[:stop] for name in ("words", "lemmas", "tags", "deps", "start", "end")
    }
    return replace(
        parse,
        **columns,
        text=parse.text[: parse.end[stop - 1]],
        head=head,
        children=[[c for c in below if c < stop] for below in parse.children[:stop]],
        sentences=[(a, min(b, stop)) for a, b in parse.sentences if a < stop],
        names=[(a, min(b, stop), label) for a, b, label in parse.names if a < stop],
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_sentence_can_be_truncated_anywhere(extractor: Extractor, part: int) -> None:
    failures = []
    for number, text in enumerate(texts()[part::4]):
        first = 1 + number % STEP
        if first > len(PIECE.findall(text)) + 2:  # it has fewer tokens
            continue
        parse = extractor.annotator.parse(text)
        for stop in range(first, len(parse.words) + 1, STEP):
            try:
                read_parse(truncated(parse, stop), Article("a", text))
            except Exception as error:
                failures.append(f"{' '.join(parse.words[:stop])}: {type(error).__name__}: {error}")
    assert not failures, failures[:20]


@pytest.mark.parametrize("text", ["France said he", "He told them", "Sweden praised him"])
def test_a_text_that_ends_with_a_pronoun(extractor: Extractor, text: str) -> None:
    parse = extractor.annotator.parse(text)
    last = (parse.start[-1], parse.end[-1])
    classify(None, parse, (0, parse.end[0]), last)
    read_parse(parse, Article("a", text))
