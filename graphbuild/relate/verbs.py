"""Frames that verbs open."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import clause, context, parties, places
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon, Trigger

#: Prepositions by which a clause below reaches somebody ("agreed to share maps *with* …").
_REACHING = ("with", "to", "against", "on", "from", "at", "for", "into", "of")
#: Relations by words: what stands before their noun is who is given it ("gave the Pentagon permission").
_GIVING_WORD = frozenset(["CONCEDES_TO", "THREATENS", "SUPPORTS", "REJECTS"])
#: Verbs of words: what they are about is not acted upon.
_WORDS = frozenset(["comment", "discuss", "name", "speculate", "elaborate", "identify", "answer", "guess"])
_SAYING = ("report", "tell", "deny")
_SHARES = frozenset(["pct", "percent", "%", "per cent"])
_OBLIGED = frozenset(["must", "ought", "need"])


def frames(
    linked: Linked, v: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span, taken: set[int]
) -> Iterator[Frame]:
    """The frame of verb ``v``: of the first of its triggers that the text fills.

    Nouns that are part of what the verb says are added to ``taken``, and none already taken is used.
    """
    parse = linked.parse
    part = clause.particle(parse, v)
    objects = clause.patients(parse, v)
    kernels = places.kernels(linked, [*objects, *clause.retained(parse, v)], lex)
    for trigger in triggers:
        if trigger.particle and trigger.particle != part and not _follows(linked, v, trigger.particle):
            continue
        tokens = [v]
        if trigger.objects:
            if "prep" in trigger.needs:
                heads = places.kernels(linked, clause.oblique(parse, v), lex)
            elif "pred" in trigger.needs:
                heads = _predicates(linked, v)
            else:
                heads = kernels
            heads = [k for k in heads if places.joined(linked, k) in trigger.objects and k not in taken]
            if not heads:
                continue
            if any(trigger.relation != t.relation for k in heads for t in lex.nouns.get(parse.lemmas[k], ())):
                taken.update(
                    heads if trigger.relation == "CONCEDES_TO" else ()
                )  # it undoes what the noun says ("lifted sanctions"), whoever does it
            tokens.append(heads[0])
        if not _meets(linked, v, objects, trigger):
            continue
        things = places.things_of(trigger, lex)
        at = _Places(linked, v, [*objects, *kernels, *tokens[1:]], lex, things)
        sources, _ = at.fill(trigger.source, source=True)
        if not sources:
            continue
        targets, place = at.fill(trigger.target, source=False, sources=sources)
        if not targets and "iobj" in trigger.target and trigger.relation in _GIVING_WORD:
            targets = [a for k in tokens[1:] for a in linked.owners(k, of=())]
        mutual = False
        if "recip" in trigger.target and (not targets or _each_other(linked, objects)):
            targets, mutual = sources, len({a.entity for a in sources}) > 1
        if not mutual:
            targets = places.others(targets, sources)
        if (
            tables.relations()[trigger.relation].quad is None
        ):  # "headed the Chinese delegation" leads no state
            targets = [a for a in targets if not a.role]
        if not targets or ("own" in trigger.needs and _about_third(linked, v, [*sources, *targets], place)):
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
    below = [v, *(c for c in clauses if parse.lemmas[c] == "be" or parse.tags[c] == "JJ")]
    found = [
        c for b in below for c in parse.children[b] if parse.deps[c] in ("acomp", "oprd", "attr", "amod")
    ]
    return [*found, *(b for b in below[1:] if parse.tags[b] == "JJ")]


def _each_other(linked: Linked, objects: list[int]) -> bool:
    return any(linked.parse.words[o].lower() in ("other", "another") for o in objects)


def _meets(linked: Linked, v: int, objects: list[int], trigger: Trigger) -> bool:
    """Whether the verb's surroundings are what the trigger needs."""
    parse = linked.parse
    if ("object" in trigger.needs and not objects) or ("bare" in trigger.needs and objects):
        return False
    if trigger.relation == "REQUESTS" and any(_asks(linked, c) for c in parse.children[v] if c > v):
        return False
    if "whole" in trigger.needs and _in_part(linked, v):
        return False
    if "for" in trigger.needs and not clause.prepositional(parse, v, ("for",)):
        return False
    return "inf" not in trigger.needs or any(
        parse.tags[c] == "VB" and parse.deps[c] in ("xcomp", "ccomp", "advcl", "dobj", "relcl", "acl")
        for h in [v, *objects]
        for c in parse.children[h]
        if c > v and any(parse.tags[k] == "TO" for k in parse.children[c])
    )


