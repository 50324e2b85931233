"""The linked article: its entities, and the entities that its nouns, names and pronouns refer to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities import noun_phrases
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.role_phrases import RolePhrase
from graphbuild.model import Form, Span
from graphbuild.tables.keys import normal

#: Nouns for persons who work for a person but do not act for him or her.
AIDES = tables.words("aide of a person")
#: Role of an actor that is referred to by a word for a party's members ("Republicans").
MEMBERS = "members"
#: Type in organisations.tsv of armed groups that belong to no state.
ARMED_GROUP = "armed_group"
#: Words before a noun which show that it belongs to another state than the article's.
_FOREIGN = tables.words("another's modifier")
#: Tags of words that can be coordinated actors or things.
NOMINAL_TAGS = frozenset(
    ("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "PRP$", "JJ", "VBG", "JJS", "ADD", "FW", "WDT")
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A reference to an entity in the text, and the role through which the entity acts there."""

    entity: int
    """Index into :attr:`Linked.clusters`."""
    span: Span
    """Characters of the referring words."""
    token: int
    """Head token of the referring words."""
    role: str = ""
    """Who acts for the entity: "troops", "foreign minister"; empty for the entity itself."""
    unofficial: bool = False
    """Whether the role does not act for the entity (citizens, protesters)."""
    form: Form = "name"

    @property
    def is_members(self) -> bool:
        """Whether a word for a party's members refers to the party: "*Republicans* said"."""
        return self.role == MEMBERS


@dataclass(frozen=True, slots=True)
class Post:
    """A role that the text ascribes to a person, mostly of a country or organisation."""

    person: Actor
    role: tables.Role
    token: int
    """The role noun."""
    organisation: Actor | None
    """The country or organisation of the role; None where it is unknown."""
    modifier: str
    """``former``, ``acting``, ``designate``, ``deputy`` or empty."""
    rule: str
    intermediate: str = ""
    """The noun between role and organisation, if any: "head of the bank's *board*"."""
    nation: Actor | None = None
    """The state of an adjective or genitive before the role: "the *German* SPD leader"."""
    verb: int = -1
    """The verb that links person and role ("*is* president", "*appointed* as"); -1 for none."""
    rules: tuple[str, ...] = ()
    """The rules of role_rules.tsv that found the holder and the organisation."""


