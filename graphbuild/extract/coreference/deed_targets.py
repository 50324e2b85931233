"""Whose deed a reason tells of: after blame, praise or a reprisal it is the target's.

"Criticised *Smith* for his speech", "cut ties with *Qatar* over its support for them", "bombed *Syria* in
retaliation for its attack". Grammar alone prefers the subject there.
"""

from __future__ import annotations

from collections.abc import Callable

from graphbuild import tables
from graphbuild.annotate.parse import Parse

#: Before a reason; and "in" before such words: "in *retaliation* for its strike".
_REASONS, _RETURNS = tables.words("reason preposition"), tables.words("return")
#: Those of them that only tell of the verb's object if they are attached to the verb.
_ATTACHED = ("for", "of")
_JUDGING_VERBS, _JUDGING_ADJECTIVES = tables.words("judging verb"), tables.words("judging adjective")
_HELPING_VERBS = tables.words("helping verb")
#: Prepositions of the matter in which somebody is helped.
_MATTERS = tables.words("matter of help")
#: What is taken against somebody, "imposed *sanctions* on Iran"; and verbs that end something good.
_MEASURES, _SEVERING_VERBS = tables.words("measure against"), tables.words("severing verb")
#: Prepositions of the target of blame, and the same after what is taken against somebody or broken off.
_TOWARD, _MEASURE_TOWARD = ("against", "on", "to"), tables.words("preposition of a target")
_UNDERGOER = ("dobj", "nsubjpass")
_OWNER = ("poss", "amod", "compound")

#: Whether a token is a mention of somebody.
IsMention = Callable[[int], bool]


def target_of_deed(parse: Parse, is_mention: IsMention, i: int, verb: int, child: int) -> int:
    """The target of the deed at ``verb`` for which token ``i`` is in the reason; -1 for none.

    ``child`` is the child of ``verb`` on the path to ``i``. Also "protested to *Iran* over its refusal",
    "sanctions on *Iran*, imposed over its refusal", "condemned *Iran*, citing its refusal". In a matter it is
    who is helped: "backed *Peru* in its dispute with Chile".
    """
    if parse.words[child].lower() in _MATTERS and parse.lemmas[verb] in _HELPING_VERBS:
        return next((c for c in parse.children[verb] if parse.deps[c] in _UNDERGOER), -1)
    if parse.lemmas[verb] == "cite" and parse.deps[verb] == "advcl":
        return _target(parse, is_mention, parse.head[verb])
    reason = _reason_above(parse, i, child)
    if reason < 0 or (parse.words[reason].lower() == "for" and parse.lemmas[verb] == "ask"):
        return -1  # "asked *about* its attack", but "asked *for* its help"
    deed = parse.head[reason]
    if parse.deps[deed] == "acl" and (targets := _behind(parse, parse.head[deed], _TOWARD)):
        return targets[0]
    if parse.lemmas[deed] in _MEASURES and (target := _target(parse, is_mention, deed)) >= 0:
        return target
    attached = parse.words[reason].lower() in _ATTACHED and parse.tags[deed] != "JJ"
    if deed != verb and attached and not is_mention(deed):
        return -1
    return _target(parse, is_mention, verb)


def judged_in_words(parse: Parse, is_mention: IsMention, i: int) -> int:
    """The target of blame or praise whose words have the subject at token ``i``; -1 for none.

    "Criticised *Peru*, saying it had lied", but not "saying it would leave", which tells of who says so.
    """
    told = parse.head[i]
    saying = parse.head[told]
    judging = parse.head[saying]
    told_after = parse.deps[told] == "ccomp" and parse.deps[saying] == "advcl" and saying > judging
    plain = not any(parse.lemmas[c] in ("will", "would", "'ll") for c in parse.children[told])
    if not (told_after and plain and parse.lemmas[judging] in _JUDGING_VERBS):
        return -1
    return _target(parse, is_mention, judging)


def joined_owner(parse: Parse, is_mention: IsMention, i: int) -> int:
    """Whose a possessive at token ``i`` is after "and": "*Peru* and its troops", "*Peru's* attack and its
    support for them"; -1 for none.
    """
    noun = parse.head[i]
    first = parse.head[noun]
    if parse.deps[i] != "poss" or parse.deps[noun] != "conj":
        return -1
    if is_mention(first):
        return first
    return next((c for c in parse.children[first] if parse.deps[c] == "poss" and is_mention(c)), -1)


def _reason_above(parse: Parse, i: int, last: int) -> int:
    """The preposition of a reason on the path from token ``i`` up to ``last``; -1 for none."""
    node = i
    while True:
        word = parse.words[node].lower()
        in_return = word == "in" and any(parse.lemmas[c] in _RETURNS for c in parse.children[node])
        before = word in _REASONS and parse.deps[node] in ("prep", "mark")
        if in_return or (before and parse.lemmas[parse.head[node]] not in _RETURNS):
            return node
        if node == last:
            return -1
        node = parse.head[node]


def _target(parse: Parse, is_mention: IsMention, deed: int) -> int:
    """The target of words of blame, praise or reprisal; -1 for none, or for other words.

    "Bombed *Syria*", "summoned *Peru's* envoy", "cut ties with *Qatar*", "is angry at *Peru*".
    """
    children, lemmas = parse.children[deed], parse.lemmas
    undergoers = [c for c in children if parse.deps[c] in _UNDERGOER]
    adjectives = [
        c for c in children if parse.deps[c] in ("acomp", "oprd") and lemmas[c] in _JUDGING_ADJECTIVES
    ]
    severs = lemmas[deed] in _SEVERING_VERBS
    if lemmas[deed] in _JUDGING_VERBS or (adjectives and undergoers):
        for c in undergoers:
            owners = (k for k in parse.children[c] if parse.deps[k] in _OWNER and is_mention(k))
            return c if is_mention(c) else next(owners, c)
        return next(iter(_behind(parse, deed, _TOWARD)), -1)
    measures = [*adjectives, *(c for c in (deed, *undergoers) if severs or lemmas[c] in _MEASURES)]
    for c in [*measures, *([deed] if measures else [])]:
        if found := _behind(parse, c, _MEASURE_TOWARD):
            return found[0]
    owners = (k for c in undergoers if severs for k in parse.children[c] if parse.deps[k] in _OWNER)
    return next(filter(is_mention, owners), -1)


def _behind(parse: Parse, head: int, toward: tuple[str, ...] | frozenset[str]) -> list[int]:
    """The objects of such prepositions below a word: "sanctions *on Iran*", "protested *to Iran*"."""
    prepositions = (c for c in parse.children[head] if parse.words[c].lower() in toward)
    return [k for c in prepositions for k in parse.children[c] if parse.deps[k] == "pobj"]
