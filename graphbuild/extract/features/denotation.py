"""Whether a name denotes its entity, or only nationals, an origin, a work, a currency or a longer name."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.extract.features.grammar import QUOTES
from graphbuild.extract.lexicon import words
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.syntax.phrases import MODIFIERS

#: Endings of nouns for one national that also denote all of them ("the *British*", "the *Chinese*").
_COLLECTIVE = ("sh", "ch", "ese", "s")
_PLURAL = ("NNPS", "NNS")


def denotes_itself(linked: Linked, actor: Actor, *, of_origin: bool = False) -> bool:
    """Whether an actor's name denotes the entity itself, and no work or currency.

    ``of_origin``: accept also names that only state an origin.
    """
    k = linked.name_at.get(actor.token)
    if k is None:
        return True
    name, tokens = linked.names[k], linked.parse.words
    if name.first and tokens[name.first - 1].lower() in words("ethnic"):
        return False
    if name.kind != "country":
        return not _is_work(linked, name) and (of_origin or not _is_origin(linked, name))
    after = "".join(tokens[name.last + 1 : name.last + 2]).lower()
    if after in words("currency") or _is_part_of_name(linked, name):
        return False
    if of_origin:
        return True
    return not (
        _is_origin(linked, name) or (_is_national(linked, name, actor.token) and not actor.unofficial)
    )


def denotes_people(linked: Linked, actor: Actor) -> bool:
    """Whether a state's name denotes some of its nationals: "many *Kenyans*", not "*the Kenyans*"."""
    k, parse = linked.name_at.get(actor.token), linked.parse
    if k is None or not linked.names[k].demonym or parse.tags[actor.token] not in _PLURAL:
        return False
    return not any(parse.words[c].lower() in ("the", "both") for c in parse.children[actor.token])


def denotes_one_national(linked: Linked, actor: Actor) -> bool:
    """Whether a state's name denotes one of its nationals: "*a Kenyan*"."""
    k = linked.name_at.get(actor.token)
    return k is not None and _is_national(linked, linked.names[k], actor.token)


def _is_origin(linked: Linked, name: Name) -> bool:
    """Whether a name only states a base or a side: "*Swiss*-based", "pro-*Russian*".

    The state under whose flag a ship sails is hit with it: "seized a *Greek*-flagged tanker".
    """
    tokens = linked.parse.words
    after = [w.lower() for w in tokens[name.last + 1 : name.last + 3]]
    before = tokens[max(0, name.first - 2) : name.first]
    if len(after) == 2 and after[0] in ("-", "–") and after[1] in words("origin"):
        noun = linked.parse.lemmas[linked.parse.head[name.last + 2]]
        return after[1] not in words("flying_flag") or noun not in words("craft")
    if after[:1] == [","] and [w.lower() for w in tokens[name.last + 3 : name.last + 5]] == ["-", "based"]:
        return True  # "*Madrid*, Spain-based Zeta"
    return len(before) == 2 and before[1] in ("-", "–") and before[0].lower() in words("prefix")


def _is_work(linked: Linked, name: Name) -> bool:
    """Whether the word before a name makes it a work, thing or place: "the tanker *Prestige*"."""
    tokens, i = linked.parse.words, name.first - 1
    if i > 0 and (tokens[i] in QUOTES or tokens[i] in ("'", "‘")):
        i -= 1
    return i >= 0 and tokens[i] in words("work")


def _is_part_of_name(linked: Linked, name: Name) -> bool:
    """Whether a state's name is a word of a longer name: "London *Irish*", "*Sport* England"."""
    parse, i = linked.parse, name.first - 1
    named = i >= 0 and parse.tags[i] == "NNP" and parse.deps[i] in MODIFIERS and parse.words[i].istitle()
    if not named or _is_modifier_word(parse.words[i].lower()):
        return False
    if parse.starts_sentence(i) and parse.name(i) is None and parse.words[i].endswith(("ing", "ed")):
        return False  # "*Neighbouring* Peru", with a capital only as the first word
    if name.demonym:
        return i not in linked.name_at
    if parse.head[i] != name.last:
        return False
    k = linked.name_at.get(i)
    return k is None or linked.names[k].kind == "organisation"


def _is_modifier_word(word: str) -> bool:
    return word in tables.modifiers() or word in words("date") | words("regime")


def _is_national(linked: Linked, name: Name, token: int) -> bool:
    """Whether one national is meant: "*a Jamaican* who won", "*the Russian* hit the net", "frees *third
    Ukrainian*" in a headline.
    """
    parse = linked.parse
    if not name.demonym or parse.deps[token] in MODIFIERS or parse.tags[token] in _PLURAL:
        return False
    article = next((parse.words[c].lower() for c in parse.children[token] if parse.deps[c] == "det"), "")
    described = not article and any(
        parse.deps[c] == "amod" and c < name.first for c in parse.children[token]
    )  # not "*South* Korean"
    return article in ("a", "an", "another") or (
        (described or article in ("the", "that", "this"))
        and not parse.words[token].lower().endswith(_COLLECTIVE)
    )
