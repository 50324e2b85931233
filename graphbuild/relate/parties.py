"""Who can do what: the sorts of the two ends of a deed, by the tables or by the words of their names.

A company lends, sells and sues; it does not bomb. A quarrel between two parties is no war, a
contract of two firms no treaty, and a game no battle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.link import leaders
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.words import PART_NOUNS
from graphbuild.relate import adjuncts, sense
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon, Trigger

_UNDER_ARMS = frozenset(["military", "police"])
#: Those who fight the state that they are of: who backs or strikes them does neither to the state.
_INSURGENT = "insurgents"
#: Sorts of ends that can use or suffer force between each other.
_ARMED = frozenset(["state", "force", "pact"])
#: Sorts of ends that deal with each other as states do; what is of no known sort is none of them.
_PUBLIC = frozenset(["state", "force", "pact", "bloc", "organ", "party", "society", "union"])
#: Where, or of what kind, a battle is fought without arms.
_UNARMED = frozenset(
    """court polls legal custody price takeover boardroom ratings trade tariff currency bidding proxy
    advertising media propaganda publicity circulation fare grain farm subsidy export""".split()
)
#: Sorts that have no soldiers: "*its* forces" after their name are another's.
_PRIVATE = frozenset(["medium", "firm", "society"])
_TRADING = frozenset(["firm", "medium"])
#: Rules whose meeting of two teams is a match.
_MATCH = re.compile(r"(verb:(meet|host|visit|receive|travel)|noun:(meeting|visit|trip))/")
#: Rules of deeds that are none of a game, whatever the article is about.
_DEADLY = re.compile(
    r"(verb|noun):(kill|murder|assassinat|bomb|stab|rape|tortur|kidnap|abduct|massacre|behead)"
)
#: What an article on sport tells of deeds that there are none of: nobody yields, helps or withdraws.
_NO_SPORT = frozenset(
    (
        *("MOBILIZES_AGAINST", "COERCES", "AIDS", "CONCEDES_TO", "WITHDRAWS_FROM", "THREATENS", "REJECTS"),
        *("TRADES_WITH", "PARTNERSHIP", "ALLIED_WITH", "PROTESTS_AGAINST", "HOSTILITY_TOWARD"),
    )
)
#: Words of contests from which an article is about sport: distinct ones, and their share of its words.
_SPORT_WORDS, _SPORT_SHARE = 3, 0.01


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of ends, and what such an end never does."""

    name: str
    words: frozenset[str]
    never: frozenset[str]


@cache
def _sorts() -> tuple[Mapping[str, Sort], tuple[Sort, ...]]:
    """The sorts by type of body, and all of them in table order."""
    by_type: dict[str, Sort] = {}
    found: list[Sort] = []
    known = tables.relations()
    for row in tables.rows("parties", ("sort", "types", "words", "never")):
        for relation in row.words("never"):
            if relation not in known:
                raise row.error("never", f"unknown relation {relation!r}; see relations.tsv")
        sort = Sort(row.required("sort"), frozenset(row.words("words")), frozenset(row.words("never")))
        found.append(sort)
        by_type.update(dict.fromkeys(row.words("types"), sort))
    return MappingProxyType(by_type), tuple(found)


@cache
def _of_body(name: str) -> Sort | None:
    by_type, sorts = _sorts()
    bloc, body = tables.blocs().get(name), tables.organisations().get(name)
    if bloc is not None:
        return by_type.get(bloc.kind)
    if body is not None:
        return by_type.get(body.type)
    head, _, field = name.lower().partition(" of ")
    words = [*re.findall(r"[a-z]+", head)[::-1], *re.findall(r"[a-z]+", field)]
    return next((s for w in words for s in sorts if w in s.words), None)  # the last word says what it is


def _sort(linked: Linked, a: Actor) -> Sort | None:
    c = linked.clusters[a.entity]
    return _of_body(c.name) if c.kind == "organisation" else None


