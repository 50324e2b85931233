"""Graphs to be looked at: the hand-made example, and one that is out to do harm."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import graphbuild
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from graphbuild.ledger import Ledger
from graphbuild.model import Mention
from tests.commands import ROOT
from tests.corpus import ARTICLES
from tests.example_graph import example_graph
from tests.factories import make_article, make_entity, make_reading, make_statement

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TRAINING = ROOT / "training" / "articles.jsonl"
SCRIPT = "<script>document.title='owned'</script>"
IMAGE = '"><img src=x onerror="document.title=\'owned\'">'
ID = "../../<b>id</b>?#/"
TURNED = "Nadir \u202egnitirw\u202c Bank"
TEXT = f"😀 {SCRIPT} attacked {IMAGE} \x1b[31mtoday\x1b[0m.\n\nThe {TURNED} met {SCRIPT} in \U0001d4d0lpha.\n"


@pytest.fixture(scope="session")
def example() -> Iterator[Answers]:
    with graphbuild.open(example_graph()) as opened:
        answers = Answers(opened, "example")
        answers.search_index.read_texts(opened.texts())
        yield answers


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder whose every name, text and address would run a script if it could."""
    folder = tmp_path_factory.mktemp("hostile") / "graph"

    def place(words: str, start: int = 0) -> Mention:
        at = TEXT.index(words, start)
        return Mention(at, at + len(words), words, "name", f"test {SCRIPT}")

    second = TEXT.index("The ")
    script = make_entity("person", "script", SCRIPT, mentions=[place(SCRIPT), place(SCRIPT, second)])
    image = make_entity("organisation", "image", IMAGE, mentions=[place(IMAGE)])
    turned = make_entity("organisation", "turned", TURNED, mentions=[place(TURNED)])
    first_sentence, second_sentence = TEXT.strip().split("\n\n")
    said = partial(make_statement, article=ID, attribution=SCRIPT, trigger=IMAGE, rule=SCRIPT)
    article = make_article(
        ID, TEXT, title=SCRIPT, date="2024-05-01", source=IMAGE, url="javascript:alert(1)//"
    )
    reading = make_reading(
        article,
        [script, image, turned],
        [
            said(script, "ATTACKS", image, first_sentence),
            said(turned, "MET_WITH", script, second_sentence, start=second),
        ],
    )
    with Ledger.create(folder) as ledger:
        ledger.write([("stamp", reading)])
    return folder


@pytest.fixture(scope="session")
def hostile(hostile_folder: Path) -> Iterator[Answers]:
    with graphbuild.open(hostile_folder) as opened:
        answers = Answers(opened, SCRIPT)
        answers.search_index.read_texts(opened.texts())
        yield answers


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from tests.explore.browsing import launched

    with launched() as browser:
        yield browser


@contextmanager
def answering(files: Iterable[Path], folder: Path, name: str) -> Iterator[Answers]:
    """The answers of a graph that is built of some files, with its texts indexed."""
    with graphbuild.build([str(file) for file in files], folder, encoder=False, workers=1) as opened:
        answers = Answers(opened, name)
        answers.search_index.read_texts(opened.texts())
        yield answers


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """The sample corpus, read by the rules alone: enough to look at, in a third of the time."""
    folder = tmp_path_factory.mktemp("corpus") / "graph"
    with answering(ARTICLES, folder, "sample corpus") as answers:
        yield answers


@pytest.fixture(scope="session")
def served(corpus: Answers) -> Iterator[Server]:
    with Server(corpus) as server:
        yield server


@pytest.fixture(scope="session")
def modern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """Modern articles about Russia and Ukraine, with invented people; of some only the year is known."""
    with TRAINING.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [r for r in rows if min(r["text"].count(name) for name in ("Russia", "Ukraine")) >= 2]
    rows = sorted(rows, key=lambda r: (len(r["text"]), r["text"]))[:60]
    folder = tmp_path_factory.mktemp("modern")
    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for n, row in enumerate(rows):
            date = row["date"] if n % 8 else row["date"][:4]
            out.write(json.dumps({**row, "date": date, "source": f"Paper {n % 7}"}) + "\n")
    with answering([file], folder / "graph", "modern articles") as answers:
        yield answers


@pytest.fixture(scope="session")
def modern_served(modern: Answers) -> Iterator[Server]:
    with Server(modern) as server:
        yield server


@dataclass(frozen=True)
class Shown:
    """A graph that is served, two of whom it tells much, and two days between which something changed."""

    answers: Answers
    server: Server
    pair: tuple[str, str]
    since: str
    until: str


@pytest.fixture(params=["corpus", "modern"])
def shown(request: pytest.FixtureRequest) -> Shown:
    if request.param == "corpus":
        pair, since, until = ("Iran", "Saudi Arabia"), "1975-01-01", "1985-01-01"
        answers, server = request.getfixturevalue("corpus"), request.getfixturevalue("served")
    else:
        pair, since, until = ("Russia", "Ukraine"), "2021-12-31", "2024-12-31"
        answers, server = request.getfixturevalue("modern"), request.getfixturevalue("modern_served")
    return Shown(answers, server, pair, since, until)


@pytest.fixture
def page(chromium: Browser, served: Server) -> Iterator[Page]:
    from tests.explore.browsing import watched

    with watched(chromium, served.address) as page:
        page.goto(served.address)
        page.get_by_role("heading", level=1, name="sample corpus").wait_for()
        yield page
