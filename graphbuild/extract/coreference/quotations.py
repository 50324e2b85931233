"""What stands in quotation marks, and which person says it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.linked import Actor, Linked

_SAY = tables.words("quoting verb")
_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")
#: Tokens after a quotation among which its speaker is sought.
_NEAR = 20


@dataclass(slots=True)
class Quotations:
    """The quotations of an article in text order."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    """First and last token of each, with its marks."""
    by_token: dict[int, int] = field(default_factory=dict)
    """Index of the quotation that holds a token."""
    unclosed: set[int] = field(default_factory=set)
    """Quotations that no mark closed at the end of their paragraph: the next one goes on."""


def find(parse: Parse) -> Quotations:
    """The quotations, none longer than its paragraph.

    One that no mark closes goes on in the next paragraph if that has a closing mark first, or opens with one.
    """
    found = Quotations()
    opened = paragraph = -1
    for i in range(len(parse.words)):
        if not i or "\n" in parse.text[parse.end[i - 1] : parse.start[i]]:
            paragraph = i
            if opened >= 0:
                found.unclosed.add(len(found.spans))
                found.spans.append((opened, i - 1))
                opened = -1
        opens, closes = _mark(parse, i, opened >= 0)
        if closes and opened < 0 and len(found.spans) - 1 in found.unclosed:
            opened = paragraph if found.spans[-1][1] == paragraph - 1 else -1
        if closes and opened >= 0:
            found.spans.append((opened, i))
            opened = -1
        elif opens and opened < 0:
            opened = i
    for k, (first, last) in enumerate(found.spans):
        for t in range(first, last + 1):
            found.by_token[t] = k
    return found


def _mark(parse: Parse, i: int, inside: bool) -> tuple[bool, bool]:
    """Whether a token opens or closes a quotation; a straight mark is told by the blank beside it."""
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
    """The person who says each quotation, where the text around it tells."""
    found: dict[int, Actor] = {}
    parse = linked.parse
    for k, (first, last) in enumerate(quotations.spans):
        speaker = _after(linked, quotations, last) or _before(linked, quotations, first)
        if speaker is None and k and k - 1 in found:
            between = parse.text[parse.end[quotations.spans[k - 1][1]] : parse.start[first]]
            goes_on = k - 1 in quotations.unclosed and not between.strip()
            if goes_on or (between.strip() and "\n" not in between):
                speaker = found[k - 1]
        speaker = speaker or _announced(linked, first)
        if speaker is not None:
            found[k] = speaker
            for j in range(k - 1, -1, -1):  # "… in the paragraph before\n… and in this," X said
                if j in found or j not in quotations.unclosed or quotations.spans[j][1] + 1 != first:
                    break
                found[j], first = speaker, quotations.spans[j][0]
    return found


def _announced(linked: Linked, first: int) -> Actor | None:
    """The one person of a sentence that announces a quotation: "Here is *his* speech in full:\n"."""
    parse = linked.parse
    if not first or parse.words[first - 1] != ":":
        return None
    begin = parse.sentence(first - 1)[0]
    people = {a.entity: a for i in range(begin, first - 1) if (a := _person(linked, i)) is not None}
    return next(iter(people.values())) if len(people) == 1 else None


def _after(linked: Linked, quotations: Quotations, last: int) -> Actor | None:
    """The speaker named after a quotation: "…," said X; "…," X said; "…," according to X."""
    parse = linked.parse
    low = parse.words
    for i in range(last + 1, min(last + _NEAR, len(low))):
        if (
            "\n" in parse.text[parse.end[i - 1] : parse.start[i]]
            or i in quotations.by_token
            or low[i] in (".", ";")
        ):
            return None
        if parse.lemmas[i] in _SAY and parse.tags[i].startswith("VB"):
            return _subject(linked, quotations, i)
        if low[i] == "to" and low[i - 1] == "according":
            return next((_person(linked, c) for c in parse.children[i] if parse.deps[c] == "pobj"), None)
    return None


def _before(linked: Linked, quotations: Quotations, first: int) -> Actor | None:
    """The speaker named before a quotation: X said, "…"."""
    parse = linked.parse
    for i in range(first - 1, -1, -1):
        if i in quotations.by_token or "\n" in parse.text[parse.end[i] : parse.start[i + 1]]:
            return None
        if parse.words[i] in (".", "?", "!", ";"):
            return None
        if parse.lemmas[i] in _SAY and parse.tags[i].startswith("VB"):
            return _subject(linked, quotations, i)
    return None


def _subject(linked: Linked, quotations: Quotations, verb: int) -> Actor | None:
    """Who says: the verb's subject, shared with the verb that it is joined to."""
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
    at = linked.name_at.get(i)
    heads = range(linked.names[at].first, linked.names[at].last + 1) if at is not None else (i,)
    own = next((linked.own[t] for t in heads if t in linked.own), linked.nominals.get(i))
    return own if own is not None and linked.clusters[own.entity].kind == "person" else None
