"""Which spaCy pipeline a name means, and what is told of its weights."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from graphbuild.annotate import pipelines
from graphbuild.cli import doctor
from graphbuild.encoder import weights
from tests.commands import graphbuild


def _packaged() -> Path:
    found = pipelines.folder(pipelines.PACKAGED)
    assert found is not None
    return found


@pytest.fixture
def official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package ``en_core_web_sm`` as spaCy's makers build it, with the weights of the packaged one."""
    package = tmp_path / "site" / "en_core_web_sm"
    made = package / "en_core_web_sm-3.8.0"
    shutil.copytree(_packaged(), made)
    meta = json.loads((made / "meta.json").read_text(encoding="utf-8"))
    (made / "meta.json").write_text(json.dumps({**meta, "name": "core_web_sm"}), encoding="utf-8")
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)
    return made


def test_the_packaged_pipeline_has_the_weights_that_were_tested() -> None:
    assert pipelines.fingerprint(_packaged()) == pipelines.WEIGHTS


def test_the_official_package_goes_before_the_packaged_one_where_it_is_named(official: Path) -> None:
    assert pipelines.folder("en_core_web_sm") == official
    assert pipelines.folder(pipelines.PACKAGED) == _packaged()
    assert pipelines.fingerprint(official) == pipelines.WEIGHTS, "descriptions do not count"


def test_where_no_official_package_is_its_name_means_the_packaged_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if find_spec("en_core_web_sm"):
        monkeypatch.setattr(pipelines, "find_spec", lambda n: None if n == "en_core_web_sm" else find_spec(n))
    assert pipelines.folder("en_core_web_sm") == _packaged()


@pytest.mark.slow
def test_doctor_tells_weights_that_are_not_those_that_were_tested(official: Path) -> None:
    (check,) = doctor._weights("en_core_web_sm")
    assert check.state == "ok"
    assert check.found.endswith("of en_core_web_sm-3.8.0, as tested")
    weights = official / "ner" / "model"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    path = {"PYTHONPATH": f"{official.parent.parent}:{Path(__file__).parent.parent}"}
    done = graphbuild("doctor", "--model", "en_core_web_sm", env=path, fresh=True)
    assert done.returncode == 1
    assert "BAD   weights" in done.stdout


def test_doctor_tells_the_weights_of_a_pipeline_in_a_folder(official: Path) -> None:
    (same,) = doctor._weights(str(official))
    assert (same.state, same.found.endswith(", as tested")) == ("ok", True)
    (official / "ner" / "model").write_bytes(b"others")
    (other,) = doctor._weights(str(official))
    assert (other.state, other.advice) == ("note", "")
    assert "; tested with 65b25ab0d9281f8b…" in other.found
    (official / "tokenizer").unlink()
    (broken,) = doctor._weights(str(official))
    assert broken.state == "bad"


def test_doctor_tells_own_models_that_are_damaged_or_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor._attempt("own models", doctor._own_models).state == "ok"
    shutil.copytree(weights.RESOURCES / "relations_model", tmp_path / "relations_model")
    monkeypatch.setattr(weights, "RESOURCES", tmp_path)
    (tmp_path / "relations_model" / "flags.onnx").unlink()
    with (tmp_path / "relations_model" / "model.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2\3")
    check = doctor._attempt("own models", doctor._own_models)
    assert check.state == "bad"
    assert check.found.startswith("relations_model/model.onnx, relations_model/flags.onnx: missing or not")


def test_these_files_are_those_of_the_official_package() -> None:
    """By the hashes of ``en_core_web_sm`` 3.8.0 that another public project pins."""
    official = {
        "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
        "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    }
    found = {name: hashlib.sha256((_packaged() / name).read_bytes()).hexdigest() for name in official}
    assert found == official
