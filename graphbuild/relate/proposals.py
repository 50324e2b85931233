"""What the encoder finds, as a frame on words that say it: without them there is none."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import clause, conditions, context, governing
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import OF_ENDS, Lexicon

#: Dependencies of words that modify a noun.
MODIFIERS = ("amod", "compound", "nmod", "poss")


#: Probability from which a finding becomes a statement where no word of the lexicon supports it, only a
#: verb that joins the two.
ALONE = 0.93


#: Verbs that say nothing of how two stand to each other.
_EMPTY = frozenset(
    """say be have do deny tell see get take make go come announce add note report know think believe become
    include give put use seem keep let begin start continue show find want need expect hold run
    describe""".split()
)


#: Where a state ends: what happens there happens to whoever is there.
_EDGES = frozenset("coast coastline shore border frontier waters water".split())

#: Words for deeds that answer others', of which the rest of the phrase tells.
_ANSWERS = frozenset("retaliation response revenge reprisal reply".split())

#: Relations that are acts of speech: said is done.
_SPEECH = frozenset(["AGREED_WITH", "REQUESTS", "REJECTS", "THREATENS", "ACCUSES", "SUPPORTS"])


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation that the encoder is sure of, from ``a`` to ``b``."""

    probability: float
    relation: str
    a: Actor
    b: Actor
    at: tuple[int, int]


def proposal(linked: Linked, lex: Lexicon, sentence: Span, finding: Finding, spent: set[int]) -> Frame | None:
    """A frame on the words that join the two actors; None where none say anything of the kind.

    ``spent`` are the words by which a frame has already said something, of whomever.
    """
    parse = linked.parse
    joining = path(linked, *finding.at)
    token = _supporting(linked, lex, joining, finding.relation)
    bare = token is None and finding.probability >= ALONE and bool(joining)
    triggers = lex.verbs.get(parse.lemmas[joining[0]], ()) if bare else ()
    known = any(t.relation == finding.relation for t in triggers)
    bare = bare and (known or not triggers)  # a verb that says other things has said what it can
    if bare and (known or clause.is_verb(parse, joining[0])) and parse.lemmas[joining[0]] not in _EMPTY:
        others = {t.relation for t in lex.nouns.get(parse.lemmas[joining[0]], ())}
        token = joining[0] if not others or finding.relation in others else None
    if token is None or token in spent or not _does(linked, token, finding.a):
        return None
    if clause.is_verb(parse, token) and (
        not _under(linked, token, finding, lex) or _of_next(linked, token, finding.at[1])
    ):
        return None
    if not _whole(linked, finding, lex):
        return None
    if finding.relation == "SANCTIONS" and (
        conditions.owes(linked, token) or not _fitting(linked, token, lex)
    ):
        return None
    if finding.relation == "REJECTS" and any(
        parse.deps[c] == "xcomp" and lex.verb_operators.get(parse.lemmas[c]) in ("report", "tell", "demand")
        for c in parse.children[token]
    ):
        return None  # "refused to say", "refused to require Airbus to pay"
    if finding.relation == "THREATENS" and (_advises(parse, token) or _of_third(linked, token, finding)):
        return None
    if parse.tags[token].startswith("NN") and (
        _apart(linked, joining) or not _near(linked, token, finding, lex)
    ):
        return None
    if clause.is_verb(parse, token) and _does(linked, token, finding.b):
        return None  # both do it, and not to each other
    relation = _force(linked, token, finding, lex)
    if relation is None:
        return None
    if clause.is_verb(parse, token):
        found = context.of_verb(parse, token, lex, sentence)
    else:
        found = context.of_noun(parse, token, None, lex, sentence)
    effect = governing.operator(parse, token, "v" if clause.is_verb(parse, token) else "n", lex)
    planned = finding.relation == "AGREED_WITH" or tables.relations()[relation].quad == 4
    if effect in ("future", "possible", "hypothetical") and planned:
        found.weaken("future")  # "*prepared* to extend its presence"
    if finding.relation in _SPEECH:  # the encoder was taught the speech act: "will not" is a rejection
        found.negated = False
    elif found.negated:
        return None
    confidence = round(0.9 * finding.probability, 3)
    rule = f"encoder:{relation.lower()}"
    return Frame(relation, [finding.a], [finding.b], [token], found, confidence, rule, token)


def _of_next(linked: Linked, verb: int, target: int) -> bool:
    """Whether a target is that of a verb coordinated with this: "condemned the deed and told *X* that"."""
    parse, node = linked.parse, target
    while node != verb and parse.head[node] != node:
        if (
            parse.deps[node] == "conj"
            and clause.is_verb(parse, node)
            and parse.tags[node] == parse.tags[verb]
        ):
            return any(parse.deps[c] in ("dobj", "ccomp") for c in parse.children[verb])
        node = parse.head[node]
    return False


