"""Who holds a role: titles, appositions, copulas and verbs of office around role phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.owning import actor_at, person_at, said_after, said_before
from graphbuild.link.rolewords import RolePhrase
from graphbuild.link.words import HONORIFIC

_BECOME = frozenset("be become remain".split())


_SERVE = frozenset(
    """serve work act continue start begin join take return join sit rule reign confirm run
    stand campaign""".split()
)


_APPOINT = frozenset(
    """name appoint elect choose install crown re-elect reelect swear hire promote make reappoint""".split()
)


_LEAVE = frozenset("""leave oust remove fire sack dismiss""".split())


#: Verbs by which one holder of an office comes after another.
_FOLLOW = frozenset(["succeed", "replace"])


#: Whose own name may follow the office of another: "the *wife* of the president of France X".
_BESIDE = frozenset(
    """wife husband widow widower son daughter child brother sister father mother cousin nephew niece uncle
    aunt fiancee partner friend successor predecessor rival opponent ally confidant head""".split()
)


_FORTH = frozenset("go come rise continue proceed return get".split())


@dataclass(slots=True)
class Holders:
    """The role phrases of an article and who holds them, as far as it was asked."""

    linked: Linked
    low: Sequence[str]
    phrases: list[RolePhrase]
    by_head: dict[int, int]
    held: dict[int, list[tuple[Actor, str]]]
    verb: dict[int, int]
    """The verb that says who holds the role, by the role's head token."""

    def holders(self, k: int) -> list[tuple[Actor, str]]:
        """The persons that hold the role of phrase ``k``, with how the text says so."""
        if k not in self.held:
            self.held[k] = []  # coordinated roles ask each other
            self.held[k] = self._holders(k)
        return self.held[k]

    def _holders(self, k: int) -> list[tuple[Actor, str]]:
        linked, phrase = self.linked, self.phrases[k]
        titled = self.titled(k)
        if titled:
            people = self._enumerated(titled) if phrase.plural else [titled]
            return [(p, "title") for p in people or [titled]]
        if between := self.between(phrase):
            return [(between[1], "title")]
        found = self._bracketed(phrase) or self._appositions(phrase) or self._predicated(phrase)
        if not found and linked.parse.deps[phrase.head] == "conj":
            other = self.by_head.get(self.linked.first_conjunct(phrase.head))
            if other is not None and other != k and not self.titled(other):
                found = [h for h in self.holders(other) if h[1] != "title"]
        if phrase.plural and len(found) < 2:
            return []
        return found

    def titled(self, k: int) -> Actor | None:
        """The person named right after the phrase, perhaps with another title between."""
        linked, phrase = self.linked, self.phrases[k]
        j = phrase.last + 1
        while j < len(self.low) and self.low[j] in HONORIFIC and self.low[j] != "the":
            j += 1
        at = linked.name_at.get(j)
        if at is not None and linked.names[at].first == j and linked.names[at].kind == "person":
            return person_at(linked, linked.names[at].last)
        if j < len(self.low) and self.low[j] in ("and", "/", "&", "-") and k + 1 < len(self.phrases):
            following = self.phrases[k + 1]
            between = range(j + 1, following.first)
            nominal = all(
                linked.names[linked.name_at[t]].kind != "person"
                if t in linked.name_at
                else linked.parse.tags[t][:2] in ("JJ", "NN", "HY")
                for t in between
            )
            if len(between) <= 4 and nominal:
                return self.titled(k + 1)
        return None

    def between(self, phrase: RolePhrase) -> tuple[Actor, Actor] | None:
        """The body named between a title and its holder: "President of *Pakistan* Asif Ali Zardari"."""
        linked, low, at = self.linked, self.low, phrase.last + 2
        before = phrase.first - (2 if low[phrase.first - 1] == "the" else 1)
        tied = before > 0 and low[before] in ("of", "to")
        if phrase.plural or low[at - 1 : at] != ["of"] or low[phrase.first - 1] == "shadow":
            return None
        if tied and (low[before - 1] in _BESIDE or low[before - 1] in tables.roles()):
            return None
        k = linked.name_at.get(at + (low[at : at + 1] == ["the"]))
        if k is None or k + 1 >= len(linked.names) or linked.names[k].kind == "person":
            return None
        n, m = linked.names[k], linked.names[k + 1]
        if m.kind != "person" or m.first != n.last + 1:
            return None
        body = actor_at(linked, n.last)
        person = person_at(linked, m.last)
        return (body, person) if body is not None and person is not None else None

    def _enumerated(self, first: Actor) -> list[Actor]:
        """A person and those listed after: "Presidents X of Brazil, Y of Russia", however parsed."""
        linked, low = self.linked, self.low
        found = [p for t in linked.conjuncts(first.token) if (p := person_at(linked, t))]
        k = linked.name_at[first.token]
        while k + 3 < len(linked.names):
            state, other = linked.names[k + 1], linked.names[k + 2]
            own = actor_at(linked, other.last)
            of = low[linked.names[k].last + 1 : state.first] in (["of"], ["of", "the"])
            listed = low[state.last + 1 : other.first] in ([","], ["and"], [",", "and"])
            if not of or not listed or other.kind != "person" or own is None:
                break
            found.append(own)
            k += 2
        return list({p.entity: p for p in found}.values())

    def _bracketed(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """ "Rupert Ashe (CEO of Focus)": a role in brackets after a name."""
        at = self.linked.name_at.get(phrase.first - 2) if phrase.first > 1 else None
        if at is None or self.low[phrase.first - 1] != "(" or phrase.plural:
            return []
        n = self.linked.names[at]
        person = person_at(self.linked, n.last)
        return [(person, "brackets")] if person else []

    def _appositions(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """ "X, president of Y", "the head of Y, X"."""
        linked, parse = self.linked, self.linked.parse
        i = phrase.head
        node = self.linked.first_conjunct(i)
        for head in dict.fromkeys((i, node)):
            if parse.deps[head] == "appos":
                self._asked(i, parse.head[head])
                people = [p for t in linked.conjuncts(parse.head[head]) if (p := person_at(linked, t))]
                if person := person_at(linked, parse.head[head]):
                    return [(p, "apposition") for p in (people if phrase.plural else [person])]
                if parse.head[head] in linked.name_at or parse.head[head] in self.by_head:
                    continue
        named_before = parse.head[i]
        if parse.deps[i] == "conj" and (person := person_at(linked, named_before)) and not phrase.plural:
            earlier = [p for p in self.phrases if p.head < i and parse.head[p.head] == named_before]
            if any(parse.deps[p.head] == "appos" for p in earlier):  # "X, director of Y and a fellow of Z"
                return [(person, "apposition")]
        for c in parse.children[i]:
            if parse.deps[c] == "appos" and (person := person_at(linked, c)):
                named = [p for t in linked.conjuncts(c) if (p := person_at(linked, t))]
                return [(p, "apposition") for p in (named if phrase.plural else [person])]
        return self._beside(phrase)

    def _asked(self, role: int, name: int) -> None:
        """Note the verb of "Is X the leader of Y?", where the parse takes the role for an apposition."""
        parse = self.linked.parse
        verb = parse.head[name]
        said = any(parse.deps[c] in ("attr", "acomp", "prep") for c in parse.children[verb])
        asks = parse.deps[name] == "nsubj" and parse.lemmas[verb] == "be" and verb < name and not said
        if asks and questioned(self.linked, verb):
            self.verb[role] = verb

    def _beside(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """A name between commas right beside the role's phrase, whatever the parse makes of it."""
        linked, low = self.linked, self.low
        end = phrase.last + 1
        bodies = said_after(linked, low, phrase)
        if bodies.found and not bodies.via:
            at = linked.name_at.get(bodies.found[0].token)
            if at is not None:
                end = linked.names[at].last + 1
        elif low[phrase.first - 1 : phrase.first] != ["the"] and not said_before(linked, low, phrase).found:
            return []
        tags = linked.parse.tags
        for _ in range(6):  # "at the time", "think tank in Munich"
            if low[end : end + 1] in ([","], ["."], []) or tags[end].startswith("VB"):
                break
            end += 1
        if low[end : end + 1] == [","] and (at := linked.name_at.get(end + 1)) is not None:
            n = linked.names[at]
            if n.kind == "person" and n.first == end + 1 and low[n.last + 1 : n.last + 2] in (
                [","], ["."], ["said"], ["told"], ["-"], [";"], [")"],
            ):  # fmt: skip
                person = person_at(linked, n.last)
                return [(person, "apposition")] if person else []
        return []

    def _predicated(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """ "X is, became, was elected, served as … president"."""
        parse = self.linked.parse
        node = self.linked.first_conjunct(phrase.head)
        if parse.deps[node] == "appos" and parse.head[node] not in self.linked.name_at:
            node = self.linked.first_conjunct(parse.head[node])  # "is a businessman, chairman of Y"
        dep, head = parse.deps[node], parse.head[node]
        if dep == "nsubj" and parse.lemmas[head] == "be" and node == phrase.head:
            named = [c for c in parse.children[head] if parse.deps[c] == "attr" and c in self.linked.name_at]
            if named and not denied(self.linked, head):  # "the president of the bank is Ann Otieno"
                self.verb[phrase.head] = head
                return [(p, "copula") for c in named if (p := person_at(self.linked, c))]
        if dep in ("attr", "oprd", "acomp", "dobj", "conj") and parse.lemmas[head] in _BECOME:
            self.verb[phrase.head] = head
            return [(p, "copula") for p in self._subjects(head, sure=False)]
        if dep in ("oprd", "attr", "dobj", "ccomp", "xcomp") and parse.lemmas[head] in _APPOINT:
            self.verb[phrase.head] = head
            return [(p, "appointment") for p in self._appointed(head, node)]
        if dep == "pobj" and parse.words[head].lower() == "as":
            verb = parse.head[head]
            if parse.tags[verb].startswith("NN"):  # "his appointment as", "a career as"
                return []
            lemma = parse.lemmas[verb]
            self.verb[phrase.head] = verb
            if lemma in _APPOINT:
                return [(p, "appointment") for p in self._appointed(verb, node)]
            if lemma in ("resign", "step", "retire", "quit"):
                return [(p, "left") for p in self._subjects(verb)]
            if lemma in _FOLLOW:
                return self._following(verb)
            if lemma in _LEAVE:
                return []
            if lemma in _BECOME or lemma in _SERVE or head < verb:
                return [(p, "as") for p in self._subjects(verb)]
        return []

    def _following(self, verb: int) -> list[tuple[Actor, str]]:
        """Who comes and who goes: "Ann Otieno succeeded Paul Kern as", "he was replaced by her as"."""
        linked, parse = self.linked, self.linked.parse
        deps = {parse.deps[c]: c for c in parse.children[verb]}
        head = parse.head[verb]
        if "auxpass" in deps:
            by = parse.children[deps["agent"]] if "agent" in deps else ()
            after = [p for k in by if (p := person_at(linked, k))]
            return [*((p, "left") for p in self._subjects(verb)), *((p, "as") for p in after)]
        if parse.tags[verb] == "VB":  # "was named *to succeed*", but not "was nominated", "hopes"
            comes = self._appointed(head, verb) if parse.lemmas[head] in _APPOINT else []
        else:
            comes = self._subjects(verb)
        goes = [p for c in parse.children[verb] if parse.deps[c] == "dobj" and (p := person_at(linked, c))]
        return [*((p, "as") for p in comes), *((p, "left") for p in goes if comes)]

    def _appointed(self, verb: int, node: int) -> list[Actor]:
        """Who is given the office: the subject of the passive, the object of the active."""
        linked, parse = self.linked, self.linked.parse
        deps = {parse.deps[c] for c in parse.children[verb]}
        if parse.tags[verb] == "VBN" and (
            deps & {"auxpass", "nsubjpass"}
            or parse.deps[verb] in ("acl", "relcl", "advcl")
            or "nsubj" not in deps
        ):
            subjects = self._subjects(verb, sure=False)
            if subjects or verb > node:
                return subjects
        found = [
            p
            for c in parse.children[verb]
            if parse.deps[c] == "dobj" and c != node and (p := person_at(linked, c))
        ]
        if not found:
            found = [
                p for c in parse.children[node] if c < node and parse.deps[c] in ("nsubj", "compound", "nmod")
                and (p := person_at(linked, c))
            ]  # fmt: skip
        return found

    def _subjects(self, verb: int, *, sure: bool = True) -> list[Actor]:
        """The persons that are the subject of ``verb``, its own or shared.

        None where a verb above denies it, or, with ``sure``, where it is denied itself.
        """
        linked, parse = self.linked, self.linked.parse
        for step in range(5):
            if denied(linked, verb) and (sure or step):
                return []
            for c in parse.children[verb]:
                if parse.deps[c] in ("nsubj", "nsubjpass"):
                    token = c
                    if parse.tags[c] in ("WP", "WDT"):
                        outer = verb
                        while parse.deps[outer] == "conj":
                            outer = parse.head[outer]
                        if parse.deps[outer] != "relcl":
                            return []
                        return self._meant(parse.head[outer])
                    return [p for t in linked.conjuncts(token) if (p := person_at(linked, t))]
            dep, head = parse.deps[verb], parse.head[verb]
            if dep == "ROOT" or head == verb:
                first = next((f for f, stop in parse.sentences if f <= verb < stop), verb)
                person = self._opening(first, verb)
                return [person] if person else []
            if dep in ("acl", "relcl"):
                return self._meant(head)
            if dep == "pcomp":
                if parse.words[head].lower() not in (
                    "after",
                    "before",
                    "since",
                    "by",
                    "of",
                    "to",
                    "while",
                    "until",
                ):
                    return []
                head = parse.head[head]
                while (
                    not parse.tags[head].startswith("VB") and parse.head[head] != head
                ):  # "prior to becoming"
                    head = parse.head[head]
            elif dep == "xcomp":
                if parse.lemmas[head] not in _FORTH:
                    return []
            elif dep not in ("conj", "advcl") or head == verb:
                return []
            verb = head
        return []

    def _meant(self, noun: int) -> list[Actor]:
        """The persons that a relative clause's noun means, also by predicate: "is an executive who was"."""
        linked, parse = self.linked, self.linked.parse
        person = person_at(linked, noun)
        if person is not None or noun in linked.name_at:
            return [person] if person else []
        node = self.linked.first_conjunct(noun)
        head = parse.head[node]
        if parse.deps[node] == "attr" and parse.lemmas[head] in _BECOME:
            return self._subjects(head)
        if parse.deps[node] == "appos" and (person := person_at(linked, head)):
            return [person]
        return []

    def _opening(self, first: int, verb: int) -> Actor | None:
        """The person whose name and a parenthesis open the sentence: "Zevs (born 1977 in Saverne) is"."""
        linked = self.linked
        at = linked.name_at.get(first)
        if (
            at is None
            or linked.names[at].kind != "person"
            or self.low[linked.names[at].last + 1] not in ("(", ",")
        ):
            return None
        if self.low[linked.names[at].last + 1] == "(" and self.low[verb - 1] not in (")", ","):
            return None
        return person_at(linked, linked.names[at].last)


def denied(linked: Linked, verb: int) -> bool:
    """Whether the verb is negated, modal or conditional, so that it states no fact."""
    parse = linked.parse
    return any(
        parse.deps[c] == "neg"
        or (parse.deps[c] == "aux" and parse.tags[c] == "MD")
        or (parse.deps[c] == "mark" and parse.words[c].lower() in ("if", "unless", "whether"))
        for c in parse.children[verb]
    )


def questioned(linked: Linked, i: int) -> bool:
    """Whether token ``i`` stands in a question."""
    parse = linked.parse
    stop = next((stop for first, stop in parse.sentences if first <= i < stop), i)
    return "?" in parse.words[max(i, stop - 2) : stop]
