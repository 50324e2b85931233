"""The schema as documents show it: ``python -m tests.schema`` writes it anew.

The picture and the table of relations in ``docs/how-to/neo4j.md``, and the style file for Neo4j Browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from graphbuild.model import LABELS
from graphbuild.stores import layout
from graphbuild.tables import relations
from tests.corpus import ROOT
from tests.stores.sample import GRAPH

DOCUMENT = ROOT / "docs" / "how-to" / "neo4j.md"
STYLE = ROOT / "docs" / "neo4j" / "style.grass"
PICTURE = re.compile(r"(?<=^```mermaid\n)(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^\| family \| relations \|\n(?:\|.*\n)+", re.MULTILINE)

_TYPES = {bool: "boolean", int: "integer", float: "float", str: "string", date: "date"}
_COLOURS = {"cooperation": "#2E8B57", "conflict": "#C0392B", "standing": "#7F8C8D"}
_NODES = (  # label, caption, colour, diameter in pixels
    ("Person", "{name}", "#F2A93B", 55),
    ("Country", "{name}", "#3C78B4", 75),
    ("Organisation", "{name}", "#8E6BBF", 65),
    ("Article", "{title}", "#C9CED6", 45),
    ("Statement", "{trigger}", "#E8D9B5", 40),
)
_BASE = """\
node {
  diameter: 50px;
  color: #A0A7B0;
  border-width: 1px;
  font-size: 11px;
  text-color-internal: #FFFFFF;
  caption: '{name}';
}

relationship {
  color: #C9CED6;
  shaft-width: 1px;
  font-size: 9px;
  padding: 3px;
  text-color-external: #444444;
  text-color-internal: #FFFFFF;
  caption: '<type>';
}
"""


def picture() -> str:
    """The nodes with their properties and the edges between them, as a class diagram of Mermaid."""
    rows: dict[str, list[layout.Properties]] = {}
    for table in layout.node_tables(GRAPH):
        rows.setdefault(table.labels[0], []).extend(table.rows)
    relation = [layout.relation_properties(r) for r in GRAPH.relations]
    stances = [layout.stance_properties(s) for s in GRAPH.stances]
    evidence = [edges for edges in layout.edge_tables(GRAPH) if edges.type in layout.EVIDENCE_TYPES]
    lines = ["classDiagram", "direction LR"]
    for label, names in layout.PROPERTIES.items():
        lines += _class(label, (f"{_type(name, rows[label])} {name}" for name in names))
    lines += [f"Entity <|-- {label}" for label in LABELS.values()]
    lines += _class(
        "Relation", ("<<relationship>>", *(f"{_type(name, relation)} {name}" for name in relation[0]))
    )
    lines += ["Entity --> Relation : source", "Relation --> Entity : target"]
    lines += _class(
        "Stance", ("<<relationship>>", *(f"{_type(name, stances)} {name}" for name in stances[0]))
    )
    lines += ["Entity --> Stance : smaller id", "Stance --> Entity : larger id"]
    for edges in evidence:
        properties = "" if edges.plain else f" ({', '.join(edges.rows[0][2])})"
        lines.append(f"{edges.source} --> {edges.target} : {edges.type}{properties}")
    return "".join(line + "\n" for line in lines)


def _class(name: str, members: Iterable[str]) -> list[str]:
    return [f"class {name} {{", *(f"    {member}" for member in members), "}"]


def _type(name: str, rows: Iterable[layout.Properties]) -> str:
    """The type of a property, from the first row that has a value; texts alone may be in none."""
    values = [row[name] for row in rows if row[name] is not None]
    value: Any = next((value for value in values if value != []), "")
    if isinstance(value, list):
        return f"{_TYPES[type(value[0])]}s"
    return _TYPES[type(value)]


def families() -> str:
    """The types of relations by family, as a table of Markdown."""
    lines = ["| family | relations |", "|---|---|"]
    for family in _COLOURS:
        named = (f"`{name}` ({kind.score:+g})" for name, kind in relations().items() if kind.family == family)
        lines.append(f"| {family} | {', '.join(named)} |")
    return "".join(line.replace(" (+0)", "") + "\n" for line in lines)


def style() -> str:
    """The style file: nodes by label, relations by family; evidence is thin and grey, a stance wide."""
    blocks = [_BASE]
    for label, caption, colour, diameter in _NODES:
        text = "#FFFFFF" if label in LABELS.values() else "#333333"
        blocks.append(
            f"node.{label} {{\n  color: {colour};\n  border-color: {colour};\n  diameter: {diameter}px;\n"
            f"  text-color-internal: {text};\n  caption: '{caption}';\n}}\n"
        )
    for name, kind in relations().items():
        colour, width = _COLOURS[kind.family], "3px" if kind.score else "2px"
        blocks.append(f"relationship.{name} {{\n  color: {colour};\n  shaft-width: {width};\n}}\n")
    blocks.append(
        f"relationship.{layout.STANCE} {{\n  color: #34495E;\n  shaft-width: 5px;\n"
        "  caption: '{label}';\n}\n"
    )
    return "\n".join(blocks)


def main() -> None:
    """Write all three anew."""
    text = PICTURE.sub(lambda _: picture() + "```", DOCUMENT.read_text(encoding="utf-8"))
    DOCUMENT.write_text(TABLE.sub(lambda _: families(), text), encoding="utf-8")
    STYLE.write_text(style(), encoding="utf-8")


if __name__ == "__main__":
    main()
