"""Resolves words to the entities that act or are affected: by name, representatives or possessions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.actor_types import any_public, protests_for_body
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor, distinct_actors
from graphbuild.extract.entities.noun_phrases import role_phrase
from graphbuild.extract.events.state_organs import StateOrgans
from graphbuild.extract.lexicon import features, words
from graphbuild.extract.operators import effect_at, effects_at_position
from graphbuild.extract.syntax import predicates
from graphbuild.extract.syntax.phrases import measured_noun
from graphbuild.extract.token_features import Features

#: Pronouns for several, or for an organisation.
_PLURAL_PRONOUNS = ("they", "them", "themselves")
_SPOKEN = ("of", "by", "from")
_OWN = ("its", "their")
#: Codes of states that have no army.
_UNARMED = tables.words("state without an army")
#: Features of nouns whose examples are actors: "ten *people*, including Ann Otieno".
_ACTOR_FEATURES = ("personal", "body_noun", "common_body", "folk", "site")


class ActorResolver:
    """Resolves words of one document to entities."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.linked, self.parse, self.syntax = document.linked, document.parse, document.syntax
        self._organs = StateOrgans(document, test)

    def heads(self, nodes: Iterable[int]) -> list[int]:
        """The head nouns of phrases: each coordinated one, behind measures ("dozens of *soldiers*")."""
        heads = []
        for node in nodes:
            members = self.syntax.members(node)
            titled = [self.linked.titled_persons[k].token for k in members if k in self.linked.titled_persons]
            for k in (*members, *(m for t in titled for m in self.syntax.members(t))):
                named = k in self.linked.actor_by_head or k in self.linked.plural_referents
                heads.append(k if named else measured_noun(self.parse, k))
        return list(dict.fromkeys(heads))

    def _examples(self, nodes: Iterable[int]) -> list[int]:
        """The head nouns of examples of phrases: "banned ten people, including *Ann Otieno*"."""
        actors = [h for h in self.heads(nodes) if self._denotes_actors(h)]
        return self.heads(k for h in actors for k in self.syntax.step(h, "example"))

    def _denotes_actors(self, h: int) -> bool:
        """Whether a noun denotes persons, organisations, states, or places that can be attacked."""
        known = self.parse.lemmas[h] in tables.actors() or self.parse.words[h].lower() in tables.actors()
        named = h in self.linked.name_at
        return named or known or any(self.test(h, f) for f in _ACTOR_FEATURES)

    # -- acting ------------------------------------------------------------------------------

    def acting(self, nodes: Iterable[int], *, protesting: bool = False) -> list[Actor]:
        """The actors of phrases in subject role, also by means or texts ("missiles fired by …").

        People of a state do not act for it: "thousands of *Peruvians* protested". Those of a movement do
        where they are ``protesting``: "*Greenpeace* activists".
        """
        found: list[Actor] = []
        nodes = list(nodes)
        for h in [*self.heads(nodes), *self._examples(nodes)]:
            actors = self.denoted(h) or self._speaker(h) or self._speakers_forces(h)
            if not actors and self.parse.deps[h] == "attr":  # "Ghana was the last *country* to …"
                actors = [a for s in self.syntax.step(h, "described") for a in self.denoted(s)]
            press = h > 0 and self.parse.words[h - 1].lower() in words("reporting")  # "*media* reports"
            if not actors and not press and self.test(h, "instrument") and h not in self.linked.name_at:
                makers = self.linked.owners(h, of=_SPOKEN) or self._makers(h) or self._issuers(h)
                actors = [self.via(a, h) for a in makers]
            found.extend(self._part_only(h, actors))
        if protesting:
            found = [
                replace(a, unofficial=a.unofficial and not protests_for_body(self.document, a)) for a in found
            ]
        return [a for a in distinct_actors(found) if self.test.stands_for_itself(a) and self._can_act(a)]

    def _can_act(self, a: Actor) -> bool:
        return not a.unofficial and not (self.document.kind(a) == "country" and self.test.people(a))

    def denoted(self, i: int) -> list[Actor]:
        """The actors that the noun phrase headed by token ``i`` denotes, without its conjuncts."""
        actors = self._fighters_only(i, self.linked.actors(i, coordinated=False))
        if i not in self.linked.name_at and all(a.unofficial for a in actors):
            actors = self._heads_of_force(i) or actors
        if actors or i in self.linked.name_at or not self.parse.tags[i].startswith("NN"):
            return actors
        named = [
            self.linked.actor_by_head[k]
            for c in self.syntax.step(i, "clause")
            if self.test(c, "calling")
            for k in self.parse.children[c]
            if self.parse.deps[k] in ("oprd", "attr", "dobj", "pobj") and k in self.linked.actor_by_head
        ]
        if named:  # "a man *named* Ann Otieno"
            return named
        loyal_to = [
            k
            for c in self.parse.children[i]
            if self.parse.lemmas[c] == "loyal"
            for k in self.syntax.step(c, "to")
        ]
        if loyal_to:  # "troops *loyal to* Haftar"
            return [self.via(a, i) for k in loyal_to for a in self.linked.actors(k)]
        if masters := self._masters(i):
            return masters
        return self._organs.resolve(i)

    def _heads_of_force(self, i: int) -> list[Actor]:
        """The states or bodies that lead a force or group without a name: "a coalition *led by Peru*".

        A person only acts in a delegation of his.
        """
        if not self.test(i, "led_force"):
            return []
        leaders = [
            a
            for c in self.syntax.step(i, "clause")
            if self.parse.lemmas[c] in words("commanding") and i in predicates.patients(self.parse, c)
            for k in predicates.agents(self.parse, c)
            for a in self.linked.actors(k)
        ]
        travels = self.parse.lemmas[i] == "delegation"
        return [self.via(a, i) for a in leaders if travels or self.document.kind(a) != "person"]

    def _masters(self, i: int) -> list[Actor]:
        """The states or bodies that hackers are said to act for: "hackers *linked to Peru*"."""
        if not (self.test(i, "hacker") or self.test(i, "modifier>hacking")):
            return []
        return [
            self.via(a, i)
            for c in self.syntax.step(i, "clause")
            if self.test(c, "in_service") or self.parse.lemmas[c] in words("backing")
            for k in self.syntax.step(c, "to/with/for/by")
            for a in self.linked.actors(k)
        ]

    def _fighters_only(self, i: int, actors: list[Actor]) -> list[Actor]:
        """Of a state and an organisation with a noun for fighters, the latter: "Tunisian *IS militants*"."""
        noun = tables.actors().get(self.parse.words[i].lower())
        if len(actors) < 2 or noun is None or noun.for_state or not noun.for_body:
            return actors
        return [a for a in actors if self.document.kind(a) == "organisation"] or actors

    # -- affected ----------------------------------------------------------------------------

    def affected(
        self, nodes: Iterable[int], through: str, *, places: bool = False, makers: bool = True
    ) -> list[Actor]:
        """The actors of phrases in object role, also by things of theirs of the class ``through``.

        With ``places`` a city or region stands for its state; with ``makers`` a thing also stands for who
        made or sent it.
        """
        found: list[Actor] = []
        nodes = list(nodes)
        examples = self._examples(nodes)
        for h in [*self.heads(nodes), *examples]:
            if self.parse.words[h].lower().endswith(("self", "selves")):
                continue
            actors = self.denoted(h)
            if (
                self.test(h, "adversary")
                and h not in self.linked.name_at
                and not any(not a.role for a in actors)
            ):
                named = (k for k in self.syntax.step(h, "apposition") if k in self.linked.actor_by_head)
                found.extend(self.linked.actor_by_head[k] for k in named)  # "our ally, *Albania*"
                continue
            if not actors and h not in self.linked.name_at:
                actors = self._through(h, "none" if h in examples else through, makers)
                if places and not actors:
                    actors = self._place(h)
            found.extend(self._part_only(h, actors))
        if places:
            found = [self._by_national(a) for a in found]
        return [a for a in distinct_actors(found) if self.test.stands_for_itself(a)]

    def _by_national(self, a: Actor) -> Actor:
        """The state as affected by way of one of its people: "killed *a Kenyan*"."""
        return replace(self.via(a, a.token), unofficial=True) if self.test.one_national(a) else a

    def states_of_places(self, nodes: Iterable[int]) -> list[Actor]:
        """The states in which the places named by phrases lie, if they have police of their own."""
        states = [a for h in self.heads(nodes) for a in self._place(h)]
        return distinct_actors([a for a in states if self.document.cluster(a).iso3 not in _UNARMED])

    def _place(self, h: int) -> list[Actor]:
        """The state of the place named at a token, or next to it: "a runway of *Sanaa* airport"."""
        within, near = self.document.state_of_place, [h]
        for _ in range(3):
            h = next((k for k in near if within(k)[0]), -1)
            if h >= 0:
                break
            steps = ("modifier", "owner", "of/in/at/near/outside")
            near = [
                k for i in near if i not in self.linked.name_at for s in steps for k in self.syntax.step(i, s)
            ]
        if h < 0:
            return []
        iso3, name = within(h)
        return [replace(self.document.link_place(h, iso3, f"{name} lies there"), role=name)]

    def _through(self, h: int, through: str, makers: bool) -> list[Actor]:
        """The actors affected by way of a thing or action of theirs."""
        lemma = self.parse.lemmas[h]
        if through == "none" or (through == "any" and lemma in words("share")):
            return self._subject_of_predicate(h)
        of_class = through == "any" or lemma in features()["deed" if through == "own" else through]
        if of_class and self.test(h, "hostile"):
            return self._attackers(h)
        actors = self._owners_of_thing(h) if of_class else []
        if len({a.entity for a in actors}) > 1 and lemma in words("accord"):
            return []
        if not actors and self.test(h, "personal"):  # "a *Swiss pilot*"
            actors = [replace(self.via(a, h), unofficial=True) for a in self.linked.owners(h, of=())]
        actors = actors or self._subject_of_predicate(h)
        if not actors and through in ("deed", "own"):
            actors = self._agents_of_noun(h, genitive=through == "own")
        is_made = lemma in words("thing") or lemma in tables.actors() or lemma in tables.roles()
        if makers and not actors and is_made:
            actors = [self.via(a, h) for a in self._makers(h)]
        return actors

    def _attackers(self, h: int) -> list[Actor]:
        """The agents of a hostile event noun: who condemns an attack on Kenya does not condemn Kenya."""
        owners = self._genitive(h)
        agents = [*owners, *self.linked.owners(h, of=("by", "from"))]
        if self.test(h, "suffered") and not self.syntax.step(h, "of"):  # "Ann Otieno's arrest"
            victims = {a.entity for a in owners if self.document.kind(a) == "person"}
            agents = [a for a in agents if a.entity not in victims]
        agents = agents or self._makers(h)
        return self._owners_only([self.via(a, h) for a in agents], h)

    def _owners_of_thing(self, h: int) -> list[Actor]:
        """The actors to whom a thing belongs."""
        actors = self.linked.actors(h, things=True, coordinated=False)
        if self.test(h, "requested"):  # "calls for advice on the war in Iraq" are not by Iraq
            actors = [self.via(a, h) for a in self.linked.owners(h, of=_SPOKEN)]
        return actors if self.parse.lemmas[h] in words("folk") else self._owners_only(actors, h)

    def _agents_of_noun(self, h: int, *, genitive: bool) -> list[Actor]:
        """The agents of a noun in a by-phrase ("the holding of hostages *by Peru*"), or its genitive.

        The genitive is no agent of what somebody suffers, nor of people.
        """
        agents = [a for k in self.syntax.step(h, "by") for a in self.linked.actors(k)]
        barred = any(self.test(h, feature) for feature in ("suffered", "hostile", "personal"))
        if not agents and genitive and not barred:  # of firms only goods are praised or condemned
            agents = [a for a in self._genitive(h) if any_public(self.document, [a])]
        return [self.via(a, h) for a in agents]

    def _genitive(self, h: int) -> list[Actor]:
        return [
            a for c in self.syntax.step(h, "owner") for m in self.syntax.members(c) for a in self.denoted(m)
        ]

    def _subject_of_predicate(self, h: int) -> list[Actor]:
        """The subjects of a predicate noun: "*Hamas* is a group backed by Iran"."""
        verb = self.parse.head[h]
        if (
            self.parse.deps[h] != "attr"
            or self.parse.lemmas[verb] not in ("be", "remain")
            or self.test(verb, "unsure")
        ):
            return []
        return [a for s in predicates.agents(self.parse, verb) for a in self.linked.actors(s) if not a.role]

    # -- helpers -----------------------------------------------------------------------------

    def _part_only(self, h: int, actors: list[Actor]) -> list[Actor]:
        """Of a named part and its owner the part: of "Bosch's *Zeta* unit" not Bosch."""
        by_role = any(a.role for a in actors)  # not "two senators, *Ann Otieno and Jan Novak*"
        if len(actors) > 1 and by_role and self.parse.words[h].lower() in tables.roles():
            return self._owners_only(actors, h)
        if len(actors) < 2 or self.parse.tags[h] not in ("NN", "NNP"):
            return actors
        parts = [
            a
            for a in actors
            if self.parse.deps[a.token] in ("compound", "nmod")
            and self.document.kind(a) == "organisation"
            and self.parse.head[a.token] == h
        ]
        return parts if parts and any(self.parse.deps[a.token] == "poss" for a in actors) else actors

    def _owners_only(self, actors: list[Actor], thing: int) -> list[Actor]:
        """The actors in the genitive of a thing ("*its* Iraq policy"); all if it has none."""
        owner = next(iter(self.syntax.step(thing, "owner")), None)
        if owner is None:
            return actors
        within = set(self.parse.subtree(owner))
        return [a for a in actors if a.token in within]

    def _makers(self, thing: int) -> list[Actor]:
        """The actors that made, sent or ordered a thing: "a vessel chartered by …"; not that harmed it."""
        for c in self.syntax.step(thing, "clause"):
            if self.parse.lemmas[c] in words("backing") or self.test(c, "harming"):
                continue
            if self.parse.deps[c] == "relcl" and self.syntax.step(c, "content"):
                continue  # "the party he *wanted to lead*"
            if thing in predicates.patients(self.parse, c):
                blamed = self.parse.lemmas[c] in words("attributing")  # "an attack *blamed on* Peru"
                nodes = self.syntax.step(c, "on/to") if blamed else ()
                makers = self._subjects(nodes or predicates.agents(self.parse, c))
                if makers:
                    return makers
        return []

    def _issuers(self, thing: int) -> list[Actor]:
        """The actors that issued a text with an opinion: "parliament passed a *resolution* criticising …"."""
        verb = self.parse.head[thing]
        part = predicates.particle(self.parse, verb)
        light = effects_at_position("light").get(
            f"{self.parse.lemmas[verb]} {part}" if part else self.parse.lemmas[verb]
        )
        if self.parse.deps[thing] != "dobj" or light != "subj":
            return []
        return self._subjects(predicates.agents(self.parse, verb))

    def _subjects(self, nodes: Iterable[int]) -> list[Actor]:
        return [a for s in nodes for a in self.linked.actors(s) if not a.unofficial]

    def _speaker(self, i: int) -> list[Actor]:
        """The referent of a pronoun in reported speech: the speaker ("the cabinet said *it* would …")."""
        parse = self.parse
        if not self.test(i, "third_person") or i in self.linked.actor_by_head:
            return []
        content = parse.head[i]
        verb = parse.head[content]
        if any(self.test(t, "quote") for t in range(min(i, verb), max(i, verb))):
            return []
        if parse.deps[content] == "acl" and parse.tags[verb].startswith("NN"):
            return self._subjects(
                predicates.infinitive_subject(parse, verb)
            )  # "a denial by Pakistan that *it* …"
        saying = effect_at(parse, verb, "that", "v") in ("report", "future", "deny")
        if parse.deps[content] != "ccomp" or not saying:
            return []
        speakers = [
            a
            for s in predicates.agents(parse, verb)
            for a in self._part_only(s, self.linked.actors(s))
            if not a.unofficial
        ]
        if parse.words[i].lower() in _PLURAL_PRONOUNS and len(speakers) < 2:
            return [a for a in speakers if self.document.kind(a) != "person"]  # "the general said *they* …"
        return speakers

    def _speakers_forces(self, h: int) -> list[Actor]:
        """The speaker for forces of its own: "the Peruvian army said *its troops* had …"."""
        parse, noun = self.parse, tables.acting(role_phrase(self.parse, h))
        own = [c for c in parse.children[h] if parse.words[c].lower() in _OWN and parse.tags[c] == "PRP$"]
        if noun is None or not noun.for_state or not own or own[0] in self.linked.actor_by_head:
            return []
        content = parse.head[h]
        verb = parse.head[content]
        if parse.deps[content] != "ccomp" or effect_at(parse, verb, "that", "v") != "report":
            return []
        speakers = self._subjects(predicates.agents(parse, verb))
        return [self.via(a, h) for a in speakers if self.document.kind(a) != "person"]

    def via(self, a: Actor, noun: int) -> Actor:
        """The actor as acting or affected by way of what a noun denotes."""
        return replace(a, role=a.role or self.parse.words[noun].lower())


def excluding(actors: Iterable[Actor], excluded: Sequence[Actor]) -> list[Actor]:
    """The actors whose entity is not among those ``excluded``."""
    entities = {a.entity for a in excluded}
    return [a for a in actors if a.entity not in entities]
