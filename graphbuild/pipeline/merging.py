"""Graph folders that were built apart into one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphbuild import decisions
from graphbuild.checking import checked_as
from graphbuild.errors import InputError
from graphbuild.ledger import Ledger, deciding, writing
from graphbuild.pipeline.options import Inputs, paths
from graphbuild.tables import aliases


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, and what the graph holds now."""

    merged: int
    """Articles that came."""
    same: int
    """Articles that were there already, or came twice."""
    conflicts: tuple[str, ...]
    """What contradicted what came before it, and was left out, in words."""
    articles: int
    """Articles in the graph now, as all that follows."""
    entities: int
    statements: int
    relations: int


@checked_as(InputError)
def merge(folders: Inputs, folder: Path | str) -> MergeReport:
    """Join graph folders, one or several, into ``folder``, which is made where there is none, and added to
    where there is.

    The graph is the same as if their articles had been built at once. Of two articles of one id
    that differ the first is kept, and so is the first folder's dictionary of names; both are reported
    as conflicts. Decisions come along: what was excluded or rejected in one folder is so in all.
    A folder is taken in whole or not at all.

    Raises ``InputError`` where there is nothing to join, ``LedgerError`` for a folder that is no graph
    and where another process writes to ``folder``.
    """
    given = [Path(one) for one in paths(folders, "folders")]
    if not given:
        raise InputError("no graph to merge: give graph folders")
    for one in given:
        Ledger.open(one).close()
    target = Path(folder)
    if all(one.resolve() == target.resolve() for one in given):
        raise InputError(f"{target}: is what others are merged into; give a graph folder beside it")
    merged = same = 0
    conflicts: list[str] = []
    with Ledger.create(target) as ledger, writing(target):
        for one in given:
            if one.resolve() == target.resolve():
                continue
            done = ledger.take_in(one)
            merged, same = merged + done.articles, same + done.same
            conflicts += [f"{one}: article {id_} {why}; it is left as it is" for id_, why in done.conflicts]
            conflicts += _own(one, target)
        counts = ledger.counts(decisions.excluded(decisions.load(target)))
        ledger.end()
    return MergeReport(
        merged,
        same,
        tuple(conflicts),
        *(counts[n] for n in ("articles", "entities", "statements", "relations")),
    )


def _own(folder: Path, target: Path) -> list[str]:
    """Bring along what a user decided, and the dictionary of names where there is none yet."""
    with deciding(target):
        decisions.save(target, (*decisions.load(target), *decisions.load(folder)))
    own, kept = aliases.kept(folder), aliases.kept(target)
    if own and not kept:
        aliases.save(target, own)
    if own and kept and own != kept:
        return [f"{folder}: {aliases.FILE} differs from the one before; that is left as it is"]
    return []
