"""Which reports begin or end a lasting state of a pair, such as an alliance: ``resources/standing.tsv``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graphbuild import tables

_COLUMNS = ("standing", "relation", "wording", "ends", "turning")


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row of the table."""

    name: str
    """The standing that a report of the row begins; empty for none."""
    wording: re.Pattern[str]
    """Matches the clause of the report, in lower case, from the trigger on."""
    ends: frozenset[str]
    """The standings that it ends."""
    turning: bool
    """Whether the day on which it begins is a turning point."""


@cache
def standing_rows() -> Mapping[str, tuple[StandingRow, ...]]:
    """Return the rows of each relation, in order. Raises ``TableError``."""
    found: dict[str, tuple[StandingRow, ...]] = {}
    for row in tables.rows("standing", _COLUMNS):
        wording = row.pattern("wording") if row["wording"] else re.compile(".*", re.DOTALL)
        relation = row.choice("relation", tuple(tables.relations()))
        turning = row.choice("turning", ("", "yes")) == "yes"
        entry = StandingRow(row["standing"], wording, frozenset(row.words("ends")), turning)
        found[relation] = (*found.get(relation, ()), entry)
    return found


@cache
def turning_standings() -> frozenset[str]:
    """Return the standings of which the first day is a turning point."""
    return frozenset(row.name for rows in standing_rows().values() for row in rows if row.turning)
