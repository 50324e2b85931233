"""Features of names and the nouns beside them: what sort of body a name is, how it stands in its phrase."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from graphbuild import tables
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.syntax.phrases import MODIFIERS

if TYPE_CHECKING:
    from graphbuild.extract.document import Document
    from graphbuild.extract.token_features import Features

#: Types of bodies to which people belong as members, and of those that are part of their state.
_JOINED = frozenset(["party", "club", "armed_group", "union"])
_OF_STATE = frozenset(["agency", "ministry", "court", "central_bank", "parliament", "police", "army"])


def name_at(test: Features, i: int) -> Name | None:
    """The name that covers token ``i``."""
    k = test.linked.name_at.get(i)
    return test.linked.names[k] if k is not None else None


def has_word(test: Features, i: int, feature: str) -> bool:
    """Whether the name at ``i`` has a word of a feature of lexicon.tsv."""
    n, own = name_at(test, i), test.document.entity_at(i)
    if n is None or own is None:
        return False
    return not words(feature).isdisjoint(
        re.findall(r"\w+", f"{n.text} {test.document.cluster(own).name}".lower())
    )


def _type(test: Features, i: int) -> str:
    own = test.document.entity_at(i)
    known = tables.organisations().get(test.document.cluster(own).name) if own is not None else None
    return known.type if known is not None else ""


def joined(test: Features, i: int) -> bool:
    """A body to which people belong as members: a party, club, union or armed group."""
    known = _type(test, i)
    return known in _JOINED if known else has_word(test, i, "joined_word")


def of_state(test: Features, i: int) -> bool:
    """A body that is part of its state: a ministry, court, parliament or army."""
    known = _type(test, i)
    if known:
        return known in _OF_STATE
    return has_word(test, i, "state_word") and not has_word(test, i, "society_word")


def attested(test: Features, i: int) -> bool:
    """A body of which more than the recogniser tells that it is one: by its words, by the tables, named
    twice.
    """
    n, own = name_at(test, i), test.document.entity_at(i)
    if n is None or own is None or any(ch.isdigit() for ch in n.text.split()[-1]):
        return False
    plain = len(n.text.split()) > 1 and "," not in n.text and "/" not in n.text
    short = (
        n.text.isupper()
        and 2 < len(n.text) < 6
        and n.first > 0
        and test.parse.words[n.first - 1].lower() == "the"
    )
    return n.known is not None or plain or short or len(test.document.cluster(own).names) > 1


def adjective(test: Features, i: int) -> bool:
    """A state's name that stands as an adjective: "German", "US"."""
    n = name_at(test, i)
    return n is not None and n.adjectival


def behind_hyphen(test: Features, i: int) -> bool:
    """A name behind a hyphen: "the US-*German* carmaker"."""
    n = name_at(test, i)
    return n is not None and n.first > 0 and test.parse.words[n.first - 1] in ("-", "–")


def national(test: Features, i: int) -> bool:
    """A noun for one of a state's people: "a *Ukrainian*"."""
    n = name_at(test, i)
    if n is None or not n.demonym or test.parse.tags[i] in ("NNPS", "NNS") or test.parse.deps[i] in MODIFIERS:
        return False
    return any(test.parse.words[c].lower() in ("a", "an") for c in test.parse.children[i])


def seat(test: Features, i: int) -> bool:
    """A state that only its capital or the seat of its government names."""
    n = name_at(test, i)
    return n is not None and n.known is not None and n.known.sort in ("capital", "seat")


def member(test: Features, i: int) -> bool:
    """A noun for one who belongs to a party: "a *Republican*"."""
    n = name_at(test, i)
    if n is None:
        return i in test.document.shorthands and test.noun(i)
    return n.known is not None and n.known.sort == "member" and not test.plural(i)


def genitive(test: Features, i: int) -> bool:
    """A name or noun with a genitive."""
    n = name_at(test, i)
    after = (n.last if n is not None else i) + 1
    return test.parse.tags[after : after + 1] == ["POS"]


def freestanding(test: Features, i: int) -> bool:
    """A name that stands for itself, not before a noun that it only tells more of: "the *Siemens* lawyer"."""
    n, head = name_at(test, i), test.parse.head[i]
    before_noun = test.parse.deps[i] in MODIFIERS and n is not None and head > n.last
    return not before_noun or (test.parse.words[head] in words("body_noun"))


def human(test: Features, i: int) -> bool:
    """A person of whom more than the recogniser tells that it is one: a given name, a title, a post."""
    n, own = name_at(test, i), test.document.entity_at(i)
    if n is None or own is None:
        return False
    given = n.last > n.first and test.parse.words[n.first] in tables.first_names()
    return given or own.entity in test.document.held or test.document.cluster(own).gender != ""


def full_name(test: Features, i: int) -> bool:
    """A name of several words of which none is one for a body."""
    n = name_at(test, i)
    kinds = ("body_noun", "state_word", "national_body", "facility")
    return n is not None and n.last > n.first and not any(has_word(test, i, kind) for kind in kinds)


