"""The key, display name and gender of each person of an article: full names, surnames, first names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.name_text import bare
from graphbuild.extract.names.recognition import Name
from graphbuild.tables.keys import generation, normal, person_words

_MALE = tables.words("male title")
_FEMALE = tables.words("female title")


def assign(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str, str]]:
    """Key and display name of each person's name, and why it is that person's."""
    words = {k: person_words(n.text) for k, n in enumerate(names) if n.kind == "person"}
    counts = Counter(words.values())
    marks = {k: generation(names[k].text) for k in words}
    marked, shown = _marked(names, words, marks)
    full = sorted((w for w in counts if len(w) > 1), key=lambda w: (-len(w), -counts[w], w))
    by_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    alike: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for w in full:
        for part in set(w):
            by_word[part].append(w)
        for edge in _edges(w[-1]):
            alike[edge].append(w)
    target = _fullest(names, words, full, by_word)
    out: dict[int, tuple[str, str, str]] = {}
    recent: dict[str, tuple[str, ...]] = {}
    settled: dict[str, tuple[str, ...]] = {}  # whom a surname has meant so far stays meant
    genders = _Genders(parse, names, words)
    called = _initials(full)
    bearers_of = {word: {target[v] for v in of} for word, of in by_word.items()}
    apart = set(_addressed_apart(parse, names, words, bearers_of, genders))
    for k, w in sorted(words.items(), key=lambda item: names[item[0]].start):
        why = "name"
        if len(w) > 1:
            if target[w] != w:
                why = f"shorter form of {shown[target[w]]}"
            w = target[w]
            for part in w:
                recent[part] = w
        else:
            options = bearers_of.get(w[0], set()) or {target[v] for v in called.get(names[k].text, ())}
            bearers, addressed = bool(options), _addressed(parse, names[k])
            if w[0] in apart and not addressed:
                options = set()
            elif addressed:  # "*Mrs* Howard" is not Michael Howard
                options = {v for v in options if genders.of(v) in (addressed, "")}
            chosen, of_several = _one_of(w[0], options, counts, (settled.get(w[0]), recent.get(w[0])))
            if chosen is None and not bearers:
                chosen, of_several = _misspelt(w[0], alike, target), ", but for a letter"
            if chosen is None:
                out[k] = (f"{article}/{w[0]}", shown[w], why)
                continue
            settled.setdefault(w[0], chosen)
            part = "first name" if w[0] == chosen[0] != chosen[-1] else "surname"
            why = f"{part} of {shown[chosen]}{of_several}"
            w = chosen
        # "Trump" is the one who is called so without a "Jr.", if there is one
        mark = marks[k] if marks[k] in marked[w] else min(marked[w])
        head = _unmarked_head(w) if mark and not marks[k] else ""
        form = w if head else (*w, *mark)
        out[k] = (" ".join(form), head or shown[form], why.replace(shown[*w, *mark], head) if head else why)
    return out


def _marked(
    names: Sequence[Name], words: Mapping[int, tuple[str, ...]], marks: Mapping[int, tuple[str, ...]]
) -> tuple[dict[tuple[str, ...], set[tuple[str, ...]]], dict[tuple[str, ...], str]]:
    """The marks of a generation with which the words of a name stand, and the longest form of each name."""
    marked: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    shown: dict[tuple[str, ...], str] = {}
    for k, w in words.items():
        marked[w].add(marks[k])
        text = bare(names[k].text).strip()
        form = (*w, *marks[k])
        if form not in shown or len(text) > len(shown[form]):
            shown[form] = " ".join(text.split())
    for w, of in marked.items():
        shown.setdefault(w, shown[*w, *min(of)])
    return marked, shown


def _one_of(
    word: str,
    options: set[tuple[str, ...]],
    counts: Counter[tuple[str, ...]],
    before: Sequence[tuple[str, ...] | None],
) -> tuple[tuple[str, ...] | None, str]:
    """The one of several full names that a single word means, if any, and how that is told.

    ``before`` are those whom the word has meant so far and who was named by it last.
    """
    options = {v for v in options if v[-1] == word} or {v for v in options if v[0] == word} or options
    if len(options) < 2:
        return next(iter(options), None), ""
    if (main := _main(options, counts)) is not None:
        return main, ", of several the one named most"
    meant, latest = before
    if meant in options:
        return meant, ", of several the one so called before"
    return latest, ", of several the one named last"


def _addressed_apart(
    parse: Parse,
    names: Sequence[Name],
    words: Mapping[int, tuple[str, ...]],
    bearers: Mapping[str, Collection[tuple[str, ...]]],
    genders: _Genders,
) -> Iterator[str]:
    """Surnames of somebody whom the article names nowhere in full.

    "*Mr* Obama", "*President* Obama" beside Michelle Obama.
    """
    for k, w in words.items():
        if len(w) > 1 or w[0] not in bearers:
            continue
        addressed = _addressed(parse, names[k])
        if not addressed and _heads_a_state(parse, names[k]):
            addressed = _gender_of_heads(w[0])
        if addressed and all(genders.of(v) not in (addressed, "") for v in bearers[w[0]]):
            yield w[0]


def _heads_a_state(parse: Parse, n: Name) -> bool:
    """Whether the title of a head of state stands before a name, no longer one: "*Vice* President Harris"."""
    before = [w.lower() for w in parse.words[max(0, n.first - 2) : n.first]]
    if not before or before[-1] not in tables.heads():
        return False
    return len(before) < 2 or " ".join(before) not in tables.roles()


def _initials(full: Sequence[tuple[str, ...]]) -> Mapping[str, list[tuple[str, ...]]]:
    """Full names by their initials: "AMLO" is Andrés Manuel López Obrador."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for w in full:
        if len(w) > 2:
            found["".join(part[0] for part in w).upper()].append(w)
    return found


