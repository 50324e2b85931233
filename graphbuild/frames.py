"""Answers as tables: for pandas, polars and Arrow, and as HTML for notebooks.

pandas, polars and pyarrow are imported on demand; all three need pyarrow.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from graphbuild.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

T = TypeVar("T")
#: Rows shown in a notebook, and characters of a cell.
_SHOWN, _LETTERS = 30, 300


class Framed:
    """An object with rows, as dictionaries by column."""

    __slots__ = ()

    #: Types of the columns, in order, if they are known in advance: str, int, float, bool or date.
    TYPES: ClassVar[Mapping[str, type]] = {}

    @abstractmethod
    def dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries by column."""

    def to_arrow(self) -> pa.Table:
        """Return the rows as a ``pyarrow.Table`` with typed columns: days are dates, missing values null.

        Raises ``InputError`` if pyarrow is missing.
        """
        pa = _arrow()

        rows = self.dicts()
        types = self._types()
        names = self._names() or list(rows[0] if rows else ())
        kinds = {
            str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()
        }  # fmt: skip
        return pa.table(
            {name: _column([row[name] for row in rows], kinds.get(types.get(name, object))) for name in names}
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a ``pandas.DataFrame``, days as ``datetime64``.

        Raises ``InputError`` if pandas or pyarrow is missing.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        return pd.DataFrame(self.to_arrow().to_pandas(date_as_object=False))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a ``polars.DataFrame``, days as ``Date``.

        Raises ``InputError`` if polars or pyarrow is missing.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise _missing("polars") from error
        return pl.DataFrame(self.to_arrow())

    def _names(self) -> list[str]:
        """Return the column names, also if there are no rows."""
        return list(self._types())

    def _types(self) -> Mapping[str, type]:
        return self.TYPES

    def _repr_html_(self) -> str:
        rows = self.dicts()
        names = self._names()
        return html(names, ([row[name] for name in names] for row in rows), len(rows))


class Listed(tuple[T, ...], Framed):
    """A tuple of records that can be converted to a table."""

    __slots__ = ()

    def first(self, limit: int | None) -> Self:
        """Return at most ``limit`` of the first records; all if it is None."""
        return type(self)(self[:limit])

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,}>"


def html(names: Sequence[str], rows: Iterable[Sequence[Any]], total: int, title: str = "") -> str:
    """Return the first rows as an HTML table, with the total number; the content is escaped."""
    head = "".join(f"<th>{text(name)}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in islice(rows, _SHOWN)
    )
    more = f"<p>{_SHOWN:,} of {total:,} rows</p>" if total > _SHOWN else ""
    return (
        f"{f'<p>{text(title)}</p>' if title else ''}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
    )


def text(value: str) -> str:
    """Escape a text for HTML, without control characters and with isolated text direction."""
    plain = "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in value)
    short = plain if len(plain) <= _LETTERS else f"{plain[: _LETTERS - 1]}…"
    return f"<bdi>{escape(short)}</bdi>"


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int():
            return f"{value}"
        case float():
            return f"{value:.6g}"
        case {"labels": _, "properties": {"name": name}}:
            return text(str(name))
        case list() | dict():
            return text(_json(value))
    return text(str(value))


def _column(values: list[Any], kind: Any) -> Any:
    """Return a column of Arrow; as JSON if its values are of several types."""
    pa = _arrow()
    values = [_whole(value) for value in values]
    types = {type(value) for value in values if value is not None}
    if len(types) <= 1 or types == {int, float}:
        try:
            return pa.array(values, type=kind, from_pandas=False)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, TypeError):
            pass  # lists or dictionaries of different structure, numbers that are too large
    return pa.array([value if value is None else _json(value) for value in values], type=pa.string())


def _whole(value: Any) -> Any:
    """Replace surrogates, which Arrow cannot hold, by U+FFFD."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(item) for item in value]
        case dict():
            return {key: _whole(item) for key, item in value.items()}
    return value


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _arrow() -> Any:
    """Import ``pyarrow``. Raises ``InputError`` if it is missing."""
    try:
        import pyarrow
    except ImportError as error:
        raise _missing("pyarrow") from error
    return pyarrow


def _missing(name: str) -> InputError:
    return InputError(f"{name} is not installed here; pip install 'graphbuild[frames]'")
