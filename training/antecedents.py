"""Learn whom pronouns and nouns without a name mean: ``python -m training.antecedents --open FOLDER...``

Labels are in ``antecedents.jsonl``, an object a line, for pronouns and nouns of persons, bodies and states:

=============  =====================================================================================
``set``        and ``row``, ``sha256``: the text, as in ``annotated.jsonl``, its first 16 digits whole
``at``         characters ``[start, end)`` of the pronoun or noun
``means``      characters of a name of each one who is meant; empty where that is nobody with a name
=============  =====================================================================================

A softmax over the candidates of each pronoun or noun, of which those are right that the label names, else
the one for nobody. Writes ``descriptions.tsv`` for nouns of persons, then ``antecedents.tsv`` for "he" and
"she", then ``institutions.tsv`` for "it" and nouns of bodies and states; one article in five is kept back to
measure, then all are learnt from. Takes four minutes; needs the ``train`` extra.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import torch

from graphbuild.extract.coreference import antecedents, descriptions, institutions
from graphbuild.extract.coreference.antecedents import Antecedent, Candidate
from graphbuild.extract.coreference.descriptions import Descriptions, Phrase
from graphbuild.extract.coreference.discourse import NO_ENTITY, Discourse
from graphbuild.extract.coreference.institutions import Institutions, Word
from graphbuild.extract.linking import link
from graphbuild.extractor import Extractor
from graphbuild.model import Span
from training import open_data

FILE = Path(__file__).with_name("antecedents.jsonl")
RESOURCES = Path(antecedents.__file__).parents[1] / "resources"
#: The least weight that is written.
LEAST_WEIGHT = 0.005

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of weights: its name, columns, what weights cost in learning, and the line that explains it."""

    name: str
    kinds: tuple[str, ...]
    penalty: float
    least: float
    """Probability from which the likeliest is taken."""
    says: str


PRONOUNS = Table(
    "antecedents",
    antecedents.KINDS,
    5e-4,
    antecedents.LEAST,
    'What each feature of one whom "he" or "she" may mean weighs (log odds): for any pronoun, and what it\n'
    "# weighs more where that is a subject, an object, an owner, or within a quotation;",
)
NOUNS = Table(
    "descriptions",
    descriptions.KINDS,
    2e-3,
    descriptions.LEAST,
    'What each feature of one whom "the minister" may mean weighs (log odds): for any noun, and what it\n'
    '# weighs more where that is a post, has an owner ("his minister"), or more words than "the" before it;',
)
THINGS = Table(
    "institutions",
    institutions.KINDS,
    2e-4,
    institutions.LEAST,
    'What each feature of a state or body that "it" or "the company" may mean weighs (log odds): for any\n'
    '# word, and what it weighs more for "it", "its", a noun for a body, for a state, one with more words;',
)


class Case:
    """A pronoun or noun with its candidates."""

    def __init__(self, article: str, kinds: Sequence[str], right: int, some: Sequence[Candidate]) -> None:
        self.article, self.kinds, self.right = article, kinds, right
        self.entities = [c.entity for c in some]
        self.features = [c.features for c in some]


