"""What is written down of the rules: ``python -m tests.rules [JUDGED.jsonl]…`` writes it anew.

``resources/rule_examples.tsv``, the cases of the suite that rules read, and ``docs/reference/rules.md``;
given annotated articles (docs/development/evaluation.md) ``resources/rule_precision.tsv`` as well, from
which statements have their confidence; else only what it has of rules that are no more goes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from graphbuild.evaluate import rule_page, suite
from graphbuild.evaluate import rules as measured
from graphbuild.extract.confidence import judged_counts
from graphbuild.extract.inventory import Key, keys, rules
from graphbuild.extractor import Extractor
from graphbuild.tables import RESOURCES
from tests.commands import ROOT
from tests.quality import suite_outcomes

PAGE = ROOT / "docs" / "reference" / "rules.md"


def read_by(outcomes: Iterable[suite.Outcome]) -> dict[Key, list[suite.Case]]:
    """The cases that each rule reads right, shortest first."""
    found: dict[Key, list[suite.Case]] = {name: [] for name in rules()}
    for outcome in sorted(outcomes, key=lambda o: (len(o.case.text), o.case.id)):
        entities = {e.id: e for e in outcome.reading.entities}
        right = [f for f in outcome.case.expected if f not in outcome.missed and f not in outcome.unsure]
        for s in outcome.reading.statements:
            if any(suite.says(s, fact, entities) for fact in right):
                for name in keys(s.rule, s.relation):
                    found.setdefault(name, []).append(outcome.case)
    return found


def _write(table: str, comment: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    lines = [f"# {comment}", "\t".join(columns), *("\t".join(map(str, row)) for row in rows)]
    (RESOURCES / f"{table}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(files: list[str]) -> None:
    """Write the tables, then the page, which stands on them."""
    counts = measured.shipped()
    if files:
        annotated = [a for file in files for a in measured.load(Path(file))]
        counts, failed = measured.run((), annotated, Extractor(), "auto")
        print(f"{counts.judged} judged, {dict(counts.gone)} no longer made, {len(failed)} not read")
    write_precision(counts)
    judged_counts.cache_clear()
    _write(
        "rule_examples",
        "A case of the suite that each rule reads right; `python -m tests.rules` writes it.",
        ("rule", "relation", "case"),
        ((*name, some[0].id) for name, some in read_by(suite_outcomes()).items() if some and name in rules()),
    )
    measured.examples.cache_clear()
    PAGE.write_text(rule_page.page(), encoding="utf-8")


def write_precision(counts: measured.Counts) -> None:
    """Write how many statements of each rule were judged right and wrong."""
    _write(
        "rule_precision",
        "Judged statements of each rule, written by `python -m tests.rules JUDGED.jsonl`.",
        ("rule", "relation", "right", "wrong"),
        (
            (*name, count.right, count.wrong)
            for name in rules()
            if (count := counts.by_rule.get(name)) is not None and count.right + count.wrong
        ),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
