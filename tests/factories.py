"""Records for tests: small makers, and Hypothesis strategies for sets of readings.

The strategies draw from few entities, sentences, dates and publishers, so that articles agree,
repeat and contradict each other as news does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st

from graphbuild.collate import fingerprint
from graphbuild.decisions import RelationDecision, RelationVerdict, Side
from graphbuild.model import (
    FORMS,
    MODALITIES,
    Article,
    Fingerprint,
    Form,
    Graph,
    Kind,
    LocalEntity,
    Mention,
    Modality,
    Reading,
    Statement,
)


def make_article(
    id: str = "a",  # noqa: A002 -- what it is called everywhere
    text: str = "France and Italy signed the treaty.",
    *,
    title: str = "",
    date: str = "",
    source: str = "",
    url: str = "",
    date_from: str = "",
) -> Article:
    return Article(id=id, text=text, title=title, date=date, source=source, url=url, date_from=date_from)


def make_mention(text: str, start: int = 0, form: Form = "name") -> Mention:
    return Mention(start, start + len(text), text, form, f"test of {text}")


def make_entity(
    kind: Kind, key: str, name: str = "", *, iso3: str = "", mentions: Iterable[Mention] | None = None
) -> LocalEntity:
    """An entity that is mentioned once by its name, if nothing else is said."""
    name = name or key
    found = (make_mention(name),) if mentions is None else tuple(mentions)
    return LocalEntity(kind=kind, key=key, name=name, iso3=iso3, mentions=found)


def make_country(iso3: str, name: str, *mentions: Mention) -> LocalEntity:
    return make_entity("country", iso3, name, iso3=iso3, mentions=mentions or None)


def make_statement(
    source: LocalEntity,
    relation: str,
    target: LocalEntity,
    sentence: str = "France and Italy signed the treaty.",
    *,
    article: str = "a",
    start: int = 0,
    trigger: str = "signed",
    negated: bool = False,
    modality: Modality = "asserted",
    attribution: str = "",
    confidence: float = 0.9,
    rule: str = "test",
    source_role: str = "",
    target_role: str = "",
    when: tuple[str, str] = ("", ""),
    former: bool = False,
) -> Statement:
    """A statement of the sentence that begins at ``start``; its ends' spans lie at its start and end."""
    end = start + len(sentence)
    return Statement(
        article=article,
        relation=relation,
        source=source.id,
        target=target.id,
        source_span=(start, start + 1),
        target_span=(end - 1, end),
        sentence_span=(start, end),
        sentence=sentence,
        trigger=trigger,
        trigger_span=(start, end),
        negated=negated,
        modality=modality,
        attribution=attribution,
        tense="past",
        confidence=confidence,
        rule=rule,
        source_role=source_role,
        target_role=target_role,
        former=former,
        when_from=when[0],
        when_to=when[1],
        when_precision="day" if all(when) else "unknown",
        when_source="expression" if any(when) else "",
        when_text="on that day" if any(when) else "",
    )


def make_rejection(
    reading: Reading,
    said: Statement,
    *,
    whole: bool = False,
    of_article: bool = False,
    verdict: RelationVerdict = "rejected",
    decided: str = "",
) -> RelationDecision:
    """That a statement is rejected, or with ``whole`` its relation; its ends as all articles have them, or
    with ``of_article`` as this one has them.
    """
    kinds = {e.id: e for e in reading.entities}
    ends = [kinds[id_] for id_ in (said.source, said.target)]
    a, b = (Side(e.key, reading.article.id if of_article else "", e.name) for e in ends)
    made = RelationDecision(verdict, ends[0].kind, a, said.relation, ends[1].kind, b, decided=decided)
    return made if whole else replace(made, status=said.status, sentence=said.sentence)


def make_reading(
    article: Article,
    entities: Iterable[LocalEntity] = (),
    statements: Iterable[Statement] = (),
    fingerprint: Fingerprint = Fingerprint(),  # noqa: B008 -- frozen
) -> Reading:
    return Reading(article, tuple(entities), tuple(statements), fingerprint)


def make_fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text, each line of it a paragraph."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return fingerprint([text[a:b] for a, b in lines], lines)


DATES = ("", "1957-03-25", "1963-01-22", "1963-01-23")
SOURCES = ("", "Harbour News", "Meridian Wire")
SENTENCES = (
    "France and Italy signed the treaty.",
    "France and Italy  signed\nthe treaty.",
    "“France” and “Italy” signed the treaty.",
    "Paris did not attack Rome.",
    "Élysée: talks may follow.",
)
#: The second is nearly the first; the last has no words, so that it is a copy of nothing.
TEXTS = (
    "The ministers of both states met in the harbour on Monday and signed the treaty.\nAll went home.",
    "The ministers of both states met in the harbour on Monday and signed the treaty.\nSome went home.",
    "A storm sank three boats off the coast; nobody was hurt.\nAll went home.",
    "…",
)
#: Symmetric and directed relations that stand between entities of any kind.
RELATIONS = ("MET_WITH", "ALLIED_WITH", "ATTACKS", "SUPPORTS")


