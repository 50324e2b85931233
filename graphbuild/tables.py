"""The tables of ``graphbuild/resources``: read once, cross-checked, handed out as frozen records.

A table is a UTF-8 file of tab-separated cells under a header line; ``#`` lines and blank lines
are skipped, a cell that holds several words separates them by ``;``. Whatever contradicts itself
raises ``TableError`` with file, line and column.

Most tables give names. A name belongs to one row of its table unless every row that has it lists
it under ``ambiguous``; that column also marks names that often mean something else (Georgia,
Apple), which need a second sign before they are believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from graphbuild.errors import TableError
from graphbuild.model import KINDS, Kind

RESOURCES = Path(__file__).parent / "resources"

PLOVER_ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
STATUSES = ("sovereign", "territory", "historical")
BLOC_KINDS = ("bloc", "alliance", "institution")
ORGANISATION_TYPES = (
    "party", "armed_group", "agency", "ministry", "company", "media", "court", "central_bank", "ngo",
    "university", "parliament", "police", "army", "club", "think_tank", "church", "union",
)  # fmt: skip
PLACE_TYPES = ("city", "state", "region", "island", "water")
MODIFIERS = ("former", "acting", "designate", "deputy")
ROLE_RELATIONS = ("", "LEADER_OF", "MEMBER_OF", "WORKS_FOR", "REPRESENTS", "CITIZEN_OF")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, its cells by column."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def error(self, key: str, message: str) -> TableError:
        """An error that says file, line and column, to be raised."""
        return TableError(f"{self.file}:{self.line}: {key}: {message}")

    def required(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self.values[column]:
            raise self.error(column, "is empty; give a value")
        return self.values[column]

    def words(self, column: str) -> tuple[str, ...]:
        """The ``;``-separated words of the cell; none where it is empty."""
        cell = self.values[column]
        if not cell:
            return ()
        words = tuple(cell.split(";"))
        if any(not word or word != word.strip() for word in words) or len(set(words)) < len(words):
            raise self.error(column, f"{cell!r} has an empty, padded or repeated word between ';'")
        return words

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """The cell, which must be one of ``allowed``."""
        if self.values[column] not in allowed:
            options = ", ".join(option or "(empty)" for option in allowed)
            raise self.error(column, f"{self.values[column]!r} is not one of {options}")
        return self.values[column]

    def flag(self, column: str) -> bool:
        """The cell, ``yes`` or ``no``."""
        return self.choice(column, ("yes", "no")) == "yes"


def rows(name: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of ``resources/<name>.tsv``, whose header must be ``columns``."""
    file = f"{name}.tsv"
    try:
        text = (RESOURCES / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{RESOURCES / file}: cannot be read ({error}); reinstall graphbuild") from error
    header = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header and cells != list(columns):
            raise TableError(
                f"{file}:{number}: columns are {', '.join(cells)}; expected {', '.join(columns)}"
            )
        if len(cells) != len(columns):
            raise TableError(f"{file}:{number}: {len(cells)} cells; expected {len(columns)}, {list(columns)}")
        if header:
            yield Row(file, number, dict(zip(columns, cells, strict=True)))
        header = True
    if not header:
        raise TableError(f"{file}:1: has no header; expected {', '.join(columns)}")


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation of the taxonomy: what may stand at its ends and what it means."""

    name: str
    source: tuple[Kind, ...]
    target: tuple[Kind, ...]
    symmetric: bool
    plover: str | None
    """Root of the PLOVER event ontology; None for standing relations."""
    quad: int | None
    """PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
    score: float
    """Cooperation (+) or conflict (-), -10 to +10."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Country:
    """A state, territory or former state, with the words that mean it."""

    iso3: str
    """ISO 3166 alpha-3; a code of our own (``X..``) where ISO has none."""
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
    """Code of the state that took over a historical one, or to which a territory belongs; else empty."""
    ambiguous: tuple[str, ...]

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Adjectives and nouns for its nationals, each once."""
        return tuple(dict.fromkeys(self.adjectives + self.people))


@dataclass(frozen=True, slots=True)
class CountryForm:
    """A sense of a word that means a country."""

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
    """Code of the country where it sits; empty where it has no seat."""
    members: tuple[str, ...]
    """Codes of its members, where membership is stable; historical states included."""
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A well-known party, armed group, agency, company, newspaper or other body."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    """Nouns for those who belong to it, singular and plural ("Tory", "Tories")."""
    country: str
    type: str
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A noun or title that says how a person stands to a country or body."""

    name: str
    plural: str
    relation: str
    """Empty for a mere form of address (Mr., Sir)."""
    of: str
    """What it is held of: ``country``, ``organisation`` or ``any``; empty where there is no relation.

    A role held of organisations alone says only the nationality when a country stands there
    ("German economist", "Venezuelan opposition leader").
    """
    title: bool
    """Whether it can stand directly before a name."""
    gender: str
    """``m``, ``f``, or empty for either."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A noun for those through whom a state or body acts, or who merely come from it."""

    noun: str
    plural: str
    role: str
    for_state: bool
    """Whether what they do counts as done by the state that they are of (troops yes, protesters no)."""
    for_body: bool
    """Whether it counts as done by the organisation that they are of (militants yes, protesters no)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is evidence of a country but never an entity itself."""

    name: str
    aliases: tuple[str, ...]
    country: str
    """Code of its country; empty for waters and regions that several share."""
    type: str
    ambiguous: tuple[str, ...]


@cache
def relations() -> Mapping[str, RelationType]:
    """The taxonomy by relation name, in table order."""
    found: dict[str, RelationType] = {}
    columns = ("name", "source", "target", "symmetric", "plover", "quad", "score", "meaning")
    for row in rows("relations", columns):
        name = row["name"]
        if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name):
            raise row.error("name", f"{name!r} is not in capitals and underscores")
        if name in found:
            raise row.error("name", f"{name} is there twice")
        source, target = _kinds(row, "source"), _kinds(row, "target")
        symmetric = row.flag("symmetric")
        if symmetric and source != target:
            raise row.error(
                "symmetric", f"{name} has different kinds at its ends; give both the same or say no"
            )
        try:
            score = float(row["score"])
        except ValueError:
            raise row.error("score", f"{row['score']!r} is not a number") from None
        if not -10 <= score <= 10:
            raise row.error("score", f"{row['score']} is not between -10 and 10")
        plover = row.choice("plover", ("", *PLOVER_ROOTS)) or None
        quad = row.choice("quad", tuple("1234") if plover else ("0", "", *"1234"))
        found[name] = RelationType(
            name, source, target, symmetric, plover, int(quad or 0) or None, score, row.required("meaning")
        )
    return MappingProxyType(found)


