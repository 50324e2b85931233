"""Merges by the user's own dictionary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from graphbuild.model import Kind
from graphbuild.resolve.clustering import Clusters, Link
from graphbuild.resolve.evidence import Reason, Subject
from graphbuild.resolve.facts import related, successor
from graphbuild.resolve.spelling import parse, plain
from graphbuild.tables.aliases import Alias


def by_dictionary(clusters: Clusters, aliases: Sequence[Alias]) -> Mapping[int, tuple[str, ...]]:
    """Merge the subjects that are names of one entry, or of entries declared to be the same.

    Contradictions prevent a merge. Returns the external ids of each subject that has any.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for k, subject in enumerate(clusters.subjects if aliases else ()):
        for group in entries(subject, aliases):
            members[group].append(k)
    for _, same in sorted(members.items()):
        first = min(same, key=lambda k: (clusters.subjects[k].unit.bound, k))
        for k in same:
            if k != first:
                titles = (clusters.subjects[k].title, clusters.subjects[first].title)
                clusters.join(Link(k, first, "dictionary", [Reason("dictionary", titles)]))
    ids = _groups(tuple(aliases))[1]
    return {k: ids[group] for group, same in members.items() for k in same if group in ids}


def entries(subject: Subject, aliases: Sequence[Alias]) -> list[int]:
    """Return the numbers of the entries, or groups of entries, that list a subject."""
    group_of, _ = _groups(tuple(aliases))
    kind = subject.unit.kind
    names = sorted({str(parse(subject.title, kind)), str(subject.name)})
    named = [group_of[kind, name] for name in names if (kind, name) in group_of]
    found = []
    for group in sorted({group for group, _ in named}):
        country = named[0][1]
        home = frozenset((successor(country),)) if country else frozenset[str]()
        if not home or not subject.homes or related(subject.homes, home):
            found.append(group)
    return found


@lru_cache(maxsize=8)
def _groups(
    aliases: tuple[Alias, ...],
) -> tuple[dict[tuple[Kind, str], tuple[int, str]], dict[int, tuple[str, ...]]]:
    """Return the group and country of each name, and the external ids of each group."""
    leader = list(range(len(aliases)))

    def root(k: int) -> int:
        while leader[k] != k:
            k = leader[k]
        return k

    first: dict[tuple[Kind, str], int] = {}
    for k, entry in enumerate(aliases):
        for word in (entry.name, *entry.same_as):
            other = first.setdefault((entry.kind, plain(word)), k)
            one, two = sorted((root(k), root(other)))
            leader[two] = one
    names: dict[tuple[Kind, str], tuple[int, str]] = {
        (entry.kind, str(parse(name, entry.kind))): (root(k), entry.iso3)
        for k, entry in enumerate(aliases)
        if entry.kind != "country"
        for name in entry.names
    }
    listed = {(entry.kind, plain(entry.name)) for entry in aliases}
    ids: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for k, entry in enumerate(aliases):
        elsewhere = {word for word in entry.same_as if (entry.kind, plain(word)) not in listed}
        ids[root(k)] = tuple(sorted({*ids[root(k)], *elsewhere}))
    return names, {group: external for group, external in ids.items() if external}