def labels(folders: Sequence[Path]) -> Iterator[tuple[str, Row, dict[Span, list[Span]]]]:
    """Each labelled text: what it is called, its row, and whom the words at each place mean.

    Raises:
        SystemExit: a text is another one than was labelled.
    """
    found: dict[tuple[str, int], dict[Span, list[Span]]] = {}
    checked: dict[tuple[str, int], str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        where = row["set"], row["row"]
        checked[where] = row["sha256"]
        means: list[Span] = [(start, end) for start, end in row["means"]]
        found.setdefault(where, {})[row["at"][0], row["at"][1]] = means
    documents = {name: open_data.documents(folders, name) for name in sorted({name for name, _ in found})}
    for (name, number), said in found.items():
        document = documents[name][number]
        if digest(document["text"]) != checked[name, number]:
            raise SystemExit(f"row {number} of {name} has another text than was labelled")
        yield f"{name} {number}", document, said


def digest(text: str) -> str:
    """The first 16 digits of the checksum of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Texts:
    """The labelled texts, parsed once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        extractor = Extractor()
        self.gazetteer = extractor.gazetteer
        self.rows = [
            (name, extractor.annotator.parse(row["text"]), (row.get("date") or "")[:10], said)
            for name, row, said in labels(folders)
        ]

    def cases(self, table: Table) -> list[Case]:
        """The labelled pronouns or nouns with their candidates.

        Pronouns before one are linked as the labels tell, nouns of persons too where they are learnt, else by
        what is learnt of them.
        """
        pronoun, noun, thing = antecedents.person, descriptions.person, institutions.meant
        found: list[Case] = []
        for article, parse, date, exactly in self.rows:
            behind = {end: means for (_, end), means in exactly.items()}

            def told_pronoun(
                d: Discourse,
                i: int,
                gender: str,
                article: str = article,
                exactly: Mapping[Span, list[Span]] = exactly,
            ) -> Antecedent | None:
                right = entity(d, exactly.get((d.linked.parse.start[i], d.linked.parse.end[i])))
                if right is None:
                    return pronoun(d, i, gender)
                if table is PRONOUNS:
                    some = antecedents.candidates(d, i, gender)
                    found.append(Case(article, antecedents.kinds(d, i), right, some))
                return None if right == NO_ENTITY else Antecedent(right, "label")

            def told_noun(
                told: Descriptions,
                p: Phrase,
                article: str = article,
                behind: Mapping[int, list[Span]] = behind,
            ) -> Antecedent | None:
                right = entity(told.d, behind.get(told.d.linked.parse.end[p.noun]))
                if right is None or table is not NOUNS:
                    return noun(told, p)
                some = descriptions.candidates(told, p)
                found.append(Case(article, descriptions.kinds(p), right, some))
                return None if right == NO_ENTITY else Antecedent(right, "label")

            def told_thing(
                known: Institutions,
                w: Word,
                article: str = article,
                exactly: Mapping[Span, list[Span]] = exactly,
            ) -> Antecedent | None:
                parse = known.d.linked.parse
                right = entity(known.d, exactly.get((parse.start[w.token], parse.end[w.token])))
                if right is None:
                    return thing(known, w)
                if right != NO_ENTITY and known.d.linked.clusters[right].kind == "person":
                    right = NO_ENTITY
                if table is THINGS:
                    some = institutions.candidates(known, w)
                    found.append(Case(article, institutions.kinds(w), right, some))
                return None if right == NO_ENTITY else Antecedent(right, "label")

            antecedents.person, descriptions.person = told_pronoun, told_noun
            institutions.meant = told_thing
            try:
                link(parse, article, date, self.gazetteer)
            finally:
                antecedents.person, descriptions.person = pronoun, noun
                institutions.meant = thing
        return found


def entity(d: Discourse, means: Sequence[Span] | None) -> int | None:
    """The person whom a label means, ``NO_ENTITY`` for none of our entities; None for several or no label."""
    if means is None:
        return None
    named = {
        d.linked.of[k]
        for k, n in enumerate(d.linked.names)
        for start, end in means
        if n.start < end and start < n.end
    }
    return None if len(means) > 1 or len(named) > 1 else named.pop() if named else NO_ENTITY


class Fitted:
    """Weights by kind and feature, as a vector."""

    def __init__(self, table: Table, some: Sequence[Case]) -> None:
        self.table = table
        names = sorted({name for case in some for features in case.features for name in features})
        self.columns = {(kind, name): k for k, (kind, name) in enumerate(product(table.kinds, names))}
        self.weights = torch.zeros(len(self.columns))

    def rows(self, case: Case) -> torch.Tensor:
        """The features of the candidates of a case, a row each."""
        found = torch.zeros(len(case.entities), len(self.columns))
        for row, features in enumerate(case.features):
            for name, value in features.items():
                for kind in ("any", *case.kinds):
                    if (column := self.columns.get((kind, name))) is not None:
                        found[row, column] = value
        return found

    def fit(self, some: Sequence[Case]) -> None:
        """Find the weights under which the right candidates are likeliest."""
        usable = [case for case in some if case.right in case.entities]
        rows = torch.cat([self.rows(case) for case in usable])
        right = torch.tensor([e == case.right for case in usable for e in case.entities])
        of = torch.tensor([k for k, case in enumerate(usable) for _ in case.entities])
        weights = torch.zeros(len(self.columns), requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

        def total(scores: torch.Tensor) -> torch.Tensor:
            most = torch.full((len(usable),), -1e9).scatter_reduce(0, of, scores, "amax")
            return most + torch.zeros(len(usable)).index_add(0, of, torch.exp(scores - most[of])).log()

        def loss() -> torch.Tensor:
            optimizer.zero_grad()
            scores = rows @ weights
            missed = (total(scores) - total(scores.masked_fill(~right, -1e9))).mean()
            cost: torch.Tensor = missed + self.table.penalty * (weights**2).sum()
            cost.backward()  # type: ignore[no-untyped-call]
            return cost

        optimizer.step(loss)
        self.weights = weights.detach()

    def figures(self, some: Sequence[Case]) -> dict[str, Any]:
        """How many are linked rightly, wrongly and not at all, where the likeliest is likely enough."""
        counts: Counter[str] = Counter()
        for case in some:
            chances = (self.rows(case) @ self.weights).softmax(0)
            best = int(chances.argmax())
            if case.entities[best] != NO_ENTITY and float(chances[best]) >= self.table.least:
                counts["right" if case.entities[best] == case.right else "wrong"] += 1
            elif case.right != NO_ENTITY:
                counts["missed"] += 1
        linked, named = counts["right"] + counts["wrong"], sum(case.right != NO_ENTITY for case in some)
        shares = counts["right"] / max(1, linked), counts["right"] / max(1, named)
        return {**counts, "precision": round(shares[0], 3), "recall": round(shares[1], 3)}

    def write(self, folder: Path) -> None:
        """Write the table of weights."""
        lines = [
            f"# {self.table.says}",
            "# `python -m training.antecedents --open FOLDER` writes it.",
            "\t".join(("feature", *self.table.kinds)),
        ]
        for name in sorted({name for _, name in self.columns}):
            cells = [float(self.weights[self.columns[kind, name]]) for kind in self.table.kinds]
            if any(abs(cell) >= LEAST_WEIGHT for cell in cells):
                told = (f"{cell:.2f}" if abs(cell) >= LEAST_WEIGHT else "" for cell in cells)
                lines.append("\t".join((name, *told)))
        (folder / f"{self.table.name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, learn from all and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="*", default=[], help="folders of the open sets")
    options = parser.parse_args()
    texts = Texts(options.open)
    for table in (NOUNS, PRONOUNS, THINGS):
        some = texts.cases(table)
        articles = sorted({case.article for case in some})
        kept = {*articles[::5]}
        fitted = Fitted(table, some)
        fitted.fit([case for case in some if case.article not in kept])
        figures = json.dumps(fitted.figures([case for case in some if case.article in kept]))
        print(f"{table.name}: {len(some)} of {len(articles)} articles; kept back:", figures)
        fitted.fit(some)
        fitted.write(RESOURCES)
        antecedents.weights.cache_clear()


if __name__ == "__main__":
    main()
