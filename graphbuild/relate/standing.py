"""Standing relations: who leads, belongs to, works for, represents or is a citizen of what."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked, Post
from graphbuild.link.names import Name
from graphbuild.link.spans import BODY
from graphbuild.link.posts import adjectival, body_at, denied, head_token, nation_before
from graphbuild.model import Span
from graphbuild.relate import clause, context
from graphbuild.relate.context import Context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon

#: Nouns for bodies that sit in a state ("the German carmaker Volkswagen").
_BODY_NOUNS = frozenset(
    """company firm carmaker automaker maker bank lender airline carrier group party newspaper paper daily weekly
    tabloid magazine broadcaster channel station network agency retailer club side manufacturer giant producer
    university institute college school organisation organization ngo charity foundation startup start-up
    think-tank think tank band team conglomerate publisher insurer operator builder movement militia union
    corporation business brewer supplier utility consortium league federation association chain brand
    outlet website portal studio label orchestra museum hospital shipbuilder steelmaker chipmaker drugmaker
    multinational cooperative society exchange developer watchdog faction rebels guerrillas subsidiary trio duo
    quartet coalition front""".split()
)
_PARTS = frozenset("unit arm subsidiary division branch wing affiliate department".split())
_FAMILY = frozenset("subsidiary unit arm division affiliate branch wing parent offshoot spinoff".split())
#: Types of organisations of the table, and words in names, of bodies that are part of a state.
_STATE_TYPES = frozenset("agency ministry court central_bank parliament police army".split())
_STATE_WORDS = frozenset(
    """ministry department agency parliament congress senate court army navy police forces bureau administration
    guard guards commission council cabinet treasury customs chancellery bundestag knesset""".split()
)
#: Words of names whose country is where the body sits ("the German Chamber of Commerce", "Bank of China").
_NATIONAL_BODIES = frozenset(
    """bank ministry army navy force forces police airlines airways federation association university institute
    academy commission agency chamber radio television railways railway court parliament senate assembly guard
    corps broadcasting telecom stock exchange industry news council""".split()
)
#: Words of names of bodies that may sit outside the state that they name.
_ELSEWHERE = frozenset(
    """embassy consulate mission friends solidarity relations studies observatory resistance exile liberation
    delegation embassies team party movement""".split()
)
_SCHOOLS = frozenset("university institute college school academy hospital museum centre center".split())
_MEMBERSHIP = frozenset("party club armed_group union".split())
#: Roles whose holders do not act for the state whose adjective they carry ("a Russian lawyer").
_PRIVATE = frozenset(
    """lawyer attorney barrister solicitor counsel publicist lobbyist proxy mediator interlocutor ombudsman
    second-in-command representative delegate whip""".split()
)
#: Roles that are held of a state itself, so that their holders are its nationals.
_NATIONAL = frozenset("president leader chief head".split())
_ABROAD = frozenset("ambassador consul nuncio governor-general viceroy envoy emissary attache attaché".split())
#: Verbs that tie a person to a body: relation, prepositions, and whether only a board or seat there counts.
_TIES: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "elect": ("MEMBER_OF", ("to", "into"), False),
    "appoint": ("MEMBER_OF", ("to",), False),
    "name": ("MEMBER_OF", ("to",), False),
    "serve": ("MEMBER_OF", ("on",), True),
    "sit": ("MEMBER_OF", ("on", "in"), True),
    "play": ("MEMBER_OF", ("for",), False),
    "sign": ("MEMBER_OF", ("for", "with"), False),
    "run": ("MEMBER_OF", ("for",), False),
    "stand": ("MEMBER_OF", ("for",), False),
    "teach": ("WORKS_FOR", ("at", "in"), False),
    "lecture": ("WORKS_FOR", ("at", "in"), False),
}
#: Of these bodies only a party can be run or stood for.
_CANDIDACIES = frozenset("run stand".split())
_MADE_OF = frozenset("compose comprise consist make".split())
_SEATS = frozenset("board council committee parliament cabinet seat panel commission staff senate house".split())
_NATIONALS = frozenset("citizen national native".split())
#: Endings of nouns for persons: before a name or after "is a", with a nationality, they say whose national it is.
_PERSONAL = ("er", "or", "ist", "ian", "man", "woman", "ant", "eur", "ess", "eon", "ete", "star", "expert", "hero")
_NOT_PERSONAL = frozenset(
    "former other later earlier senior junior water power number matter order paper letter chapter river border "
    "quarter winter summer war sector factor tractor motor error horror terror corridor christian asian "
    "partner manner center computer cover leather weather tower super premier".split()
)


def posts(linked: Linked, lex: Lexicon, sentences: dict[int, Span]) -> Iterator[Frame]:
    """Frames for every post: title, apposition, copula or appointment."""
    for post in linked.posts:
        yield from _post(linked, post)


def _post(linked: Linked, post: Post) -> Iterator[Frame]:
    role = post.role
    rule = f"post:{role.name}/{post.rule}" + (f"/{post.modifier}" if post.modifier else "")

    def frame(relation: str, target: Actor, sure: float) -> Frame:
        found = Context(tense="past" if post.modifier == "former" else "present")
        if post.modifier == "designate":
            found.weaken("future")
        return Frame(relation, [post.person], [target], [post.token], found, sure, rule, post.token)

    relation = _relation(linked, post)
    if relation and post.of is not None:
        yield frame(relation, post.of, 0.9)
    nation = post.nation
    if nation is not None and role.relation and linked.clusters[nation.entity].kind == "country":
        if _adjective(linked, nation) or role.name not in _PRIVATE:
            found = frame("CITIZEN_OF", nation, 0.8)
            found.context = Context(tense="present")
            yield found
    elif post.of is not None and relation in ("LEADER_OF", "REPRESENTS") and not post.via:
        if linked.clusters[post.of.entity].kind == "country" and role.name not in _ABROAD | _PRIVATE:
            if role.of == "country" or role.name in _NATIONAL:
                found = frame("CITIZEN_OF", post.of, 0.7)
                found.context = Context(tense="present")
                yield found


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
        if "minister" in role.name and _portfolio(linked, post.of):
            return ""
        return "WORKS_FOR" if post.via and relation in ("LEADER_OF", "REPRESENTS") else relation
    if role.name == "chancellor" and linked.clusters[post.of.entity].iso3 == "GBR":
        return "REPRESENTS"  # Britain's chancellor is its finance minister
    if post.via or role.of == "organisation" or role.name in _PRIVATE or relation in ("MEMBER_OF", "CITIZEN_OF"):
        return ""
    return relation


def _portfolio(linked: Linked, a: Actor) -> bool:
    """Whether a minister's "body" is only a field ("minister of Education")."""
    k = linked.name_at.get(a.token)
    return k is not None and linked.names[k].known is None and not any(w.lower() in BODY for w in linked.names[k].text.split())


