"""Commands that find and list: search, entities, relations."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from graphbuild.cli import completing, filtering, option_conflicts, options, output
from graphbuild.cli.filtering import report_no_results, report_omitted, report_undated
from graphbuild.cli.rows import Format, form_of, write_rows
from graphbuild.cli.titles import Titles
from graphbuild.wording import marks

if TYPE_CHECKING:
    from graphbuild.api import OpenGraph
    from graphbuild.api.finding import Found
    from graphbuild.model import Entity

Form = Annotated[Format, typer.Option("--format", "-f", help="Output format.")]
_MOST_NAMES = 6
_SPACE = re.compile(r"\s+")


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help="Any part of a name, or words of articles.", show_default=False
        ),
    ],
    kind: filtering.Kind = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    limit: filtering.Limit = 10,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Find entities and articles by words.

    Entities by any part of a name, also misspelt; articles with all the words in title or text. The last word
    may be a prefix.

    \b
    Example:
      graphbuild search Sinai penin
    """
    import graphbuild

    text = " ".join(words)
    with graphbuild.open(graph) as opened:
        found = opened.search(
            text, kind=kind, since=since, until=until, source=source, limit=limit + 1 if limit else 0
        )
        report_undated(opened, (), since, until, source=source)
        if not found.entities and not found.articles:
            message = f"nothing is called {text!r}, and no article has these words"
            report_no_results(opened, 0, message, kind=kind, since=since, until=until, source=source)
        elif since or until or source:
            message = "no article was found"
            report_no_results(opened, found.articles, message, since=since, until=until, source=source)
        if as_json:
            output.write_json(found)
        else:
            titles = Titles(opened)
            _write_found(found, titles, limit, _distinctions(opened, found.entities[: limit or None], titles))


def _distinctions(opened: OpenGraph, found: Iterable[Entity], titles: Titles) -> dict[str, str]:
    """What distinguishes entities of one name and kind, in words, by id."""
    from graphbuild.read.articles import one_line

    return {id_: one_line(mark.words(titles)) for id_, mark in opened.apart(found).items()}


def _write_found(found: Found, titles: Titles, limit: int, apart: Mapping[str, str]) -> None:
    from rich.text import Text

    from graphbuild.cli.evidence import article_line, entity_line

    lines: list[Text] = []
    if found.pair:
        a, b = (e.name for e in found.pair)
        lines.append(Text(f'{a} and {b}: graphbuild explain "{a}" "{b}"\n'))
    if found.entities:
        lines.append(Text("entities", style="bold"))
    for e in found.entities[: limit or None]:
        lines.append(Text("  ").append(e.name, style="bold").append(f"  {entity_line(e)}", style="dim"))
        if which := apart.get(e.id):
            lines.append(Text(f"    {which}", style="dim"))
        if e.aliases:
            more = f" and {len(e.aliases) - _MOST_NAMES} more" if len(e.aliases) > _MOST_NAMES else ""
            lines.append(Text(f"    also: {', '.join(e.aliases[:_MOST_NAMES])}{more}", style="dim"))
    if found.articles:
        lines.append(Text("\narticles" if lines else "articles", style="bold"))
    for one in found.articles[: limit or None]:
        line, named = (article_line(one.article, titles, ids=ids) for ids in (False, True))
        lines.append(Text(f"  {line}").append(named.removeprefix(line), style="dim"))
        if one.pieces:
            opening, closing = marks("".join(text for text, _ in one.pieces))
            passage = Text(f"    {opening}")
            for text, hit in one.pieces:
                passage.append(_SPACE.sub(" ", text), style="bold yellow" if hit else "dim")
            passage.rstrip()
            lines.append(passage.append(closing))
    if lines:
        output.show(*lines)
    sorts = (("entities", len(found.entities)), ("articles", len(found.articles)))
    if limit and (cut := [name for name, number in sorts if number > limit]):
        output.say(f"… and more {' and '.join(cut)} (--limit 0 shows all)")


def entities(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...", help="Only entities with these words in a name.", show_default="all"
        ),
    ] = None,
    kind: filtering.Kind = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    sort: Annotated[
        Literal["articles", "mentions", "name", "first", "last"] | None,
        typer.Option("--sort", help="Order.", show_default="articles; the likeliest for WORDS"),
    ] = None,
    limit: filtering.Limit = 30,
    graph: options.Graph = options.DEFAULT_GRAPH,
    form: Form = Format.table,
    as_json: options.AsJson = False,
) -> None:
    """List persons, countries and organisations.

    The most reported first. With days or a publisher, those mentioned in the articles selected, counted in
    these alone.

    \b
    Example:
      graphbuild entities --kind person --since 1970-01-01 --sort name
    """
    import graphbuild

    text = " ".join(words) if words else None
    with graphbuild.open(graph) as opened:
        found = opened.entities(
            text,
            kind=kind,
            since=since,
            until=until,
            source=source,
            sort=sort,
            limit=limit,
        )
        report_undated(opened, (), since, until, source=source)
        message = "" if text is None else f"nothing is called {text!r}"
        if message and not (kind or since or until or source):
            message += f"; `{shlex.join(('graphbuild', 'search', text or ''))}` also looks into the articles"
        report_no_results(opened, found.rows, message, kind=kind, since=since, until=until, source=source)
        form = form_of(form, as_json=as_json)
        apart = _distinctions(opened, found, Titles(opened)) if form is Format.table else {}
    columns = ["name", "kind", "iso3", "articles", "mentions", "first_seen", "last_seen", "id"]
    if form is not Format.table:
        columns.append("aliases")
    rows = [[value(getattr(e, name)) for name in columns] for e in found]
    if apart:  # the list has entities with the same name
        columns.append("which")
        rows = [[*row, apart.get(e.id, "")] for row, e in zip(rows, found, strict=True)]
    write_list(columns, rows, found.total, form, "entity", "entities")