def sort(linked: Linked, a: Actor) -> str:
    """The sort of an end: ``state``, ``person``, one of the table, or empty."""
    kind = linked.clusters[a.entity].kind
    if kind == "country":
        return "state"
    if kind == "person":
        return "person"
    found = _sort(linked, a)
    return found.name if found else ""


def _under_arms(a: Actor) -> bool:
    """Whether an end acts through soldiers or police ("NATO *troops*")."""
    noun = tables.acting(a.role)
    return noun is not None and noun.role in _UNDER_ARMS


def armed(linked: Linked, a: Actor) -> bool:
    """Whether an end is a state, an army or an armed group, or acts through soldiers or police."""
    return _under_arms(a) or sort(linked, a) in _ARMED


def force(linked: Linked, e: int, ends: Iterable[Actor], lex: Lexicon) -> bool:
    """Whether force is what a word like "fight" or "attack" at token ``e`` tells of its ends.

    One of them must be a state, an army or an armed group, and none a firm, party or office;
    and it must not be fought over a thing other than land, nor in court.
    """
    hit = lex.groups["site"] | lex.groups["holding"]  # "attacked the Supreme Court *building*"
    names = {"force" if _under_arms(a) else sort(linked, a) for a in ends if a.role not in hit}
    if not names & _ARMED or names - _ARMED - {"person", "", "pact"}:
        return False
    if any(_under_arms(a) for a in ends):
        return True
    parse = linked.parse
    over = [k for h in adjuncts.prepositional(parse, e, ("over", "about")) for k in linked.conjuncts(h)]
    if any(k not in linked.name_at and parse.lemmas[k] not in lex.groups["land"] for k in over):
        return False
    where = [k for k in parse.children[e] if parse.deps[k] in ("compound", "amod", "nmod")]
    where += adjuncts.prepositional(parse, e, ("in", "at"))
    return not any(parse.lemmas[k].lower() in _UNARMED for k in where)


def _insurgent(a: Actor) -> bool:
    """Whether an end is reached through those in arms against it ("Chadian *rebels*")."""
    noun = tables.acting(a.role) if a.civil else None
    return noun is not None and noun.role == _INSURGENT


def _own(linked: Linked, source: Actor, target: Actor, *, verbal: bool) -> bool:
    """Whether a state's body, or who holds a post of it, deals with the people of just that state.

    ``verbal``: by words, which the head of a state does not turn against it.
    """
    of, state = linked.clusters[source.entity], linked.clusters[target.entity]
    if state.kind != "country" or of.kind == "country":
        return False
    if of.kind == "person":
        held = frozenset((source.entity, target.entity)) in _held(linked)
        return held or (verbal and leaders.leads(linked, source.entity, target.entity))
    if not target.role or sort(linked, source) not in ("organ", "force"):
        return False
    body = tables.organisations().get(of.name)
    if body is not None:
        return body.country == state.key and body.type != "armed_group"
    told = re.findall(r"[\w.'-]+", of.name)  # "the *Peruvian* Navy", "Trade Ministry (*Peru*)"
    return any(f.iso3 == state.key for word in told for f in tables.country_forms().get(word, ()))


def official(linked: Linked, a: Actor) -> bool:
    """Whether an end is a person who holds a public post by this article."""
    return any(p.person.entity == a.entity and _of_public(linked, p) for p in linked.posts)


def _of_public(linked: Linked, post: Post) -> bool:
    if post.role.of == "country" or post.role.name == "president":
        return True
    if post.of is None:
        return False
    name = sort(linked, post.of)
    return name in _PUBLIC and (name != "state" or post.role.of != "organisation")


def civic(linked: Linked, ends: Iterable[Actor]) -> bool:
    """Whether what passes between ends is a public affair: one is a public body or official."""
    known = [(sort(linked, a), a) for a in ends]
    if any(name in _TRADING for name, _ in known):  # firms and unions bargain in private
        known = [(name, a) for name, a in known if name != "union"]
    return any(name in _PUBLIC or (name == "person" and official(linked, a)) for name, a in known)