def _kinds(row: Row, column: str) -> tuple[Kind, ...]:
    kinds = tuple(row.required(column).split())
    if unknown := set(kinds) - set(KINDS):
        raise row.error(column, f"unknown kind {min(unknown)!r}; known are {', '.join(KINDS)}")
    return cast(tuple[Kind, ...], kinds)


@cache
def countries() -> Mapping[str, Country]:
    """States and territories by code, in table order."""
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
        _country(row, "successor", row["successor"], found)
    return MappingProxyType(found)


@cache
def country_forms() -> Mapping[str, tuple[CountryForm, ...]]:
    """What each word of ``countries`` may mean, as written, in table order (living states first)."""
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
    """Alliances, blocs and intergovernmental institutions by name, in table order."""
    found: dict[str, Bloc] = {}
    names = _Names()
    for row in rows("blocs", ("name", "aliases", "kind", "seat", "members", "ambiguous")):
        bloc = Bloc(
            row.required("name"), row.words("aliases"), row.choice("kind", BLOC_KINDS), row["seat"],
            tuple(row["members"].split()), row.words("ambiguous"),
        )  # fmt: skip
        names.add(row, (bloc.name, *bloc.aliases))
        for code in (bloc.seat, *bloc.members):
            _country(row, "members", code, countries())
        found[bloc.name] = bloc
    return MappingProxyType(found)


@cache
def organisations() -> Mapping[str, Organisation]:
    """Well-known organisations by name, in table order; no name is also a bloc's."""
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
        _country(row, "country", organisation.country, countries())
        found[organisation.name] = organisation
    return MappingProxyType(found)


