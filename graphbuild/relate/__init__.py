"""Relations: every statement has words that say it, a direction, a polarity and a speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from graphbuild import tables
from graphbuild.encoder.relations import Encoder
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Article, Span, Statement, distinct, entity_id
from graphbuild.relate import acts, frames, parties, second, standing
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import lexicon

__all__ = ["relate"]

#: Relations that reach a state through its people, even those who do not act for it.
_TOUCHES_CIVILIANS = frozenset(
    ["ATTACKS", "COERCES", "AIDS", "CONCEDES_TO", "SANCTIONS", "THREATENS", "AGREED_WITH", "REJECTS"]
)


def relate(
    linked: Linked,
    article: Article,
    encoder: Encoder | None = None,
    *,
    skip: Sequence[Span] = (),
) -> tuple[Statement, ...]:
    """The statements of a linked article, without repeats, in text order.

    States told only by a city in which a body sits are added to ``linked``.

    Without an ``encoder`` the frames tell alone.
    ``skip`` are characters in which names are told and relations are not: tables, repeats.
    """
    lex = lexicon()
    parse = linked.parse
    sentence_of: dict[int, Span] = {}
    for sentence in parse.sentences:
        for i in range(*sentence):
            sentence_of[i] = sentence
    sport = parties.about_sport(parse, lex)
    found: list[Frame] = list(standing.posts(linked, lex, sentence_of))
    framed: list[tuple[Span, list[Frame]]] = []
    held = sorted({*linked.own, *linked.groups, *linked.nominals})
    at = 0
    for sentence in parse.sentences:
        while at < len(held) and held[at] < sentence[0]:
            at += 1
        stop = at
        entities: set[int] = set()
        while stop < len(held) and held[stop] < sentence[1]:
            i = held[stop]
            if i in linked.own:
                entities.add(linked.own[i].entity)
            if i in linked.nominals:
                entities.add(linked.nominals[i].entity)
            entities.update(a.entity for a in linked.groups.get(i, ()))
            stop += 1
        if len(entities) > 1:
            framed.append(
                (sentence, acts.settle(linked, list(frames.find(linked, lex, sentence, sport=sport))))
            )
        if entities:  # one is enough where a city tells its seat
            found.extend(standing.bodies(linked, lex, sentence))
        at = stop
    if encoder is None or sport:  # the encoder knows nothing of games
        found.extend(frame for _, frames_ in framed for frame in frames_)
    else:
        wanted = [second.pairs(linked, lex, sentence, frames_) for sentence, frames_ in framed]
        asked = iter(second.ask(encoder, [pair for group in wanted for pair in group]))
        for (sentence, frames_), group in zip(framed, wanted, strict=True):
            heard = [next(asked) for _ in group]
            found.extend(second.settle(linked, lex, sentence, frames_, heard))
    found = [frame for frame in found if not acts.forced(linked, lex, frame)]
    statements = [s for frame in found for s in _statements(linked, article, frame, sentence_of[frame.event])]
    return distinct(
        s for s in statements if not any(a < s.sentence_span[1] and s.sentence_span[0] < b for a, b in skip)
    )


def _statements(linked: Linked, article: Article, frame: Frame, sentence: Span) -> Iterator[Statement]:
    taxonomy = tables.relations()[frame.relation]
    if frame.mutual:
        unique = list({a.entity: a for a in frame.sources}.values())
        pairs: list[tuple[Actor, Actor]] = list(combinations(unique, 2))
        if not taxonomy.symmetric:
            pairs += [(b, a) for a, b in pairs]
    else:
        pairs = list(product(frame.sources, frame.targets))
    parse = linked.parse
    start, end = parse.start[sentence[0]], parse.end[sentence[1] - 1]
    tokens = sorted(frame.tokens)
    trigger = (
        parse.span(tokens[0], tokens[-1])
        if tokens[-1] - tokens[0] < 4
        else parse.span(tokens[-1], tokens[-1])
    )
    words = " ".join(parse.words[t] for t in tokens)
    for source, target in pairs:
        a, b = linked.clusters[source.entity], linked.clusters[target.entity]
        if source.entity == target.entity or a.kind not in taxonomy.source or b.kind not in taxonomy.target:
            continue
        if target.civil and frame.relation not in _TOUCHES_CIVILIANS:
            continue
        if taxonomy.quad is None and target.role and frame.rule.startswith(("verb:", "noun:")):
            continue  # who "heads Russia's delegation" does not lead Russia
        sure = frame.confidence * (0.85 if target.role else 1.0) * (0.8 if target.civil else 1.0)
        if "pronoun" in (source.form, target.form):
            sure *= 0.9
        attribution = frame.context.attribution
        speaker = frame.context.speaker
        if attribution and speaker >= 0:
            said = {x.entity for x in linked.actors(speaker)}
            if source.entity in said:
                attribution = ""
        yield Statement(
            article=article.id,
            relation=frame.relation,
            source=_id(linked, source),
            target=_id(linked, target),
            source_span=source.span,
            target_span=target.span,
            sentence_span=(start, end),
            sentence=parse.text[start:end],
            trigger=words,
            trigger_span=trigger,
            negated=frame.context.negated,
            modality=frame.context.modality,
            attribution=attribution,
            tense=frame.context.tense,
            confidence=round(sure, 3),
            rule=frame.rule,
            source_role=source.role,
            target_role=target.role,
        )


def _id(linked: Linked, a: Actor) -> str:
    c = linked.clusters[a.entity]
    return entity_id(c.kind, c.key)
