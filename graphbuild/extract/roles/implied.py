"""Posts of which the text does not say what they are of: "Secretary of State Ann Otieno", "President Kabore".

The state or body is that of the table of leaders at the article's date, the one that the article is plainly
about, or the one body of a kind that it names. Such statements carry a lower confidence.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor, Post
from graphbuild.extract.roles.rules import PostRelation
from graphbuild.extract.time import calendar
from graphbuild.model import year_told
from graphbuild.tables.keys import person_key

#: How long a head of state or government is still called so.
_NEWLY = timedelta(days=60)


def target(document: Document, row: PostRelation, post: Post) -> tuple[Actor, bool] | None:
    """To whom a row leads, and whether the person held the post only before the article's date."""
    if row.implied.startswith("called:"):
        body = _called(document, row.implied.removeprefix("called:"))
        return (
            (Actor(body, document.parse.span(post.token, post.token), post.token, form="nominal"), False)
            if body >= 0
            else None
        )
    if row.implied == "leaders":
        iso3, over = _led(document, post)
        why = f"whose {post.role.name} {document.cluster(post.person).name} is by the table of leaders"
    elif row.implied.startswith("state:"):
        iso3, over = row.implied.removeprefix("state:"), False
        why = f"whose {post.role.name} is called so"
        named = any(c.iso3 == iso3 for c in document.linked.clusters)
        if not named or post.verb >= 0 or _home(document) - {iso3}:
            return None
    elif iso3 := _served(document, post):
        over, why = False, f"whose leader this {post.role.name} serves"
    else:
        iso3, over, why = _subject(document, post), False, f"whose {post.role.name} an article about it means"
    return (document.linked.state(iso3, post.token, post.token, why), over) if iso3 else None


def _served(document: Document, post: Post) -> str:
    """The state of the leader whom a minister serves: "President Macron and *his* minister"."""
    states, held = document.linked.states, document.held.get(post.person.entity, ())
    served = (p.of.entity for p in held if p.of is not None and p.token == post.token)
    return next((states[k] for k in served if k in states), "")


def _called(document: Document, names: str) -> int:
    """Index of the one body whose name ends with one of ``names``; -1 where there is none or several."""
    ends = tuple(f" {name}" for name in names.split("/"))
    clusters = enumerate(document.linked.clusters)
    found = [k for k, c in clusters if c.kind == "organisation" and f" {c.name.lower()}".endswith(ends)]
    return found[0] if len(found) == 1 else -1


def _subject(document: Document, post: Post) -> str:
    """The state that an article is about, and whose heads it names without it.

    None where another person held the post there at the article's date, or the table knows the person as
    head of another state: "President Trump" in an article about Mexico.
    """
    iso3, day = document.subject_state, document.article.date
    if not iso3 or post.verb >= 0 or _home(document) - {iso3} or elsewhere(document, post, iso3):
        return ""
    if (day and _namesake(document, post, iso3)) or _owned(document, post):
        return ""
    held = (
        {tables.spelt(person_key(name)) for name in tables.holders(iso3, post.role.name, day)}
        if day
        else set()
    )
    return "" if held and tables.spelt(document.cluster(post.person).key) not in held else iso3


def elsewhere(document: Document, post: Post, iso3: str) -> bool:
    """Whether the table of leaders knows a person as head of another state than this, at any time.

    Without a state, whether it knows the person by this very title.
    """
    terms = _terms().get(tables.spelt(document.cluster(post.person).key), ())
    if not iso3:
        return any(t.office == post.role.name for t in terms)
    return bool(terms) and post.role.name in tables.heads() and all(t.iso3 != iso3 for t in terms)


def _owned(document: Document, post: Post) -> bool:
    """Whether another post beside this one has an owner, whose both are: "*Peru's* vice president and defence
    minister".
    """
    parse = document.parse
    for t in range(post.token - 1, parse.sentence(post.token)[0] - 1, -1):
        if parse.tags[t] == "POS":
            return True
        if parse.tags[t][:2] not in ("NN", "JJ", "CC", "HY"):
            return False
    return False


def _namesake(document: Document, post: Post, iso3: str) -> bool:
    """Whether who has this surname holds the office in another state on the article's day: "PM Tusk" in an
    article about Ukraine.
    """
    day, offices = tables.last_known(document.article.date), tables.offices(post.role.name)
    surname = tables.spelt(document.cluster(post.person).key).split()[-1:]
    return any(
        key.split()[-1:] == surname
        and any(t.iso3 != iso3 and t.office in offices and t.held(day) for t in terms)
        for key, terms in _terms().items()
    )


def over(document: Document, post: Post, of: Actor) -> bool:
    """Whether the table of leaders knows the holder of a title as head of that state only long before the
    article: "U.S. President John F. Kennedy" in 2016.
    """
    iso3, article = document.cluster(of).iso3, document.article
    now = calendar.told(article.date or year_told(article.date_from))
    if now.first is None or now.last is None or not iso3 or post.verb >= 0:
        return False
    last = now.last.isoformat()
    terms = _terms().get(tables.spelt(document.cluster(post.person).key), ())
    terms = tuple(t for t in terms if t.iso3 == iso3 and t.first_day <= last)
    then = min(now.first, date.fromisoformat(tables.last_known(last))) - _NEWLY
    fitting = any(t.office in tables.offices(post.role.name) for t in terms)
    return fitting and all((calendar.told(t.end).last or then) < then for t in terms)


def _home(document: Document) -> set[str]:
    """The states whose heads the article names without them."""
    return {_led(document, p)[0] for p in document.linked.posts if p.of is None and p.rule == "title"} - {""}


def _led(document: Document, post: Post) -> tuple[str, bool]:
    """The state in which a person holds, or held until the article's date, the post by the table."""
    day = tables.last_known(document.article.date)
    terms = _terms().get(tables.spelt(document.cluster(post.person).key), ())
    fitting = [t for t in terms if t.office in tables.offices(post.role.name)]
    now = {t.iso3 for t in fitting if day and t.held(day)}
    if len(now) == 1:
        return now.pop(), False
    before = {t.iso3 for t in fitting if day and t.end < day}
    return (before.pop(), True) if len(before) == 1 and not now else ("", False)


@cache
def _terms() -> dict[str, tuple[tables.Leader, ...]]:
    """The terms of the table of leaders by the key of the person's name, in one spelling."""
    found: dict[str, tuple[tables.Leader, ...]] = {}
    for held in tables.leaders().values():
        for term in held:
            key = tables.spelt(person_key(term.name))
            found[key] = (*found.get(key, ()), term)
    return found
