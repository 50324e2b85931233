"""Heads of states and governments that an article does not name: "the French president", by its date.

The table of leaders lists who held an office when. It never contradicts the article: if that names anyone
for the post, the table is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.extract.coreference import nominals
from graphbuild.extract.entities import state_bodies
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.extract.names import kinds
from graphbuild.extract.names.role_phrases import RolePhrase
from graphbuild.extract.roles import role_search
from graphbuild.tables import spelt
from graphbuild.tables.keys import person_key, person_words

#: Words by which a phrase denotes another holder than the present one, or none in particular.
_OTHER_HOLDER = tables.words("other holder")
#: Dependency labels of a role that describes a person and does not refer to one.
_DESCRIBING = frozenset("attr oprd appos compound nmod amod nounmod npadvmod".split())
#: Words before a father's name, and numerals after the name of a monarch.
_PATRONYMIC = frozenset("bin bint ibn".split())
_NUMERALS = frozenset("i iv v vi xvi".split())
_YEAR = re.compile(r"(1[0-9]|20)\d\d")


#: The day of an article without a date: after all terms.
_AFTER_ALL = "9999"
#: Years before and after a term in which a surname alone still refers to the holder.
_YEARS_AROUND = 2


def complete_names(linked: Linked) -> None:
    """Complete surnames by the table of leaders: "French President Hollande" in 2013, "Obama" in 2012."""
    if linked.date:
        _complete_titled(linked)
    _complete_untitled(linked)


def _complete_titled(linked: Linked) -> None:
    """Complete surnames with an office; if it has no country, one that the article names must fit."""
    states = [c.iso3 for c in linked.clusters if c.iso3]
    for post in linked.posts:
        cluster = linked.clusters[post.person.entity]
        if not _is_surname(cluster) or post.modifier or (post.organisation is None and post.rule != "title"):
            continue
        countries = (
            [linked.clusters[post.organisation.entity].iso3] if post.organisation is not None else states
        )
        day = tables.last_known(linked.date)
        held = (tables.holders(iso3, post.role.name, day) for iso3 in countries if iso3)
        fitting = {name for names in held for name in names if _is_surname_of(cluster, name)}
        if len(fitting) == 1:
            _rename(linked, cluster, fitting.pop(), f"{post.role.name} on {linked.date}")


def _complete_untitled(linked: Linked) -> None:
    """Complete surnames alone that denote a head of state or government; not in reports on sport."""
    if kinds.is_sports_report(linked.parse):
        return
    named = frozenset(c.iso3 for c in linked.clusters if c.iso3)
    mentioned = named | state_bodies.mentioned_states(linked.parse, linked.names)
    for k, cluster in enumerate(linked.clusters):
        if _is_surname(cluster) and (term := _term_of_surname(linked, k, named, mentioned)) is not None:
            held = term.held(linked.date) if linked.date else False
            when = f"on {linked.date}" if held else f"from {term.start} to {term.end}"
            _rename(linked, cluster, term.name, f"{term.office} {when}")


def _is_surname(cluster: Cluster) -> bool:
    """Whether an entity is a person named by a single surname; not Gustaf V."""
    return cluster.is_article_scoped and " " not in cluster.name


def _term_of_surname(
    linked: Linked, k: int, named: frozenset[str], mentioned: frozenset[str]
) -> tables.Leader | None:
    """The last term of the head of state or government that the surname of cluster ``k`` denotes.

    The only one of the surname in office on the article's day, if the article mentions the country. Else the
    only one ever of a surname that is no given name, if the term is near or the name has the title. Countries
    are ``named`` or, with their bodies and places, ``mentioned``.
    """
    surname, day = spelt(person_words(linked.clusters[k].name)[0]), linked.date
    terms, posts = _by_surname().get(surname, ()), [p for p in linked.posts if p.person.entity == k]
    offices = [p for p in posts if p.role.relation not in ("", "CITIZEN_OF")]
    titles = {office for p in offices for office in tables.offices(p.role.name)}
    if not terms or (titles and not titles.issubset(tables.heads())):
        return None  # "Senator Obama" is not yet president
    if titles:
        terms = [t for t in terms if t.office in titles]
    given = surname.title() in tables.first_names()
    countries = named if given else mentioned
    present = [t for t in terms if day and t.held(tables.last_known(day)) and t.iso3 in countries]
    if len({t.name for t in present}) == 1:
        return present[-1]
    ever = _by_surname()[surname]
    several = len({t.name for t in ever}) > 1 or any(spelt(person_words(t.name)[-1]) != surname for t in ever)
    if several or (given and not titles):
        return None
    near = [t for t in terms if titles or (day and _is_near(t, day) and t.iso3 in mentioned)]
    return near[-1] if near else None


def _is_near(term: tables.Leader, day: str) -> bool:
    """Whether a day lies in a term, or at most two calendar years before or after it."""
    return int(term.start[:4]) - _YEARS_AROUND <= int(day[:4]) <= int(term.end[:4]) + _YEARS_AROUND


@cache
def _by_surname() -> Mapping[str, Sequence[tables.Leader]]:
    """All terms by surname, by start: the last word of the name, in some countries also the first."""
    by_surname: dict[str, list[tables.Leader]] = {}
    family_first = {code for group in tables.variants()["family first"] for code in group}
    for (state, _), held in tables.leaders().items():
        for term in held:
            words = person_words(term.name)
            if len(words) > 1 and words[-2] not in _PATRONYMIC and not _NUMERALS.intersection(words):
                for word in {words[-1], words[0] if state in family_first else words[-1]}:
                    by_surname.setdefault(spelt(word), []).append(term)
    return {word: sorted(terms, key=lambda t: (t.start, t.name)) for word, terms in by_surname.items()}


def leads(linked: Linked, person: int, state: int, *, ever: bool = False) -> bool:
    """Whether a person holds an office of a state by the table: on the article's day, or ``ever``."""
    key, iso3 = spelt(linked.clusters[person].key), linked.clusters[state].iso3
    day = tables.last_known(linked.date)
    terms = (x for x in tables.terms_by_person().get(key, ()) if x.iso3 == iso3)
    return any(ever or not day or x.held(day) for x in terms)


