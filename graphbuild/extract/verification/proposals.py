"""What the encoder proposes beyond the rules: a relation that it hears, on a word that joins the two.

Of how two stand to each other for good it is believed where nothing else is known of the two, between kinds
of which it hears that well.

No words, no statement: best is a word that the lexicon knows for such a relation, or a verb or noun that it
knows for nothing else, to which the parse leaves both ends. Else it is the word that joins the two, and the
verifier must be told more to believe it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphbuild import tables
from graphbuild.extract import actor_types, factuality
from graphbuild.extract.constraints import PROPOSED_STANDING
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.operators import effect_at
from graphbuild.extract.patterns.columns import Where
from graphbuild.extract.patterns.triggers import Trigger, arguments, triggers
from graphbuild.extract.syntax import predicates
from graphbuild.extract.syntax.phrases import PRENOMINAL
from graphbuild.extract.token_features import Features
from graphbuild.extract.verification.features import Heard

#: Relations that take a word of their own: of the few others that it proposed in news too many were wrong.
_WORDED = frozenset(["ALLIED_WITH", "HOSTILITY_TOWARD", "RIVAL_OF", "THREATENS", "WITHDRAWS_FROM"])
#: Probability from which it is believed of that.
_SURE = 0.8
#: Relations that are acts of speech: said is done.
_SPEECH = frozenset(["AGREED_WITH", "REQUESTS", "REJECTS", "THREATENS", "ACCUSES", "SUPPORTS"])


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation that the encoder hears, from ``a`` to ``b``, which stand at the tokens ``at``."""

    probability: float
    relation: str
    a: Actor
    b: Actor
    at: tuple[int, int]
    heard: Heard
    """The answer that it is of."""


