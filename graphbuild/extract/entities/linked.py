"""The linked article: its entities, and who stands behind any noun, name or pronoun of its parse."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.role_phrases import RolePhrase
from graphbuild.extract.names.word_classes import BACKED, FIRMS
from graphbuild.model import Form, Span
from graphbuild.tables.keys import normal

_MODIFIES = ("poss", "amod", "compound", "nmod", "nounmod")
_RELATIVE = ("WDT", "WP", "WP$")
#: What a person may own, and is not: "*his company* and Siemens agreed".
#: Who work for a person and do not act for him.
AIDES = tables.words("aide of a person")
#: Whose they are is not who acts, where that is a person: "*Putin's* adviser", "*her* club".
_NOT_HE = FIRMS | {"club", "clubs"} | AIDES
#: Who acts for a town and not for its state: "*London's* new mayor".
_LOCAL = ("mayor", "lord mayor", "deputy mayor")
#: Through whom a state acts that somebody leads, not who works for him: "his *troops*", no "his *aides*".
_STATE_ROLES = ("government", "military", "police")
#: Plurals for states.
_STATES = tables.words("group of states")
#: Words before an organ or a group that is not of the article's state.
_OTHERS = tables.words("another's modifier")
#: Nouns for what a body is, which its name stands right before ("the Hezbollah *group*").
_CALLED = tables.words("descriptive noun")
#: Words by which somebody does not act for whom he comes from, and nouns for those who act for a party.
_NOT_OF_PARTY = tables.words("no party matter")
_UNOFFICIAL, _PARTY_VOICES = tables.words("unofficial modifier"), tables.words("party representative")
#: What the word for a party's members makes of whom it names.
MEMBERS = "members"
#: Type in organisations.tsv of armed bodies that are none of a state.
ARMED = "armed_group"
#: Roles in actors.tsv of persons.
_PERSONAL = ("civilians", "official", "legislature")
#: Roles in actors.tsv of those who fight a state.
_FIGHTING = ("rebels", "insurgents", "fighters")
#: Prepositions before whose a noun is, and between a thing and where it is.
_POSSESSION, _WITHIN = tables.words("possessor preposition"), tables.words("inner preposition")
#: Tags of words that can be coordinated actors or things.
NOMINAL = frozenset(
    ("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "PRP$", "JJ", "VBG", "JJS", "ADD", "FW", "WDT")
)


@dataclass(frozen=True, slots=True)
class Actor:
    """An entity at a place of the text, and through whom it acts there."""

    entity: int
    """Index into :attr:`Linked.clusters`."""
    span: Span
    """Characters of the words that name or mean it."""
    token: int
    """The token that heads those words."""
    role: str = ""
    """Through whom: "troops", "foreign minister"; empty where the entity itself is meant."""
    civil: bool = False
    """Whether the role does not act for the entity (citizens, protesters)."""
    form: Form = "name"


@dataclass(frozen=True, slots=True)
class Post:
    """A person said to hold a role, mostly of a country or body."""

    person: Actor
    role: tables.Role
    token: int
    """The role's noun."""
    of: Actor | None
    modifier: str
    """``former``, ``acting``, ``designate``, ``deputy`` or empty."""
    rule: str
    via: str = ""
    """The noun between role and body ("head of the bank's *board*"), where there is one."""
    nation: Actor | None = None
    """The state whose adjective or genitive stands before the role ("the *German* SPD leader")."""
    verb: int = -1
    """The verb that says so ("*is* president", "*appointed* as"); -1 where none does."""
    rules: tuple[str, str] = ("", "")
    """The rules of role_rules.tsv that found the holder and of what."""


