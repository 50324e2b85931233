"""Frames that verbs open."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import adjuncts, clause, complements, conditions, context, parties, places
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon, Trigger

#: Relations by words: what stands before their noun is who is given it ("gave the Pentagon permission").
_GIVING_WORD = frozenset(["CONCEDES_TO", "THREATENS", "SUPPORTS", "REJECTS"])
#: Verbs whose "with" tells with whom, and nobody else then.
_AGREEING = frozenset(["agree", "sign", "reach", "strike", "conclude", "seal", "ink", "hammer"])
#: What nobody does with somebody else.
_ALONE = frozenset("join resign leave testify appear plead pay stand serve retire step become".split())
#: What firms do together.
_JOINTLY = frozenset(
    """work cooperate collaborate form establish create set develop build launch start begin hold merge
    combine pool share exchange swap extend renew end settle sign negotiate discuss meet talk conduct market
    produce manufacture explore expand strengthen resume continue terminate delay cancel""".split()
)


def frames(
    linked: Linked, v: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span, taken: set[int]
) -> Iterator[Frame]:
    """The frame of verb ``v``: of the first of its triggers that the text fills.

    Nouns that are part of what the verb says are added to ``taken``, and none already taken is used.
    """
    parse = linked.parse
    objects = clause.patients(parse, v)
    kernels = places.kernels(linked, [*objects, *clause.retained(parse, v)], lex)
    for trigger in triggers:
        if not _particle(linked, v, trigger):
            continue
        tokens = [v]
        if trigger.objects:
            heads = _nouns(linked, v, trigger, kernels, lex, taken)
            if not heads:
                continue
            tokens.append(heads[0])
        if not conditions.meets(linked, v, objects, trigger, lex):
            continue
        at = _Places(linked, v, [*objects, *kernels, *tokens[1:]], lex, places.things_of(trigger, lex))
        sources, targets, mutual, place = _ends(linked, at, trigger, objects, tokens[1:])
        if not targets or (
            "own" in trigger.needs and conditions.about_third(linked, v, [*sources, *targets], place)
        ):
            continue
        if not parties.meet(linked, v, sources, targets, trigger, lex):
            continue
        if trigger.particle and not trigger.objects:
            first = trigger.particle.split()[0]
            tokens.extend(k for k in parse.children[v] if parse.words[k].lower() == first and k > v)
        how = "passive" if clause.is_passive(parse, v) else "active"
        found = context.of_verb(parse, v, lex, sentence)
        rule = f"verb:{trigger.name}/{how}"
        taken.update(tokens)
        yield Frame(
            trigger.relation, sources, targets, tokens, found, trigger.confidence, rule, v, mutual, place
        )
        return


def _nouns(
    linked: Linked, v: int, trigger: Trigger, kernels: list[int], lex: Lexicon, taken: set[int]
) -> list[int]:
    """The nouns that a trigger needs with its verb ("imposed *sanctions*"); those undone are taken."""
    if "prep" in trigger.needs:
        heads = places.kernels(linked, adjuncts.oblique(linked.parse, v), lex)
    else:
        heads = _predicates(linked, v) if "pred" in trigger.needs else kernels
    heads = [
        k
        for k in heads
        if not trigger.objects.isdisjoint((places.joined(linked, k), places.paired(linked, k)))
        and k not in taken
    ]
    other = any(
        trigger.relation != t.relation for k in heads for t in lex.nouns.get(linked.parse.lemmas[k], ())
    )
    if other and trigger.relation == "CONCEDES_TO":  # "lifted sanctions", whoever does it
        taken.update(heads)
    return heads


#: Verbs of those who talk with each other of what is their object.
_TALKS_OF = frozenset(["discuss", "negotiate"])


def _ends(
    linked: Linked, at: _Places, trigger: Trigger, objects: list[int], nouns: list[int]
) -> tuple[list[Actor], list[Actor], bool, str]:
    """Source and target, whether they are one group, and the name of the target's place."""
    sources, _ = at.fill(trigger.source, source=True)
    if not sources:
        return [], [], False, ""
    targets, place = at.fill(trigger.target, source=False, sources=sources)
    if not targets and "iobj" in trigger.target and trigger.relation in _GIVING_WORD:
        genitive = any(linked.parse.deps[c] == "poss" for k in nouns for c in linked.parse.children[k])
        targets = [] if genitive else [a for k in nouns for a in linked.owners(k, of=())]
    mutual = False
    free = trigger.relation != "MET_WITH" or bool(trigger.objects) or not objects  # not "meet demand"
    free = free or (linked.parse.lemmas[at.v] in _TALKS_OF and linked.parse.tags[at.v] != "VB")
    beside = [
        h
        for k in (at.v, *(objects if linked.parse.lemmas[at.v] in _AGREEING else ()))
        for h in adjuncts.prepositional(linked.parse, k, ("with", "alongside", "beside"))
    ]  # "agreed *with that*", "reached a settlement *with a bank*"
    sides = adjuncts.prepositional(linked.parse, at.v, ("on",))  # "fought *on the British side*"
    free = free and not beside and not any(linked.parse.lemmas[k] == "side" for k in sides)
    free = free and not _each_own(linked, at.v, sources)
    if "recip" in trigger.target and ((free and not targets) or _each_other(linked, objects)):
        targets, mutual = (
            sources,
            len({a.entity for a in sources}) > 1
            and not places.one(linked, clause.subjects(linked.parse, at.v), sources),
        )
    if not mutual:
        targets = places.others(targets, sources)
    if tables.relations()[trigger.relation].quad is None:  # "headed the Chinese delegation" leads no state
        targets = [a for a in targets if not a.role]
    return sources, targets, mutual, place


