"""How a reading changes with its sentence: seeds, rewrites, and what each rewrite must do to the fact.

A seed is a clause of ours with its one fact. A rewrite makes another sentence of it and says which fact
that sentence states: the passive states the same, a negation denies it, a quotation attributes it to
somebody. Each pair becomes a case of the evaluation suite and is scored as one; ``python -m
tests.metamorphic`` prints those that fail. ``exchanged``, ``bystander``, ``quoted``, ``told`` and ``dated``
need no more than an example and its fact, so they also serve for examples of rules.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from graphbuild import tables
from graphbuild.evaluate import report
from graphbuild.evaluate.suite import ANY_RELATION, Case, Fact, Outcome, run
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Reading

SEEDS = Path(__file__).parent / "evaluate" / "metamorphic.tsv"
BYSTANDERS = ("Luxembourg", "Jamaica")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that states one fact, and what may not be read in it."""

    text: str
    fact: Fact
    forbidden: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Seed:
    """An active clause in parts. Without a ``participle`` it has no passive."""

    source: str
    past: str
    base: str
    participle: str
    target: str
    tail: str
    relation: str

    @property
    def fact(self) -> Fact:
        return Fact(self.source.removeprefix("The "), tuple(self.relation.split("/")), self.target)

    @property
    def example(self) -> Example:
        return Example(f"{self.source} {self.past} {self.target} {self.tail}.", self.fact)


def seeds() -> tuple[Seed, ...]:
    with SEEDS.open(encoding="utf-8", newline="") as file:
        return tuple(Seed(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _with(fact: Fact, polarity: str) -> Fact:
    return replace(fact, polarity=polarity)


def _within(text: str) -> str:
    """A sentence or a name as it goes on after other words."""
    return f"the {text[4:]}" if text.startswith("The ") else text


def _phrase(text: str, name: str) -> str:
    """The name as the text has it, with its article."""
    return next((f"{the}{name}" for the in ("The ", "the ") if f"{the}{name}" in text), name)


def exchanged(example: Example) -> Example | None:
    """The same with its names exchanged: the fact turns round. None where it has no direction."""
    fact = example.fact
    if any(tables.relations()[relation].symmetric for relation in fact.relations):
        return None
    source, target = _phrase(example.text, fact.source), _phrase(example.text, fact.target)
    text = example.text.replace(source, "\0").replace(target, _within(source)).replace("\0", target)
    text = text[:1].upper() + text[1:]
    return Example(text, replace(fact, source=fact.target, target=fact.source), (fact,))


def bystander(example: Example) -> Example:
    """The same beside a country that has no part in it, and about which nothing may be stated."""
    other = next(name for name in BYSTANDERS if name not in example.text)
    ends = (example.fact.source, example.fact.target)
    never = tuple(Fact(a, (ANY_RELATION,), b) for end in ends for a, b in ((end, other), (other, end)))
    return Example(
        f"{example.text.removesuffix('.')}, while {other} was counting its votes.", example.fact, never
    )


def quoted(example: Example) -> Example:
    """The same as a quotation: the fact is only somebody's word."""
    said = _with(example.fact, "reported")
    return Example(f'"{example.text.removesuffix(".")}," a diplomat said.', said, (example.fact,))


def told(example: Example) -> Example:
    """The same in a clause of saying."""
    said = _with(example.fact, "reported")
    return Example(f"A diplomat said that {_within(example.text)}", said, (example.fact,))


def dated(example: Example) -> Example:
    """The same with a date in front, which changes nothing."""
    return replace(example, text=f"On 14 March 2019, {_within(example.text)}")


def passive(seed: Seed) -> Example | None:
    """The passive, which changes nothing; None where there is none."""
    if not seed.participle:
        return None
    agent = _within(seed.source)
    return Example(f"{seed.target} was {seed.participle} by {agent} {seed.tail}.", seed.fact)


def negated(seed: Seed) -> Example:
    """The negation: the fact is denied."""
    text = f"{seed.source} did not {seed.base} {seed.target} {seed.tail}."
    return Example(text, _with(seed.fact, "negated"), (seed.fact,))


def possible(seed: Seed) -> Example:
    """The same as a mere possibility."""
    text = f"{seed.source} may {seed.base} {seed.target} {seed.tail}."
    return Example(text, _with(seed.fact, "possible"), (seed.fact,))


def interrupted(seed: Seed) -> Example:
    """Words between subject and verb, which change nothing."""
    text = f"{seed.source}, after a week of heated debate, {seed.past} {seed.target} {seed.tail}."
    return Example(text, seed.fact)


def not_only(seed: Seed) -> Example:
    """A negation that is none."""
    text = f"{seed.source} not only {seed.past} {seed.target} {seed.tail} but also showed it on television."
    return Example(text, seed.fact)


def failed(seed: Seed) -> Example:
    """The deed did not come about."""
    text = f"{seed.source} failed to {seed.base} {seed.target} {seed.tail}."
    return Example(text, _with(seed.fact, "negated"), (seed.fact,))


def urged(seed: Seed) -> Example:
    """Somebody wants the deed."""
    text = f"A diplomat urged {_within(seed.source)} to {seed.base} {seed.target} {seed.tail}."
    return Example(text, _with(seed.fact, "demanded"), (seed.fact,))


#: The rewrites by name; the first is the seed as it stands, with which the others are compared.
REWRITES: dict[str, Callable[[Seed], Example | None]] = {
    "as it stands": lambda seed: seed.example,
    "passive": passive,
    "names exchanged": lambda seed: exchanged(seed.example),
    "bystander added": lambda seed: bystander(seed.example),
    "date in front": lambda seed: dated(seed.example),
    "interrupted": interrupted,
    "not only": not_only,
    "negated": negated,
    "failed to": failed,
    "possible": possible,
    "urged to": urged,
    "quoted": lambda seed: quoted(seed.example),
    "said that": lambda seed: told(seed.example),
}


def cases() -> tuple[Case, ...]:
    """Each seed in each rewrite that it has, as a case whose phenomenon is the rewrite."""
    return tuple(
        Case(f"{name} {number}", name, example.text, (example.fact,), example.forbidden)
        for name, rewrite in REWRITES.items()
        for number, seed in enumerate(seeds(), start=1)
        for example in (rewrite(seed),)
        if example is not None
    )


def outcomes(read: Callable[[Article], Reading]) -> list[Outcome]:
    return run(read, cases())


def shares(found: list[Outcome]) -> dict[str, tuple[int, float]]:
    """For each rewrite the number of its sentences, and the share in which the fact is as it must be."""
    return {
        name: (len(some), sum(not outcome.failed for outcome in some) / len(some))
        for name in REWRITES
        for some in ([o for o in found if o.case.phenomenon == name],)
    }


def main() -> None:
    """What is read otherwise than it must be."""
    for outcome in outcomes(Extractor().read):
        if outcome.failed:
            print("\n".join(report.problems(outcome)))


if __name__ == "__main__":
    main()
