"""Who holds which role of what: titles, appositions, copulas and verbs of office around role phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.link import rolewords
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.rolewords import RolePhrase
from graphbuild.link.spans import BODY

_BECOME = frozenset("be become remain".split())
_SERVE = frozenset("serve work act continue start begin join take return join sit rule reign confirm".split())
_APPOINT = frozenset("name appoint elect choose install crown re-elect reelect swear hire promote make reappoint".split())
_LEAVE = frozenset("resign step retire quit leave oust remove replace fire sack dismiss".split())
_FORTH = frozenset("go come rise continue proceed return get".split())
_ACADEMIC = frozenset(
    "professor lecturer fellow scholar researcher scientist student expert specialist analyst historian economist "
    "physicist chemist biologist astronomer teacher tutor dean".split()
)
_PLACING = frozenset("in to from of at for with near across against over on into around through".split())
_TO = frozenset("adviser advisor consultant aide assistant secretary counsel".split())
_HONORIFIC = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame sheikh ayatollah rev. prof. prof gen. sen. rep. col. lt. the".split()
)
#: Nouns beside the name of a body: "the IG Metall union", "the network Attac".
_KINDS = frozenset(
    """group party movement union network organisation organization company firm bank agency association newspaper
    daily magazine broadcaster tank institute club team league federation foundation charity militia website
    carmaker airline startup university college lobby faction coalition alliance""".split()
)
#: Nouns that stand for the body itself in "leader of the German government".
_SAME = frozenset("government administration regime state country republic nation kingdom group party movement".split())
_STRETCH = 9
"""Most tokens between a role and the body named before it."""


@dataclass(frozen=True, slots=True)
class _Bodies:
    """Of what a role is held, and the state whose adjective stands in its phrase."""

    found: tuple[Actor, ...] = ()
    via: str = ""
    """The noun between role and body ("department"), where the body is not the role's own."""
    nation: Actor | None = None
    after: bool = False
    """Whether the body follows the role ("of …")."""


def find(linked: Linked) -> list[Post]:
    """Every person that the article says to hold a role, in text order."""
    parse = linked.parse
    low = [w.lower() for w in parse.words]
    phrases = rolewords.find(parse, low, linked.name_at)
    by_head = {p.head: k for k, p in enumerate(phrases)}
    search = _Search(linked, low, phrases, by_head, {}, {})
    posts: list[Post] = []
    for k, phrase in enumerate(phrases):
        people = search.holders(k)
        if not people:
            continue
        bodies = search.bodies(k)
        modifier = _modifier(linked, low, phrase)
        for person, rule in people:
            mark = modifier or ("former" if rule == "left" else "")
            own = search.own_body(person, phrase) if phrase.plural or not bodies.found else ()
            fit = [b for b in own or bodies.found if b.entity != person.entity]
            posts.extend(
                Post(person, phrase.role, phrase.head, b, mark, rule, bodies.via, bodies.nation) for b in fit
            )
            if not fit:
                posts.append(Post(person, phrase.role, phrase.head, None, mark, rule, "", bodies.nation))
    posts.extend(_counterparts(search, posts))
    return posts


