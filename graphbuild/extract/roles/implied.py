"""The implied state or organisation of a post: "Secretary of State Ann Otieno", "President Kabore".

It is the state in the table of leaders at the article's date, the state that the article is about, or the
one organisation of a kind that the article names; of a governor the province, of a chief executive the firm
that it names most. Such statements have a lower confidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract.document import Document
from graphbuild.extract.entities import clusters
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Actor, Post
from graphbuild.extract.features.grammar import QUOTES
from graphbuild.extract.names.word_classes import CHAMBERS
from graphbuild.extract.roles.rules import PostRelation
from graphbuild.extract.time import calendar
from graphbuild.model import partial_date
from graphbuild.tables.keys import person_key

#: How long after a term its holder is still called head of state or government.
_RECENT = timedelta(days=60)


def implied_target(document: Document, row: PostRelation, post: Post) -> tuple[Actor, bool] | None:
    """The implied target of a row, and whether the post ended before the article's date; None for none."""
    if row.implied.startswith("called:"):
        organisation = _organisation_called(document, row.implied.removeprefix("called:"))
        if organisation < 0:
            return None
        span = document.parse.span(post.token, post.token)
        return Actor(organisation, span, post.token, form="nominal"), False
    former = False
    if row.implied.startswith("type:"):
        wanted, span = row.implied.removeprefix("type:"), document.parse.span(post.token, post.token)
        every = (Actor(k, span, post.token, form="nominal") for k in range(len(document.linked.clusters)))
        bodies = [a for a in every if actor_types.actor_type(document, a) == wanted]
        indefinite = _is_indefinite(document, post)
        return (bodies[0], False) if len(bodies) == 1 and not indefinite else None
    if row.implied in ("province", "firm"):
        span = document.parse.span(post.token, post.token)
        if _has_other_body(document, post):
            return None
        if row.implied == "firm":
            firm = _firm_beside(document, post)
            return (Actor(firm, span, post.token, form="nominal"), False) if firm >= 0 else None
        government = _government_beside(document, post)
        if government is None:
            return None
        return document.linked.link_implied(government, post.token, "the province named"), False
    if row.implied == "leaders":
        iso3, former = _led_state(document, post)
        reason = f"country whose {post.role.name} is {document.cluster(post.person).name} (table of leaders)"
    elif row.implied.startswith("state:"):
        iso3 = row.implied.removeprefix("state:")
        reason = f"country whose {post.role.name} has this title"
        is_named = any(c.iso3 == iso3 for c in document.linked.clusters)
        if not is_named or post.verb >= 0 or _home_states(document) - {iso3}:
            return None
    elif iso3 := _state_of_principal(document, post):
        reason = f"country whose leader this {post.role.name} serves"
    else:
        iso3 = _subject_state(document, post)
        reason = f"country that the article is about: its {post.role.name}"
    return (document.linked.link_implied_state(iso3, post.token, reason), former) if iso3 else None


def _state_of_principal(document: Document, post: Post) -> str:
    """The state of the leader whom the holder of a post serves: "President Macron and *his* minister"."""
    states, held = document.linked.state_of_person, document.posts_of.get(post.person.entity, ())
    principals = (p.organisation.entity for p in held if p.organisation is not None and p.token == post.token)
    return next((states[k] for k in principals if k in states), "")


def _organisation_called(document: Document, names: str) -> int:
    """Index of the one organisation whose name ends with one of ``names``; -1 for none or several.

    None either for a chamber where the article names one of a federal state: "Rep. X" of "the *Ohio House*".
    """
    endings = tuple(f" {name}" for name in names.split("/"))
    matches = [
        k
        for k, c in enumerate(document.linked.clusters)
        if c.kind == "organisation" and f" {c.name.lower()}".endswith(endings)
    ]
    if len(matches) != 1:
        return -1
    named = document.linked.clusters
    provincial = _is_chamber(named[matches[0]].name) and any(_is_of_province(c.name) for c in named)
    return -1 if provincial else matches[0]


def _has_other_body(document: Document, post: Post) -> bool:
    """Whether the article says elsewhere what the holder of a post leads."""
    held = document.posts_of.get(post.person.entity, ())
    return any(
        p.organisation is not None
        and document.kind(p.organisation) != "person"
        and p.role.relation == post.role.relation
        and actor_types.actor_type(document, p.organisation) != "party"
        for p in held
    )


