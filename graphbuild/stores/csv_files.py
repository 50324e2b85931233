"""Three CSV files: nodes, edges and stances.

They start with a byte order mark, so that Excel detects UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graphbuild.model import Graph
from graphbuild.stores import rows, spreadsheet, xml_files
from graphbuild.stores.layout import Properties

_MARK = "\ufeff"


def tables(graph: Graph) -> dict[str, Iterator[str]]:
    """Return the text of each file in pieces, by the name of its content."""
    names = {e.id: e.name for e in graph.entities}

    def named(edges: list[Properties]) -> list[Properties]:
        return [
            {**edge, "source_name": names[edge["source"]], "target_name": names[edge["target"]]}
            for edge in edges
        ]

    return {
        "nodes": _table(rows.nodes(graph), xml_files.NODE_TYPES),
        "edges": _table(named(rows.relations(graph)), _columns(xml_files.RELATION_TYPES)),
        "stances": _table(named(rows.stances(graph)), _columns(xml_files.STANCE_TYPES)),
    }


def _table(found: list[Properties], columns: Collection[str]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    text.write(_MARK)
    writer.writerow(columns)
    for row in found:
        writer.writerow(_cell(row[name]) for name in columns)
        yield _take_text(text)
    yield _take_text(text)


def _take_text(text: io.StringIO) -> str:
    """Return and clear the text written so far, with surrogates replaced by question marks."""
    found = text.getvalue().encode(errors="replace").decode()
    text.seek(0)
    text.truncate()
    return found


def _cell(value: Any) -> str:
    text = xml_files.plain(value)
    return text if isinstance(value, int | float) else spreadsheet.cell(text)


def _columns(types: Mapping[str, str]) -> list[str]:
    ends = ["id", "source", "source_name", "relation", "target", "target_name"]
    return [*ends, *(name for name in types if name not in ends)]
