"""Real sentences in which every pair of actors is annotated: ``training/annotated.jsonl``.

The file has the annotation without the text. The text of ``articles`` was written for the project
(``training/articles.jsonl``); that of the other sets, openly licensed, is not part of it: pass the folders
that hold them. A line has

=============  ====================================================================================
``set``        ``articles``, or file of the set without its ending: ``globalvoices_sentences``,
               ``qasrl_qanom_wikinews``, ``whitehouse_releases``, ``wikinews_geovirus`` or
               ``wikipedia_current_events``, as gzip JSON Lines with a ``text``
``row``        line of the set, from 0
``at``         characters ``[start, end)`` of the sentence in that text
``sha256``     first 16 digits of the checksum of the sentence
``actors``     mentions ``[start, end, actor]`` in the sentence; those with one number corefer
``relations``  ``[source, relation, target, polarity]``, with mentions as indices into ``actors`` from 1;
               polarity ``a`` fact, ``n`` negated, ``f`` future, ``p`` possible, ``h`` conditional or
               hypothetical, ``d`` demanded
``doubt``      pairs of mentions about which the annotator could not decide
``bad``        mentions that are no actor
=============  ====================================================================================

All other pairs have no relation. One sentence in five is held out from training the encoder, for evaluation
and calibration; of the project's articles one in four, and some more for training the verifier.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from graphbuild import tables
from graphbuild.encoder.marking import Claim, claim
from graphbuild.model import Span
from training import open_data

FILE = Path(__file__).with_name("annotated.jsonl")
#: The modality of each polarity; negated is a separate flag.
MODALITY = {
    "a": "asserted", "n": "asserted", "f": "future", "p": "possible", "h": "hypothetical", "d": "demanded",
}  # fmt: skip
#: Unrelated pairs taken at most from a sentence of the other sets; of the project's articles all are.
MAX_UNRELATED = 2
#: Rows of the project's articles that only the verifier is trained on: the encoder must not have seen them.
UNSEEN = frozenset([*range(544, 704), *range(2420, 2612)])

Row = dict[str, Any]


def kept(line: Row) -> bool:
    """Whether a sentence is held out from the encoder: by its checksum, or its row in the articles."""
    if line["set"] == open_data.ARTICLES.stem:
        return int(line["row"]) % 4 == 0 or int(line["row"]) in UNSEEN
    return hashlib.sha256(line["sha256"].encode()).digest()[0] % 5 == 0


def sentences(folders: Sequence[Path], file: Path = FILE) -> Iterator[tuple[Row, str]]:
    """The annotated sentences, each with its text.

    Raises:
        SystemExit: a set is missing, or its text differs.
    """
    texts: dict[str, list[Row]] = {}
    for number, encoded in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = json.loads(encoded)
        name = line["set"]
        if name not in texts:
            texts[name] = open_data.documents(folders, name)
        start, end = line["at"]
        text = texts[name][line["row"]]["text"]
        if not hashlib.sha256(text[start:end].encode()).hexdigest().startswith(line["sha256"]):
            raise SystemExit(f"{file.name}:{number}: row {line['row']} of {name} has another text")
        yield line, text


def pairs(line: Row, text: str, most: int | None = MAX_UNRELATED) -> Iterator[Row]:
    """The pairs of a sentence as training rows; at most ``most`` of the unrelated ones, all if None.

    A direction is empty, that is unknown, if its relation is no fact, or annotated for other mentions of the
    two actors.
    """
    actors = line["actors"]
    relations: dict[tuple[int, int], list[tuple[str, str, int, int]]] = defaultdict(list)
    for source, relation, target, polarity in line["relations"]:
        for a, b in _directions(source, relation, target):
            relations[actors[a - 1][2], actors[b - 1][2]].append((relation, polarity, a, b))

    def labels(a: int, b: int) -> list[str]:
        known = relations.get((actors[a - 1][2], actors[b - 1][2]))
        if known is None:
            return ["NONE"]
        return sorted({relation for relation, polarity, *pair in known if polarity == "a" and pair == [a, b]})

    unrelated, related = [], []
    for a, b in combinations(range(1, len(actors) + 1), 2):
        if not is_annotated(line, a, b):
            continue
        row = {
            "id": f"{line['set']}/{line['row']}/{line['at'][0]}/{a}-{b}", "text": text[slice(*line["at"])],
            "source": actors[a - 1][:2], "target": actors[b - 1][:2],
            "forward": labels(a, b), "backward": labels(b, a), "why": "",
        }  # fmt: skip
        (unrelated if row["forward"] == row["backward"] == ["NONE"] else related).append(row)
    random.Random(line["sha256"]).shuffle(unrelated)
    yield from related
    yield from unrelated[:most]


def _directions(source: int, relation: str, target: int) -> list[tuple[int, int]]:
    """Source and target of a relation; in both orders if it is symmetric."""
    symmetric = tables.relations()[relation].symmetric
    return [(source, target), (target, source)] if symmetric else [(source, target)]


def is_annotated(line: Row, a: int, b: int) -> bool:
    """Whether two mentions are of different actors, do not overlap, and the annotator could decide."""
    (start, end, actor), (other_start, other_end, other) = line["actors"][a - 1], line["actors"][b - 1]
    disjoint = max(start, other_start) >= min(end, other_end)
    undecided = any({a, b} == {*pair} for pair in line["doubt"])
    return actor != other and disjoint and not undecided and not {a, b} & {*line["bad"]}


def states(line: Row, source: Span, relation: str, target: Span, polarities: str) -> bool | None:
    """Whether a sentence states a relation between two spans, in one of these polarities.

    None if the pair is not annotated.
    """
    number = {k: actor for k, (*_, actor) in enumerate(line["actors"], 1)}
    a, b = (_actor(line, span) for span in (source, target))
    undecided = {frozenset(number[k] for k in pair) for pair in line["doubt"]}
    if a is None or b is None or a == b or frozenset((a, b)) in undecided:
        return None
    if {a, b} & {number[k] for k in line["bad"]}:
        return None
    return any(
        r == relation
        and p in polarities
        and (a, b) in [(number[x], number[y]) for x, y in _directions(s, r, t)]
        for s, r, t, p in line["relations"]
    )


def _actor(line: Row, span: Span) -> int | None:
    """The number of the actor whose mention overlaps most with a span of the sentence."""

    def shared(mark: Sequence[int]) -> int:
        return min(mark[1], span[1]) - max(mark[0], span[0])

    best = max(line["actors"], key=shared)
    return int(best[2]) if shared(best) > 0 else None


def claims(line: Row, text: str) -> Iterator[tuple[Claim, bool]]:
    """The relations of a sentence as right claims, and some wrong claims for each.

    A wrong claim has the reverse direction, another actor as source or target, another relation, or another
    polarity, if that is not annotated.
    """
    actors, draw = line["actors"], random.Random(line["sha256"])
    taxonomy = tables.relations()
    known: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    for source, relation, target, polarity in line["relations"]:
        for a, b in _directions(source, relation, target):
            known[actors[a - 1][2], actors[b - 1][2]].add((relation, polarity))

    def holds(a: int, relation: str, b: int) -> bool:
        return any(r == relation for r, _ in known[actors[a - 1][2], actors[b - 1][2]])

    def make(a: int, relation: str, b: int, polarity: str) -> Claim:
        start = line["at"][0]
        source, target = ((start + x, start + y) for x, y, _ in (actors[k - 1] for k in (a, b)))
        return claim(
            text, line["at"], (source, target, None), relation,
            negated=polarity == "n", modality=MODALITY[polarity], former=False,
        )  # fmt: skip

    for source, relation, target, polarity in line["relations"]:
        if not is_annotated(line, source, target):
            continue
        yield make(source, relation, target, polarity), True
        if not holds(target, relation, source):
            yield make(target, relation, source, polarity), False
        others = [k for k in range(1, len(actors) + 1) if k not in (source, target)]
        draw.shuffle(others)
        replaced = [pair for k in others for pair in ((source, k), (k, target))]
        wrong = [(a, b) for a, b in replaced if is_annotated(line, a, b) and not holds(a, relation, b)]
        for a, b in wrong[:2]:
            yield make(a, relation, b, polarity), False
        if not holds(source, another := draw.choice(sorted(taxonomy)), target):
            yield make(source, another, target, polarity), False
        other = draw.choice([p for p in MODALITY if p != polarity])
        if (relation, other) not in known[actors[source - 1][2], actors[target - 1][2]]:
            yield make(source, relation, target, other), False


def split(folders: Sequence[Path]) -> tuple[list[Row], list[Row], list[tuple[Claim, bool]]]:
    """Rows for training, held-out rows with all pairs, and claims for training."""
    training: list[Row] = []
    held_out: list[Row] = []
    training_claims: list[tuple[Claim, bool]] = []
    for line, text in sentences(folders):
        if kept(line):
            held_out.extend(pairs(line, text, None))
        else:
            own_article = line["set"] == open_data.ARTICLES.stem
            training.extend(pairs(line, text, None if own_article else MAX_UNRELATED))
            training_claims.extend(claims(line, text))
    return training, held_out, training_claims
