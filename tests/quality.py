"""The quality gate: what the suite and the answer keys measured when it was last raised.

``python -m tests.quality`` measures anew, raises in ``quality.json`` what has become better, and
writes the figures into ``docs/development/evaluation.md``. It lowers nothing, unless the suite or a key
itself has changed: then the figures say something else, and it takes the new ones. To accept a worse
figure all the same, write it into ``quality.json`` by hand and say why in the commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

from graphbuild.evaluate import keys, report, suite
from graphbuild.extractor import Extractor
from graphbuild.tables import RESOURCES
from tests import metamorphic

ROOT = Path(__file__).parent.parent
GATE = ROOT / "tests" / "quality.json"
FIGURES = ROOT / "docs" / "development" / "evaluation.md"
CORPUS = ROOT / "data"
#: The gate of each part of the suite, and the name of its total.
PARTS = {"suite": "all", "hard": "all hard"}
LESS_IS_BETTER = ("false_positive_rate", "forbidden_rate", "role_swap_rate", "violations")
#: A processor of another make may round otherwise and tip a parse; so much, one fact or two, is no loss.
SLACK = 0.005


class Gate(TypedDict):
    """What was measured, and the digest of what it was measured on."""

    corpus: str
    measures: dict[str, float]


@cache
def extractor() -> Extractor:
    return Extractor()


@cache
def suite_outcomes() -> list[suite.Outcome]:
    return suite.run(extractor().read)


@cache
def key_outcomes() -> list[keys.KeyOutcome]:
    return keys.run(CORPUS, extractor().read)


@cache
def metamorphic_shares() -> dict[str, tuple[int, float]]:
    return metamorphic.shares(metamorphic.outcomes(extractor().read))


def measured(name: str) -> Gate:
    """The gate as it would be now, for a part of the suite, the ``keys`` or the ``metamorphic`` tests."""
    if part := PARTS.get(name):
        files = [RESOURCES / f"{suite.PARTS[part]}.tsv"]
        figures = suite.by_phenomenon(suite_outcomes())[part].measures()
    elif name == "metamorphic":
        files = [metamorphic.SEEDS]
        figures = {rewrite: share for rewrite, (_, share) in metamorphic_shares().items()}
    else:
        found = sorted((CORPUS / "keys").glob("*.json"))
        files = [*found, *(CORPUS / "articles" / f"{file.stem}.txt" for file in found)]
        figures = {**keys.measures(key_outcomes())}
    content = b"\0".join(file.read_bytes().replace(b"\r\n", b"\n") for file in files)
    return {
        "corpus": hashlib.sha256(content).hexdigest()[:16],
        "measures": {key: round(value, 4) for key, value in figures.items() if value is not None},
    }


def gates() -> dict[str, Gate]:
    found: dict[str, Gate] = json.loads(GATE.read_text(encoding="utf-8"))
    return found


def losses(gate: Gate, now: Gate) -> list[str]:
    """What is worse now than the gate allows, or why the two cannot be compared."""
    if gate["corpus"] != now["corpus"]:
        return ["its cases have changed since it was measured"]
    return [
        f"{name} is {now['measures'].get(name, float('nan')):.4f}, was {was:.4f}"
        for name, was in gate["measures"].items()
        if not _holds(name, was, now["measures"].get(name, float("nan")))
    ]


def _holds(name: str, was: float, value: float) -> bool:
    return value <= was + _slack(name) if name in LESS_IS_BETTER else value >= was - _slack(name)


def _slack(name: str) -> float:
    return 0 if name == "violations" else SLACK


def raised(gate: Gate | None, now: Gate) -> Gate:
    """The better of each two figures; what is now, where the cases have changed."""
    if gate is None or gate["corpus"] != now["corpus"]:
        return now
    return {
        "corpus": now["corpus"],
        "measures": {
            name: (min if name in LESS_IS_BETTER else max)(value, gate["measures"].get(name, value))
            for name, value in now["measures"].items()
        },
    }


def with_figures(text: str, blocks: Mapping[str, str]) -> str:
    """The document with each block between ``<!-- name -->`` and ``<!-- /name -->`` replaced."""
    for name, block in blocks.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, found, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"{FIGURES}: needs a line {start.strip()} and, after it, {end}")
        text = before + start + block + end + after
    return text


def main() -> None:
    gate = gates() if GATE.exists() else {}
    now = {name: measured(name) for name in (*PARTS, "metamorphic", "keys")}
    better = {name: raised(gate.get(name), value) for name, value in now.items()}
    GATE.write_text(json.dumps(better, indent=2) + "\n", encoding="utf-8")
    for name, value in now.items():
        for loss in losses(better[name], value):
            print(f"{name}: {loss}; kept")
    columns = ["phenomenon", "cases", *report.HEADINGS.values()]
    blocks = {
        **{
            name: report.markdown(columns, report.rows(suite.by_phenomenon(outcomes)))
            for name, part in PARTS.items()
            for outcomes in ([o for o in suite_outcomes() if o.case.part == part],)
        },
        "metamorphic": report.markdown(
            ["rewrite", "sentences", "fact as it must be"],
            [
                [name, str(number), report.figure(share)]
                for name, (number, share) in metamorphic_shares().items()
            ],
        ),
        "keys": report.markdown(report.KEY_HEADINGS, report.key_rows(key_outcomes())),
    }
    FIGURES.write_text(with_figures(FIGURES.read_text(encoding="utf-8"), blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
