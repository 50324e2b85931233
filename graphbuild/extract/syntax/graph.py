"""One normalised graph of who stands in which role of which word: what rules are written on.

A step leads from a word to those that stand to it in a role, by the role's name:

=============  ==================================================================================
agent          who does a verb, or a noun that a light verb, copula or apposition carries
patient        to whom a verb is done; for a noun in a clause of its own ("sanctions *it imposed*")
recipient      to whom something is given or told
content        the verb of the clause that a verb, noun or adjective says, wants or announces
purpose        the verb of an infinitive that tells what a verb is done for
condition      the verb of a clause by "if" or "unless" on which a verb hangs
manner         the adverbs of a verb
predicate      what is said of a verb's object or subject ("held Iran *responsible*")
owner          whose a noun is, by genitive
modifier       nouns and adjectives before a noun in its phrase
apposition     what stands beside a noun for the same
described      of whom a predicate noun or adjective, or an apposition, is said
clause         verbs of participles and relative clauses on a noun
carrier        the light verb or copula that carries a noun
governor       the word that a word hangs on, across prepositions
preposition    the preposition that a word hangs on
first          the noun that a word is coordinated with, the first of all
member         a word and what is coordinated with it
next, before   the token after a word, its name or role phrase, and that before it, on the same line
entry          names of bodies behind a post in the same entry of a list: "X, director, *Y*; Z, …"
prenominal     names and nouns before a word in its noun phrase, nearest first, across genitives
with, of, …    heads of phrases by a preposition; ``of/from`` by either, ``~`` by any
=============  ==================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphbuild.annotate import Parse
from graphbuild.extract import lexicon
from graphbuild.extract.entities.linked import NOMINAL
from graphbuild.extract.syntax import phrases, predicates, prepositions
from graphbuild.model import Span

#: Most tokens between a noun and a name that stands before it in its phrase.
_STRETCH = 10

#: Beginnings of the tags of what stands before a noun in its phrase.
_PREMODIFYING = ("JJ", "NN", "VBN", "VBG", "CD")
#: Most words back to whom a paragraph told of before.
_PARAGRAPH = 60
#: Most words before a noun that are looked at.
_LONGEST = 8
#: What ends an entry of a list, and most words of one.
_ENTRY_END, _ENTRY = ";", 14


class Syntax:
    """The roles of one article's parse, each found once.

    ``name_spans`` and ``role_spans`` give first and last token of the name or role phrase that covers a
    token, ``people`` are the tokens of names of persons; ``lists`` are head tokens of enumerated names by the
    first of each ("A, B and the C"), which the parse often gets wrong; ``mentions`` are tokens that mean an
    entity whatever their tag.
    """

    def __init__(
        self,
        parse: Parse,
        lists: Mapping[int, tuple[int, ...]],
        mentions: Mapping[int, object],
        name_spans: Mapping[int, Span],
        role_spans: Mapping[int, Span] | None = None,
        people: frozenset[int] = frozenset(),
    ) -> None:
        self.parse, self._spans, self._people = parse, name_spans, people
        self._units = {**(role_spans or {}), **name_spans}
        self._lists, self._mentions = lists, mentions
        self._found: dict[tuple[int, str], tuple[int, ...]] = {}

    def step(self, i: int, label: str) -> tuple[int, ...]:
        """The tokens that stand to token ``i`` in the role ``label``, in the order of their claim."""
        key = (i, label)
        found = self._found.get(key)
        if found is None:
            role = _ROLES.get(label)
            made = role(self, i) if role else self._prepositional(i, label)
            found = self._found[key] = tuple(dict.fromkeys(made))
        return found

    def _prepositional(self, i: int, label: str) -> list[int]:
        if label == "~":
            return prepositions.any_governed(self.parse, i)
        return prepositions.governed(self.parse, i, tuple(label.replace("_", " ").split("/")))

    def members(self, i: int) -> list[int]:
        """Token ``i`` and what is coordinated with it."""
        parse = self.parse
        found, k = list(self._lists.get(i, (i,))), 0
        end = self._closed(found) if len(found) > 2 else len(parse.words)
        while k < len(found):
            for c in parse.children[found[k]]:
                nominal = (parse.tags[c] in NOMINAL or c in self._mentions) and c < end
                apart = self._around(c) or _ENTRY_END in parse.words[found[k] : c]
                if parse.deps[c] == "conj" and nominal and c not in found and not apart:
                    found.append(c)
                elif parse.deps[c] == "appos" and self._close(c):  # "President of Peru X and Y met"
                    found.extend(m for m in parse.children[c] if parse.deps[m] == "conj" and m not in found)
                elif parse.deps[c] == "appos" and parse.tags[found[k]] in ("NN", "NNP"):
                    found.extend(d for d in self._beside(c) if d not in found)
            k += 1
        return found

    def _around(self, i: int) -> bool:
        """Whether a name only tells where the place before it lies: "met him in Munich, *Germany*"."""
        words, k = self.parse.words, self._spans.get(i, (i, i))[0] - 2
        if k < 1 or words[k + 1] != "," or not self.parse.tags[k].startswith("NNP"):
            return False
        above = self.parse.head[k]
        return (
            self.parse.deps[k] == "pobj"
            and words[above].lower() in lexicon.words("placing")
            and i not in self._people
        )

    def _beside(self, i: int) -> list[int]:
        """Whom the parse joins to an apposition at ``i``: "Ann Otieno, the chair, *and Juan Diaz*"."""
        parse, deps = self.parse, self.parse.deps
        joined = any(deps[c] == "cc" for c in parse.children[i])
        return [c for c in parse.children[i] if joined and deps[c] == "conj" and c in self._people]

    def _closed(self, listed: list[int]) -> int:
        """Where a list of names ends, after which a comma opens the clause: "After A, B and C met, *D*"."""
        words, last = self.parse.words, max(listed)
        after = self._spans.get(last, (last, last))[1] + 1
        plain = words[after : after + 1] == [","] and self.parse.tags[after + 1 : after + 2] != ["CC"]
        return after if plain else len(words)

    def _close(self, i: int) -> bool:
        """Whether token ``i`` heads a name that stands beside its noun without a comma."""
        first, _ = self._spans.get(i, (0, 0))
        return first > 0 and self.parse.tags[first - 1].startswith("NN")

    def agent(self, i: int) -> list[int]:
        parse = self.parse
        if predicates.is_verb(parse, i):
            return predicates.agents(parse, i)
        if parse.tags[i].startswith("NN"):
            verb, doers = phrases.carrier(parse, i)
            if verb is None and not doers:  # "sanctions imposed *by the EU*", "strikes *it* launched"
                return [
                    a for c in phrases.carrying_clauses(parse, i)[:1] for a in predicates.agents(parse, c)
                ]
            return doers
        return phrases.described(parse, i)

    def patient(self, i: int) -> list[int]:
        if not predicates.is_verb(self.parse, i):
            return []
        return [*predicates.patients(self.parse, i), *predicates.retained(self.parse, i)]

    def carrier(self, i: int) -> list[int]:
        i = phrases.measure(self.parse, i)
        if not self.parse.tags[i].startswith("NN"):
            return []
        verb, doers = phrases.carrier(self.parse, i)
        if verb is None and not doers:
            return phrases.carrying_clauses(self.parse, i)[:1]
        return [verb] if verb is not None else []

    def argument_of(self, i: int) -> list[int]:
        parse, head = self.parse, self.parse.head[i]
        arguments = ("nsubj", "nsubjpass", "dobj", "attr", "oprd")
        return [head] if parse.deps[i] in arguments and predicates.is_verb(parse, head) else []

    def listed(self, i: int) -> list[int]:
        top = i
        while self.parse.deps[top] == "conj" and self.parse.head[top] != top:
            top = self.parse.head[top]
        return [k for k in self.members(top) if k != i]

    def preceding(self, i: int) -> list[int]:
        j = min(i, *self.parse.children[i], i) - 1
        if self.parse.deps[i] != "appos" or self.parse.words[j] != ",":
            return []
        j -= 1 + (self.parse.words[j - 1] == ")")
        return [j] if j in self._spans else []

    def earlier(self, i: int) -> list[int]:
        parse, stop = self.parse, max(-1, i - _PARAGRAPH)
        for j in range(i - 1, stop, -1):
            if not self._joined(j, j + 1):
                break
            if j in self._people and j in self._mentions and parse.deps[j] in ("nsubj", "nsubjpass"):
                return [j]
        return []

    def inside(self, i: int) -> list[int]:
        first, last = self._spans.get(i, (i, i))
        return list(range(first, last + 1))

    def ahead(self, i: int) -> list[int]:
        return self._premodifiers(i, titles=False)

    def stacked(self, i: int) -> list[int]:
        return self._premodifiers(i, titles=True)

    def _premodifiers(self, i: int, *, titles: bool) -> list[int]:
        """What stands before ``i`` in its phrase; a name as its last token.

        ``titles``: beyond capitals and names.
        """
        parse, found = self.parse, list[int]()
        j = self._spans.get(i, (i, i))[0] - 1
        while j >= 0 and len(found) < _LONGEST and self._joined(j, j + 1):
            tag, word = parse.tags[j], parse.words[j]
            if j in self._spans:
                found.append(j)
                if not titles:
                    break
                j = self._spans[j][0]
            elif word == "-" and parse.words[j - 1].islower() and parse.words[j + 1].islower():
                pass  # "left-liberal"
            elif tag == "POS":
                if j - 1 not in self._spans and not parse.words[j - 1][:1].isupper():
                    break  # what is before belongs to somebody who is not named
            elif tag in ("``", "''") and not found:
                pass  # "Peru's "*Andes Front*""
            elif word == "and" and found and parse.words[j + 1].islower() and parse.words[j - 1].islower():
                pass  # "Mexican singer *and* actress Ann Otieno"
            elif tag.startswith(_PREMODIFYING) and word[:1] != "-" and (found or tag != "VBG"):
                found.append(j)
                if word[:1].isupper() and not titles:
                    break
            else:
                break
            j -= 1
        return found

    def next(self, i: int) -> list[int]:
        after = self._units.get(i, (i, i))[1] + 1
        return [self._head(after)] if after < len(self.parse.words) and self._joined(i, after) else []

    def before(self, i: int) -> list[int]:
        earlier = self._units.get(i, (i, i))[0] - 1
        return [self._head(earlier)] if earlier >= 0 and self._joined(earlier, i) else []

    def entry(self, i: int) -> list[int]:
        """The names after a post up to the end of its entry in a list, which tells of nobody else."""
        parse, last = self.parse, self._units.get(i, (i, i))[1]
        found: list[int] = []
        stop = min(len(parse.words), last + _ENTRY)
        for t in range(last + 1, stop):
            ends = (
                parse.words[t] == _ENTRY_END
                or t in self._people
                or parse.tags[t] in ("VBZ", "VBD", "VBP", "MD")
            )
            if ends or not self._joined(t - 1, t):
                stop = t
                break
            first = self._spans.get(t, (t, t))[0]
            if t in self._spans and self._head(t) == t and (first == last + 1 or self._set_off(first)):
                found.append(t)
        before = range(max(0, i - 2 * _ENTRY), i)
        listed = parse.words[stop : stop + 1] == [_ENTRY_END] or any(
            parse.words[t] == _ENTRY_END and self._joined(t, i) for t in before
        )
        return found if listed else []

    def _set_off(self, first: int) -> bool:
        """Whether a name that begins at a token stands behind a comma or preposition."""
        words, before = self.parse.words, first - 1
        while words[before] == "the" or (
            self.parse.deps[before] in phrases.WITHIN and words[before][:1].isupper()
        ):
            before -= 1  # ", the *Nigerian* Army Headquarters"
        return words[before] == "," or self.parse.tags[before] == "IN"

    def prenominal(self, i: int) -> list[int]:
        """Names and nouns before token ``i`` in its noun phrase, nearest first, whatever they hang on.

        A person's name ends the phrase, and one whose place in the sentence is its own.
        """
        parse, found, genitive = self.parse, [], False
        k, stop = self._units.get(i, (i, i))[0] - 1, max(-1, i - _STRETCH)
        while k > stop and self._joined(k, k + 1):
            tag = parse.tags[k]
            if k in self._spans:
                first, last = self._spans[k]
                head = parse.top(first, last)
                own_place = parse.deps[head] not in phrases.WITHIN and not tag.startswith("JJ")
                if k in self._people and not genitive:
                    break
                if own_place and not genitive and last + 1 not in self._units:
                    break
                if first and parse.words[first - 1] == "-" and first - 2 in self._spans:
                    return []  # "the French-German minister": whose is not plain
                if not self._tied(first, last):
                    found.append(head)
                k, genitive = first - 1, False
                continue
            if tag == "POS":
                genitive = True
            elif tag == "PRP$":
                found.append(k)
                break
            elif tag.startswith("NN"):
                found.append(k)
            elif tag[:2] not in ("JJ", "RB", "CD", "HY") and tag not in ("VBN", "VBG"):
                break
            k -= 1
        return found

    def _tied(self, first: int, last: int) -> bool:
        """Whether a hyphen ties a name to a word, so that no post is of it: "*U.S.*-based cleric"."""
        words = self.parse.words
        leaning = (
            first > 1 and words[first - 1] == "-" and words[first - 2].lower() in lexicon.words("leaning")
        )
        inner = words[last].split("-")[1:]
        after = words[last + 2 : last + 3] if words[last + 1 : last + 2] == ["-"] else []
        return leaning or any(w.islower() for w in (*inner[-1:], *after))

    def _head(self, i: int) -> int:
        """The token by which the name at ``i`` means its entity; ``i`` itself outside names."""
        first, last = self._spans.get(i, (i, i))
        return next((k for k in range(first, last + 1) if k in self._mentions), i)

    def _joined(self, i: int, j: int) -> bool:
        """Whether no line of the text ends between two tokens."""
        return self.parse.one_line(i, j)

    def preposition(self, i: int) -> list[int]:
        head = self.parse.head[next(iter(self.first(i)), i)]
        return [head] if self.parse.tags[head] in ("IN", "TO") else []

    def first(self, i: int) -> list[int]:
        parse, node = self.parse, i
        while (
            parse.deps[node] == "conj"
            and parse.head[node] != node
            and parse.tags[parse.head[node]].startswith("NN")
        ):
            node = parse.head[node]
        return [node] if node != i else []

    def governor(self, i: int) -> list[int]:
        parse, node = self.parse, i
        for _ in range(4):
            node = parse.head[node]
            if parse.tags[node] not in ("IN", "TO", "RP") or parse.head[node] == node:
                break
        return [node] if node != i else []


def _of_verb(find: Callable[[Parse, int], list[int]]) -> Callable[[Syntax, int], list[int]]:
    return lambda s, i: find(s.parse, i) if predicates.is_verb(s.parse, i) else []


def _of_any(find: Callable[[Parse, int], list[int]]) -> Callable[[Syntax, int], list[int]]:
    return lambda s, i: find(s.parse, i)


_ROLES: dict[str, Callable[[Syntax, int], list[int]]] = {
    "agent": Syntax.agent,
    "patient": Syntax.patient,
    "recipient": _of_verb(predicates.recipients),
    "content": _of_any(predicates.content),
    "complement": _of_any(predicates.complements),
    "purpose": _of_verb(predicates.purposes),
    "condition": _of_verb(predicates.conditions),
    "manner": _of_verb(predicates.manners),
    "predicate": _of_verb(predicates.predicates),
    "owner": _of_any(phrases.owners),
    "modifier": _of_any(phrases.modifiers),
    "apposition": _of_any(phrases.appositions),
    "described": _of_any(phrases.described),
    "clause": _of_any(phrases.clauses),
    "carrier": Syntax.carrier,
    "argument_of": Syntax.argument_of,
    "governor": Syntax.governor,
    "member": Syntax.members,
    "listed": Syntax.listed,
    "example": _of_any(phrases.examples),
    "ahead": Syntax.ahead,
    "stacked": Syntax.stacked,
    "preceding": Syntax.preceding,
    "earlier": Syntax.earlier,
    "inside": Syntax.inside,
    "preposition": Syntax.preposition,
    "first": Syntax.first,
    "next": Syntax.next,
    "before": Syntax.before,
    "entry": Syntax.entry,
    "prenominal": Syntax.prenominal,
}
ROLES = frozenset(_ROLES)
