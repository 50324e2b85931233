"""Merge one ledger into another inside the database, without reading articles again and with little
memory.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

#: Tables with rows that belong to an article, by its number.
_OF_ARTICLES = ("entity", "mention", "statement")


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of merging another ledger."""

    articles: int
    """New articles."""
    same: int
    """Articles that existed already, with the same content and reader."""
    conflicts: tuple[tuple[str, str], ...]
    """Ids of articles that differ here, and were not changed; with the reason."""


def take_in(db: sqlite3.Connection) -> Merged:
    """Merge the database attached as ``other``, inside a transaction of its owner."""
    (offset,) = db.execute("SELECT coalesce(max(number), 0) FROM main.article").fetchone()
    db.execute(
        "CREATE TEMP TABLE taken AS SELECT number, number + ? AS here FROM other.article"
        " WHERE id NOT IN (SELECT id FROM main.article)",
        (offset,),
    )
    try:
        conflicts = db.execute(
            "SELECT a.id, iif(a.text = b.text AND a.title = b.title AND a.date = b.date"
            " AND a.source = b.source AND a.url = b.url,"
            " 'is here by another reading: other models, names or version',"
            " 'is here with another content')"
            " FROM main.article a JOIN other.article b ON a.id = b.id WHERE a.stamp <> b.stamp ORDER BY a.id"
        ).fetchall()
        (known,) = db.execute(
            "SELECT count(*) FROM other.article WHERE number NOT IN (SELECT number FROM taken)"
        ).fetchone()
        _copy(db, "article", "number")
        for table in _OF_ARTICLES:
            _copy(db, table, "article")
        (articles,) = db.execute("SELECT count(*) FROM taken").fetchone()
        _take_inputs(db)
    finally:
        db.execute("DROP TABLE taken")
    return Merged(articles, known - len(conflicts), tuple(conflicts))


def _copy(db: sqlite3.Connection, table: str, number: str) -> None:
    """Copy the rows of merged articles under their new numbers."""
    columns = [
        f'"{name}"' for _, name, *_ in db.execute(f"PRAGMA main.table_info({table})") if name != number
    ]
    names = ", ".join(columns)
    db.execute(
        f'INSERT INTO main.{table} ("{number}", {names})'
        f" SELECT here, {names} FROM other.{table} AS o JOIN taken ON taken.number = o.{number}"
    )


def _take_inputs(db: sqlite3.Connection) -> None:
    """Merge the table of inputs. A file that is known in both is read again the next time."""
    db.execute("UPDATE main.input SET version = '' WHERE path IN (SELECT path FROM other.input)")
    db.execute(
        "INSERT OR IGNORE INTO main.input SELECT NULL, path, size, modified, changed, inode,"
        " version, articles, reading FROM other.input ORDER BY number"
    )
    existing = (
        "(SELECT m.{} FROM main.input m JOIN other.input o ON m.path = o.path WHERE o.number = {}.input)"
    )
    db.execute(
        f"INSERT OR IGNORE INTO main.origin SELECT {existing.format('number', 'x')}, article,"
        f" {existing.format('reading', 'x')} FROM other.origin x"
    )
    db.execute(
        f"INSERT OR IGNORE INTO main.failure SELECT place, reason, language, {existing.format('number', 'x')}"
        " FROM other.failure x"
    )
