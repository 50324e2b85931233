"""Results as text: tables, Markdown, and the errors of a case or an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphbuild.evaluate.keys import KeyOutcome
from graphbuild.evaluate.keys import measures as key_measures
from graphbuild.evaluate.suite import Outcome, Tally, polarity
from graphbuild.model import Reading, Statement

HEADINGS = {
    "false_positive_rate": "false pos.",
    "forbidden_rate": "forbidden",
    "role_swap_rate": "swapped",
    "precision": "precision",
    "recall": "recall",
    "recall_any_polarity": "any pol.",
    "polarity_accuracy": "polarity",
}
KEY_HEADINGS = ("article", "recall", "precision", "absent")


def figure(value: float | None) -> str:
    """Format a measure with three digits, a count as it is, and a missing value as a dash."""
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def rows(tallies: Mapping[str, Tally]) -> list[list[str]]:
    """Return a row for each phenomenon: its name, its cases, its measures in the order of ``HEADINGS``."""
    return [
        [name, str(tally.cases), *(figure(tally.measures()[measure]) for measure in HEADINGS)]
        for name, tally in tallies.items()
    ]


def markdown(columns: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with all columns but the first right-aligned."""
    lines = [columns, ["---", *["--:"] * (len(columns) - 1)], *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def problems(outcome: Outcome) -> Iterator[str]:
    """Yield the errors of a case, line by line, and all its statements."""
    case, reading = outcome.case, outcome.reading
    yield f"{case.id}: {case.text}"
    for fact in case.expected:
        verdict = "MISSED" if fact in outcome.missed else "POLARITY" if fact in outcome.unsure else "ok"
        yield f"  {verdict:9} {fact}"
    if not case.expected:
        yield "  nothing expected"
    for s in reading.statements:
        yield f"  {'WRONG' if s in outcome.wrong else 'found':9} {statement_text(s, reading)}"
    if not reading.statements:
        entities = sorted(e.name for e in reading.entities)
        yield f"  nothing found; entities: {', '.join(entities) or 'none'}"


def key_rows(outcomes: Sequence[KeyOutcome]) -> list[list[str]]:
    """Return a row for each article with a key, and one for all: facts found, wrong edges, absent ones
    found.
    """
    whole = [(outcome.key.article.title, [outcome]) for outcome in outcomes]
    return [
        [title, figure(m["recall"]), figure(m["precision"]), str(int(m["violations"]))]
        for title, group in [*whole, ("all", list(outcomes))]
        for m in (key_measures(group),)
    ]


def key_problems(outcome: KeyOutcome) -> Iterator[str]:
    """Yield the errors of an article with a key, line by line."""
    yield f"{outcome.key.article.title}:"
    for fact in outcome.missed:
        yield f"  MISSED    {fact}"
    for s in outcome.wrong:
        verdict = "ABSENT" if s in outcome.violations else "WRONG"
        yield f"  {verdict:9} {statement_text(s, outcome.reading)}"
        yield f"            {s.sentence}"


def statement_text(statement: Statement, reading: Reading) -> str:
    """Return a statement in one line, with its rule and trigger words."""
    names = {e.id: e.name for e in reading.entities}
    source, target = names[statement.source], names[statement.target]
    speaker = f" said by {statement.attribution!r}" if statement.attribution else ""
    return (
        f"{source} {statement.relation} {target} ({polarity(statement)}{speaker})"
        f"  rule {statement.rule}, trigger {statement.trigger!r}, confidence {statement.confidence:.2f}"
    )


def as_json(outcome: Outcome | KeyOutcome) -> dict[str, Any]:
    """Return the errors of a case or article, JSON-ready."""
    named = (
        {"id": outcome.case.id, "text": outcome.case.text}
        if isinstance(outcome, Outcome)
        else {"title": outcome.key.article.title}
    )
    return {
        **named,
        "missed": [str(fact) for fact in outcome.missed],
        **({"other_polarity": [str(f) for f in outcome.unsure]} if isinstance(outcome, Outcome) else {}),
        "wrong": [statement_text(s, outcome.reading) for s in outcome.wrong],
    }
