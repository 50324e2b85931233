"""Train the verifier: ``python -m training.verifier --open FOLDER``.

Extracts the texts of ``judged.jsonl`` with the current ``graphbuild`` and finds each judged statement among
the candidates. The encoder was trained on four in five of them, so only the held-out ones are used here,
together with the candidates in the held-out annotated sentences, which are right if the annotation has them.

A logistic regression with a ridge penalty is fitted to these examples, so that rare features weigh little. A
second one combines its cross-validated probability with the log odds by the encoder for the whole statement.
Writes ``graphbuild/resources/verifier.tsv`` and prints cross-validated figures, in all and by rule.

Extraction takes some three minutes, fitting seconds; ``--cases FILE`` caches the extracted examples. The same
files give the same weights.
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
from graphbuild.extract.verification.features import ENCODER, Instance, features
from graphbuild.extract.verification.verifier import COLUMNS, INTERCEPT, claim_features, logistic
from graphbuild.extractor import Extractor
from graphbuild.model import Article
from training import annotated, judged, open_data

TABLE = tables.RESOURCES / "verifier.tsv"
#: Ridge penalty, and examples that a feature must occur in to get a weight.
RIDGE, MIN_COUNT = 40.0, 10
#: Ridge penalty of the second regression.
SECOND_RIDGE = 1.0
#: Weight of an example in an open text; one in the project's own articles, of which there are more, has 1.
OPEN = 3.0
#: Folds of the cross-validation.
FOLDS = 8
#: Thresholds in the report.
_THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Example:
    """A judged candidate as it is extracted now."""

    features: dict[str, float]
    with_encoder: bool
    """Whether the encoder was asked about the pair."""
    claim_log_odds: float
    """By the encoder, for the whole statement."""
    right: bool
    rule: str
    relation: str
    weight: float = OPEN


def examples(folders: Sequence[Path]) -> Iterator[Example]:
    """The held-out judged events that are still candidates."""
    extractor = Extractor()
    held_out = [line for line in judged.lines() if annotated.kept(line)]
    for name, text, date, lines in judged.texts(folders, held_out):
        instances = _instances(extractor, Article(name, text, date=date))
        for line in lines:
            instance = _judged_instance(instances, line)
            if instance is None:
                continue
            relation = instance.event.candidate.relation
            right = is_right(line, relation)
            if right is not None and tables.relations()[relation].quad is not None:
                yield _example(instance, right)


def annotated_examples(folders: Sequence[Path]) -> Iterator[Example]:
    """The candidates in the held-out annotated sentences, right if the annotation has them."""
    extractor = Extractor()
    lines: dict[tuple[str, int], list[judged.Row]] = defaultdict(list)
    texts: dict[tuple[str, int], str] = {}
    for line, text in annotated.sentences(folders):
        if annotated.kept(line):
            document = line["set"], line["row"]
            lines[document].append(line)
            texts[document] = text[: judged.CUT.get(line["set"])]
    for (name, number), sentences in lines.items():
        for instance in _instances(extractor, Article(f"{name}/{number}", texts[name, number])):
            c, factuality = instance.event.candidate, instance.event.factuality
            annotation = _sentence(sentences, instance)
            if annotation is None or tables.relations()[c.relation].quad is None:
                continue
            source, target = (
                (a.span[0] - annotation["at"][0], a.span[1] - annotation["at"][0])
                for a in (instance.source, instance.target)
            )
            polarities = "n" if factuality.negated else "a" if factuality.modality == "asserted" else "fphd"
            own_article = name == open_data.ARTICLES.stem
            if own_article and polarities != "a":
                continue  # annotators mark fewer plans than the rules find
            right = annotated.states(annotation, source, c.relation, target, polarities)
            if right is not None:
                yield _example(instance, right, 1.0 if own_article else OPEN)


def _instances(extractor: Extractor, article: Article) -> list[Instance]:
    """All instances that the verifier is asked to score in an article."""
    instances: list[Instance] = []

    def collect(instance: Instance) -> float:
        instances.append(instance)
        return 1.0

    read_parse(extractor.annotator.parse(article.text), article, extractor.encoder, scorer=collect)
    return instances


def _example(instance: Instance, right: bool, weight: float = OPEN) -> Example:
    c = instance.event.candidate
    assert instance.claim_log_odds is not None
    return Example(
        features(instance), instance.prediction is not None, instance.claim_log_odds(), right,
        c.rule, c.relation, weight,
    )  # fmt: skip


def _sentence(sentences: Sequence[judged.Row], instance: Instance) -> judged.Row | None:
    """The annotated sentence with both arguments of an instance."""
    spans = instance.source.span, instance.target.span
    return next(
        (
            line
            for line in sentences
            if all(line["at"][0] <= start and end <= line["at"][1] for start, end in spans)
        ),
        None,
    )


def _judged_instance(instances: Sequence[Instance], line: judged.Row) -> Instance | None:
    """The instance with arguments, trigger and factuality of a judgement, best with its relation."""
    matching = [
        instance
        for instance in instances
        if list(instance.source.span) == line["source"]
        and list(instance.target.span) == line["target"]
        and _overlaps(instance, line["trigger"])
        and judged.ends(*(instance.document.cluster(a).name for a in (instance.source, instance.target)))
        == line["ends"]
        and _factuality(instance) == (line["former"], line["negated"], line["modality"] != "asserted")
    ]
    return min(matching, key=lambda each: each.event.candidate.relation != line["relation"], default=None)


def _overlaps(instance: Instance, trigger: Sequence[int]) -> bool:
    parse, tokens = instance.document.parse, instance.event.candidate.trigger_tokens
    return any(parse.start[t] < trigger[1] and trigger[0] < parse.end[t] for t in tokens)


def _factuality(instance: Instance) -> tuple[bool, bool, bool]:
    """Whether an instance is former, negated, and not asserted."""
    factuality = instance.event.factuality
    return instance.event.candidate.former, factuality.negated, factuality.modality != "asserted"


def is_right(line: judged.Row, relation: str) -> bool | None:
    """Whether a judged statement is right with this relation; None if its verdict leaves that open."""
    if line["verdict"] == "doubt":
        return None
    if relation == line["relation"]:
        return bool(line["verdict"] == "right")
    if line["verdict"] == "right":
        return False
    return True if line.get("instead") == relation else None


def fit(some: Sequence[Example], ridge: float = RIDGE, min_count: int = MIN_COUNT) -> dict[str, float]:
    """The weights of a logistic regression, by Newton's method."""
    counts = Counter(name for e in some for name in e.features)
    names = sorted(name for name, n in counts.items() if n >= min_count)
    column = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(some), len(names) + 1))
    x[:, -1] = 1
    for row, e in zip(x, some, strict=True):
        for name, value in e.features.items():
            if name in column:
                row[column[name]] = value
    y, weight = (np.array(of, float) for of in zip(*((e.right, e.weight) for e in some), strict=True))
    penalty = np.full(len(names) + 1, ridge)
    penalty[-1] = 0.001
    w = np.zeros(len(names) + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        curvature, residual = weight * p * (1 - p), weight * (y - p)
        step = np.linalg.solve((x.T * curvature) @ x + np.diag(penalty), x.T @ residual - penalty * w)
        w += step
        if abs(step).max() < 1e-9:
            break
    return {**{name: float(v) for name, v in zip(names, w[:-1], strict=True)}, INTERCEPT: float(w[-1])}


def without_encoder(some: Sequence[Example]) -> list[Example]:
    """The same examples without the features of the encoder."""
    return [
        replace(
            e,
            features={name: v for name, v in e.features.items() if not name.startswith(ENCODER)},
            with_encoder=False,
        )
        for e in some
    ]


def auc(p: Sequence[float], right: Sequence[bool]) -> float:
    """The area under the ROC curve."""
    good = [v for v, r in zip(p, right, strict=True) if r]
    bad = [v for v, r in zip(p, right, strict=True) if not r]
    return sum((a > b) + 0.5 * (a == b) for a in good for b in bad) / (len(good) * len(bad))


def write(*columns: dict[str, float]) -> None:
    """Write the table of weights, sorted by feature; ``columns`` as in :data:`COLUMNS`."""
    lines = [
        "# Weights of the verifier's features (log odds): with and without the relation encoder's prediction",
        "# for the pair, and in the second regression, which has the log odds of the claim; written by",
        "# `python -m training.verifier --open FOLDER`.",
        "\t".join(("feature", *COLUMNS)),
    ]
    for name in sorted(set().union(*columns), key=lambda name: (name != INTERCEPT, name)):
        cells = [f"{w[name]:.3f}" if name in w else "" for w in columns]
        lines.append("\t".join((name, *cells)))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(some: Sequence[Example], p: Sequence[float]) -> None:
    """Print AUC, precision and recall by threshold, and calibration by tenths."""
    right = sum(e.right for e in some)
    print(f"{len(some)} candidates, {right / len(some):.3f} right, AUC {auc(p, [e.right for e in some]):.3f}")
    for threshold in _THRESHOLDS:
        accepted = [e.right for e, v in zip(some, p, strict=True) if v >= threshold]
        precision, recall = sum(accepted) / max(1, len(accepted)), sum(accepted) / right
        print(f"  from {threshold:.2f}: precision {precision:.3f}, recall {recall:.3f}")
    for tenth in range(10):
        inside = [(v, e.right) for e, v in zip(some, p, strict=True) if tenth <= v * 10 < tenth + 1]
        if inside:
            predicted, actual = (sum(x) / len(inside) for x in zip(*inside, strict=True))
            print(f"  predicted {predicted:.2f}, right {actual:.2f} ({len(inside)})")


def by_rule(some: Sequence[Example], p: Sequence[float], threshold: float) -> list[tuple[Any, ...]]:
    """Each rule with ten candidates or more: candidates and precision before and after, right ones lost."""
    candidates: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for e, v in zip(some, p, strict=True):
        for name in keys(e.rule, e.relation):
            candidates[name].append((e.right, v >= threshold))
    rows = []
    for (rule, relation), verdicts in sorted(candidates.items(), key=lambda item: -len(item[1])):
        if len(verdicts) < 10:
            continue
        accepted = [right for right, accept in verdicts if accept]
        right = sum(r for r, _ in verdicts)
        before, after = right / len(verdicts), sum(accepted) / max(1, len(accepted))
        rows.append((rule, relation, len(verdicts), before, len(accepted), after, right - sum(accepted)))
    return rows


def first_regression(some: Sequence[Example], *, use_encoder: bool = True) -> list[float]:
    """The cross-validated probability of each example by the first regression."""
    p = [0.0] * len(some)
    for k in range(FOLDS):
        rest = [e for i, e in enumerate(some) if i % FOLDS != k]
        with_, without = fit([e for e in rest if e.with_encoder]), fit(without_encoder(rest))
        for i in range(k, len(some), FOLDS):
            known = with_ if use_encoder and some[i].with_encoder else without
            p[i] = logistic(some[i].features, known)
    return p


def second_regression(some: Sequence[Example], first: Sequence[float]) -> list[float]:
    """The cross-validated probability by the second regression, given those by the first."""
    some = second_examples(some, first)
    p = [0.0] * len(some)
    for k in range(FOLDS):
        known = fit([e for i, e in enumerate(some) if i % FOLDS != k], SECOND_RIDGE, 1)
        for i in range(k, len(some), FOLDS):
            p[i] = logistic(some[i].features, known)
    return p


def second_examples(some: Sequence[Example], first: Sequence[float]) -> list[Example]:
    """The examples with the features of the second regression, given the probabilities by the first."""
    return [
        replace(e, features=claim_features(p, e.claim_log_odds, e.rule))
        for e, p in zip(some, first, strict=True)
    ]


def main() -> None:
    """Train, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="+", required=True, help="folders with the open sets")
    parser.add_argument("--cases", type=Path, help="cache of the extracted examples")
    options = parser.parse_args()
    if options.cases is not None and options.cases.exists():
        cases = pickle.loads(options.cases.read_bytes())
    else:
        cases = [*examples(options.open), *annotated_examples(options.open)]
        if options.cases is not None:
            options.cases.write_bytes(pickle.dumps(cases))
    random.Random(0).shuffle(cases)
    first = first_regression(cases)
    write(
        fit([e for e in cases if e.with_encoder]),
        fit(without_encoder(cases)),
        fit(second_examples(cases, first), SECOND_RIDGE, 1),
    )
    second = second_regression(cases, first)
    print(
        "judged twice: {} statements, agreement {:.3f}, kappa {:.3f}".format(
            *judged.agreement(judged.lines())
        )
    )
    print("second regression, with the log odds of the claim:")
    report(cases, second)
    print("first regression, with the encoder:")
    report(cases, first)
    print("first regression, without the encoder:")
    report(cases, first_regression(cases, use_encoder=False))
    print("by rule, from 0.5:")
    for rule, relation, n, before, accepted, after, lost in by_rule(cases, second, 0.5):
        print(f"| `{rule}` {relation} | {n} | {before:.2f} | {accepted} | {after:.2f} | {lost} |")


if __name__ == "__main__":
    main()
