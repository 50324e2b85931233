"""Tell where the name of a platform is a medium and no actor: "said on Twitter", "his Facebook page"."""

from __future__ import annotations

from collections.abc import Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.word_classes import SPEECH_VERBS

_PLATFORMS = tables.words("platform")
#: What one has or posts on a platform, and who does.
_POSTED_NOUNS = tables.words("platform noun")
#: Nouns for platforms: "the messaging *app* Telegram".
_PLATFORM_KINDS = tables.words("platform kind")
#: Lemmas after which "on" is followed by whom they bear on: "a *tax* on Facebook".
_BEARING = tables.words("bearing on")
_POSTING_VERBS = tables.words("posting verb")
_USING = tables.words("using verb")
#: Prepositions before a medium only if something is said or sent.
_CHANNELS = frozenset("over through".split())
_MODIFIERS = frozenset("compound nmod amod".split())


def is_medium(parse: Parse, first: int, last: int) -> bool:
    """Whether a name is that of a platform where something is posted or said, and denotes no actor."""
    stop = last + 1
    while stop - 1 > first and parse.words[stop - 1].lower() in _POSTED_NOUNS:
        stop -= 1  # "Instagram *Stories*"
    if " ".join(parse.words[first:stop]) not in _PLATFORMS:
        return False
    if stop <= last:
        return True
    i = parse.top(first, last)
    if parse.deps[i] in _MODIFIERS and _is_posted(parse, last + 1):
        return True
    i = _whole(parse, i)
    head = parse.head[i]
    if parse.deps[i] == "dobj":
        return parse.lemmas[head] in _USING
    if parse.deps[i] != "pobj":
        return False
    preposition, governor = parse.words[head].lower(), parse.lemmas[parse.head[head]]
    if preposition == "on":
        return not _bears_on(parse, head)
    if preposition == "to":
        return governor in _POSTING_VERBS
    return preposition == "via" or (
        preposition in _CHANNELS and governor in SPEECH_VERBS | _POSTING_VERBS | _POSTED_NOUNS
    )


def _is_posted(parse: Parse, i: int) -> bool:
    """Whether the noun at ``i`` denotes what is on a platform, or who uses it: "a Facebook *post*"."""
    if i >= len(parse.words) or not parse.tags[i].startswith("NN"):
        return False
    return parse.words[i].lower() in _POSTED_NOUNS or parse.lemmas[i].lower() in _POSTED_NOUNS


def _whole(parse: Parse, i: int) -> int:
    """Return the first of coordinated names, or the noun that a name specifies: "the messaging app X"."""
    while (parse.deps[i] == "conj" and parse.head[i] < i) or (
        parse.deps[i] in _MODIFIERS | {"appos"} and parse.lemmas[parse.head[i]].lower() in _PLATFORM_KINDS
    ):
        i = parse.head[i]
    return i


def _bears_on(parse: Parse, preposition: int) -> bool:
    """Whether an "on" belongs to a verb or noun that bears on what follows: "put *pressure* on Twitter"."""
    governor = parse.head[preposition]
    if parse.tags[governor].startswith("VB") and parse.lemmas[governor] in _POSTING_VERBS:
        return False
    concerned = [governor]
    if preposition:
        concerned.append(preposition - 1)
    while not parse.tags[governor].startswith("VB") and parse.head[governor] != governor:
        governor = parse.head[governor]  # "a fine of $5 billion on Facebook"
        if parse.deps[governor] != "prep":
            concerned.append(governor)
    concerned.extend(_objects(parse, governor))
    return any(parse.lemmas[t].lower() in _BEARING for t in concerned)


def _objects(parse: Parse, verb: int) -> Sequence[int]:
    """Return the objects of a verb, and the subject of a passive."""
    return [t for t in parse.children[verb] if parse.deps[t] in ("dobj", "nsubjpass")]
