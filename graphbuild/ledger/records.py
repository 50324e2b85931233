"""Reading and writing records of the model in the ledger."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from graphbuild.closing import Closing
from graphbuild.errors import LedgerError
from graphbuild.ledger import database
from graphbuild.ledger.database import translated_errors
from graphbuild.ledger.inputs import InputChanges, InputTable
from graphbuild.ledger.merging import Merged, take_in
from graphbuild.model import NOT_READ, Article, Fingerprint, LocalEntity, Mention, Reading, Statement
from graphbuild.read import Failure, Foreign
from graphbuild.read.dates import may_be_two
from graphbuild.read.files import LEDGER_FILE
from graphbuild.tables import relations

_ARTICLE = "id, {}, title, date, source, url, date_from, given_id"
_ARTICLES = f"SELECT number, signature, paragraphs, {_ARTICLE} FROM article"
_ENTITIES = "SELECT kind, key, name, iso3, id FROM entity WHERE article = ? ORDER BY position"
_MENTIONS = (
    'SELECT entity, "start", "end", text, form, reason FROM mention WHERE article = ?'
    " ORDER BY entity, position"
)
#: The row of the report with the end time, in milliseconds since 1970.
_ENDED = "ended"
_STATEMENTS = "SELECT * FROM statement WHERE article = ? ORDER BY position"

_KEPT = "article NOT IN without"

#: Queries for articles with a record that does not match their text.
_MISPLACED = {
    "a mention": "SELECT a.id FROM mention m JOIN article a ON a.number = m.article"
    ' WHERE substr(a.text, m."start" + 1, m."end" - m."start") <> m.text LIMIT 1',
    "a sentence": "SELECT a.id FROM statement s JOIN article a ON a.number = s.article"
    " WHERE substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) <> s.sentence LIMIT 1",
}


class Ledger(Closing):
    """An open ledger; a context manager. Every method raises ``LedgerError``."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = connection
        self.inputs = InputTable(connection)
        """The files that the articles came from."""

    @classmethod
    def create(cls, folder: Path | str, *, wait: float = 10.0) -> Self:
        """Open the ledger of ``folder``, and create it if missing.

        ``wait`` is the number of seconds to wait for another writer. A folder with other contents is refused.
        """
        return cls(Path(folder), database.create(Path(folder), wait=wait))

    @classmethod
    def open(cls, folder: Path | str, *, wait: float = 10.0) -> Self:
        """Open the ledger of an existing graph folder; read-only if the folder is not writable."""
        return cls(Path(folder), database.connect(Path(folder), wait=wait))

    def close(self) -> None:
        self._db.close()

    def known(self) -> dict[str, str]:
        """Return the stamp of every article, by article id in order."""
        with translated_errors(self.folder):
            return dict(self._db.execute("SELECT id, stamp FROM article ORDER BY id"))

    def stamps(self) -> Iterator[tuple[str, str]]:
        """Yield id and stamp of every article, sorted by id."""
        with translated_errors(self.folder):
            yield from self._db.execute("SELECT id, stamp FROM article ORDER BY id")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within the ``with`` block, read from a snapshot taken at the first read."""
        with translated_errors(self.folder):
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    def stamp_of(self, article: str) -> str | None:
        """Return the stamp of the article with this id; None if there is none."""
        with translated_errors(self.folder):
            row = self._db.execute("SELECT stamp FROM article WHERE id = ?", (article,)).fetchone()
        return row[0] if row else None

    def write(self, batch: Iterable[tuple[str, Reading]], changes: InputChanges | None = None) -> None:
        """Store readings, each with its stamp, and replace those with the same article ids.

        A stamp identifies the content and the reader of an article; ``changes`` are the events of the inputs.
        All of it is stored in one transaction.
        """
        readings = {reading.article.id: (stamp, reading) for stamp, reading in batch}
        changes = changes or InputChanges()
        removed = [*readings, *changes.foreign]
        with self._transaction() as db:
            self.inputs.apply(changes, removed)
            db.executemany("DELETE FROM article WHERE id = ?", [(article,) for article in removed])
            number = db.execute("SELECT coalesce(max(number), 0) FROM article").fetchone()[0]
            numbered = [
                (number + i, stamp, reading) for i, (stamp, reading) in enumerate(readings.values(), start=1)
            ]
            db.executemany(
                f"INSERT INTO article VALUES ({_marks(12)})",
                [_article_row(n, stamp, reading) for n, stamp, reading in numbered],
            )
            db.executemany(
                f"INSERT INTO entity VALUES ({_marks(7)})",
                [
                    (n, e.id, i, e.kind, e.key, e.name, e.iso3)
                    for n, _, reading in numbered
                    for i, e in enumerate(reading.entities)
                ],
            )
            db.executemany(
                f"INSERT INTO mention VALUES ({_marks(8)})",
                [
                    (n, entity, i, m.start, m.end, m.text, m.form, m.reason)
                    for n, _, reading in numbered
                    for entity, mentions in ((e.id, e.mentions) for e in reading.entities)
                    for i, m in enumerate(mentions)
                ],
            )
            db.executemany(
                f"INSERT INTO statement VALUES ({_marks(30)})",
                [
                    _statement_row(n, i, statement)
                    for n, _, reading in numbered
                    for i, statement in enumerate(reading.statements)
                ],
            )

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove these articles with all their evidence; return the removed ids, sorted.

        Nothing is removed if an id is unknown.
        """
        wanted = sorted(set(ids))
        with self._transaction() as db:
            self.require(wanted, "nothing was removed")
            self.inputs.forget(wanted)
            db.executemany("DELETE FROM article WHERE id = ?", [(i,) for i in wanted])
        return wanted

    def require(self, ids: Iterable[str], otherwise: str) -> None:
        """Raise ``LedgerError`` if one of these articles is unknown; ``otherwise`` ends the message."""
        unknown = sorted(i for i in set(ids) if self.stamp_of(i) is None)
        if unknown:
            raise LedgerError(
                f"{self.folder}: holds no article {', '.join(unknown[:5])}"
                f"{f' and {len(unknown) - 5} more' if len(unknown) > 5 else ''}; {otherwise}:"
                " `graphbuild articles` lists their ids"
            )

    def take_in(self, folder: Path) -> Merged:
        """Merge the ledger of another graph folder, in one transaction."""
        with translated_errors(self.folder):
            uri = f"{(folder / LEDGER_FILE).resolve().as_uri()}?mode=ro"
            self._db.execute("ATTACH ? AS other", (uri,))
            try:
                with self._transaction() as db:
                    merged = take_in(db)
                    self.inputs.forget(id_ for id_, _ in merged.conflicts)
                    return merged
            finally:
                self._db.execute("DETACH other")

    def begin_run(self) -> None:
        """Forget failures that belong to no input, such as a folder that could not be searched."""
        with self._transaction() as db:
            db.execute("DELETE FROM failure WHERE input IS NULL")

    def end_run(self, roots: Iterable[str], unsearched: Iterable[str], *, prune: bool) -> list[str]:
        """After a run over ``roots`` without ``unsearched``, remove the failures of deleted files.

        With ``prune``, also remove the articles that are in no input any more; returns their ids, sorted.
        """
        with self._transaction() as db:
            removed = self.inputs.remove_deleted(roots, unsearched, prune=prune)
            db.executemany("DELETE FROM article WHERE id = ?", [(i,) for i in removed])
        return removed

    def keep_report(self, numbers: Mapping[str, int]) -> None:
        """Store the figures of the last run, by name."""
        with self._transaction() as db:
            db.execute("DELETE FROM report")
            db.executemany("INSERT INTO report VALUES (?, ?)", numbers.items())
        self.end()

    def end(self) -> None:
        """Store the current time as the end of a run or merge."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO report VALUES (?, ?)", (_ENDED, int(time.time() * 1000)))

    def ended(self) -> float:
        """Return the end of the last run or merge, in seconds since 1970; 0 for never."""
        with translated_errors(self.folder):
            row = self._db.execute("SELECT number FROM report WHERE name = ?", (_ENDED,)).fetchone()
        return row[0] / 1000 if row else 0.0

    def report(self) -> dict[str, int]:
        """Return the stored figures of the last completed run."""
        with translated_errors(self.folder):
            return dict(
                self._db.execute("SELECT name, number FROM report WHERE name <> ? ORDER BY name", (_ENDED,))
            )

    def failures(self) -> list[Failure]:
        """Return the failures, sorted by place."""
        with translated_errors(self.folder):
            rows = self._db.execute("SELECT place, reason FROM failure WHERE language = '' ORDER BY place")
            return [Failure(*row) for row in rows]

    def skipped(self) -> list[Foreign]:
        """Return the articles skipped because of their language, sorted by place."""
        with translated_errors(self.folder):
            rows = self._db.execute(
                "SELECT place, reason, language FROM failure WHERE language <> '' ORDER BY place"
            )
            return [Foreign(*row) for row in rows]

    def article(self, id: str) -> Article:  # noqa: A002 -- what it is called everywhere
        """Return the article with this id, with its text."""
        with translated_errors(self.folder):
            row = self._db.execute(
                f"SELECT {_ARTICLE.format('text')} FROM article WHERE id = ?", (id,)
            ).fetchone()
        if row is None:
            raise LedgerError(f"{self.folder}: holds no article {id}; check the id")
        return Article(*row)

    def readings(self, *, with_text: bool = False) -> Iterator[Reading]:
        """Yield all readings, sorted by article id, one in memory at a time.

        The articles' text is empty unless requested.
        """
        text = "text" if with_text else "''"
        with translated_errors(self.folder):
            for row in self._db.execute(_ARTICLES.format(text) + " ORDER BY id"):
                yield self._reading(row)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield id and text of every article, sorted by id, one in memory at a time."""
        with translated_errors(self.folder):
            yield from self._db.execute("SELECT id, text FROM article ORDER BY id")

    def reading(self, id: str, *, with_text: bool = False) -> Reading:  # noqa: A002
        """Return the reading of the article with this id, without its text unless requested.

        Raises ``LedgerError`` if there is none.
        """
        with translated_errors(self.folder):
            text = "text" if with_text else "''"
            row = self._db.execute(_ARTICLES.format(text) + " WHERE id = ?", (id,)).fetchone()
            if row is None:
                raise LedgerError(f"{self.folder}: holds no article {id}; check the id")
            return self._reading(row)

    def _reading(self, row: Sequence[Any]) -> Reading:
        number, signature, paragraphs, *fields = row
        article = Article(*fields)
        mentions: dict[str, list[Mention]] = {}
        for entity, *fields in self._db.execute(_MENTIONS, (number,)):
            mentions.setdefault(entity, []).append(Mention(*fields))
        entities = tuple(
            LocalEntity(kind, key, name, iso3, tuple(mentions.get(entity, ())))
            for kind, key, name, iso3, entity in self._db.execute(_ENTITIES, (number,))
        )
        statements = tuple(_statement(article.id, row) for row in self._db.execute(_STATEMENTS, (number,)))
        return Reading(article, entities, statements, Fingerprint(signature, paragraphs))

    def problems(self) -> list[str]:
        """Check the whole ledger for damage; return each fault once.

        Positions of mentions and sentences are compared with the articles' text, which detects changes of the
        text at these positions.
        """
        problems = []
        with translated_errors(self.folder):
            faults = [row[0] for row in self._db.execute("PRAGMA integrity_check(3)")]
            problems += [f"{LEDGER_FILE} is damaged: {fault}" for fault in faults if fault != "ok"]
            if self._db.execute("PRAGMA foreign_key_check").fetchone():
                problems.append("entities, mentions or statements belong to no article")
            for what, query in _MISPLACED.items():
                if row := self._db.execute(query).fetchone():
                    problems.append(f"{what} of article {row[0]} is not what stands in its text")
        return problems

    def counts(self, without: Collection[str] = ()) -> dict[str, int]:
        """Count articles, undated ones, entities, mentions, statements, relations and failures.

        Articles with the ids ``without`` are ignored. Entities, statements and relations are counted as in
        the articles, before entity resolution, so that no aggregation is needed.
        """
        symmetric = [relation.name for relation in relations().values() if relation.symmetric]
        swap = f"relation IN ({_marks(len(symmetric))}) AND source > target"
        edge = f"relation, iif({swap}, target, source), iif({swap}, source, target)"
        edges = f"FROM statement WHERE source <> target AND {_KEPT}"
        distinct_columns = f"article, {edge}, negated, modality, former, plain(sentence)"
        queries: dict[str, tuple[str, Sequence[str]]] = {
            "articles": ("SELECT count(*) FROM article WHERE number NOT IN without", ()),
            "undated": ("SELECT count(*) FROM article WHERE date = '' AND number NOT IN without", ()),
            "entities": (f"SELECT count(DISTINCT id) FROM entity WHERE {_KEPT}", ()),
            "mentions": (f"SELECT count(*) FROM mention WHERE {_KEPT}", ()),
            "statements": (
                f"SELECT count(*) FROM (SELECT DISTINCT {distinct_columns} {edges})",
                symmetric * 2,
            ),
            "relations": (
                f"SELECT count(*) FROM (SELECT DISTINCT {edge} {edges}"
                " AND NOT negated AND modality = 'asserted')",
                symmetric * 2,
            ),
            "failures": ("SELECT count(*) FROM failure WHERE language = ''", ()),
        }
        with translated_errors(self.folder):
            self._db.execute("CREATE TEMP TABLE without (number INTEGER PRIMARY KEY)")
            try:
                self._db.executemany(
                    "INSERT INTO without SELECT number FROM article WHERE id = ?", [(id_,) for id_ in without]
                )
                return {
                    name: self._db.execute(query, values).fetchone()[0]
                    for name, (query, values) in queries.items()
                }
            finally:
                self._db.execute("DROP TABLE without")

    def files(self) -> dict[str, str]:
        """Return the file that each article was read from, if known; the first of several."""
        with translated_errors(self.folder):
            return dict(
                self._db.execute(
                    "SELECT origin.article, min(input.path) FROM origin"
                    " JOIN input ON input.number = origin.input AND input.reading = origin.reading"
                    " GROUP BY origin.article"
                )
            )

    def read_of(self, file: str) -> list[str]:
        """Return the ids of the articles read from the file with this path; empty if it is unknown."""
        with translated_errors(self.folder):
            found = self._db.execute(
                "SELECT article.id FROM input"
                " JOIN origin ON origin.input = input.number AND origin.reading = input.reading"
                " JOIN article ON article.id = origin.article WHERE input.path = ? ORDER BY article.id",
                (os.path.abspath(file),),
            )
            return [id_ for (id_,) in found]

    def unread_dates(self) -> tuple[int, str]:
        """Return the number of articles with an unreadable date, and one of these dates: the longest
        ambiguous one, else the longest.
        """
        number, longest, of_two = 0, "", ""
        with translated_errors(self.folder):
            for written, articles in self._db.execute(
                "SELECT date_from, count(*) FROM article WHERE date = '' AND date_from LIKE ?"
                " GROUP BY date_from ORDER BY length(date_from) DESC, date_from",
                (f"{NOT_READ}%",),
            ):
                bare = written.removeprefix(NOT_READ)
                number += articles
                longest = longest or bare
                of_two = of_two or (bare if may_be_two(bare) else "")
        return number, of_two or longest

    def stamp(self) -> str:
        """Return a digest of the content: equal for the same articles read by the same version."""
        content = hashlib.blake2b(digest_size=8)
        with translated_errors(self.folder):
            for article, stamp in self._db.execute("SELECT id, stamp FROM article ORDER BY id"):
                content.update(f"{article}\x1f{stamp}\x1e".encode())
        return content.hexdigest()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with translated_errors(self.folder):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


