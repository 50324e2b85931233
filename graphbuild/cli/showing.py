"""Commands that query a graph without Cypher: explain, show, stats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.evidence import (
    write_explanations,
    write_failures,
    write_identities,
    write_profile,
    write_stats,
)
from graphbuild.cli.filtering import given_as, report_omitted, report_undated
from graphbuild.cli.titles import Titles, Titling, title_or_id

if TYPE_CHECKING:
    from graphbuild.api import OpenGraph
    from graphbuild.api.views import Explanation
    from graphbuild.model import Identity


def explain(
    a: filtering.A,
    b: filtering.B = None,
    relation: filtering.Relation = None,
    kind: filtering.OtherKind = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    min_reports: filtering.MinReports = 0,
    sort: filtering.Sort = "reports",
    limit: filtering.LimitOfText = None,
    sentences: Annotated[
        int | None,
        typer.Option(
            "--sentences",
            min=0,
            metavar="N",
            help="Sentences shown per relation; 0: no limit.",
            show_default="20; 3 with A alone",
        ),
    ] = None,
    ids: filtering.Ids = False,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """List the relations of two entities with their sentences.

    With one name, all its relations, grouped by the other entity. Denied and merely possible statements are
    listed separately. For two names of one entity, or of a merge candidate, the evidence for and against a
    merge.

    \b
    Example:
      graphbuild explain China Russia
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        found = opened.explain(
            a,
            b,
            relation=relation,
            kind=kind,
            since=since,
            until=until,
            source=source,
            min_reports=min_reports,
            sort=sort,
        )
        alike = opened.identities(a, b) if b is not None else ()
        nothing = None
        given = given_as(
            relation=relation, kind=kind, since=since, until=until, source=source, min_reports=min_reports
        )
        if given and not (found or as_json):
            nothing = _nothing_with(opened, a, b, given)
        report_undated(opened, [name for name in (a, b) if name is not None], since, until, source=source)
        if as_json:
            output.write_json(found.first(limit or None))
            return
        most, titles = filtering.most_shown(limit), Titles(opened)
        write_explained(a, b, found, alike, titles, nothing, limit=most, sentences=sentences, ids=ids)


def _nothing(a: str, b: str | None) -> str:
    return f"the articles state nothing {_about(a, b)}"


def _nothing_with(opened: OpenGraph, a: str, b: str | None, given: Sequence[str]) -> str:
    """The message if no statement passes the filters, which are quoted as given."""
    number = sum(len(some) for e in opened.explain(a, b) for some in (e.asserted, e.denied, e.hypothetical))
    if not number:
        return _nothing(a, b)
    without = f"without {'it' if len(given) == 1 else 'them'}"
    there = f"there {'is' if number == 1 else 'are'} {output.count(number, 'statement')}"
    return f"nothing is stated {_about(a, b)} with {' '.join(given)}; {without} {there}"


def _about(a: str, b: str | None) -> str:
    return f"between {a} and {b}" if b is not None else f"about {a}"


def write_explained(
    a: str,
    b: str | None,
    found: Sequence[Explanation],
    alike: Sequence[Identity],
    titles: Titling = title_or_id,
    nothing: str | None = None,
    *,
    limit: int = filtering.SHOWN,
    sentences: int | None = None,
    ids: bool = False,
) -> None:
    """Print what ``explain`` found for one or two names, up to a number of relations and sentences of each.

    ``nothing`` is the message on stderr if there is no relation.
    """
    shown = found[: limit or None]
    if sentences is None:
        sentences = 20 if b is not None else 3
    if shown:
        about = None if b is not None else _common(found)
        write_explanations(shown, titles, about=about, sentences=sentences, ids=ids)
        report_omitted(len(shown), len(found))
    if alike:
        write_identities(alike)
    elif not found:
        output.say(nothing or _nothing(a, b))


def _common(found: Sequence[Explanation]) -> str | None:
    """The id of the entity that all relations share; None if there is none, or only one relation."""
    ids = [{one.source.id, one.target.id} for one in found]
    common = set.intersection(*ids)
    return common.pop() if len(common) == 1 else None


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Name, alias, country code or id.", autocompletion=completing.entity
        ),
    ],
    relation: filtering.Relation = None,
    kind: filtering.OtherKind = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    min_reports: filtering.MinReports = 0,
    sort: filtering.Sort = "reports",
    limit: filtering.LimitOfText = None,
    ids: filtering.Ids = False,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Show an entity: names, relations, articles.

    \b
    Example:
      graphbuild show "Xi Jinping"
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        profile = opened.show(
            name,
            relation=relation,
            kind=kind,
            since=since,
            until=until,
            source=source,
            min_reports=min_reports,
            sort=sort,
        )
        report_undated(opened, [name], since, until, source=source)
        filtering.report_no_results(
            opened,
            profile.ties,
            "no relation was found" if any((relation, kind, since, until, source, min_reports)) else "",
            relation=relation,
            kind=kind,
            since=since,
            until=until,
            source=source,
            min_reports=min_reports,
        )
        if as_json:
            output.write_json(replace(profile, ties=profile.ties[: limit or None]))
            return
        most = filtering.most_shown(limit)
        write_profile(profile, Titles(opened), limit=most, ids=ids)


def stats(
    graph: options.Graph = options.DEFAULT_GRAPH,
    failures: Annotated[
        bool,
        typer.Option("--failures", help="List all inputs that could not be read, by reason and location."),
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Count articles, entities, relations and statements.

    Also the inputs that could not be read; --failures lists all of them.

    \b
    Example:
      graphbuild stats --failures
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        if failures:
            listed = opened.failures()
            output.write_json(listed) if as_json else write_failures(listed)
            return
        counted = opened.stats()
        if as_json:
            output.write_json(counted)
        else:
            write_stats(counted, Titles(opened))
