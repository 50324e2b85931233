"""A small graph made by hand: allies who fall out, a denial, a threat, parallel edges, an undated article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from graphbuild.model import (
    Article,
    Copy,
    Entity,
    EntityMentions,
    Graph,
    Kind,
    Level,
    Modality,
    Relation,
    Stance,
    Statement,
    entity_id,
    relation_id,
    stance_id,
)

ARTICLES = {
    a.id: a
    for a in (
        Article(
            id="a1", text="", title="Talks in Moscow", date="2020-01-15", source="Wire", url="http://x/1"
        ),
        Article(id="a2", text="", title="A pact is signed", date="2020-03-02", source="Post"),
        Article(id="a3", text="", title='Sanctions, "at last"', date="2021-06-30", source="Wire"),
        Article(id="a4", text="", title="Shots at the border", date="2022-02-24", source="Post"),
        Article(id="a5", text="", title="Without a date & source", date=""),
        Article(id="a6", text="", title="Shots fired at border", date="2022-02-25", source="Wire"),
    )
}
NAMES: dict[str, tuple[Kind, str, tuple[str, ...]]] = {
    "CHN": ("country", "China", ("Beijing", "People's Republic of China")),
    "RUS": ("country", "Russia", ("Moscow",)),
    "USA": ("country", "United States", ("US", "Washington")),
    "IRN": ("country", "Iran", ()),
    "CIV": ("country", "Côte d'Ivoire", ("Ivory Coast",)),
    "xi jinping": ("person", "Xi Jinping", ("Xi",)),
    "vladimir putin": ("person", "Vladimir Putin", ("Putin",)),
    "ban ki-moon": ("person", "Ban Ki-moon", ()),
    "un": ("organisation", "United Nations", ("UN",)),
    "nato": ("organisation", "NATO", ("the alliance",)),
    "loner": ("organisation", "Loner <Club> | Ltd", ()),
}
SCORES = {
    "LEADER_OF": 0.0,
    "MEMBER_OF": 0.0,
    "MET_WITH": 2.5,
    "PARTNERSHIP": 9.5,
    "ALLIED_WITH": 9.5,
    "SANCTIONS": -6.0,
    "ATTACKS": -9.0,
    "ACCUSES": -3.0,
    "THREATENS": -3.5,
    "SUPPORTS": 5.0,
    "HOSTILITY_TOWARD": -4.0,
}
SYMMETRIC = {"MET_WITH", "PARTNERSHIP", "ALLIED_WITH"}


def ident(key: str) -> str:
    """Id of the entity with this key."""
    return entity_id(NAMES[key][0], key)


#: The end of terms of office.
ENDED = {("LEADER_OF", ident("ban ki-moon"), ident("un")): "2016-12-31"}


def _said(
    article: str,
    source: str,
    relation: str,
    target: str,
    sentence: str,
    *,
    negated: bool = False,
    modality: Modality = "asserted",
    attribution: str = "",
    role: str = "",
    when: tuple[str, str, str] = ("", "", ""),
) -> Statement:
    ends = (ident(source), ident(target))
    if relation in SYMMETRIC:
        ends = (min(ends), max(ends))
    number = sum(map(ord, sentence)) % 100
    return Statement(
        article=article,
        relation=relation,
        source=ends[0],
        target=ends[1],
        source_span=(number, number + 5),
        target_span=(number + 9, number + 14),
        sentence_span=(number, number + len(sentence)),
        sentence=sentence,
        trigger=sentence.split()[1],
        trigger_span=(number + 6, number + 8),
        negated=negated,
        modality=modality,
        attribution=attribution,
        tense="past",
        confidence=0.5 + number / 200,
        rule=f"verb:{relation.lower()}",
        source_role=role,
        when_from=when[0],
        when_to=when[1],
        when_precision="day" if all(when) else "unknown",
        when_source="expression" if when[2] else "",
        when_text=when[2],
    )


STATEMENTS = (
    _said("a1", "xi jinping", "LEADER_OF", "CHN", "Chinese leader Xi Jinping arrived."),
    _said("a1", "vladimir putin", "LEADER_OF", "RUS", "Russian president Vladimir Putin was there."),
    _said("a1", "xi jinping", "MET_WITH", "vladimir putin", "Xi met Putin."),
    _said(
        "a2",
        "xi jinping",
        "MET_WITH",
        "vladimir putin",
        "The two met again.",
        when=("2020-02-29", "2020-03-01", "at the weekend"),
    ),
    _said("a1", "CHN", "PARTNERSHIP", "RUS", "China and Russia praised their partnership."),
    _said("a2", "CHN", "PARTNERSHIP", "RUS", "They signed a “pact” of friendship."),
    _said("a5", "CHN", "ALLIED_WITH", "RUS", "Both are allies\nof old.", when=("1950-02-14", "", "since")),
    _said("a3", "USA", "SANCTIONS", "RUS", "Washington imposed sanctions on Moscow."),
    _said("a3", "USA", "SANCTIONS", "IRN", "It also punished Iran."),
    _said("a3", "USA", "ACCUSES", "RUS", "It accused Russia of lying.", attribution="Washington"),
    _said("a4", "RUS", "ATTACKS", "CHN", "Russian troops fired on Chinese posts.", role="troops"),
    _said(
        "a4", "RUS", "ATTACKS", "CHN", "Moscow denied that it attacked.", negated=True, attribution="Moscow"
    ),
    _said("a6", "RUS", "ATTACKS", "CHN", "Russian troops fired on Chinese posts.", role="troops"),
    _said("a4", "CHN", "THREATENS", "RUS", "China threatened revenge.", attribution="Xi"),
    _said("a4", "CHN", "ATTACKS", "RUS", "China could strike back.", modality="possible"),
    _said("a4", "un", "MET_WITH", "RUS", "The UN met with Russia."),
    _said("a4", "un", "MET_WITH", "CHN", "The UN met with China."),
    _said("a5", "ban ki-moon", "LEADER_OF", "un", "Ban Ki-moon leads the UN."),
    _said("a5", "USA", "MEMBER_OF", "nato", "Washington belongs to NATO."),
    _said("a5", "USA", "HOSTILITY_TOWARD", "IRN", "US hostility toward Iran goes on."),
    _said("a2", "IRN", "SUPPORTS", "CIV", "Iran backs Côte d'Ivoire."),
)
MENTIONS = (
    ("CHN", "a1", 4),
    ("CHN", "a2", 2),
    ("CHN", "a4", 6),
    ("CHN", "a5", 1),
    ("RUS", "a1", 3),
    ("RUS", "a2", 1),
    ("RUS", "a3", 2),
    ("RUS", "a4", 5),
    ("RUS", "a5", 1),
    ("USA", "a3", 3),
    ("USA", "a5", 2),
    ("IRN", "a2", 1),
    ("IRN", "a3", 1),
    ("IRN", "a5", 1),
    ("CIV", "a2", 1),
    ("xi jinping", "a1", 2),
    ("xi jinping", "a2", 1),
    ("vladimir putin", "a1", 2),
    ("vladimir putin", "a2", 1),
    ("ban ki-moon", "a5", 1),
    ("un", "a4", 2),
    ("un", "a5", 1),
    ("nato", "a5", 1),
    ("loner", "a5", 1),
    ("CHN", "a6", 1),
    ("RUS", "a6", 1),
)


COPIES = {"a6": "a4"}


def _stance(
    a: str, b: str, level: Level, label: str, infers: str, sums: tuple[float, ...], because: tuple[str, ...]
) -> Stance:
    """A stance with every value told, as far as its label allows."""
    a, b = sorted((ident(a), ident(b)))
    turned = label == "hostile"
    return Stance(
        id=stance_id(level, a, b),
        a=a,
        b=b,
        level=level,
        label=label,
        infers=infers,
        cooperation=1.25,
        conflict=2.0 if turned else 0.0,
        sums=sums,
        belief=0.935,
        reports=4,
        articles=3,
        sources=2,
        denied=1 if turned else 0,
        undated=1,
        past=0,
        as_of="2022-02-24" if turned else "",
        since="2022-02-24" if turned else "",
        before="partner" if turned else "",
        standing=("allied", "severed") if turned else (),
        months=("2020-01", "2020-03", "2022-02") if turned else (),
        cooperation_by_month=(2.25, 2.0, 0.0) if turned else (),
        conflict_by_month=(0.0, 0.0, 3.75) if turned else (),
        because=tuple(sorted(s.id for s in STATEMENTS if s.relation in because)),
    )


STANCES = (
    _stance("CHN", "RUS", "actor", "hostile", "HOSTILITY_TOWARD", (2.5, 0.0, 1.125, 3.0), ("ATTACKS",)),
    _stance("CHN", "RUS", "state", "hostile", "HOSTILITY_TOWARD", (3.0, 0.5, 1.125, 3.0), ("ATTACKS",)),
    _stance("IRN", "CIV", "state", "partner", "PARTNERSHIP", (2.5, 0.0, 0.0, 0.0), ("SUPPORTS",)),
    _stance("USA", "RUS", "actor", "tense", "", (0.0, 0.0, 2.5, 0.0), ("SANCTIONS", "ACCUSES")),
)


def _days(articles: Iterable[str]) -> tuple[str, str]:
    days = sorted(ARTICLES[a].date for a in articles if ARTICLES[a].date)
    return (days[0], days[-1]) if days else ("", "")


def _entity(key: str) -> Entity:
    kind, name, aliases = NAMES[key]
    mentioned = {article: count for k, article, count in MENTIONS if k == key}
    iso3 = key if kind == "country" else ""
    first, last = _days(mentioned)
    total = sum(mentioned.values())
    return Entity(ident(key), kind, name, aliases, iso3, total, len(mentioned), first, last)


def _relation(key: tuple[str, str, str], said: list[Statement]) -> Relation:
    asserted = [s for s in said if s.asserted and s.article not in COPIES]
    articles = {s.article for s in asserted}
    best = max(asserted, key=lambda s: (s.confidence, s.id))
    first, last = _days(articles)
    relation, source, target = key
    return Relation(
        id=relation_id(*key),
        relation=relation,
        source=source,
        target=target,
        statements=len(asserted),
        articles=len(articles),
        copies=sum(s.asserted and s.article in COPIES for s in said),
        sources=len({ARTICLES[a].source for a in articles}),
        negated=sum(s.negated for s in said),
        hypothetical=sum(not s.negated and s.modality != "asserted" for s in said),
        first_seen=first,
        last_seen=last,
        score=SCORES[relation],
        confidence=best.confidence,
        sentence=best.sentence,
        former=key in ENDED,
        until=ENDED.get(key, ""),
    )


def graph(statements: tuple[Statement, ...] = STATEMENTS) -> Graph:
    """The graph of these statements, with all entities."""
    groups: defaultdict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        groups[s.relation, s.source, s.target].append(s)
    relations = [_relation(key, said) for key, said in groups.items() if any(s.asserted for s in said)]
    return Graph(
        entities=tuple(sorted((_entity(key) for key in NAMES), key=lambda e: e.id)),
        relations=tuple(sorted(relations, key=lambda r: r.id)),
        articles=tuple(sorted(ARTICLES.values(), key=lambda a: a.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        mentioned=tuple(
            sorted(
                (EntityMentions(ident(key), article, count) for key, article, count in MENTIONS),
                key=lambda m: (m.entity, m.article),
            )
        ),
        copies=tuple(Copy(*pair) for pair in COPIES.items()),
        stances=tuple(
            sorted((s for s in STANCES if {*s.because} <= {one.id for one in statements}), key=lambda s: s.id)
        ),
    )


GRAPH = graph()
assert len(Counter(s.id for s in STATEMENTS)) == len(STATEMENTS)


#: How many nodes a store holds.
COUNT = "MATCH (n) RETURN count(*) AS n"


def nodes(held: Graph) -> int:
    """How many nodes a store has that holds this graph."""
    return len(held.entities) + len(held.articles) + len(held.statements)


def never() -> Graph:
    """What loads a graph where none may be loaded."""
    raise AssertionError("the database was up to date")
