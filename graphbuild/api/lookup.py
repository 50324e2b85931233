"""From what a user types to the entity that is meant: the obvious one, and never a guess between equals."""

from __future__ import annotations

import difflib
import logging
import shlex
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from graphbuild.errors import QueryError
from graphbuild.model import Entity
from graphbuild.read.articles import one_line
from graphbuild.tables import blocs, countries, country_forms

_LOG = logging.getLogger(__name__)
_SHORTEST_PREFIX = 3
_MOST_LISTED = 10
#: Others that are listed beside the one that was taken.
_MOST_TOLD = 3
#: How many times as often as any other an entity must be reported to be meant, and what an exact name counts.
_CLEARLY, _EXACT = 3, 3
#: How like a name must be to be taken for a slip of spelling, and how long.
_NEARLY, _SHORTEST_SPELLING = 0.85, 5
#: How like a name must be to be offered, and how many are.
_ALIKE, _MOST_MEANT = 0.74, 5


def find(entities: Sequence[Entity], name: str) -> Entity:
    """The entity that ``name`` plainly means.

    An id, a full name of several words and a word for a country mean what they say; else those may be meant
    that have it as their name, an alias or words of their name. Of several, the one of which most articles
    tell is meant where it is reported three times as often as any other (an exact name or alias counts
    threefold). A name that nobody has is taken for the one name that is spelt nearly so. What was taken, and
    what else may have been meant, is logged.

    Raises ``QueryError`` with the candidates where several are meant equally, and with near names for none.
    """
    wanted = _wanted(name)
    for way in _plain_ways(name, wanted):
        if sure := [e for e in entities if way(e)]:
            return _foremost(name, {e: e.articles for e in sure})
    called = [e for e in entities if wanted in (plain(n) for n in (e.name, *e.aliases))]
    parts = [e for e in entities if _is_part(e, wanted)]
    rank = {e: e.articles * (_EXACT if e in called else 1) for e in (*called, *parts)}
    if not rank:
        near = _misspelt(entities, wanted)
        if near is None:
            raise _unknown(entities, name, wanted)
        _LOG.info("no entity is called %r; taken for %s", name, listed([near]))
        return near
    return _foremost(name, rank)


def _foremost(name: str, rank: Mapping[Entity, int]) -> Entity:
    """The entity that ranks clearly above the others; what else may have been meant is logged."""
    first, *others = sorted(rank, key=lambda e: (-rank[e], e.name, e.id))
    if not others:
        return first
    if rank[first] < _CLEARLY * rank[others[0]]:
        raise _several([first, *others], name)
    _LOG.info("%r is taken for %s; it may also be %s", name, listed([first]), listed(others[:_MOST_TOLD]))
    return first


def _several(found: Sequence[Entity], name: str) -> QueryError:
    full = all(plain(e.name) == plain(name) for e in found)
    return QueryError(f"{name!r} may be {listed(found)}; give the {'id' if full else 'full name or the id'}")


def candidates(entities: Sequence[Entity], name: str) -> list[Entity]:
    """All entities that ``name`` may mean where something is decided about it, the best known first: those of
    this id, full name or country, else all whose name or an alias it is, else those with it in their name.

    Raises ``QueryError`` for a name that nobody has, with those that are near.
    """
    wanted = _wanted(name)
    ways: tuple[Callable[[Entity], bool], ...] = (
        *_plain_ways(name, wanted),
        lambda e: wanted in (plain(n) for n in (e.name, *e.aliases)),
        lambda e: _is_part(e, wanted),
    )
    for way in ways:
        if found := [e for e in entities if way(e)]:
            return sorted(found, key=lambda e: (-e.articles, e.name, e.id))
    raise _unknown(entities, name, wanted)


def only(found: Sequence[Entity], name: str) -> Entity:
    """The one of them; raises ``QueryError`` where several are meant, however often each is reported."""
    if len(found) > 1:
        raise _several(found, name)
    return found[0]


