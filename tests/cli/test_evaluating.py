"""The eval command."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from graphbuild.cli.app import app
from tests.quality import CORPUS

pytestmark = pytest.mark.slow


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["eval", "--no-encoder", *arguments])


def test_the_command_measures_some_phenomena_and_shows_errors() -> None:
    result = invoke("--phenomenon", "bystander", "--phenomenon", "denial", "--json", "--errors", "2")
    told = json.loads(result.stdout)
    assert list(told["measures"]) == ["denial", "bystander", "all"]  # in table order
    assert told["measures"]["bystander"]["recall"] is None
    assert 0 < told["measures"]["denial"]["recall"] <= 1
    assert len(told["errors"]) <= 2
    assert invoke("--phenomenon", "bystander", "--markdown").stdout.startswith("| phenomenon | cases |")


def test_the_command_measures_articles_with_keys() -> None:
    told = json.loads(invoke(str(CORPUS), "--json").stdout)
    assert told["measures"].keys() == {"recall", "precision", "violations"}


@pytest.mark.parametrize(
    "arguments",
    [("--phenomenon", "weather"), (str(CORPUS), "--phenomenon", "denial"), ("sets.jsonl", "--errors", "1")],
)
def test_the_command_refuses_what_makes_no_sense(arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
