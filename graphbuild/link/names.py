"""Which words of an article name what: spaCy's names and the tables' names, brought together.

Each :class:`Name` is one place in the text with a decided sort. Decisions are votes: the
tables, the recogniser's label, titles, given names and the words around each weigh in, and all
places of an article with the same words share their votes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.link import rolewords
from graphbuild.link.gazetteer import Known, search
from graphbuild.link.mending import Candidate, normal
from graphbuild.link.spans import candidates
from graphbuild.link.words import BODY, HONORIFIC
from graphbuild.model import Kind

__all__ = ["Name", "find", "normal"]

_LOCATIVE = frozenset("in near around outside inside across throughout".split())
_AREA = frozenset(
    """district area province region village town city neighborhood neighbourhood county valley""".split()
)
#: Words of reports on sports, by lemma, and how many make one.
_SPORTING = frozenset(
    """bundesliga striker midfielder goalkeeper defender coach league cup goal match season squad fixture
    midfield penalty substitute team player fan playoff champion championship""".split()
)
_SPORTING_WORDS = 8
_STATE_SORTS = frozenset(["country", "demonym", "seat"])
#: What clubs do to each other and with players.
_MATCHES = frozenset(
    """beat defeat draw host face win lose thrash play sign score visit knock meet outplay overcome hammer
    edge stun concede equalise equalize""".split()
)
#: Nouns for what clubs have.
_OF_CLUBS = frozenset(
    """win defeat victory draw match game squad fan side team captain coach goal keeper season attack defence
    midfield board player clash tie lead""".split()
)
#: Short forms of the states of the US after the name of a city.
_STATES = frozenset(
    """Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn. Miss. Mo.
    Mont. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nev. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Va. Vt. W.Va. Wash.
    Wis. Wyo.""".split()
)
#: Nouns after a city's name that show that its club is meant.
_SPORTS = frozenset(
    """keeper goalkeeper striker midfielder defender winger forward attacker coach captain manager
    boss fullback playmaker quarterback""".split()
)
#: Last words of the names of clubs.
_CLUBS = frozenset("United City Rovers Wanderers Athletic Hotspur Albion Rangers".split())
#: Nouns after a word for a party's members that show that the party is meant.
_OFFICES = frozenset(
    """member senator congressman congresswoman representative politician candidate nominee governor
    mayor lawmaker legislator leader whip mp councillor""".split()
)
#: Nouns right before the name of a body.
_BODY_TITLES = frozenset(
    """company firm carmaker automaker airline party newspaper daily magazine broadcaster agency
    group bank manufacturer giant startup retailer channel outlet website militia union network
    movement club think-tank conglomerate carrier operator""".split()
)
#: Roles that bodies hold as well as persons ("broadcaster CNN").
_EITHER = frozenset(
    """broadcaster publisher developer owner producer operator founder partner member supporter
    rebel fighter contractor broker trader worker expert official candidate player head chief
    president""".split()
)
#: Roles that are mostly firms where no given name follows ("German music publisher Bertelsmann").
_TRADES = frozenset(
    """publisher broadcaster producer operator developer maker brewer insurer lender builder supplier
    distributor steelmaker carmaker chipmaker drugmaker exchange""".split()
)
#: Nouns for what only firms have.
_SHARES = frozenset("share stake % pct percent equity".split())
_OF_FIRMS = frozenset(
    """shareholder subsidiary unit profit earnings revenue sale turnover headquarters dividend customer
    factory plant output acquisition takeover merger""".split()
)
#: Verbs for what firms do.
_OF_DEALS = frozenset(
    """acquire buy merge list report manufacture produce export employ supply distribute operate sell
    launch unveil post own""".split()
)
#: Places in a sentence where a capital means the state: who acts, is acted upon or is dealt with.
_ACTING = frozenset("nsubj nsubjpass poss dobj iobj dative agent".split())
_DEALING = frozenset("with between against by on toward towards for to".split())
_MOTION = frozenset(
    """travel fly go come return move arrive trip visit flight tour head drive send rush bring take""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """Words at tokens ``first`` to ``last``, characters ``start`` to ``end``, and what they name."""

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: Kind
    known: Known | None
    """The table entry, where a table knows it."""

    @property
    def demonym(self) -> bool:
        return self.known is not None and self.known.sort == "demonym"


