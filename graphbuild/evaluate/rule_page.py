"""Generate the reference page of the extraction rules, docs/reference/rules.md, from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graphbuild.evaluate.rules import examples
from graphbuild.extract.confidence import judged_counts, precision
from graphbuild.extract.inventory import Rule, family, predicates, rules
from graphbuild.extract.patterns.triggers import FAMILIES

_HEAD = """\
# Extraction rules

Written by `graphbuild rules --markdown` from the tables of `graphbuild/resources`; do not edit.
[CONTRIBUTING.md](../../CONTRIBUTING.md) describes how rules are written; `graphbuild rules --on INPUT` counts
what they do on articles.

*Precision* is how often statements of a rule are right, measured on statements that were read in their
articles and judged (*right of judged*). Where there are few, the number of the rule's row counts as well,
scaled by what the judged rules of its family came to. A statement carries it as its confidence, lower where
an end is a pronoun or reached through people or bodies of a state. Examples are cases of our own
[suite](../development/suite.md).
"""
_TITLES = {
    "verb": ("Verbs", "`triggers.tsv`: where the verb's source → target stand."),
    "noun": ("Nouns", "`triggers.tsv`: where the noun's source → target stand."),
    "adjective": ("Adjectives and adverbs", "`triggers.tsv`."),
    "encoder": ("Relation encoder", "Relations that the model alone finds, on words that join two names."),
    "/": (
        "Derived",
        "What passes make of a candidate of another rule; named at the end of a statement's rule.",
    ),
}


def page() -> str:
    """Return the whole page."""
    by_family: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules().values():
        by_family[family(rule.id)].append(rule)
    parts = [_HEAD]
    for name, rules_ in by_family.items():
        title, says = _TITLES.get(name, (name.capitalize(), "Rules of several paths."))
        parts.append(f"\n## {title}\n\n{says}\n\n")
        parts.append("".join(_table(name, rules_)))
    parts.append(
        "\n## Conditions written in Python\n\n"
        "What paths and rows may ask beside the features of `lexicon.tsv`, and how many rows name it; those "
        "that none names are asked by passes.\n\n"
    )
    named = [(f"`{p.name}`", p.applies_to, str(p.rows), p.meaning) for p in predicates()]
    parts.append("".join(_lines(("condition", "asked of", "rows", "meaning"), named)))
    return "".join(parts)


def _table(name: str, rules_: Sequence[Rule]) -> Iterator[str]:
    rows = [
        (
            ", ".join(f"`{_word(r)}`" for r in row),
            row[0].relation,
            _cell(row[0].description),
            *_measured(row),
            _example(row),
        )
        for row in _by_row(rules_)
    ]
    first = "words" if name in FAMILIES.values() else "rule"
    return _lines((first, "relation", "says", "precision", "right of judged", "example"), rows)


def _word(rule: Rule) -> str:
    return rule.id.partition(":")[2] if family(rule.id) in FAMILIES.values() else rule.id


def _by_row(rules_: Iterable[Rule]) -> list[list[Rule]]:
    """Group the rules by row of their table."""
    found: dict[object, list[Rule]] = defaultdict(list)
    for rule in rules_:
        found[rule.line or rule.key].append(rule)
    return list(found.values())


def _measured(row: Sequence[Rule]) -> tuple[str, str]:
    """Return the lowest and highest precision of the rules of a row, and the total counts."""
    found = sorted({f"{precision(r.key, r.prior):.2f}" for r in row})
    known = [judged_counts()[r.key] for r in row if r.key in judged_counts()]
    right, wrong = sum(c.right for c in known), sum(c.wrong for c in known)
    counts = f"{right} of {right + wrong}" if right + wrong else ""
    return (found[0] if len(found) == 1 else f"{found[0]}–{found[-1]}"), counts


def _example(row: Sequence[Rule]) -> str:
    return next((text for r in row if (text := r.example or examples().get(r.key, ""))), "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()) for cell in row)} |\n"