@dataclass(slots=True)
class Linked:
    """An article's parse with its entities."""

    parse: Parse
    names: list[Name]
    clusters: list[Cluster]
    of: list[int]
    """For each name the index of its cluster."""
    why: list[str]
    """For each name why it is that cluster's."""
    name_at: dict[int, int]
    """Index of the name that covers a token."""
    article: str = ""
    date: str = ""
    """Day of the article, empty where unknown."""
    phrases: list[RolePhrase] = field(default_factory=list)
    """The role phrases outside the names, in text order."""
    own: dict[int, Actor] = field(default_factory=dict)
    """The entity that is named, or meant by a pronoun, at its head token."""
    groups: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    """Several entities meant by one word: "they", "the two leaders"."""
    posts: list[Post] = field(default_factory=list)
    doubts: list[Post] = field(default_factory=list)
    """Posts that a verb denies, asks or only thinks possible: "is not the leader of", "may become"."""
    nominals: dict[int, Actor] = field(default_factory=dict)
    """Role nouns that mean a known person ("the Russian president")."""
    members: dict[int, Actor] = field(default_factory=dict)
    """The party of each noun for one member of it, which means a person or nobody: "the *Iowa Democrat*"."""
    titles: dict[int, Actor] = field(default_factory=dict)
    """Role nouns with the person named after them: "the *minister* of defence Ann Otieno"."""
    series: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Head tokens of the names of a list ("A, B, the C and D") by that of its first."""
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Country and name of the cities and regions that the text names, by the head token of each."""
    states: dict[int, str] = field(default_factory=dict)
    """Code of the state that a person leads or represents, by entity: "*his* country", "*Putin's* troops"."""
    extra: list[tuple[int, Span, Form, str]] = field(default_factory=list)
    """Mentions that are not names: cluster, characters, form, and why they were linked."""

    def at(self, i: int) -> Actor | None:
        """Who is named or meant at token ``i``, also where that is a lesser word of the name."""
        own, k = self.own.get(i), self.name_at.get(i)
        if own is None and k is not None:
            return self.own.get(self.parse.top(self.names[k].first, self.names[k].last))
        return own

    def type_of(self, entity: int) -> str:
        """What the tables say that a body is ("media", "ministry"); empty where they do not know it."""
        for k in self.clusters[entity].names:
            known = self.names[k].known
            if known is not None:
                body, bloc = tables.organisations().get(known.key), tables.blocs().get(known.key)
                return body.type if body is not None else bloc.kind if bloc is not None else ""
        return ""

    def state(self, iso3: str, first: int, last: int, why: str) -> Actor:
        """The state with this code as it is meant at tokens ``first`` to ``last``, and why."""
        name = tables.countries()[iso3].name
        return self._mean(Cluster("country", iso3, name, iso3), first, last, why)

    def body(self, name: str, token: int, why: str) -> Actor:
        """The organisation of this name in the tables as it is meant at a token, and why."""
        return self._mean(Cluster("organisation", normal(name), name), token, token, why)

    def named(self, body: Cluster, first: int, last: int, why: str) -> Actor:
        """The organisation of this kind and key as tokens ``first`` to ``last`` name it, and why."""
        return self._mean(body, first, last, why, "name")

    def _mean(self, meant: Cluster, first: int, last: int, why: str, form: Form = "nominal") -> Actor:
        span = self.parse.span(first, last)
        keys = [(c.kind, c.key) for c in self.clusters]
        own = (meant.kind, meant.key)
        k = keys.index(own) if own in keys else len(keys)
        if k == len(keys):
            self.clusters.append(meant)
        mention: tuple[int, Span, Form, str] = (k, span, form, why)
        if mention not in self.extra:
            self.extra.append(mention)
        return Actor(k, span, last, form=form)

    def conjuncts(self, i: int) -> list[int]:
        """Token ``i`` and what is coordinated with it."""
        found, k = list(self.series.get(i, (i,))), 0
        while k < len(found):
            for c in self.parse.children[found[k]]:
                nominal = self.parse.tags[c] in NOMINAL or c in self.own
                if self.parse.deps[c] == "conj" and nominal and c not in found:
                    found.append(c)
            k += 1
        return found

    def first_conjunct(self, i: int) -> int:
        """The noun that token ``i`` is coordinated with, the first of all; itself where there is none."""
        parse = self.parse
        while parse.deps[i] == "conj" and parse.head[i] != i and parse.tags[parse.head[i]].startswith("NN"):
            i = parse.head[i]
        return i

    def actors(self, i: int, *, things: bool = False, coordinated: bool = True) -> list[Actor]:
        """Who is meant by the noun phrase that token ``i`` heads.

        With ``things``, also whose the phrase is where it is no actor itself: "a Russian
        proposal", "the decision of the court" mean Russia and the court.
        """
        found: list[Actor] = []
        for head in self.conjuncts(i) if coordinated else (i,):
            found.extend(self._one(head, things))
        return distinct(found)

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for: the noun that its clause hangs on; else itself."""
        parse, node = self.parse, i
        while parse.head[node] != node:
            if parse.deps[node] == "relcl":
                return parse.described(i, parse.head[node])
            node = parse.head[node]
        return i

    def _one(self, i: int, things: bool) -> list[Actor]:
        parse = self.parse
        if parse.tags[i] in _RELATIVE and i not in self.own:
            i = self.antecedent(i)
        if i in self.groups:
            return list(self.groups[i])
        own = self.own.get(i)
        described = parse.head[i]
        plain = own is None and i not in self.nominals and i not in self.name_at
        if plain and parse.deps[i] == "appos" and parse.tags[described] in ("NNP", "NNPS"):
            return (
                [self.own[described]] if described in self.own else []
            )  # what a name is called is that name
        word = parse.words[i].lower()
        actor, role = tables.acting(role_phrase(parse, i)), tables.roles().get(word)
        if own is None and i not in self.name_at:
            for c in parse.children[i]:
                if parse.deps[c] == "appos" and (named := self.own.get(c)) is not None:
                    kind = self.clusters[named.entity].kind
                    if kind == "person" or (kind == "organisation" and role is None):
                        if parse.tags[i] != "NNS":
                            return [named]
                        return [self.own[k] for k in self.conjuncts(c) if k in self.own]
            if i in self.nominals or i in self.titles:
                return [self.nominals.get(i) or self.titles[i]]
            if (actor is None or not actor.for_state) and (close := self._named_after(i)) is not None:
                return [close]
        if own is not None:
            return [own]
        if i in self.name_at:
            return []
        if word in _CALLED and (named := self._named_before(i)) is not None:
            return [named]
        if actor is not None or role is not None:
            if not self._official(i):
                return []
            aide = not _NOT_HE.isdisjoint((word, parse.surface(i, min(i + 2, len(parse.words) - 1)).lower()))
            citizen = role is not None and role.relation == "CITIZEN_OF"
            label = _role_text(parse, i)
            found = [
                Actor(
                    a.entity,
                    a.span,
                    a.token,
                    a.role or label,
                    a.civil or self._civil(a, actor, citizen),
                    a.form,
                )
                for a in self.owners(i)
                if self.clusters[a.entity].kind != "person" or not (a.role or aide)
            ]
            if actor is None or not actor.for_state:
                local = role is not None and role.name in _LOCAL
                return [a for a in found if not (local and self.clusters[a.entity].kind == "country")]
            if len(fighters := [a for a in found if self.type_of(a.entity) == ARMED]) == 1 < len(found):
                return fighters  # "Iraqi Kurdish *Peshmerga* forces"
            if self._of_federation(i, found):
                return []
            if actor.role not in _STATE_ROLES:
                return found
            meant = [self._for_state(a, i) for a in found]
            if actor.plural in _STATES:  # "*his* country" is not he
                meant = [a for a in meant if self.clusters[a.entity].kind != "person"]
            return meant
        if things and not any(_opposes(parse, c) for c in parse.children[i]):
            owners = self.owners(i) or self._within(i)
            return [Actor(a.entity, a.span, a.token, a.role or word, a.civil, a.form) for a in owners]
        return []

    def _official(self, i: int) -> bool:
        """Whether a noun is for somebody who can act for whose he is: not "*former* Kenyan officials"."""
        return not any(
            self.parse.words[c].lower() in _UNOFFICIAL and self.parse.deps[c] in _MODIFIES
            for c in self.parse.children[i]
        )

    def _of_federation(self, i: int, owners: Sequence[Actor]) -> bool:
        """Whether the noun is a state of a federation: "a *US state*", "the Indian *state* of Kerala"."""
        parse = self.parse
        ahead = [a for a in owners if a.token < i and self.clusters[a.entity].kind == "country"]
        if parse.lemmas[i] != "state" or not ahead:
            return False
        below = {parse.words[c].lower() for c in parse.children[i]}
        several = parse.tags[i] == "NNS" or not below.isdisjoint(("of", "a", "an", "another", "each"))
        return several or self.clusters[ahead[0].entity].iso3 == "USA"

    def _for_state(self, a: Actor, i: int) -> Actor:
        """The state whose a person's noun is: "*Putin's* troops", "*his* country"; else the person."""
        iso3 = self.states.get(a.entity)
        if not iso3:
            return a
        first = next((t for t in range(a.token) if self.parse.end[t] > a.span[0]), a.token)
        why = f"the state of {self.clusters[a.entity].name}"
        state = self.state(iso3, min(first, i), max(a.token, i), why)
        return replace(a, entity=state.entity, span=state.span)

    def _civil(self, a: Actor, noun: tables.Actor | None, citizen: bool) -> bool:
        """Whether a noun's deeds are not those of the state or body that it comes from."""
        if noun is None:
            return citizen
        return not (noun.for_state if self.clusters[a.entity].kind == "country" else noun.for_body)

    def _named_after(self, i: int) -> Actor | None:
        """The person whose name follows the noun at once: "the novelist Boualem Sansal", however parsed."""
        parse, k = self.parse, self.name_at.get(i + 1)
        if k is None or parse.tags[i] != "NN" or not parse.words[i].islower():
            return None
        if self.clusters[self.of[k]].kind != "person":
            return None
        found = next((j for j in range(self.names[k].first, self.names[k].last + 1) if j in self.own), -1)
        verb = parse.head[found]
        if found < 0 or (parse.deps[verb] == "relcl" and parse.head[verb] == i):
            return None  # "praised a book *Ann Otieno wrote*"
        return self.own[found]

    def _named_before(self, i: int) -> Actor | None:
        """The organisation whose name stands before a noun for what it is: "the Bild *newspaper*"."""
        parse = self.parse
        single = any(parse.words[c].lower() in ("a", "an") for c in parse.children[i])
        beside = [c for c in parse.children[i] if c in self.own and parse.deps[c] in ("compound", "nmod")]
        if single or len(beside) != 1 or beside[0] not in self.name_at:
            return None
        own, name = self.own[beside[0]], self.names[self.name_at[beside[0]]]
        known = name.known.key if name.known is not None else ""
        ours = known in tables.blocs() and parse.words[i].lower() != "alliance"  # not "the UN *group*"
        return own if self.clusters[own.entity].kind == "organisation" and not (ours or own.role) else None

    def owners(self, i: int, *, of: Collection[str] = _POSSESSION) -> list[Actor]:
        """Whose or from where the noun at ``i`` is: demonym, genitive, compound or prepositional phrase."""
        parse, found = self.parse, []
        for c in parse.children[i]:
            dep = parse.deps[c]
            if dep in _MODIFIES:
                for k in self.conjuncts(c):
                    found.extend(self._modifier(k))
                    found.extend(self._joined(k))
        if found:
            return [a for a in found if a.role != MEMBERS or self._of_party(i)]
        for c in parse.children[i]:
            if parse.deps[c] == "prep" and parse.words[c].lower() in of:
                for k in parse.children[c]:
                    if parse.deps[k] == "pobj":
                        for m in self.conjuncts(k):
                            found.extend(self._modifier(m))
                if found:
                    return found
        return found

    def _of_party(self, i: int) -> bool:
        """Whether a noun after a word for members is not for somebody else: "*Republican* voters"."""
        word = self.parse.lemmas[i].lower()
        if word in _PARTY_VOICES or self.parse.words[i].lower() in _PARTY_VOICES:
            return True
        noun, actor = tables.common_nouns().get(word), tables.actors().get(word)
        person = (
            (noun is not None and noun.kind == "person") or word in tables.roles() or word in _NOT_OF_PARTY
        )
        return not (person or (actor is not None and actor.role in _PERSONAL))

    def tells_of_others(self, i: int) -> bool:
        """Whether a name only tells who others are: "*Republican* voters", "*Syrian* rebel camps"."""
        parse, own, head = self.parse, self.own.get(i), self.parse.head[i]
        if own is None or parse.deps[i] not in _MODIFIES or parse.deps[i] == "poss":
            return False
        if own.role == MEMBERS:
            return not self._of_party(head)
        return not self._official(head) or any(_opposes(parse, c) for c in parse.children[head])

    def _joined(self, i: int) -> list[Actor]:
        """Who is named in the words before modifier ``i``: "the US-*China* talks".

        What stands before a person or body only tells of it: "German publisher *Bertelsmann's* purchase".
        """
        parse, found = self.parse, []
        if parse.words[i].lower() in BACKED and parse.words[i - 1] in ("-", "–"):
            return []  # "the *Saudi*-backed government"
        if not self._official(i):
            return []  # "the former *Soviet* republic's decision"
        if parse.deps[i] == "poss" and parse.words[i].lower() in tables.roles():
            return []  # "the *Republican* nominee's speech"
        closed = i in self.own and self.clusters[self.own[i].entity].kind != "country"
        for c in parse.children[i]:
            if closed and parse.words[c + 1] not in ("-", "–", "/"):
                continue
            if parse.deps[c] in (*_MODIFIES, "npadvmod") and parse.deps[c] != "poss":
                found.extend(self._modifier(c))
                found.extend(self._joined(c))
        return found

    def _within(self, i: int, depth: int = 3) -> list[Actor]:
        """Whose a thing is by a longer chain: "a base in a county in Kenya", "the home of a Kenyan man"."""
        parse = self.parse
        for c in parse.children[i]:
            if parse.deps[c] == "prep" and parse.words[c].lower() in _WITHIN:
                for k in parse.children[c]:
                    if parse.deps[k] == "pobj":
                        found = self.owners(k) or ([self.own[k]] if k in self.own else [])
                        if not found and depth:
                            found = self._within(k, depth - 1)
                        if found:
                            return found
        return []

    def _modifier(self, i: int) -> list[Actor]:
        """The entity at a modifying word, or behind it: "(the) Israeli (army's) …"."""
        if self.parse.tags[i] == "WP$":
            return self._one(i, True)
        if i in self.groups:
            return list(self.groups[i])
        if i in self.own:
            return [self.own[i]]
        if i in self.name_at:
            return []
        if i in self.nominals:
            return [self.nominals[i]]
        word = self.parse.words[i].lower()
        named = any(self.parse.deps[c] == "appos" and c in self.own for c in self.parse.children[i])
        if named or word in tables.actors() or word in tables.roles():
            return self._one(i, False)
        return []


