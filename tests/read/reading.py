"""What tests of the readers share: writing a file, and reading it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from graphbuild.model import Article
from graphbuild.read import Columns, Failure, read

SAMPLES = Path(__file__).parent / "samples"


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def both(
    path: Path | str, columns: Mapping[str, str] | None = None, *, day_first: bool | None = None
) -> tuple[list[Article], list[tuple[str, str]]]:
    """The articles of a file, and its failures: where after the path, and why."""
    results = list(read([path], Columns(columns or {}, day_first)))
    return (
        [r for r in results if isinstance(r, Article)],
        [(r.where.removeprefix(os.fspath(path)), r.reason) for r in results if isinstance(r, Failure)],
    )


def texts(path: Path | str, columns: Mapping[str, str] | None = None) -> list[str]:
    """The texts of a file in which nothing fails."""
    articles, failures = both(path, columns)
    assert failures == []
    return [article.text for article in articles]
