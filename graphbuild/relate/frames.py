"""Event frames: a trigger, its relation, and who fills its two ends in the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import clause, context
from graphbuild.relate.context import Context
from graphbuild.relate.lexicon import Lexicon, Trigger

_COPULAS = frozenset("be become remain stay".split())
_CARRYING = ("in", "into", "under", "to", "on", "for", "at", "with")


@dataclass(slots=True)
class Frame:
    """A filled frame, before it becomes statements."""

    relation: str
    sources: list[Actor]
    targets: list[Actor]
    tokens: list[int]
    """The words that say it."""
    context: Context
    confidence: float
    rule: str
    event: int
    """The token that heads the event."""
    mutual: bool = False
    """Whether sources and targets are one group whose members do it to each other."""


def find(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """The frames of one sentence, in the order of their triggers."""
    parse = linked.parse
    for i in range(*sentence):
        if i in linked.name_at:
            continue
        lemma, tag = parse.lemmas[i], parse.tags[i]
        if tag.startswith("VB"):
            triggers = lex.verbs.get(lemma)
            if triggers:
                yield from _verb(linked, i, triggers, lex, sentence)
        elif tag.startswith("NN"):
            triggers = lex.nouns.get(joined(linked, i))
            if triggers:
                yield from _noun(linked, i, triggers, lex, sentence)
        elif tag.startswith("JJ") or tag in ("RB", "IN"):
            triggers = lex.adjectives.get(lemma)
            if triggers:
                yield from _adjective(linked, i, triggers, lex, sentence)


# -- verbs ---------------------------------------------------------------------------------


def _verb(linked: Linked, v: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    parse = linked.parse
    part = clause.particle(parse, v)
    objects: list[int] | None = None
    for trigger in triggers:
        if trigger.particle and trigger.particle != part and not _follows(linked, v, trigger.particle):
            continue
        if objects is None:
            objects = clause.patients(parse, v)
        tokens = [v]
        if trigger.objects:
            heads = [k for o in objects for k in linked.conjuncts(o) if joined(linked, k) in trigger.objects]
            if not heads:
                continue
            tokens.append(heads[0])
        sources = _fill(linked, v, objects, trigger.source, trigger, source=True)
        if not sources:
            continue
        targets = _fill(linked, v, objects, trigger.target, trigger, source=False, sources=sources)
        mutual = False
        if "recip" in trigger.target and (not targets or _each_other(linked, objects)):
            targets, mutual = sources, True
        targets = [t for t in targets if mutual or all(t.entity != s.entity for s in sources)]
        if not targets:
            continue
        how = "passive" if clause.is_passive(parse, v) else "active"
        found = context.of_verb(parse, v, lex, sentence)
        if trigger.particle and not trigger.objects:
            tokens.extend(k for k in parse.children[v] if parse.words[k].lower() == trigger.particle.split()[0] and k > v)
        yield Frame(
            trigger.relation, sources, targets, tokens, found, trigger.confidence, f"verb:{trigger.name}/{how}", v, mutual
        )
        return


def _follows(linked: Linked, v: int, particle: str) -> bool:
    """Whether fixed words follow the verb ("take aim at", "part ways with")."""
    words = particle.split()
    return len(words) > 1 and [w.lower() for w in linked.parse.words[v + 1 : v + 1 + len(words)]] == words


def joined(linked: Linked, i: int) -> str:
    """The lemma of a noun with what is hyphenated before it ("cease-fire"), else its own."""
    parse = linked.parse
    if i > 1 and parse.words[i - 1] == "-" and parse.end[i - 1] == parse.start[i] and parse.end[i - 2] == parse.start[i - 1]:
        return f"{parse.words[i - 2].lower()}-{parse.lemmas[i]}"
    return parse.lemmas[i]


def _each_other(linked: Linked, objects: list[int]) -> bool:
    return any(linked.parse.words[o].lower() in ("other", "another") for o in objects)


def _fill(
    linked: Linked,
    v: int,
    objects: list[int],
    slots: tuple[str, ...],
    trigger: Trigger,
    *,
    source: bool,
    sources: list[Actor] = [],  # noqa: B006  (never changed)
) -> list[Actor]:
    """The actors in the first of ``slots`` that has any other than the source itself."""
    parse = linked.parse
    for slot in slots:
        heads: list[int]
        plain = slot.endswith("!")
        slot = slot.removesuffix("!")
        things = not source and not plain
        if slot == "subj":
            heads = clause.subjects(parse, v)
        elif slot == "obj":
            heads = objects
        elif slot == "iobj":
            heads = clause.recipients(parse, v)
        elif slot in ("comp", "compsubj", "comp!must"):
            found = _complement(linked, v) if slot == "comp" else _complement_subject(linked, v, must=slot != "compsubj")
            found = [a for a in found if all(a.entity != s.entity for s in sources)]
            if found:
                return found
            continue
        elif slot == "gen":
            found = [a for o in objects for k in linked.conjuncts(o) for a in linked.owners(k, of=())]
            if found:
                return found
            continue
        elif slot == "recip":
            continue
        else:
            names = tuple(slot.split("/"))
            heads = clause.prepositional(parse, v, names)
            for o in objects if not plain else ():
                heads.extend(clause.prepositional(parse, o, names))
        found = [a for h in heads for a in linked.actors(h, things=things)]
        if source:
            found = [a for a in found if not a.civil]
        else:
            found = [a for a in found if all(a.entity != s.entity for s in sources)]
        if found:
            return found
    return []


def _complement(linked: Linked, v: int) -> list[Actor]:
    """Who is acted on in the clause below ``v``: "agreed to let Iran …", "threatened to strike at Iran"."""
    parse = linked.parse
    for c in parse.children[v]:
        if parse.deps[c] not in ("xcomp", "ccomp", "pcomp", "prep", "dobj", "advcl"):
            continue
        if parse.deps[c] == "prep":
            inner = [k for k in parse.children[c] if parse.deps[k] == "pcomp"]
        elif parse.deps[c] == "dobj":
            inner = [k for k in parse.children[c] if parse.deps[k] == "acl" and parse.tags[k] == "VB"]
        elif parse.deps[c] == "advcl":
            inner = [c] if parse.tags[c] == "VB" else []
        else:
            inner = [c]
        for w in inner:
            if not clause.is_verb(parse, w):
                continue
            heads = [k for k in parse.children[w] if parse.deps[k] in ("nsubj", "nsubjpass")]
            heads += clause.recipients(parse, w) + clause.patients(parse, w)
            heads += clause.prepositional(parse, w, ("with", "to", "against", "on", "from", "at", "for", "into"))
            for o in clause.patients(parse, w):
                heads += clause.prepositional(parse, o, ("with", "to", "against", "on", "from", "of", "for"))
            for h in heads:
                found = linked.actors(h, things=True)
                if found:
                    return found
            deeper = _complement(linked, w)
            if deeper:
                return deeper
    return []


def _complement_subject(linked: Linked, v: int, *, must: bool) -> list[Actor]:
    """Who is to act, or is said to act, in the clause below ``v``; with ``must`` only where it is demanded."""
    parse = linked.parse
    for c in parse.children[v]:
        if parse.deps[c] not in ("ccomp", "xcomp") or not clause.is_verb(parse, c):
            continue
        if must and not any(
            parse.deps[k] == "aux" and parse.words[k].lower() in ("must", "should", "ought") for k in parse.children[c]
        ):
            continue
        for k in parse.children[c]:
            if parse.deps[k] in ("nsubj", "nsubjpass"):
                return linked.actors(k, things=True)
    return []


# -- nouns ---------------------------------------------------------------------------------


def _noun(linked: Linked, n: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    parse = linked.parse
    if parse.deps[n] in ("compound", "nmod") and parse.tags[parse.head[n]].startswith("NN"):
        return  # "attack helicopter", "trade official": the head says what it is
    verb, doer = _carrier(linked, n, lex)
    for trigger in triggers:
        pair = _between(linked, n)
        if pair and len(pair) > 1:
            sources, targets, mutual = pair, pair, True
        else:
            sources, targets, mutual = _ends(linked, n, verb, doer, trigger)
        if not sources or not targets:
            continue
        tokens = [n] if verb is None or parse.lemmas[verb] in _COPULAS else sorted({verb, n})
        found = context.of_noun(parse, n, verb, lex, sentence)
        how = "between" if pair else "light" if verb is not None else "nominal"
        yield Frame(trigger.relation, sources, targets, tokens, found, trigger.confidence, f"noun:{trigger.name}/{how}", n, mutual)
        return


def _carrier(linked: Linked, n: int, lex: Lexicon) -> tuple[int | None, list[int]]:
    """The light verb or copula that carries an event noun, and the heads of who does it."""
    parse = linked.parse
    node = n
    while parse.deps[node] == "conj" and parse.tags[parse.head[node]].startswith("NN"):
        node = parse.head[node]
    dep, head = parse.deps[node], parse.head[node]
    if dep == "appos":
        return None, [head]
    if dep in ("pobj",) and parse.words[head].lower() in _CARRYING:
        prep, head = head, parse.head[head]
        if clause.is_verb(parse, head):
            role = lex.light.get(f"{parse.lemmas[head]} {parse.words[prep].lower()}")
            if role is None and parse.deps[head] in ("dobj",):
                return None, []
            if role == "subj":
                return head, clause.subjects(parse, head) or clause.patients(parse, head)
            if role == "obj":
                return head, []
        elif parse.words[prep].lower() == "in" and parse.deps[prep] == "prep":
            return None, []
        return None, []
    if not clause.is_verb(parse, head):
        return None, []
    lemma = parse.lemmas[head]
    part = clause.particle(parse, head)
    role = lex.light.get(f"{lemma} {part}" if part else lemma)
    if dep == "attr" and lemma in _COPULAS:
        return head, clause.subjects(parse, head)
    if role != "subj":
        return None, []
    if dep in ("dobj", "oprd"):
        return head, clause.subjects(parse, head)
    if dep == "nsubjpass":
        return head, clause.agents(parse, head)
    if clause.is_passive(parse, head) and parse.deps[head] == "acl" and parse.head[head] == n:
        return head, clause.agents(parse, head)
    return None, []


def _between(linked: Linked, n: int) -> list[Actor]:
    heads = clause.prepositional(linked.parse, n, ("between", "among"))
    verb = linked.parse.head[n]
    if not heads and clause.is_verb(linked.parse, verb) and linked.parse.deps[n] in ("nsubj", "nsubjpass", "dobj"):
        heads = clause.prepositional(linked.parse, verb, ("between",))
    return [a for h in heads for a in linked.actors(h, things=True)]


def _ends(
    linked: Linked, n: int, verb: int | None, doer: list[int], trigger: Trigger
) -> tuple[list[Actor], list[Actor], bool]:
    """Source and target of an event noun, and whether they are one group."""
    parse = linked.parse
    modifiers = linked.owners(n, of=())
    reduced = [c for c in parse.children[n] if parse.deps[c] == "acl" and clause.is_passive(parse, c)]
    subject = [a for h in doer for a in linked.actors(h) if not a.civil]
    if not subject and verb is None:
        for c in reduced:  # "sanctions imposed by the EU on Iran"
            subject = [a for h in clause.agents(parse, c) for a in linked.actors(h) if not a.civil]
            if subject:
                verb = c
                break

    def slot(name: str, *, things: bool) -> list[Actor]:
        if name == "subj":
            return subject
        if name in ("gen", "mod"):
            return modifiers
        if name == "iobj":
            heads = clause.recipients(parse, verb) if verb is not None else []
        elif name in ("obj", "comp", "between", "recip"):
            return []
        else:
            names = tuple(name.split("/"))
            heads = clause.prepositional(parse, n, names)
            if not heads and verb is not None:
                heads = clause.prepositional(parse, verb, names)
            if not heads:
                heads = _attached_above(linked, n, names)
        return [a for h in heads for a in linked.actors(h, things=things)]

    sources: list[Actor] = []
    used = ""
    for name in trigger.source:
        sources = [a for a in slot(name, things=False) if not a.civil]
        if sources:
            used = name
            break
    targets: list[Actor] = []
    for name in trigger.target:
        if name == used and name != "gen":
            continue
        found = slot(name, things=True)
        targets = [t for t in found if all(t.entity != s.entity for s in sources)]
        if targets:
            break
    if sources and not targets and len({a.entity for a in sources}) > 1 and "recip" in trigger.target:
        return sources, sources, True
    if targets and not sources and "recip" in trigger.target and len({a.entity for a in targets}) > 1:
        return targets, targets, True
    return sources, targets, False


def _attached_above(linked: Linked, n: int, names: tuple[str, ...]) -> list[int]:
    """A phrase that the parser hung on the noun's governing verb: "talks were held with Iran"."""
    parse = linked.parse
    head = parse.head[n]
    if parse.deps[n] in ("dobj", "nsubjpass", "nsubj") and clause.is_verb(parse, head):
        return [h for h in clause.prepositional(parse, head, names) if h > n]
    return []


