"""Frames that nouns and adjectives open."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.words import FIRMS
from graphbuild.model import Span
from graphbuild.relate import adjuncts, carriers, clause, complements, context, governing, parties, places
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon, Trigger

#: Nouns of contests, before which a name alone tells of the contest.
_WON = frozenset(["win", "victory", "triumph", "defeat", "loss", "draw"])
#: Acts of speech, and what those do who hear them.
_SAID = frozenset(["ACCUSES", "REQUESTS", "THREATENS"])
_DENYING = frozenset(["deny", "rebut", "refute", "dispute", "reject", "dismiss"])


def triggers(linked: Linked, n: int, lex: Lexicon) -> tuple[Trigger, ...]:
    """The triggers of noun ``n``, with the word before it ("air strike", "legal action") or alone."""
    return lex.nouns.get(places.paired(linked, n)) or lex.nouns.get(places.joined(linked, n), ())


def frames(
    linked: Linked, n: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span, taken: set[int]
) -> Iterator[Frame]:
    """The frame of noun ``n``: of the first of its triggers that the text fills."""
    parse = linked.parse
    if parse.deps[n] in ("compound", "nmod") and parse.tags[parse.head[n]].startswith("NN"):
        return  # "attack helicopter", "trade official": the head says what it is
    verb, doer = carriers.carrier(linked, n, lex)
    for trigger in triggers:
        inner: list[int] = []
        if trigger.lemma == "critic" and any(parse.deps[c] == "compound" for c in parse.children[n]):
            continue  # "the paper's *film* critic"
        if trigger.relation == "THREATENS" and verb is not None and parse.lemmas[verb] in carriers.COPULAS:
            continue  # who "is a threat to" somebody threatens nothing
        if trigger.objects:
            inner = places.kernels(linked, _phrases(linked, n, ("of",)), lex)
            inner = [k for k in inner if places.joined(linked, k) in trigger.objects]
            if not inner:
                continue
            taken.update(inner)
        pair = _between(linked, n, lex)
        standing = tables.relations()[trigger.relation].quad is None
        if "recip" in trigger.target and len({a.entity for a in pair}) > 1:
            sources, targets, mutual, place = pair, pair, True, "between"
        else:
            sources, targets, mutual, place = _Ends(
                linked, n, inner, verb, doer, lex, standing=standing
            ).fill(trigger)
        if not sources or not targets:
            continue
        if standing:
            # "has a U.S. unit" makes nobody a part of the United States, nor does "a German unit"
            if verb is not None and parse.lemmas[verb] not in carriers.COPULAS:
                continue
            if parse.deps[n] == "conj" and parse.head[n] in linked.name_at:
                continue  # "Zeta, Airbus and *a unit* of Bosch"
            if trigger.relation == "PART_OF" and place != "gen" and _called(linked, n):
                continue  # "Alpha, the *Beta* unit of Gamma"
            countries = [a for a in targets if linked.clusters[a.entity].kind == "country"]
            firm = n not in linked.name_at and parse.lemmas[n] in ("unit", "subsidiary", "arm")
            targets = [a for a in targets if not (firm or place == "gen") or a not in countries]
            if trigger.relation == "PART_OF" and firm and parse.tags[n] == "NN":
                targets = targets[:1]  # "Zeta, a unit of Bosch, *Airbus and BMW*" is a list
            lone = len(sources) == 1 and linked.clusters[sources[0].entity].kind == "person"
            if not targets or (lone and sources[0].token < n and parse.tags[n] == "NNS"):
                continue  # "X, Y and members of the Eagles", misread
        if not parties.meet(linked, n, sources, targets, trigger, lex):
            continue
        tokens = [n] if verb is None or parse.lemmas[verb] in carriers.COPULAS else sorted({verb, n})
        tokens = sorted({*tokens, *inner[:1]})
        found = (
            context.of_verb(parse, parse.head[parse.head[n]], lex, sentence)
            if place == "aided"
            else context.of_noun(parse, n, verb, lex, sentence)
        )
        if trigger.relation in _SAID and parse.deps[n] == "dobj" and parse.lemmas[parse.head[n]] in _DENYING:
            found.negated = False  # who rebuts criticism was criticised
        how = "between" if place == "between" else "light" if verb is not None else "nominal"
        rule = f"noun:{trigger.name}/{how}"
        yield Frame(
            trigger.relation, sources, targets, tokens, found, trigger.confidence, rule, n, mutual, place
        )
        return


def _called(linked: Linked, n: int) -> bool:
    """Whether an organisation's name stands before a noun in its phrase."""
    parse, clusters = linked.parse, linked.clusters
    return any(
        parse.deps[c] in ("compound", "nmod") and clusters[linked.own[c].entity].kind == "organisation"
        for c in parse.children[n]
        if c in linked.own
    )


