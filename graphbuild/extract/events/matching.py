"""The pass that matches triggers and fills their arguments: verbs first, then nouns and adjectives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphbuild import tables
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import ActorResolver, excluding
from graphbuild.extract.events.anaphora import UnresolvedTarget, is_charge, refers_back, sums_up_clause
from graphbuild.extract.events.reciprocity import Filled, Reciprocity, with_other
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects_at_position
from graphbuild.extract.patterns.columns import RuleCondition
from graphbuild.extract.patterns.conditions import CONDITIONS, ArgumentPair
from graphbuild.extract.patterns.triggers import (
    FAMILIES,
    Slot,
    Trigger,
    arguments,
    denotes_holder,
    triggers,
)
from graphbuild.extract.syntax import predicates
from graphbuild.extract.token_features import Features
from graphbuild.model import Span

_NOUN_MODIFIERS = ("compound", "nmod")
#: Relations whose target may be the agent of an event: "condemned the attack", "praised the decision".
TARGET_MAY_BE_AGENT = frozenset(["ACCUSES", "SUPPORTS", "REJECTS", "PROTESTS_AGAINST"])


class EventMatcher:
    """Matches the triggers of one document."""

    def __init__(self, document: Document, test: Features, actors: ActorResolver) -> None:
        self.document, self.test, self.actors = document, test, actors
        self.parse, self.syntax = document.parse, document.syntax
        self._reciprocity = Reciprocity(document, test, actors)
        self._used: set[int] = set()
        self.unresolved: list[UnresolvedTarget] = []
        """Candidates that :mod:`graphbuild.extract.events.anaphora` is to resolve."""

    def candidates(self, sentence: Span) -> list[Candidate]:
        """The candidates of a sentence: of verbs, then of nouns that are not part of a verb's trigger."""
        parse = self.parse
        self._used = set()
        outside_names = [i for i in range(*sentence) if i not in self.document.linked.name_at]
        known = triggers()
        found: list[Candidate] = []
        for i in outside_names:
            if parse.tags[i].startswith("VB") and (rows := known["v"].get(parse.lemmas[i])):
                found.extend(self._match(i, rows))
        for i in outside_names:
            noun = parse.tags[i].startswith("NN") or (
                parse.tags[i] == "VB" and parse.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj")
            )
            free = i not in self._used or self._has_content_clause(i)
            if noun and free and not self._only_modifies(i) and (rows := self._noun_triggers(i)):
                found.extend(self._match(i, rows))
            adjective = parse.tags[i].startswith("JJ") or parse.tags[i] in ("RB", "IN")
            if adjective and (rows := known["a"].get(parse.lemmas[i])):
                found.extend(self._match(i, rows))
        return found

    def _has_content_clause(self, i: int) -> bool:
        """Whether a noun reports or demands something in a clause: "denied Peru's *claim* that …"."""
        reports = effects_at_position("n").get(self.parse.lemmas[i]) in ("report", "demanded")
        return reports and bool(self.syntax.step(i, "content"))

    def _only_modifies(self, i: int) -> bool:
        """Whether a noun only modifies another: "*attack* helicopter", not "*critic* Ann Otieno"."""
        parse, head = self.parse, self.parse.head[i]
        if parse.deps[i] not in _NOUN_MODIFIERS or not parse.tags[head].startswith("NN"):
            return False
        beside = self.test(i, "adversary") and denotes_holder(parse.lemmas[i])
        return not (beside and self.test(head, "person"))

    def _noun_triggers(self, i: int) -> tuple[Trigger, ...]:
        """The triggers of a noun, with the word before it ("air strike", "cease-fire") or alone."""
        known = triggers()["n"]
        return known.get(self._compound(i)) or known.get(self._hyphenated(i), ())

    def _hyphenated(self, i: int) -> str:
        """The lemma of a noun, with the hyphenated word before it if there is one."""
        parse = self.parse
        hyphen = i > 1 and parse.words[i - 1] == "-" and parse.end[i - 1] == parse.start[i]
        if hyphen and parse.end[i - 2] == parse.start[i - 1]:
            return f"{parse.words[i - 2].lower()}-{parse.lemmas[i]}"
        return parse.lemmas[i]

    def _compound(self, i: int) -> str:
        """The lemmas of a noun and the modifier right before it; empty without one."""
        parse = self.parse
        if not i or parse.deps[i - 1] not in ("compound", "amod") or parse.head[i - 1] != i:
            return ""
        return f"{parse.lemmas[i - 1]} {parse.lemmas[i]}"

    # -- one trigger -------------------------------------------------------------------------

    def _match(self, i: int, rows: tuple[Trigger, ...]) -> list[Candidate]:
        """The candidate of the first of a token's triggers that matches; none if its target is unresolved."""
        for trigger in rows:
            candidate = self._candidate(i, trigger)
            if candidate is not None:
                self._used.update(candidate.trigger_tokens)
                return [candidate] if candidate.targets else []
        return []

    def _candidate(self, i: int, trigger: Trigger) -> Candidate | None:
        """The candidate of a trigger at token ``i``; None if the trigger does not match."""
        if trigger.pos == "v" and not self._particle_fits(i, trigger):
            return None
        tokens = [i]
        if trigger.objects:
            noun = self._object(i, trigger)
            if noun is None:
                return None
            tokens.append(noun)
        elif trigger.particle:
            first = trigger.particle.split()[0]
            tokens.extend(k for k in self.parse.children[i] if self.parse.words[k].lower() == first and k > i)
        common = arguments()[trigger.relation]
        if not all(self._holds(i, w) for w in (*trigger.where, *common.where) if w.path is not None):
            return None
        through = (
            "any" if trigger.objects and trigger.relation in ("SANCTIONS", "CONCEDES_TO") else common.through
        )
        if trigger.relation == "ATTACKS" and trigger.requires("force"):
            through = "holding"
        noun = tokens[1] if trigger.objects else -1
        sources, used = self._fill(i, noun, trigger, trigger.source, (), through="")
        carrier = next(iter(self.syntax.step(i, "carrier")), -1) if trigger.pos == "n" else -1
        if carrier >= 0 and self.parse.lemmas[carrier] not in words("copula") and used == "holder":
            return None  # who keeps adversaries at bay is no adversary
        targets, slot = self._fill(i, noun, trigger, trigger.target, sources, through=through)
        filled = self._reciprocity.resolve(i, trigger, Filled(sources, targets, slot), used)
        sources, targets, slot = filled.sources, filled.targets, filled.slot
        if not filled.mutual:
            targets = excluding(targets, sources)
        if not sources:
            return None
        event_noun = -1
        if not targets:
            event_noun = self._event_noun(i, trigger, noun)
            if event_noun < 0:
                return None
        ends = ArgumentPair(self.document, self.test, i, sources, targets, slot)
        if not all(CONDITIONS[w.text[1:]](ends) for w in trigger.where if w.path is None):
            return None
        if carrier >= 0 and self.parse.lemmas[carrier] not in words("copula"):
            tokens.append(carrier)
        candidate = Candidate(
            trigger.relation,
            tuple(sources),
            tuple(targets),
            tuple(sorted(set(tokens))),
            i,
            f"{FAMILIES[trigger.pos]}:{trigger.name}/{self._construction(i, trigger, carrier, slot)}",
            trigger.confidence,
            slot,
            filled.mutual,
            carrier,
            trigger.root,
            tables.relations()[trigger.relation].quad is None and self.test.former(i),
        )
        if event_noun >= 0:
            self.unresolved.append(UnresolvedTarget(candidate, event_noun))
        return candidate

    def _event_noun(self, i: int, trigger: Trigger, noun: int) -> int:
        """The noun in target position that refers to an earlier event ("condemned *the attack*"), or -1.

        If the trigger needs an object ``noun``, that must sum up a clause ("…, a *claim* that Peru denied"),
        or the other be the subject: "*The attack* drew criticism from Peru".
        """
        if trigger.relation not in TARGET_MAY_BE_AGENT:
            return -1
        if trigger.objects:
            charge = trigger.relation == "REJECTS" and noun >= 0 and is_charge(self.document, noun)
            if noun >= 0 and (charge or sums_up_clause(self.document, noun)):
                return noun
        for slot in trigger.target:
            if trigger.objects and slot.name != "subj":
                continue
            for nodes in self._nodes(i, -1, slot) if slot.path is not None and not slot.must_be_actor else ():
                nouns = [k for k in self.actors.heads(nodes) if refers_back(self.document, k)]
                if nouns:
                    return nouns[0]
        return -1

    def _construction(self, i: int, trigger: Trigger, carrier: int, slot: str) -> str:
        """The construction of a candidate, last part of its rule."""
        if trigger.pos == "v":
            return "passive" if predicates.is_passive(self.parse, i) else "active"
        if trigger.pos == "a":
            return "predicate"
        return "between" if slot == "between" else "light" if carrier >= 0 else "nominal"

    def _holds(self, i: int, where: RuleCondition) -> bool:
        assert where.path is not None
        return bool(where.path.find(self.syntax, i, self.test)) is not where.negated

    def _object(self, i: int, trigger: Trigger) -> int | None:
        """The object noun that a trigger needs; not one that is part of another trigger."""
        nodes: Sequence[int]
        if trigger.pos == "n":
            nodes = self.syntax.step(i, "of") or [
                k for b in self.syntax.step(i, "by") for k in self.syntax.step(b, "of")
            ]
        else:
            nodes = self.syntax.step(i, trigger.object_path)
        for k in self.actors.heads(nodes):
            if k in self._used:
                continue
            if not trigger.objects.isdisjoint((self._hyphenated(k), self._compound(k))):
                return k
        return None

    def _particle_fits(self, v: int, trigger: Trigger) -> bool:
        """Whether the verb has the particle of the trigger, and no other particle that changes its sense."""
        parse = self.parse
        if trigger.particle:
            return trigger.particle == predicates.particle(parse, v) or self._follows(v, trigger.particle)
        after = v + 2 if parse.tags[v + 1 : v + 2] == ["PRP"] else v + 1
        other_particle = any(
            parse.deps[c] == "prt" and c == after and parse.words[c].lower() != "over"
            for c in parse.children[v]
        ) or (after > v + 1 and [w.lower() for w in parse.words[after : after + 1]] == ["out"])
        return not other_particle or bool(trigger.objects)  # "fought *back*", "shut him *out*"

    def _follows(self, v: int, particle: str) -> bool:
        """Whether fixed words follow the verb ("take aim at"), or a single one its object."""
        parse, fixed = self.parse, particle.split()
        if [w.lower() for w in parse.words[v + 1 : v + 1 + len(fixed)]] == fixed:
            return True
        for h in (v, *(c for c in parse.children[v] if parse.deps[c] == "dobj")):
            for c in parse.children[h]:
                if c < v or parse.words[c].lower() != particle:
                    continue
                close = parse.deps[c] == "prep" and c in (v + 1, h + 1)
                if close or parse.deps[c] in ("advmod", "ccomp", "oprd"):
                    return True
        return False

    # -- arguments ---------------------------------------------------------------------------

    def _fill(
        self,
        i: int,
        noun: int,
        trigger: Trigger,
        slots: tuple[Slot, ...],
        sources: Sequence[Actor],
        *,
        through: str,
    ) -> tuple[list[Actor], str]:
        """The actors of the first slot that has any besides the sources, and its name.

        ``noun`` is the object noun of the trigger, to which prepositions may be attached too; ``through`` is
        the class of things that stand for the target, empty for the source.
        """
        owners = self.syntax.step(i, "owner") if trigger.pos == "n" and not through else ()
        if any(self.parse.tags[k] != "PRP$" for k in owners):
            # "Oslo backs Kyiv's attack on …": the genitive is the agent, not the subject of the carrier verb
            slots = tuple(sorted(slots, key=lambda s: s.name != "gen"))
        elif trigger.pos == "n" and not through and self.syntax.step(i, "by"):
            slots = tuple(sorted(slots, key=lambda s: s.name != "by"))  # "expects an attack *by Oslo*"
        for slot in slots:
            if slot.path is None:
                continue
            for nodes in self._nodes(i, noun, slot):
                found = self._actors(i, nodes, slot, trigger, through)
                if slot.name in ("comp", "purpose"):
                    found = [a for a in found if self.parse.tags[a.token] != "PRP$"]
                if found := excluding(found, sources):
                    return found, slot.name
            if slot.name == "with" and with_other(self.document, i):
                break  # "agreed *with Anna Holm* to help Peru"
        return [], ""

    def _nodes(self, i: int, noun: int, slot: Slot) -> Iterator[Sequence[int]]:
        """The tokens in a slot of the trigger, then of its object noun."""
        assert slot.path is not None
        yield from slot.path.alternatives_reached(self.syntax, i, self.test)
        if noun >= 0:
            path = slot.path_from_noun
            if path is not None:
                yield from path.alternatives_reached(self.syntax, noun, self.test)

    def _actors(
        self, i: int, nodes: Sequence[int], slot: Slot, trigger: Trigger, through: str
    ) -> list[Actor]:
        """The actors of a slot: acting for the source, affected for the target."""
        if not through:
            agents = self.actors.acting(nodes, protesting=trigger.relation == "PROTESTS_AGAINST")
            return agents or (self.actors.states_of_places(nodes) if slot.name == "town" else [])
        if slot.name in ("wrongdoer", "offender") and (agents := self.actors.acting(nodes)):
            return agents
        if slot.must_be_actor:
            through = "none"
        elif slot.name in ("comp", "purpose"):
            through = "thing"
        elif slot.name == "site":
            through = "holding"
        elif through == "deed" and self.test(i, "valuing"):
            through = "own"
        places = arguments()[trigger.relation].places
        return self.actors.affected(nodes, through, places=places, makers=slot.name != "compsubj")
