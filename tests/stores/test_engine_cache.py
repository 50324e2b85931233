"""The cache of the engine's classes: made once, used where it is sound, never needed."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from graphbuild.stores import engine, engine_cache

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache as it is made, in a folder of its own: the one that all tests use, where it has been made."""
    there = engine.cache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(engine_cache.VARIABLE, str(tmp_path_factory.mktemp("cache")))
        made = engine.cache()
    assert made is not None
    if there is not None and engine_cache.is_sound(there):
        for file in (there, there.with_suffix(".aot.sum")):
            shutil.copy2(file, made.with_name(file.name))
    else:
        assert engine_cache.start_making(made).wait(timeout=300) == 0
    return made


def _asked(folder: Path, code: str = "") -> str:
    """What a process prints that asks the engine, with its cache in ``folder``, and nothing on stderr."""
    text = """
        from graphbuild.stores.embedded import EmbeddedStore
        from tests.stores.sample import COUNT, GRAPH
        with EmbeddedStore.temporary(GRAPH) as store:
            print(store.query(COUNT).rows)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(text) + code],
        env={**os.environ, "PYTHONPATH": str(ROOT), engine_cache.VARIABLE: str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stderr == ""
    return done.stdout


def test_it_is_whole_and_used(cache: Path) -> None:
    assert engine_cache.is_sound(cache)
    loaded = "from graphbuild.stores.engine import java_class as j\n"
    loaded += "print(j('java.lang.management.ManagementFactory').getRuntimeMXBean().getInputArguments())"
    assert f"-XX:AOTCache={cache}" in _asked(cache.parent, loaded)
    assert [p.suffix for p in sorted(cache.parent.iterdir())] == [".aot", ".sum"]


def test_answers_are_the_same_with_and_without(cache: Path) -> None:
    assert _asked(cache.parent) == _asked(Path("off"))


def test_a_damaged_one_is_not_used(cache: Path, tmp_path: Path) -> None:
    damaged = tmp_path / cache.name
    damaged.write_bytes(cache.read_bytes()[:-1] + b"?")
    (tmp_path / f"{cache.name}.sum").write_bytes(Path(f"{cache}.sum").read_bytes())
    assert not engine_cache.is_sound(damaged)
    assert engine_cache.options(damaged) == []


def test_one_is_made_in_the_background_where_there_is_none(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def begin(where: Path) -> subprocess.Popen[bytes]:
        made.append(where)
        return subprocess.Popen([sys.executable, "-c", ""])

    monkeypatch.setattr(engine_cache, "start_making", begin)
    engine_cache.make_later(cache)
    assert made == []
    engine_cache.make_later(tmp_path / cache.name)
    assert made == [tmp_path / cache.name]


def test_one_that_others_may_write_is_not_used(cache: Path) -> None:
    mode = cache.stat().st_mode
    cache.chmod(mode | stat.S_IWOTH)
    try:
        assert engine_cache.options(cache) == []
    finally:
        cache.chmod(mode)
    assert engine_cache.options(cache)


def test_one_process_at_a_time_makes_it(tmp_path: Path) -> None:
    cache = tmp_path / "engine-1.aot"
    (tmp_path / "engine-1.aot.begun").write_text("")
    engine_cache.make_later(cache)
    assert [p.name for p in tmp_path.iterdir()] == ["engine-1.aot.begun"]


def test_those_used_last_are_kept_and_what_was_left_unfinished_is_not(tmp_path: Path) -> None:
    for age, name in enumerate(
        ("a.aot", "b.aot", "c.aot", "d.aot", "e.aot", "a.9.config", "f.8", "f.aot.begun")
    ):
        for file in (tmp_path / f"engine-{name}", tmp_path / f"engine-{name}.sum")[
            : 1 + name.endswith(".aot")
        ]:
            file.write_text("")
            os.utime(file, (1000 - age, 1000 - age))
    new = ("engine-f.7", "engine-g.aot.begun")
    for name in new:
        (tmp_path / name).write_text("")
    unfinished = tmp_path / "engine-f.aot.6"
    unfinished.write_text("made")
    engine_cache._finish(unfinished, tmp_path / "engine-f.aot")
    kept = {f"engine-{name}.aot{end}" for name in "abcf" for end in ("", ".sum")}
    assert {file.name for file in tmp_path.iterdir()} == kept | {*new}
    assert engine_cache.options(tmp_path / "engine-f.aot")


def test_a_cache_that_is_used_counts_as_new(tmp_path: Path) -> None:
    cache = tmp_path / "engine-1.aot"
    (tmp_path / "made").write_text("made")
    engine_cache._finish(tmp_path / "made", cache)
    os.utime(cache, (1000, 1000))
    assert engine_cache.options(cache)
    assert cache.stat().st_mtime > 1000


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engine_cache.VARIABLE, "off")
    assert engine.cache() is None
    assert engine_cache.options(None) == []


def test_a_process_that_asks_once_has_java_compile_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(engine_cache.QUICK)
    monkeypatch.setattr(engine_cache._Process, "asks_once", False)
    assert engine_cache.compiling() == []
    engine_cache.asks_once(tmp_path)
    assert engine_cache.compiling() == ["-XX:TieredStopAtLevel=1"]
    (tmp_path / "aggregation.sqlite").write_bytes(b"a large one")
    monkeypatch.setattr(engine_cache, "_LARGE", 5)
    engine_cache.asks_once(tmp_path)
    assert engine_cache.compiling() == [], "in a large graph one question may be long"


def test_processes_that_live_shortly_have_java_compile_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_cache._Process, "asks_once", False)
    monkeypatch.setenv(engine_cache.QUICK, "1")
    assert engine_cache.compiling() == ["-XX:TieredStopAtLevel=1"]
