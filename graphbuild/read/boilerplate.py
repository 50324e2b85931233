"""Boilerplate detection: parts of a news page that do not belong to the article.

The text is never changed; extraction skips the spans. Types of lines are detected by the table
``resources/boilerplate.tsv``; in addition, a short line that is not a sentence and occurs twice (a label, a
teaser's heading) is boilerplate. Ambiguous lines belong to the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from graphbuild import tables
from graphbuild.model import Span

_LONGEST_LINE = 600
_LONGEST_LABEL = 60
_MOST_LABEL_WORDS = 8
_LONGEST_LINK = 120
_MOST_LINKS = 8
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
#: Place and date of a report before its first sentence: "GENEVA, March 4 (Reuters) - ".
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’]+(?:[ /-][A-Z][A-Z.'’]+)*"  # a city in capitals,
    r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+){0,2})?"  # its state or country,
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"  # the day,
    r"(?: ?\([A-Z][\w./ ]{1,40}\))?"  # the agency;
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"  # or a city in any case, if an agency follows
    r"(?:, [\w. ]{3,25})? ?\([A-Z][\w./ ]{1,40}\))"
    r"(?: --? |--| ?[–—] )(?=[\"“‘<A-Z0-9])"
    # a city and its state in any case with the day, also with the agency
    r"|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}(?:, [A-Z][\w. ]{2,25})?"
    r",? (?i:(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)[a-z]{0,6})\.? \d{1,2}(?:,? \d{4})?"
    r"(?:,? \(?[A-Z]{2,10}\)?)?"
    r"(?: --? | ?[–—] )(?=[\"“‘<A-Z0-9])"
)
#: The same with only a city, which must be in the tables, or with its state: "Nairobi - A poll …".
_CITY = re.compile(
    r"(?P<city>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2})(?:, (?P<state>[A-Z][\w.]+(?: [A-Z][\w.]+){0,2}))?"
    r" [-–—] (?=[\"“‘A-Z])(?!.{0,300} [-–—] )"
)
#: The same without a dash, with a city in capitals: "IDOMENI, Greece Greek police …", "BERLIN German police
#: …".
_CAPITALS = re.compile(
    r"(?P<city>[A-Z][A-Z.'’]+(?:[ /-][A-Z][A-Z.'’]+)*(?<!\.))"
    r"(?:, (?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}?))?"
    r" (?=[\"“‘]?(?:[A-Z][a-z]|A |U\.[NSK]\. ))"
)
_SHORTEST_REPORT = 80
"""Fewest characters of a line; a shorter one that starts with a city's name may be a headline."""


class _Line(NamedTuple):
    start: int
    end: int
    text: str


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of boilerplate: a whole line anywhere, one after the last paragraph, the heading of
    a list of links, a part of a line.
    """
    found: dict[str, list[str]] = {"any": [], "end": [], "links": [], "within": []}
    seen: set[str] = set()
    for row in tables.rows("boilerplate", ("pattern", "where", "meaning")):
        pattern = row.required("pattern")
        row.required("meaning")
        if pattern in seen:
            raise row.error("pattern", f"{pattern!r} is there twice")
        seen.add(pattern)
        if row.pattern("pattern").fullmatch(""):
            raise row.error("pattern", f"{pattern!r} matches an empty line")
        found[row.choice("where", tuple(found))].append(f"(?:{pattern})")
    anywhere, end, links = (
        re.compile("|".join(found[where]) or "(?!)", re.IGNORECASE) for where in ("any", "end", "links")
    )
    return anywhere, end, links, re.compile("|".join(found["within"]) or "(?!)")


def boilerplate(text: str) -> list[Span]:
    """Return the boilerplate spans of ``text``, in order.

    These are whole lines, datelines before a sentence, and plugs and picture credits between sentences.
    """
    lines = [_Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text)]
    anywhere, end, links, within = _patterns()
    labels, listed = _labels(text, lines), _link_lists(lines, links)
    is_boilerplate = [
        i in listed
        or line.text in labels
        or (len(line.text) <= _LONGEST_LINE and bool(anywhere.fullmatch(line.text)))
        for i, line in enumerate(lines)
    ]
    for i in range(len(lines) - 1, 0, -1):
        if not is_boilerplate[i]:
            if len(lines[i].text) > _LONGEST_LINE or not end.fullmatch(lines[i].text):
                break
            is_boilerplate[i] = True
    spans = []
    for line, found in zip(lines, is_boilerplate, strict=True):
        if found:
            spans.append((line.start, line.end))
            continue
        begin = 0
        if dateline := _DATELINE.match(line.text) or _by_city(line.text):
            begin = dateline.end()
            spans.append((line.start, line.start + begin))
        spans.extend(
            (line.start + m.start(), line.start + m.end()) for m in within.finditer(line.text, begin)
        )
    return spans


def _link_lists(lines: Sequence[_Line], heading: re.Pattern[str]) -> set[int]:
    """Return the lines that are headings of lists of links, and the links right after them.

    A link is a short line that does not end like a sentence; none is found in a text with hard-wrapped lines.
    """
    ended = [bool(_SENTENCE_END.search(line.text.rstrip("?"))) for line in lines]
    found: set[int] = set()
    for i, line in enumerate(lines):
        if i in found or len(line.text) > _LONGEST_LABEL or not heading.fullmatch(line.text):
            continue
        found.add(i)
        for j in range(i + 1, min(i + 1 + _MOST_LINKS, len(lines))):
            if 2 * sum(ended) < len(lines) or ended[j] or len(lines[j].text) > _LONGEST_LINK:
                break
            found.add(j)
    return found


def _by_city(line: str) -> re.Match[str] | None:
    """Match a dateline with a city in the tables, or with a state in the tables after it."""
    found = (_CITY.match(line) or _CAPITALS.match(line)) if len(line) >= _SHORTEST_REPORT else None
    if found is None or line[found.end() :].split(None, 1)[0].lower() in tables.words("area noun"):
        return None  # "KENT County Council"
    places, states = tables.places(), tables.country_forms()
    city, state = found["city"], found["state"]
    if city.isupper():
        city = city.title()
    known = city in places or any(form.kind == "capital" for form in states.get(city, ()))
    located = state is not None and (state in places or state in states)
    return found if (known if state is None else located) else None


def _labels(text: str, lines: Sequence[_Line]) -> set[str]:
    """Return short lines that are separate paragraphs, not sentences, and occur at least twice.

    The first line is excluded, although it may be repeated: it is the headline.
    """
    times = Counter(line.text for i, line in enumerate(lines) if i and _stands_alone(text, lines, i))
    return {line for line, n in times.items() if n > 1 and line != lines[0].text}


def _stands_alone(text: str, lines: Sequence[_Line], i: int) -> bool:
    line = lines[i]
    if len(line.text) > _LONGEST_LABEL or len(line.text.split()) > _MOST_LABEL_WORDS:
        return False
    if _SENTENCE_END.search(line.text) or line.text[0].islower():
        return False
    before = lines[i - 1]
    ends_before = text.count("\n", before.end, line.start) > 1 or bool(_SENTENCE_END.search(before.text))
    after = lines[i + 1] if i + 1 < len(lines) else None
    begins_after = after is None or text.count("\n", line.end, after.start) > 1 or not after.text[0].islower()
    return ends_before and begins_after
