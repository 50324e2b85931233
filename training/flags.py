"""Teach the encoder to tell in which way an event is put: ``python -m training.flags --open FOLDER...``

The finished encoder is asked whether a statement is right as a fact. Over its lower layers, which stay as
they are, a copy of its upper ones learns whether the event is a fact, negated, to come, possible, imagined,
asked for, or not told of at all. It learns that from the relations of ``annotated.jsonl`` and from
``flagged.jsonl``: events that graphbuild proposed, most of them such as rules take for no facts, each read in
its context. A line of that has

=============  =====================================================================================
``set``        and ``row``, ``at``, ``sha256``: the sentence, as in ``annotated.jsonl``
``source``     and ``target``, ``trigger``: characters ``[start, end)`` of the text
``relation``   what was proposed
``polarity``   that of ``annotated.jsonl``, or ``x`` where the sentence tells nothing of such an event
``second``     what a second reader said
=============  =====================================================================================

Sentences that are kept from the encoder are kept from this, too. Writes ``flags.onnx`` and its settings
beside ``model.onnx``, which only gets the state of the lower layers as an output more. Takes some twenty
minutes on two processors that compute in bfloat16; needs the ``train`` extra. The same model, texts and seed
give the same weights up to the noise of floating-point threads.
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
from tokenizers import Tokenizer
from torch import nn

from graphbuild import tables
from graphbuild.encoder import relations as shipped
from graphbuild.encoder.marking import Claim, claim, mark_claim
from graphbuild.encoder.relations import MIDDLE, WAYS
from graphbuild.model import Span
from training import annotated, base, card, pairs
from training.fitting import autocast, fit, groups

FILE = Path(__file__).with_name("flagged.jsonl")
#: Upper layers of the encoder that are copied and taught.
LAYERS = 4
EPOCHS, BATCH, RATE = 4, 32, 1e-4
#: Share of the annotated facts that are learnt from, and wrong claims of annotated sentences in all.
FACTS, WRONG = 0.17, 2000
#: The letters of the annotation in the order of ``WAYS``.
LETTERS = "anfphdx"
#: The state of the lower layers in the exported graph.
_STATE = "/model/encoder/encoder/layer.{}/output/LayerNorm/LayerNormalization_output_0"


@dataclass(frozen=True, slots=True)
class Example:
    """A claim as the encoder reads it, and the place of its way in ``WAYS``."""

    ids: list[int]
    marks: tuple[int, ...]
    order: float
    right: int


class Flags(nn.Module):
    """A copy of the encoder, of which only the upper layers read, with a head of its own."""

    def __init__(self, model: pairs.PairModel) -> None:
        super().__init__()
        self.reader = copy.deepcopy(model)
        self.flags = nn.Linear(model.mix.out_features, len(WAYS))

    def forward(
        self, middle: torch.Tensor, mask: torch.Tensor, marks: torch.Tensor, order: torch.Tensor
    ) -> torch.Tensor:
        """Logits of each way, a row a text, from the state of the lower layers and a mask of its words."""
        inner: Any = self.reader.encoder
        hidden = through(inner.encoder.layer[-LAYERS:], middle, mask)
        found: torch.Tensor = self.flags(
            self.reader.vector(hidden, mask, torch.arange(hidden.shape[0]), marks, order)
        )
        return found


def through(layers: Any, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The state above some layers of an encoder, from that below them."""
    for layer in layers:
        told = layer(hidden, ((1 - mask) * -1e4)[:, None, None, :])
        hidden = told[0] if isinstance(told, tuple) else told
    return hidden


