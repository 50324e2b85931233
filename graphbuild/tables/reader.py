"""Reading of tables, with errors that state file, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphbuild.errors import TableError

RESOURCES = Path(__file__).parent.parent / "resources"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, its cells by column."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def error(self, key: str, message: str) -> TableError:
        """Return an error with file, line and column."""
        return TableError(f"{self.file}:{self.line}: {key}: {message}")

    def required(self, column: str) -> str:
        """Return the cell, which must not be empty."""
        if not self.values[column]:
            raise self.error(column, "is empty; give a value")
        return self.values[column]

    def words(self, column: str) -> tuple[str, ...]:
        """Return the ``;``-separated words of the cell; none if it is empty."""
        cell = self.values[column]
        if not cell:
            return ()
        words = tuple(cell.split(";"))
        if cell != cell.strip() or (len(words) > 1 and _ill(words)):
            raise self.error(column, f"{cell!r} has an empty, padded or repeated word between ';'")
        return words

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """Return the cell, which must be one of ``allowed``."""
        if self.values[column] not in allowed:
            options = ", ".join(option or "(empty)" for option in allowed)
            raise self.error(column, f"{self.values[column]!r} is not one of {options}")
        return self.values[column]

    def pattern(self, column: str) -> re.Pattern[str]:
        """Compile the cell, which must be a regular expression."""
        pattern = self.required(column)
        try:
            return re.compile(pattern)
        except re.error as error:
            raise self.error(column, f"{pattern!r} is no regular expression: {error}") from error

    def flag(self, column: str) -> bool:
        """Return whether the cell is ``yes``; else it must be ``no``."""
        return self.choice(column, ("yes", "no")) == "yes"


def rows(name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of ``resources/<name>.tsv``, whose header must be ``columns``."""
    file = f"{name}.tsv"
    try:
        text = (RESOURCES / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{RESOURCES / file}: cannot be read ({error}); reinstall graphbuild") from error
    header = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header and cells != list(columns):
            raise TableError(
                f"{file}:{number}: columns are {', '.join(cells)}; expected {', '.join(columns)}"
            )
        if len(cells) != len(columns):
            raise TableError(f"{file}:{number}: {len(cells)} cells; expected {len(columns)}, {list(columns)}")
        if header:
            yield Row(file, number, dict(zip(columns, cells, strict=True)))
        header = True
    if not header:
        raise TableError(f"{file}:1: has no header; expected {', '.join(columns)}")


def _ill(words: Sequence[str]) -> bool:
    return len(set(words)) < len(words) or any(not word or word != word.strip() for word in words)
