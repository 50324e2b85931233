"""Parquet: an article a row, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graphbuild.read.articles import Found, failure, from_row
from graphbuild.read.items import DamagedError, Item

if TYPE_CHECKING:
    from pyarrow import Array, RecordBatch
    from pyarrow.parquet import ParquetFile

_BATCH_ROWS = 256


def read(item: Item) -> Iterator[Found]:
    """The articles of a table. What cannot be read of a row group is told, and the next is read."""
    from pyarrow.parquet import ParquetFile

    with item.seekable() as stream:
        try:
            table = ParquetFile(stream)
            names = table.schema_arrow.names
        except Exception as error:  # pyarrow raises its own errors and those of Python
            raise DamagedError(f"not Parquet, or damaged: {error}") from error
        if not item.columns.has_text(names):
            yield failure(item.where, item.columns.text_is_missing(names))
            return
        wanted = item.columns.among(names)
        end = 0
        for group in range(table.num_row_groups):
            number, end = end, end + table.metadata.row_group(group).num_rows
            try:
                for row in _rows(item, table, group, wanted):
                    number += 1
                    place = f"{item.where}:row {number}"
                    yield place, from_row(row, place, item.columns)
            except DamagedError:
                raise
            except Exception as error:
                yield failure(f"{item.where}:rows {number + 1} to {end}", f"damaged: {error}")


def _rows(item: Item, table: ParquetFile, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    batches = table.iter_batches(_BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False)
    for batch in batches:
        item.budget.spend(batch.nbytes)
        yield from _plain(batch).to_pylist()


def _plain(batch: RecordBatch) -> RecordBatch:
    """The batch with days and times in letters."""
    import pyarrow as pa

    def column(values: Array) -> Array:
        return values.cast(pa.string()) if pa.types.is_temporal(values.type) else values

    return pa.RecordBatch.from_arrays([column(values) for values in batch.columns], names=batch.schema.names)
