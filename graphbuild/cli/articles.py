"""Commands about the articles of a graph: articles, article."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from graphbuild.cli import completing, filtering, options, output
from graphbuild.cli.filtering import tell_nothing, tell_undated
from graphbuild.cli.finding import Form, form_of, value, write_list
from graphbuild.cli.rows import Format
from graphbuild.errors import LedgerError

if TYPE_CHECKING:
    from graphbuild.api import OpenGraph
    from graphbuild.api.lists import ListedArticle

#: Letters of a text that stand for a title that is lacking.
_LETTERS = 60


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
        untitled = [one.article.id for one in found if not one.article.title]
        files = _files(opened) if form is not Format.table or untitled else {}
        begun = _first_words(opened, untitled, files) if form is Format.table else {}
    columns = ["id", "date", "source", "title", "entities", "statements", "copy_of"]
    if undated and form is Format.table:
        columns[1] = "date_from"  # the date that could not be read
    if form is not Format.table:
        columns += ["url", "date_from", "file"]
    rows = [[value(_cell(one, name, files, begun, form)) for name in columns] for one in found]
    write_list(columns, rows, found.total, form, "article")
    if failed:
        output.say(f"{output.count(failed, 'input')} could not be read (--failures lists them)")


def _files(opened: OpenGraph) -> Mapping[str, str]:
    """Of each article the file that it was read from; nothing of what is no graph folder."""
    try:
        return opened.files()
    except LedgerError:
        return {}


def _first_words(opened: OpenGraph, ids: list[str], files: Mapping[str, str]) -> dict[str, str]:
    """The first words of those of these articles whose file holds others, too, which tells them apart."""
    several = Counter(files.values())
    wanted = {id_ for id_ in ids if several[files.get(id_, "")] != 1}
    found: dict[str, str] = {}
    for id_, text in opened.texts() if wanted else ():
        if id_ in wanted and (words := " ".join(text[: 2 * _LETTERS].split())):
            found[id_] = f"“{shorten(words, _LETTERS, placeholder=' …')}”"
        if len(found) == len(wanted):
            break
    return found


def _cell(
    one: ListedArticle, name: str, files: Mapping[str, str], begun: Mapping[str, str], form: Format
) -> Any:
    """What stands in a column: in a table to be read, in place of a title that is lacking the first words of
    one of several articles of a file, or the address, else the file.
    """
    file = files.get(one.article.id, "")
    if name == "file":
        return file
    told = getattr(one if hasattr(one, name) else one.article, name)
    if form is Format.table and name == "title":
        return told or begun.get(one.article.id) or one.article.url or _shown(file)
    if form is Format.table and name == "date_from":
        return _date_told(told)
    return told


def _shown(file: str) -> str:
    """A path as it is seen from here, where that is shorter."""
    try:
        return min(os.path.relpath(file), file, key=len) if file else ""
    except ValueError:  # on another drive
        return file


def _date_told(date_from: str) -> str:
    """What is said of a date that could not be read: also that it may be one of two days."""
    from graphbuild.model import NOT_READ
    from graphbuild.read.dates import may_be_two

    written = date_from.removeprefix(NOT_READ)
    two = written != date_from and may_be_two(written)
    return f"may be two days: {written}" if two else date_from


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
