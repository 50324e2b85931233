"""Merge graph folders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphbuild import decisions
from graphbuild.checking import checked_as
from graphbuild.errors import InputError
from graphbuild.ledger import Ledger, deciding, write_lock
from graphbuild.pipeline import kept
from graphbuild.pipeline.options import Inputs, paths
from graphbuild.tables import aliases


@dataclass(frozen=True, slots=True)
class MergeReport:
    """The result of a merge, and the size of the merged graph."""

    merged: int
    """New articles."""
    same: int
    """Articles that existed already, or occurred twice."""
    conflicts: tuple[str, ...]
    """Descriptions of the conflicting articles, dictionaries and options, which were ignored."""
    articles: int
    """Articles in the graph now; the following fields also describe the graph."""
    entities: int
    statements: int
    relations: int


@checked_as(InputError)
def merge(folders: Inputs, folder: Path | str) -> MergeReport:
    """Merge one or several graph folders into ``folder``, which is created if missing and extended otherwise.

    The graph is the same as if all articles had been built at once. Of two different articles with the same
    id the first is kept, and so are the dictionary of the first folder and, of other options for the same
    input, the first; all three are reported as conflicts.
    Decisions are merged: what was excluded or rejected in one folder is excluded or rejected in the result.
    Each folder is merged completely or not at all.

    Raises ``InputError`` if there is nothing to merge, and ``LedgerError`` for a folder that is not a graph
    and if another process writes to ``folder``.
    """
    given = [Path(source) for source in paths(folders, "folders")]
    if not given:
        raise InputError("no graph to merge: give graph folders")
    for source in given:
        Ledger.open(source).close()
    target = Path(folder)
    if all(source.resolve() == target.resolve() for source in given):
        raise InputError(f"{target}: is what others are merged into; give a graph folder beside it")
    merged = same = 0
    conflicts: list[str] = []
    with Ledger.create(target) as ledger, write_lock(target):
        for source in given:
            if source.resolve() == target.resolve():
                continue
            done = ledger.take_in(source)
            merged, same = merged + done.articles, same + done.same
            conflicts += [
                f"{source}: article {id_} {why}; it is left as it is" for id_, why in done.conflicts
            ]
            conflicts += _merge_choices(source, target)
        counts = ledger.counts(decisions.excluded(decisions.load(target)))
        ledger.end()
    return MergeReport(
        merged,
        same,
        tuple(conflicts),
        *(counts[n] for n in ("articles", "entities", "statements", "relations")),
    )


def _merge_choices(folder: Path, target: Path) -> list[str]:
    """Merge the user's decisions and the options of inputs; copy the dictionary of names if there is none."""
    with deciding(target):
        decisions.save(target, (*decisions.load(target), *decisions.load(folder)))
    entries, existing = aliases.kept(folder), aliases.kept(target)
    if entries and not existing:
        aliases.save(target, entries)
    options, before = kept.load(folder), kept.load(target)
    kept.save(target, options | before)
    conflicts = [
        f"{folder}: {kept.FILE}: {path} has other options; the first are kept"
        for path, own in options.items()
        if before.get(path, own) != own
    ]
    if entries and existing and entries != existing:
        conflicts.insert(0, f"{folder}: {aliases.FILE} differs from the one before; that is left as it is")
    return conflicts
