"""From one article to what it says: clean-up, boilerplate, parse, entities and statements in order.

The packages that read are imported where they are used: a build in which nothing is new needs none of them.
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
from graphbuild.read.articles import named
from graphbuild.read.language import foreign
from graphbuild.tables.aliases import Alias

if TYPE_CHECKING:
    from graphbuild.encoder.names import Tagger
    from graphbuild.encoder.relations import Encoder
    from graphbuild.extract.names.gazetteer import Gazetteer

_PACKAGE = Path(__file__).parent
#: What a reading depends on beside the article and the model.
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
#: Tables that no reading depends on: they measure, or compare what was read.
_APART = ("suite.tsv", "suite_hard.tsv", "evaluation.tsv", "identity.tsv", "rule_examples.tsv")


class Extractor:
    """Reads articles one by one; models are loaded when the first is read.

    ``model`` names an installed spaCy pipeline or its folder; None is the one that comes along.
    ``aliases`` are names of the user's own. With ``any_language`` every text is read as if it were English;
    without ``collate`` articles get no fingerprints, so that each stands by itself.
    Raises ``ModelError`` at once where there is no such pipeline.
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
        own = [repr(aliases)] if aliases else []
        own += ["any language"] if any_language else []
        own += [] if collate else ["not collated"]
        self.version = digest(
            __version__, source_version(*_READING_PARTS), model_version(self.model), str(encoder), *own
        )
        """Changes with whatever may change a reading: model, rules, tables. Known before the model loads."""

    @cached_property
    def annotator(self) -> Annotator:
        """The language model, loaded once a process."""
        return _annotator(self.model, self.tagger)

    @cached_property
    def encoder(self) -> Encoder | None:
        """The second opinion on relations; None where it is not wanted."""
        from graphbuild.encoder.relations import load

        return load() if self._with_encoder else None

    @cached_property
    def tagger(self) -> Tagger | None:
        """The second opinion on names; None where it is not wanted."""
        from graphbuild.encoder.names import load

        return load() if self._with_encoder else None

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names to search for: those of the tables, and the user's own."""
        from graphbuild.extract.names.gazetteer import Gazetteer

        return Gazetteer(self._aliases)

    def __reduce__(self) -> tuple[partial[Extractor], tuple[str]]:
        """What a worker process is sent: how to make this extractor, without the loaded model."""
        made = partial(
            Extractor,
            encoder=self._with_encoder,
            aliases=self._aliases,
            any_language=self._any_language,
            collate=self._collate,
        )
        return made, (self.model,)

    def stamp(self, article: Article) -> str:
        """Of an article as this extractor reads it: what has the same stamp need not be read again."""
        return digest(article.hash, self.version)

    def passed_over(self, article: Article) -> Foreign | None:
        """Why the article is not to be read: it is not in English. None for others."""
        if self._any_language or not (language := foreign(article.text)):
            return None
        return Foreign(named(article), f"not in English ({language})", language, article.id)

    def read(self, article: Article) -> Reading:
        """The entities of an article and the statements that it makes about them."""
        from graphbuild.annotate import paragraphs
        from graphbuild.collate import fingerprint
        from graphbuild.extract import read_parse
        from graphbuild.read.boilerplate import boilerplate
        from graphbuild.read.cleanup import cleaned
        from graphbuild.read.listings import listings
        from graphbuild.read.repeats import repeats

        clean = cleaned(article.text)
        page, lists = boilerplate(clean.text), listings(clean.text)
        blocks = paragraphs(clean.text, page + lists)
        again = repeats(clean.text, blocks)
        said = sorted({*blocks} - {*again}) if self._collate else []
        compared = fingerprint([clean.text[a:b] for a, b in said], [clean.given_span(b) for b in said])
        parse = self.annotator.parse(clean.text, skip=page)
        entities, statements = read_parse(
            parse, article, self.encoder, skip=lists + again, gazetteer=self.gazetteer
        )
        found = Reading(article, entities, statements, compared)
        return clean.restored(found)

    def judge(self, text: str, source: Span | None, target: Span | None) -> tuple[Verdict, Verdict]:
        """What ``source`` does to ``target`` by this text, and the reverse; spans are characters of it."""
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
    """Name and version of an installed spaCy pipeline, found without loading it.

    Raises ``ModelError`` where there is no such pipeline.
    """
    if found := pipelines.folder(model):
        return digest(model, (found / "meta.json").read_text(encoding="utf-8"))
    raise ModelError(
        f"unknown model {model!r}: no spaCy pipeline of that name is installed and no folder of that path "
        "holds one; install it, give its folder, or leave --model out for the one that comes along"
    )


@cache
def source_version(*parts: str) -> str:
    """Hash of these files and folders of the package: what they make is made anew when they change."""
    files = sorted(
        file
        for part in parts
        for file in ([_PACKAGE / part] if (_PACKAGE / part).is_file() else (_PACKAGE / part).rglob("*"))
        if file.suffix in (".py", ".tsv", ".json", ".onnx")
        and (file == _PACKAGE / part or file.name not in _APART)
    )
    made = blake2b(digest_size=8)
    for file in files:
        made.update(f"{file.relative_to(_PACKAGE).as_posix()}\n".encode() + _content(file) + b"\x1f")
    return made.hexdigest()


def _content(file: Path) -> bytes:
    if file.suffix == ".onnx":  # tens of megabytes: its size is enough beside the model card
        return str(file.stat().st_size).encode()
    return file.read_bytes().replace(b"\r\n", b"\n")
