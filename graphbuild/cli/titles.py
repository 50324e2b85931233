"""What articles are called where they are listed and cited: by their title, or what tells them apart."""

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

#: What tells of an article what it is called.
Titling = Callable[["Article"], str]
#: Letters of a text that stand for a title that is lacking.
_LETTERS = 60


def title_or_id(article: Article) -> str:
    """What an article is called where nothing else is known of it."""
    return article.title or article.id


class Titles:
    """What the articles of an open graph are called; of those without a title it is looked up when needed.

    The first words of one of several articles of a file, else the address, else the file, else the id.
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
        """Look up at once what these articles are called."""
        untitled = [a.id for a in articles if not a.title]
        self._begun.update(dict.fromkeys(untitled, ""))
        if not untitled:
            return
        several = [id_ for id_ in untitled if self._of_file[self.files.get(id_, "")] != 1]
        for id_, text in self._opened.texts(several):
            if words := " ".join(text[: 2 * _LETTERS].split()):
                self._begun[id_] = f"“{shorten(words, _LETTERS, placeholder=' …')}”"

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Of each article the file that it was read from; nothing of what is no graph folder."""
        try:
            return self._opened.files()
        except LedgerError:
            return {}

    @cached_property
    def _of_file(self) -> Counter[str]:
        return Counter(self.files.values())


def _shown(file: str) -> str:
    """A path as it is seen from here, where that is shorter."""
    try:
        return min(os.path.relpath(file), file, key=len) if file else ""
    except ValueError:  # on another drive
        return file
