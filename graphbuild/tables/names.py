"""Names of countries, blocs, organisations, places and persons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild.tables.reader import Row, rows

STATUSES = ("sovereign", "territory", "historical")
BLOC_KINDS = ("bloc", "alliance", "institution")
ORGANISATION_TYPES = (
    "party", "armed_group", "agency", "ministry", "company", "media", "court", "central_bank", "ngo",
    "university", "parliament", "police", "army", "club", "think_tank", "church", "union", "caucus",
)  # fmt: skip
NO_ACTOR_CATEGORIES = ("people", "faith", "deity", "festival", "treaty", "vehicle", "mission")
PLACE_TYPES = ("city", "state", "region", "island", "water")


@dataclass(frozen=True, slots=True)
class Country:
    """A state, territory or former state, with its names."""

    iso3: str
    """ISO 3166 alpha-3; a private code (``X..``) if ISO has none."""
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    """Nouns for its nationals, singular and plural."""
    capital: tuple[str, ...]
    metonym: bool
    """Whether the capital's name commonly stands for the state ("Moscow said").

    A historical state may share its capital with its successor (Moscow: Russia, Soviet Union).
    """
    seats: tuple[str, ...]
    """Other seats of power that stand for the state (Kremlin, White House)."""
    status: str
    successor: str
    """Code of the successor of a historical state, or of the state of a territory; else empty."""
    ambiguous: tuple[str, ...]

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Adjectives and nouns for its nationals, without repetitions."""
        return tuple(dict.fromkeys(self.adjectives + self.people))


@dataclass(frozen=True, slots=True)
class CountryForm:
    """A sense of a word that denotes a country."""

    iso3: str
    kind: str
    """``name``, ``adjective``, ``people`` (a noun for nationals), ``capital`` or ``seat``."""
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Bloc:
    """An alliance, bloc or intergovernmental institution."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    seat: str
    """Code of the country of its seat; empty if it has none."""
    members: tuple[str, ...]
    """Codes of its members, if membership is stable; includes historical states."""
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A well-known party, armed group, agency, company, newspaper or other organisation."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    """Nouns for its members, singular and plural ("Tory", "Tories")."""
    country: str
    type: str
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is evidence of a country but never an entity itself."""

    name: str
    aliases: tuple[str, ...]
    country: str
    """Code of its country; empty for waters and regions shared by several."""
    type: str
    ambiguous: tuple[str, ...]


def land(name: str) -> Place | None:
    """Return the province or state of a federation with this name, unless another place has it."""
    found = places().get(name, ())
    return found[0] if len(found) == 1 and found[0].type == "state" else None


@cache
def shorthands() -> Mapping[str, str]:
    """Return the names of parties by their abbreviations after the names of members: "Sen. Ann Otieno,
    *R*-Ky.".
    """
    found: dict[str, str] = {}
    for row in rows("shorthands", ("short", "party")):
        if row.required("party") not in organisations():
            raise row.error("party", f"{row['party']!r} is not in organisations.tsv")
        found[row.required("short")] = row["party"]
    return MappingProxyType(found)


@cache
def countries() -> Mapping[str, Country]:
    """Return states and territories by code, in table order."""
    found: dict[str, Country] = {}
    names = _Names()
    columns = (
        "iso3", "name", "aliases", "adjectives", "people", "capital", "metonym", "seats", "status",
        "successor", "ambiguous",
    )  # fmt: skip
    links: list[Row] = []
    for row in rows("countries", columns):
        code = row["iso3"]
        if not re.fullmatch(r"[A-Z]{3}", code) or code in found:
            raise row.error("iso3", f"{code!r} is there twice or is not three capitals")
        country = Country(
            code, row.required("name"), row.words("aliases"), row.words("adjectives"), row.words("people"),
            row.words("capital"), row.flag("metonym"), row.words("seats"), row.choice("status", STATUSES),
            row["successor"], row.words("ambiguous"),
        )  # fmt: skip
        names.add(row, (country.name, *country.aliases, *country.demonyms, *country.capital, *country.seats))
        found[code] = country
        links.append(row)
    for row in links:
        _known_code(row, "successor", row["successor"], found)
    return MappingProxyType(found)


@cache
def country_forms() -> Mapping[str, tuple[CountryForm, ...]]:
    """Return the senses of each word of ``countries``, case-sensitive, in table order (existing states
    first).
    """
    found: dict[str, tuple[CountryForm, ...]] = {}
    for country in countries().values():
        groups = {
            "name": (country.name, *country.aliases),
            "adjective": country.adjectives,
            "people": country.people,
            "capital": country.capital,
            "seat": country.seats,
        }
        for kind, words in groups.items():
            for word in words:
                form = CountryForm(country.iso3, kind, word in country.ambiguous)
                found[word] = (*found.get(word, ()), form)
    return MappingProxyType(found)