def _each_own(linked: Linked, v: int, sources: list[Actor]) -> bool:
    """Whether what several agree to is what each does alone: "Ann and Ben agreed *to resign*".

    Firms that agree to anything but a thing of theirs together deal with somebody else: "three banks
    agreed *to lend* Kenya millions".
    """
    parse = linked.parse
    below = {parse.lemmas[c] for c in parse.children[v] if parse.deps[c] == "xcomp"}
    states = any(linked.clusters[a.entity].kind == "country" for a in sources)
    several = len({a.entity for a in sources}) > 2
    return bool(below & _ALONE) or (several and not states and bool(below) and not below & _JOINTLY)


def _particle(linked: Linked, v: int, trigger: Trigger) -> bool:
    """Whether the verb has the particle that the trigger wants, and none that makes it another verb."""
    parse = linked.parse
    part = clause.particle(parse, v)
    if trigger.particle:
        return trigger.particle == part or _follows(linked, v, trigger.particle)
    after = v + 2 if parse.tags[v + 1 : v + 2] == ["PRP"] else v + 1
    near = any(
        parse.deps[c] == "prt" and c == after and parse.words[c].lower() != "over" for c in parse.children[v]
    )
    near = near or (after > v + 1 and parse.words[after].lower() == "out")
    return not near or bool(trigger.objects)  # "fought *back*", "shut him *out*"


def _follows(linked: Linked, v: int, particle: str) -> bool:
    """Whether fixed words follow the verb ("take aim at", "part ways with"), or the last after its object."""
    words = particle.split()
    after = [w.lower() for w in linked.parse.words[v + 1 : v + 1 + len(words)]]
    if after == words:
        return True
    parse = linked.parse
    for h in [v, *(c for c in parse.children[v] if parse.deps[c] == "dobj")]:
        for c in parse.children[h]:
            if c < v or parse.words[c].lower() != particle:
                continue
            if parse.deps[c] in ("advmod", "ccomp", "oprd") or (
                parse.deps[c] == "prep" and c in (v + 1, h + 1)
            ):
                return True
    return False


def _predicates(linked: Linked, v: int) -> list[int]:
    """What is said of somebody below ``v``: "held Iran *responsible*", "said rebels were *responsible*"."""
    parse = linked.parse
    clauses = [c for c in parse.children[v] if parse.deps[c] == "ccomp" and c > v]
    clauses = [c for c in clauses if not any(parse.deps[k] == "neg" for k in parse.children[c])]
    below = [v, *(c for c in clauses if parse.lemmas[c] == "be" or parse.tags[c] == "JJ")]
    found = [
        c for b in below for c in parse.children[b] if parse.deps[c] in ("acomp", "oprd", "attr", "amod")
    ]
    return [*found, *(b for b in below[1:] if parse.tags[b] == "JJ")]


def _each_other(linked: Linked, objects: list[int]) -> bool:
    return any(linked.parse.words[o].lower() in ("other", "another") for o in objects)


