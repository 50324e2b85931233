"""Statements judged by annotators in real text: ``training/judged.jsonl``.

The file has the judgements without the text, which is not part of the project: pass the folders that hold
the sets. A line has

============  =====================================================================================
``set``       file of the set, without its ending, as in ``annotated.py``
``row``       line of the set, from 0; of a long text only the first ``CUT`` characters were used
``at``        characters ``[start, end)`` of the sentence in that text
``sha256``    first 16 digits of the checksum of the sentence
``source``    characters of the source in that text; so for ``target`` and ``trigger``
``ends``      first 8 digits of the checksum of the names of both entities, joined by a tab
``relation``  the relation; with ``negated``, ``modality`` and ``former`` as in statements
``verdict``   ``right``, ``wrong`` or ``doubt``
``cause``     why it is wrong: ``entity``, ``coreference``, ``kind``, ``ends`` (wrong argument),
              ``direction``, ``sense``, ``modality``, ``negation``, ``sport`` or ``other``; not always given
``instead``   the right relation, or ``swap`` if source and target are exchanged
``second``    the verdict of a second annotator, blind to the first, of one in ten
============  =====================================================================================
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graphbuild.encoder.marking import Claim, claim
from training import annotated, open_data

FILE = Path(__file__).with_name("judged.jsonl")
#: Characters used of the texts of a set.
CUT = {"whitehouse_releases": 3000, "wikinews_geovirus": 3500}

Row = dict[str, Any]


def lines(file: Path = FILE) -> list[Row]:
    """The judgements, in the order of the texts."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def texts(folders: Sequence[Path], judged: Sequence[Row]) -> Iterator[tuple[str, str, str, list[Row]]]:
    """Name, text and date of each text with its judgements.

    Raises:
        SystemExit: a set is missing, or its text differs.
    """
    rows: dict[str, list[Row]] = {}
    by_text: dict[tuple[str, int], list[Row]] = {}
    for line in judged:
        by_text.setdefault((line["set"], line["row"]), []).append(line)
    for (name, number), some in by_text.items():
        if name not in rows:
            rows[name] = open_data.documents(folders, name)
        row = rows[name][number]
        text = row["text"][: CUT.get(name)]
        for line in some:
            start, end = line["at"]
            if not hashlib.sha256(text[start:end].encode()).hexdigest().startswith(line["sha256"]):
                raise SystemExit(f"judged.jsonl: row {number} of {name} has another text")
        yield f"{name}/{number}", text, (row.get("date") or "")[:10], some


def claims(folders: Sequence[Path]) -> list[tuple[Claim, bool]]:
    """The judged statements for training as claims, and whether they are right; no uncertain ones."""
    labelled = []
    for _, text, _, some in texts(folders, lines()):
        for line in some:
            if line["verdict"] == "doubt" or annotated.kept(line):
                continue
            statement = claim(
                text,
                line["at"],
                (line["source"], line["target"], line["trigger"]),
                line["relation"],
                negated=line["negated"],
                modality=line["modality"],
                former=line["former"],
            )
            labelled.append((statement, line["verdict"] == "right"))
    return labelled


def ends(source: str, target: str) -> str:
    """The value of ``ends`` for the names of two entities."""
    return hashlib.sha256(f"{source}\t{target}".encode()).hexdigest()[:8]


def agreement(judged: Sequence[Row]) -> tuple[int, float, float]:
    """The number of statements judged twice, the agreement, and Cohen's kappa."""
    pairs = [(line["verdict"], line["second"]) for line in judged if "second" in line]
    same = sum(a == b for a, b in pairs) / len(pairs)
    first, second = (Counter(verdicts) for verdicts in zip(*pairs, strict=True))
    chance = sum(first[v] * second[v] for v in first) / len(pairs) ** 2
    return len(pairs), same, (same - chance) / (1 - chance)
