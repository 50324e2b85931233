"""Resolve a name that a user types to an entity: the obvious one, and never a guess between equals."""

from __future__ import annotations

import contextlib
import difflib
import logging
import os
import re
import shlex
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import partial
from pathlib import Path

from graphbuild.api.forms import as_spelt, names_of, plain, suits_titles, without_titles
from graphbuild.api.namesakes import Firsts, marks, nowhere
from graphbuild.api.slips import exchanged
from graphbuild.errors import QueryError
from graphbuild.model import Entity, Relation
from graphbuild.read.articles import one_line
from graphbuild.tables import blocs, countries, country_forms

#: Files whose code calls a function on behalf of the user: this package, and ``with`` blocks of functions.
_INTERNAL_FILES = (f"{Path(__file__).parent.parent}{os.sep}", contextlib.__file__)
#: Separators of two names.
_BETWEEN_NAMES = re.compile(r"\s*[,;&/+]\s*|\s+(?:and|vs\.?|versus|-|–)\s+", re.IGNORECASE)
#: An id of an entity: a digest.
_ID = re.compile("[0-9a-f]{16}")
_LOG = logging.getLogger(__name__)
_SHORTEST_PREFIX = 3
_MOST_LISTED = 10
#: Maximum number of alternatives listed beside the entity chosen.
_MOST_ALTERNATIVES = 3
#: How many times as often as any other an entity must be reported to be chosen, and the weight of an exact
#: name.
_CLEAR_RATIO, _EXACT = 3, 3
#: Minimum similarity, and minimum length, of a name that is taken for a misspelling.
_MIN_SIMILARITY, _SHORTEST_SPELLING = 0.85, 5
#: Minimum length of a name with one letter added, missing, wrong or transposed, and the number of articles
#: that must mention the entity if the name is shorter than above.
_SHORTEST_SLIP, _WELL_KNOWN = 4, 10
#: Returns descriptions that distinguish entities, by id.
Who = Callable[[Sequence[Entity]], Mapping[str, str]]
#: Minimum similarity of a name that is suggested, and the number of suggestions.
_MIN_SUGGESTED, _MOST_MEANT = 0.74, 5


class NameWarning(UserWarning):
    """A name was resolved to an entity with another name, or to one of several entities with that name."""


#: The warnings of the current call; None outside of a call.
_warned: ContextVar[set[str] | None] = ContextVar("_warned", default=None)


@contextlib.contextmanager
def warning_once() -> Iterator[None]:
    """A context manager in which each warning is issued once, however often a name is looked up."""
    before = _warned.set(set() if (known := _warned.get()) is None else known)
    try:
        yield
    finally:
        _warned.reset(before)


def _report(message: str, *, exact: bool = False) -> None:
    """Log how a name was resolved. Also warn, unless the name is ``exact`` or a command prints the log."""
    _LOG.info(message)
    warned = _warned.get()
    if exact or _LOG.handlers or (warned is not None and message in warned):
        return
    if warned is not None:
        warned.add(message)
    warn_user(message, NameWarning)