def state_of(linked: Linked, person: int) -> str:
    """The code of the only state that a person leads or led by the table; empty for none or several.

    For a surname alone, and for a person who never led any, it is the state that all leaders of the surname
    led, or the only one of these that the article names; none with another title: "Vice President *Harris*".
    """
    cluster = linked.clusters[person]
    day = tables.last_known(linked.date) if linked.date else _AFTER_ALL
    own, terms = own_terms(linked, person), _begun(linked, person)
    if not own and not _titles(linked, person) <= tables.heads():
        return ""
    if (
        not own and not cluster.is_article_scoped
    ):  # "the *Bush* administration" where Jeb Bush alone is named in full
        terms = [t for t in terms if t.office == "president"]
    states = {t.iso3 for t in own or terms}
    if len(states) > 1:
        states &= {t.iso3 for t in terms if t.held(day)} or states
    if len(states) > 1:
        states &= {c.iso3 for c in linked.clusters}
    return states.pop() if len(states) == 1 else ""


def _titles(linked: Linked, person: int) -> frozenset[str]:
    """The titles that stand before the names of a person."""
    first = {linked.names[k].first for k in linked.clusters[person].names}
    return frozenset(p.role.name for p in linked.role_phrase_list if p.role.relation and p.last + 1 in first)


def states(linked: Linked) -> dict[int, str]:
    """The code of the state that each person leads or represents, by the article, else by the table."""
    people = (k for k, c in enumerate(linked.clusters) if c.kind == "person")
    by_person = {k: terms[-1].iso3 for k in people if (terms := own_terms(linked, k))}
    for post in linked.posts:
        represents = post.role.relation in ("LEADER_OF", "REPRESENTS") and post.modifier in ("", "acting")
        if (
            represents
            and post.organisation is not None
            and (iso3 := linked.clusters[post.organisation.entity].iso3)
        ):
            by_person[post.person.entity] = iso3
    return by_person


def own_terms(linked: Linked, person: int) -> list[tables.Leader]:
    """The terms of a person that had begun on the article's day."""
    key = spelt(linked.clusters[person].key)
    return [t for t in _begun(linked, person) if spelt(person_key(t.name)) == key]


def _begun(linked: Linked, person: int) -> list[tables.Leader]:
    """The terms of all of a person's surname that had begun on the article's day."""
    words, day = person_words(linked.clusters[person].name), linked.date or _AFTER_ALL
    return [t for t in _by_surname().get(spelt(words[-1]) if words else "", ()) if t.begun(day)]


def _is_surname_of(cluster: Cluster, name: str) -> bool:
    """Whether a person's surname is the last word of a full name, or the first as in "Xi Jinping"."""
    words = person_words(name)
    return len(words) > 1 and spelt(person_words(cluster.name)[0]) in map(spelt, (words[0], words[-1]))


