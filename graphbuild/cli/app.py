"""The command line application and its errors: one line on stderr, exit code 1 (2 for wrong usage)."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
import warnings
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from graphbuild import __version__
from graphbuild.cli import (
    articles,
    correcting,
    deciding,
    evaluating,
    exploring,
    finding,
    output,
    plotting,
    querying,
    reading,
    rules,
    sharing,
    shell,
    showing,
    stances,
    updating,
)
from graphbuild.cli.doctor import doctor
from graphbuild.cli.group import Command, Commands
from graphbuild.cli.helping import help_
from graphbuild.cli.mcp import mcp
from graphbuild.errors import GraphbuildError

app = typer.Typer(
    name="graphbuild",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help is three times as fast
    context_settings={"help_option_names": ["-h", "--help"]},
)


#: Distribution names of packages that differ from their module names.
_PACKAGES = {"arcadedb_embedded": "arcadedb-embedded", "xlsxwriter": "XlsxWriter"}
#: Errors of a full disk or quota.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _version(asked: bool) -> None:
    if asked:
        print(f"graphbuild {__version__}")
        raise typer.Exit


@app.callback()
def graphbuild(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """A knowledge graph of typed relations from news articles, each with its source sentences.

    \b
    Example:
      graphbuild build articles/ && graphbuild explain China Russia
    """
    output.begin()
    output.report_name_choices()


for command in (
    reading.build,
    querying.query,
    querying.queries,
    shell.shell,
    finding.search,
    finding.entities,
    finding.relations,
    articles.articles,
    articles.article,
    showing.explain,
    showing.show,
    stances.stance,
    stances.changes,
    exploring.explore,
    exploring.report,
    mcp,
    plotting.plot,
    showing.stats,
    deciding.resolve,
    deciding.same,
    deciding.different,
    correcting.reject,
    correcting.accept,
    correcting.exclude,
    correcting.decisions,
    correcting.undo,
    sharing.export,
    sharing.load,
    sharing.dump,
    updating.watch,
    updating.merge,
    correcting.remove,
    reading.extract,
    reading.classify,
    rules.rules,
    doctor,
):
    app.command(cls=Command)(command)
app.command("eval", cls=Command)(evaluating.evaluate)
app.command("help", cls=Command)(help_)


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    signal.signal(signal.SIGTERM, _end)
    if not sys.warnoptions:  # warnings of libraries are for developers, who use -W
        warnings.simplefilter("ignore")
    if sys.stdin is None:  # closed: no input, no prompts
        sys.stdin = Path(os.devnull).open()  # noqa: SIM115 -- to the end of the process
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 -- to the end of the process
    if sys.stdout is None:
        output.warn("error: stdout is closed: output is not possible; open it, or redirect it to a file")
        sys.exit(1)
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    code = 1
    try:
        app(prog_name="graphbuild")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except GraphbuildError as error:
        output.warn(f"error: {error}")
        code = 2 if error.wrong else 1
        if os.environ.get("GRAPHBUILD_DEBUG"):
            traceback.print_exc()
    except PermissionError as error:
        output.warn(f"error: {error.filename}: {error.strerror}; check the permissions of the file or folder")
    except Exception as error:
        message = _in_words(error)
        output.warn(f"error: {message or f'graphbuild broke: {type(error).__name__}: {error}'}")
        if os.environ.get("GRAPHBUILD_DEBUG"):
            traceback.print_exc()
        elif not message:
            output.warn(
                "This is a bug. Run again with GRAPHBUILD_DEBUG=1 and report what it prints, with the "
                "command and the output of `graphbuild doctor`."
            )
    output.end()
    sys.exit(code if _flushed() else 1)


def _end(number: int, frame: FrameType | None) -> None:
    """Exit cleanly on SIGTERM, so that worker processes and temporary files are removed."""
    raise SystemExit(128 + number)


def _flushed() -> bool:
    """Whether all output reached stdout; a closed pipe (``| head``) is not reported as an error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_stdout()
        return False
    except OSError as error:
        output.warn(f"error: {_in_words(error) or error}")
        _drop_stdout()
        return False
    return True


def _in_words(error: Exception) -> str:
    """A message for an error of another library that is not a bug: a full disk, a missing package."""
    if isinstance(error, OSError) and error.errno in _FULL:
        _drop_stdout()
        place = error.filename or "stdout"
        return (
            f"{place}: cannot be written ({os.strerror(error.errno or 0)}); make room, or give another place"
        )
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("graphbuild"):
        package = _PACKAGES.get(error.name or "", error.name)
        return f"the package {package} is not installed here; pip install graphbuild brings it"
    return ""


def _drop_stdout() -> None:
    """Discard the remaining output, so that Python does not report an error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
