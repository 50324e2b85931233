"""Labels of articles in lists and citations: the title, or a substitute."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING

from graphbuild.errors import LedgerError

if TYPE_CHECKING:
    from graphbuild.api import OpenGraph
    from graphbuild.model import Article

#: Returns the label of an article.
Titling = Callable[["Article"], str]
#: Maximum characters of a text that replaces a missing title.
_LETTERS = 60


def title_or_id(article: Article) -> str:
    """The label of an article without further data."""
    return article.title or article.id


class Titles:
    """Labels of the articles of an open graph; substitutes for missing titles are looked up when needed.

    A substitute is the first words of one of several articles of a file, else the address, else the file,
    else the id.
    """

    def __init__(self, opened: OpenGraph) -> None:
        self._opened = opened
        self._begun: dict[str, str] = {}

    def __call__(self, article: Article) -> str:
        if article.title:
            return article.title
        if article.id not in self._begun:
            self.look_up([article])
        file = self.files.get(article.id, "")
        return self._begun[article.id] or article.url or _shown(file) or article.id

    def look_up(self, articles: Iterable[Article]) -> None:
        """Look up the labels of several articles at once."""
        untitled = [a.id for a in articles if not a.title]
        self._begun.update(dict.fromkeys(untitled, ""))
        if not untitled:
            return
        several = [id_ for id_ in untitled if self._of_file[self.files.get(id_, "")] != 1]
        # another process may have removed some since
        for id_, text in self._opened.texts(several, strict=False):
            if words := " ".join(text[: 2 * _LETTERS].split()):
                self._begun[id_] = f"“{shorten(words, _LETTERS, placeholder=' …')}”"

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The source file of each article; empty if this is not a graph folder."""
        try:
            return self._opened.files()
        except LedgerError:
            return {}

    @cached_property
    def _of_file(self) -> Counter[str]:
        return Counter(self.files.values())


def _shown(file: str) -> str:
    """A path relative to the working directory, if that is shorter."""
    try:
        return min(os.path.relpath(file), file, key=len) if file else ""
    except ValueError:  # on another drive
        return file
