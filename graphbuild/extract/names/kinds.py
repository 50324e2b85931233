"""Weigh the possible kinds of each name by its words and context; all mentions of a name share votes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import capitals
from graphbuild.extract.names.candidate import Candidate
from graphbuild.extract.names.missed_names import initials
from graphbuild.extract.names.state_leaders import led_states
from graphbuild.extract.names.word_classes import (
    HONORIFIC,
    LEGAL_FORMS,
    NAME_PARTICLES,
    ORGANISATION_NOUNS,
    PLACE_NOUNS,
    US_STATES,
)

_LOCATIVE_PREPOSITIONS = tables.words("locative preposition")
_AREA_NOUNS = tables.words("area noun")
#: Lemmas of sports reports, and how many an article may have without being one.
_SPORTS_LEMMAS = tables.words("sports word")
_MAX_SPORTS_LEMMAS = 8
_STATE_SENSES = frozenset(["country", "demonym", "seat"])
#: Senses of a lone word that is part of no full name of the article.
_LONE_SENSES = frozenset(["country", "capital"])
#: Verbs for actions of clubs.
_MATCH_VERBS = tables.words("match verb")
#: Prepositions before a club.
_OPPONENT_PREPOSITIONS = tables.words("opponent preposition")
#: Nouns for possessions of clubs.
_CLUB_POSSESSIONS = tables.words("club possession")
#: Nouns after a city's name that denote its club: "Dortmund *keeper*".
_PLAYER_NOUNS = tables.words("player noun")
#: Last words of the names of clubs.
_CLUB_ENDINGS = tables.words("club ending")
#: Nouns after a word for a party's members that denote the party: "Republican *senator*".
_PARTY_POSTS = tables.words("party post")
#: Nouns directly before the name of an organisation.
_ORGANISATION_TITLES = tables.words("organisation title")
#: Roles of organisations as well as persons ("broadcaster CNN").
_SHARED_ROLES = tables.words("shared role")
#: Roles that are mostly companies unless a first name follows ("German music publisher Bertelsmann").
_COMPANY_ROLES = tables.words("company role")
#: Verbs that ascribe a role to their subject.
_SERVING_VERBS = tables.words("serving verb")
#: Acronyms of mixed case: "BoG", "EcoB".
_MIXED_ACRONYM = re.compile(r"[A-Z][a-z]?[A-Z]{1,4}[a-z]?")
_COMPANY_PARTS = frozenset("subsidiary unit arm".split())
#: Nouns for possessions of companies alone.
_COMPANY_POSSESSIONS = tables.words("company possession")
#: NER labels of names that are neither actors nor places.
_THING_LABELS = frozenset("EVENT LANGUAGE LAW PRODUCT WORK_OF_ART".split())
#: Fewest letters of a first name in capitals.
_LEAST_LETTERS = 4
#: Votes of a table that lists the name, and of one in which it is also an ordinary word.
_LISTED, _AMBIGUOUS = 6, 1
#: Verbs for actions of companies.
_COMPANY_VERBS = tables.words("company verb")


def vote(parse: Parse, spans: Sequence[Candidate]) -> dict[str, Counter[str]]:
    """Return the votes for each kind by surface form, from all its mentions in the article."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    parts = _person_name_parts(parse, spans)
    is_sports = is_sports_report(parse)
    acronyms = initials(c.text for c in spans if c.label == "organisation")
    thing_labels = _count_thing_labels(parse)
    for c in spans:
        v = votes[c.text]
        if not c.entries and (labelled := thing_labels[" ".join(parse.words[c.first : c.last + 1])]):
            v["thing"] = 3 * labelled
        if not c.entries and c.text in acronyms:
            v["organisation"] += 8
        senses = [k.entry_type for k in c.entries]
        if is_sports and "place" in (c.label, *senses) and not _STATE_SENSES.intersection(senses):
            v["organisation"] += _club_votes(parse, c)
        if c.label:
            v["organisation" if _denotes_party(parse, c) else c.label] += 3
        if c.label and not c.entries and led_states(c.text):
            v["person"] += 6  # however NER labels "Narendra Modi"
        _add_context_votes(parse, c, v)
        _add_word_votes(parse, c, v, parts)
        if c.label in ("person", "place") and not c.entries:
            v["organisation"] += _company_votes(parse, c)
        for known in c.entries:
            weight = _AMBIGUOUS if known.ambiguous else _LISTED
            if known.entry_type in ("organisation", "member"):
                v["organisation"] += weight
            elif known.entry_type == "place":
                v["place"] += weight
            else:
                v[known.entry_type] += weight
    _add_surname_votes(parse, spans, votes, parts)
    return votes


