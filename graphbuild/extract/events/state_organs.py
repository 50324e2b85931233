"""Resolves unnamed state organs to their state: "*the army* shelled the town"."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from graphbuild import tables
from graphbuild.extract.coreference import office_holders
from graphbuild.extract.document import Document
from graphbuild.extract.entities import article_state
from graphbuild.extract.entities.linked import Actor, distinct_actors, is_foreign
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates, prepositions
from graphbuild.extract.token_features import Features

#: Roles of ``actors.tsv`` of organs that, unnamed, act for the state the text is about.
_ORGANS = frozenset(["military", "police", "government"])
#: Sentences within which organs of two states make "the troops" ambiguous.
_WINDOW = 4
#: Plurals for states, which are no organs.
_STATES = tables.words("group of states")


class StateOrgans:
    """The owners of unnamed state organs in one document."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.linked, self.parse, self.syntax = document.linked, document.parse, document.syntax

    def resolve(self, i: int) -> list[Actor]:
        """The state of an unnamed organ at token ``i``; empty if it is no organ or its state is unknown.

        The state of the same organ earlier in the text, else of where it acts, else the one that the article
        is about.
        """
        noun = self._organ_noun(i)
        if noun is None or not self._stands_alone(i):
            return []
        word = self.parse.words[i].lower()
        earlier = self._earlier_owners(i, noun.role)
        if earlier:
            if len({a.entity for a in earlier}) > 1:
                return []
            cluster = self.document.cluster(earlier[0])
            reason = f"owner of the {word} mentioned before"
            owner = (
                self.linked.link_state(cluster.iso3, i, i, reason)
                if cluster.iso3
                else self.linked.link_organisation(cluster.name, i, reason)
            )
            return [replace(owner, role=word)]
        around, speaker = self._states_around(i), self._speakers_state(i)
        bare = not any(self.parse.deps[c] in ("det", "prep") for c in self.parse.children[i])
        if speaker and noun.role == "military" and bare:
            states = {speaker}  # "Turkey's president said *troops* had killed him in Iraq"
        elif speaker and around and speaker not in around:
            return []  # "… that *the police* had killed him in Iraq"
        else:
            states = around or self._states_of_scene(i, noun.role)
        iso3 = next(iter(states)) if len(states) == 1 else "" if states else self.document.subject_state
        if not iso3:
            return []
        return [
            replace(self.linked.link_state(iso3, i, i, f"{word} of the only country in question"), role=word)
        ]

    def _organ_noun(self, i: int) -> tables.Actor | None:
        """The entry of ``actors.tsv`` if a token is a definite noun for an organ as a whole."""
        noun = tables.actors().get(self.parse.words[i].lower())
        if noun is None or not noun.for_state or noun.role not in _ORGANS or self.test(i, "indefinite"):
            return None
        if self.test(i, "judicial") if self.test(i, "plural") else not self.test(i, "collective"):
            return None  # courts in general, a single officer
        if self.test(i, "judicial") and not self._determined(i):
            return None  # "surrendered to court"
        return noun

    def _stands_alone(self, i: int) -> bool:
        """Whether nothing in the phrase of an organ relates it to a state, people or group."""
        if any(self._is_of_opponents(c) for c in self.syntax.step(i, "modifier")):
            return False  # "rebel *forces*"
        if self.parse.words[i].lower() in _STATES or article_state.is_subnational(self.linked, i):
            return False
        if is_foreign(self.parse, i) or self.parse.deps[i] in ("compound", "nmod", "amod"):
            return False
        return not self.linked.owners(i)

    def _verb_of(self, i: int) -> int:
        """The verb that governs an organ; -1 for none."""
        return next((k for k in self.syntax.step(i, "governor") if predicates.is_verb(self.parse, k)), -1)

    def _states_around(self, i: int) -> set[str]:
        """The states of places with the organ or its verb: "the army shelled a town *in Syria*"."""
        verb = self._verb_of(i)
        return {
            iso3
            for k in ([i] if verb < 0 else [i, verb])
            for p in prepositions.governed(self.parse, k, self._locative(k))
            if (iso3 := self._country_at(p))
        }

    def _speakers_state(self, i: int) -> str:
        """The state for which somebody speaks who tells what the organ did; empty for none."""
        verb = self._verb_of(i)
        if verb < 0 or self.parse.deps[verb] != "ccomp":
            return ""
        for s in predicates.agents(self.parse, self.parse.head[verb]):
            for a in self.linked.actors(s):
                if self.document.kind(a) == "country":
                    return self.document.cluster(a).iso3
                if self.document.kind(a) == "person":
                    return office_holders.state_of(self.linked, a.entity)
        return ""

    def _locative(self, k: int) -> tuple[str, ...]:
        """The prepositions of where something happens, not of what is fired at: "fired *at Peru*"."""
        return ("in", "near") if self.test(k, "firing") else ("in", "at", "near")

    def _states_of_scene(self, i: int, role: str) -> set[str]:
        """The states of places where the sentence before happens, for police: "was arrested *in Peru*.
        Police accused him …".
        """
        sentence = self.parse.sentence_at(i)
        if role == "military" or sentence == 0 or self._names_state(range(self.parse.sentence(i)[0], i)):
            return set()
        first, stop = self.parse.sentences[sentence - 1]
        scene = {
            iso3
            for v in range(first, stop)
            if predicates.is_verb(self.parse, v)
            for p in prepositions.governed(self.parse, v, self._locative(v))
            if (iso3 := self._country_at(p))
        }
        return scene if len(scene) == 1 else set()

    def _names_state(self, tokens: range) -> bool:
        return any(self._country_at(k) for k in tokens)

    def _determined(self, i: int) -> bool:
        """Whether a noun is plural or has an article, a genitive or a modifier."""
        return self.test(i, "plural") or any(self.parse.deps[c] != "punct" for c in self.parse.children[i])

    def _is_of_opponents(self, i: int) -> bool:
        """Whether a modifier denotes opponents of a state, or a people or faith."""
        noun = tables.acting(self.parse.words[i].lower())
        rebel = noun is not None and noun.role in ("insurgents", "rebels")
        return rebel or tables.no_actors().get(self.parse.words[i]) in ("people", "faith")

    def _earlier_owners(self, i: int, role: str) -> list[Actor]:
        """The candidate owners of an organ by earlier organs of the same role.

        Best those of the same noun, then those of others within the window, then the last one. Of several of
        the same noun, the state that the article is about: "*the army*" in an article about Syria that
        mentions Iran's army too. A new branch ("*immigration* agents") is of none mentioned before. No
        government is that of an embassy mentioned before it.
        """
        sentence, noun = self.parse.sentence_at(i), self.parse.lemmas[i].lower()
        definite = any(self.parse.words[c].lower() == "the" for c in self.parse.children[i])
        branch = frozenset() if definite else self._branch(i)
        earlier = [
            (sentence - self.parse.sentence_at(k), k, a)
            for k, r, a in self._organs
            if r == role and k < i and branch <= self._branch(k)
            if self.parse.lemmas[k].lower() == noun or not self.test(k, "post_abroad")
        ]
        same_noun = [a for _, k, a in earlier if self.parse.lemmas[k].lower() == noun]
        same_noun_near = [
            a for back, k, a in earlier if back <= _WINDOW and self.parse.lemmas[k].lower() == noun
        ]
        of_subject = [a for a in same_noun if self.document.cluster(a).iso3 == self.document.subject_state]
        if of_subject and len({a.entity for a in same_noun_near}) < 2 <= len({a.entity for a in same_noun}):
            return of_subject[-1:]
        if definite and len({a.entity for a in same_noun}) == 1:
            return same_noun[-1:]
        if same_noun_near:
            return same_noun_near
        states = [(back, a) for back, _, a in earlier if self.document.kind(a) == "country"]
        near = [a for back, a in states if back <= _WINDOW]
        return near or [a for _, a in states[-1:] if definite]

    def _branch(self, i: int) -> frozenset[str]:
        """The common nouns before an organ, other than organs: "*riot* police", not "*government* troops"."""
        before = self.syntax.step(i, "modifier")
        nouns = (self.parse.lemmas[k].lower() for k in before if self.parse.tags[k] == "NN")
        return frozenset(noun for noun in nouns if noun not in tables.actors())

    @cached_property
    def _organs(self) -> list[tuple[int, str, Actor]]:
        """Token, role and owner of the organs whose owner the text states."""
        organs = []
        for i, word in enumerate(self.parse.words):
            noun = tables.actors().get(word.lower())
            if noun is None or not noun.for_state or noun.role not in _ORGANS:
                continue
            actor = self.linked.nominals.get(i) or self.linked.actor_by_head.get(i)
            if actor is not None and self.document.kind(actor) == "country":  # "the Trump *administration*"
                organs.append((i, noun.role, actor))
            if actor is not None or i in self.linked.name_at:
                continue
            owners = distinct_actors(self.linked.owners(i, of=("of", "from")))
            kinds = ("country",) if word.lower() in words("state_only") else ("country", "organisation")
            if len(owners) == 1 and self.document.kind(owners[0]) in kinds:
                organs.append((i, noun.role, owners[0]))
        return organs

    def _country_at(self, i: int) -> str:
        """Code of the state that is named at a token, or of the place named there."""
        actor = self.linked.actor_by_head.get(i)
        if actor is not None:
            return self.document.cluster(actor).iso3
        return self.linked.places.get(i, ("", ""))[0]
