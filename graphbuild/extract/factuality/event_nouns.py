"""Properties of nouns on which the factuality of events depends."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import Syntax, predicates

_DEFINITE = ("the", "this", "that", "these", "those")


def failed(parse: Parse, n: int) -> bool:
    """Whether a noun has a modifier of failure: "a *failed* attempt to attack"."""
    return any(parse.words[k].lower() in words("failed") for k in parse.children[n])


def sent_to(parse: Parse, n: int, c: int) -> bool:
    """Whether a noun is sent for the purpose at ``c``: "sent *teams* to assist Nigeria"."""
    sent = parse.deps[n] in ("dobj", "nsubjpass") and parse.lemmas[parse.head[n]] in words("sending")
    return sent and parse.lemmas[c] in words("errand")


def is_cost(parse: Parse, n: int) -> bool:
    """Whether a noun is the money or time spent on an event: "paid *$5 million*", "took *years* to win"."""
    verb = parse.lemmas[parse.head[n]]
    money = verb in ("pay", "spend") and any(parse.tags[k] == "$" for k in parse.children[n])
    return money or (verb == "take" and parse.lemmas[n] in words("time_span"))


def has_named_owner(syntax: Syntax, n: int) -> bool:
    """Whether a noun has an owner other than a possessive pronoun: "may join *Russia's* war"."""
    return any(syntax.parse.tags[k] != "PRP$" for k in syntax.step(n, "owner"))


def is_ongoing(syntax: Syntax, n: int) -> bool:
    """Whether a noun denotes a lasting activity of a named party: "discussed *U.S. support*"."""
    return syntax.parse.lemmas[n] in words("ongoing") and any(
        syntax.parse.tags[k] == "NNP" for k in syntax.step(n, "modifier")
    )


def is_furthered(parse: Parse, verb: int, n: int) -> bool:
    """Whether a verb tells of what there is already: "plans to *deepen* the *partnership* between"."""
    definite = any(parse.words[k].lower() in _DEFINITE for k in parse.children[n])
    return definite and parse.lemmas[n] in words("ongoing") and parse.lemmas[verb] in words("furthering")


def is_presupposed(syntax: Syntax, n: int, state: Factuality) -> bool:
    """Whether a noun presupposes its event: a name, or one with a genitive, "the" or "this"."""
    parse = syntax.parse
    if syntax.step(n, "owner") or parse.tags[n].startswith("NNP"):
        return True
    determiners = [k for k in parse.children[n] if parse.words[k].lower() in _DEFINITE]
    prep = parse.words[parse.head[n]].lower() if parse.deps[n] == "pobj" else ""
    complement = parse.deps[n] == "dobj" or (prep != "of" and prep in (*words("complement"), "with"))
    specified = complement and any(parse.words[k].lower() in ("of", "between") for k in parse.children[n])
    plain = state.modality == "asserted" and not state.negated
    return bool(determiners) and (plain or not specified or parse.words[determiners[0]].lower() != "the")


def is_still_to_come(parse: Parse, n: int) -> bool:
    """Whether a future time follows an event noun: "announced a *visit* to Peru *next month*".

    Below a verb in another tense than the past the time may be that of the verb: "will discuss the attack
    *tomorrow*".
    """
    if not _is_future_time(parse, max(parse.subtree(n)) + 1):
        return False
    path = parse.ancestors(n)
    verb = next((k for k in path[1:] if predicates.is_verb(parse, k)), n)
    before = path[path.index(verb) - 1] if verb != n else n
    if parse.deps[before] in ("nsubj", "nsubjpass"):
        return True
    return verb != n and tense_of(parse, verb) == "past" and parse.tags[verb] != "VB"


def _is_future_time(parse: Parse, i: int) -> bool:
    """Whether a time to come starts at token ``i``: "next month", "tomorrow", "later this year"."""
    following = [w.lower() for w in parse.words[i : i + 4]]
    if following[:1] == ["tomorrow"]:
        length = 1
    elif following[:1] == ["next"]:
        length = 2
    elif following[:2] == ["later", "this"]:
        length = 3
    else:
        return False
    timely = length == 1 or any(
        parse.lemmas[k].lower() in words("time") or parse.deps[k] == "npadvmod"
        for k in range(i, i + len(following))[length - 1 : length]
    )
    return timely and parse.words[i + length : i + length + 1] not in (["'s"], ["’s"])