def _denotes_party(parse: Parse, c: Candidate) -> bool:
    """Whether a word that NER labels as a nationality denotes a party: "*Republican* senators"."""
    alone = parse.tags[c.last] not in ("NNS", "NNPS")
    return c.label == "demonym" and alone and any(k.entry_type == "member" for k in c.entries)


def _count_thing_labels(parse: Parse) -> Counter[str]:
    """Count how often NER labels each name as a work, an event, a product or the like."""
    return Counter(
        " ".join(parse.words[first:stop]) for first, stop, label in parse.names if label in _THING_LABELS
    )


def is_sports_report(parse: Parse) -> bool:
    """Whether an article is a sports report, by its words."""
    return sum(map(_SPORTS_LEMMAS.__contains__, parse.lemmas)) > _MAX_SPORTS_LEMMAS


def _person_name_parts(parse: Parse, spans: Sequence[Candidate]) -> set[str]:
    """Return first and last words of the full names of persons, which refer to them alone too."""
    given, words = tables.first_names(), parse.words
    parts: set[str] = set()
    for c in spans:
        if c.last == c.first or c.entries or c.label not in ("person", "organisation", "place"):
            continue
        personal = _is_titled(parse, c) or (words[c.first] in given and c.label != "place")
        if c.label == "person" or (personal and words[c.last].lower() not in ORGANISATION_NOUNS):
            parts.update(words[t] for t in (c.first, c.last) if "-" not in words[max(c.first, t - 1) : t + 2])
    return parts


def _is_titled(parse: Parse, c: Candidate) -> bool:
    """Whether a capitalised title of an office stands before a name: "*President* James Otieno"."""
    role = tables.roles().get(parse.words[c.first - 1].lower()) if c.first else None
    return role is not None and role.title and parse.words[c.first - 1][0].isupper() and role.relation != ""


def _add_surname_votes(
    parse: Parse, spans: Sequence[Candidate], votes: Mapping[str, Counter[str]], parts: Container[str]
) -> None:
    """Add votes for persons to surnames that look like organisations: "James Otieno left, said *Otieno*".

    They outvote the label and capitals, but not a company's actions or possessions.
    """
    surnames = _surnames(parse, spans, votes)
    listed = _surnames_like_organisations(parse, spans, surnames)
    for c in spans:
        if c.first != c.last or c.text not in (listed if c.entries else surnames):
            continue
        for known in c.entries:  # what the table says of the name does not count
            votes[c.text]["organisation"] -= _AMBIGUOUS if known.ambiguous else _LISTED
        if c.label == "organisation" or (c.label == "person" and c.text.isupper()):
            votes[c.text]["person"] += 1 if c.text in parts else 4
        if c.label == "organisation":
            votes[c.text]["organisation"] += _company_votes(parse, c)


def _surnames_like_organisations(
    parse: Parse, spans: Sequence[Candidate], surnames: Container[str]
) -> frozenset[str]:
    """Return the surnames that are also names of listed organisations: "James Ford left, said *Ford*".

    Not if anything in the article suggests the organisation: its name comes before the person, or in one
    sentence with the full name ("Bill Ford, chairman of Ford"), or begins a longer name, or is used as
    those of companies are ("Ford shares").
    """
    words, deps = parse.words, parse.deps
    alone: dict[str, list[Candidate]] = defaultdict(list)
    for c in spans:
        if c.first == c.last and c.text in surnames and {k.entry_type for k in c.entries} == {"organisation"}:
            alone[c.text].append(c)
    for c in spans:
        if c.first == c.last:
            continue
        alone.pop(words[c.first], None)
        mentions = alone.get(words[c.last], ()) if c.label == "person" else ()
        sentence = parse.sentence_at(c.first)
        if any(m.first < c.first or parse.sentence_at(m.first) == sentence for m in mentions):
            del alone[words[c.last]]
    return frozenset(
        name
        for name, mentions in alone.items()
        if not any(
            deps[c.first] == "compound"
            or (deps[c.first] == "nsubj" and parse.lemmas[parse.head[c.first]] in _COMPANY_VERBS)
            or _company_votes(parse, c)
            for c in mentions
        )
    )