class Proposals:
    """Makes events of findings, in one document."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.parse, self.linked, self.syntax = document.parse, document.linked, document.syntax

    def fits(self, f: Finding) -> bool:
        """Whether such a thing is for the encoder to tell of two such actors: public affairs only."""
        kinds, ends = tables.relations()[f.relation], (f.a, f.b)
        return (
            kinds.quad is not None
            and not f.a.civil
            and not (kinds.score < 0 and any(self.test(t, "backer") for t in f.at))  # "*Iran*-backed rebels"
            and not (self.document.kind(f.a) == "country" and self.test.people(f.a))
            and self.document.kind(f.a) in kinds.source
            and self.document.kind(f.b) in kinds.target
            and actor_types.public(self.document, ends)
            and (f.relation == "MET_WITH" or actor_types.civic(self.document, ends))
        )

    def standing(self, f: Finding) -> Event | None:
        """How two stand to each other, told by the word that joins them; None where it is not heard well."""
        kinds = self.document.kind(f.a), self.document.kind(f.b)
        if (
            f.probability < _SURE
            or f.relation not in PROPOSED_STANDING.get(kinds, ())
            or f.a.civil
            or f.b.civil
        ):
            return None
        joining = [t for t in self.path(*f.at) if not self.test(t, "empty")]
        if any(self._doubted(t) for t in joining):
            return None  # "charged with *belonging* to the party"
        told = next((t for t in joining if self.test(t, "noun") or self.test(t, "verb")), None)
        if told is None:
            return None
        sure = round(0.9 * f.probability, 3)
        rule = f"encoder:{f.relation.lower()}"
        own = self.test(told, "role") or any(t.relation == f.relation for t in self._triggers(told))
        over = own and self.test.former(told)
        candidate = Candidate(f.relation, (f.a,), (f.b,), (told,), told, rule, sure, former=over)
        kind = "verb:" if self.test(told, "verb") else "noun:"
        said = factuality.of(self.document, replace(candidate, rule=kind))
        return None if said.negated or said.modality != "asserted" else Event(candidate, said)

    def _doubted(self, t: int) -> bool:
        """Whether a word on the way is a verb by which what it tells is not known."""
        return self.test(t, "verb") and effect_at(self.parse, t, "v") in ("accuse", "deny", "doubt")

    def event(self, f: Finding, spent: set[int]) -> Event | None:
        """An event on the words that join two actors; None where no word does.

        Best on a word that the lexicon knows for such a relation, of which the parse makes the two the ends;
        else on any that joins them: the verifier knows which of these it judges.
        """
        return self.worded(f, spent) or self.free(f, spent)

    def free(self, f: Finding, spent: set[int]) -> Event | None:
        """An event on a word that joins the two, best one that is known for the relation.

        Where none does, on the verb above the source. A word that tells something else already comes last:
        "*accused* the Soviet Union of detaching China's provinces".
        """
        joining = [t for t in self.path(*f.at) if not self.test(t, "empty")]
        if f.relation in _WORDED or not self._whole(f) or self._reported(f) or self._suffers(f):
            return None
        known = [t for t in joining if any(x.relation == f.relation for x in self._triggers(t))]
        telling = [t for t in joining if self.test(t, "verb") or self.test(t, "noun")]
        governing = [t for t in self.parse.ancestors(f.at[0]) if self.test(t, "verb")]
        said = sorted([*known, *telling] or governing, key=spent.__contains__)
        token = next((t for t in said if self._sense(t, f.relation, f.at[1])), None)
        return self._made(f, f.relation, token, "/free") if token is not None else None

    def _reported(self, f: Finding) -> bool:
        """Whether a clause tells what a noun between says: "denounced *reports* that Chile is arming"."""
        deps, children = self.parse.deps, self.parse.children
        clauses = [t for t in self.path(*f.at) if deps[t] == "acl"]
        return any(self.parse.tags[c] == "IN" and deps[c] != "prep" for t in clauses for c in children[t])

    def worded(self, f: Finding, spent: set[int]) -> Event | None:
        """An event on a word for such a relation that the parse gives both ends; None where none is."""
        joining = self.path(*f.at)
        token, how = self._supporting(joining, f.relation), ""
        if token is None and joining:
            token, how = self._bare(joining[0], f.relation), "/bare"
        if token is None or token in spent or not self._does(token, f.a) or not self._whole(f):
            return None
        if self._suffers(f):
            return None
        verb = self.test(token, "verb")
        if verb and (not self._under(token, f) or self._does(token, f.b)):
            return None
        if self.test(token, "noun") and (self._apart(joining) or not self._near(token, f)):
            return None
        relation = self._force(token, f)
        if relation is None or not self._sense(token, relation, f.at[1]):
            return None
        return self._made(f, relation, token, how)

    def _made(self, f: Finding, relation: str, token: int, how: str) -> Event | None:
        """The event of a finding on a word; None where the text denies it."""
        verb = self.test(token, "verb")
        kind = "verb:" if verb else "noun:" if self.test(token, "noun") else "adjective:"
        candidate = Candidate(
            relation,
            (f.a,),
            (f.b,),
            (token,),
            token,
            f"encoder:{relation.lower()}{how}",
            round(0.9 * f.probability, 3),
        )
        said = factuality.of(self.document, replace(candidate, rule=kind))
        effect = effect_at(self.parse, token, "v" if verb else "n")
        planned = (
            relation == "AGREED_WITH"
            or tables.relations()[relation].quad == 4
            or (relation == "REQUESTS" and effect == "future")  # "*decided* to press Israel"
        )
        if effect in ("future", "possible", "hypothetical") and planned and said.modality == "asserted":
            said = replace(said, modality="future")
        own = any(t.relation == relation for t in self._triggers(token))
        if (
            relation in _SPEECH and not own
        ):  # the encoder was taught the speech act: "will not" is a rejection
            said = replace(said, negated=False)
        return None if said.negated else Event(candidate, said)

    def path(self, i: int, j: int) -> list[int]:
        """The tokens that join two others in the parse, names left out; empty for none."""
        return [t for t in self.parse.joining(i, j) if t not in self.linked.name_at]

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
            return parse.deps[token] not in (*PRENOMINAL, "appos")
        return any(x.entity == a.entity for x in owners)

    def _suffers(self, f: Finding) -> bool:
        """Whether the target is only who what is asked, refused or condemned is done to.

        "*release* of Jan Novak", "condemned *her trial*".
        """
        parse, at = self.parse, f.at[1]
        if f.relation in ("ACCUSES", "PROTESTS_AGAINST") and self.document.kind(f.b) == "person":
            done = parse.deps[at] == "poss" and self.test(parse.head[at], "suffered")
            return done and not any(parse.words[c].lower() == "of" for c in parse.children[parse.head[at]])
        of = parse.head[at]
        about = parse.words[of].lower() == "of" and self.test(parse.head[of], "suffered")
        return f.relation in ("REQUESTS", "REJECTS") and about

    def _whole(self, f: Finding) -> bool:
        """Whether the target is meant, not only where others or their words come from: "*US* tabloids"."""
        parse, i = self.parse, f.at[1]
        head = parse.head[i]
        if parse.deps[i] not in PRENOMINAL or head in self.linked.name_at:
            return True
        if self.test(head, "edge"):
            return False
        triggered = any(t.relation == f.relation for t in triggers()["n"].get(parse.lemmas[head], ()))
        if triggered and tables.relations()[f.relation].score > 0:
            return False
        owned = parse.deps[i] == "poss" or f.relation == "ATTACKS"
        return owned or self.test(head, "thing") or bool(self.linked.actors(head, coordinated=False))

    def _under(self, verb: int, f: Finding) -> bool:
        """Whether the target stands below the verb; where it is a verb of saying, as its hearer."""
        parse, target = self.parse, f.at[1]
        hit = [*predicates.patients(parse, verb), *predicates.recipients(parse, verb)]
        hit = [k for h in hit for k in self.syntax.members(h)]
        if effect_at(parse, verb, "that", "v") == "report":
            return target in hit
        chain = self.parse.ancestors(target)
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

    def _near(self, noun: int, f: Finding) -> bool:
        """Whether the target hangs on the noun, or by a preposition on the verb that carries it."""
        chain = self.parse.ancestors(f.at[1])
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

    def _force(self, token: int, f: Finding) -> str | None:
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

    def _sense(self, token: int, relation: str, target: int) -> bool:
        """Whether the words around a trigger leave it the sense of the relation, by the paths of its rows.

        Where the target is its object, by those for an object: "*charged* with cutting red tape".
        """
        own = [t for t in self._triggers(token) if t.relation == relation]
        if target in predicates.patients(self.parse, token):
            own = [t for t in own if any(slot.name == "obj" for slot in t.target)] or own
        if not all(self._holds(token, w) for w in arguments()[relation].where):
            return False
        if own and not any(all(self._holds(token, w) for w in t.where) for t in own):
            return False
        if relation != "SANCTIONS" or not own or not all(t.objects for t in own):
            return True
        below = [c for c in self.parse.children[token] if self.parse.deps[c] == "xcomp"]
        objects = [o for v in (token, *below) for o in predicates.patients(self.parse, v)]
        reached = [*objects, *(c for o in objects for c in self.parse.children[o])]
        return not objects or any(self.parse.lemmas[k] in t.objects for k in reached for t in own)
