"""The group of all commands: common options, defaults from settings, messages for wrong usage."""

from __future__ import annotations

import logging
import re
import shlex
from collections.abc import Mapping, MutableMapping
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from graphbuild.cli import completing, option_conflicts, output, settings
from graphbuild.errors import GraphbuildError, InputError, in_brackets, similar_words

#: Descriptions of option values by the name of the type.
_NOUNS = {
    "int": "a whole number",
    "int range": "a whole number",
    "float": "a number",
    "float range": "a number",
    "boolean": "yes or no",
}

#: The same for options with a unit as metavar.
_UNITS = {"DAYS": "a number of days above 0", "SECONDS": "a number of seconds"}

#: Ranges in mathematical notation in Click's help; error messages describe them in words.
_RANGE = re.compile(r";\s+(?:[\d.]+<=)?x[<>]=?[\d.]+(?=\])|\s*\[(?:[\d.]+<=)?x[<>]=?[\d.]+\]")
#: Options that take effect at once and ignore everything behind them.
_EAGER_OPTIONS = ("--install-completion", "--show-completion")


#: The line of ``~/.zshrc`` with which zsh completes names by letters in the middle, too.
ZSH_LINE = (
    "zstyle ':completion:*:*:graphbuild:*' matcher 'm:{[:lower:][:upper:]}={[:upper:][:lower:]} l:|=* r:|=*'"
)


#: The base class of usage errors in the Click that Typer uses.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]
#: Minimum similarity of an option that is suggested for an unknown one.
_MIN_SIMILARITY = 0.65
#: Hint for a second value given to a command that takes one, unless it is one of several words.
_ONE_AT_A_TIME = {"article": "; one at a time"}