def _surnames(parse: Parse, spans: Sequence[Candidate], votes: Mapping[str, Counter[str]]) -> frozenset[str]:
    """Return the surnames of the persons whom the article names in full, also in capitals and after "al-"."""
    words, given, found = parse.words, tables.first_names(), set()
    for c in spans:
        forename, surname = words[c.first], words[c.last]
        if c.label != "person" or c.entries or c.first == c.last or len(surname) < 3:
            continue
        personal = forename in given or forename.capitalize() in given or _is_titled(parse, c)
        if not personal or max(votes[c.text], key=votes[c.text].__getitem__) != "person":
            continue
        joined = words[c.last - 1] == "-" and words[c.last - 2].lower() not in NAME_PARTICLES
        if (
            joined
            or words[c.last + 1 : c.last + 2] == ["-"]
            or (surname.isupper() and not forename.isupper())
        ):
            continue  # "Moyo RDC"
        found.add(surname)
        if len(surname) > 3:
            found |= {surname.upper(), surname.capitalize() if surname.isupper() else surname}
    return frozenset(found)


def _add_context_votes(parse: Parse, c: Candidate, votes: Counter[str]) -> None:
    """Add the votes of the words before and after a name."""
    words, tags, roles = parse.words, parse.tags, tables.roles()
    before = words[c.first - 1].lower() if c.first else ""
    after = words[c.last + 1].lower() if c.last + 1 < len(words) else ""
    role = roles.get(before)
    title = role is not None and role.title
    office = title and role is not None and role.relation != ""
    if before in HONORIFIC:
        votes["person"] += 5
    elif title and words[c.first - 1][0].isupper():
        votes["person"] += 3
    elif office and c.label in ("person", "organisation"):
        votes["person"] += 3 if tags[c.first - 1] == "NN" and before not in _SHARED_ROLES else 0
    elif before in _ORGANISATION_TITLES:
        votes["organisation"] += 3
    if c.label == "place" and not c.entries and office:
        votes["person"] += 3
    if c.label and c.label != "demonym" and before in _LOCATIVE_PREPOSITIONS and after not in ("'s", "’s"):
        votes["place"] += 2 if c.label == "organisation" else 3
    if before == "of" and c.label == "person" and c.first > 1 and tags[c.first - 2].startswith("NN"):
        leader = roles.get(words[c.first - 2].lower())
        if leader is not None and leader.of == "organisation" and leader.relation == "LEADER_OF":
            votes["organisation"] += 5  # "chief executive of Carl Zeiss"
    if c.label and c.label != "demonym" and not c.entries and after in _ORGANISATION_TITLES | _COMPANY_PARTS:
        votes["organisation"] += 3
    city = c.label == "place" and not any(k.entry_type in ("country", "demonym") for k in c.entries)
    if city and after in _PLAYER_NOUNS:
        votes["organisation"] += 12  # "Dortmund keeper": the club
    if after in _PARTY_POSTS and any(k.entry_type == "member" for k in c.entries):
        votes["organisation"] += 6  # "the Republican senator"
    if after == "oil" and words[c.last + 2 : c.last + 3] in (["rig"], ["platform"], ["field"]):
        votes["place"] += 6  # "the Rostam *oil rig*"
    if after in _AREA_NOUNS or words[c.last + 1 : c.last + 3] in (["-", "based"], ["–", "based"]):
        votes["place"] += 3
    following = words[c.last + 2].split("-")[0] if after == "," and c.last + 2 < len(words) else ""
    if c.first == c.last and not c.entries and following in US_STATES:
        votes["place"] += 4  # "Rutherford, N.J."
    after_comma = " ".join(words[c.last + 2 : c.last + 3])
    if (
        after == ","
        and c.label in ("organisation", "place")
        and not c.entries
        and _may_be_us_town(c.text, after_comma)
    ):
        votes["place"] += 5  # "Summit Savings, *Park City*, Utah"
    age = words[c.last + 2 : c.last + 4]
    if after == "," and len(age) == 2 and age[1] in (",", ".") and age[0].isdigit() and len(age[0]) == 2:
        votes["person"] += 3  # "Muhaydin Mire, 29, spoke"


def _may_be_us_town(name: str, after: str) -> bool:
    """Whether a name may be a town: before a US state, and without a word for organisations."""
    plain = not any(w in LEGAL_FORMS or w.lower() in ORGANISATION_NOUNS for w in name.split())
    return plain and any(p.type == "state" and p.country == "USA" for p in tables.places().get(after, ()))


def _club_votes(parse: Parse, c: Candidate) -> int:
    """Return the votes of a sports report's sentence for a club as the sense of a city's name."""
    words, lemmas, deps = parse.words, parse.lemmas, parse.deps
    i = parse.top(c.first, c.last)
    head = parse.head[i]
    if deps[i] == "conj":
        i, head = head, parse.head[head]
    if deps[i] in ("nsubj", "nsubjpass", "dobj"):
        return 12 if lemmas[head] in _MATCH_VERBS else 0
    if deps[i] == "poss" or (deps[i] in ("compound", "nmod") and head > c.last):
        return 12 if lemmas[head] in _CLUB_POSSESSIONS or words[head].lower() in _PLAYER_NOUNS else 0
    if deps[i] == "pobj" and words[head] in _OPPONENT_PREPOSITIONS:
        governor = lemmas[parse.head[head]]
        played = governor in _MATCH_VERBS | _CLUB_POSSESSIONS
        return 12 if played and (words[head] != "to" or governor == "lose") else 0
    return 0


