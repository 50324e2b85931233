"""Why a query may return nothing: names and values in it that the graph does not have, or has otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from graphbuild.api.forms import plain
from graphbuild.api.places import Database, Place
from graphbuild.errors import GraphbuildError, did_you_mean
from graphbuild.model import KINDS, LEVELS, MODALITIES, PRECISIONS
from graphbuild.stance import labels
from graphbuild.stores import hints
from graphbuild.stores.hints import TextComparison
from graphbuild.tables import countries, relations

#: Procedures that list the names of a database, with their column.
_LISTED = {"db.labels": "label", "db.relationshipTypes": "relationshipType", "db.propertyKeys": "propertyKey"}


class QueryWarning(UserWarning):
    """A query uses what no graph has, or what this one has under another name."""


def nothing(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether an answer has no row, or a single one with only 0 or nulls."""
    return not rows or (len(rows) == 1 and not any(rows[0]))


def schema(place: Place, cypher: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Labels, types and properties that the graph lacks, and dates and numbers compared with a string."""
    found = [*hints.unknown_name_hints(cypher)]
    if found and (own := _own(place)):
        found = [*hints.unknown_name_hints(cypher, own)]
    yield from found
    yield from hints.type_mismatch_hints(cypher, values)


def values_asked(place: Place, cypher: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Strings that a property is compared with and that none equals or contains, with similar ones."""
    for asked in dict.fromkeys(hints.text_comparisons(cypher, values)):
        known = _known(place, asked.property)
        if not known or any(asked.holds(value) for value in {*known.values()}):
            continue
        wanted = plain(asked.text)
        if asked.how == "matches":
            yield _unmatched(asked, [*known.values()])
            continue
        if asked.property == "aliases":
            meant = [alias for alias in known if plain(alias) == wanted][:3]
            hint = f"; did you mean {' or '.join(meant)}?" if meant else did_you_mean(asked.text, known)
            yield f"nobody has the alias {asked.text!r} ({asked.where}){hint}"
            continue
        if asked.how:
            part = asked._replace(text=wanted)
            meant = list(dict.fromkeys(known[word] for word in known if part.holds(plain(known[word]))))[:3]
            other = f"; in other letters {', '.join(meant)}: compare with toLower(…)" if meant else ""
            yield f"no {asked.property} {asked.how} {asked.text!r} ({asked.where}){other}"
            continue
        meant = list(dict.fromkeys(known[word] for word in known if plain(word) == wanted))[:3]
        hint = f"; did you mean {' or '.join(meant)}?" if meant else did_you_mean(asked.text, known)
        yield f"nothing has the {asked.property} {asked.text!r} ({asked.where}){hint}"


def _unmatched(asked: TextComparison, known: Sequence[str]) -> str:
    """The hint for a regular expression that does not match any complete value."""
    message = f"no {asked.property} matches {asked.text!r} from beginning to end ({asked.where})"
    for instead in (f"(?i){asked.text}", f".*{asked.text}.*", f"(?i).*{asked.text}.*"):
        other = asked._replace(text=instead)
        if not asked.text.startswith("(?") and (found := next(filter(other.holds, known), "")):
            return f"{message}; {instead!r} matches {found}"
    return message


def _known(place: Place, property_: str) -> Mapping[str, str]:
    """The values that a property can have, by each word that finds one; empty if any value is possible."""
    fixed: Mapping[str, Collection[str]] = {
        "kind": KINDS,
        "relation": relations(),
        "modality": MODALITIES,
        "level": LEVELS,
        "label": [label.name for label in labels()],
        "infers": ("PARTNERSHIP", "HOSTILITY_TOWARD"),
        "when_precision": PRECISIONS,
        "iso3": countries(),
        "type": hints.types(),
    }
    if property_ in fixed:
        return {word: word for word in fixed[property_]}
    if property_ == "name":
        entities = sorted(place.entities(), key=lambda e: (-e.articles, e.name))
        return {alias: e.name for e in entities for alias in e.aliases} | {e.name: e.name for e in entities}
    if property_ == "aliases":
        return {alias: alias for e in place.entities() for alias in e.aliases}
    if property_ == "source":
        publishers = {one.article.source for one in place.articles()}
        return {word: word for word in sorted(publishers - {""})}
    return {}


def _own(place: Place) -> set[str]:
    """Labels, types and properties that users added to the database beside the graph."""
    if not isinstance(place, Database):
        return set()
    found: set[str] = set()
    for procedure, column in _LISTED.items():
        try:
            answer = place.store().query(f"CALL {procedure}() YIELD {column} RETURN {column}")
        except GraphbuildError:  # a hint is not worth an error
            continue
        found.update(str(value) for (value,) in answer.rows)
    return found