def warn_user(message: str, category: type[Warning]) -> None:
    """Warn of the line of the user's code that called a function of this package."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_INTERNAL_FILES):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)


def find(
    entities: Sequence[Entity],
    name: str,
    relations: Iterable[Relation] = (),
    firsts: Firsts = nowhere,
) -> Entity:
    """The entity that ``name`` clearly refers to.

    An id, a full name of several words and a word for a country are matched exactly; otherwise candidates are
    the entities that have it as their name, an alias or words of their name. Of several, the one that most
    articles report is chosen if it is reported three times as often as any other (an exact name has three
    times the weight, and so does an alias of the most reported one, or of several words). A name that no
    entity has is taken as a prefix of a word of a name, else as a misspelling. Titles before a person's name,
    alias or surname are dropped. The choice is logged, unless the entity has that name or is the only one of
    that surname, and so are alternatives; a ``NameWarning`` is issued unless the name is exactly that of the
    entity chosen, and of no other. ``relations`` of the graph describe candidates, and ``firsts`` returns the
    first articles of those that nothing else distinguishes.

    Raises ``QueryError`` with the candidates if several match equally, and with similar names for none.
    """
    check_name(name)
    given_id = name.strip()
    if _ID.fullmatch(given_id) and (known := next((e for e in entities if e.id == given_id), None)):
        return known  # no name is like an id, so that no other can be meant
    who = partial(_marked, entities, relations, firsts)
    every = entities
    entities, wanted = _sought(every, name, guess=True)
    titled = wanted != plain(name)
    for way in _plain_ways(name, wanted):
        if sure := [e for e in entities if way(e)]:
            beside = [e for e in every if way(e) and e not in sure]
            beside += _similar_countries(entities, sure, wanted)
            return _clear_choice(name, {e: e.articles for e in sure}, who, beside, titled=titled)
    called = [e for e in entities if _is_called(e, wanted)]
    parts = [e for e in entities if _is_part(e, wanted)]
    whole = any(_has_words(plain(e.name).split(), wanted.split()) for e in parts)
    begun = not called and not whole
    if begun and len(wanted) >= _SHORTEST_PREFIX:  # "Trum": also a prefix of a surname
        parts = [e for e in entities if f" {wanted}" in f" {plain(e.name)}"]
    most = max((e.articles for e in parts if e not in called), default=0)
    exact = {e for e in called if " " in wanted or plain(e.name) == wanted or e.articles > most}
    rank = {e: e.articles * (_EXACT if e in exact else 1) for e in (*called, *parts)}
    if not rank:
        near = _misspelt(entities, wanted)
        if near is None:
            raise _unknown(entities, name, without_titles(wanted))
        _report(f"no entity is called {name!r}; taken for {listed([near])}")
        return near
    if len(rank) == 1 and not called and not titled and (begun or not _is_surname(parts[0], wanted)):
        _report(f"no entity is called {name!r}; taken for {listed(parts)}")
    if begun and not _is_clear(rank):
        raise _no_match(name, rank)
    return _clear_choice(name, rank, who, titled=titled)


def _clear_choice(
    name: str, rank: Mapping[Entity, int], who: Who, beside: Sequence[Entity] = (), *, titled: bool = False
) -> Entity:
    """The entity that ranks clearly above the others; alternatives are logged, with ``beside``, those that
    were not candidates, and so is a name of which titles were dropped (``titled``).
    """
    first, *others = sorted(rank, key=lambda e: (-rank[e], e.name, e.id))
    if not _is_clear(rank):
        raise _ambiguous([first, *others], name, who)
    if alternatives := [*others, *beside]:
        exact = [e for e in as_spelt((first, *alternatives), name) if plain(e.name) == plain(name)] == [first]
        also = listed(alternatives[:_MOST_ALTERNATIVES])
        _report(f"{name!r} is taken for {listed([first])}; it may also be {also}", exact=exact)
    elif titled:
        _report(f"no entity is called {name!r}; taken for {listed([first])}")
    return first


def _is_clear(rank: Mapping[Entity, int]) -> bool:
    """Whether one ranks at least three times as high as any other."""
    first, *others = sorted(rank.values(), reverse=True)
    return not others or first >= _CLEAR_RATIO * others[0]


def _no_match(name: str, near: Iterable[Entity]) -> QueryError:
    """The error for a name that no entity has, with similar ones, the best known first."""
    found = sorted(near, key=lambda e: (-e.articles, e.name, e.id))
    names = [*dict.fromkeys(e.name for e in found)][:_MOST_MEANT]
    return QueryError(f"no entity is called {name!r}; did you mean {' or '.join(names)}?")


def _similar_countries(entities: Sequence[Entity], sure: Sequence[Entity], wanted: str) -> list[Entity]:
    """Other countries with this word in their names, if those that it denotes have other names."""
    if not all(e.iso3 and plain(e.name) != wanted for e in sure):
        return []
    return [e for e in entities if e.iso3 and e not in sure and _has_words(plain(e.name).split(), [wanted])]


def _ambiguous(found: Sequence[Entity], name: str, who: Who = lambda _: {}) -> QueryError:
    full = all(plain(e.name) == plain(name) for e in found)
    advice = f"give the {'id' if full else 'full name or the id'}"
    return QueryError(f"{name!r} may be one of {len(found)}; {advice}:{choice(found, who)}")


def candidates(entities: Sequence[Entity], name: str) -> list[Entity]:
    """All entities that ``name`` may refer to in a decision, the best known first: those with this id, full
    name or country, else all with this name or alias, else those with it in their name.

    Raises ``QueryError`` for a name that no entity has, with similar ones.
    """
    entities, wanted = _sought(entities, name)
    ways: tuple[Callable[[Entity], bool], ...] = (
        *_plain_ways(name, wanted),
        lambda e: _is_called(e, wanted),
        lambda e: _is_part(e, wanted),
    )
    for way in ways:
        if found := [e for e in entities if way(e)]:
            return sorted(found, key=lambda e: (-e.articles, e.name, e.id))
    raise _unknown(entities, name, without_titles(wanted))


def only(found: Sequence[Entity], name: str) -> Entity:
    """The single entity in ``found``; raises ``QueryError`` for several, however often each is reported."""
    if len(found) > 1:
        raise _ambiguous(found, name)
    return found[0]


def two(a: str, b: str, one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """The entities that two names refer to. Raises ``QueryError`` if they are the same."""
    if one.id == other.id:
        raise QueryError(
            f"{a!r} and {b!r} are both {one.name}; give two different entities",
            wrong=("B",) if a == b else (),
            named=False,
        )
    return one, other


def matches(entities: Sequence[Entity], name: str) -> list[Entity]:
    """The entities that ``name`` may refer to: by id, name, country word or code, alias, or part of a name.

    The first of these rules that matches decides, however often an entity is reported; letter case, accents
    and a leading "the" are ignored. Raises ``QueryError`` with similar names if there is none.
    """
    entities, wanted = _sought(entities, name)
    ways: tuple[Callable[[Entity], bool], ...] = (
        lambda e: e.id == name.strip(),
        lambda e: plain(e.name) == wanted,
        *_plain_ways(name, wanted),
        lambda e: _is_called(e, wanted),
        lambda e: _is_part(e, wanted),
    )
    for way in ways:
        if found := [e for e in entities if way(e)]:
            return found
    raise _unknown(entities, name, without_titles(wanted))


def check_name(name: object) -> None:
    """Raise ``QueryError`` if a name is not text."""
    if not isinstance(name, str):
        raise QueryError(f"a name is {name!r}; give a text, as in 'Angela Merkel'")


def _wanted(name: str) -> str:
    check_name(name)
    wanted = plain(name)
    if not wanted:
        message = "the name is empty; give the name of a person, country or organisation"
        raise QueryError(message, wrong=("NAME",), named=False)
    return wanted


def _sought(entities: Sequence[Entity], name: str, *, guess: bool = False) -> tuple[Sequence[Entity], str]:
    """The entities that a name may refer to, and the normalised name.

    If one is spelt exactly so, none that is spelt with other accents or capitals. If none is called so, but
    persons are without the titles before it ("Mr. Putin"), only these, and the name without titles: their
    full name or alias, or as a ``guess`` their surname, or a misspelling.
    """
    wanted = _wanted(name)
    bare = without_titles(wanted)
    if bare != wanted and not _is_known(entities, name):
        titles = wanted.removesuffix(bare).split()
        people = [e for e in entities if e.kind == "person" and suits_titles(e, titles, bare)]
        if found := [e for e in people if _is_called(e, bare) or (guess and _is_surname(e, bare))]:
            return found, bare
        if guess and (near := _misspelt(people, bare)):
            return [near], bare
    return as_spelt(entities, name), wanted


def _plain_ways(name: str, wanted: str) -> tuple[Callable[[Entity], bool], ...]:
    """Tests by which a name matches exactly: id, full name of several words, country, bloc."""
    codes, bloc = _country_codes(wanted), _blocs().get(wanted)
    return (
        lambda e: e.id == name.strip(),
        lambda e: " " in wanted and plain(e.name) == wanted,
        lambda e: bool(e.iso3) and e.iso3 in codes,
        lambda e: bloc is not None and e.kind == "organisation" and e.name == bloc,
    )


def _is_called(e: Entity, wanted: str) -> bool:
    """Whether this is one of its names."""
    return any(plain(name) == wanted for name in names_of(e))


def _is_part(e: Entity, wanted: str) -> bool:
    """Whether a name contains these words, or begins with these letters."""
    name = plain(e.name)
    beginning = len(wanted) >= _SHORTEST_PREFIX and name.startswith(wanted)
    return beginning or _has_words(name.split(), wanted.split())


def _is_surname(e: Entity, wanted: str) -> bool:
    """Whether these are the last words of a person's name."""
    name, words = plain(e.name).split(), wanted.split()
    return e.kind == "person" and name[-len(words) :] == words


