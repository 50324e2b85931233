"""The key, display name and gender of each person of an article: full names, surnames, first names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.entities.name_text import clean
from graphbuild.extract.names.capitals import surnames_of_leaders
from graphbuild.extract.names.recognition import Name
from graphbuild.tables.keys import generation, normal, person_words

_MALE_TITLES = tables.words("male title")
_FEMALE_TITLES = tables.words("female title")

#: Nouns for relatives who may have the same first name and surname.
_RELATIVES = tables.words("relative of one surname")
#: Particles before the name of a father.
_CHILD_OF = tables.words("child of")

#: The words of a person's name in canonical form, without middle initials and generation marks.
_Words = tuple[str, ...]


def assign(parse: Parse, names: Sequence[Name], article: str) -> dict[int, tuple[str, str, str]]:
    """Return key, display name and reason for each person's name, by its index.

    A single word gets the key of the full name that it most likely stands for, else one of the article.
    """
    words = {k: person_words(n.text) for k, n in enumerate(names) if n.kind == "person"}
    counts = Counter(words.values())
    marks = {k: generation(names[k].text) for k in words}
    marks_of, display = _marks_and_display_names(names, words, marks)
    full_names = sorted((w for w in counts if len(w) > 1), key=lambda w: (-len(w), -counts[w], w))
    by_word: dict[str, list[_Words]] = defaultdict(list)
    by_edge: dict[str, list[_Words]] = defaultdict(list)
    for w in full_names:
        for part in set(w):
            by_word[part].append(w)
        for edge in _edges(w[-1]):
            by_edge[edge].append(w)
    namesakes = frozenset(_namesakes(parse, names, words))
    fullest = _fullest(names, words, full_names, by_word, namesakes)
    keys: dict[int, tuple[str, str, str]] = {}
    latest: dict[str, _Words] = {}  # the last full name with each word
    established: dict[str, _Words] = {}  # the full name that each single word stood for before
    genders = _Genders(parse, names, words)
    by_initials = _by_initials(full_names)
    bearers = {word: _main_bearers(of, fullest, namesakes) for word, of in by_word.items()}
    unrelated = set(_surnames_of_others(parse, names, words, bearers, genders))
    for k, w in sorted(words.items(), key=lambda item: names[item[0]].start):
        reason = "name"
        if len(w) > 1:
            if fullest[w] != w:
                reason = f"shorter form of {display[fullest[w]]}"
            w = fullest[w]
            latest.update({part: w for part in w if w not in namesakes or part not in latest})
        else:
            options = bearers.get(w[0], set()) or {fullest[v] for v in by_initials.get(names[k].text, ())}
            has_bearers, gender = bool(options), _gender_of_address(parse, names[k])
            if w[0] in unrelated and not gender:
                options = set()
            elif gender:  # "*Mrs* Howard" is not Michael Howard
                options = {v for v in options if genders.of(v) in (gender, "")}
            if w[0] in surnames_of_leaders() and _is_titled_leader(parse, names[k]):  # "*President* Trump"
                options = _leading({v for v in options if v[-1] == w[0]}, parse, names, words)
            chosen, qualifier = _choose(w[0], options, counts, established.get(w[0]), latest.get(w[0]))
            if chosen is None and not has_bearers:
                chosen, qualifier = _misspelt(w[0], by_edge, fullest), ", but for a letter"
            if chosen is None:
                keys[k] = (f"{article}/{w[0]}", display[w], reason)
                continue
            established.setdefault(w[0], chosen)
            part = "first name" if w[0] == chosen[0] != chosen[-1] else "surname"
            reason = f"{part} of {display[chosen]}{qualifier}"
            w = chosen
        # "Trump" is the bearer without a "Jr.", if there is one
        mark = marks[k] if marks[k] in marks_of[w] else min(marks_of[w])
        leader = _unmarked_leader(w) if mark and not marks[k] else ""
        form = w if leader else (*w, *mark)
        if leader:
            reason = reason.replace(display[*w, *mark], leader)
        keys[k] = (" ".join(form), leader or display[form], reason)
    return keys


def _marks_and_display_names(
    names: Sequence[Name], words: Mapping[int, _Words], marks: Mapping[int, _Words]
) -> tuple[dict[_Words, set[_Words]], dict[_Words, str]]:
    """Return the generation marks that occur with each name, and the longest text of each name."""
    marks_of: dict[_Words, set[_Words]] = defaultdict(set)
    display: dict[_Words, str] = {}
    for k, w in words.items():
        marks_of[w].add(marks[k])
        text = clean(names[k].text).strip()
        form = (*w, *marks[k])
        if form not in display or len(text) > len(display[form]):
            display[form] = " ".join(text.split())
    for w, occurring in marks_of.items():
        display.setdefault(w, display[*w, *min(occurring)])
    return marks_of, display


def _choose(
    word: str,
    options: set[_Words],
    counts: Counter[_Words],
    established: _Words | None,
    latest: _Words | None,
) -> tuple[_Words | None, str]:
    """Return the full name that a single word stands for, None if unknown, and a qualifier of the reason.

    ``established`` is the full name that the word stood for before, ``latest`` the last one that has it.
    """
    options = {v for v in options if v[-1] == word} or {v for v in options if v[0] == word} or options
    if len(options) < 2:
        return next(iter(options), None), ""
    if (main := _main(options, counts)) is not None:
        return main, ", of several the one named most"
    if established in options:
        return established, ", of several the one so called before"
    return latest, ", of several the one named last"


def _surnames_of_others(
    parse: Parse,
    names: Sequence[Name],
    words: Mapping[int, _Words],
    bearers: Mapping[str, Collection[_Words]],
    genders: _Genders,
) -> Iterator[str]:
    """Yield surnames of persons whom the article never names in full, by the gender of their title.

    "*Mr* Obama" and "*President* Obama" beside Michelle Obama.
    """
    for k, w in words.items():
        if len(w) > 1 or w[0] not in bearers:
            continue
        gender = _gender_of_address(parse, names[k])
        if (
            not gender
            and _is_titled_leader(parse, names[k])
            and not _titled(bearers[w[0]], parse, names, words)
        ):
            gender = _gender_of_leaders(w[0])
        if gender and all(genders.of(v) not in (gender, "") for v in bearers[w[0]]):
            yield w[0]


def _is_titled_leader(parse: Parse, n: Name) -> bool:
    """Whether the title of a head of state stands before a name, not as part of a longer one.

    Not in "*Vice* President Harris".
    """
    before = [w.lower() for w in parse.words[max(0, n.first - 2) : n.first]]
    if not before or before[-1] not in tables.heads():
        return False
    return len(before) < 2 or " ".join(before) not in tables.roles()


def _leading(
    options: set[_Words], parse: Parse, names: Sequence[Name], words: Mapping[int, _Words]
) -> set[_Words]:
    """Return those of several full names that may be meant with the title of a head of state.

    Heads of state and government by the table of leaders, else those to whom the article gives such a title:
    "*President* Bush" is not Jeb Bush.
    """
    return {v for v in options if v in _names_of_leaders()} or _titled(options, parse, names, words)


def _titled(
    full_names: Collection[_Words], parse: Parse, names: Sequence[Name], words: Mapping[int, _Words]
) -> set[_Words]:
    """Return those full names to which the article gives the title of a head of state."""
    return {v for v in full_names if any(_has_title(parse, names[k]) for k, w in words.items() if w == v)}


def _has_title(parse: Parse, n: Name) -> bool:
    """Whether the title of a head of state stands before a name, or in the apposition after it."""
    after = [w.lower() for w in parse.words[n.last + 1 : n.last + 6]]
    return _is_titled_leader(parse, n) or (after[:1] == [","] and not tables.heads().isdisjoint(after))


@cache
def _names_of_leaders() -> frozenset[_Words]:
    """Return the names of all heads of state and government."""
    return frozenset(person_words(term.name) for terms in tables.leaders().values() for term in terms)


def _by_initials(full_names: Sequence[_Words]) -> Mapping[str, list[_Words]]:
    """Return full names of three or more words by initials: "AMLO" for Andrés Manuel López Obrador."""
    found: dict[str, list[_Words]] = defaultdict(list)
    for w in full_names:
        if len(w) > 2:
            found["".join(part[0] for part in w).upper()].append(w)
    return found


def _fullest(
    names: Sequence[Name],
    words: Mapping[int, _Words],
    full_names: Sequence[_Words],
    by_word: Mapping[str, Sequence[_Words]],
    namesakes: Collection[_Words],
) -> dict[_Words, _Words]:
    """Return the fullest form of each full name: "Mohammad Javad Zarif" for "Javad Zarif".

    A name with several longer forms that differ keeps its own. ``namesakes`` are no forms of shorter names.
    """
    initials: dict[_Words, set[str]] = defaultdict(set)
    for k, w in words.items():
        initials[w].update(letter for letter in normal(names[k].text).split()[1:] if len(letter) == 1)
    fullest: dict[_Words, _Words] = {}
    for w in full_names:
        longer = [
            v
            for v in by_word[w[-1]]
            if len(v) > len(w)
            and v[-1] == w[-1]
            and v not in namesakes
            and _within(w, v)
            and not _is_father(w, v)
            and all(any(middle.startswith(i) for middle in v[1:-1]) for i in initials[w])
        ]  # "George W. Bush" not "George H.W. Bush"
        distinct = {fullest.get(v, v) for v in longer}
        fullest[w] = distinct.pop() if len(distinct) == 1 else w
    return fullest


def _namesakes(parse: Parse, names: Sequence[Name], words: Mapping[int, _Words]) -> Iterator[_Words]:
    """Yield full names of relatives: "Ronald Reagan was mourned by his *son* Ronald Prescott Reagan".

    Those of three words or more beside a noun for a relative, after a shorter one or with it in one sentence.
    """
    for k, w in words.items():
        if len(w) < 3 or not _is_relative(parse, names[k]):
            continue
        _, stop = parse.sentence(names[k].first)
        if any(
            1 < len(v) < len(w) and v[-1] == w[-1] and names[j].first < stop and _within(v, w)
            for j, v in words.items()
        ):
            yield w


def _main_bearers(
    full_names: Collection[_Words], fullest: Mapping[_Words, _Words], namesakes: Collection[_Words]
) -> set[_Words]:
    """Return the fullest forms of these names, without relatives unless there are no others."""
    forms = {fullest[v] for v in full_names}
    return forms.difference(namesakes) or forms


def _is_relative(parse: Parse, n: Name) -> bool:
    """Whether a noun for a relative is directly before a name, or in the apposition after it."""
    before = [w.lower() for w in parse.words[max(0, n.first - 2) : n.first]]
    if before[-1:] == [","]:
        before.pop()
    if before and before[-1] in _RELATIVES:
        return True
    after = [w.lower() for w in parse.words[n.last + 1 : n.last + 4]]
    return after[:1] == [","] and not _RELATIVES.isdisjoint(after)


def _misspelt(
    surname: str, by_edge: Mapping[str, Sequence[_Words]], fullest: Mapping[_Words, _Words]
) -> _Words | None:
    """Return the one full name whose surname differs in a single letter: "Jerzy Buzek" for "Burzek".

    None for short surnames, and for those of heads of state and government.
    """
    if len(surname) < 6:
        return None
    candidates = [w for edge in _edges(surname) for w in by_edge.get(edge, ())]
    near = {fullest[w] for w in candidates if w[-1][0] == surname[0] and _one_letter(w[-1], surname)}
    return near.pop() if len(near) == 1 and surname not in surnames_of_leaders() else None


@cache
def _unmarked_leader(words: _Words) -> str:
    """Return the head of state or government with this name; empty if none, or if one of them is a "Jr."."""
    terms = (term for terms in tables.leaders().values() for term in terms)
    leaders = {term.name for term in terms if person_words(term.name) == words}
    return min(leaders) if leaders and not any(generation(name) for name in leaders) else ""


@cache
def _gender_of_leaders(surname: str) -> str:
    """Return the gender of all heads of state and government with a surname; empty if unknown or mixed."""
    given = tables.first_names()
    terms = (term for terms in tables.leaders().values() for term in terms)
    genders = {given.get(t.name.split()[0], "u") for t in terms if person_words(t.name)[-1] == surname}
    return genders.pop() if len(genders) == 1 and genders <= {"m", "f"} else ""


def _edges(surname: str) -> tuple[str, str]:
    """Return the start and end of a surname: words that differ in one letter share at least one of them."""
    return f"{surname[:3]}-", f"-{surname[-3:]}"


def _one_letter(a: str, b: str) -> bool:
    """Whether two words differ by one inserted, deleted or replaced letter."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    k = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[k + 1 :] == b[k + 1 :] or a[k:] == b[k + 1 :] or a[k + 1 :] == b[k:]