def _has_peer(document: Document, post: Post) -> bool:
    """Whether another person of the article has the same post, of a body that is not named with it."""
    return any(
        p.role.name == post.role.name and p.person.entity != post.person.entity and p.organisation is None
        for p in document.linked.posts
    )


def _government_beside(document: Document, post: Post) -> Cluster | None:
    """The government of the province that the article names most, by itself or in the names of its bodies.

    It must be named near the post, or more than once: "The *Ohio* Senate … *Gov.* Mike DeWine signed".
    """
    linked, parse = document.linked, document.parse
    if any(linked.type_of(k) == "central_bank" for k in range(len(linked.clusters))):
        return None  # "*Governor* Andrew Bailey" of the Bank of England
    if _has_peer(document, post):
        return None
    people = {name.last for name in linked.names if name.kind == "person"}
    of_people = {k + 2 for k in people if parse.words[k + 1 : k + 2] == ["of"]}  # "Sen. Ted Cruz of *Texas*"
    places = {i: text for i, (_, text) in linked.places.items() if i - len(text.split()) + 1 not in of_people}
    for name in linked.names:
        if name.kind == "organisation":
            places.update((name.first + n - 1, " ".join(name.text.split()[:n])) for n in (2, 1))
    provinces = {i: land for i, text in places.items() if (land := tables.land(text)) and not land.ambiguous}
    most = _most_named([land.name for land in provinces.values()])
    tokens = [i for i, land in provinces.items() if land.name == most]
    if not tokens or not (len(tokens) > 1 or _is_near(parse.sentence_at(tokens[0]), document, post)):
        return None
    return clusters.of_country(provinces[tokens[0]].country, f"{most} government")


def _firm_beside(document: Document, post: Post) -> int:
    """Index of the only firm named before a post in its sentence, or else of that near it which the article
    names at least twice as often as any other; -1 for none.

    "*Pfizer* cut jobs. CEO Albert Bourla said", not "CEO Tim Cook said that *Google*" in one on Apple.
    """
    linked, parse = document.linked, document.parse
    named = [
        (k, name.first)
        for name, k in zip(linked.names, linked.cluster_of, strict=True)
        if linked.clusters[k].kind == "organisation" and _is_firm(linked.clusters[k].name)
    ]
    counts = Counter(k for k, _ in named)
    start = parse.sentence(post.token)[0]
    before = {k for k, first in named if start <= first < post.token}
    quoted = not QUOTES.isdisjoint(parse.words[start : post.token])
    if len(before) == 1 and not quoted and 2 * counts[min(before)] >= max(counts.values()):
        return min(before)
    if _has_peer(document, post):
        return -1
    most, *others = [k for k, _ in counts.most_common(2)] or [-1]
    near = any(k == most and _is_near(parse.sentence_at(first), document, post) for k, first in named)
    return most if near and all(counts[most] >= 2 * counts[k] for k in others) else -1


def _is_firm(name: str) -> bool:
    """Whether an organisation may have a chief executive."""
    known = actor_types.type_of_organisation(name)
    return known is None or known.name in ("firm", "society")


def _most_named(names: Sequence[str]) -> str:
    """The name that occurs more often than any other; empty for none."""
    ranked = Counter(names).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def _is_near(sentence: int, document: Document, post: Post) -> bool:
    """Whether a sentence is that of a post or the one before."""
    return 0 <= document.parse.sentence_at(post.token) - sentence <= 1


def _is_of_province(name: str) -> bool:
    """Whether a name is that of a chamber of a province: "Ohio Senate", "Florida House"."""
    words = name.split()
    return _is_chamber(name) and any(
        tables.land(" ".join(words[:n])) is not None for n in range(1, len(words))
    )


def _is_chamber(name: str) -> bool:
    last = name.rsplit(maxsplit=1)[-1].lower()
    return last in CHAMBERS or last == "representatives"


def _subject_state(document: Document, post: Post) -> str:
    """The state that the article is about, if the post can be one of that state; else empty.

    It cannot where another person held the post there at the article's date, or where the table has the
    person as head of another state: "President Trump" in an article about Mexico.
    """
    iso3, day = document.home_state, document.article.date
    if not iso3 or post.verb >= 0 or _home_states(document) - {iso3} or leads_elsewhere(document, post, iso3):
        return ""
    if (day and _has_namesake(document, post, iso3)) or _shares_owner(document, post):
        return ""
    if _another_acts(document, post, iso3):
        return ""
    if not day:
        return iso3
    holders = {tables.spelt(person_key(name)) for name in tables.holders(iso3, post.role.name, day)}
    return iso3 if not holders or _person_key(document, post) in holders else ""


