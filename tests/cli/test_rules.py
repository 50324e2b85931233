"""The rules command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphbuild.cli.app import app


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["rules", "--no-encoder", *arguments])


def test_without_articles_the_command_lists_rules_with_what_was_judged() -> None:
    rows = json.loads(invoke("verb", "--relation", "ATTACKS", "--format", "json").stdout)
    assert {row["relation"] for row in rows} == {"ATTACKS"}
    assert all(row["rule"].startswith("verb:") and row["fired"] is None for row in rows)
    assert any(row["right"] for row in rows)
    assert all(0 < row["confidence"] <= 1 for row in rows)
    meet = json.loads(invoke("verb:meet", "--relation", "MET_WITH", "--format", "json").stdout)
    assert re.search("meet|met", meet[0]["example"])


@pytest.mark.slow
def test_the_command_counts_on_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("France invaded Mali on Monday.", encoding="utf-8")
    on = ("--on", str(tmp_path), "--format", "json")
    rows = json.loads(invoke(*on, "--relation", "ATTACKS").stdout)
    assert {row["rule"]: row["fired"] for row in rows if row["fired"]} == {"verb:invade": 1}
    unused = json.loads(invoke("verb:invade", "verb:attack", "--relation", "ATTACKS", *on, "--unused").stdout)
    assert {row["rule"] for row in unused} == {"verb:attack"}


@pytest.mark.slow
def test_the_command_tells_judged_statements_that_are_no_longer_made(tmp_path: Path) -> None:
    row = {"text": "France invaded Mali.", "sentence": "France invaded Mali.", "source": "Mali"}
    row |= {"relation": "ATTACKS", "target": "France", "judgement": "wrong"}
    file = tmp_path / "judged.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    result = invoke("verb:invade", "--annotated", str(file))
    assert "1 judged statement of 1 no longer made: 0 right, 1 wrong" in result.stderr


def test_conditions_are_listed() -> None:
    rows = json.loads(invoke("--predicates", "--format", "json").stdout)
    assert {"token", "both ends", "an end"} == {row["asked of"] for row in rows}
    assert any(row["condition"] == "+force" and row["rows"] for row in rows)


def test_a_rule_is_named_as_statements_name_it() -> None:
    listed = [row["rule"] for row in json.loads(invoke("verb:invade/active", "-f", "json").stdout)]
    assert listed == [row["rule"] for row in json.loads(invoke("verb:invade", "-f", "json").stdout)]
    assert set(listed) == {"verb:invade"}
    assert "no rule verb:invad (did you mean verb:invade" in str(invoke("verb:invad").exception)
    assert "no rule invade (did you mean verb:invade" in str(invoke("invade").exception)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--unused",), 2), (("--relation", "LOVES"), 2), (("verb:qwerty",), 1), (("--on", "nowhere"), 1)],
)
def test_the_command_refuses_what_makes_no_sense(arguments: tuple[str, ...], code: int) -> None:
    result = invoke(*arguments)
    assert result.exit_code == code
    assert result.stdout == ""
