"""What paths and rules may ask of a token: features of its lemma, of its form, of the entity that it means.

A name of ``lexicon.tsv`` is a feature of the lemma; ``=word`` is the lemma itself, ``type:party`` the
type of the body that a token means, ``table:party`` that only where organisations.tsv has it, ``sort:firm``
its sort of parties.tsv, ``name:school`` that its name has a word of that feature, ``iso:GBR`` the code of the
state, ``word:name`` a feature of the word as it stands, in lower case, ``patient>site`` whether any word in
that role has that feature; the rest are the predicates below, the only places where a rule's condition is
Python: listed by ``graphbuild rules``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property

from graphbuild import tables
from graphbuild.extract import name_features
from graphbuild.extract.actor_types import sort
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import features, words
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.names.word_classes import BACKED, FIELDS
from graphbuild.extract.syntax import clauses, predicates
from graphbuild.extract.syntax.phrases import MODIFIERS

#: Endings of nouns for nationals that also mean all of them ("the *British*", "the *Chinese*").
_COLLECTIVE = ("sh", "ch", "ese", "s")
_QUOTES = frozenset(['"', "“", "”", "``", "''"])
_THIRD = frozenset(["it", "they", "he", "she"])


class Features:
    """Answers what a token of a document is."""

    def __init__(self, document: Document) -> None:
        self.document, self.parse, self.linked = document, document.parse, document.linked

    def __call__(self, i: int, name: str) -> bool:
        """Whether token ``i`` has the feature ``name``. Raises ``ValueError`` for a name that is none."""
        return _test(name)(self, i)

    def word(self, word: str, feature: str) -> bool:
        """Whether a word in lower case, or what it is the plural of, has a feature of lexicon.tsv."""
        return word in words(feature) or word.removesuffix("s") in words(feature)

    # -- form --------------------------------------------------------------------------------

    def _child_words(self, i: int) -> set[str]:
        return {self.parse.words[c].lower() for c in self.parse.children[i]}

    def passive(self, i: int) -> bool:
        """A verb in the passive."""
        return predicates.is_verb(self.parse, i) and predicates.is_passive(self.parse, i)

    def agentless(self, i: int) -> bool:
        """A passive that does not say by whom."""
        return self.passive(i) and not predicates.agents(self.parse, i)

    def active(self, i: int) -> bool:
        """A verb that its subject does: not passive, no form of "be" or "have"."""
        return not self.passive(i) and self.parse.lemmas[i] not in ("be", "have", "remain", "become")

    def infinitive(self, i: int) -> bool:
        """A verb with "to"."""
        return self.parse.tags[i] == "VB" and any(self.parse.tags[c] == "TO" for c in self.parse.children[i])

    def indefinite(self, i: int) -> bool:
        """A noun with "a", "some", "no" or a number, or a bare plural of people in general."""
        determiners = {
            self.parse.words[c].lower()
            for c in self.parse.children[i]
            if self.parse.deps[c] in ("det", "nummod")
        }
        return not determiners.isdisjoint(words("indefinite_determiner"))

    def plural(self, i: int) -> bool:
        """A noun in the plural."""
        return self.parse.tags[i] in ("NNS", "NNPS")

    def demanded(self, i: int) -> bool:
        """A clause that says what must be: "must", "has to", or the bare "insisted that Iran *stop*"."""
        auxiliaries = [
            self.parse.words[k].lower() for k in self.parse.children[i] if self.parse.deps[k] == "aux"
        ]
        if words("obliging").intersection(auxiliaries):
            return True
        if self._child_words(i) & {"yet", "still"}:
            return False
        if self.parse.lemmas[i] == "have" and not auxiliaries and self.parse.tags[i] != "VBD":
            has = any(self.parse.deps[k] == "dobj" for k in self.parse.children[i])
            return not has and any(
                self.parse.deps[k] == "xcomp" and self.parse.tags[k] == "VB" and self.parse.lemmas[k] != "be"
                for k in self.parse.children[i]
            )
        return self.parse.tags[i] == "VB" and not auxiliaries and not self.infinitive(i)

    def negated(self, i: int) -> bool:
        """A verb with a negation of its own."""
        return any(self.parse.deps[c] == "neg" for c in self.parse.children[i])

    def unsure(self, i: int) -> bool:
        """A verb that is negated, modal or conditional, so that it states no fact."""
        return clauses.unsure(self.parse, i)

    def questioning(self, i: int) -> bool:
        """A clause that is a question put to somebody: "asked *if* Iran would …"."""
        return any(
            k < i
            and (
                self.parse.words[k].lower() in ("if", "whether") or self.parse.tags[k] in ("WP", "WRB", "WDT")
            )
            for k in self.parse.children[i]
        )

    def inquiring(self, i: int) -> bool:
        """A verb with a question and no infinitive: "asked him *whether* …", "asked her, "Why …?""."""
        parse = self.parse
        wanted = any(parse.tags[k] == "VB" for k in self.document.syntax.step(i, "complement"))
        below = (k for k in parse.subtree(i) if k > i)
        asked = any(
            parse.tags[k] in ("WP", "WRB") or parse.words[k].lower() in ("whether", "if", "?") for k in below
        )
        return asked and not wanted

    def modal(self, i: int) -> bool:
        """A verb with a modal."""
        return any(self.parse.tags[k] == "MD" for k in self.parse.children[i])

    def foretold(self, i: int) -> bool:
        """A verb with a modal, but for what may have happened already: "may *have* bombed"."""
        return self.modal(i) and not any(
            self.parse.deps[k] == "aux" and self.parse.lemmas[k] == "have" for k in self.parse.children[i]
        )

    def third_person(self, i: int) -> bool:
        """A pronoun of the third person that is a subject."""
        return self.parse.words[i].lower() in _THIRD

    def possessive(self, i: int) -> bool:
        """A possessive pronoun."""
        return self.parse.tags[i] == "PRP$"

    def quote(self, i: int) -> bool:
        """A quotation mark."""
        return self.parse.words[i] in _QUOTES

    def superlative(self, i: int) -> bool:
        """A noun said to be the first of its kind: "its *largest* supplier"."""
        return any(
            self.parse.tags[c] == "JJS" or self.parse.words[c] in words("foremost")
            for c in self.parse.children[i]
        )

    def accompanying(self, i: int) -> bool:
        """A noun behind "with", not with none of it: "*with the backing* of Peru, Chile won"."""
        head = self.parse.head[i]
        with_it = self.parse.deps[i] == "pobj" and self.parse.words[head].lower() == "with"
        return with_it and not self._child_words(i) & {"no", "little", "scant"}

    def nearby(self, i: int) -> bool:
        """A noun with no verb between it and the word that it hangs on across its preposition."""
        governor = self.parse.head[self.parse.head[i]]
        return not any(tag.startswith("VB") for tag in self.parse.tags[governor + 1 : i])

    def upper(self, i: int) -> bool:
        """A word that the text writes with a capital."""
        return self.parse.text[self.parse.start[i]].isupper()

    def possessor(self, i: int) -> bool:
        """A name or noun with an apostrophe, or a possessive pronoun."""
        last = self._named(i).last if i in self.linked.name_at else i
        return self.possessive(i) or self.parse.tags[last + 1 : last + 2] == ["POS"]

    def clause_subject(self, i: int) -> bool:
        """A noun that is the subject of its verb."""
        first = next(iter(self.document.syntax.step(i, "first")), i)
        return self.parse.deps[first] in ("nsubj", "nsubjpass")

    def fronted(self, i: int) -> bool:
        """A phrase that stands before the verb that it hangs on: "*As president* she said"."""
        governor = next(iter(self.document.syntax.step(i, "governor")), i)
        return governor > i and self.parse.tags[governor].startswith("VB")

    def former(self, i: int) -> bool:
        """A noun after a word like "former" or "was", a verb for a post that is over: "*headed* Siemens"."""
        if self(i, "verb"):
            return self(i, "tenure_verb") and predicates.over(self.parse, i) and not self._onward(i)
        parse, known, verb = self.parse, tables.modifiers(), self.parse.head[i]
        before = parse.words[max(0, i - 2) : i]
        told = (before[1:] == ["-"] and known.get(f"{before[0].lower()}-") == "former") or any(
            known.get(parse.words[k].lower()) == "former" for k in self.document.syntax.ahead(i)
        )
        was = parse.deps[i] == "attr" and parse.lemmas[verb] == "be"
        return told or (was and predicates.over(parse, verb))

    def _onward(self, i: int) -> bool:
        """Whether a verb leads others to something, and may lead them still: "*led* Siemens to a profit"."""
        parse, below = self.parse, self.parse.children[i]
        goals = [c for c in below if parse.deps[c] == "prep" and parse.words[c].lower() == "to"]
        until = any(parse.tags[k] == "CD" for c in goals for k in parse.children[c])
        return bool(goals) and not until and any(parse.deps[c] == "dobj" for c in below)

    # -- meaning -----------------------------------------------------------------------------

    def body(self, i: int) -> bool:
        """A token that means a state or organisation."""
        return self._kind(i) in ("country", "organisation")

    def role(self, i: int) -> bool:
        """A token of a role phrase."""
        return i in self._roles

    @cached_property
    def _roles(self) -> frozenset[int]:
        return frozenset(
            t
            for p in self.linked.phrases
            for t in range(p.first, p.last + 1)
            if p.role.relation or p.role.name not in words("honorific")
        )

    def _named(self, i: int) -> Name:
        return self.linked.names[self.linked.name_at[i]]

    def capital(self, i: int) -> bool:
        """The name of a city that may stand for its state."""
        known = self._named(i).known if i in self.linked.name_at else None
        return known is not None and known.sort == "capital"

    def local(self, i: int) -> bool:
        """The end of the name of a city or of a part of a state: "*Iowa*", "New *York*"."""
        words = self.parse.words
        return any(" ".join(words[k : i + 1]) in tables.places() for k in (i, max(0, i - 1)))

    def apart(self, i: int) -> bool:
        """A name in no noun's phrase, behind a preposition: "to *Israel* President X"."""
        first = self._named(i).first if i in self.linked.name_at else i
        after = first > 0 and self.parse.words[first - 1].lower() in words("placing_before")
        return after and not name_features.adjective(self, i) and not self.possessor(i)

    def inverted(self, i: int) -> bool:
        """A subject behind its verb: "Is *John Smith* the leader?"."""
        return self.clause_subject(i) and self.parse.head[i] < i

    def modifying(self, i: int) -> bool:
        """A name or noun that stands before another noun of its phrase: "the *Siemens* board"."""
        if i in self.linked.name_at:
            n = self._named(i)
            i = self.parse.top(n.first, n.last)
        return self.parse.head[i] > i and self.parse.deps[i] in (*MODIFIERS, "poss", "npadvmod")

    def hyphened(self, i: int) -> bool:
        """A name that a hyphen ties to a participle: "the *UN*-recognised government"."""
        last = self._named(i).last if i in self.linked.name_at else i
        return self.parse.words[last + 1 : last + 2] == ["-"]

    def backer(self, i: int) -> bool:
        """A name that a hyphen ties to what it is behind: "*U.S.*-backed" (or one word of it)."""
        last = self._named(i).last if i in self.linked.name_at else i
        words = self.parse.words[last].split("-")[1:]
        return (self.parse.words[last + 2] if self.hyphened(i) else "".join(words)) in BACKED

    def ministerial(self, i: int) -> bool:
        """A word for what a minister is of: "minister of *justice*"."""
        return self.parse.words[i].lower() in FIELDS

    def aside_end(self, i: int) -> bool:
        """What follows a name that stands beside a role: a finite verb, or a mark other than a bracket."""
        return self.parse.tags[i] in (",", ".", ":", "VBD", "VBZ", "VBP", "MD", "''", "-RRB-")

    def person(self, i: int) -> bool:
        """A token that means a person of the article."""
        return self._kind(i) == "person"

    def country(self, i: int) -> bool:
        """A token that means a state."""
        return self._kind(i) == "country"

    def organisation(self, i: int) -> bool:
        """A token that means an organisation."""
        return self._kind(i) == "organisation"

    def named(self, i: int) -> bool:
        """A token within a name."""
        return i in self.linked.name_at

    def entity(self, i: int) -> bool:
        """A token that means an entity of the article."""
        return i in self.linked.own or i in self.linked.nominals

    def _kind(self, i: int) -> str:
        own = self.document.entity_at(i)
        return self.document.kind(own) if own is not None else ""

    def typed(self, i: int, wanted: str) -> bool:
        """Whether a token means a body of a type (organisations.tsv, blocs.tsv) or a sort (parties.tsv)."""
        own = self.document.entity_at(i)
        if own is None or self.document.kind(own) != "organisation":
            return False
        name = self.document.cluster(own).name
        body, bloc = tables.organisations().get(name), tables.blocs().get(name)
        known = body.type if body is not None else bloc.kind if bloc is not None else ""
        return wanted in (known or sort(self.document, own),)

    def verb(self, i: int) -> bool:
        """A verb."""
        return predicates.is_verb(self.parse, i)

    def noun(self, i: int) -> bool:
        """A noun."""
        return self.parse.tags[i].startswith("NN")

    def personal(self, i: int) -> bool:
        """A noun for a person, by the tables or by its ending."""
        lemma = self.parse.lemmas[i]
        if lemma in words("person_noun") or lemma in tables.roles():
            return True
        known = tables.common_nouns().get(lemma)
        if known is not None:
            return known.kind == "person"
        ending = len(lemma) > 4 and lemma.endswith(_personal_endings())
        return ending and lemma not in words("not_personal") and lemma not in words("thing")

    def hostile(self, i: int) -> bool:
        """A noun for a hostile deed."""
        return not self.named(i) and _triggers_of(self, i, "n", _HOSTILE)

    def requested(self, i: int) -> bool:
        """A noun for what is asked."""
        return _triggers_of(self, i, "n", frozenset(["REQUESTS"]))

    def harming(self, i: int) -> bool:
        """A verb that harms its object."""
        return _triggers_of(self, i, "v", _HARMING)

    # -- names that mean something else ------------------------------------------------------

    def stands_for_itself(self, a: Actor, *, of_origin: bool = False) -> bool:
        """Whether an end is the entity that its name tells, and no work or currency.

        ``of_origin``: also where the name only tells where somebody is from.
        """
        k = self.linked.name_at.get(a.token)
        if k is None:
            return True
        n = self.linked.names[k]
        if n.first and self.parse.words[n.first - 1].lower() in words("ethnic"):
            return False
        if n.kind != "country":
            return not self.work(n) and (of_origin or not self.origin(n))
        after = "".join(self.parse.words[n.last + 1 : n.last + 2]).lower()
        if after in words("currency") or self.part_of_name(n):
            return False
        return of_origin or not (self.origin(n) or (self._national(n, a.token) and not a.civil))

    def people(self, a: Actor) -> bool:
        """Whether a state's name means some of its people: "many *Kenyans*", not "*the Kenyans*"."""
        k = self.linked.name_at.get(a.token)
        if k is None or not self.linked.names[k].demonym or not self.plural(a.token):
            return False
        return not any(self.parse.words[c].lower() in ("the", "both") for c in self.parse.children[a.token])

    def one_national(self, a: Actor) -> bool:
        """Whether a state's name means one of its people: "*a Kenyan*"."""
        k = self.linked.name_at.get(a.token)
        return k is not None and self._national(self.linked.names[k], a.token)

    def origin(self, n: Name) -> bool:
        """Whether a name only tells where somebody sits or whom they stand for or against: "Swiss-based"."""
        tokens = self.parse.words
        after = [w.lower() for w in tokens[n.last + 1 : n.last + 3]]
        before = tokens[max(0, n.first - 2) : n.first]
        if len(after) == 2 and after[0] in ("-", "–") and after[1] in words("origin"):
            return True
        if after[:1] == [","] and [w.lower() for w in tokens[n.last + 3 : n.last + 5]] == ["-", "based"]:
            return True  # "*Madrid*, Spain-based Zeta"
        return len(before) == 2 and before[1] in ("-", "–") and before[0].lower() in words("prefix")

    def work(self, n: Name) -> bool:
        """Whether a name is called a work, a thing or a place: "the tanker *Prestige*"."""
        i = n.first - 1
        if i > 0 and (self.parse.words[i] in _QUOTES or self.parse.words[i] in ("'", "‘")):
            i -= 1
        return i >= 0 and self.parse.words[i] in words("work")

    def part_of_name(self, n: Name) -> bool:
        """Whether a state's name is but a word of a longer name: "London *Irish*", "*Sport* England"."""
        parse, i = self.parse, n.first - 1
        before = i >= 0 and parse.tags[i] == "NNP" and parse.deps[i] in MODIFIERS and parse.words[i].istitle()
        before = before and not self._title(parse.words[i])
        if not n.demonym:
            if not before or parse.head[i] != n.last:
                return False
            k = self.linked.name_at.get(i)
            return k is None or self.linked.names[k].kind == "organisation"
        return before and i not in self.linked.name_at

    def _title(self, word: str) -> bool:
        low = word.lower()
        return low in tables.modifiers() or low in words("date") | words("regime")

    def _national(self, n: Name, token: int) -> bool:
        """Whether one of a state's people is meant: "*a Jamaican* who won", "*the Russian* hit the net"."""
        parse = self.parse
        if not n.demonym or parse.deps[token] in MODIFIERS or parse.tags[token] in ("NNPS", "NNS"):
            return False
        word = parse.words[token].lower()
        article = next((parse.words[c].lower() for c in parse.children[token] if parse.deps[c] == "det"), "")
        return article in ("a", "an", "another") or (
            article in ("the", "that", "this") and not word.endswith(_COLLECTIVE)
        )


