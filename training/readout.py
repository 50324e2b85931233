"""Fit the readout layers for ``classify`` over the trained encoder: PLOVER root and sentiment.

    python -m training.readout [--sentences FILE] [--out FOLDER]

The encoder is trained on text in which most pairs are unrelated, so its heads separate relations less well
for a pair that is known to be related. Here the network is frozen, and two linear layers are fitted over its
vector of a pair: the root, on the first batch of the written sentences, which separates the roots best; and
the sentiment, on all of them, as the sign of the score of the relation. They become outputs of
``model.onnx``, whose other outputs do not change. ``training.relations`` runs this at its end. Takes some
five minutes; needs the ``train`` extra. The same model and sentences give the same weights.
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
from graphbuild.encoder.relations import NONE, READOUT_LAYERS, SENTIMENTS
from graphbuild.encoder.weights import VOCABULARY
from graphbuild.encoder.wordpiece import WordPiece
from training import card, sentences

#: Ridge penalty, relative to the summed loss of all examples.
RIDGE = 170.0
#: Maximum of steps of the fit; it converges well before.
STEPS = 300

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """The encoder's vector of a pair in one direction, and the index of its class."""

    vector: np.ndarray[Any, Any]
    right: int


def roots() -> list[str]:
    """The roots that the first batch distinguishes; it has CONCEDE and RETREAT as one."""
    known = sorted({r.plover for r in tables.relations().values() if r.plover})
    return [*(root for root in known if root not in ("CONCEDE", "RETREAT")), "CONCEDE RETREAT"]


def root_of(labels: Sequence[str], classes: Sequence[str]) -> int | None:
    """The index of the root of a direction's labels; None if they have several."""
    found = {tables.relations()[label].plover for label in labels if label != NONE}
    return next((k for k, name in enumerate(classes) if found and found <= set(name.split())), None)


def sentiment_of(labels: Sequence[str]) -> int | None:
    """The index of the sentiment of a direction's labels: the sign of an event's score, else neutral.

    None if they disagree.
    """
    events = (tables.relations().get(label) for label in labels)
    signs = {(r.score > 0) - (r.score < 0) if r is not None and r.quad is not None else 0 for r in events}
    return SENTIMENTS.index("neutral") + signs.pop() if len(signs) == 1 else None


class PairVectors:
    """The encoder up to the input of its heads."""

    def __init__(self, model: onnx.ModelProto, folder: Path) -> None:
        self.vector = vector_of(model)
        extended = onnx.ModelProto()
        extended.CopyFrom(model)
        extended.graph.output.append(helper.make_tensor_value_info(self.vector, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(extended.SerializeToString(), options)
        self._wordpiece = WordPiece(VOCABULARY, shipped.LONGEST)

    def read(self, row: Row) -> np.ndarray[Any, Any]:
        """The vectors of the pair of a row, forward and backward."""
        marked = mark(row["text"], tuple(row["source"]), tuple(row["target"]))
        inputs = shipped.batch([shipped.encode(self._wordpiece, marked)])
        vectors: np.ndarray[Any, Any] = self._session.run([self.vector], inputs)[0]
        return vectors


def vector_of(model: onnx.ModelProto) -> str:
    """Name of the input of the head of events, before it is quantised."""
    node_of = {name: node for node in model.graph.node for name in node.output}
    name = "events"
    while node_of[name].op_type != "DynamicQuantizeLinear":
        name = node_of[name].input[0]
    return str(node_of[name].input[0])


def fit(examples: Sequence[Example], classes: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Weights and bias of a multinomial logistic regression."""
    vectors = torch.tensor(np.array([e.vector for e in examples]), dtype=torch.float64)
    right = torch.tensor([e.right for e in examples])
    layer = nn.Linear(vectors.shape[1], classes, dtype=torch.float64)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    mean = vectors.mean(0)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        entropy = nn.functional.cross_entropy(layer(vectors - mean), right, reduction="sum")
        total = entropy + RIDGE * (layer.weight**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)
    weights = layer.weight.detach()
    bias = layer.bias.detach() - weights @ mean
    return weights.numpy().astype(np.float32), bias.numpy().astype(np.float32)


def accuracy(examples: Sequence[Example], weights: Any, bias: Any) -> float:
    """Share of the examples whose likeliest class is right."""
    hits = [int((weights @ e.vector + bias).argmax()) == e.right for e in examples]
    return round(sum(hits) / len(hits), 4)


def add_layer(model: onnx.ModelProto, name: str, vector: str, weights: Any, bias: Any) -> None:
    """Add or replace a linear layer over ``vector`` as the output ``name``."""
    graph = model.graph
    for section in (graph.output, graph.initializer):
        for old in [each for each in section if each.name in (name, f"{name}.weight", f"{name}.bias")]:
            section.remove(old)
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
    vectors = PairVectors(model, folder)
    classes = {"roots": roots(), "feeling": list(SENTIMENTS)}
    training: dict[str, list[Example]] = {name: [] for name in READOUT_LAYERS}
    held_out: dict[str, list[Example]] = {name: [] for name in READOUT_LAYERS}
    for row in rows:
        into = held_out if sentences.held_back(row["text"]) else training
        for vector, labels in zip(vectors.read(row), (row["forward"], row["backward"]), strict=True):
            if not labels:
                continue
            root = root_of(labels, classes["roots"]) if row["id"].startswith(sentences.FIRST) else None
            for name, right in (("roots", root), ("feeling", sentiment_of(labels))):
                if right is not None:
                    into[name].append(Example(vector, right))
    settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    for name in READOUT_LAYERS:
        weights, bias = fit(training[name], len(classes[name]))
        add_layer(model, name, vectors.vector, weights, bias)
        figures = {"rows": len(held_out[name]), "accuracy": accuracy(held_out[name], weights, bias)}
        print(name, f"trained on {len(training[name])}, held out:", json.dumps(figures), flush=True)
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
