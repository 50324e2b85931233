"""What names are by their words and those around them: votes that all places of a name share."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.missed_names import initials
from graphbuild.extract.names.word_classes import BODY, HONORIFIC, LEGAL, PLACE_HEADS, US_STATES

_LOCATIVE = tables.words("locative preposition")
_AREA = tables.words("area noun")
#: Words of reports on sports, by lemma, and how many make one.
_SPORTING = tables.words("sports word")
_SPORTING_WORDS = 8
_STATE_SORTS = frozenset(["country", "demonym", "seat"])
#: What a word that nobody of the article is called by means, where it may mean a state.
_STATES_ALONE = frozenset(["country", "capital"])
#: What clubs do to each other and with players.
_MATCHES = tables.words("match verb")
#: Before whom one plays against or for.
_OPPOSING = tables.words("opponent preposition")
#: Nouns for what clubs have.
_OF_CLUBS = tables.words("club possession")
#: Nouns after a city's name that show that its club is meant.
_SPORTS = tables.words("player noun")
#: Last words of the names of clubs.
_CLUBS = tables.words("club ending")
#: Nouns after a word for a party's members that show that the party is meant.
_OFFICES = tables.words("party post")
#: Nouns right before the name of a body.
_BODY_TITLES = tables.words("organisation title")
#: Roles that bodies hold as well as persons ("broadcaster CNN").
_EITHER = tables.words("shared role")
#: Roles that are mostly firms where no given name follows ("German music publisher Bertelsmann").
_TRADES = tables.words("company role")
#: Verbs by which somebody is said to hold a role.
_SERVING = tables.words("serving verb")
#: Short forms of mixed letters: "BoG", "EcoB".
_SHORT_FORM = re.compile(r"[A-Z][a-z]?[A-Z]{1,4}[a-z]?")
_PARTS = frozenset("subsidiary unit arm".split())
#: Nouns for what only firms have.
_OF_FIRMS = tables.words("company possession")
#: Labels of names that are no actors' and no places.
_THINGS = frozenset("EVENT LANGUAGE LAW PRODUCT WORK_OF_ART".split())
#: Verbs for what firms do.
_OF_DEALS = tables.words("company verb")


def weigh(parse: Parse, found: Sequence[Candidate]) -> dict[str, Counter[str]]:
    """For each surface the weight of each reading, from all its places in the article."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    parts = _parts(parse, found)
    sports = on_sport(parse)
    short = initials(c.text for c in found if c.label == "organisation")
    things = _others(parse)
    for c in found:
        v = votes[c.text]
        if not c.known and (n := things[" ".join(parse.words[c.first : c.last + 1])]):
            v["thing"] = 3 * n
        if not c.known and c.text in short:
            v["organisation"] += 8
        sorts = [k.sort for k in c.known]
        if sports and "place" in (c.label, *sorts) and not _STATE_SORTS.intersection(sorts):
            v["organisation"] += _plays(parse, c)
        if c.label:
            v["organisation" if _of_a_party(parse, c) else c.label] += 3
        _neighbours(parse, c, v)
        _own_words(parse, c, v, parts)
        if c.label in ("person", "place") and not c.known:
            v["organisation"] += _firm(parse, c)
        for known in c.known:
            weight = 1 if known.ambiguous else 6
            if known.sort in ("organisation", "member"):
                v["organisation"] += weight
            elif known.sort == "place":
                v["place"] += weight
            else:
                v[known.sort] += weight
    return votes


def _of_a_party(parse: Parse, c: Candidate) -> bool:
    """Whether the word for a people is one for a party before its members: "*Republican* senators"."""
    alone = parse.tags[c.last] not in ("NNS", "NNPS")
    return c.label == "demonym" and alone and any(k.sort == "member" for k in c.known)


def _others(parse: Parse) -> Counter[str]:
    """How often the recogniser calls each name something that is no actor: a work, an event, a product."""
    return Counter(
        " ".join(parse.words[first:stop]) for first, stop, label in parse.names if label in _THINGS
    )


def on_sport(parse: Parse) -> bool:
    """Whether an article is a report on sport, by its words."""
    return sum(map(_SPORTING.__contains__, parse.lemmas)) > _SPORTING_WORDS


