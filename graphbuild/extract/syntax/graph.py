"""A normalised predicate–argument and noun-phrase graph, on which rules are written.

A step leads from a token to the tokens in one role of it:

=============  ==================================================================================
role           tokens
=============  ==================================================================================
agent          logical subject of a verb, or of a noun through a light verb, copula or apposition
patient        logical object of a verb
recipient      indirect object of a verb
content        verbs of the clauses that express the content of a verb, noun or adjective
complement     heads of the clauses that are arguments of a verb
purpose        infinitives that state the purpose of a verb
condition      verbs of the conditional clauses of a verb ("if", "unless")
manner         adverbs of a verb
predicate      predicates of a verb's object or subject ("held Iran *responsible*")
owner          owners of a noun, by genitive
modifier       nouns and adjectives before a noun in its phrase
apposition     nouns in apposition
example        examples of a noun ("firms such as *Zeta*")
described      what a predicate noun, adjective or apposition describes
clause         verbs of the participles and relative clauses of a noun
carrier        the light verb or copula of a noun
argument_of    the verb whose argument a noun is
governor       the head of a token, across prepositions
preposition    the preposition that governs a token
first          the first of the nouns that a noun is coordinated with
member         a token and those coordinated with it
listed         the tokens coordinated with a token
next, before   the token after or before a token, its name or its role phrase, on the same line
ahead          premodifiers, nearest first, up to a name or capital
stacked        premodifiers, names and titles included
prenominal     names and nouns before a token in its noun phrase, nearest first, across genitives
preceding      the name before an apposition
earlier        the last person in the paragraph who was a subject
inside         the tokens of a name
entry          organisations after a post in an entry of a list: "X, director, *Y*; Z, …"
with, of, …    heads of phrases by a preposition; ``of/from`` by either, ``~`` by any
=============  ==================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphbuild.annotate import Parse
from graphbuild.extract import lexicon
from graphbuild.extract.entities.linked import NOMINAL_TAGS
from graphbuild.extract.syntax import complements, phrases, predicates, prepositions
from graphbuild.extract.syntax.neighbours import Neighbours, crosses_entry
from graphbuild.model import Span


class Syntax:
    """The graph of one article; each step is computed once.

    ``lists`` are the head tokens of enumerated names by the first of each ("A, B and the C"), which the
    parser often gets wrong; ``mentions`` are the tokens that denote an entity, whatever their tag; for the
    others see :class:`~graphbuild.extract.syntax.neighbours.Neighbours`.
    """

    def __init__(
        self,
        parse: Parse,
        lists: Mapping[int, tuple[int, ...]],
        mentions: Mapping[int, object],
        name_spans: Mapping[int, Span],
        role_spans: Mapping[int, Span] | None = None,
        people: frozenset[int] = frozenset(),
    ) -> None:
        self.parse, self._names, self._people = parse, name_spans, people
        self._lists, self._mentions = lists, mentions
        self.neighbours = Neighbours(parse, mentions, name_spans, role_spans or {}, people)
        self._steps: dict[tuple[int, str], tuple[int, ...]] = {}

    def step(self, i: int, label: str) -> tuple[int, ...]:
        """The tokens in the role ``label`` of token ``i``, best first."""
        key = (i, label)
        tokens = self._steps.get(key)
        if tokens is None:
            role = _ROLES.get(label)
            reached = role(self, i) if role else self._prepositional(i, label)
            tokens = self._steps[key] = tuple(dict.fromkeys(reached))
        return tokens

    def _prepositional(self, i: int, label: str) -> list[int]:
        if label == "~":
            return prepositions.any_governed(self.parse, i)
        return prepositions.governed(self.parse, i, tuple(label.replace("_", " ").split("/")))

    # -- coordination ------------------------------------------------------------------------

    def members(self, i: int) -> list[int]:
        """Token ``i`` and the tokens coordinated with it."""
        parse = self.parse
        coordinated, k = list(self._lists.get(i, (i,))), 0
        end = self._list_end(coordinated) if len(coordinated) > 2 else len(parse.words)
        while k < len(coordinated):
            for c in parse.children[coordinated[k]]:
                nominal = (parse.tags[c] in NOMINAL_TAGS or c in self._mentions) and c < end
                separate = self._locates_place(c) or crosses_entry(parse, coordinated[k], c)
                if parse.deps[c] == "conj" and nominal and c not in coordinated and not separate:
                    coordinated.append(c)
                elif parse.deps[c] == "appos" and self._follows_noun(c):  # "President of Peru X and Y met"
                    coordinated.extend(
                        m for m in parse.children[c] if parse.deps[m] == "conj" and m not in coordinated
                    )
                elif parse.deps[c] == "appos" and parse.tags[coordinated[k]] in ("NN", "NNP"):
                    coordinated.extend(d for d in self._people_after_apposition(c) if d not in coordinated)
            k += 1
        return coordinated

    def _locates_place(self, i: int) -> bool:
        """Whether a name only locates the place before it: "met him in Munich, *Germany*"."""
        words, k = self.parse.words, self._names.get(i, (i, i))[0] - 2
        if k < 1 or words[k + 1] != "," or not self.parse.tags[k].startswith("NNP"):
            return False
        above, after = self.parse.head[k], self._names.get(i, (i, i))[1] + 1
        if [w.lower() for w in words[after : after + 1]] == [words[above].lower()]:
            return False  # "sued Siemens in Munich, *Airbus* in Paris"
        return (
            self.parse.deps[k] == "pobj"
            and words[above].lower() in lexicon.words("placing")
            and i not in self._people
        )

    def _people_after_apposition(self, i: int) -> list[int]:
        """Persons coordinated with an apposition by the parser: "Ann Otieno, the chair, and *Juan Diaz*"."""
        parse, deps = self.parse, self.parse.deps
        coordinated = any(deps[c] == "cc" for c in parse.children[i])
        return [c for c in parse.children[i] if coordinated and deps[c] == "conj" and c in self._people]

    def _list_end(self, listed: list[int]) -> int:
        """Where a list of names ends and a comma opens the clause: "After A, B and C met, *D*"."""
        words, last = self.parse.words, max(listed)
        after = self._names.get(last, (last, last))[1] + 1
        closed = words[after : after + 1] == [","] and self.parse.tags[after + 1 : after + 2] != ["CC"]
        return after if closed else len(words)

    def _follows_noun(self, i: int) -> bool:
        """Whether token ``i`` heads a name right after a noun, without a comma."""
        first, _ = self._names.get(i, (0, 0))
        return first > 0 and self.parse.tags[first - 1].startswith("NN")

    def first(self, i: int) -> list[int]:
        """The first of the nouns that a noun is coordinated with."""
        parse, node = self.parse, i
        while (
            parse.deps[node] == "conj"
            and parse.head[node] != node
            and parse.tags[parse.head[node]].startswith("NN")
        ):
            node = parse.head[node]
        return [node] if node != i else []

    def listed(self, i: int) -> list[int]:
        """The tokens coordinated with ``i``."""
        top = i
        while self.parse.deps[top] == "conj" and self.parse.head[top] != top:
            top = self.parse.head[top]
        return [k for k in self.members(top) if k != i]

    # -- predicates and heads ----------------------------------------------------------------

    def agent(self, i: int) -> list[int]:
        """The logical subject of a verb, noun or adjective."""
        parse = self.parse
        if predicates.is_verb(parse, i):
            return predicates.agents(parse, i)
        if parse.tags[i].startswith("NN"):
            verb, agents = phrases.light_verb(parse, i)
            if verb is None and not agents:  # "sanctions imposed *by the EU*", "strikes *it* launched"
                return [
                    a for c in phrases.light_verb_clauses(parse, i)[:1] for a in predicates.agents(parse, c)
                ]
            return agents
        return phrases.described(parse, i)

    def patient(self, i: int) -> list[int]:
        """The logical object of a verb."""
        if not predicates.is_verb(self.parse, i):
            return []
        return [*predicates.patients(self.parse, i), *predicates.retained(self.parse, i)]

    def carrier(self, i: int) -> list[int]:
        """The light verb or copula of a noun."""
        i = phrases.measured_noun(self.parse, i)
        if not self.parse.tags[i].startswith("NN"):
            return []
        verb, agents = phrases.light_verb(self.parse, i)
        if verb is None and not agents:
            return phrases.light_verb_clauses(self.parse, i)[:1]
        return [verb] if verb is not None else []

    def argument_of(self, i: int) -> list[int]:
        """The verb whose subject, object or predicate noun token ``i`` is."""
        parse, head = self.parse, self.parse.head[i]
        arguments = ("nsubj", "nsubjpass", "dobj", "attr", "oprd")
        return [head] if parse.deps[i] in arguments and predicates.is_verb(parse, head) else []

    def preposition(self, i: int) -> list[int]:
        """The preposition that governs a token or its coordination."""
        head = self.parse.head[next(iter(self.first(i)), i)]
        return [head] if self.parse.tags[head] in ("IN", "TO") else []

    def governor(self, i: int) -> list[int]:
        """The head of a token, across prepositions and particles."""
        parse, node = self.parse, i
        for _ in range(4):
            node = parse.head[node]
            if parse.tags[node] not in ("IN", "TO", "RP") or parse.head[node] == node:
                break
        return [node] if node != i else []


def _of_verb(find: Callable[[Parse, int], list[int]]) -> Callable[[Syntax, int], list[int]]:
    return lambda s, i: find(s.parse, i) if predicates.is_verb(s.parse, i) else []


def _of_any(find: Callable[[Parse, int], list[int]]) -> Callable[[Syntax, int], list[int]]:
    return lambda s, i: find(s.parse, i)


def _near(find: Callable[[Neighbours, int], list[int]]) -> Callable[[Syntax, int], list[int]]:
    return lambda s, i: find(s.neighbours, i)


_ROLES: dict[str, Callable[[Syntax, int], list[int]]] = {
    "agent": Syntax.agent,
    "patient": Syntax.patient,
    "recipient": _of_verb(predicates.recipients),
    "content": _of_any(complements.content),
    "complement": _of_any(complements.complements),
    "purpose": _of_verb(complements.purposes),
    "condition": _of_verb(complements.conditions),
    "manner": _of_verb(complements.manners),
    "predicate": _of_verb(complements.predicates),
    "owner": _of_any(phrases.owners),
    "modifier": _of_any(phrases.modifiers),
    "apposition": _of_any(phrases.appositions),
    "example": _of_any(phrases.examples),
    "described": _of_any(phrases.described),
    "clause": _of_any(phrases.clauses),
    "carrier": Syntax.carrier,
    "argument_of": Syntax.argument_of,
    "governor": Syntax.governor,
    "preposition": Syntax.preposition,
    "first": Syntax.first,
    "member": Syntax.members,
    "listed": Syntax.listed,
    "next": _near(Neighbours.next),
    "before": _near(Neighbours.before),
    "ahead": _near(Neighbours.ahead),
    "stacked": _near(Neighbours.stacked),
    "prenominal": _near(Neighbours.prenominal),
    "preceding": _near(Neighbours.preceding),
    "earlier": _near(Neighbours.earlier),
    "inside": _near(Neighbours.inside),
    "entry": _near(Neighbours.entry),
}
ROLES = frozenset(_ROLES)
