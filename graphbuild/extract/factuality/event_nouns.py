"""Properties of nouns on which the factuality of events depends."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import Syntax

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
