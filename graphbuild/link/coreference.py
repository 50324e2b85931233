"""Pronouns and nominals whose antecedent is plain; the rest stay silent."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_IT = frozenset("it its itself".split())
_THEY = frozenset("they them their themselves both".split())
_PEOPLE = frozenset("""leaders presidents men ministers premiers diplomats officials counterparts""".split())
_STATES = frozenset(
    """countries nations states governments capitals neighbours neighbors powers sides""".split()
)


def resolve(linked: Linked) -> None:
    """Fill ``linked.own``, ``groups`` and ``nominals`` for what is not a name, sentence by sentence."""
    _by_post(linked)
    parse = linked.parse
    previous: list[Actor] = []
    previous_subject: Actor | None = None
    pair: tuple[Actor, ...] = ()
    people_pair: tuple[Actor, ...] = ()
    for first, stop in parse.sentences:
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
                together = [linked.own[k] for k in linked.conjuncts(i) if k in linked.own]
                if len(together) == 2 and together[0].entity != together[1].entity:
                    kinds = {linked.clusters[a.entity].kind for a in together}
                    if kinds == {"person"}:
                        people_pair = tuple(together)
                    elif kinds == {"country"}:
                        pair = tuple(together)
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
                found = _thing(linked, i, here, subject)
                if found is not None:
                    linked.own[i] = _pronoun(linked, i, found)
            elif word in _THEY and here:
                group = _coordinated(linked, here)
                if group:
                    linked.groups[i] = tuple(_pronoun(linked, i, a) for a in group)
            elif word in _PEOPLE and people_pair and _determined(linked, i):
                linked.groups[i] = tuple(_pronoun(linked, i, a, "nominal") for a in people_pair)
            elif word in _STATES and _determined(linked, i):
                states = _states(linked, i, people_pair) or pair
                if states and word != "states":
                    linked.groups[i] = tuple(_pronoun(linked, i, a, "nominal") for a in states)
        if here:
            previous, previous_subject = here, subject


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
            return candidates[-1]
        sure = [a for a in candidates if linked.clusters[a.entity].gender == gender]
        if len({a.entity for a in sure}) == 1:
            return sure[-1]
        return None
    return None


def _thing(linked: Linked, i: int, here: list[Actor], subject: Actor | None) -> Actor | None:
    """The country or body that "it" means: the subject of its own sentence, or the only one before."""

    def fits(a: Actor) -> bool:
        return linked.clusters[a.entity].kind != "person" and a.form == "name"

    if subject is not None and fits(subject):
        return subject
    candidates = {a.entity: a for a in here if fits(a)}
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
