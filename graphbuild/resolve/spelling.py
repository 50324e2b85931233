"""Parsed names, phonetic keys, and types of name matches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from graphbuild import tables
from graphbuild.model import Kind

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_APOSTROPHES = re.compile(r"[’‘'`ʿʾ´]")
_SEPARATORS = re.compile(r"[\W_]+")
#: Romanisation variants and their normal form, applied in this order.
_SOUNDS = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        ("shch|tsch|sch", "sh"), ("tch", "ch"), ("dzh|dj|zh", "j"), ("^kh|^gh|^g|q|kh|ck", "k"), ("gh", "g"),
        ("dh", "d"), ("th", "t"), ("ph", "f"), ("w", "v"), ("x", "ks"), ("tz", "ts"), ("ye", "e"),
        ("^yu|^ju|^iu", "yu"), ("ou|oo", "u"), ("ee", "i"), ("ey|ei|ay", "ai"), ("iya|ya|ja", "ia"),
        ("iy$|yy$|ii$|ij$|yj$|yi$|y$", "i"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile("[aeiouy]+")
#: Shorter words of organisation names are not compared phonetically.
_LONG_WORD = 5
#: "Louis XVI", but not "Chen Xi".
_NUMERAL = re.compile(r"\s(?:X{0,2}(?:IX|IV|V?I{0,3})|X{1,2})$(?<=[IVX]{2})")
_SON_OF = frozenset("bin bint ibn".split())
_SMALL = tables.words("small word")


@dataclass(frozen=True, slots=True)
class Name:
    """A parsed name, in lower case without diacritics."""

    words: tuple[str, ...]
    """Without middle initials and generation marks."""
    initials: str = ""
    """Middle initials."""
    generation: str = ""
    """``jr``, ``sr``, ``ii`` …; empty for none."""
    core: tuple[str, ...] = ()
    """The words without particles that some spellings omit."""

    def __str__(self) -> str:
        return " ".join(self.words)

    @property
    def bare(self) -> bool:
        """Whether it is only a surname, a first name or a short form."""
        return len(self.core) == 1


def plain(text: str) -> str:
    """Return the text in lower case without diacritics, words separated by single spaces."""
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold().translate(_LETTERS))
    return _SEPARATORS.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


@lru_cache(maxsize=1 << 18)
def parse(text: str, kind: Kind = "person") -> Name:
    """Parse a name."""
    words = plain(text).removeprefix("the ").split()
    if kind != "person":
        kept = tuple(w for w in words if w not in _SMALL) or tuple(words)
        return Name(kept, core=kept)
    generation = ""
    if len(words) > 1 and words[-1] in _generations():
        generation = _generations()[words.pop()]
    elif len(words) > 2 and " ".join(words[-2:]) in _generations():
        generation = _generations()[" ".join(words[-2:])]
        words = words[:-2]
    elif len(words) > 1 and _NUMERAL.search(text):
        generation = words.pop()
    initials = "".join(w for w in words[1:-1] if len(w) == 1)
    kept = tuple(w for k, w in enumerate(words) if len(w) > 1 or k in (0, len(words) - 1))
    core = kept[:1] + tuple(w for w in kept[1:] if w not in _particles())
    return Name(kept, initials, generation, core)


def alike(a: Name, b: Name) -> str:
    """Return the type of match of two person names: a reason of ``identity.tsv``, or empty.

    Pass the shorter name first.
    """
    if a.words == b.words:
        return "surnames" if a.bare else "same name"
    if "".join(a.words) == "".join(b.words) or [_umlauts(w) for w in a.words] == [
        _umlauts(w) for w in b.words
    ]:
        return "surnames" if a.bare else "accents"
    short, long = a.core, b.core
    if len(short) == 1:
        if b.words[-2:-1] and b.words[-2] in _SON_OF:
            return ""  # in Mohammed bin Salman, Salman is the father
        if long[-1] == short[0] or _same_sound(short[0], long[-1]):
            return "surname" if len(long) > 1 else "surnames"
        return "first" if len(long) > 1 and long[0] == short[0] else ""
    if len(short) != len(long):
        return _contained(short, long)
    if len(short[0]) == 1 or len(long[0]) == 1:
        same = short[0][0] == long[0][0] and short[0] != long[0]
        return "initial" if same and _matches(short[1:], long[1:]) else ""
    if _matches(short[1:], long[1:]) and _same_sound(short[0], long[0], first=True):
        return "spelling"
    if _matches(short[1:], long[1:]) and _other_form(short[0], long[0]):
        return "nickname"
    if sorted(short) == sorted(long):
        return "order"
    given = tables.first_names()
    if short[0].title() in given and long[0].title() in given and not _same_sound(short[0], long[0]):
        return ""  # Hassan and Hussein
    return "sounds" if [consonants(w) for w in short] == [consonants(w) for w in long] else ""


def alike_bodies(a: Name, b: Name) -> str:
    """Return the type of match of two organisation names: a reason of ``identity.tsv``, or empty."""
    if a.words == b.words:
        return "accents"
    single = any(len(w) == 1 for w in (*a.words, *b.words))
    if not single and "".join(a.words) == "".join(b.words):
        return "accents"
    if len(a.words) != len(b.words):
        return ""
    words = zip(a.words, b.words, strict=True)
    same = all(
        canonical(v) == canonical(w) or (min(len(v), len(w)) > _LONG_WORD and _same_sound(v, w))
        for v, w in words
    )
    return "spelling" if same else ""


def _contained(short: tuple[str, ...], long: tuple[str, ...]) -> str:
    if len(short) > len(long):
        short, long = long, short
    if len(short) < 2 or len(short[0]) == 1:
        return ""
    rest = iter(long)
    if not all(any(w == v or _same_sound(w, v) for v in rest) for w in short):
        return ""
    if not _matches(short[-1:], long[-1:]):
        return "beginning" if _matches(short[:1], long[:1]) else ""
    return "longer" if _matches(short[:1], long[:1]) else "part"


def _matches(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return all(v == w or _same_sound(v, w) for v, w in zip(a, b, strict=True))


@lru_cache(maxsize=1 << 16)
def _same_sound(a: str, b: str, *, first: bool = False) -> bool:
    """Whether two words may be romanisations of the same word: "Qaddafi" and "Gadhafi".

    ``first`` is stricter, for first names: Gamal and Kamal differ.
    """
    if canonical(a) == canonical(b):
        return True
    if first and (a[0] == "g") != (b[0] == "g"):
        return False
    if consonants(a) != consonants(b):
        return False
    runs, others = (_VOWELS.findall(_phonetic(w)) for w in (a, b))
    return len(runs) == len(others) and all(_similar_vowels(v, w) for v, w in zip(runs, others, strict=True))


def _similar_vowels(a: str, b: str) -> bool:
    """Whether two runs of vowels may be romanisations of the same one: o and u, e and a, e and i."""
    a, b = a.replace("o", "u").replace("y", "i"), b.replace("o", "u").replace("y", "i")
    if len(a) != len(b):
        return False
    return all(v == w or ("e" in (v, w) and {v, w} <= set("aei")) for v, w in zip(a, b, strict=True))


def _umlauts(word: str) -> str:
    """Replace German umlauts written as two letters by one letter."""
    word = word.replace("oe", "o").replace("ue", "u")
    return word if word.title() in tables.first_names() else word.replace("ae", "a")


def _other_form(a: str, b: str) -> bool:
    """Whether two first names are short, long or foreign forms of the same name."""
    return bool(set(_forms().get(a, ())) & set(_forms().get(b, ())))


@lru_cache(maxsize=1 << 18)
def consonants(word: str) -> str:
    """Return a phonetic key that all spellings of a word share: its consonants, and whether it starts with a
    vowel.
    """
    sound = _phonetic(canonical(word))
    return ("-" if _VOWELS.match(sound) else "") + _VOWELS.sub("", sound).replace("h", "")


@lru_cache(maxsize=1 << 18)
def _phonetic(word: str) -> str:
    for pattern, kept in _SOUNDS:
        word = pattern.sub(kept, word)
    return word


def canonical(word: str) -> str:
    """Return the canonical spelling of a word."""
    return tables.spelt(word)


def blocks(name: Name, kind: Kind) -> Iterator[str]:
    """Yield blocking keys; two matching names with more than one word share at least one."""
    words = name.core if kind == "person" else name.words
    phonetic = [consonants(w) for w in words]
    yield f"all {''.join(sorted(phonetic)) if len(phonetic) == 2 else ''.join(phonetic)}"
    if kind != "person":
        return
    if len(words[0]) == 1:
        yield f"initial {words[0]} {phonetic[-1]}"
        return
    yield f"initial {words[0][0]} {phonetic[-1]}"
    last = len(words) - 1
    for i, j in combinations(range(len(words)), 2):
        if i == 0 or j == last:
            yield f"pair {' '.join(sorted((phonetic[i], phonetic[j])))}"
    for form in _forms().get(words[0], ()):
        yield f"form {form} {phonetic[-1]}"


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Return the groups of equivalent forms of each first name, each by its first word."""
    found: dict[str, tuple[str, ...]] = {}
    for table in ("nickname", "translation"):
        for group in tables.variants()[table]:
            for word in group:
                found[word] = (*found.get(word, ()), f"{table} {group[0]}")
    return found


@cache
def _generations() -> dict[str, str]:
    return {word: group[0] for group in tables.variants()["generation"] for word in group}


@cache
def _particles() -> frozenset[str]:
    return frozenset(word for group in tables.variants()["particle"] for word in group)