def _fullest(
    names: Sequence[Name],
    words: Mapping[int, tuple[str, ...]],
    full: Sequence[tuple[str, ...]],
    by_word: Mapping[str, Sequence[tuple[str, ...]]],
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The fullest form of each full name: of "Javad Zarif", "Mohammad Javad Zarif" where only he is meant."""
    initials: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for k, w in words.items():
        initials[w].update(letter for letter in normal(names[k].text).split()[1:] if len(letter) == 1)
    target: dict[tuple[str, ...], tuple[str, ...]] = {}
    for w in full:
        longer = [
            v
            for v in by_word[w[-1]]
            if len(v) > len(w)
            and v[-1] == w[-1]
            and _within(w, v)
            and all(any(middle.startswith(i) for middle in v[1:-1]) for i in initials[w])
        ]  # "George W. Bush" not "George H.W. Bush"
        target[w] = target.get(longer[0], longer[0]) if len({target.get(v, v) for v in longer}) == 1 else w
    return target


def _misspelt(
    surname: str,
    alike: Mapping[str, Sequence[tuple[str, ...]]],
    target: Mapping[tuple[str, ...], tuple[str, ...]],
) -> tuple[str, ...] | None:
    """The one full name whose surname differs in a single letter: "Burzek" is "Jerzy Buzek"."""
    if len(surname) < 6:
        return None
    full = [w for edge in _edges(surname) for w in alike.get(edge, ())]
    near = {target[w] for w in full if w[-1][0] == surname[0] and _one_letter(w[-1], surname)}
    return near.pop() if len(near) == 1 and surname not in _heads() else None


@cache
def _heads() -> frozenset[str]:
    """Surnames of heads of state and government, which are no misspelling of a like one's."""
    return frozenset(person_words(term.name)[-1] for terms in tables.leaders().values() for term in terms)


@cache
def _unmarked_head(words: tuple[str, ...]) -> str:
    """The head of state or government of these names where none of them is a "Jr."; empty for none."""
    terms = (term for terms in tables.leaders().values() for term in terms)
    found = {term.name for term in terms if person_words(term.name) == words}
    return min(found) if found and not any(generation(name) for name in found) else ""


@cache
def _gender_of_heads(surname: str) -> str:
    """The gender that all heads of state and government of a surname have; empty where nothing tells it."""
    given = tables.first_names()
    terms = (term for terms in tables.leaders().values() for term in terms)
    found = {given.get(t.name.split()[0], "u") for t in terms if person_words(t.name)[-1] == surname}
    return found.pop() if len(found) == 1 and found <= {"m", "f"} else ""


def _edges(surname: str) -> tuple[str, str]:
    """Its begin and its end: words that differ in one letter have one of them in common."""
    return f"{surname[:3]}-", f"-{surname[-3:]}"


def _one_letter(a: str, b: str) -> bool:
    """Whether two words differ by one letter put in, left out or replaced."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    k = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[k + 1 :] == b[k + 1 :] or a[k:] == b[k + 1 :] or a[k + 1 :] == b[k:]


def _main(options: set[tuple[str, ...]], counts: Counter[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The full name that the article uses clearly most often of those that share a surname."""
    ranked = sorted(options, key=lambda w: (-counts[w], w))
    return ranked[0] if counts[ranked[0]] > 1 + counts[ranked[1]] else None


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(w in rest for w in short)


class _Genders:
    """The genders of persons by the words of their full names, as far as they are asked."""

    def __init__(self, parse: Parse, names: Sequence[Name], words: Mapping[int, tuple[str, ...]]) -> None:
        self._parse, self._names, self._words = parse, names, words
        self._known: dict[tuple[str, ...], str] = {}

    def of(self, full: tuple[str, ...]) -> str:
        """``m``, ``f``, or empty where nothing tells."""
        if full not in self._known:
            own = [self._names[k] for k, w in self._words.items() if w == full]
            self._known[full] = gender_of(self._parse, own)
        return self._known[full]


def _addressed(parse: Parse, n: Name) -> str:
    """The gender that the word of address before a name tells, or empty."""
    before = parse.words[n.first - 1].lower() if n.first else ""
    if before == "." and n.first > 1:
        before = parse.words[n.first - 2].lower() + before
    return "m" if before in _MALE else "f" if before in _FEMALE else ""


def gender_of(parse: Parse, names: Sequence[Name]) -> str:
    """What titles, given name and role words say of a person's gender."""
    votes: Counter[str] = Counter()
    given, roles = tables.first_names(), tables.roles()
    single = all(n.last == n.first for n in names)
    for n in names:
        before = parse.words[n.first - 1].lower() if n.first else ""
        if gender := _addressed(parse, n):
            votes[gender] += 3
        elif before in roles and roles[before].gender:
            votes[roles[before].gender] += 2
        if (n.last > n.first or single) and (g := given.get(parse.words[n.first], "u")) != "u":
            votes[g] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]
