"""The pass that drops ends that a relation cannot have: by ``constraints.tsv`` and who deals with whom."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graphbuild import tables
from graphbuild.extract import actor_types, name_features
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax.phrases import MODIFIERS
from graphbuild.extract.token_features import Features
from graphbuild.model import Kind

#: Standing relations that the relation encoder may propose, by the kinds of source and target.
PROPOSED_STANDING: Mapping[tuple[Kind, Kind], frozenset[str]] = {
    ("person", "organisation"): frozenset(["LEADER_OF", "MEMBER_OF", "WORKS_FOR", "REPRESENTS"]),
    ("person", "person"): frozenset(["WORKS_FOR", "REPRESENTS"]),
    ("country", "organisation"): frozenset(["MEMBER_OF"]),
    ("organisation", "country"): frozenset(["REPRESENTS"]),
    ("organisation", "organisation"): frozenset(["REPRESENTS"]),
}
#: Parties of one accord that make pairs among themselves at most.
_MOST_PARTIES = 3
_PLURAL = ("NNS", "NNPS")
#: Quads of what is done by words.
_OF_WORDS = (1, 3)
#: Codes of states that have no army.
_UNARMED = tables.words("state without an army")
#: Posts of those who ask and report.
_JOURNALISTS = tables.words("journalist")
#: Whether an end of a candidate stays.
Condition = Callable[[Document, Candidate, Actor], bool]
#: Cities to which one comes for the sake of bodies that sit there.
_INTERNATIONAL = tables.words("seat of international bodies")


def _not_insurgent(document: Document, candidate: Candidate, a: Actor) -> bool:
    noun = tables.acting(a.role) if a.civil else None
    return noun is None or noun.role != "insurgents"


def _not_one_member(document: Document, candidate: Candidate, a: Actor) -> bool:
    parse = document.parse
    body = tables.organisations().get(document.cluster(a).name)
    if body is None or parse.words[a.token] not in body.members or parse.tags[a.token] in _PLURAL:
        return True
    head = parse.head[a.token]
    return parse.deps[a.token] in MODIFIERS and (
        parse.tags[head] in _PLURAL or parse.words[head].lower() not in tables.roles()
    )


def _not_counted_members(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Of a body that speaks through members: that these are not some, whom a number or "several" counts."""
    parse, node = document.parse, a.token
    if tables.relations()[candidate.relation].quad not in _OF_WORDS:
        return True
    if parse.deps[node] == "pobj" and parse.words[parse.head[node]] == "of":
        node = parse.head[parse.head[node]]  # "members of the *Senate*"
    elif parse.deps[node] in MODIFIERS:
        node = parse.head[node]  # "*Labour* MPs"
    if parse.words[node].lower() not in words("member_role") and not (
        a.role == "members" and node == a.token
    ):
        return True
    around = [*parse.children[node]]
    if parse.deps[node] == "pobj" and parse.words[parse.head[node]] == "of":
        around.append(parse.head[parse.head[node]])  # "a *few* of his Labour colleagues"
    some = tables.words("partial determiner")
    return not any(parse.deps[c] == "nummod" or parse.words[c].lower() in some for c in around if c < node)


