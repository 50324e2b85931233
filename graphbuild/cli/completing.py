"""Tab completion in the system shell: entities and articles of the graph, relations, named queries, words."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

import typer

from graphbuild.cli import options

#: Maximum number of completions.
_MOST = 100
#: Key of a context under which the typed words are stored.
TYPED = "typed"
Offered = Iterator[tuple[str, str]]


class _Name(str):
    """A completion that need not begin with the typed word: "Angela Merkel" for "merk"."""

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        return True


def query(incomplete: str) -> Offered:
    """Named queries, with their questions."""
    from graphbuild import queries

    yield from _begun(incomplete, {query.name: query.question for query in queries.load().values()})


def relation(incomplete: str) -> Offered:
    """Relation types with their meanings, families, quad classes and PLOVER roots."""
    from graphbuild.tables import relation_groups, relations

    meanings = {name: kind.meaning for name, kind in relations().items()}
    yield from _begun(incomplete, {**dict.fromkeys(relation_groups(), ""), **meanings})


def value(ctx: typer.Context, incomplete: str) -> Offered:
    """Values of a named query's next parameter, or of the given one: entities, relations, words."""
    from graphbuild import queries

    asked = queries.load().get(ctx.params.get("name") or ctx.params.get("cypher") or "")
    parameters = {p.name: p for p in asked.parameters} if asked else {}
    given = _joined([*(ctx.params.get("values") or ()), incomplete])
    if ctx.params.get("name") and (first := ctx.params.get("cypher")):
        given = [first, *given]  # "-n hostilities China"
    key, named, begun = given.pop().partition("=")
    if not named:
        keys = {one.partition("=")[0] for one in given if "=" in one}
        free = [name for name in parameters if name not in keys]
        place = sum("=" not in one for one in given)
        key, begun = free[place] if place < len(free) else "", key
    parameter = parameters.get(key)
    if parameter is None:
        return
    if parameter.entity:
        found = entity(ctx, begun)
    elif parameter.means == "relations":
        found = relation(begun)
    else:
        found = _begun(begun, dict.fromkeys(parameter.choices, ""))
    written = f"{key}=" if "=" in incomplete else ""
    yield from ((_Name(f"{written}{name}"), meaning) for name, meaning in found)


def query_or_value(ctx: typer.Context, incomplete: str) -> Offered:
    """Named queries; if one is given already, values of its first parameter."""
    return value(ctx, incomplete) if ctx.params.get("name") else query(incomplete)


def entity(ctx: typer.Context, incomplete: str) -> Offered:
    """Names of entities with a word in the name or an alias that begins with the typed word, most reported
    first.
    """
    import graphbuild
    from graphbuild.api.forms import plain

    try:
        with graphbuild.open(ctx.params.get("graph") or options.DEFAULT_GRAPH) as opened:
            found = opened.entities()
    except graphbuild.GraphbuildError:  # completion cannot report errors
        return
    begun = f" {plain(incomplete)}"
    named = [e for e in found if any(begun in f" {plain(name)}" for name in (e.name, *e.aliases))][:_MOST]
    yield from _offered(incomplete, [(e.name, e.kind) for e in named])


def article(ctx: typer.Context, incomplete: str) -> Offered:
    """Ids of articles, with their titles, the latest first."""
    import graphbuild
    from graphbuild.cli.titles import Titles

    try:
        with graphbuild.open(ctx.params.get("graph") or options.DEFAULT_GRAPH) as opened:
            found = opened.articles()
            named = [one.article for one in found if one.article.id.startswith(incomplete)][:_MOST]
            titles = Titles(opened)
            titles.look_up(named)
    except graphbuild.GraphbuildError:
        return
    yield from ((a.id, titles(a)) for a in named)


def column(ctx: typer.Context, incomplete: str) -> Offered:
    """Columns of the given named query."""
    from graphbuild import queries
    from graphbuild.stores import lexer

    # Arguments before an option without a value are not parsed yet.
    typed = (ctx.params.get("name"), ctx.params.get("cypher"), *ctx.meta.get(TYPED, ()))
    library = queries.load()
    asked = next((library[word] for word in typed if word in library), None)
    names = lexer.columns(asked.text) if asked else ()
    begun = incomplete.casefold()
    yield from ((_Name(name), "") for name in names if name.casefold().startswith(begun))


