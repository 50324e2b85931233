"""The stored aggregation: open, update and query it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from graphbuild.closing import Closing, gc_disabled
from graphbuild.corrections import Corrections, Edge
from graphbuild.decisions import Decision, Side, about_names, cells, effective, excluded, of_cells
from graphbuild.errors import LedgerError
from graphbuild.incremental import counting, inferring, joining, records, seal, sync
from graphbuild.incremental.database import FILE, Database, packed
from graphbuild.incremental.naming import Names
from graphbuild.incremental.overview import Overview, overview
from graphbuild.incremental.records import Changes, Within
from graphbuild.ledger import Ledger, private
from graphbuild.model import Article, Entity, Graph, Kind, Relation, digest
from graphbuild.resolve.facts import Sighting
from graphbuild.tables.aliases import Alias

#: Former name of the file. It is derived data, so it is deleted.
_OLD_FILE = "fold.sqlite"


class Aggregation(Closing):
    """The aggregation of a graph folder. Every method raises ``LedgerError`` if its database fails."""

    def __init__(self, folder: Path, version: str, aliases: Sequence[Alias] = ()) -> None:
        """Open it, or create an empty one.

        ``version`` identifies the aggregating code. An aggregation by another version, or with other
        ``aliases``, is discarded and rebuilt. If the folder is not writable, the aggregation is kept in
        memory.
        """
        self._folder, self._aliases = folder, tuple(aliases)
        place = folder / FILE if os.access(folder, os.W_OK) else None
        made_by = digest(version, repr(self._aliases))
        self.mended = ""
        """What was wrong with a damaged aggregation that had to be discarded; empty for nothing."""
        if place is not None:
            private(place)
            _delete(folder / _OLD_FILE)
        with self._translated_errors():
            try:
                self._db = Database(place, made_by)
            except sqlite3.DatabaseError as error:
                if place is None or isinstance(error, sqlite3.OperationalError):
                    raise
                self.mended = str(error)
                _delete(place)
                self._db = Database(place, made_by)

    def close(self) -> None:
        self._db.close()

    def start_over(self) -> None:
        """Empty it, so that the next update recomputes everything."""
        with self._translated_errors(), self._db.stays(), self._db.transaction():
            self._db.set_values(**{"made by": ""})

    @property
    def state(self) -> str:
        """Name of the current state of the graph, for ``changes``. It is constant until the next
        ``update`` of this object.
        """
        return self._db.last_change()[1]

    def update(self, ledger: Ledger, decisions: Iterable[Decision] = ()) -> Self:
        """Update it to the current content of the ledger and to these decisions.

        Raises ``TableError`` for a statement of an unknown relation.
        """
        now = effective(decisions)
        with (
            self._translated_errors(),
            self._db.stays(),
            ledger.snapshot(),
            self._db.transaction(),
            gc_disabled(),
        ):
            without = excluded(now)
            here = ledger.stamps()
            if without:
                here = (stamped for stamped in here if stamped[0] not in without)
            written, gone = sync.differences(here, sync.stamps(self._db))
            before = _decisions(self._db.value_of("decisions"))
            if not (written or gone or before != now):
                return self
            self._db.begin_change()
            self._db.set_values(decisions=packed([cells(d) for d in now]))
            sync.update_articles(self._db, ledger, written, gone)
            if written or gone:
                sync.collate(self._db)
            sync.update_sightings(self._db, ledger)
            names_before, names_now = about_names(before), about_names(now)
            for d in {*names_before} ^ {*names_now}:
                for side in (d.a, d.b):
                    self._db.touch("group", d.kind, side.key)
            names = Names(self._db, names_now, self._aliases)
            names.group()
            names.compare()
            joining.resolve_components(self._db, names, names_now, names_before, self._aliases)
            joining.assign_entities(self._db)
            corrections = joining.corrections(self._db, now)
            counting.touch_corrected(self._db, corrections)
            counting.update_statements(self._db, ledger, corrections)
            counting.recount_relations(self._db)
            counting.recompute_entities(self._db)
            inferring.infer(self._db)
        return self

    def graph(self) -> Graph:
        """Return the whole graph, as ``aggregate`` does."""
        with self._translated_errors(), gc_disabled():
            return records.graph(self._db, _decisions(self._db.value_of("decisions")))

    def entities(self) -> tuple[Entity, ...]:
        """Return only the entities."""
        with self._translated_errors():
            return tuple(records.entities(self._db))

    def relations(self) -> Iterator[Relation]:
        """Yield only the relations, sorted by id, with few of them in memory at a time."""
        with self._translated_errors():
            yield from records.relations(self._db)

    def times(self, edges: Iterable[Edge]) -> tuple[tuple[str, str], ...]:
        """First and last day of each of these relations, as ``records.times`` gives them."""
        with self._translated_errors():
            return tuple(records.times(self._db, edges))

    def articles(self) -> Iterator[tuple[Article, str, int, int]]:
        """Yield only the articles, as ``records.articles`` does, with few of them in memory at a time."""
        with self._translated_errors():
            yield from records.articles(self._db)

    def overview(self, known: int) -> Overview:
        """Return an overview of the graph in figures, with the ``known`` best-known entities of each kind."""
        with self._translated_errors():
            return overview(self._db, known)

    def within(self, article: str) -> Within:
        """Return the entities and boilerplate of an article; empty if the graph does not contain it."""
        with self._translated_errors():
            return records.within(self._db, article)

    def corrections(self, decisions: Iterable[Decision]) -> Corrections:
        """Apply these decisions to the relations of the graph."""
        with self._translated_errors():
            return joining.corrections(self._db, decisions)

    def sightings(self, units: Iterable[str]) -> dict[str, list[Sighting]]:
        """Return the sightings of the units with these ids, by id, the earliest article first."""
        found: dict[str, list[Sighting]] = {unit: [] for unit in units}
        with self._translated_errors():
            all_units = self._db.execute("SELECT id, kind, base, number FROM unit")
            for id_, *of in [row for row in all_units if row[0] in found]:
                rows = self._db.execute(
                    f"{sync.SIGHTING_QUERY} WHERE s.kind = ? AND s.key = ? AND s.unit = ?"
                    " ORDER BY a.date = '', a.date, a.id, s.local",
                    of,
                )
                found[id_] += map(sync.sighting_from_row, rows)
        return found

    def unit(self, id_: str) -> tuple[Kind, Side] | None:
        """Return the kind and side that identify the unit with this id in a decision; None if there is
        none.
        """
        with self._translated_errors():
            return joining.unit_side(self._db, id_)

    def side(self, entity: str, article: str = "") -> tuple[str, str]:
        """Return how a decision identifies an entity: a key, and an article if the key alone is ambiguous.

        ``article`` is one that names the entity; its key is used unless it is specific to that article.
        """
        with self._translated_errors():
            return joining.side_of(self._db, entity, article)

    def changes(self, since: str) -> Changes | None:
        """Return the changes of the graph since that ``state``; None if the state is unknown."""
        with self._translated_errors():
            change = self._db.change_of(since)
            return None if change is None else records.changes(self._db, change)

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(
                f"{self._folder / FILE}: cannot be used ({error}); free disk space, wait for other"
                " processes that use it, or delete it: it is rebuilt"
            ) from error


def _decisions(packed_: str) -> tuple[Decision, ...]:
    found = (of_cells(row) for row in json.loads(packed_ or "[]"))
    return tuple(d for d in found if not isinstance(d, str))


def _delete(place: Path) -> None:
    seal.forget(place)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{place}{suffix}").unlink(missing_ok=True)