def _asks(linked: Linked, c: int) -> bool:
    """Whether a clause is a question that is put: "asked *if* Iran would …"."""
    parse = linked.parse
    return parse.deps[c] in ("ccomp", "advcl") and any(
        parse.words[k].lower() in ("if", "whether") and parse.deps[k] == "mark" and k < c
        for k in parse.children[c]
    )


def _in_part(linked: Linked, v: int) -> bool:
    """Whether less than half is owned: "40 pct owned by", "a minority"."""
    parse = linked.parse
    near = [k for c in parse.children[v] for k in (parse.subtree(c) if c < v and c > v - 4 else ())]
    if any(parse.words[k].lower() == "minority" for k in near):
        return True
    if not any(parse.words[k].lower() in _SHARES for k in near):
        return False
    return any(
        (figure := parse.words[k].replace(".", "", 1)).isdigit() and float(parse.words[k]) < 50 and figure
        for k in near
    )


def _about_third(linked: Linked, v: int, ends: list[Actor], place: str) -> bool:
    """Whether the clause below ``v`` speaks of others than the two ends of its verb."""
    parse = linked.parse
    for c in parse.children[v]:
        for k in parse.children[c] if parse.deps[c] == "ccomp" else ():
            if parse.deps[k] not in ("nsubj", "nsubjpass"):
                continue
            if places.others(linked.actors(k), ends):
                return True
            if place == "comp" and parse.tags[k] != "PRP" and k not in {a.token for a in ends[:1]}:
                return True
    return False


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
            if slot == "against" and self._phrases(slot, plain=False):
                break  # "filed a complaint *against* somebody unknown with the UN"
        return [], ""

    def _in(self, slot: str, *, source: bool, sources: list[Actor]) -> list[Actor]:
        linked, v, lex = self.linked, self.v, self.lex
        parse = linked.parse
        if slot == "comp":
            return complement(linked, v, lex, sources)
        if slot == "purpose":  # "gave millions *to rebuild schools in Chad*"
            aims = [
                c for c in parse.children[v] if parse.deps[c] in ("advcl", "xcomp") and parse.tags[c] == "VB"
            ]
            return [a for c in aims for a in reached_in(linked, c, lex, sources)]
        if slot in ("compsubj", "comp!must"):
            return complement_subject(linked, v, must=slot != "compsubj")
        if slot == "gen":
            return [a for o in self.objects for a in linked.owners(o, of=())]
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
            heads = clause.prepositional(parse, v, ("in", "from")) if unsaid else []
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
        heads = clause.prepositional(parse, v, names)
        for o in () if plain else self.objects:
            heads.extend(clause.prepositional(parse, o, names))
        if not heads and slot == "against":  # "put its guard on alert *against* …"
            for c in parse.children[v]:
                if parse.deps[c] == "prep":
                    for k in parse.children[c]:
                        heads.extend(clause.prepositional(parse, k, names))
        if not heads and not plain:
            for o in self.objects:  # "the penalties it had placed *on* Mali"
                for c in parse.children[o]:
                    if parse.deps[c] in ("relcl", "acl") and c != v:
                        heads.extend(clause.prepositional(parse, c, names))
        return heads

    def _site(self) -> list[Actor]:
        """Where what is hit stands or lives, told of nothing else ("stormed a base *in Kenya*")."""
        hit = [o for o in self.objects if self.linked.parse.lemmas[o] in self.lex.groups["site"]]
        heads = clause.prepositional(self.linked.parse, self.v, ("in", "inside", "near"))
        return (
            [
                places.through(self.linked, a, hit[0])
                for a in places.reached(self.linked, heads, self.lex, things=self.lex.groups["holding"])
            ]
            if hit
            else []
        )


