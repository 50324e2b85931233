"""Extract statements from articles as JSON, without a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from graphbuild.checking import checked_as
from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.model import Reading
from graphbuild.pipeline.options import DateFrom, GivenDay, Inputs, check_workers, columns_of, paths, strictly
from graphbuild.pipeline.report import Position, Progress, Tally
from graphbuild.pipeline.run import NothingKnown, items
from graphbuild.read import Failure, Foreign, sources
from graphbuild.tables import aliases as dictionary
from graphbuild.workers import Workers, readings


@checked_as(InputError)
def extract(
    inputs: Inputs,
    *,
    workers: Workers = "auto",
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    any_language: bool = False,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    date: GivenDay = None,
    date_from: DateFrom | None = None,
    source: str | None = None,
    strict: bool = False,
    on_failure: Callable[[Failure], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the entities and statements of each article as JSON-ready dictionaries, in input order.

    ``columns`` and ``day_first`` are as in :func:`build`. Failures are passed to ``on_failure`` and skipped;
    with ``strict`` they raise ``InputError``. Articles in other languages than English are skipped without an
    error, unless ``any_language``. Raises ``InputError`` and ``ModelError`` before anything is read.
    """
    check_workers(workers)
    given = paths(inputs)
    entries = dictionary.load(aliases) if aliases is not None else ()
    extractor = Extractor(model, encoder=encoder, aliases=entries, any_language=any_language)
    found = sources(given, columns_of(columns, day_first, date, date_from, source))
    position = Position(given) if progress else None
    tally = Tally(progress, position)

    def results() -> Iterator[dict[str, Any]]:
        with closing(readings(items(found, extractor, NothingKnown(), position), extractor, workers)) as done:
            for result in done:
                if isinstance(result, Foreign):
                    if on_failure:
                        on_failure(result)
                elif isinstance(result, Failure):
                    tally.fail(result)
                    if on_failure:
                        on_failure(result)
                    if strict:
                        raise strictly(result)
                elif isinstance(result, Reading):
                    tally.read += 1
                    yield as_json(result)
                tally.tell()

    return results()


def as_json(reading: Reading) -> dict[str, Any]:
    """Return a reading in the format of ``extract``; offsets are characters of the article's text."""
    return {
        "id": reading.article.id,
        "entities": [
            {
                "id": e.id,
                "kind": e.kind,
                "name": e.name,
                **({"iso3": e.iso3} if e.iso3 else {}),
                "mentions": [
                    {"start": m.start, "end": m.end, "text": m.text, "form": m.form, "reason": m.reason}
                    for m in e.mentions
                ],
            }
            for e in reading.entities
        ],
        "statements": [
            {
                "relation": s.relation,
                "source": s.source,
                "target": s.target,
                "source_span": list(s.source_span),
                "target_span": list(s.target_span),
                "sentence": s.sentence,
                "sentence_span": list(s.sentence_span),
                "trigger": s.trigger,
                "trigger_span": list(s.trigger_span),
                "negated": s.negated,
                "modality": s.modality,
                "attribution": s.attribution,
                "tense": s.tense,
                "former": s.former,
                "root": s.root,
                "when_from": s.when_from,
                "when_to": s.when_to,
                "when_precision": s.when_precision,
                "when_source": s.when_source,
                "when_text": s.when_text,
                "source_role": s.source_role,
                "target_role": s.target_role,
                "confidence": s.confidence,
                "rule": s.rule,
            }
            for s in reading.statements
        ],
    }
