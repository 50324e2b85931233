"""The SQLite database of a graph folder: its tables, and opening it with clear errors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from graphbuild.errors import LedgerError
from graphbuild.read.files import LEDGER_FILE

#: Version of the tables below. Increase it with every change to them.
SCHEMA_VERSION = 4
#: Marks the file as a ledger (``PRAGMA application_id``): "gbld" in ASCII.
APPLICATION_ID = 0x67626C64

_SCHEMA = """
CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,
    title TEXT NOT NULL, date TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL,
    text TEXT NOT NULL, date_from TEXT NOT NULL, given_id TEXT NOT NULL,
    signature BLOB NOT NULL, paragraphs BLOB NOT NULL
) STRICT;
CREATE TABLE entity (
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, iso3 TEXT NOT NULL,
    PRIMARY KEY (article, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE mention (
    article INTEGER NOT NULL,
    entity TEXT NOT NULL,
    position INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, form TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (article, entity, position),
    FOREIGN KEY (article, entity) REFERENCES entity (article, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE statement (
    article INTEGER NOT NULL,
    position INTEGER NOT NULL,
    relation TEXT NOT NULL,
    source TEXT NOT NULL, target TEXT NOT NULL,
    source_start INTEGER NOT NULL, source_end INTEGER NOT NULL,
    target_start INTEGER NOT NULL, target_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, sentence TEXT NOT NULL,
    trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL, "trigger" TEXT NOT NULL,
    negated INTEGER NOT NULL, modality TEXT NOT NULL, attribution TEXT NOT NULL, tense TEXT NOT NULL,
    confidence REAL NOT NULL, rule TEXT NOT NULL,
    source_role TEXT NOT NULL, target_role TEXT NOT NULL,
    former INTEGER NOT NULL, root TEXT NOT NULL,
    when_from TEXT NOT NULL, when_to TEXT NOT NULL, -- ISO days, inclusive; empty where unknown
    when_precision TEXT NOT NULL, when_source TEXT NOT NULL, when_text TEXT NOT NULL,
    PRIMARY KEY (article, position),
    FOREIGN KEY (article, source) REFERENCES entity (article, id) ON DELETE CASCADE,
    FOREIGN KEY (article, target) REFERENCES entity (article, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE input (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
    version TEXT NOT NULL, -- by which it was read to its end; empty where it has to be read again
    articles INTEGER NOT NULL,
    reading INTEGER NOT NULL -- how often it was begun to be read
) STRICT;
CREATE TABLE origin (
    input INTEGER NOT NULL REFERENCES input ON DELETE CASCADE,
    article TEXT NOT NULL,
    reading INTEGER NOT NULL, -- the last reading of the input that gave the article
    PRIMARY KEY (input, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_article ON origin (article);
CREATE TABLE failure (
    place TEXT PRIMARY KEY, reason TEXT NOT NULL,
    language TEXT NOT NULL, -- of an article that is passed over for it; empty for what could not be read
    input INTEGER REFERENCES input ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX failure_input ON failure (input);
CREATE TABLE report (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""


def create(folder: Path, *, wait: float) -> sqlite3.Connection:
    """Open the database of ``folder``; both are created if missing."""
    file = folder / LEDGER_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        strangers = _other_contents(folder)
    except OSError as error:
        raise LedgerError(
            f"{folder}: no graph can be made here ({error.strerror}); give another place with --graph"
        ) from error
    if strangers and not file.exists():
        raise LedgerError(
            f"{folder}: is not a graph, and not empty (it holds {strangers[0]}); give another --graph"
        )
    private(file)
    with translated_errors(folder), closing(sqlite3.connect(file, timeout=wait, isolation_level=None)) as db:
        if _is_blank(db):
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("BEGIN IMMEDIATE")
            if _is_blank(db):  # or another process has created it meanwhile
                for command in _SCHEMA.split(";\n"):
                    db.execute(command)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.execute("COMMIT")
    return connect(folder, wait=wait)


def _other_contents(folder: Path) -> list[str]:
    """List the visible contents of a folder; empty if the folder does not exist."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def connect(folder: Path, *, wait: float) -> sqlite3.Connection:
    """Open the database of an existing graph folder, and check that this version supports it."""
    file = folder / LEDGER_FILE
    if not file.is_file():
        if folder.is_file():
            raise LedgerError(f"{folder}: is a file, not a graph folder; give a folder that build made")
        making = "make one with: graphbuild build INPUT --graph"
        if strangers := _other_contents(folder):
            raise LedgerError(
                f"{folder}: is not a graph (it holds {strangers[0]}); give another --graph, or {making} NEW"
            )
        problem = "is not a graph" if folder.is_dir() else "there is no such graph"
        raise LedgerError(f"{folder}: {problem}; {making} {folder}")
    mode = "rw"
    if not (os.access(folder, os.W_OK) and os.access(file, os.W_OK)):
        # Without write permission, SQLite reads a WAL database only if assured that nobody changes it.
        mode = "ro" if file.with_name(f"{file.name}-wal").exists() else "ro&immutable=1"
    with translated_errors(folder):
        uri = f"{file.resolve().as_uri()}?mode={mode}"
        db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
        try:
            _check_version(folder, db)
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = NORMAL")
            db.create_function("plain", 1, lambda text: " ".join(text.split()), deterministic=True)
        except BaseException:
            db.close()
            raise
    return db


def private(file: Path) -> None:
    """Create a missing file that only its owner may access; SQLite uses the same mode for the files beside
    it.
    """
    with suppress(OSError):  # SQLite reports the problem better
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def _is_blank(db: sqlite3.Connection) -> bool:
    return not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _check_version(folder: Path, db: sqlite3.Connection) -> None:
    ours = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if ours != APPLICATION_ID:
        raise LedgerError(
            f"{folder}: is not a graph ({LEDGER_FILE} is not graphbuild's); give another --graph"
        )
    if version > SCHEMA_VERSION:
        raise LedgerError(
            f"{folder}: was made by a newer graphbuild (schema {version}, this one knows {SCHEMA_VERSION});"
            " upgrade graphbuild"
        )
    if version < SCHEMA_VERSION:
        raise LedgerError(
            f"{folder}: was made by an older graphbuild (schema {version}, this one needs {SCHEMA_VERSION});"
            " build it again into a new folder"
        )


@contextmanager
def translated_errors(folder: Path, file: str = LEDGER_FILE) -> Iterator[None]:
    """Convert SQLite's errors about a file of the folder to a ``LedgerError`` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            advice = "is being written to by another process; wait for it to end and try again"
        elif code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            mend = "build it again into a new folder" if file == LEDGER_FILE else "delete it, and try again"
            advice = f"{file} is damaged ({error}); {mend}"
        elif code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            advice = "cannot be written to; check its permissions or give another place with --graph"
        elif code.startswith("SQLITE_FULL"):
            advice = "the disk is full; make room and try again"
        else:
            advice = f"the ledger failed ({error}); try again, or build it again into a new folder"
        raise LedgerError(f"{folder}: {advice}") from error