@dataclass(slots=True)
class Linked:
    """An article's parse with its entities."""

    parse: Parse
    names: list[Name]
    clusters: list[Cluster]
    cluster_of: list[int]
    """Index of the cluster of each name."""
    reasons: list[str]
    """Reason for the cluster of each name."""
    name_at: dict[int, int]
    """Index of the name that covers each token."""
    article: str = ""
    date: str = ""
    """Date of the article; empty if unknown."""
    role_phrase_list: list[RolePhrase] = field(default_factory=list)
    """Role phrases outside the names, in text order."""
    actor_by_head: dict[int, Actor] = field(default_factory=dict)
    """The entity of each name or resolved pronoun, by its head token."""
    plural_referents: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    """The entities of each word that refers to several: "they", "the two leaders"."""
    posts: list[Post] = field(default_factory=list)
    uncertain_posts: list[Post] = field(default_factory=list)
    """Posts that are denied, asked about or only possible: "is not the leader of", "may become"."""
    nominals: dict[int, Actor] = field(default_factory=dict)
    """The entity of each resolved common noun: "the Russian president"."""
    party_members: dict[int, Actor] = field(default_factory=dict)
    """The party of each noun for a single member: "the *Iowa Democrat*"."""
    titled_persons: dict[int, Actor] = field(default_factory=dict)
    """The person named after each role noun: "the *minister* of defence Ann Otieno"."""
    name_lists: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Head tokens of the names of each list ("A, B, the C and D"), by the head of the first name."""
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Country code and name of each city or region, by its head token."""
    state_of_person: dict[int, str] = field(default_factory=dict)
    """Code of the state that each person leads or represents, by entity: "*Putin's* troops"."""
    other_mentions: list[tuple[int, Span, Form, str]] = field(default_factory=list)
    """Mentions that are not names: cluster, characters, form and reason."""
    implied_mentions: list[tuple[int, Span, Form, str]] = field(default_factory=list)
    """The same of titles that only imply their state ("*President* Otieno"): mentions of the person."""
    place_mentions: list[tuple[int, Span, Form, str]] = field(default_factory=list)
    """The same of places in a state, which mention it only in a statement: "bombed *Kharkiv*"."""

    def actor_at(self, i: int) -> Actor | None:
        """Return the entity that token ``i`` refers to, alone or as a part of a name."""
        actor, k = self.actor_by_head.get(i), self.name_at.get(i)
        if actor is None and k is not None:
            return self.actor_by_head.get(self.parse.top(self.names[k].first, self.names[k].last))
        return actor

    def type_of(self, entity: int) -> str:
        """Return the type of an organisation in the tables ("media", "ministry"); empty if not listed."""
        for k in self.clusters[entity].names:
            known = self.names[k].entry
            if known is not None:
                organisation, bloc = tables.organisations().get(known.key), tables.blocs().get(known.key)
                return (
                    organisation.type if organisation is not None else bloc.kind if bloc is not None else ""
                )
        return ""

    def is_armed_group(self, entity: int) -> bool:
        """Whether an entity is an armed group that belongs to no state."""
        return self.type_of(entity) == ARMED_GROUP

    def link_state(self, iso3: str, first: int, last: int, why: str) -> Actor:
        """Link tokens ``first`` to ``last`` to the state with this code."""
        name = tables.countries()[iso3].name
        return self._link(Cluster("country", iso3, name, iso3), first, last, why)

    def link_implied_state(self, iso3: str, token: int, why: str) -> Actor:
        """Link the title of a person to the state that it implies, which it does not mention."""
        state = Cluster("country", iso3, tables.countries()[iso3].name, iso3)
        return self._link(state, token, token, why, mentions=self.implied_mentions)

    def link_implied(self, body: Cluster, token: int, why: str) -> Actor:
        """Link the title of a person to the organisation that it implies, which it does not mention."""
        return self._link(body, token, token, why, mentions=self.implied_mentions)

    def link_place(self, iso3: str, first: int, last: int, why: str) -> Actor:
        """Link tokens ``first`` to ``last``, a place, to its state."""
        state = Cluster("country", iso3, tables.countries()[iso3].name, iso3)
        return self._link(state, first, last, why, mentions=self.place_mentions)

    def link_organisation(self, name: str, token: int, why: str) -> Actor:
        """Link a token to the organisation with this name in the tables."""
        return self._link(Cluster("organisation", normal(name), name), token, token, why)

    def link_name(self, body: Cluster, first: int, last: int, why: str) -> Actor:
        """Link tokens ``first`` to ``last``, a name, to an organisation."""
        return self._link(body, first, last, why, "name")

    def _link(
        self,
        entity: Cluster,
        first: int,
        last: int,
        why: str,
        form: Form = "nominal",
        mentions: list[tuple[int, Span, Form, str]] | None = None,
    ) -> Actor:
        """Record tokens ``first`` to ``last`` as a mention of ``entity``, which is added if new.

        It is added to ``mentions``, by default the other mentions.
        """
        recorded = self.other_mentions if mentions is None else mentions
        span = self.parse.span(first, last)
        keys = [(c.kind, c.key) for c in self.clusters]
        key = (entity.kind, entity.key)
        k = keys.index(key) if key in keys else len(keys)
        if k == len(keys):
            self.clusters.append(entity)
        mention: tuple[int, Span, Form, str] = (k, span, form, why)
        if mention not in recorded:
            recorded.append(mention)
        return Actor(k, span, last, form=form)

    def conjuncts(self, i: int) -> list[int]:
        """Return token ``i`` and its conjuncts."""
        tokens = list(self.name_lists.get(i, (i,)))
        for token in tokens:  # grows while it is read
            for c in self.parse.children[token]:
                nominal = self.parse.tags[c] in NOMINAL_TAGS or c in self.actor_by_head
                if self.parse.deps[c] == "conj" and nominal and c not in tokens:
                    tokens.append(c)
        return tokens

    def first_conjunct(self, i: int) -> int:
        """Return the first noun of the coordination of token ``i``; ``i`` itself if there is none."""
        parse = self.parse
        while parse.deps[i] == "conj" and parse.head[i] != i and parse.tags[parse.head[i]].startswith("NN"):
            i = parse.head[i]
        return i

    def antecedent(self, i: int) -> int:
        """Return the noun that a relative pronoun refers to; ``i`` itself outside relative clauses."""
        parse, node = self.parse, i
        while parse.head[node] != node:
            if parse.deps[node] == "relcl":
                return parse.relative_antecedent(i, parse.head[node])
            node = parse.head[node]
        return i

    def actors(self, i: int, *, things: bool = False, coordinated: bool = True) -> list[Actor]:
        """Return the entities that the noun phrase headed by token ``i`` refers to.

        With ``things``, a phrase that is no actor itself yields its owner: "a Russian proposal" and
        "the decision of the court" yield Russia and the court. ``coordinated`` includes conjuncts.
        """
        heads = self.conjuncts(i) if coordinated else (i,)
        return distinct_actors(a for head in heads for a in noun_phrases.referents(self, head, things=things))

    def owners(self, i: int, *, of: Collection[str] = noun_phrases.POSSESSOR_PREPOSITIONS) -> list[Actor]:
        """Return the owners or origins of the noun at ``i``: demonym, genitive, compound, else a phrase
        with one of the prepositions ``of``.
        """
        return noun_phrases.owners(self, i, of)

    def only_describes_others(self, i: int) -> bool:
        """Whether a name only describes other actors: "*Republican* voters", "*Syrian* rebel camps"."""
        return noun_phrases.only_describes(self, i)


def distinct_actors(actors: Iterable[Actor]) -> list[Actor]:
    """Return one actor for each pair of entity and role; the last of equal ones wins."""
    return list({(a.entity, a.role): a for a in actors}.values())


def is_foreign(parse: Parse, i: int) -> bool:
    """Whether a modifier shows that a noun is not the article's state's: "*European* officials".

    The *foreign* ministry belongs to the article's state, foreign troops do not.
    """
    beside = (parse.words[c] for c in parse.children[i] if parse.deps[c] in ("amod", "compound", "nmod"))
    singular = parse.tags[i] != "NNS"
    return any({w, w.lower()} & _FOREIGN and not (singular and w.lower() == "foreign") for w in beside)
