"""Train the encoder of relations and export it to int8 ONNX.

    python -m training.relations --base FOLDER --open FOLDER... [--epochs 2] [--seed 7] [--out FOLDER]

It starts from bge-small and learns two things at once. What two marked actors do to each other it learns from
``training/sentences.jsonl``, which was written for it, from the real sentences of
``training/annotated.jsonl`` and from openly licensed annotation of standing relations (``open_data``).
Whether a statement that is put in words is right it learns from the judgements of
``training/judged.jsonl``, and from what the written and the annotated sentences tell and do not tell.

It has two opinions on a pair. The general one comes of all labels. The first batch of the written
sentences alone draws the lines between PLOVER's roots better than all batches together, but has little
beside them: so teachers learn from it alone, and the opinion on events is what they make of every
written sentence.

Needs the ``train`` extra (torch, transformers, onnx). The same sentences and seed give the same model up to
the noise of floating-point threads.
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
from training.pairs import Example, Logits, loss_of, ways

#: Passes of a teacher over the first batch.
TEACHER_EPOCHS = 4
#: Examples of a batch and rate of the encoder, and both for a teacher, who has fewer examples.
BATCH, RATE = 64, 2e-4
TEACHER_BATCH, TEACHER_RATE = 32, 1.7e-4
#: Openly licensed rows of each set at most.
OPEN_ROWS = 2400
#: Times that a judged statement is shown in a pass.
JUDGED = 2
#: Claims of the written sentences beside them in a pass, half of them right; and the right ones of the
#: annotated sentences by how they are put, each beside a wrong one. Fewer where there are not so many.
WRITTEN, TOLD = 7000, {"fact": 2600, "denied": 600, "not a fact": 1400}
#: How it was taught, for the model card.
RECIPE = (
    "{epochs} passes (seed {seed}): AdamW {rate} (heads 1e-3), batches of {batch}, label smoothing 0.05,\n"
    "bfloat16, word embeddings frozen. A pass has every pair of our own sentences, every related one of the\n"
    "annotated ones with at most two beside it in which nothing is told (of our articles all), every judged\n"
    "statement twice, and {claims} claims that sentences tell or do not tell, half of them right.\n"
    "The head of events learns what teachers (seeds {teachers}, {teacher_epochs} passes each) make of all\n"
    "sentences written for the project; a teacher is the same network taught only the first batch,\n"
    "{first_batch} short sentences in which the marked pair is what the sentence is about."
)
#: Pairs kept back by which the general head is measured and calibrated, of more than are needed.
MEASURED = 5000
#: Weight of the opinion on events beside the others.
EVENTS = 0.5

Row = dict[str, Any]
Opinions = Mapping[Example, torch.Tensor]


def loss(told: Logits, group: Sequence[Example], opinions: Opinions) -> torch.Tensor:
    """Loss of a batch: of claims by whether they are right, else of relations by labels and ``opinions``."""
    general, events, claim = told
    if group[0].right is not None:
        right = torch.tensor([0.98 if e.right else 0.02 for e in group])
        return nn.functional.binary_cross_entropy_with_logits(claim[::2], right)
    known = [k for k, e in enumerate(group) if e in opinions]
    found = loss_of(general, ways(group))
    if known:
        wanted = torch.cat([opinions[group[k]] for k in known])
        rows = [row for k in known for row in (2 * k, 2 * k + 1)]
        found = found - EVENTS * (wanted * events[rows].log_softmax(-1)).sum(-1).mean()
    return found


def teach(base: Path, rows: list[Row], asked: Sequence[Example], seeds: Sequence[int]) -> Opinions:
    """What teachers of the given ``rows``, one a seed, together make of the examples ``asked``.

    The mean probability of each relation, forward and backward.
    """
    items = pairs.examples(rows)
    told = []
    for seed in seeds:
        print(f"teacher {seed}", flush=True)
        model, tokenizer = pairs.load(base)
        pairs.train(
            (model, tokenizer),
            lambda _: items,
            lambda told, group: loss_of(told[0], ways(group)),
            epochs=TEACHER_EPOCHS, seed=seed, rate=TEACHER_RATE, batch=TEACHER_BATCH,
        )  # fmt: skip
        told.append(pairs.predict(model, tokenizer, asked)[0].softmax(-1))
    mean = torch.stack(told).mean(0)
    return {e: mean[2 * k : 2 * k + 2] for k, e in enumerate(asked)}


def written(rows: Sequence[Row], seed: int) -> list[tuple[Claim, bool]]:
    """What rows tell as claims that are right, and others that are wrong: what another pair of the sentence
    does, or anything, where nothing is told, and now and then another relation where one is.
    """
    draw = random.Random(seed)
    told: dict[str, set[str]] = defaultdict(set)
    anything = sorted(name for name, r in tables.relations().items() if r.quad is not None)
    for row in rows:
        told[row["text"]] |= {*row["forward"], *row["backward"]} - {"NONE"}
    found = []
    for row in rows:
        a: Span = tuple(row["source"])
        b: Span = tuple(row["target"])
        for labels, source, target in ((row["forward"], a, b), (row["backward"], b, a)):
            if not labels:
                continue
            others = sorted(told[row["text"]])
            another = draw.choice(others if others and draw.random() < 0.8 else anything)
            if labels == ["NONE"]:
                found.append((Claim(row["text"], source, target, None, another, "fact"), False))
                continue
            relation = draw.choice(labels)
            found.append((Claim(row["text"], source, target, None, relation, "fact"), True))
            if len(labels) == 1 and (wrong := draw.choice(anything)) != relation and draw.random() < 0.5:
                found.append((Claim(row["text"], source, target, None, wrong, "fact"), False))
    return found


def shown(
    written: Sequence[tuple[Claim, bool]], told: Sequence[tuple[Claim, bool]]
) -> list[tuple[list[Example], int]]:
    """Claims by whether they are right, those of annotated sentences also by how they are put.

    Each group with how many of it a pass has.
    """
    groups: dict[tuple[str, bool], list[tuple[Claim, bool]]] = {("", True): [], ("", False): []}
    for claim, right in written:
        groups["", right].append((claim, right))
    for claim, right in told:
        put = claim.put if claim.put in TOLD else "not a fact"
        groups.setdefault((put, right), []).append((claim, right))
    most = {"": WRITTEN // 2, **TOLD}
    return [
        (pairs.claimed(some), min(most[put], *(len(groups[put, right]) for right in (True, False))))
        for (put, _), some in groups.items()
    ]


def measure(model: pairs.PairModel, tokenizer: Any, rows: list[Row], head: int) -> dict[str, float]:
    """Accuracy of a head on rows kept back, in each direction that is known, and the temperature that
    calibrates it best.
    """
    items = pairs.examples(rows)
    known = [k for k, labels in enumerate(ways(items)) if labels]
    logits = pairs.predict(model, tokenizer, items)[head][known]
    allowed = [ways(items)[k] for k in known]
    right = [int(row.argmax()) in labels for row, labels in zip(logits, allowed, strict=True)]
    found = [yes for yes, labels in zip(right, allowed, strict=True) if labels != pairs.NOTHING]
    best = min((t / 20 for t in range(8, 61)), key=lambda t: float(loss_of(logits / t, allowed, 0.0)))
    return {
        "rows": len(known),
        "accuracy": round(sum(right) / len(right), 4),
        "accuracy_where_related": round(sum(found) / len(found), 4),
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
    parser.add_argument("--keep", type=Path, help="file for the weights as they are, for training.further")
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="folder to write to")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    rest = [row for row in rows if not sentences.held_back(row["text"])]
    first = [row for row in rest if row["id"].startswith(sentences.FIRST)]
    opened = open_data.rows(options.open, seed=options.seed, most=OPEN_ROWS)
    real, _, told = annotated.learnt(options.open)
    read = pairs.claimed(judged.claims(options.open))
    own, others = pairs.examples(rest), pairs.examples([*opened, *real])
    claims = shown(written(rest, options.seed), told)
    print(
        f"{len(own)} pairs of our sentences, {len(others)} of open text, {len(read)} judgements", flush=True
    )
    opinions = teach(options.base, first, own, options.teachers)
    draw = random.Random(options.seed)

    def items(_: int) -> list[Example]:
        drawn = [e for some, most in claims for e in draw.sample(some, most)]
        return [*own, *others, *read * JUDGED, *drawn]

    model, tokenizer = pairs.load(options.base)
    pairs.train(
        (model, tokenizer),
        items,
        lambda told, group: loss(told, group, opinions),
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
    """Write weights, tokenizer, settings and model card, with the figures on the sentences kept back.

    By some of the annotated pairs that are kept back the general head is calibrated.
    """
    taught, real, _ = annotated.learnt(options.open)
    opened = open_data.rows(options.open, seed=options.seed, most=OPEN_ROWS)
    some = random.Random(options.seed).sample(real, min(MEASURED, len(real)))
    first = [row for row in rows if row["id"].startswith(sentences.FIRST)]
    held = [row for row in rows if sentences.held_back(row["text"])]
    figures = {
        "general": measure(model, tokenizer, some, 0),
        "written": measure(model, tokenizer, held, 0),
        "events": measure(model, tokenizer, [row for row in first if sentences.held_back(row["text"])], 1),
    }
    print(json.dumps(figures))
    pairs.export(model, options.out)
    tokenizer.save(str(options.out / "tokenizer.json"))
    settings = {
        "labels": pairs.LABELS,
        "temperature": {head: figures[head]["temperature"] for head in ("general", "events")},
        "sha256": hashlib.sha256((options.out / "model.onnx").read_bytes()).hexdigest(),
        "sentences": {"file": "training/sentences.jsonl", "rows": len(rows), "held_back": len(held),
                      "first_batch": len(first),
                      "sha256": hashlib.sha256(options.sentences.read_bytes()).hexdigest()},
        "annotated": {"file": "training/annotated.jsonl", "rows": len(taught), "held_back": len(real),
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