def public(linked: Linked, ends: Iterable[Actor]) -> bool:
    """Whether ends deal with each other as states do, and not as firms and their customers."""
    names = {sort(linked, a) for a in ends}
    return not names & _TRADING and (names <= {"person"} or bool(names & _PUBLIC))


def meet(
    linked: Linked, e: int, sources: list[Actor], targets: list[Actor], trigger: Trigger, lex: Lexicon
) -> bool:
    """Whether the ends of the event at ``e`` are such as its trigger needs."""
    ends = [*sources, *targets]
    if "force" in trigger.needs and not force(linked, e, ends, lex):
        return False
    if "donor" in trigger.needs and any(sort(linked, a) in _TRADING for a in sources):
        return False
    if "body" in trigger.needs and any(sort(linked, a) == "person" and not a.role for a in sources):
        return False
    kinds = {linked.clusters[a.entity].kind == "person" for a in ends if not a.role}
    if "peer" in trigger.needs and len(kinds) > 1:
        return False
    if "civic" in trigger.needs and not civic(linked, ends):
        return False
    if "firm" in trigger.needs and not all(sort(linked, a) in _TRADING for a in targets):
        return False
    if "hearer" in trigger.needs and any(sort(linked, a) == "medium" for a in targets):
        return False
    return "public" not in trigger.needs or public(linked, ends)


def gate(linked: Linked, frame: Frame, sport: bool = False) -> Frame | None:
    """The frame without the ends that cannot do it; None where nothing is left of it."""
    if _to_itself(linked, frame):
        return None
    frame.sources = [a for a in frame.sources if sense.meant(linked, a) and _may(linked, a, frame.relation)]
    frame.targets = [a for a in frame.targets if sense.meant(linked, a) and not _insurgent(a)]
    relation = tables.relations()[frame.relation]
    if relation.score < 0 or frame.relation in ("REQUESTS", "MET_WITH"):  # "talks with *his own* ambassador"
        verbal = relation.quad != 4
        _keep(frame, lambda a, b: not _own(linked, a, b, verbal=verbal))
    if frame.relation == "REQUESTS" and frame.place == "comp!must":  # who speaks for a body says what it must
        held = _held(linked)
        _keep(frame, lambda a, b: frozenset((a.entity, b.entity)) not in held)
    if relation.quad is None:
        _stand(linked, frame)
    if frame.relation == "TRADES_WITH" and frame.place == "obj!":  # what is bought is no person
        frame.targets = [a for a in frame.targets if linked.clusters[a.entity].kind != "person"]
    if not frame.sources or not frame.targets or (sport and not _played(linked, frame)):
        return None
    if frame.mutual:
        held = _held(linked)  # "*Chad's* envoy *Ann Otieno* reached agreement"
        if frozenset(a.entity for a in (*frame.sources, *frame.targets)) in held:
            return None
        return frame if len({a.entity for a in frame.sources}) > 1 else None
    return frame


def _keep(frame: Frame, fits: Callable[[Actor, Actor], bool]) -> None:
    """Keep the targets that fit all sources."""
    frame.targets = [b for b in frame.targets if all(fits(a, b) for a in frame.sources)]


def _held(linked: Linked) -> set[frozenset[int]]:
    """Persons with the states and bodies that they hold a post of."""
    return {
        frozenset((p.person.entity, of.entity))
        for p in linked.posts
        for of in (p.of, p.nation)
        if of is not None
    }


def _to_itself(linked: Linked, frame: Frame) -> bool:
    """Whether a pronoun makes one who holds a post of a state or body act on just that."""
    held = _held(linked)
    pairs = [
        frozenset((a.entity, b.entity)) for a in frame.sources for b in frame.targets if b.form == "pronoun"
    ]
    standing = tables.relations()[frame.relation].quad is None
    return not standing and bool(pairs) and all(pair in held for pair in pairs)


