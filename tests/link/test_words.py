"""English words stand in tables, not in the code that reads names; each feature of a word is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphbuild import tables
from graphbuild.errors import TableError

_PACKAGE = Path(tables.__file__).parent.parent
_NAMES = (
    "names spans extent mending votes gazetteer clusters bodies offices words reasons cities leaders".split()
)
_MODULES = [*(_PACKAGE / "link" / f"{name}.py" for name in _NAMES), _PACKAGE / "resolve" / "spelling.py"]
#: What the parser calls the places and parts of speech of words.
_LABELS = re.compile(r"[A-Z$]+|nsubj(pass)?|poss|[di]obj|pobj|dative|agent|attr|oprd|appos|compound|\w*mod")
_MOST = 5


def _lists(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """The words of each collection and of each string that is split, with its line."""
    types = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in ast.walk(tree):
        if id(node) in types:
            continue
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield node.lineno, [str(x.value) for x in node.elts if isinstance(x, ast.Constant)]
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
                yield node.lineno, re.split(r"[\s;]+", text.strip())


@pytest.mark.parametrize("file", _MODULES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_module_holds_a_long_list_of_words(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for line, listed in _lists(tree):
        words = [w for w in listed if re.search("[a-z]{2}", w) and not _LABELS.fullmatch(w)]
        assert len(words) <= _MOST, f"{file.name}:{line}: {len(words)} words; put them into words.tsv"


def test_every_feature_and_pattern_is_asked_for() -> None:
    code = "\n".join(f.read_text(encoding="utf-8") for f in _PACKAGE.rglob("*.py"))
    features = {feature for told in tables.word_features().values() for feature in told}
    assert not [name for name in (*features, *tables.patterns()) if f'"{name}"' not in code]


def test_an_unknown_feature_is_an_error() -> None:
    with pytest.raises(TableError, match=r"words\.tsv: features: no word is a 'planet'"):
        tables.words("planet")


def test_words_have_all_their_features() -> None:
    assert {"organisation noun", "organisation of"} <= tables.word_features()["bank"]
    assert {"monday", "june"} <= tables.words("weekday", "month")
