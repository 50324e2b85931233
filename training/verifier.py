"""Learn what the verifier weighs: ``python -m training.verifier --open FOLDER``.

Reads the texts of ``judged.jsonl`` as ``graphbuild`` does, finds each judged statement among the candidates
that it makes today, and fits a logistic regression to the verdicts: weights are kept small (a ridge), so that
rare features say little. Writes ``graphbuild/resources/verifier.tsv``; prints how well the verifier tells
right from wrong on the sentences kept back (one in five, as in ``annotated.py``), and by rule.

Reading takes some four minutes, fitting seconds; ``--cases FILE`` keeps what was read for the next time.
Nothing is drawn at random: the same files give the same weights.
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graphbuild import tables
from graphbuild.extract import read_parse
from graphbuild.extract.evidence import Case, features
from graphbuild.extract.inventory import keys
from graphbuild.extract.verifier import CONSTANT, probability
from graphbuild.extractor import Extractor
from graphbuild.model import Article
from training import annotated, judged

TABLE = tables.RESOURCES / "verifier.tsv"
#: How strongly weights are drawn to 0, and candidates that a feature must hold for to be weighed.
RIDGE, FEWEST = 40.0, 10
#: Thresholds that are reported.
_THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Example:
    """A judged candidate as it is read today."""

    features: dict[str, float]
    heard: bool
    right: bool
    kept: bool
    """Whether it is kept from learning."""
    rule: str
    relation: str


def examples(folders: Sequence[Path]) -> Iterator[Example]:
    """The judged events that the rules and the encoder still propose."""
    extractor = Extractor()
    for name, text, date, lines in judged.texts(folders, judged.lines()):
        cases: list[Case] = []

        def keep(case: Case, cases: list[Case] = cases) -> float:
            cases.append(case)
            return 1.0

        read_parse(
            extractor.annotator.parse(text), Article(name, text, date=date), extractor.encoder, judge=keep
        )
        for line in lines:
            found = _case(cases, line)
            if found is None:
                continue
            c = found.event.candidate
            right = right_as_read(line, c.relation)
            if right is not None and tables.relations()[c.relation].quad is not None:
                kept = annotated.kept(line)
                yield Example(features(found), found.heard is not None, right, kept, c.rule, c.relation)


def _case(cases: Sequence[Case], line: judged.Row) -> Case | None:
    """The candidate that a judgement is about; of several on its ends and trigger one of its relation."""
    said = line["former"], line["negated"], line["modality"] != "asserted"
    found = [
        case
        for case in cases
        if list(case.source.span) == line["source"]
        and list(case.target.span) == line["target"]
        and _overlap(case, line["trigger"])
        and judged.ends(*(case.document.cluster(a).name for a in (case.source, case.target))) == line["ends"]
        and said == _said(case)
    ]
    return min(found, key=lambda case: case.event.candidate.relation != line["relation"], default=None)


def _overlap(case: Case, trigger: Sequence[int]) -> bool:
    parse = case.document.parse
    return any(parse.start[t] < trigger[1] and trigger[0] < parse.end[t] for t in case.event.candidate.tokens)


def _said(case: Case) -> tuple[bool, bool, bool]:
    said = case.event.factuality
    return case.event.candidate.former, said.negated, said.modality != "asserted"


def right_as_read(line: judged.Row, relation: str) -> bool | None:
    """Whether a judged statement is right with this relation; None where its verdict does not tell."""
    if line["verdict"] == "doubt":
        return None
    if relation == line["relation"]:
        return bool(line["verdict"] == "right")
    if line["verdict"] == "right":
        return False
    return True if line.get("instead") == relation else None


def fit(some: Sequence[Example], ridge: float = RIDGE, fewest: int = FEWEST) -> dict[str, float]:
    """The weights of a logistic regression, by Newton's method."""
    counts = Counter(name for e in some for name in e.features)
    names = sorted(name for name, n in counts.items() if n >= fewest)
    place = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(some), len(names) + 1))
    x[:, -1] = 1
    for row, e in zip(x, some, strict=True):
        for name, value in e.features.items():
            if name in place:
                row[place[name]] = value
    y = np.array([e.right for e in some], float)
    pull = np.full(len(names) + 1, ridge)
    pull[-1] = 0.001
    found = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ found))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(pull), x.T @ (y - p) - pull * found)
        found += step
        if abs(step).max() < 1e-9:
            break
    return {**{name: float(w) for name, w in zip(names, found[:-1], strict=True)}, CONSTANT: float(found[-1])}


