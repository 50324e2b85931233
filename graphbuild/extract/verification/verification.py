"""The pass that judges candidates with the relation encoder's opinion, and lets it propose others.

The encoder is asked about the ends of each candidate, and about other pairs of actors that some predicate
joins. The verifier (:mod:`graphbuild.extract.verification.verifier`) weighs its answer with all other
evidence for and against a candidate; what is not likely enough is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

from graphbuild import tables
from graphbuild.encoder.relations import NONE, Answer, Encoder, Question
from graphbuild.extract import actor_types
from graphbuild.extract.constraints import constrained, pairs
from graphbuild.extract.coreference.nominals import sort
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import AIDES, Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax.phrases import PRENOMINAL
from graphbuild.extract.token_features import Features
from graphbuild.extract.verification import verifier
from graphbuild.extract.verification.factuality_check import Opinion, shown, unfocused
from graphbuild.extract.verification.features import Case, Heard
from graphbuild.extract.verification.proposals import Finding, Proposals
from graphbuild.extract.verification.verifier import Judge
from graphbuild.model import Span

#: Actors of a sentence among which proposals are sought at most, from its start, and tokens that two may
#: stand apart.
_MOST_ACTORS, _FARTHEST = 8, 60
#: Pairs of ends of one candidate that are asked about at most.
_MOST_PAIRS = 4
#: Pairs of a sentence that are asked about besides, those first that the parse joins most closely.
MOST_OTHERS = 6
#: Probability from which what the encoder hears of a firm or a medium is believed: of 22 judged from it on in
#: modern news 19 were right, of 38 below it 16.
_TRADING = 0.82
#: Probability from which on what the rules tell of a pair is settled, and nothing else is proposed of it.
_SETTLED = 0.6
#: Probability from which what the encoder hears is weighed at all.
_LEAST = 0.35
#: Probability of a fact below which the encoder reads that there is none, and the log odds that it has then.
_NO_FACT, _DENIED = 0.02, -8.0


@dataclass(frozen=True, slots=True)
class _Pair:
    a: Actor
    b: Actor
    at: tuple[int, int]
    """The tokens that head their phrases."""
    question: Question

    def directions(self) -> tuple[tuple[Actor, Actor, tuple[int, int]], ...]:
        return (self.a, self.b, self.at), (self.b, self.a, self.at[::-1])


class Verification:
    """Judges the events of one document."""

    def __init__(
        self, document: Document, test: Features, judge: Judge, opinion: Opinion, encoder: Encoder | None
    ) -> None:
        self.document, self.test, self.encoder = document, test, encoder
        self.judge, self.opinion = judge, opinion
        self.parse, self.linked, self.syntax = document.parse, document.linked, document.syntax
        self._posts = frozenset(
            frozenset((p.person.entity, of.entity))
            for p in self.linked.posts
            for of in (p.of, p.nation)
            if of is not None
        )
        self._proposals = Proposals(document, test)
        self._tied: set[frozenset[int]] = set()
        """Pairs of which the article has told so far how they stand to each other."""

    def verify(self, sentence: Span, events: Sequence[Event]) -> list[Event]:
        """The events of a sentence that are likely right, with what the encoder proposes besides."""
        opinions: dict[tuple[int, int], Heard] = {}
        findings: list[Finding] = []
        if self.encoder is not None:
            asked = self._asked(sentence, events)
            answers = self.encoder.read([pair.question for pair in asked])
            for pair, answer in zip(asked, answers, strict=True):
                findings.extend(self._hear(pair, answer, opinions))
        kept = [judged for e in events if (judged := self.judged(e, opinions)) is not None]
        return [*self._proposed(kept, findings), *self._ties(findings)]

    def standing(self, event: Event) -> Event | None:
        """How two stand to each other, as sure as its rule."""
        found = self.judged(event)
        if found is not None:
            self._tied.update(_ends(a, b) for a, b in found.sure)
        return found

    def judged(self, event: Event, opinions: Mapping[tuple[int, int], Heard] | None = None) -> Event | None:
        """The event with how likely it is between each two of its ends; None where it is unlikely for all."""
        sure = {}
        for a, b in pairs(self.document, event.candidate):
            heard = opinions.get((a.entity, b.entity)) if opinions else None
            read = partial(self._read, self.encoder, event, a, b) if self.encoder is not None else None
            probability = self.judge(Case(self.document, event, a, b, heard, read))
            if probability is not None:
                sure[a, b] = probability
        return Event(event.candidate, event.factuality, sure) if sure else None

    def _read(self, encoder: Encoder, event: Event, a: Actor, b: Actor) -> float:
        """The encoder's log odds that an event, shown in words, is right between two of its ends.

        Where it reads that what is told as a fact is none, it is plainly against it.
        """
        found = encoder.judge(shown(self.document, event.candidate, (a, b), event.factuality))
        none = verifier.plain(event) and found.ways["asserted"] < _NO_FACT
        return min(found.odds, _DENIED) if none else found.odds

    # -- questions ---------------------------------------------------------------------------

    def _asked(self, sentence: Span, events: Sequence[Event]) -> list[_Pair]:
        """The pairs worth a question: the ends of candidates, and others that words may join."""
        actors = self._actors(sentence)
        found: dict[frozenset[Span | None], _Pair] = {}
        spoken: set[frozenset[int]] = set()
        others: list[_Pair] = []
        for event in events:
            for a, b in pairs(self.document, event.candidate)[:_MOST_PAIRS]:
                spoken.add(ends := _ends(a, b))
                if ends not in self._posts and (pair := self._pair(sentence, actors, a, b)) is not None:
                    found.setdefault(frozenset((pair.question.source, pair.question.target)), pair)
        for (i, a, first), (j, b, second) in combinations(actors[:_MOST_ACTORS], 2):
            ends = _ends(a, b)
            apart = max(first[0], second[0]) >= min(first[1], second[1])
            if len(ends) < 2 or not apart or ends in self._posts or ends in spoken or j - i > _FARTHEST:
                continue
            if not actor_types.public(self.document, (a, b)) or j in self.syntax.members(i):
                continue
            if not any(self._placed(t) for t in (i, j)):
                others.append(_Pair(a, b, (i, j), self._question(sentence, first, second)))
        for pair in sorted(others, key=lambda pair: len(self.parse.joining(*pair.at)))[:MOST_OTHERS]:
            found.setdefault(frozenset((pair.question.source, pair.question.target)), pair)
        return list(found.values())

    def _question(self, sentence: Span, first: Span, second: Span) -> Question:
        start, end = self.parse.start[sentence[0]], self.parse.end[sentence[1] - 1]
        source, target = ((a - start, b - start) for a, b in (first, second))
        text = unfocused(self.parse.text[start:end])
        return Question(text, source, target)

    def _pair(
        self, sentence: Span, actors: Sequence[tuple[int, Actor, Span]], a: Actor, b: Actor
    ) -> _Pair | None:
        """The question about two ends of a candidate; None where they do not stand apart in the sentence."""
        (i, first), (j, second) = (self._phrase(actors, x) for x in (a, b))
        start, end = self.parse.start[sentence[0]], self.parse.end[sentence[1] - 1]
        if not (start <= min(first[0], second[0]) and max(first[1], second[1]) <= end):
            return None
        if max(first[0], second[0]) < min(first[1], second[1]):
            return None
        if second < first:
            (a, i, first), (b, j, second) = (b, j, second), (a, i, first)
        return _Pair(a, b, (i, j), self._question(sentence, first, second))

    def _phrase(self, actors: Sequence[tuple[int, Actor, Span]], a: Actor) -> tuple[int, Span]:
        """Head token and characters of the phrase by which an actor stands in the sentence."""
        same = ((i, span) for i, b, span in actors if (b.entity, b.span) == (a.entity, a.span))
        return next(same, (a.token, a.span))

    def _actors(self, sentence: Span) -> list[tuple[int, Actor, Span]]:
        """Head token, actor and phrase of each actor of a sentence, in text order."""
        parse, roles, nouns = self.parse, tables.roles(), tables.actors()
        found: list[tuple[int, Actor, Span]] = []
        for i in range(*sentence):
            own = self.linked.own.get(i) or self.linked.nominals.get(i)
            if own is not None:
                if not self._inside(i) and not self.linked.tells_of_others(i):
                    found.append((i, own, own.span))
            elif i in self.linked.groups:
                found.extend((i, a, a.span) for a in self.linked.groups[i])
            elif i not in self.linked.name_at and (
                (word := parse.words[i].lower()) in nouns or word in roles
            ):
                if parse.deps[i] in PRENOMINAL or self.test(i, "adversary"):
                    continue
                for a in self.linked.actors(i, coordinated=False):
                    if a.role:
                        found.append((i, a, (min(a.span[0], parse.start[i]), max(a.span[1], parse.end[i]))))
        return found

    def _inside(self, i: int) -> bool:
        """Whether a name only modifies an actor: "*Russian* President Putin", "Sharp Corp of *Japan*"."""
        parse, preposition = self.parse, self.parse.head[i]
        if parse.deps[i] == "pobj":
            of = parse.words[preposition].lower() == "of"
            aide = parse.words[parse.head[preposition]].lower() in AIDES  # "an aide to *Putin*"
            if aide or (of and parse.head[preposition] in self.linked.name_at):
                return True
        node = i
        for _ in range(3):
            dep, head = parse.deps[node], parse.head[node]
            if dep != "conj":
                if dep not in PRENOMINAL or head == node:
                    return False
                word = parse.words[head].lower()
                noun = sort(parse.lemmas[head])
                known = word in tables.roles() or word in tables.actors()
                people = noun is not None and noun.kind == "person" and dep != "poss"
                known = known or people  # "*GOP* rivals"
                if known or head in self.linked.own or head in self.linked.nominals:
                    return True
            node = head
        return False

    def _placed(self, i: int) -> bool:
        """Whether an actor is named only as the place or direction of something."""
        parse, node = self.parse, i
        own = self.linked.own.get(i)
        if own is not None and self.document.kind(own) == "person":
            return False  # "lashing out *at Comey*"
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        if parse.deps[node] != "pobj":
            return False
        preposition = parse.head[node]
        placing = parse.words[preposition].lower() in words("placing")
        return placing or self.test(parse.head[preposition], "direction")

    # -- answers -----------------------------------------------------------------------------

    def _hear(self, pair: _Pair, answer: Answer, opinions: dict[tuple[int, int], Heard]) -> Iterator[Finding]:
        """Keep an answer as the opinion on both directions of a pair; what it finds in each."""
        general, events = answer.general, answer.events
        both = (
            Heard(general.forward, events.forward, general.backward),
            Heard(general.backward, events.backward, general.forward),
        )
        for (a, b, at), heard in zip(pair.directions(), both, strict=True):
            known = opinions.get((a.entity, b.entity))
            if known is None or heard.general[NONE] < known.general[NONE]:
                opinions[a.entity, b.entity] = heard
            relation = max(heard.general, key=lambda r: (heard.general[r], r))
            probability = heard.general[relation]
            if relation != NONE and probability >= _LEAST and not any(self._placed(t) for t in at):
                yield Finding(probability, relation, a, b, at, heard)

    def _proposed(self, kept: Sequence[Event], findings: Sequence[Finding]) -> list[Event]:
        """The events kept, with what the encoder proposes of pairs of which they settle nothing.

        That takes the place of what was kept of such a pair.
        """
        settled = [e for e in kept if _settled(e)]
        spoken = {_ends(a, b) for e in settled for a, b in e.sure}
        spent = {t for e in settled for t in e.candidate.tokens}
        found: list[Event] = []
        for finding in sorted(findings, key=lambda f: (-f.probability, f.relation, f.at)):
            ends = _ends(finding.a, finding.b)
            if ends in spoken or not self._proposals.fits(finding):
                continue
            event = self._proposals.event(finding, spent)
            if event is None or self.encoder is None:
                continue
            event = self.opinion(self.document, self.encoder, event)
            fit = constrained(self.document, self.test, event.candidate) if event is not None else None
            if event is None or fit is None:
                continue
            own = {(finding.a.entity, finding.b.entity): finding.heard}
            judged = self.judged(replace(event, candidate=fit), own)
            if judged is not None and actor_types.trading(self.document, (finding.a, finding.b)):
                judged = judged if max(judged.sure.values()) >= _TRADING else None
            if judged is not None:
                found.append(judged)
                if _stated(judged):
                    spoken.add(ends)
        instead = {_ends(a, b) for e in found if _stated(e) for a, b in e.sure}
        left = (
            replace(e, sure={ab: p for ab, p in e.sure.items() if _ends(*ab) not in instead}) for e in kept
        )
        return [*(e for e in left if e.sure), *found]

    def _ties(self, findings: Sequence[Finding]) -> Iterator[Event]:
        """How those stand to each other of whom the article has not told it in another way."""
        for finding in sorted(findings, key=lambda f: (-f.probability, f.relation, f.at)):
            ends = _ends(finding.a, finding.b)
            if ends in self._tied or (event := self._proposals.standing(finding)) is None:
                continue
            fit = constrained(self.document, self.test, event.candidate)
            if fit is not None:
                self._tied.add(ends)
                sure = dict.fromkeys(pairs(self.document, fit), fit.confidence)
                yield replace(event, candidate=fit, sure=sure)


def _ends(a: Actor, b: Actor) -> frozenset[int]:
    return frozenset((a.entity, b.entity))


def _settled(event: Event) -> bool:
    """Whether an event leaves no room for what the encoder hears of the same ends."""
    said = event.factuality
    told = said.modality in ("asserted", "reported") and not said.negated
    return not told or max(event.sure.values()) >= _SETTLED


def _stated(event: Event) -> bool:
    """Whether what the encoder proposes is likely enough by its sentence alone."""
    return max(event.sure.values()) >= verifier.least(event)
