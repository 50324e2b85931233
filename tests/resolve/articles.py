"""Readings written short, for cases: ``Peter Acland [1951-03-01; foreign minister NZL; +AUS; Wire]``."""

from __future__ import annotations

import re

from graphbuild import tables
from graphbuild.model import Kind, LocalEntity, Reading, Statement
from graphbuild.tables.keys import normal, person_key
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_mention,
    make_reading,
    make_statement,
)

_ARTICLE = re.compile(r"\s*(?P<kind>org:)?(?P<names>[^\[]+?)\s*\[(?P<facts>[^\]]*)\]\s*")


def reading(id_: str, text: str) -> Reading:
    """The reading of an article; its first entity is the first that the text names."""
    date, source = "", ""
    entities: list[LocalEntity] = []
    others: dict[str, LocalEntity] = {}
    said: list[Statement] = []
    for part in text.split(" & "):
        match = _ARTICLE.fullmatch(part)
        assert match, part
        entity = _entity(id_, "organisation" if match["kind"] else "person", match["names"].split("/"))
        entities.append(entity)
        for fact in filter(None, (fact.strip() for fact in match["facts"].split(";"))):
            if fact[0].isdigit():
                date = fact
            elif fact[0] == "+" or re.fullmatch(r"(.+ )([A-Z]{3}|@.+)", fact):
                said += _statements(id_, entity, fact, others)
            else:
                source = fact
    return make_reading(make_article(id_, date=date, source=source), (*entities, *others.values()), said)


def _entity(article: str, kind: Kind, names: list[str]) -> LocalEntity:
    key = person_key(names[0]) if kind == "person" else normal(names[0])
    if kind == "person" and " " not in key:
        key = f"{article}/{key}"
    return make_entity(kind, key, names[0], mentions=[make_mention(n, 50 * i) for i, n in enumerate(names)])


def _statements(
    article: str, entity: LocalEntity, fact: str, others: dict[str, LocalEntity]
) -> list[Statement]:
    def other(word: str) -> LocalEntity:
        if word not in others:
            known = tables.countries().get(word)
            others[word] = (
                make_country(word, known.name) if known else _entity(article, "organisation", [word])
            )
        return others[word]

    def state(relation: str, target: str, rule: str) -> Statement:
        sentence = f"{entity.name} {relation} {target}."
        return make_statement(entity, relation, other(target), sentence, article=article, rule=rule)

    if fact[0] == "+":
        other(fact[1:])
        return []
    role, _, target = re.sub("@", "", fact).rpartition(" ") if "@" not in fact else fact.partition(" @")
    if role == "of":
        return [state("CITIZEN_OF", target, "national:of")]
    if role == "based":
        return [state("BASED_IN", target, "seat:own name")]
    relation = tables.roles()[role].relation
    said = [state(relation, target, f"post:{role}/title")]
    return said + ([state("CITIZEN_OF", target, f"post:{role}/title")] if "@" not in fact else [])
