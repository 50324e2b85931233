"""Prevent commands from overwriting their own input files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from graphbuild.errors import InputError
from graphbuild.targets import LEDGER_FILE, same

#: The advice in a message about a file that must not be overwritten.
ANOTHER_OUT = "another --out"


def check_inputs(out: Path | None, inputs: Sequence[Path | str]) -> None:
    """Refuse to overwrite input: a file of the inputs, of their folders and patterns, or stdin.

    Targets of links inside a folder are not checked.

    Raises ``InputError``.
    """
    if out is None or not out.is_file():
        return
    if any(_holds(str(item), out) for item in inputs):
        raise InputError(f"{out}: is an input; give {ANOTHER_OUT}")


def _holds(item: str, out: Path) -> bool:
    """Whether an input is this file, or contains it."""
    import glob

    if item == "-":
        return _is_stdin(out)
    found = [item] if os.path.lexists(item) or not glob.has_magic(item) else glob.iglob(item, recursive=True)
    return any(_in_folder(path, out) if os.path.isdir(path) else same(path, out) for path in found)


def _is_stdin(out: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(sys.stdin.fileno()), out.stat())
    except (OSError, ValueError):  # stdin is closed, or not a file
        return False


def _in_folder(folder: str, out: Path) -> bool:
    """Whether the file is one that is read from a folder: not hidden, and not part of a graph."""
    root = Path(os.path.realpath(folder))
    for place in (Path(os.path.realpath(out.parent), out.name), Path(os.path.realpath(out))):
        if not place.is_relative_to(root):
            continue
        inner = place.relative_to(root)
        above = [root, *(root / parent for parent in inner.parents)]
        hidden = any(part.startswith(".") for part in inner.parts)
        if not hidden and not any((parent / LEDGER_FILE).exists() for parent in above):
            return True
    return False