class Commands(TyperGroup):
    """The group of all commands: each has ``-v`` and ``-q``, and defaults from files and the environment."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is not None and not any(p.name == "verbose" for p in command.params):
            command.params.extend(_common())
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] and args[0] in _EAGER_OPTIONS and len(args) > 1:
            ctx.fail(f"{args[0]} takes nothing, not {args[1]!r}; it is for the shell that it is typed in")
        first = args[0].partition("=")[0] if args else ""
        if first.startswith("-") and first not in {o for p in self.get_params(ctx) for o in p.opts}:
            commands = (self.get_command(ctx, name) for name in self.list_commands(ctx))
            if any(first in p.opts for command in commands for p in command.params):
                ctx.fail(f"{first} belongs behind a command: graphbuild COMMAND {first} …")
        installs = first == "--install-completion"
        try:
            return super().parse_args(ctx, args)
        except SystemExit as end:
            if installs and not end.code and _is_in_zsh():
                typer.echo(
                    "To complete entities by any part of a name, in any letter case, add to ~/.zshrc:\n"
                    f"  {ZSH_LINE}"
                )
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and (command := _suggestion(args[0])):
            ctx.fail(f"No such command {args[0]!r}; {command}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        found, sources = settings.defaults(commands)
        ctx.default_map = cast("MutableMapping[str, Any]", found)
        ctx.meta["sources"] = sources
        ctx.meta["settings"] = [*dict.fromkeys(where.partition(": ")[0] for where in sources.values())]
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = _in_plain_words(error)
            raise _error_of_setting(error) or error from None


def _is_in_zsh() -> bool:
    """Whether the command runs in zsh, as Typer detects it."""
    shellingham = import_module("shellingham")  # a dependency of Typer, without types
    try:
        return bool(shellingham.detect_shell()[0] == "zsh")
    except shellingham.ShellDetectionFailure:
        return False


def _suggestion(word: str) -> str:
    """The correct command line for a named query, relation or entity given as a command; empty for other
    words.
    """
    from graphbuild import queries, tables

    if word in queries.load():
        return f"for the named query: graphbuild query {word}"
    if word.upper() in tables.relations():
        return f"for the relation: graphbuild relations {word.upper()}"
    return f"for a name: graphbuild show {shlex.quote(word)}" if word[:1].isupper() else ""


class Command(TyperCommand):
    """A command that ends with exit code 2 for wrong values, including those detected only while it runs."""

    allow_extra_args = True  # they are rejected here, with our own message

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _check_pairs(ctx, args)
        ctx.meta[completing.TYPED] = [*args]
        try:
            left = super().parse_args(ctx, args)
        except _UsageError as error:
            if option := getattr(error, "option_name", "") if hasattr(error, "possibilities") else "":
                ctx.fail(f"No such option: {option}{in_brackets(_similar_options(option, self.params))}")
            raise
        if left and not ctx.resilient_parsing:
            arguments = [p for p in self.params if p.param_type_name == "argument"]
            taken = " ".join(str(piece).strip("{}") for p in arguments for piece in p.get_usage_pieces(ctx))
            advice = "; words that belong together go into quotation marks" if taken else ""
            advice = _ONE_AT_A_TIME.get(self.name or "", advice)
            if self.name == "show" and len(left) == 1:
                advice += f"; of two names: graphbuild explain {shlex.join([ctx.params['name'], *left])}"
            ctx.fail(f"unexpected {left[0]!r}: {self.name} takes {taken or 'options'} only{advice}")
        return left

    def get_help(self, ctx: Any) -> str:
        return _RANGE.sub("", super().get_help(ctx))

    def invoke(self, ctx: Any) -> Any:
        option_conflicts.check(ctx)
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            raise _error_of_named_setting(ctx, error) or error from None
        except GraphbuildError as error:
            if error.wrong:
                _reject(ctx, error)
            raise


def _similar_options(option: str, params: list[Any]) -> list[str]:
    """Options that an unknown one may be meant for: those with it as a prefix, else those of similar
    spelling.
    """
    known = [opt for p in params for opt in (*p.opts, *p.secondary_opts) if opt.startswith("--")]
    if not option.startswith("--"):
        return []
    begun = [opt for opt in known if opt.startswith(option)]
    return begun or [
        f"--{word}" for word in similar_words(option[2:], [opt[2:] for opt in known], _MIN_SIMILARITY)
    ]


def _check_pairs(ctx: Any, args: list[str]) -> None:
    """Reject two contradictory options, as ``--day-first`` and ``--month-first``."""
    given = args[: args.index("--")] if "--" in args else args
    for param in ctx.command.params:
        if not {*param.opts}.isdisjoint(given) and not {*param.secondary_opts}.isdisjoint(given):
            both = [name for name in (*param.opts, *param.secondary_opts) if name in given]
            ctx.fail(f"{' and '.join(both)} contradict each other; give one of them")


def _reject(ctx: Any, error: GraphbuildError) -> None:
    """Raise the error for invalid values, with the options as they are written."""
    options = settings.options_of(ctx.command)
    wrong = [options[name] for name in error.wrong if name in options]
    for param in wrong:
        if where := _setting(ctx, param):
            advice = (
                settings.single_command_hint(where, _key(param), others)
                if (others := _with_other_type(ctx, param))
                else ""
            )
            raise InputError(f"{where}: {error}{advice}", wrong=error.wrong) from error
    message = str(error)
    given = [param for param in wrong if ctx.get_parameter_source(param.name).name != "DEFAULT"]
    if given and not error.named:
        raise typer.BadParameter(message, ctx=ctx, param=given[0]) from error
    for name in error.wrong if error.named else ():
        message = re.sub(rf"(?<![\w./'-]){name}(?![\w./'-])", f"--{name}", message)
    ctx.fail(message)


def _setting(ctx: Any, param: Any) -> str | None:
    """The source of a parameter's value, if it is neither the command line nor the default."""
    source = ctx.get_parameter_source(param.name)
    if source is None or source.name != "DEFAULT_MAP":
        return None
    sources: Mapping[tuple[str, str], str] = ctx.meta["sources"]
    return sources.get((ctx.info_name or "", param.name))


