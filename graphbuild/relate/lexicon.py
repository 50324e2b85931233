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

#: Places other than prepositions. ``subj``, ``obj``, ``iobj``: logical subject, object, receiver, whatever
#: the voice; ``gen``: whose the object or noun is ("*Iran's* attack"); ``comp``: who is acted on in the
#: clause below ("agreed to help *Iran*"), ``compsubj``: who acts in it, ``comp!must``: who must;
#: ``purpose``: who is acted on in an infinitive of purpose; ``site``: where unnamed people or
#: installations that are hit stand; ``place``: where an agentless passive happens ("was arrested *in
#: Iran*"); ``between``: "between … and …"; ``recip``: the other end does the same ("*they* clashed"). With
#: ``aided``: who does the verb that a noun accompanies ("retook it with Moscow's *support*"). With
#: ``!`` the phrase itself must be an actor, not a thing of one.
SLOTS = frozenset(
    (
        *("subj", "obj", "iobj", "gen", "comp", "compsubj", "comp!must", "site", "place", "purpose"),
        *("between", "recip", "aided"),
    )
)
PREPOSITIONS = frozenset(
    (
        *("about", "across", "against", "along", "alongside", "among", "around", "at", "behind", "by", "for"),
        *("from", "in", "into", "near", "of", "on", "out", "out of", "outside", "over", "to", "toward"),
        *("towards", "upon", "with"),
    )
)
#: Conditions on a verb, written ``+inf``: an infinitive below it ("told Iran *to leave*"); an object, or none
#: (``bare``); ``own``: if it governs a clause, then about its own two ends ("warned Iran that it would pay");
#: ``prep``: the noun that it needs stands behind a preposition ("hit Iran *with sanctions*"); ``pred``: it is
#: what is said of the object ("held Iran *responsible*"); ``for``: a reason
#: follows ("attacked the EU *for backing down*"); ``as``: so does
#: what it is called ("dismissed it *as a farce*"); ``plain``: nothing is said of the object ("called him *a
#: liar*"). Of both ends: ``force``: they can use or suffer force;
#: ``public``: they deal as states do, not as firms; ``donor``: the source is no firm;
#: ``body``: the source is no single person. ``peer``: both ends are persons, or none is;
#: ``civic``: one of them is a public body or official; ``firm``: the target is a firm or medium;
#: ``hearer``: the target is no medium ("told the BBC"). ``whole``: no share below half ("40 pct owned"), no
#: regional seat ("its European headquarters").
NEEDS = (
    "inf",
    "object",
    "bare",
    "own",
    "prep",
    "pred",
    "for",
    "as",
    "plain",
    "whole",
    "force",
    "public",
    "donor",
    "body",
    "peer",
    "civic",
    "firm",
    "hearer",
)
#: Those of :data:`NEEDS` that the ends must meet; a line without them comes first only by its place.
OF_ENDS = frozenset(NEEDS[NEEDS.index("force") :])
EFFECTS = (
    *("report", "accuse", "deny", "negate", "future", "possible", "hypothetical", "demand", "none"),
    *("end", "tell", "true"),
)


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
    doubts: Mapping[str, str]
    """Words of saying by which nobody knows it ("*rumours* that"), and what they make of it."""
    groups: Mapping[str, frozenset[str]]
    """Noun groups by name."""


@cache
def lexicon() -> Lexicon:
    """The lexicon, loaded and cross-checked once. Raises ``TableError`` where a table is wrong."""
    groups: dict[str, frozenset[str]] = {}
    for row in tables.rows("noun_groups", ("group", "nouns")):
        groups[row.required("group")] = frozenset(row.words("nouns"))
    groups["thing"] = groups["deed"] | groups["holding"] | groups["folk"]
    for name in ("deed", "holding"):
        groups[name] |= groups["folk"]
    triggers = _triggers(groups)
    operators = _operators()
    return Lexicon(
        verbs=triggers["v"],
        nouns=triggers["n"],
        adjectives=triggers["a"],
        light=operators["light"],
        verb_operators=operators["v"],
        noun_operators=operators["n"],
        adjective_operators=operators["a"],
        subject_operators=operators["s"],
        doubts=operators["doubt"],
        groups=MappingProxyType(groups),
    )


def _triggers(groups: Mapping[str, frozenset[str]]) -> dict[str, Mapping[str, tuple[Trigger, ...]]]:
    """The triggers by part of speech and lemma, the most specific first."""
    found: dict[str, dict[str, list[Trigger]]] = {p: defaultdict(list) for p in ("v", "n", "a")}
    seen: dict[tuple[str, ...], int] = {}
    known = tables.relations()
    columns = ("trigger", "pos", "relation", "source", "target", "objects", "confidence")
    for row in tables.rows("old_triggers", columns):
        relation, pos = row.choice("relation", tuple(known)), row.choice("pos", ("v", "n", "a"))
        objects, needs = _conditions(row, groups)
        source = row.words("source") or (("subj",) if pos != "n" else ("subj", "gen", "by"))
        target = row.words("target") or ("obj",)
        for column, slots in (("source", source), ("target", target)):
            for slot in slots:
                if not {slot, slot.removesuffix("!")} & (SLOTS | PREPOSITIONS):
                    message = f"unknown place {slot!r}; see SLOTS and PREPOSITIONS in relate/lexicon.py"
                    raise row.error(column, message)
        for trigger in row.required("trigger").split(";"):
            key = (trigger, pos, row["source"], row["target"], row["objects"])
            if key in seen:
                raise row.error("trigger", f"{trigger!r} is already on line {seen[key]} with the same places")
            seen[key] = row.line
            lemma, _, particle = trigger.partition(" ") if pos == "v" else (trigger, "", "")
            confidence = _confidence(row)
            made = Trigger(
                lemma, particle, pos, relation, source, target, objects, needs, confidence, row.line
            )
            found[pos][lemma].append(made)

    def specific(t: Trigger) -> tuple[int, int, int]:
        return (-2 * bool(t.objects) - bool(t.needs - OF_ENDS), -bool(t.particle), t.line)

    return {
        pos: MappingProxyType({k: tuple(sorted(v, key=specific)) for k, v in by_lemma.items()})
        for pos, by_lemma in found.items()
    }


def _conditions(
    row: tables.Row, groups: Mapping[str, frozenset[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """The lemmas that the trigger's noun must be one of, and what else it needs."""
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
    return frozenset(objects), frozenset(needs)


def _confidence(row: tables.Row) -> float:
    try:
        confidence = float(row["confidence"] or 0.9)
    except ValueError:
        raise row.error("confidence", f"{row['confidence']!r} is not a number") from None
    if not 0 < confidence <= 1:
        raise row.error("confidence", "must lie between 0 and 1")
    return confidence


def _operators() -> dict[str, Mapping[str, str]]:
    """Word to effect, by part of speech, and light verbs under ``light``."""
    found: dict[str, dict[str, str]] = {"v": {}, "n": {}, "a": {}, "s": {}, "doubt": {}, "light": {}}
    for row in tables.rows("old_operators", ("words", "pos", "effect")):
        pos = row.choice("pos", tuple(found))
        effect = row.choice("effect", ("subj", "obj") if pos == "light" else EFFECTS)
        for word in row.words("words"):
            if word in found[pos]:
                raise row.error("words", f"{word!r} is there twice")
            found[pos][word] = effect
    return {pos: MappingProxyType(words) for pos, words in found.items()}
