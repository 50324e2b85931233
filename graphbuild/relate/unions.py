"""Bodies that others make up: coalitions, their members, and what came of a merger."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.link.linked import Linked
from graphbuild.link.owning import body_at
from graphbuild.model import Span
from graphbuild.relate import adjuncts, clause, context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.phrases import name_of, named_by, now, organisations

MADE_OF = frozenset("compose comprise consist make".split())
#: Nouns for bodies that others make up: "the Olive Tree, a *coalition* of …".
UNIONS = frozenset("alliance coalition federation grouping bloc consortium".split())
#: Verbs for what bodies do when they become one, and for what then comes to be.
_MERGE = frozenset("merge join unite combine ally team coalesce fuse amalgamate".split())
FOUND = frozenset("form create found establish become".split())
#: Words in names of bodies whose parts stay bodies of their own.
_LOOSE = frozenset("alliance coalition front list federation union bloc".split())


def made_of(linked: Linked, v: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "an alliance composed of A, B and C", "the coalition consists of A and B": its members."""
    parse = linked.parse
    if parse.lemmas[v] == "make" and clause.particle(parse, v) != "up":
        return  # "a pill *made* by Zeta of Denmark"
    whole = clause.patients(parse, v) if clause.is_passive(parse, v) else clause.subjects(parse, v)
    if parse.tags[v] == "VBG":  # "backed the Olive Tree, *comprising* …": the name right before
        last = v - 1 - (parse.words[v - 1] == ",")
        whole = [t for t in (last,) if t in linked.own]
    parts = adjuncts.prepositional(parse, v, ("of",)) or (
        clause.patients(parse, v) if parse.lemmas[v] == "comprise" and not clause.is_passive(parse, v) else []
    )
    members = [a for h in parts for m in linked.conjuncts(h) if (a := linked.own.get(m)) and a.form == "name"]
    bodies_ = [
        a
        for h in whole
        for a in (organisations(linked, h) or named_by(linked, h) or [b for b in (body_at(linked, h),) if b])
    ]
    if members and bodies_:
        yield Frame(
            "MEMBER_OF",
            members,
            bodies_[:1],
            [v],
            context.of_verb(parse, v, lex, sentence),
            0.8,
            "made of",
            v,
        )


def united(linked: Linked, noun: int) -> Iterator[Frame]:
    """ "the Olive Tree, a coalition of A, B and C": its members."""
    parse = linked.parse
    if parse.deps[noun] not in ("appos", "attr"):
        return
    bodies_ = named_by(linked, noun)
    parts = [m for h in adjuncts.prepositional(parse, noun, ("of",)) for m in linked.conjuncts(h)]
    members_ = [a for m in parts if (a := linked.own.get(m)) is not None and a.form == "name" and not a.role]
    kinds = {linked.clusters[a.entity].kind for a in members_}
    if len(members_) > 1 and bodies_ and kinds <= {"organisation", "country"}:
        for a in members_:
            if a.entity != bodies_[0].entity:
                yield now(0.8, "MEMBER_OF", a, bodies_[0], noun, f"member:{parse.lemmas[noun]}")


def listed(linked: Linked, noun: int) -> Iterator[Frame]:
    """ "the Olive Tree coalition (A, B and C)": the names in brackets right after it."""
    parse = linked.parse
    body, k = body_at(linked, noun), linked.name_at.get(noun + 2)
    if body is None or body.token > noun or parse.words[noun + 1 : noun + 2] != ["("] or k is None:
        return
    close = next((t for t in range(noun + 2, min(noun + 60, len(parse.words))) if parse.words[t] == ")"), 0)
    inside = [a for t in range(noun + 2, close) if (a := linked.own.get(t)) is not None and a.form == "name"]
    kinds = {linked.clusters[a.entity].kind for a in inside}
    if len({a.entity for a in inside}) > 1 and kinds == {"organisation"}:
        for a in inside:
            if a.entity != body.entity:
                yield now(0.8, "MEMBER_OF", a, body, noun, f"member:{parse.lemmas[noun]}")


def formed(linked: Linked, v: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "A merged with B to form C": both are parts of C, or members where it is an alliance."""
    parse, verb = linked.parse, linked.parse.head[v]
    if parse.tags[v] != "VB" or parse.deps[v] not in ("advcl", "xcomp") or parse.lemmas[verb] not in _MERGE:
        return
    sides = [*clause.subjects(parse, verb), *clause.patients(parse, verb)]
    sides += adjuncts.prepositional(parse, verb, ("with",))
    parts = [a for h in sides for a in organisations(linked, h)]
    for whole in (a for h in clause.patients(parse, v) for a in organisations(linked, h)):
        name = name_of(linked, whole)
        loose = name is not None and any(w.lower() in _LOOSE for w in name.text.split())
        fit = [a for a in parts if a.entity != whole.entity]
        if fit:
            said = context.of_verb(parse, verb, lex, sentence)
            relation = "MEMBER_OF" if loose else "PART_OF"
            yield Frame(relation, fit, [whole], [verb, v], said, 0.8, f"united:{parse.lemmas[v]}", v)
