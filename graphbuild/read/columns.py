"""The columns of a table, or keys of an object, that hold the fields of an article, and default values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from graphbuild.errors import InputError, suggested
from graphbuild.model import digest

FIELDS = ("id", "text", "title", "date", "source", "url")
#: Usual names of columns, in order of preference; case, spaces and hyphens are ignored.
USUAL = {
    "id": ("id",),
    "text": ("text", "body", "content", "maintext", "article", "article_text", "full_text"),
    "title": ("title", "headline"),
    "date": (
        "date", "published", "publish_date", "date_publish", "date_published", "published_at",
        "publication_date", "pubdate",
    ),
    "source": ("source", "domain", "publisher", "source_domain", "publication"),
    "url": ("url", "link"),
}  # fmt: skip

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Columns:
    """The user's own column names, by field; the usual ones for other fields.

    A field with an empty name is ignored. Raises ``InputError`` for an unknown field.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    """Whether 03/04/2021 is the third of April or the fourth of March; None ignores such dates."""
    day: str = ""
    """The default day of articles without one, ISO 8601; empty for none."""
    day_in_name: bool = False
    """Whether the day of articles without one is taken from the name of their file, or its folders."""
    publisher: str = ""
    """The default publisher of articles without one."""

    def __post_init__(self) -> None:
        for option, value in (
            *(("map", column) for column in self.chosen.values()),
            ("source", self.publisher),
        ):
            if not _is_unicode(value):
                raise InputError(f"{option} is {value!r}; give it in UTF-8", wrong=(option,))
        if self.day:
            try:
                date.fromisoformat(self.day)
            except ValueError:
                told = f"date is {self.day!r}; give a day as in 1979-03-26"
                raise InputError(told, wrong=("date",)) from None
        for name in self.chosen:
            if name not in FIELDS:
                raise InputError(
                    f"{name!r} is nothing that an article has{suggested(name, FIELDS)}: map a column to one"
                    f" of {', '.join(FIELDS)}",
                    wrong=("map",),
                    named=False,
                )
        if self.chosen.get("text") == "":
            raise InputError("the text cannot be left out: map a column to it", wrong=("map",), named=False)

    @property
    def version(self) -> str:
        """Identifies all options that affect reading; empty for the usual columns."""
        chosen, own = repr(sorted(self.chosen.items())), (self.day, self.day_in_name, self.publisher)
        if any(own):
            return digest(chosen, str(self.day_first), repr(own))
        usual = not self.chosen and self.day_first is None
        return "" if usual else digest(chosen, str(self.day_first))

    def names(self, name: str) -> tuple[str, ...]:
        """Return the columns that may hold the field, in order of preference."""
        if name in self.chosen:
            return (self.chosen[name],) if self.chosen[name] else ()
        return USUAL[name]

    def fields(self, row: Mapping[str, _Value]) -> dict[str, tuple[str, _Value]]:
        """Return for each field the column that holds it in this row, and its value; empty ones are
        omitted.
        """
        plain = {key: value for key, value in row.items() if not _is_empty(value)}
        usual = {_usual(key): key for key in reversed(plain)}
        found: dict[str, tuple[str, _Value]] = {}
        for name in FIELDS:
            for column in self.names(name):
                key = column if column in plain else usual.get(_usual(column))
                if key is not None:
                    found[name] = key, plain[key]
                    break
        return found

    def among(self, columns: Iterable[str]) -> list[str]:
        """Return those of these columns that may hold a field."""
        wanted = {_usual(column) for name in FIELDS for column in self.names(name)}
        return [column for column in columns if _usual(column) in wanted]

    def has_text(self, columns: Iterable[str]) -> bool:
        """Whether one of these columns holds the text."""
        return "text" in self.fields(dict.fromkeys(columns, "x"))

    def text_is_missing(self, columns: Iterable[str]) -> str:
        """Return the message for a table without a column of text."""
        columns = [*columns]
        *others, last = self.names("text")[:4]
        called = f"{', '.join(others)} or {last}" if others else last
        listed = ", ".join(repr(column)[:40] for column in columns) or "none"
        return (
            f"no column is called {called}{'' if others else suggested(last, columns)}; name the one that"
            f" holds the text with --map text=COLUMN (there are {listed[:300]})"
        )


def _usual(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _is_unicode(text: str) -> bool:
    """Whether this is text, without bytes that could not be decoded."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