class _Places:
    """The places around one verb, looked up by their names in the lexicon."""

    def __init__(
        self, linked: Linked, v: int, objects: list[int], lex: Lexicon, things: frozenset[str] | None
    ) -> None:
        self.linked, self.v, self.lex, self.things = linked, v, lex, things
        self.objects = list(dict.fromkeys(objects))

    def fill(
        self, slots: tuple[str, ...], *, source: bool, sources: list[Actor] | None = None
    ) -> tuple[list[Actor], str]:
        """The actors in the first of ``slots`` that holds any other than the sources, and its name."""
        for slot in slots:
            found = places.others(self._in(slot, source=source, sources=sources or []), sources or [])
            if found:
                return found, slot
            if slot == "iobj" and clause.recipients(self.linked.parse, self.v):
                break  # "gave poor countries access *to the US market*"
            if slot == "against" and self._phrases(slot, plain=False):
                break  # "filed a complaint *against* somebody unknown with the UN"
            if slot.removesuffix("!") == "with" and self._with_unknown():
                break
        return [], ""

    def _with_unknown(self) -> bool:
        """Whether it is done with somebody or something unknown: "agreed *with* Anna Holm to help Peru"."""
        parse = self.linked.parse
        tags = [parse.tags[h] for h in self._phrases("with", plain=False)]
        agreed = parse.lemmas[self.v] in _AGREEING and any(
            adjuncts.prepositional(parse, k, ("with",)) for k in (self.v, *self.objects)
        )
        return agreed or any(tag in ("NNP", "NNPS", "PRP") for tag in tags)

    def _in(self, slot: str, *, source: bool, sources: list[Actor]) -> list[Actor]:
        linked, v, lex = self.linked, self.v, self.lex
        parse = linked.parse
        if slot == "comp":
            return complements.complement(linked, v, lex, sources)
        if slot == "purpose":  # "gave millions *to rebuild schools in Chad*"
            aims = [
                c for c in parse.children[v] if parse.deps[c] in ("advcl", "xcomp") and parse.tags[c] == "VB"
            ]
            return [a for c in aims for a in complements.reached_in(linked, c, lex, sources)]
        if slot == "compsubj!":
            return complements.complement_subject(linked, v, must=False, active=True)
        if slot in ("compsubj", "comp!must"):
            return complements.complement_subject(linked, v, must=slot != "compsubj")
        if slot == "gen":
            shares = lex.groups["share"]  # who buys shares deals with those who sell them
            return [a for o in self.objects if parse.lemmas[o] not in shares for a in linked.owners(o, of=())]
        if slot == "recip":
            return []
        plain = slot.endswith("!")
        slot = slot.removesuffix("!")
        if slot == "subj":
            heads = clause.subjects(parse, v)
        elif slot == "site":
            return self._site()
        elif slot == "place":  # "was arrested *in Rwanda*": those who may arrest there did
            unsaid = clause.is_passive(parse, v) and not clause.agents(parse, v)
            heads = adjuncts.prepositional(parse, v, ("in", "from")) if unsaid else []
        elif slot == "obj":
            heads = clause.patients(parse, v)
        elif slot == "iobj":
            heads = clause.recipients(parse, v)
        else:
            heads = self._phrases(slot, plain=plain)
        if source:
            return places.doers(linked, heads, lex)
        return places.reached(linked, heads, lex, things=frozenset() if plain else self.things)

    def _phrases(self, slot: str, *, plain: bool) -> list[int]:
        """Heads of the phrases by a preposition on the verb; unless ``plain`` also on its object."""
        parse, v = self.linked.parse, self.v
        names = tuple(slot.split("/"))
        heads = adjuncts.prepositional(parse, v, names)
        for o in () if plain else self.objects:
            heads.extend(adjuncts.prepositional(parse, o, names))
        if not heads and slot == "against":  # "put its guard on alert *against* …"
            for c in parse.children[v]:
                if parse.deps[c] == "prep":
                    for k in parse.children[c]:
                        struck = any(t.relation == "ATTACKS" for t in self.lex.nouns.get(parse.lemmas[k], ()))
                        heads.extend(() if struck else adjuncts.prepositional(parse, k, names))
        if not heads and not plain:
            for o in self.objects:  # "the penalties it had placed *on* Mali"
                for c in parse.children[o]:
                    if parse.deps[c] in ("relcl", "acl") and c != v:
                        heads.extend(adjuncts.prepositional(parse, c, names))
        return heads

    def _site(self) -> list[Actor]:
        """Where what is hit stands or lives, told of nothing else ("stormed a base *in Kenya*")."""
        hit = [o for o in self.objects if self.linked.parse.lemmas[o] in self.lex.groups["site"]]
        heads = adjuncts.prepositional(self.linked.parse, self.v, ("in", "inside", "near"))
        return (
            [
                places.through(self.linked, a, hit[0])
                for a in places.reached(self.linked, heads, self.lex, things=self.lex.groups["holding"])
            ]
            if hit
            else []
        )