def _not_one_of_it(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Of a body in an event: that it does not only tell whose state it is, as in "the *OPEC* nation"."""
    parse = document.parse
    head = parse.head[a.token]
    if tables.relations()[candidate.relation].quad is None or head in candidate.tokens:
        return True  # "Turkey, a NATO *ally*"
    return not (
        parse.deps[a.token] in MODIFIERS
        and document.kind(a) == "organisation"
        and parse.words[a.token - 1] != "-"
        and parse.tags[head] == "NN"
        and parse.lemmas[head] in words("one_of_many")
    )


def _not_bare(document: Document, candidate: Candidate, a: Actor) -> bool:
    parse = document.parse
    if a.token in document.linked.name_at or parse.lemmas[a.token] not in words("common_body"):
        return True
    return any(parse.deps[c] in ("det", "predet", "poss", "nummod", "amod") for c in parse.children[a.token])


def _not_topic(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a state is not only what an accord is about: "the *Iran* deal", "hailed a deal with *Iran*"."""
    parse = document.parse
    valued = parse.lemmas[candidate.anchor] in words("valuing")
    if valued and parse.deps[a.token] == "pobj" and parse.words[parse.head[a.token]].lower() == "with":
        return False
    if parse.deps[a.token] not in ("compound", "nmod") or parse.tags[a.token] != "NNP":
        return True
    head = parse.head[a.token]
    return (
        document.kind(a) != "country"
        or head in document.linked.name_at
        or parse.lemmas[head] not in words("topic_of_state")
        or parse.words[a.token] in tables.words("name as adjective")
    )


def _place_by_leader(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Of a state meant by a place in it: that those who deal with states, not with their own, go there."""
    if not a.role[:1].isupper():
        return True
    if document.parse.lemmas[candidate.anchor] not in words("going"):
        return False
    return all(
        actor_types.dealing(document, b)
        and not office_holders.leads(document.linked, b.entity, a.entity, ever=True)
        for b in candidate.sources
    )


def _not_speaker(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not who says the sentence: "sanctions on Peru and Chile, Ann Otieno *said*"."""
    parse, k = document.parse, document.linked.name_at.get(a.token)
    if k is None or candidate.anchor > a.token:
        return True
    after = document.linked.names[k].last + 1
    told = parse.lemmas[after : after + 1] == ["say"] and parse.tags[after].startswith("VB")
    return not (told and candidate.anchor != after and "," in parse.words[candidate.anchor : a.token])


def _not_doer(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not only who does what is spoken of: "a supporter of *Britain* staying"."""
    parse, head = document.parse, document.parse.head[a.token]
    if parse.deps[a.token] == "nsubj" and parse.tags[head] == "VBG" and head not in candidate.tokens:
        return False
    after = a.token + 1
    if a.role or after >= len(parse.words) or parse.tags[after] != "VBG" or parse.lemmas[after] == "say":
        return True  # "some of the *rebels* fighting Assad"
    hangs = parse.deps[after] in ("acl", "advcl") and parse.head[after] in (a.token, candidate.anchor)
    return not hangs or after in candidate.tokens


def _not_by_troops(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is no place that soldiers are sent to: "sent *troops* to Crimea"."""
    place = a.role[:1].isupper()
    return not place or not any(document.parse.lemmas[t] in words("soldiers") for t in candidate.tokens)


def _not_announcer(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is no aide who only announces what others do together."""
    parse, i = document.parse, candidate.anchor
    posts = [p.role.relation for p in document.held.get(a.entity, ())]
    aide = bool(posts) and "LEADER_OF" not in posts
    return not aide or "announce" not in (parse.lemmas[i], parse.lemmas[parse.head[i]])


def _not_journalist(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is no journalist, by a post or by whose he is: "NPR's *Ari Shapiro*"."""
    parse, linked = document.parse, document.linked
    if document.kind(a) != "person":
        return True
    if any(p.role.name in _JOURNALISTS for p in document.held.get(a.entity, ())):
        return False
    beside = (linked.own.get(c) for c in parse.children[a.token] if parse.deps[c] in ("poss", "appos"))
    return not any(b is not None and linked.type_of(b.entity) == "media" for b in beside)


CONDITIONS: dict[str, Condition] = {
    "itself": lambda d, c, a: not a.role,
    "person": lambda d, c, a: d.kind(a) == "person",
    "no_person": lambda d, c, a: d.kind(a) != "person",
    "not_one_member": _not_one_member,
    "not_counted_members": _not_counted_members,
    "not_one_of_it": _not_one_of_it,
    "not_bare": _not_bare,
    "not_topic": _not_topic,
    "named_or_state": lambda d, c, a: a.form != "pronoun" or d.kind(a) == "country",
    "owner_if_genitive": lambda d, c, a: c.slot != "gen" or d.parse.deps[a.token] == "poss",
    "not_bought_person": lambda d, c, a: c.slot != "obj" or d.kind(a) != "person",
    "not_addressed_bloc": lambda d, c, a: c.slot != "to" or actor_types.sort(d, a) != "bloc",
    "armed": lambda d, c, a: actor_types.armed(d, a),
    "place_by_armed": lambda d, c, a: (
        not a.role[:1].isupper() or all(actor_types.armed(d, b) for b in c.sources)
    ),
    "place_by_leader": _place_by_leader,
    "not_seat_of_others": lambda d, c, a: a.role not in _INTERNATIONAL,
    "not_assumed": lambda d, c, a: not (a.form == "nominal" and a.role == d.parse.words[a.token].lower()),
    "can_do": lambda d, c, a: actor_types.may(d, a, c.relation),
    "not_insurgent": _not_insurgent,
    "not_speaker": _not_speaker,
    "not_doer": _not_doer,
    "not_by_troops": _not_by_troops,
    "not_announcer": _not_announcer,
    "has_forces": lambda d, c, a: d.cluster(a).iso3 not in _UNARMED or actor_types.under_arms(a),
    "not_maker": lambda d, c, a: not (a.role and c.slot == "obj" and d.kind(a) == "organisation"),
    "not_journalist": _not_journalist,
    "not_medium": lambda d, c, a: d.linked.type_of(a.entity) != "media",
    "dealing": lambda d, c, a: actor_types.dealing(d, a),
    "at_home": lambda d, c, a: name_features.at_home(d, a, frozenset(d.cluster(b).iso3 for b in c.targets)),
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """Of the ends of some candidates, those that ``condition`` denies are dropped."""

    relation: str
    rules: tuple[str, ...]
    end: str
    condition: Condition

    def concerns(self, candidate: Candidate) -> bool:
        """Whether a candidate is one of those."""
        named = self.relation in ("*", candidate.relation)
        return named and (not self.rules or candidate.rule.startswith(self.rules))


@cache
def constraints() -> tuple[Constraint, ...]:
    """The table, loaded and checked once. Raises ``TableError`` where it is wrong."""
    found = []
    for row in tables.rows("constraints", ("relation", "rules", "end", "condition", "meaning")):
        relation = row.choice("relation", ("*", *tables.relations()))
        rules = () if row["rules"] == "*" else row.words("rules")
        name = row.required("condition")
        if name.startswith("!"):
            condition = _not_through(words(name[1:]))
        elif name in CONDITIONS:
            condition = CONDITIONS[name]
        else:
            raise row.error("condition", f"unknown condition {name!r}; one of {', '.join(CONDITIONS)}")
        found.append(Constraint(relation, rules, row.choice("end", ("source", "target")), condition))
    return tuple(found)


def _not_through(nouns: frozenset[str]) -> Condition:
    return lambda document, candidate, a: _singular(a.role) not in nouns


def _singular(role: str) -> str:
    """The noun by which an end is reached, without what stands before it."""
    noun = role.rsplit(maxsplit=1)[-1] if role else ""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def constrained(document: Document, test: Features, candidate: Candidate) -> Candidate | None:
    """The candidate without the ends that cannot be; None where nothing is left of it."""
    if any(test(a.token, "modifier>unreal") for a in (*candidate.sources, *candidate.targets)):
        return None  # "a *fictional* Denmark"
    if _to_own(document, candidate) or _in_game(document, test, candidate):
        return None
    sources, targets = list(candidate.sources), list(candidate.targets)
    for constraint in constraints():
        if constraint.concerns(candidate):
            ends = sources if constraint.end == "source" else targets
            ends[:] = [a for a in ends if constraint.condition(document, candidate, a)]
    of_origin = candidate.relation in ("CITIZEN_OF", "BASED_IN")  # "a *Ukrainian*", "*Oslo*-based"
    of_origin = of_origin or candidate.rule.startswith("stance/")  # "pro-*Ukrainian*"
    targets = [a for a in targets if test.stands_for_itself(a, of_origin=of_origin)]
    sources = [a for a in sources if test.stands_for_itself(a)]
    relation = tables.relations()[candidate.relation]
    if relation.quad is not None:
        verbal = relation.quad != 4
        well = (
            relation.score > 0 and candidate.relation != "MET_WITH"
        )  # persons may well stand up for their state
        acting = [a for a in sources if not (well and document.kind(a) == "person")]
        targets = [b for b in targets if not any(_own(document, a, b, verbal=verbal) for a in acting)]
    if not sources or not targets:
        return None
    if candidate.mutual:
        together = frozenset(a.entity for a in (*sources, *targets))
        several = len({a.entity for a in sources})
        if several > _MOST_PARTIES and relation.symmetric:
            return None  # the many parties of one accord, meeting or alliance are no pairs
        if several < 2 or (len(together) == 2 and document.holds_post(sources[0], sources[1])):
            return None
        if any(_inside(document, a, b) for a in sources for b in sources):
            return None
    found = replace(candidate, sources=tuple(sources), targets=tuple(targets))
    return _standing(document, found) if relation.quad is None else found


def _in_game(document: Document, test: Features, c: Candidate) -> bool:
    """Whether a candidate is of a game: in sports nobody fights, yields or trades, but who kills does."""
    if tables.relations()[c.relation].quad is None:
        return (
            document.about_sport
            and c.relation == "LEADER_OF"
            and any(document.kind(a) == "country" for a in c.targets)
        )
    played = document.of_contest(c.anchor)
    contest = test(c.anchor, "contest") or (
        c.relation == "RIVAL_OF"
        and (document.about_sport or test(c.anchor, "beating") or test(c.anchor, "beating_noun"))
    )
    contest = contest or (c.relation == "MET_WITH" and played)
    if played and (c.relation == "RIVAL_OF" or test(c.anchor, "beating")):
        return True
    states = any(document.kind(a) == "country" and not a.role for a in (*c.sources, *c.targets))
    if contest and states:
        return True  # a team is not its state
    deadly = test(c.anchor, "deadly") or test(c.anchor, "deadly_noun")
    spoken = ("ACCUSES", "SUPPORTS", "RIVAL_OF")
    return document.about_sport and not deadly and c.relation not in spoken


def _to_own(document: Document, candidate: Candidate) -> bool:
    """Whether a pronoun makes one who holds a post of a state or body act on just that."""
    if tables.relations()[candidate.relation].quad is None:
        return False
    meant = [b for b in candidate.targets if b.form == "pronoun"]
    return bool(meant) and all(document.holds_post(a, b) for a in candidate.sources for b in meant)


def _own(document: Document, source: Actor, target: Actor, *, verbal: bool) -> bool:
    """Whether a state's body, or who holds a post of it, deals with the people of just that state.

    ``verbal``: by words, which the head of a state does not turn against it.
    """
    of, state = document.cluster(source), document.cluster(target)
    if state.kind != "country" or of.kind == "country":
        return False
    if of.kind == "person":
        return document.holds_post(source, target) or (
            verbal and office_holders.leads(document.linked, source.entity, target.entity)
        )
    if actor_types.sort(document, source) not in ("organ", "force"):
        return False
    body = tables.organisations().get(of.name)
    if body is not None:
        return body.country == state.key and body.type != "armed_group"
    parts = (
        of.name.replace("(", " ").replace(")", " ").split()
    )  # "the *Peruvian* Navy", "Trade Ministry (*Peru*)"
    parts += [f"{a} {b}" for a, b in itertools.pairwise(parts)]  # "*United States* Africa Command"
    return any(f.iso3 == state.key for word in parts for f in tables.country_forms().get(word, ()))


def _inside(document: Document, a: Actor, b: Actor) -> bool:
    """Whether ``a`` only belongs to the phrase of a person: "*Chad's* director-general Ann Otieno"."""
    if document.kind(b) != "person" or not a.token < b.token:
        return False
    between = document.parse.tags[a.token + 1 : b.token]
    return not any(tag in ("CC", "IN", ",", ":") for tag in between)


def _standing(document: Document, c: Candidate) -> Candidate | None:
    """A standing relation without ends that only own who stands in it, and states in bodies."""
    kinds = {a.entity: document.kind(a) for a in (*c.sources, *c.targets)}
    parse = document.parse
    sources = [
        a
        for a in c.sources
        if not a.role or (parse.deps[a.token] in ("compound", "nmod", "amod") and not _some(document, a))
    ]
    targets = [a for a in c.targets if not a.role]
    relation = c.relation
    if relation == "PART_OF":
        bodies = [a for a in targets if kinds[a.entity] == "organisation"]
        if c.rule.startswith("noun:part/"):
            if bodies and "organisation" not in {kinds[a.entity] for a in sources}:
                relation = "MEMBER_OF"  # "Kenya is part of the African Union"
            elif not bodies:
                return None  # what is "a part of China" is a question of who says so
        if relation == "PART_OF":
            sources = [a for a in sources if kinds[a.entity] != "country" or not bodies]
    elif relation == "MEMBER_OF":
        persons = any(kinds[a.entity] == "person" for a in sources)
        firms = any(kinds[a.entity] == "organisation" for a in sources) and c.rule.startswith("verb:join/")
        targets = [a for a in targets if not persons or kinds[a.entity] != "country"]
        targets = [a for a in targets if not firms or actor_types.sort(document, a) in actor_types.PUBLIC]
    if not sources or not targets:
        return None
    return replace(c, relation=relation, sources=tuple(sources), targets=tuple(targets))


def _some(document: Document, a: Actor) -> bool:
    """Whether a name only tells whose a part is: "*a* Bosch *unit* that is owned by Siemens"."""
    parse = document.parse
    return any(parse.words[c].lower() in ("a", "an") for c in parse.children[parse.head[a.token]])


def kinds_fit(document: Document, relation: str, source: Actor, target: Actor) -> bool:
    """Whether two ends are of kinds that the relation joins, and not one entity."""
    taxonomy = tables.relations()[relation]
    return (
        source.entity != target.entity
        and document.kind(source) in taxonomy.source
        and document.kind(target) in taxonomy.target
    )


def _own_state(document: Document, a: Actor, b: Actor) -> bool:
    """Whether the target is the state of the source by a pronoun: "ordered *his government* to cooperate"."""
    state = document.linked.states.get(a.entity)
    return bool(state and b.role and b.form == "pronoun") and document.cluster(b).iso3 == state


def pairs(document: Document, candidate: Candidate) -> Sequence[tuple[Actor, Actor]]:
    """The pairs of ends that a candidate states.

    Of two that do something to each other nobody is a source who stands there by followers or people only:
    "clashes between *Trump's supporters* and the police".
    """
    from itertools import combinations, product

    if not candidate.mutual:
        both = product(candidate.sources, candidate.targets)
        return [(a, b) for a, b in both if not _own_state(document, a, b)]
    unique = list({a.entity: a for a in candidate.sources}.values())
    found = list(combinations(unique, 2))
    if not tables.relations()[candidate.relation].symmetric:
        found = [(x, y) for a, b in found for x, y in ((a, b), (b, a)) if not x.civil]
    return found
