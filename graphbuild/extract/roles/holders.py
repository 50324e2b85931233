"""Who holds which role of what: role phrases, their holders, their bodies, and words that modify them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor, Linked, Post
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
_BODIES: tuple[Kind, ...] = ("country", "organisation")


#: Words after a role that is yet to be taken up.
_TO_COME = ("elect", "designate")


@dataclass(frozen=True, slots=True)
class _End:
    """What stands at one end of a role, by which rule, and through which verb or noun."""

    actors: tuple[Actor, ...]
    rule: RoleRule
    through: int = -1


def searching(linked: Linked) -> Search:
    """The search over an article as far as its entities are known."""
    return Search(Document(linked, Article(linked.article, linked.parse.text, date=linked.date)))


def find(linked: Linked, known: Collection[int] = ()) -> tuple[list[Post], list[Post]]:
    """The posts that an article says to be held, and those that it denies, asks or thinks possible.

    ``known`` are the sentences of which the posts in ``linked`` stay.
    """
    search = searching(linked)
    sure: list[Post] = []
    doubts: list[Post] = []
    before: dict[int, list[Post]] = defaultdict(list)
    for post in (*linked.posts, *linked.doubts):
        if post.rule != "counterpart":
            before[post.token].append(post)
    for phrase in linked.phrases:
        kept = linked.parse.sentence_at(phrase.head) in known
        for post in before[phrase.head] if kept else search.posts(phrase):
            (doubts if post.verb >= 0 and search.doubted(post.verb) else sure).append(post)
    sure.extend(search.counterparts(sure))
    return sure, doubts


class Search:
    """What the rules find around the role phrases of one article."""

    def __init__(self, document: Document) -> None:
        self.document, self.linked = document, document.linked
        self.parse, self.test = document.parse, Features(document)

    def doubted(self, verb: int) -> bool:
        """Whether a verb states no fact."""
        return clauses.unsure(self.parse, verb) or clauses.questioned(self.parse, verb)

    def posts(self, phrase: RolePhrase) -> Iterator[Post]:
        """The posts that a role phrase says to be held."""
        holders = list(self._ends("holder", phrase, ("person",)))
        if not holders:
            return
        if not phrase.role.relation and phrase.role.name in words("honorific"):  # "Mr", held of nothing
            yield from (self._post(phrase, a, None, e, None, "", None) for e in holders for a in e.actors[:1])
            return
        bodies = [(a, e) for e in self._ends("body", phrase, _BODIES) for a in e.actors]
        principals = [(a, e) for e in self._ends("principal", phrase, ("person",)) for a in e.actors]
        nation = next((e.actors[0] for e in self._ends("nation", phrase, ("country",))), None)
        modifier = self.modifier(phrase)
        served = any("former" in e.rule.flags for _, e in principals)
        for end in holders:
            if phrase.plural and len(end.actors) < 2 and not end.rule.id.startswith("title"):
                continue
            over = "former" in end.rule.flags or self._past(end.through)
            over = over or (served and not self._now(end.through))
            owned = {a.entity: self._own_body(a, phrase) for a in end.actors}
            shared, each = bodies, dict[int, tuple[Actor, _End]]()
            apart = [*{a.entity: (a, e) for a, e in reversed(bodies)}.values()][::-1]
            if phrase.plural and len(apart) > 1 and len(end.actors) > 1:
                # "The foreign ministers of Kenya and Chad, X and Y": each of one, if it is plain of which
                shared = []
                if len(apart) == len(end.actors):
                    each = {a.entity: of for a, of in zip(end.actors, apart, strict=True)}
            for person in end.actors if phrase.plural else end.actors[:1]:
                own = owned[person.entity]
                if any(owned.values()) and not own:
                    continue  # "Presidents X of Brazil and Y of Russia, as well as *Ann Otieno*"
                held: list[tuple[Actor | None, _End | None]] = [(a, None) for a in own]
                if not held and person.entity in each:
                    held = [each[person.entity]]
                held = [*(held or shared or [(None, None)]), *principals]
                mark = "former" if over else modifier
                for of, by in held:
                    if of is None or of.entity != person.entity:
                        yield self._post(phrase, person, of, end, by, mark, nation)

    def _post(
        self,
        phrase: RolePhrase,
        person: Actor,
        of: Actor | None,
        end: _End,
        by: _End | None,
        mark: str,
        nation: Actor | None,
    ) -> Post:
        via = self.parse.words[by.through].lower() if by is not None and by.through >= 0 else ""
        rules = (end.rule.id, by.rule.id if by is not None else "")
        how = end.rule.id.split("/")[0]
        return Post(person, phrase.role, phrase.head, of, mark, how, via, nation, end.through, rules)

    def counterparts(self, posts: Sequence[Post]) -> Iterator[Post]:
        """ "Xi met his South African counterpart Jacob Zuma": the same role of another state."""
        for i in range(len(self.parse.words)):
            if not self.test(i, "counterpart"):
                continue
            first = self.document.sentence(i)[0]
            roles = {
                p.role.name: p
                for p in posts
                if first <= p.token < i
                and p.of is not None
                and not p.modifier
                and p.role.of in ("country", "any")
                if p.role.relation in ("LEADER_OF", "REPRESENTS") and not has(p.role, "head_role")
            }
            states, people = (self._walk(path, i) for path in _COUNTERPART)
            if len(roles) == 1 and states and people:
                state, person, role = (
                    self._at(states[0]),
                    self._at(people[0]),
                    next(iter(roles.values())).role,
                )
                if state is not None and person is not None:
                    rules = ("counterpart", "counterpart")
                    yield Post(person, role, i, state, "", "counterpart", "", state, rules=rules)

    def state(self, phrase: RolePhrase) -> Actor | None:
        """The one state that a role is of."""
        found = next(self._ends("body", phrase, _BODIES), None)
        if found is None or len(found.actors) > 1 or found.through >= 0:
            return None
        return found.actors[0] if self.document.kind(found.actors[0]) == "country" else None

    def _ends(self, end: str, phrase: RolePhrase, kinds: tuple[Kind, ...]) -> Iterator[_End]:
        """What the first rule of an end finds, and those before it that let others speak."""
        for rule in role_rules()[end]:
            if not all(has(phrase.role, f) for f in rule.role) or not self.holds(rule, phrase.head):
                continue
            tokens = self._walk(rule.path, phrase.head)
            actors = self._actors(tokens, phrase, kinds, several=phrase.plural or end != "holder")
            if not actors:
                continue
            through = self._walk(rule.through, phrase.head) if rule.through is not None else ()
            if end == "body":  # of what stands before the role only that which stands between the two
                through = tuple(k for k in through if k > phrase.head or k > actors[0].token)
            yield _End(actors, rule, through[0] if through else -1)
            if "also" not in rule.flags:
                return

    def holds(self, rule: RoleRule, anchor: int) -> bool:
        return all(
            bool(self._walk(w.path, anchor)) is not w.negated for w in rule.where if w.path is not None
        )

    def _walk(self, path: Path, anchor: int) -> tuple[int, ...]:
        return path.find(self.document.syntax, anchor, self.test)

    def _actors(
        self, tokens: tuple[int, ...], phrase: RolePhrase, kinds: tuple[Kind, ...], *, several: bool
    ) -> tuple[Actor, ...]:
        """The entities of some kinds at tokens on the line of the role, with those joined to them."""
        found: dict[int, Actor] = {}
        for token in tokens:
            head = self._at(token)
            for k in self.document.syntax.members(head.token) if several and head is not None else (token,):
                own = self._at(k)
                if (
                    own is not None
                    and not own.civil
                    and self.document.kind(own) in kinds
                    and self._near(k, phrase)
                ):
                    found.setdefault(own.entity, own)
            if found and not phrase.plural:
                break
        return tuple(found.values())

    def _at(self, k: int) -> Actor | None:
        return self.linked.at(k) or self.linked.nominals.get(k)

    def _near(self, k: int, phrase: RolePhrase) -> bool:
        """Whether no line ends between a token and a role."""
        first, last = sorted((k, phrase.head))
        return self.parse.one_line(first, last)

    def _own_body(self, person: Actor, phrase: RolePhrase) -> tuple[Actor, ...]:
        """The body that hangs on the name of one of several: "Presidents X *of Brazil* and Y *of Russia*"."""
        if not phrase.plural or person.token < phrase.last:
            return ()
        return self._actors(self._walk(_OF_NAME, person.token), phrase, _BODIES, several=False)

    def modifier(self, phrase: RolePhrase) -> str:
        """``former``, ``acting``, ``designate`` or ``deputy``, where a word by the role says so."""
        parse, modifiers = self.parse, tables.modifiers()
        for j in range(phrase.first - 1, max(-1, phrase.first - 7), -1):
            word = parse.words[j].lower()
            if word in modifiers:
                return modifiers[word]
            if word == "-":
                if j and (found := modifiers.get(parse.words[j - 1].lower() + "-")):
                    return found
            elif word == "and" and j == phrase.first - 1:  # "*former* president and chief executive of Zeta"
                shared = [p for p in self.linked.phrases if p.last == j - 1 and p.role.of != "country"]
                return self.modifier(shared[0]) if shared else ""
            elif j not in self.linked.name_at and not parse.tags[j].startswith(
                ("JJ", "NN", "VBN", "POS", "RB")
            ):
                break
        last, after = (parse.words[t : t + 1] for t in (phrase.last, phrase.last + 1))
        return modifiers.get(next((w for w in map(str.lower, (*last, *after)) if w in _TO_COME), ""), "")

    def _past(self, verb: int) -> bool:
        """Whether a verb says that a role was held before: "*had been* head", "*was* head", "*served* as"."""
        held = verb >= 0 and self.test(verb, "serving") and self.parse.lemmas[verb] in ("be", "serve")
        return held and predicates.over(self.parse, verb)

    def _now(self, verb: int) -> bool:
        return verb >= 0 and self.parse.tags[verb] in ("VBZ", "VBP", "VB")
