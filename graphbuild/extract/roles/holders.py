"""Posts: the holders of role phrases, the organisations and states of the roles, and role modifiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor, Linked, Post
from graphbuild.extract.factuality import at_token
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.role_phrases import RolePhrase
from graphbuild.extract.patterns.paths import Path, compiled
from graphbuild.extract.roles.rules import RoleRule, has, role_rules
from graphbuild.extract.syntax import clauses, predicates
from graphbuild.extract.token_features import Features
from graphbuild.model import Article, Kind

_COUNTERPART = (
    compiled("prenominal[country,adjective] | prenominal[country,possessor] | from[country]"),
    compiled(
        "next[comma]? next[word:honorific]? next[person,named]"
        " | from[country] next[comma]? next[person,named]"
    ),
)
_OF_NAME = compiled("next[=of] next[=the]? next[body] | of[body]")
_FIRST = compiled("first[role]")
_BODIES: tuple[Kind, ...] = ("country", "organisation")


#: Words after a role that has not begun.
_FUTURE = ("elect", "designate")


@dataclass(frozen=True, slots=True)
class _End:
    """The actors at one end of a role (holder, body, …), and the rule that found them."""

    actors: tuple[Actor, ...]
    rule: RoleRule
    through: int = -1
    """The verb or noun between role and actors; -1 for none."""


def role_search(linked: Linked) -> RoleSearch:
    """The search over an article with the entities linked so far."""
    return RoleSearch(Document(linked, Article(linked.article, linked.parse.text, date=linked.date)))


def find_posts(linked: Linked, known: Collection[int] = ()) -> tuple[list[Post], list[Post]]:
    """The posts that an article states, and those that it negates, asks about or calls possible.

    ``known`` are the sentences whose posts are taken from ``linked`` and not searched again.
    """
    search = role_search(linked)
    stated: list[Post] = []
    uncertain: list[Post] = []
    earlier: dict[int, list[Post]] = defaultdict(list)
    for post in (*linked.posts, *linked.uncertain_posts):
        if post.rule != "counterpart":
            earlier[post.token].append(post)
    for phrase in linked.role_phrase_list:
        is_known = linked.parse.sentence_at(phrase.head) in known
        for post in earlier[phrase.head] if is_known else search.posts(phrase):
            (uncertain if post.verb >= 0 and search.is_uncertain(post.verb) else stated).append(post)
    stated.extend(search.counterparts(stated))
    return stated, uncertain


class RoleSearch:
    """Applies the role rules to the role phrases of one article."""

    def __init__(self, document: Document) -> None:
        self.document, self.linked = document, document.linked
        self.parse, self.test = document.parse, Features(document)

    def is_uncertain(self, verb: int) -> bool:
        """Whether a verb states no fact: it is negated, modal, conditional, in a question, or under another
        that says so ("*expected* to be named president", "*denied* that he was a member").
        """
        if clauses.is_nonfactual(self.parse, verb) or clauses.in_question(self.parse, verb):
            return True
        above = verb
        while self.parse.deps[above] == "conj":
            above = self.parse.head[above]
        if self.parse.head[above] == above:
            return False  # "perhaps still *is* the most gifted politician" is only hedged
        said = at_token(self.parse, self.document.syntax, verb, standing=True)
        return said.negated or said.modality != "asserted"

    def posts(self, phrase: RolePhrase) -> Iterator[Post]:
        """The posts of a role phrase: one for each holder and organisation, state or principal."""
        holders = list(self._ends("holder", phrase, ("person",)))
        if not holders:
            return
        if not phrase.role.relation and phrase.role.name in words("honorific"):  # "Mr" has no organisation
            yield from (self._post(phrase, a, None, e, None, "", None) for e in holders for a in e.actors[:1])
            return
        bodies = [(a, e) for e in self._ends("body", phrase, _BODIES) for a in e.actors]
        principals = [(a, e) for e in self._ends("principal", phrase, ("person",)) for a in e.actors]
        nation = next((e.actors[0] for e in self._ends("nation", phrase, ("country",))), None)
        modifier = self.modifier(phrase)
        former_principal = any("former" in e.rule.flags for _, e in principals)
        for found in holders:
            end = found
            if phrase.plural and len(end.actors) < 2 and not end.rule.id.startswith("title"):
                continue
            if "former" in end.rule.flags and end.through >= 0 and self.is_uncertain(end.through):
                end = _End(end.actors, end.rule)  # who "*will* step down as president" is president
                former = False
            else:
                former = "former" in end.rule.flags or self._is_past(end.through)
            former = former or (former_principal and not self._is_present(end.through))
            own_bodies = {a.entity: self._own_body(a, phrase) for a in end.actors}
            shared, paired = bodies, dict[int, tuple[Actor, _End]]()
            distinct = [*{a.entity: (a, e) for a, e in reversed(bodies)}.values()][::-1]
            if phrase.plural and len(distinct) > 1 and len(end.actors) > 1:
                # "The foreign ministers of Kenya and Chad, X and Y": pair them if the numbers match
                shared = []
                if len(distinct) == len(end.actors):
                    paired = {a.entity: of for a, of in zip(end.actors, distinct, strict=True)}
            for person in end.actors if phrase.plural else end.actors[:1]:
                own = own_bodies[person.entity]
                if any(own_bodies.values()) and not own:
                    continue  # "Presidents X of Brazil and Y of Russia, as well as *Ann Otieno*"
                held: list[tuple[Actor | None, _End | None]] = [(a, None) for a in own]
                if not held and person.entity in paired:
                    held = [paired[person.entity]]
                held = [*(held or shared or [(None, None)]), *principals]
                for of, by in held:
                    if of is None or of.entity != person.entity:
                        own_verb = end.through
                        ending = self._ending(phrase, person.token, own_verb)
                        ending = ending or self._ending(phrase, phrase.head, own_verb)
                        if not ending and self.parse.deps[phrase.head] == "conj":
                            ending = next(
                                (
                                    e
                                    for k in self._walk(_FIRST, phrase.head)
                                    if (e := self._ending(phrase, k, own_verb))
                                ),
                                "",
                            )
                        label = "former" if former or ending else modifier
                        yield self._post(phrase, person, of, end, by, label, nation, ending)

    def _post(
        self,
        phrase: RolePhrase,
        person: Actor,
        of: Actor | None,
        end: _End,
        by: _End | None,
        modifier: str,
        nation: Actor | None,
        ending: str = "",
    ) -> Post:
        via = self.parse.words[by.through].lower() if by is not None and by.through >= 0 else ""
        rules = (end.rule.id, by.rule.id if by is not None else "", ending)
        group = end.rule.id.split("/")[0]
        return Post(person, phrase.role, phrase.head, of, modifier, group, via, nation, end.through, rules)

    def counterparts(self, posts: Sequence[Post]) -> Iterator[Post]:
        """Posts by "counterpart", the same role of another state.

        "Xi met his South African counterpart Jacob Zuma".
        """
        for i in range(len(self.parse.words)):
            if not self.test(i, "counterpart"):
                continue
            first = self.document.sentence(i)[0]
            roles = {
                p.role.name: p
                for p in posts
                if first <= p.token < i
                and p.organisation is not None
                and not p.modifier
                and p.role.of in ("country", "any")
                and p.role.relation in ("LEADER_OF", "REPRESENTS")
                and not has(p.role, "head_role")
            }
            states, people = (self._walk(path, i) for path in _COUNTERPART)
            if len(roles) == 1 and states and people:
                state, person = self._at(states[0]), self._at(people[0])
                role = next(iter(roles.values())).role
                if state is not None and person is not None:
                    rules = ("counterpart", "counterpart")
                    yield Post(person, role, i, state, "", "counterpart", "", state, rules=rules)

    def state(self, phrase: RolePhrase) -> Actor | None:
        """The state of a role, if it is of one state directly."""
        end = next(self._ends("body", phrase, _BODIES), None)
        if end is None or len(end.actors) > 1 or end.through >= 0:
            return None
        return end.actors[0] if self.document.kind(end.actors[0]) == "country" else None

    def _ends(self, end: str, phrase: RolePhrase, kinds: tuple[Kind, ...]) -> Iterator[_End]:
        """The matches of the rules of an end, up to the first without the flag ``also``."""
        for rule in role_rules()[end]:
            if not all(has(phrase.role, f) for f in rule.role) or not self.holds(rule, phrase.head):
                continue
            tokens = self._walk(rule.path, phrase.head)
            actors = self._actors(tokens, phrase, kinds, several=phrase.plural or end != "holder")
            if not actors:
                continue
            through = self._walk(rule.through, phrase.head) if rule.through is not None else ()
            if end == "body":  # ignore nouns before the actor
                through = tuple(k for k in through if k > phrase.head or k > actors[0].token)
            yield _End(actors, rule, through[0] if through else -1)
            if "also" not in rule.flags:
                return

    def holds(self, rule: RoleRule, anchor: int) -> bool:
        """Whether the conditions of a rule hold at an anchor."""
        return all(
            bool(self._walk(w.path, anchor)) is not w.negated for w in rule.where if w.path is not None
        )

    def _walk(self, path: Path, anchor: int) -> tuple[int, ...]:
        return path.find(self.document.syntax, anchor, self.test)

    def _actors(
        self, tokens: tuple[int, ...], phrase: RolePhrase, kinds: tuple[Kind, ...], *, several: bool
    ) -> tuple[Actor, ...]:
        """The entities of some kinds at tokens on the line of the role.

        ``several``: also those coordinated with them.
        """
        actors: dict[int, Actor] = {}
        for token in tokens:
            head = self._at(token)
            for k in self.document.syntax.members(head.token) if several and head is not None else (token,):
                actor = self._at(k)
                if (
                    actor is not None
                    and not actor.unofficial
                    and self.document.kind(actor) in kinds
                    and self._same_line(k, phrase)
                ):
                    actors.setdefault(actor.entity, actor)
            if actors and not phrase.plural:
                break
        return tuple(actors.values())

    def _at(self, k: int) -> Actor | None:
        return self.linked.actor_at(k) or self.linked.nominals.get(k)

    def _same_line(self, k: int, phrase: RolePhrase) -> bool:
        first, last = sorted((k, phrase.head))
        return self.parse.one_line(first, last)

    def _own_body(self, person: Actor, phrase: RolePhrase) -> tuple[Actor, ...]:
        """What follows one of several names: "Presidents X of *Brazil* and Y of *Russia*"."""
        if not phrase.plural or person.token < phrase.last:
            return ()
        return self._actors(self._walk(_OF_NAME, person.token), phrase, _BODIES, several=False)

    def modifier(self, phrase: RolePhrase) -> str:
        """``former``, ``acting``, ``designate`` or ``deputy``, by a word next to the role; empty for none."""
        parse, modifiers = self.parse, tables.modifiers()
        for j in range(phrase.first - 1, max(-1, phrase.first - 7), -1):
            word = parse.words[j].lower()
            if word in modifiers:
                return modifiers[word]
            if word == "-":
                if j and (prefix := modifiers.get(parse.words[j - 1].lower() + "-")):
                    return prefix
            elif word == "and" and j == phrase.first - 1:  # "*former* president and chief executive of Zeta"
                shared = [
                    p for p in self.linked.role_phrase_list if p.last == j - 1 and p.role.of != "country"
                ]
                return self.modifier(shared[0]) if shared else ""
            elif j not in self.linked.name_at and not parse.tags[j].startswith(
                ("JJ", "NN", "VBN", "POS", "RB")
            ):
                earlier = parse.words[j - 1].lower() if j and parse.deps[phrase.head] == "appos" else ""
                if modifiers.get(earlier) == "former":
                    return "former"  # "Otieno, *then* the leader of the union,"
                break
        last_words = (w.lower() for w in parse.words[phrase.last : phrase.last + 2])
        return modifiers.get(next((w for w in last_words if w in _FUTURE), ""), "")

    def _ending(self, phrase: RolePhrase, holder: int, own_verb: int) -> str:
        """The rule by which the sentence states that a person has left office or died; empty for none, and
        for what lasts ("founder"). The verb that states the post itself does not end it.
        """
        for rule in role_rules()["ending"] if phrase.role.relation else ():
            events = self._walk(rule.through, holder) if rule.through is not None else ()
            if not events or events[0] == own_verb:
                continue
            if holder in self._walk(rule.path, holder) and self.holds(rule, holder):
                said = at_token(self.parse, self.document.syntax, events[0])
                if said.modality == "asserted" and not said.negated:
                    return rule.id
        return ""

    def _is_past(self, verb: int) -> bool:
        """Whether a verb states that a role has ended: "*had been* head", "*was* head", "*served* as"."""
        is_tenure = verb >= 0 and self.test(verb, "serving") and self.parse.lemmas[verb] in ("be", "serve")
        return is_tenure and predicates.is_past_state(self.parse, verb)

    def _is_present(self, verb: int) -> bool:
        return verb >= 0 and self.parse.tags[verb] in ("VBZ", "VBP", "VB")
