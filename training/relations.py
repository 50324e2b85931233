"""Train the relation encoder and export it to int8 ONNX.

    python -m training.relations --base FOLDER --open FOLDER... [--epochs 2] [--seed 7] [--out FOLDER]

It starts from bge-small and learns two tasks at once. The relation of a marked pair it learns from
``training/sentences.jsonl``, which was written for it, from the real sentences of
``training/annotated.jsonl`` and from openly licensed annotation of standing relations (``open_data``).
Whether a claim is right it learns from the judgements of ``training/judged.jsonl``, and from right and wrong
claims made of the written and the annotated sentences.

Two heads predict the relation. The general head is trained on all labels. The first batch of the written
sentences alone separates PLOVER's roots better than all batches together, but has little else: so teachers
are trained on it alone, and the head of events is trained on their predictions for all written sentences
(distillation).

Needs the ``train`` extra (torch, transformers, onnx). The same sentences and seed give the same model up to
floating-point noise of threads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from graphbuild import tables
from graphbuild.encoder import relations as shipped
from graphbuild.encoder.marking import Claim
from graphbuild.model import Span
from training import annotated, judged, open_data, pairs, readout, sentences
from training.pairs import Example, Logits, allowed_relations, loss_of

#: Epochs of a teacher on the first batch.
TEACHER_EPOCHS = 4
#: Batch size and learning rate of the encoder, and of a teacher, which has fewer examples.
BATCH, RATE = 64, 2e-4
TEACHER_BATCH, TEACHER_RATE = 32, 1.7e-4
#: Openly licensed rows of each set at most.
OPEN_ROWS = 2400
#: Times that a judged statement occurs in an epoch.
JUDGED = 2
#: Claims of the written sentences in an epoch, half of them right; and right claims of the annotated
#: sentences by factuality, with as many wrong ones. Fewer if there are not that many.
WRITTEN, ANNOTATED = 7000, {"fact": 2600, "denied": 600, "not a fact": 1400}
#: The training, for the model card.
RECIPE = (
    "{epochs} epochs (seed {seed}): AdamW {rate} (heads 1e-3), batches of {batch}, label smoothing 0.05,\n"
    "bfloat16, word embeddings frozen. An epoch has every pair of the written sentences, every related pair\n"
    "of the annotated ones with at most two unrelated ones of the sentence (of the project's articles all),\n"
    "every judged statement twice, and {claims} claims made of the sentences, half of them right.\n"
    "The head of events learns the predictions of teachers (seeds {teachers}, {teacher_epochs} epochs each)\n"
    "for all written sentences; a teacher is the same network trained only on the first batch,\n"
    "{first_batch} short sentences in which the marked pair is what the sentence is about."
)
#: Held-out pairs on which the general head is evaluated and calibrated.
HELD_OUT = 5000
#: Weight of the loss of the head of events.
EVENTS = 0.5

Row = dict[str, Any]
#: Teachers' probabilities of each relation, forward and backward.
Targets = Mapping[Example, torch.Tensor]


def loss(logits: Logits, group: Sequence[Example], targets: Targets) -> torch.Tensor:
    """Loss of a batch of claims, or of pairs by their labels and the ``targets`` of the head of events."""
    general, events, claim = logits
    if group[0].right is not None:
        right = torch.tensor([0.98 if e.right else 0.02 for e in group])
        return nn.functional.binary_cross_entropy_with_logits(claim[::2], right)
    known = [k for k, e in enumerate(group) if e in targets]
    total = loss_of(general, allowed_relations(group))
    if known:
        wanted = torch.cat([targets[group[k]] for k in known])
        rows = [row for k in known for row in (2 * k, 2 * k + 1)]
        total = total - EVENTS * (wanted * events[rows].log_softmax(-1)).sum(-1).mean()
    return total


def teach(base: Path, rows: list[Row], asked: Sequence[Example], seeds: Sequence[int]) -> Targets:
    """The mean predictions for the examples ``asked`` of teachers trained on ``rows``, one per seed."""
    items = pairs.examples(rows)
    predicted = []
    for seed in seeds:
        print(f"teacher {seed}", flush=True)
        model, tokenizer = pairs.load(base)
        pairs.train(
            (model, tokenizer),
            lambda _: items,
            lambda logits, group: loss_of(logits[0], allowed_relations(group)),
            epochs=TEACHER_EPOCHS, seed=seed, rate=TEACHER_RATE, batch=TEACHER_BATCH,
        )  # fmt: skip
        predicted.append(pairs.predict(model, tokenizer, asked)[0].softmax(-1))
    mean = torch.stack(predicted).mean(0)
    return {e: mean[2 * k : 2 * k + 2] for k, e in enumerate(asked)}


def written(rows: Sequence[Row], seed: int) -> list[tuple[Claim, bool]]:
    """The relations of rows as right claims, and wrong claims.

    A wrong claim has the relation of another pair of the sentence, or any, for an unrelated pair; for half of
    the related ones there is one with another relation.
    """
    draw = random.Random(seed)
    stated: dict[str, set[str]] = defaultdict(set)
    all_events = sorted(name for name, r in tables.relations().items() if r.quad is not None)
    for row in rows:
        stated[row["text"]] |= {*row["forward"], *row["backward"]} - {"NONE"}
    labelled = []
    for row in rows:
        a: Span = tuple(row["source"])
        b: Span = tuple(row["target"])
        for labels, source, target in ((row["forward"], a, b), (row["backward"], b, a)):
            if not labels:
                continue
            others = sorted(stated[row["text"]])
            another = draw.choice(others if others and draw.random() < 0.8 else all_events)
            if labels == ["NONE"]:
                labelled.append((Claim(row["text"], source, target, None, another, "fact"), False))
                continue
            relation = draw.choice(labels)
            labelled.append((Claim(row["text"], source, target, None, relation, "fact"), True))
            if len(labels) == 1 and (wrong := draw.choice(all_events)) != relation and draw.random() < 0.5:
                labelled.append((Claim(row["text"], source, target, None, wrong, "fact"), False))
    return labelled


def grouped(
    written: Sequence[tuple[Claim, bool]], real: Sequence[tuple[Claim, bool]]
) -> list[tuple[list[Example], int]]:
    """Claims grouped by whether they are right, those of annotated sentences also by factuality.

    Each group comes with its number in an epoch.
    """
    groups: dict[tuple[str, bool], list[tuple[Claim, bool]]] = {("", True): [], ("", False): []}
    for claim, right in written:
        groups["", right].append((claim, right))
    for claim, right in real:
        factuality = claim.factuality if claim.factuality in ANNOTATED else "not a fact"
        groups.setdefault((factuality, right), []).append((claim, right))
    most = {"": WRITTEN // 2, **ANNOTATED}
    return [
        (pairs.claimed(claims), min(most[name], *(len(groups[name, right]) for right in (True, False))))
        for (name, _), claims in groups.items()
    ]


def measure(model: pairs.PairModel, tokenizer: Any, rows: list[Row], head: int) -> dict[str, float]:
    """Accuracy of a head on held-out rows, over the known directions, and its best temperature."""
    items = pairs.examples(rows)
    known = [k for k, labels in enumerate(allowed_relations(items)) if labels]
    logits = pairs.predict(model, tokenizer, items)[head][known]
    allowed = [allowed_relations(items)[k] for k in known]
    right = [int(row.argmax()) in labels for row, labels in zip(logits, allowed, strict=True)]
    related = [hit for hit, labels in zip(right, allowed, strict=True) if labels != pairs.NO_RELATION]
    best = min((t / 20 for t in range(8, 61)), key=lambda t: float(loss_of(logits / t, allowed, 0.0)))
    return {
        "rows": len(known),
        "accuracy": round(sum(right) / len(right), 4),
        "accuracy_where_related": round(sum(related) / len(related), 4),
        "temperature": best,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--base", type=Path, required=True, metavar="FOLDER", help="holds bge-small: see README.md"
    )
    parser.add_argument(
        "--open",
        type=Path,
        nargs="+",
        required=True,
        metavar="FOLDER",
        help="folders of openly licensed sets: see open_data, annotated and judged",
    )
    parser.add_argument("--sentences", type=Path, default=sentences.FILE)
    parser.add_argument("--teachers", type=int, nargs="+", default=[7, 8], help="a seed for each")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="file for the raw weights, for training.further")
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="folder to write to")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    rest = [row for row in rows if not sentences.held_back(row["text"])]
    first = [row for row in rest if row["id"].startswith(sentences.FIRST)]
    opened = open_data.rows(options.open, seed=options.seed, most=OPEN_ROWS)
    real, _, annotated_claims = annotated.split(options.open)
    judgements = pairs.claimed(judged.claims(options.open))
    own, others = pairs.examples(rest), pairs.examples([*opened, *real])
    claims = grouped(written(rest, options.seed), annotated_claims)
    print(
        f"{len(own)} pairs of written sentences, {len(others)} of open text, {len(judgements)} judgements",
        flush=True,
    )
    targets = teach(options.base, first, own, options.teachers)
    draw = random.Random(options.seed)

    def items(_: int) -> list[Example]:
        drawn = [e for some, most in claims for e in draw.sample(some, most)]
        return [*own, *others, *judgements * JUDGED, *drawn]

    model, tokenizer = pairs.load(options.base)
    pairs.train(
        (model, tokenizer),
        items,
        lambda logits, group: loss(logits, group, targets),
        epochs=options.epochs, seed=options.seed, rate=RATE, batch=BATCH,
    )  # fmt: skip
    if options.keep is not None:
        torch.save(model.state_dict(), options.keep)
    recipe = RECIPE.format(
        epochs=options.epochs, seed=options.seed, rate=RATE, batch=BATCH,
        claims=sum(most for _, most in claims),
        teachers=options.teachers, teacher_epochs=TEACHER_EPOCHS, first_batch=len(first),
    )  # fmt: skip
    save(model, tokenizer, options, rows, recipe)


def save(
    model: pairs.PairModel, tokenizer: Any, options: argparse.Namespace, rows: list[Row], recipe: str
) -> None:
    """Write weights, settings and model card, with the figures on held-out sentences.

    The general head is calibrated on a sample of the held-out annotated pairs.
    """
    training, real, _ = annotated.split(options.open)
    opened = open_data.rows(options.open, seed=options.seed, most=OPEN_ROWS)
    some = random.Random(options.seed).sample(real, min(HELD_OUT, len(real)))
    first = [row for row in rows if row["id"].startswith(sentences.FIRST)]
    held = [row for row in rows if sentences.held_back(row["text"])]
    figures = {
        "general": measure(model, tokenizer, some, 0),
        "written": measure(model, tokenizer, held, 0),
        "events": measure(model, tokenizer, [row for row in first if sentences.held_back(row["text"])], 1),
    }
    print(json.dumps(figures))
    pairs.export(model, options.out)
    settings = {
        "labels": pairs.LABELS,
        "temperature": {head: figures[head]["temperature"] for head in ("general", "events")},
        "sha256": hashlib.sha256((options.out / "model.onnx").read_bytes()).hexdigest(),
        "sentences": {"file": "training/sentences.jsonl", "rows": len(rows), "held_back": len(held),
                      "first_batch": len(first),
                      "sha256": hashlib.sha256(options.sentences.read_bytes()).hexdigest()},
        "annotated": {"file": "training/annotated.jsonl", "rows": len(training), "held_back": len(real),
                      "sha256": hashlib.sha256(annotated.FILE.read_bytes()).hexdigest()},
        "judged": {"file": "training/judged.jsonl", "rows": len(judged.claims(options.open)),
                   "sha256": hashlib.sha256(judged.FILE.read_bytes()).hexdigest()},
        "open_rows": len(opened),
        "recipe": recipe,
        "held_back_figures": figures,
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    readout.add(options.out, rows)


if __name__ == "__main__":
    main()
