"""Commands about the articles of a graph: articles, article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.filtering import report_no_results, report_undated
from graphbuild.cli.finding import Form, value, write_list
from graphbuild.cli.rows import Format, form_of
from graphbuild.cli.titles import Titles

if TYPE_CHECKING:
    from graphbuild.api.lists import ListedArticle


def articles(
    about: Annotated[
        str | None,
        typer.Option(
            "--about",
            metavar="NAME",
            help="Only articles that mention this entity.",
            show_default=False,
            autocompletion=completing.entity,
        ),
    ] = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only articles without a date.")] = False,
    failures: Annotated[
        bool,
        typer.Option(
            "--failures", help="List inputs that could not be read instead, by location and reason."
        ),
    ] = False,
    since: filtering.Since = None,
    until: filtering.Until = None,
    source: filtering.Source = None,
    sort: Annotated[
        Literal["date", "statements", "source", "title", "id"],
        typer.Option("--sort", help="Order: by date (latest first), number of statements, or name."),
    ] = "date",
    limit: filtering.Limit = 30,
    graph: options.Graph = options.DEFAULT_GRAPH,
    form: Form = Format.table,
    as_json: options.AsJson = False,
) -> None:
    """List the articles: id, date, publisher, title.

    With the number of entities and statements of each, and the article of which it is a copy. The number of
    inputs that could not be read is printed on stderr; --failures lists them.

    \b
    Example:
      graphbuild articles --about Egypt --until 1978-12-31
    """
    import graphbuild

    form = form_of(form, as_json=as_json)
    with graphbuild.open(graph) as opened:
        if failures:
            listed = opened.failures()
            rows = [[*item] for item in listed.failures.items()]
            rows += [[place, f"not in English: {language}"] for place, language in listed.skipped.items()]
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
        report_undated(opened, [about] if about else [], since, until, source=source)
        report_no_results(
            opened, found.rows, about=about, undated=undated, since=since, until=until, source=source
        )
        failed = opened.failed()
        titles = Titles(opened)
        titles.look_up(one.article for one in found) if form is Format.table else titles.files
    columns = ["id", "date", "source", "title", "entities", "statements", "copy_of"]
    if undated and form is Format.table:
        columns[1] = "date_from"  # the date that could not be read
    if form is not Format.table:
        columns += ["url", "date_from", "file"]
    rows = [[value(_cell(one, name, titles, form)) for name in columns] for one in found]
    write_list(columns, rows, found.total, form, "article")
    if failed:
        output.say(f"{output.count(failed, 'input')} could not be read (--failures lists them)")


def _cell(one: ListedArticle, name: str, titles: Titles, form: Format) -> Any:
    """The value in a column; in a table also a substitute for a missing title."""
    if name == "file":
        return titles.files.get(one.article.id, "")
    if form is Format.table and name == "date":
        return one.article.time
    content = getattr(one if hasattr(one, name) else one.article, name)
    if form is Format.table and name == "title":
        called = titles(one.article)
        return "" if called == one.article.id else called
    if form is Format.table and name == "date_from":
        return _date_problem(content)
    return content


def _date_problem(date_from: str) -> str:
    """Text for a date of which only the year or month was read, or nothing, or that may be two days."""
    from graphbuild.model import NOT_READ, partial_date
    from graphbuild.read.dates import may_be_two

    written = date_from.removeprefix(NOT_READ)
    if written != date_from and may_be_two(written):
        return f"may be two days: {written}"
    known = partial_date(date_from)
    return f"{'year' if len(known) == 4 else 'month'} only: {written}" if known else date_from


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
        if as_json:
            output.write_json(view)
        else:
            write_article(view, {e.id: e for e in opened.graph.entities}, Titles(opened))
