"""The reason why a name is linked to a country or organisation, as a short phrase."""

from __future__ import annotations

import re

from graphbuild.extract.names.recognition import Name
from graphbuild.tables.keys import normal

_COUNTRY_REASONS = {
    "country": "name of the country",
    "demonym": "word for its people",
    "capital": "capital that acts for the country",
    "seat": "seat of power of the country",
}


def reason_for(n: Name, key: str, name: str) -> str:
    """Return the reason for linking a name to the country or organisation with this key and display name."""
    if n.entry is not None and n.entry.entry_type in _COUNTRY_REASONS:
        return _COUNTRY_REASONS[n.entry.entry_type]
    if n.entry is not None and n.entry.entry_type == "member":
        return f"word for members of {name}"
    text = normal(n.text)
    if text == key or text == normal(name):
        return "name"
    if n.entry is not None and normal(n.entry.name) == key:
        return f"known name of {name}"
    words, full = text.split(), key.split()
    if len(words) == 1 and n.text[:1].isupper() and sum(ch.isupper() for ch in n.text) > 1:
        return f"short form of {name}"
    if set(words) < set(full):
        return f"shorter form of {name}"
    if (state := re.search(r"\((.+)\)$", name)) is not None:
        return f"organisation of {state[1]}, by the article"
    return f"longer form of {name}" if set(full) <= set(words) else f"form of {name}"
