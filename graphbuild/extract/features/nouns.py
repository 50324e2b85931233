"""Predicates on the meaning of words that are no names: nouns for persons, words for hostile acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from graphbuild import tables
from graphbuild.extract import trigger_table
from graphbuild.extract.features.grammar import noun
from graphbuild.extract.features.names import named
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.word_classes import PORTFOLIO_WORDS

if TYPE_CHECKING:
    from graphbuild.extract.token_features import Features

_HOSTILE = frozenset(
    (
        *("ATTACKS", "COERCES", "SANCTIONS", "ACCUSES", "THREATENS", "MOBILIZES_AGAINST"),
        *("PROTESTS_AGAINST", "HOSTILITY_TOWARD"),
    )
)
_HARMING = frozenset(["ATTACKS", "COERCES", "ACCUSES", "PROTESTS_AGAINST", "REJECTS"])


def common(test: Features, i: int) -> bool:
    """A noun in lower case outside names."""
    return noun(test, i) and not named(test, i) and test.parse.words[i].islower()


def personal(test: Features, i: int) -> bool:
    """A noun for a person, by the tables or by its ending."""
    lemma = test.parse.lemmas[i]
    if lemma in words("person_noun") or lemma in tables.roles():
        return True
    row = tables.common_nouns().get(lemma)
    if row is not None:
        return row.kind == "person"
    has_ending = len(lemma) > 4 and lemma.endswith(_personal_endings())
    return has_ending and lemma not in words("not_personal") and lemma not in words("thing")


@cache
def _personal_endings() -> tuple[str, ...]:
    return tuple(words("personal_ending"))


def _excluded(lemma: str) -> bool:
    return lemma in words("impersonal") or lemma in words("body_noun")


def person_role(test: Features, i: int) -> bool:
    """A common noun for a person."""
    return common(test, i) and personal(test, i) and not _excluded(test.parse.lemmas[i].lower())


def occupation(test: Features, i: int) -> bool:
    """A common noun for a person that is not in the table of roles."""
    return person_role(test, i) and test.parse.lemmas[i].lower() not in tables.roles()


def titling(test: Features, i: int) -> bool:
    """A noun that describes a person when it stands right before the name."""
    lemma = test.parse.lemmas[i].lower()
    if test.parse.tags[i] != "NN" or not test.parse.words[i].islower():
        return occupation(test, i)
    return not named(test, i) and lemma not in tables.roles() and not _excluded(lemma)


def ministerial(test: Features, i: int) -> bool:
    """A word for a minister's portfolio: "minister of *justice*"."""
    return test.parse.words[i].lower() in PORTFOLIO_WORDS


def _noun_relations(test: Features, i: int) -> frozenset[str]:
    return trigger_table.noun_relations().get(test.parse.lemmas[i], frozenset())


def hostile(test: Features, i: int) -> bool:
    """A noun for a hostile act."""
    return not named(test, i) and not _noun_relations(test, i).isdisjoint(_HOSTILE)


def requested(test: Features, i: int) -> bool:
    """A noun for a request."""
    return "REQUESTS" in _noun_relations(test, i)


def harming(test: Features, i: int) -> bool:
    """A verb whose object is harmed."""
    relations = trigger_table.object_relations().get(test.parse.lemmas[i], frozenset())
    return not relations.isdisjoint(_HARMING)


PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    f.__name__: f
    for f in (common, personal, person_role, occupation, titling, ministerial, hostile, requested, harming)
}
