"""Load the weights, tokenizer and settings of a packaged model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.encoder.wordpiece import WordPiece
from graphbuild.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

#: Optimizers of onnxruntime that are disabled: on a CPU this fusion is several times slower than its parts.
_DISABLED = ["SkipLayerNormFusion"]
RESOURCES = Path(__file__).parent.parent / "resources"
#: The subwords of BERT (uncased), which both models share.
VOCABULARY = RESOURCES / "vocabulary.txt"


@dataclass(frozen=True)
class Weights:
    """A loaded model: tokenizer, inference session and settings."""

    wordpiece: WordPiece
    session: InferenceSession
    settings: dict[str, Any]


def faults() -> list[str]:
    """Return the files of the packaged models that are missing or are not as tested, as ``folder/file``."""
    found = []
    for settings in sorted(RESOURCES.glob("*/model.json")):
        known = json.loads(settings.read_text(encoding="utf-8"))
        for name, about in (("model.onnx", known), ("flags.onnx", known.get("flags"))):
            file = settings.with_name(name)
            if about and not (file.is_file() and sha256(file.read_bytes()).hexdigest() == about["sha256"]):
                found.append(f"{settings.parent.name}/{name}")
    return found


def load(folder: Path, max_length: int | None = None) -> Weights:
    """Load the model of a folder; its texts are truncated to ``max_length`` subwords.

    Raises:
        ModelError: a part is missing or broken.
    """
    try:
        settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        wordpiece = WordPiece(VOCABULARY, max_length)
    except (OSError, ValueError) as error:
        raise _broken(folder, error) from error
    return Weights(wordpiece, session(folder / "model.onnx"), settings)


def session(file: Path) -> InferenceSession:
    """Open an ONNX file, on one thread, so that several workers do not compete for the CPU.

    Raises:
        ModelError: the file is missing or broken.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        weights = file.resolve(strict=True)
    except OSError as error:
        raise _broken(file.parent, error) from error
    return onnxruntime.InferenceSession(
        str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=_DISABLED
    )


def _broken(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        f"the model in {folder} is missing or broken ({error}): reinstall graphbuild, "
        "or go without it by --no-encoder."
    )
