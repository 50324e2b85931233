"""From a parsed article to entities and statements: a fixed list of passes over one document.

================  ==========================================================================
linking           names, entities, roles, coreference (:mod:`graphbuild.extract.linking`)
events            triggers matched over the syntax graph
standing          posts, memberships, seats, parts
constraints       ends that a relation cannot have are dropped
factuality        negation, modality, attribution, tense
speech acts       promises, refusals, threats; events that are stopped
factuality check  the encoder's modality for events that the rules do not take for facts
verification      the encoder is asked, a verifier judges each candidate
corroboration     what the article states again is likelier; the unlikely is dropped
time              when it happened, from expressions, tense and the sentence before
statements        records with evidence
================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Sequence

from graphbuild.annotate import Parse
from graphbuild.encoder.relations import Encoder
from graphbuild.extract.classification import classify
from graphbuild.extract.document import Document
from graphbuild.extract.linking import entities, link
from graphbuild.extract.names.gazetteer import Gazetteer
from graphbuild.extract.passes import Passes
from graphbuild.extract.statements import statements, without_domestic
from graphbuild.extract.time import EventTimes
from graphbuild.extract.verification import factuality_check, verifier
from graphbuild.extract.verification.corroboration import corroborated
from graphbuild.extract.verification.factuality_check import FactualityCheck
from graphbuild.extract.verification.verifier import Scorer
from graphbuild.model import Article, LocalEntity, Span, Statement, distinct, partial_date

__all__ = ["classify", "read_parse"]


def read_parse(
    parse: Parse,
    article: Article,
    encoder: Encoder | None = None,
    skip: Sequence[Span] = (),
    *,
    gazetteer: Gazetteer | None = None,
    scorer: Scorer = verifier.score,
    check: FactualityCheck = factuality_check.checked,
) -> tuple[tuple[LocalEntity, ...], tuple[Statement, ...]]:
    """The entities of a parsed article and its statements, in text order.

    ``skip`` are characters in which names are read and relations are not: tables, repeats. Without an
    ``encoder`` the rules tell alone; without a ``gazetteer`` the names of the tables are searched for.
    """
    linked = link(parse, article.id, article.date, gazetteer)
    document = Document(linked, article)
    passes = Passes(document, encoder, scorer, check)
    found = passes.posts()
    for sentence in parse.sentences:
        found.extend(passes.standing_relations(sentence))
        if any(
            k in linked.actor_by_head or k in linked.plural_referents or k in linked.nominals
            for k in range(*sentence)
        ):
            found.extend(passes.events(sentence))
    times = EventTimes(parse, article.date, partial_date(article.date_from))
    made = [s for e in corroborated(document, found) for s in statements(document, e, times)]
    kept = distinct(
        s
        for s in without_domestic(made)
        if not any(a < s.sentence_span[1] and s.sentence_span[0] < b for a, b in skip)
    )
    ends = {end for s in kept for end in ((s.source, s.source_span), (s.target, s.target_span))}
    return entities(linked, ends), kept
