"""The pass that matches triggers: who does what to whom, by verbs first, then by nouns and adjectives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphbuild import tables
from graphbuild.extract.coreference.nominals import sort
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import Actors, others
from graphbuild.extract.events.anaphora import Open, refers, sums_up
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects
from graphbuild.extract.patterns.columns import Where
from graphbuild.extract.patterns.conditions import CONDITIONS, Ends
from graphbuild.extract.patterns.triggers import (
    FAMILIES,
    Slot,
    Trigger,
    arguments,
    names_holder,
    triggers,
)
from graphbuild.extract.syntax import predicates
from graphbuild.extract.token_features import Features
from graphbuild.model import Span

_MODIFIES = ("compound", "nmod")
#: Relations to whoever did what they are about: "condemned the attack", "praised the decision".
OF_DEEDS = frozenset(["ACCUSES", "SUPPORTS", "REJECTS", "PROTESTS_AGAINST"])


class Events:
    """Matches the triggers of one document."""

    def __init__(self, document: Document, test: Features, actors: Actors) -> None:
        self.document, self.test, self.actors = document, test, actors
        self.parse, self.syntax = document.parse, document.syntax
        self._taken: set[int] = set()
        self.open: list[Open] = []
        """Candidates whose target is a deed told before, for :mod:`graphbuild.extract.events.anaphora`."""

    def find(self, sentence: Span) -> list[Candidate]:
        """The candidates of one sentence: of verbs, then of the nouns that no verb has taken."""
        parse = self.parse
        self._taken = set()
        open_ = [i for i in range(*sentence) if i not in self.document.linked.name_at]
        known = triggers()
        found: list[Candidate] = []
        for i in open_:
            if parse.tags[i].startswith("VB") and (own := known["v"].get(parse.lemmas[i])):
                found.extend(self._match(i, own))
        for i in open_:
            noun = parse.tags[i].startswith("NN") or (
                parse.tags[i] == "VB" and parse.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj")
            )
            free = i not in self._taken or self._telling(i)
            if noun and free and not self._modifies(i) and (own := self._of_noun(i)):
                found.extend(self._match(i, own))
            described = parse.tags[i].startswith("JJ") or parse.tags[i] in ("RB", "IN")
            if described and (own := known["a"].get(parse.lemmas[i])):
                found.extend(self._match(i, own))
        return found

    def _telling(self, i: int) -> bool:
        """Whether a noun says or asks something in a clause of its own: "denied Peru's *claim* that …"."""
        reports = effects("n").get(self.parse.lemmas[i]) in ("report", "demanded")
        return reports and bool(self.syntax.step(i, "content"))

    def _modifies(self, i: int) -> bool:
        """Whether a noun only modifies another: "*attack* helicopter", not "*critic* Ann Otieno"."""
        parse, head = self.parse, self.parse.head[i]
        if parse.deps[i] not in _MODIFIES or not parse.tags[head].startswith("NN"):
            return False
        beside = self.test(i, "adversary") and names_holder(parse.lemmas[i])
        return not (beside and self.test(head, "person"))

    def _of_noun(self, i: int) -> tuple[Trigger, ...]:
        """The triggers of a noun, with the word before it ("air strike", "cease-fire") or alone."""
        known = triggers()["n"]
        return known.get(self._paired(i)) or known.get(self._joined(i), ())

    def _joined(self, i: int) -> str:
        """The lemma of a noun with what is hyphenated before it, else its own."""
        parse = self.parse
        hyphen = i > 1 and parse.words[i - 1] == "-" and parse.end[i - 1] == parse.start[i]
        if hyphen and parse.end[i - 2] == parse.start[i - 1]:
            return f"{parse.words[i - 2].lower()}-{parse.lemmas[i]}"
        return parse.lemmas[i]

    def _paired(self, i: int) -> str:
        """The lemmas of a noun and the word before it in its phrase; empty where none is."""
        parse = self.parse
        if not i or parse.deps[i - 1] not in ("compound", "amod") or parse.head[i - 1] != i:
            return ""
        return f"{parse.lemmas[i - 1]} {parse.lemmas[i]}"

    # -- one trigger -------------------------------------------------------------------------

    def _match(self, i: int, own: tuple[Trigger, ...]) -> list[Candidate]:
        """The candidate of the first of a word's triggers that the text fills."""
        for trigger in own:
            found = self._filled(i, trigger)
            if found is not None:
                self._taken.update(found.tokens)
                return [found] if found.targets else []
        return []

    def _filled(self, i: int, trigger: Trigger) -> Candidate | None:
        if trigger.pos == "v" and not self._particle(i, trigger):
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
        if trigger.relation == "ATTACKS" and trigger.needs("force"):
            through = "holding"
        noun = tokens[1] if trigger.objects else -1
        sources, used = self._fill(i, noun, trigger, trigger.source, (), through="")
        carrier = next(iter(self.syntax.step(i, "carrier")), -1) if trigger.pos == "n" else -1
        if carrier >= 0 and self.parse.lemmas[carrier] not in words("copula") and used == "holder":
            return None  # who keeps adversaries at bay is none
        targets, slot = self._fill(i, noun, trigger, trigger.target, sources, through=through)
        sources, targets, mutual, slot = self._reciprocal(i, trigger, sources, targets, used, slot)
        if not mutual:
            targets = others(targets, sources)
        if not sources:
            return None
        deed = -1
        if not targets:
            deed = self._deed(i, trigger, noun)
            if deed < 0:
                return None
        ends = Ends(self.document, self.test, i, sources, targets, slot)
        if not all(CONDITIONS[w.text[1:]](ends) for w in trigger.where if w.path is None):
            return None
        if carrier >= 0 and self.parse.lemmas[carrier] not in words("copula"):
            tokens.append(carrier)
        found = Candidate(
            trigger.relation,
            tuple(sources),
            tuple(targets),
            tuple(sorted(set(tokens))),
            i,
            f"{FAMILIES[trigger.pos]}:{trigger.name}/{self._how(i, trigger, carrier, slot)}",
            trigger.confidence,
            slot,
            mutual,
            carrier,
            trigger.root,
            tables.relations()[trigger.relation].quad is None and self.test.former(i),
        )
        if deed >= 0:
            self.open.append(Open(found, deed))
        return found

    def _deed(self, i: int, trigger: Trigger, noun: int) -> int:
        """The noun for a deed told before that is the trigger's target ("condemned *the attack*"), or -1.

        Where the trigger needs a ``noun``, that must sum up what is told: "…, a *claim* that Peru denied".
        """
        if trigger.relation not in OF_DEEDS:
            return -1
        if trigger.objects:
            return noun if noun >= 0 and sums_up(self.document, noun) else -1
        for slot in trigger.target:
            for nodes in self._nodes(i, -1, slot) if slot.path is not None and not slot.plain else ():
                found = [k for k in self.actors.heads(nodes) if refers(self.document, k)]
                if found:
                    return found[0]
        return -1

    def _how(self, i: int, trigger: Trigger, carrier: int, slot: str) -> str:
        if trigger.pos == "v":
            return "passive" if predicates.is_passive(self.parse, i) else "active"
        if trigger.pos == "a":
            return "predicate"
        return "between" if slot == "between" else "light" if carrier >= 0 else "nominal"

    def _holds(self, i: int, where: Where) -> bool:
        assert where.path is not None
        return bool(where.path.find(self.syntax, i, self.test)) is not where.negated

    def _object(self, i: int, trigger: Trigger) -> int | None:
        """The noun that a trigger needs, not one that another trigger has taken."""
        nodes: Sequence[int]
        if trigger.pos == "n":
            nodes = self.syntax.step(i, "of") or [
                k for b in self.syntax.step(i, "by") for k in self.syntax.step(b, "of")
            ]
        else:
            nodes = self.syntax.step(i, trigger.object_path)
        for k in self.actors.heads(nodes):
            if k not in self._taken and not trigger.objects.isdisjoint((self._joined(k), self._paired(k))):
                return k
        return None

    def _particle(self, v: int, trigger: Trigger) -> bool:
        """Whether the verb has the particle that the trigger wants, and none that makes it another verb."""
        parse = self.parse
        if trigger.particle:
            return trigger.particle == predicates.particle(parse, v) or self._follows(v, trigger.particle)
        after = v + 2 if parse.tags[v + 1 : v + 2] == ["PRP"] else v + 1
        near = any(
            parse.deps[c] == "prt" and c == after and parse.words[c].lower() != "over"
            for c in parse.children[v]
        )
        near = near or (after > v + 1 and [w.lower() for w in parse.words[after : after + 1]] == ["out"])
        return not near or bool(trigger.objects)  # "fought *back*", "shut him *out*"

    def _follows(self, v: int, particle: str) -> bool:
        """Whether fixed words follow the verb ("take aim at"), or the last after its object."""
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

    # -- ends --------------------------------------------------------------------------------

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
        """The actors of the first slot that holds any other than the sources, and its name.

        ``noun`` is the noun that the trigger needs, on which prepositions may hang as well; ``through`` is
        empty for the source.
        """
        if trigger.pos == "n" and not through and self.syntax.step(i, "owner"):
            # "Oslo backs Kyiv's attack on …": the genitive says whose it is, whoever carries the noun
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
                if found := others(found, sources):
                    return found, slot.name
            if slot.name == "with" and self._with_unknown(i):
                break  # "agreed *with Anna Holm* to help Peru"
        return [], ""

    def _nodes(self, i: int, noun: int, slot: Slot) -> Iterator[Sequence[int]]:
        assert slot.path is not None
        yield from slot.path.each(self.syntax, i, self.test)
        if noun >= 0:
            path = slot.of_noun
            if path is not None:
                yield from path.each(self.syntax, noun, self.test)

    def _actors(
        self, i: int, nodes: Sequence[int], slot: Slot, trigger: Trigger, through: str
    ) -> list[Actor]:
        if not through:
            return self.actors.doers(nodes)
        if slot.name in ("wrongdoer", "offender") and (doers := self.actors.doers(nodes)):
            return doers
        if slot.plain:
            through = "none"
        elif slot.name in ("comp", "purpose"):
            through = "thing"
        elif slot.name == "site":
            through = "holding"
        elif through == "deed" and self.test(i, "valuing"):
            through = "own"
        stated = slot.name != "compsubj"
        return self.actors.reached(nodes, through, places=arguments()[trigger.relation].places, makers=stated)

    def _with_unknown(self, i: int) -> bool:
        """Whether it is done with somebody or something that is no entity: nobody else does it then."""
        parse, nodes = self.parse, self.syntax.step(i, "with")
        return any(
            parse.tags[h] in ("NNP", "NNPS", "PRP")
            or parse.words[h].lower() in tables.actors()
            or sort(parse.lemmas[h]) is not None
            for h in nodes
        )

    def _reciprocal(
        self, i: int, trigger: Trigger, sources: list[Actor], targets: list[Actor], used: str, slot: str
    ) -> tuple[list[Actor], list[Actor], bool, str]:
        """Sources and targets, of one group that does it to each other where trigger or text says so."""
        if trigger.pos == "v" and not targets and self._each_other(i, trigger):
            several = len({a.entity for a in sources}) > 1
            return (sources, sources, True, "recip") if several else (sources, targets, False, slot)
        if not any(s.name == "recip" for s in trigger.target):
            return sources, targets, False, slot
        if slot == "between" or (trigger.pos == "n" and not targets):
            pair = self.actors.reached(self._between(i), "none")
            if len({a.entity for a in pair}) > 1:
                return pair, pair, True, "between"
        if len({a.entity for a in sources}) < 2 or self._one_group(i, sources):
            return sources, targets, False, slot
        one_sided = trigger.pos == "v" and not self._each_other(i, trigger)
        if one_sided and (targets or not self._together(i, trigger, sources)):
            return sources, targets, False, slot
        if trigger.pos == "n" and self._hyphened(i, sources):
            return sources, sources, True, "recip"
        if trigger.pos != "v" and targets:
            return sources, targets, False, slot
        if trigger.pos == "n" and (self._with_unknown(i) or not self._shared(i, trigger, sources, used)):
            return sources, targets, False, slot
        return sources, sources, True, "recip"

    def _between(self, i: int) -> list[int]:
        nodes = list(self.syntax.step(i, "between/among"))
        verb = self.parse.head[i]
        if not nodes and self.parse.deps[i] in ("nsubj", "nsubjpass", "dobj") and self.test(verb, "verb"):
            nodes = list(self.syntax.step(verb, "between"))
        return nodes

    def _each_other(self, i: int, trigger: Trigger) -> bool:
        """Whether "each other" or "one another" stands where the target does."""
        nodes = [k for slot in trigger.target if slot.path for n in self._nodes(i, -1, slot) for k in n]
        return any(
            self.parse.words[o].lower() in ("other", "another") and self.parse.words[o - 1] in ("each", "one")
            for o in (*self.syntax.step(i, "patient"), *nodes)
            if o
        )

    def _together(self, i: int, trigger: Trigger, sources: Sequence[Actor]) -> bool:
        """Whether several who do a verb do it with each other, not all with somebody or something else."""
        parse, step = self.parse, self.syntax.step
        objects = step(i, "patient")
        if (
            trigger.relation == "MET_WITH"
            and objects
            and not trigger.objects
            and not self.test(i, "negotiating")
        ):
            return False  # "meet demand"
        agreed = objects if self.test(i, "agreeing") else ()
        if any(step(k, "with/alongside/beside") for k in (i, *agreed)):
            return False
        if any(parse.lemmas[k] == "side" for k in step(i, "on")):
            return False  # "fought *on the British side*"
        return not any(
            parse.deps[c] == "xcomp" and parse.lemmas[c] in words("alone") for c in parse.children[i]
        )

    def _shared(self, n: int, trigger: Trigger, sources: Sequence[Actor], used: str) -> bool:
        """Whether an event noun is one of several together: "the *meeting* of A and B", "the *A-B* talks"."""
        several = self.test(n, "plural")
        if used == "of":
            kinds = {self.document.kind(a) for a in sources}
            return trigger.relation == "ALLIED_WITH" or (not several and kinds <= {"person", "country"})
        if used == "gen":
            return True
        carrier = next(iter(self.syntax.step(n, "carrier")), -1)
        attended = carrier >= 0 and self.parse.lemmas[carrier] == "attend"
        return not attended and not self.syntax.step(n, "owner")

    def _hyphened(self, n: int, sources: Sequence[Actor]) -> bool:
        """Whether two stand as a pair before an event noun: "the *A-B* conflict with the Indian leader"."""
        one, *other = sorted({a.token for a in sources})
        if len(other) != 1 or not one < other[0] < n:
            return False
        return {*self.parse.words[one + 1 : other[0]]} <= {"-", "–", "—"}

    def _one_group(self, i: int, sources: Sequence[Actor]) -> bool:
        """Whether the sources share one noun and do nothing to each other: "*a* French-German brigade"."""
        heads = [k for h in self.syntax.step(i, "agent") for k in self.syntax.members(h)]
        if any(self.syntax.step(k, "example") for k in heads):
            return True  # "delegates of Kenya, including Ann Otieno"
        nodes = [k for k in heads if self.actors.meant(k)]
        return len(nodes) == 1 and self.parse.tags[nodes[0]] in ("NN", "NNP") and any(a.role for a in sources)