def find(parse: Parse) -> list[Name]:
    """The names in text order, none overlapping another."""
    found = candidates(parse, list(search(parse)))
    votes = _votes(parse, found)
    states = frozenset(k.key for c in found for k in c.known if k.sort == "country")
    names = [name for c in found if (name := _decide(parse, c, votes, states)) is not None]
    names.extend(_missed(parse, names))
    names.sort(key=lambda n: n.start)
    return names


def _votes(parse: Parse, found: Sequence[Candidate]) -> dict[str, Counter[str]]:
    """For each surface the weight of each reading, from all its places in the article."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    parts = _parts(parse, found)
    sports = sum(w in _SPORTING for w in parse.lemmas) > _SPORTING_WORDS
    for c in found:
        v = votes[c.text]
        sorts = [k.sort for k in c.known]
        if sports and "place" in (c.label, *sorts) and not _STATE_SORTS.intersection(sorts):
            v["organisation"] += _plays(parse, c)
        if c.label:
            v[c.label] += 2
        _neighbours(parse, c, v)
        _own_words(parse, c, v, parts)
        if c.label in ("person", "place") and not c.known:
            v["organisation"] += _firm(parse, c)
        for known in c.known:
            weight = 1 if known.ambiguous else 6
            if known.sort in ("organisation", "member"):
                v["organisation"] += weight
            elif known.sort == "place":
                v["place"] += weight
            else:
                v[known.sort] += weight
    for part in parts:
        votes[part]["surname"] = 0
    return votes


def _parts(parse: Parse, found: Sequence[Candidate]) -> set[str]:
    """First and last words of the full names of persons: alone they mean the person as well."""
    given, roles, words = tables.first_names(), tables.roles(), parse.words
    parts: set[str] = set()
    for c in found:
        if c.last == c.first or c.known or c.label not in ("person", "organisation", "place"):
            continue
        role = roles.get(words[c.first - 1].lower()) if c.first else None
        titled = role is not None and role.title and words[c.first - 1][0].isupper() and role.relation != ""
        personal = titled or (words[c.first] in given and c.label != "place")
        if c.label == "person" or (personal and words[c.last].lower() not in BODY):
            parts.update((words[c.first], words[c.last]))
    return parts


def _neighbours(parse: Parse, c: Candidate, v: Counter[str]) -> None:
    """What the words before and after a name say of its kind."""
    words, tags, roles = parse.words, parse.tags, tables.roles()
    before = words[c.first - 1].lower() if c.first else ""
    after = words[c.last + 1].lower() if c.last + 1 < len(words) else ""
    role = roles.get(before)
    title = role is not None and role.title
    office = title and role is not None and role.relation != ""
    if before in HONORIFIC or (title and words[c.first - 1][0].isupper()):
        v["person"] += 3
    elif office and c.label in ("person", "organisation"):
        v["person"] += 3 if tags[c.first - 1] == "NN" and before not in _EITHER else 0
    elif before in _BODY_TITLES:
        v["organisation"] += 3
    if c.label == "place" and not c.known and office:
        v["person"] += 3
    if c.label and c.label != "demonym" and before in _LOCATIVE and after not in ("'s", "’s"):
        v["place"] += 2 if c.label == "organisation" else 3
    if before == "of" and c.label == "person" and c.first > 1 and tags[c.first - 2].startswith("NN"):
        led = roles.get(words[c.first - 2].lower())
        if led is not None and led.of == "organisation" and led.relation == "LEADER_OF":
            v["organisation"] += 5  # "chief executive of Carl Zeiss"
    if c.label and c.label != "demonym" and not c.known and after in _BODY_TITLES:
        v["organisation"] += 3
    if c.label == "place" and not any(k.sort in ("country", "demonym") for k in c.known):
        genitive = after in ("'s", "’s") and any(w.lower() in _SPORTS for w in words[c.last + 3 : c.last + 4])
        if after in _SPORTS or genitive:
            v["organisation"] += 12  # "Dortmund keeper", "Augsburg's new coach": the club
    if after in _OFFICES and any(k.sort == "member" for k in c.known):
        v["organisation"] += 6  # "the Republican senator"
    if after in _AREA or words[c.last + 1 : c.last + 3] in (["-", "based"], ["–", "based"]):
        v["place"] += 3
    following = words[c.last + 2].split("-")[0] if after == "," and c.last + 2 < len(words) else ""
    if c.first == c.last and not c.known and following in _STATES:
        v["place"] += 4  # "Rutherford, N.J."
    age = words[c.last + 2 : c.last + 4]
    if after == "," and len(age) == 2 and age[1] in (",", ".") and age[0].isdigit() and len(age[0]) == 2:
        v["person"] += 3  # "Muhaydin Mire, 29, spoke"


def _plays(parse: Parse, c: Candidate) -> int:
    """How much a sentence of a report on sports tells that a city's name means its club."""
    words, lemmas, deps = parse.words, parse.lemmas, parse.deps
    i = next((t for t in range(c.last, c.first - 1, -1) if not c.first <= parse.head[t] <= c.last), c.last)
    head = parse.head[i]
    if deps[i] == "conj":
        i, head = head, parse.head[head]
    if deps[i] in ("nsubj", "nsubjpass", "dobj"):
        return 12 if lemmas[head] in _MATCHES else 0
    if deps[i] == "poss" or (deps[i] in ("compound", "nmod") and head > c.last):
        return 12 if lemmas[head] in _OF_CLUBS or words[head].lower() in _SPORTS else 0
    if deps[i] == "pobj" and words[head] in ("against", "for", "with", "to", "over", "by"):
        governor = lemmas[parse.head[head]]
        return 12 if governor in _MATCHES | _OF_CLUBS and (words[head] != "to" or governor == "lose") else 0
    return 0


