"""Interactive review of merge candidates at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from graphbuild.cli import output
from graphbuild.cli.evidence import article_line, write_identities
from graphbuild.cli.titles import Titles
from graphbuild.errors import InputError
from graphbuild.wording import marks, quoted

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from graphbuild.api import OpenGraph
    from graphbuild.api.contexts import Context
    from graphbuild.model import Identity

_QUESTION = "[s]ame, [d]ifferent, [l]ater, [u]ndo, [q]uit?"


def review(opened: OpenGraph) -> None:
    """Show each merge candidate with sentences of both names, and record the user's decision.

    Raises ``InputError`` if there is no terminal to ask on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("--review asks at a terminal; elsewhere use same and different, or --json to list")
    later: set[tuple[str, str]] = set()
    titles = Titles(opened)
    decided = 0
    while found := [i for i in _open(opened) if (i.a, i.b) not in later]:
        one = found[0]
        output.say(f"\n{output.count(len(found), 'pair')} in doubt")
        _show(opened, one, titles)
        match _answer():
            case "s":
                output.print_line(f"  {opened.same(one.a, one.b)}")
                decided += 1
            case "d":
                output.print_line(f"  {opened.different(one.a, one.b)}")
                decided += 1
            case "l":
                later.add((one.a, one.b))
            case "u" if decided:
                output.print_line(f"  taken back: {'; '.join(map(str, opened.undo()))}")
                decided -= 1
            case "u":
                output.say("nothing has been decided yet in this review")
            case _:
                break
    left = len(_open(opened))
    output.say(
        f"{output.count(decided, 'pair')} decided"
        + (f", {left:,} left" if left else "; no other pair is undecided")
        + ("; graphbuild undo takes back the last" if decided else "")
    )


def _open(opened: OpenGraph) -> list[Identity]:
    """Merge candidates without a decision."""
    return [i for i in opened.resolve() if not i.decided]


def _answer() -> str:
    """The first letter of a valid answer; ``q`` at the end of the input."""
    while True:
        sys.stderr.write(f"  {_QUESTION} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        answer = line.strip().lower()[:1] if line else "q"
        if answer and answer in "sdluq":
            return answer
        output.say(f"  {line.strip()[:20]!r} is no answer; give s, d, l, u or q")


def _show(opened: OpenGraph, one: Identity, titles: Titles) -> None:
    from rich.padding import Padding
    from rich.text import Text

    write_identities([one])
    contexts = opened.contexts(one.a, one.b)
    for name, id_ in ((one.name_a, one.a), (one.name_b, one.b)):
        lines: list[RenderableType] = [
            Text(""),
            Padding(Text(name, style="bold"), (0, 0, 0, 2), expand=False),
        ]
        for context in contexts[id_]:
            lines.append(Padding(_sentence(context), (0, 0, 0, 4), expand=False))
            where = Text(article_line(context.article, titles), style="dim italic")
            lines.append(Text(" " * 6).append_text(where))
        output.show(*lines)


def _sentence(context: Context) -> Text:
    from rich.text import Text

    text = Text(quoted(context.sentence))
    before = len(marks(context.sentence)[0])
    text.stylize("bold", before + context.start, before + context.end)
    return text
