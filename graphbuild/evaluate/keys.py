"""Answer keys: the facts that a careful reader finds in an article. ``data/README.md`` describes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphbuild import tables
from graphbuild.errors import InputError
from graphbuild.evaluate.metrics import share
from graphbuild.evaluate.names import is_called
from graphbuild.evaluate.suite import Fact, says
from graphbuild.model import Article, Reading, Statement
from graphbuild.read import Failure, read

ARTICLES, KEYS = "articles", "keys"
_UNLISTED = ("CITIZEN_OF",)
"""Relations that keys list only where they matter, since every minister of a country is also its citizen."""
_POLARITIES = ("asserted", "negated", "hypothetical")


@dataclass(frozen=True, slots=True)
class Key:
    """The answer key of an article."""

    article: Article
    entities: tuple[str, ...]
    facts: tuple[Fact, ...]
    """The stated facts, with polarity."""
    absent: tuple[Fact, ...]
    """Tempting but wrong facts."""
    allowed: tuple[Fact, ...]
    """Facts that count as neither right nor wrong."""


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """The comparison of a reading with its key. Only statements that make an edge of the graph count."""

    key: Key
    reading: Reading
    missed: tuple[Fact, ...]
    right: tuple[Statement, ...]
    wrong: tuple[Statement, ...]
    """Statements between entities of the key that are neither in it nor allowed."""
    violations: tuple[Statement, ...]
    """The wrong statements that the key lists as absent."""


def holds_keys(folder: Path) -> bool:
    """Whether a folder has articles with answer keys."""
    return (folder / ARTICLES).is_dir() and (folder / KEYS).is_dir()


def load(folder: Path) -> tuple[Key, ...]:
    """Load the answer keys of ``folder/keys`` with their articles of ``folder/articles``, sorted by name.

    Raises ``InputError`` for a key that is invalid or has no article.
    """
    found = tuple(_key(file, folder) for file in sorted((folder / KEYS).glob("*.json")))
    if not found:
        raise InputError(f"{folder / KEYS}: holds no answer key; see data/README.md for their form")
    return found


def _key(file: Path, folder: Path) -> Key:
    article = next(iter(read([folder / ARTICLES / f"{file.stem}.txt"])))
    if isinstance(article, Failure):
        raise InputError(str(article))
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        names = tuple(entity["name"] for entity in content["entities"])
        return Key(
            article,
            names,
            *(tuple(_facts(content[part], names)) for part in ("relations", "absent", "allowed")),
        )
    except KeyError as error:
        raise InputError(f"{file}: lacks {error}; see data/README.md") from error
    except (ValueError, TypeError) as error:
        raise InputError(f"{file}: {error}; see data/README.md") from error


def _facts(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Iterator[Fact]:
    for row in rows:
        fact = Fact(row["source"], (row["relation"],), row["target"], row.get("polarity", "asserted"))
        if stray := {fact.source, fact.target} - set(names):
            raise ValueError(f"{fact}: {min(stray)!r} is none of its entities")
        if row["relation"] not in tables.relations() or fact.polarity not in _POLARITIES:
            raise ValueError(f"{fact}: unknown relation or polarity")
        yield fact


def score(key: Key, reading: Reading) -> KeyOutcome:
    """Compare a reading with the answer key."""
    entities = {e.id: e for e in reading.entities}
    known = {e.id for e in reading.entities if any(is_called(e, name) for name in key.entities)}
    edges = [s for s in reading.statements if s.asserted]
    wanted = [fact for fact in key.facts if fact.polarity == "asserted"]
    right = [s for s in edges if any(says(s, fact, entities) for fact in wanted)]
    violations = [s for s in edges if any(says(s, fact, entities) for fact in key.absent)]
    wrong = [
        s
        for s in edges
        if s in violations
        or (
            s not in right
            and s.relation not in _UNLISTED
            and {s.source, s.target} <= known
            and not any(says(s, fact, entities) for fact in key.allowed)
        )
    ]
    missed = tuple(f for f in wanted if not any(says(s, f, entities) for s in right))
    return KeyOutcome(key, reading, missed, tuple(right), tuple(wrong), tuple(violations))


def run(folder: Path, read_article: Callable[[Article], Reading]) -> list[KeyOutcome]:
    """Read and score each article with a key."""
    return [score(key, read_article(key.article)) for key in load(folder)]


def measures(outcomes: Sequence[KeyOutcome]) -> dict[str, float]:
    """Return recall and precision of the edges, and the number of absent ones found, over all articles."""
    wanted = sum(sum(fact.polarity == "asserted" for fact in o.key.facts) for o in outcomes)
    right = sum(len(o.right) for o in outcomes)
    wrong = sum(len(o.wrong) for o in outcomes)
    return {
        "recall": 1 - share(sum(len(o.missed) for o in outcomes), wanted),
        "precision": share(right, right + wrong),
        "violations": sum(len(o.violations) for o in outcomes),
    }
