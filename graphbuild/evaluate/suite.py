"""Our own test suite: short cases with the facts that each states, and facts that must not be extracted.

``docs/development/suite.md`` describes how the cases are written and scored. The suite has two parts with
separate scores: the basic cases of ``resources/suite.tsv``, and the hard ones of
``resources/suite_hard.tsv``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graphbuild import tables
from graphbuild.evaluate.names import is_called
from graphbuild.model import Article, LocalEntity, Reading, Statement

POLARITIES = ("asserted", "former", "negated", "possible", "future", "hypothetical", "demanded", "reported")
#: The parts of the suite: the name of each total, and the table with the cases.
PARTS = {"all": "suite", "all hard": "suite_hard"}
PARAGRAPH = " ¶ "
"""A paragraph break in the tables."""
_STATED = frozenset(("asserted", "former"))
_UNREAL = frozenset(("possible", "future", "hypothetical"))
ANY_RELATION = "*"


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated or forbidden fact: any of the relations between two names."""

    source: str
    relations: tuple[str, ...]
    target: str
    polarity: str = "asserted"

    def __str__(self) -> str:
        return f"{self.source} {'/'.join(self.relations)} {self.target} ({self.polarity})"


@dataclass(frozen=True, slots=True)
class Case:
    """A text of one or two sentences with its expected and forbidden facts."""

    id: str
    phenomenon: str
    text: str
    expected: tuple[Fact, ...]
    forbidden: tuple[Fact, ...]
    part: str = "all"
    """The part of the suite, a key of ``PARTS``."""


@cache
def cases() -> tuple[Case, ...]:
    """Load both parts of the suite, in table order. Raises ``TableError`` for a contradictory case."""
    found: dict[str, Case] = {}
    part_of: dict[str, str] = {}
    for part, table in PARTS.items():
        for row in tables.rows(table, ("id", "phenomenon", "text", "expected", "forbidden")):
            if row.required("id") in found:
                raise row.error("id", f"{row['id']} is there twice")
            phenomenon = row.required("phenomenon")
            if part_of.setdefault(phenomenon, part) != part:
                raise row.error(
                    "phenomenon", f"{phenomenon!r} is in {PARTS[part_of[phenomenon]]}.tsv as well"
                )
            found[row["id"]] = Case(
                row["id"], phenomenon, row.required("text").replace(PARAGRAPH, "\n\n"),
                _facts(row, "expected"), _facts(row, "forbidden"), part,
            )  # fmt: skip
    return tuple(found.values())


