"""The trigger lexicon and the operators, from their tables.

``triggers.tsv`` says which word opens which relation and where its ends stand;
``operators.tsv`` says what a governing word makes of the event below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables

#: Places other than prepositions; with ``!`` the phrase itself must be an actor, not a thing of one.
SLOTS = (
    "subj",
    "obj",
    "iobj",
    "gen",
    "mod",
    "comp",
    "compsubj",
    "comp!must",
    "site",
    "place",
    "purpose",
    "between",
    "recip",
)
#: Conditions on a verb, written ``+inf``: an infinitive below it ("told Iran *to leave*"); an object, or none
#: (``bare``); ``own``: if it governs a clause, then about its own two ends ("warned Iran that it would pay");
#: ``prep``: the noun that it needs stands behind a preposition ("hit Iran *with sanctions*"); ``pred``: it is what
#: is said of the object ("held Iran *responsible*").
NEEDS = ("inf", "object", "bare", "own", "prep", "pred")
EFFECTS = (
    "report", "accuse", "deny", "negate", "future", "possible", "hypothetical", "demand", "none", "end", "tell", "true",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says a relation, and where the text puts the relation's two ends."""

    lemma: str
    particle: str
    pos: str
    """``v`` verb, ``n`` noun (of one word or two), ``a`` adjective."""
    relation: str
    source: tuple[str, ...]
    """Places to look for the source, in order: one of :data:`SLOTS`, or a preposition."""
    target: tuple[str, ...]
    objects: frozenset[str]
    """Lemmas of which the verb's object must be one; empty where any will do."""
    needs: frozenset[str]
    """What must stand around it: some of :data:`NEEDS`."""
    confidence: float
    line: int

    @property
    def name(self) -> str:
        """As rules name it: "carry out attack"."""
        return f"{self.lemma} {self.particle}".strip()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Triggers by part of speech and lemma, light verbs, and operators."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    adjectives: Mapping[str, tuple[Trigger, ...]]
    light: Mapping[str, str]
    """Light verb (with its particle) to who does the noun: ``subj``, or ``obj`` ("came under attack")."""
    verb_operators: Mapping[str, str]
    noun_operators: Mapping[str, str]
    adjective_operators: Mapping[str, str]
    subject_operators: Mapping[str, str]
    """What verbs make of the plan that is their subject ("the attempt collapsed")."""
    groups: Mapping[str, frozenset[str]]
    """Noun groups by name."""


@cache
def lexicon() -> Lexicon:
    """The lexicon, loaded and cross-checked once."""
    groups: dict[str, frozenset[str]] = {}
    for row in tables.rows("noun_groups", ("group", "nouns")):
        groups[row.required("group")] = frozenset(row.words("nouns"))
    found: dict[str, dict[str, list[Trigger]]] = {
        "v": defaultdict(list),
        "n": defaultdict(list),
        "a": defaultdict(list),
    }
    seen: dict[tuple[str, ...], int] = {}
    known = tables.relations()
    columns = ("trigger", "pos", "relation", "source", "target", "objects", "confidence")
    for row in tables.rows("triggers", columns):
        relation = row.choice("relation", tuple(known))
        pos = row.choice("pos", ("v", "n", "a"))
        objects: set[str] = set()
        needs: set[str] = set()
        for word in row.words("objects"):
            if word.startswith("@"):
                if word[1:] not in groups:
                    raise row.error("objects", f"unknown noun group {word!r}; add it to noun_groups.tsv")
                objects |= groups[word[1:]]
            elif word.startswith("+"):
                if word[1:] not in NEEDS:
                    raise row.error("objects", f"unknown condition {word!r}; one of {', '.join(NEEDS)}")
                needs.add(word[1:])
            else:
                objects.add(word)
        try:
            confidence = float(row["confidence"] or 0.9)
        except ValueError:
            raise row.error("confidence", f"{row['confidence']!r} is not a number") from None
        if not 0 < confidence <= 1:
            raise row.error("confidence", "must lie between 0 and 1")
        source = row.words("source") or (("subj",) if pos != "n" else ("subj", "gen", "by"))
        target = row.words("target") or ("obj",)
        for trigger in row.required("trigger").split(";"):
            key = (trigger, pos, row["source"], row["target"], row["objects"])
            if key in seen:
                raise row.error("trigger", f"{trigger!r} is already on line {seen[key]} with the same places")
            seen[key] = row.line
            lemma, _, particle = trigger.partition(" ") if pos == "v" else (trigger, "", "")
            made = Trigger(
                lemma,
                particle,
                pos,
                relation,
                source,
                target,
                frozenset(objects),
                frozenset(needs),
                confidence,
                row.line,
            )
            found[pos][lemma].append(made)
    operators: dict[str, dict[str, str]] = {"v": {}, "n": {}, "a": {}, "s": {}}
    light: dict[str, str] = {}
    for row in tables.rows("operators", ("words", "pos", "effect")):
        pos = row.choice("pos", ("v", "n", "a", "s", "light"))
        if pos == "light":
            row.choice("effect", ("subj", "obj"))
        else:
            row.choice("effect", EFFECTS)
        table = light if pos == "light" else operators[pos]
        for word in row.words("words"):
            if word in table:
                raise row.error("words", f"{word!r} is there twice")
            table[word] = row["effect"]

    def ordered(pos: str) -> Mapping[str, tuple[Trigger, ...]]:
        # the most specific first: a required object, then a particle
        def specific(t: Trigger) -> tuple[int, int, int]:
            return (-bool(t.objects or t.needs), -bool(t.particle), t.line)

        return MappingProxyType({k: tuple(sorted(v, key=specific)) for k, v in found[pos].items()})

    return Lexicon(
        ordered("v"),
        ordered("n"),
        ordered("a"),
        MappingProxyType(light),
        MappingProxyType(operators["v"]),
        MappingProxyType(operators["n"]),
        MappingProxyType(operators["a"]),
        MappingProxyType(operators["s"]),
        MappingProxyType(groups),
    )