def path(linked: Linked, i: int, j: int) -> list[int]:
    """The tokens that join two others in the parse, their lowest common head first; empty where none is."""
    above, other = _ancestors(linked, i), _ancestors(linked, j)
    below = set(other)
    common = next((t for t in above if t in below), None)
    if common is None:
        return []
    found = [common, *above[: above.index(common)], *other[: other.index(common)]]
    return [t for t in found if t not in linked.name_at and t not in (i, j)]


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
            return parse.deps[token] not in (*MODIFIERS, "appos")
        return any(a.entity == source.entity for a in owners)
    return any(
        a.entity == source.entity and a.role == source.role
        for s in clause.subjects(linked.parse, token)
        for a in linked.actors(s)
    )


def _whole(linked: Linked, finding: Finding, lex: Lexicon) -> bool:
    """Whether the target is meant, and not only where others or their words come from.

    "*US* tabloids" are not the United States, and who voices *Peru's* thanks does not thank Peru.
    """
    parse, i = linked.parse, finding.at[1]
    head = parse.head[i]
    if parse.deps[i] not in MODIFIERS or head in linked.name_at:
        return True
    if parse.lemmas[head] in _EDGES:  # "hit two ships off the *Iranian coast*"
        return False
    told = any(t.relation == finding.relation for t in lex.nouns.get(parse.lemmas[head], ()))
    if told and tables.relations()[finding.relation].score > 0:
        return False
    if parse.deps[i] == "poss" or finding.relation == "ATTACKS":
        return True
    return parse.lemmas[head] in lex.groups["thing"] or bool(linked.actors(head, coordinated=False))


def _fitting(linked: Linked, verb: int, lex: Lexicon) -> bool:
    """Whether a verb that sanctions only by its object has such a one, or a trade: not "withdrew money"."""
    parse = linked.parse
    own = [t for t in lex.verbs.get(parse.lemmas[verb], ()) if t.relation == "SANCTIONS"]
    if not own or not all(t.objects for t in own):
        return True
    below = [c for c in parse.children[verb] if parse.deps[c] == "xcomp"]
    objects = [o for v in (verb, *below) for o in clause.patients(parse, v)]
    told = [*objects, *(c for o in objects for c in parse.children[o])]  # "ended *mediation* efforts"
    traded = any(t.relation == "TRADES_WITH" for k in told for t in lex.nouns.get(parse.lemmas[k], ()))
    return not objects or traded or any(parse.lemmas[k] in t.objects for k in told for t in own)


def _near(linked: Linked, noun: int, finding: Finding, lex: Lexicon) -> bool:
    """Whether the target hangs on the noun, or by a preposition on the verb that carries it.

    What two share, a trade or a deal, hangs on either.
    """
    parse, target = linked.parse, finding.at[1]
    chain = _ancestors(linked, target)
    shared = tables.relations()[finding.relation].symmetric or parse.lemmas[noun] in lex.groups["accord"]
    if noun in chain or shared:
        return True
    carrier = parse.head[noun]
    if not clause.is_verb(parse, carrier) or carrier not in chain:
        return False
    top = chain[chain.index(carrier) - 1]
    return parse.deps[top] in ("prep", "dative", "agent")


def _force(linked: Linked, token: int, finding: Finding, lex: Lexicon) -> str | None:
    """The relation, a mobilisation by words of fighting as the fight that it is; None by any other words.

    Troops that are sent to a state may well be sent to its help.
    """
    relation, parse, target = finding.relation, linked.parse, finding.at[1]
    if relation != "MOBILIZES_AGAINST":
        return relation
    if parse.deps[target] == "pobj" and parse.words[parse.head[target]].lower() == "to":
        return None
    table = lex.verbs if clause.is_verb(parse, token) else lex.nouns
    known = {t.relation for t in table.get(parse.lemmas[token], ())}
    return next((r for r in (relation, "ATTACKS") if r in known), None)


def _advises(parse: Parse, verb: int) -> bool:
    """Whether somebody is only told of a danger: "warned him *about* disunity", "in a report *that*"."""
    if parse.lemmas[verb] != "warn":
        return False
    told = any(parse.deps[c] == "ccomp" for c in parse.children[verb])
    after = {parse.words[k].lower() for k in parse.subtree(verb) if k > verb}
    return not told and not after.isdisjoint(("about", "that"))


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
        parse.deps[t] == "relcl"
        or parse.lemmas[t] == "loyal"  # "hit guerrillas *loyal* to Ann Otieno"
        or parse.lemmas[t] in _ANSWERS  # "destroyed a platform in *retaliation* for an attack on Kuwait"
        or (parse.deps[t] == "conj" and clause.has_subject(parse, t))
        or (parse.tags[t] != "VB" and clause.has_subject(parse, t))  # "denounced reports *that* Peru is …"
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
