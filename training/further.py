"""Continue training the relation encoder from the weights of an earlier training.

    python -m training.further --base FOLDER --open FOLDER... --weights FILE... --latest ROW --keep FILE
        [--teacher FILE] [--out FOLDER --recipe FILE]

Articles that are annotated later do not need a training from scratch: an epoch has all related pairs of
their sentences, some unrelated ones, and a sample of all earlier data against forgetting. The head of events
continues to learn the predictions of ``--teacher`` (default: ``--weights``) for the sentences written for the
project.

``--keep`` gets the raw weights; ``--out`` gets the exported model with its card.
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

#: Row of the first of the project's articles that are as noisy as news.
NOISY = 384
#: Share of the sentences of the project's articles in an epoch: of the latest, of the noisy ones before them,
#: and of the first; and unrelated pairs of each sentence, in addition to one for each related pair.
SHARE = {"latest": 1.0, "noisy": 1 / 2, "first": 1 / 3}
UNRELATED = {"latest": 3, "noisy": 2, "first": 1}
#: Sentences of the other sets, and pairs of the written ones, in an epoch.
OTHERS, WRITTEN = 1500, 3600
#: Wrong claims of the project's articles for each right one.
WRONG = 1.3
#: Claims of the other sets (right and wrong each), and judged statements, in an epoch.
OTHER_CLAIMS, JUDGED = 700, 1500
#: Learning rate of the heads as a multiple of that of the encoder.
NEW = 5


class Mixture:
    """Draws the examples of each epoch."""

    def __init__(self, folders: Sequence[Path], written: Sequence[Example], latest: int, seed: int) -> None:
        self._draw, self._written = random.Random(seed), written
        self._sentences: dict[str, list[list[annotated.Row]]] = defaultdict(list)
        self._claims: dict[tuple[str, bool], list[tuple[Claim, bool]]] = defaultdict(list)
        for line, text in annotated.sentences(folders):
            if annotated.kept(line):
                continue
            own, row = line["set"] == open_data.ARTICLES.stem, line["row"]
            kind = "other" if not own else "latest" if row >= latest else "noisy" if row >= NOISY else "first"
            self._sentences[kind].append(list(annotated.pairs(line, text, None if own else 1)))
            for claim, right in annotated.claims(line, text):
                self._claims[kind, right].append((claim, right))
        self._judged = judged.claims(folders)

    def items(self, _: int) -> list[Example]:
        """The examples of an epoch."""
        rows = [row for sentence in self._sample(self._sentences["other"], OTHERS) for row in sentence]
        claims = self._sample(self._judged, JUDGED)
        for right in (True, False):
            claims += self._sample(self._claims["other", right], OTHER_CLAIMS)
        for kind, share in SHARE.items():
            sentences, right_claims = self._sentences[kind], self._claims[kind, True]
            for sentence in self._sample(sentences, int(share * len(sentences))):
                rows += self._pairs(sentence, UNRELATED[kind])
            claims += self._sample(right_claims, int(share * len(right_claims)))
            claims += self._sample(self._claims[kind, False], int(WRONG * share * len(right_claims)))
        return [*pairs.examples(rows), *self._sample(self._written, WRITTEN), *pairs.claimed(claims)]

    def _pairs(self, rows: list[annotated.Row], more: int) -> list[annotated.Row]:
        """The related pairs of a sentence, and as many unrelated ones and ``more``."""
        related: list[annotated.Row] = []
        unrelated: list[annotated.Row] = []
        for row in rows:
            (unrelated if row["forward"] == row["backward"] == ["NONE"] else related).append(row)
        return related + self._sample(unrelated, more + len(related))

    def _sample(self, items: Sequence[Any], most: int) -> list[Any]:
        return self._draw.sample(items, min(most, len(items)))


def main() -> None:
    """Train, save the weights and export the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--base", type=Path, required=True, help="holds bge-small: see README.md")
    parser.add_argument("--open", type=Path, nargs="+", required=True, help="folders of the open sets")
    parser.add_argument(
        "--weights", type=Path, nargs="+", required=True,
        help="saved by a training, or model.onnx; several are averaged",
    )  # fmt: skip
    parser.add_argument(
        "--latest", type=int, required=True, help="row of the first article that is new to it"
    )
    parser.add_argument("--teacher", type=Path, help="weights whose head of events is the teacher")
    parser.add_argument("--keep", type=Path, required=True, help="file for the weights")
    parser.add_argument("--sentences", type=Path, default=sentences.FILE)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--recipe", type=Path, help="text on the training, for the model card")
    parser.add_argument("--out", type=Path, help="folder for the exported model")
    options = parser.parse_args()
    if options.out is not None and options.recipe is None:
        parser.error("--out needs --recipe FILE: the model card describes the training")
    torch.set_num_threads(options.threads)
    model, tokenizer = pairs.load(options.base)
    pairs.restore(model, *([options.teacher] if options.teacher else options.weights))
    rows = [json.loads(line) for line in options.sentences.read_text(encoding="utf-8").splitlines()]
    written = pairs.examples([row for row in rows if not sentences.held_back(row["text"])])
    targets: dict[Example, torch.Tensor] = {}
    if options.epochs:
        predicted = pairs.predict(model, tokenizer, written)[1].softmax(-1)
        targets = {e: predicted[2 * k : 2 * k + 2] for k, e in enumerate(written)}
    pairs.restore(model, *options.weights)
    if options.epochs:
        mixture = Mixture(options.open, written, options.latest, options.seed)
        pairs.train(
            (model, tokenizer),
            mixture.items,
            lambda logits, group: relations.loss(logits, group, targets),
            epochs=options.epochs, seed=options.seed, rate=options.rate, batch=relations.BATCH,
            new_rate=NEW * options.rate,
        )  # fmt: skip
        torch.save(model.state_dict(), options.keep)
    if options.out is not None:
        recipe = options.recipe.read_text(encoding="utf-8").strip()
        relations.save(model, tokenizer, options, rows, recipe)


if __name__ == "__main__":
    main()
