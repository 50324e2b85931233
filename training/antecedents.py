"""Learn whom "he" and "she" mean: ``python -m training.antecedents --open FOLDER...``

Labels are in ``antecedents.jsonl``, an object a line, for pronouns and for nouns of persons:

=============  =====================================================================================
``set``        and ``row``, ``sha256``: the text, as in ``annotated.jsonl``, its first 16 digits whole
``at``         characters ``[start, end)`` of the pronoun or noun
``means``      characters of a name of each one who is meant; empty where that is nobody with a name
=============  =====================================================================================

A softmax over the candidates of each pronoun, of which those are right that the label names, else the one
for nobody. Mentions before it are those that the labels tell. Writes ``antecedents.tsv``; one article in
five is kept back to measure, then all are learnt from. Takes some two minutes; needs the ``train`` extra.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import torch

from graphbuild.extractor import Extractor
from graphbuild.link import antecedents, link
from graphbuild.link.antecedents import KINDS, LEAST, Antecedent, Kind
from graphbuild.link.discourse import NOBODY, Discourse
from graphbuild.model import Span
from training import open_data

FILE = Path(__file__).with_name("antecedents.jsonl")
TABLE = Path(antecedents.__file__).parents[1] / "resources" / "antecedents.tsv"
_HEAD = """\
# What each feature of one whom "he" or "she" may mean weighs (log odds): for any pronoun, and what it weighs
# more where that is a subject, an object, an owner, or within a quotation;
# `python -m training.antecedents --open FOLDER` writes it.
"""
#: How much weights cost, and the least that is written.
PENALTY, LEAST_WEIGHT = 5e-4, 0.005

Row = dict[str, Any]


class Case:
    """A pronoun with its candidates."""

    def __init__(
        self, article: str, kinds: Sequence[Kind], right: int, some: Sequence[antecedents.Candidate]
    ) -> None:
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


def cases(folders: Sequence[Path]) -> list[Case]:
    """The labelled pronouns with their candidates; the mentions before each are those of the labels."""
    extractor, chosen = Extractor(), antecedents.person
    found: list[Case] = []
    for article, document, said in labels(folders):

        def told(
            d: Discourse, i: int, gender: str, article: str = article, said: Mapping[Span, list[Span]] = said
        ) -> Antecedent | None:
            means = said.get((d.linked.parse.start[i], d.linked.parse.end[i]))
            right = entity(d, means) if means is not None else None
            if right is None:
                return chosen(d, i, gender)
            some = antecedents.candidates(d, i, gender)
            found.append(Case(article, antecedents.kinds(d, i), right, some))
            return None if right == NOBODY else Antecedent(right, "label")

        antecedents.person = told
        try:
            date = (document.get("date") or "")[:10]
            link(extractor.annotator.parse(document["text"]), article, date, extractor.gazetteer)
        finally:
            antecedents.person = chosen
    return found


def entity(d: Discourse, means: Sequence[Span]) -> int | None:
    """The person whom a label means, ``NOBODY`` where none of our entities is; None for several."""
    named = {
        d.linked.of[k]
        for k, n in enumerate(d.linked.names)
        for start, end in means
        if n.start < end and start < n.end
    }
    return None if len(means) > 1 or len(named) > 1 else named.pop() if named else NOBODY


class Fitted:
    """Weights by kind and feature, as a vector."""

    def __init__(self, some: Sequence[Case]) -> None:
        names = sorted({name for case in some for features in case.features for name in features})
        self.columns = {(kind, name): k for k, (kind, name) in enumerate(product(KINDS, names))}
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
            cost: torch.Tensor = missed + PENALTY * (weights**2).sum()
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
            if case.entities[best] != NOBODY and float(chances[best]) >= LEAST:
                counts["right" if case.entities[best] == case.right else "wrong"] += 1
            elif case.right != NOBODY:
                counts["missed"] += 1
        linked, named = counts["right"] + counts["wrong"], sum(case.right != NOBODY for case in some)
        shares = counts["right"] / linked, counts["right"] / named
        return {**counts, "precision": round(shares[0], 3), "recall": round(shares[1], 3)}

    def write(self, table: Path) -> None:
        """Write the table of weights."""
        lines = ["\t".join(("feature", *KINDS))]
        for name in sorted({name for _, name in self.columns}):
            cells = [float(self.weights[self.columns[kind, name]]) for kind in KINDS]
            if any(abs(cell) >= LEAST_WEIGHT for cell in cells):
                told = (f"{cell:.2f}" if abs(cell) >= LEAST_WEIGHT else "" for cell in cells)
                lines.append("\t".join((name, *told)))
        table.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, learn from all and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--open", type=Path, nargs="*", default=[], help="folders of the open sets")
    parser.add_argument("--out", type=Path, default=TABLE, help="table of weights")
    options = parser.parse_args()
    some = cases(options.open)
    articles = sorted({case.article for case in some})
    kept = {*articles[::5]}
    fitted = Fitted(some)
    fitted.fit([case for case in some if case.article not in kept])
    held = [case for case in some if case.article in kept]
    print(f"{len(some)} pronouns of {len(articles)} articles; kept back:", json.dumps(fitted.figures(held)))
    fitted.fit(some)
    fitted.write(options.out)


if __name__ == "__main__":
    main()