def _between(linked: Linked, n: int, lex: Lexicon) -> list[Actor]:
    parse = linked.parse
    heads = adjuncts.prepositional(parse, n, ("between", "among"))
    verb = parse.head[n]
    if not heads and clause.is_verb(parse, verb) and parse.deps[n] in ("nsubj", "nsubjpass", "dobj"):
        heads = adjuncts.prepositional(parse, verb, ("between",))
    # "between *the British company* and Unilever": firms deal for themselves, wherever they are from
    return [a for a in places.reached(linked, heads, lex, things=frozenset()) if a.role not in FIRMS]


def _phrases(linked: Linked, n: int, names: tuple[str, ...], *, target: bool = False) -> list[int]:
    """Phrases of noun ``n``, also where they hang on a name beside it ("the easing by Oslo *of* …").

    With ``target`` not those by "of" on who does it ("opposition from the Socialists *of* Craxi").
    """
    parse = linked.parse
    found = adjuncts.prepositional(parse, n, names)
    for c in parse.children[n]:
        if not found and parse.deps[c] == "prep":
            if names == ("of",) and parse.words[c].lower() == "with":
                continue  # "talks with the King *of Jordan*"
            for k in parse.children[c]:
                theirs = target and names == ("of",) and parse.words[c].lower() != "by"
                if parse.deps[k] == "pobj" and (
                    (k in linked.own and not theirs) or names in (("by",), ("against",))
                ):
                    found = _phrases(linked, k, names)
    return found