class _Single(nn.Module):
    """The network on one text, as it is exported."""

    def __init__(self, model: Flags) -> None:
        super().__init__()
        self.model = model

    def forward(self, middle: torch.Tensor, marks: torch.Tensor, order: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.model(middle, torch.ones_like(middle[:, :, 0]), marks, order)
        return found


def claims(folders: Sequence[Path], *, kept: bool, seed: int) -> Iterator[tuple[Claim, str]]:
    """What is learnt from, each put as a fact, with its polarity; or what is kept from it."""
    draw = random.Random(seed)
    wrong = []
    for line, text in annotated.sentences(folders):
        if annotated.kept(line) is not kept:
            continue
        start = line["at"][0]
        for source, relation, target, polarity in line["relations"]:
            if tables.relations()[relation].quad is None or not annotated.apart(line, source, target):
                continue
            if polarity != "a" or draw.random() < FACTS:
                a, b = (line["actors"][k - 1] for k in (source, target))
                ends = (start + a[0], start + a[1]), (start + b[0], start + b[1])
                yield _as_fact(text, line, (*ends, None), relation), polarity
        wrong += [c for c, right in annotated.claims(line, text) if not right and c.put == "fact"]
    yield from ((c, "x") for c in draw.sample(wrong, min(WRONG, len(wrong))))
    for line, text in annotated.sentences(folders, FILE):
        if annotated.kept(line) is kept:
            source, target, trigger = (tuple(line[end]) for end in ("source", "target", "trigger"))
            yield _as_fact(text, line, (source, target, trigger), line["relation"]), line["polarity"]


def _as_fact(text: str, line: annotated.Row, spans: tuple[Span, Span, Span | None], relation: str) -> Claim:
    return claim(text, line["at"], spans, relation, negated=False, modality="asserted", former=False)


def examples(tokenizer: Any, some: Sequence[tuple[Claim, str]]) -> list[Example]:
    """Claims as the encoder reads them."""
    made = []
    for each, polarity in some:
        marked = mark_claim(each)
        enc = tokenizer.encode(marked.text)
        marks = tuple(enc.char_to_token(at) or 0 for at in (*marked.source, *marked.target))
        made.append(Example(enc.ids, marks, 1.0 if marks[0] < marks[2] else -1.0, LETTERS.index(polarity)))
    return made


def states(model: pairs.PairModel, some: Sequence[Example]) -> list[torch.Tensor]:
    """The state of the lower layers for each example, in bfloat16."""
    inner: Any = model.encoder
    found: dict[int, torch.Tensor] = {}
    with torch.no_grad(), autocast():
        for group in groups([len(e.ids) for e in some], BATCH, random.Random(0)):
            longest = max(len(some[i].ids) for i in group)
            ids = torch.zeros(len(group), longest, dtype=torch.long)
            mask = torch.zeros(len(group), longest)
            for row, i in enumerate(group):
                ids[row, : len(some[i].ids)] = torch.tensor(some[i].ids)
                mask[row, : len(some[i].ids)] = 1
            hidden = through(inner.encoder.layer[:-LAYERS], inner.embeddings(ids), mask)
            for row, i in enumerate(group):
                found[i] = hidden[row, : len(some[i].ids)].to(torch.bfloat16).clone()
    return [found[i] for i in range(len(some))]


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
    """Teach the upper layers."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)

    def losses() -> Iterator[tuple[torch.Tensor, int]]:
        for group in groups([len(e.ids) for e in some], BATCH, shuffle):
            with autocast():
                told = model(*batch(group, some, middle))
            right = torch.tensor([some[i].right for i in group])
            yield nn.functional.cross_entropy(told.float(), right, label_smoothing=0.03), len(group)

    fit(model, losses, items=len(some), epochs=EPOCHS, rate=RATE, batch=BATCH, old=("reader.",))


def accuracy(model: Flags, some: Sequence[Example], middle: Sequence[torch.Tensor]) -> float:
    """Share of the examples whose likeliest way is right."""
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
        _Single(model.eval()), sample, str(full), input_names=[MIDDLE, "marks", "order"],
        output_names=["flags"], dynamic_axes={MIDDLE: {1: "length"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    base.quantise(full, out / "flags.onnx")
    full.unlink()


def open_state(file: Path) -> None:
    """Make the state of the lower layers an output of the encoder, if it is none yet."""
    model = onnx.load(file)
    if any(output.name == MIDDLE for output in model.graph.output):
        return
    last = sum(node.name.endswith("/output/LayerNorm/LayerNormalization") for node in model.graph.node) // 2
    state = _STATE.format(last - LAYERS - 1)
    model.graph.node.append(helper.make_node("Identity", [state], [MIDDLE], name=MIDDLE))
    model.graph.output.append(
        helper.make_tensor_value_info(MIDDLE, onnx.TensorProto.FLOAT, [1, "length", "size"])
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
    model = pairs.PairModel(base.untaught())
    pairs.restore(model, options.out / "model.onnx")
    model.eval()
    tokenizer = Tokenizer.from_file(str(options.out / "tokenizer.json"))
    taught, held = (
        examples(tokenizer, list(claims(options.open, kept=kept, seed=options.seed)))
        for kept in (False, True)
    )
    print(f"{len(taught)} claims to learn from, {len(held)} kept back", flush=True)
    flags = Flags(model)
    train(flags, taught, states(model, taught), options.seed)
    figures = {"rows": len(held), "accuracy": accuracy(flags, held, states(model, held))}
    print(json.dumps(figures), flush=True)
    export(flags, options.out)
    open_state(options.out / "model.onnx")
    settings = json.loads((options.out / "model.json").read_text(encoding="utf-8"))
    settings["sha256"] = _digest(options.out / "model.onnx")
    settings["flags"] = {
        "sha256": _digest(options.out / "flags.onnx"), "rows": len(taught), "held_back": figures,
        "annotated": _digest(annotated.FILE), "flagged": _digest(FILE),
    }  # fmt: skip
    (options.out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    card.write(options.out, "relations")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
