"""Standing relations: who leads, belongs to, works for, represents or is a citizen of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.owning import head_token
from graphbuild.link.words import BODY, FIELDS
from graphbuild.model import Span
from graphbuild.relate import context, sense
from graphbuild.relate.clause import prepositional
from graphbuild.relate.context import Context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.phrases import adjective, body_noun, demonym, name_of, owner_before
from graphbuild.relate.seats import FAMILY, STATE_WORDS, based, family, seat
from graphbuild.relate.ties import MADE_OF, NATIONALS, TIES, made_of, members, person, predicate, tied

#: Roles whose holders do not act for the state whose adjective they carry ("a Russian lawyer").
_PRIVATE = frozenset(
    """lawyer attorney barrister solicitor counsel publicist lobbyist proxy mediator interlocutor
    ombudsman second-in-command representative delegate whip""".split()
)


#: Posts that only nationals hold in the parties and parliaments of their state.
_OF_CITIZENS = ("LEADER_OF", "MEMBER_OF", "REPRESENTS")
_CITIZENS_BODIES = frozenset("party parliament senate congress assembly".split())


#: Roles that are held of a state itself, so that their holders are its nationals.
_NATIONAL = frozenset("president leader chief head".split())


#: Roles before which a state's word may only tell the field ("UK economist at Royal Bank of Scotland").
_FIELD = frozenset(
    """economist analyst strategist correspondent editor specialist expert manager head""".split()
)


_FIELDED = frozenset("minister secretary commissioner spokesman spokeswoman spokesperson".split())
#: Of these the field is told by its own words alone ("*health* spokesman"): other bodies have them as well.
_SPOKEN = frozenset("spokesman spokeswoman spokesperson".split())
#: Roles whose "for" tells a constituency ("MP *for* …").
_ELECTED = frozenset("mp mep msp member senator congressman congresswoman representative td deputy".split())


#: Roles of those who only stand for election.
_STANDING = frozenset("candidate nominee incumbent contender".split())


#: Parts of a body whose chairmen are members that others send.
#: Posts of the public, before which a party only tells their holder's colour.
_STATE_POSTS = frozenset("mayor governor premier chancellor commissioner minister prime minister".split())


#: Heads that may be of a part only, words of rank before them, and words that leave them heads of all.
_HEADS = frozenset(("director", "manager", "general manager", "head", "chief", "editor"))
_RANKS = frozenset("associate assistant regional area".split())
_WHOLE = frozenset("board police army navy force staff government state tour coalition opposition".split())
#: Words of region between a body and its head, and the heads that they leave a part.
_REGIONS = frozenset("regional european asian african nordic scandinavian asia-pacific".split())
_OF_REGION = frozenset("president head chief director".split())


_PANELS = frozenset("committee subcommittee commission board panel caucus".split())


_ABROAD = frozenset(
    """ambassador consul nuncio governor-general viceroy envoy emissary attache attaché""".split()
)


def posts(linked: Linked, lex: Lexicon, sentences: dict[int, Span]) -> Iterator[Frame]:
    """Frames for every post: title, apposition, copula or appointment."""
    for post in linked.posts:
        yield from _post(linked, post)
    for post in linked.doubts:
        said = context.of_verb(linked.parse, post.verb, lex, sentences[post.verb])
        if said.negated or said.modality != "asserted":
            for frame in _post(linked, post):
                if frame.relation != "CITIZEN_OF":  # who is no president may well be a national
                    frame.context = replace(said)
                    yield frame


def _post(linked: Linked, post: Post) -> Iterator[Frame]:
    role = post.role
    rule = f"post:{role.name}/{post.rule}" + (f"/{post.modifier}" if post.modifier else "")

    def frame(relation: str, target: Actor, sure: float) -> Frame:
        found = Context(tense="past" if post.modifier == "former" else "present")
        if post.modifier == "designate":
            found.weaken("future")
        return Frame(relation, [post.person], [target], [post.token], found, sure, rule, post.token)

    if any(a is not None and _branch(linked, post, a) for a in (post.of, post.nation)):
        return
    if _several(linked, post):
        return
    relation = _relation(linked, post)
    if relation and post.of is not None:
        yield frame(relation, post.of, 0.9)
    nation = post.nation
    if nation is not None and role.relation and linked.clusters[nation.entity].kind == "country":
        of_field = role.name in _FIELD and (
            (post.of is not None and post.of != nation) or not demonym(linked, nation)
        )
        if not of_field and (adjective(linked, nation) or role.name not in _PRIVATE):
            found = frame("CITIZEN_OF", nation, 0.8)
            found.context = Context(tense="present")
            yield found
    elif relation in _OF_CITIZENS and (own := _state_of(linked, post)) is not None:
        found = frame("CITIZEN_OF", own, 0.7)
        found.context = Context(tense="present")
        yield found
    elif post.of is not None and relation in ("LEADER_OF", "REPRESENTS") and not post.via:
        state = linked.clusters[post.of.entity].kind == "country" and role.name not in _ABROAD | _PRIVATE
        if state and (role.of == "country" or role.name in _NATIONAL):
            found = frame("CITIZEN_OF", post.of, 0.7)
            found.context = Context(tense="present")
            yield found


def _several(linked: Linked, post: Post) -> bool:
    """Whether a post of several stands beside one who is only listed with them: "two aides, *Ann Otieno*"."""
    parse = linked.parse
    apart = post.rule in ("apposition", "title") and post.token < post.person.token
    apart = apart and (post.rule == "apposition" or parse.words[post.token].islower())
    alone = len(linked.conjuncts(post.person.token)) == 1 and parse.deps[post.person.token] != "conj"
    return apart and parse.tags[post.token] in ("NNS", "NNPS") and alone


def _branch(linked: Linked, post: Post, of: Actor) -> bool:
    """Whether a state only tells where a body has the post: "Siemens's *UK* head of sales".

    So it is as well where the state's name is but part of another ("London *Irish* coach").
    """
    parse, n = linked.parse, name_of(linked, of)
    if n is None or n.kind != "country" or of.token > post.token:
        return False
    if sense.within(linked, n):
        return True
    heads = {post.token, *(t for t in (parse.head[post.token],) if parse.deps[post.token] == "compound")}
    for k, a in linked.own.items():
        if not post.token - 7 < k < post.token or linked.clusters[a.entity].kind != "organisation":
            continue
        body = name_of(linked, a)
        if body is None or (body.known is not None and body.known.key in tables.blocs()):
            continue  # "the *U.S.* deputy UN ambassador"
        beside = parse.deps[k] in ("poss", "compound", "nmod") and parse.head[k] in heads | {of.token}
        if beside and parse.head[of.token] != k:
            return True
    return False


def _state_of(linked: Linked, post: Post) -> Actor | None:
    """The state whose party or parliament the post is held of: "president of *Rwanda's* Green Party"."""
    n = name_of(linked, post.of) if post.of is not None else None
    if post.of is None or n is None or n.kind != "organisation" or post.via:
        return None
    known = _entry(linked, post.of)
    words = set(n.text.lower().split())
    if known.type not in ("party", "parliament") if known is not None else not words & _CITIZENS_BODIES:
        return None
    state, between, _ = owner_before(linked, n)
    plain = between < 0 or linked.parse.words[between] in ("'s", "’s", "'")
    return state if state is not None and linked.clusters[state.entity].kind == "country" and plain else None


def _relation(linked: Linked, post: Post) -> str:
    """What the post makes of its holder; empty where it says nothing of the body."""
    role, relation = post.role, post.role.relation
    if post.of is None or not relation:
        return ""
    if post.modifier == "deputy" and relation == "LEADER_OF":
        relation = "REPRESENTS"
    if linked.clusters[post.of.entity].kind == "organisation":
        if relation == "CITIZEN_OF" or (role.name in _PRIVATE and post.via):
            return ""
        if _FIELDED.intersection(role.name.split()) and _portfolio(linked, post.of, role):
            return ""
        if role.name in _STATE_POSTS and _partisan(linked, post):
            return "MEMBER_OF"
        if role.name == "secretary" and _of_type(linked, post.of, "ministry"):
            return "LEADER_OF"
        if role.name in _STANDING and _house(linked, post.of):
            return ""  # "a candidate in the House of Assembly"
        if relation == "MEMBER_OF" and _ELECTED & {role.name} and _constituency(linked, post.of):
            return ""
        if relation in ("LEADER_OF", "REPRESENTS") and post.via:
            if _of_type(linked, post.of, "party"):
                return "REPRESENTS" if role.name.rsplit(maxsplit=1)[-1] in _SPOKEN else "MEMBER_OF"
            panel = post.via.removesuffix("s") in _PANELS or post.via == "force"
            return ("MEMBER_OF" if _assembly(linked, post.of) else "") if panel else "WORKS_FOR"
        if relation == "LEADER_OF" and _partly(linked, post):
            return "WORKS_FOR"
        second = post.modifier == "deputy" or role.name.startswith(("vice ", "vice-", "deputy "))
        return "WORKS_FOR" if relation == "REPRESENTS" and second and _private(linked, post.of) else relation
    if role.name == "chancellor" and linked.clusters[post.of.entity].iso3 == "GBR":
        return "REPRESENTS"  # Britain's chancellor is its finance minister
    if (
        post.via
        or role.of == "organisation"
        or role.name in _PRIVATE
        or relation in ("MEMBER_OF", "CITIZEN_OF")
    ):
        return ""
    return relation


def _partly(linked: Linked, post: Post) -> bool:
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
    compound = parse.deps[k] in ("compound", "nmod") and _field(linked, k, bodies=placed)
    return k not in linked.name_at and (word in _RANKS or compound)


def _field(linked: Linked, k: int, *, bodies: bool = False) -> bool:
    """Whether a word tells a field of work: a common noun that means no body, or with ``bodies`` one."""
    word = linked.parse.words[k]
    common = word.islower() and linked.parse.tags[k] in ("NN", "NNS") and k not in linked.name_at
    return common and word not in _WHOLE and (bodies or not body_noun(word))


def _partisan(linked: Linked, post: Post) -> bool:
    """Whether a party only tells whose a holder of public office is: "the *Labour* mayor"."""
    n = name_of(linked, post.of) if post.of is not None else None
    if post.of is None or n is None or n.last + 1 != post.token - post.role.name.count(" "):
        return False
    return _of_type(linked, post.of, "party") and "party" not in n.text.lower().split()


def _of_type(linked: Linked, a: Actor, kind: str) -> bool:
    known = _entry(linked, a)
    return known is not None and known.type == kind


def _constituency(linked: Linked, a: Actor) -> bool:
    """Whether a "body" is where somebody was elected: after "for", and neither party nor parliament."""
    n, known = name_of(linked, a), _entry(linked, a)
    if n is None or (known is not None and known.type in ("party", "parliament", "union")):
        return False
    if {w.lower() for w in n.text.split()} & BODY:
        return False
    k = n.first - 1
    while k > 0 and (linked.parse.words[k] in ("the", "and", "&", ",") or linked.parse.tags[k] == "NNP"):
        k -= 1  # "MP for Hornsey and *Wood Green*"
    return linked.parse.words[k] == "for"


def _portfolio(linked: Linked, a: Actor, role: tables.Role) -> bool:
    """Whether the "body" of a minister or spokesman is only a field ("minister of Education")."""
    n = name_of(linked, a)
    if n is None or n.known is not None:
        return False
    words = {w.lower() for w in n.text.split()}
    return (not words & BODY and role.name not in _SPOKEN) or words <= FIELDS


def _assembly(linked: Linked, a: Actor) -> bool:
    """Whether a body is a parliament."""
    known = _entry(linked, a)
    return known is not None and known.type == "parliament"


def _house(linked: Linked, a: Actor) -> bool:
    """Whether a body is one that people are elected to, no party."""
    n = name_of(linked, a)
    words = {w.lower() for w in n.text.split()} if n is not None else set()
    return _assembly(linked, a) or bool(words & (_CITIZENS_BODIES - {"party"} | {"house", "council"}))


def _private(linked: Linked, a: Actor) -> bool:
    """Whether a body is neither a state's nor one that states or citizens make up."""
    known, n = _entry(linked, a), name_of(linked, a)
    if n is None or (n.known is not None and known is None):
        return False  # a bloc
    if known is not None:
        return known.type in ("company", "media", "university", "think_tank", "ngo", "club")
    return not {w.lower() for w in n.text.split()} & (STATE_WORDS | {"party", "union", "front", "movement"})


