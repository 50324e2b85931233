"""Names of one article that mean the same entity, and the key of each entity.

Deterministic and careful: a country is its code; an organisation its table entry, its full
name, or an acronym that the article itself explains; a person the full name, which shorter
names of the article join when only one can be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities import organisation_keys, person_keys, reasons
from graphbuild.extract.names.recognition import Name
from graphbuild.model import Kind


@dataclass(slots=True)
class Cluster:
    """An entity of the article while its mentions are gathered."""

    kind: Kind
    key: str
    name: str
    iso3: str = ""
    names: list[int] = field(default_factory=list)
    """Indices into the article's names."""
    gender: str = ""
    """``m``, ``f``, or empty where nothing tells."""

    @property
    def vague(self) -> bool:
        """Whether this is a person whom the article calls by a single word, so that the key holds its id."""
        return self.kind == "person" and "/" in self.key


def cluster(parse: Parse, names: Sequence[Name], article: str) -> tuple[list[Cluster], list[int], list[str]]:
    """The entities, for each name the index of its entity, and why it is that one's."""
    keys: list[tuple[Kind, str, str, str]] = []
    persons = person_keys.assign(parse, names, article)
    organisations = organisation_keys.assign(parse, names, article)
    for k, n in enumerate(names):
        if n.kind == "country":
            assert n.known is not None
            keys.append(("country", n.known.key, n.known.name, n.known.key))
        elif n.kind == "person":
            keys.append(("person", *persons[k][:2], ""))
        else:
            keys.append(("organisation", *organisations[k], ""))
    own = [key for _, key, _, _ in keys]
    for k, other in _aliases(parse, names):
        kind, key, name, iso3 = keys[k]
        said = keys[other]
        keys = [(kind, key, name, iso3) if t[:2] == said[:2] else t for t in keys]
    clusters: list[Cluster] = []
    index: dict[tuple[str, str], int] = {}
    of: list[int] = []
    for k, (kind, key, name, iso3) in enumerate(keys):
        at = index.get((kind, key))
        if at is None:
            at = index[kind, key] = len(clusters)
            clusters.append(Cluster(kind, key, name, iso3))
        clusters[at].names.append(k)
        of.append(at)
    for c in clusters:
        if c.kind == "person":
            c.gender = person_keys.gender_of(parse, [names[k] for k in c.names])
    why: list[str] = []
    for k, n in enumerate(names):
        c = clusters[of[k]]
        if c.key != own[k]:
            why.append(f"the article calls {c.name} so as well")
        else:
            why.append(persons[k][2] if n.kind == "person" else reasons.reason_for(n, c.key, c.name))
    return clusters, of, why


_ALIAS = tables.patterns()["also known as"]

_BORN = ("born", "née", "nee")


def _aliases(parse: Parse, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Names that the article says are of one: "X, also known as Y", "X (born Y)"."""
    for k in range(len(names) - 1):
        a, b = names[k], names[k + 1]
        between = [w for w in parse.words[a.last + 1 : b.first] if w not in ('"', "“", "'", "‘")]
        if a.kind != b.kind or a.kind == "country" or not 0 < len(between) < 7:
            continue
        said = _ALIAS.fullmatch(" ".join(between).lower())
        if said and not (said["birth"] in _BORN and b.first == b.last):  # "née Kahn" is her family's name too
            yield k, k + 1
