"""What is written down of queries and their answers: ``python -m tests.library`` writes it anew.

The examples in the heads of ``cypher/*.cypher``, the table of queries in ``docs/reference/cypher.md``, and
the answers to the questions in ``docs/how-to/neo4j.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graphbuild import queries
from graphbuild.cli.output import plain_lines
from graphbuild.cli.rows import table
from graphbuild.stores.base import Store
from tests.corpus import ROOT
from tests.example_graph import example_graph

WIDTH = 96
DOCUMENT = ROOT / "docs" / "reference" / "cypher.md"
QUESTIONS = ROOT / "docs" / "how-to" / "neo4j.md"
#: A question's Cypher, and what it gives.
ANSWERED = re.compile(r"(?<=^```cypher\n)(.*?)(```\n\n```\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^\| name \| question \| parameters \|\n(?:\|.*(?:\n(?=\|)|$))+", re.MULTILINE)


def answer(store: Store, query: queries.NamedQuery) -> tuple[str, ...]:
    """What the query's example gives on a store that holds the example graph, as its head shows it."""
    return shown(store, query.text, query.bind(dict(query.example.values)))


def shown(store: Store, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """What a query gives, line by line, as documents show it."""
    found = store.query(cypher, parameters)
    return tuple(plain_lines(*table(found.columns, found.rows, width=WIDTH), width=WIDTH))


def listed() -> str:
    """The library as a table of Markdown."""
    rows = [
        f"| `{q.name}` | {q.question} | {', '.join(map(_told, q.parameters))} |"
        for q in queries.load().values()
    ]
    return "\n".join(("| name | question | parameters |", "|---|---|---|", *rows))


def _told(parameter: queries.Parameter) -> str:
    return f"`{parameter.name}`" + ("" if parameter.required else f" ({parameter.default or 'any'})")


def main() -> None:
    """Write every example and answer, and the table, anew."""
    import graphbuild as gb

    with gb.open(example_graph()) as graph:
        store = graph._place.store()
        for query in queries.load().values():
            path = queries.folder() / f"{query.name}.cypher"
            text = path.read_text(encoding="utf-8")
            head, asked, rest = re.split(r"^(// example:.*\n)", text, maxsplit=1, flags=re.MULTILINE)
            body = re.sub(r"\A(?://(?:  .*)?\n)*", "", rest)
            lines = "".join(f"//   {line}".rstrip() + "\n" for line in answer(store, query))
            path.write_text(head + asked + lines + body, encoding="utf-8")
            print(query.name)
        text = QUESTIONS.read_text(encoding="utf-8")
        text = ANSWERED.sub(lambda m: m[1] + m[2] + "\n".join((*shown(store, m[1]), "")), text)
        QUESTIONS.write_text(text, encoding="utf-8")
    DOCUMENT.write_text(TABLE.sub(lambda _: listed(), DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
