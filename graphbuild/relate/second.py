"""The second layer: the encoder confirms or overrules frames, and speaks where they were silent.

It is asked only about pairs of actors that stand in one sentence, and proposes only what it is
sure of, with the predicate that joins the two as its trigger: no words, no statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from graphbuild import tables
from graphbuild.encoder.relations import Answer, Encoder, Question, mean
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import parties, proposals
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon, lexicon

NONE = "NONE"
#: Actors of a sentence that are asked about at most, from its start.
MOST_ACTORS = 6
#: Tokens that two actors may stand apart at most.
FARTHEST = 35
#: Probability from which the encoder's finding becomes a statement where a word of the lexicon supports it.
PROPOSE = 0.7
#: The same where an actor only owns the thing that is spoken of.
THING = 0.85
#: The same where it is only the place: more than there can be.
PLACE = 1.1
#: Probability that the opinion on events must give the same PLOVER root for a finding to be proposed.
CONFIRMED = 0.5
#: Probability of "nothing" at which a weak frame is dropped.
DROP = 0.85
#: Confidence of frames below which the encoder may drop or rename them.
WEAK = 0.8
#: Probability from which the encoder renames a weak frame.
RENAME = 0.9

#: Prepositions that make a name the place of what happens.
_WHERE = frozenset("in at near across within throughout inside around outside over".split())
_DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest mile kilometre".split()
)
#: Frames of verbs that only wish.
_WISHES = tuple(f"verb:{verb}/" for verb in ("intend", "plan", "hope", "want", "wish", "prepare"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of a sentence, as the encoder is asked about them."""

    a: Actor
    b: Actor
    at: tuple[int, int]
    """The tokens that head their phrases."""
    question: Question


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the encoder makes of one direction of a pair: the probability of each relation."""

    general: Mapping[str, float]
    events: Mapping[str, float]


def pairs(linked: Linked, lex: Lexicon, sentence: Span, framed: list[Frame]) -> list[Pair]:
    """The pairs of a sentence that are worth a question.

    Not those that a strong frame has settled, nor a person and what he holds a post of, nor the two
    members of a list, nor what no predicate joins, nor private parties of whom no frame speaks, nor
    those of whom nothing could be proposed, whatever the answer, where it cannot change a frame either.
    """
    settled = {
        frozenset((a.entity, b.entity))
        for f in framed
        if f.confidence >= WEAK
        for a in f.sources
        for b in f.targets
    }
    weak = {frozenset((a.entity, b.entity)) for f in framed for a in f.sources for b in f.targets}
    open_ = {
        frozenset((a.entity, b.entity)) for f in framed if _is_open(f) for a in f.sources for b in f.targets
    }
    settled |= {
        frozenset((p.person.entity, of.entity))
        for p in linked.posts
        for of in (p.of, p.nation)
        if of is not None
    }
    found = _actors(linked, sentence)[:MOST_ACTORS]
    parse = linked.parse
    start, end = parse.start[sentence[0]], parse.end[sentence[1] - 1]
    text = parse.text[start:end]
    made = []
    for (i, a, first), (j, b, second) in combinations(found, 2):
        if a.entity == b.entity or max(first[0], second[0]) < min(first[1], second[1]):
            continue
        ends = frozenset((a.entity, b.entity))
        if ends in settled or j - i > FARTHEST:
            continue
        if ends not in weak and not parties.public(linked, (a, b)):
            continue
        if j in linked.conjuncts(i) or not proposals.path(linked, i, j):
            continue
        question = Question(
            text, (first[0] - start, first[1] - start), (second[0] - start, second[1] - start)
        )
        pair = Pair(a, b, (i, j), question)
        if ends in open_ or (ends not in weak and _may_be_proposed(linked, lex, sentence, pair)):
            made.append(pair)
    return made


def _may_be_proposed(linked: Linked, lex: Lexicon, sentence: Span, pair: Pair) -> bool:
    """Whether there are words by which the encoder's surest finding on a pair could become a statement."""
    if max(_needed(linked, t) for t in pair.at) > 1:
        return False
    findings = (
        proposals.Finding(1.0, relation, a, b, at)
        for a, b, at in _directions(pair)
        for relation in tables.relations()
    )
    return any(
        _is_fit(linked, finding) and proposals.proposal(linked, lex, sentence, finding, set()) is not None
        for finding in findings
    )


