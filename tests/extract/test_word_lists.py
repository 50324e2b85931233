"""English words are in tables, not in the code; each feature of a word is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphbuild import tables
from graphbuild.errors import TableError

_PACKAGE = Path(tables.__file__).parent.parent
_MODULES = [
    *sorted((_PACKAGE / "extract").rglob("*.py")),
    _PACKAGE / "resolve" / "spelling.py",
    _PACKAGE / "api" / "questions.py",
]
#: Dependency labels and tags of the parser.
_LABELS = re.compile(
    r"[A-Z$]+|(n|c)subj(pass)?|poss|[di]obj|pobj|dative|agent|attr|oprd|appos|compound|\w*mod|[acx]comp|pcomp"
    r"|relcl|advcl|acl|conj|prep|prt|det|predet|preconj|parataxis|punct|case|neg|cc|dep|expl|mark|aux(pass)?"
)
#: Collections of names that our own tables and code define, by module and variable.
_NAMES = {
    ("gazetteer", "EntryType"),
    ("token_features", "_KINDS"),
    ("entities", "_OF_STATE"),
    ("conditions", "CONDITIONS"),
    ("end_conditions", "CONDITIONS"),
    ("graph", "_ROLES"),
    ("institutions", "Column"),
    ("institutions", "COLUMNS"),
    ("inventory", "_COLUMNS"),
    ("operators", "EFFECTS"),
    ("operators", "POSITIONS"),
    ("rules", "FLAGS"),
    ("rules", "_COLUMNS"),
    ("rules", "_RELATIONS"),
    ("actor_types", "PUBLIC"),
    ("spelling", "_SOUNDS"),  # letters, not words
    ("attachment", "_RANGED"),  # interpretations, units and effects of the tables of times
    ("calendar", "Unit"),
    ("expressions", "READINGS"),
    ("expressions", "_NUMBERS"),
    ("governing", "REPORTING"),
    ("calendar_times", "EVALUATORS"),
    ("relative_times", "EVALUATORS"),
    ("values", ""),
    ("triggers", "_PREPOSITIONAL"),
}
_MOST = 5


def _words(text: str) -> list[str]:
    """The English words of a literal that is not a message: at most two words, or a list."""
    words = re.split(r"[\s;|]+", text.strip()) if re.search(r"[;|]", text) else [text.strip()]
    return [
        w for w in words if re.fullmatch(r"[A-Za-z]\w*[a-z]\w*'?( \w+)?|a|i", w) and not _LABELS.fullmatch(w)
    ]


def _literals(node: ast.AST) -> Iterator[str]:
    """The strings of a collection, nested ones included; keys and values of a mapping."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        elif isinstance(child, ast.Tuple | ast.List | ast.Set | ast.Starred | ast.Dict):
            yield from _literals(child)


def _variables(tree: ast.AST) -> dict[int, str]:
    """The variable to which each expression is assigned."""
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and node.value:
            names.update({id(part): target.id for part in ast.walk(node.value)})
    return names


def _lists(tree: ast.AST) -> Iterator[tuple[int, str, list[str]]]:
    """Line, variable and English words of each collection, split string and pattern."""
    names = _variables(tree)
    columns = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "rows"
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        found: list[str] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict):
            found = [w for text in _literals(node) for w in _words(text)]
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
                found = [w for part in re.split(r"[\s;]+", text) for w in _words(part)]
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str(text)), *_]
            ):
                found = re.findall(r"[A-Za-z]{2,}", text) if "|" in text else []
        if isinstance(node, ast.expr) and found and id(node) not in columns:
            yield node.lineno, names.get(id(node), ""), found


def _long(code: str) -> list[tuple[int, str, list[str]]]:
    found = _lists(ast.parse(code))
    return [(line, name, words) for line, name, words in found if len(set(words)) > _MOST]


@pytest.mark.parametrize("file", _MODULES, ids=lambda file: str(file.relative_to(_PACKAGE)))
def test_no_module_has_a_long_list_of_words(file: Path) -> None:
    found = [at for at in _long(file.read_text(encoding="utf-8")) if (file.stem, at[1]) not in _NAMES]
    assert not found, "put these words into words.tsv or lexicon.tsv, these patterns into patterns.tsv"


@pytest.mark.parametrize(
    "code",
    [
        "X = ('bank', 'firm', 'company', 'club', 'party', 'union')",
        "X = frozenset('bank firm company club party union'.split())",
        "X = 'bank;firm;company;club;party;union'.split(';')",
        "X = {*('bank', 'firm', 'company'), *('club', 'party', 'union')}",
        "X = [('bank', 'and', 'trust'), ('savings', 'or', 'loan')]",
        "X = {'bank': 'firm', 'company': 'club', 'party': 'union'}",
        "X = w in ('New Zealand', 'Hong Kong', 'Peru', 'Chile', 'Kenya', 'Ghana')",
        "X = re.compile(r'(bank|firm|company|club|party|union)s?')",
    ],
)
def test_a_long_list_of_words_is_found(code: str) -> None:
    assert _long(code)


@pytest.mark.parametrize(
    "code",
    [
        "X = ('nsubj', 'dobj', 'pobj', 'NNP', 'relcl', 'advcl', 'acl')",
        "X = ('bank', 'firm', 'company', 'club', 'party')",
        "X = re.compile(r'[A-Z][a-z]+(al|ary)')",
        "tables.rows('lexicon', ('feature', 'pos', 'words', 'meaning', 'flags', 'example'))",
    ],
)
def test_labels_columns_and_short_lists_are_accepted(code: str) -> None:
    assert not _long(code)


def test_each_exception_has_a_long_list() -> None:
    found = {(file.stem, name) for file in _MODULES for _, name, _ in _long(file.read_text(encoding="utf-8"))}
    assert not _NAMES - found


def test_every_feature_and_pattern_is_used() -> None:
    code = "\n".join(f.read_text(encoding="utf-8") for f in _PACKAGE.rglob("*.py"))
    features = {feature for some in tables.word_features().values() for feature in some}
    assert not [name for name in (*features, *tables.patterns()) if f'"{name}"' not in code]


def test_an_unknown_feature_is_an_error() -> None:
    with pytest.raises(TableError, match=r"words\.tsv: features: no word is a 'planet'"):
        tables.words("planet")


def test_words_have_all_their_features() -> None:
    assert {"organisation noun", "organisation of"} <= tables.word_features()["bank"]
    assert {"monday", "june"} <= tables.words("weekday", "month")
