"""Export files: GraphML, GEXF, JSON, JSON-LD, Excel, CSV. GraphML and JSON (node-link) can be read back.

Equal graphs give equal bytes. A file gets its name only when it is complete.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from io import TextIOBase
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from graphbuild.errors import StoreError, cannot_write
from graphbuild.model import Graph
from graphbuild.stores import csv_files, jsonld, layout, records, rows, workbook, xml_files
from graphbuild.targets import NO_FILES, chosen_format, is_special_file, resolve_link

#: Marks our JSON and GraphML files.
MARK = "graphbuild 2"


def export(graph: Graph, path: Path, format: str | None = None) -> tuple[Path, ...]:  # noqa: A002
    """Write the graph to a file, or to three CSV files: ``x.csv`` gives ``x.nodes.csv``, ``x.edges.csv`` and,
    if there are inferred stances, ``x.stances.csv``.

    ``format`` is one of ``FORMATS``, by default given by the path's suffix. Returns the paths of the written
    files.

    Raises:
        StoreError: the format is unknown, or a file cannot be written.
    """
    name = chosen_format(format, path, FORMATS)
    if path.name in NO_FILES:
        raise cannot_write(path, IsADirectoryError(errno.EISDIR, ""))
    layout.check(graph)
    parts = _parts(graph, path, name)
    _write(parts)
    return tuple(parts)


def write(graph: Graph, stream: TextIOBase | TextIO, format: str | None) -> None:  # noqa: A002
    """Write the graph to an open text file. ``format`` is one of ``TEXTS``.

    Raises:
        StoreError: the format is unknown, or not a single text.
    """
    to = str(getattr(stream, "name", ""))
    if why := _NOT_ONE_TEXT.get((format or "").lower()):
        raise StoreError(
            f"{to or 'an open file'}: {why}; give the name of a file, or one of {', '.join(TEXTS)} as format",
            wrong=("format",),
        )
    name = chosen_format(format, None, [*TEXTS], to)
    layout.check(graph)
    for text in TEXTS[name](graph):
        stream.write(text)


def load(path: Path) -> Graph:
    """Load a ``.graphml`` or ``.json`` file written by ``export``.

    Raises:
        StoreError: there is no such file, or it was not written by ``export``.
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
        raise _foreign(path, str(error).removesuffix(" Build it again.").removesuffix(".")) from None
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise _foreign(path, _describe(error, path)) from error
    return graph


def _foreign(path: Path, why: str) -> StoreError:
    return StoreError(f"{path}: not a graph that export wrote ({why}); export it anew")


def _describe(error: Exception, path: Path) -> str:
    """Describe why a file could not be read."""
    match error:
        case json.JSONDecodeError() if path.suffix.lower() == ".json":  # else of a part of the file
            return f"broken at line {error.lineno}, column {error.colno}"
        case UnicodeDecodeError():
            return f"invalid UTF-8 at byte {error.start}"
        case KeyError():
            return f"it lacks {error}"
        case RecursionError():
            return "nested too deeply"
        case _:
            return "a part of it has not the form that it should have"


def _write(texts: Mapping[Path, _Content]) -> None:
    """Write all files or none; pipes and devices are written in place, links are followed."""
    final = {path: resolve_link(path) for path in texts if not is_special_file(path)}
    unfinished = {path: to.with_name(f".{to.name}.{os.getpid()}.tmp") for path, to in final.items()}
    before = {path: to.with_name(f".{to.name}.{os.getpid()}.old") for path, to in final.items()}
    replaced: list[Path] = []
    path = next(iter(texts))
    try:
        try:
            for path, text in texts.items():
                with unfinished.get(path, path).open("wb") as stream:
                    if callable(text):
                        text(stream)
                    else:
                        stream.writelines(piece.encode() for piece in text)
            for path, to in final.items():
                replaced.append(path)
                if to.is_file() and len(texts) > 1:
                    to.replace(before[path])
                unfinished[path].replace(to)
        except BaseException:
            for done in replaced:
                _restore(final[done], before[done], unfinished[done])
            raise
        finally:
            for leftover in (*unfinished.values(), *before.values()):
                leftover.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error


