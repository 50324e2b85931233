"""The pass that drops arguments that a relation cannot have, by ``constraints.tsv`` and general rules.

The conditions that the table names are in :mod:`graphbuild.extract.end_conditions`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.end_conditions import CONDITIONS, Condition
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
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
#: Most parties of one accord that are paired with each other.
_MOST_PARTIES = 3
#: Relations of posts whose holders act for their state.
_OF_EXECUTIVE = ("LEADER_OF", "REPRESENTS", "WORKS_FOR")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A row of the table: ends of some candidates are dropped where ``condition`` is false."""

    relation: str
    rules: tuple[str, ...]
    end: str
    condition: Condition

    def applies_to(self, candidate: Candidate) -> bool:
        """Whether the row applies to a candidate."""
        same_relation = self.relation in ("*", candidate.relation)
        return same_relation and (not self.rules or candidate.rule.startswith(self.rules))


@cache
def constraints() -> tuple[Constraint, ...]:
    """The rows of the table, loaded and checked once. Raises ``TableError`` for an invalid row."""
    table = []
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
        table.append(Constraint(relation, rules, row.choice("end", ("source", "target")), condition))
    return tuple(table)


def _not_through(nouns: frozenset[str]) -> Condition:
    return lambda document, candidate, a: _singular(a.role) not in nouns


def _singular(role: str) -> str:
    """The head noun of a role, in the singular."""
    noun = role.rsplit(maxsplit=1)[-1] if role else ""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def apply_constraints(document: Document, test: Features, candidate: Candidate) -> Candidate | None:
    """The candidate without the ends that its relation cannot have; None if no source or target remains."""
    if any(test(a.token, "modifier>unreal") for a in (*candidate.sources, *candidate.targets)):
        return None  # "a *fictional* Denmark"
    if _targets_own_body(document, candidate) or _is_about_sport(document, test, candidate):
        return None
    sources, targets = list(candidate.sources), list(candidate.targets)
    for constraint in constraints():
        if constraint.applies_to(candidate):
            ends = sources if constraint.end == "source" else targets
            ends[:] = [a for a in ends if constraint.condition(document, candidate, a)]
    of_origin = candidate.relation in ("CITIZEN_OF", "BASED_IN")  # "a *Ukrainian*", "*Oslo*-based"
    of_origin = of_origin or candidate.rule.startswith(("stance/", "part/owned-by"))  # "pro-*Ukrainian*"
    targets = [a for a in targets if test.stands_for_itself(a, of_origin=of_origin)]
    sources = [a for a in sources if test.stands_for_itself(a)]
    relation = tables.relations()[candidate.relation]
    if relation.quad is not None:
        verbal = relation.quad != 4
        # A person may well support their own state.
        positive = relation.score > 0 and candidate.relation != "MET_WITH"
        acting = [a for a in sources if not (positive and document.kind(a) == "person")]
        serves = document.holds_post if candidate.relation == "MET_WITH" else partial(_serves, document)
        targets = [b for b in targets if not any(_own_state(document, a, b, serves, verbal) for a in acting)]
        if relation.symmetric:  # "*police* work with the Home Office"
            targets = [
                b
                for b in targets
                if document.kind(b) != "organisation"
                or not any(_own_state(document, b, a, serves, verbal) for a in sources)
            ]
    if not sources or not targets:
        return None
    if candidate.mutual:
        parties = frozenset(a.entity for a in (*sources, *targets))
        n_sources = len({a.entity for a in sources})
        if n_sources > _MOST_PARTIES and relation.symmetric:
            return None  # the many parties of one accord, meeting or alliance are not paired
        if n_sources < 2 or (len(parties) == 2 and document.holds_post(sources[0], sources[1])):
            return None
        if any(_modifies_person(document, a, b) for a in sources for b in sources):
            return None
    remaining = replace(candidate, sources=tuple(sources), targets=tuple(targets))
    return _standing(document, remaining) if relation.quad is None else remaining


