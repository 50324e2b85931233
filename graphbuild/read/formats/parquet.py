"""Parquet: an article per row, read in batches.

A few bytes of it may expand to any size, which only the library knows, so it runs in a separate process.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from graphbuild.processes import LostError
from graphbuild.read.apart import in_other_process
from graphbuild.read.articles import Broken, Found, failure, from_row
from graphbuild.read.items import DamagedError, Item

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch

_BATCH_ROWS = 256
_ROW_BYTES = 100
"""Size of a row that counts towards the expansion of a file, in addition to its content."""
_BUFFER = 2**20


def read(item: Item) -> Iterator[Found]:
    """Yield the articles of a table. Unreadable row groups are reported, and the next one is read."""
    if find_spec("pyarrow") is None:
        yield failure(
            item.where, "Parquet needs pyarrow, which is not installed: pip install 'graphbuild[parquet]'"
        )
        return
    with item.file() as path:
        ((names, groups),) = in_other_process(_outline, path, size=0)
        if not item.columns.has_text(names):
            yield failure(item.where, item.columns.text_is_missing(names))
            return
        columns, total, end = item.columns.among(names), max(sum(groups), 1), 0
        for group, rows in enumerate(groups):
            start, end = end, end + rows
            yield from _group(item, path, group, start, end, columns)
            if item.stream.seekable():  # to report the progress
                size = item.stream.seek(0, io.SEEK_END)
                item.stream.seek(size * end // total)


def _group(item: Item, path: str, group: int, start: int, end: int, columns: list[str]) -> Iterator[Found]:
    """Yield the articles of a row group; a batch that is too large is read row by row."""
    number = start
    for batch_rows in (_BATCH_ROWS, 1):
        try:
            for size, rows in in_other_process(
                _batches, path, group, columns, batch_rows, number - start, size=0
            ):
                item.budget.spend(size + _ROW_BYTES * len(rows))
                for row in rows:
                    number += 1
                    place = f"{item.where}:row {number}"
                    yield place, from_row(row, place, item.columns)
            return
        except DamagedError:
            raise
        except LostError as error:
            lost = error
        except Exception as error:
            yield failure(f"{item.where}:rows {number + 1} to {end}", f"damaged: {error}")
            return
    place = f"{item.where}:rows {number + 1} to {end}"
    yield place, Broken(place, str(lost))


def _outline(path: str) -> Iterator[tuple[list[str], list[int]]]:
    """Yield the columns of a file, and the number of rows of each row group. Raises ``DamagedError``."""
    with _opened(path) as table:
        groups = [table.metadata.row_group(n).num_rows for n in range(table.num_row_groups)]
        yield table.schema_arrow.names, groups


def _batches(
    path: str, group: int, columns: list[str], rows: int, passed: int
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the remaining rows of a group in batches, with their size."""
    with _opened(path) as table:
        for batch in table.iter_batches(rows, row_groups=[group], columns=columns, use_threads=False):
            if batch.num_rows <= passed:
                passed -= batch.num_rows
                continue
            wanted, passed = batch.slice(passed), 0
            yield wanted.nbytes, _plain(wanted).to_pylist()


def _opened(path: str) -> Any:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    pa.set_memory_pool(pa.system_memory_pool())  # raises when out of memory instead of aborting
    try:
        return ParquetFile(path, buffer_size=_BUFFER)
    except Exception as error:  # pyarrow raises its own exceptions and those of Python
        if isinstance(error, MemoryError):
            raise
        raise DamagedError(f"not Parquet, or damaged: {error}") from error


def _plain(batch: RecordBatch) -> RecordBatch:
    """Return the batch with dates and times as text."""
    import pyarrow as pa

    def column(values: Array) -> Array:
        return values.cast(pa.string()) if pa.types.is_temporal(values.type) else values

    return pa.RecordBatch.from_arrays([column(values) for values in batch.columns], names=batch.schema.names)
