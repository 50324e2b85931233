"""Train the NER model: which words of a sentence name a person, a body, a place, or something else.

    python -m training.names --open FOLDER... [--epochs 4] [--seed 7] [--out graphbuild/resources/names_model]

Learns from ``training/names.txt``, sentences of our own, from the real sentences of
``training/named.jsonl``, whose names we annotated, and from openly licensed annotation
(``wikigold.jsonl``, ``uner_ewt.jsonl``, ``redocred_dev.jsonl``: see ``open_rows``), where
the names of persons are exchanged for names from all continents in a second copy. Needs the
``train`` extra.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from torch import nn

from graphbuild.encoder.names import LABELS, LONGEST, SHAPES, Tagger, shapes
from graphbuild.encoder.weights import RESOURCES
from training import annotated, base, card
from training.fitting import BATCH, autocast, fit, groups
from training.open_data import ARTICLES, found, measured
from training.sentences import HERE, held_back

Mark = tuple[int, int, str]

#: Locales of Faker whose names take the place of others.
LOCALES = (
    "en_IN", "id_ID", "tr_TR", "zu_ZA", "tw_GH", "es_MX", "es_CO", "pt_BR", "en_NG", "yo_NG", "en_KE", "sw",
    "uz_UZ", "az_AZ", "fr_FR", "de_DE", "it_IT", "cs_CZ", "hr_HR", "ro_RO", "hu_HU", "nl_NL", "fi_FI",
    "en_US", "en_GB",
)  # fmt: skip
#: Share of a sentence's persons who get another name in its second copy.
SWAPPED = 0.6
#: Share of sentences whose capitals are hidden, as in headlines.
HIDDEN = 0.12
_INLINE = re.compile(r"\[(PER|ORG|LOC) ([^\[\]]+)\]")
_MONTHS = re.compile(
    r"^(?:\W*(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|[\d,.:/-]+|AD|BC)\W*)+$"
)


@dataclass(frozen=True)
class Sentence:
    """A text with its names; ``full`` where names of other things are marked too."""

    text: str
    marks: tuple[Mark, ...]
    full: bool


def own(path: Path) -> Iterator[Sentence]:
    """Our own sentences, names marked inline: ``[PER Thant Zin Oo] left [LOC Mae Sot].``"""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, marks, at = "", [], 0
        for m in _INLINE.finditer(line):
            text += line[at : m.start()]
            marks.append((len(text), len(text) + len(m[2]), m[1]))
            text += m[2]
            at = m.end()
        yield Sentence(text + line[at:], tuple(marks), full=False)


_KIND = {
    "person": "PER",
    "organisation": "ORG",
    "place": "LOC",
    "country": "LOC",
    "nationality": "MISC",
    "other": "MISC",
}


def real(folders: Sequence[Path], path: Path) -> tuple[list[Sentence], list[Sentence]]:
    """The real sentences whose names we annotated: those to learn from, and those kept to measure.

    A line of the file says where the sentence stands, as in ``annotated``, and has ``names``: ``[start, end,
    kind]`` in the sentence.
    """
    taught: list[Sentence] = []
    kept: list[Sentence] = []
    for line, text in annotated.sentences(folders, path):
        marks = tuple((start, end, kind) for start, end, kind in line["names"])
        # Of our articles one in four is kept, of the latest, too.
        learn = (line["set"] == ARTICLES.stem and int(line["row"]) % 4 > 0) or not annotated.kept(line)
        (taught if learn else kept).append(Sentence(text[slice(*line["at"])], marks, full=True))
    return taught, kept


def open_rows(folders: Sequence[Path]) -> Iterator[Sentence]:
    """Wikigold (CC BY 4.0), UNER English-EWT (CC BY-SA 4.0), half of Re-DocRED (MIT, text CC BY-SA)."""
    import spacy

    for name, full in (("wikigold.jsonl", True), ("uner_ewt.jsonl", False)):
        for line in found(folders, name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            marks = tuple((m["start"], m["end"], _KIND[m["kind"]]) for m in row["mentions"])
            yield Sentence(row["text"], marks, full)
    split = spacy.blank("en")
    split.add_pipe("sentencizer")
    for line in found(folders, "redocred_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if measured(row["id"]):
            continue
        for s in split(row["text"]).sents:
            marks = tuple(
                (m["start"] - s.start_char, m["end"] - s.start_char, _KIND[m["kind"]])
                for m in row["mentions"]
                if s.start_char <= m["start"] and m["end"] <= s.end_char and _is_name(m)
            )
            yield Sentence(s.text, marks, full=True)


def _is_name(m: dict[str, Any]) -> bool:
    """Whether a marked phrase is a name: numbers and dates are marked in Re-DocRED too."""
    text = m["text"]
    return m["kind"] != "other" or (any(c.isupper() for c in text) and not _MONTHS.match(text))


def swapped(sentences: list[Sentence], shuffle: random.Random) -> Iterator[Sentence]:
    """Copies in which most persons have got a name from somewhere else in the world."""
    people = [*_written(HERE / "people.tsv"), *map(_people, LOCALES)]
    for s in sentences:
        if not any(kind == "PER" for *_, kind in s.marks):
            continue
        given, family = shuffle.choice(people)
        text, marks, at = "", [], 0
        for start, end, kind in sorted(s.marks):
            if start < at:
                break
            text += s.text[at:start]
            name = s.text[start:end]
            if kind == "PER" and shuffle.random() < SWAPPED:
                if shuffle.random() < 0.15:
                    given, family = shuffle.choice(people)
                first, last = shuffle.choice(given), shuffle.choice(family)
                name = f"{first} {last}" if " " in name else shuffle.choice((first, last, last))
            marks.append((len(text), len(text) + len(name), kind))
            text += name
            at = end
        else:
            yield Sentence(text + s.text[at:], tuple(marks), s.full)


def _written(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Given and family names by region from our own table; a bar stands for a blank."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "region")):
            _, given, family = line.split("\t")
            yield given.replace("|", " ").split(), [f.replace("|", " ") for f in family.split(" ")]


def _people(locale: str) -> tuple[list[str], list[str]]:
    """Given and family names of a locale, by Faker's tables."""
    provider = import_module(f"faker.providers.person.{locale}").Provider
    given = getattr(provider, "first_names", ()) or (
        *getattr(provider, "first_names_male", ()),
        *getattr(provider, "first_names_female", ()),
    )
    family = getattr(provider, "last_names", ()) or (
        *getattr(provider, "last_names_male", ()),
        *getattr(provider, "last_names_female", ()),
    )
    return sorted(set(given)), sorted(set(family))


