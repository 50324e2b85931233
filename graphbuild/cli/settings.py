"""Defaults of options from files and the environment: ``graphbuild.toml`` and ``GRAPHBUILD_…``.

A setting has the name of its option: ``format`` for every command that has ``--format``, ``query.format`` for
one. In the environment that is ``GRAPHBUILD_FORMAT`` and ``GRAPHBUILD_QUERY_FORMAT``. The command line takes
precedence over the environment, that over the file in the working directory, and that over the user's file; a
setting of one command takes precedence over one of all commands.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from graphbuild.errors import InputError, cannot_read, did_you_mean

FILE = "graphbuild.toml"
PREFIX = "GRAPHBUILD_"
#: Settings that are not read from the working directory, whose file others may have written: those that
#: write, send or serve data, and those that load a model.
_NOT_FROM_WORKING_FOLDER = frozenset(
    "write to host allow-others model ray shards password-file user database".split()
)
#: Options that cannot be set.
_NO_SETTINGS = frozenset(("help", "install-completion", "show-completion", "version"))
#: Variables that are not defaults of options.
_VARIABLES = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "CHROMIUM",
        "COMPLETE",
        "DEBUG",
        "FAULTS",
        "JVM_CACHE",
        "JVM_HEAP",
        "JVM_QUICK",
        "NEO4J",
        "NO_UV",
        "SCREENSHOTS",
    )
)
#: Settings for all commands that some ignore, as the option has another meaning there.
_NOT_OF = {"eval": frozenset(("graph",))}
#: Separator of the values of a repeatable option in the environment.
_BETWEEN = ";"

#: The options of a command: parameter by option name.
Options = Mapping[str, Any]


def files() -> tuple[Path, ...]:
    """Paths of settings files: the user's, then that of the working directory, which takes precedence."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home, "graphbuild", "config.toml"), Path(FILE)


def options_of(command: Any) -> Options:
    """The options of a command by name, each under all its long names."""
    found = {}
    for parameter in command.params:
        if parameter.param_type_name == "option":
            for opt in parameter.opts:
                if opt.startswith("--") and opt[2:] not in _NO_SETTINGS:
                    found[opt[2:]] = parameter
    return found


def defaults(commands: Mapping[str, Any]) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], str]]:
    """The defaults of each command's parameters by name, and the source of each default.

    Raises ``InputError`` for a file that cannot be read, and an unknown setting.
    """
    of = {name: options_of(command) for name, command in commands.items()}
    found: dict[str, dict[str, Any]] = {name: {} for name in commands}
    sources: dict[tuple[str, str], str] = {}
    for file in files():
        if file.exists():
            _take(found, sources, of, _read(file), str(file), own=file.name != FILE)
    for name, options in of.items():
        for key, parameter in options.items():
            command = f"{PREFIX}{_upper(name)}_{_upper(key)}"
            every = () if key in _NOT_OF.get(name, ()) else (f"{PREFIX}{_upper(key)}",)
            for variable in (*every, command):
                if value := os.environ.get(variable):
                    sources[name, parameter.name] = variable
                    found[name][parameter.name] = value.split(_BETWEEN) if parameter.multiple else value
    _check_names(of)
    return found, sources


def _check_names(of: Mapping[str, Options]) -> None:
    """Reject an unknown variable with a name similar to that of a setting."""
    given = sorted(name for name in {*os.environ} - _VARIABLES if name.startswith(PREFIX))
    if not given:
        return
    general = {_upper(key): f"{PREFIX}{_upper(key)}" for options in of.values() for key in options}
    known = {f"{PREFIX}{_upper(name)}_{_upper(key)}" for name, options in of.items() for key in options}
    for variable in given:
        advice = did_you_mean(variable.removeprefix(PREFIX), general)
        if advice and variable not in known.union(general.values()):
            raise InputError(f"{variable}: there is no such setting{advice}", wrong=(variable,))


def _take(
    found: dict[str, dict[str, Any]],
    sources: dict[tuple[str, str], str],
    of: Mapping[str, Options],
    read: Mapping[str, Any],
    where: str,
    *,
    own: bool,
) -> None:
    """Apply a file; first its settings for all commands, so that those for one take precedence."""
    every = {key for options in of.values() for key in options}
    general = {key: value for key, value in read.items() if not isinstance(value, dict)}
    for key, value in general.items():
        if key not in every:
            raise _unknown(where, key, every | of.keys())
        for name, options in of.items():
            if key in options and key not in _NOT_OF.get(name, ()):
                _set(found[name], options, key, value, where, own=own)
                sources[name, options[key].name] = f"{where}: {key}"
    for name, settings in read.items():
        if not isinstance(settings, dict):
            continue
        if name not in of:
            raise _unknown(where, f"[{name}]", of)
        for key, value in settings.items():
            if key not in of[name]:
                raise _unknown(where, f"{name}.{key}", of[name])
            _set(found[name], of[name], key, value, where, own=own)
            sources[name, of[name][key].name] = f"{where}: [{name}] {key}"


def single_command_hint(where: str, key: str, some: Iterable[str]) -> str:
    """The end of a message about a setting for all commands that does not fit each of them: how to set it for
    one of ``some`` that it fits; empty for a setting of one command.
    """
    name = next(iter(some), "")
    if where == f"{PREFIX}{_upper(key)}":
        return f"; for one command alone set its own, such as {PREFIX}{_upper(name)}_{_upper(key)}"
    if where.endswith(f": {key}"):
        return f"; for one command alone write it under its own table, such as [{name}]"
    return ""


def _set(found: dict[str, Any], options: Options, key: str, value: Any, where: str, *, own: bool) -> None:
    if key in _NOT_FROM_WORKING_FOLDER and not own:
        raise InputError(
            f"{where}: {key} may be set in {files()[0]} or the environment alone, for others may have written"
            " this file",
            wrong=(key,),
        )
    if isinstance(value, dict) or (isinstance(value, list) and not options[key].multiple):
        raise InputError(f"{where}: {key} is {value!r}; give one value", wrong=(key,))
    if options[key].multiple and not isinstance(value, list):
        value = [value]
    found[options[key].name] = [*map(_text, value)] if isinstance(value, list) else _text(value)


def _text(value: Any) -> Any:
    """The value as a command line argument: a TOML date as text."""
    return value if isinstance(value, str | bool | int | float) else str(value)


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise cannot_read(file, error) from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not UTF-8; save it as UTF-8") from None
    except ValueError as error:
        raise InputError(f"{file}: cannot be read: {error}; correct it") from None


def _unknown(where: str, key: str, known: Any) -> InputError:
    bare = key.strip("[]").rpartition(".")[2]
    advice = did_you_mean(bare, sorted(known))
    return InputError(f"{where}: there is no setting {key}{advice}", wrong=(key,))


def _upper(name: str) -> str:
    return name.upper().replace("-", "_")


def table(commands: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every setting: its name in a file, its variable, and its description, one for each meaning that it has.

    Of several the first is that of most commands.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for name, command in commands.items():
        for key, parameter in options_of(command).items():
            found.setdefault(key, {}).setdefault(parameter.help or "", []).append(name)
    for key, meanings in sorted(found.items()):
        for meaning, of in sorted(meanings.items(), key=lambda item: -len(item[1])):
            yield key, f"{PREFIX}{_upper(key)}", f"{meaning} ({', '.join(of)})"
