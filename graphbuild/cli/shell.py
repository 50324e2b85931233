"""The interactive shell: Cypher and a few commands, on a graph that stays open."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild import queries
from graphbuild.cli import options, output
from graphbuild.cli.completion import candidates
from graphbuild.cli.evidence import write_profile, write_stats
from graphbuild.cli.querying import (
    answer,
    key_value,
    positional_values,
    row_count_text,
    write_library,
    write_query,
)
from graphbuild.cli.rows import Format
from graphbuild.cli.showing import write_explained
from graphbuild.cli.titles import Titles
from graphbuild.errors import GraphbuildError, QueryError
from graphbuild.stores.base import TIME_LIMIT
from graphbuild.stores.lexer import parameters, tokens

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer

    from graphbuild.api import OpenGraph

_HELP = """Cypher ends with ; and may take several lines. Queries only read.
  :NAME VALUE … or KEY=VALUE …   a query of the library, for instance  :hostilities Iraq
{commands}
Tab completes labels, relation types, properties, commands and named queries."""


class Shell:
    """Runs the lines of a session, and holds its settings."""

    def __init__(self, graph: OpenGraph, *, limit: int | None, timeout: float) -> None:
        self._graph = graph
        self._titles = Titles(graph)
        self._limit = limit
        self._timeout = timeout
        self._form = Format.table
        self._params: dict[str, Any] = {}
        self.ended = False
        """Whether the user asked to quit."""
        self._commands: dict[str, tuple[str, str, Callable[[list[str]], None]]] = {
            "help": ("", "this list", lambda _: self._help()),
            "queries": ("[NAME]", "the library of queries, or all about one", self._queries),
            "explain": ("A [B]", "relations of two entities, with sentences", self._explain),
            "show": ("NAME", "names, relations and articles of an entity", self._show),
            "stats": (
                "",
                "counts of the graph",
                lambda _: write_stats(self._graph.stats(), self._titles),
            ),
            "param": (
                "[KEY=VALUE …]",
                "values for parameters of the next queries",
                self._param,
            ),
            "format": ("table|json|jsonl|csv", "how rows are written", self._format),
            "plan": ("CYPHER;", "how the engine would run a query", lambda _: None),
            "quit": ("", "quit, like Ctrl-D", lambda _: self._end()),
        }

    @property
    def commands(self) -> dict[str, str]:
        """The commands with their descriptions."""
        return {name: meaning for name, (_, meaning, _) in self._commands.items()}

    def do(self, text: str) -> None:
        """Run a command or a statement.

        Raises ``GraphbuildError`` if it is wrong, or the graph cannot answer.
        """
        text = text.strip().removesuffix(";").strip()
        try:
            if text.startswith(":"):
                self._command(text[1:])
            elif tokens(text):
                values = {name: self._params[name] for name in parameters(text) if name in self._params}
                self._ask(text, None, values)
        except GraphbuildError as error:
            error.wrong = ()  # no options of the command that runs the shell
            raise

    def _command(self, text: str) -> None:
        name, _, rest = text.partition(" ")
        if name == "plan":
            output.show(*self._graph.plan(rest, params=self._params))
            return
        try:
            words = shlex.split(rest)
        except ValueError as error:
            raise QueryError(f":{name}: {error}; close the quotation marks") from None
        if name in self._commands:
            self._commands[name][2](words)
        elif name in (library := queries.load()):
            known = {p.name for p in library[name].parameters}
            kept = {key: value for key, value in self._params.items() if key in known}
            given = positional_values(name, words, {})
            self._ask(None, name, {**kept, **given})
        else:
            raise QueryError(f"there is no :{name}; :help lists the commands, :queries the queries")

    def _ask(self, cypher: str | None, name: str | None, values: dict[str, Any]) -> None:
        start = time.monotonic()
        count, more = answer(
            self._graph,
            cypher,
            name=name,
            params=values,
            write=False,
            limit=self._limit,
            timeout=self._timeout,
            form=self._form,
        )
        sys.stdout.flush()
        summary = row_count_text(count, more=more, how="limit=0" if name else "--limit 0")
        output.say(f"{summary} · {(time.monotonic() - start) * 1000:,.0f} ms")

    def _help(self) -> None:
        lines = [
            f"  {f':{name} {arguments}':30} {meaning}"
            for name, (arguments, meaning, _) in self._commands.items()
        ]
        output.show(_HELP.format(commands="\n".join(lines)))

    def _queries(self, words: list[str]) -> None:
        if words:
            write_query(queries.get(words[0]))
        else:
            write_library(Format.table)

    def _explain(self, words: list[str]) -> None:
        if len(words) not in (1, 2):
            raise QueryError("give one or two names, those of several words in quotation marks: :explain A B")
        a, b = words[0], words[1] if len(words) == 2 else None
        alike = self._graph.identities(a, b) if b is not None else ()
        write_explained(a, b, self._graph.explain(a, b), alike, self._titles)

    def _show(self, words: list[str]) -> None:
        if not words:
            raise QueryError("give a name: :show NAME")
        write_profile(self._graph.show(" ".join(words)), self._titles)

    def _param(self, words: list[str]) -> None:
        self._params |= _values(words)
        for key, value in sorted(self._params.items()):
            output.show(f"{key} = {output.as_json(value)}")

    def _format(self, words: list[str]) -> None:
        if len(words) != 1 or words[0] not in tuple(Format):
            raise QueryError(f"give one of {', '.join(Format)}: :format json")
        self._form = Format(words[0])

    def _end(self) -> None:
        self.ended = True


def _values(words: Iterable[str]) -> dict[str, Any]:
    try:
        return dict(key_value(word) for word in words)
    except ValueError as error:
        raise QueryError(f'{error}; put values of several words in quotation marks: a="Xi Jinping"') from None


def complete(text: str) -> bool:
    """Whether the input is complete: it ends with a command, or with Cypher and its ``;``."""
    rest = text[_ends(text)[-1] :].lstrip()
    return (rest.startswith(":") and not rest.startswith(":plan")) or not tokens(rest)


def statements(lines: Iterable[str]) -> Iterator[str]:
    """The commands and statements in the lines; the last may lack its ``;``."""
    held = ""
    for line in lines:
        held += line
        if complete(held):
            yield from split(held)
            held = ""
    if held.strip():
        yield from split(held)


def split(text: str) -> list[str]:
    """The statements of a text, each without its ``;``."""
    ends = _ends(text)
    parts = [text[start:end] for start, end in zip(ends, [*ends[1:], len(text)], strict=True)]
    return [part for part in parts if part.strip().startswith(":") or tokens(part.strip().rstrip(";"))]


def _ends(text: str) -> list[int]:
    """Positions of the ``;`` that end statements, preceded by the start of the text."""
    return [0, *(token.end for token in tokens(text) if token.text == ";")]


def shell(
    graph: options.Graph = options.DEFAULT_GRAPH,
    limit: options.RowLimit = None,
    timeout: Annotated[
        float, typer.Option(min=0.001, metavar="SECONDS", help="Time limit of a query.")
    ] = TIME_LIMIT,
) -> None:
    """Open a prompt for Cypher queries.

    The engine starts once. With history, Tab completion, and multi-line input up to ;. Piped input is run up
    to the first error. :help lists the commands.

    \b
    Examples:
      graphbuild shell
      echo ":hostilities country=Iraq" | graphbuild shell
    """
    import graphbuild

    with graphbuild.open(graph) as opened:
        opened.rows("RETURN 1")  # starts the engine
        session = Shell(opened, limit=limit, timeout=timeout)
        if sys.stdin.isatty():
            _interact(session, f"{str(graph).rstrip('/').rpartition('/')[2]}> ")
        else:
            for text in statements(sys.stdin):
                session.do(text)
                if session.ended:
                    break


def _interact(session: Shell, prompt: str) -> None:

    output.say("Cypher ends with ;  :help lists the commands, :quit ends")
    asked: PromptSession[str] = _prompt(session, prompt)
    while not session.ended:
        try:
            for text in split(asked.prompt()):
                session.do(text)
        except KeyboardInterrupt:
            output.say("interrupted")
        except EOFError:
            return
        except GraphbuildError as error:
            output.say(f"error: {error}")


def _prompt(session: Shell, prompt: str) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.history import FileHistory, InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("enter", filter=Condition(lambda: complete(get_app().current_buffer.text)))
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    kept = _history()
    return PromptSession(
        prompt,
        multiline=True,
        prompt_continuation=lambda width, *_: "· ".rjust(width),
        history=FileHistory(str(kept)) if kept else InMemoryHistory(),
        completer=_completer(session),
        complete_while_typing=False,
        key_bindings=keys,
    )


def _completer(session: Shell) -> Completer:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Words(Completer):
        def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
            begun, found = candidates(document.text_before_cursor, session.commands)
            for word, meaning in found:
                yield Completion(word, start_position=-len(begun), display_meta=meaning)

    return Words()


def _history() -> Path | None:
    """The history file, readable by its owner only; None if it cannot be written."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    path = Path(home, "graphbuild", "history")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return None
    return path
