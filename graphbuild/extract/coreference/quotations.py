"""The quotations of an article and their speakers."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.linked import Actor, Linked

_SPEECH_VERBS = tables.words("quoting verb")
_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")
#: Tokens after a quotation that are searched for its speaker.
_MAX_DISTANCE = 20


@dataclass(slots=True)
class Quotations:
    """The quotations of an article in text order."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    """First and last token of each, quotation marks included."""
    by_token: dict[int, int] = field(default_factory=dict)
    """The index of the quotation around each quoted token."""
    unclosed: set[int] = field(default_factory=set)
    """Quotations without a closing mark at the end of their paragraph, which the next one continues."""


def find(parse: Parse) -> Quotations:
    """Find the quotations, none longer than its paragraph.

    One without a closing mark continues in the next paragraph if the first mark there is a closing one, or if
    the paragraph opens with a mark.
    """
    quotations = Quotations()
    opened = paragraph = -1
    for i in range(len(parse.words)):
        if not i or "\n" in parse.text[parse.end[i - 1] : parse.start[i]]:
            paragraph = i
            if opened >= 0:
                quotations.unclosed.add(len(quotations.spans))
                quotations.spans.append((opened, i - 1))
                opened = -1
        opens, closes = _mark(parse, i, opened >= 0)
        if closes and opened < 0 and len(quotations.spans) - 1 in quotations.unclosed:
            opened = paragraph if quotations.spans[-1][1] == paragraph - 1 else -1
        if closes and opened >= 0:
            quotations.spans.append((opened, i))
            opened = -1
        elif opens and opened < 0:
            opened = i
    for k, (first, last) in enumerate(quotations.spans):
        for t in range(first, last + 1):
            quotations.by_token[t] = k
    return quotations


def _mark(parse: Parse, i: int, inside: bool) -> tuple[bool, bool]:
    """Whether a token opens or closes a quotation; for a straight mark the blank beside it decides."""
    word = parse.words[i]
    if word != '"':
        return word in _OPEN, word in _CLOSE
    before = parse.text[parse.start[i] - 1 : parse.start[i]]
    after = parse.text[parse.end[i] : parse.end[i] + 1]
    if before.strip() and not after.strip():
        return False, True
    if after.strip() and not before.strip():
        return True, False
    return not inside, inside


def speakers(linked: Linked, quotations: Quotations) -> dict[int, Actor]:
    """The speaker of each quotation by its index, where the text around it names one."""
    by_quotation: dict[int, Actor] = {}
    parse = linked.parse
    for k, (first, last) in enumerate(quotations.spans):
        speaker = _named_after(linked, quotations, last) or _named_before(linked, quotations, first)
        if speaker is None and k and k - 1 in by_quotation:
            between = parse.text[parse.end[quotations.spans[k - 1][1]] : parse.start[first]]
            continues = k - 1 in quotations.unclosed and not between.strip()
            if continues or (between.strip() and "\n" not in between):
                speaker = by_quotation[k - 1]
        speaker = speaker or _introduced_by(linked, first)
        if speaker is not None:
            by_quotation[k] = speaker
            for j in range(k - 1, -1, -1):  # "… in the paragraph before\n… and in this," X said
                if j in by_quotation or j not in quotations.unclosed or quotations.spans[j][1] + 1 != first:
                    break
                by_quotation[j], first = speaker, quotations.spans[j][0]
    return by_quotation


def _introduced_by(linked: Linked, first: int) -> Actor | None:
    """The only person of a sentence that introduces a quotation: "Here is *his* speech in full:\n"."""
    parse = linked.parse
    if not first or parse.words[first - 1] != ":":
        return None
    begin = parse.sentence(first - 1)[0]
    people = {a.entity: a for i in range(begin, first - 1) if (a := _person(linked, i)) is not None}
    return next(iter(people.values())) if len(people) == 1 else None


def _named_after(linked: Linked, quotations: Quotations, last: int) -> Actor | None:
    """The speaker named after a quotation: "…," said X; "…," X said; "…," according to X."""
    parse, words = linked.parse, linked.parse.words
    for i in range(last + 1, min(last + _MAX_DISTANCE, len(words))):
        if (
            "\n" in parse.text[parse.end[i - 1] : parse.start[i]]
            or i in quotations.by_token
            or words[i] in (".", ";")
        ):
            return None
        if parse.lemmas[i] in _SPEECH_VERBS and parse.tags[i].startswith("VB"):
            return _subject(linked, quotations, i)
        if words[i] == "to" and words[i - 1] == "according":
            return next((_person(linked, c) for c in parse.children[i] if parse.deps[c] == "pobj"), None)
    return None


def _named_before(linked: Linked, quotations: Quotations, first: int) -> Actor | None:
    """The speaker named before a quotation: X said, "…"."""
    parse = linked.parse
    for i in range(first - 1, -1, -1):
        if i in quotations.by_token or "\n" in parse.text[parse.end[i] : parse.start[i + 1]]:
            return None
        if parse.words[i] in (".", "?", "!", ";"):
            return None
        if parse.lemmas[i] in _SPEECH_VERBS and parse.tags[i].startswith("VB"):
            return _subject(linked, quotations, i)
    return None


def _subject(linked: Linked, quotations: Quotations, verb: int) -> Actor | None:
    """The person who is subject of a verb of speech, its own or shared with a coordinated verb."""
    parse = linked.parse
    for _ in range(3):
        for c in parse.children[verb]:
            if parse.deps[c] in ("nsubj", "nsubjpass") and c not in quotations.by_token:
                named = (_person(linked, k) for k in parse.children[c] if parse.deps[k] == "appos")
                return _person(linked, c) or next(named, None)  # "said the minister, *Ann Otieno*"
        if parse.deps[verb] != "conj":
            break
        verb = parse.head[verb]
    at = linked.name_at.get(verb + 1)
    return _person(linked, verb + 1) if at is not None and linked.names[at].first == verb + 1 else None


def _person(linked: Linked, i: int) -> Actor | None:
    """The person mentioned at token ``i``, by name or otherwise."""
    k = linked.name_at.get(i)
    tokens = range(linked.names[k].first, linked.names[k].last + 1) if k is not None else (i,)
    actor = next(
        (linked.actor_by_head[t] for t in tokens if t in linked.actor_by_head), linked.nominals.get(i)
    )
    return actor if actor is not None and linked.clusters[actor.entity].kind == "person" else None