def _directions(pair: Pair) -> tuple[tuple[Actor, Actor, tuple[int, int]], ...]:
    """Source, target and their tokens, both ways."""
    return (pair.a, pair.b, pair.at), (pair.b, pair.a, pair.at[::-1])


def _actors(linked: Linked, sentence: Span) -> list[tuple[int, Actor, Span]]:
    """Head token, actor and phrase of each actor of a sentence, in text order."""
    parse = linked.parse
    roles, nouns, others = tables.roles(), tables.actors(), lexicon().groups["adversary"]
    found = []
    for i in range(*sentence):
        own = linked.own.get(i) or linked.nominals.get(i)
        if own is not None:
            if not _inside(linked, i):
                found.append((i, own, own.span))
        elif i in linked.groups:
            found.extend((i, a, a.span) for a in linked.groups[i])
        elif i not in linked.name_at and ((word := parse.words[i].lower()) in nouns or word in roles):
            if parse.deps[i] in proposals.MODIFIERS or parse.lemmas[i] in others:
                continue
            for a in linked.actors(i, coordinated=False):
                if a.role:
                    span = (min(a.span[0], parse.start[i]), max(a.span[1], parse.end[i]))
                    found.append((i, a, span))
    return found


def _needed(linked: Linked, i: int) -> float:
    """How sure the encoder must be of an actor at this place of the sentence.

    Less where it is an argument itself, more where it only owns one ("the US economy"), and never
    sure enough where it is only the place ("plants in Mexico").
    """
    parse = linked.parse
    node = i
    while parse.deps[node] == "conj" and parse.head[node] != node:
        node = parse.head[node]
    if parse.deps[node] in proposals.MODIFIERS:
        return THING
    if parse.deps[node] == "pobj":
        prep = parse.head[node]
        beside = parse.lemmas[parse.head[prep]] in _DIRECTIONS  # "120 miles *east of* Bahrain"
        if parse.words[prep].lower() in _WHERE or beside:
            return PLACE
    return PROPOSE


def _inside(linked: Linked, i: int) -> bool:
    """Whether a name only modifies another actor: "Russian" in "Russian President Vladimir Putin".

    So it does after "of": "Sharp Corp of *Japan*".
    """
    parse = linked.parse
    prep = parse.head[i]
    if parse.deps[i] == "pobj" and parse.words[prep].lower() == "of" and parse.head[prep] in linked.name_at:
        return True
    node = i
    for _ in range(3):
        dep, head = parse.deps[node], parse.head[node]
        if dep == "conj":
            node = head
            continue
        if dep not in proposals.MODIFIERS or head == node:
            return False
        word = parse.words[head].lower()
        if head in linked.own or head in linked.nominals or word in tables.roles() or word in tables.actors():
            return True
        node = head
    return False


def settle(
    linked: Linked,
    lex: Lexicon,
    sentence: Span,
    framed: list[Frame],
    asked: Iterable[tuple[Pair, Answer]],
) -> list[Frame]:
    """The frames of a sentence after the encoder has been heard."""
    opinions: dict[tuple[int, int], _Heard] = {}
    sure: list[proposals.Finding] = []
    for pair, answer in asked:
        general, events = answer.general, answer.events
        both = ((general.forward, events.forward), (general.backward, events.backward))
        for (a, b, at), (says, seen) in zip(_directions(pair), both, strict=True):
            known = opinions.get((a.entity, b.entity))
            if known is None or says[NONE] < known.general[NONE]:
                opinions[a.entity, b.entity] = _Heard(says, seen)
            relation = max(says, key=lambda r: (says[r], r))
            sure_enough = relation != NONE and says[relation] >= max(_needed(linked, t) for t in at)
            if sure_enough and _confirmed(seen, relation):
                sure.append(proposals.Finding(says[relation], relation, a, b, at))
    kept = [frame for f in framed if (frame := _heard(linked, f, opinions)) is not None]
    spoken = {frozenset((a.entity, b.entity)) for f in kept for a in f.sources for b in f.targets}
    spent = {t for f in kept for t in f.tokens}
    proposed: dict[int, tuple[int, int]] = {}
    for finding in sorted(sure, key=lambda f: (-f.probability, f.relation, f.at)):
        ends = frozenset((finding.a.entity, finding.b.entity))
        if ends in spoken or not _is_fit(linked, finding):
            continue
        frame = proposals.proposal(linked, lex, sentence, finding, spent)
        if frame is None or not _beside(linked, proposed.get(frame.event, finding.at), finding.at):
            continue
        if frame := parties.gate(linked, frame):
            spoken.add(ends)
            proposed.setdefault(frame.event, finding.at)
            kept.append(frame)
    return kept


