"""Learn the weights of antecedents: ``python -m training.antecedents --open FOLDER...``

Labels are in ``antecedents.jsonl``, one object a line, for pronouns and nouns of persons, organisations and
countries:

=============  =====================================================================================
``set``        and ``row``, ``sha256``: the text, as in ``annotated.jsonl``, its checksum's first 16 digits
``at``         characters ``[start, end)`` of the pronoun or noun
``means``      characters of a name of each antecedent; empty if there is no named one
=============  =====================================================================================

The model is a softmax over the candidates of each pronoun or noun. Those are right that the label names,
else "no antecedent". Writes ``descriptions.tsv`` for nouns for persons, then ``antecedents.tsv`` for "he" and
"she", then ``institutions.tsv`` for "it" and nouns for organisations and countries. One article in five is
held out for evaluation; then all are learnt from. Takes four minutes; needs the ``train`` extra.
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

from graphbuild import tables
from graphbuild.extract.coreference import antecedents, candidates, descriptions, institutions
from graphbuild.extract.coreference.candidates import Antecedent, Candidate
from graphbuild.extract.coreference.descriptions import PersonContext, Phrase
from graphbuild.extract.coreference.discourse import NO_ENTITY, Discourse
from graphbuild.extract.coreference.institution_features import Anaphor, InstitutionContext
from graphbuild.extract.linking import link
from graphbuild.extractor import Extractor
from graphbuild.model import Span
from training import open_data

FILE = Path(__file__).with_name("antecedents.jsonl")
#: The smallest absolute weight that is written.
LEAST_WEIGHT = 0.005

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of weights."""

    name: str
    columns: tuple[str, ...]
    penalty: float
    """Factor of the squared weights in the loss."""
    threshold: float
    """The least probability of an antecedent."""
    header: str


PRONOUNS = Table(
    "antecedents",
    antecedents.COLUMNS,
    5e-4,
    antecedents.THRESHOLD,
    'Weights (log odds) of features of possible antecedents of "he" and "she": for any pronoun, and in\n'
    "# addition for a subject, an object, a possessive, and within a quotation.",
)
PERSON_NOUNS = Table(
    "descriptions",
    descriptions.COLUMNS,
    2e-3,
    descriptions.THRESHOLD,
    "Weights (log odds) of features of possible antecedents of nouns for persons: for any noun, and in\n"
    '# addition for a post, a noun with a possessor ("his minister"), and one with modifiers.',
)
INSTITUTIONS = Table(
    "institutions",
    institutions.COLUMNS,
    2e-4,
    institutions.THRESHOLD,
    'Weights (log odds) of features of possible antecedents of "it" and of nouns for organisations and\n'
    '# countries: for any of them, and in addition for "it", "its", a noun for an organisation, one for a\n'
    "# country, and one with modifiers.",
)


class Case:
    """A pronoun or noun with its candidates."""

    def __init__(
        self, article: str, columns: Sequence[str], right: int, options: Sequence[Candidate]
    ) -> None:
        self.article, self.columns, self.right = article, columns, right
        self.entities = [c.entity for c in options]
        self.features = [c.features for c in options]


