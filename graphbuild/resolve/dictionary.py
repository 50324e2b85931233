"""What the user's own dictionary of names says of who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graphbuild.model import Kind
from graphbuild.resolve.clustering import Clusters, Link
from graphbuild.resolve.evidence import Told
from graphbuild.resolve.facts import related, successor
from graphbuild.resolve.spelling import parse, plain
from graphbuild.tables.aliases import Alias


def by_dictionary(clusters: Clusters, aliases: Sequence[Alias]) -> Mapping[int, tuple[str, ...]]:
    """Join the subjects that are names of one entry, or of entries that are the same as one another.

    Nothing is joined against a contradiction. Returns the ids elsewhere of each subject that has any.
    """
    group_of, ids = _groups(aliases)
    members: dict[int, list[int]] = defaultdict(list)
    for k, subject in enumerate(clusters.subjects if aliases else ()):
        unit = subject.unit
        names = {str(parse(subject.title, unit.kind)), str(subject.name)}
        for group in sorted(
            {group_of[unit.kind, name][0] for name in names if (unit.kind, name) in group_of}
        ):
            of = next(group_of[unit.kind, name][1] for name in sorted(names) if (unit.kind, name) in group_of)
            home = frozenset((successor(of),)) if of else frozenset[str]()
            if not home or not subject.homes or related(subject.homes, home):
                members[group].append(k)
    for _, same in sorted(members.items()):
        first = min(same, key=lambda k: (clusters.subjects[k].unit.bound, k))
        for k in same:
            if k != first:
                titles = (clusters.subjects[k].title, clusters.subjects[first].title)
                clusters.join(Link(k, first, "dictionary", [Told("dictionary", titles)]))
    return {k: ids[group] for group, same in members.items() for k in same if ids[group]}


def _groups(
    aliases: Sequence[Alias],
) -> tuple[dict[tuple[Kind, str], tuple[int, str]], dict[int, tuple[str, ...]]]:
    """The group and country of each name, and the ids elsewhere of each group."""
    leader = list(range(len(aliases)))

    def of(k: int) -> int:
        while leader[k] != k:
            k = leader[k]
        return k

    first: dict[tuple[Kind, str], int] = {}
    for k, entry in enumerate(aliases):
        for word in (entry.name, *entry.same_as):
            other = first.setdefault((entry.kind, plain(word)), k)
            one, two = sorted((of(k), of(other)))
            leader[two] = one
    names: dict[tuple[Kind, str], tuple[int, str]] = {
        (entry.kind, str(parse(name, entry.kind))): (of(k), entry.iso3)
        for k, entry in enumerate(aliases)
        if entry.kind != "country"
        for name in entry.names
    }
    own = {(entry.kind, plain(entry.name)) for entry in aliases}
    ids: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for k, entry in enumerate(aliases):
        elsewhere = {word for word in entry.same_as if (entry.kind, plain(word)) not in own}
        ids[of(k)] = tuple(sorted({*ids[of(k)], *elsewhere}))
    return names, ids
