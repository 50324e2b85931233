"""Learn what the verifier weighs: ``python -m training.verifier --open FOLDER``.

Reads the texts of ``judged.jsonl`` as ``graphbuild`` does and finds each judged statement among the
candidates that it makes today. The encoder has learnt from four in five of them, so only those kept back are
learnt from here, with what is read from the annotated sentences kept back, in the texts that they stand in,
right where the annotation has it.
A logistic regression is fitted to them: weights are kept small (a ridge), so that rare features say little. A
second one weighs its answer, got without the case itself, with that of the encoder when it is shown the
statement. Writes ``graphbuild/resources/verifier.tsv``; prints how well the verifier tells
right from wrong, each case judged by weights that were learnt without it, in all and by rule.

Reading takes some three minutes, fitting seconds; ``--cases FILE`` keeps what was read for the next time.
The same files give the same weights.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from graphbuild import tables
from graphbuild.extract import read_parse
from graphbuild.extract.inventory import keys
from graphbuild.extract.verification.features import Case, features
from graphbuild.extract.verification.verifier import CONSTANT, probability, second_features
from graphbuild.extractor import Extractor
from graphbuild.model import Article
from training import annotated, judged, open_data

TABLE = tables.RESOURCES / "verifier.tsv"
#: How strongly weights are drawn to 0, and candidates that a feature must hold for to be weighed.
RIDGE, FEWEST = 40.0, 10
#: The same of the second regression.
SECOND_RIDGE = 1.0
#: Weight of a case in an open text, beside 1 for one in our own articles, of which there are more.
OPEN = 3.0
#: Parts of the cases, each judged by what is learnt from the others.
PARTS = 8
#: Thresholds that are reported.
_THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Example:
    """A judged candidate as it is read today."""

    features: dict[str, float]
    heard: bool
    read: float
    """The encoder's log odds when it is shown the statement."""
    right: bool
    rule: str
    relation: str
    weight: float = OPEN


def examples(folders: Sequence[Path]) -> Iterator[Example]:
    """The judged events, of those kept back, that the rules and the encoder still propose."""
    extractor = Extractor()
    kept = [line for line in judged.lines() if annotated.kept(line)]
    for name, text, date, lines in judged.texts(folders, kept):
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
                assert found.read is not None
                yield Example(
                    features(found), found.heard is not None, found.read(), right, c.rule, c.relation
                )


def told(folders: Sequence[Path]) -> Iterator[Example]:
    """The events read from the annotated sentences kept back, right where the annotation has them."""
    extractor = Extractor()
    lines: dict[tuple[str, int], list[judged.Row]] = defaultdict(list)
    texts: dict[tuple[str, int], str] = {}
    for line, text in annotated.sentences(folders):
        if annotated.kept(line):
            place = line["set"], line["row"]
            lines[place].append(line)
            texts[place] = text[: judged.CUT.get(line["set"])]
    for (name, number), some in lines.items():
        text = texts[name, number]
        cases: list[Case] = []

        def keep(case: Case, cases: list[Case] = cases) -> float:
            cases.append(case)
            return 1.0

        article = Article(f"{name}/{number}", text)
        read_parse(extractor.annotator.parse(text), article, extractor.encoder, judge=keep)
        for case in cases:
            c, said = case.event.candidate, case.event.factuality
            inside = _line(some, case)
            if inside is None or tables.relations()[c.relation].quad is None or case.read is None:
                continue
            source, target = (
                (end.span[0] - inside["at"][0], end.span[1] - inside["at"][0])
                for end in (case.source, case.target)
            )
            polarities = "n" if said.negated else "a" if said.modality == "asserted" else "fphd"
            ours = name == open_data.ARTICLES.stem
            if ours and polarities != "a":
                continue  # readers note fewer of the plans than rules find
            right = annotated.tells(inside, source, c.relation, target, polarities)
            if right is not None:
                yield Example(
                    features(case), case.heard is not None, case.read(), right, c.rule, c.relation,
                    1.0 if ours else OPEN,
                )  # fmt: skip


