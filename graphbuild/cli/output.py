"""Output to stdout (data, tables, evidence) and to stderr (progress and messages)."""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
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
#: Indentation of the continuation of a line that is too long.
_HANGING = 2
#: Start of a list item.
_ITEM = re.compile(r" *(?:\d+  |[-+] )")
#: A separator of the parts of a line, at the beginning and the end of a piece of it.
_LEADING, _TRAILING = re.compile(r"·(?: +|$)"), re.compile(r" +·$")
#: Control characters of terminals and of text direction, which are never part of an article's content, and
#: lone surrogates, which no terminal can show.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
#: User and password before the host of an address, with or without a scheme.
_PASSWORD = re.compile(r"""(?:(?<=://)[^\s/:@'"]*|(?<![^\s'"(=])[^\s/:@'"(]+)(?::\S*)@(?=[\w\[])""")
_MOST_FAILURES = 10
#: Number of log lines about names that are remembered to avoid repetition.
_MOST_CHOICES = 4
_MOST_LANGUAGES = 8


def terminal_width() -> int | None:
    """The number of characters per line of the terminal; None if stdout is not a terminal."""
    from rich.console import Console

    return Console().width if sys.stdout.isatty() else None


def show(*parts: RenderableType) -> None:
    """Print to stdout with rich: coloured and wrapped on a terminal, plain and unwrapped elsewhere."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False, markup=False, emoji=False).print(*map(ControlSafe, parts), sep="\n")
        return
    print(*plain_lines(*parts), sep="\n")


def plain_lines(*parts: RenderableType, width: int = _UNWRAPPED) -> list[str]:
    """The lines that rich renders, without colours, each at most ``width`` characters."""
    from rich.console import Console

    plain = Console(width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with plain.capture() as captured:
        plain.print(*map(ControlSafe, parts), sep="\n")
    return [line.rstrip() for line in captured.get().splitlines()]


def print_line(line: str) -> None:
    """Print a line that may contain text of articles; continuation lines are indented."""
    if sys.stdout.isatty():
        show(line)
    else:
        print(escape_controls(line), flush=True)


class _Verbosity:
    """How much is printed on stderr."""

    quiet = False
    begun: float | None = None


def begin() -> None:
    """Reset to the default verbosity."""
    _Verbosity.quiet, _Verbosity.begun = False, None


def be_quiet() -> None:
    """From now on print only errors and warnings on stderr."""
    _Verbosity.quiet = True


def is_quiet() -> bool:
    """Whether only errors and warnings are printed."""
    return _Verbosity.quiet


def time_what_follows() -> None:
    """Start the timer: the time taken is printed at the end."""
    _Verbosity.begun = time.monotonic()


def end() -> None:
    """Print the time taken, if the timer was started."""
    if _Verbosity.begun is not None:
        say(f"{time.monotonic() - _Verbosity.begun:.1f} s")


def say(message: str) -> None:
    """Print a line on stderr, unless quiet."""
    if not _Verbosity.quiet:
        warn(message)


def warn(message: str) -> None:
    """Print a line on stderr in any case; passwords in addresses are removed."""
    print(escape_controls(_PASSWORD.sub("…@", message)), file=sys.stderr, flush=True)


def confirm(question: str, *, yes: bool) -> None:
    """Ask the user to confirm ``question``, unless ``yes`` is set; the command ends if the user declines.

    Raises ``InputError`` if there is no terminal to ask on.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InputError(f"{question} Nobody can be asked here; give --yes if that is meant")
    sys.stderr.write(f"{escape_controls(question)} Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        say("nothing was changed")
        raise typer.Exit(1)


class _StderrHandler(logging.Handler):
    """Prints log records on stderr; each line once per command."""

    def __init__(self) -> None:
        super().__init__()
        self._last = deque[str](maxlen=_MOST_CHOICES)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self._last:
            self._last.append(message)
            say(message)


_STDERR_HANDLER = _StderrHandler()


def report_name_choices() -> None:
    """From now on print on stderr how a name was resolved if it was ambiguous."""
    choices = logging.getLogger("graphbuild.api.lookup")
    choices.setLevel(logging.INFO)
    choices.propagate = False
    if _STDERR_HANDLER not in choices.handlers:
        choices.addHandler(_STDERR_HANDLER)


def escape_controls(text: str) -> str:
    """The text with control characters escaped, as in ``\\x1b``."""
    return _STEERING.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


class Stdout(io.TextIOBase):
    """Stdout for file contents: unchanged, but with control characters escaped on a terminal."""

    name = "stdout"

    def write(self, text: str) -> int:
        return sys.stdout.write(escape_controls(text) if sys.stdout.isatty() else text)


class ControlSafe:
    """A wrapper for rich that escapes control characters in any text."""

    def __init__(self, part: RenderableType) -> None:
        self._part = part

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment
        from rich.text import Text

        part = Text(self._part) if isinstance(self._part, str) else self._part
        parts = _hanging(part, console, options.max_width) if isinstance(part, Text) else [part]
        for one in parts:
            for segment in console.render(one, options):
                yield Segment(escape_controls(segment.text), segment.style, segment.control)


def _hanging(text: Text, console: Console, width: int) -> Iterator[Text]:
    """The lines of a text; continuation lines are indented, behind the bullet of an item.

    If a line is broken between two parts, their separator is dropped.
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
    """Print the value as indented JSON; dates in ISO 8601, records as objects."""
    print(as_json(value, indent=2))


def write_json_line(value: Any) -> None:
    """Print the value as one line of JSON."""
    print(as_json(value))


def as_json(value: Any, *, indent: int | None = None) -> str:
    """The value as JSON; control characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return _STEERING.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def plain_data(value: Any) -> Any:
    """The value as JSON-compatible data, with control characters escaped in every string."""
    match value:
        case str():
            return escape_controls(value)
        case dict():
            return {escape_controls(str(key)): plain_data(item) for key, item in value.items()}
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
    """Print inputs that could not be read on stderr: counts by reason, and the first of them.

    ``then`` is the command that lists all of them.
    """
    failed = sum(reasons.values())
    for failure in failures[:_MOST_FAILURES]:
        warn(f"skipped {failure}")
    if failed > _MOST_FAILURES:
        warn(f"… and {failed - _MOST_FAILURES:,} more; `{then}` lists them all")
        write_reasons(reasons, warn)


def skipped(languages: Mapping[str, int]) -> str:
    """The number of articles skipped because of their language: "3 articles not in English: de 2, fr 1"."""
    parts = [f"{language} {number:,}" for language, number in languages.items()]
    if len(parts) > _MOST_LANGUAGES:
        parts[_MOST_LANGUAGES:] = [f"{len(parts) - _MOST_LANGUAGES} more languages"]
    return f"{count(sum(languages.values()), 'article')} not in English: {', '.join(parts)}"


def write_reasons(reasons: Mapping[str, int], write: Callable[[str], None]) -> None:
    """The number of failures for each reason, a line each."""
    width = max((len(f"{number:,}") for number in reasons.values()), default=0)
    for reason, number in reasons.items():
        write(f"  {number:>{width},} × {reason}")


@contextmanager
def json_progress(*, every: float = 1.0) -> Iterator[Callable[[Progress], None]]:
    """Progress for programs: JSON lines on stderr at the start, every ``every`` seconds, and at the end."""
    from graphbuild.pipeline import Progress

    last = Progress(0, 0, 0, 0.0, None)
    started = time.perf_counter()
    ended = threading.Event()
    failed: OSError | None = None

    def write() -> None:
        at = replace(last, seconds=time.perf_counter() - started)
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
        nonlocal last
        last = at
        if failed:
            raise failed

    def write_regularly() -> None:
        nonlocal failed
        try:
            while not ended.wait(every):
                write()
        except OSError as error:  # nobody reads stderr any more: raised where progress is told
            failed = error

    write()
    writing = threading.Thread(target=write_regularly, daemon=True)
    writing.start()
    try:
        yield progress
    finally:
        ended.set()
        writing.join()
    write()


@contextmanager
def progress_bar(what: str, *, shown: bool = True) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on stderr with counts, rate and time left; None if stderr is not a terminal."""
    if not shown or _Verbosity.quiet or not sys.stderr.isatty():
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
        TextColumn("{task.fields[text]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None, text="")

        def update(at: Progress) -> None:
            parts = [f"{at.read:,} read", f"{at.per_second:.1f}/s"]
            parts += [f"{at.unchanged:,} unchanged"] if at.unchanged else []
            parts += [f"{at.failed:,} failed"] if at.failed else []
            total = None if at.share is None else 1.0
            progress.update(task, completed=at.share or 0.0, total=total, text=" · ".join(parts))

        yield update


@contextmanager
def counting_bar(what: str, *, shown: bool = True) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr for a known total; None if stderr is not a terminal."""
    if not shown or _Verbosity.quiet or not sys.stderr.isatty():
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
