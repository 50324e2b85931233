"""Predicates on the form of a token and its place in the clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import clauses, predicates

if TYPE_CHECKING:
    from graphbuild.extract.token_features import Features

QUOTES = frozenset(['"', "“", "”", "``", "''"])
_HYPHENS = ("-", "–")
_FINITE_AUXILIARIES = ("MD", "VBD", "VBP", "VBZ")
_THIRD_PERSON = frozenset(["it", "they", "he", "she"])


def verb(test: Features, i: int) -> bool:
    """A verb."""
    return predicates.is_verb(test.parse, i)


def noun(test: Features, i: int) -> bool:
    """A noun."""
    return test.parse.tags[i].startswith("NN")


def _child_words(test: Features, i: int) -> set[str]:
    return {test.parse.words[c].lower() for c in test.parse.children[i]}


# -- verbs and clauses -----------------------------------------------------------------------


def passive(test: Features, i: int) -> bool:
    """A verb in the passive."""
    return verb(test, i) and predicates.is_passive(test.parse, i)


def agentless(test: Features, i: int) -> bool:
    """A passive verb without an agent."""
    return passive(test, i) and not predicates.agents(test.parse, i)


def active(test: Features, i: int) -> bool:
    """A verb in the active voice, other than "be", "have", "remain" and "become"."""
    return not passive(test, i) and test.parse.lemmas[i] not in ("be", "have", "remain", "become")


def infinitive(test: Features, i: int) -> bool:
    """An infinitive with "to"."""
    return test.parse.tags[i] == "VB" and any(test.parse.tags[c] == "TO" for c in test.parse.children[i])


def gerund(test: Features, i: int) -> bool:
    """A form in -ing without "be": "accused it of *failing*"."""
    parse = test.parse
    return parse.tags[i] == "VBG" and not any(parse.lemmas[c] == "be" for c in parse.children[i])


def participle(test: Features, i: int) -> bool:
    """A past participle, by its tag or one it is often mistaken for (past tense, adjective)."""
    return test.parse.tags[i] in ("VBN", "VBD", "JJ")


def negated(test: Features, i: int) -> bool:
    """A verb with a negation as its own modifier."""
    return any(test.parse.deps[c] == "neg" for c in test.parse.children[i])


def unsure(test: Features, i: int) -> bool:
    """A verb that is negated, modal or conditional, so that it states no fact."""
    return clauses.is_nonfactual(test.parse, i)


def modal(test: Features, i: int) -> bool:
    """A verb with a modal auxiliary."""
    return any(test.parse.tags[c] == "MD" for c in test.parse.children[i])


def foretold(test: Features, i: int) -> bool:
    """A verb with a modal and no perfect: "may bomb", not "may *have* bombed"."""
    return modal(test, i) and not any(
        test.parse.deps[c] == "aux" and test.parse.lemmas[c] == "have" for c in test.parse.children[i]
    )


def demanded(test: Features, i: int) -> bool:
    """A verb of obligation: "must", "has to", "needed to", or the subjunctive "insisted that Iran *stop*"."""
    parse = test.parse
    auxiliaries = [parse.words[c].lower() for c in parse.children[i] if parse.deps[c] == "aux"]
    if words("obliging").intersection(auxiliaries):
        return True
    if _child_words(test, i) & {"yet", "still"}:
        return False
    obliged = parse.lemmas[i] == "need" or (parse.lemmas[i] == "have" and parse.tags[i] != "VBD")
    if obliged and not auxiliaries:
        has_object = any(parse.deps[c] == "dobj" for c in parse.children[i])
        return not has_object and any(
            parse.deps[c] == "xcomp" and parse.tags[c] == "VB" and parse.lemmas[c] != "be"
            for c in parse.children[i]
        )
    return parse.tags[i] == "VB" and not auxiliaries and not infinitive(test, i)


def questioning(test: Features, i: int) -> bool:
    """The verb of an indirect question: "asked *if* Iran would …"."""
    parse = test.parse
    return any(
        c < i and (parse.words[c].lower() in ("if", "whether") or parse.tags[c] in ("WP", "WRB", "WDT"))
        for c in parse.children[i]
    )


def inquiring(test: Features, i: int) -> bool:
    """A verb with a question and no infinitive: "asked him *whether* …", ""Why …?" she *asked* him"."""
    parse = test.parse
    requests = any(
        parse.tags[k] == "VB" and not any(parse.tags[c] in _FINITE_AUXILIARIES for c in parse.children[k])
        for k in test.document.syntax.step(i, "complement")
    )
    subtree = parse.subtree(i)
    asks = any(
        parse.tags[k] in ("WP", "WRB") or parse.words[k].lower() in ("whether", "if", "?")
        for k in subtree
        if k > i
    )
    before = parse.words[max(0, subtree[0] - 2) : subtree[0]]
    asked = before[:1] == ["?"] and not QUOTES.isdisjoint(before[1:])
    return (asks or asked) and not requests


def former(test: Features, i: int) -> bool:
    """A noun after "former" or a past "was", or a verb for a post that has ended: "*headed* Siemens"."""
    parse, modifiers, head = test.parse, tables.modifiers(), test.parse.head[i]
    if verb(test, i):
        return test(i, "tenure_verb") and predicates.is_past_state(parse, i) and not _leads_to_goal(parse, i)
    before = parse.words[max(0, i - 2) : i]
    modified = (before[1:] == ["-"] and modifiers.get(f"{before[0].lower()}-") == "former") or any(
        modifiers.get(parse.words[k].lower()) == "former" for k in test.document.syntax.step(i, "ahead")
    )
    predicative_noun = parse.deps[i] == "attr" and parse.lemmas[head] == "be"
    return modified or (predicative_noun and predicates.is_past_state(parse, head))


def _leads_to_goal(parse: Parse, i: int) -> bool:
    """Whether a verb leads somebody to a goal, and the post may go on: "*led* Siemens to a profit"."""
    children = parse.children[i]
    goals = [c for c in children if parse.deps[c] == "prep" and parse.words[c].lower() == "to"]
    has_year = any(parse.tags[k] == "CD" for c in goals for k in parse.children[c])
    return bool(goals) and not has_year and any(parse.deps[c] == "dobj" for c in children)


# -- nouns and phrases -----------------------------------------------------------------------


def plural(test: Features, i: int) -> bool:
    """A noun in the plural."""
    return test.parse.tags[i] in ("NNS", "NNPS")


def indefinite(test: Features, i: int) -> bool:
    """A noun with an indefinite determiner: "a", "some", "no" or a number."""
    determiners = {
        test.parse.words[c].lower() for c in test.parse.children[i] if test.parse.deps[c] in ("det", "nummod")
    }
    return not determiners.isdisjoint(words("indefinite_determiner"))


def definite(test: Features, i: int) -> bool:
    """A noun with "the"."""
    parse = test.parse
    return any(parse.words[c].lower() == "the" for c in parse.children[i] if parse.deps[c] == "det")


def another(test: Features, i: int) -> bool:
    """A coordinated noun with its own determiner: "a boy; *a Ukrainian man*"."""
    return test.parse.deps[i] == "conj" and any(test.parse.deps[c] == "det" for c in test.parse.children[i])


def superlative(test: Features, i: int) -> bool:
    """A noun with a superlative: "its *largest* supplier"."""
    return any(
        test.parse.tags[c] == "JJS" or test.parse.words[c] in words("foremost")
        for c in test.parse.children[i]
    )


def accompanying(test: Features, i: int) -> bool:
    """A noun after "with" and without "no" or "little": "*with the backing* of Peru, Chile won"."""
    after_with = test.parse.deps[i] == "pobj" and test.parse.words[test.parse.head[i]].lower() == "with"
    return after_with and not _child_words(test, i) & {"no", "little", "scant"}


def predicative(test: Features, i: int) -> bool:
    """A noun after "as": "was elected *as a Democrat*"."""
    return test.parse.deps[i] == "pobj" and test.parse.words[test.parse.head[i]].lower() == "as"


def nearby(test: Features, i: int) -> bool:
    """The object of a preposition with no verb between it and the preposition's head."""
    governor = test.parse.head[test.parse.head[i]]
    return not any(tag.startswith("VB") for tag in test.parse.tags[governor + 1 : i])


