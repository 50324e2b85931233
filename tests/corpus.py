"""The sample corpus for tests: its files."""

from tests.commands import ROOT

ARTICLES = sorted((ROOT / "data" / "articles").glob("*.txt"))
