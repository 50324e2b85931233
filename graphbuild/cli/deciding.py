"""Commands about who is who: resolve, same, different, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.cli import options, output
from graphbuild.cli.evidence import write_identities

if TYPE_CHECKING:
    from graphbuild.resolve import Decision

_NAME = "Name or id of an entity, or 'NAME @ ARTICLE-ID' for what one article calls so."


def resolve(
    joined: Annotated[
        bool, typer.Option("--joined", help="List the names that were joined instead.")
    ] = False,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """List names that may be one entity.

    With what speaks for and against it, the likeliest first. Say what they are with same and different.

    \b
    Example:
      graphbuild resolve
    """
    import graphbuild
    from graphbuild.read.articles import one_line

    with graphbuild.open(graph) as opened:
        doubtful = opened.resolve()
        found = tuple(i for i in opened.graph.identities if i.joined) if joined else doubtful
        notes = opened.graph.unresolved
    if as_json:
        output.write_json(found)
        return
    write_identities(found)
    for note in notes:
        output.say(one_line(f"note: {note}"))
    if joined:
        output.say(output.count(len(found), "pair was joined", "pairs were joined"))
    elif found:
        output.say(
            f"{output.count(len(found), 'pair')} in doubt; decide with: graphbuild same A B, or "
            "graphbuild different A B (names, or the ids behind them)"
        )
    else:
        output.say("nothing is in doubt")


def same(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Decide that two names are one entity.

    Kept in the graph folder, whatever is built later. Nothing is rewritten; undo takes it back.

    \b
    Example:
      graphbuild same "Abiy Ahmed" "Abiy Ahmed Ali"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        _told(opened.same(a, b), as_json=as_json)


def different(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Decide that two names are two entities.

    Kept in the graph folder, whatever is built later. Nothing is rewritten; undo takes it back.

    \b
    Example:
      graphbuild different "George Bush @ a17" "George Bush"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        _told(opened.different(a, b), as_json=as_json)


def undo(
    a: Annotated[
        str | None,
        typer.Argument(metavar="[A]", help="One name of a decision.", show_default="the last decision"),
    ] = None,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="The other.", show_default=False)] = None,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Take back a decision about names.

    The last one, or that about A and B. The graph is again what it was before.

    \b
    Example:
      graphbuild undo
    """
    import graphbuild

    if (a is None) != (b is None):
        raise typer.BadParameter("give both names, or none for the last decision", param_hint="[B]")
    with graphbuild.open(graph) as opened:
        _told(opened.undo(a, b), as_json=as_json, undone=True)


def _told(decision: Decision, *, as_json: bool, undone: bool = False) -> None:
    if as_json:
        output.write_json(decision)
        return
    one, other = (
        f"{side.name} @ {side.article}" if side.article else side.name for side in (decision.a, decision.b)
    )
    many = "one" if decision.verdict == "same" else "two"
    from graphbuild.read.articles import one_line

    output.tell(one_line(f"{'taken back: ' if undone else ''}{one} and {other} are {many}"))
