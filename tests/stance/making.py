"""Small graphs of reports for the tests of stances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphbuild.aggregation import aggregate
from graphbuild.model import Graph, LocalEntity, Modality
from tests.factories import make_article, make_country, make_entity, make_reading, make_statement

ARDAL = make_country("FRA", "France")
BELIA = make_country("ITA", "Italy")
CORVO = make_country("ESP", "Spain")
MINISTER = make_entity("person", "jean roux", "Jean Roux")
ARMY = make_entity("organisation", "french army", "French Army")
PACT = make_entity("organisation", "nato", "NATO")
UN = make_entity("organisation", "united nations", "United Nations")


@dataclass(frozen=True)
class Said:
    """One sentence of one article."""

    day: str
    """Of the article; a year or month where no more is known."""
    relation: str
    source: LocalEntity = ARDAL
    target: LocalEntity = BELIA
    publisher: str = ""
    article: str = ""
    sentence: str = ""
    when: tuple[str, str] = ("", "")
    negated: bool = False
    modality: Modality = "asserted"
    confidence: float = 0.9
    trigger: str = "did"


def graph_of(said: Iterable[Said]) -> Graph:
    """The graph of the articles; each sentence is an article of its own unless it names one."""
    readings = []
    by_article: dict[str, list[tuple[int, Said]]] = {}
    for number, one in enumerate(said):
        by_article.setdefault(one.article or f"article {number}", []).append((number, one))
    for id_, sentences in by_article.items():
        first = sentences[0][1]
        exact = len(first.day) == len("2001-05-01")
        article = make_article(
            id_,
            f"Text of {id_}.",
            date=first.day if exact else "",
            source=first.publisher,
            date_from="" if exact or not first.day else f"not read: {first.day}",
        )
        statements = [
            make_statement(
                one.source,
                one.relation,
                one.target,
                one.sentence or f"This is sentence {number} of the story.",
                article=id_,
                start=100 * number,
                when=one.when,
                negated=one.negated,
                modality=one.modality,
                confidence=one.confidence,
                trigger=one.trigger,
            )
            for number, one in sentences
        ]
        entities = {e.id: e for _, one in sentences for e in (one.source, one.target)}
        readings.append(make_reading(article, entities.values(), statements))
    return aggregate(readings)