def _another_acts(document: Document, post: Post, iso3: str) -> bool:
    """Whether another state is the subject of the clause around a post: "*Mexico* agreed, with Foreign
    Minister Ann Otieno saying".
    """
    parse = document.parse
    subjects = (
        document.linked.actor_at(c)
        for v in parse.ancestors(post.token)
        for c in parse.children[v]
        if c < post.token and parse.deps[c] in ("nsubj", "nsubjpass")
    )
    return any(a is not None and document.cluster(a).iso3 not in ("", iso3) for a in subjects)


def _person_key(document: Document, post: Post) -> str:
    return tables.spelt(document.cluster(post.person).key)


def leads_elsewhere(document: Document, post: Post, iso3: str) -> bool:
    """Whether the table of leaders has the person as head of other states only, at any time.

    With an empty ``iso3``, whether it has the person in this office.
    """
    terms = tables.terms_by_person().get(_person_key(document, post), ())
    if not iso3:
        return any(t.office == post.role.name for t in terms)
    return bool(terms) and post.role.name in tables.heads() and all(t.iso3 != iso3 for t in terms)


def _shares_owner(document: Document, post: Post) -> bool:
    """Whether a post coordinated before this one has an owner: "*Peru's* vice president and minister"."""
    parse = document.parse
    for t in range(post.token - 1, parse.sentence(post.token)[0] - 1, -1):
        if parse.tags[t] == "POS":
            return True
        if parse.tags[t][:2] not in ("NN", "JJ", "CC", "HY"):
            return False
    return False


def _has_namesake(document: Document, post: Post, iso3: str) -> bool:
    """Whether a person of this surname holds the office in another state on the article's day.

    "PM Tusk" in an article about Ukraine.
    """
    day, offices = tables.last_known(document.article.date), tables.offices(post.role.name)
    terms = _terms_by_surname().get(_surname(_person_key(document, post)), ())
    return any(t.iso3 != iso3 and t.office in offices and t.held(day) for t in terms)


def has_ended(document: Document, post: Post, of: Actor) -> bool:
    """Whether, by the table of leaders, the person's terms in that state ended long before the article.

    "U.S. President John F. Kennedy" in 2016.
    """
    iso3, article = document.cluster(of).iso3, document.article
    now = calendar.parse_iso(article.date or partial_date(article.date_from))
    if now.first is None or now.last is None or not iso3 or post.verb >= 0:
        return False
    last = now.last.isoformat()
    terms = [t for t in tables.terms_by_person().get(_person_key(document, post), ()) if t.iso3 == iso3]
    terms = [t for t in terms if t.first_day <= last]
    limit = min(now.first, date.fromisoformat(tables.last_known(last))) - _RECENT
    has_office = any(t.office in tables.offices(post.role.name) for t in terms)
    return has_office and all((calendar.parse_iso(t.end).last or limit) < limit for t in terms)


def _home_states(document: Document) -> set[str]:
    """The states whose leaders the article names without the state."""
    titles = (p for p in document.linked.posts if p.organisation is None and p.rule == "title")
    return {_led_state(document, p)[0] for p in titles} - {""}


def _led_state(document: Document, post: Post) -> tuple[str, bool]:
    """The one state in which the table has the person in this office, and whether only before the article."""
    day = tables.last_known(document.article.date)
    terms = tables.terms_by_person().get(_person_key(document, post), ())
    terms = tuple(t for t in terms if day and t.office in tables.offices(post.role.name))
    current = {t.iso3 for t in terms if t.held(day)}
    if len(current) == 1:
        return current.pop(), False
    past = {t.iso3 for t in terms if t.end < day}
    return (past.pop(), True) if len(past) == 1 and not current else ("", False)


def _is_indefinite(document: Document, post: Post) -> bool:
    """Whether "a" stands before a role, whose words are of two phrases then: "*a party* President X"."""
    first = post.token - len(post.role.name.split()) + 1
    return first > 0 and document.parse.words[first - 1].lower() in ("a", "an")


@cache
def _terms_by_surname() -> Mapping[str, tuple[tables.Leader, ...]]:
    """The terms in the table of leaders by the last word of the person's key."""
    terms: dict[str, list[tables.Leader]] = defaultdict(list)
    for key, some in tables.terms_by_person().items():
        terms[_surname(key)].extend(some)
    return MappingProxyType({surname: tuple(some) for surname, some in terms.items()})


def _surname(key: str) -> str:
    return " ".join(key.split()[-1:])
