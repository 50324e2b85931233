"""Real sentences with every pair of their actors annotated: ``training/annotated.jsonl`` over open text.

The annotation is ours and stands apart from the text. That of ``articles`` was written for the project
(``training/articles.jsonl``), that of the other sets is not part of it: name the folders that hold them. A
line has

=============  ====================================================================================
``set``        ``articles``, or file of the set without its ending: ``globalvoices_sentences``,
               ``qasrl_qanom_wikinews``, ``whitehouse_releases``, ``wikinews_geovirus`` or
               ``wikipedia_current_events``, as gzip JSON Lines with a ``text``
``row``        line of the set, from 0
``at``         characters ``[start, end)`` of the sentence in that text
``sha256``     first 16 digits of the checksum of the sentence
``actors``     ``[start, end, actor]`` in the sentence; marks of one number mean the same actor
``relations``  ``[source, relation, target, polarity]``, ends as places of ``actors`` from 1; polarity ``a``
               told as a fact, ``n`` negated, ``f`` to come, ``p`` possible, ``h`` in a condition or
               imagined, ``d`` asked for
``doubt``      pairs of places about which a reader could not decide
``bad``        places that are no actor at all
=============  ====================================================================================

All other pairs have no relation. One sentence in five is kept from training, to measure and to calibrate; of
our articles one in four with all its sentences, and some more that the verifier learns from.
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
#: The polarities, each with the modality that it means: what is negated is put as a fact that is none.
MODALITY = {
    "a": "asserted", "n": "asserted", "f": "future", "p": "possible", "h": "hypothetical", "d": "demanded",
}  # fmt: skip
#: Pairs without a relation that are taken of a sentence of the open sets at most; of our articles all are.
MOST_IDLE = 2
#: Rows of our articles that only the verifier learns from, who must judge what the encoder has not seen.
UNSEEN = frozenset([*range(544, 704), *range(2420, 2612)])

Row = dict[str, Any]


def kept(line: Row) -> bool:
    """Whether a sentence is kept from the encoder: by its checksum alone, of our articles by its article."""
    if line["set"] == open_data.ARTICLES.stem:
        return int(line["row"]) % 4 == 0 or int(line["row"]) in UNSEEN
    return hashlib.sha256(line["sha256"].encode()).digest()[0] % 5 == 0


def sentences(folders: Sequence[Path], file: Path = FILE) -> Iterator[tuple[Row, str]]:
    """The annotated sentences, each with the text that it stands in.

    Raises:
        SystemExit: a set is missing, or has another text.
    """
    texts: dict[str, list[Row]] = {}
    for number, written in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = json.loads(written)
        name = line["set"]
        if name not in texts:
            texts[name] = open_data.documents(folders, name)
        start, end = line["at"]
        text = texts[name][line["row"]]["text"]
        if not hashlib.sha256(text[start:end].encode()).hexdigest().startswith(line["sha256"]):
            raise SystemExit(f"{file.name}:{number}: row {line['row']} of {name} has another text")
        yield line, text


def pairs(line: Row, text: str, most: int | None = MOST_IDLE) -> Iterator[Row]:
    """The pairs of a sentence of ``text`` as rows for training, ``most`` of those without a relation, or all.

    A direction that is unknown is empty: what is only to come or denied, and what other marks of the same two
    actors tell.
    """
    actors = line["actors"]
    told: dict[tuple[int, int], list[tuple[str, str, int, int]]] = defaultdict(list)
    for source, relation, target, polarity in line["relations"]:
        ways = [(source, target)]
        if tables.relations()[relation].symmetric:
            ways.append((target, source))
        for a, b in ways:
            told[actors[a - 1][2], actors[b - 1][2]].append((relation, polarity, a, b))

    def labels(a: int, b: int) -> list[str]:
        known = told.get((actors[a - 1][2], actors[b - 1][2]))
        if known is None:
            return ["NONE"]
        return sorted({relation for relation, polarity, *ends in known if polarity == "a" and ends == [a, b]})

    idle, related = [], []
    for a, b in combinations(range(1, len(actors) + 1), 2):
        if not apart(line, a, b):
            continue
        row = {
            "id": f"{line['set']}/{line['row']}/{line['at'][0]}/{a}-{b}", "text": text[slice(*line["at"])],
            "source": actors[a - 1][:2], "target": actors[b - 1][:2],
            "forward": labels(a, b), "backward": labels(b, a), "why": "",
        }  # fmt: skip
        (idle if row["forward"] == row["backward"] == ["NONE"] else related).append(row)
    random.Random(line["sha256"]).shuffle(idle)
    yield from related
    yield from idle[:most]


def apart(line: Row, a: int, b: int) -> bool:
    """Whether two places mark two actors beside each other, about whom a reader could decide."""
    (start, end, one), (first, last, other) = line["actors"][a - 1], line["actors"][b - 1]
    beside = max(start, first) >= min(end, last)
    doubted = any({a, b} == {*pair} for pair in line["doubt"])
    return one != other and beside and not doubted and not {a, b} & {*line["bad"]}


def tells(line: Row, source: Span, relation: str, target: Span, polarities: str) -> bool | None:
    """Whether a sentence tells this of the actors at two places, in one of these polarities; None where
    nobody has said.
    """
    taxonomy = tables.relations()
    number = {k: actor for k, (*_, actor) in enumerate(line["actors"], 1)}
    a, b = (_actor(line, span) for span in (source, target))
    doubted = {frozenset(number[k] for k in pair) for pair in line["doubt"]}
    if a is None or b is None or a == b or frozenset((a, b)) in doubted:
        return None
    if {a, b} & {number[k] for k in line["bad"]}:
        return None
    return any(
        r == relation and p in polarities and (ends == (a, b) or (taxonomy[r].symmetric and ends == (b, a)))
        for s, r, t, p in line["relations"]
        for ends in [(number[s], number[t])]
    )


def _actor(line: Row, span: Span) -> int | None:
    """The number of the actor whose mark shares most with some characters of the sentence."""

    def shared(mark: Sequence[int]) -> int:
        return min(mark[1], span[1]) - max(mark[0], span[0])

    best = max(line["actors"], key=shared)
    return int(best[2]) if shared(best) > 0 else None


def claims(line: Row, text: str) -> Iterator[tuple[Claim, bool]]:
    """What a sentence of ``text`` tells of its pairs as claims that are right, and for each some wrong ones.

    Wrong are the other direction, another actor at either end, another relation, and another way to put it,
    where nothing that is told says so.
    """
    actors, draw = line["actors"], random.Random(line["sha256"])
    taxonomy = tables.relations()
    told: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    for source, relation, target, polarity in line["relations"]:
        ways = [(source, target), (target, source)][: 1 + taxonomy[relation].symmetric]
        for a, b in ways:
            told[actors[a - 1][2], actors[b - 1][2]].add((relation, polarity))

    def stands(a: int, relation: str, b: int) -> bool:
        return any(r == relation for r, _ in told[actors[a - 1][2], actors[b - 1][2]])

    def made(a: int, relation: str, b: int, polarity: str) -> Claim:
        start = line["at"][0]
        source, target = ((start + x, start + y) for x, y, _ in (actors[k - 1] for k in (a, b)))
        return claim(
            text, line["at"], (source, target, None), relation,
            negated=polarity == "n", modality=MODALITY[polarity], former=False,
        )  # fmt: skip

    for source, relation, target, polarity in line["relations"]:
        if not apart(line, source, target):
            continue
        yield made(source, relation, target, polarity), True
        if not stands(target, relation, source):
            yield made(target, relation, source, polarity), False
        others = [k for k in range(1, len(actors) + 1) if k not in (source, target)]
        draw.shuffle(others)
        ends = [pair for k in others for pair in ((source, k), (k, target))]
        for a, b in [pair for pair in ends if apart(line, *pair) and not stands(pair[0], relation, pair[1])][
            :2
        ]:
            yield made(a, relation, b, polarity), False
        if not stands(source, another := draw.choice(sorted(taxonomy)), target):
            yield made(source, another, target, polarity), False
        put = draw.choice([p for p in MODALITY if p != polarity])
        if (relation, put) not in told[actors[source - 1][2], actors[target - 1][2]]:
            yield made(source, relation, target, put), False


def learnt(folders: Sequence[Path]) -> tuple[list[Row], list[Row], list[tuple[Claim, bool]]]:
    """The rows for training, those kept from it, of these all pairs, and the claims for training."""
    taught: list[Row] = []
    held: list[Row] = []
    claimed: list[tuple[Claim, bool]] = []
    for line, text in sentences(folders):
        if kept(line):
            held.extend(pairs(line, text, None))
        else:
            taught.extend(pairs(line, text, None if line["set"] == open_data.ARTICLES.stem else MOST_IDLE))
            claimed.extend(claims(line, text))
    return taught, held, claimed