def _error_of_setting(error: typer.BadParameter) -> InputError | None:
    """The error for a wrong value that comes from a setting; None for others."""
    if error.ctx is None or error.param is None or error.param.name is None:
        return None
    where = _setting(error.ctx, error.param)
    if where is None:
        return None
    given = (error.ctx.default_map or {}).get(error.param.name)
    message = error.message.removesuffix(f", not {given!r}").rstrip(".")
    others = _with_other_type(error.ctx, error.param)
    advice = settings.single_command_hint(where, _key(error.param), others) if others else ""
    return InputError(f"{where} is {given!r}: {message}{advice}", wrong=(error.param.name,))


def _error_of_named_setting(ctx: Any, error: typer.BadParameter) -> InputError | None:
    """The same for an error detected while the command runs, which names the option; None for others."""
    hint = error.param_hint if error.param is None else None
    param = settings.options_of(ctx.command).get(hint.removeprefix("--")) if isinstance(hint, str) else None
    where = None if param is None else _setting(ctx, param)
    if where is None:
        return None
    others = [name for name, command in _others(ctx) if _key(param) in settings.options_of(command)]
    return InputError(
        f"{where}: {error.message}{settings.single_command_hint(where, _key(param), others)}",
        wrong=(_key(param),),
    )


def _key(param: Any) -> str:
    """The setting name of an option."""
    return next(str(opt[2:]) for opt in param.opts if opt.startswith("--"))


def _others(ctx: Any) -> list[tuple[str, Any]]:
    """The other commands, by name."""
    group = ctx.parent.command
    named = ((name, group.get_command(ctx.parent, name)) for name in group.list_commands(ctx.parent))
    return [(name, command) for name, command in named if command is not ctx.command]


def _kind(param: Any) -> tuple[Any, ...]:
    """The type of an option's values."""
    return param.type.name, *getattr(param.type, "choices", ())


def _with_other_type(ctx: Any, param: Any) -> list[str]:
    """Other commands that have an option of this name with another type, which use the setting."""
    found = []
    for name, command in _others(ctx):
        other = settings.options_of(command).get(_key(param))
        if other is None or other.multiple or _kind(other) == _kind(param):
            continue
        try:
            other.type.convert((ctx.default_map or {}).get(param.name), other, None)
        except typer.BadParameter:
            continue
        found.append(name)
    return found


def _in_plain_words(error: typer.BadParameter) -> str:
    """The message for an invalid value; for numbers and booleans, in our words, it says what is allowed."""
    kind = getattr(error.param, "type", None)
    noun = _NOUNS.get(getattr(kind, "name", ""))
    noun = noun and _UNITS.get(getattr(error.param, "metavar", None) or "", noun)
    given = re.match(r"(.*?) is not (?:a valid|in the range) ", error.message, re.DOTALL)
    if noun is None or given is None:
        return error.message
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    limits = "" if least is None else f" from {least} {'up' if most is None else f'to {most}'}"
    return f"give {noun}{limits}, not {given[1]}"


def _common() -> list[TyperOption]:
    return [
        TyperOption(
            param_decls=["verbose", "-v", "--verbose"],
            is_flag=True,
            default=False,
            expose_value=False,
            callback=_verbose,
            help="Print more on stderr: settings, log messages of libraries, the time taken.",
        ),
        TyperOption(
            param_decls=["quiet", "-q", "--quiet"],
            is_flag=True,
            default=False,
            expose_value=False,
            callback=_quiet,
            help="Print only errors and warnings on stderr.",
        ),
    ]


def _quiet(ctx: typer.Context, _: Any, asked: bool) -> None:
    if asked:
        output.be_quiet()


def _verbose(ctx: typer.Context, _: Any, asked: bool) -> None:
    if asked:
        files = ctx.meta.get("settings") or ["none"]
        output.say(f"settings from: {', '.join(files)}")
        logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
        output.time_what_follows()
