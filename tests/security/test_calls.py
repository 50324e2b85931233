"""Functions and procedures: all that the embedded engine knows, each refused or known to be harmless."""

from __future__ import annotations

import json
import re
import threading
import zipfile
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import QueryError
from graphbuild.stores import guard, permitted
from graphbuild.stores.base import SIZE_LIMIT, TIME_LIMIT, Meter, Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.commands import ROOT, python
from tests.stores.sample import GRAPH

pytestmark = pytest.mark.slow

_ALL = """
import json
from graphbuild.stores import engine
engine._restrict = lambda: None
engine._PARTS = __import__("re").compile("nothing")
engine.start()
sql = engine.java_class("com.arcadedb.function.sql.DefaultSQLFunctionFactory").getInstance()
registries = [engine.java_class("com.arcadedb.function." + name) for name in
              ("CypherFunctionRegistry", "FunctionRegistry")]
procedures = engine.java_class("com.arcadedb.query.opencypher.procedures.CypherProcedureRegistry")
print(json.dumps({
    "functions": sorted({str(n) for r in (sql, *registries) for n in r.getFunctionNames()}),
    "procedures": sorted(map(str, procedures.getProcedureNames())),
}))
"""
#: What is part of the engine's Cypher itself and cannot be struck off its lists: numbers made of numbers, and
#: the place in a file that LOAD CSV, which is refused, would be reading.
_HARMLESS = re.compile(
    r"vector(_\w+|\.[\w.]+)?|file|linenumber|(local|zoned)_\w+|duration_between|collect_list|path_length"
    r"|percentile_(cont|disc)|char(acter)?\.?length|distance|isnormalized|ceiling|ln"
    r"|(date|time|localtime|datetime|localdatetime)\.\w+|stdev_(pop|samp)"
)

#: What is no procedure of the engine's list, but a step of its own: a way between two nodes.
_STEPS = ("algo.cch.shortestpath",)


@cache
def _known() -> dict[str, list[str]]:
    """All that the engine knows before anything is struck off, with the functions that are part of it."""
    from graphbuild.stores import engine

    done = python("-c", _ALL)
    assert done.returncode == 0, done.stderr
    known: dict[str, list[str]] = json.loads(done.stdout)
    (jar,) = (jar for jar in engine._jars() if Path(jar).name.startswith("arcadedb-engine-"))
    with zipfile.ZipFile(jar) as archive:
        compiled = archive.read("com/arcadedb/function/CypherBuiltinFunctions.class")
    engine.start()
    built_in = engine.java_class("com.arcadedb.function.CypherBuiltinFunctions").isBuiltin
    words = {word.decode() for word in re.findall(rb"[a-z][a-z0-9_.]*", compiled)}
    # a string's length stands before it, and may look like a letter
    words |= {word[1:] for word in words}
    known["functions"] = sorted({*known["functions"], *filter(built_in, filter(None, words))})
    return known


def test_what_is_known_is_what_was_looked_at() -> None:
    assert len(_known()["functions"]) > 500
    assert len(_known()["procedures"]) > 90
    assert {"eval", "util.sleep", "file", "date.truncate"} <= set(_known()["functions"])


def test_functions_are_refused_unless_they_are_permitted() -> None:
    for name in _known()["functions"]:
        for spelt in (name, name.upper(), f"sql.{name}", f"apoc.{name}", f"`{name}`", f"{name} /* */ "):
            bare = spelt.strip("` /*").lower()
            if bare in permitted.FUNCTIONS:
                guard.check(f"RETURN {spelt}(1)", {}, write=False)
            elif bare.upper() in guard._BEFORE_BRACKETS:
                assert bare in ("in", "set", "limit"), bare  # words of Cypher: the engine takes them for such
            elif bare == "set":
                continue
            else:
                with pytest.raises(QueryError):
                    guard.check(f"RETURN {spelt}(1)", {}, write=False)


def _asked_for_writing(store: EmbeddedStore) -> Callable[[str], object]:
    """Asks the database as it is open for a query that writes: opened so once, not anew for each query."""
    assert store._path is not None
    store._open_for_writing(store._path)
    reader = store._reader
    assert reader is not None

    def ask(cypher: str) -> object:
        with reader.ask(cypher, {}, Meter(TIME_LIMIT, SIZE_LIMIT)) as answer:
            return list(answer.rows)

    return ask


