"""The network of the relation encoder: input, architecture, loss and export.

One encoder and three heads over a vector for source and target: the hidden states at their marks, attention
from these over the text, and its mean.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from graphbuild.encoder.marking import Claim, Marked, mark, mark_claim
from graphbuild.encoder.relations import LONGEST
from graphbuild.model import Span
from training import base
from training.fitting import BATCH, NEW, autocast, fit, groups

LABELS = (
    "NONE", "LEADER_OF", "MEMBER_OF", "WORKS_FOR", "CITIZEN_OF", "BASED_IN", "PART_OF", "REPRESENTS",
    "MET_WITH", "AGREED_WITH", "SUPPORTS", "PARTNERSHIP", "ALLIED_WITH", "AIDS", "TRADES_WITH", "CONCEDES_TO",
    "WITHDRAWS_FROM", "REQUESTS", "ACCUSES", "REJECTS", "THREATENS", "PROTESTS_AGAINST",
    "SANCTIONS",
    "MOBILIZES_AGAINST", "COERCES", "ATTACKS", "HOSTILITY_TOWARD", "RIVAL_OF",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(LABELS)}
NO_RELATION = (INDEX["NONE"],)
#: The heads: relation by all labels, relation by event labels, and whether a claim is right.
OUTPUTS = ("general", "events", "claim")

Logits = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
#: Inputs of a batch: ids, mask, and for each direction its row, its marks and its order.
Inputs = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Example:
    """A marked sentence with the allowed relations in each direction, empty if unknown; or a marked claim and
    whether it is right.
    """

    marked: Marked
    forward: tuple[int, ...] = ()
    backward: tuple[int, ...] = ()
    right: bool | None = None


def examples(rows: Sequence[dict[str, Any]]) -> list[Example]:
    """Rows of one pair each as examples; a pair with rows in both orders counts once."""
    by_pair: dict[tuple[str, frozenset[Span]], Example] = {}
    for row in rows:
        a: Span = tuple(row["source"])
        b: Span = tuple(row["target"])
        forward, backward = (tuple(INDEX[r] for r in row[direction]) for direction in ("forward", "backward"))
        key = row["text"], frozenset((a, b))
        by_pair.setdefault(key, Example(mark(row["text"], a, b), forward, backward))
    return list(by_pair.values())


def claimed(claims: Sequence[tuple[Claim, bool]]) -> list[Example]:
    """Claims and whether they are right, as examples."""
    return [Example(mark_claim(claim), right=right) for claim, right in claims]


class PairModel(nn.Module):
    """An encoder with heads over a source and a target."""

    def __init__(self, encoder: nn.Module, size: int = 384, parts: int = 6, wide: int = 512) -> None:
        super().__init__()
        self.encoder = encoder
        self._size, self._parts = size, parts
        self.query, self.key, self.value = (nn.Linear(n * size, size) for n in (4, 1, 1))
        self.mix = nn.Linear(6 * size + 1, wide)
        self.dropout = nn.Dropout(0.1)
        self.general, self.events = nn.Linear(wide, len(LABELS)), nn.Linear(wide, len(LABELS))
        self.claim = nn.Linear(wide, 1)

    def forward(
        self,
        ids: torch.Tensor,
        mask: torch.Tensor,
        rows: torch.Tensor,
        marks: torch.Tensor,
        order: torch.Tensor,
    ) -> Logits:
        hidden = self.encoder(input_ids=ids, attention_mask=mask)[0]
        vector = self.vector(hidden, mask.to(hidden.dtype), rows, marks, order)
        return self.general(vector), self.events(vector), self.claim(vector)[:, 0]

    def vector(
        self,
        hidden: torch.Tensor,
        mask: torch.Tensor,
        rows: torch.Tensor,
        marks: torch.Tensor,
        order: torch.Tensor,
    ) -> torch.Tensor:
        """The input of the heads, a row per direction; ``rows`` are the rows of its text in ``hidden``."""
        n, each = rows.shape[0], self._size // self._parts
        at_marks = torch.cat([hidden[rows, marks[:, k]] for k in range(4)], dim=-1)
        queries = self.query(at_marks).view(n, self._parts, 1, each)
        keys, values = (
            part(hidden)[rows].view(n, -1, self._parts, each).transpose(1, 2)
            for part in (self.key, self.value)
        )
        attention = (queries @ keys.transpose(2, 3)) / math.sqrt(each)
        attention = attention.masked_fill(mask[rows][:, None, None, :] == 0, -1e4).softmax(-1)
        attended = (attention @ values).reshape(n, self._size)
        mean = ((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))[rows]
        vector = torch.cat([at_marks, attended, mean, order.to(hidden.dtype)], dim=-1)
        mixed: torch.Tensor = self.dropout(nn.functional.gelu(self.mix(self.dropout(vector))))
        return mixed


class _Unpadded(nn.Module):
    """The network on texts of equal length, for export."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, ids: torch.Tensor, rows: torch.Tensor, marks: torch.Tensor, order: torch.Tensor
    ) -> Logits:
        logits: Logits = self.model(ids, torch.ones_like(ids), rows, marks, order)
        return logits


