"""Statistics of extraction rules on articles: how often each fires and is right, and which rules
contradict it.

Annotated articles are JSON Lines, an object a line, of two forms (docs/development/evaluation.md):

- a whole article with the facts that a careful reader finds: the fields of an answer key
  (``entities``, ``relations``, ``allowed``) with ``text``, and ``id``, ``title``, ``date`` if known;
- a judged statement: ``text``, ``title`` and ``date`` of its article, ``sentence``, ``source``, ``relation``,
  ``target`` (the names as they were read), perhaps ``polarity``, and ``judgement``, ``right`` or ``wrong``.

The articles are read with the current rules: a judged statement counts for the rules that extract it now, and
is counted separately if there are none.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graphbuild import tables
from graphbuild.errors import InputError, cannot_read
from graphbuild.evaluate.names import is_called
from graphbuild.evaluate.suite import Fact, cases, says
from graphbuild.extract import inventory
from graphbuild.extract.confidence import judged_counts, precision
from graphbuild.extract.inventory import Key, Rule, keys, rules
from graphbuild.extractor import Extractor
from graphbuild.model import Article, LocalEntity, Reading, Statement, digest
from graphbuild.read import Failure
from graphbuild.workers import Workers, readings

JUDGEMENTS = ("right", "wrong")
_UNLISTED = ("CITIZEN_OF",)
"""Relations that annotations list only where they matter."""
#: Conflicts shown, at most.
_SHOWN = 3


@dataclass(slots=True)
class Count:
    """The statistics of a rule."""

    fired: int = 0
    right: int = 0
    wrong: int = 0
    conflicts: Counter[Key] = field(default_factory=Counter)
    """Rules that state another relation between the same ends in the same sentence."""
    sentence: str = ""
    """The first sentence in which it fired."""


@dataclass(slots=True)
class Counts:
    """The statistics of all rules on some articles."""

    by_rule: dict[Key, Count] = field(default_factory=lambda: defaultdict(Count))
    articles: int = 0
    judged: int = 0
    """Statements counted as right or wrong."""
    gone: Counter[str] = field(default_factory=Counter)
    """Judged statements that no rule extracts any more, by judgement."""

    def read(self, reading: Reading) -> None:
        """Count the rules that fired in an article."""
        self.articles += 1
        together: dict[tuple[Any, ...], set[tuple[str, Key]]] = defaultdict(set)
        for s in reading.statements:
            event = tables.relations()[s.relation].quad is not None
            for name in keys(s.rule, s.relation):
                count = self.by_rule[name]
                count.fired += 1
                count.sentence = count.sentence or s.sentence
                together[s.sentence_span, frozenset((s.source, s.target)), event].add((s.relation, name))
        for found in together.values():
            for relation, name in found:
                self.by_rule[name].conflicts.update(n for other, n in found if other != relation)

    def judge(self, statement: Statement, *, right: bool) -> None:
        """Count a statement as right or wrong for its rules."""
        self.judged += 1
        for name in keys(statement.rule, statement.relation):
            self.by_rule[name].right += right
            self.by_rule[name].wrong += not right


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated article: the facts of the whole article, or judged statements."""

    article: Article
    answers: Mapping[str, Any] | None
    judgements: tuple[Mapping[str, Any], ...]


def load(file: Path) -> list[Annotated]:
    """Load the annotated articles of a file. Raises ``InputError`` for a wrong format."""
    found: list[Annotated] = []
    judgements: dict[Article, list[Mapping[str, Any]]] = defaultdict(list)
    for where, row in _rows(file):
        article = _article(where, row)
        if "judgement" in row:
            _check(where, row)
            judgements[article].append(row)
        elif "relations" in row and "entities" in row:
            found.append(Annotated(article, row, ()))
        else:
            raise InputError(
                f"{where}: neither has a judgement nor entities and relations; "
                "see docs/development/evaluation.md"
            )
    return [*found, *(Annotated(article, None, tuple(given)) for article, given in judgements.items())]


