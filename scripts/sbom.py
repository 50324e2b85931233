"""Completes a bill of materials (CycloneDX): ``python -m scripts.sbom FILE``.

The lock gives names, versions and hashes for all systems. What is installed here gives licences and
dependencies; the package itself contains weights of models and Preact.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

import graphbuild
from tests import packages

_PACKAGE = Path(graphbuild.__file__).parent
#: Folder of each model with its base model and the licence of that.
_MODELS = {
    "names_model": ("all-MiniLM-L6-v2", "Apache-2.0"),
    "relations_model": ("bge-small-en-v1.5", "MIT"),
}


def complete(bom: dict[str, Any]) -> dict[str, Any]:
    """Return it with licences, dependencies, and what the package contains."""
    installed, needs = packages.runtime(), packages.dependencies()
    root = bom["metadata"]["component"] | {"version": graphbuild.__version__}
    contained = [*_weights(), _preact()]
    parts = [_licensed(part, installed) for part in bom["components"]]
    refs = {canonicalize_name(part["name"]): part["bom-ref"] for part in parts} | {
        "graphbuild": root["bom-ref"]
    }
    edges = {ref: {refs[need] for need in needs.get(name, ())} for name, ref in refs.items()}
    edges |= {part["bom-ref"]: set() for part in contained}
    edges[root["bom-ref"]] |= {part["bom-ref"] for part in contained}
    return bom | {
        "metadata": bom["metadata"] | {"component": root},
        "components": [*parts, *contained],
        "dependencies": [{"ref": ref, "dependsOn": sorted(edges[ref])} for ref in sorted(edges)],
    }


def _licensed(part: dict[str, Any], installed: dict[str, Any]) -> dict[str, Any]:
    found = installed.get(canonicalize_name(part["name"]))
    if found is None:  # another system needs it
        return part
    if expression := found.metadata["License-Expression"]:
        return part | {"licenses": [{"expression": expression}]}
    return part | {"licenses": [{"license": {"name": packages.licence(found)}}]}


def _weights() -> list[dict[str, Any]]:
    made = []
    for name, (base, licence) in _MODELS.items():
        settings = json.loads((_PACKAGE / "resources" / name / "model.json").read_text(encoding="utf-8"))
        for file, about in (("model.onnx", settings), ("flags.onnx", settings.get("flags"))):
            if about:
                ancestor = {"type": "machine-learning-model", "name": base, "licenses": _spdx(licence)}
                made.append(
                    {
                        "type": "machine-learning-model",
                        "bom-ref": f"{name}/{file}",
                        "name": f"graphbuild/resources/{name}/{file}",
                        "version": graphbuild.__version__,
                        "hashes": [{"alg": "SHA-256", "content": about["sha256"]}],
                        "licenses": _spdx("Apache-2.0"),
                        "pedigree": {"ancestors": [ancestor]},
                    }
                )
    return made


def _preact() -> dict[str, Any]:
    page = json.loads((_PACKAGE / "explore" / "page" / "package.json").read_text(encoding="utf-8"))
    version = page["dependencies"]["preact"]
    return {
        "type": "library",
        "bom-ref": "preact",
        "name": "preact",
        "version": version,
        "purl": f"pkg:npm/preact@{version}",
        "licenses": _spdx("MIT"),
    }


def _spdx(licence: str) -> list[dict[str, Any]]:
    return [{"license": {"id": licence}}]


def main(file: Path) -> None:
    """Complete a file."""
    bom = complete(json.loads(file.read_text(encoding="utf-8")))
    file.write_text(json.dumps(bom, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
