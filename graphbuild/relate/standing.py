"""Standing relations: who leads, belongs to, works for, represents or is a citizen of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.owning import actor_at
from graphbuild.model import Span
from graphbuild.relate import adjuncts, based, context, examples, holdings, memberships, sense, unions
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.mood import Context
from graphbuild.relate.phrases import adjective, demonym, name_of, owner_before
from graphbuild.relate.seats import FAMILY, family, seat
from graphbuild.relate.ties import NATIONALS, person, predicate

#: Roles whose holders do not act for the state whose adjective they carry ("a Russian lawyer").
_PRIVATE = frozenset(
    """lawyer attorney barrister solicitor counsel publicist lobbyist proxy mediator interlocutor
    ombudsman second-in-command representative delegate whip""".split()
)


#: Posts that only nationals hold in the parties and parliaments of their state.
_OF_CITIZENS = ("LEADER_OF", "MEMBER_OF", "REPRESENTS")


#: Roles that are held of a state itself, so that their holders are its nationals.
_NATIONAL = frozenset("president leader chief head".split())


#: Roles before which a state's word may only tell the field ("UK economist at Royal Bank of Scotland").
_FIELD = frozenset(
    """economist analyst strategist correspondent editor specialist expert manager head""".split()
)


_FIELDED = frozenset("minister secretary commissioner spokesman spokeswoman spokesperson".split())
#: Roles whose "for" tells a constituency ("MP *for* …").
_ELECTED = frozenset("mp mep msp member senator congressman congresswoman representative td deputy".split())


#: Roles of those who only stand for election.
_STANDING = frozenset("candidate nominee incumbent contender".split())


#: Posts of the public, before which a party only tells their holder's colour.
_STATE_POSTS = frozenset("mayor governor premier chancellor commissioner minister prime minister".split())


#: Parts of a body whose chairmen are members that others send.
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
    if _several(linked, post) or _rank(linked, post):
        return
    relation = "" if _award(linked, post) else _relation(linked, post)
    if relation and post.of is not None:
        yield frame(relation, post.of, 0.9)
    nation = post.nation
    if nation is not None and role.relation and linked.clusters[nation.entity].kind == "country":
        of_field = role.name in _FIELD and (
            (post.of is not None and post.of != nation) or not demonym(linked, nation)
        )
        of_field = of_field or role.name in ("teacher", "tutor")  # of a language: "an *English* teacher"
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


def _rank(linked: Linked, post: Post) -> bool:
    """Whether a title is one of the police or an army: "police spokesman *Captain* Ann Otieno"."""
    parse = linked.parse
    opens = any(first == post.token for first, _ in parse.sentences)
    return post.role.name == "captain" and parse.words[post.token] == "Captain" and not opens


def _award(linked: Linked, post: Post) -> bool:
    """Whether a role is only a distinction: "Fifa's player *of the year*"."""
    parse = linked.parse
    return any(
        parse.lemmas[k] in ("year", "month", "week", "match", "season", "tournament", "century", "decade")
        for k in adjuncts.prepositional(parse, post.token, ("of",))
    )


def _branch(linked: Linked, post: Post, of: Actor) -> bool:
    """Whether a state only tells where a body has the post: "Siemens's *UK* head of sales".

    So it is as well where the state's name is but part of another ("London *Irish* coach").
    """
    parse, n = linked.parse, name_of(linked, of)
    if n is None or n.kind != "country" or of.token > post.token:
        return False
    if sense.within(linked, n):
        return True
    at = linked.name_at.get(n.first - 2)
    if at is not None and linked.names[at].demonym and parse.words[n.first - 1].lower() == "and":
        return True  # "*British and Irish* Lions coach"
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
    known = holdings.entry(linked, post.of)
    words = set(n.text.lower().split())
    if (
        known.type not in ("party", "parliament")
        if known is not None
        else not words & holdings.CITIZENS_BODIES
    ):
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
        if _FIELDED.intersection(role.name.split()) and holdings.portfolio(linked, post.of, role):
            return ""
        if role.name in _STATE_POSTS and holdings.partisan(linked, post):
            return "MEMBER_OF"
        if role.name == "secretary" and holdings.of_type(linked, post.of, "ministry"):
            return "LEADER_OF"
        if role.name in _STANDING and holdings.house(linked, post.of):
            return ""  # "a candidate in the House of Assembly"
        if relation == "MEMBER_OF" and _ELECTED & {role.name} and holdings.constituency(linked, post.of):
            return ""
        if relation in ("LEADER_OF", "REPRESENTS") and post.via:
            if holdings.of_type(linked, post.of, "party"):
                return "REPRESENTS" if role.name.rsplit(maxsplit=1)[-1] in holdings.SPOKEN else "MEMBER_OF"
            panel = post.via.removesuffix("s") in _PANELS or post.via == "force"
            return ("MEMBER_OF" if holdings.assembly(linked, post.of) else "") if panel else "WORKS_FOR"
        if relation == "LEADER_OF" and holdings.partly(linked, post):
            return "WORKS_FOR"
        second = post.modifier == "deputy" or role.name.startswith(("vice ", "vice-", "deputy "))
        return (
            "WORKS_FOR"
            if relation == "REPRESENTS" and second and holdings.private(linked, post.of)
            else relation
        )
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


def bodies(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """Where organisations sit and what they are part of; whose members and nationals persons are."""
    parse = linked.parse
    for i in range(*sentence):
        k = linked.name_at.get(i)
        if k is not None and parse.deps[i] in ("attr", "appos", "pobj", "acomp"):
            yield from predicate(linked, i)
        if k is not None and linked.names[k].first == i:
            n = linked.names[k]
            own = actor_at(linked, n.last)
            if own is None:
                continue
            if sense.work(linked, n, lex):
                continue
            if n.kind == "organisation":
                yield from seat(linked, n, own)
            elif n.kind == "person":
                yield from person(linked, n, own)
        elif parse.words[i] in based.BASED:
            yield from based.sits(linked, i, lex, sentence)
        elif parse.lemmas[i] in based.SEATS:
            yield from based.keeps(linked, i, lex, sentence)
        elif parse.lemmas[i] in FAMILY:
            yield from family(linked, i)
        elif parse.lemmas[i] in memberships.TIES and parse.tags[i].startswith("VB"):
            yield from memberships.tied(linked, i, lex, sentence)
        elif parse.lemmas[i] in unions.UNIONS:
            yield from unions.united(linked, i)
            yield from unions.listed(linked, i)
        elif parse.words[i].lower() in examples.OPENING:
            yield from examples.listed(linked, i)
        elif parse.lemmas[i] == "member":
            yield from memberships.members(linked, i)
        elif parse.lemmas[i] in unions.MADE_OF and parse.tags[i].startswith("VB"):
            yield from unions.made_of(linked, i, lex, sentence)
        elif parse.lemmas[i] in unions.FOUND:
            yield from unions.formed(linked, i, lex, sentence)
        if parse.words[i] in NATIONALS or parse.deps[i] in ("attr", "appos", "pobj", "conj"):
            yield from predicate(linked, i)