def unheard(some: Sequence[Example]) -> list[Example]:
    """The same candidates without what the encoder says of them."""
    return [
        Example(
            {name: v for name, v in e.features.items() if not name.startswith("heard")},
            False, e.right, e.kept, e.rule, e.relation,
        )
        for e in some
    ]  # fmt: skip


def auc(p: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right candidate is held for likelier than a wrong one."""
    good = [v for v, r in zip(p, right, strict=True) if r]
    bad = [v for v, r in zip(p, right, strict=True) if not r]
    return sum((a > b) + 0.5 * (a == b) for a in good for b in bad) / (len(good) * len(bad))


def write(heard: dict[str, float], alone: dict[str, float]) -> None:
    """Write the table of weights, features by name."""
    lines = [
        "# What each feature of a candidate weighs (log odds), with the relation encoder's answer and",
        "# without; `python -m training.verifier --open FOLDER` writes it.",
        "feature\theard\tunheard",
    ]
    for name in sorted({*heard, *alone}, key=lambda name: (name != CONSTANT, name)):
        cells = [f"{w[name]:.3f}" if name in w else "" for w in (heard, alone)]
        lines.append("\t".join((name, *cells)))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(some: Sequence[Example], p: Sequence[float]) -> None:
    """Print how well probabilities tell right from wrong: in all, by threshold, by tenth, by rule."""
    right = sum(e.right for e in some)
    print(f"{len(some)} candidates, {right / len(some):.3f} right, AUC {auc(p, [e.right for e in some]):.3f}")
    for threshold in _THRESHOLDS:
        kept = [e.right for e, v in zip(some, p, strict=True) if v >= threshold]
        share = sum(kept) / max(1, len(kept))
        print(f"  from {threshold:.2f}: {share:.3f} right, {sum(kept) / right:.3f} found")
    for low in range(10):
        inside = [(v, e.right) for e, v in zip(some, p, strict=True) if low <= v * 10 < low + 1]
        if inside:
            said, were = (sum(x) / len(inside) for x in zip(*inside, strict=True))
            print(f"  said {said:.2f}, were {were:.2f} ({len(inside)})")


def by_rule(some: Sequence[Example], p: Sequence[float], threshold: float) -> list[tuple[Any, ...]]:
    """Of each rule with ten candidates or more: candidates, share right before and after, right ones lost."""
    of: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for e, v in zip(some, p, strict=True):
        for name in keys(e.rule, e.relation):
            of[name].append((e.right, v >= threshold))
    rows = []
    for (rule, relation), found in sorted(of.items(), key=lambda item: -len(item[1])):
        if len(found) >= 10:
            kept = [right for right, stays in found if stays]
            right = sum(r for r, _ in found)
            rows.append(
                (
                    rule,
                    relation,
                    len(found),
                    right / len(found),
                    len(kept),
                    sum(kept) / max(1, len(kept)),
                    right - sum(kept),
                )
            )
    return rows


def cross_validated(some: Sequence[Example], parts: int = 8) -> list[float]:
    """The probability of each example by weights that were learnt without its part."""
    p = [0.0] * len(some)
    for k in range(parts):
        known = fit([e for i, e in enumerate(some) if i % parts != k])
        for i in range(k, len(some), parts):
            p[i] = probability(some[i].features, known)
    return p


def main() -> None:
    """Learn, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="+", required=True, help="folders with the open sets")
    parser.add_argument("--cases", type=Path, help="a file of this script's own for what was read")
    options = parser.parse_args()
    if options.cases is not None and options.cases.exists():
        some = pickle.loads(options.cases.read_bytes())
    else:
        some = list(examples(options.open))
        if options.cases is not None:
            options.cases.write_bytes(pickle.dumps(some))
    taught, kept = [e for e in some if not e.kept], [e for e in some if e.kept]
    heard, alone = fit([e for e in taught if e.heard]), fit(unheard(taught))
    write(heard, alone)
    print(
        "read twice: {} statements, agreement {:.3f}, kappa {:.3f}".format(*judged.agreement(judged.lines()))
    )
    print("kept back, with the encoder:")
    report(kept, [probability(e.features, heard if e.heard else alone) for e in kept])
    print("kept back, without:")
    report(kept, [probability(e.features, alone) for e in unheard(kept)])
    print("by rule, each judged by weights learnt without it, from 0.5:")
    for rule, relation, n, before, left, after, lost in by_rule(some, cross_validated(some), 0.5):
        print(f"| `{rule}` {relation} | {n} | {before:.2f} | {left} | {after:.2f} | {lost} |")


if __name__ == "__main__":
    main()