def _adjective(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    return k is not None and adjectival(linked, k)


def bodies(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """Where organisations sit and what they are part of; whose members and nationals persons are."""
    parse = linked.parse
    for i in range(*sentence):
        k = linked.name_at.get(i)
        if k is not None and parse.deps[i] in ("attr", "appos", "pobj"):
            yield from _predicate(linked, i)
        if k is not None and linked.names[k].first == i:
            n = linked.names[k]
            own = linked.own.get(head_token(linked, n.first, n.last))
            if own is None:
                continue
            if n.kind == "organisation":
                yield from _seat(linked, n, own)
            elif n.kind == "person":
                yield from _person(linked, n, own)
        elif parse.words[i] == "based" and parse.tags[i].startswith("VB"):
            yield from _based(linked, i)
        elif parse.words[i] in ("headquartered", "domiciled"):
            yield from _based(linked, i)
        elif parse.lemmas[i] in _FAMILY:
            yield from _family(linked, i)
        elif parse.lemmas[i] in _TIES and parse.tags[i].startswith("VB"):
            yield from _tied(linked, i, lex, sentence)
        elif parse.lemmas[i] in _MADE_OF and parse.tags[i].startswith("VB"):
            yield from _made_of(linked, i, lex, sentence)
        if parse.words[i] in _NATIONALS or parse.deps[i] in ("attr", "appos", "pobj"):
            yield from _predicate(linked, i)


def _owner_before(linked: Linked, n: Name) -> tuple[Actor | None, int, int]:
    """The name before ``n`` in its noun phrase, the noun or genitive between them, and how it stands.

    "the German carmaker Volkswagen" gives Germany and "carmaker", "France's far-right National
    Front" France and "'s". -1 where nothing stands between.
    """
    parse = linked.parse
    head = head_token(linked, n.first, n.last)
    if parse.deps[head] in ("compound", "nmod", "amod") and parse.head[head] > n.last:
        if parse.words[parse.head[head]].lower() not in _BODY_NOUNS:
            return None, -1, -1
    word, j = -1, n.first - 1
    while j >= 0 and n.first - j <= 7:
        k = linked.name_at.get(j)
        if k is not None:
            m = linked.names[k]
            own = linked.own.get(head_token(linked, m.first, m.last))
            if own is None or m.kind == "person":
                return None, -1, -1
            after = parse.words[m.last + 1] if m.last + 1 < len(parse.words) else ""
            genitive = after in ("'s", "’s", "'", "’")
            capital = m.known is not None and m.known.sort in ("capital", "seat")
            if capital or (not genitive and not adjectival(linked, k)):
                return None, -1, -1
            return own, m.last + 1 if genitive else word, k
        tag = parse.tags[j]
        if parse.words[j] == "-" or (tag not in ("POS", "HYPH", "``", "''") and not tag.startswith(("JJ", "NN", "VBN", "VBG", "CD"))):
            break
        if tag.startswith("NNP") and parse.words[j][:1].isupper():
            break
        if word < 0 and tag.startswith("NN") and parse.words[j].islower():
            word = j
        j -= 1
    return None, -1, -1


def _of_state(linked: Linked, n: Name) -> bool:
    """Whether an organisation is a body of a state: a ministry, court, parliament, army."""
    if n.known is not None and (known := tables.organisations().get(n.known.key)) is not None:
        return known.type in _STATE_TYPES
    return any(w.lower() in _STATE_WORDS for w in n.text.split())


def _now(sure: float, relation: str, source: Actor, target: Actor, token: int, rule: str) -> Frame:
    return Frame(relation, [source], [target], [token], Context(tense="present"), sure, rule, token)


def _seat(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "the German carmaker Volkswagen", "Volkswagen, a German company", "Hamas, a unit of …"."""
    parse, clusters = linked.parse, linked.clusters
    a, word, at = _owner_before(linked, n)
    if a is not None and a.entity != own.entity:
        token = word if word >= 0 else a.token
        noun = parse.words[word].lower() if word >= 0 else ""
        if clusters[a.entity].kind == "country":
            if noun and noun not in ("'s", "’s", "'") and not _body_noun(noun):
                return
            group = [own]
            if parse.tags[token] == "NNS":  # "the German carmakers Volkswagen, Daimler and BMW"
                group += [linked.own[k] for k in linked.conjuncts(own.token)[1:] if k in linked.own]
            for member in group:
                if clusters[member.entity].kind != "organisation":
                    continue
                if _of_state(linked, n):
                    yield _now(0.8, "PART_OF", member, a, token, "part:of state")
                if noun not in _PARTS:
                    yield _now(0.8, "BASED_IN", member, a, token, f"seat:{noun or 'adjective'}")
        elif noun in _PARTS or (noun in ("'s", "’s") and (_is_bloc(linked, a) or n.known is None and _part_name(n))):
            yield _now(0.8, "PART_OF", own, a, token, f"part:{noun}")
    yield from _within_name(linked, n, own)
    head = parse.head[own.token]
    if parse.deps[own.token] == "appos" and head not in linked.name_at:
        if parse.words[head].lower() in _BODY_NOUNS | _PARTS:
            yield from _described(linked, own, head)
    for c in parse.children[own.token]:
        dep, noun = parse.deps[c], parse.words[c].lower()
        if dep == "appos" and c not in linked.name_at and (noun in _BODY_NOUNS or noun in _PARTS or _superlative(linked, c)):
            yield from _described(linked, own, c)
        elif dep == "prep" and noun in ("of", "in", "from") and c > own.token:
            for k in parse.children[c]:
                if parse.deps[k] != "pobj":
                    continue
                a = linked.own.get(k)
                if a is None or clusters[a.entity].kind != "country" or _adjective(linked, a) and a.token in linked.name_at and linked.names[linked.name_at[a.token]].demonym:
                    continue
                if noun == "of" or (noun == "in" and any(w.lower() in _SCHOOLS for w in n.text.split())):
                    yield _now(0.75, "BASED_IN", own, a, c, f"seat:{noun}")


def _within_name(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """The state that the name of a national body tells, at its first place in the article."""
    words = linked.parse.words[n.first : n.last + 1]
    low = {w.lower() for w in words}
    if len(words) < 2 or not low & _NATIONAL_BODIES or low & _ELSEWHERE:
        return
    if min(linked.names[k].first for k in linked.clusters[own.entity].names) != n.first:
        return
    told: dict[str, int] = {}
    for k, word in enumerate(words):
        for form in tables.country_forms().get(word, ()):
            if form.kind in ("name", "adjective") and not form.ambiguous:
                fits = k == 0 or words[k - 1].lower() in ("of", "the")
                told.setdefault(form.iso3, n.first + k if fits else -1)
    if len(told) != 1:
        return
    iso3, token = next(iter(told.items()))
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    if token < 0 or (known is not None and known.country not in ("", iso3)):
        return
    for k, c in enumerate(linked.clusters):
        if c.iso3 == iso3:
            state = Actor(k, linked.parse.span(token, token), token)
            yield _now(0.7, "BASED_IN", own, state, token, "seat:own name")


def _superlative(linked: Linked, c: int) -> bool:
    """ "Australia's largest bookmaker": one of its kind in the state that is named."""
    parse = linked.parse
    return any(parse.tags[k] == "JJS" or parse.words[k] in ("leading", "only", "main") for k in parse.children[c])


def _body_noun(noun: str) -> bool:
    return noun in _BODY_NOUNS or noun.removesuffix("s") in _BODY_NOUNS or noun in ("companies", "agencies", "parties")


def _is_bloc(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    known = linked.names[k].known if k is not None else None
    return known is not None and known.key in tables.blocs()


def _part_name(n: Name) -> bool:
    return any(w.lower() in ("department", "committee", "division", "institute", "school", "bureau", "office", "board") for w in n.text.split())


def _described(linked: Linked, own: Actor, c: int) -> Iterator[Frame]:
    """What a noun in apposition or predicate says of an organisation: its state, or what it is a part of."""
    parse = linked.parse
    noun = parse.words[c].lower()
    if noun in _PARTS:
        for a in linked.owners(c, of=("of", "in")):
            if a.entity != own.entity and linked.clusters[a.entity].kind == "organisation" and not a.role:
                yield _now(0.85, "PART_OF", own, a, c, f"part:{noun}")
        return
    for k in parse.children[c]:
        if parse.deps[k] in ("amod", "poss", "compound", "nmod") and (a := linked.own.get(k)) is not None:
            if linked.clusters[a.entity].kind == "country" and (parse.deps[k] == "poss" or _adjective(linked, a)):
                yield _now(0.85, "BASED_IN", own, a, c, f"seat:{noun}")
        elif parse.deps[k] == "prep" and parse.words[k].lower() in ("in", "from"):
            for m in parse.children[k]:
                if (a := linked.own.get(m)) is not None and linked.clusters[a.entity].kind == "country":
                    yield _now(0.8, "BASED_IN", own, a, c, f"seat:{noun}")


def _family(linked: Linked, i: int) -> Iterator[Frame]:
    """Parts and wholes around "subsidiary", "arm", "parent": whose it is, and which it is."""
    parse = linked.parse
    before: list[Actor] = []
    after: list[Actor] = []
    for c in parse.children[i]:
        if parse.deps[c] in ("poss", "compound", "nmod", "amod"):
            before.extend(_organisations(linked, c))
        elif parse.deps[c] == "prep" and parse.words[c] in ("of", "for"):
            after.extend(a for k in parse.children[c] if parse.deps[k] == "pobj" for a in _organisations(linked, k))
    head_noun = i
    if parse.deps[i] == "compound" and parse.words[parse.head[i]] in ("company", "group", "firm", "corporation"):
        head_noun = parse.head[i]  # "parent company"
        for c in parse.children[head_noun]:
            if parse.deps[c] == "poss":
                before.extend(_organisations(linked, c))
            elif parse.deps[c] == "prep" and parse.words[c] in ("of", "for"):
                after.extend(a for k in parse.children[c] if parse.deps[k] == "pobj" for a in _organisations(linked, k))
    named = _named_by(linked, head_noun)
    owners = after or before
    if not named and after and before:
        named, owners = before, after  # "the CBS Television Stations subsidiary of CBS Corporation"
    for a in owners:
        for b in named:
            if a.entity != b.entity:
                part, whole = (a, b) if parse.lemmas[i] == "parent" else (b, a)
                yield _now(0.85, "PART_OF", part, whole, i, f"part:{parse.lemmas[i]}")


def _organisations(linked: Linked, i: int) -> list[Actor]:
    """The organisations named or meant by a pronoun at token ``i`` and coordinated with it."""
    return [
        a
        for k in linked.conjuncts(i)
        if (a := linked.own.get(k)) is not None and linked.clusters[a.entity].kind == "organisation" and not a.role
    ]


def _named_by(linked: Linked, i: int) -> list[Actor]:
    """Which organisations a noun is said to be: apposition, predicate, "as", or the name right after it."""
    parse = linked.parse
    node = i
    while parse.deps[node] == "conj" and parse.tags[parse.head[node]].startswith("NN"):
        node = parse.head[node]
    dep, head = parse.deps[node], parse.head[node]
    if dep == "appos" and (found := _organisations(linked, head)):
        return found[:1]
    if dep == "compound" and head > i and (found := _organisations(linked, head)):
        return found
    if dep == "attr" and parse.lemmas[head] in ("be", "become", "remain") and not denied(linked, head):
        for c in parse.children[head]:
            if parse.deps[c] == "nsubj":
                relative = parse.tags[c] in ("WP", "WDT") and parse.deps[head] == "relcl"
                return _organisations(linked, parse.head[head] if relative else c)
    if dep == "pobj" and parse.words[head] == "as":
        verb = parse.head[head]
        if not denied(linked, verb):
            return [a for h in clause.patients(parse, verb) or clause.subjects(parse, verb) for a in _organisations(linked, h)]
    for c in parse.children[i]:
        if parse.deps[c] == "appos" and (found := _organisations(linked, c)):
            return found
    at = i + 1 + (parse.words[i + 1 : i + 2] in ([","], [":"], ["("]))
    k = linked.name_at.get(at)
    if k is not None and linked.names[k].first == at and at < len(parse.words):
        return _organisations(linked, head_token(linked, linked.names[k].first, linked.names[k].last))
    return []


def _personal(word: str) -> bool:
    """Whether a noun means a person, by the roles' table or its ending."""
    if word in tables.roles():
        return True
    return len(word) > 4 and word.endswith(_PERSONAL) and word not in _NOT_PERSONAL and word not in _BODY_NOUNS


def _titled(word: str, tag: str) -> bool:
    """Whether a noun right before a person's name says what the person is; roles are read elsewhere."""
    return tag == "NN" and word not in tables.roles() and word not in _BODY_NOUNS | _NOT_PERSONAL


def _person(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "the US rapper X", "Hungary's Orban", "X of the Green Party", "Michael Müller (SPD)"."""
    parse, clusters = linked.parse, linked.clusters
    a, word, at = _owner_before(linked, n)
    if a is not None:
        genitive = word >= 0 and parse.words[word] in ("'s", "’s", "'", "’")
        noun = n.first - 1
        titled = noun not in linked.name_at and parse.words[noun].islower() and parse.tags[noun].startswith("NN")
        if clusters[a.entity].kind == "country":
            if titled and _titled(parse.words[noun], parse.tags[noun]):
                yield _now(0.8, "CITIZEN_OF", own, a, noun, "national:title")
            elif genitive and word == n.first - 1:
                yield _now(0.75, "CITIZEN_OF", own, a, word, "national:genitive")
        elif genitive and word == n.first - 1 and clusters[a.entity].kind == "organisation":
            yield _now(0.7, _affiliation(linked, at), own, a, word, "affiliation:genitive")
    yield from _profession(linked, n, own)
    last = n.last
    if parse.words[last + 1 : last + 2] == ["("]:  # "Michael Müller (SPD)"
        at = last + 2
        while parse.words[at : at + 1] and parse.words[at] in ("of", "the", "from"):  # "Petra Pau (of the Left Party)"
            at += 1
        k = linked.name_at.get(at)
        if k is not None and linked.names[k].first == at:
            m = linked.names[k]
            if m.kind == "organisation" and parse.words[m.last + 1 : m.last + 2] in ([")"], [","], ["-"]):
                body = linked.own.get(head_token(linked, m.first, m.last))
                if body is not None and not _initials(n.text, m.text):
                    yield _now(0.85, _affiliation(linked, k), own, body, m.last, "affiliation:parenthesis")
    for c in parse.children[own.token]:
        prep = parse.words[c].lower()
        if parse.deps[c] != "prep" or prep not in ("of", "from", "with", "at") or c <= own.token:
            continue
        for k in parse.children[c]:
            a = linked.own.get(k) or body_at(linked, k)
            if parse.deps[k] != "pobj" or a is None or a.form != "name" or a.role:
                continue
            if clusters[a.entity].kind == "organisation" and a.token in linked.name_at:
                yield _now(0.7, _affiliation(linked, linked.name_at[a.token]), own, a, c, f"affiliation:{prep}")
            elif clusters[a.entity].kind == "country" and prep in ("of", "from"):
                yield _now(0.75, "CITIZEN_OF", own, a, c, f"national:{prep}")


def _profession(linked: Linked, n: Name, own: Actor) -> Iterator[Frame]:
    """ "Yale University psychologist Stanley Milgram": a noun for a person between body and name."""
    parse = linked.parse
    noun = n.first - 1
    word = parse.words[noun] if noun > 0 else ""
    k = linked.name_at.get(noun - 1)
    if k is None or parse.tags[noun] != "NN" or not word.islower() or word in tables.roles() or not _personal(word):
        return
    m = linked.names[k]
    body = linked.own.get(head_token(linked, m.first, m.last))
    if m.kind == "organisation" and body is not None and parse.deps[body.token] not in ("dobj", "nsubj", "pobj"):
        yield _now(0.75, _affiliation(linked, k), own, body, noun, "affiliation:title")


def _initials(person: str, body: str) -> bool:
    return body == "".join(w[0] for w in person.split() if w[0].isupper())


def _affiliation(linked: Linked, name: int) -> str:
    """MEMBER_OF for parties, clubs, armed groups and unions, WORKS_FOR for other bodies."""
    n = linked.names[name]
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    party = known.type in _MEMBERSHIP if known is not None else bool({"party", "union"} & set(n.text.lower().split()))
    return "MEMBER_OF" if party else "WORKS_FOR"


def _predicate(linked: Linked, i: int) -> Iterator[Frame]:
    """ "X is a German physicist", "X, an American singer", "X is an Italian airline", "X is a unit of Y"."""
    parse = linked.parse
    dep, head = parse.deps[i], parse.head[i]
    if i in linked.name_at:
        if linked.names[linked.name_at[i]].kind == "organisation":
            yield from _partisan(linked, i)
        return
    if not (parse.tags[i].startswith("NN") or (dep == "attr" and _personal(parse.words[i]))):
        return
    if dep == "attr" and parse.lemmas[head] in ("be", "become", "remain") and not denied(linked, head):
        subjects = [c for c in parse.children[head] if parse.deps[c] == "nsubj"] or _opening(linked, head)
    elif dep == "appos":
        subjects = [head]
    else:
        return
    noun = parse.words[i].lower()
    for s in subjects:
        if parse.tags[s] in ("WP", "WDT") and parse.deps[head] == "relcl":
            s = parse.head[head]
        own = linked.own.get(s)
        if own is None:
            continue
        kind = linked.clusters[own.entity].kind
        if kind == "organisation" and dep == "attr" and (noun in _BODY_NOUNS or noun in _PARTS):
            yield from _described(linked, own, i)
        elif kind == "person" and _personal(noun) and noun not in tables.roles():
            a = nation_before(linked, i)
            if a is not None:
                yield _now(0.85, "CITIZEN_OF", own, a, i, "national:predicate")
        elif kind == "person" and noun in _NATIONALS:
            for a in linked.owners(i, of=("of",)):
                if linked.clusters[a.entity].kind == "country":
                    yield _now(0.9, "CITIZEN_OF", own, a, i, f"national:{noun}")


def _tied(linked: Linked, v: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "was elected to the Senate", "sits on the board of Siemens", "played for Ajax", "teaches at Yale"."""
    parse, lemma = linked.parse, linked.parse.lemmas[v]
    relation, prepositions, seats_only = _TIES[lemma]
    passive = clause.is_passive(parse, v)
    people = clause.patients(parse, v) if passive else clause.subjects(parse, v)
    if lemma in ("elect", "appoint", "name") and not passive:
        people = clause.patients(parse, v)
    holders = [a for h in people for a in linked.actors(h) if linked.clusters[a.entity].kind == "person" and not a.role]
    if not holders:
        return
    found: list[Actor] = []
    tokens = [v]
    for h in clause.prepositional(parse, v, prepositions):
        if h in linked.own or body_at(linked, h):
            if not seats_only:
                found.extend(a for m in linked.conjuncts(h) if (a := linked.own.get(m) or body_at(linked, m)))
        elif parse.lemmas[h] in _SEATS:
            for k in clause.prepositional(parse, h, ("of", "in", "at")):
                found.extend(a for m in linked.conjuncts(k) if (a := linked.own.get(m)))
            tokens.append(h)
    fit = [a for a in found if linked.clusters[a.entity].kind == "organisation" and not a.role]
    if lemma in _CANDIDACIES:
        fit = [a for a in fit if _is_party(linked, a)]
    if fit:
        yield Frame(relation, holders, fit, tokens, context.of_verb(parse, v, lex, sentence), 0.8, f"tie:{lemma}", v)


def _made_of(linked: Linked, v: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "an alliance composed of A, B and C", "the coalition consists of A and B": its members."""
    parse = linked.parse
    whole = clause.patients(parse, v) if clause.is_passive(parse, v) else clause.subjects(parse, v)
    parts = clause.prepositional(parse, v, ("of",)) or (
        clause.patients(parse, v) if parse.lemmas[v] == "comprise" and not clause.is_passive(parse, v) else []
    )
    members = [a for h in parts for m in linked.conjuncts(h) if (a := linked.own.get(m)) and a.form == "name"]
    bodies_ = [
        a
        for h in whole
        for a in (_organisations(linked, h) or _named_by(linked, h) or [b for b in (body_at(linked, h),) if b])
    ]
    if members and bodies_:
        yield Frame("MEMBER_OF", members, bodies_[:1], [v], context.of_verb(parse, v, lex, sentence), 0.8, "made of", v)


def _is_party(linked: Linked, a: Actor) -> bool:
    k = linked.name_at.get(a.token)
    if k is None:
        return False
    n = linked.names[k]
    known = tables.organisations().get(n.known.key) if n.known is not None else None
    return known.type == "party" if known is not None else "party" in n.text.lower().split()


def _partisan(linked: Linked, i: int) -> Iterator[Frame]:
    """ "X, a Republican", "X is a Social Democrat", "elected as a Democrat": a noun for members of a body."""
    parse, own = linked.parse, linked.own.get(i)
    n = linked.names[linked.name_at[i]]
    single = any(parse.deps[c] == "det" and parse.words[c].lower() in ("a", "an") for c in parse.children[i])
    if own is None or n.known is None or n.known.sort != "member" or not single:
        return
    dep, head = parse.deps[i], parse.head[i]
    heads: list[int] = []
    if dep == "appos":
        heads = [head]
    elif dep == "attr" and parse.lemmas[head] in ("be", "become", "remain") and not denied(linked, head):
        heads = clause.subjects(parse, head)
    elif dep == "pobj" and parse.words[head].lower() == "as" and not denied(linked, parse.head[head]):
        verb = parse.head[head]
        if parse.tags[verb].startswith("VB"):
            heads = clause.patients(parse, verb) if clause.is_passive(parse, verb) else clause.subjects(parse, verb)
    for h in heads:
        for a in linked.actors(h, coordinated=False):
            if linked.clusters[a.entity].kind == "person" and not a.role:
                yield _now(0.85, "MEMBER_OF", a, own, i, "member noun")


def _opening(linked: Linked, verb: int) -> list[int]:
    """The name that opens the sentence, where a parenthesis hid it from the parse."""
    parse = linked.parse
    first = next((f for f, stop in parse.sentences if f <= verb < stop), verb)
    k = linked.name_at.get(first)
    if k is None or parse.words[verb - 1] != ")" or parse.words[linked.names[k].last + 1] != "(":
        return []
    return [head_token(linked, first, linked.names[k].last)]


def _based(linked: Linked, i: int) -> Iterator[Frame]:
    """ "X, based in Germany", "X, headquartered in Munich, Germany", "the Germany-based X"."""
    parse = linked.parse
    places: list[Actor] = []
    for h in clause.prepositional(parse, i, ("in", "at")):
        places.extend(linked.actors(h))
        for c in parse.children[h]:  # "in Munich, Germany"
            if parse.deps[c] in ("appos", "npadvmod", "nmod", "conj") and c in linked.own and h not in linked.own:
                places.append(linked.own[c])
    if parse.deps[i] in ("acl", "amod", "relcl"):
        heads = [parse.head[i]]
    else:
        heads = clause.patients(parse, i) or clause.subjects(parse, i)
    if not places and i > 1 and parse.words[i - 1] == "-" and (k := linked.name_at.get(i - 2)) is not None:
        if own := linked.own.get(head_token(linked, linked.names[k].first, linked.names[k].last)):
            places = [own]
    for h in heads:
        owners = linked.actors(h)
        if not owners:
            owners = [linked.own[c] for c in parse.children[h] if parse.deps[c] in ("appos", "compound") and c in linked.own]
        for own in owners:
            if linked.clusters[own.entity].kind != "organisation" or own.role:
                continue
            for a in places:
                if linked.clusters[a.entity].kind == "country":
                    yield _now(0.9, "BASED_IN", own, a, i, "based")
