"""Measures for sets with given pairs: event class, directed sentiment, stance."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from graphbuild.evaluate import mapping
from graphbuild.evaluate.metrics import f1, macro_f1, overlap, share
from graphbuild.model import Reading, Span, Statement, Verdict
from graphbuild.tables import relations

Row = Mapping[str, Any]
Verdicts = Sequence[tuple[Verdict, Verdict]]


def plover(rows: Sequence[Row], verdicts: Verdicts) -> dict[str, float]:
    """Event class of a directed pair: 15 roots, 4 quad classes, cooperation against conflict."""
    named = mapping.roots()
    quads = {group.name: int(next(iter(group.labels))) for group in mapping.groups("plover")}
    found = [named.get(forward.plover or "") for forward, _ in verdicts]
    found_quads = [quads.get(root or "-") for root in found]
    labels: list[str] = sorted({row["label"] for row in rows})
    wanted = [row["label"] for row in rows]
    wanted_quads = [row["quad"] for row in rows]

    def sides(classes: Sequence[int | None]) -> list[bool | None]:
        return [None if quad is None else quad > 2 for quad in classes]

    return {
        "root_macro_f1": macro_f1(wanted, found, labels),
        "quad_macro_f1": macro_f1(wanted_quads, found_quads, (1, 2, 3, 4)),
        "binary_macro_f1": macro_f1(sides(wanted_quads), sides(found_quads), (False, True)),
        "root_accuracy": _accuracy(wanted, found),
    }


def plover_end_to_end(rows: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, float]:
    """Event class of directed pairs when only the text is given: linked, right, swapped."""
    groups = mapping.group_of("plover")
    pairs = [row for row in rows if row["source"] and row["target"]]
    linked = right = right_quad = swapped = rooted = rooted_right = 0
    for row in pairs:
        reading = readings[row["doc"]]
        mentions = {e.id: [(m.start, m.end) for m in e.mentions] for e in reading.entities}
        forth: list[Statement] = []
        back = False
        for s in reading.statements:
            if s.relation in groups:
                ahead, reverse = _directions(s, row["source"], row["target"], mentions)
                forth += [s] if ahead else []
                back |= reverse
        found = [groups[s.relation] for s in forth]
        hits = [group for group in found if group.name == row["label"]]
        linked += bool(forth)
        right += bool(hits)
        right_quad += any(str(row["quad"]) in group.labels for group in found)
        swapped += back and not forth
        rooted += sum(bool(group.name) for group in found)
        rooted_right += len(hits)
    return {
        "linked": share(linked, len(pairs)),
        "right_root": share(right, len(pairs)),
        "right_quad": share(right_quad, len(pairs)),
        "root_precision": share(rooted_right, rooted),
        "role_swap_rate": share(swapped, linked + swapped),
    }


def _directions(
    s: Statement, source: Span, target: Span, mentions: Mapping[str, list[Span]]
) -> tuple[bool, bool]:
    """Whether the statement is about these two spans, in its direction and in reverse."""

    def meets(entity: str, evidence: Span, span: Span) -> bool:
        return bool(overlap(evidence, span)) or any(overlap(m, span) for m in mentions[entity])

    forth = meets(s.source, s.source_span, source) and meets(s.target, s.target_span, target)
    back = meets(s.source, s.source_span, target) and meets(s.target, s.target_span, source)
    if relations()[s.relation].symmetric:
        return forth or back, forth or back
    if forth and back:  # one name is in both spans: use the words of the statement
        ahead = overlap(s.source_span, source) + overlap(s.target_span, target)
        reverse = overlap(s.source_span, target) + overlap(s.target_span, source)
        return ahead >= reverse, reverse > ahead
    return forth, back


def five_classes(rows: Sequence[Row], verdicts: Verdicts) -> dict[str, float]:
    """Directed sentiment: neutral, or positive or negative in one of the directions."""
    wanted = [row["label"] for row in rows]
    found = [_five(forward, backward) for forward, backward in verdicts]
    return {"micro_f1": _accuracy(wanted, found), "macro_f1": macro_f1(wanted, found, (0, 1, 2, 3, 4))}


def _five(forward: Verdict, backward: Verdict) -> int:
    if forward.sentiment == backward.sentiment == "neutral":
        return 0
    if forward.sentiment != "neutral" and (
        backward.sentiment == "neutral" or forward.confidence >= backward.confidence
    ):
        return 1 if forward.sentiment == "positive" else 3
    return 2 if backward.sentiment == "positive" else 4


def stance(rows: Sequence[Row], verdicts: Verdicts) -> dict[str, float]:
    """Polarity of a stance; a neutral answer only lowers recall."""
    found = [forward.sentiment for forward, _ in verdicts]
    right = sum(row["label"] == sentiment for row, sentiment in zip(rows, found, strict=True))
    precision = share(right, sum(sentiment != "neutral" for sentiment in found))
    recall = share(right, len(rows))
    return {"polarity_f1": f1(precision, recall), "precision": precision, "recall": recall}


def _accuracy(wanted: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    return share(sum(a == b for a, b in zip(wanted, found, strict=True)), len(wanted))
