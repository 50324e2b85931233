"""From what a user types to the entity that is meant: never a guess between two."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from graphbuild.errors import QueryError
from graphbuild.model import Entity
from graphbuild.tables import blocs, countries, country_forms

_SHORTEST_PREFIX = 3
_MOST_LISTED = 10


def find(entities: Sequence[Entity], name: str) -> Entity:
    """The one entity that ``name`` means, as :func:`matches` finds it.

    Raises ``QueryError`` with the candidates where several entities are found, and with near names
    where none is.
    """
    found = matches(entities, name)
    if len(found) > 1:
        raise QueryError(f"{name!r} may be {listed(found)}; give the full name or the id")
    return found[0]


def matches(entities: Sequence[Entity], name: str) -> list[Entity]:
    """The entities that ``name`` may mean: its id, name, country word or code, alias, or part of its name.

    The first of these ways that finds anything decides; letter case, accents and a leading
    "the" do not matter. Raises ``QueryError`` with near names where there is none.
    """
    wanted = _plain(name)
    if not wanted:
        raise QueryError("the name is empty; give the name of a person, country or organisation")
    codes = _country_codes(wanted)
    bloc = _blocs().get(wanted)
    words = wanted.split()
    ways: tuple[Callable[[Entity], bool], ...] = (
        lambda e: e.id == name.strip(),
        lambda e: _plain(e.name) == wanted,
        lambda e: bool(e.iso3) and e.iso3 in codes,
        lambda e: bloc is not None and e.kind == "organisation" and e.name == bloc,
        lambda e: any(_plain(alias) == wanted for alias in e.aliases),
        lambda e: _has_words(_plain(e.name).split(), words),
        lambda e: len(wanted) >= _SHORTEST_PREFIX and _plain(e.name).startswith(wanted),
    )
    for way in ways:
        if found := [e for e in entities if way(e)]:
            return found
    raise QueryError(f"no entity is called {name!r}{_near(entities, wanted)}")


def _plain(text: str) -> str:
    """Folded to what does not differ between spellings of a name."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())
    return plain.removeprefix("the ")


def _country_codes(wanted: str) -> set[str]:
    """ISO codes of the countries that the word means by itself, by demonym, capital, seat or code."""
    codes = {form.iso3 for word, forms in country_forms().items() if _plain(word) == wanted for form in forms}
    return codes | ({wanted.upper()} & countries().keys())


def _blocs() -> dict[str, str]:
    return {_plain(word): bloc.name for bloc in blocs().values() for word in (bloc.name, *bloc.aliases)}


def _has_words(name: list[str], words: list[str]) -> bool:
    """Whether the name begins or ends with these words: a first name or a surname."""
    return len(words) < len(name) and words in (name[: len(words)], name[-len(words) :])


def listed(found: Iterable[Entity]) -> str:
    """Entities as the choice that a message offers, the best known first."""
    entities = sorted(found, key=lambda e: (-e.articles, e.name, e.id))
    listed = [
        f"{e.name} ({e.kind}, {_articles(e.articles)}{_since(e)}, id {e.id})" for e in entities[:_MOST_LISTED]
    ]
    more = len(entities) - _MOST_LISTED
    return " or ".join(listed) + (f" or one of {more} others" if more > 0 else "")


def _since(e: Entity) -> str:
    if e.first_seen == e.last_seen:
        return f" of {e.first_seen}" if e.first_seen else ""
    return f" from {e.first_seen}"


def _articles(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"


def _near(entities: Sequence[Entity], wanted: str) -> str:
    names = {_plain(word): e.name for e in reversed(entities) for word in (*e.aliases, e.name)}
    near = dict.fromkeys(names[match] for match in difflib.get_close_matches(wanted, names, n=5, cutoff=0.7))
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return '; `graphbuild query "MATCH (n:Entity) RETURN n.name"` lists all names'