def _rows(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise cannot_read(file, error) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 ({error.reason}); save it as UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{file}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: not JSON: {error}; correct the line") from error
        if not isinstance(row, dict):
            raise InputError(f"{where}: not a JSON object; see docs/development/evaluation.md")
        yield where, row


def _article(where: str, row: Mapping[str, Any]) -> Article:
    text, title, date = (row.get(name) or "" for name in ("text", "title", "date"))
    if not all(isinstance(cell, str) for cell in (text, title, date)) or not text:
        raise InputError(f"{where}: has no text; give text, and title and date where they are known")
    return Article(str(row.get("id") or digest(title, date, text)), text, title=title, date=date)


def _check(where: str, row: Mapping[str, Any]) -> None:
    if row["judgement"] not in JUDGEMENTS:
        raise InputError(f"{where}: judgement {row['judgement']!r} is none of {', '.join(JUDGEMENTS)}")
    for name in ("sentence", "source", "relation", "target"):
        if not isinstance(row.get(name), str) or not row[name]:
            raise InputError(f"{where}: a judged statement has no {name}; see docs/development/evaluation.md")


def run(
    items: Iterable[Article | Failure], annotated: Sequence[Annotated], extractor: Extractor, workers: Workers
) -> tuple[Counts, list[Failure]]:
    """Return the statistics on plain and annotated articles, and the failures."""
    counts, failed = Counts(), []
    answers = {a.article: a for a in annotated}
    for result in readings(chain(items, answers), extractor, workers):
        if isinstance(result, Failure):
            failed.append(result)
        elif isinstance(result, Reading):
            counts.read(result)
            if result.article in answers:
                compare(counts, answers[result.article], result)
    return counts, failed


def compare(counts: Counts, annotated: Annotated, reading: Reading) -> None:
    """Count the right and wrong statements of a reading according to its annotation."""
    if annotated.answers is not None:
        _against_answers(counts, annotated.answers, reading)
    entities = {e.id: e for e in reading.entities}
    for row in annotated.judgements:
        statement = next((s for s in reading.statements if _is_judged(s, row, entities)), None)
        if statement is None:
            counts.gone[row["judgement"]] += 1
        else:
            counts.judge(statement, right=row["judgement"] == "right")


def _is_judged(s: Statement, row: Mapping[str, Any], entities: Mapping[str, LocalEntity]) -> bool:
    polarity = "negated" if s.negated else s.modality
    if s.relation != row["relation"] or row.get("polarity", polarity) != polarity:
        return False
    fact = Fact(row["source"], (s.relation,), row["target"])
    return s.sentence.split() == row["sentence"].split() and says(s, fact, entities)


def _against_answers(counts: Counts, answers: Mapping[str, Any], reading: Reading) -> None:
    """Count asserted statements between listed entities: right if listed, wrong if not even allowed."""
    listed = {e["name"]: (e["name"], *e.get("aliases", ())) for e in answers["entities"]}
    of = {
        e.id: {name for name, called in listed.items() if any(is_called(e, c) for c in called)}
        for e in reading.entities
    }
    wanted = {ends for fact in answers["relations"] for ends in _facts(fact)}
    allowed = {ends for fact in answers.get("allowed", ()) for ends in _facts(fact)}
    for s in reading.statements:
        sources, targets = of[s.source], of[s.target]
        if not (s.asserted and sources and targets) or sources & targets:
            continue
        stated = {(a, s.relation, b) for a in sources for b in targets}
        if tables.relations()[s.relation].symmetric:
            stated |= {(b, relation, a) for a, relation, b in stated}
        if stated & wanted:
            counts.judge(s, right=True)
        elif not stated & allowed and s.relation not in _UNLISTED:
            counts.judge(s, right=False)


def _facts(fact: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if fact.get("polarity", "asserted") == "asserted":
        given = fact["relation"]
        for relation in [given] if isinstance(given, str) else given:
            yield fact["source"], relation, fact["target"]


def shipped() -> Counts:
    """Return the packaged counts of judged statements: ``rule_precision.tsv``."""
    found = Counts()
    for name, given in judged_counts().items():
        found.by_rule[name].right, found.by_rule[name].wrong = given.right, given.wrong
    return found


def chosen(
    counts: Counts, given: Sequence[str], relations: Sequence[str], *, unused: bool, mostly_wrong: bool
) -> list[Rule]:
    """Select rules by name or family and by relation, optionally those that never fired or were mostly wrong.

    A name is one of the list, or the value of ``rule`` in statements.
    """
    as_stated = {key for word in given for key in inventory.rules_named(word)}
    return [
        r
        for r in (*rules().values(), *_unlisted(counts))
        if (not given or r.key in as_stated or any(r.id.startswith((f"{n}:", f"{n}/")) for n in given))
        and (not relations or r.relation in relations)
        and not (unused and r.key in counts.by_rule and counts.by_rule[r.key].fired)
        and not (mostly_wrong and not _mostly_wrong(counts, r))
    ]


def _unlisted(counts: Counts) -> Iterator[Rule]:
    """Yield rules that fired but are in no table, so that none is missing."""
    return (Rule(*name, "", 0.0) for name in sorted(set(counts.by_rule) - set(rules())))


def _mostly_wrong(counts: Counts, rule: Rule) -> bool:
    count = counts.by_rule.get(rule.key)
    return count is not None and count.wrong > count.right


COLUMNS = ("rule", "relation", "fired", "right", "wrong", "confidence", "conflicts", "example")


def rows(counts: Counts, some: Iterable[Rule]) -> list[list[Any]]:
    """Return a row for each rule, in the order of ``COLUMNS``; fired is None if nothing was read."""
    return [
        [
            r.id, r.relation, count.fired if counts.articles else None, count.right, count.wrong,
            round(precision(r.key, r.prior), 3),
            ", ".join(f"{' '.join(name)} ({n})" for name, n in count.conflicts.most_common(_SHOWN)),
            r.example or examples().get(r.key) or count.sentence,
        ]
        for r in some
        for count in (counts.by_rule.get(r.key, Count()),)
    ]  # fmt: skip


@cache
def examples() -> Mapping[Key, str]:
    """Return an example case of the suite for each rule, from ``rule_examples.tsv``. Raises
    ``TableError``.
    """
    texts = {case.id: case.text for case in cases()}
    found = {}
    for row in tables.rows("rule_examples", ("rule", "relation", "case")):
        if row["case"] not in texts:
            raise row.error("case", f"no case {row['case']!r} in the suite; run `python -m tests.rules`")
        found[row["rule"], row["relation"]] = texts[row["case"]]
    return MappingProxyType(found)
