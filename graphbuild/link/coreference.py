"""Pronouns and nominals whose antecedent is plain; the rest stay silent."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_IT = frozenset("it its itself".split())
_THEY = frozenset("they them their themselves both".split())
_PEOPLE = frozenset("""leaders presidents men ministers premiers diplomats officials counterparts""".split())
_BODIES = frozenset("""companies firms groups carmakers airlines banks parties rivals clubs""".split())
#: Sentences for which two that are coordinated stay "the two".
_LASTING = 15
_PAIR = frozenset(["pair", "duo", "two"])
_EMPTY = frozenset(["be", "seem", "appear", "take", "turn", "happen", "become"])
_STATES = frozenset(
    """countries nations states governments capitals neighbours neighbors powers sides""".split()
)


def resolve(linked: Linked) -> None:
    """Fill ``linked.own``, ``groups`` and ``nominals`` for what is not a name, sentence by sentence."""
    _by_post(linked)
    parse = linked.parse
    previous: list[Actor] = []
    previous_subject: Actor | None = None
    pairs: dict[str, tuple[int, tuple[Actor, ...]]] = {}
    lately: dict[str, tuple[Actor, ...]] = {}
    joined: tuple[Actor, ...] = ()
    before: tuple[Actor, ...] = ()
    for at, (first, stop) in enumerate(parse.sentences):
        here: list[Actor] = []
        subject: Actor | None = None
        for i in range(first, stop):
            word = parse.words[i].lower()
            own = linked.own.get(i)
            if own is None and i in linked.nominals:
                own = linked.nominals[i]
            if own is not None:
                here.append(own)
                if parse.deps[i] in ("nsubj", "nsubjpass") and subject is None:
                    subject = own
                together = _together(linked, i)
                if together:
                    pairs[linked.clusters[together[0].entity].kind] = at, together
                if together and parse.deps[i] in ("nsubj", "nsubjpass"):
                    joined = together
            elif word in _HE or word in _SHE:
                gender = "m" if word in _HE else "f"
                found = _person(linked, gender, here, subject, previous, previous_subject)
                if found is not None:
                    actor = _pronoun(linked, i, found)
                    linked.own[i] = actor
                    here.append(actor)
                    if parse.deps[i] == "nsubj" and subject is None:
                        subject = actor
            elif word in _IT:
                found = _thing(linked, i, here, subject, previous, previous_subject)
                if found is not None:
                    linked.own[i] = _pronoun(linked, i, found)
            elif word in _THEY:
                several = tuple(_coordinated(linked, here)) if here else before
                if several:
                    linked.groups[i] = tuple(_pronoun(linked, i, a) for a in several)
            elif group := _named_two(linked, i, here, lately, pairs, at):
                linked.groups[i] = tuple(_pronoun(linked, i, a, "nominal") for a in group)
        if here:
            previous, previous_subject = here, subject
            lately = _two(linked, here)
        before, joined = joined, ()


def _by_post(linked: Linked) -> None:
    """Role nouns without a name that mean the one person said to hold that role of that body."""
    holders: dict[tuple[str, int], set[int]] = {}
    for post in linked.posts:
        if (
            post.of is not None
            and post.role.relation in ("LEADER_OF", "REPRESENTS")
            and post.modifier in ("", "acting")
        ):
            holders.setdefault((post.role.name, post.of.entity), set()).add(post.person.entity)
    if not holders:
        return
    parse, roles = linked.parse, tables.roles()
    used = {post.token for post in linked.posts}
    for i, word in enumerate(parse.words):
        role = roles.get(word.lower())
        if (
            role is None
            or i in used
            or i in linked.name_at
            or role.relation not in ("LEADER_OF", "REPRESENTS")
        ):
            continue
        if word.lower() == role.plural and role.plural != role.name:
            continue
        longer = f"{parse.words[i - 1]} {word}".lower() if i else ""
        role = roles.get(longer, role)
        if tables.modifiers().get(parse.words[i - 1].lower() if i else ""):
            continue
        owners = [a for a in linked.owners(i) if linked.clusters[a.entity].kind != "person"]
        if len(owners) == 1:
            people = holders.get((role.name, owners[0].entity), set())
        elif (
            not owners
            and i
            and parse.words[i - 1].lower() == "the"
            and parse.deps[i] in ("nsubj", "nsubjpass")
        ):
            people = {p for (name, _), found in holders.items() if name == role.name for p in found}
        else:
            people = set()
        if len(people) == 1:
            person = next(iter(people))
            first = min(
                [i, *(c for c in parse.children[i] if parse.deps[c] in ("amod", "compound", "poss", "det"))]
            )
            span = parse.span(first, i)
            linked.nominals[i] = Actor(person, span, i, "", False, "nominal")
            linked.extra.append((person, span, "nominal"))


def _pronoun(linked: Linked, i: int, antecedent: Actor, form: str = "pronoun") -> Actor:
    span = linked.parse.span(i, i)
    chosen = "pronoun" if form == "pronoun" else "nominal"
    linked.extra.append((antecedent.entity, span, chosen))  # type: ignore[arg-type]
    return Actor(antecedent.entity, span, i, "", False, chosen)  # type: ignore[arg-type]


def _person(
    linked: Linked,
    gender: str,
    here: list[Actor],
    subject: Actor | None,
    previous: list[Actor],
    before: Actor | None,
) -> Actor | None:
    """The person that "he" or "she" can only mean: one candidate, or the subject among several."""

    def fits(a: Actor) -> bool:
        c = linked.clusters[a.entity]
        return c.kind == "person" and c.gender in ("", gender)

    for actors, leading in ((here, subject), (previous, before)):
        candidates = [a for a in actors if fits(a)]
        if not candidates:
            continue
        if leading is not None and fits(leading):
            return leading
        if len({a.entity for a in candidates}) == 1:
            nested = actors is here and leading is None and linked.parse.deps[candidates[-1].token] == "pobj"
            rival = before is not None and fits(before) and before.entity != candidates[-1].entity
            return None if nested and rival else candidates[-1]  # "After the death of Smith he …"
        sure = [a for a in candidates if linked.clusters[a.entity].gender == gender]
        if len({a.entity for a in sure}) == 1:
            return sure[-1]
        return None
    return None


def _named_two(
    linked: Linked,
    i: int,
    here: list[Actor],
    lately: dict[str, tuple[Actor, ...]],
    pairs: dict[str, tuple[int, tuple[Actor, ...]]],
    at: int,
) -> tuple[Actor, ...]:
    """The two that "the two leaders", "both companies" or "the pair" at ``i`` mean."""
    word = linked.parse.words[i].lower()
    alone = word in _PAIR and _the(linked, i)
    if not alone and not (word in _PEOPLE | _STATES | _BODIES and _determined(linked, i)):
        return ()
    lasting = 1 if alone else _LASTING
    known = {kind: two for kind, (then, two) in pairs.items() if at - then <= lasting}
    if linked.parse.deps[i] == "nsubj":
        lately = lately | _two(linked, here)
    known = lately | known
    people = known.get("person", ())
    if word in _PEOPLE or (alone and people):
        return people
    if word in _BODIES:
        return known.get("organisation", ())
    return _states(linked, i, people) or known.get("country", ()) if word != "states" else ()


def _together(linked: Linked, i: int) -> tuple[Actor, ...]:
    """The two of a kind that are coordinated at ``i``."""
    together = tuple(linked.own[k] for k in linked.conjuncts(i) if k in linked.own)
    kinds = {linked.clusters[a.entity].kind for a in together}
    if len(together) != 2 or together[0].entity == together[1].entity or len(kinds) > 1:
        return ()
    return together


def _two(linked: Linked, actors: list[Actor]) -> dict[str, tuple[Actor, ...]]:
    """The two of each kind that a sentence names, where it names just two, however joined."""
    found = {}
    for kind in ("person", "country", "organisation"):
        named = {a.entity: a for a in actors if linked.clusters[a.entity].kind == kind and a.form == "name"}
        if len(named) == 2:
            found[kind] = tuple(named.values())
    return found


def _the(linked: Linked, i: int) -> bool:
    """ "the pair", "the two", standing alone."""
    parse = linked.parse
    kids = parse.children[i]
    return parse.deps[i] in ("nsubj", "nsubjpass") and [parse.words[c].lower() for c in kids] == ["the"]


def _thing(
    linked: Linked,
    i: int,
    here: list[Actor],
    subject: Actor | None,
    previous: list[Actor],
    before: Actor | None,
) -> Actor | None:
    """The country or body that "it" means: the subject of its own sentence, or the only one before."""

    def fits(a: Actor) -> bool:
        return linked.clusters[a.entity].kind != "person" and a.form == "name"

    if subject is not None and fits(subject):
        return subject
    parse = linked.parse
    candidates = {a.entity: a for a in here if fits(a)}
    does = parse.deps[i] in ("nsubj", "poss") and parse.lemmas[parse.head[i]] not in _EMPTY
    if not here and does and before is not None and fits(before):  # "Its fighters …", a sentence later
        return before if {a.entity for a in previous if fits(a)} == {before.entity} else None
    return (
        next(iter(candidates.values()))
        if len(candidates) == 1 and linked.parse.words[i].lower() == "its"
        else None
    )


def _coordinated(linked: Linked, here: list[Actor]) -> list[Actor]:
    """The coordinated entities of this sentence that "they" means."""
    for a in reversed(here):
        together = [linked.own[k] for k in linked.conjuncts(a.token) if k in linked.own]
        if len(together) > 1 and len({b.entity for b in together}) == len(together):
            return together
    return []


def _determined(linked: Linked, i: int) -> bool:
    """ "the two leaders", "both countries", "their countries": said of what was named before."""
    parse = linked.parse
    words = {parse.words[c].lower() for c in parse.children[i] if parse.deps[c] in ("det", "nummod", "poss")}
    others = [c for c in parse.children[i] if parse.deps[c] in ("amod", "compound", "relcl", "prep", "acl")]
    return not others and bool(
        words & {"two", "both", "their"} or (words == {"the"} and parse.words[i] == "leaders")
    )


def _states(linked: Linked, i: int, people: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The countries that the two persons lead, for "their countries"."""
    if not any(linked.parse.words[c].lower() == "their" for c in linked.parse.children[i]):
        return ()
    led: dict[int, Actor] = {}
    for post in linked.posts:
        if post.of is not None and linked.clusters[post.of.entity].kind == "country":
            led.setdefault(post.person.entity, post.of)
    found = tuple(led[a.entity] for a in people if a.entity in led)
    return found if len(found) == 2 else ()
