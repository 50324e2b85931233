"""Of what a post is held: of a body itself, of a part or field of it, of a party, of a constituency."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.words import BODY, FIELDS
from graphbuild.relate.adjuncts import prepositional
from graphbuild.relate.phrases import body_noun, name_of
from graphbuild.relate.seats import STATE_WORDS

CITIZENS_BODIES = frozenset("party parliament senate congress assembly".split())


#: Of these the field is told by its own words alone ("*health* spokesman"): other bodies have them as well.
SPOKEN = frozenset("spokesman spokeswoman spokesperson".split())


#: Heads that may be of a part only, words of rank before them, and words that leave them heads of all.
_HEADS = frozenset(("director", "manager", "general manager", "head", "chief", "editor"))


_RANKS = frozenset("associate assistant regional area".split())


_WHOLE = frozenset("board police army navy force staff government state tour coalition opposition".split())


#: Adjectives of fields before a director or manager.
_OF_FIELD = frozenset(
    """technical commercial financial editorial creative medical artistic scientific musical sporting legal
    clinical operational""".split()
)


#: Words of region between a body and its head, and the heads that they leave a part.
_REGIONS = frozenset("regional european asian african nordic scandinavian asia-pacific".split())


_OF_REGION = frozenset("president head chief director".split())


def partly(linked: Linked, post: Post) -> bool:
    """Whether a head is of a part, or one of several: "*sales* director", "*a* director"."""
    parse, name = linked.parse, post.role.name
    n = name_of(linked, post.of) if post.of is not None else None
    k = post.token - 1 - name.count(" ")
    if n is None or k < 0:
        return False
    word, before = parse.words[k].lower(), n.last < post.token
    if name in _OF_REGION and word in _REGIONS and n.last < k:
        return True
    if name not in _HEADS:
        return False
    articles = [parse.words[c].lower() for c in parse.children[post.token] if parse.deps[c] == "det"]
    several = articles[:1] in (["a"], ["an"]) or parse.tags[post.token] in ("NNS", "NNPS")
    if name == "director" and several:
        return True
    led = [w.lower() for w in parse.words[max(0, n.first - 2) : n.first] if w.lower() != "the"]
    placed = led[-1:] in (["for"], ["at"])
    if (placed or before) and any(_field(linked, c) for c in prepositional(parse, post.token, ("of",))):
        return True  # "head of distribution for Siemens"
    if word in _OF_FIELD and k not in linked.name_at:
        return True  # "*technical* director"
    compound = parse.deps[k] in ("compound", "nmod") and _field(linked, k, bodies=placed)
    return k not in linked.name_at and (word in _RANKS or compound)


def _field(linked: Linked, k: int, *, bodies: bool = False) -> bool:
    """Whether a word tells a field of work: a common noun that means no body, or with ``bodies`` one."""
    word = linked.parse.words[k]
    common = word.islower() and linked.parse.tags[k] in ("NN", "NNS") and k not in linked.name_at
    return common and word not in _WHOLE and (bodies or not body_noun(word))


def partisan(linked: Linked, post: Post) -> bool:
    """Whether a party only tells whose a holder of public office is: "the *Labour* mayor"."""
    n = name_of(linked, post.of) if post.of is not None else None
    if post.of is None or n is None or n.last + 1 != post.token - post.role.name.count(" "):
        return False
    return of_type(linked, post.of, "party") and "party" not in n.text.lower().split()


def of_type(linked: Linked, a: Actor, kind: str) -> bool:
    known = entry(linked, a)
    return known is not None and known.type == kind


def constituency(linked: Linked, a: Actor) -> bool:
    """Whether a "body" is where somebody was elected: after "for", and neither party nor parliament."""
    n, known = name_of(linked, a), entry(linked, a)
    if n is None or (known is not None and known.type in ("party", "parliament", "union")):
        return False
    if {w.lower() for w in n.text.split()} & BODY:
        return False
    k = n.first - 1
    while k > 0 and (linked.parse.words[k] in ("the", "and", "&", ",") or linked.parse.tags[k] == "NNP"):
        k -= 1  # "MP for Hornsey and *Wood Green*"
    return linked.parse.words[k] == "for"


def portfolio(linked: Linked, a: Actor, role: tables.Role) -> bool:
    """Whether the "body" of a minister or spokesman is only a field ("minister of Education")."""
    n = name_of(linked, a)
    if n is None or n.known is not None:
        return False
    words = {w.lower() for w in n.text.split()}
    return (not words & BODY and role.name not in SPOKEN) or words <= FIELDS


def assembly(linked: Linked, a: Actor) -> bool:
    """Whether a body is a parliament."""
    known = entry(linked, a)
    return known is not None and known.type == "parliament"


def house(linked: Linked, a: Actor) -> bool:
    """Whether a body is one that people are elected to, no party."""
    n = name_of(linked, a)
    words = {w.lower() for w in n.text.split()} if n is not None else set()
    return assembly(linked, a) or bool(words & (CITIZENS_BODIES - {"party"} | {"house", "council"}))


def private(linked: Linked, a: Actor) -> bool:
    """Whether a body is neither a state's nor one that states or citizens make up."""
    known, n = entry(linked, a), name_of(linked, a)
    if n is None or (n.known is not None and known is None):
        return False  # a bloc
    if known is not None:
        return known.type in ("company", "media", "university", "think_tank", "ngo", "club")
    return not {w.lower() for w in n.text.split()} & (STATE_WORDS | {"party", "union", "front", "movement"})


def entry(linked: Linked, a: Actor) -> tables.Organisation | None:
    n = name_of(linked, a)
    return tables.organisations().get(n.known.key) if n is not None and n.known is not None else None