@dataclass(frozen=True)
class Example:
    """Subwords, the shape of each, and at the first subword of each word the labels that are allowed."""

    ids: list[int]
    shape: list[int]
    allowed: list[tuple[int, ...]]


def example(s: Sentence, tokenizer: Any, words_of: Any, *, hidden: bool) -> Example | None:
    """The sentence as the model sees it; None where a name does not end where a word does."""
    doc = words_of(s.text)
    words = [t.text for t in doc]
    labels: list[tuple[int, ...]] = []
    misc = tuple(LABELS.index(name) for name in ("O", "B-MISC", "I-MISC"))
    inside: dict[int, Mark] = {}
    for mark in s.marks:
        for k in range(mark[0], mark[1]):
            inside[k] = mark
    before: Mark | None = None
    for t in doc:
        mark = inside.get(t.idx)
        if mark is None:
            labels.append((LABELS.index("O"),) if s.full else misc)
        else:
            labels.append((LABELS.index(f"{'I' if mark == before else 'B'}-{mark[2]}"),))
        before = mark
    encoded = tokenizer.encode(words, is_pretokenized=True)
    seen = shapes(words, hidden=hidden)
    ids, shape, allowed, last = [], [], [], None
    for token, word in zip(encoded.ids, encoded.word_ids, strict=True):
        ids.append(token)
        shape.append(0 if word is None else seen[word])
        allowed.append(labels[word] if word is not None and word != last else ())
        last = word
    return Example(ids, shape, allowed) if len(ids) <= LONGEST else None


class NameModel(nn.Module):
    """MiniLM that is also told the shape of each word, with one linear layer over its subwords."""

    def __init__(self, encoder: nn.Module, size: int = 384) -> None:
        super().__init__()
        self.encoder = encoder
        self.shape = nn.Embedding(len(SHAPES), size)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.head = nn.Linear(size, len(LABELS))
        self.dropout = nn.Dropout(0.1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, shape: torch.Tensor
    ) -> torch.Tensor:
        words = self.encoder.embeddings.word_embeddings(input_ids) + self.shape(shape)
        types = torch.zeros_like(input_ids)
        hidden = self.encoder(inputs_embeds=words, attention_mask=attention_mask, token_type_ids=types)[0]
        result: torch.Tensor = self.head(self.dropout(hidden.float()))
        return result


def batches(items: list[Example], size: int, shuffle: random.Random | None) -> Iterator[Any]:
    """Padded batches of similar length: ids, mask, shapes, examples."""
    for group in groups([len(e.ids) for e in items], size, shuffle):
        longest = max(len(items[i].ids) for i in group)
        ids, shape = (torch.zeros(len(group), longest, dtype=torch.long) for _ in range(2))
        mask = torch.zeros(len(group), longest)
        for row, i in enumerate(group):
            n = len(items[i].ids)
            ids[row, :n] = torch.tensor(items[i].ids)
            shape[row, :n] = torch.tensor(items[i].shape)
            mask[row, :n] = 1
        yield ids, mask, shape, [items[i] for i in group]