@pytest.mark.parametrize("write", [False, True])
def test_the_engine_itself_knows_only_those(
    embedded: Store, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    monkeypatch.setattr(guard, "check", lambda *_, **__: None)
    known = []
    with EmbeddedStore.temporary(GRAPH) as store:
        ask = _asked_for_writing(store) if write else embedded.query
        asked = sorted({*_known()["functions"], "eval", "uuid", "in", "set"} - permitted.FUNCTIONS)
        # Each query that writes is a transaction, and the lists that functions are struck off are the same.
        for name in asked[::5] if write else asked:
            for spelt in (name,) if write else (name, f"sql.{name}"):
                try:
                    ask(f"RETURN {spelt}('1') AS x")
                except QueryError as error:
                    if re.search(
                        r"Unknown (SQL )?function|would change the graph|mismatched|no viable|extraneous",
                        str(error),
                    ):
                        continue
                known.append(spelt)
    from graphbuild.stores import engine

    kept = {f"sql.{name}" for name in permitted.FUNCTIONS | engine._BEHIND}
    assert [name for name in known if name not in kept and not _HARMLESS.fullmatch(name)] == []


@pytest.mark.parametrize("write", [False, True])
def test_procedures_are_refused_unless_they_are_permitted(
    embedded: Store, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    for name in _known()["procedures"]:
        if name not in permitted.PROCEDURES:
            with pytest.raises(QueryError, match="may write or reach files"):
                guard.check(f"CALL {name}()", {}, write=False)
    monkeypatch.setattr(guard, "check", lambda *_, **__: None)
    with EmbeddedStore.temporary(GRAPH) as store:
        ask = _asked_for_writing(store) if write else embedded.query
        for name in _known()["procedures"]:
            if name not in permitted.PROCEDURES:
                with pytest.raises(QueryError) as caught:
                    ask(f"CALL {name}() YIELD x RETURN x")
                if not (write and name in _STEPS):
                    found = str(caught.value)
                    assert re.search("(?i)unknown procedure|would change", found), (name, found)


def test_permitted_functions_work(embedded: Store) -> None:
    """So that none is on the list that the engine has not, or has by another name."""
    unknown = set()
    for name in permitted.FUNCTIONS:
        try:
            embedded.query(f"RETURN {name}(1) AS x")
        except QueryError as error:
            if "Unknown function" in str(error):
                unknown.add(name)
    assert unknown == {
        "allshortestpaths",
        "any",
        "none",
        "reduce",
        "shortestpath",
        "single",
    }  # have arguments


def test_the_docs_list_them() -> None:
    text = (ROOT / "docs" / "reference" / "cypher.md").read_text(encoding="utf-8")
    listed = text[text.index("### Functions") : text.index("## The embedded engine's traps")]
    names = {name.lower() for name in re.findall(r"`([\w.]+)`", listed)}
    endings = {name for name in names if name[0] == "." or name in ("ornull", "list")}
    every = names | {f"{name}{ending}" for name in names for ending in endings}
    assert permitted.FUNCTIONS - every == set()
    assert names - endings - permitted.FUNCTIONS == set()


class _Canary:
    """A file and an address that nobody may read, and a folder that nobody may write into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "canary.csv"
        self.file.write_text("canary\n")
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/x.csv"


@pytest.fixture
def canary(tmp_path: Path) -> Any:
    made = _Canary(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


SQL = [
    "TRUNCATE TYPE Statement UNSAFE",
    "DROP TYPE Statement UNSAFE",
    "CREATE DOCUMENT TYPE Mine",
    "CREATE TRIGGER t BEFORE CREATE ON TYPE Entity EXECUTE SQL 'SELECT 1'",
    'DEFINE FUNCTION mine.one "SELECT 1" LANGUAGE sql',
    "ALTER DATABASE `arcadedb.opencypher.loadCsv.allowFileUrls` true",
    "INSERT INTO Entity SET id = 'mine'",
    "DELETE FROM Statement",
    "EXPORT DATABASE file://{folder}/out.jsonl.tgz",
    "BACKUP DATABASE file://{folder}/out.zip",
    "IMPORT DATABASE {address}",
]


@pytest.mark.parametrize("sql", SQL)
@pytest.mark.parametrize(
    "cypher", ['RETURN sql.eval("({}) is not null") AS x', 'RETURN eval("({}) is not null") AS x', "sql"]
)
def test_no_sql_comes_through(
    embedded: Store, monkeypatch: pytest.MonkeyPatch, canary: _Canary, cypher: str, sql: str
) -> None:
    """By our look, by the engine alone, and by the engine's own SQL on the database as it is open."""
    assert isinstance(embedded, EmbeddedStore)
    before = embedded.query("MATCH (n) RETURN count(n)").rows
    command = sql.format(folder=canary.folder, address=canary.address)
    quoted = command.replace('"', '\\"')
    if cypher == "sql":
        from graphbuild.stores import engine

        with pytest.raises(Exception, match=r"(?i)read.?only"):
            embedded._database.command("sql", command, engine.java_map({}))
    else:
        with pytest.raises(QueryError, match="one that queries may not call"):
            embedded.query(cypher.format(quoted))
        monkeypatch.setattr(guard, "check", lambda *_, **__: None)
        with pytest.raises(QueryError, match=r"(?i)unknown (sql )?function"):
            embedded.query(cypher.format(quoted))
        with (
            EmbeddedStore.temporary(GRAPH) as store,
            pytest.raises(QueryError, match=r"(?i)unknown (sql )?function"),
        ):
            store.query(cypher.format(quoted), write=True)
    assert embedded.query("MATCH (n) RETURN count(n)").rows == before
    assert [path.name for path in canary.folder.iterdir()] == ["canary.csv"]
    assert canary.asked == []


def test_what_exports_imports_and_serves_is_not_loaded(embedded: Store) -> None:
    from graphbuild.stores import engine

    for name in (
        "com.arcadedb.integration.exporter.Exporter",
        "com.arcadedb.integration.importer.Importer",
        "com.arcadedb.integration.backup.Backup",
        "com.arcadedb.server.ArcadeDBServer",
        "com.arcadedb.bolt.BoltProtocolPlugin",
    ):
        with pytest.raises(TypeError):
            engine.java_class(name)
