"""The second layer: the encoder confirms or overrules frames, and speaks where they were silent.

It is asked only about pairs of actors that stand in one sentence, and proposes only what it is
sure of, with the predicate that joins the two as its trigger: no words, no statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from graphbuild import tables
from graphbuild.encoder.relations import Encoder, Question
from graphbuild.encoder.relations import Reading as Opinion
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import clause, context, parties
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import OF_ENDS, Lexicon

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
#: The same where no word of the lexicon does, only a verb that joins the two.
ALONE = 0.93
#: Probability that the encoder of events must give the same PLOVER root for a finding to be proposed.
CONFIRMED = 0.5
#: Probability of "nothing" at which a weak frame is dropped.
DROP = 0.85
#: Confidence of frames below which the encoder may drop or rename them.
WEAK = 0.8
#: Probability from which the encoder renames a weak frame.
RENAME = 0.9

_MODIFIERS = ("amod", "compound", "nmod", "poss")
#: Prepositions that make a name the place of what happens.
_WHERE = frozenset("in at near across within throughout inside around outside over".split())
#: Verbs that say nothing of how two stand to each other.
_EMPTY = frozenset(
    """say be have do deny tell see get take make go come announce add note report know think believe become
    include give put use seem keep let begin start continue show find want need expect hold run
    describe""".split()
)
#: Frames of verbs that only wish.
_WISHES = tuple(f"verb:{verb}/" for verb in ("intend", "plan", "hope", "want", "wish", "prepare"))
#: Relations that are acts of speech: said is done.
_SPEECH = frozenset(["AGREED_WITH", "REQUESTS", "REJECTS", "THREATENS", "ACCUSES", "SUPPORTS"])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of a sentence, as the encoder is asked about them."""

    a: Actor
    b: Actor
    at: tuple[int, int]
    """The tokens that head their phrases."""
    question: Question


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation that the encoder is sure of, from ``a`` to ``b``."""

    probability: float
    relation: str
    a: Actor
    b: Actor
    at: tuple[int, int]
    question: Question
    """The sentence, with ``a`` as its source."""


def pairs(linked: Linked, sentence: Span, framed: list[Frame]) -> list[Pair]:
    """The pairs of a sentence that are worth a question.

    Not those that a strong frame has settled, nor a person and what he holds a post of, nor the two
    members of a list, nor what no predicate joins, nor private parties of whom no frame speaks.
    """
    settled = {
        frozenset((a.entity, b.entity))
        for f in framed
        if f.confidence >= WEAK
        for a in f.sources
        for b in f.targets
    }
    weak = {frozenset((a.entity, b.entity)) for f in framed for a in f.sources for b in f.targets}
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
        if j in linked.conjuncts(i) or not _path(linked, i, j):
            continue
        question = Question(
            text, (first[0] - start, first[1] - start), (second[0] - start, second[1] - start)
        )
        made.append(Pair(a, b, (i, j), question))
    return made


def _actors(linked: Linked, sentence: Span) -> list[tuple[int, Actor, Span]]:
    """Head token, actor and phrase of each actor of a sentence, in text order."""
    parse = linked.parse
    roles, nouns = tables.roles(), tables.actors()
    found = []
    for i in range(*sentence):
        own = linked.own.get(i) or linked.nominals.get(i)
        if own is not None:
            if not _inside(linked, i):
                found.append((i, own, own.span))
        elif i in linked.groups:
            found.extend((i, a, a.span) for a in linked.groups[i])
        elif i not in linked.name_at and ((word := parse.words[i].lower()) in nouns or word in roles):
            if parse.deps[i] in _MODIFIERS:
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
    if parse.deps[node] in _MODIFIERS:
        return THING
    if parse.deps[node] == "pobj" and parse.words[parse.head[node]].lower() in _WHERE:
        return PLACE
    return PROPOSE


def _inside(linked: Linked, i: int) -> bool:
    """Whether a name only modifies another actor: "Russian" in "Russian President Vladimir Putin"."""
    parse = linked.parse
    node = i
    for _ in range(3):
        dep, head = parse.deps[node], parse.head[node]
        if dep == "conj":
            node = head
            continue
        if dep not in _MODIFIERS or head == node:
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
    asked: Iterable[tuple[Pair, Opinion]],
    events: Encoder,
) -> list[Frame]:
    """The frames of a sentence after the encoder has been heard, and its twin on what it proposes."""
    opinions: dict[tuple[int, int], Mapping[str, float]] = {}
    sure: list[Finding] = []
    for pair, opinion in asked:
        asks = pair.question
        turned = replace(asks, source=asks.target, target=asks.source)
        for a, b, at, question, says in (
            (pair.a, pair.b, pair.at, asks, opinion.forward),
            (pair.b, pair.a, pair.at[::-1], turned, opinion.backward),
        ):
            known = opinions.get((a.entity, b.entity))
            if known is None or says[NONE] < known[NONE]:
                opinions[a.entity, b.entity] = says
            relation = max(says, key=lambda r: (says[r], r))
            if relation != NONE and says[relation] >= max(_needed(linked, t) for t in at):
                sure.append(Finding(says[relation], relation, a, b, at, question))
    kept = [frame for f in framed if (frame := _heard(linked, f, opinions)) is not None]
    spoken = {frozenset((a.entity, b.entity)) for f in kept for a in f.sources for b in f.targets}
    spent = {t for f in kept for t in f.tokens}
    taxonomy = tables.relations()
    for finding in sorted(sure, key=lambda f: (-f.probability, f.relation, f.at)):
        ends = frozenset((finding.a.entity, finding.b.entity))
        kinds = taxonomy[finding.relation]
        if (
            ends in spoken
            or kinds.quad is None  # posts and memberships turn on small words: for the rules alone
            or not _its_field(linked, finding)
            or finding.a.civil
            or linked.clusters[finding.a.entity].kind not in kinds.source
            or linked.clusters[finding.b.entity].kind not in kinds.target
        ):
            continue
        frame = _proposal(linked, lex, sentence, finding, spent)
        if frame is not None and (frame := parties.gate(linked, frame)) and _confirmed(events, finding):
            spoken.add(ends)
            kept.append(frame)
    return kept


def _confirmed(events: Encoder, finding: Finding) -> bool:
    """Whether the encoder of events, asked by itself, sees an event of the same PLOVER root."""
    taxonomy = tables.relations()
    root = taxonomy[finding.relation].plover
    says = events.read([finding.question])[0].forward
    return (
        root is None
        or sum(p for r, p in says.items() if r != NONE and taxonomy[r].plover == root) >= CONFIRMED
    )


def _its_field(linked: Linked, finding: Finding) -> bool:
    """Whether it is a public affair; of private persons, commerce and the arts the encoder knows nothing."""
    ends = (finding.a, finding.b)
    public = parties.public(linked, ends)
    return public and (finding.relation == "MET_WITH" or parties.civic(linked, ends))


def _heard(
    linked: Linked, frame: Frame, opinions: Mapping[tuple[int, int], Mapping[str, float]]
) -> Frame | None:
    """The frame, renamed or None where the encoder knows better than a weak one."""
    if frame.confidence >= WEAK or frame.mutual:
        return frame
    heard = [
        opinions[k] for a in frame.sources for b in frame.targets if (k := (a.entity, b.entity)) in opinions
    ]
    if not heard:
        return frame
    if all(o[NONE] >= DROP for o in heard):
        return None
    top = {max(o, key=lambda r: (o[r], r)) for o in heard}
    taxonomy = tables.relations()
    if len(top) == 1 and (name := next(iter(top))) not in (NONE, frame.relation) and heard[0][name] >= RENAME:
        if None in (taxonomy[frame.relation].quad, taxonomy[name].quad):
            return frame  # posts, parts and rivals turn on small words: for the rules alone
        if frame.rule.startswith("noun:") and taxonomy[frame.relation].score * taxonomy[name].score < 0:
            return frame  # "gained allies in its *battle* with"
        renamed = replace(frame, relation=name, rule=f"{frame.rule}/encoder", confidence=heard[0][name])
        if frame.relation == "AGREED_WITH" and frame.rule.startswith(_WISHES):
            renamed.context.weaken("future")  # "*plans* a venture with"
        return parties.gate(linked, renamed)
    return frame


def _proposal(
    linked: Linked, lex: Lexicon, sentence: Span, finding: Finding, spent: set[int]
) -> Frame | None:
    """A frame on the words that join the two actors; None where none say anything of the kind.

    ``spent`` are the words by which a frame has already said something, of whomever.
    """
    parse = linked.parse
    path = _path(linked, *finding.at)
    token = _supporting(linked, lex, path, finding.relation)
    bare = token is None and finding.probability >= ALONE and bool(path)
    triggers = lex.verbs.get(parse.lemmas[path[0]], ()) if bare else ()
    known = any(t.relation == finding.relation for t in triggers)
    bare = bare and (known or not triggers)  # a verb that says other things has said what it can
    if bare and (known or clause.is_verb(parse, path[0])) and parse.lemmas[path[0]] not in _EMPTY:
        others = {t.relation for t in lex.nouns.get(parse.lemmas[path[0]], ())}
        token = path[0] if not others or finding.relation in others else None
    if token is None or token in spent or not _does(linked, token, finding.a):
        return None
    if clause.is_verb(parse, token) and not _under(linked, token, finding, lex):
        return None
    if finding.relation == "REJECTS" and any(
        parse.deps[c] == "xcomp" and lex.verb_operators.get(parse.lemmas[c]) in ("report", "tell")
        for c in parse.children[token]
    ):
        return None  # "refused to say"
    if finding.relation == "THREATENS" and _of_third(linked, token, finding):
        return None
    if not clause.is_verb(parse, token) and _apart(linked, path):
        return None
    if clause.is_verb(parse, token) and _does(linked, token, finding.b):
        return None  # both do it, and not to each other
    if clause.is_verb(parse, token):
        found = context.of_verb(parse, token, lex, sentence)
    else:
        found = context.of_noun(parse, token, None, lex, sentence)
    effect = context.operator(parse, token, "v" if clause.is_verb(parse, token) else "n", lex)
    if effect in ("future", "possible", "hypothetical") and finding.relation == "AGREED_WITH":
        found.weaken("future")  # a plan
    if finding.relation in _SPEECH:  # the encoder was taught the speech act: "will not" is a rejection
        found.negated = False
    elif found.negated:
        return None
    confidence = round(0.9 * finding.probability, 3)
    rule = f"encoder:{finding.relation.lower()}"
    return Frame(finding.relation, [finding.a], [finding.b], [token], found, confidence, rule, token)


def _path(linked: Linked, i: int, j: int) -> list[int]:
    """The tokens that join two others in the parse, their lowest common head first; empty where none is."""
    above, other = _ancestors(linked, i), _ancestors(linked, j)
    below = set(other)
    common = next((t for t in above if t in below), None)
    if common is None:
        return []
    path = [common, *above[: above.index(common)], *other[: other.index(common)]]
    return [t for t in path if t not in linked.name_at and t not in (i, j)]


def _supporting(linked: Linked, lex: Lexicon, path: list[int], relation: str) -> int | None:
    """The first word on or right below the path that the lexicon knows for a relation of the same class."""
    parse, taxonomy = linked.parse, tables.relations()
    wanted = taxonomy[relation]
    for t in path:
        for k in (t, *(c for c in parse.children[t] if parse.deps[c] in ("dobj", "acomp", "attr", "xcomp"))):
            if k in linked.name_at or parse.lemmas[k] in _EMPTY:
                continue
            table = (
                lex.verbs
                if clause.is_verb(parse, k)
                else lex.adjectives
                if parse.tags[k] == "JJ"
                else lex.nouns
            )
            for trigger in table.get(parse.lemmas[k], ()):
                known = taxonomy[trigger.relation]
                conditional = bool(trigger.objects or trigger.needs - OF_ENDS)
                if "own" in trigger.needs:
                    continue  # what the clause below says is for the frames to tell
                if trigger.relation == relation or (
                    not conditional
                    and wanted.quad
                    and (known.quad, known.score > 0) == (wanted.quad, wanted.score > 0)
                ):
                    return k
    return None


def _does(linked: Linked, token: int, source: Actor) -> bool:
    """Whether the parse makes the source the one who does it: the judge of direction.

    Of a verb the source must be the logical subject itself, not a thing of it ("wind from Libya") and
    not somebody who tells of it. Whose a noun is does it, or the subject of the verb that has it for
    object; where neither is told, anybody may.
    """
    parse = linked.parse
    if parse.tags[token] == "JJ":
        return True
    if not clause.is_verb(parse, token):
        if not parse.tags[token].startswith("NN"):
            return False
        owners = linked.owners(token, of=("by", "from"))
        if not owners and parse.deps[token] in ("dobj", "attr") and clause.is_verb(parse, parse.head[token]):
            owners = [a for s in clause.subjects(parse, parse.head[token]) for a in linked.actors(s)]
        if not owners:
            return parse.deps[token] not in (*_MODIFIERS, "appos")
        return any(a.entity == source.entity for a in owners)
    return any(
        a.entity == source.entity and a.role == source.role
        for s in clause.subjects(linked.parse, token)
        for a in linked.actors(s)
    )


def _of_third(linked: Linked, verb: int, finding: Finding) -> bool:
    """Whether the clause below a verb tells what others do ("warned Chile that rising *wages* …")."""
    parse = linked.parse
    for c in parse.children[verb]:
        for k in parse.children[c] if parse.deps[c] == "ccomp" else ():
            theirs = parse.tags[k] == "PRP" or any(parse.tags[p] == "PRP$" for p in parse.children[k])
            if parse.deps[k] in ("nsubj", "nsubjpass") and not theirs and k not in finding.at:
                return True
    return False


def _under(linked: Linked, verb: int, finding: Finding, lex: Lexicon) -> bool:
    """Whether the target stands below the verb; where it is a verb of saying, as its hearer."""
    parse, target = linked.parse, finding.at[1]
    if lex.verb_operators.get(parse.lemmas[verb]) in ("report", "tell"):
        return any(target in linked.conjuncts(k) for k in clause.patients(parse, verb))
    chain = _ancestors(linked, target)
    struck = [*clause.patients(parse, verb), *clause.recipients(parse, verb)]
    struck = [k for h in struck for k in linked.conjuncts(h)]
    if any(linked.actors(k, coordinated=False) for k in struck) and not set(struck) & {target, *chain}:
        return False  # "fined CBS for *Janet Jackson's* song"
    if verb not in chain:
        return parse.deps[verb] in ("relcl", "acl") and parse.head[verb] == target
    return not any(
        parse.deps[t] == "relcl" or (parse.deps[t] == "conj" and clause.has_subject(parse, t))
        for t in chain[: chain.index(verb)]
    )


def _apart(linked: Linked, path: list[int]) -> bool:
    """Whether a clause of its own lies between: "their meeting since Russia invaded Ukraine"."""
    return any(clause.is_verb(linked.parse, t) and clause.has_subject(linked.parse, t) for t in path[1:])


def _ancestors(linked: Linked, i: int) -> list[int]:
    parse, chain = linked.parse, [i]
    while parse.head[chain[-1]] != chain[-1] and len(chain) < 40:
        chain.append(parse.head[chain[-1]])
    return chain


def ask(encoder: Encoder, wanted: list[Pair]) -> list[tuple[Pair, Opinion]]:
    """The encoder's opinions on the pairs of one article, all at once."""
    return list(zip(wanted, encoder.read([p.question for p in wanted]), strict=True)) if wanted else []
