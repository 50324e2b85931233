"""One article out of the fields that were found for it, whatever it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graphbuild.model import Article, digest
from graphbuild.read.columns import Columns
from graphbuild.read.dates import day_of_text, iso_day
from graphbuild.read.limits import MAX_CHARACTERS

TOO_LONG = f"longer than {MAX_CHARACTERS:,} characters; split it into articles"
_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class Failure:
    """Something in the input that gave no article."""

    where: str
    """The file as it was given or found, then ``!member`` of an archive, then ``:line`` or the like."""
    reason: str


@dataclass(frozen=True, slots=True)
class Broken(Failure):
    """Something that was there, but broke what reads it. The next time it is tried again."""


Found = tuple[str, Article | Failure]
"""What was found, with where it was found."""


def named(article: Article) -> str:
    """What an article is called where it is told what became of it."""
    return f"article {article.id} ({article.title})" if article.title else f"article {article.id}"


def failure(where: str, reason: str) -> Found:
    """A failure as what was found."""
    return where, Failure(where, reason)


def article(fields: Mapping[str, str], where: str, columns: Columns, dated: str) -> Article | Failure:
    """The article of these fields: ``text``, and if there are any ``title``, ``date``, ``source`` …

    ``dated`` says where the date comes from. Without one that can be read it is that of the dateline.
    """
    text = fields.get("text", "")
    if not text.strip():
        return Failure(where, "has no text")
    if len(text) > MAX_CHARACTERS:
        return Failure(where, TOO_LONG)
    title, source, url = (" ".join(fields.get(name, "").split()) for name in ("title", "source", "url"))
    given_id = fields.get("id", "").strip()
    for name, value in {**fields, "id": given_id}.items():
        if "\0" in value or not _is_unicode(value):
            return Failure(
                where, f'"{name}" holds a character that is none (NUL or half of a surrogate pair)'
            )
    date_, date_from = _day(fields.get("date", "").strip(), text, columns, dated)
    return Article(
        id=given_id or digest("article", title, text, source),
        text=text,
        title=title,
        date=date_,
        source=source,
        url=url,
        date_from=date_from,
    )


def _day(written: str, text: str, columns: Columns, dated: str) -> tuple[str, str]:
    if day := iso_day(written, day_first=columns.day_first):
        return day, dated
    if day := day_of_text(text):
        return day, "dateline"
    return "", f"not read: {' '.join(written.split())[:_LONGEST_DATE]}" if written else ""


def from_row(row: object, where: str, columns: Columns) -> Article | Failure:
    """The article of a decoded JSON object or of a row of a table.

    null counts as absent, a whole number as an id is taken as its digits, other keys are ignored.
    """
    if not isinstance(row, dict):
        return Failure(where, f'{_type(row)}, not an object with "text"')
    fields: dict[str, str] = {}
    dated = ""
    for name, (column, value) in columns.fields(row).items():
        dated = f"column {column}" if name == "date" else dated
        if isinstance(value, str):
            fields[name] = value
        elif (name == "id" and type(value) is int) or isinstance(value, date):
            fields[name] = str(value)
        else:
            return Failure(where, f'"{column}" is {_type(value)}, not a string')
    return article(fields, where, columns, dated)


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _type(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bytes: "bytes",
        bool: "true or false",
        type(None): "null",
    }
    return names.get(type(value), "a number")