# -- adjectives ----------------------------------------------------------------------------


def _adjective(linked: Linked, a: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    parse = linked.parse
    head = parse.head[a]
    if parse.deps[a] in ("acomp", "attr", "oprd", "advmod") and clause.is_verb(parse, head):
        subjects, verb = clause.subjects(parse, head), head
    elif parse.deps[a] in ("amod", "relcl", "acl") and parse.tags[head].startswith("NN"):
        subjects, verb = [head], None
    elif parse.deps[a] == "ROOT":
        subjects, verb = [c for c in parse.children[a] if parse.deps[c] == "nsubj"], None
    else:
        return
    for trigger in triggers:
        sources = [x for s in subjects for x in linked.actors(s) if not x.civil]
        if not sources:
            continue
        heads = [h for name in trigger.target for h in clause.prepositional(parse, a, tuple(name.split("/")))]
        if not heads and verb is not None:
            heads = [h for name in trigger.target for h in clause.prepositional(parse, verb, tuple(name.split("/"))) if h > a]
        targets = [x for h in heads for x in linked.actors(h, things=True) if all(x.entity != s.entity for s in sources)]
        if not targets:
            continue
        found = context.of_verb(parse, verb if verb is not None else a, lex, sentence)
        yield Frame(trigger.relation, sources, targets, [a], found, trigger.confidence, f"adjective:{trigger.name}", a)
        return