def _marks(n: int) -> str:
    return ", ".join("?" * n)


def _article_row(number: int, stamp: str, reading: Reading) -> tuple[str | int | bytes, ...]:
    a, f = reading.article, reading.fingerprint
    return (
        number, a.id, stamp, a.title, a.date, a.source, a.url, a.text, a.date_from, a.given_id,
        f.signature, f.paragraphs,
    )  # fmt: skip


def _statement_row(article: int, position: int, s: Statement) -> tuple[str | int | float, ...]:
    return (
        article, position, s.relation, s.source, s.target, *s.source_span, *s.target_span,
        *s.sentence_span, s.sentence, *s.trigger_span, s.trigger, s.negated, s.modality, s.attribution,
        s.tense, s.confidence, s.rule, s.source_role, s.target_role, s.former, s.root,
        s.when_from, s.when_to, s.when_precision, s.when_source, s.when_text,
    )  # fmt: skip


def _statement(article: str, row: Sequence[Any]) -> Statement:
    return Statement(
        article=article,
        relation=row[2],
        source=row[3],
        target=row[4],
        source_span=(row[5], row[6]),
        target_span=(row[7], row[8]),
        sentence_span=(row[9], row[10]),
        sentence=row[11],
        trigger_span=(row[12], row[13]),
        trigger=row[14],
        negated=bool(row[15]),
        modality=row[16],
        attribution=row[17],
        tense=row[18],
        confidence=row[19],
        rule=row[20],
        source_role=row[21],
        target_role=row[22],
        former=bool(row[23]),
        root=row[24],
        when_from=row[25],
        when_to=row[26],
        when_precision=row[27],
        when_source=row[28],
        when_text=row[29],
    )
