"""Commands that ask a graph without Cypher: explain, show, stats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.cli import options, output
from graphbuild.cli.evidence import (
    write_explanations,
    write_failures,
    write_identities,
    write_profile,
    write_stats,
)

if TYPE_CHECKING:
    from graphbuild.api.views import Explanation
    from graphbuild.model import Identity


def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="Name, alias, country code or id of an entity.")],
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="A second one.", show_default=False)] = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Every relation between two, with its sentences.

    With one name, every relation of it. Denied and merely possible statements are shown apart.
    Of two names of one entity, or names that may be of one, what speaks for and against it.

    \b
    Example:
      graphbuild explain China Russia
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        found = opened.explain(a, b)
        alike = opened.identities(a, b) if b is not None else ()
    if as_json:
        output.write_json(found)
    else:
        write_explained(a, b, found, alike)


def write_explained(a: str, b: str | None, found: Sequence[Explanation], alike: Sequence[Identity]) -> None:
    """What ``explain`` found of one or two names, on stdout."""
    if found:
        write_explanations(found)
    if alike:
        write_identities(alike)
    elif not found:
        between = f"between {a} and {b}" if b is not None else f"about {a}"
        output.say(f"the articles state nothing {between}")


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name, alias, country code or id.")],
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Who an entity is: names, relations, articles.

    \b
    Example:
      graphbuild show "Xi Jinping"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        profile = opened.show(name)
    if as_json:
        output.write_json(profile)
    else:
        write_profile(profile)


def stats(
    graph: options.Graph = options.DEFAULT_GRAPH,
    failures: Annotated[
        bool, typer.Option("--failures", help="What could not be read, all of it, by reason and place.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """How much the graph holds.

    And what could not be read, with --failures all of it.

    \b
    Example:
      graphbuild stats --failures
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        if failures:
            told = opened.failures()
            output.write_json(told) if as_json else write_failures(told)
            return
        counted = opened.stats()
    if as_json:
        output.write_json(counted)
    else:
        write_stats(counted)
