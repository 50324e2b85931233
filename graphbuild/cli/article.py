"""An article on the terminal: its text with entities and triggers marked, and its statements."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from graphbuild.cli import output
from graphbuild.cli.evidence import article_line, time_of
from graphbuild.cli.output import count
from graphbuild.cli.titles import Titling, title_or_id

if TYPE_CHECKING:
    from rich.text import Text

    from graphbuild.api.reader import ArticleView
    from graphbuild.model import Entity, Statement

#: Maximum line width of a text on a terminal.
_WIDEST = 100
_STYLES = {"country": "bold blue", "organisation": "bold magenta", "person": "bold green"}
_TRIGGER, _LEFT_OUT = "bold yellow underline", "dim strike"
_MOST_COPIES = 10


class _Mark(NamedTuple):
    """How a span of the text is marked: its style in colour, the characters around it otherwise."""

    style: str
    opening: str
    closing: str
    number: str = ""
    """Numbers of its statements, printed behind it."""


def write_article(view: ArticleView, known: Mapping[str, Entity], titles: Titling = title_or_id) -> None:
    """Print an article with its extractions. ``known`` are the entities of the graph by id."""
    from rich.console import Console, Group, RenderableType
    from rich.text import Text

    console = Console()
    coloured = sys.stdout.isatty() and console.color_system is not None
    article = view.article
    head = Text(_one_line(titles(article)), style="bold")
    details = [part for part in (article.time or "no date", article.source, f"id {article.id}") if part]
    head.append(f"\n{_one_line(' · '.join(details))}", style="not bold dim")
    if article.url:
        head.append(f"\n{_one_line(article.url)}", style="not bold dim")
    parts: list[RenderableType] = [head]
    if view.original:
        parts.append(Text(f"a copy of {article_line(view.original, titles, ids=True)}", style="dim"))
    if view.copies:
        some = "".join(f"\n  {article_line(a, titles, ids=True)}" for a in view.copies[:_MOST_COPIES])
        parts.append(Text(f"{count(len(view.copies), 'copy', 'copies')}:{some}", style="dim"))
    if article.text:
        # In a group its lines are wrapped unchanged: indents and bullets in them belong to the article.
        parts += [Text(""), Group(_marked(view, known, coloured=coloured))]
    else:
        output.say("only the graph folder into which the article was read has its text")
    if view.boilerplate and article.text:
        legend = "struck out" if coloured else "in <angles>"
        many = count(len(view.boilerplate), "paragraph")
        parts.append(
            Text(f"\n{many} {legend}: shared by many articles of this source, and not part of the graph")
        )
    if view.statements:
        parts.append(Text("\nstatements", style="bold"))
        width = len(str(len(view.statements)))
        parts += [
            _statement(n, s, known, article.date, width) for n, s in enumerate(view.statements, start=1)
        ]
    parts += list(_entities(view, known))
    if sys.stdout.isatty():
        width = min(console.width, _WIDEST)
        Console(highlight=False, markup=False, emoji=False, width=width).print(
            *map(output.ControlSafe, parts), sep="\n"
        )
    else:
        output.show(*parts)


def _marked(view: ArticleView, known: Mapping[str, Entity], *, coloured: bool) -> Text:
    from rich.text import Text

    from graphbuild.api.reader import Marked, cut

    numbers: dict[tuple[int, int], list[int]] = {}
    for n, s in enumerate(view.statements, start=1):
        numbers.setdefault(s.trigger_span, []).append(n)
    marked = [
        *(Marked(*span, _Mark(_LEFT_OUT, "<", ">")) for span in view.boilerplate),
        *(
            Marked(m.mention.start, m.mention.end, _Mark(_STYLES[known[m.entity].kind], "[", "]"))
            for m in view.mentions
            if m.entity in known
        ),
        *(
            Marked(*span, _Mark(_TRIGGER, "{", "}", f"({','.join(map(str, some))})"))
            for span, some in sorted(numbers.items())
        ),
    ]
    marked.sort(key=lambda m: (m.start, -m.end))  # nested marks open after the outer one
    # Numbered, so that adjacent marks of the same style stay separate.
    pieces = cut(view.article.text, [m._replace(mark=(i, m.mark)) for i, m in enumerate(marked)])
    text = Text()
    before: Sequence[tuple[int, _Mark]] = ()
    for (words, marks), (_, after) in pairwise([*pieces, ("", [])]):
        if not coloured:
            text.append("".join(mark.opening for i, mark in marks if (i, mark) not in before))
        text.append(words, style=" ".join(mark.style for _, mark in marks) if coloured else "")
        for i, mark in reversed(marks):
            if (i, mark) not in after:
                text.append("" if coloured else mark.closing).append(mark.number, style="dim")
        before = marks
    return text


def _statement(n: int, s: Statement, known: Mapping[str, Entity], day: str, width: int) -> Text:
    from rich.text import Text

    line = Text(f"  {n:>{width}}  ").append(known[s.source].name, style="bold")
    line.append(f" {s.relation} ", style="cyan").append(known[s.target].name, style="bold")
    details = [
        s.status if s.status != "asserted" else "",
        "former" if s.former else "",
        f"said by {s.attribution}" if s.attribution else "",
        f"time: {time}" if (time := time_of(s, day)) else "",
        f"trigger: {s.trigger}",
    ]
    return line.append(f"  {' · '.join(part for part in details if part)}", style="dim")


def _entities(view: ArticleView, known: Mapping[str, Entity]) -> Iterator[Text]:
    from rich.text import Text

    mentions = Counter(m.entity for m in view.mentions if m.entity in known)
    if mentions:
        yield Text("\nentities", style="bold")
    for id_, number in sorted(mentions.items(), key=lambda item: (-item[1], known[item[0]].name, item[0])):
        entity = known[id_]
        kind = f"{entity.kind}, {entity.iso3}" if entity.iso3 else entity.kind
        yield (
            Text("  ")
            .append(entity.name, style=_STYLES[entity.kind])
            .append(f"  {kind} · {count(number, 'mention')} · id {id_}", style="dim")
        )


def _one_line(text: str) -> str:
    return " ".join(text.split())
