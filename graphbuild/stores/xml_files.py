"""GraphML and GEXF as text. Lists are written as JSON; characters that XML cannot hold as U+FFFD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from xml.etree import ElementTree

from graphbuild.errors import StoreError
from graphbuild.model import Graph, Relation, Stance
from graphbuild.stores import intervals, looks, records, rows
from graphbuild.stores.layout import Properties

#: Properties of nodes and edges, with their types, in output order.
NODE_TYPES = {
    "id": "string",
    "name": "string",
    "kind": "string",
    "aliases": "string",
    "iso3": "string",
    "mentions": "long",
    "articles": "long",
    "first_seen": "string",
    "last_seen": "string",
}
RELATION_TYPES = {
    "id": "string",
    "relation": "string",
    "statements": "long",
    "articles": "long",
    "copies": "long",
    "sources": "long",
    "negated": "long",
    "hypothetical": "long",
    "first_seen": "string",
    "last_seen": "string",
    "score": "double",
    "confidence": "double",
    "sentence": "string",
    "former": "boolean",
    "until": "string",
}
STANCE_TYPES = {
    "id": "string",
    "relation": "string",
    "level": "string",
    "label": "string",
    "infers": "string",
    "inferred": "boolean",
    "cooperation": "double",
    "conflict": "double",
    "cooperation_forth": "double",
    "cooperation_back": "double",
    "conflict_forth": "double",
    "conflict_back": "double",
    "belief": "double",
    "reports": "long",
    "articles": "long",
    "sources": "long",
    "denied": "long",
    "undated": "long",
    "past": "long",
    "as_of": "string",
    "since": "string",
    "before": "string",
    "standing": "string",
    "months": "string",
    "cooperation_by_month": "string",
    "conflict_by_month": "string",
    "because": "string",
}
EDGE_TYPES = {**RELATION_TYPES, **STANCE_TYPES}
#: Properties that are lists, written as JSON.
_LISTS = ("aliases", "standing", "months", "cooperation_by_month", "conflict_by_month", "because")
_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "long": int,
    "double": float,
    "boolean": lambda text: text == "true",
}
#: Attributes for other tools, derived from the properties and not read back.
_NODE_LOOKS = {"label": "string", "color": "string", "size": "double", "start": "string", "end": "string"}
_EDGE_LOOKS = {"label": "string", "color": "string", "weight": "double", "start": "string", "end": "string"}
_Drawn = tuple[Properties, Properties]
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def plain(value: Any) -> str:
    """Return a property's value as text; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def graphml(graph: Graph, evidence: str) -> Iterator[str]:
    """Yield a GraphML document in pieces; ``evidence`` becomes the graph attribute of that name.

    Besides their properties, nodes and edges have a label, colour, weight and interval for other tools.
    """
    nodes, edges = _drawn(graph)
    node_types, edge_types = NODE_TYPES | _NODE_LOOKS, EDGE_TYPES | _EDGE_LOOKS
    yield f'{_HEAD}<graphml xmlns="{_GRAPHML}">\n'
    for owner, types in (("graph", {"evidence": "string"}), ("node", node_types), ("edge", edge_types)):
        for name, kind in _shown(types):
            yield f'<key id="{owner}-{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    yield f'<data key="graph-evidence">{_text(evidence)}</data>\n'
    for node, look in nodes:
        yield f"<node id={_quoted(node['id'])}>{_data('node', look | node, node_types)}</node>\n"
    for edge, look in edges:
        ends = f"source={_quoted(edge['source'])} target={_quoted(edge['target'])}"
        yield f"<edge id={_quoted(edge['id'])} {ends}>{_data('edge', look | edge, edge_types)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(owner: str, properties: Properties, types: dict[str, str]) -> str:
    return "".join(
        f'<data key="{owner}-{name}">{_text(plain(properties[name]))}</data>'
        for name, _ in _shown(types)
        if properties.get(name) is not None
    )


def read_graphml(text: str) -> tuple[list[Properties], list[Properties], str]:
    """Return nodes, edges and evidence of a document written by ``graphml``.

    Raises:
        StoreError: it is not GraphML.
    """
    if "<!DOCTYPE" in text:
        raise StoreError("it has a document type, which may declare entities without end")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise StoreError(f"no XML: broken at line {line}, column {column + 1}") from None
    graph = root.find(f"{{{_GRAPHML}}}graph")
    if graph is None:
        raise StoreError("it is no GraphML")
    evidence = graph.findtext(f"{{{_GRAPHML}}}data") or ""
    nodes = [_read(element, "node", NODE_TYPES) for element in graph.iter(f"{{{_GRAPHML}}}node")]
    edges = [_read(element, "edge", EDGE_TYPES) for element in graph.iter(f"{{{_GRAPHML}}}edge")]
    return nodes, edges, evidence


