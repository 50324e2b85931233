"""What the files of an embedded database were when it was closed, so that damage is seen before it answers.

A file beside them has the checksum of each, and the state of the kept aggregation that the database holds.
The engine itself notices some damage when it comes upon it; the rest would be wrong answers.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from graphbuild import checksum
from graphbuild.model import digest
from graphbuild.stores import engine, layout

_FILE = "graphbuild.json"
#: Where the engine keeps settings of a database. None of ours has any, and whoever gives a folder away
#: could switch on by it what is switched off.
_CONFIGURATION = "configuration.json"
_SCHEMA = "schema.json"
_PLAIN_SCHEMA = frozenset("schemaVersion dbmsVersion dbmsBuild settings types".split())
_PLAIN_PROPERTY = frozenset("type custom".split())


def keep(path: Path, state: str = "") -> None:
    """Seal the closed database at this path; ``state`` is that of the kept aggregation which it holds."""
    (path / _CONFIGURATION).unlink(missing_ok=True)
    noted = {"version": _version(), "state": state, "files": _checksums(path)}
    (path / _FILE).write_text(json.dumps(noted, indent=1), encoding="utf-8")


def broken(path: Path) -> str:
    """What is wrong with the closed database at this path; empty where it is as it was sealed.

    A database with settings, triggers, functions or views is none of ours, whatever its seal says.
    """
    noted = _noted(path)
    if noted is None:
        return "it is not sealed: it was not closed, or is not ours"
    try:
        if (path / _CONFIGURATION).exists():
            return f"it has a {_CONFIGURATION}, and none of ours has"
        found = _checksums(path)
        if not _plain(path / _SCHEMA):
            return f"{_SCHEMA} has more than types and properties"
    except (OSError, ValueError, AttributeError, TypeError) as error:
        return f"it cannot be read ({error})"
    wrong = sorted(
        name for name in found.keys() | noted["files"] if found.get(name) != noted["files"].get(name)
    )
    return f"{wrong[0]} is not as it was written" if wrong else ""


def damages(folder: Path) -> list[str]:
    """What is wrong with the embedded databases of a graph folder, which nobody has open."""
    found = ((path, broken(path)) for path in sorted((folder / "cypher").glob("db-*")))
    return [f"{path.name} is damaged ({reason})" for path, reason in found if reason]


def state(path: Path) -> str:
    """Which state of a kept aggregation the database at this path holds; empty where that is not known."""
    noted = _noted(path)
    return noted["state"] if noted else ""


def _noted(path: Path) -> dict[str, Any] | None:
    """What the seal says; None where there is none, or of another version."""
    try:
        noted = json.loads((path / _FILE).read_text(encoding="utf-8"))
        if noted["version"] == _version() and isinstance(noted["state"], str):
            return {"state": noted["state"], "files": dict(noted["files"])}
    except (OSError, ValueError, LookupError, TypeError):
        pass
    return None


def _version() -> str:
    return f"{layout.VERSION} {engine.VERSION}"


def _checksums(path: Path) -> dict[str, str]:
    files = sorted(file for file in path.iterdir() if file.name != _FILE)
    with ThreadPoolExecutor() as several:
        return dict(zip((f.name for f in files), several.map(_checksum, files), strict=True))


def _checksum(file: Path) -> str:
    """Of JSON that of what it holds: the engine writes the same in another order when it closes."""
    if file.suffix == ".json":
        return digest(json.dumps(json.loads(file.read_text(encoding="utf-8")), sort_keys=True))
    return checksum.of_file(file)


def _plain(schema: Path) -> bool:
    """Whether a schema has types and properties alone: nothing that would be run."""
    types = json.loads(schema.read_text(encoding="utf-8"))
    if any(value for name, value in types.items() if name not in _PLAIN_SCHEMA):
        return False
    properties = (p for type_ in types["types"].values() for p in type_.get("properties", {}).values())
    return all(_PLAIN_PROPERTY.issuperset(p) and not p.get("custom") for p in properties)