class _Ends:
    """The places around one event noun, looked up by their names in the lexicon."""

    def __init__(
        self,
        linked: Linked,
        n: int,
        inner: list[int],
        verb: int | None,
        doer: list[int],
        lex: Lexicon,
        *,
        standing: bool,
    ) -> None:
        self.linked, self.n, self.inner, self.lex = linked, n, inner, lex
        self.verb, self.heads = verb, doer
        apposed = [c for c in linked.parse.children[n] if linked.parse.deps[c] == "appos"]
        self.doers = places.doers(linked, doer, lex)
        if standing and linked.parse.deps[n] == "appos" and linked.parse.tags[n] == "NN":
            own = {a.entity for h in doer for a in linked.actors(h, coordinated=False)}
            self.doers = [a for a in self.doers if a.entity in own]  # "Zeta, an *arm* of Bosch, and Kern"
        self.apposed = [] if self.doers else places.doers(linked, apposed, lex)
        self.clauses = [
            c for c in linked.parse.children[n] if linked.parse.deps[c] in ("acl", "relcl") and c not in inner
        ]
        self.personal = self.asks = False
        if verb is None and not self.doers and not standing:
            # "sanctions imposed by the EU on Iran", "strikes it launched against Iran"
            for c in self.clauses:
                if n in clause.patients(linked.parse, c):
                    self.doers = places.doers(linked, clause.subjects(linked.parse, c), lex)
                if self.doers:
                    self.verb = c
                    break

    def fill(self, trigger: Trigger) -> tuple[list[Actor], list[Actor], bool, str]:
        """Source and target, whether they are one group, and the name of the target's place."""
        sources, targets, used, place = [], [], "", ""
        parse = self.linked.parse
        self.personal = trigger.source == ("subj",)
        self.asks = trigger.relation == "REQUESTS"
        owned = "gen" in trigger.source and any(parse.deps[c] == "poss" for c in parse.children[self.n])
        # "Oslo backs Kyiv's attack on …": the genitive says whose it is, whoever carries the noun
        for slot in ("gen", *trigger.source) if owned else trigger.source:
            sources = [a for a in self._in(slot, source=True) if not a.civil]
            if sources:
                used = slot
                break
        for slot in trigger.target:
            if slot == used and slot != "gen":
                continue
            things = places.things_of(trigger, self.lex)
            targets = places.others(self._in(slot, things), sources)
            if targets:
                place = slot
                break
        if "recip" in trigger.target:
            group = sources if not targets else targets if not sources and place == "between" else []
            attended = self.verb is not None and parse.lemmas[self.verb] == "attend"
            joint = trigger.relation == "ALLIED_WITH" or self._together(group)
            if attended or (used == "of" and not joint):
                group = []
            several = parse.tags[self.n] == "NNS" and parse.lemmas[self.n] in self.lex.groups["accord"]
            if used == "gen" and several:
                group = []  # "the *Canadian and Israeli pacts*" are each one's own
            if used == "subj" and any(parse.deps[c] == "poss" for c in parse.children[self.n]):
                group = []  # "*its* competitors are Zeta and Bosch"
            if used == "subj" and places.one(self.linked, self.heads, group):
                group = []
            if len({a.entity for a in group}) > 1:
                return group, group, True, "recip"
        return sources, targets, False, place

    def _together(self, group: list[Actor]) -> bool:
        """Whether "the meeting of A and B" is one of theirs: not "the meetings of the G7 and the UN"."""
        kinds = {self.linked.clusters[a.entity].kind for a in group}
        return self.linked.parse.tags[self.n] == "NN" and kinds <= {"person", "country"}

    def _in(
        self, slot: str, things: frozenset[str] | None = frozenset(), *, source: bool = False
    ) -> list[Actor]:
        """The actors in a place, those of a target also through ``things``."""
        linked, n, parse = self.linked, self.n, self.linked.parse
        if slot == "subj":  # only of nouns for those who do it: "a critic of Peru, *Ann Otieno*"
            return self.doers or (self.apposed if self.personal else [])
        if slot == "between":
            return _between(linked, n, self.lex)
        if slot.endswith("!"):
            slot, things = slot[:-1], frozenset()
        if slot == "gen":
            owners = places.whose(linked, linked.owners(n, of=()), n)
            won = parse.lemmas[n] in _WON  # "a *Celtic League* win over Zeta" is another's
            return [a for a in owners if not won or parse.deps[a.token] == "poss"]
        if slot in ("obj", "site", "place", "purpose", "recip"):
            return []
        if slot == "aided":
            return self._aided()
        if slot == "compsubj":
            heads = [
                k
                for c in parse.children[n]
                if governing.content(parse, c)
                for k in parse.children[c]
                if parse.deps[k] in ("nsubj", "nsubjpass")
            ]
        elif slot == "comp":
            return [
                a
                for c in parse.children[n]
                if parse.deps[c] == "acl" and parse.tags[c] == "VB"
                for a in complements.reached_in(linked, c, self.lex, self.doers)
            ]
        elif slot == "iobj":
            heads = clause.recipients(parse, self.verb) if self.verb is not None else []
        else:
            names = tuple(slot.split("/"))
            heads = _phrases(linked, n, names, target=not source)
            for k in self.inner:
                heads = heads or adjuncts.prepositional(parse, k, names)
                if not heads and not source and "of" in names:
                    return linked.owners(k, of=())
            if not heads and self.verb is not None:
                heads = adjuncts.prepositional(parse, self.verb, names)
            heads = heads or self._above(names)
            if (
                slot == "for" and self.asks
            ):  # "a request *for* NATO" asks nothing of it unless to do something
                heads = [h for h in heads if self._to_do(h)]
        return places.reached(linked, heads, self.lex, things=things)

    def _aided(self) -> list[Actor]:
        """Who does what a noun helps in: "with the backing of Peru, *Chile* won the vote"."""
        parse, prep = self.linked.parse, self.linked.parse.head[self.n]
        verb = parse.head[prep]
        with_it = parse.deps[self.n] == "pobj" and parse.words[prep].lower() == "with"
        none = any(parse.words[c].lower() in ("no", "little", "scant") for c in parse.children[self.n])
        if not with_it or none or not clause.is_verb(parse, verb):
            return []
        return places.doers(self.linked, clause.subjects(parse, verb), self.lex)

    def _to_do(self, h: int) -> bool:
        """Whether an infinitive tells what somebody is asked to do: "a demand for Turkey *to leave*"."""
        parse = self.linked.parse
        return "TO" in parse.tags[h + 1 : parse.subtree(h)[-1] + 2]

    def _above(self, names: tuple[str, ...]) -> list[int]:
        """A phrase that the parser hung on the noun's governing verb: "talks were held with Iran"."""
        parse, head = self.linked.parse, self.linked.parse.head[self.n]
        if parse.deps[self.n] in ("dobj", "nsubjpass", "nsubj") and clause.is_verb(parse, head):
            return [h for h in adjuncts.prepositional(parse, head, names) if h > self.n]
        return []