def _read(element: ElementTree.Element, owner: str, types: dict[str, str]) -> Properties:
    found: Properties = dict(element.attrib)
    values = {d.get("key", ""): d.text or "" for d in element.iter(f"{{{_GRAPHML}}}data")}
    for name, kind in _shown(types):
        text = values.get(f"{owner}-{name}")
        found[name] = None if text is None else _READ[kind](text)
    found.update((name, json.loads(found[name] or "[]")) for name in _LISTS if name in found)
    return found


def gexf(graph: Graph) -> Iterator[str]:
    """Yield a GEXF 1.3 document in pieces, without a creation date; dynamic if days are known.

    The weight of an edge is the number of its independent reports. Its ``kind`` distinguishes parallel edges.
    """
    nodes, edges = _drawn(graph)
    dynamic = any(look["spells"] for _, look in chain(nodes, edges))
    mode = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if dynamic else 'mode="static"'
    yield f'{_HEAD}<gexf xmlns="{_GEXF}" xmlns:viz="{_GEXF}/viz" version="1.3">\n'
    yield "<meta><creator>graphbuild</creator></meta>\n"
    yield f'<graph defaultedgetype="directed" {mode}>\n'
    for owner, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        yield f'<attributes class="{owner}">\n'
        for name, kind in _shown(types):
            yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node, look in nodes:
        viz = f'<viz:size value="{look["size"]}"/><viz:shape value="{look["shape"]}"/>'
        yield (
            f"<node id={_quoted(node['id'])} label={_quoted(node['name'])}{_bounds(look)}>"
            f"{_attvalues(node, NODE_TYPES)}{_color(look)}{viz}</node>\n"
        )
    yield "</nodes>\n<edges>\n"
    for edge, look in edges:
        ends = f"source={_quoted(edge['source'])} target={_quoted(edge['target'])}"
        label = f'label={_quoted(edge["relation"])} kind={_quoted(look["kind"])} weight="{look["weight"]}"'
        viz = f'<viz:thickness value="{look["width"]}"/>'
        yield (
            f"<edge id={_quoted(edge['id'])} {ends} {label}{_bounds(look)}>"
            f"{_attvalues(edge, EDGE_TYPES)}{_spells(look)}{_color(look)}{viz}</edge>\n"
        )
    yield "</edges>\n</graph>\n</gexf>\n"


def _drawn(graph: Graph) -> tuple[list[_Drawn], list[_Drawn]]:
    """Return nodes and edges, each with its properties and appearance."""
    spells = intervals.of_edges(graph)
    lives = intervals.of_entities(graph, spells)
    nodes = []
    for node in rows.nodes(graph):
        life = lives[node["id"]]
        look = {
            "label": node["name"],
            "color": looks.KINDS[node["kind"]],
            "shape": looks.SHAPES[node["kind"]],
            "size": looks.size(node["articles"]),
        }
        nodes.append((node, look | _interval([life] if life else ())))
    edges: dict[str, Relation | Stance] = {r.id: r for r in graph.relations}
    edges.update((s.id, s) for s in graph.stances)
    drawn = []
    for edge in chain(rows.relations(graph), rows.stances(graph)):
        record = edges[edge["id"]]
        reports = looks.reports(record)
        look = {
            "label": edge["relation"],
            "kind": edge["relation"] if isinstance(record, Relation) else records.stance_key(record.level),
            "color": looks.FAMILIES[looks.family(record)],
            "weight": float(reports),
            "width": looks.width(reports),
        }
        drawn.append((edge, look | _interval(spells[edge["id"]])))
    return nodes, drawn


def _interval(spells: Sequence[intervals.Interval]) -> Properties:
    first, last = intervals.hull(spells) if spells else (None, None)
    return {"spells": spells, "start": first, "end": last}


def _bounds(look: Properties) -> str:
    return f' start="{look["start"]}" end="{look["end"]}"' if look["spells"] else ""


def _spells(look: Properties) -> str:
    """Return the intervals of an element with several of them."""
    if len(look["spells"]) < 2:
        return ""
    spells = "".join(f'<spell start="{first}" end="{last}"/>' for first, last in look["spells"])
    return f"<spells>{spells}</spells>"


def _color(look: Properties) -> str:
    r, g, b = bytes.fromhex(look["color"].removeprefix("#"))
    return f'<viz:color r="{r}" g="{g}" b="{b}"/>'


def _shown(types: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, kind) for name, kind in types.items() if name != "id")


def _attvalues(properties: Properties, types: dict[str, str]) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={_quoted(plain(properties[name]))}/>'
        for name, _ in _shown(types)
        if properties.get(name) is not None
    )
    return f"<attvalues>{values}</attvalues>"


def allowed(text: str) -> str:
    """Replace characters that XML cannot hold by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def _text(text: str) -> str:
    return _escaped(allowed(text), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return f'"{_escaped(allowed(text), _SPACE)}"'


def _escaped(text: str, also: Mapping[str, str]) -> str:
    """Escape XML markup and the characters of ``also`` as references.

    ``xml.sax.saxutils`` does the same, but loads an HTTP client.
    """
    found = html.escape(text, quote=False)
    for character, reference in also.items():
        found = found.replace(character, reference)
    return found
