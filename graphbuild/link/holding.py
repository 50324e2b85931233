"""Of what a role is held: the body or state before it, after it, or shared with the role beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphbuild import tables
from graphbuild.link.holders import Holders
from graphbuild.link.linked import Actor
from graphbuild.link.owning import OF_BODIES, Bodies, actor_at, said_after, said_before
from graphbuild.link.rolewords import RolePhrase


@dataclass(slots=True)
class Search(Holders):
    """The role phrases of an article, who holds them and of what, as far as it was asked."""

    of: dict[int, Bodies] = field(default_factory=dict)

    def bodies(self, k: int) -> Bodies:
        """Of what the role of phrase ``k`` is held, shared among coordinated roles."""
        if k not in self.of:
            self.of[k] = Bodies()
            self.of[k] = self._bodies(k)
        return self.of[k]

    def _bodies(self, k: int) -> Bodies:
        linked, phrase = self.linked, self.phrases[k]
        if between := self.between(phrase):
            return Bodies((between[0],), "", None, True)
        before = said_before(linked, self.low, phrase)
        after = said_after(linked, self.low, phrase)
        state = before.found and linked.clusters[before.found[0].entity].kind == "country"
        both = before.found and after.found and not state and not before.via and not after.via
        if both and phrase.role.relation == "MEMBER_OF":  # "the Republican member of the House"
            return Bodies((*before.found, *after.found), "", before.nation)
        if before.found and not (after.found and state):
            return before
        if state and "minister" in phrase.role.name and not before.via:
            return before  # "Austrian Foreign Minister X of the People's Party"
        if after.found:
            return Bodies(after.found, after.via, before.nation, True)
        if self._joined(phrase):
            return Bodies(self._joined(phrase), "", before.nation)
        if not before.found and self.titled(k) and (same := self._of_predecessor(k)):
            return Bodies(same, "", before.nation)
        for other, wanted in ((k + 1, True), (k - 1, False)):
            if 0 <= other < len(self.phrases) and self._coordinated(k, other):
                shared = self.bodies(other)
                if shared.found and shared.nation is shared.found[0]:
                    return Bodies((), "", before.nation or shared.nation)
                if shared.found and shared.after == wanted:
                    return Bodies(shared.found, shared.via, before.nation or shared.nation, shared.after)
        return before

    def _of_predecessor(self, k: int) -> tuple[Actor, ...]:
        """The body of two who lead it: "*Eskom* chairman Ben Otieno and chief executive Ann Kern"."""
        linked, phrase = self.linked, self.phrases[k]
        at = linked.name_at.get(phrase.first - 2)
        if not k or at is None or self.low[phrase.first - 1] != "and" or phrase.role.of != "organisation":
            return ()
        first = self.phrases[k - 1]
        named = linked.names[at].first == first.last + 1 and self.titled(k - 1) is not None
        if not named or {first.role.relation, phrase.role.relation} != {"LEADER_OF"}:
            return ()
        shared = self.bodies(k - 1)
        organisations = all(linked.clusters[a.entity].kind == "organisation" for a in shared.found)
        return shared.found if organisations and not shared.via and not shared.after else ()

    def _coordinated(self, k: int, other: int) -> bool:
        """Whether two neighbouring roles stand side by side: "founder and CEO", "president/CEO"."""
        a, b = sorted((k, other))
        between = self.low[self.phrases[a].last + 1 : self.phrases[b].first]
        return (
            bool(between)
            and len(between) <= 4
            and between[0] in ("and", "/", "&", ",")
            and all(
                w in ("and", "/", "&", ",", "the", "a", "its", "current", "former") or w in tables.modifiers()
                for w in between
            )
        )

    def _joined(self, phrase: RolePhrase) -> tuple[Actor, ...]:
        """ "joined Google as vice president": what was joined is the body."""
        linked, parse = self.linked, self.linked.parse
        head = parse.head[phrase.head]
        if parse.deps[phrase.head] != "pobj" or parse.words[head].lower() != "as":
            return ()
        verb = parse.head[head]
        if parse.lemmas[verb] != "join":
            return ()
        return tuple(
            a
            for c in parse.children[verb]
            if parse.deps[c] == "dobj"
            and (a := linked.own.get(c))
            and linked.clusters[a.entity].kind == "organisation"
        )

    def own_body(self, person: Actor, phrase: RolePhrase) -> tuple[Actor, ...]:
        """The body that hangs on the holder's own name: "Presidents X of Brazil and Y of Russia"."""
        parse = self.linked.parse
        if person.token < phrase.last:
            return ()
        after = self.linked.name_at.get(person.token, -1) + 1
        if 0 < after < len(self.linked.names):
            n, m = self.linked.names[after - 1], self.linked.names[after]
            own = actor_at(self.linked, m.last)
            if self.low[n.last + 1 : m.first] in (["of"], ["of", "the"]) and own is not None:
                return self._led(phrase, (own,))
        return self._led(
            phrase,
            tuple(
                self.linked.own[k]
                for c in parse.children[person.token]
                if parse.deps[c] == "prep" and parse.words[c].lower() == "of"
                for k in parse.children[c]
                if parse.deps[k] == "pobj" and k in self.linked.own
            ),
        )

    def _led(self, phrase: RolePhrase, bodies: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Those that a role can lead: not the state in "conference chairman Ann Otieno *of Kenya*"."""
        if phrase.role.name not in OF_BODIES:
            return bodies
        return tuple(b for b in bodies if self.linked.clusters[b.entity].kind != "country")
