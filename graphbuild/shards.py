"""Shards: readings as Parquet files in a folder shared by several machines.

A shard contains the results of consecutive articles of the input, one row per article, with its entities and
statements as lists. It can be queried by any Parquet reader, and the ledger is filled from it. Its name is
derived from its articles and the version that read them, so that reading them again writes the same file. It
is written beside its final place and renamed when complete, so a file with the name of a shard is always
complete, even if a build was killed.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graphbuild.errors import GraphbuildError, InputError
from graphbuild.model import Article, Fingerprint, LocalEntity, Mention, Reading, Statement, digest
from graphbuild.read import Broken, Foreign

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
Outcome = Reading | Foreign | Broken

_SUFFIX = ".parquet"
_FORM = "3"
"""Version of the columns."""
_ARTICLES = 64
"""Average number of articles of a shard."""
_MOST_ARTICLES = 256
_MOST_CHARACTERS = 2_000_000
_MOST_ITEMS = 4096
"""Articles and other items between them."""

_SPANS = ("source_span", "target_span", "sentence_span", "trigger_span")
_ARTICLE = tuple(field.name for field in fields(Article))
_STATEMENT = tuple(field.name for field in fields(Statement) if field.name != "article")


def shard_name(stamps: Sequence[str]) -> str:
    """Return the name of the shard of the articles with these stamps, in this order."""
    return digest("shard", _FORM, *stamps) + _SUFFIX


def portions(items: Iterable[T], stamp: Callable[[Article], str]) -> Iterator[list[T]]:
    """Split the items into consecutive portions, each of which becomes a shard.

    The end of a portion is determined by the stamp of its last article, so that the same articles form the
    same shards even if some of those before them are in the ledger by now.
    """
    portion: list[T] = []
    articles = characters = 0
    for item in items:
        portion.append(item)
        full = len(portion) == _MOST_ITEMS
        if isinstance(item, Article):
            articles += 1
            characters += len(item.text)
            full |= articles == _MOST_ARTICLES or characters >= _MOST_CHARACTERS
            full |= int(stamp(item), 16) % _ARTICLES == 0
        if full:
            yield portion
            portion, articles, characters = [], 0, 0
    if portion:
        yield portion


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of a folder, for the machine that builds."""

    folder: str
    _existing: frozenset[str]
    """The files that existed at the start."""

    @classmethod
    def at(cls, folder: Path | str) -> Shards:
        """Open this folder, and create it if missing. Raises ``InputError``."""
        if find_spec("pyarrow") is None:
            raise InputError(
                "--shards needs pyarrow, which is not installed: pip install 'graphbuild[parquet]'"
            )
        path = os.path.abspath(folder)
        try:
            os.makedirs(path, exist_ok=True)
            return cls(path, frozenset(name for name in os.listdir(path) if name.endswith(_SUFFIX)))
        except OSError as error:
            raise InputError(f"{folder}: no folder for shards ({error.strerror or error})") from error

    def has(self, name: str, stamps: Sequence[str]) -> bool:
        """Whether the shard of these articles existed at the start, is complete, and has no crashed
        article.
        """
        import pyarrow.parquet as pq

        if name not in self._existing:
            return False
        try:
            columns = ["stamp", "reason", "language"]
            table = pq.read_table(Path(self.folder, name), columns=columns, use_threads=False).to_pydict()
        except Exception:  # pyarrow raises its own exceptions and those of Python; the shard is rewritten
            return False
        broke = any(map(_broke, table["reason"], table["language"]))
        return table["stamp"] == [*stamps] and not broke

    def outcomes(self, name: str) -> list[Outcome]:
        """Return the results of the articles of a shard, in their order.

        Raises ``GraphbuildError`` if it is missing or damaged.
        """
        import pyarrow.parquet as pq

        try:
            rows = pq.read_table(Path(self.folder, name), schema=schema(), use_threads=False).to_pylist()
        except Exception as error:
            why = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error})"
            raise GraphbuildError(
                f"{self.folder}: the shard {name} {why}, although it was written; the folder has to be on a"
                " file system that all machines share. What was merged is kept: run again"
            ) from error
        return [_outcome(row) for row in rows]


