"""Measures for sets of documents: relations between entities, and between spans of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphbuild.evaluate import mapping
from graphbuild.evaluate.metrics import aligned, f1, matching, overlap, share
from graphbuild.model import KINDS, Reading, Span

Row = Mapping[str, Any]
Cluster = tuple[Span, ...]
Triple = tuple[str, Cluster, Cluster]
Link = tuple[Span, Span, str]
_UNASKED = "named"
"""A CrossRE label between two names of the same entity, which is not a relation."""


def entity_relations(name: str, rows: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, float]:
    """Soft F1 of relations between the entities of a document.

    A relation stands for the pairs of the names of its ends. Precision is the mean share of the pairs of a
    found relation that an expected one also has; recall is the reverse. Found names are first aligned with
    the names of the set.
    """
    scope = {*KINDS, *(() if name == "dwie" else ("nationality",))}
    precisions: list[float] = []
    recalls: list[float] = []
    for row in rows:
        wanted, ignored = _wanted(name, row, scope)
        found = _found(name, row, scope, readings[row["id"]])
        in_wanted, in_ignored = _pairs(name, wanted), _pairs(name, ignored)
        found = {t for t in found if not _passed_over(_pairs(name, [t]), in_wanted, in_ignored)}
        in_found = _pairs(name, found)
        precisions += [_part(_pairs(name, [t]), in_wanted) for t in found]
        recalls += [_part(_pairs(name, [t]), in_found) for t in wanted]
    precision, recall = share(sum(precisions), len(precisions)), share(sum(recalls), len(recalls))
    return {"soft_f1": f1(precision, recall), "precision": precision, "recall": recall}


def _wanted(name: str, row: Row, scope: set[str]) -> tuple[set[Triple], set[Triple]]:
    """Return the expected relations, and those that merely follow from one of them."""
    kinds = {e["id"]: e["kind"] for e in row["entities"]}
    names: dict[str, set[Span]] = {}
    for m in row["mentions"]:
        names.setdefault(m["entity"], set()).add((m["start"], m["end"]))
    labels: dict[tuple[str, str], set[str]] = {}
    for r in row["relations"]:
        if {kinds[r["source"]], kinds[r["target"]]} <= scope and {r["source"], r["target"]} <= names.keys():
            labels.setdefault((r["source"], r["target"]), set()).add(r["type"])
    wanted: set[Triple] = set()
    ignored: set[Triple] = set()
    for (a, b), given in labels.items():
        for group in mapping.groups(name):
            for label in given & group.labels.keys():
                ends = (b, a) if group.labels[label] == "~" else (a, b)
                source, target = (tuple(sorted(names[end])) for end in ends)
                follows = any(of == label and by in given for of, by in group.implied)
                (ignored if follows else wanted).add(_canonical(group, source, target))
    return wanted, ignored - wanted


def _found(name: str, row: Row, scope: set[str], reading: Reading) -> set[Triple]:
    """Return the found relations between spans of the set, without nationality words that are out of
    scope.
    """
    groups = mapping.group_of(name)
    kinds = {(m["start"], m["end"]): m["kind"] for m in row["mentions"]}
    footers = {e["id"] for e in row["entities"] if "footer" in e.get("types", ())}
    foot = [(m["start"], m["end"]) for m in row["mentions"] if m["entity"] in footers]
    skipped = [span for span, kind in kinds.items() if kind == "nationality" and kind not in scope]
    spans = [
        (span, e.id)
        for e in reading.entities
        for span in sorted({(m.start, m.end) for m in e.mentions if m.form == "name"})
        if kinds.get(span) in scope or not any(overlap(span, f) for f in foot)
    ]
    places = sorted(kinds)
    stands_for = aligned([span for span, _ in spans], places)
    clusters: dict[str, set[Span]] = {}
    for i, (span, entity) in enumerate(spans):
        place = places[stands_for[i]] if i in stands_for else span
        if place in skipped or (i not in stands_for and any(overlap(span, s) for s in skipped)):
            continue
        clusters.setdefault(entity, set()).add(place)
    return {
        _canonical(groups[s.relation], tuple(sorted(clusters[s.source])), tuple(sorted(clusters[s.target])))
        for s in reading.statements
        if not s.negated and s.relation in groups and {s.source, s.target} <= clusters.keys()
    }


def _canonical(group: mapping.Group, source: Cluster, target: Cluster) -> Triple:
    if group.symmetric and target < source:
        source, target = target, source
    return group.name, source, target


def _pairs(name: str, triples: Iterable[Triple]) -> set[Link]:
    """Return the pairs of names that relations stand for, in both directions for undirected relations."""
    symmetric = {group.name for group in mapping.groups(name) if group.symmetric}
    pairs = {(a, b, group) for group, source, target in triples for a in source for b in target}
    return pairs | {(b, a, group) for a, b, group in pairs if group in symmetric}


def _part(pairs: set[Link], of: set[Link]) -> float:
    return share(len(pairs & of), len(pairs))


def _passed_over(pairs: set[Link], wanted: set[Link], ignored: set[Link]) -> bool:
    return _part(pairs, ignored) >= 0.5 and not pairs & wanted


def span_relations(name: str, rows: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, float]:
    """F1 of relations between spans of a sentence, with their label and as unlabelled pairs.

    Overlapping spans are equal; found and expected relations are matched one to one.
    """
    typed, untyped = _Counts(), _Counts()
    for row in rows:
        kinds = {e["id"]: e["kind"] for e in row["entities"]}
        inside: list[Link] = []
        outside: list[Link] = []
        for r in row["relations"]:
            link = ((*r["source_span"],), (*r["target_span"],), r["type"])
            if not {kinds[r["source"]], kinds[r["target"]]} <= set(KINDS):
                outside.append(link)
            elif r["source"] != r["target"]:
                inside.append(link)
        statements = [s for s in readings[row["id"]].statements if not s.negated]
        _typed(name, [(s.source_span, s.target_span, s.relation) for s in statements], inside, outside, typed)
        pairs = {
            frozenset(link[:2]): link for link in [(s.source_span, s.target_span, "") for s in statements]
        }
        asked = {frozenset(link[:2]): link for link in inside if link[2] != _UNASKED}
        untyped.add(list(pairs.values()), list(asked.values()), outside, _either)
    return {
        **{f"typed_{key}": value for key, value in typed.figures().items()},
        **{f"pair_{key}": value for key, value in untyped.figures().items()},
    }


def _typed(
    name: str, found_links: list[Link], inside: list[Link], outside: list[Link], counts: _Counts
) -> None:
    groups = mapping.group_of(name)
    labels = {label for group in mapping.groups(name) for label in group.labels}

    def fits(found: Link, wanted: Link) -> bool:
        direction = groups[found[2]].labels.get(wanted[2])
        if direction is None:
            return False
        return _either(found, wanted) if direction == "=" else _forth(found, wanted, swapped=direction == "~")

    predicted = sorted({link for link in found_links if link[2] in groups}, key=found_links.index)
    counts.add(predicted, [link for link in inside if link[2] in labels], outside, fits)


def _forth(found: Link, wanted: Link, *, swapped: bool = False) -> bool:
    source, target = (wanted[1], wanted[0]) if swapped else wanted[:2]
    return bool(overlap(found[0], source) and overlap(found[1], target))


def _either(found: Link, wanted: Link) -> bool:
    return _forth(found, wanted) or _forth(found, wanted, swapped=True)


class _Counts:
    """Numbers of found and expected relations, and of agreements."""

    def __init__(self) -> None:
        self.found = self.right = self.wanted = self.covered = 0

    def add(self, found: list[Link], wanted: list[Link], outside: list[Link], fits: Any) -> None:
        """Match the relations of a document. Found ones that only match a relation out of scope are not
        counted.
        """
        pairs = matching(len(found), len(wanted), lambda i, j: fits(found[i], wanted[j]))
        covered = set(pairs.values())
        for i, j in pairs.items():  # a pair may have two labels, both of which one statement can express
            covered |= {
                k
                for k, link in enumerate(wanted)
                if set(link[:2]) == set(wanted[j][:2]) and fits(found[i], link)
            }
        self.right += len(pairs)
        self.found += sum(i in pairs or not any(fits(f, o) for o in outside) for i, f in enumerate(found))
        self.wanted += len(wanted)
        self.covered += len(covered)

    def figures(self) -> dict[str, float]:
        precision, recall = share(self.right, self.found), share(self.covered, self.wanted)
        return {"f1": f1(precision, recall), "p": precision, "r": recall}
