"""Commands that correct a graph: reject, accept, exclude, remove, decisions, undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.evidence import ID_DIGITS
from graphbuild.errors import QueryError
from graphbuild.wording import few

if TYPE_CHECKING:
    from graphbuild.api import OpenGraph
    from graphbuild.decisions import Decision

#: Number of articles that can be excluded without confirmation.
MOST_UNASKED = 10
#: Maximum number of decisions listed when several are undone.
_MOST_LISTED = 5

_WHAT = "Id of a statement, or its first digits; or the source of the relation."
_ARTICLES = "Ids of articles, or their source files."

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
Relation = Annotated[str | None, typer.Argument(metavar="[RELATION]", help="A relation.", show_default=False)]
Other = Annotated[str | None, typer.Argument(metavar="[B]", help="Its target.", show_default=False)]
Articles = Annotated[
    list[str],
    typer.Argument(
        metavar="ARTICLE...", help=_ARTICLES, show_default=False, autocompletion=completing.article
    ),
]


def reject(
    what: Annotated[str, typer.Argument(metavar="STATEMENT|A", help=_WHAT)],
    relation: Relation = None,
    other: Other = None,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Reject a wrong statement or relation.

    A statement, by the id that explain prints, or all statements of a relation between two entities, now and
    later. It is not counted any more, also in later builds; undo and accept revoke this.

    \b
    Example:
      graphbuild reject France ATTACKS Italy
    """
    import graphbuild

    _check_complete(relation, other)
    with graphbuild.open(graph) as opened:
        print_decisions([opened.reject(what, relation, other)], as_json=as_json)


def accept(
    what: Annotated[str, typer.Argument(metavar="STATEMENT|A", help=_WHAT)],
    relation: Relation = None,
    other: Other = None,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Accept a rejected statement or relation.

    A single statement, also of a rejected relation, or all statements of a relation.

    \b
    Example:
      graphbuild accept France ATTACKS Italy
    """
    import graphbuild

    _check_complete(relation, other)
    with graphbuild.open(graph) as opened:
        print_decisions([opened.accept(what, relation, other)], as_json=as_json)


def _check_complete(relation: str | None, other: str | None) -> None:
    if (relation is None) != (other is None):
        message = "B is missing; give the id of a statement, or A RELATION B"
        raise QueryError(message, wrong=("B",), named=False)


def exclude(
    articles: Articles,
    yes: Yes = False,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Exclude articles, also from later builds.

    This removes exactly their own evidence from the graph. They stay in the folder, and undo restores them at
    once.

    \b
    Example:
      graphbuild exclude articles/dayton-1995.txt
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        wanted = _ids_to_remove(opened, "exclude", articles, yes=yes)
        done = opened.exclude(wanted)
    if as_json:
        output.write_json({"excluded": done})
    else:
        before = len(wanted) - len(done)
        unchanged = f"; {before:,} {'is' if before == 1 else 'are'} decided already" if before else ""
        print(f"excluded {output.count(len(done), 'article')}{unchanged}")


def remove(
    articles: Articles,
    yes: Yes = False,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Delete articles from a graph folder.

    This removes exactly their own evidence, and later builds skip them. After undo the next build reads them
    again.

    \b
    Example:
      graphbuild remove articles/dayton-1995.txt
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        wanted = _ids_to_remove(opened, "remove", articles, yes=yes)
        removed = opened.remove(wanted)
    if as_json:
        output.write_json({"removed": removed})
    else:
        print(f"removed {output.count(len(removed), 'article')}")


def _ids_to_remove(opened: OpenGraph, action: str, articles: list[str], *, yes: bool) -> list[str]:
    """Ids of the articles; the command ends if there are many and the user does not confirm."""
    wanted = opened.article_ids(articles)
    if len(wanted) > MOST_UNASKED:
        output.confirm(f"{action} would take {len(wanted):,} articles out.", yes=yes)
    return wanted


def decisions(
    limit: filtering.LimitOfText = None,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """List your decisions.

    On names, statements and articles: the latest first, each with its id for undo.

    \b
    Example:
      graphbuild decisions
    """
    import graphbuild
    from graphbuild.read.articles import one_line

    with graphbuild.open(graph) as opened:
        made = opened.decisions()
        unresolved = () if as_json or not made else opened.graph.unresolved
    if as_json:
        output.write_json([record(d) for d in made[: limit or None]])
        return
    shown = made[: filtering.most_shown(limit) or None]
    for d in shown:
        output.print_line(one_line(f"{d.id[:ID_DIGITS]}  {d.decided[:16].replace('T', ' '):<16}  {d}"))
    filtering.report_omitted(len(shown), len(made))
    for note in unresolved:
        if note.startswith("no effect has: "):
            output.say(one_line(f"note: {note}"))
    if not made:
        output.say("nothing has been decided")


def undo(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT]...",
            help="Id of a decision, an excluded article or a rejected statement, two names, or A RELATION B.",
            show_default="the last decision",
        ),
    ] = None,
    yes: Yes = False,
    graph: options.Folder = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Undo a decision.

    The last one, or a given one. The graph is again what it was before. Asks for confirmation if the last
    decision may not be the last action in the folder.

    \b
    Example:
      graphbuild undo
    """
    import graphbuild

    def ask(chosen: tuple[Decision, ...], doubt: str) -> bool:
        described = few([str(d) for d in chosen], _MOST_LISTED, "; ")
        output.confirm(f"the last decision is “{described}”: {doubt}.", yes=yes)
        return True

    with graphbuild.open(graph) as opened:
        gone = opened.undo(*(what or ()), ask=ask)
        back = {d.article for d in gone if d.verdict == "excluded"}
        back -= {d.article for d in opened.decisions() if d.verdict == "excluded"} if back else back
        lacking = back - {a.id for a in opened.graph.articles} if back else back
    print_decisions(gone, as_json=as_json, undone=True)
    if lacking:
        output.say("what was removed is read again by the next build of its files")


def print_decisions(made: Iterable[Decision], *, as_json: bool, undone: bool = False) -> None:
    """Print decisions that were made, or revoked."""
    from graphbuild.read.articles import one_line

    made = list(made)
    if as_json:
        output.write_json([record(d) for d in made] if undone else record(made[0]))
        return
    for d in made[:_MOST_LISTED]:
        output.print_line(one_line(f"{'taken back: ' if undone else ''}{d}"))
    if len(made) > _MOST_LISTED:
        output.print_line(f"… and {len(made) - _MOST_LISTED:,} more")


def record(d: Decision) -> dict[str, Any]:
    """A decision as JSON data."""
    return {"id": d.id, "verdict": d.verdict, "says": str(d), **asdict(d)}