def distinct(actors: Iterable[Actor]) -> list[Actor]:
    """Actors without those who are there already through the same role."""
    return list({(a.entity, a.role): a for a in actors}.values())


def _opposes(parse: Parse, i: int) -> bool:
    """Whether a word before a noun is for those who fight a state: "Syrian *rebel* targets"."""
    noun = tables.actors().get(parse.words[i].lower())
    return parse.deps[i] in _MODIFIES and noun is not None and noun.role in _FIGHTING


def of_others(parse: Parse, i: int) -> bool:
    """Whether a word before the noun tells that it is not of the article's state: "*European* officials".

    The *foreign* ministry is its own, foreign troops are not.
    """
    beside = (parse.words[c] for c in parse.children[i] if parse.deps[c] in ("amod", "compound", "nmod"))
    own = parse.tags[i] != "NNS"
    return any({w, w.lower()} & _OTHERS and not (own and w.lower() == "foreign") for w in beside)


def role_phrase(parse: Parse, i: int) -> str:
    """The noun with what is compounded to it, also where that opens the sentence: "Rebel forces"."""
    text = _role_text(parse, i)
    before = i - len(text.split())
    joined = parse.opens(before) and parse.head[before] == i and parse.deps[before] in ("compound", "amod")
    return f"{parse.words[before]} {text}" if joined else text


def _role_text(parse: Parse, i: int) -> str:
    """The noun with the nouns compounded to it: "foreign minister", "air force"."""
    first = i
    for c in parse.children[i]:
        if c == first - 1 and parse.deps[c] in ("compound", "amod") and parse.words[c].islower():
            first = c
    return " ".join(parse.words[first : i + 1]).lower()
