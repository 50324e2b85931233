"""The notebooks run from top to bottom, on a graph folder and on Neo4j, and find the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import graphbuild as gb
from graphbuild.stores import files
from graphbuild.stores.base import Store
from tests.commands import ROOT
from tests.example_graph import example_graph
from tests.stores.sample import GRAPH

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def loaded(neo4j: Store, neo4j_uri: str) -> Iterator[str]:
    """Address of the example graph in Neo4j."""
    with gb.open(example_graph()) as graph:
        neo4j.write(graph.graph)
    yield neo4j_uri
    neo4j.write(GRAPH)


def opened(notebook: Path) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    return found


def results(notebook: Path, graph: str, home: Path) -> list[str]:
    """What the cells of a notebook print and draw when it is run on this graph; any error is raised."""
    found = opened(notebook)
    places = {"IPYTHONDIR": home, "JUPYTER_CONFIG_DIR": home, "JUPYTER_RUNTIME_DIR": home}
    env = {**os.environ, "PYTHONPATH": str(ROOT), "GRAPHBUILD_GRAPH": graph}
    NotebookClient(found, timeout=300, startup_timeout=300, kernel_name="python3").execute(
        cwd=str(home), env={**env, **{name: str(place) for name, place in places.items()}}
    )
    outputs = [cell.outputs for cell in found.cells if cell.cell_type == "code"]
    return ["".join(map(shown, cell)) for cell in outputs]


def shown(output: nbformat.NotebookNode) -> str:
    """What an output of a cell shows: what is printed, or a picture as SVG."""
    if output["output_type"] == "stream":
        assert output["name"] == "stdout"
        return str(output["text"])
    return str(output["data"]["image/svg+xml"])


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_finds_the_same_on_both(notebook: Path, loaded: str, tmp_path: Path) -> None:
    on_folder, on_neo4j = (results(notebook, graph, tmp_path) for graph in (str(example_graph()), loaded))
    assert on_folder == on_neo4j
    assert all(len(printed.splitlines()) >= 2 for printed in on_folder)


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_a_graph_of_other_states(notebook: Path, tmp_path: Path) -> None:
    files.export(GRAPH, tmp_path / "graph.json")
    assert all(results(notebook, str(tmp_path / "graph.json"), tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_articles_without_days(notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text("France attacked Algeria. Germany signed a treaty with France.\n")
    gb.build(tmp_path / "said.txt", tmp_path / "graph", encoder=False)
    printed = results(notebook, str(tmp_path / "graph"), tmp_path)
    assert all(printed)
    assert "no article of this graph has a day: there are no periods to compare\n" in printed


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_results(notebook: Path) -> None:
    found = opened(notebook)
    nbformat.validate(found)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in found.cells)