def complement(linked: Linked, v: int, lex: Lexicon, sources: list[Actor], depth: int = 3) -> list[Actor]:
    """Who is acted on in the clause below ``v``: "agreed to let Iran …", "threatened to strike at Iran"."""
    for w in _clauses_below(linked, v):
        if linked.parse.lemmas[w] in _WORDS or lex.verb_operators.get(linked.parse.lemmas[w]) in _SAYING:
            continue  # "refused to comment on Peru"
        found = reached_in(linked, w, lex, sources, depth)
        if found:
            return found
    return []


def reached_in(linked: Linked, w: int, lex: Lexicon, sources: list[Actor], depth: int = 3) -> list[Actor]:
    """Who else than ``sources`` is acted on by the verb ``w``, or in the clauses below it."""
    parse = linked.parse
    patients = clause.patients(parse, w)
    groups = [
        [k for k in parse.children[w] if parse.deps[k] in ("nsubj", "nsubjpass")],
        clause.recipients(parse, w),
        patients,
        clause.prepositional(parse, w, _REACHING),
        [k for o in patients for k in _beyond(linked, o, lex)],
    ]
    for heads in groups:
        found = places.others(places.reached(linked, heads, lex, things=places.embedded(lex)), sources)
        if found:
            return found
    return complement(linked, w, lex, sources, depth - 1) if depth else []


def _beyond(linked: Linked, o: int, lex: Lexicon) -> list[int]:
    """Who is reached by what is done: "share maps *with* Peru"; "of" only for things, not for shares."""
    names = _REACHING if linked.parse.lemmas[o] in lex.groups["thing"] else _REACHING[:-1]
    return clause.within(linked.parse, o, names)


def _clauses_below(linked: Linked, v: int) -> Iterator[int]:
    """The verbs of the clauses that are the content of ``v``, directly or of its object ("a plan to …")."""
    parse = linked.parse
    for c in parse.children[v]:
        dep = parse.deps[c]
        inner: list[int] = []
        if dep in ("xcomp", "ccomp"):
            inner = [c]
        elif dep == "prep" and parse.words[c].lower() in (
            "to",
            "of",
            "from",
            "against",
            "about",
            "on",
            "for",
            "in",
            "at",
        ):
            for k in parse.children[c]:
                if parse.deps[k] == "pcomp":
                    inner.append(k)
                elif parse.deps[k] == "pobj":
                    inner.extend(
                        j for j in parse.children[k] if parse.deps[j] == "acl" and parse.tags[j] == "VB"
                    )
        elif dep in ("dobj", "attr", "acomp"):
            inner = [
                k
                for k in parse.children[c]
                if parse.deps[k] in ("acl", "xcomp", "relcl") and parse.tags[k] == "VB"
            ]
        elif dep == "advcl" and parse.tags[c] == "VB" and c > v and not clause.patients(parse, v):
            inner = [c]
        for w in inner:
            if clause.is_verb(parse, w):
                yield w


def complement_subject(linked: Linked, v: int, *, must: bool) -> list[Actor]:
    """Who is said to act in the clause below ``v``; with ``must`` only where that is demanded."""
    parse = linked.parse
    for c in parse.children[v]:
        if parse.deps[c] not in ("ccomp", "xcomp") or not (clause.is_verb(parse, c) or parse.tags[c] == "JJ"):
            continue
        if (must and not _demanded(linked, c)) or (not must and c < v):
            continue
        for k in parse.children[c]:
            if parse.deps[k] == "nsubj" or (parse.deps[k] == "nsubjpass" and not must):
                return linked.actors(k) if parse.words[k].lower() != "it" else []
    return []


def _demanded(linked: Linked, c: int) -> bool:
    """Whether a clause says what must be: "must", "has to", or the bare "insisted that Iran stop"."""
    parse = linked.parse
    auxiliaries = [parse.words[k].lower() for k in parse.children[c] if parse.deps[k] == "aux"]
    if _OBLIGED.intersection(auxiliaries):
        return True
    if parse.lemmas[c] == "have" and not auxiliaries:
        return any(parse.deps[k] == "xcomp" and parse.tags[k] == "VB" for k in parse.children[c])
    return parse.tags[c] == "VB" and not auxiliaries