def _parts(parse: Parse, found: Sequence[Candidate]) -> set[str]:
    """First and last words of the full names of persons: alone they mean the person as well."""
    given, roles, words = tables.first_names(), tables.roles(), parse.words
    parts: set[str] = set()
    for c in found:
        if c.last == c.first or c.known or c.label not in ("person", "organisation", "place"):
            continue
        role = roles.get(words[c.first - 1].lower()) if c.first else None
        titled = role is not None and role.title and words[c.first - 1][0].isupper() and role.relation != ""
        personal = titled or (words[c.first] in given and c.label != "place")
        if c.label == "person" or (personal and words[c.last].lower() not in BODY):
            parts.update(words[t] for t in (c.first, c.last) if "-" not in words[max(c.first, t - 1) : t + 2])
    return parts


def _neighbours(parse: Parse, c: Candidate, v: Counter[str]) -> None:
    """What the words before and after a name say of its kind."""
    words, tags, roles = parse.words, parse.tags, tables.roles()
    before = words[c.first - 1].lower() if c.first else ""
    after = words[c.last + 1].lower() if c.last + 1 < len(words) else ""
    role = roles.get(before)
    title = role is not None and role.title
    office = title and role is not None and role.relation != ""
    if before in HONORIFIC or (title and words[c.first - 1][0].isupper()):
        v["person"] += 3
    elif office and c.label in ("person", "organisation"):
        v["person"] += 3 if tags[c.first - 1] == "NN" and before not in _EITHER else 0
    elif before in _BODY_TITLES:
        v["organisation"] += 3
    if c.label == "place" and not c.known and office:
        v["person"] += 3
    if c.label and c.label != "demonym" and before in _LOCATIVE and after not in ("'s", "’s"):
        v["place"] += 2 if c.label == "organisation" else 3
    if before == "of" and c.label == "person" and c.first > 1 and tags[c.first - 2].startswith("NN"):
        led = roles.get(words[c.first - 2].lower())
        if led is not None and led.of == "organisation" and led.relation == "LEADER_OF":
            v["organisation"] += 5  # "chief executive of Carl Zeiss"
    if c.label and c.label != "demonym" and not c.known and after in _BODY_TITLES | _PARTS:
        v["organisation"] += 3
    town = c.label == "place" and not any(k.sort in ("country", "demonym") for k in c.known)
    if town and after in _SPORTS:
        v["organisation"] += 12  # "Dortmund keeper": the club
    if after in _OFFICES and any(k.sort == "member" for k in c.known):
        v["organisation"] += 6  # "the Republican senator"
    if after == "oil" and words[c.last + 2 : c.last + 3] in (["rig"], ["platform"], ["field"]):
        v["place"] += 6  # "the Rostam *oil rig*"
    if after in _AREA or words[c.last + 1 : c.last + 3] in (["-", "based"], ["–", "based"]):
        v["place"] += 3
    following = words[c.last + 2].split("-")[0] if after == "," and c.last + 2 < len(words) else ""
    if c.first == c.last and not c.known and following in US_STATES:
        v["place"] += 4  # "Rutherford, N.J."
    state = " ".join(words[c.last + 2 : c.last + 3])
    if after == "," and c.label in ("organisation", "place") and not c.known and _in_a_state(c.text, state):
        v["place"] += 5  # "Summit Savings, *Park City*, Utah"
    age = words[c.last + 2 : c.last + 4]
    if after == "," and len(age) == 2 and age[1] in (",", ".") and age[0].isdigit() and len(age[0]) == 2:
        v["person"] += 3  # "Muhaydin Mire, 29, spoke"


def _in_a_state(name: str, after: str) -> bool:
    """Whether a name may be a town's: a state of the US stands after it, and no word in it tells a body."""
    plain = not any(w in LEGAL or w.lower() in BODY for w in name.split())
    return plain and any(p.type == "state" and p.country == "USA" for p in tables.places().get(after, ()))


