"""An assistant's client speaks to the server over stdin and stdout."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from graphbuild.ledger import Ledger
from tests.commands import ROOT, without_settings
from tests.example_graph import example_graph
from tests.factories import make_article, make_country, make_reading, make_statement

TOOLS = {"search", "entity", "pair", "stance", "article", "query"}


def speak(graph: Path, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    """Start the server on a graph, and let a client talk to it."""

    async def run() -> Any:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "graphbuild", "mcp", "--graph", str(graph)],
            env={**without_settings(), "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )
        with open(os.devnull, "w") as log:
            async with Client(stdio_client(server, errlog=log)) as client:
                return await talk(client)

    return asyncio.run(asyncio.wait_for(run(), 300))


async def told(client: Client, tool: str, **arguments: Any) -> Any:
    """What a tool answers, which its text says, too; the message where it is an error."""
    result = await client.call_tool(tool, arguments)
    (content,) = result.content
    text = content.text  # type: ignore[union-attr]
    if result.is_error:
        return text
    assert json.loads(text) == result.structured_content
    return result.structured_content


@pytest.mark.slow
def test_an_assistant_finds_asks_and_cites() -> None:
    async def talk(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)

        found = await told(client, "search", words="Egypt and Israel")
        assert found["pair"] == ["Egypt", "Israel"]
        passages = (await told(client, "search", words="sinai peninsula"))["articles"]
        assert passages[0]["id"] == "suez-1956"
        assert "Sinai peninsula" in passages[0]["passage"]

        sadat = await told(client, "entity", name="Sadat", relation="leader_of", sentences=1)
        assert sadat["entity"]["name"] == "Anwar Sadat"
        assert [(r["relation"], r["target"]) for r in sadat["relations"]] == [("LEADER_OF", "Egypt")]
        assert sadat["relations"][0]["sentences"]["asserted"] > 1
        (cited,) = sadat["relations"][0]["asserted"]
        assert {"sentence", "status", "articles"} <= cited.keys()
        assert {"id", "date", "publisher", "title"} <= cited["articles"][0].keys()

        pair = await told(client, "pair", a="Egypt", b="Israel", until="1975-01-01")
        assert pair["relation_count"] == 3
        assert all(
            a["date"] < "1975" for r in pair["relations"] for e in r["asserted"] for a in e["articles"]
        )

        stance = await told(client, "stance", a="Iran", b="Iraq")
        assert stance["inferred"]
        assert stance["conflict"] > stance["cooperation"]
        assert stance["because"][0]["articles"][0]["publisher"]
        assert (await told(client, "stance", a="Iran"))["stance_count"] > 0

        article = await told(client, "article", id="ussuri-1969")
        assert article["text"].startswith("The Soviet Union accused China")
        assert article["statements"][0]["source"] == "Soviet Union"

    speak(example_graph(), talk)


@pytest.mark.slow
def test_an_argument_that_is_wrong_is_told_in_plain_words() -> None:
    takes = "pair takes a, b, relation, since, until, publisher, limit, sentences"
    egypt = {"a": "Egypt", "b": "Israel"}
    wrong: list[tuple[dict[str, Any], str]] = [
        (egypt | {"untill": "1975"}, f"there is no argument 'untill' (did you mean until?) ({takes})"),
        ({"a": "Egypt"}, f"the argument b is missing ({takes})"),
        (
            egypt | {"limit": "many", "since": 3},
            f"since is 3; give a text; limit is 'many'; give a whole number ({takes})",
        ),
    ]

    async def talk(client: Client) -> None:
        for given, message in wrong:
            assert await told(client, "pair", **given) == message

    speak(example_graph(), talk)


@pytest.mark.slow
def test_queries_have_the_guards_of_query_and_errors_are_reported() -> None:
    async def talk(client: Client) -> None:
        asked = (
            "MATCH (a:Country)-[r:ATTACKS]->(b) RETURN a.name AS a, r.first_seen AS day, r.sentence AS said"
        )
        rows = (await told(client, "query", cypher=f"{asked} ORDER BY a, b.name LIMIT 2"))["rows"]
        assert [row["a"] for row in rows] == ["Argentina", "China"] or len(rows) == 2
        assert all(row["day"][:2] in ("19", "20") for row in rows)
        country = {"name": "egypt"}
        none = await told(client, "query", cypher="MATCH (a {name: $name}) RETURN a", parameters=country)
        assert none["rows"] == []
        assert "did you mean Egypt?" in none["hints"][0]
        some = await told(client, "query", cypher="MATCH (n) RETURN n.id", limit=2)
        assert len(some["rows"]) == 2
        assert "more rows" in some["left_off"]
        for cypher, message in (
            ("MATCH (n) DETACH DELETE n", "would change the graph"),
            ("LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "reads files or the network"),
            ("RETURN", "Cypher error"),
        ):
            assert message in await told(client, "query", cypher=cypher), cypher
        for limit, most in ((None, 100), (3, 3), (1_000_000, 1000)):
            given = {} if limit is None else {"limit": limit}
            many = await told(client, "query", cypher="UNWIND range(1, 2000) AS n RETURN n", **given)
            assert [row["n"] for row in many["rows"]] == [*range(1, most + 1)]
            assert "more rows" in many["left_off"]
        whole = await told(client, "query", cypher="UNWIND range(1, 100) AS n RETURN n")
        assert (len(whole["rows"]), whole.keys()) == (100, {"rows"})
        long = "UNWIND range(1, $rows) AS n RETURN [k IN range(1, $size) | k] AS found"
        some = await told(client, "query", cypher=long, parameters={"rows": 99, "size": 2000})
        assert len(json.dumps(some["rows"])) < 120_000
        assert "more rows" in some["left_off"]
        one = await told(client, "query", cypher=long, parameters={"rows": 1, "size": 50_000})
        assert one.endswith("the first row has more than 100,000 characters; return fewer values")
        for tool, wrong, instead in (
            ("entity", {"name": "Atlantis"}, "the tool search looks for it"),
            ("entity", {"name": "Egypt and Israel"}, "of two: the tool pair"),
            ("article", {"id": "x"}, "the tool query (MATCH"),
            ("pair", {"a": "Egypt", "b": "Israel", "publisher": "No Such"}, "the tool query (MATCH"),
            ("pair", {"a": "Egypt", "b": "Israel", "relation": "WHAT"}, "the instructions"),
            ("query", {"cypher": "CREATE (n)"}, "queries are read-only"),
            ("query", {"cypher": "RETURN 1; RETURN 2"}, "one query at a time"),
            ("query", {"cypher": "RETURN apoc.x.y(1)"}, "apoc.x.y"),
            ("query", {"cypher": "RETURN $name"}, "give it in parameters, as name"),
            ("query", {"cypher": "EXPLAIN RETURN 1"}, "EXPLAIN is not for queries here"),
        ):
            message = await told(client, tool, **wrong)
            assert instead in message
            assert "graphbuild " not in message
            assert "--" not in message
        assert "no entity is called 'Atlantis'" in await told(client, "entity", name="Atlantis")
        assert "give a day as in" in await told(client, "pair", a="Egypt", b="Israel", since="soon")
        assert "source" in await told(client, "pair", a="Egypt", b="Israel", source="Reuters")
        taken = await told(client, "stance", a="Egypt", b="Soviet Unoin")
        assert taken["notes"][0].startswith("no entity is called 'Soviet Unoin'; taken for Soviet Union")
        assert "no article 'x'" in await told(client, "article", id="x")

    speak(example_graph(), talk)


@pytest.mark.slow
def test_what_articles_say_steers_no_terminal(tmp_path: Path) -> None:
    hit = "France \x1b[31m attacked\x1b[0m Italy\u202e."
    france, italy = make_country("FRA", "France"), make_country("ITA", "Italy")
    article = make_article("a", hit, title="\x1b[2JWar", date="1950-01-01")
    reading = make_reading(article, (france, italy), [make_statement(france, "ATTACKS", italy, hit)])
    with Ledger.create(tmp_path / "g") as ledger:
        ledger.write([("s", reading)])

    async def talk(client: Client) -> None:
        for tool, given in (("pair", {"a": "France", "b": "Italy"}), ("article", {"id": "a"})):
            text = json.dumps(await told(client, tool, **given), ensure_ascii=False)
            assert "attacked" in text
            assert "\\x1b[31m" in text.replace("\\\\", "\\")
            assert "\u202e" not in text

    speak(tmp_path / "g", talk)


def test_without_the_package_one_line_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['mcp'] = None; sys.modules['mcp.server'] = None\n"
        "from graphbuild.cli import main\n"
        f"sys.argv = ['graphbuild', 'mcp', '-g', {str(example_graph())!r}]\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=300, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "error: graphbuild mcp needs the package mcp, which is not installed here:"
        " pip install 'graphbuild[mcp]'\n"
    )