def _firm(parse: Parse, c: Candidate) -> int:
    """How much the sentence tells that a name is a firm's: its shares, its mergers, "which", "publisher"."""
    if parse.words[c.first] in tables.first_names() and c.last > c.first:
        return 0
    words, lemmas, deps = parse.words, parse.lemmas, parse.deps
    i = next((t for t in range(c.last, c.first - 1, -1) if not c.first <= parse.head[t] <= c.last), c.last)
    head, weight = parse.head[i], 0
    if c.label == "person" and words[c.last + 1 : c.last + 3] == [",", "which"]:
        weight += 4
    if deps[i] == "pobj" and words[head] in ("in", "of") and lemmas[parse.head[head]] in _SHARES:
        weight += 4  # "shares in Diageo", "33% of Changyu"
    elif deps[i] == "poss" and lemmas[head] in _SHARES | _OF_FIRMS:
        weight += 4
    elif c.label == "person" and deps[i] in ("nsubj", "nsubjpass") and lemmas[head] in _OF_DEALS:
        weight += 3
    if c.label == "person" and c.first and words[c.first - 1] in _TRADES:
        weight += 3
    beside = words[c.last + 1 : c.last + 2] == [","]
    described = (k for k in parse.children[i] if beside and deps[k] == "appos" and k > c.last)
    if c.label == "person" and any(words[k] in _BODY_TITLES | _TRADES for k in described):
        weight += 4
    return weight


def _own_words(parse: Parse, c: Candidate, v: Counter[str], parts: set[str]) -> None:
    """What the words of a name itself say of its kind."""
    words, given = parse.words[c.first : c.last + 1], tables.first_names()
    if len(words) > 1:
        if words[0] in given and all(w[0].isupper() or not w.isalpha() for w in words):
            v["person"] += 3
        if any(w.lower() in BODY for w in words) or words[-1] in _CLUBS:
            v["organisation"] += 4
    elif words[0] in parts:
        v["person"] += 3
    elif c.label in ("organisation", "place") and not c.known and _holds_role(parse, c.first):
        v["person"] += 4
    elif words[0] in given and c.label in ("person", "organisation") and not c.known:
        v["person"] += 1


def _holds_role(parse: Parse, i: int) -> bool:
    """Whether the name at ``i`` is said to be or become something that only persons are."""
    if parse.deps[i] not in ("nsubj", "nsubjpass"):
        return False
    verb = parse.head[i]
    for c in parse.children[verb]:
        if parse.deps[c] in ("attr", "oprd"):
            nouns = [c]
        elif parse.deps[c] == "prep" and parse.words[c] == "as":
            nouns = parse.children[c]
        else:
            continue
        for k in nouns:
            role = tables.roles().get(parse.words[k].lower())
            if role is not None and role.relation and parse.words[k].lower() not in _EITHER:
                return parse.lemmas[verb] in ("be", "become", "serve", "work", "elect", "appoint", "name")
    return False


