"""What "it", "they" and "we" mean, by agreement and grammar; where these leave a doubt, nobody."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.link import nominals
from graphbuild.link.antecedents import Antecedent
from graphbuild.link.discourse import NOBODY, SUBJECT, Discourse, Seen
from graphbuild.link.linked import MEMBERS, Actor, Linked
from graphbuild.link.words import BODY

HE = frozenset("he him his himself".split())
SHE = frozenset("she her hers herself".split())
IT = frozenset("it its itself".split())
THEY = frozenset("they them their themselves both".split())
ME = frozenset("i me my mine myself".split())
WE = frozenset("we our ours ourselves".split())

_EMPTY = tables.words("impersonal verb")
_ANYBODY = tables.words("indefinite person")
#: What a plural noun is of its verb or preposition where "they" may mean it.
_FILLS = ("nsubj", "nsubjpass", "dobj", "pobj")
#: What a word is that stands for several, and does not only join them as "*both* A and B".
ENDS = (*_FILLS, "dative", "poss", "conj", "appos")
_ADDRESSED = tables.words("addressing verb")
#: Posts of those who say "we" for a state or body.
_SPEAKS = ("LEADER_OF", "REPRESENTS")


def _antecedent(m: Seen, why: str) -> Antecedent | None:
    """A mention as what a pronoun means; None where it is of somebody without a name."""
    return Antecedent(m.entity, why) if m.actor is not None else None


def _only_tells_of(d: Discourse, m: Seen) -> bool:
    """Whether a state only tells of a body without a name, which "its" may mean: "a *German* bank"."""
    parse = d.linked.parse
    head = parse.head[m.token]
    if parse.deps[m.token] not in ("amod", "nmod") or m.kind != "country" or head in d.linked.name_at:
        return False
    noun = nominals.sort(parse.lemmas[head].lower())
    acting = d.linked.actors(head, coordinated=False)
    return noun is not None and noun.kind == "organisation" and all(a.civil for a in acting)


def thing(d: Discourse, i: int) -> Antecedent | None:
    """The country or body that "it" means: the subject of its own sentence, or the only one before."""
    parse = d.linked.parse
    word = parse.words[i].lower()
    barred = d.barred(i)
    if word == "it" and _empty(d, i):
        return None

    def fits(m: Seen) -> bool:
        named = m.kind != "person" and m.actor is not None and m.actor.role != MEMBERS
        return named and m.entity not in barred

    here = [m for m in d.mentions(d.at(i), i) if m.token < i]
    if word == "its":
        own = d.own_subject(i)
        closest = next((m for m in here if m.token == own), None)
        if closest is not None and fits(closest):
            return _antecedent(closest, "subject of its clause")
        if 0 <= own < i and closest is None and parse.tags[own] == "NN" and not d.linked.owners(own):
            return None  # "The report and its authors"
        coming = d.ahead(i)
        if not here and coming is not None and d.linked.clusters[coming.entity].kind != "person":
            return Antecedent(coming.entity, "subject of the clause that follows")
    leading = _beside(d, i, here) or d.subject(here)
    if leading is not None and fits(leading):
        if parse.deps[i] in ("nsubjpass", "dobj", "poss") and _rival(d.linked, leading.token, i):
            return None  # "Zeta owned most of the *bank* before it was closed"
        return _antecedent(leading, "subject of its sentence")
    if any(_only_tells_of(d, m) for m in here):
        return None
    options = {m.entity: m for m in here if fits(m)}
    does = parse.deps[i] in ("nsubj", "poss") and parse.lemmas[parse.head[i]] not in _EMPTY
    asked = parse.deps[i] in ("dobj", "dative") and parse.lemmas[parse.head[i]] in _ADDRESSED
    alone = does and not here and not _unlinked(d, i)  # "Its fighters …", a sentence later
    if not options and (asked or alone):
        before = d.mentions(d.at(i) - 1, i)
        others = {m.entity: m for m in before if fits(m)}
        leading = d.subject(before)
        leads = leading is not None and leading.entity in others and _main(parse, leading.token)
        if len(others) == 1 and (asked or leads):
            return Antecedent(next(iter(others)), "the only country or body of the sentence before")
        if leading is not None and leads and _main(parse, i):
            return _antecedent(leading, "subject of the sentence before")
        return None
    if len(options) == 1 and word == "its" and not _owner(d, i):
        return Antecedent(next(iter(options)), "the only country or body of its sentence")
    return None


def _unlinked(d: Discourse, i: int) -> bool:
    """Whether a body without a name is a subject before the pronoun: "*the army* said that its officers"."""
    parse = d.linked.parse
    return any(parse.tags[t] == "NN" and parse.lemmas[t].lower() in tables.actors() for t in _bare(d, i))


def _owner(d: Discourse, i: int) -> bool:
    """Whether something that is nobody here is a subject before "its": "The *ship* left with its crew"."""
    parse = d.linked.parse
    singular = (parse.lemmas[t].lower() for t in _bare(d, i) if parse.tags[t] in ("NN", "NNP"))
    return any((noun := nominals.sort(lemma)) is None or noun.kind != "person" for lemma in singular)


def _bare(d: Discourse, i: int) -> list[int]:
    """The subjects before a pronoun in its sentence that are linked to nobody."""
    parse, linked = d.linked.parse, d.linked
    before = range(parse.sentence(i)[0], i)
    return [
        t for t in before if parse.deps[t] in SUBJECT and t not in linked.own and t not in linked.nominals
    ]


def _beside(d: Discourse, i: int, here: list[Seen]) -> Seen | None:
    """The subject of the clause that the pronoun's is coordinated with: "*Peru* lost, but it went on"."""
    parse, verb = d.linked.parse, d.linked.parse.head[i]
    if parse.deps[i] not in SUBJECT or parse.deps[verb] != "conj":
        return None
    subject = d.subject_of(parse.head[verb])
    return next((m for m in here if m.token == subject and m.actor is not None), None)