def _entry(linked: Linked, a: Actor) -> tables.Organisation | None:
    n = name_of(linked, a)
    return tables.organisations().get(n.known.key) if n is not None and n.known is not None else None


def bodies(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """Where organisations sit and what they are part of; whose members and nationals persons are."""
    parse = linked.parse
    for i in range(*sentence):
        k = linked.name_at.get(i)
        if k is not None and parse.deps[i] in ("attr", "appos", "pobj", "acomp"):
            yield from predicate(linked, i)
        if k is not None and linked.names[k].first == i:
            n = linked.names[k]
            own = linked.own.get(head_token(linked, n.first, n.last))
            if own is None:
                continue
            if sense.work(linked, n, lex):
                continue
            if n.kind == "organisation":
                yield from seat(linked, n, own)
            elif n.kind == "person":
                yield from person(linked, n, own)
        elif parse.words[i] in ("based", "headquartered", "domiciled"):
            yield from based(linked, i, lex, sentence)
        elif parse.lemmas[i] in FAMILY:
            yield from family(linked, i)
        elif parse.lemmas[i] in TIES and parse.tags[i].startswith("VB"):
            yield from tied(linked, i, lex, sentence)
        elif parse.lemmas[i] == "member":
            yield from members(linked, i)
        elif parse.lemmas[i] in MADE_OF and parse.tags[i].startswith("VB"):
            yield from made_of(linked, i, lex, sentence)
        if parse.words[i] in NATIONALS or parse.deps[i] in ("attr", "appos", "pobj"):
            yield from predicate(linked, i)