def _decide(
    parse: Parse, c: Candidate, votes: dict[str, Counter[str]], states: frozenset[str]
) -> Name | None:
    """The name that a candidate is, or None: a place, or nothing that we keep.

    ``states`` are the codes of the countries that the article names: words that a former state
    shares with its successor ("Moscow") mean the one of the two that is named.
    """
    v = votes[c.text]
    if not v:
        return None
    best = min(v, key=lambda k: (-v[k], k))

    def as_(kind: Kind, known: Known | None = None) -> Name:
        return Name(c.first, c.last, c.start, c.end, c.text, kind, known)

    def entry(*sorts: str) -> Known | None:
        fitting = [k for k in c.known if k.sort in sorts]
        return next((k for k in fitting if k.key in states), fitting[0] if fitting else None)

    state = entry("country", "demonym", "seat")
    if state is not None and (
        best in ("country", "demonym", "seat", "place") or (not state.ambiguous and v[best] < 9)
    ):
        return as_("country", state)
    capital = entry("capital")
    if capital is not None and best in ("capital", "place"):
        return as_("country", capital) if _acting(parse, c) else None
    body = _body(c, states)
    if best == "organisation" and (c.label or body is not None):
        if body is None and _common(parse, c):
            return None
        return as_("organisation", body)
    if best == "person" and not _common(parse, c) and not any(ch.isdigit() for ch in c.text):
        if "-" in c.text and all("surname" in votes.get(part, ()) for part in c.text.split("-")):
            return None  # "Xi-Putin meeting": two persons, no third
        return as_("person")
    return None


def _body(c: Candidate, states: frozenset[str]) -> Known | None:
    """The body of the tables that a name means: of several, the one whose state alone the article names."""
    options = [k for k in c.known if k.sort in ("organisation", "member")]
    if len({k.key for k in options}) < 2:
        return options[0] if options else None
    table = tables.organisations()
    near = [k for k in options if k.key in table and table[k.key].country in states]
    return near[0] if len(near) == 1 else None


def _acting(parse: Parse, c: Candidate) -> bool:
    """Whether a capital's name stands where the state is meant: "Moscow said", not "in Moscow"."""
    i = next((t for t in range(c.last, c.first - 1, -1) if not c.first <= parse.head[t] <= c.last), c.last)
    for _ in range(4):
        dep, head = parse.deps[i], parse.head[i]
        if dep == "pobj":
            prep = parse.words[head].lower()
            governor = parse.head[head]
            return prep in _DEALING and parse.lemmas[governor] not in _MOTION
        if dep == "dobj":
            return parse.lemmas[head] not in ("visit", "leave", "reach", "tour", "enter")
        if dep == "poss":
            return parse.words[head].islower()
        if dep in _ACTING:
            return True
        if dep in ("compound", "nmod", "amod"):
            following = parse.words[c.last + 1 : c.last + 2]
            return following in (["-"], ["–"]) and parse.words[c.last + 2 : c.last + 3] != ["based"]
        if dep != "conj":
            return False
        i = head
    return False


def _common(parse: Parse, c: Candidate) -> bool:
    """Whether the words are capitalised for another reason than being a name."""
    words = parse.words[c.first : c.last + 1]
    if all(w.islower() for w in words):
        return True
    low = tuple(w.lower() for w in words)
    if c.first == c.last:
        return low[0] in tables.roles() or low[0] in tables.actors() or low[0] in BODY or len(low[0]) < 2
    return rolewords.title(low)


def _missed(parse: Parse, names: list[Name]) -> list[Name]:
    """Places where a name of this article stands again but was not recognised."""
    used = {t for n in names for t in range(n.first, n.last + 1)}
    known: dict[str, list[tuple[list[str], Name]]] = defaultdict(list)
    seen: set[str] = set()
    for n in names:
        words = parse.words[n.first : n.last + 1]
        if n.known is None and n.text not in seen and (n.last > n.first or len(n.text) > 2):
            seen.add(n.text)
            known[words[0]].append((words, n))
            if n.kind == "person" and n.last > n.first and len(words[-1]) > 2 and words[-1] not in seen:
                seen.add(words[-1])
                known[words[-1]].append((words[-1:], n))
    found = []
    if known:
        for i, word in enumerate(parse.words):
            for words, n in sorted(known.get(word, ()), key=lambda k: -len(k[0])):
                j = i + len(words)
                plain = parse.tags[i].startswith("NN") or (
                    i and parse.words[i - 1][-1:].isalnum() and len(word) > 3
                )
                if parse.words[i:j] == words and not used.intersection(range(i, j)) and plain:
                    start, end = parse.start[i], parse.end[j - 1]
                    found.append(
                        replace(n, first=i, last=j - 1, start=start, end=end, text=parse.text[start:end])
                    )
                    used.update(range(i, j))
                    break
    return found
