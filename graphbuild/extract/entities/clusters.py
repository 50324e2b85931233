"""Cluster the names of one article that denote the same entity, and give each entity a key.

Deterministic and conservative. The key of a country is its code; that of an organisation its table
entry or full name, also for an acronym that the article explains; that of a person the full name, also
for shorter names where they are unambiguous.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities import organisation_keys, person_keys, reasons
from graphbuild.extract.names.recognition import Name
from graphbuild.model import Kind
from graphbuild.tables.keys import normal


@dataclass(slots=True)
class Cluster:
    """An entity of one article, with its names."""

    kind: Kind
    key: str
    name: str
    iso3: str = ""
    names: list[int] = field(default_factory=list)
    """Indices into the names of the article."""
    gender: str = ""
    """``m``, ``f``, or empty if unknown."""

    @property
    def is_article_scoped(self) -> bool:
        """Whether this is a person known by a single word, whose key contains the article's id."""
        return self.kind == "person" and "/" in self.key


def of_country(iso3: str, name: str) -> Cluster:
    """An organisation of a country, known by this name there: "Texas government"."""
    return Cluster("organisation", f"{normal(tables.countries()[iso3].name)}/{normal(name)}", name)


def cluster_names(
    parse: Parse, names: Sequence[Name], article: str
) -> tuple[list[Cluster], list[int], list[str]]:
    """Return the entities, and for each name the index of its entity and the reason."""
    keys: list[tuple[Kind, str, str, str]] = []
    persons = person_keys.assign(parse, names, article)
    organisations = organisation_keys.assign(parse, names, article)
    for k, n in enumerate(names):
        if n.kind == "country":
            assert n.entry is not None
            keys.append(("country", n.entry.key, n.entry.name, n.entry.key))
        elif n.kind == "person":
            keys.append(("person", *persons[k][:2], ""))
        else:
            keys.append(("organisation", *organisations[k], ""))
    before_aliases = [key for _, key, _, _ in keys]
    for k, other in _aliases(parse, names):
        replaced = keys[other][:2]
        keys = [keys[k] if t[:2] == replaced else t for t in keys]
    clusters: list[Cluster] = []
    index: dict[tuple[str, str], int] = {}
    cluster_of: list[int] = []
    for k, (kind, key, name, iso3) in enumerate(keys):
        at = index.setdefault((kind, key), len(clusters))
        if at == len(clusters):
            clusters.append(Cluster(kind, key, name, iso3))
        clusters[at].names.append(k)
        cluster_of.append(at)
    for c in clusters:
        if c.kind == "person":
            c.gender = person_keys.gender_of(parse, [names[k] for k in c.names])
    name_reasons: list[str] = []
    for k, n in enumerate(names):
        c = clusters[cluster_of[k]]
        if c.key != before_aliases[k]:
            name_reasons.append(f"the article calls {c.name} so as well")
        else:
            name_reasons.append(persons[k][2] if n.kind == "person" else reasons.reason_for(n, c.key, c.name))
    return clusters, cluster_of, name_reasons


_ALIAS = tables.patterns()["also known as"]

_BORN = ("born", "née", "nee")


def _aliases(parse: Parse, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Yield pairs of names that the article equates: "X, also known as Y", "X (born Y)"."""
    for k in range(len(names) - 1):
        a, b = names[k], names[k + 1]
        between = [w for w in parse.words[a.last + 1 : b.first] if w not in ('"', "“", "'", "‘")]
        if a.kind != b.kind or a.kind == "country" or not 0 < len(between) < 7:
            continue
        if a.entry is not None and b.entry is not None and a.entry.key != b.entry.key:
            continue  # "a branch of the *Guards* known as the *Quds Force*"
        stated = _ALIAS.fullmatch(" ".join(between).lower())
        if stated is None:
            continue
        if stated["birth"] in _BORN and b.first == b.last:
            continue  # "née Kahn": shared with her family
        yield k, k + 1
