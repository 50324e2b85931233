"""GraphML and GEXF as text. Lists are written as JSON; characters that XML cannot hold as U+FFFD."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from graphbuild.errors import StoreError
from graphbuild.stores.layout import Properties

#: Properties of nodes and of edges, with their types, in the order in which they are written.
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
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def plain(value: Any) -> str:
    """A property's value as text; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def graphml(nodes: Iterable[Properties], edges: Iterable[Properties], evidence: str) -> str:
    """A GraphML document; ``evidence`` becomes the graph's own attribute of that name."""
    lines = [f'<graphml xmlns="{_GRAPHML}">']
    for owner, types in (("graph", {"evidence": "string"}), ("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        lines += [
            f'<key id="{owner}-{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>'
            for name, kind in _shown(types)
        ]
    lines.append('<graph edgedefault="directed">')
    lines.append(f'<data key="graph-evidence">{_text(evidence)}</data>')
    for node in nodes:
        lines.append(f"<node id={_quoted(node['id'])}>{_data('node', node, NODE_TYPES)}</node>")
    for edge in edges:
        ends = f"source={_quoted(edge['source'])} target={_quoted(edge['target'])}"
        lines.append(f"<edge id={_quoted(edge['id'])} {ends}>{_data('edge', edge, EDGE_TYPES)}</edge>")
    return _HEAD + "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(owner: str, properties: Properties, types: dict[str, str]) -> str:
    return "".join(
        f'<data key="{owner}-{name}">{_text(plain(properties[name]))}</data>'
        for name, _ in _shown(types)
        if properties.get(name) is not None
    )


def read_graphml(text: str) -> tuple[list[Properties], list[Properties], str]:
    """Nodes, edges and evidence of a document that ``graphml`` made.

    Raises:
        StoreError: it is no GraphML.
    """
    if "<!DOCTYPE" in text:
        raise StoreError("it has a document type, which may declare entities without end.")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise StoreError(f"it is no XML ({error}): export it anew.") from None
    graph = root.find(f"{{{_GRAPHML}}}graph")
    if graph is None:
        raise StoreError("it is no GraphML: export it anew.")
    evidence = graph.findtext(f"{{{_GRAPHML}}}data") or ""
    nodes = [_read(element, "node", NODE_TYPES) for element in graph.iter(f"{{{_GRAPHML}}}node")]
    edges = [_read(element, "edge", EDGE_TYPES) for element in graph.iter(f"{{{_GRAPHML}}}edge")]
    return nodes, edges, evidence


def _read(element: ElementTree.Element, owner: str, types: dict[str, str]) -> Properties:
    found: Properties = dict(element.attrib)
    said = {d.get("key", ""): d.text or "" for d in element.iter(f"{{{_GRAPHML}}}data")}
    for name, kind in _shown(types):
        text = said.get(f"{owner}-{name}")
        found[name] = None if text is None else _READ[kind](text)
    found.update((name, json.loads(found[name] or "[]")) for name in _LISTS if name in found)
    return found


def gexf(nodes: Iterable[Properties], edges: Iterable[Properties]) -> str:
    """A GEXF 1.3 document, without a date of its own. An edge weighs as much as it has statements, or
    reports where it is a stance."""
    lines = [f'<gexf xmlns="{_GEXF}" version="1.3">', '<graph mode="static" defaultedgetype="directed">']
    for owner, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        lines.append(f'<attributes class="{owner}">')
        lines += [f'<attribute id="{name}" title="{name}" type="{kind}"/>' for name, kind in _shown(types)]
        lines.append("</attributes>")
    lines.append("<nodes>")
    for node in nodes:
        start = f"<node id={_quoted(node['id'])} label={_quoted(node['name'])}>"
        lines.append(f"{start}{_attvalues(node, NODE_TYPES)}</node>")
    lines += ["</nodes>", "<edges>"]
    for edge in edges:
        ends = f"source={_quoted(edge['source'])} target={_quoted(edge['target'])}"
        start = f"<edge id={_quoted(edge['id'])} {ends} label={_quoted(edge['relation'])}"
        weight = edge["statements"] if "statements" in edge else edge["reports"]
        lines.append(f'{start} weight="{weight}">{_attvalues(edge, EDGE_TYPES)}</edge>')
    return _HEAD + "\n".join([*lines, "</edges>", "</graph>", "</gexf>", ""])


def _shown(types: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, kind) for name, kind in types.items() if name != "id")


def _attvalues(properties: Properties, types: dict[str, str]) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={_quoted(plain(properties[name]))}/>'
        for name, _ in _shown(types)
        if properties.get(name) is not None
    )
    return f"<attvalues>{values}</attvalues>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return f'"{escape(_FORBIDDEN.sub(chr(0xFFFD), text), _SPACE)}"'
