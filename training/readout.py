"""Fit what ``classify`` asks of the finished encoder beside its opinions: PLOVER root and feeling.

    python -m training.readout [--sentences FILE] [--out FOLDER]

The encoder learns from text in which most pairs have nothing to do with each other, so that its opinions
blur where it is given that two have. Here its body stays as it is, and two linear layers are fitted over what
it makes of a pair: the root, by the first batch of the written sentences, which draws the lines between
the roots best; and the feeling, by all of them: the sign of the score of the relation that is told. They
become outputs of ``model.onnx``; all its other outputs stay as they are. ``training.relations`` does it at
its end. Takes some five minutes; needs the ``train`` extra. The same model and sentences give the same
weights.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from torch import nn

from graphbuild import tables
from graphbuild.encoder import relations as shipped
from graphbuild.encoder.marking import mark
from graphbuild.encoder.relations import FEELINGS, LAYERS, NONE
from graphbuild.encoder.wordpiece import WordPiece
from training import card, sentences

#: How strongly the weights are drawn to 0, beside the summed loss of all examples.
RIDGE = 170.0
#: Steps of the fit at most; it ends well before.
STEPS = 300

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """What the encoder makes of a pair in one direction, and the class that is right."""

    vector: np.ndarray[Any, Any]
    right: int


def roots() -> list[str]:
    """The roots that the first batch tells apart; it has those of yielding and withdrawing together."""
    known = sorted({r.plover for r in tables.relations().values() if r.plover})
    return [*(root for root in known if root not in ("CONCEDE", "RETREAT")), "CONCEDE RETREAT"]


def root_of(labels: Sequence[str], classes: Sequence[str]) -> int | None:
    """The class of a direction's labels, where they have one root."""
    told = {tables.relations()[label].plover for label in labels if label != NONE}
    return next((k for k, name in enumerate(classes) if told and told <= set(name.split())), None)


def feeling_of(labels: Sequence[str]) -> int | None:
    """The feeling of a direction's labels, where they agree: the sign of an event's score, else neutral."""
    events = (tables.relations().get(label) for label in labels)
    signs = {(r.score > 0) - (r.score < 0) if r is not None and r.quad is not None else 0 for r in events}
    return FEELINGS.index("neutral") + signs.pop() if len(signs) == 1 else None


class Body:
    """The encoder up to the vector on which its heads stand."""

    def __init__(self, model: onnx.ModelProto, folder: Path) -> None:
        self.vector = vector_of(model)
        whole = onnx.ModelProto()
        whole.CopyFrom(model)
        whole.graph.output.append(helper.make_tensor_value_info(self.vector, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(whole.SerializeToString(), options)
        self._wordpiece = WordPiece(folder / "tokenizer.json")

    def read(self, row: Row) -> np.ndarray[Any, Any]:
        """The vectors of a written sentence's pair, forward and backward."""
        marked = mark(row["text"], tuple(row["source"]), tuple(row["target"]))
        feeds = shipped.feeds(self._wordpiece, marked)
        vectors: np.ndarray[Any, Any] = self._session.run([self.vector], feeds)[0]
        return vectors


def vector_of(model: onnx.ModelProto) -> str:
    """Name of what the head of events is multiplied with, before it is quantised."""
    made = {name: node for node in model.graph.node for name in node.output}
    name = "events"
    while made[name].op_type != "DynamicQuantizeLinear":
        name = made[name].input[0]
    return str(made[name].input[0])


def fitted(examples: Sequence[Example], classes: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Weights and bias of the multinomial logistic regression."""
    vectors = torch.tensor(np.array([e.vector for e in examples]), dtype=torch.float64)
    right = torch.tensor([e.right for e in examples])
    layer = nn.Linear(vectors.shape[1], classes, dtype=torch.float64)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    middle = vectors.mean(0)
    descent = torch.optim.LBFGS(layer.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        descent.zero_grad()
        missed = nn.functional.cross_entropy(layer(vectors - middle), right, reduction="sum")
        found = missed + RIDGE * (layer.weight**2).sum()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    descent.step(loss)
    weights = layer.weight.detach()
    bias = layer.bias.detach() - weights @ middle
    return weights.numpy().astype(np.float32), bias.numpy().astype(np.float32)


def accuracy(examples: Sequence[Example], weights: Any, bias: Any) -> float:
    """Share of the examples whose likeliest class is right."""
    hits = [int((weights @ e.vector + bias).argmax()) == e.right for e in examples]
    return round(sum(hits) / len(hits), 4)


def put(model: onnx.ModelProto, name: str, vector: str, weights: Any, bias: Any) -> None:
    """Add a linear layer over ``vector`` as the output ``name``, in the place of one that is there."""
    graph = model.graph
    for held in (graph.output, graph.initializer):
        for old in [each for each in held if each.name in (name, f"{name}.weight", f"{name}.bias")]:
            held.remove(old)
    for node in [each for each in graph.node if each.output[0] == name]:
        graph.node.remove(node)
    graph.initializer.append(numpy_helper.from_array(weights, f"{name}.weight"))
    graph.initializer.append(numpy_helper.from_array(bias, f"{name}.bias"))
    graph.node.append(
        helper.make_node("Gemm", [vector, f"{name}.weight", f"{name}.bias"], [name], name=name, transB=1)
    )
    graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["ways", len(bias)]))


def add(folder: Path, rows: Sequence[Row]) -> None:
    """Fit both layers over the model of ``folder`` and write them into it, with its settings and card."""
    model = onnx.load(folder / "model.onnx")
    body = Body(model, folder)
    classes = {"roots": roots(), "feeling": list(FEELINGS)}
    learnt: dict[str, list[Example]] = {name: [] for name in LAYERS}
    kept: dict[str, list[Example]] = {name: [] for name in LAYERS}
    for row in rows:
        into = kept if sentences.held_back(row["text"]) else learnt
        for vector, labels in zip(body.read(row), (row["forward"], row["backward"]), strict=True):
            if not labels:
                continue
            root = root_of(labels, classes["roots"]) if row["id"].startswith(sentences.FIRST) else None
            for name, right in (("roots", root), ("feeling", feeling_of(labels))):
                if right is not None:
                    into[name].append(Example(vector, right))
    settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    for name in LAYERS:
        weights, bias = fitted(learnt[name], len(classes[name]))
        put(model, name, body.vector, weights, bias)
        figures = {"rows": len(kept[name]), "accuracy": accuracy(kept[name], weights, bias)}
        print(name, f"learnt from {len(learnt[name])}, kept back:", json.dumps(figures), flush=True)
        settings["held_back_figures"][name] = figures
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    settings["roots"] = classes["roots"]
    settings["sha256"] = sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    card.write(folder, "relations")


def main() -> None:
    """Fit, write and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sentences", type=Path, default=sentences.FILE)
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="folder of the model")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    add(options.out, rows)


if __name__ == "__main__":
    main()
