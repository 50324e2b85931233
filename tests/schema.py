"""The schema as the documentation shows it: ``python -m tests.schema`` writes it anew.

The picture in ``docs/images/schema.svg``, and the style file for Neo4j Browser.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from graphbuild.model import LABELS
from graphbuild.stores import layout
from graphbuild.tables import relations
from tests.commands import ROOT
from tests.stores.sample import GRAPH

PICTURE = ROOT / "docs" / "images" / "schema.svg"
STYLE = ROOT / "docs" / "neo4j" / "style.grass"

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


_ROW, _WIDTH = 16, 210
#: Where the picture has each box: left and top. Relationships with properties of their own are boxes, too.
_BOXES = {
    "Relation": (10, 10), "Stance": (10, 285), "Entity": (365, 150), "Article": (365, 480),
    "Statement": (700, 130),
}  # fmt: skip
#: Where the picture has each edge: its ends, and where its name begins.
_EDGES = {
    ("Entity", "Relation"): (365, 190, 220, 120, 290, 145),
    ("Relation", "Entity"): (220, 160, 365, 230, 232, 205),
    ("Entity", "Stance"): (365, 270, 220, 330, 232, 292),
    ("Stance", "Entity"): (220, 370, 365, 310, 262, 380),
    ("Statement", "Entity"): (700, 240, 575, 240, 582, 232),
    ("Statement", "Article"): (700, 530, 575, 530, 592, 522),
    ("Entity", "Article"): (470, 328, 470, 480, 478, 410),
    ("Article", "Article"): (520, 626, 420, 626, 440, 675),
}
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 920 750" font-family="sans-serif" font-size="12">
<style>text {{ fill: #222 }} .name {{ font-weight: bold }} .type, .edge {{ fill: #666 }}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
<path d="M0 0 8 4 0 8z" fill="#666"/></marker></defs>
<rect width="920" height="750" fill="#fff"/>
{}</svg>
"""


def members() -> dict[str, dict[str, str]]:
    """The properties of each node label and of both kinds of relationship that have many, with types."""
    rows: dict[str, list[layout.Properties]] = {}
    for table in layout.node_tables(GRAPH):
        rows.setdefault(table.labels[0], []).extend(table.rows)
    rows = {label: rows[label] for label in layout.PROPERTIES}
    rows["Relation"] = [layout.relation_properties(r) for r in GRAPH.relations]
    rows["Stance"] = [layout.stance_properties(s) for s in GRAPH.stances]
    names = {label: layout.PROPERTIES.get(label, tuple(found[0])) for label, found in rows.items()}
    return {label: {name: _type(name, rows[label]) for name in names[label]} for label in rows}


def edges() -> dict[tuple[str, str], str]:
    """What stands on each edge of the picture, by its ends: types, with their properties."""
    found: dict[tuple[str, str], list[str]] = {}
    for table in layout.edge_tables(GRAPH):
        if table.type in layout.EVIDENCE_TYPES:
            properties = "" if table.plain else f" ({', '.join(table.rows[0][2])})"
            found.setdefault((table.source, table.target), []).append(f"{table.type}{properties}")
    return {
        ("Entity", "Relation"): "source", ("Relation", "Entity"): "target",
        ("Entity", "Stance"): "smaller id", ("Stance", "Entity"): "larger id",
        **{ends: ", ".join(dict.fromkeys(types)) for ends, types in found.items()},
    }  # fmt: skip


def picture() -> str:
    """Nodes and relationships with their properties, as SVG. Relationships have a dashed frame."""
    lines = [line for name, properties in members().items() for line in _box(name, properties)]
    for ends, label in edges().items():
        x1, y1, x2, y2, x, y = _EDGES[ends]
        loop = f"C{x1} {y1 + 40} {x2} {y2 + 40}" if ends[0] == ends[1] else "L"
        lines += [
            f'<path d="M{x1} {y1} {loop} {x2} {y2}" fill="none" stroke="#666" marker-end="url(#tip)"/>',
            f'<text class="edge" x="{x}" y="{y}">{label}</text>',
        ]
    return _SVG.format("".join(line + "\n" for line in lines))


def _box(name: str, properties: dict[str, str]) -> list[str]:
    x, y = _BOXES[name]
    kinds = f": {', '.join(LABELS.values())}" if name == "Entity" else ""
    dashed = "" if name in layout.PROPERTIES else ' stroke-dasharray="4 3"'
    height = 30 + _ROW * len(properties)
    lines = [
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{height}" rx="5" fill="#f6f8fa" stroke="#57606a"'
        f"{dashed}/>",
        f'<text class="name" x="{x + 8}" y="{y + 18}">{name}'
        f'<tspan font-weight="normal" font-size="10">{kinds}</tspan></text>',
    ]
    for number, (member, kind) in enumerate(properties.items(), start=1):
        at = y + 20 + _ROW * number
        lines.append(
            f'<text x="{x + 8}" y="{at}">{member}</text>'
            f'<text class="type" x="{x + _WIDTH - 8}" y="{at}" text-anchor="end">{kind}</text>'
        )
    return lines


def _type(name: str, rows: Iterable[layout.Properties]) -> str:
    """The type of a property, from the first row that has a value; texts alone may be in none."""
    values = [row[name] for row in rows if row[name] is not None]
    value: Any = next((value for value in values if value != []), "")
    if isinstance(value, list):
        return f"{_TYPES[type(value[0])]}s"
    return _TYPES[type(value)]


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
    """Write both anew."""
    PICTURE.write_text(picture(), encoding="utf-8")
    STYLE.write_text(style(), encoding="utf-8")


if __name__ == "__main__":
    main()
