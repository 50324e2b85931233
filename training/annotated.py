"""Real sentences with every pair of their actors annotated: ``training/annotated.jsonl`` over open text.

The annotation is ours and stands apart from the text, which is not part of the project: name the folders
that hold the sets. A line has

=============  ====================================================================================
``set``        file of the set, without its ending: ``globalvoices_sentences``, ``qasrl_qanom_wikinews``,
               ``whitehouse_releases``, ``wikinews_geovirus`` or ``wikipedia_current_events``, as gzip JSON
               Lines with a ``text``
``row``        line of the set, from 0
``at``         characters ``[start, end)`` of the sentence in that text
``sha256``     first 16 digits of the checksum of the sentence
``actors``     ``[start, end, actor]`` in the sentence; marks of one number mean the same actor
``relations``  ``[source, relation, target, polarity]``, ends as places of ``actors`` from 1; polarity ``a``
               told as a fact, ``n`` negated, ``f`` to come, possible, conditional or asked for
``doubt``      pairs of places about which a reader could not decide
``bad``        places that are no actor at all
=============  ====================================================================================

All other pairs have no relation. One sentence in five is kept from training, to measure and to calibrate.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from graphbuild import tables
from training import open_data

FILE = Path(__file__).with_name("annotated.jsonl")
#: Pairs without a relation that are taken of a sentence at most.
MOST_IDLE = 3

Row = dict[str, Any]


def kept(line: Row) -> bool:
    """Whether a sentence is kept from training, by its checksum alone."""
    return hashlib.sha256(line["sha256"].encode()).digest()[0] % 5 == 0


def sentences(folders: Sequence[Path], file: Path = FILE) -> Iterator[tuple[Row, str]]:
    """The annotated sentences with their text.

    Raises:
        SystemExit: a set is missing, or has another text.
    """
    texts: dict[str, list[str]] = {}
    for number, written in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = json.loads(written)
        name = line["set"]
        if name not in texts:
            with gzip.open(open_data.found(folders, f"{name}.jsonl.gz"), "rt", encoding="utf-8") as rows:
                texts[name] = [json.loads(row)["text"] for row in rows]
        start, end = line["at"]
        text = texts[name][line["row"]][start:end]
        if not hashlib.sha256(text.encode()).hexdigest().startswith(line["sha256"]):
            raise SystemExit(f"{file.name}:{number}: row {line['row']} of {name} has another text")
        yield line, text


def pairs(line: Row, text: str, most: int | None = MOST_IDLE) -> Iterator[Row]:
    """The pairs of a sentence as rows for training, ``most`` of those without a relation, or all.

    A direction that is unknown is empty: what is only to come or denied, and what other marks of the same two
    actors tell.
    """
    actors = line["actors"]
    told: dict[tuple[int, int], list[tuple[str, str, int, int]]] = defaultdict(list)
    for source, relation, target, polarity in line["relations"]:
        ways = [(source, target)]
        if tables.relations()[relation].symmetric:
            ways.append((target, source))
        for a, b in ways:
            told[actors[a - 1][2], actors[b - 1][2]].append((relation, polarity, a, b))

    def labels(a: int, b: int) -> list[str]:
        known = told.get((actors[a - 1][2], actors[b - 1][2]))
        if known is None:
            return ["NONE"]
        return sorted({relation for relation, polarity, *ends in known if polarity == "a" and ends == [a, b]})

    doubted = {frozenset(pair) for pair in line["doubt"]}
    idle, related = [], []
    for a, b in combinations(range(1, len(actors) + 1), 2):
        (start, end, one), (first, last, other) = actors[a - 1], actors[b - 1]
        overlap = max(start, first) < min(end, last)
        if one == other or overlap or frozenset((a, b)) in doubted or {a, b} & {*line["bad"]}:
            continue
        row = {
            "id": f"{line['set']}/{line['row']}/{line['at'][0]}/{a}-{b}", "text": text,
            "source": [start, end], "target": [first, last],
            "forward": labels(a, b), "backward": labels(b, a), "why": "",
        }  # fmt: skip
        (idle if row["forward"] == row["backward"] == ["NONE"] else related).append(row)
    random.Random(line["sha256"]).shuffle(idle)
    yield from related
    yield from idle[:most]


def rows(folders: Sequence[Path]) -> tuple[list[Row], list[Row]]:
    """The rows for training, and those kept from it, of these all pairs."""
    taught: list[Row] = []
    held: list[Row] = []
    for line, text in sentences(folders):
        if kept(line):
            held.extend(pairs(line, text, None))
        else:
            taught.extend(pairs(line, text))
    return taught, held
