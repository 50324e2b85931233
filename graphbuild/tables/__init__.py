"""The tables of ``graphbuild/resources``: read once, cross-checked, and returned as frozen records.

A table is a UTF-8 file of tab-separated cells under a header line; ``#`` lines and blank lines are skipped,
and several words in a cell are separated by ``;``. Contradictions raise ``TableError`` with file, line and
column.

Most tables contain names. A name belongs to one row of its table unless every row with the name lists it
under ``ambiguous``; that column also marks names that often mean something else (Georgia, Apple), which need
further evidence to be recognised.
"""

from __future__ import annotations

from collections.abc import Mapping

from graphbuild.tables.identity import Reason, reasons, spelt, variants
from graphbuild.tables.leaders import (
    Leader,
    heads,
    holders,
    in_office,
    last_known,
    leaders,
    offices,
    terms_by_person,
)
from graphbuild.tables.names import (
    Bloc,
    Country,
    CountryForm,
    Organisation,
    Place,
    blocs,
    countries,
    country_forms,
    first_names,
    land,
    no_actors,
    organisations,
    places,
    shorthands,
)
from graphbuild.tables.nouns import Actor, CommonNoun, Role, acting, actors, common_nouns, modifiers, roles
from graphbuild.tables.reader import RESOURCES, Row, rows
from graphbuild.tables.taxonomy import RelationType, no_relation, relation_groups, relation_meant, relations
from graphbuild.tables.words import parser_names, patterns, word_features, words

__all__ = [
    "RESOURCES",
    "Actor",
    "Bloc",
    "CommonNoun",
    "Country",
    "CountryForm",
    "Leader",
    "Organisation",
    "Place",
    "Reason",
    "RelationType",
    "Role",
    "Row",
    "acting",
    "actors",
    "blocs",
    "common_nouns",
    "countries",
    "country_forms",
    "first_names",
    "heads",
    "holders",
    "in_office",
    "land",
    "last_known",
    "leaders",
    "load",
    "modifiers",
    "no_actors",
    "no_relation",
    "offices",
    "organisations",
    "parser_names",
    "patterns",
    "places",
    "reasons",
    "relation_groups",
    "relation_meant",
    "relations",
    "roles",
    "rows",
    "shorthands",
    "spelt",
    "terms_by_person",
    "variants",
    "word_features",
    "words",
]


def load() -> Mapping[str, int]:
    """Load and cross-check every table of this module; return the number of entries of each."""
    tables = (
        relations,
        countries,
        blocs,
        organisations,
        roles,
        modifiers,
        actors,
        common_nouns,
        places,
        shorthands,
        first_names,
        leaders,
        no_actors,
        reasons,
        variants,
        word_features,
        patterns,
    )
    return {table.__name__: len(table()) for table in tables}
