"""Compare an entity with the name in an answer."""

from __future__ import annotations

import re

from graphbuild import tables
from graphbuild.model import LocalEntity


def country_code(name: str) -> str:
    """Return the code of the country with this name or alias, else empty."""
    return next((form.iso3 for form in tables.country_forms().get(name, ()) if form.kind == "name"), "")


def is_called(entity: LocalEntity, name: str) -> bool:
    """Whether ``name`` denotes ``entity``: countries by code, others if one name contains the other."""
    code = country_code(name)
    if code or entity.kind == "country":
        return code == entity.iso3
    names = {entity.name, *(m.text for m in entity.mentions if m.form == "name")}
    return any(_holds(a, b) or _holds(b, a) for a in (_words(name),) for b in map(_words, names))


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name, without case, article and genitive."""
    words = tuple(re.findall(r"\w+", re.sub(r"['’]s?(?!\w)", "", name.casefold())))
    return words[1:] if words[:1] == ("the",) else words


def _holds(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    span = len(short)
    return bool(short) and any(long[i : i + span] == short for i in range(len(long) - span + 1))