def _main(parse: Parse, i: int, deps: tuple[str, ...] = SUBJECT) -> bool:
    """Whether a token is a subject, or what ``deps`` says, of its sentence as a whole."""
    return parse.deps[i] in deps and parse.deps[parse.head[i]] == "ROOT"


def _rival(linked: Linked, first: int, i: int) -> bool:
    """Whether some body that "it" may mean as well stands between its antecedent and the pronoun.

    For "its" none that is named elsewhere.
    """
    parse = linked.parse
    bodies = (t for t in range(first + 1, i) if parse.words[t] in BODY and parse.tags[t] == "NN")
    own = parse.deps[i] == "poss"
    return any(not (own and (t in linked.own or t in linked.nominals)) for t in bodies)


def _empty(d: Discourse, i: int) -> bool:
    """Whether "it" means nothing: "it is time for …", "it was Smith who …", "it rained"."""
    parse = d.linked.parse
    verb = parse.head[i]
    if parse.deps[i] == "expl" or parse.lemmas[verb] in ("rain", "snow"):
        return True
    if parse.deps[i] not in SUBJECT or parse.lemmas[verb] not in _EMPTY:
        return False
    said = [c for c in parse.children[verb] if parse.deps[c] in ("acomp", "attr", "oprd")]
    below = [k for c in (verb, *said) for k in parse.children[c] if k > i]
    return any(parse.deps[k] in ("ccomp", "xcomp", "relcl", "advcl", "acl", "csubj") for k in below) or any(
        parse.lemmas[c] in ("time", "clear", "possible", "likely", "unclear") for c in said
    )


def several(d: Discourse, i: int, joined: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those that "they" means: coordinated in its sentence, or as the subject of the one before.

    One body alone where nothing else in its sentence is many: "the militia and their leader".
    """
    parse, linked = d.linked.parse, d.linked
    here = [m for m in d.mentions(d.at(i), i) if m.token < i and m.actor is not None]
    own = d.own_subject(i)
    if (
        0 <= own < i
        and parse.tags[own] in ("NNS", "NNPS")
        and own not in linked.own
        and own not in linked.groups
    ):
        return ()  # "visitors to try their games"
    for m in reversed(here):
        together = [linked.own[k] for k in linked.conjuncts(m.token) if k in linked.own]
        if len(together) > 1 and len({a.entity for a in together}) == len(together):
            return () if _whence(d, m.token) or _others(d, m.token, i) else tuple(together)
    first = parse.sentence(i)[0]
    if not here:
        return () if _others(d, first - 1, i) else joined
    many = any(parse.tags[t] in ("NNS", "NNPS") or t in linked.groups for t in range(first, i))
    bodies = {m.entity for m in here if m.kind != "person"}
    leading = d.subject(here)
    if many or leading is None or leading.kind != "organisation" or parse.words[i].lower() == "both":
        return ()
    return (leading.actor,) if leading.actor is not None and len(bodies) == 1 else ()


def _others(d: Discourse, after: int, i: int) -> bool:
    """Whether others whom "they" may mean stand between two tokens: "*the boats*", "*anyone*"."""
    parse, linked = d.linked.parse, d.linked
    return any(
        parse.words[t].lower() in _ANYBODY
        or (
            parse.tags[t] == "NNS"
            and parse.deps[t] in _FILLS
            and t not in linked.own
            and t not in linked.groups
        )
        for t in range(after + 1, i)
    )


def _whence(d: Discourse, i: int) -> bool:
    """Whether a list only tells where many are from: "six charities from *Peru and Chile*"."""
    parse = d.linked.parse
    first = d.linked.first_conjunct(i)
    noun = parse.head[first] - 1
    if parse.deps[first] != "pobj" or parse.tags[noun] != "NNS" or noun in d.linked.name_at:
        return False
    word = parse.words[noun].lower()
    actor = tables.actors().get(word)
    return word not in tables.roles() and (actor is None or not actor.for_state)


def speaker(d: Discourse, i: int) -> Actor | None:
    """The person that "I" means in a quotation."""
    return d.speakers.get(d.quotations.at.get(i, NOBODY))


def speakers(d: Discourse, i: int) -> Antecedent | None:
    """The state or body that "we" means in a quotation of one who leads it or speaks for it."""
    person = speaker(d, i)
    if person is None:
        return None
    spoken_for = {
        post.of.entity: post.role.name
        for post in d.linked.posts
        if post.person.entity == person.entity
        and post.of is not None
        and post.role.relation in _SPEAKS
        and post.modifier in ("", "acting", "deputy")
        and d.linked.clusters[post.of.entity].kind != "person"
    }
    if len(spoken_for) != 1:
        return None
    entity, role = next(iter(spoken_for.items()))
    return Antecedent(entity, f"the {role} who is quoted speaks for it")