def _main(options: set[_Words], counts: Counter[_Words]) -> _Words | None:
    """Return the full name that the article uses most, by a lead of two or more; None without one."""
    ranked = sorted(options, key=lambda w: (-counts[w], w))
    return ranked[0] if counts[ranked[0]] > 1 + counts[ranked[1]] else None


def _within(short: _Words, long: _Words) -> bool:
    """Whether the words of a name occur in a longer one, in order."""
    rest = iter(long)
    return all(w in rest for w in short)


def _is_father(short: _Words, long: _Words) -> bool:
    """Whether a name is that of the father within the name of a child: Mohammed bin Rashid Al Maktoum in
    *Hamdan bin* Mohammed bin Rashid Al Maktoum.
    """
    return any(long[k] in _CHILD_OF and long[k + 1] == short[0] for k in range(1, len(long) - 1))


class _Genders:
    """The genders of persons by their full names, computed on first use."""

    def __init__(self, parse: Parse, names: Sequence[Name], words: Mapping[int, _Words]) -> None:
        self._parse, self._names, self._words = parse, names, words
        self._known: dict[_Words, str] = {}

    def of(self, full: _Words) -> str:
        """Return ``m``, ``f``, or empty if unknown."""
        if full not in self._known:
            mentions = [self._names[k] for k, w in self._words.items() if w == full]
            self._known[full] = gender_of(self._parse, mentions)
        return self._known[full]


def _gender_of_address(parse: Parse, n: Name) -> str:
    """Return the gender of the title before a name ("Mrs", "Mr."); empty without one."""
    before = parse.words[n.first - 1].lower() if n.first else ""
    if before == "." and n.first > 1:
        before = parse.words[n.first - 2].lower() + before
    return "m" if before in _MALE_TITLES else "f" if before in _FEMALE_TITLES else ""


def gender_of(parse: Parse, names: Sequence[Name]) -> str:
    """Return a person's gender by titles, roles and first name: ``m``, ``f``, or empty if unknown."""
    votes: Counter[str] = Counter()
    given, roles = tables.first_names(), tables.roles()
    single = all(n.last == n.first for n in names)
    for n in names:
        before = parse.words[n.first - 1].lower() if n.first else ""
        if gender := _gender_of_address(parse, n):
            votes[gender] += 3
        elif before in roles and roles[before].gender:
            votes[roles[before].gender] += 2
        if (n.last > n.first or single) and (g := given.get(parse.words[n.first], "u")) != "u":
            votes[g] += 1
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]
