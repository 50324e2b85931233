"""Short forms of parties beside persons: "Sen. Ann Otieno, R-Ky.", "Ann Otieno (Lab)", from shorthands.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse


@cache
def shorthands() -> Mapping[str, str]:
    """Names of parties by their short forms. Raises ``TableError`` where the table is wrong."""
    found: dict[str, str] = {}
    for row in tables.rows("shorthands", ("short", "party")):
        if row.required("party") not in tables.organisations():
            raise row.error("party", f"{row['party']!r} is not in organisations.tsv")
        found[row.required("short")] = row["party"]
    return MappingProxyType(found)


def find(parse: Parse, persons: set[int]) -> dict[int, str]:
    """Parties by the tokens of their short forms that stand right behind one of ``persons``.

    A hyphen with a place follows ("R-Ky."), or the bracket or a comma ends it ("(Lab)", "(Lab, Leeds)").
    """
    found = {}
    for i in range(2, len(parse.words) - 1):
        party = shorthands().get(parse.words[i])
        if party is None or i - 2 not in persons or parse.words[i - 1] not in ("(", ",", "["):
            continue
        after = parse.words[i + 1]
        placed = after in ("-", "–", "—", "‑") and parse.words[i + 2 : i + 3] and parse.words[i + 2][:1].isupper()
        if placed or (parse.words[i - 1] != "," and after in (")", ",", "]", ";")):
            found[i] = party
    return found