def write(folder: str, name: str, read: Iterable[tuple[Article, str, Outcome]]) -> None:
    """Write a shard atomically: articles, their stamps and their results.

    Raises ``GraphbuildError`` if the folder is missing or cannot be written to.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([_row(*item) for item in read], schema())
    beside = Path(folder, f".{name}.{socket.gethostname()}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            pq.write_table(table, out, compression="zstd")
            out.flush()
            os.fsync(out.fileno())
        beside.replace(Path(folder, name))
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise GraphbuildError(
            f"{folder}: {socket.gethostname()} cannot write a shard there ({error.strerror or error}); the"
            " folder has to be on a file system that all machines share"
        ) from error


@cache
def schema() -> pa.Schema:
    """Return the columns of a shard, described in docs/how-to/cluster.md."""
    import pyarrow as pa

    def texts(*names: str) -> list[tuple[str, pa.DataType]]:
        return [(name, pa.string()) for name in names]

    span = pa.list_(pa.int32(), 2)
    mention = pa.struct([("start", pa.int32()), ("end", pa.int32()), *texts("text", "form", "reason")])
    entity = pa.struct([*texts("id", "kind", "key", "name", "iso3"), ("mentions", pa.list_(mention))])
    others = {
        "negated": pa.bool_(),
        "former": pa.bool_(),
        "confidence": pa.float64(),
        **dict.fromkeys(_SPANS, span),
    }
    statement = pa.struct(
        [(name, others.get(name, pa.string())) for name in (*_STATEMENT, "source_name", "target_name")]
    )
    return pa.schema(
        [
            *texts(*_ARTICLE),
            ("entities", pa.list_(entity)),
            ("statements", pa.list_(statement)),
            *texts("language", "reason", "place", "stamp"),
            ("signature", pa.binary()),
            ("paragraphs", pa.binary()),
        ]
    )


def _row(article: Article, stamp: str, outcome: Outcome) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(article, name) for name in _ARTICLE} | {"stamp": stamp}
    if not isinstance(outcome, Reading):
        language = outcome.language if isinstance(outcome, Foreign) else ""
        return row | {"language": language, "reason": outcome.reason, "place": outcome.where}
    names = {e.id: e.name for e in outcome.entities}
    statements = [
        {name: getattr(s, name) for name in _STATEMENT}
        | {"source_name": names.get(s.source), "target_name": names.get(s.target)}
        for s in outcome.statements
    ]
    return row | {
        "entities": [{**asdict(e), "id": e.id} for e in outcome.entities],
        "statements": statements,
        "signature": outcome.fingerprint.signature,
        "paragraphs": outcome.fingerprint.paragraphs,
    }


def _outcome(row: dict[str, Any]) -> Outcome:
    if _broke(row["reason"], row["language"]):
        return Broken(row["place"], row["reason"])
    if row["language"]:
        return Foreign(row["place"], row["reason"], row["language"], row["id"])
    article = Article(**{name: row[name] for name in _ARTICLE})
    entities = tuple(
        LocalEntity(e["kind"], e["key"], e["name"], e["iso3"], tuple(Mention(**m) for m in e["mentions"]))
        for e in row["entities"]
    )
    statements = tuple(_statement(article.id, said) for said in row["statements"])
    return Reading(article, entities, statements, Fingerprint(row["signature"], row["paragraphs"]))


def _statement(article: str, row: dict[str, Any]) -> Statement:
    spans = {name: tuple(row[name]) for name in _SPANS}
    return Statement(**{name: row[name] for name in _STATEMENT} | spans | {"article": article})


def _broke(reason: str | None, language: str | None) -> bool:
    """Whether an article crashed the reader, so that it is read again."""
    return bool(reason) and not language