def subject(test: Features, i: int) -> bool:
    """A subject, apposition, conjunct or root."""
    return test.parse.deps[i] in ("nsubj", "nsubjpass", "appos", "conj", "ROOT")


def clause_subject(test: Features, i: int) -> bool:
    """The subject of a verb, or a conjunct of it."""
    first = next(iter(test.document.syntax.step(i, "first")), i)
    return test.parse.deps[first] in ("nsubj", "nsubjpass")


def inverted(test: Features, i: int) -> bool:
    """A subject after its verb: "Is *John Smith* the leader?"."""
    return clause_subject(test, i) and test.parse.head[i] < i


def said_of(test: Features, i: int) -> bool:
    """A predicate noun or adjective: "who is *Czech*"."""
    return test.parse.deps[i] in ("acomp", "attr", "oprd")


def fronted(test: Features, i: int) -> bool:
    """A phrase before the verb that it depends on: "*As president* she said"."""
    governor = next(iter(test.document.syntax.step(i, "governor")), i)
    return governor > i and test.parse.tags[governor].startswith("VB")


# -- single words and marks ------------------------------------------------------------------


def third_person(test: Features, i: int) -> bool:
    """A subject pronoun of the third person."""
    return test.parse.words[i].lower() in _THIRD_PERSON


def possessive(test: Features, i: int) -> bool:
    """A possessive pronoun."""
    return test.parse.tags[i] == "PRP$"


def upper(test: Features, i: int) -> bool:
    """A capitalised word."""
    return test.parse.text[test.parse.start[i]].isupper()


def quote(test: Features, i: int) -> bool:
    """A quotation mark."""
    return test.parse.words[i] in QUOTES


def apostrophe(test: Features, i: int) -> bool:
    """The ending of a genitive."""
    return test.parse.tags[i] == "POS"


def hyphen(test: Features, i: int) -> bool:
    """A hyphen."""
    return test.parse.words[i] in _HYPHENS


def closing(test: Features, i: int) -> bool:
    """What can follow a party's short form: a closing bracket, comma, semicolon or hyphen."""
    return test.parse.words[i] in (")", "]", ",", "-", "–", ";")


def aside_end(test: Features, i: int) -> bool:
    """What can follow an apposition: a finite verb, or a punctuation mark other than an opening bracket."""
    return test.parse.tags[i] in (",", ".", ":", "VBD", "VBZ", "VBP", "MD", "''", "-RRB-")


PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    f.__name__: f
    for f in (
        *(verb, passive, agentless, active, infinitive, gerund, participle, negated, unsure, modal, foretold),
        *(demanded, questioning, inquiring, former),
        *(noun, plural, indefinite, definite, another, superlative, accompanying, predicative, nearby),
        *(subject, clause_subject, inverted, said_of, fronted),
        *(third_person, possessive, upper, quote, apostrophe, hyphen, closing, aside_end),
    )
}
