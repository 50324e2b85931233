"""Teach the encoder of relations further, from weights that a training before left.

    python -m training.further --base FOLDER --open FOLDER... --weights FILE --keep FILE [--out FOLDER]

News articles that are written and annotated later need no training from nothing: a pass has all pairs of
their sentences in which something is told, with some in which nothing is, and a part of all else that was
learnt before, so that it is not forgotten. The head of events goes on learning what it made of the sentences
written for the project before.

``--keep`` is where the weights go as they are; ``--out`` gets the exported model with its card.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from graphbuild.encoder.marking import Claim
from training import annotated, judged, open_data, pairs, relations
from training.pairs import Example

#: Row of the first of our articles that are as messy as news; of those before, half are shown again.
MESSY = 384
#: Pairs of a sentence of our articles in which nothing is told, beside as many as tell something.
IDLE, IDLE_AGAIN = 3, 1
#: Sentences of the other sets, and pairs of the written ones, in a pass.
OTHERS, WRITTEN = 2600, 1800
#: Wrong claims of our articles for each right one.
WRONG = 1.3
#: How many times the rate of the encoder the layers over it have.
NEW = 5
#: Claims in a pass of the first articles (right, wrong), of the other sets (each) and judged statements.
AGAIN, ELSEWHERE, JUDGED = (1000, 1200), 900, 1500

Claims = list[tuple[Claim, bool]]


class Mixture:
    """What a pass shows, drawn anew for each."""

    def __init__(self, folders: Sequence[Path], written: Sequence[Example], seed: int) -> None:
        self._draw, self._written = random.Random(seed), written
        self._latest: list[list[annotated.Row]] = []
        self._first: list[list[annotated.Row]] = []
        self._others: list[list[annotated.Row]] = []
        self._claims: dict[tuple[str, bool], Claims] = {
            (kind, right): [] for kind in ("latest", "first", "other") for right in (True, False)
        }
        for line, text in annotated.sentences(folders):
            if annotated.kept(line):
                continue
            ours = line["set"] == open_data.ARTICLES.stem
            kind = "other" if not ours else "latest" if line["row"] >= MESSY else "first"
            rows = list(annotated.pairs(line, text, None if ours else 1))
            {"latest": self._latest, "first": self._first, "other": self._others}[kind].append(rows)
            for claim, right in annotated.claims(line, text):
                self._claims[kind, right].append((claim, right))
        self._judged = judged.claims(folders)

    def items(self, _: int) -> list[Example]:
        """The examples of a pass."""
        draw, claims = self._draw, self._claims
        rows = [row for some in self._latest for row in self._told(some, IDLE)]
        rows += [
            row
            for some in draw.sample(self._first, len(self._first) // 2)
            for row in self._told(some, IDLE_AGAIN)
        ]
        rows += [row for some in self._some(self._others, OTHERS) for row in some]
        right = claims["latest", True]
        shown = [*right, *self._some(claims["latest", False], int(WRONG * len(right)))]
        for told, most in zip((True, False), AGAIN, strict=True):
            shown += self._some(claims["first", told], most) + self._some(claims["other", told], ELSEWHERE)
        shown += self._some(self._judged, JUDGED)
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
    parser.add_argument("--weights", type=Path, required=True, help="kept by a training, or model.onnx")
    parser.add_argument("--keep", type=Path, required=True, help="file for the weights")
    parser.add_argument("--sentences", type=Path, default=relations.HERE / "sentences.jsonl")
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
    pairs.restore(model, options.weights)
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    written = pairs.examples([row for row in rows if not relations.held_back(row["text"])])
    if options.epochs:
        told = pairs.predict(model, tokenizer, written)[1].softmax(-1)
        opinions = {e: told[2 * k : 2 * k + 2] for k, e in enumerate(written)}
        mixture = Mixture(options.open, written, options.seed)
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
