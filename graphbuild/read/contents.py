"""The content of an item: containers are opened recursively, and formats are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graphbuild.processes import LostError
from graphbuild.read.archives import in_tar, in_zip
from graphbuild.read.articles import Broken, Found, failure
from graphbuild.read.compression import uncompressed
from graphbuild.read.decode import NotTextError
from graphbuild.read.formats import csv, feeds, html, json, parquet, text, warc
from graphbuild.read.items import DamagedError, Item
from graphbuild.read.limits import MAX_DEPTH
from graphbuild.read.sniff import COMPRESSED, refusal, sniff

_Reader = Callable[[Item], Iterator[Found]]
#: The reader of each format.
READERS: dict[str, _Reader] = {
    "text": text.read,
    "html": html.read,
    "json": json.read,
    "jsonl": json.read_lines,
    "csv": csv.read,
    "feed": feeds.read,
    "parquet": parquet.read,
    "warc": warc.read,
}
#: The opener of each container.
OPENERS: dict[str, Callable[[Item, str], Iterator[Item | Found]]] = {
    **dict.fromkeys(COMPRESSED, uncompressed),
    "zip": in_zip,
    "tar": in_tar,
}


def read_item(item: Item) -> Iterator[Found]:
    """Yield the articles and failures of an item; no exception is raised, whatever it contains."""
    try:
        yield from _found(item)
    except (NotTextError, DamagedError) as error:
        yield failure(item.where, str(error))
    except LostError as error:
        yield item.where, Broken(item.where, str(error))
    except OSError as error:
        yield failure(item.where, f"cannot be read: {error.strerror or error}")
    except Exception as error:  # raised by a library for unexpected content
        yield failure(item.where, f"cannot be read: {type(error).__name__}: {error}")


def _found(item: Item) -> Iterator[Found]:
    head = item.head()
    if not head:
        yield failure(item.where, "is empty")
        return
    form = sniff(item.name, head, item.columns, by_hand=item.by_hand)
    if form is None:
        yield failure(item.where, refusal(item.name, head))
    elif form in READERS:
        yield from READERS[form](item)
    elif item.depth == MAX_DEPTH:
        yield failure(item.where, f"packed more than {MAX_DEPTH} times; unpack it first")
    else:
        for inner in OPENERS[form](item, form):
            if isinstance(inner, Item):
                yield from read_item(inner)
            else:
                yield inner
