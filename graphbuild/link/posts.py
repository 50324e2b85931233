"""Every person that an article says to hold a role, and of what."""

from __future__ import annotations

from collections.abc import Sequence

from graphbuild import tables
from graphbuild.link.holders import denied, questioned
from graphbuild.link.holding import Search
from graphbuild.link.linked import Linked, Post
from graphbuild.link.owning import person_at, qualifier, said_before
from graphbuild.link.rolewords import RolePhrase


def find(linked: Linked) -> tuple[list[Post], list[Post]]:
    """Every person that the article says to hold a role, and those of whom it only asks or denies it."""
    low = [w.lower() for w in linked.parse.words]
    phrases = linked.phrases
    by_head = {p.head: k for k, p in enumerate(phrases)}
    search = Search(linked, low, phrases, by_head, {}, {})
    sure: list[Post] = []
    doubts: list[Post] = []
    for k, phrase in enumerate(phrases):
        people = search.holders(k)
        if not people:
            continue
        bodies = search.bodies(k)
        modifier = qualifier(linked, low, phrase)
        verb = search.verb.get(phrase.head, -1)
        posts = doubts if verb >= 0 and (denied(linked, verb) or questioned(linked, verb)) else sure
        for person, rule in people:
            mark = modifier or ("former" if rule == "left" or _past(linked, low, phrase, verb) else "")
            told = bool(bodies.found) or low[phrase.last + 1 : phrase.last + 2] in (["of"], ["at"], ["for"])
            own = search.own_body(person, phrase) if phrase.plural or not told else ()
            fit = [b for b in own or bodies.found if b.entity != person.entity]
            posts.extend(
                Post(person, phrase.role, phrase.head, b, mark, rule, bodies.via, bodies.nation, verb)
                for b in fit or (None,)
            )
    sure.extend(_counterparts(search, sure))
    return sure, doubts


def _past(linked: Linked, low: Sequence[str], phrase: RolePhrase, verb: int) -> bool:
    """Whether a role was held before: "*had been* head", "head *under* Ann Otieno"."""
    parse = linked.parse
    if verb >= 0 and parse.lemmas[verb] == "be" and parse.tags[verb] == "VBN":
        around = {low[c] for c in parse.children[verb]}
        if "had" in around and "since" not in around:
            return True
    now = verb >= 0 and parse.tags[verb] in ("VBZ", "VBP", "VB")
    under = [c for c in parse.children[phrase.head] if low[c] == "under" and parse.deps[c] == "prep"]
    served = [k for c in under for k in parse.children[c] if person_at(linked, k) is not None]
    if served and not now:
        return True
    founding = "founding" in low[max(0, phrase.first - 1) : phrase.first + 1]
    return founding and phrase.role.relation == "LEADER_OF"


def _counterparts(search: Search, posts: Sequence[Post]) -> list[Post]:
    """ "Xi met his South African counterpart Jacob Zuma": the same role of another state."""
    linked, parse, low = search.linked, search.linked.parse, search.low
    found: list[Post] = []
    for i, word in enumerate(low):
        if word not in ("counterpart", "homologue") or i in linked.name_at:
            continue
        first, stop = next((s for s in parse.sentences if s[0] <= i < s[1]), (i, i))
        roles = {
            p.role.name: p for p in posts
            if first <= p.token < stop and p.token < i and p.of is not None and not p.modifier
            and p.role.relation in ("LEADER_OF", "REPRESENTS") and p.role.of in ("country", "any")
        }  # fmt: skip
        phrase = RolePhrase(i, i, i, tables.Role("counterpart", "", "", "", True, ""), False)
        nation = said_before(linked, low, phrase).nation
        at = linked.name_at.get(i + 1 + (low[i + 1 : i + 2] == [","]))
        if len(roles) != 1 or nation is None or at is None or linked.names[at].kind != "person":
            continue
        n = linked.names[at]
        person = person_at(linked, n.last)
        if person is not None:
            role = next(iter(roles.values())).role
            found.append(Post(person, role, i, nation, "", "counterpart", "", nation))
    return found
