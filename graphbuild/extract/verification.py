"""The pass that asks the relation encoder: it confirms or overrules weak candidates and proposes others.

It is asked only about pairs of actors of one sentence that some predicate joins, and proposes only what it is
sure of, with that predicate as its trigger: no words, no statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from graphbuild import tables
from graphbuild.encoder.relations import Answer, Encoder, Question, mean
from graphbuild.extract import factuality, sorts
from graphbuild.extract.actors import Actors
from graphbuild.extract.constraints import constrained
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.features import Features
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.patterns.columns import Where
from graphbuild.extract.patterns.triggers import Trigger, arguments, triggers
from graphbuild.extract.speech_acts import Event
from graphbuild.extract.syntax import predicates
from graphbuild.link.linked import Actor
from graphbuild.model import Span

NONE = "NONE"
#: Actors of a sentence that are asked about at most, from its start, and tokens that two may stand apart.
_MOST_ACTORS, _FARTHEST = 6, 35
#: Probability from which a finding becomes a statement: of an argument, of one who only owns the thing that
#: is spoken of, of one who is only the place (never).
_ARGUMENT, _OWNER, _PLACE = 0.85, 0.93, 1.1
#: The same where no word of the lexicon supports it, only a verb that joins the two.
_UNSUPPORTED = 0.96
#: Probability that the opinion on events must give the same PLOVER root.
_CONFIRMED = 0.5
#: Confidence of candidates below which the encoder may drop them, by this probability of "nothing".
_OPEN, _DROP = 0.95, 0.9
#: The same below which it may rename them, by this probability.
_WEAK, _RENAME = 0.8, 0.95
#: Relations that it is not asked for: of its accords none was one.
_NEVER = ("AGREED_WITH",)
_MODIFIERS = ("amod", "compound", "nmod", "poss")
#: Relations that are acts of speech: said is done.
_SPEECH = frozenset(["AGREED_WITH", "REQUESTS", "REJECTS", "THREATENS", "ACCUSES", "SUPPORTS"])


@dataclass(frozen=True, slots=True)
class _Pair:
    a: Actor
    b: Actor
    at: tuple[int, int]
    """The tokens that head their phrases."""
    question: Question

    def directions(self) -> tuple[tuple[Actor, Actor, tuple[int, int]], ...]:
        return (self.a, self.b, self.at), (self.b, self.a, self.at[::-1])


@dataclass(frozen=True, slots=True)
class _Finding:
    """A relation that the encoder is sure of, from ``a`` to ``b``."""

    probability: float
    relation: str
    a: Actor
    b: Actor
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Heard:
    general: Mapping[str, float]
    events: Mapping[str, float]


class Verification:
    """The encoder's part in one document."""

    def __init__(self, document: Document, test: Features, actors: Actors, encoder: Encoder) -> None:
        self.document, self.test, self.actors, self.encoder = document, test, actors, encoder
        self.parse, self.linked, self.syntax = document.parse, document.linked, document.syntax
        self.posted = frozenset(
            frozenset((p.person.entity, of.entity))
            for p in self.linked.posts
            for of in (p.of, p.nation)
            if of is not None
        )

    def verify(self, sentence: Span, events: Sequence[Event]) -> list[Event]:
        """The events of a sentence after the encoder has been heard."""
        asked = self._pairs(sentence, events)
        if not asked:
            return list(events)
        answers = self.encoder.read([p.question for p in asked])
        opinions: dict[tuple[int, int], _Heard] = {}
        sure: list[_Finding] = []
        for pair, answer in zip(asked, answers, strict=True):
            self._hear(pair, answer, opinions, sure)
        kept = [event for e in events if (event := self._checked(e, opinions)) is not None]
        return [*kept, *self._proposed(kept, sure)]

    # -- questions ---------------------------------------------------------------------------

    def _pairs(self, sentence: Span, events: Sequence[Event]) -> list[_Pair]:
        """The pairs worth a question: not settled by a strong candidate or a post, joined by words."""

        def ends(of: Iterable[Event]) -> set[frozenset[int]]:
            return {
                frozenset((a.entity, b.entity))
                for e in of
                for a in e.candidate.sources
                for b in e.candidate.targets
            }

        weak, open_ = ends(events), ends(e for e in events if _is_open(e.candidate))
        settled = ends(e for e in events if e.candidate.confidence >= _OPEN)
        settled |= self.posted
        start, end = self.parse.start[sentence[0]], self.parse.end[sentence[1] - 1]
        text = self.parse.text[start:end]
        found = []
        for (i, a, first), (j, b, second) in combinations(self._actors(sentence)[:_MOST_ACTORS], 2):
            pair = frozenset((a.entity, b.entity))
            apart = max(first[0], second[0]) >= min(first[1], second[1])
            if len(pair) < 2 or not apart or pair in settled or j - i > _FARTHEST:
                continue
            if pair not in weak and not sorts.public(self.document, (a, b)):
                continue
            if j in self.syntax.members(i) or not self._path(i, j):
                continue
            question = Question(
                text, (first[0] - start, first[1] - start), (second[0] - start, second[1] - start)
            )
            asked = _Pair(a, b, (i, j), question)
            if pair in open_ or (pair not in weak and self._may_be_proposed(asked)):
                found.append(asked)
        return found

    def _may_be_proposed(self, pair: _Pair) -> bool:
        """Whether there are words by which the encoder's surest finding could become a statement."""
        if max(self._needed(t) for t in pair.at) > 1:
            return False
        return any(
            self._is_fit(finding) and self._proposal(finding, set()) is not None
            for a, b, at in pair.directions()
            for relation in tables.relations()
            for finding in (_Finding(1.0, relation, a, b, at),)
        )

    def _actors(self, sentence: Span) -> list[tuple[int, Actor, Span]]:
        """Head token, actor and phrase of each actor of a sentence, in text order."""
        parse, roles, nouns = self.parse, tables.roles(), tables.actors()
        found: list[tuple[int, Actor, Span]] = []
        for i in range(*sentence):
            own = self.linked.own.get(i) or self.linked.nominals.get(i)
            if own is not None:
                if not self._inside(i):
                    found.append((i, own, own.span))
            elif i in self.linked.groups:
                found.extend((i, a, a.span) for a in self.linked.groups[i])
            elif i not in self.linked.name_at and (
                (word := parse.words[i].lower()) in nouns or word in roles
            ):
                if parse.deps[i] in _MODIFIERS or self.test(i, "adversary"):
                    continue
                for a in self.linked.actors(i, coordinated=False):
                    if a.role:
                        found.append((i, a, (min(a.span[0], parse.start[i]), max(a.span[1], parse.end[i]))))
        return found

    def _inside(self, i: int) -> bool:
        """Whether a name only modifies an actor: "*Russian* President Putin", "Sharp Corp of *Japan*"."""
        parse, preposition = self.parse, self.parse.head[i]
        of = parse.deps[i] == "pobj" and parse.words[preposition].lower() == "of"
        if of and parse.head[preposition] in self.linked.name_at:
            return True
        node = i
        for _ in range(3):
            dep, head = parse.deps[node], parse.head[node]
            if dep != "conj":
                if dep not in _MODIFIERS or head == node:
                    return False
                word = parse.words[head].lower()
                known = word in tables.roles() or word in tables.actors()
                if known or head in self.linked.own or head in self.linked.nominals:
                    return True
            node = head
        return False

    def _needed(self, i: int) -> float:
        """How sure the encoder must be of an actor at this place of the sentence."""
        parse, node = self.parse, i
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        if parse.deps[node] in _MODIFIERS:
            return _OWNER
        if parse.deps[node] == "pobj":
            preposition = parse.head[node]
            placing = parse.words[preposition].lower() in words("placing")
            if placing or self.test(parse.head[preposition], "direction"):
                return _PLACE
        return _ARGUMENT

    # -- answers -----------------------------------------------------------------------------

    def _hear(
        self, pair: _Pair, answer: Answer, opinions: dict[tuple[int, int], _Heard], sure: list[_Finding]
    ) -> None:
        both = (
            _Heard(answer.general.forward, answer.events.forward),
            _Heard(answer.general.backward, answer.events.backward),
        )
        for (a, b, at), heard in zip(pair.directions(), both, strict=True):
            known = opinions.get((a.entity, b.entity))
            if known is None or heard.general[NONE] < known.general[NONE]:
                opinions[a.entity, b.entity] = heard
            relation = max(heard.general, key=lambda r: (heard.general[r], r))
            probability = heard.general[relation]
            if (
                relation != NONE
                and probability >= max(self._needed(t) for t in at)
                and _confirmed(heard, relation)
            ):
                sure.append(_Finding(probability, relation, a, b, at))

    def _checked(self, event: Event, opinions: Mapping[tuple[int, int], _Heard]) -> Event | None:
        """The event, renamed or None where the encoder knows better than a weak candidate."""
        c = event.candidate
        if not _is_open(c):
            return event
        heard = [opinions[k] for a in c.sources for b in c.targets if (k := (a.entity, b.entity)) in opinions]
        if not heard:
            return event
        if all(o.general[NONE] >= _DROP for o in heard):
            # to the encoder what is denied, asked or only threatened is nothing
            plain = event.factuality.modality == "asserted" and not event.factuality.negated
            return None if plain else event
        top = {max(o.general, key=lambda r: (o.general[r], r)) for o in heard}
        name, taxonomy = next(iter(top)), tables.relations()
        sure = mean(heard[0].general, heard[0].events)[name]
        if len(top) > 1 or name in (NONE, c.relation) or sure < _RENAME or c.confidence >= _WEAK:
            return event
        if event.factuality.modality != "asserted":
            return event  # to the encoder what is only to come is the speech act: a threat, a promise
        if None in (taxonomy[c.relation].quad, taxonomy[name].quad) or (c.relation, name) == (
            "COERCES",
            "SANCTIONS",
        ):
            return event
        if c.relation == "REQUESTS" and taxonomy[name].quad == 4:
            return None  # who orders a fleet out does nothing to it
        opposite = taxonomy[c.relation].score * taxonomy[name].score < 0
        if c.rule.startswith("noun:") and opposite:
            return event
        renamed = constrained(
            self.document,
            self.test,
            replace(c, relation=name, rule=f"{c.rule}/encoder", confidence=round(sure, 3)),
        )
        if renamed is None:
            return None
        said = event.factuality
        if said.negated and opposite:  # who "does *not* recognise" somebody rejects him
            said = replace(said, negated=False)
        return Event(renamed, said)

    def _proposed(self, kept: Sequence[Event], sure: Sequence[_Finding]) -> list[Event]:
        spoken = {
            frozenset((a.entity, b.entity))
            for e in kept
            for a in e.candidate.sources
            for b in e.candidate.targets
        }
        spent = {t for e in kept for t in e.candidate.tokens}
        joined: dict[int, tuple[int, int]] = {}
        found = []
        for finding in sorted(sure, key=lambda f: (-f.probability, f.relation, f.at)):
            ends = frozenset((finding.a.entity, finding.b.entity))
            if ends in spoken or not self._is_fit(finding):
                continue
            event = self._proposal(finding, spent)
            if event is None or not self._beside(joined.get(event.candidate.anchor, finding.at), finding.at):
                continue
            fit = constrained(self.document, self.test, event.candidate)
            if fit is not None:
                spoken.add(ends)
                joined.setdefault(fit.anchor, finding.at)
                found.append(Event(fit, event.factuality))
        return found

    def _beside(self, first: tuple[int, int], at: tuple[int, int]) -> bool:
        """Whether the ends of a finding are those that its word already joined, or coordinated with them."""
        return all(
            a in self.syntax.members(self.linked.first_conjunct(b)) for a, b in zip(first, at, strict=True)
        )

    def _is_fit(self, f: _Finding) -> bool:
        """Whether such a thing is for the encoder to tell of two such actors: public affairs only."""
        kinds, ends = tables.relations()[f.relation], (f.a, f.b)
        return (
            kinds.quad is not None
            and f.relation not in _NEVER
            and not f.a.civil
            and self.document.kind(f.a) in kinds.source
            and self.document.kind(f.b) in kinds.target
            and sorts.public(self.document, ends)
            and (f.relation == "MET_WITH" or sorts.civic(self.document, ends))
        )

    # -- proposals ---------------------------------------------------------------------------

    def _proposal(self, f: _Finding, spent: set[int]) -> Event | None:
        """An event on the words that join two actors; None where none say anything of the kind."""
        joining = self._path(*f.at)
        token = self._supporting(joining, f.relation)
        if token is None and f.probability >= _UNSUPPORTED and joining:
            token = self._bare(joining[0], f.relation)
        if token is None or token in spent or not self._does(token, f.a) or not self._whole(f):
            return None
        verb = self.test(token, "verb")
        if verb and (not self._under(token, f) or self._does(token, f.b)):
            return None
        if self.test(token, "noun") and (self._apart(joining) or not self._near(token, f)):
            return None
        relation = self._force(token, f)
        if relation is None or not self._sense(token, relation):
            return None
        kind = "verb:" if verb else "noun:" if self.test(token, "noun") else "adjective:"
        candidate = Candidate(
            relation,
            (f.a,),
            (f.b,),
            (token,),
            token,
            f"encoder:{relation.lower()}",
            round(0.9 * f.probability, 3),
        )
        said = factuality.of(self.document, replace(candidate, rule=kind))
        effect = effect_at(self.parse, token, "v" if verb else "n")
        planned = relation == "AGREED_WITH" or tables.relations()[relation].quad == 4
        if effect in ("future", "possible", "hypothetical") and planned and said.modality == "asserted":
            said = replace(said, modality="future")
        own = any(t.relation == relation for t in self._triggers(token))
        if (
            relation in _SPEECH and not own
        ):  # the encoder was taught the speech act: "will not" is a rejection
            said = replace(said, negated=False)
        return None if said.negated else Event(candidate, said)

    def _path(self, i: int, j: int) -> list[int]:
        """The tokens that join two others in the parse, their lowest common head first; empty for none."""
        above, other = self._ancestors(i), self._ancestors(j)
        common = next((t for t in above if t in set(other)), None)
        if common is None:
            return []
        found = [common, *above[: above.index(common)], *other[: other.index(common)]]
        return [t for t in found if t not in self.linked.name_at and t not in (i, j)]

    def _ancestors(self, i: int) -> list[int]:
        chain = [i]
        while self.parse.head[chain[-1]] != chain[-1] and len(chain) < 40:
            chain.append(self.parse.head[chain[-1]])
        return chain

    def _triggers(self, t: int) -> tuple[Trigger, ...]:
        pos = "v" if self.test(t, "verb") else "a" if self.parse.tags[t] == "JJ" else "n"
        return triggers()[pos].get(self.parse.lemmas[t], ())

    def _supporting(self, path: Sequence[int], relation: str) -> int | None:
        """The first word on or right below the path that the lexicon knows for a relation of its class."""
        taxonomy = tables.relations()
        wanted = taxonomy[relation]
        for t in path:
            below = (
                c for c in self.parse.children[t] if self.parse.deps[c] in ("dobj", "acomp", "attr", "xcomp")
            )
            for k in (t, *below):
                if k in self.linked.name_at or self.test(k, "empty"):
                    continue
                for trigger in self._triggers(k):
                    if trigger.needs("own") or (trigger.objects and trigger.object_path != "patient"):
                        continue
                    known = taxonomy[trigger.relation]
                    alike = wanted.quad and (known.quad, known.score > 0) == (wanted.quad, wanted.score > 0)
                    conditional = bool(trigger.objects or any(w.path is not None for w in trigger.where))
                    if trigger.relation == relation or (alike and not conditional):
                        return k
        return None

    def _bare(self, t: int, relation: str) -> int | None:
        """A verb or noun that joins two and that the lexicon does not know for anything else."""
        own = self._triggers(t) if self.test(t, "verb") else ()
        known = any(x.relation == relation and not (x.needs("own") or x.objects) for x in own)
        if (own and not known) or self.test(t, "empty") or not (known or self.test(t, "verb")):
            return None
        others = {x.relation for x in triggers()["n"].get(self.parse.lemmas[t], ())}
        return t if not others or relation in others else None

    def _does(self, token: int, a: Actor) -> bool:
        """Whether the parse makes an actor the one who does it: the judge of direction."""
        parse = self.parse
        if parse.tags[token] == "JJ":
            return True
        if self.test(token, "verb"):
            return any(
                x.entity == a.entity and x.role == a.role
                for s in predicates.agents(parse, token)
                for x in self.linked.actors(s)
            )
        if not self.test(token, "noun"):
            return False
        owners = self.linked.owners(token, of=("by", "from"))
        head = parse.head[token]
        if not owners and parse.deps[token] in ("dobj", "attr") and self.test(head, "verb"):
            owners = [x for s in predicates.agents(parse, head) for x in self.linked.actors(s)]
        if not owners:
            return parse.deps[token] not in (*_MODIFIERS, "appos")
        return any(x.entity == a.entity for x in owners)

    def _whole(self, f: _Finding) -> bool:
        """Whether the target is meant, not only where others or their words come from: "*US* tabloids"."""
        parse, i = self.parse, f.at[1]
        head = parse.head[i]
        if parse.deps[i] not in _MODIFIERS or head in self.linked.name_at:
            return True
        if self.test(head, "edge"):
            return False
        told = any(t.relation == f.relation for t in triggers()["n"].get(parse.lemmas[head], ()))
        if told and tables.relations()[f.relation].score > 0:
            return False
        owned = parse.deps[i] == "poss" or f.relation == "ATTACKS"
        return owned or self.test(head, "thing") or bool(self.linked.actors(head, coordinated=False))

    def _under(self, verb: int, f: _Finding) -> bool:
        """Whether the target stands below the verb; where it is a verb of saying, as its hearer."""
        parse, target = self.parse, f.at[1]
        hit = [*predicates.patients(parse, verb), *predicates.recipients(parse, verb)]
        hit = [k for h in hit for k in self.syntax.members(h)]
        if effect_at(parse, verb, "that", "v") == "report":
            return target in hit
        chain = self._ancestors(target)
        if any(self.linked.actors(k, coordinated=False) for k in hit) and not set(hit) & {target, *chain}:
            return False
        if verb not in chain:
            return parse.deps[verb] in ("relcl", "acl") and parse.head[verb] == target
        between = chain[: chain.index(verb)]
        own = any(parse.deps[c] in ("dobj", "ccomp") for c in parse.children[verb])
        return not any(
            parse.deps[t] == "relcl"
            or parse.lemmas[t] == "loyal"
            or self.test(t, "answer")
            or (
                parse.deps[t] == "conj"
                and (predicates.has_subject(parse, t) or (own and self.test(t, "verb")))
            )
            or (parse.tags[t] != "VB" and predicates.has_subject(parse, t))
            for t in between
        )

    def _near(self, noun: int, f: _Finding) -> bool:
        """Whether the target hangs on the noun, or by a preposition on the verb that carries it."""
        chain = self._ancestors(f.at[1])
        shared = tables.relations()[f.relation].symmetric or self.test(noun, "accord")
        if noun in chain or shared:
            return True
        carrier = self.parse.head[noun]
        if not self.test(carrier, "verb") or carrier not in chain:
            return False
        return self.parse.deps[chain[chain.index(carrier) - 1]] in ("prep", "dative", "agent")

    def _apart(self, path: Sequence[int]) -> bool:
        """Whether a clause of its own lies between: "their meeting since Russia invaded Ukraine"."""
        return any(self.test(t, "verb") and predicates.has_subject(self.parse, t) for t in path[1:])

    def _force(self, token: int, f: _Finding) -> str | None:
        """The relation, a mobilisation by words of fighting as the fight that it is; None by other words."""
        if f.relation != "MOBILIZES_AGAINST":
            return f.relation
        target = f.at[1]
        if self.parse.deps[target] == "pobj" and self.parse.words[self.parse.head[target]].lower() == "to":
            return None  # troops that are sent to a state may well be sent to its help
        known = {t.relation for t in self._triggers(token)}
        return next((r for r in (f.relation, "ATTACKS") if r in known), None)

    def _holds(self, token: int, where: Where) -> bool:
        return where.path is None or bool(where.path.find(self.syntax, token, self.test)) is not where.negated

    def _sense(self, token: int, relation: str) -> bool:
        """Whether the words around a trigger leave it the sense of the relation, by the paths of its rows."""
        own = [t for t in self._triggers(token) if t.relation == relation]
        if not all(self._holds(token, w) for w in arguments()[relation].where):
            return False
        if own and not any(all(self._holds(token, w) for w in t.where) for t in own):
            return False
        if relation != "SANCTIONS" or not own or not all(t.objects for t in own):
            return True
        below = [c for c in self.parse.children[token] if self.parse.deps[c] == "xcomp"]
        objects = [o for v in (token, *below) for o in predicates.patients(self.parse, v)]
        told = [*objects, *(c for o in objects for c in self.parse.children[o])]
        return not objects or any(self.parse.lemmas[k] in t.objects for k in told for t in own)


def _is_open(c: Candidate) -> bool:
    """Whether the encoder may drop or rename a candidate."""
    return c.confidence < _OPEN and not c.mutual


def _confirmed(heard: _Heard, relation: str) -> bool:
    """Whether the opinion on events sees one of the same PLOVER root."""
    taxonomy = tables.relations()
    root = taxonomy[relation].plover
    if root is None:
        return True
    alike = (p for r, p in heard.events.items() if r != NONE and taxonomy[r].plover == root)
    return sum(alike) >= _CONFIRMED