def file_format(incomplete: str) -> Offered:
    """The export formats."""
    from graphbuild.stores.files import FORMATS

    yield from _begun(incomplete, dict.fromkeys(FORMATS, ""))


def kind(incomplete: str) -> Offered:
    """The kinds of entities."""
    from graphbuild.model import KINDS

    yield from _begun(incomplete, [(kind, "") for kind in KINDS])


def source(ctx: typer.Context, incomplete: str) -> Offered:
    """Publishers of articles of the graph, those with the most articles first."""
    import graphbuild

    try:
        with graphbuild.open(ctx.params.get("graph") or options.DEFAULT_GRAPH) as opened:
            found = Counter(one.article.source for one in opened.articles())
    except graphbuild.GraphbuildError:
        return
    begun = incomplete.casefold()
    named = [(name, n) for name, n in found.most_common() if name and name.casefold().startswith(begun)]
    yield from _offered(
        incomplete, [(name, f"{n} article{'' if n == 1 else 's'}") for name, n in named[:_MOST]]
    )


def word(ctx: typer.Context, incomplete: str) -> Offered:
    """Commands and words that ``help`` explains."""
    parent = ctx.parent
    commands = parent.command.list_commands(parent) if parent else []  # type: ignore[attr-defined]
    yield from _begun(incomplete, dict.fromkeys((*commands, *words()), ""))


def words() -> Iterator[str]:
    """Words that can be explained besides commands and rules."""
    from graphbuild import queries
    from graphbuild.cli.helping import LISTS, MODALITIES, TERMS
    from graphbuild.stance import labels
    from graphbuild.tables import relation_groups

    yield from relation_groups()
    yield from MODALITIES
    yield from TERMS
    yield from ("settings", *LISTS)
    yield from dict.fromkeys(label.name for label in labels())
    yield from queries.load()


def _begun(incomplete: str, known: Mapping[str, str] | Iterable[tuple[str, str]]) -> Offered:
    begun = incomplete.casefold()
    named = sorted(item for item in dict(known).items() if item[0].casefold().startswith(begun))
    yield from _offered(incomplete, named)


def _offered(incomplete: str, found: Sequence[tuple[str, str]]) -> Offered:
    """Completions as shell input.

    Bash replaces the typed word by their common beginning. If that would shorten or replace it, only those
    that begin with the typed word are offered, in its letters; if there are none, the typed word is offered,
    too, so that nothing is common to all. Nothing is offered if they all begin with its first letter.
    """
    typed, written = _quoted(incomplete), [(_quoted(name), meaning) for name, meaning in found]
    letters = zip(*(name for name, _ in written), strict=False)
    common = "".join(same[0] for same in takewhile(lambda some: len({*some}) == 1, letters))
    if _in_bash() and len(found) > 1 and common and not common.casefold().startswith(typed.casefold()):
        ends = [(_end(name, incomplete), meaning) for name, meaning in found]
        begun = [(typed + _quoted(end), meaning) for end, meaning in ends if end is not None]
        listed = [(typed, "as typed"), *written] if common[0] != typed[0] else []
        written = begun or listed
    yield from ((_Name(name), meaning) for name, meaning in written)


def _end(name: str, begun: str) -> str | None:
    """The name after what was typed of it, in any case and with any accents; None if it begins otherwise."""
    from graphbuild.api.forms import folded

    lengths = range(len(name), -1, -1)
    return next((name[n:] for n in lengths if folded(name[:n]) == folded(begun)), None)


def _joined(words: Sequence[str]) -> list[str]:
    """The words as typed: bash splits "country=Iran" into three words."""
    return re.sub(r"\n=(\n|\Z)", "=", "\n".join(words)).split("\n")


def _in_bash() -> bool:
    return os.environ.get("_GRAPHBUILD_COMPLETE") == "complete_bash"


def _quoted(name: str) -> str:
    """A name as shell input: bash inserts it unchanged, so word separators are escaped."""
    if not _in_bash():
        return name
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), int(os.environ.get("COMP_CWORD", "0"))
    if at < len(words) and words[at][:1] in ("'", '"'):  # within quotation marks
        return name
    return re.sub(r"([^\w.,:@%+/=-])", r"\\\1", name)