@cache
def blocs() -> Mapping[str, Bloc]:
    """Return alliances, blocs and intergovernmental institutions by name, in table order."""
    found: dict[str, Bloc] = {}
    names = _Names()
    for row in rows("blocs", ("name", "aliases", "kind", "seat", "members", "ambiguous")):
        bloc = Bloc(
            row.required("name"), row.words("aliases"), row.choice("kind", BLOC_KINDS), row["seat"],
            tuple(row["members"].split()), row.words("ambiguous"),
        )  # fmt: skip
        names.add(row, (bloc.name, *bloc.aliases))
        for code in (bloc.seat, *bloc.members):
            _known_code(row, "members", code, countries())
        found[bloc.name] = bloc
    return MappingProxyType(found)


@cache
def organisations() -> Mapping[str, Organisation]:
    """Return well-known organisations by name, in table order; no name is also a bloc's."""
    found: dict[str, Organisation] = {}
    names = _Names()
    taken = {name: bloc.name for bloc in blocs().values() for name in (bloc.name, *bloc.aliases)}
    for row in rows("organisations", ("name", "aliases", "members", "country", "type", "ambiguous")):
        organisation = Organisation(
            row.required("name"), row.words("aliases"), row.words("members"), row["country"],
            row.choice("type", ORGANISATION_TYPES), row.words("ambiguous"),
        )  # fmt: skip
        if organisation.name in found:
            raise row.error("name", f"{organisation.name!r} is there twice; add the country to one of them")
        forms = (organisation.name, *organisation.aliases, *organisation.members)
        if clash := taken.keys() & set(forms) - set(organisation.ambiguous):
            raise row.error("aliases", f"{min(clash)!r} is already a name of the bloc {taken[min(clash)]}")
        names.add(row, forms)
        _known_code(row, "country", organisation.country, countries())
        found[organisation.name] = organisation
    return MappingProxyType(found)


@cache
def places() -> Mapping[str, tuple[Place, ...]]:
    """Return cities, provinces and waters by each of their names, case-sensitive; several may share a
    name.
    """
    found: dict[str, tuple[Place, ...]] = {}
    for row in rows("places", ("name", "aliases", "iso3", "type", "ambiguous")):
        place = Place(
            row.required("name"), row.words("aliases"), row["iso3"], row.choice("type", PLACE_TYPES),
            row.words("ambiguous"),
        )  # fmt: skip
        _known_code(row, "iso3", place.country, countries())
        _ambiguous(row, (place.name, *place.aliases))
        for name in (place.name, *place.aliases):
            others = found.get(name, ())
            if any((other.country, other.type) == (place.country, place.type) for other in others):
                raise row.error(
                    "name", f"{name!r} is there twice as a {place.type} of {place.country or 'several'}"
                )
            found[name] = (*others, place)
    return MappingProxyType(found)


@cache
def first_names() -> Mapping[str, str]:
    """Return given names, case-sensitive, with their usual gender: ``m``, ``f`` or ``u`` (either)."""
    found: dict[str, str] = {}
    for row in rows("first_names", ("name", "gender")):
        if row.required("name") in found:
            raise row.error("name", f"{row['name']!r} is there twice")
        found[row["name"]] = row.choice("gender", ("m", "f", "u"))
    return MappingProxyType(found)


@cache
def no_actors() -> Mapping[str, str]:
    """Return names that are not a person, country or organisation, case-sensitive, with their category."""
    found: dict[str, str] = {}
    for row in rows("no_actors", ("sort", "names")):
        category = row.choice("sort", NO_ACTOR_CATEGORIES)
        row.required("names")
        for name in row.words("names"):
            if name in found:
                raise row.error("names", f"{name!r} is there twice")
            if name in country_forms():
                raise row.error("names", f"{name!r} already means a country")
            found[name] = category
    return MappingProxyType(found)


class _Names:
    """The names of a table so far, to detect one in two rows."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def add(self, row: Row, names: Sequence[str]) -> None:
        ambiguous = _ambiguous(row, names)
        for name in dict.fromkeys(names):
            other = self.rows.setdefault(name, row)
            kin = other.values.get("iso3") == row.values.get("successor", "")
            if other is not row and not kin and not (name in ambiguous and name in other.words("ambiguous")):
                raise row.error(
                    "aliases",
                    f"{name!r} is also a name of line {other.line}; keep it in one, or list it under "
                    "'ambiguous' in both",
                )


def _ambiguous(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    """Return the row's ambiguous words, which must be among its names."""
    ambiguous = row.words("ambiguous")
    if stray := [name for name in ambiguous if name not in names]:
        raise row.error("ambiguous", f"{stray[0]!r} is no name of this row")
    return ambiguous


def _known_code(row: Row, column: str, code: str, known: Mapping[str, Country]) -> None:
    if code and code not in known:
        raise row.error(column, f"unknown country code {code!r}; add it to countries.tsv first")