def _unknown(entities: Sequence[Entity], name: str, wanted: str) -> QueryError:
    """The error for a name that no entity has, with entities of which a name, or a word of one, is spelt
    similarly.

    For two names with a comma, "and" or the like between them it says how to query a pair.
    """
    two = [part for part in _BETWEEN_NAMES.split(name.strip()) if part]
    if len(two) == 2 and all(_is_known(entities, part) for part in two):
        return QueryError(f"no entity is called {name!r}; of two: graphbuild explain {shlex.join(two)}")
    called: dict[str, list[Entity]] = {}
    for e in entities:
        full = [plain(n) for n in names_of(e)]
        words = [word for n in full for word in n.split() if len(word) > _SHORTEST_PREFIX]
        for word in dict.fromkeys((*full, *words) if " " not in wanted else full):
            called.setdefault(word, []).append(e)
    alike = [word for word in called if _is_slip(wanted, word)]
    alike += difflib.get_close_matches(wanted, called, n=_MOST_LISTED, cutoff=_MIN_SUGGESTED)
    if near := {e for word in alike for e in called[word]}:
        return _no_match(name, near)
    return QueryError(
        f"no entity is called {name!r}; `graphbuild search {shlex.quote(one_line(name))}` looks for it,"
        " `graphbuild entities` lists them"
    )


