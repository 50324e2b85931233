"""What aggregation costs, whole and after one more article: ``python -m benchmarks.aggregation 10000``.

Readings are made up and written into a ledger as they are: five entities and five statements an article, of
persons that about ten articles know, some under variants of their names, and of all states. Prints processor
seconds and megabytes as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.identity import SYLLABLES, respelt
from benchmarks.memory import peak
from graphbuild import tables
from graphbuild.api.places import Folder
from graphbuild.ledger import Ledger
from graphbuild.model import Article, Fingerprint, LocalEntity, Mention, Reading, Statement

_ACTS = ("MET_WITH", "ATTACKS", "SUPPORTS", "ACCUSES", "AGREED_WITH")
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Articles:
    """What the articles of a corpus are like."""

    people: int
    """Persons that any of them name."""
    named: int = 2
    """Persons that one names."""
    said: int = 5
    """Statements of one."""


def readings(first: int, last: int, kind: Articles) -> Iterator[Reading]:
    """The readings ``first`` to ``last`` of a corpus."""
    given = sorted(tables.first_names())
    states = sorted((c.iso3, c.name) for c in tables.countries().values() if c.status == "sovereign")
    for number in range(first, last):
        yield _reading(number, kind, given, states)


def _reading(number: int, kind: Articles, given: list[str], states: list[tuple[str, str]]) -> Reading:
    dice = random.Random(number)
    id_ = f"article-{number}"
    day = date(1990, 1, 1) + timedelta(days=dice.randrange(12_000))
    article = Article(id_, "", f"Title {number}", day.isoformat(), f"Publisher {dice.randrange(30)}")
    entities: list[LocalEntity] = []
    for code, name in dice.sample(states, 3):
        entities.append(LocalEntity("country", code, name, code, _mentions(name, len(entities))))
    for _ in range(kind.named):
        person = random.Random(f"person {dice.randrange(kind.people)}")
        first, home = person.choice(given), person.choice(states)
        surname = "".join(person.choices(SYLLABLES, k=person.choice((2, 3, 3, 4)))).title()
        name = dice.choices((f"{first} {surname}", f"{first} {respelt(surname)}", surname), (18, 1, 1))[0]
        key = name.lower() if " " in name else f"{id_}/{name.lower()}"
        if all(e.key != key for e in entities):
            entities.append(LocalEntity("person", key, name, "", _mentions(name, len(entities))))
            if all(e.key != home[0] for e in entities):
                entities.append(LocalEntity("country", home[0], home[1], home[0], _mentions(home[1], 9)))
    said = []
    for k in range(kind.said):
        a, b = dice.sample(entities, 2)
        rule, relation = "verb:test/active", dice.choice(_ACTS)
        if a.kind == "person" and b.kind == "country" and k % 2:
            rule, relation = "post:president/title", "LEADER_OF"
        sentence = f"{a.name} did {dice.randrange(10**6)} things to {b.name}, officials said on Monday."
        start = 100 * k
        said.append(
            Statement(
                id_,
                relation,
                a.id,
                b.id,
                source_span=(start, start + 5),
                target_span=(start + 30, start + 35),
                sentence_span=(start, start + len(sentence)),
                sentence=sentence,
                trigger="did",
                trigger_span=(start + 9, start + 12),
                negated=dice.random() < 0.05,
                modality="asserted",
                attribution="",
                tense="past",
                confidence=0.85,
                rule=rule,
            )
        )
    numbers = np.random.default_rng(number).integers(0, 2**32, 128, dtype="<u4")
    places = np.random.default_rng(number).integers(0, 2**62, 8, dtype="<u8")
    packed = b"".join(
        (100 * k).to_bytes(4, "little") + (100 * k + 99).to_bytes(4, "little") + int(h).to_bytes(8, "little")
        for k, h in enumerate(places)
    )
    return Reading(article, tuple(entities), tuple(said), Fingerprint(numbers.tobytes(), packed))


def _mentions(name: str, at: int) -> tuple[Mention, ...]:
    start = 100 * at
    return (
        Mention(start, start + len(name), name, "name", "named"),
        Mention(start + 50, start + 52, "he", "pronoun", f"stands for {name}"),
    )


def write(folder: Path, first: int, last: int, kind: Articles) -> None:
    """Write readings into the ledger of a graph folder."""
    with Ledger.create(folder) as ledger:
        for start in range(first, last, _BATCH):
            some = readings(start, min(start + _BATCH, last), kind)
            ledger.write((f"made {r.article.id}", r) for r in some)


def _cost(what: Callable[[], object]) -> float:
    started = time.process_time()
    what()
    return round(time.process_time() - started, 3)


def measure(articles: int, folder: Path) -> dict[str, float]:
    """Aggregate so many articles, and again with one more."""
    kind = Articles(max(articles // 5, 1))
    write(folder, 0, articles, kind)
    before = peak()
    graph = Folder(folder)
    told = {"articles": articles, "first": _cost(graph.graph)}
    told["megabytes"] = round(peak() - before)
    told["statements"], told["relations"] = len(graph.graph().statements), len(graph.graph().relations)
    write(folder, articles, articles + 1, kind)
    graph.changed()
    told["one more"] = _cost(graph.graph)
    return told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="graphbuild-bench-") as scratch:
        print(json.dumps(measure(int(sys.argv[1]), Path(scratch))))
