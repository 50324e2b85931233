"""Commands about the articles of a graph: articles, article."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.filtering import tell_nothing, tell_undated
from graphbuild.cli.finding import Form, form_of, value, write_list
from graphbuild.cli.rows import Format


def articles(
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="NAME",
            help="Only those that mention this entity.",
            show_default=False,
            autocompletion=completing.entity,
        ),
    ] = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only those without a date.")] = False,
    failures: Annotated[
        bool, typer.Option("--failures", help="List what could not be read instead, by place and reason.")
    ] = False,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    sort: Annotated[
        Literal["date", "statements", "source", "title", "id"],
        typer.Option("--sort", help="What comes first: the latest, those with most statements, or by name."),
    ] = "date",
    limit: filtering.Limit = 30,
    graph: options.Graph = options.DEFAULT_GRAPH,
    form: Form = Format.table,
    as_json: options.AsJson = False,
) -> None:
    """List the articles: id, date, publisher, title.

    With how many entities each mentions and statements it makes, and of which other it is a copy. What could
    not be read is counted on stderr; --failures lists it.

    \b
    Example:
      graphbuild articles --about Egypt --until 1978-12-31
    """
    import graphbuild

    form = form_of(form, as_json=as_json)
    with graphbuild.open(graph) as opened:
        if failures:
            told = opened.failures()
            rows = [[*item] for item in told.failures.items()]
            rows += [[place, f"not in English: {language}"] for place, language in told.skipped.items()]
            columns = ["place", "reason"]
            write_list(columns, rows[: limit or None], len(rows), form, "failure")
            return
        found = opened.articles(
            about=about,
            undated=undated,
            since=since,
            until=until,
            source=source,
            sort=sort,
            limit=limit,
        )
        tell_undated(opened, [about] if about else [], since, until, source=source)
        tell_nothing(
            opened, found.rows, about=about, undated=undated, since=since, until=until, source=source
        )
        failed = opened.failed()
    columns = ["id", "date", "source", "title", "entities", "statements", "copy_of"]
    if undated and form is Format.table:
        columns[1] = "date_from"  # the date that could not be read
    if form is not Format.table:
        columns += ["url", "date_from"]
    rows = [
        [value(getattr(one if hasattr(one, name) else one.article, name)) for name in columns]
        for one in found
    ]
    write_list(columns, rows, found.total, form, "article")
    if failed:
        output.say(f"{output.count(failed, 'input')} could not be read (--failures lists them)")


def article(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Id of an article; graphbuild articles lists them.",
            autocompletion=completing.article,
        ),
    ],
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Print an article with entities and triggers marked.

    Entities and triggers are marked in the text, each trigger with the number of its statement below: in
    colour on a terminal, else in [brackets] and {braces}.

    \b
    Example:
      graphbuild article camp-david-1978
    """
    import graphbuild
    from graphbuild.cli.article import write_article

    with graphbuild.open(graph) as opened:
        view = opened.article(id_)
        known = {e.id: e for e in opened.graph.entities}
    if as_json:
        output.write_json(view)
    else:
        write_article(view, known)
