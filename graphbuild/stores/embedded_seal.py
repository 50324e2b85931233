"""Checksums of an embedded database's files when it was closed, to detect damage before it is queried.

A file beside them stores the checksum of each, and the state of the stored aggregation in the database. The
engine detects only some damage, when it reads it; the rest would lead to wrong answers.
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
#: The engine's settings file of a database. Our databases have no settings, and in a folder from others they
#: could enable what is disabled.
_CONFIGURATION = "configuration.json"
_SCHEMA = "schema.json"
_PLAIN_SCHEMA = frozenset("schemaVersion dbmsVersion dbmsBuild settings types".split())
_PLAIN_PROPERTY = frozenset("type custom".split())


def keep(path: Path, state: str = "") -> None:
    """Seal the closed database at this path; ``state`` is that of the stored aggregation it was made from."""
    (path / _CONFIGURATION).unlink(missing_ok=True)
    noted = {"version": _version(), "state": state, "files": _checksums(path)}
    (path / _FILE).write_text(json.dumps(noted, indent=1), encoding="utf-8")


def broken(path: Path) -> str:
    """Describe the damage of the closed database at this path; empty if it matches its seal.

    A database with settings, triggers, functions or views is rejected, whatever its seal says.
    """
    noted = _noted(path)
    if noted is None:
        return "it has no checksums: it was not closed, or not written by graphbuild"
    try:
        if (path / _CONFIGURATION).exists():
            return f"it has a {_CONFIGURATION}, which graphbuild does not write"
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
    """Describe the damage of the embedded databases of a graph folder, which must not be open."""
    found = ((path, broken(path)) for path in sorted((folder / "cypher").glob("db-*")))
    return [f"{path.name} is damaged ({reason})" for path, reason in found if reason]


def state(path: Path) -> str:
    """Return the state of the stored aggregation in the database at this path; empty if unknown."""
    noted = _noted(path)
    return noted["state"] if noted else ""


def _noted(path: Path) -> dict[str, Any] | None:
    """Return the content of the seal; None if there is none, or if it has another version."""
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
    """Return the checksum of a file; of JSON that of its content, since the engine reorders it when it
    closes.
    """
    if file.suffix == ".json":
        return digest(json.dumps(json.loads(file.read_text(encoding="utf-8")), sort_keys=True))
    return checksum.of_file(file)


def _plain(schema: Path) -> bool:
    """Whether a schema has only types and properties: nothing executable."""
    types = json.loads(schema.read_text(encoding="utf-8"))
    if any(value for name, value in types.items() if name not in _PLAIN_SCHEMA):
        return False
    properties = (p for type_ in types["types"].values() for p in type_.get("properties", {}).values())
    return all(_PLAIN_PROPERTY.issuperset(p) and not p.get("custom") for p in properties)