def two(a: str, b: str, one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """The entities that two names mean. Raises ``QueryError`` where both mean the same."""
    if one.id == other.id:
        raise QueryError(f"{a!r} and {b!r} are both {one.name}; give two different entities")
    return one, other


def matches(entities: Sequence[Entity], name: str) -> list[Entity]:
    """The entities that ``name`` may mean: its id, name, country word or code, alias, or part of its name.

    The first of these ways that finds anything decides, however often it is reported; letter case, accents
    and a leading "the" do not matter. Raises ``QueryError`` with near names where there is none.
    """
    wanted = _wanted(name)
    ways: tuple[Callable[[Entity], bool], ...] = (
        lambda e: e.id == name.strip(),
        lambda e: plain(e.name) == wanted,
        *_plain_ways(name, wanted),
        lambda e: any(plain(alias) == wanted for alias in e.aliases),
        lambda e: _is_part(e, wanted),
    )
    for way in ways:
        if found := [e for e in entities if way(e)]:
            return found
    raise _unknown(entities, name, wanted)


def _wanted(name: str) -> str:
    if not isinstance(name, str):
        raise QueryError(f"a name is {name!r}; give a text, as in 'Angela Merkel'")
    wanted = plain(name)
    if not wanted:
        raise QueryError("the name is empty; give the name of a person, country or organisation")
    return wanted


def _plain_ways(name: str, wanted: str) -> tuple[Callable[[Entity], bool], ...]:
    """Ways in which a name means what it says: id, full name of several words, country, bloc."""
    codes, bloc = _country_codes(wanted), _blocs().get(wanted)
    return (
        lambda e: e.id == name.strip(),
        lambda e: " " in wanted and plain(e.name) == wanted,
        lambda e: bool(e.iso3) and e.iso3 in codes,
        lambda e: bloc is not None and e.kind == "organisation" and e.name == bloc,
    )


def _is_part(e: Entity, wanted: str) -> bool:
    """Whether a name has these words, or begins with these letters."""
    name = plain(e.name)
    beginning = len(wanted) >= _SHORTEST_PREFIX and name.startswith(wanted)
    return beginning or _has_words(name.split(), wanted.split())


def _unknown(entities: Sequence[Entity], name: str, wanted: str) -> QueryError:
    """The error for a name that nobody has, with those of whom a name, or a word of one, is spelt like it."""
    called: dict[str, list[Entity]] = {}
    for e in entities:
        full = [plain(n) for n in (e.name, *e.aliases)]
        words = [word for n in full for word in n.split() if len(word) > _SHORTEST_PREFIX]
        for word in dict.fromkeys((*full, *words) if " " not in wanted else full):
            called.setdefault(word, []).append(e)
    alike = difflib.get_close_matches(wanted, called, n=_MOST_LISTED, cutoff=_ALIKE)
    near = sorted({e for word in alike for e in called[word]}, key=lambda e: (-e.articles, e.name, e.id))
    if near:
        names = dict.fromkeys(e.name for e in near)
        return QueryError(
            f"no entity is called {name!r}; did you mean {' or '.join([*names][:_MOST_MEANT])}?"
        )
    return QueryError(
        f"no entity is called {name!r}; `graphbuild search {shlex.quote(one_line(name))}` looks for it,"
        " `graphbuild entities` lists them"
    )


def _misspelt(entities: Sequence[Entity], wanted: str) -> Entity | None:
    """The entity whose name or alias is spelt nearly so; of several the one that is reported three times as
    often as any other, else none.
    """
    if len(wanted) < _SHORTEST_SPELLING:
        return None
    names: dict[str, set[str]] = {}
    for e in entities:
        for word in (e.name, *e.aliases):
            names.setdefault(plain(word), set()).add(e.id)
    near = difflib.get_close_matches(wanted, names, n=5, cutoff=_NEARLY)
    ids = {id_ for match in near for id_ in names[match]}
    found = sorted((e for e in entities if e.id in ids), key=lambda e: (-e.articles, e.name, e.id))
    plainly = len(found) == 1 or (found and found[0].articles >= _CLEARLY * found[1].articles)
    return found[0] if plainly else None


def plain(text: str) -> str:
    """The text without what differs between spellings of a name: letter case, accents, a leading "the"."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())
    return plain.removeprefix("the ")


def _country_codes(wanted: str) -> set[str]:
    """ISO codes of the countries that the word means by itself, by demonym, capital, seat or code."""
    codes = {form.iso3 for word, forms in country_forms().items() if plain(word) == wanted for form in forms}
    return codes | ({wanted.upper()} & countries().keys())


def _blocs() -> dict[str, str]:
    return {plain(word): bloc.name for bloc in blocs().values() for word in (bloc.name, *bloc.aliases)}


def _has_words(name: list[str], words: list[str]) -> bool:
    """Whether the words stand in the name, one after the other: a first name, a surname."""
    n = len(words)
    return n < len(name) and any(name[i : i + n] == words for i in range(len(name) - n + 1))


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
