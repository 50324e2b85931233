"""Openly licensed sets, and training rows for standing relations from their annotation.

Re-DocRED (annotation MIT, Wikipedia text CC BY-SA) and KnowledgeNet (CC BY-SA 4.0), in the JSON Lines format
of ``graphbuild eval``. The texts are not part of the project: pass the folders that hold them. Half of
Re-DocRED and fold 3 of KnowledgeNet are held out for evaluation.
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

Row = dict[str, Any]

#: Relation by Wikidata property; ``~`` for the inverse relation.
REDOCRED = {
    "P27": "CITIZEN_OF", "P102": "MEMBER_OF", "P463": "MEMBER_OF", "P54": "MEMBER_OF", "P241": "MEMBER_OF",
    "P108": "WORKS_FOR", "P6": "~LEADER_OF", "P35": "~LEADER_OF", "P488": "~LEADER_OF", "P169": "~LEADER_OF",
    "P17": "BASED_IN", "P159": "BASED_IN", "P740": "BASED_IN", "P749": "PART_OF", "P355": "~PART_OF",
    "P361": "PART_OF", "P527": "~PART_OF",
}  # fmt: skip
KNOWLEDGENET = {
    "CEO": "~LEADER_OF",
    "EMPLOYEE_OR_MEMBER_OF": "MEMBER_OF WORKS_FOR LEADER_OF REPRESENTS",
    "POLITICAL_AFFILIATION": "MEMBER_OF",
    "NATIONALITY": "CITIZEN_OF",
    "HEADQUARTERS": "BASED_IN",
    "SUBSIDIARY_OF": "PART_OF",
}
KINDS = ("person", "country", "organisation", "nationality")
#: The articles written for the project, the only set whose text is part of it.
ARTICLES = Path(__file__).with_name("articles.jsonl")


def measured(name: str) -> bool:
    """Whether a document is held out from training, by its id alone."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def found(folders: Sequence[Path], name: str) -> Path:
    """The file of this name in one of the folders.

    Raises:
        SystemExit: none has it.
    """
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise SystemExit(
        f"{name} is in none of the folders {', '.join(map(str, folders))}: name its folder by --open"
    )


def documents(folders: Sequence[Path], name: str) -> list[Row]:
    """The documents of a set, each with a ``text``: gzip JSON Lines in one of the folders, or the articles.

    Raises:
        SystemExit: no folder has it.
    """
    if name == ARTICLES.stem:
        lines = ARTICLES.read_text(encoding="utf-8").splitlines()
    else:
        with gzip.open(found(folders, f"{name}.jsonl.gz"), "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
    return [json.loads(line) for line in lines]


def rows(folders: Sequence[Path], *, seed: int, most: int) -> list[Row]:
    """At most ``most`` rows of each set, a third of them without a relation."""
    sample: list[Row] = []
    for candidates in (
        list(_redocred(found(folders, "redocred_dev.jsonl"))),
        list(_knowledgenet(found(folders, "knowledgenet_folds123.jsonl"))),
    ):
        random.Random(seed).shuffle(candidates)
        by_label: dict[str, list[Row]] = defaultdict(list)
        for row in candidates:
            labels = set(row["forward"] + row["backward"]) - {"NONE"} or {"NONE"}
            by_label[labels.pop() if len(row["forward"]) < 2 else "MEMBER_OF"].append(row)
        for label in sorted(by_label):
            sample.extend(by_label[label][: most // 3 if label == "NONE" else most // 6])
    return sample


def _lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _row(name: str, text: str, source: Any, target: Any, forward: list[str], backward: list[str]) -> Row:
    return {
        "id": name, "text": text, "source": list(source), "target": list(target),
        "forward": forward, "backward": backward, "why": "",
    }  # fmt: skip


def _redocred(path: Path) -> Iterator[Row]:
    import spacy

    split = spacy.blank("en")
    split.add_pipe("sentencizer")
    for doc in _lines(path):
        if measured(doc["id"]):
            continue
        kind = {e["id"]: e["kind"] for e in doc["entities"]}
        relations: dict[tuple[str, str], list[tuple[str, list[int]]]] = defaultdict(list)
        for r in doc["relations"]:
            relations[r["source"], r["target"]].append((r["type"], r.get("evidence") or []))
        for number, sentence in enumerate(split(doc["text"]).sents):
            start, end = sentence.start_char, sentence.end_char
            first: dict[str, tuple[int, int]] = {}
            for m in doc["mentions"]:
                if start <= m["start"] and m["end"] <= end and kind[m["entity"]] in KINDS:
                    first.setdefault(m["entity"], (m["start"] - start, m["end"] - start))
            for a, b in combinations(sorted(first), 2):
                if max(first[a][0], first[b][0]) < min(first[a][1], first[b][1]):
                    continue
                forward, backward, known = set(), set(), True
                for s, t, reverse in ((a, b, False), (b, a, True)):
                    for property_, evidence in relations.get((s, t), ()):
                        relation = REDOCRED.get(property_, "")
                        if not relation or number not in evidence:
                            known = False
                            continue
                        inverse = relation.startswith("~") != reverse
                        (backward if inverse else forward).add(relation.lstrip("~"))
                if not forward and not backward and not known:
                    continue
                yield _row(
                    f"{doc['id']}/{number}/{a}-{b}", doc["text"][start:end], first[a], first[b],
                    sorted(forward) or ["NONE"], sorted(backward) or ["NONE"],
                )  # fmt: skip


def _knowledgenet(path: Path) -> Iterator[Row]:
    for doc in _lines(path):
        if str(doc["fold"]) == "3":
            continue
        kind = {e["id"]: e["kind"] for e in doc["entities"]}
        for k, r in enumerate(doc["relations"]):
            relation = KNOWLEDGENET.get(r["type"], "")
            if not relation or kind[r["source"]] not in KINDS or kind[r["target"]] not in KINDS:
                continue
            a, b = r["source_span"], r["target_span"]
            if not a or not b or max(a[0], b[0]) < min(a[1], b[1]):
                continue
            labels = relation.lstrip("~").split()
            forward, backward = (["NONE"], labels) if relation.startswith("~") else (labels, ["NONE"])
            yield _row(f"{doc['id']}/{k}", doc["text"], a, b, forward, backward)
