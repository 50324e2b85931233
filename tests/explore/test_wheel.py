"""A built wheel, as a user has it who has no clone: what it says of itself, and the page from it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata

import graphbuild
from tests.commands import ROOT
from tests.example_graph import example_graph

pytestmark = pytest.mark.slow

SERVE = """
import sys, urllib.request
import graphbuild
from graphbuild.explore import report
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server

graph, out = sys.argv[1:]
with graphbuild.open(graph) as opened:
    answers = Answers(opened, "example")
    with Server(answers) as server:
        for name in ("", "app.js", "app.css", "icon.svg", "api/summary"):
            with urllib.request.urlopen(server.address + name) as response:
                print(name, response.status, len(response.read()) > 200)
    report.write(answers, __import__("pathlib").Path(out))
print(graphbuild.__file__)
"""


def test_a_wheel_has_the_page_and_not_its_sources(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        said = Metadata.from_email(packed.read(metadata))  # raises for what indexes would refuse
        packed.extractall(tmp_path / "installed")
    assert str(said.version) == graphbuild.__version__
    assert said.license_expression == "Apache-2.0"
    place = metadata.removesuffix("METADATA")
    assert {f"{place}licenses/LICENSE", f"{place}licenses/NOTICE", "graphbuild/cypher/leaders.cypher"} <= set(
        names
    )
    assert [
        name for name in names if "node_modules" in name or name.startswith("graphbuild/explore/page/")
    ] == []
    arguments = [sys.executable, "-c", SERVE, str(example_graph()), str(tmp_path / "report.html")]
    env = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(arguments, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *answered, file = done.stdout.splitlines()
    assert answered == [f"{name} 200 True" for name in ("", "app.js", "app.css", "icon.svg", "api/summary")]
    assert Path(file).is_relative_to(tmp_path / "installed"), "the wheel is used, not the clone"
    assert (tmp_path / "report.html").stat().st_size > 50_000