def _beside(linked: Linked, first: tuple[int, int], at: tuple[int, int]) -> bool:
    """Whether the ends of a finding are those that its word has already joined, or coordinated with them."""
    return all(a in linked.conjuncts(linked.first_conjunct(b)) for a, b in zip(first, at, strict=True))


def _confirmed(events: Mapping[str, float], relation: str) -> bool:
    """Whether the opinion on events sees one of the same PLOVER root."""
    taxonomy = tables.relations()
    root = taxonomy[relation].plover
    if root is None:
        return True
    return sum(p for r, p in events.items() if r != NONE and taxonomy[r].plover == root) >= CONFIRMED


def _is_fit(linked: Linked, finding: proposals.Finding) -> bool:
    """Whether such a thing is for the encoder to tell of two such actors."""
    kinds = tables.relations()[finding.relation]
    return (
        kinds.quad is not None  # posts and memberships turn on small words: for the rules alone
        and not finding.a.civil
        and linked.clusters[finding.a.entity].kind in kinds.source
        and linked.clusters[finding.b.entity].kind in kinds.target
        and _its_field(linked, finding)
    )


def _its_field(linked: Linked, finding: proposals.Finding) -> bool:
    """Whether it is a public affair; of private persons, commerce and the arts the encoder knows nothing."""
    ends = (finding.a, finding.b)
    public = parties.public(linked, ends)
    return public and (finding.relation == "MET_WITH" or parties.civic(linked, ends))


def _is_open(frame: Frame) -> bool:
    """Whether the encoder may drop or rename a frame."""
    return frame.confidence < WEAK and not frame.mutual


def _heard(linked: Linked, frame: Frame, opinions: Mapping[tuple[int, int], _Heard]) -> Frame | None:
    """The frame, renamed or None where the encoder knows better than a weak one."""
    if not _is_open(frame):
        return frame
    heard = [
        opinions[k] for a in frame.sources for b in frame.targets if (k := (a.entity, b.entity)) in opinions
    ]
    if not heard:
        return frame
    if all(o.general[NONE] >= DROP for o in heard):
        # to the encoder what is denied, asked or only threatened is nothing
        return None if frame.context.modality == "asserted" and not frame.context.negated else frame
    top = {max(o.general, key=lambda r: (o.general[r], r)) for o in heard}
    taxonomy = tables.relations()
    name = next(iter(top))
    sure = mean(heard[0].general, heard[0].events)[name]
    if len(top) == 1 and name not in (NONE, frame.relation) and sure >= RENAME:
        if None in (taxonomy[frame.relation].quad, taxonomy[name].quad):
            return frame  # posts, parts and rivals turn on small words: for the rules alone
        if (frame.relation, name) == ("COERCES", "SANCTIONS"):
            return frame  # who closes or bars somebody at home does not cut ties
        if frame.relation == "REQUESTS" and taxonomy[name].quad == 4:
            return None  # who orders a fleet out does nothing to it
        if frame.rule.startswith("noun:") and taxonomy[frame.relation].score * taxonomy[name].score < 0:
            return frame  # "gained allies in its *battle* with"
        renamed = replace(frame, relation=name, rule=f"{frame.rule}/encoder", confidence=round(sure, 3))
        if frame.context.negated and taxonomy[frame.relation].score * taxonomy[name].score < 0:
            renamed.context.negated = False  # who "does *not* recognise" somebody rejects him
        if frame.relation == "AGREED_WITH" and frame.rule.startswith(_WISHES):
            renamed.context.weaken("future")  # "*plans* a venture with"
        return parties.gate(linked, renamed)
    return frame


def ask(encoder: Encoder, wanted: list[Pair]) -> list[tuple[Pair, Answer]]:
    """The encoder's answers on the pairs of one article, all at once."""
    return list(zip(wanted, encoder.read([p.question for p in wanted]), strict=True)) if wanted else []