@dataclass(slots=True)
class _Search:
    """The role phrases of an article and what was found of each so far."""

    linked: Linked
    low: Sequence[str]
    phrases: list[RolePhrase]
    by_head: dict[int, int]
    held: dict[int, list[tuple[Actor, str]]]
    of: dict[int, _Bodies]

    # -- holders -----------------------------------------------------------------------------

    def holders(self, k: int) -> list[tuple[Actor, str]]:
        """The persons that hold the role of phrase ``k``, with how the text says so."""
        if k not in self.held:
            self.held[k] = []  # coordinated roles ask each other
            self.held[k] = self._holders(k)
        return self.held[k]

    def _holders(self, k: int) -> list[tuple[Actor, str]]:
        linked, phrase = self.linked, self.phrases[k]
        titled = self._titled(k)
        if titled:
            people = [p for t in linked.conjuncts(titled.token) if (p := person_at(linked, t))] if phrase.plural else [titled]
            return [(p, "title") for p in people or [titled]]
        found = self._appositions(phrase) or self._predicated(phrase)
        if not found and linked.parse.deps[phrase.head] == "conj":
            other = self.by_head.get(self._first_conjunct(phrase.head))
            if other is not None and other != k and not self._titled(other):
                found = [h for h in self.holders(other) if h[1] != "title"]
        if phrase.plural and len(found) < 2:
            return []
        return found

    def _titled(self, k: int) -> Actor | None:
        """The person named right after the phrase, perhaps with another title between."""
        linked, phrase = self.linked, self.phrases[k]
        j = phrase.last + 1
        while j < len(self.low) and self.low[j] in _HONORIFIC and self.low[j] != "the":
            j += 1
        at = linked.name_at.get(j)
        if at is not None and linked.names[at].first == j and linked.names[at].kind == "person":
            return person_at(linked, head_token(linked, j, linked.names[at].last))
        if j < len(self.low) and self.low[j] in ("and", "/", "&", "-") and k + 1 < len(self.phrases):
            following = self.phrases[k + 1]
            between = range(j + 1, following.first)
            if len(between) <= 4 and all(
                t in linked.name_at or linked.parse.tags[t][:2] in ("JJ", "NN", "HY") for t in between
            ):
                if not any(
                    linked.names[linked.name_at[t]].kind == "person" for t in between if t in linked.name_at
                ):
                    return self._titled(k + 1)
        return None

    def _first_conjunct(self, i: int) -> int:
        parse = self.linked.parse
        while parse.deps[i] == "conj" and parse.head[i] != i and parse.tags[parse.head[i]].startswith("NN"):
            i = parse.head[i]
        return i

    def _appositions(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """ "X, president of Y", "the head of Y, X"."""
        linked, parse = self.linked, self.linked.parse
        i = phrase.head
        node = self._first_conjunct(i)
        for head in dict.fromkeys((i, node)):
            if parse.deps[head] == "appos":
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

    def _beside(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """A name between commas right beside the role's phrase, whatever the parse makes of it."""
        linked, low = self.linked, self.low
        end = phrase.last + 1
        bodies = _after(linked, low, phrase)
        if bodies.found and not bodies.via:
            at = linked.name_at.get(bodies.found[0].token)
            if at is not None:
                end = linked.names[at].last + 1
        elif low[phrase.first - 1 : phrase.first] != ["the"] and not _before(linked, low, phrase).found:
            return []
        if low[end : end + 3] == ["at", "the", "time"]:
            end += 3
        if low[end : end + 1] == [","] and (at := linked.name_at.get(end + 1)) is not None:
            n = linked.names[at]
            if n.kind == "person" and n.first == end + 1 and low[n.last + 1 : n.last + 2] in (
                [","], ["."], ["said"], ["told"], ["-"], [";"], [")"],
            ):  # fmt: skip
                person = person_at(linked, head_token(linked, n.first, n.last))
                return [(person, "apposition")] if person else []
        return []

    def _predicated(self, phrase: RolePhrase) -> list[tuple[Actor, str]]:
        """ "X is, became, was elected, served as … president"."""
        parse = self.linked.parse
        node = self._first_conjunct(phrase.head)
        if parse.deps[node] == "appos" and parse.head[node] not in self.linked.name_at:
            node = self._first_conjunct(parse.head[node])  # "is a businessman, chairman of Y"
        dep, head = parse.deps[node], parse.head[node]
        if dep in ("attr", "oprd", "acomp", "dobj", "conj") and parse.lemmas[head] in _BECOME:
            return [(p, "copula") for p in self._subjects(head)]
        if dep in ("oprd", "attr", "dobj", "ccomp", "xcomp") and parse.lemmas[head] in _APPOINT:
            return [(p, "appointment") for p in self._appointed(head, node)]
        if dep == "pobj" and parse.words[head].lower() == "as":
            verb = parse.head[head]
            if parse.tags[verb].startswith("NN"):  # "his appointment as", "a career as"
                return []
            lemma = parse.lemmas[verb]
            if lemma in _APPOINT:
                return [(p, "appointment") for p in self._appointed(verb, node)]
            if lemma in _LEAVE:
                return [(p, "left") for p in (self._subjects(verb) if lemma in ("resign", "step", "retire", "quit") else [])]
            if lemma in _BECOME or lemma in _SERVE or head < verb:
                return [(p, "as") for p in self._subjects(verb)]
        return []

    def _appointed(self, verb: int, node: int) -> list[Actor]:
        """Who is given the office: the subject of the passive, the object of the active."""
        linked, parse = self.linked, self.linked.parse
        deps = {parse.deps[c] for c in parse.children[verb]}
        if parse.tags[verb] == "VBN" and (
            deps & {"auxpass", "nsubjpass"} or parse.deps[verb] in ("acl", "relcl", "advcl") or "nsubj" not in deps
        ):
            subjects = self._subjects(verb)
            if subjects or verb > node:
                return subjects
        if denied(linked, verb):
            return []
        found = [p for c in parse.children[verb] if parse.deps[c] == "dobj" and c != node and (p := person_at(linked, c))]
        if not found:
            found = [
                p for c in parse.children[node] if c < node and parse.deps[c] in ("nsubj", "compound", "nmod")
                and (p := person_at(linked, c))
            ]  # fmt: skip
        return found

    def _subjects(self, verb: int) -> list[Actor]:
        """The persons that are the subject of ``verb``, its own or shared; none where it is denied or not so yet."""
        linked, parse = self.linked, self.linked.parse
        for _ in range(5):
            if denied(linked, verb):
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
                if parse.words[head].lower() not in ("after", "before", "since", "by", "of", "to", "while", "until"):
                    return []
                head = parse.head[head]
                while not parse.tags[head].startswith("VB") and parse.head[head] != head:  # "prior to becoming"
                    head = parse.head[head]
            elif dep == "xcomp":
                if parse.lemmas[head] not in _FORTH:
                    return []
            elif dep not in ("conj", "advcl") or head == verb:
                return []
            verb = head
        return []

    def _meant(self, noun: int) -> list[Actor]:
        """The persons that a relative clause's noun means, itself or as a predicate: "is an executive who was"."""
        linked, parse = self.linked, self.linked.parse
        person = person_at(linked, noun)
        if person is not None or noun in linked.name_at:
            return [person] if person else []
        node = self._first_conjunct(noun)
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
        if at is None or linked.names[at].kind != "person" or self.low[linked.names[at].last + 1] not in ("(", ","):
            return None
        if self.low[linked.names[at].last + 1] == "(" and self.low[verb - 1] not in (")", ","):
            return None
        return person_at(linked, head_token(linked, first, linked.names[at].last))

    # -- bodies ------------------------------------------------------------------------------

    def bodies(self, k: int) -> _Bodies:
        """Of what the role of phrase ``k`` is held, shared among coordinated roles."""
        if k not in self.of:
            self.of[k] = _Bodies()
            self.of[k] = self._bodies(k)
        return self.of[k]

    def _bodies(self, k: int) -> _Bodies:
        linked, phrase = self.linked, self.phrases[k]
        before = _before(linked, self.low, phrase)
        after = _after(linked, self.low, phrase)
        state = before.found and linked.clusters[before.found[0].entity].kind == "country"
        if before.found and not (after.found and state):
            return before
        if after.found:
            return _Bodies(after.found, after.via, before.nation, True)
        if self._joined(phrase):
            return _Bodies(self._joined(phrase), "", before.nation)
        for other, wanted in ((k + 1, True), (k - 1, False)):
            if 0 <= other < len(self.phrases) and self._coordinated(k, other):
                shared = self.bodies(other)
                if shared.found and shared.nation is shared.found[0]:
                    return _Bodies((), "", before.nation or shared.nation)
                if shared.found and shared.after == wanted:
                    return _Bodies(shared.found, shared.via, before.nation or shared.nation, shared.after)
        return before

    def _coordinated(self, k: int, other: int) -> bool:
        """Whether two neighbouring roles stand side by side: "founder and chief executive", "president/CEO"."""
        a, b = sorted((k, other))
        between = self.low[self.phrases[a].last + 1 : self.phrases[b].first]
        return bool(between) and len(between) <= 4 and between[0] in ("and", "/", "&", ",") and all(
            w in ("and", "/", "&", ",", "the", "a", "its", "current", "former") or w in tables.modifiers() for w in between
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
            if parse.deps[c] == "dobj" and (a := linked.own.get(c)) and linked.clusters[a.entity].kind == "organisation"
        )

    def own_body(self, person: Actor, phrase: RolePhrase) -> tuple[Actor, ...]:
        """The body that hangs on the holder's own name: "Presidents X of Brazil and Y of Russia"."""
        parse = self.linked.parse
        if person.token < phrase.last:
            return ()
        return tuple(
            self.linked.own[k]
            for c in parse.children[person.token]
            if parse.deps[c] == "prep" and parse.words[c].lower() == "of"
            for k in parse.children[c]
            if parse.deps[k] == "pobj" and k in self.linked.own
        )


def body_at(linked: Linked, k: int) -> Actor | None:
    """The organisation that a noun like "union" stands beside: "the IG Metall union", "the network Attac"."""
    parse = linked.parse
    if parse.words[k].lower() not in _KINDS:
        return None
    for at in (linked.name_at.get(k - 1), linked.name_at.get(k + 1)):
        if at is not None and linked.names[at].kind == "organisation":
            n = linked.names[at]
            head = head_token(linked, n.first, n.last)
            if parse.head[head] == k or n.last == k - 1:
                return linked.own.get(head)
    tank = linked.name_at.get(k - 1) is None and parse.words[k].lower() == "tank"
    for c in parse.children[k]:
        if c in linked.own and parse.deps[c] in ("compound", "nmod", "appos") and (tank or parse.deps[c] == "appos" or c > k - 4):
            own = linked.own[c]
            if linked.clusters[own.entity].kind == "organisation":
                return own
    return None


def person_at(linked: Linked, i: int) -> Actor | None:
    """The person named or meant at token ``i``."""
    own = linked.own.get(i)
    return own if own is not None and linked.clusters[own.entity].kind == "person" else None


def denied(linked: Linked, verb: int) -> bool:
    """Whether the verb is negated, modal or conditional, so that it states no fact."""
    parse = linked.parse
    return any(
        parse.deps[c] == "neg"
        or (parse.deps[c] == "aux" and parse.tags[c] == "MD")
        or (parse.deps[c] == "mark" and parse.words[c].lower() in ("if", "unless", "whether"))
        for c in parse.children[verb]
    )


def head_token(linked: Linked, first: int, last: int) -> int:
    """The token of ``first`` to ``last`` that the others hang on: whose head lies outside."""
    parse = linked.parse
    outside = [i for i in range(first, last + 1) if not first <= parse.head[i] <= last or parse.head[i] == i]
    return outside[-1] if outside else last


def adjectival(linked: Linked, name: int) -> bool:
    """Whether a country's name stands as an adjective: "German", or "US" and "UK" before a noun."""
    n = linked.names[name]
    if n.demonym:
        return True
    bare = n.text.replace(".", "")
    return n.kind == "country" and bare in ("US", "UK", "USA", "UAE", "EU", "New Zealand", "Hong Kong")


def _before(linked: Linked, low: Sequence[str], phrase: RolePhrase) -> _Bodies:
    """What stands before the role: "Germany's SPD leader", "US and Russian foreign ministers"."""
    parse = linked.parse
    found: list[Actor] = []
    nation: Actor | None = None
    via, genitive, coordinated = "", False, False
    j = phrase.first - 1
    while j >= 0 and phrase.first - j <= _STRETCH:
        k = linked.name_at.get(j)
        tag, word = parse.tags[j], low[j]
        if k is not None:
            n = linked.names[k]
            head = head_token(linked, n.first, n.last)
            own = linked.own.get(head)
            if own is None or n.kind == "person":
                break
            adjective = adjectival(linked, k)
            loose = parse.deps[head] in ("pobj", "dobj", "nsubj", "nsubjpass", "ROOT", "appos") and not genitive
            if loose and n.kind == "organisation" and j == phrase.first - 1 and phrase.last + 1 in linked.name_at:
                loose = False  # "by signing Tottenham Hotspur midfielder Luka Modric"
            adverbial = n.kind == "country" and not adjective and not genitive and low[n.first - 1] in _PLACING
            if adverbial or (loose and not (adjective and tag != "NNPS")):
                break  # "on a visit to Israel President Obama": whose president is not plain
            if n.known is not None and n.known.sort == "capital":
                break  # "Berlin's mayor" leads a city
            if adjective or (genitive and n.kind == "country"):
                nation = nation or own
            if not found:
                found.append(own)
            j = n.first - 1
            genitive = False
            if j > 0 and low[j] in ("and", ",", "-") and (other := linked.name_at.get(j - 1)) is not None:
                m = linked.names[other]
                if m.kind == n.kind and phrase.plural:
                    second = linked.own.get(head_token(linked, m.first, m.last))
                    found.extend([second] if second else [])
                if m.kind != "person" and low[j] == "-" and m.kind == n.kind:
                    return _Bodies()  # "French-German minister": whose is not plain
                break
            continue
        if tag == "POS":
            genitive = True
        elif tag.startswith("NN") and word not in tables.modifiers():
            official = parse.words[j][:1].isupper() and word not in BODY  # "Energy Commissioner"
            if not found and word not in ("party", "opposition", "government") and not official:
                via = via or word
        elif word in ("and", ",") and not found and j and j - 1 not in linked.name_at and parse.tags[j - 1] == "NN":
            coordinated = True  # "German author and journalist X"
        elif not tag.startswith(("JJ", "VBN", "VBG", "CD", "HYPH", "RB", "PRP$")) and word not in tables.modifiers():
            break
        elif tag == "PRP$":
            own = linked.own.get(j)
            if own is not None and linked.clusters[own.entity].kind != "person" and not found:
                found.append(own)
            break
        j -= 1
    if coordinated:
        return _Bodies((), "", nation if nation is not None and adjectival(linked, linked.name_at[nation.token]) else None)
    return _Bodies(tuple(found), via if found else "", nation)


def nation_before(linked: Linked, i: int) -> Actor | None:
    """The state whose adjective stands before the noun at ``i``: "a Chinese pair skater"."""
    parse = linked.parse
    for j in range(i - 1, max(-1, i - 7), -1):
        k = linked.name_at.get(j)
        if k is not None:
            n = linked.names[k]
            if adjectival(linked, k) and parse.words[n.last + 1] != "-":
                return linked.own.get(head_token(linked, n.first, n.last))
            return None
        if not parse.tags[j].startswith(("JJ", "NN", "VBN", "CD", "HYPH", "RB", ",", "CC")):
            return None
    return None


def _after(linked: Linked, low: Sequence[str], phrase: RolePhrase) -> _Bodies:
    """What follows the role with a preposition: "of", "at", "for" and others where the role takes them."""
    parse = linked.parse
    academic = phrase.role.name.lower() in _ACADEMIC
    direct: dict[str, list[Actor]] = {}
    indirect: list[tuple[Actor, str]] = []
    preps = [c for c in parse.children[phrase.head] if parse.deps[c] == "prep" and c > phrase.last]
    if phrase.last + 1 < len(low) and low[phrase.last + 1] in ("of", "at") and phrase.last + 1 not in preps:
        preps.insert(0, phrase.last + 1)
    for prep in preps:
        word = low[prep]
        if word not in ("of", "at", "for", "in", "with", "from", "to") or (word == "to" and phrase.role.name not in _TO):
            continue
        for top in (c for c in parse.children[prep] if parse.deps[c] in ("pobj", "pcomp")):
            for k in linked.conjuncts(top):
                own = linked.own.get(k) or body_at(linked, k)
                if own is not None and linked.clusters[own.entity].kind != "person":
                    if word == "of" or linked.clusters[own.entity].kind == "organisation":
                        direct.setdefault(word, []).append(own)
                elif own is None and parse.tags[k].startswith("NN"):
                    inner = [a for a in linked.owners(k, of=("of", "at", "in")) if linked.clusters[a.entity].kind != "person"]
                    same = low[k] in _SAME
                    if same:
                        direct.setdefault(word, []).extend(inner)
                    else:
                        indirect.extend((a, low[k]) for a in inner)
                inner_at = [
                    linked.own[m]
                    for c in parse.children[k]
                    if parse.deps[c] == "prep" and low[c] == "at"
                    for m in parse.children[c]
                    if parse.deps[m] == "pobj" and m in linked.own
                ]
                if inner_at and academic:
                    direct.setdefault("at", []).extend(inner_at)
    if indirect and not academic and "of" not in direct and any(low[p] == "of" for p in preps):
        direct.clear()  # "chairman of the group's committee … at Siemens"
    for word in ("at", "of", "for", "with", "in", "from", "to") if academic else ("of", "at", "for", "with", "in", "from", "to"):
        if word in direct:
            return _Bodies(tuple(dict.fromkeys(direct[word])), "", None, True)
    if indirect:
        return _Bodies((indirect[0][0],), indirect[0][1], None, True)
    return _Bodies()


def _modifier(linked: Linked, low: Sequence[str], phrase: RolePhrase) -> str:
    """``former``, ``acting``, ``designate`` or ``deputy``, where a word by the role says so."""
    tags, modifiers = linked.parse.tags, tables.modifiers()
    stop = max(-1, phrase.first - 6)
    for j in range(phrase.first - 1, stop, -1):
        word = low[j]
        if word in modifiers:
            return modifiers[word]
        if word == "-":
            if j and (m := modifiers.get(low[j - 1] + "-")):
                return m
        elif j not in linked.name_at and not tags[j].startswith(("JJ", "NN", "VBN", "POS", "RB")):
            break
    after = "".join(low[phrase.last + 1 : phrase.last + 3])
    return "designate" if after.startswith(("-elect", "-designate", "elect", "designate")) else ""


def _counterparts(search: _Search, posts: Sequence[Post]) -> list[Post]:
    """ "Xi met his South African counterpart Jacob Zuma": the same role of another state."""
    linked, parse, low = search.linked, search.linked.parse, search.low
    found: list[Post] = []
    for i, word in enumerate(low):
        if word not in ("counterpart", "homologue") or i in linked.name_at:
            continue
        first, stop = next((s for s in parse.sentences if s[0] <= i < s[1]), (i, i))
        roles = {
            p.role.name: p for p in posts
            if first <= p.token < stop and p.token < i and p.of is not None and not p.modifier
            and p.role.relation in ("LEADER_OF", "REPRESENTS") and p.role.of in ("country", "any")
        }  # fmt: skip
        phrase = RolePhrase(i, i, i, tables.Role("counterpart", "", "", "", True, ""), False)
        nation = _before(linked, low, phrase).nation
        at = linked.name_at.get(i + 1 + (low[i + 1 : i + 2] == [","]))
        if len(roles) != 1 or nation is None or at is None or linked.names[at].kind != "person":
            continue
        n = linked.names[at]
        person = person_at(linked, head_token(linked, n.first, n.last))
        if person is not None:
            role = next(iter(roles.values())).role
            found.append(Post(person, role, i, nation, "", "counterpart", "", nation))
    return found