@cache
def _personal_endings() -> tuple[str, ...]:
    return tuple(words("personal_ending"))


@cache
def _test(name: str) -> Callable[[Features, int], bool]:
    """What tells whether a token has the feature of this name. Raises ``ValueError`` where it is none."""
    if name in features():
        known = words(name)
        return lambda test, i: test.parse.lemmas[i] in known
    if name.startswith("="):
        lemma = name[1:]
        return lambda test, i: test.parse.lemmas[i] == lemma
    role, has_role, feature = name.partition(">")
    if has_role:  # has one in that role with that feature
        return lambda test, i: any(test(k, feature) for k in test.document.syntax.step(i, role))
    kind, has_kind, value = name.partition(":")
    if has_kind and kind in _KINDS:
        asked = _KINDS[kind]
        return lambda test, i: asked(test, i, value)
    if (predicate := PREDICATES.get(name)) is None:
        raise ValueError(f"{name!r} is neither a feature of lexicon.tsv nor a predicate of features.py")
    return predicate


def _in_table(test: Features, i: int, wanted: str) -> bool:
    own = test.document.entity_at(i)
    body = tables.organisations().get(test.document.cluster(own).name) if own is not None else None
    return body is not None and body.type == wanted


def _of_sort(test: Features, i: int, wanted: str) -> bool:
    own = test.document.entity_at(i)
    return own is not None and sort(test.document, own) == wanted


