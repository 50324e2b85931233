"""What the documentation of Neo4j says is so: schema, style, compose file, commands."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import chain
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from graphbuild.model import LABELS
from graphbuild.stores import layout
from graphbuild.stores.base import Store
from graphbuild.tables import relations
from tests import schema
from tests.commands import ROOT, graphbuild
from tests.corpus import ARTICLES
from tests.stores.sample import GRAPH

TEXT = (ROOT / "docs" / "how-to" / "neo4j.md").read_text(encoding="utf-8")
COMPOSE = ROOT / "docs" / "neo4j" / "compose.yaml"
#: What the Compose specification knows of a service, as far as it may stand in ours, and of which kind it is.
SERVICE = {
    "image": str, "environment": dict, "ports": list, "volumes": list, "healthcheck": dict,
    "stop_grace_period": str, "restart": str,
}  # fmt: skip
HEALTH = {"test": list, "interval": str, "timeout": str, "retries": int, "start_period": str}
DURATION = r"(?:\d+h)?(?:\d+m)?(?:\d+s)?"
REMEDY = "the schema has changed: write it anew with `python -m tests.schema`"


def test_the_picture_and_the_style_are_those_of_the_schema() -> None:
    assert schema.PICTURE.read_text(encoding="utf-8") == schema.picture(), REMEDY
    assert schema.STYLE.read_text(encoding="utf-8") == schema.style(), REMEDY


def test_a_database_has_what_the_picture_shows_and_nothing_else(store: Store) -> None:
    classes = {name: set(properties) for name, properties in schema.members().items()}
    assert set(classes) == {*layout.PROPERTIES, "Relation", "Stance"}
    for label in layout.PROPERTIES:
        rows = store.query(f"MATCH (n:{label}) UNWIND keys(n) AS key RETURN DISTINCT key").rows
        assert {key for (key,) in rows} == classes[label] - {"target_role", "given_id", "root"}, (
            label
        )  # nobody has them here
    rows = store.query(
        "MATCH (:Entity)-[r:!STANCE]->(:Entity) UNWIND keys(r) AS key RETURN type(r), collect(DISTINCT key)"
    ).rows
    assert {name for name, _ in rows} == {r.relation for r in GRAPH.relations}
    assert set(chain.from_iterable(keys for _, keys in rows)) == classes["Relation"]
    rows = store.query("MATCH (:Entity)-[s:STANCE]->(:Entity) UNWIND keys(s) AS key RETURN DISTINCT key").rows
    assert {key for (key,) in rows} == classes["Stance"]
    drawn = {
        (*ends, name) for ends, label in schema.edges().items() for name in re.findall(r"[A-Z][A-Z_]+", label)
    }
    found = store.query(
        f"MATCH (a)-[r:{'|'.join(layout.EVIDENCE_TYPES)}]->(b) RETURN DISTINCT labels(a), labels(b), type(r)"
    ).rows
    ends = {
        ((set(a) & set(layout.PROPERTIES)).pop(), (set(b) & set(layout.PROPERTIES)).pop(), t)
        for a, b, t in found
    }
    assert ends == drawn


def test_the_style_names_every_label_and_relation_once() -> None:
    selectors = re.findall(r"^(\S+) \{\n(?:  [\w-]+: [^;\n]+;\n)+\}$", schema.style(), re.MULTILINE)
    assert len(selectors) == schema.style().count("{\n")
    nodes = [*LABELS.values(), "Article", "Statement"]
    assert selectors == [
        "node", "relationship", *(f"node.{n}" for n in nodes), *(f"relationship.{r}" for r in relations()),
        f"relationship.{layout.STANCE}",
    ]  # fmt: skip


def test_the_compose_file_is_one_and_starts_the_neo4j_that_is_tested() -> None:
    compose: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert set(compose) == {"name", "services", "volumes"}
    ((_, service),) = compose["services"].items()
    assert {key: type(value) for key, value in service.items()} == SERVICE
    assert {key: type(value) for key, value in service["healthcheck"].items()} == HEALTH
    (tested,) = re.findall(r"<neo4j.version>([\d.]+)<", (ROOT / "tests/neo4j/pom.xml").read_text())
    assert service["image"] == f"neo4j:{tested}-community"
    assert all(re.fullmatch(r"127\.0\.0\.1:(\d+):\1", port) for port in service["ports"])
    assert [volume.split(":")[0] for volume in service["volumes"]] == list(compose["volumes"])
    assert service["healthcheck"]["test"][0] == "CMD"
    times = [service["healthcheck"][name] for name in ("interval", "timeout", "start_period")]
    assert all(t and re.fullmatch(DURATION, t) for t in (*times, service["stop_grace_period"]))
    assert all(isinstance(value, str) for value in service["environment"].values())
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")
    assert service["restart"] in ("no", "always", "on-failure", "unless-stopped")


def test_the_commands_load_a_database(neo4j: Store, neo4j_uri: str, tmp_path: Path) -> None:
    section = TEXT.partition("## Quick start")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert [len(block.splitlines()) for block in blocks] == [3, 3, 3]
    commands = re.findall(r"\bgraphbuild (.*?)(?: &&|$)", "\n".join(blocks), re.MULTILINE)
    address = re.compile(r'"\$NEO4J_URI"|neo4j://\S+')
    assert sum(bool(address.search(command)) for command in commands) == 3
    (tmp_path / "data" / "articles").mkdir(parents=True)
    for article in ARTICLES[:2]:
        shutil.copy(article, tmp_path / "data" / "articles")
    try:
        for command in dict.fromkeys(address.sub(neo4j_uri, command) for command in commands):
            done = graphbuild(*shlex.split(command), cwd=tmp_path)
            assert done.returncode == 0, f"{command}: {done.stderr}"
        ((articles,),) = neo4j.query("MATCH (n:Article) RETURN count(n) AS n").rows
        assert articles == 2
    finally:
        neo4j.write(GRAPH)