def labels(folders: Sequence[Path]) -> Iterator[tuple[str, Row, dict[Span, list[Span]]]]:
    """Each labelled text: its name, its row, and the names of the antecedents by pronoun or noun.

    Raises:
        SystemExit: the text differs from the one that was labelled.
    """
    by_text: dict[tuple[str, int], dict[Span, list[Span]]] = {}
    digests: dict[tuple[str, int], str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["set"], row["row"]
        digests[text] = row["sha256"]
        means: list[Span] = [(start, end) for start, end in row["means"]]
        by_text.setdefault(text, {})[row["at"][0], row["at"][1]] = means
    documents = {name: open_data.documents(folders, name) for name in sorted({name for name, _ in by_text})}
    for (name, number), labelled in by_text.items():
        document = documents[name][number]
        if digest(document["text"]) != digests[name, number]:
            raise SystemExit(f"row {number} of {name} differs from the text that was labelled")
        yield f"{name} {number}", document, labelled


def digest(text: str) -> str:
    """The first 16 digits of the checksum of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Texts:
    """The labelled texts, parsed once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        extractor = Extractor()
        self.gazetteer = extractor.gazetteer
        self.rows = [
            (name, extractor.annotator.parse(row["text"]), (row.get("date") or "")[:10], labelled)
            for name, row, labelled in labels(folders)
        ]

    def cases(self, table: Table) -> list[Case]:
        """The labelled pronouns or nouns of a table with their candidates.

        Earlier pronouns are linked by their labels; so are nouns for persons where they are learnt, else by
        the weights learnt before.
        """
        of_pronoun, of_noun, of_institution = antecedents.resolve, descriptions.resolve, institutions.resolve
        cases: list[Case] = []
        for article, parse, date, labelled in self.rows:
            by_end = {end: means for (_, end), means in labelled.items()}

            def labelled_pronoun(
                d: Discourse,
                i: int,
                gender: str,
                article: str = article,
                labelled: Mapping[Span, list[Span]] = labelled,
            ) -> Antecedent | None:
                right = entity(d, labelled.get((d.linked.parse.start[i], d.linked.parse.end[i])))
                if right is None:
                    return of_pronoun(d, i, gender)
                if table is PRONOUNS:
                    options = antecedents.candidates(d, i, gender)
                    cases.append(Case(article, antecedents.columns(d, i), right, options))
                return None if right == NO_ENTITY else Antecedent(right, "label")

            def labelled_noun(
                context: PersonContext,
                p: Phrase,
                article: str = article,
                by_end: Mapping[int, list[Span]] = by_end,
            ) -> Antecedent | None:
                d = context.discourse
                right = entity(d, by_end.get(d.linked.parse.end[p.noun]))
                if right is None or table is not PERSON_NOUNS:
                    return of_noun(context, p)
                options = descriptions.candidates(context, p)
                cases.append(Case(article, descriptions.columns(p), right, options))
                return None if right == NO_ENTITY else Antecedent(right, "label")

            def labelled_institution(
                context: InstitutionContext,
                a: Anaphor,
                article: str = article,
                labelled: Mapping[Span, list[Span]] = labelled,
            ) -> Antecedent | None:
                d = context.discourse
                right = entity(d, labelled.get((d.linked.parse.start[a.token], d.linked.parse.end[a.token])))
                if right is None:
                    return of_institution(context, a)
                if right != NO_ENTITY and d.linked.clusters[right].kind == "person":
                    right = NO_ENTITY
                if table is INSTITUTIONS:
                    options = institutions.candidates(context, a)
                    cases.append(Case(article, institutions.columns(a), right, options))
                return None if right == NO_ENTITY else Antecedent(right, "label")

            antecedents.resolve, descriptions.resolve = labelled_pronoun, labelled_noun
            institutions.resolve = labelled_institution
            try:
                link(parse, article, date, self.gazetteer)
            finally:
                antecedents.resolve, descriptions.resolve = of_pronoun, of_noun
                institutions.resolve = of_institution
        return cases


def entity(d: Discourse, means: Sequence[Span] | None) -> int | None:
    """The entity that a label names, ``NO_ENTITY`` if it is none of ours; None for several or no label."""
    if means is None:
        return None
    named = {
        d.linked.cluster_of[k]
        for k, n in enumerate(d.linked.names)
        for start, end in means
        if n.start < end and start < n.end
    }
    return None if len(means) > 1 or len(named) > 1 else named.pop() if named else NO_ENTITY


class Model:
    """Weights by column and feature, as a vector."""

    def __init__(self, table: Table, cases: Sequence[Case]) -> None:
        self.table = table
        names = sorted({name for case in cases for features in case.features for name in features})
        self.indices = {(column, name): k for k, (column, name) in enumerate(product(table.columns, names))}
        self.weights = torch.zeros(len(self.indices))

    def rows(self, case: Case) -> torch.Tensor:
        """The features of the candidates of a case, one row each."""
        matrix = torch.zeros(len(case.entities), len(self.indices))
        for row, features in enumerate(case.features):
            for name, value in features.items():
                for column in ("any", *case.columns):
                    if (index := self.indices.get((column, name))) is not None:
                        matrix[row, index] = value
        return matrix

    def fit(self, cases: Sequence[Case]) -> None:
        """Find the weights that maximise the probability of the right candidates."""
        usable = [case for case in cases if case.right in case.entities]
        rows = torch.cat([self.rows(case) for case in usable])
        right = torch.tensor([e == case.right for case in usable for e in case.entities])
        of = torch.tensor([k for k, case in enumerate(usable) for _ in case.entities])
        weights = torch.zeros(len(self.indices), requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

        def log_sum(scores: torch.Tensor) -> torch.Tensor:
            highest = torch.full((len(usable),), -1e9).scatter_reduce(0, of, scores, "amax")
            return highest + torch.zeros(len(usable)).index_add(0, of, torch.exp(scores - highest[of])).log()

        def loss() -> torch.Tensor:
            optimizer.zero_grad()
            scores = rows @ weights
            error = (log_sum(scores) - log_sum(scores.masked_fill(~right, -1e9))).mean()
            cost: torch.Tensor = error + self.table.penalty * (weights**2).sum()
            cost.backward()  # type: ignore[no-untyped-call]
            return cost

        optimizer.step(loss)
        self.weights = weights.detach()

    def figures(self, cases: Sequence[Case]) -> dict[str, Any]:
        """Counts of right, wrong and missed links at the table's threshold, with precision and recall."""
        counts: Counter[str] = Counter()
        for case in cases:
            chances = (self.rows(case) @ self.weights).softmax(0)
            best = int(chances.argmax())
            if case.entities[best] != NO_ENTITY and float(chances[best]) >= self.table.threshold:
                counts["right" if case.entities[best] == case.right else "wrong"] += 1
            elif case.right != NO_ENTITY:
                counts["missed"] += 1
        linked, named = counts["right"] + counts["wrong"], sum(case.right != NO_ENTITY for case in cases)
        shares = counts["right"] / max(1, linked), counts["right"] / max(1, named)
        return {**counts, "precision": round(shares[0], 3), "recall": round(shares[1], 3)}

    def write(self, folder: Path) -> None:
        """Write the table of weights, features in alphabetical order."""
        lines = [
            f"# {self.table.header}",
            "# Written by `python -m training.antecedents --open FOLDER`.",
            "\t".join(("feature", *self.table.columns)),
        ]
        for name in sorted({name for _, name in self.indices}):
            values = [float(self.weights[self.indices[column, name]]) for column in self.table.columns]
            if any(abs(value) >= LEAST_WEIGHT for value in values):
                cells = (f"{value:.2f}" if abs(value) >= LEAST_WEIGHT else "" for value in values)
                lines.append("\t".join((name, *cells)))
        (folder / f"{self.table.name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Evaluate on held-out articles, learn from all and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="*", default=[], help="folders of the open sets")
    options = parser.parse_args()
    texts = Texts(options.open)
    for table in (PERSON_NOUNS, PRONOUNS, INSTITUTIONS):
        cases = texts.cases(table)
        articles = sorted({case.article for case in cases})
        held_out = {*articles[::5]}
        model = Model(table, cases)
        model.fit([case for case in cases if case.article not in held_out])
        figures = json.dumps(model.figures([case for case in cases if case.article in held_out]))
        print(f"{table.name}: {len(cases)} of {len(articles)} articles; held out:", figures)
        model.fit(cases)
        model.write(tables.RESOURCES)
        candidates.weights.cache_clear()


if __name__ == "__main__":
    main()
