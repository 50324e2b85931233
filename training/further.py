"""Teach the encoder of relations further, from weights that a training before left.

    python -m training.further --base FOLDER --open FOLDER... --weights FILE... --latest ROW --keep FILE
        [--opinions FILE] [--out FOLDER --recipe FILE]

News articles that are written and annotated later need no training from nothing: a pass has all pairs of
their sentences in which something is told, with some in which nothing is, and a part of all else that was
learnt before, so that it is not forgotten. The head of events goes on learning what ``--opinions`` (else
``--weights``) make of the sentences written for the project.

``--keep`` is where the weights go as they are; ``--out`` gets the exported model with its card.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from graphbuild.encoder.marking import Claim
from training import annotated, judged, open_data, pairs, relations, sentences
from training.pairs import Example

#: Row of the first of our articles that are as messy as news.
MESSY = 384
#: Share of the sentences of our articles that a pass has: of the latest, of the messy ones before them, and
#: of the first; and pairs of each in which nothing is told, beside as many as tell something.
SHARE = {"latest": 1.0, "messy": 1 / 2, "first": 1 / 3}
IDLE = {"latest": 3, "messy": 2, "first": 1}
#: Sentences of the other sets, and pairs of the written ones, in a pass.
OTHERS, WRITTEN = 1500, 3600
#: Wrong claims of our articles for each right one.
WRONG = 1.3
#: Claims in a pass of the other sets (right and wrong each) and judged statements.
ELSEWHERE, JUDGED = 700, 1500
#: How many times the rate of the encoder the layers over it have.
NEW = 5


class Mixture:
    """What a pass shows, drawn anew for each."""

    def __init__(self, folders: Sequence[Path], written: Sequence[Example], latest: int, seed: int) -> None:
        self._draw, self._written = random.Random(seed), written
        self._sentences: dict[str, list[list[annotated.Row]]] = defaultdict(list)
        self._claims: dict[tuple[str, bool], list[tuple[Claim, bool]]] = defaultdict(list)
        for line, text in annotated.sentences(folders):
            if annotated.kept(line):
                continue
            ours, row = line["set"] == open_data.ARTICLES.stem, line["row"]
            kind = (
                "other" if not ours else "latest" if row >= latest else "messy" if row >= MESSY else "first"
            )
            self._sentences[kind].append(list(annotated.pairs(line, text, None if ours else 1)))
            for claim, right in annotated.claims(line, text):
                self._claims[kind, right].append((claim, right))
        self._judged = judged.claims(folders)

    def items(self, _: int) -> list[Example]:
        """The examples of a pass."""
        rows = [row for some in self._some(self._sentences["other"], OTHERS) for row in some]
        shown = self._some(self._judged, JUDGED)
        for told in (True, False):
            shown += self._some(self._claims["other", told], ELSEWHERE)
        for kind, share in SHARE.items():
            sentences, right = self._sentences[kind], self._claims[kind, True]
            for some in self._some(sentences, int(share * len(sentences))):
                rows += self._told(some, IDLE[kind])
            shown += self._some(right, int(share * len(right)))
            shown += self._some(self._claims[kind, False], int(WRONG * share * len(right)))
        return [*pairs.examples(rows), *self._some(self._written, WRITTEN), *pairs.claimed(shown)]

    def _told(self, rows: list[annotated.Row], idle: int) -> list[annotated.Row]:
        """The pairs of a sentence in which something is told, and some of the others."""
        told: list[annotated.Row] = []
        nothing: list[annotated.Row] = []
        for row in rows:
            (nothing if row["forward"] == row["backward"] == ["NONE"] else told).append(row)
        return told + self._some(nothing, idle + len(told))

    def _some(self, items: Sequence[Any], most: int) -> list[Any]:
        return self._draw.sample(items, min(most, len(items)))


def main() -> None:
    """Train, keep the weights and export them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--base", type=Path, required=True, help="holds bge-small: see README.md")
    parser.add_argument("--open", type=Path, nargs="+", required=True, help="folders of the open sets")
    parser.add_argument(
        "--weights", type=Path, nargs="+", required=True,
        help="kept by a training, or model.onnx; of several the mean",
    )  # fmt: skip
    parser.add_argument(
        "--latest", type=int, required=True, help="row of the first article that is new to it"
    )
    parser.add_argument("--opinions", type=Path, help="weights by whose opinion on events it is taught")
    parser.add_argument("--keep", type=Path, required=True, help="file for the weights")
    parser.add_argument("--sentences", type=Path, default=sentences.FILE)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--recipe", type=Path, help="text on how the weights were taught, for the model card")
    parser.add_argument("--out", type=Path, help="folder for the exported model")
    options = parser.parse_args()
    if options.out is not None and options.recipe is None:
        parser.error("--out needs --recipe FILE: the model card tells how the weights were taught")
    torch.set_num_threads(options.threads)
    model, tokenizer = pairs.load(options.base)
    pairs.restore(model, *([options.opinions] if options.opinions else options.weights))
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    written = pairs.examples([row for row in rows if not sentences.held_back(row["text"])])
    opinions: dict[Example, torch.Tensor] = {}
    if options.epochs:
        told = pairs.predict(model, tokenizer, written)[1].softmax(-1)
        opinions = {e: told[2 * k : 2 * k + 2] for k, e in enumerate(written)}
    pairs.restore(model, *options.weights)
    if options.epochs:
        mixture = Mixture(options.open, written, options.latest, options.seed)
        pairs.train(
            (model, tokenizer),
            mixture.items,
            lambda told, group: relations.loss(told, group, opinions),
            epochs=options.epochs, seed=options.seed, rate=options.rate, batch=relations.BATCH,
            new_rate=NEW * options.rate,
        )  # fmt: skip
        torch.save(model.state_dict(), options.keep)
    if options.out is not None:
        recipe = options.recipe.read_text(encoding="utf-8").strip()
        relations.save(model, tokenizer, options, rows, recipe)


if __name__ == "__main__":
    main()