def loss_of(logits: torch.Tensor, group: list[Example]) -> torch.Tensor:
    """Mean negative log of the probability of the labels that each word may have."""
    allowed = torch.zeros(logits.shape, dtype=torch.bool)
    for row, e in enumerate(group):
        for k, labels in enumerate(e.allowed):
            for label in labels:
                allowed[row, k, label] = True
    asked = allowed.any(-1)
    logs = logits.float().log_softmax(-1)
    right = logs.masked_fill(~allowed, float("-inf"))[asked].logsumexp(-1)
    return -right.mean()


def train(items: list[Example], encoder: nn.Module, *, epochs: int, seed: int, rate: float = 1.5e-4) -> Any:
    """A model trained on the examples."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    model = NameModel(encoder)

    def losses() -> Iterator[tuple[torch.Tensor, int]]:
        for ids, mask, shape, group in batches(items, BATCH, shuffle):
            with autocast():
                logits = model(ids, mask, shape)
            yield loss_of(logits, group), len(group)

    fit(model, losses, items=len(items), epochs=epochs, rate=rate)
    return model


def measure(tagger: Tagger, sentences: list[Sentence], words_of: Any) -> dict[str, float]:
    """Precision, recall and F1 of whole persons, bodies and places by the exported weights."""
    docs = [words_of(s.text) for s in sentences]
    said_in_all = wanted = right = 0
    for s, doc, tags in zip(
        sentences, docs, tagger.recognise([[t.text for t in d] for d in docs]), strict=True
    ):
        said = {(doc[t.first].idx, _end(doc[t.stop - 1]), t.kind) for t in tags if t.kind != "MISC"}
        gold = {mark for mark in s.marks if mark[2] != "MISC"}
        said_in_all += len(said)
        wanted, right = wanted + len(gold), right + len(said & gold)
    p, r = right / said_in_all, right / wanted
    return {
        "precision": round(p, 4),
        "recall": round(r, 4),
        "f1": round(2 * p * r / (p + r), 4),
        "names": wanted,
    }


def _end(token: Any) -> int:
    return int(token.idx + len(token))


def export(model: NameModel, out: Path) -> None:
    """Write ``model.onnx`` with int8 weights."""
    out.mkdir(parents=True, exist_ok=True)
    sample = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8), torch.zeros(2, 8, dtype=torch.long))
    full = out / "full.onnx"
    names = ["input_ids", "attention_mask", "shape"]
    torch.onnx.export(
        model, sample, str(full), input_names=names, output_names=["labels"],
        dynamic_axes={n: {0: "batch", 1: "length"} for n in [*names, "labels"]},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    base.quantise(full, out / "model.onnx")
    full.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=Path, default=HERE / "names.txt")
    parser.add_argument("--named", type=Path, default=HERE / "named.jsonl")
    parser.add_argument("--open", type=Path, nargs="+", help="folders of the openly licensed sets")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESOURCES / "names_model")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    import spacy

    shuffle = random.Random(options.seed)
    words_of = spacy.blank("en")
    encoder, tokenizer = base.minilm()
    ours = list(own(options.sentences))
    held = [s for s in ours if held_back(s.text)]
    ours = [s for s in ours if not held_back(s.text)]
    opened = list(open_rows(options.open)) if options.open else []
    taught, kept = real(options.open, options.named) if options.open else ([], [])
    named = [s for s in opened if s.marks]
    bare = [s for s in opened if not s.marks]
    chosen = [*ours, *taught, *named, *shuffle.sample(bare, min(len(bare), 1500))]
    chosen = [*chosen, *swapped(chosen, shuffle)]
    made = [example(s, tokenizer, words_of, hidden=shuffle.random() < HIDDEN) for s in chosen]
    items = [e for e in made if e is not None]
    print(f"{len(items)} sentences, {len(ours)} our own, {len(taught)} real", flush=True)
    model = train(items, encoder, epochs=options.epochs, seed=options.seed)
    export(model, options.out)
    settings = {
        "sha256": hashlib.sha256((options.out / "model.onnx").read_bytes()).hexdigest(),
        "sentences": {"file": "training/names.txt", "rows": len(ours) + len(held), "held_back": len(held),
                      "sha256": hashlib.sha256(options.sentences.read_bytes()).hexdigest()},
        "real": {"file": "training/named.jsonl", "rows": len(taught) + len(kept), "held_back": len(kept),
                 "sha256": hashlib.sha256(options.named.read_bytes()).hexdigest()},
        "examples": len(items),
        "recipe": {"epochs": options.epochs, "seed": options.seed},
    }  # fmt: skip
    _write(settings, options.out)
    settings["held_back_figures"] = measure(Tagger(options.out), held, words_of)
    if kept:
        settings["held_back_figures_real"] = measure(Tagger(options.out), kept, words_of)
    _write(settings, options.out)
    card.write(options.out, "names")


def _write(settings: dict[str, Any], out: Path) -> None:
    (out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