@st.composite
def mentions(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[Mention, ...]:
    places = st.tuples(st.integers(0, 500), st.sampled_from(names), st.sampled_from(FORMS))
    drawn = draw(st.lists(places, max_size=4))
    return tuple(sorted({make_mention(name, start, form) for start, name, form in drawn}))


@st.composite
def local_entities(draw: st.DrawFn, article: str) -> tuple[LocalEntity, ...]:
    """Two to five entities: countries, a person and a body known everywhere, one of this article alone."""
    pool: tuple[tuple[Kind, str, str, tuple[str, ...]], ...] = (
        ("country", "FRA", "FRA", ("France", "French Republic", "Paris")),
        ("country", "ITA", "ITA", ("Italy", "Rome")),
        ("person", "jean roux", "", ("Jean Roux", "J. Roux", "Roux")),
        ("organisation", "harbour league", "", ("Harbour League", "the League")),
        ("person", f"roux {article}", "", ("Roux",)),
    )
    chosen = draw(st.lists(st.sampled_from(pool), min_size=2, max_size=5, unique=True))
    return tuple(
        LocalEntity(kind, key, draw(st.sampled_from(names)), iso3, draw(mentions(names)))
        for kind, key, iso3, names in chosen
    )


@st.composite
def statements(draw: st.DrawFn, article: str, entities: tuple[LocalEntity, ...]) -> Statement:
    return make_statement(
        draw(st.sampled_from(entities)),
        draw(st.sampled_from(RELATIONS)),
        draw(st.sampled_from(entities)),
        draw(st.sampled_from(SENTENCES)),
        article=article,
        start=draw(st.integers(0, 900)),
        negated=draw(st.booleans()),
        modality=draw(st.sampled_from(("asserted", *MODALITIES))),
        attribution=draw(st.sampled_from(("", "Roux"))),
        confidence=draw(st.sampled_from((0.3, 0.55, 0.7, 0.9))),
        source_role=draw(st.sampled_from(("", "troops"))),
        when=draw(st.sampled_from((("", ""), ("1963-01-21", "1963-01-22"), ("", "1963-01-22")))),
    )


@st.composite
def readings(draw: st.DrawFn, article: str) -> Reading:
    """A reading of the article of this id."""
    entities = draw(local_entities(article))
    return Reading(
        make_article(
            article,
            text=draw(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)),
            title=draw(st.sampled_from(("", "Treaty signed"))),
            date=draw(st.sampled_from(DATES)),
            source=draw(st.sampled_from(SOURCES)),
        ),
        entities,
        tuple(draw(st.lists(statements(article, entities), max_size=6))),
        make_fingerprint(draw(st.sampled_from(TEXTS))),
    )


#: Who acts toward whom in ``dealings``: states, who may act for them, and what may be an alliance.
ACTORS: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
    ("country", "FRA", ("France",)),
    ("country", "ITA", ("Italy",)),
    ("country", "ESP", ("Spain",)),
    ("person", "jean roux", ("Jean Roux",)),
    ("person", "ada conti", ("Ada Conti",)),
    ("organisation", "sea ministry", ("Sea Ministry",)),
    ("organisation", "north pact", ("NATO", "North Pact")),
)
_DEEDS = ("ATTACKS", "SANCTIONS", "SUPPORTS", "MET_WITH", "ALLIED_WITH")
_POSTS = ("LEADER_OF", "REPRESENTS", "PART_OF", "MEMBER_OF")


@st.composite
def dealings(draw: st.DrawFn, article: str) -> Reading:
    """A reading from which stances come: states, who acts for them at some time, deeds and alliances."""
    entities = [
        make_entity(kind, key, draw(st.sampled_from(names)), iso3=key if kind == "country" else "")
        for kind, key, names in ACTORS
    ]
    found = []
    for k in range(draw(st.integers(1, 6))):
        relation = draw(st.sampled_from((*_DEEDS, *_DEEDS, *_POSTS)))
        source, target = draw(st.permutations(entities))[:2]
        if relation == "MEMBER_OF":
            target = entities[-1]
        elif relation in _POSTS:
            source = draw(st.sampled_from(entities[3:6]))
            target = draw(st.sampled_from((*entities[:3], *entities[3:6])))
        if source.id != target.id:
            found.append(
                make_statement(
                    source,
                    relation,
                    target,
                    draw(st.sampled_from((f"{article} tells this.", *SENTENCES[:2]))),
                    article=article,
                    start=100 * k,
                    negated=not draw(st.integers(0, 9)),
                    modality=draw(st.sampled_from(("asserted",) * 9 + ("possible",))),
                    confidence=draw(st.sampled_from((0.7, 0.9, 0.95))),
                    when=draw(
                        st.sampled_from(
                            (("", ""),) * 3
                            + (("1963-01-21", "1963-01-22"), ("1963-01-01", "1963-12-31"))
                            + (("", "1963-01-22"), ("1961-03-01", ""))
                        )
                    ),
                    former=not draw(st.integers(0, 7)),
                )
            )
    return make_reading(
        make_article(
            article,
            date=draw(st.sampled_from(DATES)),
            source=draw(st.sampled_from(SOURCES)),
            date_from=draw(st.sampled_from(("", "not read: 1963", "not read: 1964"))),
        ),
        entities,
        found,
        make_fingerprint(draw(st.sampled_from((TEXTS[0], TEXTS[3], TEXTS[3])))),
    )


@st.composite
def reading_sets(draw: st.DrawFn, max_size: int = 5) -> list[Reading]:
    """Readings of different articles."""
    ids = draw(st.lists(st.sampled_from("abcdefgh"), max_size=max_size, unique=True))
    return [draw(readings(id)) for id in ids]  # noqa: A001 -- what it is called everywhere


@st.composite
def dealing_sets(draw: st.DrawFn) -> list[Reading]:
    """Readings of different articles from which stances come."""
    ids = draw(st.lists(st.sampled_from("stuvwxyz"), min_size=3, unique=True))
    return [draw(dealings(id)) for id in ids]  # noqa: A001 -- what it is called everywhere


def of_days(graph: Graph, since: str = "", until: str = "") -> dict[str, Article]:
    """The articles of a graph from one day to another, both included, by id; all where there is no bound."""
    bound = bool(since or until)
    return {a.id: a for a in graph.articles if not bound or (a.date and since <= a.date <= (until or "9999"))}