def _is_about_sport(document: Document, test: Features, c: Candidate) -> bool:
    """Whether a candidate only describes a game: teams "fight" there, but a killing is real."""
    if tables.relations()[c.relation].quad is None:
        return (
            document.about_sport
            and c.relation == "LEADER_OF"
            and any(document.kind(a) == "country" for a in c.targets)
        )
    played = document.is_sport_sentence(c.anchor)
    named = test(c.anchor, "contest") and not test(c.anchor, "verb")  # not "*team* up"
    contest = named or (
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


def _targets_own_body(document: Document, candidate: Candidate) -> bool:
    """Whether, by a pronoun, the holder of a post acts on the state or organisation of that post."""
    if tables.relations()[candidate.relation].quad is None:
        return False
    pronouns = [b for b in candidate.targets if b.form == "pronoun"]
    return bool(pronouns) and all(document.holds_post(a, b) for a in candidate.sources for b in pronouns)


def _own_state(
    document: Document, source: Actor, target: Actor, serves: Callable[[Actor, Actor], bool], verbal: bool
) -> bool:
    """Whether the target is the state of the source: an organ of it, or a person who ``serves`` it.

    ``verbal``: for verbal acts also the state that the source leads.
    """
    actor, state = document.cluster(source), document.cluster(target)
    if state.kind != "country" or actor.kind == "country":
        return False
    if actor.kind == "person":
        return serves(source, target) or (
            verbal and office_holders.leads(document.linked, source.entity, target.entity)
        )
    if actor_types.actor_type(document, source) not in ("organ", "force"):
        return False
    group = tables.actors().get(actor.name.partition(" (")[0])
    if group is not None and not group.for_state:
        return False  # "*rebels (Peru)*", who are no organ of it
    row = tables.organisations().get(actor.name)
    if row is not None:
        return row.country == state.key and row.type != "armed_group"
    # "the *Peruvian* Navy", "Trade Ministry (*Peru*)", "*United States* Africa Command"
    parts = actor.name.replace("(", " ").replace(")", " ").split()
    parts += [f"{a} {b}" for a, b in itertools.pairwise(parts)]
    return any(f.iso3 == state.key for word in parts for f in tables.country_forms().get(word, ()))


def _serves(document: Document, a: Actor, state: Actor) -> bool:
    """Whether a person has a post of a state, and is not of its parliament or opposition, nor from the state
    alone: "*Russian journalist* Ann Otieno", "the *former* Peruvian president".
    """
    return any(
        post.organisation is not None
        and post.organisation.entity == state.entity
        and post.modifier != "former"
        and post.role.of != "organisation"
        and post.role.relation in _OF_EXECUTIVE
        for post in document.posts_of.get(a.entity, ())
    )


def _modifies_person(document: Document, a: Actor, b: Actor) -> bool:
    """Whether ``a`` only modifies the person ``b``: "*Chad's* director-general Ann Otieno".

    In "the *Putin*-Trump summit" it does not.
    """
    if document.kind(b) != "person" or not a.token < b.token:
        return False
    between = document.parse.tags[a.token + 1 : b.token]
    return between != ["HYPH"] and not any(tag in ("CC", "IN", ",", ":") for tag in between)


def _standing(document: Document, c: Candidate) -> Candidate | None:
    """A standing relation without ends that only own an argument, fitted to the kinds of its arguments."""
    kinds = {a.entity: document.kind(a) for a in (*c.sources, *c.targets)}
    parse = document.parse
    sources = [
        a
        for a in c.sources
        if not a.role
        or (parse.deps[a.token] in ("compound", "nmod", "amod") and not _modifies_indefinite(document, a))
    ]
    targets = [a for a in c.targets if not a.role]
    relation = c.relation
    if relation == "PART_OF":
        organisations = [a for a in targets if kinds[a.entity] == "organisation"]
        if c.rule.startswith("noun:part/"):
            if organisations and "organisation" not in {kinds[a.entity] for a in sources}:
                relation = "MEMBER_OF"  # "Kenya is part of the African Union"
            elif not organisations:
                return None  # "a part of China" is often disputed
        if relation == "PART_OF":
            sources = [a for a in sources if kinds[a.entity] != "country" or not organisations]
    elif relation == "MEMBER_OF":
        persons = any(kinds[a.entity] == "person" for a in sources)
        firms = any(kinds[a.entity] == "organisation" for a in sources) and c.rule.startswith("verb:join/")
        targets = [a for a in targets if not persons or kinds[a.entity] != "country"]
        targets = [
            a for a in targets if not firms or actor_types.actor_type(document, a) in actor_types.PUBLIC
        ]
    if not sources or not targets:
        return None
    return replace(c, relation=relation, sources=tuple(sources), targets=tuple(targets))


def _modifies_indefinite(document: Document, a: Actor) -> bool:
    """Whether a name modifies an indefinite noun: "*a* Bosch *unit* that is owned by Siemens"."""
    parse = document.parse
    return any(parse.words[c].lower() in ("a", "an") for c in parse.children[parse.head[a.token]])


def kinds_allowed(document: Document, relation: str, source: Actor, target: Actor) -> bool:
    """Whether the kinds of source and target are allowed for the relation, and they are two entities."""
    taxonomy = tables.relations()[relation]
    return (
        source.entity != target.entity
        and document.kind(source) in taxonomy.source
        and document.kind(target) in taxonomy.target
    )


def _own_government(document: Document, a: Actor, b: Actor) -> bool:
    """Whether a pronoun makes the target the source's own state: "ordered *his government* to cooperate"."""
    state = document.linked.state_of_person.get(a.entity)
    return bool(state and b.role and b.form == "pronoun") and document.cluster(b).iso3 == state


def argument_pairs(document: Document, candidate: Candidate) -> Sequence[tuple[Actor, Actor]]:
    """The pairs of source and target that a candidate states.

    In a mutual event an actor that is only reached through followers or citizens is no source: "clashes
    between *Trump's supporters* and the police".
    """
    if not candidate.mutual:
        every = itertools.product(candidate.sources, candidate.targets)
        return [(a, b) for a, b in every if not _own_government(document, a, b)]
    unique = list({a.entity: a for a in candidate.sources}.values())
    ordered = list(itertools.combinations(unique, 2))
    if not tables.relations()[candidate.relation].symmetric:
        ordered = [(x, y) for a, b in ordered for x, y in ((a, b), (b, a)) if not x.unofficial]
    return ordered
