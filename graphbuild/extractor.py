"""Read one article: clean-up, boilerplate, parse, entities and statements in order.

The packages for reading are imported when needed, so that a build without new articles loads none of them.
"""

from __future__ import annotations

from functools import cache, cached_property, lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild import __version__
from graphbuild.annotate import DEFAULT_MODEL, Annotator, pipelines
from graphbuild.errors import ModelError
from graphbuild.model import Article, Reading, Span, Verdict, digest
from graphbuild.read import Foreign
from graphbuild.read.articles import display_name
from graphbuild.read.language import foreign
from graphbuild.tables.aliases import Alias

if TYPE_CHECKING:
    from graphbuild.encoder.names import Tagger
    from graphbuild.encoder.relations import Encoder
    from graphbuild.extract.names.gazetteer import Gazetteer

_PACKAGE = Path(__file__).parent
#: Parts of the package that a reading depends on.
_READING_PARTS = (
    "annotate",
    "extractor.py",
    "model.py",
    "tables",
    "read",
    "collate/fingerprint.py",
    "extract",
    "encoder",
    "resources",
)
#: Tables that no reading depends on: they evaluate, or compare readings.
_UNRELATED_TABLES = ("suite.tsv", "suite_hard.tsv", "evaluation.tsv", "identity.tsv", "rule_examples.tsv")


class Extractor:
    """Reads single articles; models are loaded with the first one.

    ``model`` is the name of an installed spaCy pipeline or its folder; None is the packaged one. ``aliases``
    are the user's own names. With ``any_language`` every text is read as if it were English; without
    ``collate`` articles have no fingerprints, so that they are not compared. Raises ``ModelError`` at once if
    the pipeline does not exist.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        encoder: bool = True,
        aliases: tuple[Alias, ...] = (),
        any_language: bool = False,
        collate: bool = True,
    ) -> None:
        self.model = model or DEFAULT_MODEL
        self._with_encoder = encoder
        self._aliases = aliases
        self._any_language = any_language
        self._collate = collate
        dictionary = [repr(aliases)] if aliases else []
        dictionary += ["any language"] if any_language else []
        dictionary += [] if collate else ["not collated"]
        self.version = digest(
            __version__, source_version(*_READING_PARTS), model_version(self.model), str(encoder), *dictionary
        )
        """Identifies everything that affects a reading: model, rules, tables. Known before the model is
        loaded.
        """

    @cached_property
    def annotator(self) -> Annotator:
        """The language model, loaded once per process."""
        return _annotator(self.model, self.tagger)

    @cached_property
    def encoder(self) -> Encoder | None:
        """The relation encoder; None if it is disabled."""
        from graphbuild.encoder.relations import load

        return load() if self._with_encoder else None

    @cached_property
    def tagger(self) -> Tagger | None:
        """The NER model; None if it is disabled."""
        from graphbuild.encoder.names import load

        return load() if self._with_encoder else None

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names to search for: those of the tables, and the user's own."""
        from graphbuild.extract.names.gazetteer import Gazetteer

        return Gazetteer(self._aliases)

    def __reduce__(self) -> tuple[partial[Extractor], tuple[str]]:
        """Pickle the arguments for worker processes, without the loaded model."""
        factory = partial(
            Extractor,
            encoder=self._with_encoder,
            aliases=self._aliases,
            any_language=self._any_language,
            collate=self._collate,
        )
        return factory, (self.model,)

    def stamp(self, article: Article) -> str:
        """Return the stamp of an article with this extractor; articles with the same stamp need not be read
        again.
        """
        return digest(article.hash, self.version)

    def passed_over(self, article: Article) -> Foreign | None:
        """Return a ``Foreign`` for an article that is not in English, and is skipped; None for others."""
        if self._any_language or not (language := foreign(article.text)):
            return None
        return Foreign(display_name(article), f"not in English ({language})", language, article.id)

    def read(self, article: Article) -> Reading:
        """Extract the entities and statements of an article."""
        from graphbuild.annotate import paragraphs
        from graphbuild.collate import fingerprint
        from graphbuild.extract import read_parse
        from graphbuild.read import glued
        from graphbuild.read.boilerplate import boilerplate
        from graphbuild.read.cleanup import cleaned
        from graphbuild.read.listings import listings
        from graphbuild.read.repeats import repeats

        lost = glued.breaks(article.text)
        clean = cleaned(article.text, breaks=frozenset(lost))
        labels = [clean.span(menu) for menu in glued.menus(article.text, lost)]
        page, lists = sorted(boilerplate(clean.text) + labels), listings(clean.text)
        blocks = paragraphs(clean.text, page + lists)
        repeated = repeats(clean.text, blocks)
        content_blocks = sorted({*blocks} - {*repeated}) if self._collate else []
        compared = fingerprint(
            [clean.text[a:b] for a, b in content_blocks], [clean.given_span(b) for b in content_blocks]
        )
        parse = self.annotator.parse(clean.text, skip=page)
        entities, statements = read_parse(
            parse, article, self.encoder, skip=lists + repeated, gazetteer=self.gazetteer
        )
        found = Reading(article, entities, statements, compared)
        return clean.restored(found)

    def judge(self, text: str, source: Span | None, target: Span | None) -> tuple[Verdict, Verdict]:
        """Return what ``source`` does to ``target`` by this text, and the reverse; spans are character
        offsets.
        """
        from graphbuild.extract import classify
        from graphbuild.read.cleanup import cleaned

        clean = cleaned(text)
        parse = self.annotator.parse(clean.text)
        ends = source and clean.span(source), target and clean.span(target)
        return classify(self.encoder, parse, *ends, gazetteer=self.gazetteer)


@lru_cache(maxsize=2)
def _annotator(model: str, tagger: Tagger | None) -> Annotator:
    return Annotator(model, tagger)


def model_version(model: str) -> str:
    """Return name and version of an installed spaCy pipeline without loading it.

    Raises ``ModelError`` if it does not exist.
    """
    if found := pipelines.folder(model):
        return digest(model, (found / "meta.json").read_text(encoding="utf-8"))
    raise ModelError(
        f"unknown model {model!r}: no spaCy pipeline of that name is installed and no folder of that path "
        "holds one; install it, give its folder, or leave --model out for the one that comes along"
    )


@cache
def source_version(*parts: str) -> str:
    """Return a hash of these files and folders of the package; results are recomputed when it changes."""
    files = sorted(
        file
        for part in parts
        for file in ([_PACKAGE / part] if (_PACKAGE / part).is_file() else (_PACKAGE / part).rglob("*"))
        if file.suffix in (".py", ".tsv", ".json", ".onnx")
        and (file == _PACKAGE / part or file.name not in _UNRELATED_TABLES)
    )
    hasher = blake2b(digest_size=8)
    for file in files:
        hasher.update(f"{file.relative_to(_PACKAGE).as_posix()}\n".encode() + _content(file) + b"\x1f")
    return hasher.hexdigest()


def _content(file: Path) -> bytes:
    if file.suffix == ".onnx":  # tens of megabytes: size and model card identify it
        return str(file.stat().st_size).encode()
    return file.read_bytes().replace(b"\r\n", b"\n")
