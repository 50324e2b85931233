"""What goes to stdout (data, tables, evidence) and to stderr (progress and complaints)."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from graphbuild.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

    from graphbuild.pipeline import Progress
    from graphbuild.read import Failure

_UNWRAPPED = 100_000
#: Characters by which the rest of a line that is too long stands further in.
_HANGING = 2
#: What an item of a list begins with.
_ITEM = re.compile(r" *(?:\d+  |[-+] )")
#: What stands between the parts of a line, at the beginning and the end of a piece of it.
_LEADING, _TRAILING = re.compile(r"·(?: +|$)"), re.compile(r" +·$")
#: Characters that steer a terminal or turn the direction of text, and are none of what an article says,
#: and halves of characters, which no terminal can show.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
#: User and password before the host of an address, with a scheme or without.
_PASSWORD = re.compile(r"""(?:(?<=://)[^\s/:@'"]*|(?<![^\s'"(=])[^\s/:@'"(]+)(?::\S*)@(?=[\w\[])""")
_MOST_FAILURES = 10
#: Lines of what was chosen that are not said again.
_MOST_CHOICES = 4
_MOST_LANGUAGES = 8


def terminal_width() -> int | None:
    """How many characters a line of the terminal has; None where stdout is none."""
    from rich.console import Console

    return Console().width if sys.stdout.isatty() else None


def show(*parts: RenderableType) -> None:
    """Print to stdout with rich: coloured and wrapped on a terminal, plain and unwrapped elsewhere."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False, markup=False, emoji=False).print(*map(Harmless, parts), sep="\n")
        return
    print(*plain_lines(*parts), sep="\n")


def plain_lines(*parts: RenderableType, width: int = _UNWRAPPED) -> list[str]:
    """The lines that rich makes of it, without colours, each at most ``width`` characters."""
    from rich.console import Console

    plain = Console(width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with plain.capture() as captured:
        plain.print(*map(Harmless, parts), sep="\n")
    return [line.rstrip() for line in captured.get().splitlines()]


def tell(line: str) -> None:
    """A line on stdout that may hold texts of articles; its rest stands further in where it is broken."""
    if sys.stdout.isatty():
        show(line)
    else:
        print(harmless(line), flush=True)


class _Told:
    """How much is told on stderr."""

    quiet = False
    begun: float | None = None


def begin() -> None:
    """Tell as much as usual, from now on."""
    _Told.quiet, _Told.begun = False, None


def be_quiet() -> None:
    """Tell nothing on stderr from now on but errors and warnings."""
    _Told.quiet = True


def is_quiet() -> bool:
    """Whether nothing is told but errors and warnings."""
    return _Told.quiet


def time_what_follows() -> None:
    """Tell at the end how long it took since now."""
    _Told.begun = time.monotonic()


def end() -> None:
    """Tell how long it took, where that is to be told."""
    if _Told.begun is not None:
        say(f"{time.monotonic() - _Told.begun:.1f} s")


def say(message: str) -> None:
    """A line on stderr, unless there are to be errors and warnings alone."""
    if not _Told.quiet:
        warn(message)


def warn(message: str) -> None:
    """A line on stderr in any case; of an address with a password without it."""
    print(harmless(_PASSWORD.sub("…@", message)), file=sys.stderr, flush=True)


def agree(told: str, *, yes: bool) -> None:
    """Have the user agree to what ``told`` says, unless ``yes`` says it already; the command ends where not.

    Raises ``InputError`` where nobody can be asked.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(f"{told} Nobody can be asked here; give --yes if that is meant")
    sys.stderr.write(f"{harmless(told)} Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        say("nothing was changed")
        raise typer.Exit(1)


class _Said(logging.Handler):
    """Says what is logged on stderr; a line once, however often it is logged for a question."""

    def __init__(self) -> None:
        super().__init__()
        self._last = deque[str](maxlen=_MOST_CHOICES)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self._last:
            self._last.append(message)
            say(message)


_SAID = _Said()


def say_choices() -> None:
    """From now on say on stderr which entity a name was taken for where there was a choice."""
    choices = logging.getLogger("graphbuild.api.lookup")
    choices.setLevel(logging.INFO)
    choices.propagate = False
    if _SAID not in choices.handlers:
        choices.addHandler(_SAID)


def harmless(text: str) -> str:
    """The text with what would steer a terminal written out, as in ``\\x1b``."""
    return _STEERING.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


class Stdout(io.TextIOBase):
    """Stdout for what files hold: as it is, but on a terminal harmless."""

    name = "stdout"

    def write(self, text: str) -> int:
        return sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)


class Harmless:
    """Something for rich to print, harmless whatever texts it holds."""

    def __init__(self, part: RenderableType) -> None:
        self._part = part

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment
        from rich.text import Text

        part = Text(self._part) if isinstance(self._part, str) else self._part
        parts = _hanging(part, console, options.max_width) if isinstance(part, Text) else [part]
        for one in parts:
            for segment in console.render(one, options):
                yield Segment(harmless(segment.text), segment.style, segment.control)


def _hanging(text: Text, console: Console, width: int) -> Iterator[Text]:
    """The lines of a text; the rest of one that is too long stands further in, behind the sign of an item.

    Where it is broken between two parts, nothing stands between them.
    """
    from rich.text import Text

    for line in text.split(allow_blank=True):
        indent = len(line.plain) - len(line.plain.lstrip(" "))
        item = _ITEM.match(line.plain)
        hanging = item.end() if item else indent + _HANGING
        if text.no_wrap or line.cell_len <= width:
            yield line
            continue
        words = line[indent:]
        if width < 2 * hanging:
            indent, hanging = (_HANGING, 2 * _HANGING) if width > 4 * _HANGING else (0, 0)
        for i, piece in enumerate(words.wrap(console, width - hanging)):
            if whole := _between_separators(piece):
                yield Text(" " * (hanging if i else indent)).append_text(whole)


def _between_separators(piece: Text) -> Text:
    """A piece of a broken line without a separator at its beginning or end."""
    piece.rstrip()
    if found := _LEADING.match(piece.plain):
        piece = piece[found.end() :]
    if found := _TRAILING.search(piece.plain):
        piece = piece[: found.start()]
    return piece


def write_json(value: Any) -> None:
    """The value as indented JSON on stdout; dates in ISO 8601, records as objects."""
    print(as_json(value, indent=2))


def write_json_line(value: Any) -> None:
    """The value as one line of JSON on stdout."""
    print(as_json(value))


def as_json(value: Any, *, indent: int | None = None) -> str:
    """The value as JSON; what would steer a terminal is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return _STEERING.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def plain_data(value: Any) -> Any:
    """The value as JSON has it, with what would steer a terminal written out in every text."""
    match value:
        case str():
            return harmless(value)
        case dict():
            return {harmless(str(key)): plain_data(item) for key, item in value.items()}
        case list() | tuple():
            return [plain_data(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def report_failures(failures: Sequence[Failure], reasons: Mapping[str, int], *, then: str) -> None:
    """What could not be read, on stderr: how many for which reason, and the first of them.

    ``then`` is what lists them all.
    """
    failed = sum(reasons.values())
    for failure in failures[:_MOST_FAILURES]:
        warn(f"skipped {failure}")
    if failed > _MOST_FAILURES:
        warn(f"… and {failed - _MOST_FAILURES:,} more; `{then}` lists them all")
        write_reasons(reasons, warn)


def skipped(languages: Mapping[str, int]) -> str:
    """How many articles were passed over for their language: "3 articles not in English: de 2, fr 1"."""
    told = [f"{language} {number:,}" for language, number in languages.items()]
    if len(told) > _MOST_LANGUAGES:
        told[_MOST_LANGUAGES:] = [f"{len(told) - _MOST_LANGUAGES} more languages"]
    return f"{count(sum(languages.values()), 'article')} not in English: {', '.join(told)}"


def write_reasons(reasons: Mapping[str, int], write: Callable[[str], None]) -> None:
    """How many failed for which reason, a line each."""
    width = max((len(f"{number:,}") for number in reasons.values()), default=0)
    for reason, number in reasons.items():
        write(f"  {number:>{width},} × {reason}")


@contextmanager
def lines(*, every: float = 1.0) -> Iterator[Callable[[Progress], None]]:
    """Progress for programs: a line of JSON on stderr at once, one every so many seconds, and a last one."""
    last: Progress | None = None
    told = -every

    def write(at: Progress) -> None:
        left = at.seconds_left
        line = {
            "read": at.read,
            "unchanged": at.unchanged,
            "failed": at.failed,
            "seconds": round(at.seconds, 1),
            "articles_per_second": round(at.per_second, 1),
            "share": None if at.share is None else round(at.share, 4),
            "seconds_left": None if left is None else round(left, 1),
        }
        say(json.dumps({"progress": line}))

    def progress(at: Progress) -> None:
        nonlocal last, told
        last = at
        if at.seconds - told >= every:
            told = at.seconds
            write(at)

    yield progress
    if last:
        write(last)


@contextmanager
def bar(what: str, *, shown: bool = True) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on stderr with counts, rate and time left; None where stderr is no terminal."""
    if not shown or _Told.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None, told="")

        def update(at: Progress) -> None:
            parts = [f"{at.read:,} read", f"{at.per_second:.1f}/s"]
            parts += [f"{at.unchanged:,} unchanged"] if at.unchanged else []
            parts += [f"{at.failed:,} failed"] if at.failed else []
            total = None if at.share is None else 1.0
            progress.update(task, completed=at.share or 0.0, total=total, told=" · ".join(parts))

        yield update


@contextmanager
def counted(what: str, *, shown: bool = True) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr for so many of so many; None where stderr is no terminal."""
    if not shown or _Told.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 article", "2,310 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
