"""What the shell's Tab completes: entities and articles of the graph, relations, named queries, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import typer

from graphbuild.cli import options

#: Names that are offered at once.
_MOST = 100
Offered = Iterator[tuple[str, str]]


def query(incomplete: str) -> Offered:
    """Named queries, with their questions."""
    from graphbuild import queries

    yield from _begun(incomplete, {query.name: query.question for query in queries.load().values()})


def relation(incomplete: str) -> Offered:
    """Types of relations with their meanings, families, quad classes and roots of PLOVER."""
    from graphbuild.tables import relation_groups, relations

    meanings = {name: kind.meaning for name, kind in relations().items()}
    yield from _begun(incomplete, {**dict.fromkeys(relation_groups(), ""), **meanings})


def entity(ctx: typer.Context, incomplete: str) -> Offered:
    """Names of entities of the graph, the most reported first."""
    import graphbuild
    from graphbuild.api.lookup import plain

    try:
        with graphbuild.open(ctx.params.get("graph") or options.DEFAULT_GRAPH) as opened:
            found = opened.entities()
    except graphbuild.GraphbuildError:  # there is nothing to offer, and nobody to tell it to
        return
    begun = plain(incomplete)
    named = [e for e in found if plain(e.name).startswith(begun)]
    yield from ((e.name, e.kind) for e in named[:_MOST])


def article(ctx: typer.Context, incomplete: str) -> Offered:
    """Ids of articles, with their titles, the latest first."""
    import graphbuild

    try:
        with graphbuild.open(ctx.params.get("graph") or options.DEFAULT_GRAPH) as opened:
            found = opened.articles()
    except graphbuild.GraphbuildError:
        return
    named = [one.article for one in found if one.article.id.startswith(incomplete)]
    yield from ((a.id, a.title) for a in named[:_MOST])


def kind(incomplete: str) -> Offered:
    """The kinds of entities."""
    from graphbuild.model import KINDS

    yield from _begun(incomplete, [(kind, "") for kind in KINDS])


def source(ctx: typer.Context, incomplete: str) -> Offered:
    """Publishers of articles of the graph, those of most articles first."""
    import graphbuild

    try:
        with graphbuild.open(ctx.params.get("graph") or options.DEFAULT_GRAPH) as opened:
            found = Counter(one.article.source for one in opened.articles())
    except graphbuild.GraphbuildError:
        return
    begun = incomplete.casefold()
    named = [(name, n) for name, n in found.most_common() if name and name.casefold().startswith(begun)]
    yield from ((name, f"{n} article{'' if n == 1 else 's'}") for name, n in named[:_MOST])


def word(ctx: typer.Context, incomplete: str) -> Offered:
    """Commands and words that ``help`` explains."""
    parent = ctx.parent
    commands = parent.command.list_commands(parent) if parent else []  # type: ignore[attr-defined]
    yield from _begun(incomplete, dict.fromkeys((*commands, *words()), ""))


def words() -> Iterator[str]:
    """The words that can be explained beside commands and rules."""
    from graphbuild import queries
    from graphbuild.cli.helping import MODALITIES, TERMS
    from graphbuild.stance import labels
    from graphbuild.tables import relation_groups

    yield from relation_groups()
    yield from MODALITIES
    yield from TERMS
    yield from dict.fromkeys(label.name for label in labels())
    yield from queries.load()


def _begun(incomplete: str, known: Mapping[str, str] | Iterable[tuple[str, str]]) -> Offered:
    begun = incomplete.casefold()
    yield from sorted((name, told) for name, told in dict(known).items() if name.casefold().startswith(begun))
