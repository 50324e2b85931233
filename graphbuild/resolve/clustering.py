"""From evidence about pairs to entities: surest first, never against a contradiction or a decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from graphbuild.resolve.evidence import DOUBTFUL, ENOUGH, SHORT, Reason, Subject, points
from graphbuild.resolve.facts import related
from graphbuild.resolve.units import clash

#: Likenesses of names that an article may use side by side for one person.
_SAME = ("same name", "accents", "spelling", "together", "short form", "dictionary")
Weight = Literal["ties", "doubt", "none"]
"""Whether a link may join two, is worth a look, or neither."""
#: By how much one of several that could be meant must be the likeliest.
_CLEARLY = 3


@dataclass(slots=True)
class Link:
    """Two subjects, by position, that may be one; the vaguer name first."""

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
    """Subjects, joined step by step."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.subjects = subjects
        self._of = list(range(len(subjects)))
        self._clusters: dict[int, _Cluster] = {}
        self.doubts: list[Link] = []
        self.joined: list[Link] = []

    def of(self, k: int) -> int:
        """The cluster of a subject, by the position of one of its members."""
        while self._of[k] != k:
            self._of[k] = self._of[self._of[k]]
            k = self._of[k]
        return k

    def members(self) -> Iterator[list[int]]:
        """The clusters of more than one subject."""
        for k, cluster in self._clusters.items():
            if self._of[k] == k and len(cluster.members) > 1:
                yield cluster.members

    def part(self, a: int, b: int) -> None:
        """Never join these two."""
        self._cluster(self.of(a)).enemies.add(b)
        self._cluster(self.of(b)).enemies.add(a)

    def join(self, link: Link, *, decided: bool = False) -> bool:
        """Make one of two clusters; whether they are one now.

        What is ``decided`` is one against all that contradicts it, and parts nobody from either: from then
        on neither what is known of the lesser of the two nor whom articles name beside them speaks against
        anybody.
        """
        a, b = self.of(link.a), self.of(link.b)
        if a == b:
            self.joined.append(link)
            return True
        x, y = self._cluster(a), self._cluster(b)
        if not x.enemies.isdisjoint(y.members) or (not decided and _apart(x, y, link.how)):
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


def _apart(x: _Cluster, y: _Cluster, how: str) -> bool:
    """Whether two clusters contradict each other as wholes, whatever two of their members say."""
    if clash(x.initials, y.initials):
        return True
    if x.generations and y.generations and not x.generations & y.generations:
        return True
    foreign = x.homes and y.homes and not related(frozenset(x.homes), frozenset(y.homes))
    if foreign and not x.offices & y.offices:
        return True
    return how not in _SAME and not x.articles.isdisjoint(y.articles)


def cluster(clusters: Clusters, links: Iterable[Link], parted: Sequence[bool]) -> None:
    """Join what the links speak for; what they leave open goes to ``doubts``.

    ``parted`` says which subjects have namesakes: who is alike to one of these must be so to no other.
    """
    ordered = sorted(links, key=lambda x: (-x.points, x.a, x.b))
    open_: dict[str, list[Link]] = defaultdict(list)
    subjects = clusters.subjects
    for link in ordered:
        weight, judged = sift(link, subjects[link.a], subjects[link.b], parted[link.a] and parted[link.b])
        if weight == "doubt":
            clusters.doubts.append(judged)
        elif weight == "none":
            continue
        elif link.how in SHORT and link.how != "surnames":
            open_[link.how].append(link)
        elif parted[link.a] or parted[link.b]:
            open_["parted"].append(link)
        elif link.how not in SHORT and not clusters.join(link):
            clusters.doubts.append(link)
    for how in ("parted", *SHORT):
        _short(clusters, open_[how], parted)
    for link in ordered:  # surnames with surnames
        if link.how == "surnames" and link.points >= ENOUGH and not clusters.join(link):
            clusters.doubts.append(link)


def sift(link: Link, a: Subject, b: Subject, parted: bool) -> tuple[Weight, Link]:
    """How much a link weighs, whatever else there is; and the link with what that adds to its reasons.

    ``parted`` says whether both have namesakes.
    """
    if parted and link.how == "same name" and _key(a) == _key(b):
        return "doubt", replace(link, reasons=[*link.reasons, Reason("namesakes")])
    if link.points >= ENOUGH:
        return "ties", link
    return ("doubt" if link.points >= DOUBTFUL else "none"), link


def _key(subject: Subject) -> str:
    return subject.unit.sightings[0].key


def _short(clusters: Clusters, links: Iterable[Link], parted: Sequence[bool]) -> None:
    """Join each vague name to the one that it can mean; where several can be meant, to none."""
    of: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        vague, other = (link.b, link.a) if parted[link.a] and not parted[link.b] else (link.a, link.b)
        of[vague].append(Link(vague, other, link.how, link.reasons))
    chosen: list[Link] = []
    for vague in sorted(of):
        options: dict[int, Link] = {}
        for link in sorted(of[vague], key=lambda x: (-x.points, x.b)):
            options.setdefault(clusters.of(link.b), link)
        best, *others = options.values()
        rivals = [x for x in others if x.points > best.points - _CLEARLY]
        if (own := clusters.of(vague)) in options:
            chosen.append(options[own])
        elif rivals:
            clusters.doubts += [_one_of_several(clusters, x, (best, *rivals)) for x in (best, *rivals)]
        else:
            chosen.append(best)
    for link in sorted(chosen, key=lambda x: (-x.points, x.a, x.b)):
        if not clusters.join(link):
            clusters.doubts.append(link)


def _one_of_several(clusters: Clusters, link: Link, options: Iterable[Link]) -> Link:
    titles = {clusters.subjects[x.b].title for x in options if x is not link}
    several = Reason("several", (", ".join(sorted(titles)[:3]),))
    return Link(link.a, link.b, link.how, [*link.reasons, several])
