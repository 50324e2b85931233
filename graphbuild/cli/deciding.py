"""Commands about entity resolution: resolve, same, different."""

from __future__ import annotations

from typing import Annotated

import typer

from graphbuild.cli import filtering, options, output
from graphbuild.cli.correcting import print_decisions
from graphbuild.cli.evidence import write_identities
from graphbuild.cli.reviewing import review as review_all

_NAME = "Name or id of an entity, or 'NAME @ ARTICLE-ID' for an entity of one article."


def resolve(
    joined: Annotated[bool, typer.Option("--joined", help="List merged names instead.")] = False,
    review: Annotated[
        bool,
        typer.Option("--review", help="Review candidates one at a time, with sentences of both names."),
    ] = False,
    limit: filtering.LimitOfText = None,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """List names that may be one entity.

    With the evidence for and against a merge, the likeliest first. Decide with same and different, or with
    --review.

    \b
    Example:
      graphbuild resolve
    """
    import graphbuild
    from graphbuild.read.articles import one_line

    with graphbuild.open(graph) as opened:
        if review:
            review_all(opened)
            return
        doubtful = opened.resolve()
        found = tuple(i for i in opened.graph.identities if i.joined) if joined else doubtful
        notes = opened.graph.unresolved
    if as_json:
        output.write_json(found[: limit or None])
        return
    shown = found[: filtering.most_shown(limit) or None]
    write_identities(shown)
    filtering.report_omitted(len(shown), len(found))
    for note in notes:
        output.say(one_line(f"note: {note}"))
    if joined:
        number = output.count(len(found), "pair was joined", "pairs were joined")
        output.say(number if found else "no names were merged")
        return
    undecided = sum(not i.decided for i in found)
    if undecided:
        output.say(
            f"{output.count(undecided, 'pair')} in doubt; decide with: graphbuild resolve --review, "
            "or same A B and different A B (names, or the ids behind them)"
        )
    else:
        decided = f"; {output.count(len(found), 'pair')} decided by you" if found else ""
        output.say(f"nothing is in doubt{decided}")


def same(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another name.")],
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Record that two names are one entity.

    Kept in the graph folder and applied in later builds. Nothing is rewritten; undo revokes it.

    \b
    Example:
      graphbuild same "Abiy Ahmed" "Abiy Ahmed Ali"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        print_decisions([opened.same(a, b)], as_json=as_json)


def different(
    a: Annotated[str, typer.Argument(metavar="A", help=_NAME)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another name.")],
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Record that two names are different entities.

    Kept in the graph folder and applied in later builds. Nothing is rewritten; undo revokes it.

    \b
    Example:
      graphbuild different "George Bush @ a17" "George Bush"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        print_decisions([opened.different(a, b)], as_json=as_json)
