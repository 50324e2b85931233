"""Options that several commands share."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from graphbuild.errors import InputError, cannot_read

DEFAULT_GRAPH = "graph"


def _graph(given: str) -> str:
    if not given:
        raise typer.BadParameter("the name is empty; give a folder")
    return given


Graph = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="GRAPHBUILD_GRAPH",
        metavar="GRAPH",
        callback=_graph,
        help="Graph folder, bolt:// or neo4j:// address, or exported .graphml or .json file.",
    ),
]
Folder = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="GRAPHBUILD_GRAPH",
        metavar="FOLDER",
        callback=_graph,
        help="Graph folder.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")]
#: Of a Cypher or named query.
RowLimit = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="ROWS",
        help="Maximum number of rows shown; 0: no limit.",
        show_default="the limit of a named query; for others more than 10000 are an error",
    ),
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files (text, HTML, feeds, JSON, CSV, Parquet, WARC; see graphbuild help formats), folders,"
        " patterns ('news/*.html'), or - for stdin.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|PATH",
        help="Another installed spaCy pipeline, or its folder.",
        show_default="the bundled one",
    ),
]
NoEncoder = Annotated[
    bool, typer.Option("--no-encoder", "--fast", help="Use only spaCy and rules, not the encoder models.")
]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Do not skip articles that are not in English.")
]
NoCollate = Annotated[
    bool,
    typer.Option("--no-collate", help="Do not detect near-duplicates and boilerplate."),
]
Aliases = Annotated[
    Path | None,
    typer.Option(
        "--aliases",
        metavar="FILE",
        readable=False,  # unreadable files have the same message in all commands
        help="Table of your own names with the columns name, kind, aliases, iso3, same-as.",
        show_default=False,
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Column of tables, or key of objects, that holds id, text, title, date, source or url; can be "
        "repeated. FIELD= ignores the field.",
        show_default=False,
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="Meaning of 03/04/2021; if not given, such dates are ignored.",
        show_default=False,
    ),
]
Day = Annotated[
    str | None,
    typer.Option("--date", metavar="DAY", help="Date of articles that have none.", show_default=False),
]
DateFrom = Annotated[
    Literal["name", ""] | None,
    typer.Option(
        "--date-from",
        metavar="name",
        help="Take a missing date of an article from the name of its file or folders, as in "
        "2021-03-04 or 20210304.",
        show_default=False,
    ),
]
Publisher = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="NAME", help="Publisher of articles that name none.", show_default=False
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first article that cannot be read.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="FILE", readable=False, help="Write to this file.", show_default="stdout"
    ),
]

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="NEO4J_DATABASE",
        metavar="NAME",
        help="Database of the server.",
        show_default="neo4j",
    ),
]
User = Annotated[
    str | None,
    typer.Option(
        "--user", envvar="NEO4J_USERNAME", metavar="NAME", help="User of the server.", show_default="neo4j"
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        readable=False,
        help="File with the password in its first line.",
        show_default=False,
    ),
]
Prefix = Annotated[
    str,
    typer.Option(
        "--prefix",
        envvar="GRAPHBUILD_PREFIX",
        metavar="WORD",
        help="Prefix of labels, so that several graphs fit into one database.",
        show_default=False,
    ),
]


def login(user: str | None, password_file: Path | None, database: str | None) -> dict[str, Any]:
    """Credentials for Neo4j: the password from a file, or a prompt on a terminal if it is needed.

    Raises ``InputError`` if the file cannot be read.
    """
    password = None
    if password_file is not None:
        try:
            password = password_file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
        except OSError as error:
            raise cannot_read(password_file, error) from None
        except ValueError:
            raise InputError(
                f"{password_file}: is not a text file; write the password into its first line"
            ) from None
        if not password:
            raise InputError(f"{password_file}: its first line is empty; write the password there")
    ask = _asked if sys.stdin.isatty() and sys.stderr.isatty() else None
    return {"username": user, "password": password, "database": database, "ask": ask}


@cache
def _asked(question: str) -> str:
    """The answer to a prompt, shown once: ``build --to`` connects before it reads, and again to load."""
    from getpass import getpass

    return getpass(question, stream=sys.stderr)


def mapping(columns: list[str] | None) -> dict[str, str] | None:
    """The columns given with ``--map``, by field; none if it is empty, and None if it is not given."""
    if not columns:
        return None
    pairs = [text.partition("=") for text in columns if text]
    for name, sign, _ in pairs:
        if not sign:
            raise typer.BadParameter(f"{name!r} is not FIELD=COLUMN", param_hint="--map")
    return {name.strip(): column.strip() for name, _, column in pairs}


def _workers(text: str) -> int | Literal["auto"]:
    if text == "auto":
        return "auto"
    if not text.isdecimal() or not int(text):
        raise typer.BadParameter(f"give a whole number from 1 up, or auto, not {text!r}")
    return int(text)


Workers = Annotated[
    Any,
    typer.Option(
        parser=_workers,
        metavar="N|auto",
        help="Worker processes; auto: one per processor, or a single one for few articles.",
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="auto|ADDRESS",
        help="Read the articles on a Ray cluster: this machine's, or the one at ADDRESS (host:port).",
        show_default=False,
    ),
]
Shards = Annotated[
    Path | None,
    typer.Option(
        "--shards",
        metavar="FOLDER",
        help="With --ray: write results as Parquet files to this folder, which all machines share.",
        show_default=False,
    ),
]