def demonym(test: Features, i: int) -> bool:
    """A state's adjective or the noun for its nationals: "Czech", not "US"."""
    n = name_at(test, i)
    return n is not None and n.demonym


def subject(test: Features, i: int) -> bool:
    """One of whom the clause goes on to tell: a subject, an apposition, one of a list."""
    return test.parse.deps[i] in ("nsubj", "nsubjpass", "appos", "conj", "ROOT")


def said_of(test: Features, i: int) -> bool:
    """An adjective that a verb says of somebody: "who is *Czech*"."""
    return test.parse.deps[i] in ("acomp", "attr", "oprd")


def another(test: Features, i: int) -> bool:
    """A noun of a list that has an article of its own: "a boy; *a Ukrainian man*"."""
    return test.parse.deps[i] == "conj" and any(test.parse.deps[c] == "det" for c in test.parse.children[i])


def definite(test: Features, i: int) -> bool:
    """A noun with "the"."""
    parse = test.parse
    return any(parse.words[c].lower() == "the" for c in parse.children[i] if parse.deps[c] == "det")


def predicative(test: Features, i: int) -> bool:
    """A noun behind "as": "was elected *as a Democrat*"."""
    return test.parse.deps[i] == "pobj" and test.parse.words[test.parse.head[i]].lower() == "as"


def first_mention(test: Features, i: int) -> bool:
    """A name at its first place in the article."""
    n, own = name_at(test, i), test.document.entity_at(i)
    if n is None or own is None:
        return False
    return min(test.linked.names[k].first for k in test.document.cluster(own).names) == n.first


def common(test: Features, i: int) -> bool:
    """A noun in lower case outside names."""
    return test.noun(i) and not test.named(i) and test.parse.words[i].islower()


def occupation(test: Features, i: int) -> bool:
    """A noun for a person that is none of the table of roles."""
    lemma = test.parse.lemmas[i].lower()
    return person_role(test, i) and lemma not in tables.roles()


def person_role(test: Features, i: int) -> bool:
    """A noun for a person."""
    lemma = test.parse.lemmas[i].lower()
    return common(test, i) and test.personal(i) and lemma not in words("impersonal") | words("body_noun")


def titling(test: Features, i: int) -> bool:
    """A noun that, right before a person's name, says what the person is."""
    lemma = test.parse.lemmas[i].lower()
    if test.parse.tags[i] != "NN" or not test.parse.words[i].islower():
        return occupation(test, i)
    return (
        not test.named(i)
        and lemma not in tables.roles()
        and lemma not in words("impersonal") | words("body_noun")
    )


def place(test: Features, i: int) -> bool:
    """A city or region that tells its state."""
    return i not in test.linked.own and test.document.within(i)[0] != ""


def nation(test: Features, i: int) -> bool:
    """A word in the name of a body that tells a state of the article."""
    return i in test.document.nations


def inner_body(test: Features, i: int) -> bool:
    """A known body with which the name of another begins or ends: "*UN* Human Rights Council"."""
    return i in test.document.wholes


def shorthand(test: Features, i: int) -> bool:
    """A letter or short form for a party: "Sen. Ann Otieno, *R*-Ky."."""
    return i in test.document.shorthands


def initials(test: Features, i: int) -> bool:
    """A short form that is the initials of the person before it: "Ann Mary Otieno (*AMO*)"."""
    n = name_at(test, i)
    before = name_at(test, n.first - 2) if n is not None else None
    return (
        n is not None
        and before is not None
        and n.text == "".join(w[0] for w in before.text.split() if w[0].isupper())
    )


def participle(test: Features, i: int) -> bool:
    """A past participle."""
    return test.parse.tags[i] in ("VBN", "VBD", "JJ")


def apostrophe(test: Features, i: int) -> bool:
    """The end of a genitive."""
    return test.parse.tags[i] == "POS"


def closing(test: Features, i: int) -> bool:
    """What ends a short form in brackets: a bracket, a comma before a place, a hyphen."""
    return test.parse.words[i] in (")", "]", ",", "-", "–", ";")


def hyphen(test: Features, i: int) -> bool:
    """A hyphen."""
    return test.parse.words[i] in ("-", "–")


#: Predicates of this module by name, beside those of features.py.
PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    f.__name__: f
    for f in (
        *(
            joined,
            of_state,
            attested,
            adjective,
            behind_hyphen,
            national,
            seat,
            member,
            genitive,
            freestanding,
            human,
            first_mention,
        ),
        *(
            common,
            occupation,
            person_role,
            full_name,
            demonym,
            subject,
            said_of,
            another,
            definite,
            predicative,
            closing,
            titling,
            apostrophe,
            place,
            nation,
            inner_body,
            shorthand,
            initials,
            participle,
            hyphen,
        ),
    )
}


def at_home(document: Document, body: Actor, states: frozenset[str]) -> bool:
    """Whether the table of bodies does not say that a firm sits in another state than one of ``states``."""
    known = tables.organisations().get(document.cluster(body).name)
    return known is None or known.type != "company" or known.country in ("", *states)
