"""A small graph made by hand, which examples and tests ask: what they show hangs on no reading.

``tests/example/`` holds it as tables: articles, entities, and what each sentence says. From them come
readings as the extractor gives them, and from these, through the ledger and the aggregation, a graph folder.
``python -m tests.example_graph FOLDER`` makes one, to be asked by hand.
"""

from __future__ import annotations

import atexit
import csv
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from graphbuild.collate import fingerprint
from graphbuild.ledger import Ledger
from graphbuild.model import (
    MODALITIES,
    Article,
    Form,
    Kind,
    LocalEntity,
    Mention,
    Modality,
    Reading,
    Span,
    Statement,
    Tense,
)
from graphbuild.tables import relations

TABLES = Path(__file__).parent / "example"
CONFIDENCE = 0.9

_KINDS: Mapping[str, Kind] = {"country": "country", "organisation": "organisation", "person": "person"}
_SAID: Mapping[str, Modality] = {"": "asserted", "denied": "asserted", **{name: name for name in MODALITIES}}
_PRONOUNS = {"both", "each", "he", "him", "it", "she", "they"}


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the table, with all its names."""

    kind: Kind
    name: str
    iso3: str
    names: tuple[str, ...]

    def local(self, mentions: tuple[Mention, ...]) -> LocalEntity:
        return LocalEntity(self.kind, self.iso3 or self.name.lower(), self.name, self.iso3, mentions)


@dataclass(slots=True)
class Text:
    """The text of an article, put together sentence by sentence, and what is found in it."""

    article: str
    text: str = ""
    sentence: str = ""
    mentions: dict[str, set[Mention]] = field(default_factory=dict)
    """By the name of the entity."""
    rows: list[tuple[dict[str, str], Span]] = field(default_factory=list)
    """Rows that state something, with the place of their sentence."""

    @property
    def place(self) -> Span:
        """Where the last sentence stands."""
        return len(self.text) - len(self.sentence), len(self.text)

    def add(self, sentence: str) -> None:
        """Go on with a sentence, as a paragraph, and find the names in it."""
        self.text += ("\n\n" if self.text else "") + sentence
        self.sentence = sentence
        for found in _names().finditer(self.text, self.place[0]):
            entity = _named()[found[0]]
            mention = Mention(*found.span(), found[0], "name", f"name of {entity}")
            self.mentions.setdefault(entity, set()).add(mention)

    def state(self, row: dict[str, str]) -> None:
        """Take what the last sentence says; ends that are no names become mentions."""
        for end in (row["source"], row["target"]):
            entity, _, words = end.partition("=")
            if words and words not in _named():
                form: Form = "pronoun" if words.lower() in _PRONOUNS else "nominal"
                span = self.find(words, self.place)
                mention = Mention(*span, words, form, "told by what stands before")
                self.mentions.setdefault(entity, set()).add(mention)
        self.rows.append((row, self.place))

    def find(self, words: str, within: Span) -> Span:
        """Where these words stand first in a part of the text."""
        found = re.compile(rf"\b{re.escape(words)}\b").search(self.text, *within)
        if not found:
            raise ValueError(f"{self.article}: no {words!r} in {self.text[slice(*within)]!r}")
        return found.span()

    def end(self, told: str, within: Span) -> Span:
        """Where the end of a statement stands: at the words given for it, else at its first name."""
        entity, _, words = told.partition("=")
        if words:
            return self.find(words, within)
        found = [m for m in self.mentions.get(entity, ()) if within[0] <= m.start < within[1]]
        if not found:
            raise ValueError(f"{self.article}: no name of {entity!r} in {self.text[slice(*within)]!r}")
        return min((m.start, m.end) for m in found)

    def statement(self, row: dict[str, str], within: Span) -> Statement:
        source, target = (_entities()[row[end].partition("=")[0]] for end in ("source", "target"))
        if row["by"]:
            self.find(row["by"], within)
        if row["said"] not in _SAID:
            known = ", ".join(filter(None, _SAID))
            raise ValueError(f"{self.article}: said is {row['said']!r}; give one of {known}, or nothing")
        modality = _SAID[row["said"]]
        standing = relations()[row["relation"]].score == 0
        tense: Tense = "future" if modality == "future" else "none" if standing else "past"
        return Statement(
            article=self.article,
            relation=row["relation"],
            source=source.local(()).id,
            target=target.local(()).id,
            source_span=self.end(row["source"], within),
            target_span=self.end(row["target"], within),
            sentence_span=within,
            sentence=self.text[slice(*within)],
            trigger=row["trigger"],
            trigger_span=self.find(row["trigger"], within),
            negated=row["said"] == "denied",
            modality=modality,
            attribution=row["by"],
            tense=tense,
            confidence=CONFIDENCE,
            rule=f"example:{row['trigger']}",
            source_role=row["source_role"],
            target_role=row["target_role"],
        )


def readings() -> Iterator[Reading]:
    """What the tables say was read, article by article."""
    texts = _texts()
    for row in _rows("articles"):
        told = texts[row["copy_of"] or row["article"]]
        text = replace(told, article=row["article"])
        article = Article(row["article"], text.text, row["title"], row["date"], row["source"])
        paragraphs = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text.text)]
        yield Reading(
            article,
            tuple(_entities()[name].local(tuple(sorted(found))) for name, found in text.mentions.items()),
            tuple(text.statement(*stated) for stated in text.rows),
            fingerprint([text.text[slice(*span)] for span in paragraphs], paragraphs),
        )


def make(folder: Path) -> None:
    """Make the graph folder."""
    with Ledger.create(folder) as ledger:
        ledger.write((reading.article.hash, reading) for reading in readings())


@cache
def example_graph() -> Path:
    """The graph as a folder, made once; tests that change it take a copy."""
    home = Path(tempfile.mkdtemp(prefix="graphbuild-example-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    make(home / "graph")
    return home / "graph"


def _texts() -> dict[str, Text]:
    """The texts of the articles that are no copies, by article; an empty cell is as in the row before."""
    texts: dict[str, Text] = {}
    text = Text("")
    for row in _rows("statements"):
        if row["article"]:
            text = texts.setdefault(row["article"], Text(row["article"]))
        if row["sentence"]:
            text.add(row["sentence"])
        if row["relation"]:
            text.state(row)
    return texts


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (TABLES / f"{table}.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")


@cache
def _entities() -> Mapping[str, Known]:
    """The entities by name."""
    return {
        row["name"]: Known(
            _KINDS[row["kind"]], row["name"], row["iso3"], tuple(filter(None, row["names"].split(";")))
        )
        for row in _rows("entities")
    }


@cache
def _named() -> Mapping[str, str]:
    """The entity of each name."""
    return {name: e.name for e in _entities().values() for name in (e.name, *e.names)}


@cache
def _names() -> re.Pattern[str]:
    """Any name, the longest first."""
    return re.compile(rf"\b({'|'.join(map(re.escape, sorted(_named(), key=len, reverse=True)))})\b")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
