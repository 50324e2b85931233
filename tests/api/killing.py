"""Commands on a graph folder that are killed at random moments.

    python -m tests.api.killing HOME KILLS SEED [--only COMMAND]

When its turn comes, each command is run once undisturbed. Then it is begun on a copy of the same folder,
killed (``SIGKILL``), half of the times after a random time and half when some file of the folder has just
changed, and run again until it comes to its end. Whatever the folder tells then must be what the undisturbed
one tells. The parser is loaded once, in a process that forks all others; the embedded engine is started in
each that needs it.

Prints as JSON how many kills each command took, and which of them left something else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from itertools import permutations
from pathlib import Path
from random import Random

import graphbuild
from graphbuild import decisions
from graphbuild.extractor import Extractor
from graphbuild.ledger import Ledger
from graphbuild.model import Article
from graphbuild.pipeline import build, building, merge
from graphbuild.workers import read_article

COUNTRIES = ("France", "Algeria", "Sweden", "Norway", "Kenya", "Peru")
PEOPLE = ("Maria Keller met Anna Brandt in Geneva.", "President Maria Keler of France criticised Norway.")
PAIR = ("Maria Keller", "Maria Keler")
EVERYTHING = "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS r, b.id AS b ORDER BY a, r, b"
FORMATS = ("json", "csv", "graphml", "gexf")


def corpus(folder: Path, verb: str, first: int = 0) -> Path:
    """Short articles in one file, one of which cannot be read; of another ``verb`` all say something else."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [*[f"{a} {verb} {b} on Monday." for a, b in permutations(COUNTRIES, 2)][first:], *PEOPLE]
    lines = [json.dumps({"id": f"j{first + i}", "text": text}) for i, text in enumerate(rows)]
    (folder / "a.jsonl").write_text("".join(f"{line}\n" for line in [*lines, "{broken"]), encoding="utf-8")
    return folder


def read(home: Path, graph: Path, verb: str, first: int = 0) -> None:
    """Bring a graph folder to what the inputs say that it was built from, with others instead."""
    build(corpus(home / "in", verb, first), graph, encoder=False, prune=True)


def join(home: Path, graph: Path) -> None:
    merge([home / "other"], graph)


def ask(graph: Path) -> None:
    with graphbuild.open(graph) as opened:
        opened.query(EVERYTHING)


def decide(graph: Path, verdict: str) -> None:
    """Make a decision, or take it back, unless that was done."""
    with graphbuild.open(graph) as opened:
        if verdict == "undo":
            if decisions.load(graph):
                opened.undo()
        elif not decisions.load(graph):
            (opened.same if verdict == "same" else opened.different)(*PAIR)


def correct(graph: Path, action: str) -> None:
    """Reject a relation or exclude an article, unless that was done."""
    with graphbuild.open(graph) as opened:
        if not decisions.load(graph):
            if action == "reject":
                opened.reject("France", "ATTACKS", "Algeria")
            else:
                opened.exclude(["j3", "j4"])
        opened.query(EVERYTHING)


def remove(graph: Path) -> None:
    with Ledger.open(graph) as ledger:
        there = [id_ for id_ in ("j3", "j4", "j5") if id_ in ledger.known()]
    with graphbuild.open(graph) as opened:
        opened.remove(there)


def export(graph: Path) -> None:
    (graph / "out").mkdir(exist_ok=True)
    with graphbuild.open(graph) as opened:
        for form in FORMATS:
            opened.export(graph / "out" / f"g.{form}")


#: Commands after which the embedded database is asked, too.
ASKED = ("update", "first query", "query", "reject", "exclude")
#: What each command does to a graph folder, and which folder of ``prepare`` it is begun on.
COMMANDS: Mapping[str, tuple[str, Callable[[Path, Path], None]]] = {
    "build": ("none", lambda home, graph: read(home, graph, "attacked")),
    "update": ("asked", lambda home, graph: read(home, graph, "praised", 4)),
    "first query": ("unasked", lambda home, graph: ask(graph)),
    "query": ("changed", lambda home, graph: ask(graph)),
    "merge": ("asked", join),
    "same": ("asked", lambda home, graph: decide(graph, "same")),
    "different": ("asked", lambda home, graph: decide(graph, "different")),
    "reject": ("asked", lambda home, graph: correct(graph, "reject")),
    "exclude": ("asked", lambda home, graph: correct(graph, "exclude")),
    "undo": ("decided", lambda home, graph: decide(graph, "undo")),
    "remove": ("asked", lambda home, graph: remove(graph)),
    "export": ("changed", lambda home, graph: export(graph)),
}


def prepare(home: Path) -> None:
    """The folders that commands begin on."""
    (home / "none").mkdir()
    read(home, home / "unasked", "attacked")
    shutil.copytree(home / "unasked", home / "asked")
    ask(home / "asked")
    shutil.copytree(home / "asked", home / "changed")
    read(home, home / "changed", "praised", 4)
    shutil.copytree(home / "asked", home / "decided")
    decide(home / "decided", "same")
    build(corpus(home / "in of other", "sanctioned"), home / "other", encoder=False)