def _line(some: Sequence[judged.Row], case: Case) -> judged.Row | None:
    """The annotated sentence that holds both ends of a case."""
    spans = case.source.span, case.target.span
    return next(
        (
            line
            for line in some
            if all(line["at"][0] <= start and end <= line["at"][1] for start, end in spans)
        ),
        None,
    )


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
    y, weight = (np.array(of, float) for of in zip(*((e.right, e.weight) for e in some), strict=True))
    pull = np.full(len(names) + 1, ridge)
    pull[-1] = 0.001
    found = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ found))
        slope, left = weight * p * (1 - p), weight * (y - p)
        step = np.linalg.solve((x.T * slope) @ x + np.diag(pull), x.T @ left - pull * found)
        found += step
        if abs(step).max() < 1e-9:
            break
    return {**{name: float(w) for name, w in zip(names, found[:-1], strict=True)}, CONSTANT: float(found[-1])}


def unheard(some: Sequence[Example]) -> list[Example]:
    """The same candidates without what the encoder says of them."""
    return [
        Example(
            {name: v for name, v in e.features.items() if not name.startswith("heard")},
            False, e.read, e.right, e.rule, e.relation, e.weight,
        )
        for e in some
    ]  # fmt: skip


def auc(p: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right candidate is held for likelier than a wrong one."""
    good = [v for v, r in zip(p, right, strict=True) if r]
    bad = [v for v, r in zip(p, right, strict=True) if not r]
    return sum((a > b) + 0.5 * (a == b) for a in good for b in bad) / (len(good) * len(bad))


def write(*columns: dict[str, float]) -> None:
    """Write the table of weights, features by name."""
    lines = [
        "# What each feature of a candidate weighs (log odds), with the relation encoder's answer, without,",
        "# and what that probability and the encoder's log odds weigh where it was shown the statement;",
        "# `python -m training.verifier --open FOLDER` writes it.",
        "feature\theard\tunheard\tread",
    ]
    for name in sorted(set().union(*columns), key=lambda name: (name != CONSTANT, name)):
        cells = [f"{w[name]:.3f}" if name in w else "" for w in columns]
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


def first(some: Sequence[Example], *, heard: bool = True) -> list[float]:
    """The probability of each example by the first regression, learnt without its part."""
    p = [0.0] * len(some)
    for k in range(PARTS):
        rest = [e for i, e in enumerate(some) if i % PARTS != k]
        with_it, without = fit([e for e in rest if e.heard]), fit(unheard(rest))
        for i in range(k, len(some), PARTS):
            known = with_it if heard and some[i].heard else without
            p[i] = probability(some[i].features, known)
    return p


def weighed(some: Sequence[Example], before: Sequence[float]) -> list[float]:
    """The same by the second regression, given what the first made of them."""
    seen = second(some, before)
    p = [0.0] * len(some)
    for k in range(PARTS):
        known = fit([e for i, e in enumerate(seen) if i % PARTS != k], SECOND_RIDGE, 1)
        for i in range(k, len(some), PARTS):
            p[i] = probability(seen[i].features, known)
    return p


def second(some: Sequence[Example], first: Sequence[float]) -> list[Example]:
    """The examples as the second regression sees them, by the probabilities of the first."""
    return [replace(e, features=second_features(p, e.read, e.rule)) for e, p in zip(some, first, strict=True)]


def main() -> None:
    """Learn, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="+", required=True, help="folders with the open sets")
    parser.add_argument("--cases", type=Path, help="a file of this script's own for what was read")
    options = parser.parse_args()
    if options.cases is not None and options.cases.exists():
        cases = pickle.loads(options.cases.read_bytes())
    else:
        cases = [*examples(options.open), *told(options.open)]
        if options.cases is not None:
            options.cases.write_bytes(pickle.dumps(cases))
    random.Random(0).shuffle(cases)
    before = first(cases)
    heard, alone = fit([e for e in cases if e.heard]), fit(unheard(cases))
    write(heard, alone, fit(second(cases, before), SECOND_RIDGE, 1))
    after = weighed(cases, before)
    print(
        "read twice: {} statements, agreement {:.3f}, kappa {:.3f}".format(*judged.agreement(judged.lines()))
    )
    print("with the encoder, shown the statement:")
    report(cases, after)
    print("with the encoder, not shown it:")
    report(cases, before)
    print("without:")
    report(cases, first(cases, heard=False))
    print("by rule, from 0.5:")
    for rule, relation, n, right, left, better, lost in by_rule(cases, after, 0.5):
        print(f"| `{rule}` {relation} | {n} | {right:.2f} | {left} | {better:.2f} | {lost} |")


if __name__ == "__main__":
    main()
