"""Export files: GraphML, GEXF, JSON node-link and three CSV files; GraphML and JSON can be read back.

Equal graphs give equal bytes. A file takes its name when it is whole.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores import layout, records, spreadsheet, xml_files

#: How JSON and GraphML files of ours say so.
MARK = "graphbuild 2"


def export(graph: Graph, path: Path, format: str | None = None) -> tuple[Path, ...]:  # noqa: A002
    """Write the graph to a file; CSV to three of them: ``x.csv`` gives ``x.nodes.csv``, ``x.edges.csv`` and,
    for what is inferred, ``x.stances.csv``.

    ``format`` is graphml, gexf, json or csv; the path's suffix tells where it is None. Returns the
    files written.

    Raises:
        StoreError: the format is unknown, or the place cannot be written.
    """
    name = (format or path.suffix.removeprefix(".")).lower()
    if name not in _WRITERS:
        raise StoreError(
            f"Cannot export {path}: {name or 'no suffix'!r} is no format; use {', '.join(_WRITERS)}"
            " as suffix, or name one with --format."
        )
    layout.check(graph)
    stem = path.stem if path.suffix else path.name
    texts = {
        path.with_name(f"{stem}{suffix}") if suffix else path: text
        for suffix, text in _WRITERS[name](graph).items()
    }
    _write(texts)
    return tuple(texts)


def load(path: Path) -> Graph:
    """The graph of a ``.graphml`` or ``.json`` file that ``export`` wrote.

    Raises:
        StoreError: there is no such file, or it is not one of ours.
    """
    readers: dict[str, Callable[[str], Graph]] = {".json": _read_json, ".graphml": _read_graphml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise StoreError(f"Cannot read {path}: only {' and '.join(readers)} files can be read back.")
    try:
        graph = reader(path.read_text(encoding="utf-8"))
        layout.check(graph)
    except OSError as error:
        raise StoreError(f"Cannot read {path} ({error.strerror}): check the path.") from error
    except StoreError as error:
        raise StoreError(f"{path} is not a graph of ours: {error}") from None
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}".strip(": ")
        raise StoreError(f"{path} is not a graph of ours: {reason}. Export it anew.") from error
    return graph


def _write(texts: Mapping[Path, str]) -> None:
    """Write all files, or leave all as they were."""
    unfinished = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in texts}
    before = {path: path.with_name(f".{path.name}.{os.getpid()}.old") for path in texts}
    replaced: list[Path] = []
    path = next(iter(texts))
    try:
        try:
            for path, text in texts.items():
                unfinished[path].write_bytes(text.encode())
            for path in texts:
                replaced.append(path)
                if path.is_file() and len(texts) > 1:
                    path.replace(before[path])
                unfinished[path].replace(path)
        except BaseException:
            for done in replaced:
                _put_back(done, before[done], unfinished[done])
            raise
        finally:
            for left in (*unfinished.values(), *before.values()):
                left.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"Cannot write {path} ({error.strerror}): choose another place.") from error


def _put_back(path: Path, before: Path, unfinished: Path) -> None:
    """Undo that a file took the place of another, or of none."""
    if before.exists():
        before.replace(path)
    elif not unfinished.exists():
        path.unlink(missing_ok=True)


def _nodes(graph: Graph) -> list[layout.Properties]:
    return [layout.entity_properties(e) for e in sorted(graph.entities, key=lambda e: e.id)]


def _edges(graph: Graph) -> list[layout.Properties]:
    return [
        {"source": r.source, "relation": r.relation, "target": r.target, **layout.relation_properties(r)}
        for r in sorted(graph.relations, key=lambda r: r.id)
    ]


def _stances(graph: Graph) -> list[layout.Properties]:
    return [
        {"source": s.a, "relation": layout.STANCE, "target": s.b, **layout.stance_properties(s)}
        for s in sorted(graph.stances, key=lambda s: s.id)
    ]


def _json(graph: Graph) -> dict[str, str]:
    found = records.evidence(graph)
    edges = [{"key": edge.pop("relation"), **edge} for edge in _edges(graph)]
    for edge in _stances(graph):
        del edge["relation"]
        edges.append({"key": records.stance_key(edge["level"]), **edge})
    parts = ",\n".join(f' "{name}": {_lines(rows)}' for name, rows in found.items())
    text = (
        f'{{"directed": true, "multigraph": true,\n"graph": {{"format": {json.dumps(MARK)},\n{parts}}},\n'
        f'"nodes": {_lines(_nodes(graph))},\n"edges": {_lines(edges)}}}\n'
    )
    return {"": text}


def _lines(rows: list[dict[str, Any]]) -> str:
    """A JSON list with a line for each row."""
    return (
        "["
        + ",".join("\n  " + json.dumps(row, ensure_ascii=_surrogates(row), default=str) for row in rows)
        + "]"
    )


def _surrogates(row: dict[str, Any]) -> bool:
    """Whether a text holds half a character, which no file can but as an escape."""
    return any(isinstance(v, str) and any("\ud800" <= c <= "\udfff" for c in v) for v in row.values())


def _check_mark(mark: object) -> None:
    if mark != MARK:
        raise StoreError(
            f"it does not say {MARK!r}, so graphbuild did not export it, or a newer one did: export it anew."
        )


def _read_json(text: str) -> Graph:
    data = json.loads(text)
    _check_mark(data.get("graph", {}).get("format") if isinstance(data, dict) else None)
    entities = [records.entity(node["id"], node) for node in data["nodes"]]
    edges = records.edges_of((e["source"], e["key"], e["target"], e) for e in data["edges"])
    return records.graph_of(entities, *edges, data["graph"])


def _graphml(graph: Graph) -> dict[str, str]:
    found = json.dumps({"format": MARK, **records.evidence(graph)})
    return {"": xml_files.graphml(_nodes(graph), _edges(graph) + _stances(graph), found)}


def _read_graphml(text: str) -> Graph:
    nodes, edges, found = xml_files.read_graphml(text)
    evidence = json.loads(found) if found else {}
    _check_mark(evidence.get("format"))
    entities = [records.entity(node["id"], node) for node in nodes]
    found_edges = records.edges_of((e["source"], e["relation"], e["target"], e) for e in edges)
    return records.graph_of(entities, *found_edges, evidence)


def _gexf(graph: Graph) -> dict[str, str]:
    return {"": xml_files.gexf(_nodes(graph), _edges(graph) + _stances(graph))}


def _csv(graph: Graph) -> dict[str, str]:
    names = {e.id: e.name for e in graph.entities}

    def named(edges: list[layout.Properties]) -> list[layout.Properties]:
        return [
            {**edge, "source_name": names[edge["source"]], "target_name": names[edge["target"]]}
            for edge in edges
        ]

    return {
        ".nodes.csv": _table(_nodes(graph), xml_files.NODE_TYPES),
        ".edges.csv": _table(named(_edges(graph)), _csv_columns(xml_files.RELATION_TYPES)),
        ".stances.csv": _table(named(_stances(graph)), _csv_columns(xml_files.STANCE_TYPES)),
    }


def _table(rows: list[layout.Properties], columns: Collection[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    return text.getvalue().encode(errors="replace").decode()


def _cell(value: Any) -> str:
    text = xml_files.plain(value)
    return text if isinstance(value, int | float) else spreadsheet.cell(text)


def _csv_columns(types: Mapping[str, str]) -> list[str]:
    ends = ["id", "source", "source_name", "relation", "target", "target_name"]
    return [*ends, *(name for name in types if name not in ends)]


_WRITERS: dict[str, Callable[[Graph], dict[str, str]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "csv": _csv,
}