def content(graph: Path, *, asked: bool) -> str:
    """A hash of all that a graph folder tells, in Cypher, too, where it is to be ``asked``."""
    told = hashlib.sha256()
    with graphbuild.open(graph) as opened:
        (file,) = opened.export(graph / "told.json")
        told.update(file.read_bytes())
        file.unlink()
        if asked:
            told.update(repr(opened.query(EVERYTHING)).encode())
    with Ledger.open(graph) as ledger:
        told.update(repr(([*ledger.failures()], ledger.known())).encode())
    told.update(repr([(d.verdict, d.about) for d in decisions.load(graph)]).encode())
    for path in sorted((graph / "out").glob("*")):
        told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()


def forked(function: Callable[[], str | None]) -> int:
    """The number of a process that calls a function and writes what it gives to a file of that number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        Path(f"told.{os.getpid()}").write_text(function() or "", encoding="utf-8")
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(child: int) -> str:
    """What the function gave. Raises ``AssertionError`` where it failed."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code == 0, f"ended with {code}"
    told = Path(f"told.{child}")
    found = told.read_text(encoding="utf-8")
    told.unlink()
    return found


def look(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """How the files of a folder look now."""
    seen = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            try:
                state = os.stat(path)
            except OSError:
                continue
            seen.append((path, state.st_size, state.st_mtime_ns))
    return tuple(sorted(seen))


def changes(folder: Path, child: int, most: int, until: float) -> int:
    """Watch a folder until it has changed so often, a moment has come or the process has ended."""
    seen, before = 0, look(folder)
    while (
        seen < most
        and time.monotonic() < until
        and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    ):
        now = look(folder)
        seen, before = seen + (now != before), now
        time.sleep(0.0005)
    return seen


class Killer:
    """One command, killed again and again."""

    def __init__(self, home: Path, name: str, dice: Random) -> None:
        self.home, self.name, self.dice = home, name, dice
        self.begun_on, self.command = COMMANDS[name]
        graph = self.fresh("undisturbed")
        begun = time.monotonic()
        child = self.start(graph)
        self.changes = changes(graph, child, 10**9, begun + 600)
        ended(child)
        self.seconds = time.monotonic() - begun
        self.expected = self.told(graph)
        self.kills = 0
        self.bad: list[str] = []

    def fresh(self, name: str) -> Path:
        graph = self.home / f"{self.name} {name}"
        shutil.copytree(self.home / self.begun_on, graph)
        return graph

    def start(self, graph: Path) -> int:
        return forked(lambda: self.command(self.home, graph))

    def told(self, graph: Path) -> str:
        return ended(forked(lambda: content(graph, asked=self.name in ASKED)))

    def kill(self, number: int, most: int) -> None:
        """Kill the command on one folder a few times, let it come to its end, and compare."""
        graph = self.fresh(str(number))
        moments = []
        for _ in range(min(most, self.dice.choice((1, 1, 1, 2, 3)))):
            child = self.start(graph)
            if self.dice.random() < 0.5:
                moments.append(f"change {self.dice.randint(1, max(self.changes, 1))}")
                changes(graph, child, int(moments[-1].split()[1]), time.monotonic() + self.seconds)
            else:
                moments.append(f"{self.dice.uniform(0, self.seconds):.3f} s")
                changes(graph, child, 10**9, time.monotonic() + float(moments[-1].split()[0]))
            os.kill(child, signal.SIGKILL)
            killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
            self.kills += killed
            Path(f"told.{child}").unlink(missing_ok=True)
        try:
            ended(self.start(graph))
            same = self.told(graph) == self.expected
            problem = "" if same else "tells something else"
        except AssertionError as error:
            problem = str(error)
        if problem:
            self.bad.append(f"{self.name}, folder {number}, killed at {', '.join(moments)}: {problem}")
            print(self.bad[-1], file=sys.stderr, flush=True)
        else:
            shutil.rmtree(graph)


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill commands at random moments.")
    parser.add_argument("home", type=Path)
    parser.add_argument("kills", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--only", choices=COMMANDS, action="append", default=[])
    options = parser.parse_args()
    home = options.home.absolute()
    os.chdir(home)
    vars(building)["readings"] = lambda items, reader, workers: (
        read_article(reader, item) if isinstance(item, Article) else item for item in items
    )
    Extractor(encoder=False).read(Article("warm", "France attacked Algeria."))
    ended(forked(lambda: prepare(home)))
    dice = Random(options.seed)
    names = options.only or [*COMMANDS]
    killers: dict[str, Killer] = {}
    number = 0
    while (done := sum(killer.kills for killer in killers.values())) < options.kills:
        name = names[number % len(names)]
        if name not in killers:
            killers[name] = Killer(home, name, dice)
        killers[name].kill(number, options.kills - done)
        number += 1
    kills = {name: killers[name].kills if name in killers else 0 for name in names}
    bad = [line for killer in killers.values() for line in killer.bad]
    print(json.dumps({"kills": kills, "folders": number, "bad": bad}))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
