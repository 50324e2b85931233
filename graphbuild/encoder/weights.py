"""Loading the weights, tokenizer and settings of a model that comes along."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.encoder.wordpiece import WordPiece
from graphbuild.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

#: A fusion of onnxruntime's that takes several times as long on a processor as the parts that it joins.
_SLOWER = ["SkipLayerNormFusion"]
RESOURCES = Path(__file__).parent.parent / "resources"


@dataclass(frozen=True)
class Weights:
    """A loaded model: how it cuts words, how it is run, and what its settings say."""

    wordpiece: WordPiece
    session: InferenceSession
    settings: dict[str, Any]


def load(folder: Path) -> Weights:
    """The model of a folder, on one thread, so that several workers do not fight over the processor.

    Raises ``ModelError`` where a part is missing or broken.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        weights = (folder / "model.onnx").resolve(strict=True)
        wordpiece = WordPiece(folder / "tokenizer.json")
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model in {folder} is missing or broken ({error}): reinstall graphbuild, "
            "or go without it by --no-encoder."
        ) from error
    session = onnxruntime.InferenceSession(
        str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
    return Weights(wordpiece, session, settings)
