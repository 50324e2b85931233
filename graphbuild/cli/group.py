"""The commands as a group: what each of them can do beside its own, and where their defaults come from."""

from __future__ import annotations

import logging
from collections.abc import Mapping, MutableMapping
from typing import Any, cast

import typer
from typer.core import TyperGroup, TyperOption

from graphbuild.cli import output, settings
from graphbuild.errors import InputError


class Commands(TyperGroup):
    """The group of all commands: each has ``-v`` and ``-q``, and defaults from files and the environment."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is not None and not any(p.name == "verbose" for p in command.params):
            command.params.extend(_common())
        return command

    def invoke(self, ctx: Any) -> Any:
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        found, told = settings.defaults(commands)
        ctx.default_map = cast("MutableMapping[str, Any]", found)
        ctx.meta["settings"] = [*dict.fromkeys(where.partition(": ")[0] for where in told.values())]
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            raise _of_a_setting(error, told) or error from None


def _of_a_setting(error: typer.BadParameter, told: Mapping[tuple[str, str], str]) -> InputError | None:
    """The error for a wrong value that no option gave but a setting; None for others."""
    if error.ctx is None or error.param is None or error.param.name is None:
        return None
    source = error.ctx.get_parameter_source(error.param.name)
    where = told.get((error.ctx.info_name or "", error.param.name))
    if where is None or source is None or source.name != "DEFAULT_MAP":
        return None
    given = (error.ctx.default_map or {}).get(error.param.name)
    return InputError(f"{where} is {given!r}: {error.message.rstrip('.')}; correct it")


def _common() -> list[TyperOption]:
    return [
        TyperOption(
            param_decls=["verbose", "-v", "--verbose"],
            is_flag=True,
            default=False,
            expose_value=False,
            callback=_verbose,
            help="Say more on stderr: settings, what libraries log, the time taken.",
        ),
        TyperOption(
            param_decls=["quiet", "-q", "--quiet"],
            is_flag=True,
            default=False,
            expose_value=False,
            callback=_quiet,
            help="Say nothing on stderr but errors and warnings.",
        ),
    ]


def _quiet(ctx: typer.Context, _: Any, asked: bool) -> None:
    if asked:
        output.be_quiet()


def _verbose(ctx: typer.Context, _: Any, asked: bool) -> None:
    if asked:
        told = ctx.meta.get("settings") or ["none"]
        output.say(f"settings from: {', '.join(told)}")
        logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
        output.time_what_follows()