def _restore(path: Path, before: Path, unfinished: Path) -> None:
    """Restore the previous file at a path, or remove the new one if there was none."""
    if before.exists():
        before.replace(path)
    elif not unfinished.exists():
        path.unlink(missing_ok=True)


def _json(graph: Graph) -> Iterator[str]:
    yield f'{{"directed": true, "multigraph": true,\n"graph": {{"format": {json.dumps(MARK)}'
    for name, found in records.evidence(graph).items():
        yield f',\n "{name}": '
        yield from _lines(found)
    yield '},\n"nodes": '
    yield from _lines(rows.nodes(graph))
    edges = [{"key": edge.pop("relation"), **edge} for edge in rows.relations(graph)]
    for edge in rows.stances(graph):
        del edge["relation"]
        edges.append({"key": records.stance_key(edge["level"]), **edge})
    yield ',\n"edges": '
    yield from _lines(edges)
    yield "}\n"


def _lines(found: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a JSON list with one line per row."""
    yield "["
    for n, row in enumerate(found):
        yield f"{',' if n else ''}\n  {json.dumps(row, ensure_ascii=_surrogates(row), default=str)}"
    yield "]"


def _surrogates(row: dict[str, Any]) -> bool:
    """Whether a text contains a surrogate, which files can only hold as an escape."""
    return any(isinstance(v, str) and any("\ud800" <= c <= "\udfff" for c in v) for v in row.values())


def _check_mark(mark: object) -> None:
    if mark != MARK:
        raise StoreError(f"it does not say {MARK!r}: graphbuild did not export it, or a newer one did")


def _read_json(text: str) -> Graph:
    data = json.loads(text)
    _check_mark(data.get("graph", {}).get("format") if isinstance(data, dict) else None)
    entities = [records.entity(node["id"], node) for node in data["nodes"]]
    edges = records.edges_of((e["source"], e["key"], e["target"], e) for e in data["edges"])
    return records.graph_of(entities, *edges, data["graph"])


def _graphml(graph: Graph) -> Iterator[str]:
    return xml_files.graphml(graph, json.dumps({"format": MARK, **records.evidence(graph)}))


def _read_graphml(text: str) -> Graph:
    nodes, edges, found = xml_files.read_graphml(text)
    evidence = json.loads(found) if found else {}
    _check_mark(evidence.get("format"))
    entities = [records.entity(node["id"], node) for node in nodes]
    found_edges = records.edges_of((e["source"], e["relation"], e["target"], e) for e in edges)
    return records.graph_of(entities, *found_edges, evidence)


#: Formats that are a single text.
TEXTS: dict[str, Callable[[Graph], Iterator[str]]] = {
    "graphml": _graphml,
    "gexf": xml_files.gexf,
    "json": _json,
    "jsonld": jsonld.write,
}
#: Why the other formats are not.
_NOT_ONE_TEXT = {"csv": "CSV is three files, of entities, relations and stances", "xlsx": "Excel is no text"}
FORMATS = (*TEXTS, "csv", "xlsx")
_Content = Iterable[str] | Callable[[BinaryIO], None]


def _parts(graph: Graph, path: Path, form: str) -> dict[Path, _Content]:
    """Return the files of an export, each with its text or with a function that writes it."""
    if form in TEXTS:
        return {path: TEXTS[form](graph)}
    if form == "xlsx":
        return {path: partial(workbook.write, graph)}
    stem = path.stem if path.suffix else path.name
    tables = {path.with_name(f"{stem}.{name}.csv"): text for name, text in csv_files.tables(graph).items()}
    stances = path.with_name(f"{stem}.stances.csv")
    # The stances of an earlier export are not left beside other relations.
    left_out = not graph.stances and not stances.exists()
    return {file: text for file, text in tables.items() if not (left_out and file == stances)}