def relations(
    ctx: typer.Context,
    named: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RELATION]...",
            help="List the relations of this name, family (cooperation, conflict, standing), quad class or "
            "PLOVER root.",
            show_default="count all by type; with --sort or --limit list all",
            autocompletion=completing.relation,
        ),
    ] = None,
    all_types: Annotated[
        bool, typer.Option("--all", help="All types, including those that the graph lacks.")
    ] = False,
    relation: Annotated[
        list[str] | None,
        typer.Option(
            "--relation",
            metavar="NAME",
            help="The same as RELATION; can be repeated.",
            show_default=False,
            autocompletion=completing.relation,
        ),
    ] = None,
    kind: filtering.Kind = None,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    min_reports: filtering.MinReports = 0,
    sort: filtering.Sort = "reports",
    limit: filtering.Limit = 30,
    graph: options.Graph = options.DEFAULT_GRAPH,
    form: Form = Format.table,
    as_json: options.AsJson = False,
) -> None:
    """List the types of relations, or the relations themselves.

    Each type with the number of relations, the number of independent articles that report them, and its
    meaning. With RELATION the relations of these types: events first, the best reported and of highest weight
    first; with --sort or --limit alone the relations of all types.

    \b
    Examples:
      graphbuild relations
      graphbuild relations ATTACKS SANCTIONS --since 1980-01-01 --min-reports 2
      graphbuild relations --limit 10
    """
    import graphbuild

    form = form_of(form, as_json=as_json)
    named = [*(named or ()), *(relation or ())]
    # A setting for all commands does not select relations instead of types.
    one_by_one = bool(named) or any(option_conflicts.is_given(ctx, name) for name in ("sort", "limit"))
    with graphbuild.open(graph) as opened:
        if one_by_one:
            found = opened.relations(
                named or None,
                kind=kind,
                since=since,
                until=until,
                source=source,
                min_reports=min_reports,
                sort=sort,
                limit=limit,
            )
        else:
            counted = opened.relation_types(
                kind=kind, since=since, until=until, source=source, min_reports=min_reports
            )
        report_undated(opened, (), since, until, source=source)
        filters = {"kind": kind, "since": since, "until": until, "source": source, "min_reports": min_reports}
        report_no_results(opened, found.rows if one_by_one else counted, **filters)
    if not one_by_one:
        rows = [[t.type, t.relations, t.reports, t.first, t.last] for t in counted]
        _write_types(rows, form, all_types=all_types)
        return
    columns = [
        *("source", "relation", "target", "articles", "sources"),
        *("first_seen", "last_seen", "since", "until", "former"),
    ]
    if form is not Format.table:
        columns += ["score", "confidence", "sentence", "source_id", "target_id"]
    listed = []
    for tie in found:
        own = {
            "source": tie.source.name,
            "target": tie.target.name,
            "source_id": tie.source.id,
            "target_id": tie.target.id,
            "since": value(tie.since),
            "until": value(tie.until),
        }
        row = [own[name] if name in own else value(getattr(tie.relation, name)) for name in columns]
        listed.append(row)
    if form is Format.table:
        for row in listed:
            row[-1] = "former" if row[-1] else ""
    write_list(columns, listed, found.total, form, "relation")


def _write_types(counted: Sequence[Sequence[Any]], form: Format, *, all_types: bool) -> None:
    from graphbuild.tables import relations as taxonomy

    rows = [list(row) for row in counted]
    if all_types:
        present = {row[0].name for row in rows}
        rows += [[kind, 0, 0, "", ""] for kind in taxonomy().values() if kind.name not in present]
    if form is Format.table:
        columns = ["relation", "relations", "reports", "family", "meaning"]
        shown = [[row[0].name, row[1], row[2], row[0].family, row[0].meaning] for row in rows]
    else:
        columns = [
            *(
                "relation",
                "relations",
                "reports",
                "first_seen",
                "last_seen",
                "family",
                "quad",
                "plover",
                "score",
            ),
            *("symmetric", "meaning"),
        ]
        shown = [
            [
                *(kind.name, *numbers, value(first), value(last), kind.family, kind.quad, kind.plover),
                *(kind.score, kind.symmetric, kind.meaning),
            ]
            for kind, *numbers, first, last in rows
        ]
    write_list(columns, shown, len(shown), form, "type")


def value(given: Any) -> Any:
    """A field of a record as a cell: None for an empty string, a list for a collection."""
    if isinstance(given, tuple):
        return list(given)
    return None if given == "" else given


def write_list(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    total: int,
    form: Format,
    one: str,
    many: str = "",
) -> None:
    """Print the rows, and on stderr how many there are, or how many more."""
    write_rows(columns, rows, form)
    if len(rows) < total:
        report_omitted(len(rows), total)
    elif form is Format.table:
        output.say(output.count(total, one, many))
