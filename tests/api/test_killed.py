"""A command that is killed at any moment and run again leaves what it leaves undisturbed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.api.killing import COMMANDS
from tests.commands import python

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("GRAPHBUILD_TEST_KILLS", "2"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_commands_that_are_killed_leave_no_trace(tmp_path: Path) -> None:
    done = python("-m", "tests.api.killing", str(tmp_path), str(KILLS), "5", limit=300 + 30 * KILLS)
    assert done.returncode == 0, done.stderr + done.stdout
    told = json.loads(done.stdout)
    assert told["bad"] == []
    assert sum(told["kills"].values()) == KILLS
    assert set(told["kills"]) == set(COMMANDS)
    assert KILLS < 30 or all(told["kills"].values())
