"""Train the factuality head of the encoder: ``python -m training.flags --open FOLDER...``

The input is a claim that an event is a fact. The lower layers of the trained encoder are frozen; a copy of
the upper ones learns to predict whether the event is a fact, negated, future, possible, hypothetical,
demanded, or not expressed. Training data are the relations of ``annotated.jsonl``, sentences written for the
purpose (``factuality.jsonl``), and ``flagged.jsonl``: candidates of graphbuild, most of them not facts by the
rules, annotated in context. A line of the last has

=============  =====================================================================================
``set``        and ``row``, ``at``, ``sha256``: the sentence, as in ``annotated.jsonl``
``source``     and ``target``, ``trigger``: characters ``[start, end)`` of the text
``relation``   of the candidate
``polarity``   as in ``annotated.jsonl``, or ``x`` if the sentence does not express such an event
``second``     polarity by a second annotator
=============  =====================================================================================

A line of ``factuality.jsonl`` has the sentence itself (``text``), and no ``set`` and ``second``.

Sentences held out from the encoder are held out here too, and one in twelve of the written ones. Writes
``flags.onnx`` and its settings beside ``model.onnx``, which gets the hidden state of the lower layers as
another output. Takes some twenty minutes on two CPUs with bfloat16; needs the ``train`` extra. The same
model, texts and seed give the same weights up to floating-point noise of threads.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import helper
from torch import nn

from graphbuild import tables
from graphbuild.encoder import relations as shipped
from graphbuild.encoder.marking import Claim, claim, mark_claim
from graphbuild.encoder.relations import FACTUALITY_LABELS, LOWER_STATE
from graphbuild.model import Span
from training import annotated, base, card, pairs
from training import sentences as written
from training.fitting import autocast, fit, groups

FILE = Path(__file__).with_name("flagged.jsonl")
WRITTEN = Path(__file__).with_name("factuality.jsonl")
#: Upper layers of the encoder that are copied and trained.
LAYERS = 4
EPOCHS, BATCH, RATE = 4, 32, 1e-4
#: Share of the annotated facts that are used, and number of wrong claims of annotated sentences.
FACTS, WRONG = 0.17, 2000
#: The polarities in the order of ``FACTUALITY_LABELS``.
LETTERS = "anfphdx"
#: The state of the lower layers in the exported graph.
_STATE = "/model/encoder/encoder/layer.{}/output/LayerNorm/LayerNormalization_output_0"


@dataclass(frozen=True, slots=True)
class Example:
    """An encoded claim; ``right`` is the index of its factuality in ``FACTUALITY_LABELS``."""

    ids: list[int]
    marks: tuple[int, ...]
    order: float
    right: int


class Flags(nn.Module):
    """A copy of the encoder, of which only the upper layers are used, with a factuality head."""

    def __init__(self, model: pairs.PairModel) -> None:
        super().__init__()
        self.reader = copy.deepcopy(model)
        self.flags = nn.Linear(model.mix.out_features, len(FACTUALITY_LABELS))

    def forward(
        self, middle: torch.Tensor, mask: torch.Tensor, marks: torch.Tensor, order: torch.Tensor
    ) -> torch.Tensor:
        """Logits of each label, a row per text, from the hidden state of the lower layers and its mask."""
        inner: Any = self.reader.encoder
        hidden = run_layers(inner.encoder.layer[-LAYERS:], middle, mask)
        logits: torch.Tensor = self.flags(
            self.reader.vector(hidden, mask, torch.arange(hidden.shape[0]), marks, order)
        )
        return logits


def run_layers(layers: Any, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The hidden state after some layers of an encoder."""
    for layer in layers:
        output = layer(hidden, ((1 - mask) * -1e4)[:, None, None, :])
        hidden = output[0] if isinstance(output, tuple) else output
    return hidden


