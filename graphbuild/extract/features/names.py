"""Predicates on names: their form, and where they stand in a noun phrase."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from graphbuild import tables
from graphbuild.extract.features.grammar import noun, plural, possessive
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.word_classes import BACKING_PARTICIPLES
from graphbuild.extract.syntax.phrases import MODIFIERS

if TYPE_CHECKING:
    from graphbuild.extract.token_features import Features


def name_at(test: Features, i: int) -> Name | None:
    """The name that covers token ``i``."""
    k = test.linked.name_at.get(i)
    return test.linked.names[k] if k is not None else None


def _last(test: Features, i: int) -> int:
    """The last token of the name at ``i``; ``i`` itself outside names."""
    name = name_at(test, i)
    return name.last if name is not None else i


def has_word(test: Features, i: int, feature: str) -> bool:
    """Whether the name at ``i``, or its entity's main name, has a word or two of a feature of the lexicon."""
    name, actor = name_at(test, i), test.document.entity_at(i)
    if name is None or actor is None:
        return False
    text = f"{name.text} {test.document.cluster(actor).name}".lower()
    single = re.findall(r"\w+", text)
    pairs = (f"{a} {b}" for a, b in itertools.pairwise(single))
    return not words(feature).isdisjoint([*single, *pairs])


def named(test: Features, i: int) -> bool:
    """A token of a name."""
    return i in test.linked.name_at


def first_mention(test: Features, i: int) -> bool:
    """The first name of its entity in the article."""
    name, actor = name_at(test, i), test.document.entity_at(i)
    if name is None or actor is None:
        return False
    return min(test.linked.names[k].first for k in test.document.cluster(actor).names) == name.first


def full_name(test: Features, i: int) -> bool:
    """A name of several words, none of which is a word for an organisation."""
    name = name_at(test, i)
    kinds = ("body_noun", "state_word", "national_body", "facility")
    return name is not None and name.last > name.first and not any(has_word(test, i, k) for k in kinds)


def initials(test: Features, i: int) -> bool:
    """An abbreviation that is the initials of the name before it: "Ann Mary Otieno (*AMO*)"."""
    name = name_at(test, i)
    before = name_at(test, name.first - 2) if name is not None else None
    if name is None or before is None:
        return False
    return name.text == "".join(w[0] for w in before.text.split() if w[0].isupper())


def shorthand(test: Features, i: int) -> bool:
    """A letter or abbreviation for a party: "Sen. Ann Otieno, *R*-Ky."."""
    return i in test.document.shorthands


def member(test: Features, i: int) -> bool:
    """A noun for a member of a party: "a *Republican*"."""
    name = name_at(test, i)
    if name is None:
        return shorthand(test, i) and noun(test, i)
    return name.entry is not None and name.entry.entry_type == "member" and not plural(test, i)


# -- names of states and places --------------------------------------------------------------


def adjective(test: Features, i: int) -> bool:
    """A state's name used as an adjective: "German", "US"."""
    name = name_at(test, i)
    return name is not None and name.adjectival


def demonym(test: Features, i: int) -> bool:
    """A state's adjective or the noun for its nationals: "Czech", not "US"."""
    name = name_at(test, i)
    return name is not None and name.demonym


def national(test: Features, i: int) -> bool:
    """A noun for one national of a state: "a *Ukrainian*"."""
    name = name_at(test, i)
    if name is None or not name.demonym or plural(test, i) or test.parse.deps[i] in MODIFIERS:
        return False
    return any(test.parse.words[c].lower() in ("a", "an") for c in test.parse.children[i])


def capital(test: Features, i: int) -> bool:
    """The name of a city that may stand for its state."""
    name = name_at(test, i)
    return name is not None and name.entry is not None and name.entry.entry_type == "capital"


def seat(test: Features, i: int) -> bool:
    """A name that stands for a state by its capital or seat of government."""
    name = name_at(test, i)
    return name is not None and name.entry is not None and name.entry.entry_type in ("capital", "seat")


def local(test: Features, i: int) -> bool:
    """The last token of the name of a city or region: "*Iowa*", "New *York*"."""
    tokens = test.parse.words
    return any(" ".join(tokens[k : i + 1]) in tables.places() for k in (i, max(0, i - 1)))


# -- place in the phrase ---------------------------------------------------------------------


def genitive(test: Features, i: int) -> bool:
    """A name or noun in the genitive."""
    last = _last(test, i)
    return test.parse.tags[last + 1 : last + 2] == ["POS"]


def possessor(test: Features, i: int) -> bool:
    """A name or noun in the genitive, or a possessive pronoun."""
    return possessive(test, i) or genitive(test, i)


def modifying(test: Features, i: int) -> bool:
    """A name or noun that modifies a later noun of its phrase: "the *Siemens* board"."""
    name = name_at(test, i)
    if name is not None:
        i = test.parse.top(name.first, name.last)
    return test.parse.head[i] > i and test.parse.deps[i] in (*MODIFIERS, "poss", "npadvmod")


def freestanding(test: Features, i: int) -> bool:
    """A name that modifies no noun, except one for an organisation: not "the *Siemens* lawyer"."""
    name, head = name_at(test, i), test.parse.head[i]
    modifies_noun = test.parse.deps[i] in MODIFIERS and name is not None and head > name.last
    return not modifies_noun or (test.parse.words[head] in words("body_noun"))


def apart(test: Features, i: int) -> bool:
    """A name after a preposition that modifies no noun: "to *Israel* President X"."""
    name = name_at(test, i)
    first = name.first if name is not None else i
    after = first > 0 and test.parse.words[first - 1].lower() in words("placing_before")
    return after and not adjective(test, i) and not possessor(test, i)


def behind_hyphen(test: Features, i: int) -> bool:
    """A name after a hyphen: "the US-*German* carmaker"."""
    name = name_at(test, i)
    return name is not None and name.first > 0 and test.parse.words[name.first - 1] in ("-", "–")


def hyphened(test: Features, i: int) -> bool:
    """A name before a hyphen: "the *UN*-recognised government"."""
    last = _last(test, i)
    return test.parse.words[last + 1 : last + 2] == ["-"]


def backer(test: Features, i: int) -> bool:
    """A name joined by a hyphen to a word for support: "*U.S.*-backed", as one token or several."""
    last = _last(test, i)
    suffix = "".join(test.parse.words[last].split("-")[1:])
    return (test.parse.words[last + 2] if hyphened(test, i) else suffix) in BACKING_PARTICIPLES


PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    f.__name__: f
    for f in (
        *(named, first_mention, full_name, initials, shorthand, member),
        *(adjective, demonym, national, capital, seat, local),
        *(genitive, possessor, modifying, freestanding, apart, behind_hyphen, hyphened, backer),
    )
}