@cache
def roles() -> Mapping[str, Role]:
    """Roles and titles by lower-case singular and plural."""
    found: dict[str, Role] = {}
    for row in rows("roles", ("role", "plural", "relation", "of", "title", "gender")):
        if row["relation"] in MODIFIERS:
            continue
        relation = row.choice("relation", ROLE_RELATIONS)
        of = row.choice("of", ("country", "organisation", "any") if relation else ("",))
        role = Role(
            row.required("role"),
            row["plural"],
            relation,
            of,
            row.flag("title"),
            row.choice("gender", ("m", "f", "")),
        )
        for form in {role.name, role.plural} - {""}:
            if form.lower() in found:
                raise row.error("role", f"{form!r} is there twice")
            found[form.lower()] = role
    return MappingProxyType(found)


@cache
def modifiers() -> Mapping[str, str]:
    """What a word before or after a role makes of it: ``former``, ``acting``, ``designate`` or ``deputy``."""
    columns = ("role", "plural", "relation", "of", "title", "gender")
    return MappingProxyType(
        {r["role"]: r["relation"] for r in rows("roles", columns) if r["relation"] in MODIFIERS}
    )


@cache
def actors() -> Mapping[str, Actor]:
    """Nouns for those who act for a state or body, by lower-case singular and plural."""
    found: dict[str, Actor] = {}
    for row in rows("actors", ("noun", "plural", "role", "for_state", "for_body")):
        actor = Actor(
            row.required("noun"),
            row["plural"],
            row.required("role"),
            row.flag("for_state"),
            row.flag("for_body"),
        )
        for form in {actor.noun, actor.plural} - {""}:
            if form.lower() in found:
                raise row.error("noun", f"{form!r} is there twice")
            found[form.lower()] = actor
    return MappingProxyType(found)


@cache
def places() -> Mapping[str, tuple[Place, ...]]:
    """Cities, provinces and waters by each of their names, as written; several places may share one."""
    found: dict[str, tuple[Place, ...]] = {}
    for row in rows("places", ("name", "aliases", "iso3", "type", "ambiguous")):
        place = Place(
            row.required("name"), row.words("aliases"), row["iso3"], row.choice("type", PLACE_TYPES),
            row.words("ambiguous"),
        )  # fmt: skip
        _country(row, "iso3", place.country, countries())
        for name in (place.name, *place.aliases):
            if any(
                (other.country, other.type) == (place.country, place.type) for other in found.get(name, ())
            ):
                raise row.error("name", f"{name!r} is there twice as a {place.type} of {place.country}")
            found[name] = (*found.get(name, ()), place)
    return MappingProxyType(found)


@cache
def first_names() -> Mapping[str, str]:
    """Given names, as written, with the gender that they mostly tell: ``m``, ``f`` or ``u`` (either)."""
    found: dict[str, str] = {}
    for row in rows("first_names", ("name", "gender")):
        if row.required("name") in found:
            raise row.error("name", f"{row['name']!r} is there twice")
        found[row["name"]] = row.choice("gender", ("m", "f", "u"))
    return MappingProxyType(found)


def load() -> Mapping[str, int]:
    """Read and cross-check every table of this module; the number of entries of each."""
    tables = (relations, countries, blocs, organisations, roles, modifiers, actors, places, first_names)
    return {table.__name__: len(table()) for table in tables}


class _Names:
    """The names of a table so far, to find one that two rows claim."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}

    def add(self, row: Row, names: Sequence[str]) -> None:
        ambiguous = set(row.words("ambiguous"))
        if stray := ambiguous - set(names):
            raise row.error("ambiguous", f"{min(stray)!r} is no name of this row")
        for name in dict.fromkeys(names):
            other = self.rows.setdefault(name, row)
            kin = other.values.get("iso3") == row.values.get("successor", "")
            if other is not row and not kin and not (name in ambiguous and name in other.words("ambiguous")):
                raise row.error(
                    "aliases",
                    f"{name!r} is also a name of line {other.line}; keep it in one, or list it under "
                    "'ambiguous' in both",
                )


def _country(row: Row, column: str, code: str, known: Mapping[str, Country]) -> None:
    if code and code not in known:
        raise row.error(column, f"unknown country code {code!r}; add it to countries.tsv first")