def _may(linked: Linked, a: Actor, relation: str) -> bool:
    """Whether an end of this sort ever does such a thing."""
    s = _sort(linked, a)
    return s is None or relation not in s.never or (_under_arms(a) and s.name not in _PRIVATE)


def _stand(linked: Linked, frame: Frame) -> None:
    """Drop the ends of a standing relation that only own who stands in it, and states in bodies."""
    kinds = {a.entity: linked.clusters[a.entity].kind for a in (*frame.sources, *frame.targets)}
    frame.sources = [
        a for a in frame.sources if not a.role or linked.parse.deps[a.token] in ("compound", "nmod", "amod")
    ]
    frame.sources = [a for a in frame.sources if not (a.role in PART_NOUNS and _some(linked, a))]
    if frame.relation == "PART_OF":  # "Shell *Canada* is owned by Shell"
        bodies = [a for a in frame.targets if kinds[a.entity] == "organisation"]
        own = {kinds[a.entity] for a in frame.sources}
        if not bodies and frame.rule.startswith("noun:part/"):
            frame.targets = []  # what is "a part of China" is a question of who says so
        if bodies and frame.rule.startswith("noun:part/") and "organisation" not in own:
            frame.relation = "MEMBER_OF"  # "Kenya is part of the African Union", "was part of the Beatles"
            return
        frame.sources = [a for a in frame.sources if kinds[a.entity] != "country" or not bodies]
    elif frame.relation == "MEMBER_OF":  # "members of Genesis and *America*"
        if frame.rule.startswith("verb:join/"):  # firms join ventures, and are no members of each other
            firms = any(kinds[a.entity] == "organisation" for a in frame.sources)
            frame.targets = [a for a in frame.targets if not firms or sort(linked, a) in _PUBLIC]
        persons = any(kinds[a.entity] == "person" for a in frame.sources)
        frame.targets = [a for a in frame.targets if not persons or kinds[a.entity] != "country"]


def _some(linked: Linked, a: Actor) -> bool:
    """Whether a name only tells whose a part is: "*a* Bosch *unit* that is owned by Siemens"."""
    parse = linked.parse
    return any(parse.words[c].lower() in ("a", "an") for c in parse.children[parse.head[a.token]])


def _played(linked: Linked, frame: Frame) -> bool:
    """Make a rivalry of the battles and meetings of a game; False where there is no such deed in sport."""
    if frame.relation in _NO_SPORT or frame.rule.endswith("/ended"):
        return False
    ends = (*frame.sources, *frame.targets)
    if frame.relation == "LEADER_OF":  # who "captains England" leads no state
        return all(linked.clusters[a.entity].kind != "country" for a in frame.targets)
    beaten = frame.relation == "ATTACKS"
    if beaten and _DEADLY.match(frame.rule):
        return True
    if beaten and any(sort(linked, a) in _ARMED - {"state"} for a in frame.sources):
        return True
    match = frame.relation == "MET_WITH" and _MATCH.match(frame.rule)
    persons = {linked.clusters[a.entity].kind == "person" for a in ends if not a.role}
    teams = match and all(
        a.role in ("team", "side") or (linked.clusters[a.entity].kind != "person" and not a.role)
        for a in ends
    )
    if beaten or teams:
        if (beaten and not frame.rule.startswith("verb:")) or len(persons) > 1:
            return False
        frame.relation, frame.confidence = "RIVAL_OF", min(frame.confidence, 0.7)
    return True


def about_sport(parse: Parse, lex: Lexicon) -> bool:
    """Whether an article tells of games: many of its words are words of contests."""
    told = [w for w in parse.lemmas if w in lex.groups["contest"]]
    return len(set(told)) >= _SPORT_WORDS and len(told) >= _SPORT_SHARE * len(parse.lemmas)
