"""What is written down of queries and their answers: ``python -m tests.library`` writes it anew.

The examples in the heads of ``cypher/*.cypher``, and the answers to the questions in
``docs/how-to/neo4j-browser.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graphbuild import queries
from graphbuild.cli.output import plain_lines
from graphbuild.cli.rows import table
from graphbuild.stores.base import Store
from tests.commands import ROOT
from tests.example_graph import example_graph

WIDTH = 96
QUESTIONS = ROOT / "docs" / "how-to" / "neo4j-browser.md"
#: A question's Cypher, and what it gives.
ANSWERED = re.compile(r"(?<=^```cypher\n)(.*?)(```\n\n```\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def answer(store: Store, query: queries.NamedQuery) -> tuple[str, ...]:
    """What the query's example gives on a store that holds the example graph, as its head shows it."""
    return shown(store, query.text, query.bind(dict(query.example.values)))


def shown(store: Store, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """What a query gives, line by line, as documents show it."""
    found = store.query(cypher, parameters)
    return tuple(plain_lines(*table(found.columns, found.rows, width=WIDTH), width=WIDTH))


def main() -> None:
    """Write every example and answer anew."""
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


if __name__ == "__main__":
    main()
