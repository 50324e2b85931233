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
    """The model of a folder. Raises ``ModelError`` where a part is missing or broken."""
    try:
        settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        wordpiece = WordPiece(folder / "tokenizer.json")
    except (OSError, ValueError) as error:
        raise _broken(folder, error) from error
    return Weights(wordpiece, session(folder / "model.onnx"), settings)


def session(file: Path) -> InferenceSession:
    """A network, on one thread, so that several workers do not fight over the processor.

    Raises ``ModelError`` where it is missing or broken.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        weights = file.resolve(strict=True)
    except OSError as error:
        raise _broken(file.parent, error) from error
    return onnxruntime.InferenceSession(
        str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )


def _broken(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        f"the model in {folder} is missing or broken ({error}): reinstall graphbuild, "
        "or go without it by --no-encoder."
    )