def _plays(parse: Parse, c: Candidate) -> int:
    """How much a sentence of a report on sports tells that a city's name means its club."""
    words, lemmas, deps = parse.words, parse.lemmas, parse.deps
    i = parse.top(c.first, c.last)
    head = parse.head[i]
    if deps[i] == "conj":
        i, head = head, parse.head[head]
    if deps[i] in ("nsubj", "nsubjpass", "dobj"):
        return 12 if lemmas[head] in _MATCHES else 0
    if deps[i] == "poss" or (deps[i] in ("compound", "nmod") and head > c.last):
        return 12 if lemmas[head] in _OF_CLUBS or words[head].lower() in _SPORTS else 0
    if deps[i] == "pobj" and words[head] in _OPPOSING:
        governor = lemmas[parse.head[head]]
        return 12 if governor in _MATCHES | _OF_CLUBS and (words[head] != "to" or governor == "lose") else 0
    return 0


def _firm(parse: Parse, c: Candidate) -> int:
    """How much the sentence tells that a name is a firm's: its shares, its mergers, "which", "publisher"."""
    if parse.words[c.first] in tables.first_names() and c.last > c.first:
        return 0
    words, lemmas, deps = parse.words, parse.lemmas, parse.deps
    i = parse.top(c.first, c.last)
    head, weight = parse.head[i], 0
    if c.label == "person" and words[c.last + 1 : c.last + 3] == [",", "which"]:
        weight += 4
    if deps[i] == "poss" and lemmas[head] in _OF_FIRMS:
        weight += 4
    elif c.label == "person" and deps[i] in ("nsubj", "nsubjpass") and lemmas[head] in _OF_DEALS:
        weight += 3
    if c.label == "person" and c.first and words[c.first - 1] in _TRADES:
        weight += 3
    beside = words[c.last + 1 : c.last + 2] == [","]
    described = (k for k in parse.children[i] if beside and deps[k] == "appos" and k > c.last)
    if c.label == "person" and any(lemmas[k] in _BODY_TITLES | _TRADES | _PARTS for k in described):
        weight += 4
    return weight


def _own_words(parse: Parse, c: Candidate, v: Counter[str], parts: set[str]) -> None:
    """What the words of a name itself say of its kind."""
    words, given = parse.words[c.first : c.last + 1], tables.first_names()
    if len(words) > 1:
        if words[0] in given and all(w[0].isupper() or not w.isalpha() for w in words):
            v["person"] += 2 if c.label == "place" else 3
        if any(w.lower() in BODY for w in words) or words[-1] in _CLUBS:
            v["organisation"] += 4
        elif c.label == "person" and words[-1].lower() in PLACE_HEADS:
            v["place"] += 4
        elif c.label == "person" and words[0] not in given and _called_like_body(words):
            v["organisation"] += 4
    elif words[0] in parts:
        v["person"] += 3
    elif c.label == "person" and _SHORT_FORM.fullmatch(words[0]):
        v["organisation"] += 4
    elif c.label == "person" and (state := next((k for k in c.known if k.sort in _STATES_ALONE), None)):
        v[state.sort] += 4  # no full name in the article: "Jordan recalled its envoy"
    elif c.label in ("organisation", "place") and not c.known and _holds_role(parse, c.first):
        v["person"] += 4
    elif words[0] in given and c.label in ("person", "organisation") and not c.known:
        v["person"] += 1


def _called_like_body(words: Sequence[str]) -> bool:
    """Whether a club is named by its city ("Arminia Bielefeld"), or a firm by initials ("MAN Ferrostaal")."""
    initials = len(words[0]) > 2 and words[0].isalpha() and words[0].isupper()
    of_city = any(
        p.type == "city" and words[-1] not in p.ambiguous for p in tables.places().get(words[-1], ())
    )
    return of_city or (initials and words[-1].istitle())


def _holds_role(parse: Parse, i: int) -> bool:
    """Whether the name at ``i`` is said to be or become something that only persons are."""
    if parse.deps[i] not in ("nsubj", "nsubjpass"):
        return False
    verb = parse.head[i]
    for c in parse.children[verb]:
        if parse.deps[c] in ("attr", "oprd"):
            nouns = [c]
        elif parse.deps[c] == "prep" and parse.words[c] == "as":
            nouns = parse.children[c]
        else:
            continue
        for k in nouns:
            role = tables.roles().get(parse.words[k].lower())
            if role is not None and role.relation and parse.words[k].lower() not in _EITHER:
                return parse.lemmas[verb] in _SERVING
    return False
