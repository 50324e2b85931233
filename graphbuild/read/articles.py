"""Build an article from its fields, whatever format they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graphbuild.model import NOT_READ, Article, digest
from graphbuild.read.cleanup import cleaned
from graphbuild.read.columns import Columns
from graphbuild.read.dates import day_of_name, day_of_text, iso_day
from graphbuild.read.limits import MAX_CHARACTERS, MAX_FIELD, MAX_ID

TOO_LONG = f"longer than {MAX_CHARACTERS:,} characters; split it into articles"
_LONGEST_DATE = 40
_LONGEST_TITLE = 200
"""Most characters of a title that only identifies the article."""


_BREAKING = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
_ADDRESS = re.compile(
    r"\A(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?:/\S*)?\Z", re.I
)
#: A section of a publisher, after its name: "CNN (Opinion)".
_SECTION = re.compile(
    r"(?<=\S)\s*\((?:(?:opinions?|op-eds?|commentary|analysis|editorials?|news|online|blogs?|extracts?|fact.checks?)"
    r"[ ,/&]*)+\)\Z",
    re.I,
)
_PLACE_SPECIFIC = re.compile(r"[:;(]")
"""Start of the part of a reason that is specific to one place."""


def one_line(text: str) -> str:
    """Return the text on one line, with line breaks and control characters escaped, as in ``\\n``."""
    return _BREAKING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something in the input that could not be read as an article."""

    where: str
    """The file as given or found, then ``!member`` of an archive, then ``:line`` or the like."""
    reason: str

    @property
    def kind(self) -> str:
        """The reason without the part specific to one place."""
        return _PLACE_SPECIFIC.split(self.reason, maxsplit=1)[0].strip()

    def __str__(self) -> str:
        """Return it on one line, whatever the name of the file or member."""
        return f"{one_line(self.where)}: {one_line(self.reason)}"


@dataclass(frozen=True, slots=True)
class Broken(Failure):
    """Something that crashed its reader. It is retried the next time."""


Found = tuple[str, Article | Failure]
"""An article or failure, with its name in messages."""


def display_name(article: Article) -> str:
    """Return the name of an article in messages."""
    title = article.title if len(article.title) <= _LONGEST_TITLE else f"{article.title[:_LONGEST_TITLE]}…"
    return f"article {article.id} ({title})" if title else f"article {article.id}"


def failure(where: str, reason: str) -> Found:
    """Return a failure with its place."""
    return where, Failure(where, reason)


def article(fields: Mapping[str, str], where: str, columns: Columns, dated: str) -> Article | Failure:
    """Build an article from its fields: ``text``, and optionally ``title``, ``date``, ``source`` …

    ``dated`` names the origin of the date. Without a readable date, that of the dateline is used.
    """
    text = fields.get("text", "")
    if not text.strip():
        return Failure(where, "has no text")
    if len(text) > MAX_CHARACTERS:
        return Failure(where, TOO_LONG)
    given_id = fields.get("id", "").strip()
    for name, value in {**fields, "id": given_id}.items():
        if "\0" in value or not _is_unicode(value):
            return Failure(
                where, f'"{name}" holds a character that is none (NUL or half of a surrogate pair)'
            )
    title, source, url = (_bounded(fields.get(name, "")) for name in ("title", "source", "url"))
    date_, date_from = _day(fields.get("date", "").strip(), text, where, columns, dated)
    too_long = len(given_id) > MAX_ID
    own_id = digest("article id", given_id) if too_long else given_id
    return Article(
        id=own_id or digest("article", title, text, source),  # as they were given
        text=text,
        title=_bounded(cleaned(title).text),
        date=date_,
        source=_bounded(_publisher(cleaned(source).text, url) or columns.publisher),
        url=url,
        date_from=date_from,
        given_id=given_id if too_long else "",
    )


def _publisher(source: str, url: str) -> str:
    """Return a publisher's name without the section.

    A URL is reduced to its host: "http://www.bbc.co.uk/" is "bbc.co.uk"; and "BBC" is replaced by that host
    if the article's own URL is below it.
    """
    name = _SECTION.sub("", _ADDRESS.sub(lambda m: m["host"].lower(), source))
    if found := _ADDRESS.match(url):
        labels = found["host"].lower().split(".")
        if name.lower() in labels[:-1]:
            return ".".join(labels[labels.index(name.lower()) :])
    return name


def _bounded(value: str) -> str:
    """Return the text on one line; if it is too long, its beginning with a hash of the whole."""
    line = " ".join(value.split())
    if len(line) <= MAX_FIELD:
        return line
    return f"{line[: MAX_FIELD - 18]}… {digest(line)}"


def _day(written: str, text: str, where: str, columns: Columns, dated: str) -> tuple[str, str]:
    if day := iso_day(written, day_first=columns.day_first):
        return day, dated
    if day := day_of_text(text):
        return day, "dateline"
    if columns.day_in_name and (day := day_of_name(where)):
        return day, "file name"
    if columns.day:
        return columns.day, "option"
    return "", f"{NOT_READ}{' '.join(written.split())[:_LONGEST_DATE]}" if written else ""


def from_row(row: object, where: str, columns: Columns) -> Article | Failure:
    """Build an article from a decoded JSON object or a row of a table.

    null counts as missing, an integer id is converted to text, other keys are ignored.
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
