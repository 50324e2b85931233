"""Triggers: rules of one row, each a word with the slots of source and target of its relation.

``triggers.tsv`` lists the words, ``slots.tsv`` defines each slot by a path, ``arguments.tsv`` has what
applies to all triggers of a relation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.errors import TableError
from graphbuild.extract import trigger_table
from graphbuild.extract.lexicon import words
from graphbuild.extract.patterns import columns
from graphbuild.extract.patterns.columns import RuleCondition
from graphbuild.extract.patterns.conditions import CONDITIONS
from graphbuild.extract.patterns.paths import Path, compiled, prepositions

#: Family of the trigger rules of each part of speech.
FAMILIES = {"v": "verb", "n": "noun", "a": "adjective"}
POS = tuple(FAMILIES)
#: Path of a slot that is a preposition and not in ``slots.tsv``, by part of speech.
_PREPOSITIONAL = {
    "v": "{0} | patient {0} | patient carrier {0}",
    "n": "{0} | of {0} | by {0} | from {0} | carrier {0} | argument_of {0}",
    "a": "{0} | governor[verb] {0}",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A syntactic position of a source or target."""

    name: str
    path: Path | None
    """None for ``recip``, a reciprocal event ("*they* clashed"), and for slots of other parts of speech."""
    must_be_actor: bool
    """Whether the phrase must denote an actor, not a thing owned by one."""
    path_from_noun: Path | None = None
    """Path from the noun that the trigger requires to this slot."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What applies to all triggers of a relation."""

    through: str
    """Nouns through which an owner counts as the argument: a feature of lexicon.tsv, ``any`` or ``none``."""
    places: bool
    """Whether a city or region stands for its state."""
    where: tuple[RuleCondition, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that states a relation, with the slots of source and target."""

    lemma: str
    particle: str
    pos: str
    """``v`` verb, ``n`` noun (of one word or two), ``a`` adjective."""
    relation: str
    source: tuple[Slot, ...]
    """The slots of the source, tried in order."""
    target: tuple[Slot, ...]
    object_path: str
    """Path to the noun that the trigger requires, mostly ``patient``."""
    objects: frozenset[str]
    """Lemmas of that noun, one of which must be there; empty where none is required."""
    where: tuple[RuleCondition, ...]
    confidence: float
    line: int
    root: str = ""
    """PLOVER root where it is not that of the relation."""

    @property
    def name(self) -> str:
        """Lemma and particle, as in rule ids: "carry out"."""
        return f"{self.lemma} {self.particle}".strip()

    def requires(self, condition: str) -> bool:
        """Whether the trigger has the named condition."""
        return any(w.text == f"+{condition}" for w in self.where)


@cache
def slots() -> Mapping[tuple[str, str], str]:
    """Path of each slot by name and part of speech. Raises ``TableError``."""
    paths: dict[tuple[str, str], str] = {}
    for row in tables.rows("slots", ("slot", "pos", "path", "meaning")):
        key = (row.required("slot"), row.choice("pos", POS))
        if key in paths:
            raise row.error("slot", f"{key[0]!r} is there twice for {key[1]!r}")
        columns.path(row, "path", row.required("path"))
        paths[key] = row["path"]
    return MappingProxyType(paths)


@cache
def arguments() -> Mapping[str, Arguments]:
    """The row of each relation. Raises ``TableError``."""
    by_relation: dict[str, Arguments] = {}
    for row in tables.rows("arguments", ("relation", "through", "places", "where")):
        relation = row.choice("relation", tuple(tables.relations()))
        through = row.required("through")
        if through not in ("any", "none"):
            words(through)
        by_relation[relation] = Arguments(through, row.flag("places"), columns.rule_conditions(row))
    missing = [name for name in tables.relations() if name not in by_relation]
    if missing:
        raise TableError(f"arguments.tsv: no row for {', '.join(missing)}; add one")
    return MappingProxyType(by_relation)


@cache
def triggers() -> Mapping[str, Mapping[str, tuple[Trigger, ...]]]:
    """The triggers by part of speech and lemma, most specific first. Raises ``TableError``."""
    by_pos: dict[str, dict[str, list[Trigger]]] = {p: defaultdict(list) for p in POS}
    seen: dict[tuple[str, ...], int] = {}
    for row in trigger_table.rows():
        relation, pos = row.choice("relation", tuple(tables.relations())), row.choice("pos", POS)
        source = row.words("source") or (("subj",) if pos != "n" else ("subj", "gen", "by"))
        path, objects = _objects(row)
        slots_of_ends = (
            tuple(_slot(row, "source", name, pos) for name in source),
            tuple(_slot(row, "target", name, pos) for name in trigger_table.targets(row)),
        )
        for trigger in row.required("trigger").split(";"):
            key = (trigger, pos, row["source"], row["target"], row["objects"], row["where"])
            if key in seen:
                raise row.error("trigger", f"{trigger!r} is already on line {seen[key]} with the same places")
            seen[key] = row.line
            lemma, _, particle = trigger.partition(" ") if pos == "v" else (trigger, "", "")
            by_pos[pos][lemma].append(
                Trigger(
                    lemma,
                    particle,
                    pos,
                    relation,
                    *slots_of_ends,
                    path,
                    objects,
                    columns.rule_conditions(row),
                    _confidence(row),
                    row.line,
                    row["root"],
                )
            )
    return MappingProxyType(
        {
            pos: MappingProxyType({k: tuple(sorted(v, key=_sort_key)) for k, v in by_lemma.items()})
            for pos, by_lemma in by_pos.items()
        }
    )


@cache
def denotes_holder(noun: str) -> bool:
    """Whether a noun denotes the holder of a relation ("ally", "rival") and not an event."""
    return any(s.name == "holder" for t in triggers()["n"].get(noun, ()) for s in t.source)


def _sort_key(t: Trigger) -> tuple[int, int, int]:
    """Orders specific triggers first: with a required noun, with paths in ``where``, with a particle."""
    has_path = any(w.path is not None or w.text not in CONDITIONS for w in t.where)
    return (-2 * bool(t.objects) - has_path, -bool(t.particle), t.line)


def _slot(row: tables.Row, column: str, text: str, pos: str) -> Slot:
    name, plain = text.removesuffix("!"), text.endswith("!")
    if name == "recip":
        return Slot(name, None, plain)
    path = slots().get((text, pos)) or slots().get((name, pos))
    if path is None:
        if name.replace(" ", "_") not in prepositions():
            if any(slot == name for slot, _ in slots()):
                return Slot(name, None, plain)  # a slot of other parts of speech: never filled
            raise row.error(column, f"unknown slot {text!r}; add it to slots.tsv or give a preposition")
        path = _PREPOSITIONAL[pos].format(name.replace(" ", "_")) if not plain or pos != "v" else name
    of_noun = {"gen": "owner | modifier", "between": "between"}.get(
        name, name.replace(" ", "_") if name.replace(" ", "_") in prepositions() else ""
    )
    return Slot(name, compiled(path), plain, compiled(of_noun) if of_noun else None)


def _objects(row: tables.Row) -> tuple[str, frozenset[str]]:
    """Path and lemmas of the noun that a trigger requires; ``@`` before a feature stands for its words."""
    text = row["objects"]
    path, _, listed = text.rpartition(":")
    objects: set[str] = set()
    for word in listed.split(";") if listed else ():
        objects |= words(word[1:]) if word.startswith("@") else {word}
    return path or "patient", frozenset(objects)


def _confidence(row: tables.Row) -> float:
    try:
        confidence = float(row["confidence"] or 0.9)
    except ValueError:
        raise row.error("confidence", f"{row['confidence']!r} is not a number") from None
    if not 0 < confidence <= 1:
        raise row.error("confidence", "must lie between 0 and 1")
    return confidence
