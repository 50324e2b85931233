"""Published evaluation sets provided by the user, identified by the first word of their file names.

``docs/development/evaluation.md`` describes the two formats, documents and pairs, and what each set measures.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from graphbuild.errors import GraphbuildError, InputError, cannot_read
from graphbuild.evaluate import documents, pairs
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Reading
from graphbuild.read import Failure
from graphbuild.workers import readings

Figures = dict[str, float]
_OF_PAIRS = {"plv": pairs.plover, "park": pairs.five_classes, "seesaw": pairs.stance}
_OF_TEXTS: dict[str, Callable[[Sequence[pairs.Row], Mapping[str, Reading]], Figures]] = {
    "plv": pairs.plover_end_to_end,
    **{n: partial(documents.entity_relations, n) for n in ("dwie", "redocred")},
    **{n: partial(documents.span_relations, n) for n in ("crossre", "knowledgenet")},
}
_SETS = tuple(dict.fromkeys((*_OF_PAIRS, *_OF_TEXTS)))


def find(paths: Iterable[Path]) -> list[Path]:
    """Find the known sets among files and folders, sorted by name within a folder.

    Raises ``InputError`` for a file of an unknown set, and for a folder without sets.
    """
    found = []
    for path in paths:
        if path.is_dir():
            inside = [file for file in sorted(path.iterdir()) if _set(file)]
            if not inside:
                raise InputError(f"{path}: holds no known set; files are {_names()}")
            found += inside
        elif not path.is_file():
            raise InputError(f"{path}: no such file or folder; check the path")
        elif not _set(path):
            raise InputError(f"{path}: of no known set; files are {_names()}")
        else:
            found.append(path)
    return found


def _names() -> str:
    return ", ".join(f"{name}*.jsonl" for name in _SETS) + ", or events*.csv with truth*.csv, each also .gz"


def _set(file: Path) -> str:
    """Return the set of a file; empty for none, or if its name marks it as a repetition of another file."""
    stem, _, suffix = file.name.removesuffix(".gz").rpartition(".")
    name = next((name for name in _SETS if stem.split("_")[0] == name), "")
    whole_articles = name == "seesaw" and not stem.endswith("_pairs")
    return name if suffix == "jsonl" and not stem.endswith("_docs") and not whole_articles else ""


def measure(file: Path, extractor: Extractor, *, workers: int = 1) -> dict[str, Figures]:
    """Measure a set: figures by task and name. Raises ``InputError`` for a file in a wrong format."""
    rows = list(_rows(file))
    name = _set(file)
    found: dict[str, Figures] = {}
    if name in _OF_PAIRS:
        with _format(file):
            given = [(row["text"], _span(row["source"]), _span(row["target"])) for row in rows]
        verdicts = [extractor.judge(*pair) for pair in given]
        with _format(file):
            found["pair given"] = _OF_PAIRS[name](rows, verdicts)
    if name in _OF_TEXTS:
        with _format(file):
            texts = {row["doc" if name == "plv" else "id"]: row["text"] for row in rows}
        readings_of = _read(texts, extractor, workers)
        with _format(file):
            found["text given"] = _OF_TEXTS[name](rows, readings_of)
    return found


@contextmanager
def _format(file: Path) -> Iterator[None]:
    """Convert errors in the rows of a file to an ``InputError`` about its format."""
    try:
        yield
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{file}: not in the format of this set ({type(error).__name__}: {error}); "
            "see docs/development/evaluation.md"
        ) from error


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with (
            gzip.open(file, "rt", encoding="utf-8")
            if file.suffix == ".gz"
            else file.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise InputError(
                        f"{file}:{number}: not a JSON object; see docs/development/evaluation.md"
                    )
                yield row
    except (EOFError, zlib.error, ValueError, gzip.BadGzipFile) as error:
        raise InputError(f"{file}: cannot be read as JSON Lines: {error}; check the file") from error
    except OSError as error:
        raise cannot_read(file, error) from error


def _read(texts: Mapping[str, str], extractor: Extractor, workers: int) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for reading in readings((Article(*item) for item in texts.items()), extractor, workers):
        if isinstance(reading, Failure):
            raise GraphbuildError(str(reading))
        if isinstance(reading, Reading):
            found[reading.article.id] = reading
    return found


def _span(cell: Sequence[int] | None) -> tuple[int, int] | None:
    return (cell[0], cell[1]) if cell else None