class _Single(nn.Module):
    """The network on one text, for export."""

    def __init__(self, model: Flags) -> None:
        super().__init__()
        self.model = model

    def forward(self, middle: torch.Tensor, marks: torch.Tensor, order: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.model(middle, torch.ones_like(middle[:, :, 0]), marks, order)
        return logits


def claims(folders: Sequence[Path], *, held_out: bool, seed: int) -> Iterator[tuple[Claim, str]]:
    """The claims for training, or the held-out ones; each as a fact, with its polarity."""
    draw = random.Random(seed)
    wrong = []
    for line, text in annotated.sentences(folders):
        if annotated.kept(line) is not held_out:
            continue
        start = line["at"][0]
        for source, relation, target, polarity in line["relations"]:
            if tables.relations()[relation].quad is None or not annotated.is_annotated(line, source, target):
                continue
            if polarity != "a" or draw.random() < FACTS:
                a, b = (line["actors"][k - 1] for k in (source, target))
                spans = (start + a[0], start + a[1]), (start + b[0], start + b[1])
                yield _as_fact(text, line["at"], (*spans, None), relation), polarity
        wrong += [c for c, right in annotated.claims(line, text) if not right and c.factuality == "fact"]
    yield from ((c, "x") for c in draw.sample(wrong, min(WRONG, len(wrong))))
    for line, text in annotated.sentences(folders, FILE):
        if annotated.kept(line) is held_out:
            source, target, trigger = (tuple(line[key]) for key in ("source", "target", "trigger"))
            yield _as_fact(text, line["at"], (source, target, trigger), line["relation"]), line["polarity"]
    for encoded in WRITTEN.read_text(encoding="utf-8").splitlines():
        line = json.loads(encoded)
        if written.held_back(line["text"]) is held_out:
            text, spans = line["text"], tuple(tuple(line[key]) for key in ("source", "target", "trigger"))
            yield _as_fact(text, (0, len(text)), spans, line["relation"]), line["polarity"]


def _as_fact(text: str, sentence: Span, spans: tuple[Span, Span, Span | None], relation: str) -> Claim:
    return claim(text, sentence, spans, relation, negated=False, modality="asserted", former=False)


def examples(tokenizer: Any, some: Sequence[tuple[Claim, str]]) -> list[Example]:
    """Claims encoded for the network."""
    encoded = []
    for each, polarity in some:
        marked = mark_claim(each)
        enc = tokenizer.encode(marked.text)
        marks = tuple(enc.char_to_token(at) or 0 for at in (*marked.source, *marked.target))
        order = 1.0 if marks[0] < marks[2] else -1.0
        encoded.append(Example(enc.ids, marks, order, LETTERS.index(polarity)))
    return encoded


def states(model: pairs.PairModel, some: Sequence[Example]) -> list[torch.Tensor]:
    """The hidden state of the lower layers for each example, in bfloat16."""
    inner: Any = model.encoder
    by_index: dict[int, torch.Tensor] = {}
    with torch.no_grad(), autocast():
        for group in groups([len(e.ids) for e in some], BATCH, random.Random(0)):
            longest = max(len(some[i].ids) for i in group)
            ids = torch.zeros(len(group), longest, dtype=torch.long)
            mask = torch.zeros(len(group), longest)
            for row, i in enumerate(group):
                ids[row, : len(some[i].ids)] = torch.tensor(some[i].ids)
                mask[row, : len(some[i].ids)] = 1
            hidden = run_layers(inner.encoder.layer[:-LAYERS], inner.embeddings(ids), mask)
            for row, i in enumerate(group):
                by_index[i] = hidden[row, : len(some[i].ids)].to(torch.bfloat16).clone()
    return [by_index[i] for i in range(len(some))]


def batch(
    group: Sequence[int], some: Sequence[Example], middle: Sequence[torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """The inputs of :class:`Flags` for some of the examples."""
    longest = max(len(middle[i]) for i in group)
    hidden = torch.zeros(len(group), longest, middle[0].shape[1])
    mask = torch.zeros(len(group), longest)
    for row, i in enumerate(group):
        hidden[row, : len(middle[i])] = middle[i].float()
        mask[row, : len(middle[i])] = 1
    marks = torch.tensor([some[i].marks for i in group])
    return hidden, mask, marks, torch.tensor([[some[i].order] for i in group])


def train(model: Flags, some: Sequence[Example], middle: Sequence[torch.Tensor], seed: int) -> None:
    """Train the upper layers."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)

    def losses() -> Iterator[tuple[torch.Tensor, int]]:
        for group in groups([len(e.ids) for e in some], BATCH, shuffle):
            with autocast():
                logits = model(*batch(group, some, middle))
            right = torch.tensor([some[i].right for i in group])
            yield nn.functional.cross_entropy(logits.float(), right, label_smoothing=0.03), len(group)

    fit(model, losses, items=len(some), epochs=EPOCHS, rate=RATE, batch=BATCH, old=("reader.",))


def accuracy(model: Flags, some: Sequence[Example], middle: Sequence[torch.Tensor]) -> float:
    """Share of the examples whose likeliest label is right."""
    hits = 0
    with torch.no_grad(), autocast():
        for group in groups([len(e.ids) for e in some], 2 * BATCH, random.Random(0)):
            best = model(*batch(group, some, middle)).argmax(-1).tolist()
            hits += sum(k == some[i].right for k, i in zip(best, group, strict=True))
    return round(hits / len(some), 4)


def export(model: Flags, out: Path) -> None:
    """Write ``flags.onnx`` with int8 weights into the folder ``out``."""
    size = model.reader.mix.in_features // 6
    sample = (torch.zeros(1, 8, size), torch.zeros(1, 4, dtype=torch.long), torch.zeros(1, 1))
    full = out / "full.onnx"
    torch.onnx.export(
        _Single(model.eval()), sample, str(full), input_names=[LOWER_STATE, "marks", "order"],
        output_names=["flags"], dynamic_axes={LOWER_STATE: {1: "length"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    base.quantise(full, out / "flags.onnx")
    full.unlink()


def open_state(file: Path) -> None:
    """Add the hidden state of the lower layers to the outputs of the encoder, if missing."""
    model = onnx.load(file)
    if any(output.name == LOWER_STATE for output in model.graph.output):
        return
    last = sum(node.name.endswith("/output/LayerNorm/LayerNormalization") for node in model.graph.node) // 2
    state = _STATE.format(last - LAYERS - 1)
    model.graph.node.append(helper.make_node("Identity", [state], [LOWER_STATE], name=LOWER_STATE))
    model.graph.output.append(
        helper.make_tensor_value_info(LOWER_STATE, onnx.TensorProto.FLOAT, ["texts", "length", "size"])
    )
    onnx.save(model, file)


def main() -> None:
    """Train, export and write settings and card."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="+", required=True, help="folders of the open sets")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="folder of the encoder")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = pairs.PairModel(base.untrained())
    pairs.restore(model, options.out / "model.onnx")
    model.eval()
    tokenizer = base.tokenizer(shipped.LONGEST)
    training, held_out = (
        examples(tokenizer, list(claims(options.open, held_out=held_out, seed=options.seed)))
        for held_out in (False, True)
    )
    print(f"{len(training)} claims for training, {len(held_out)} held out", flush=True)
    flags = Flags(model)
    train(flags, training, states(model, training), options.seed)
    figures = {"rows": len(held_out), "accuracy": accuracy(flags, held_out, states(model, held_out))}
    print(json.dumps(figures), flush=True)
    export(flags, options.out)
    open_state(options.out / "model.onnx")
    settings = json.loads((options.out / "model.json").read_text(encoding="utf-8"))
    settings["sha256"] = _digest(options.out / "model.onnx")
    settings["flags"] = {
        "sha256": _digest(options.out / "flags.onnx"), "rows": len(training), "held_back": figures,
        "annotated": _digest(annotated.FILE), "flagged": _digest(FILE), "written": _digest(WRITTEN),
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    card.write(options.out, "relations")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
