"""Which entities act or are reached at a word: by name, through those who act for them or their things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from graphbuild import tables
from graphbuild.extract.actor_types import civic
from graphbuild.extract.document import Document
from graphbuild.extract.entities import article_state
from graphbuild.extract.entities.linked import Actor, distinct, of_others
from graphbuild.extract.lexicon import features, words
from graphbuild.extract.operators import effect_at, effects
from graphbuild.extract.syntax import predicates, prepositions
from graphbuild.extract.token_features import Features

#: Roles of ``actors.tsv`` of those who, unnamed, act for the state that the text speaks of.
_ORGANS = frozenset(["military", "police", "government"])
#: Sentences in which organs of two states make it unclear whose "the troops" are.
_LASTING = 4
#: Plurals for states, which are nobody's organ.
_STATES = tables.words("group of states")
#: Pronouns for several, or for a body.
_MANY = ("they", "them", "themselves")
_SPOKEN = ("of", "by", "from")
#: Features of nouns whose examples are actors: "ten *people*, including Ann Otieno".
_OF_ACTORS = ("personal", "body_noun", "common_body", "folk", "site")


class Actors:
    """Who stands behind the words of a document."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.linked, self.parse, self.syntax = document.linked, document.parse, document.syntax

    def heads(self, nodes: Iterable[int]) -> list[int]:
        """The nouns behind coordinated phrases and their measures ("dozens of *soldiers*")."""
        from graphbuild.extract.syntax.phrases import measure

        found = []
        for node in nodes:
            members = self.syntax.members(node)
            titled = [self.linked.titles[k].token for k in members if k in self.linked.titles]
            for k in (*members, *(m for t in titled for m in self.syntax.members(t))):
                named = k in self.linked.own or k in self.linked.groups
                found.append(k if named else measure(self.parse, k))
        return list(dict.fromkeys(found))

    def _examples(self, nodes: Iterable[int]) -> list[int]:
        """The nouns that are named as examples of phrases: "banned ten people, including *Ann Otieno*"."""
        known = [h for h in self.heads(nodes) if self._of_actors(h)]
        return self.heads(k for h in known for k in self.syntax.step(h, "example"))

    def _of_actors(self, h: int) -> bool:
        """Whether a noun means persons, bodies, states, or places where they are hit."""
        known = self.parse.lemmas[h] in tables.actors() or self.parse.words[h].lower() in tables.actors()
        named = h in self.linked.name_at
        return named or known or any(self.test(h, f) for f in _OF_ACTORS)

    # -- who acts ----------------------------------------------------------------------------

    def doers(self, nodes: Iterable[int]) -> list[Actor]:
        """Who acts in phrases, also by what they send or say ("missiles fired by …", "a report by …").

        Some of a state's people do not act for it: "thousands of *Peruvians* protested".
        """
        found: list[Actor] = []
        nodes = list(nodes)
        for h in [*self.heads(nodes), *self._examples(nodes)]:
            actors = self.meant(h) or self._speaker(h)
            if not actors and self.parse.deps[h] == "attr":  # "Ghana was the last *country* to …"
                actors = [a for s in self.syntax.step(h, "described") for a in self.meant(s)]
            press = h > 0 and self.parse.words[h - 1].lower() in words("reporting")  # "*media* reports"
            if not actors and not press and self.test(h, "instrument") and h not in self.linked.name_at:
                makers = self.linked.owners(h, of=_SPOKEN) or self._makers(h) or self._issuers(h)
                actors = [self.through(a, h) for a in makers]
            found.extend(self._part_named(h, actors))
        return [a for a in distinct(found) if self.test.stands_for_itself(a) and self._acts(a)]

    def _acts(self, a: Actor) -> bool:
        return not a.civil and not (self.document.kind(a) == "country" and self.test.people(a))

    def meant(self, i: int) -> list[Actor]:
        """Who is meant by the noun phrase that token ``i`` heads, without what is coordinated with it."""
        found = self._acting_body(i, self.linked.actors(i, coordinated=False))
        if found or i in self.linked.name_at or not self.parse.tags[i].startswith("NN"):
            return found
        loyal = [
            k
            for c in self.parse.children[i]
            if self.parse.lemmas[c] == "loyal"
            for k in self.syntax.step(c, "to")
        ]
        called = [
            self.linked.own[k]
            for c in self.syntax.step(i, "clause")
            if self.test(c, "calling")
            for k in self.parse.children[c]
            if self.parse.deps[k] in ("oprd", "attr", "dobj", "pobj") and k in self.linked.own
        ]
        if called:  # "a man *named* Ann Otieno"
            return called
        if loyal:  # "troops *loyal to* Haftar"
            return [self.through(a, i) for k in loyal for a in self.linked.actors(k)]
        return self._organ(i)

    def _acting_body(self, i: int, found: list[Actor]) -> list[Actor]:
        """Of a state and a body that stand by a noun for fighters, the body: "Tunisian *IS militants*"."""
        noun = tables.actors().get(self.parse.words[i].lower())
        if len(found) < 2 or noun is None or noun.for_state or not noun.for_body:
            return found
        return [a for a in found if self.document.kind(a) == "organisation"] or found

    def _organ(self, i: int) -> list[Actor]:
        """The state of an unnamed organ: where it acts, else the one that the article is plainly about."""
        parse = self.parse
        noun = tables.actors().get(parse.words[i].lower())
        if noun is None or not noun.for_state or noun.role not in _ORGANS or self.test(i, "indefinite"):
            return []
        if self.test(i, "judicial") if self.test(i, "plural") else not self.test(i, "collective"):
            return []  # courts in general, a single officer
        if self.test(i, "judicial") and not self._determined(i):
            return []  # "surrendered to court"
        if any(self._against(c) for c in self.syntax.step(i, "modifier")):
            return []  # "rebel *forces*"
        if (
            of_others(parse, i)
            or parse.words[i].lower() in _STATES
            or article_state.of_a_part(self.linked, i)
        ):
            return []
        if parse.deps[i] in ("compound", "nmod", "amod") or self.linked.owners(i):
            return []
        earlier = self._earlier_organs(i, noun.role)
        if earlier:
            if len({a.entity for a in earlier}) > 1:
                return []
            cluster = self.document.cluster(earlier[0])
            why = f"whose {parse.words[i].lower()} was told before"
            meant = (
                self.linked.state(cluster.iso3, i, i, why)
                if cluster.iso3
                else self.linked.body(cluster.name, i, why)
            )
            return [replace(meant, role=parse.words[i].lower())]
        verb = next((k for k in self.syntax.step(i, "governor") if predicates.is_verb(parse, k)), -1)
        around = [i] if verb < 0 else [i, verb]
        states = {
            iso3
            for k in around
            for p in prepositions.governed(parse, k, ("in", "at", "near"))
            if (iso3 := self._country_at(p))
        }
        iso3 = next(iter(states)) if len(states) == 1 else "" if states else self.document.subject_state
        if not iso3:
            return []
        state = self.linked.state(iso3, i, i, f"whose {parse.words[i].lower()} is meant")
        return [replace(state, role=parse.words[i].lower())]

    def _determined(self, i: int) -> bool:
        """Whether a noun has an article, a genitive or a modifier that tells which one it is."""
        return self.test(i, "plural") or any(self.parse.deps[c] != "punct" for c in self.parse.children[i])

    def _against(self, i: int) -> bool:
        """Whether a modifier tells of those who fight a state, or of a people or faith."""
        noun = tables.acting(self.parse.words[i].lower())
        rebel = noun is not None and noun.role in ("insurgents", "rebels")
        return rebel or tables.no_actors().get(self.parse.words[i]) in ("people", "faith")

    def _earlier_organs(self, i: int, role: str) -> list[Actor]:
        """Whose organ was told of before by the same noun, else right before by one like it, else last.

        Of several by the same noun the state that the article is about: "*the army*" in an article about
        Syria that tells of Iran's army, too.
        """
        here, noun = self.document.parse.sentence_at(i), self.parse.lemmas[i].lower()
        earlier = [
            (here - self.document.parse.sentence_at(k), k, a)
            for k, r, a in self._organs
            if r == role and k < i
        ]
        near = [(k, a) for back, k, a in earlier if back <= _LASTING]
        alike = [a for k, a in near if self.parse.lemmas[k].lower() == noun]
        same = [a for _, k, a in earlier if self.parse.lemmas[k].lower() == noun]
        own = [a for a in same if self.document.cluster(a).iso3 == self.document.subject_state]
        if own and len({a.entity for a in alike}) < 2 <= len({a.entity for a in same}):
            return own[-1:]
        definite = any(self.parse.words[c].lower() == "the" for c in self.parse.children[i])
        if definite and len({a.entity for a in same}) == 1:
            return same[-1:]
        states = [(back, a) for back, _, a in earlier if self.document.kind(a) == "country"]
        return (
            alike or [a for back, a in states if back <= _LASTING] or [a for _, a in states[-1:] if definite]
        )

    @cached_property
    def _organs(self) -> list[tuple[int, str, Actor]]:
        """Token, role and owner of the nouns for organs of which the text says whose they are."""
        found = []
        for i, word in enumerate(self.parse.words):
            noun = tables.actors().get(word.lower())
            if noun is None or not noun.for_state or noun.role not in _ORGANS:
                continue
            told = self.linked.nominals.get(i) or self.linked.own.get(i)
            if told is not None and self.document.kind(told) == "country":  # "the Trump *administration*"
                found.append((i, noun.role, told))
            if told is not None or i in self.linked.name_at:
                continue
            owners = distinct(self.linked.owners(i, of=("of", "from")))
            kinds = ("country",) if word.lower() in words("state_only") else ("country", "organisation")
            if len(owners) == 1 and self.document.kind(owners[0]) in kinds:
                found.append((i, noun.role, owners[0]))
        return found

    def _country_at(self, i: int) -> str:
        """Code of the state that is named at a token, or in which the place named there lies."""
        own = self.linked.own.get(i)
        if own is not None:
            return self.document.cluster(own).iso3
        return self.linked.places.get(i, ("", ""))[0]

    # -- who is reached ----------------------------------------------------------------------

    def reached(
        self, nodes: Iterable[int], through: str, *, places: bool = False, makers: bool = True
    ) -> list[Actor]:
        """Who is reached in phrases, also through things of the class ``through`` that are theirs.

        With ``places`` a city or region stands for the state in which it lies; with ``makers`` a thing is
        also theirs who made or sent it.
        """
        found: list[Actor] = []
        nodes = list(nodes)
        examples = self._examples(nodes)
        for h in [*self.heads(nodes), *examples]:
            if self.parse.words[h].lower().endswith(("self", "selves")):
                continue
            actors = self.meant(h)
            if (
                self.test(h, "adversary")
                and h not in self.linked.name_at
                and not any(not a.role for a in actors)
            ):
                called = (k for k in self.syntax.step(h, "apposition") if k in self.linked.own)
                found.extend(self.linked.own[k] for k in called)  # "our ally, *Albania*"
                continue
            if not actors and h not in self.linked.name_at:
                actors = self._through(h, "none" if h in examples else through, makers)
                if places and not actors:
                    actors = self._place(h)
            found.extend(self._part_named(h, actors))
        if places:
            found = [self._one_of(a) for a in found]
        return [a for a in distinct(found) if self.test.stands_for_itself(a)]

    def _one_of(self, a: Actor) -> Actor:
        """The state as it is reached through one of its people: "killed *a Kenyan*"."""
        return replace(self.through(a, a.token), civil=True) if self.test.one_national(a) else a

    def _place(self, h: int) -> list[Actor]:
        """The state of the place named at a token, or beside it: "a runway of *Sanaa* airport"."""
        within, near = self.document.within, [h]
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
        return [replace(self.linked.state(iso3, h, h, f"{name} lies there"), role=name)]

    def _through(self, h: int, through: str, makers: bool) -> list[Actor]:
        """Who is reached through a thing or deed of theirs."""
        lemma = self.parse.lemmas[h]
        if through == "none" or (through == "any" and lemma in words("share")):
            return self._of_predicate(h)
        thing = through == "any" or lemma in features()["deed" if through == "own" else through]
        if thing and self.test(h, "hostile"):  # who condemns an attack on Kenya does not condemn Kenya
            owners = self._genitive(h)
            doers = [*owners, *self.linked.owners(h, of=("by", "from"))]
            if self.test(h, "suffered") and not self.syntax.step(h, "of"):  # "Ann Otieno's arrest"
                victims = {a.entity for a in owners if self.document.kind(a) == "person"}
                doers = [a for a in doers if a.entity not in victims]
            doers = doers or self._makers(h)
            return self._owned([self.through(a, h) for a in doers], h)
        actors: list[Actor] = []
        if thing:
            actors = self.linked.actors(h, things=True, coordinated=False)
            if self.test(h, "requested"):  # "calls for advice on the war in Iraq" are none of Iraq's
                actors = [self.through(a, h) for a in self.linked.owners(h, of=_SPOKEN)]
            if lemma not in words("folk"):
                actors = self._owned(actors, h)
            if len({a.entity for a in actors}) > 1 and lemma in words("accord"):
                return []
        if not actors and self.test(h, "personal"):  # "a *Swiss pilot*"
            actors = [replace(self.through(a, h), civil=True) for a in self.linked.owners(h, of=())]
        actors = actors or self._of_predicate(h)
        if not actors and through in ("deed", "own"):
            actors = self._of_own(h, wide=through == "own")
        if (
            makers
            and not actors
            and (lemma in words("thing") or lemma in tables.actors() or lemma in tables.roles())
        ):
            actors = [self.through(a, h) for a in self._makers(h)]
        return actors

    def _of_own(self, h: int, *, wide: bool) -> list[Actor]:
        """Whose a noun is by a by-phrase ("the holding of hostages *by Peru*"); if ``wide`` by genitive too.

        Not by the genitive of what befalls somebody or of people.
        """
        doers = [a for k in self.syntax.step(h, "by") for a in self.linked.actors(k)]
        barred = any(self.test(h, feature) for feature in ("suffered", "hostile", "personal"))
        if not doers and wide and not barred:
            doers = [
                a for a in self._genitive(h) if civic(self.document, [a])
            ]  # others only have goods to praise
        return [self.through(a, h) for a in doers]

    def _genitive(self, h: int) -> list[Actor]:
        return [
            a for c in self.syntax.step(h, "owner") for m in self.syntax.members(c) for a in self.meant(m)
        ]

    def _of_predicate(self, h: int) -> list[Actor]:
        """Of whom a noun is said that its clause tells of: "Hamas is a *group* backed by Iran"."""
        verb = self.parse.head[h]
        if (
            self.parse.deps[h] != "attr"
            or self.parse.lemmas[verb] not in ("be", "remain")
            or self.test(verb, "unsure")
        ):
            return []
        return [a for s in predicates.agents(self.parse, verb) for a in self.linked.actors(s) if not a.role]

    # -- helpers -----------------------------------------------------------------------------

    def _part_named(self, h: int, actors: list[Actor]) -> list[Actor]:
        """Of a part and its owner the part: "Bosch's *Zeta* unit" acts, and Bosch does not deal with it."""
        owned = any(a.role for a in actors)  # not "two senators, *Ann Otieno and Jan Novak*"
        if len(actors) > 1 and owned and self.parse.words[h].lower() in tables.roles():
            return self._owned(actors, h)
        if len(actors) < 2 or self.parse.tags[h] not in ("NN", "NNP"):
            return actors
        named = [
            a
            for a in actors
            if self.parse.deps[a.token] in ("compound", "nmod")
            and self.document.kind(a) == "organisation"
            and self.parse.head[a.token] == h
        ]
        return named if named and any(self.parse.deps[a.token] == "poss" for a in actors) else actors

    def _owned(self, actors: list[Actor], thing: int) -> list[Actor]:
        """Those of ``actors`` whose a thing is: where there is a genitive only its ("*its* Iraq policy")."""
        owner = next(iter(self.syntax.step(thing, "owner")), None)
        if owner is None:
            return actors
        within = set(self.parse.subtree(owner))
        return [a for a in actors if a.token in within]

    def _makers(self, thing: int) -> list[Actor]:
        """Who made, sent or asked for a thing: "a vessel chartered by …"; not who does it harm."""
        for c in self.syntax.step(thing, "clause"):
            if self.parse.lemmas[c] in words("backing") or self.test(c, "harming"):
                continue
            if self.parse.deps[c] == "relcl" and self.syntax.step(c, "content"):
                continue  # "the party he *wanted to lead*"
            if thing in predicates.patients(self.parse, c):
                found = [
                    a for s in predicates.agents(self.parse, c) for a in self.linked.actors(s) if not a.civil
                ]
                if found:
                    return found
        return []

    def _issuers(self, thing: int) -> list[Actor]:
        """Who issues what then speaks: "parliament passed a *resolution* criticising …"."""
        verb = self.parse.head[thing]
        part = predicates.particle(self.parse, verb)
        light = effects("light").get(f"{self.parse.lemmas[verb]} {part}" if part else self.parse.lemmas[verb])
        if self.parse.deps[thing] != "dobj" or light != "subj":
            return []
        return [a for s in predicates.agents(self.parse, verb) for a in self.linked.actors(s) if not a.civil]

    def _speaker(self, i: int) -> list[Actor]:
        """Whom a pronoun in reported words means: who says them ("the cabinet said *it* would …")."""
        parse = self.parse
        if not self.test(i, "third_person") or i in self.linked.own:
            return []
        said = parse.head[i]
        verb = parse.head[said]
        if any(self.test(t, "quote") for t in range(min(i, verb), max(i, verb))):
            return []
        if parse.deps[said] == "acl" and parse.tags[verb].startswith(
            "NN"
        ):  # "a denial by Pakistan that *it* …"
            return [
                a for s in predicates.controller(parse, verb) for a in self.linked.actors(s) if not a.civil
            ]
        saying = effect_at(parse, verb, "that", "v") in ("report", "future", "deny")
        if parse.deps[said] != "ccomp" or not saying:
            return []
        tellers = predicates.agents(parse, verb)
        told = [a for s in tellers for a in self._part_named(s, self.linked.actors(s)) if not a.civil]
        if parse.words[i].lower() in _MANY and len(told) < 2:  # "the general said *they* had …"
            return [a for a in told if self.document.kind(a) != "person"]
        return told

    def through(self, a: Actor, thing: int) -> Actor:
        """The actor as reached or acting by way of a thing."""
        return replace(a, role=a.role or self.parse.words[thing].lower())


def others(found: Iterable[Actor], than: Sequence[Actor]) -> list[Actor]:
    """Those of ``found`` who are not among ``than``."""
    taken = {a.entity for a in than}
    return [a for a in found if a.entity not in taken]