def _facts(row: tables.Row, column: str) -> tuple[Fact, ...]:
    facts = []
    for word in row.words(column):
        match word.split("|"), column:
            case ([source, relation, target, polarity], "expected") if polarity in POLARITIES:
                fact = Fact(source, tuple(relation.split("/")), target, polarity)
            case ([source, relation, target], "forbidden"):
                fact = Fact(source, tuple(relation.split("/")), target)
            case _:
                raise row.error(
                    column, f"{word!r} is not SOURCE|RELATION|TARGET with, if expected, |POLARITY"
                )
        known = {*tables.relations(), *({ANY_RELATION} if column == "forbidden" else ())}
        if unknown := set(fact.relations) - known:
            raise row.error(column, f"unknown relation {min(unknown)!r}; see relations.tsv")
        facts.append(fact)
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over cases, which can be added, and the measures computed from them."""

    cases: int = 0
    empty: int = 0
    """Cases without expected facts."""
    empty_wrong: int = 0
    """Those of them with an asserted statement."""
    guarded: int = 0
    """Cases with forbidden facts."""
    guarded_wrong: int = 0
    """Those of them with an asserted forbidden fact."""
    expected: int = 0
    found: int = 0
    """Expected facts found, with any polarity."""
    right: int = 0
    """Expected facts found with the right polarity."""
    directed: int = 0
    """Expected facts found whose ends may not be swapped."""
    swapped: int = 0
    """Expected facts asserted with swapped ends."""
    statements_right: int = 0
    """Expected asserted statements, in cases with expected facts."""
    statements_wrong: int = 0
    """Forbidden asserted statements in these cases."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))

    def measures(self) -> dict[str, float | None]:
        """Return the measures by name, each from 0 to 1; None if no case is relevant."""
        return {
            "false_positive_rate": _share(self.empty_wrong, self.empty),
            "forbidden_rate": _share(self.guarded_wrong, self.guarded),
            "role_swap_rate": _share(self.swapped, self.directed + self.swapped),
            "precision": _share(self.statements_right, self.statements_right + self.statements_wrong),
            "recall": _share(self.right, self.expected),
            "recall_any_polarity": _share(self.found, self.expected),
            "polarity_accuracy": _share(self.right, self.found),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a case; the last three fields are its errors."""

    case: Case
    reading: Reading
    tally: Tally
    missed: tuple[Fact, ...]
    unsure: tuple[Fact, ...]
    """Expected facts found with another polarity."""
    wrong: tuple[Statement, ...]
    """Asserted statements that are forbidden, or in a case without expected facts."""

    @property
    def failed(self) -> bool:
        return bool(self.missed or self.unsure or self.wrong)


def plain(statement: Statement) -> bool:
    """Whether the article itself states that it is, or was, so."""
    return statement.asserted and not statement.attribution


def polarity(statement: Statement) -> str:
    """Return the polarity of a statement in the terms of the suite."""
    if statement.negated:
        return "negated"
    if statement.modality != "asserted":
        return statement.modality
    return "reported" if statement.attribution else "asserted"


def says(
    statement: Statement, fact: Fact, entities: Mapping[str, LocalEntity], *, swapped: bool = False
) -> bool:
    """Whether the statement has the fact's ends and one of its relations, or, if ``swapped``, its ends
    swapped.
    """
    if statement.relation not in fact.relations and fact.relations != (ANY_RELATION,):
        return False
    source, target = entities[statement.source], entities[statement.target]
    forth = is_called(source, fact.source) and is_called(target, fact.target)
    back = is_called(source, fact.target) and is_called(target, fact.source)
    if tables.relations()[statement.relation].symmetric:
        return not swapped and (forth or back)
    return back if swapped else forth


def score(case: Case, reading: Reading) -> Outcome:
    """Score a case."""
    entities = {e.id: e for e in reading.entities}
    statements = reading.statements
    plainly = [s for s in statements if plain(s)]
    hits = {fact: [s for s in statements if says(s, fact, entities)] for fact in case.expected}
    right = [f for f, found in hits.items() if any(_agrees(case, f, s) for s in found)]
    directed = [
        f
        for f in case.expected
        if not any(tables.relations()[r].symmetric for r in f.relations)
        and not any(
            (g.source, g.target) == (f.target, f.source) and set(g.relations) & set(f.relations) for g in hits
        )
    ]
    swapped = [f for f in directed if any(says(s, f, entities, swapped=True) for s in plainly)]
    stated = [f for f in case.expected if f.polarity in _STATED]
    good = [s for s in plainly if any(s in hits[f] and _agrees(case, f, s) for f in stated)]
    outdated = [
        s for f in stated if f.polarity == "former" for s in hits[f] if s in plainly and s not in good
    ]
    banned = [s for s in plainly if any(says(s, f, entities) for f in case.forbidden)]
    if case.expected:
        wrong = [s for s in plainly if s in outdated or (s in banned and s not in good)]
    else:
        wrong = plainly
    tally = Tally(
        cases=1,
        empty=not case.expected,
        empty_wrong=not case.expected and bool(plainly),
        guarded=bool(case.forbidden) or any(f.polarity == "former" for f in stated),
        guarded_wrong=bool(banned or outdated),
        expected=len(hits),
        found=sum(map(bool, hits.values())),
        right=len(right),
        directed=sum(bool(hits[f]) for f in directed),
        swapped=len(swapped),
        statements_right=len(good) if case.expected else 0,
        statements_wrong=len(wrong) if case.expected else 0,
    )
    missed = tuple(f for f, found in hits.items() if not found)
    unsure = tuple(f for f, found in hits.items() if found and f not in right)
    return Outcome(case, reading, tally, missed, unsure, tuple(wrong))


def _agrees(case: Case, fact: Fact, statement: Statement) -> bool:
    found = polarity(statement)
    if fact.polarity == "former":
        return found == "asserted" and statement.tense == "past"
    if case.phenomenon == "question" and fact.polarity in _UNREAL:
        return found in _UNREAL
    return found == fact.polarity


def run(read: Callable[[Article], Reading], chosen: Sequence[Case] | None = None) -> list[Outcome]:
    """Read and score each case of the suite, or of those chosen."""
    return [
        score(case, read(Article(case.id, case.text))) for case in (cases() if chosen is None else chosen)
    ]


def by_phenomenon(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    """Return the tally of each phenomenon, in table order, followed by the total of its part, under its
    name.
    """
    tallies: dict[str, Tally] = {}
    for part in PARTS:
        total: Tally | None = None
        for outcome in outcomes:
            if outcome.case.part == part:
                name = outcome.case.phenomenon
                tallies[name] = tallies.get(name, Tally()) + outcome.tally
                total = (total or Tally()) + outcome.tally
        if total is not None:
            tallies[part] = total
    return tallies