def batches(
    items: Sequence[Example], tokenizer: Any, size: int, shuffle: random.Random | None
) -> Iterator[tuple[Inputs, list[Example]]]:
    """Padded batches of similar length, with their examples. Each example has two rows: forward first."""
    encoded = [tokenizer.encode(e.marked.text) for e in items]
    for group in groups([len(enc.ids) for enc in encoded], size, shuffle):
        longest = max(len(encoded[i].ids) for i in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        mask = torch.zeros(len(group), longest)
        marks, order = [], []
        for row, i in enumerate(group):
            enc, marked = encoded[i], items[i].marked
            ids[row, : len(enc.ids)] = torch.tensor(enc.ids)
            mask[row, : len(enc.ids)] = 1
            a, b, c, d = (enc.char_to_token(at) or 0 for at in (*marked.source, *marked.target))
            first = 1.0 if a < c else -1.0
            marks += [(a, b, c, d), (c, d, a, b)]
            order += [[first], [-first]]
        rows = torch.arange(len(group)).repeat_interleave(2)
        yield (ids, mask, rows, torch.tensor(marks), torch.tensor(order)), [items[i] for i in group]


def loss_of(
    logits: torch.Tensor, allowed: Sequence[tuple[int, ...]], smoothing: float = 0.05
) -> torch.Tensor:
    """Negative log of the probability mass on the allowed relations, smoothed; ignores unknown rows."""
    known = [row for row, labels in enumerate(allowed) if labels]
    if not known:
        return logits.sum() * 0
    logs = logits[known].log_softmax(-1)
    right = torch.zeros_like(logs)
    for row, k in enumerate(known):
        right[row, list(allowed[k])] = 1
    mass = logs.masked_fill(right == 0, -1e4).logsumexp(-1)
    return -((1 - smoothing) * mass + smoothing * logs.mean(-1)).mean()


def allowed_relations(group: Sequence[Example]) -> list[tuple[int, ...]]:
    """The allowed relations in each direction, in the order of the rows of a batch."""
    return [labels for e in group for labels in (e.forward, e.backward)]


def load(folder: Path) -> tuple[PairModel, Any]:
    """The network with new heads on bge-small, and its tokenizer."""
    encoder, tokenizer = base.bge(folder, LONGEST)
    return PairModel(encoder), tokenizer


def restore(model: PairModel, *files: Path) -> None:
    """Load the weights saved by a training, or those of an exported ``model.onnx``, or the mean of several.

    Weights of ``model.onnx`` have the precision of eight bits with a scale per column.
    """
    if len(files) > 1:
        several: list[dict[str, torch.Tensor]] = []
        for each in files:
            restore(model, each)
            several.append({name: w.clone() for name, w in model.state_dict().items()})
        model.load_state_dict(
            {
                name: torch.stack([each[name] for each in several]).mean(0) if w.is_floating_point() else w
                for name, w in several[0].items()
            }
        )
        return
    (file,) = files
    if file.suffix != ".onnx":
        model.load_state_dict(torch.load(file))
        return
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(file).graph
    arrays = {each.name: to_array(each) for each in graph.initializer}

    def dequantised(name: str) -> Any:
        quantised, scale, zero = (arrays[name + end] for end in ("_quantized", "_scale", "_zero_point"))
        rows = scale.ndim and scale.size == quantised.shape[0] != quantised.shape[-1]
        scale, zero = (each[:, None] if rows else each for each in (scale, zero.astype("float32")))
        return (quantised.astype("float32") - zero) * scale

    weights = {name.removeprefix("model."): array for name, array in arrays.items()}
    for name in arrays:
        if name.endswith(".weight_quantized"):
            original = name.removesuffix("_quantized")
            weights[original.removeprefix("model.")] = dequantised(original)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            module = node.name.removeprefix("/model/").rpartition("/")[0].replace("/", ".")
            weights[f"{module}.weight"] = dequantised(node.input[1].removesuffix("_quantized")).T
    names = model.state_dict().keys()
    model.load_state_dict({name: torch.tensor(weights[name]) for name in names if name in weights})


def train(
    start: tuple[PairModel, Any],
    items: Callable[[int], list[Example]],
    loss_on: Callable[[Logits, Sequence[Example]], torch.Tensor],
    *,
    epochs: int,
    seed: int,
    rate: float,
    batch: int,
    new_rate: float = NEW,
) -> None:
    """Minimise ``loss_on`` over the ``items`` of each epoch. Claims and pairs are in separate batches.

    ``rate`` is the learning rate of the encoder, ``new_rate`` that of the heads.
    """
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    model, tokenizer = start
    by_epoch = [items(k) for k in range(epochs)]
    compiled = torch.compile(model, dynamic=True)

    upcoming = iter(by_epoch)

    def losses() -> Iterator[tuple[torch.Tensor, int]]:
        epoch = next(upcoming)
        claims = [e for e in epoch if e.right is not None]
        pairs = [e for e in epoch if e.right is None]
        shuffled = [b for some in (pairs, claims) for b in batches(some, tokenizer, batch, shuffle)]
        shuffle.shuffle(shuffled)
        for inputs, group in shuffled:
            with autocast():
                general, events, claim = compiled(*inputs)
            yield loss_on((general.float(), events.float(), claim.float()), group), len(group)

    fit(model, losses, items=len(by_epoch[0]), epochs=epochs, rate=rate, batch=batch, new_rate=new_rate)


def predict(model: PairModel, tokenizer: Any, items: Sequence[Example]) -> Logits:
    """Logits of each head, two rows per example, in the order of ``items``."""
    model.eval()
    with torch.no_grad(), autocast():
        logits = [model(*inputs) for inputs, _ in batches(items, tokenizer, 2 * BATCH, None)]
    general, events, claim = (torch.cat(parts).float() for parts in zip(*logits, strict=True))
    return general, events, claim


def export(model: PairModel, out: Path) -> None:
    """Write ``model.onnx`` with int8 weights into the folder ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    ids, rows = torch.ones(2, 8, dtype=torch.long), torch.tensor([0, 0, 1, 1])
    sample = (ids, rows, torch.zeros(4, 4, dtype=torch.long), torch.zeros(4, 1))
    ways = {name: {0: "ways"} for name in ("rows", "marks", "order")}
    full = out / "full.onnx"
    torch.onnx.export(
        _Unpadded(model), sample, str(full), input_names=["ids", *ways], output_names=list(OUTPUTS),
        dynamic_axes={"ids": {0: "texts", 1: "length"}, **ways},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    base.quantise(full, out / "model.onnx")
    full.unlink()
