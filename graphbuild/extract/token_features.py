"""Features of a token, by name: what paths and rules may ask of it.

=================  ===============================================================================
name               holds where
=================  ===============================================================================
``attack``         the lemma has this feature of ``lexicon.tsv``
``=word``          the lemma is ``word``
``word:name``      the word, in lower case, has this feature of ``lexicon.tsv``
``name:school``    the name there has a word of this feature
``type:party``     the organisation denoted has this type, by ``organisations.tsv``, ``blocs.tsv`` or
                   ``parties.tsv``
``table:party``    ``organisations.tsv`` gives the organisation this type
``sort:firm``      the actor has this type of ``parties.tsv``
``iso:GBR``        the entity belongs to the state of this code
``patient>site``   a token in that syntactic role has that feature
=================  ===============================================================================

Any other name is a predicate of :mod:`graphbuild.extract.features`. They and the conditions of
``patterns/conditions.py`` are the only conditions written in Python; ``graphbuild rules`` lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache, cached_property

from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.features import denotation, entities, grammar, names, nouns
from graphbuild.extract.lexicon import features, words

_TABLES = (grammar.PREDICATES, names.PREDICATES, entities.PREDICATES, nouns.PREDICATES)
#: Predicates that paths and conditions may name.
PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    name: predicate for table in _TABLES for name, predicate in table.items()
}


class Features:
    """Tests the features of the tokens of a document."""

    def __init__(self, document: Document) -> None:
        self.document, self.parse, self.linked = document, document.parse, document.linked

    def __call__(self, i: int, name: str) -> bool:
        """Whether token ``i`` has the feature ``name``. Raises ``ValueError`` for an unknown name."""
        return _predicate(name)(self, i)

    def word_has(self, word: str, feature: str) -> bool:
        """Whether a word in lower case, or its singular, has a feature of lexicon.tsv."""
        return word in words(feature) or word.removesuffix("s") in words(feature)

    @cached_property
    def role_tokens(self) -> frozenset[int]:
        """The tokens of role phrases other than honorifics."""
        return frozenset(
            t
            for p in self.linked.role_phrase_list
            for t in range(p.first, p.last + 1)
            if p.role.relation or p.role.name not in words("honorific")
        )

    def former(self, i: int) -> bool:
        """Whether token ``i`` states a post that has ended (the predicate ``former``)."""
        return grammar.former(self, i)

    def stands_for_itself(self, a: Actor, *, of_origin: bool = False) -> bool:
        """Whether an actor's name denotes the entity itself, and no work or currency.

        ``of_origin``: accept also names that only state an origin.
        """
        return denotation.denotes_itself(self.linked, a, of_origin=of_origin)

    def people(self, a: Actor) -> bool:
        """Whether a state's name denotes some of its nationals: "many *Kenyans*", not "*the Kenyans*"."""
        return denotation.denotes_people(self.linked, a)

    def one_national(self, a: Actor) -> bool:
        """Whether a state's name denotes one of its nationals: "*a Kenyan*"."""
        return denotation.denotes_one_national(self.linked, a)


@cache
def _predicate(name: str) -> Callable[[Features, int], bool]:
    """The test for the feature of this name. Raises ``ValueError`` for an unknown name."""
    if name in features():
        lemmas = words(name)
        return lambda test, i: test.parse.lemmas[i] in lemmas
    if name.startswith("="):
        lemma = name[1:]
        return lambda test, i: test.parse.lemmas[i] == lemma
    role, has_role, feature = name.partition(">")
    if has_role:
        return lambda test, i: any(test(k, feature) for k in test.document.syntax.step(i, role))
    kind, has_kind, value = name.partition(":")
    if has_kind and kind in _KINDS:
        has_value = _KINDS[kind]
        return lambda test, i: has_value(test, i, value)
    if (predicate := PREDICATES.get(name)) is None:
        raise ValueError(f"{name!r} is neither a feature of lexicon.tsv nor a predicate of extract/features")
    return predicate


#: Predicates with a value, by the prefix before the colon.
_KINDS: dict[str, Callable[[Features, int, str], bool]] = {
    "word": lambda test, i, feature: test.parse.words[i].lower() in words(feature),
    "type": entities.has_type,
    "name": names.has_word,
    "sort": entities.has_actor_type,
    "table": entities.has_table_type,
    "iso": entities.has_state,
}


def ambiguous_names() -> frozenset[str]:
    """Names that denote two predicates, or a predicate and a feature of the lexicon; there must be none."""
    counts = Counter(name for table in _TABLES for name in table)
    return frozenset(name for name, n in counts.items() if n > 1 or name in features())