def _is_known(entities: Sequence[Entity], name: str) -> bool:
    """Whether an entity has this name, or has it as a part of one."""
    wanted = plain(name)
    plainly = _plain_ways(name, wanted)
    return any(
        _is_called(e, wanted) or _is_part(e, wanted) or any(way(e) for way in plainly) for e in entities
    )


def _misspelt(entities: Sequence[Entity], wanted: str) -> Entity | None:
    """The entity of which a name or alias has a similar spelling; of several the one that is reported three
    times as often as any other, else none.
    """
    if len(wanted) < _SHORTEST_SLIP:
        return None
    names: dict[str, set[str]] = {}
    for e in entities:
        for word in names_of(e):
            names.setdefault(plain(word), set()).add(e.id)
    near = [word for word in names if _is_slip(wanted, word)]
    if len(wanted) >= _SHORTEST_SPELLING:
        near += difflib.get_close_matches(wanted, names, n=5, cutoff=_MIN_SIMILARITY)
    ids = {id_ for match in near for id_ in names[match]}
    found = sorted((e for e in entities if e.id in ids), key=lambda e: (-e.articles, e.name, e.id))
    plainly = len(found) == 1 or (found and found[0].articles >= _CLEAR_RATIO * found[1].articles)
    known = len(wanted) >= _SHORTEST_SPELLING or (found and found[0].articles >= _WELL_KNOWN)
    return found[0] if plainly and known else None


def _is_slip(word: str, right: str) -> bool:
    """Whether a word has one letter added, missing or wrong, or two transposed; not the first."""
    both = min(len(word), len(right))
    start = next((i for i in range(both) if word[i] != right[i]), both)
    end = next((i for i in range(both - start) if word[-1 - i] != right[-1 - i]), both - start)
    wrong, other = word[start : len(word) - end], right[start : len(right) - end]
    return start > 0 and (exchanged(wrong, other, of=len(right)) or max(len(wrong), len(other)) == 1)


def _country_codes(wanted: str) -> set[str]:
    """ISO codes of the countries that the word denotes: by name, demonym, capital, seat or code."""
    codes = {form.iso3 for word, forms in country_forms().items() if plain(word) == wanted for form in forms}
    return codes | ({wanted.upper()} & countries().keys())


def _blocs() -> dict[str, str]:
    return {plain(word): bloc.name for bloc in blocs().values() for word in (bloc.name, *bloc.aliases)}


def _has_words(name: list[str], words: list[str]) -> bool:
    """Whether the words occur in the name in sequence: a first name, a surname."""
    n = len(words)
    return n < len(name) and any(name[i : i + n] == words for i in range(len(name) - n + 1))


def listed(found: Iterable[Entity]) -> str:
    """Entities as alternatives in a message, the best known first."""
    entities = sorted(found, key=lambda e: (-e.articles, e.name, e.id))
    listed = [
        f"{e.name} ({e.kind}, {_articles(e.articles)}{_since(e)}, id {e.id})" for e in entities[:_MOST_LISTED]
    ]
    more = len(entities) - _MOST_LISTED
    return " or ".join(listed) + (f" or one of {more} others" if more > 0 else "")


def choice(found: Iterable[Entity], who: Who = lambda _: {}) -> str:
    """Entities as alternatives in a message, the best known first, a line each, with their descriptions."""
    entities = sorted(found, key=lambda e: (-e.articles, e.name, e.id))
    shown = entities[:_MOST_LISTED]
    posts = who(shown)
    lines = [
        f"\n  {e.name} ({e.kind}, {_articles(e.articles)}{_since(e)}, id {e.id}){posts.get(e.id, '')}"
        for e in shown
    ]
    more = len(entities) - len(shown)
    return "".join(lines) + (f"\n  and {more} more" if more else "")


def _marked(
    entities: Sequence[Entity], relations: Iterable[Relation], firsts: Firsts, found: Sequence[Entity]
) -> dict[str, str]:
    """Descriptions that distinguish the entities found, as text for a message, by id."""
    known = marks(found, entities, relations, firsts)
    return {id_: f": {one_line(words)}" for id_, mark in known.items() if (words := mark.words())}


def _since(e: Entity) -> str:
    if e.first_seen == e.last_seen:
        return f" of {e.first_seen}" if e.first_seen else ""
    return f" from {e.first_seen}"


def _articles(number: int) -> str:
    return f"{number} article{'' if number == 1 else 's'}"