def _of_state(test: Features, i: int, iso3: str) -> bool:
    own = test.document.entity_at(i)
    return own is not None and test.document.cluster(own).iso3 == iso3


#: What a name with a colon asks, by what stands before it.
_KINDS: dict[str, Callable[[Features, int, str], bool]] = {
    "word": lambda test, i, feature: test.parse.words[i].lower() in words(feature),
    "type": Features.typed,
    "name": name_features.has_word,
    "sort": _of_sort,
    "table": _in_table,
    "iso": _of_state,
}


_HOSTILE = frozenset(
    (
        *("ATTACKS", "COERCES", "SANCTIONS", "ACCUSES", "THREATENS", "MOBILIZES_AGAINST"),
        *("PROTESTS_AGAINST", "HOSTILITY_TOWARD"),
    )
)
_HARMING = frozenset(["ATTACKS", "COERCES", "ACCUSES", "PROTESTS_AGAINST", "REJECTS"])


def _triggers_of(test: Features, i: int, pos: str, relations: frozenset[str]) -> bool:
    """Whether a plain trigger of one of ``relations`` stands at token ``i``."""
    from graphbuild.extract.patterns.triggers import triggers

    plain = (t for t in triggers()[pos].get(test.parse.lemmas[i], ()) if pos == "n" or not t.objects)
    return any(
        t.relation in relations and (pos == "n" or any(s.name == "obj" and not s.plain for s in t.target))
        for t in plain
    )


#: Predicates that paths and conditions may name.
PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    name: getattr(Features, name)
    for name in (
        *(
            "passive",
            "agentless",
            "active",
            "infinitive",
            "indefinite",
            "plural",
            "demanded",
            "negated",
            "unsure",
            "questioning",
            "inquiring",
        ),
        *("modal", "foretold", "third_person", "possessive", "quote", "superlative", "accompanying"),
        *("person", "country"),
        *("organisation", "named", "entity", "verb", "noun", "personal", "hostile", "requested", "harming"),
        *("upper", "possessor", "clause_subject", "fronted", "body", "role", "capital", "apart"),
        *(
            "modifying",
            "ministerial",
            "aside_end",
            "inverted",
            "hyphened",
            "backer",
            "nearby",
            "former",
            "local",
        ),
    )
} | name_features.PREDICATES


def unclear() -> frozenset[str]:
    """Names of both a feature of the lexicon and a predicate, or two predicates; there must be none."""
    own = {name for name in vars(Features) if name in name_features.PREDICATES}
    return frozenset(own | (PREDICATES.keys() & features().keys()))
