"""How many of the events that readers judged in modern news are stated now, and how many of these are right.

``python -m tests.judged_news FILE`` reads the articles, JSON Lines (also ``.gz``) with ``id``, ``text`` and
``date``. They are publishers' texts and do not come along: ``evaluate/judged_news.jsonl`` has the judgements
alone, an object a line: article, digest of its text, characters of both ends and of the trigger, relation,
verdict, of wrong ones the cause and the relation that the sentence tells instead (``reversed``: the other way
round). An article with another text is left out. It measures; nothing may learn from it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graphbuild import tables
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Statement

LABELS = Path(__file__).with_name("evaluate") / "judged_news.jsonl"
#: Probabilities between which the shares of right ones are told.
_STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)

Label = Mapping[str, Any]


def labels(file: Path = LABELS) -> dict[str, list[Label]]:
    """The judgements by article."""
    found: dict[str, list[Label]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        found[label["article"]].append(label)
    return dict(found)


def articles(file: Path, known: Mapping[str, Sequence[Label]]) -> Iterator[Article]:
    """The articles of a file that were judged, as far as they have the text that was."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            judged = known.get(row["id"], ())
            if judged and judged[0]["sha256"] == digest(row["text"]):
                yield Article(
                    row["id"], row["text"], title=row.get("title") or "", date=row.get("date") or ""
                )


def digest(text: str) -> str:
    """What tells whether a text is the one that was judged."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def verdict(statement: Statement, judged: Iterable[Label]) -> Label | None:
    """The judgement on a statement: of its relation, between the same words, in the same sentence."""
    first, last = statement.sentence_span
    for label in judged:
        ends = [(label["source"], label["target"])]
        if tables.relations()[statement.relation].symmetric:
            ends.append(ends[0][::-1])
        same = any(_meet(a, statement.source_span) and _meet(b, statement.target_span) for a, b in ends)
        if same and label["relation"] == statement.relation and first <= label["trigger"][0] < last:
            return label
    return None


def _meet(a: Sequence[int], b: Sequence[int]) -> bool:
    return bool(a[0] < b[1] and b[0] < a[1])


def asserted(statements: Iterable[Statement]) -> list[Statement]:
    """The events told as facts."""
    relations = tables.relations()
    return [
        s
        for s in statements
        if not s.negated and s.modality == "asserted" and relations[s.relation].quad is not None
    ]


def share(verdicts: Counter[str]) -> str:
    """How many of the judged ones are right."""
    decided = verdicts["right"] + verdicts["wrong"]
    return f"{verdicts['right'] / decided:.3f} ({decided})" if decided else "– (0)"


def main() -> None:
    """Read the articles and print the figures."""
    parser = argparse.ArgumentParser(description="Hold what is stated in modern news against judgements.")
    parser.add_argument("file", type=Path, help="the articles, JSON Lines")
    known, extractor = labels(), Extractor()
    made: dict[str, Counter[str]] = defaultdict(Counter)
    lost: Counter[str] = Counter()
    read = unjudged = 0
    for article in articles(parser.parse_args().file, known):
        read += 1
        again = set()
        for s in asserted(extractor.read(article).statements):
            label = verdict(s, known[article.id])
            if label is None:
                unjudged += 1
                continue
            again.add(id(label))
            step = max(p for p in _STEPS if p <= s.confidence)
            for group in ("all", s.rule.partition(":")[0], s.relation, f"from {step}"):
                made[group][label["verdict"]] += 1
        lost.update(label["verdict"] for label in known[article.id] if id(label) not in again)
    print(f"{read} articles of {len(known)}; stated and judged, right of those not in doubt:")
    for group, verdicts in sorted(made.items(), key=lambda item: -item[1].total()):
        print(f"  {group:20} {share(verdicts)}")
    print(f"judged and not stated: {lost['right']} right, {lost['wrong']} wrong; not judged: {unjudged}")


if __name__ == "__main__":
    main()
