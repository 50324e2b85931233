"""What makes an article be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild import extractor
from tests.factories import make_article, make_entity, make_reading


@pytest.mark.parametrize(
    ("changed", "read_again"),
    [
        ("resources/triggers.tsv", True),
        ("extract/passes.py", True),
        ("resources/suite.tsv", False),
        ("resources/evaluation.tsv", False),
        ("extract/notes.md", False),
    ],
)
def test_a_version_changes_with_what_may_change_a_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str, read_again: bool
) -> None:
    for name in ("resources/triggers.tsv", "extract/passes.py", changed):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("before")
    monkeypatch.setattr(extractor, "_PACKAGE", tmp_path)
    version = extractor.source_version.__wrapped__
    before = version("resources", "extract")
    (tmp_path / changed).write_text("after")
    assert (version("resources", "extract") != before) is read_again


def test_two_entities_of_one_key_are_no_reading() -> None:
    party = make_entity("organisation", "Republican Party")
    with pytest.raises(ValueError, match="one key"):
        make_reading(make_article(), [party, party])
