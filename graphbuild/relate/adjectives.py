"""Frames that adjectives open."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate import adjuncts, clause, complements, context, parties, places
from graphbuild.relate.carriers import COPULAS
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon, Trigger

#: Verbs for what is so, and nobody does.
_STATES = COPULAS | frozenset(["have", "hold", "account", "represent", "make", "own", "control", "total"])


def frames(
    linked: Linked, a: int, triggers: tuple[Trigger, ...], lex: Lexicon, sentence: Span
) -> Iterator[Frame]:
    """The frame of adjective ``a``: of the first of its triggers that the text fills."""
    parse = linked.parse
    head = parse.head[a]
    verb: int | None = None
    if parse.deps[a] in ("acomp", "attr", "oprd", "advmod") and clause.is_verb(parse, head):
        subjects, verb = clause.subjects(parse, head), head
    elif parse.deps[a] in ("amod", "relcl", "acl") and parse.tags[head].startswith("NN"):
        subjects = [head]
    elif parse.deps[a] == "ROOT":
        subjects = [c for c in parse.children[a] if parse.deps[c] == "nsubj"]
    else:
        return
    sources = places.doers(linked, subjects, lex)
    if not sources:
        return
    for trigger in triggers:
        if trigger.relation == "PARTNERSHIP" and verb is not None and parse.lemmas[verb] in _STATES:
            continue  # who "are together" do nothing together
        targets: list[Actor] = []
        place = ""
        mutual = False
        for slot in trigger.target:
            if slot == "recip":
                mutual = len({x.entity for x in sources}) > 1
                found = sources if mutual else []
            elif slot == "comp":
                found = complements.complement(linked, a, lex, sources)
            else:
                names = tuple(slot.split("/"))
                heads = adjuncts.prepositional(parse, a, names)
                if not heads and verb is not None:
                    heads = [h for h in adjuncts.prepositional(parse, verb, names) if h > a]
                things = places.things_of(trigger, lex)
                found = places.others(places.reached(linked, heads, lex, things=things), sources)
            if found:
                targets, place = found, slot
                break
        if not targets or not parties.meet(linked, a, sources, targets, trigger, lex):
            continue
        event = verb if verb is not None else a
        said = context.of_verb(parse, event, lex, sentence)
        rule = f"adjective:{trigger.name}"
        yield Frame(trigger.relation, sources, targets, [a], said, trigger.confidence, rule, a, mutual, place)
        return
