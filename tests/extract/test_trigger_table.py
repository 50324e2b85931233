"""The relations that a lemma alone triggers agree with the full triggers."""

from __future__ import annotations

from graphbuild.extract import trigger_table
from graphbuild.extract.patterns.triggers import Trigger, triggers


def _takes_any_object(trigger: Trigger) -> bool:
    return not trigger.objects and any(s.name == "obj" and not s.must_be_actor for s in trigger.target)


def test_relations_of_nouns() -> None:
    expected = {noun: {t.relation for t in some} for noun, some in triggers()["n"].items()}
    assert dict(trigger_table.noun_relations()) == expected


def test_relations_of_verbs_to_their_object() -> None:
    expected = {
        verb: {t.relation for t in some if _takes_any_object(t)}
        for verb, some in triggers()["v"].items()
        if any(map(_takes_any_object, some))
    }
    assert dict(trigger_table.object_relations()) == expected
