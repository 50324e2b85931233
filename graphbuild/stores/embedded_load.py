"""Bulk loading of a graph into a new embedded database.

``MERGE`` is not used: on two labels it creates duplicates or fails on this engine, and it processes hundreds
of nodes per second where bulk loading creates tens of thousands.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from graphbuild.errors import StoreError
from graphbuild.model import LABELS, Graph
from graphbuild.stores import layout
from graphbuild.stores.engine import ArcadeDBError, create_database


def build(path: Path, graph: Graph) -> None:
    """Create a database of the graph; it is closed on return."""
    database = create_database(str(path))
    try:
        for command in schema(graph):
            database.command("sql", command)
        with database.graph_batch(use_wal=False) as batch:
            ids: dict[tuple[str, str], str] = {}
            for table in layout.node_tables(graph):
                created = batch.create_vertices(
                    "~".join(sorted(table.labels)), [plain_row(r) for r in table.rows]
                )
                ids.update(
                    ((table.labels[0], r["id"]), rid) for r, rid in zip(table.rows, created, strict=True)
                )
            for edges in layout.edge_tables(graph):
                batch.new_edges(
                    [ids[edges.source, source] for source, _, _ in edges.rows],
                    edges.type,
                    [ids[edges.target, target] for _, target, _ in edges.rows],
                    None if edges.plain else [plain_row(row) for _, _, row in edges.rows],
                )
        for command in _indexes():
            database.command("sql", command)
    except UnicodeEncodeError:
        raise layout.surrogate_error() from None
    except ArcadeDBError as error:
        raise StoreError(f"The embedded engine could not load the graph: {error}") from error
    finally:
        database.close()


def plain_row(row: layout.Properties) -> layout.Properties:
    """Return the row with dates as text: text loads in bulk, and the schema converts it."""
    present = layout.present(row)
    return {k: v.isoformat() if k in layout.DATES else v for k, v in present.items()}


def schema(graph: Graph, *, without: Collection[str] = ()) -> list[str]:
    """Return the commands that create the types of a database of the graph, except ``without``."""
    commands: list[str] = []
    typed: dict[str, tuple[str, ...]] = {}
    if "Entity" not in without:
        kinds = sorted(LABELS.values())
        named = ("Entity", *kinds)
        commands += [f"CREATE VERTEX TYPE {label}" for label in (*named, "Article", "Statement")]
        for kind in kinds:
            labels = sorted(("Entity", kind))
            commands.append(f"CREATE VERTEX TYPE `{'~'.join(labels)}` EXTENDS {', '.join(labels)}")
        commands += [f"CREATE PROPERTY {label}.id STRING" for label in (*named, "Article", "Statement")]
        commands += [f"CREATE PROPERTY {label}.name STRING" for label in named]
        typed = {
            "Entity": ("first_seen", "last_seen"),
            "Article": ("published",),
            "Statement": ("when_from", "when_to"),
        }
    edges = [name for name in (*layout.relation_types(graph), *layout.OWN_TYPES) if name not in without]
    commands += [f"CREATE EDGE TYPE {name}" for name in edges]
    typed |= {name: ("first_seen", "last_seen", "until") for name in edges if name not in layout.OWN_TYPES}
    typed |= {layout.STANCE: ("as_of", "since")} if layout.STANCE in edges else {}
    commands += [f"CREATE PROPERTY {owner}.{name} DATE" for owner, names in typed.items() for name in names]
    return commands


def _indexes() -> list[str]:
    kinds = sorted(LABELS.values())
    commands = [f"CREATE INDEX ON {label} (id) UNIQUE" for label in ("Entity", "Article", "Statement")]
    commands += [f"CREATE INDEX ON {label} (id) NOTUNIQUE" for label in kinds]
    return commands + [f"CREATE INDEX ON {label} (name) NOTUNIQUE" for label in ("Entity", *kinds)]