def _rename(linked: Linked, cluster: Cluster, name: str, office: str) -> None:
    """Give a person with a surname alone the full name, with the surname as the article spells it.

    ``office`` is the office and time, for the reason of its mentions.
    """
    own = spelt(person_words(cluster.name)[0])
    full = " ".join(cluster.name if spelt(person_words(word)[0]) == own else word for word in name.split())
    key = person_key(full)
    if all(spelt(c.key) != spelt(key) for c in linked.clusters if c.kind == "person"):
        cluster.key, cluster.name = key, full
        given = tables.first_names().get(name.split(maxsplit=1)[0], "u")
        cluster.gender = cluster.gender or ("" if given == "u" else given)
        for k in cluster.names:
            linked.reasons[k] = f"surname of {name}, {office}: table of leaders"


def link_unnamed_holders(linked: Linked) -> None:
    """Link nouns for a head of state or government whom the article does not name for the post."""
    if not linked.date:
        return
    for phrase, state in _unnamed_holders(linked):
        iso3 = linked.clusters[state.entity].iso3
        name = tables.in_office(iso3, phrase.role.name, linked.date)
        if name:
            holder = None if _is_contradicted(linked, phrase, state, name) else _entity(linked, name)
        else:
            holder = _named_leader(linked, state) if phrase.role.name == "leader" else None
        if holder is not None:
            country = linked.clusters[state.entity].name
            why = f"{phrase.role.name} of {country} on {linked.date}: table of leaders"
            nominals.link_noun(linked, phrase.head, holder, why)


def _named_leader(linked: Linked, state: Actor) -> int | None:
    """The only person named in the article who holds an office of a state: "the *French leader*"."""
    people = (k for k, c in enumerate(linked.clusters) if c.kind == "person")
    leading = [k for k in people if leads(linked, k, state.entity)]
    return leading[0] if len(leading) == 1 else None


def _unnamed_holders(linked: Linked) -> Iterator[tuple[RolePhrase, Actor]]:
    """Phrases for the present head of a state for which the article has no name, with the state."""
    search = role_search(linked)
    low = [w.lower() for w in linked.parse.words]
    used = {post.token for post in (*linked.posts, *linked.uncertain_posts)}
    for phrase in linked.role_phrase_list:
        i = phrase.head
        if phrase.plural or phrase.role.relation != "LEADER_OF" or i in used or i in linked.nominals:
            continue
        state = search.state(phrase)
        if state is None or search.modifier(phrase) or not _is_present_holder(linked, low, phrase):
            continue
        yield phrase, state


def _is_present_holder(linked: Linked, low: list[str], phrase: RolePhrase) -> bool:
    """Whether a phrase for a role refers to its present holder and has no name beside it.

    ``low`` are the words of the article in lower case.
    """
    parse, i = linked.parse, phrase.head
    following = parse.words[phrase.last + 1 : phrase.last + 3]
    if following[:1] == [","]:
        following = following[1:]
    if (following and following[0][:1].isupper()) or following[:1] == ["-"]:
        return False
    if any(low[c] in _OTHER_HOLDER for c in parse.children[i] if c < i):
        return False
    if any(parse.deps[c] in ("relcl", "acl", "appos") for c in parse.children[i]):
        return False
    top = linked.first_conjunct(i)
    dep, head = parse.deps[top], parse.head[top]
    if dep in _DESCRIBING or (dep == "pobj" and low[head] == "as"):
        return False
    first, stop = parse.sentence(i)
    return not any(_YEAR.fullmatch(w) and w != linked.date[:4] for w in parse.words[first:stop])


def _is_contradicted(linked: Linked, phrase: RolePhrase, state: Actor, name: str) -> bool:
    """Whether the article names another holder of the post."""
    offices = {*tables.offices(phrase.role.name), phrase.role.name}
    for post in (*linked.posts, *linked.uncertain_posts):
        if not offices.intersection(tables.offices(post.role.name)):
            continue
        holder = linked.clusters[post.person.entity]
        same = spelt(holder.key) == spelt(person_key(name)) or (
            holder.is_article_scoped and _is_surname_of(holder, name)
        )
        if post.organisation is not None and post.organisation.entity != state.entity:
            continue
        if not same and post.modifier in ("", "acting"):
            return True
    return False


def _entity(linked: Linked, name: str) -> int:
    """The person of this name in the article; adds one if there is none."""
    key = person_key(name)
    people = ((k, c) for k, c in enumerate(linked.clusters) if c.kind == "person")
    known = (k for k, c in people if spelt(c.key) == spelt(key))
    if (found := next(known, None)) is not None:
        return found
    given = tables.first_names().get(name.split(maxsplit=1)[0], "u")
    if " " not in key:
        key = f"{linked.article}/{key}"
    linked.clusters.append(Cluster("person", key, name, gender=given if given != "u" else ""))
    return len(linked.clusters) - 1
