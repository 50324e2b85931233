"""Merge subjects into entities by evidence about pairs: strongest first, never against a contradiction or a
decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from graphbuild.resolve.evidence import DOUBTFUL, MERGE_POINTS, PARTIAL_MATCHES, Reason, Subject, points
from graphbuild.resolve.facts import related
from graphbuild.resolve.units import clash

#: Name matches of forms that one article may use side by side for the same person.
_SAME_ARTICLE_FORMS = ("same name", "accents", "spelling", "together", "short form", "dictionary")
Weight = Literal["ties", "doubt", "none"]
"""Whether a link is enough for a merge, only for a merge candidate, or for neither."""
#: Minimum lead in points of the best of several possible referents.
_LEAST_LEAD = 3


@dataclass(slots=True)
class Link:
    """Two subjects, by position, that may be the same entity; the less specific name first."""

    a: int
    b: int
    how: str
    reasons: list[Reason]

    @property
    def points(self) -> int:
        return points(self.reasons)


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    homes: set[str]
    offices: set[tuple[str, str]]
    initials: set[str]
    generations: set[str]
    articles: set[str]
    enemies: set[int] = field(default_factory=set)


class Clusters:
    """Subjects, merged step by step."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.subjects = subjects
        self._of = list(range(len(subjects)))
        self._clusters: dict[int, _Cluster] = {}
        self.doubts: list[Link] = []
        self.joined: list[Link] = []

    def representative(self, k: int) -> int:
        """Return the representative of a subject's cluster: the position of one of its members."""
        while self._of[k] != k:
            self._of[k] = self._of[self._of[k]]
            k = self._of[k]
        return k

    def members(self) -> Iterator[list[int]]:
        """Yield the clusters with more than one subject."""
        for k, cluster in self._clusters.items():
            if self._of[k] == k and len(cluster.members) > 1:
                yield cluster.members

    def part(self, a: int, b: int) -> None:
        """Forbid merging these two."""
        self._cluster(self.representative(a)).enemies.add(b)
        self._cluster(self.representative(b)).enemies.add(a)

    def join(self, link: Link, *, decided: bool = False) -> bool:
        """Merge two clusters and return whether they are one now.

        A ``decided`` merge ignores all contradictions, and causes none later: the facts of the smaller
        cluster and the articles that name both sides together are no longer compared with other clusters.
        """
        a, b = self.representative(link.a), self.representative(link.b)
        if a == b:
            self.joined.append(link)
            return True
        x, y = self._cluster(a), self._cluster(b)
        if not x.enemies.isdisjoint(y.members) or (not decided and _incompatible(x, y, link.how)):
            return False
        if (decided and len(x.articles) < len(y.articles)) or (
            not decided and len(x.members) < len(y.members)
        ):
            a, b, x, y = b, a, y, x
        self._of[b] = a
        x.members += y.members
        if decided:
            x.articles.clear()
        else:
            x.homes |= y.homes
            x.initials |= y.initials
            x.generations |= y.generations
            x.articles |= y.articles
        x.offices |= y.offices
        x.enemies |= y.enemies
        del self._clusters[b]
        self.joined.append(link)
        return True

    def _cluster(self, k: int) -> _Cluster:
        if k not in self._clusters:
            unit = self.subjects[k].unit
            person = unit.kind == "person"
            self._clusters[k] = _Cluster(
                [k], set(unit.homes), set(unit.offices), set(unit.initials), set(unit.generations),
                set(unit.articles) if person else set(),
            )  # fmt: skip
        return self._clusters[k]


def _incompatible(x: _Cluster, y: _Cluster, how: str) -> bool:
    """Whether two clusters as a whole contradict each other, regardless of single pairs."""
    if clash(x.initials, y.initials):
        return True
    if x.generations and y.generations and not x.generations & y.generations:
        return True
    foreign = x.homes and y.homes and not related(frozenset(x.homes), frozenset(y.homes))
    if foreign and not x.offices & y.offices:
        return True
    return how not in _SAME_ARTICLE_FORMS and not x.articles.isdisjoint(y.articles)


def cluster(clusters: Clusters, links: Iterable[Link], parted: Sequence[bool]) -> None:
    """Merge by the links with enough evidence; ambiguous ones go to ``doubts``.

    ``parted`` states for each subject whether it has namesakes: a match of one of these must match no other.
    """
    ordered = sorted(links, key=lambda x: (-x.points, x.a, x.b))
    later: dict[str, list[Link]] = defaultdict(list)
    subjects = clusters.subjects
    for link in ordered:
        weight, judged = sift(link, subjects[link.a], subjects[link.b], parted[link.a] and parted[link.b])
        if weight == "doubt":
            clusters.doubts.append(judged)
        elif weight == "none":
            continue
        elif link.how in PARTIAL_MATCHES and link.how != "surnames":
            later[link.how].append(link)
        elif parted[link.a] or parted[link.b]:
            later["parted"].append(link)
        elif link.how not in PARTIAL_MATCHES and not clusters.join(link):
            clusters.doubts.append(link)
    for how in ("parted", *PARTIAL_MATCHES):
        _merge_partial(clusters, later[how], parted)
    for link in ordered:  # bare surnames with each other
        if link.how == "surnames" and link.points >= MERGE_POINTS and not clusters.join(link):
            clusters.doubts.append(link)


def sift(link: Link, a: Subject, b: Subject, parted: bool) -> tuple[Weight, Link]:
    """Return the weight of a link by itself, and the link with added reasons.

    ``parted`` is whether both subjects have namesakes.
    """
    if parted and link.how == "same name" and _key(a) == _key(b):
        return "doubt", replace(link, reasons=[*link.reasons, Reason("namesakes")])
    if link.points >= MERGE_POINTS:
        return "ties", link
    return ("doubt" if link.points >= DOUBTFUL else "none"), link


def _key(subject: Subject) -> str:
    return subject.unit.sightings[0].key


def _merge_partial(clusters: Clusters, links: Iterable[Link], parted: Sequence[bool]) -> None:
    """Merge each partial name with its only possible referent; if there are several, with none."""
    links_of: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        partial, other = (link.b, link.a) if parted[link.a] and not parted[link.b] else (link.a, link.b)
        links_of[partial].append(Link(partial, other, link.how, link.reasons))
    chosen: list[Link] = []
    for partial in sorted(links_of):
        options: dict[int, Link] = {}
        for link in sorted(links_of[partial], key=lambda x: (-x.points, x.b)):
            options.setdefault(clusters.representative(link.b), link)
        best, *others = options.values()
        rivals = [x for x in others if x.points > best.points - _LEAST_LEAD]
        if (root := clusters.representative(partial)) in options:
            chosen.append(options[root])
        elif rivals:
            clusters.doubts += [_ambiguous(clusters, x, (best, *rivals)) for x in (best, *rivals)]
        else:
            chosen.append(best)
    for link in sorted(chosen, key=lambda x: (-x.points, x.a, x.b)):
        if not clusters.join(link):
            clusters.doubts.append(link)


def _ambiguous(clusters: Clusters, link: Link, options: Iterable[Link]) -> Link:
    titles = {clusters.subjects[x.b].title for x in options if x is not link}
    several = Reason("several", (", ".join(sorted(titles)[:3]),))
    return Link(link.a, link.b, link.how, [*link.reasons, several])
