"""Names within the name of an event: "Vietnam War", "the 2006 Canadian election", "FIFA World Cup"."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.word_classes import EVENT_NOUNS

_ELECTIONS = frozenset("election elections primaries referendum".split())
#: Most words of the name of an event after that of an organisation: "UEFA *Women's Nations Cup*".
_LONGEST_EVENT = 4


def is_part_of_event(parse: Parse, c: Candidate) -> bool:
    """Whether capitalised words that end in one for an event or award follow: "FIFA *World Cup*".

    Directly where the name is that of a state: "U.S. *Open*".
    """
    most = 1 if any(k.entry_type in ("country", "demonym") for k in c.entries) else _LONGEST_EVENT
    last = c.last
    while last + 1 < len(parse.words) and _belongs_to_title(parse, last + 1, opens=last == c.last):
        last += 1
    is_event = parse.words[last].lower() in EVENT_NOUNS and parse.tags[last].startswith("NN")
    return c.last < last <= c.last + most and is_event and parse.one_line(c.last, last)


def _belongs_to_title(parse: Parse, i: int, *, opens: bool) -> bool:
    """Whether a token is a capitalised noun or adjective, or a genitive after one: "*Women's* World"."""
    if parse.tags[i] == "POS":
        return not opens
    return parse.words[i][:1].isupper() and parse.tags[i].startswith(("NN", "JJ"))


def is_war_or_election(parse: Parse, c: Candidate) -> bool:
    """Whether the name of a state is part of that of a war or an election."""
    dated = c.first and parse.words[c.first - 1].isdigit() and len(parse.words[c.first - 1]) == 4
    if dated and any(w in _ELECTIONS for w in parse.words[c.last + 1 : c.last + 4]):
        return True
    return parse.words[c.last + 1 : c.last + 2] in (["War"], ["Wars"])
