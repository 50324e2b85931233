"""Events that the encoder proposes beyond the rules: a predicted relation on a trigger word.

Every proposal needs a trigger. Best is a word that the lexicon has for such a relation, or a verb or noun
that it has for no other, if the parse allows both arguments. Otherwise it is a word on the dependency path
between the two, and the verifier asks for a higher probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract import actor_types, factuality
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.operators import effect_at
from graphbuild.extract.patterns.triggers import arguments, triggers
from graphbuild.extract.syntax import predicates
from graphbuild.extract.syntax.phrases import PRENOMINAL
from graphbuild.extract.token_features import Features
from graphbuild.extract.verification.features import PredictedRelation
from graphbuild.extract.verification.trigger_lookup import TriggerLookup

#: Relations proposed only on words for them: of the few on other words in news too many were wrong.
_NEED_OWN_WORD = frozenset(["ALLIED_WITH", "HOSTILITY_TOWARD", "RIVAL_OF", "THREATENS", "WITHDRAWS_FROM"])
#: Relations that are speech acts.
_SPEECH_ACTS = frozenset(["AGREED_WITH", "REQUESTS", "REJECTS", "THREATENS", "ACCUSES", "SUPPORTS"])


class Proposals:
    """Turns predicted relations of one document into events."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.parse, self.linked, self.syntax = document.parse, document.linked, document.syntax
        self.lookup = TriggerLookup(document, test)

    def fits(self, p: PredictedRelation) -> bool:
        """Whether an event of this relation can be proposed for these actors: public affairs only."""
        relation, pair = tables.relations()[p.relation], (p.a, p.b)
        return (
            relation.quad is not None
            and not p.a.unofficial
            and not (
                relation.score < 0 and any(self.test(t, "backer") for t in p.tokens)
            )  # "*Iran*-backed rebels"
            and not (self.document.kind(p.a) == "country" and self.test.people(p.a))
            and self.document.kind(p.a) in relation.source
            and self.document.kind(p.b) in relation.target
            and actor_types.public_or_persons(self.document, pair)
            and (p.relation == "MET_WITH" or actor_types.any_public(self.document, pair))
        )

    def event(self, p: PredictedRelation, used: set[int]) -> Event | None:
        """An event on a trigger word; None if there is no word for it.

        Best on a word for such a relation, if the parse allows the two as its arguments; else on any word
        between them. Tokens in ``used`` are triggers of other events.
        """
        if tables.relations()[p.relation].score > 0 and self._is_harmed(p):
            return None
        if p.relation == "ACCUSES" and any(
            self.test(t, "worried") or self.test(t, "informing") for t in self.lookup.path(*p.tokens)
        ):
            return None  # who is "*concerned* about China's actions", or "*alerted* China", blames nobody yet
        if any(self._is_of_kin(a, t) for a, t in zip((p.a, p.b), p.tokens, strict=True)):
            return None
        return self._on_own_word(p, used) or self._on_any_word(p, used)

    def _is_of_kin(self, a: Actor, t: int) -> bool:
        """Whether a person is only named as that of whose relatives the text tells: "*her* parents voted"."""
        owned = self.parse.deps[t] == "poss" and self.document.kind(a) == "person"
        return owned and self.test(self.parse.head[t], "family")

    def _is_harmed(self, p: PredictedRelation) -> bool:
        """Whether the target is the object of a verb of harm: "helps, sending aircraft to pound *Peru*"."""
        taxonomy, verb = tables.relations(), self.parse.head[p.tokens[1]]
        if self.parse.deps[p.tokens[1]] != "dobj":
            return False
        known = [taxonomy[t.relation] for t in self.lookup.triggers_of(verb)]
        return bool(known) and all(r.quad == 4 for r in known)

    def _on_any_word(self, p: PredictedRelation, used: set[int]) -> Event | None:
        """An event on a word between the two, best one that the lexicon has for the relation.

        Without such a word it is on the verb above the source. Triggers of other events come last, and things
        and places express none: "*accused* the Soviet Union of detaching China's provinces".
        """
        path = [t for t in self.lookup.path(*p.tokens) if not self.test(t, "empty")]
        if p.relation in _NEED_OWN_WORD or not self._is_target(p):
            return None
        if self._in_content_clause(p) or self._is_patient_only(p) or self._is_topic(p):
            return None
        own = [t for t in path if self.lookup.has(t, p.relation)]
        if own and all(self._is_deed_of_others(t, p) for t in own):
            return None
        others = [t for t in path if self.test(t, "verb") or (self.test(t, "noun") and not self._is_thing(t))]
        governing = [t for t in self.parse.ancestors(p.tokens[0]) if self.test(t, "verb")]
        verbs = {*governing[:1], *(t for t in self.lookup.path(*p.tokens) if self.test(t, "verb"))}
        if not all(self.lookup.holds(t, w) for t in verbs for w in arguments()[p.relation].where):
            return None  # "*said* that its test was a failure"
        words = sorted([*own, *others] or governing, key=used.__contains__)
        token = next((t for t in words if self.lookup.has_sense(t, p.relation, p.tokens[1])), None)
        return self._event_on(p, p.relation, token, "/free") if token is not None else None

    def _is_deed_of_others(self, t: int, p: PredictedRelation) -> bool:
        """Whether a noun is what neither of the two does: "Peru condemned Chad for *its* support for M23",
        "Peru foiled an attack on Chad *by Mali*", "Peru *avenged* an attack on Chad".
        """
        if not self.test(t, "noun"):
            return False
        owners = {x.entity for x in self.linked.owners(t, of=("by",))}
        if owners:
            return not owners & {p.a.entity, p.b.entity}
        return self._is_object_of_bystander(t)

    def _is_object_of_bystander(self, t: int) -> bool:
        """Whether the subject of its verb does not do what a noun tells: "*avenged* an attack"."""
        return self.parse.deps[t] == "dobj" and self.test(self.parse.head[t], "bystanding")

    def _is_thing(self, t: int) -> bool:
        """Whether a noun is only what somebody has: "*provinces*", but not "*exports*", a trigger."""
        return self.test(t, "holding") and not self.lookup.triggers_of(t)

    def _in_content_clause(self, p: PredictedRelation) -> bool:
        """Whether the path leads through the content clause of a noun: "*reports* that Chile is arming"."""
        deps, children = self.parse.deps, self.parse.children
        clauses = [t for t in self.lookup.path(*p.tokens) if deps[t] == "acl"]
        return any(self.parse.tags[c] == "IN" and deps[c] != "prep" for t in clauses for c in children[t])

    def _on_own_word(self, p: PredictedRelation, used: set[int]) -> Event | None:
        """An event on a word for such a relation, if the parse allows both arguments; else None."""
        path = self.lookup.path(*p.tokens)
        token, suffix = self.lookup.first_on(path, p.relation), ""
        if token is None and path:
            token, suffix = self.lookup.unambiguous(path[0], p.relation), "/bare"
        if token is None or token in used or not self._is_agent(token, p.a) or not self._is_target(p):
            return None
        if self._is_patient_only(p) or self._is_topic(p):
            return None
        verb = self.test(token, "verb")
        if verb and (not self._is_below(token, p) or self._is_agent(token, p.b)):
            return None
        if self._is_joint_possession(token, p):
            return None
        if self.test(token, "noun") and (self._crosses_clause(path) or not self._is_attached(token, p)):
            return None
        relation = self._mobilisation(token, p)
        if relation is None or not self.lookup.has_sense(token, relation, p.tokens[1]):
            return None
        return self._event_on(p, relation, token, suffix)

    def _event_on(self, p: PredictedRelation, relation: str, token: int, suffix: str) -> Event | None:
        """The event of a predicted relation on a trigger; None if the text negates it."""
        verb = self.test(token, "verb")
        kind = "verb:" if verb else "noun:" if self.test(token, "noun") else "adjective:"
        candidate = Candidate(
            relation,
            (p.a,),
            (p.b,),
            (token,),
            token,
            f"encoder:{relation.lower()}{suffix}",
            round(0.9 * p.probability, 3),
        )
        event_factuality = factuality.of_candidate(self.document, replace(candidate, rule=kind))
        effect = effect_at(self.parse, token, "v" if verb else "n")
        planned = (
            relation == "AGREED_WITH"
            or tables.relations()[relation].quad == 4
            or (relation == "REQUESTS" and effect == "future")  # "*decided* to press Israel"
        )
        if (
            effect in ("future", "possible", "hypothetical")
            and planned
            and event_factuality.modality == "asserted"
        ):
            event_factuality = replace(event_factuality, modality="future")
        if relation in _SPEECH_ACTS and not self.lookup.has(token, relation):
            event_factuality = replace(
                event_factuality, negated=False
            )  # the encoder predicts the speech act: "will not" REJECTS
            if relation == "REQUESTS" and event_factuality.modality == "demanded":  # "Otieno: Peru must go"
                event_factuality = replace(event_factuality, modality="asserted")
        return None if event_factuality.negated else Event(candidate, event_factuality)

    def _is_agent(self, token: int, a: Actor) -> bool:
        """Whether the parse allows an actor as the agent of a trigger, which decides the direction."""
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
        if not owners and self._is_object_of_bystander(token):
            return False  # "*avenged* an attack"
        if not owners and parse.deps[token] in ("dobj", "attr") and self.test(head, "verb"):
            owners = [x for s in predicates.agents(parse, head) for x in self.linked.actors(s)]
        if not owners:
            return parse.deps[token] not in (*PRENOMINAL, "appos")
        return any(x.entity == a.entity for x in owners)

    def _is_patient_only(self, p: PredictedRelation) -> bool:
        """Whether the target is only the patient of the event that is asked for, refused or condemned.

        "demanded the *release* of Jan Novak", "condemned *her trial*".
        """
        parse, at = self.parse, p.tokens[1]
        if p.relation in ("ACCUSES", "PROTESTS_AGAINST") and self.document.kind(p.b) == "person":
            suffered = parse.deps[at] == "poss" and self.test(parse.head[at], "suffered")
            return suffered and not any(
                parse.words[c].lower() == "of" for c in parse.children[parse.head[at]]
            )
        of = parse.head[at]
        about = parse.words[of].lower() == "of" and self.test(parse.head[of], "suffered")
        return p.relation in ("REQUESTS", "REJECTS") and about

    def _is_target(self, p: PredictedRelation) -> bool:
        """Whether the target itself is concerned, not only the origin of others: "*US* tabloids"."""
        parse, i = self.parse, p.tokens[1]
        head = parse.head[i]
        if parse.deps[i] not in PRENOMINAL or head in self.linked.name_at:
            return True
        if self.test(head, "edge"):
            return False
        is_trigger = any(t.relation == p.relation for t in triggers()["n"].get(parse.lemmas[head], ()))
        if is_trigger and tables.relations()[p.relation].score > 0:
            return False
        owned = parse.deps[i] == "poss" or p.relation == "ATTACKS"
        return owned or self.test(head, "thing") or bool(self.linked.actors(head, coordinated=False))

    def _is_joint_possession(self, token: int, p: PredictedRelation) -> bool:
        """Whether a noun is coordinated with both actors as theirs: "Chad, Mali and *their allies*"."""
        owners = [c for c in self.parse.children[token] if self.parse.words[c].lower() == "their"]
        return bool(owners) and {*p.tokens} <= {*owners, *self.syntax.listed(token)}

    def _is_topic(self, p: PredictedRelation) -> bool:
        """Whether somebody is only the topic of what is said, and is not blamed: "*with respect to* Peru"."""
        if tables.relations()[p.relation].score <= 0:
            return False
        parse = self.parse
        above = [parse.words[t].lower() for t in parse.ancestors(p.tokens[1])[1:4]]
        prepositions = above[:1] in (["regarding"], ["concerning"])
        return prepositions or (above[:1] == ["to"] and above[1:2] in (["respect"], ["regard"]))

    def _is_below(self, verb: int, p: PredictedRelation) -> bool:
        """Whether the target is below the verb in the same clause; of a verb of saying, its addressee."""
        parse, target = self.parse, p.tokens[1]
        objects = [*predicates.patients(parse, verb), *predicates.recipients(parse, verb)]
        objects = [k for h in objects for k in self.syntax.members(h)]
        if effect_at(parse, verb, "that", "v") == "report":
            return target in objects
        chain = self.parse.ancestors(target)
        if not set(objects) & {target, *chain} and any(
            self.linked.actors(k, coordinated=False) for k in objects
        ):
            return False
        if verb not in chain:
            return parse.deps[verb] in ("relcl", "acl") and parse.head[verb] == target
        between = chain[: chain.index(verb)]
        has_object = any(parse.deps[c] in ("dobj", "ccomp") for c in parse.children[verb])
        return not any(
            parse.deps[t] == "relcl"
            or parse.lemmas[t] == "loyal"
            or self.test(t, "answer")
            or (
                parse.deps[t] == "conj"
                and (predicates.has_subject(parse, t) or (has_object and self.test(t, "verb")))
            )
            or (parse.tags[t] != "VB" and predicates.has_subject(parse, t))
            for t in between
        )

    def _is_attached(self, noun: int, p: PredictedRelation) -> bool:
        """Whether the target is below the noun, or below a preposition of its carrier verb."""
        chain = self.parse.ancestors(p.tokens[1])
        shared = tables.relations()[p.relation].symmetric or self.test(noun, "accord")
        if noun in chain or shared:
            return True
        carrier = self.parse.head[noun]
        if not self.test(carrier, "verb") or carrier not in chain:
            return False
        return self.parse.deps[chain[chain.index(carrier) - 1]] in ("prep", "dative", "agent")

    def _crosses_clause(self, path: Sequence[int]) -> bool:
        """Whether the path crosses another clause: "their meeting since Russia invaded Ukraine"."""
        return any(self.test(t, "verb") and predicates.has_subject(self.parse, t) for t in path[1:])

    def _mobilisation(self, token: int, p: PredictedRelation) -> str | None:
        """The relation; MOBILIZES_AGAINST as ATTACKS on a word for that, None on a word for neither."""
        if p.relation != "MOBILIZES_AGAINST":
            return p.relation
        target = p.tokens[1]
        if self.parse.deps[target] == "pobj" and self.parse.words[self.parse.head[target]].lower() == "to":
            return None  # troops sent to a state may be sent to help it
        known = {t.relation for t in self.lookup.triggers_of(token)}
        return next((r for r in (p.relation, "ATTACKS") if r in known), None)
