"""The commands as a group: what each of them can do beside its own, and where their defaults come from."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any, cast

import typer
from typer.core import TyperGroup, TyperOption

from graphbuild.cli import output, settings


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
        ctx.meta["settings"] = told
        return super().invoke(ctx)


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
