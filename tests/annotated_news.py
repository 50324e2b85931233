"""How much of modern news is told, and how much of it rightly: ``python -m tests.annotated_news FILE``.

The articles, JSON Lines (also ``.gz``) with ``id``, ``text`` and ``date``, are publishers' texts and do not
come along: ``evaluate/annotated_news.jsonl`` has what eight readers take from 96 of them, an object a line:

============  ==========================================================================================
``article``   and ``sha256``: which text it is, by :func:`tests.judged_news.digest`
``entities``  the named actors: ``kind``, ``iso3`` of a state, and the characters of one place of each name
``facts``     ``source`` and ``target`` (numbers of entities), ``relations`` of which each may be told,
              ``polarity``, characters of the words that tell it, and whether it may be left out
              (``allowed``: another careful reader might list it)
============  ==========================================================================================

An extracted entity is the listed one whose names its own names overlap most, a state the one of its code.
Right is a relation that is asserted between two listed entities and listed as a fact; those that may be left
out, and citizenship that nobody lists, count neither way. It measures; nothing may learn from it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graphbuild import tables
from graphbuild.extractor import Extractor
from graphbuild.model import LocalEntity, Reading
from tests.judged_news import articles

LABELS = Path(__file__).with_name("evaluate") / "annotated_news.jsonl"

Labels = Mapping[str, Any]
Told = tuple[int, str, int]


def labels(file: Path = LABELS) -> dict[str, Labels]:
    """What the readers take from each article."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {label["article"]: label for label in map(json.loads, lines)}


def listed(entities: Sequence[LocalEntity], text: str, known: Labels) -> dict[str, int]:
    """The number of the listed entity that each extracted one is, by id."""
    places = defaultdict(set)
    for number, entity in enumerate(known["entities"]):
        for start, end in entity["names"]:
            for match in re.finditer(rf"(?<!\w){re.escape(text[start:end])}(?!\w)", text):
                places[match.span()].add(number)
    codes = {e["iso3"]: number for number, e in enumerate(known["entities"]) if e.get("iso3")}
    found = {}
    for entity in entities:
        if entity.iso3 in codes:
            found[entity.id] = codes[entity.iso3]
            continue
        met: Counter[int] = Counter()
        for mention in entity.mentions:
            if mention.form == "name":
                for span, numbers in places.items():
                    if span[0] < mention.end and mention.start < span[1]:
                        alike = [n for n in numbers if known["entities"][n]["kind"] != "country"]
                        met.update(
                            dict.fromkeys(alike, min(span[1], mention.end) - max(span[0], mention.start))
                        )
        if met:
            found[entity.id] = max(met, key=lambda number: (met[number], -number))
    return found


def held(reading: Reading, text: str, known: Labels) -> Counter[tuple[str, str]]:
    """How many facts are wanted and found, and how many told ones are right and wrong, by events and standing
    relations.
    """
    of = listed(reading.entities, text, known)
    told = {
        _told(of[s.source], s.relation, of[s.target])
        for s in reading.statements
        if s.modality == "asserted" and not s.negated and not s.former
        and s.source in of and s.target in of and of[s.source] != of[s.target]
    }  # fmt: skip
    facts = [fact for fact in known["facts"] if fact["polarity"] == "asserted"]
    wanted = [{*_each(fact)} for fact in facts if not fact["allowed"]]
    allowed = {one for fact in facts for one in _each(fact) if fact["allowed"]}
    right = {one for some in wanted for one in some}
    counts: Counter[tuple[str, str]] = Counter()
    for one in told:
        if one in right or (one not in allowed and one[1] != "CITIZEN_OF"):
            counts[_sort(one[1]), "right" if one in right else "wrong"] += 1
    for fact, some in zip((f for f in facts if not f["allowed"]), wanted, strict=True):
        counts[_sort(fact["relations"][0]), "found" if some & told else "missed"] += 1
    return counts


def _each(fact: Labels) -> Iterator[Told]:
    return (_told(fact["source"], relation, fact["target"]) for relation in fact["relations"])


def _told(source: int, relation: str, target: int) -> Told:
    if tables.relations()[relation].symmetric and source > target:
        return target, relation, source
    return source, relation, target


def _sort(relation: str) -> str:
    return "standing" if tables.relations()[relation].quad is None else "events"


def share(part: int, rest: int) -> str:
    """A part of a part and the rest, with how many both are."""
    return f"{part / (part + rest):.3f} ({part + rest})" if part + rest else "– (0)"


def main() -> None:
    """Read the articles and print the figures."""
    parser = argparse.ArgumentParser(description="Hold what is stated in modern news against readers' lists.")
    parser.add_argument("file", type=Path, help="the articles, JSON Lines")
    known, extractor = labels(), Extractor()
    counts: Counter[tuple[str, str]] = Counter()
    read = 0
    for article in articles(parser.parse_args().file, {key: [label] for key, label in known.items()}):
        read += 1
        counts += held(extractor.read(article), article.text, known[article.id])
    for sort in ("events", "standing"):
        for what in ("right", "wrong", "found", "missed"):
            counts["all", what] += counts[sort, what]
    print(f"{read} articles of {len(known)}")
    for sort in ("all", "events", "standing"):
        right = share(counts[sort, "right"], counts[sort, "wrong"])
        print(f"  {sort:9} right {right}  found {share(counts[sort, 'found'], counts[sort, 'missed'])}")


if __name__ == "__main__":
    main()