def _company_votes(parse: Parse, c: Candidate) -> int:
    """Return the votes of a sentence for a company: its shares, its mergers, "which", "publisher"."""
    if parse.words[c.first] in tables.first_names() and c.last > c.first:
        return 0
    words, lemmas, deps = parse.words, parse.lemmas, parse.deps
    i = parse.top(c.first, c.last)
    head, weight = parse.head[i], 0
    if c.label == "person" and words[c.last + 1 : c.last + 3] == [",", "which"]:
        weight += 4
    if deps[i] == "poss" and lemmas[head] in _COMPANY_POSSESSIONS:
        weight += 4
    elif c.label == "person" and deps[i] in ("nsubj", "nsubjpass") and lemmas[head] in _COMPANY_VERBS:
        weight += 3
    if c.label == "person" and c.first and words[c.first - 1] in _COMPANY_ROLES:
        weight += 3
    beside = words[c.last + 1 : c.last + 2] == [","]
    described = (k for k in parse.children[i] if beside and deps[k] == "appos" and k > c.last)
    nouns = _ORGANISATION_TITLES | _COMPANY_ROLES | _COMPANY_PARTS
    if c.label == "person" and any(lemmas[k] in nouns for k in described):
        weight += 4
    return weight


def _add_word_votes(parse: Parse, c: Candidate, votes: Counter[str], parts: set[str]) -> None:
    """Add the votes of the words of a name itself."""
    words, given = parse.words[c.first : c.last + 1], tables.first_names()
    if len(words) > 1:
        forename = words[0] in given or _is_first_name_in_capitals(c, words)
        if forename and all(w[0].isupper() or not w.isalpha() for w in words):
            votes["person"] += 2 if c.label == "place" else 3
            if c.label == "organisation" and len(words) > 2 and words[1].lower() in NAME_PARTICLES:
                votes["person"] += 2  # "Marine *Le* Pen"
        if any(w.lower() in ORGANISATION_NOUNS for w in words) or words[-1] in _CLUB_ENDINGS:
            votes["organisation"] += 4
        elif c.label == "person" and words[-1].lower() in PLACE_NOUNS:
            votes["place"] += 4
        elif c.label == "person" and not forename and _resembles_organisation(words):
            votes["organisation"] += 4
    elif words[0] in parts:
        votes["person"] += 3
    elif (
        c.label == "person"
        and _MIXED_ACRONYM.fullmatch(words[0])
        and not (c.text.isupper() and capitals.tells_nothing(parse, c))
        and parse.words[c.last + 1 : c.last + 2] != [":"]  # "BAIER: So …"
    ):
        votes["organisation"] += 4
    elif c.label == "person" and (
        state := next((k for k in c.entries if k.entry_type in _LONE_SENSES), None)
    ):
        votes[state.entry_type] += 4  # no full name in the article: "Jordan recalled its envoy"
    elif c.label in ("organisation", "place") and not c.entries and _holds_role(parse, c.first):
        votes["person"] += 4
    elif words[0] in given and c.label in ("person", "organisation") and not c.entries:
        votes["person"] += 1


def _is_first_name_in_capitals(c: Candidate, words: Sequence[str]) -> bool:
    """Whether a name starts with a first name in capitals, as newspapers begin a report: "*DONALD* Trump".

    Short ones are mostly acronyms.
    """
    capitals = len(words[0]) >= _LEAST_LETTERS and words[0].isupper()
    return c.label == "person" and capitals and words[0].capitalize() in tables.first_names()


def _resembles_organisation(words: Sequence[str]) -> bool:
    """Whether a name looks like that of a club ("Arminia Bielefeld") or a company ("MAN Ferrostaal")."""
    initials = len(words[0]) > 2 and words[0].isalpha() and words[0].isupper()
    of_city = any(
        p.type == "city" and words[-1] not in p.ambiguous for p in tables.places().get(words[-1], ())
    )
    return of_city or (initials and words[-1].istitle())


def _holds_role(parse: Parse, i: int) -> bool:
    """Whether the sentence ascribes a role of persons to the name at ``i``."""
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
            if role is not None and role.relation and parse.words[k].lower() not in _SHARED_ROLES:
                return parse.lemmas[verb] in _SERVING_VERBS
    return False
