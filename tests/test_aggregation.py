"""The graph is a pure function of the set of readings."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.aggregation import aggregate, within
from graphbuild.errors import TableError
from graphbuild.model import (
    NOT_READ,
    Article,
    Copy,
    Entity,
    EntityMentions,
    Fingerprint,
    LocalEntity,
    Reading,
    Relation,
    entity_id,
    known_end,
)
from tests.factories import (
    DATES,
    make_article,
    make_country,
    make_entity,
    make_fingerprint,
    make_mention,
    make_reading,
    make_statement,
    of_days,
    reading_sets,
)

ROOT = Path(__file__).parents[1]
FRANCE = make_country("FRA", "France")
ITALY = make_country("ITA", "Italy")
FIRST, SECOND = sorted((FRANCE, ITALY), key=lambda entity: entity.id)


def reading_of(*sentences: str, article: Article | None = None, relation: str = "SUPPORTS") -> Reading:
    article = article or make_article()
    return make_reading(
        article,
        (FRANCE, ITALY),
        (
            make_statement(FRANCE, relation, ITALY, sentence, article=article.id, start=1000 * i)
            for i, sentence in enumerate(sentences)
        ),
    )


def only_relation(*readings: Reading) -> Relation:
    (relation,) = aggregate(readings).relations
    return relation


@pytest.mark.slow
@given(reading_sets(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(readings: list[Reading], random: Random) -> None:
    again = readings * 2
    random.shuffle(again)
    assert aggregate(again) == aggregate(readings)


@pytest.mark.slow
@given(reading_sets())
def test_the_parts_of_a_graph_fit(readings: list[Reading]) -> None:
    graph = aggregate(readings)
    entities = {entity.id: entity for entity in graph.entities}
    original = {copy.article: copy.original for copy in graph.copies}
    dates = {article.id: (not article.date, article.date, article.id) for article in graph.articles}
    for copy, first in original.items():
        assert first not in original
        assert dates[first] < dates[copy]
    for part in (graph.entities, graph.relations, graph.articles, graph.statements):
        ids = [record.id for record in part]
        assert ids == sorted(set(ids))
    assert {s.source for s in graph.statements} | {s.target for s in graph.statements} <= set(entities)
    for entity in graph.entities:
        of_entity = [m for m in graph.mentioned if m.entity == entity.id]
        assert (entity.articles, entity.mentions) == (len(of_entity), sum(m.mentions for m in of_entity))
        assert entity.name not in entity.aliases
    for relation in graph.relations:
        said = [
            s
            for s in graph.statements
            if (s.relation, s.source, s.target) == (relation.relation, relation.source, relation.target)
        ]
        asserted = [s for s in said if s.asserted]
        assert 1 <= relation.statements <= len(asserted)
        printed = {s.article for s in asserted}
        assert relation.articles == len({original.get(article, article) for article in printed})
        assert relation.copies == len(printed) - relation.articles
        assert relation.sources <= relation.articles
        assert relation.sentence in {s.sentence for s in asserted}
        assert min(s.confidence for s in asserted) <= relation.confidence <= 0.999
    assert all(article.text == "" for article in graph.articles)


def test_nothing_gives_an_empty_graph() -> None:
    graph = aggregate([])
    assert (graph.entities, graph.relations, graph.articles, graph.statements, graph.mentioned) == ((),) * 5


def test_an_entity_gathers_what_articles_know() -> None:
    def reading(id: str, date: str, name: str, *mentions: str) -> Reading:  # noqa: A002
        spans = [make_mention(text, 10 * i) for i, text in enumerate(mentions)]
        spans.append(make_mention("he", 90, "pronoun"))
        return make_reading(
            make_article(id, date=date), [make_entity("person", "jean roux", name, mentions=spans)]
        )

    graph = aggregate(
        [
            reading("a", "1963-01-22", "Jean Roux", "Jean\n Roux", "Roux"),
            reading("b", "", "Roux", "Mr. Roux"),
            reading("c", "1957-03-25", "Jean Roux"),
        ]
    )
    id_ = entity_id("person", "jean roux")
    assert graph.entities == (
        Entity(
            id=id_,
            kind="person",
            name="Jean Roux",
            aliases=("Mr. Roux", "Roux"),
            iso3="",
            mentions=6,
            articles=3,
            first_seen="1957-03-25",
            last_seen="1963-01-22",
        ),
    )
    assert graph.mentioned == (
        EntityMentions(id_, "a", 3),
        EntityMentions(id_, "b", 2),
        EntityMentions(id_, "c", 1),
    )


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("Roux", "Roux", "Jean Roux"), "Roux"),
        (("Roux", "Jean Roux"), "Jean Roux"),
        (("Roux B", "Roux A"), "Roux A"),
    ],
)
def test_the_name_is_the_most_frequent_then_the_longest_then_the_first(
    names: tuple[str, ...], chosen: str
) -> None:
    graph = aggregate(
        make_reading(make_article(str(i)), [make_entity("person", "roux", name)])
        for i, name in enumerate(names)
    )
    assert graph.entities[0].name == chosen


def test_entities_of_the_same_key_and_another_kind_stay_apart() -> None:
    entities = [make_entity("person", "roux"), make_entity("organisation", "roux")]
    assert len(aggregate([make_reading(make_article(), entities)]).entities) == 2


def test_a_relation_counts_its_evidence() -> None:
    spoken = "France backs Italy."
    said = (
        make_statement(FRANCE, "SUPPORTS", ITALY, spoken, confidence=0.8),
        make_statement(FRANCE, "SUPPORTS", ITALY, spoken, start=100, confidence=0.8),
        make_statement(FRANCE, "SUPPORTS", ITALY, "Paris backs Rome.", start=200, confidence=0.5),
        make_statement(FRANCE, "SUPPORTS", ITALY, "France does not back Italy.", start=300, negated=True),
        make_statement(
            FRANCE, "SUPPORTS", ITALY, "It may never.", start=350, negated=True, modality="possible"
        ),
        make_statement(FRANCE, "SUPPORTS", ITALY, "France may back Italy.", start=400, modality="possible"),
        make_statement(
            FRANCE, "SUPPORTS", ITALY, "France should back Italy.", start=500, modality="demanded"
        ),
        make_statement(FRANCE, "SUPPORTS", ITALY, "France will back Italy.", start=600, modality="future"),
    )
    article = make_article(date="1957-03-25", source="Harbour News")
    relation = only_relation(make_reading(article, (FRANCE, ITALY), said))
    assert (relation.source, relation.target) == (FRANCE.id, ITALY.id)
    assert (relation.statements, relation.negated, relation.hypothetical) == (2, 2, 3)
    assert (relation.articles, relation.sources) == (1, 1)
    assert (relation.first_seen, relation.last_seen) == ("1957-03-25", "1957-03-25")
    assert (relation.confidence, relation.score, relation.sentence) == (0.9, 5.0, spoken)


def test_a_sentence_that_independent_articles_print_counts_once() -> None:
    relation = only_relation(
        reading_of(
            '"France" backs Italy.', article=make_article("a", source="Harbour News", date="1957-03-25")
        ),
        reading_of(
            "“France” backs\nItaly.", article=make_article("b", source="Meridian Wire", date="1957-03-26")
        ),
        reading_of("France backs Italy.", article=make_article("c", source="Meridian Wire")),
    )
    assert (relation.statements, relation.articles, relation.sources) == (1, 3, 2)
    assert relation.confidence == 0.9
    assert (relation.first_seen, relation.last_seen) == ("1957-03-25", "1957-03-26")


def test_copies_of_an_article_add_nothing_but_their_number() -> None:
    text = make_fingerprint(
        "The two states signed a treaty in the harbour town on Monday, at noon, in the rain."
    )
    other = make_fingerprint(
        "Weeks later both parliaments voted, and the treaty came into force without a word."
    )

    def report(id: str, sentence: str, date: str, source: str, found: Fingerprint) -> Reading:  # noqa: A002
        article = make_article(id, source=source, date=date)
        return replace(reading_of(sentence, article=article), fingerprint=found)

    original = report("c", "France backs Italy.", "1957-03-25", "Meridian Wire", text)
    edited = report("a", "France now backs Italy.", "1957-03-26", "Harbour News", text)
    undated = report("b", "France backs Italy.", "", "Lantern Post", text)
    silent = make_reading(make_article("d", date="1957-03-24"), (FRANCE, ITALY), (), text)
    relation = only_relation(original, edited, undated)
    assert relation == replace(only_relation(original), copies=2)
    graph = aggregate([original, edited, undated, silent])
    assert graph.copies == (Copy("a", "d"), Copy("b", "d"), Copy("c", "d"))
    assert graph.relations == (relation,)
    later = report("e", "Italy is backed by France.", "1957-05-01", "Harbour News", other)
    relation = only_relation(original, edited, undated, later)
    assert (relation.statements, relation.articles, relation.copies, relation.sources) == (2, 2, 2, 2)
    assert (relation.first_seen, relation.last_seen) == ("1957-03-25", "1957-05-01")


def test_publishers_are_told_apart_by_other_than_letter_case() -> None:
    relation = only_relation(
        *(
            reading_of(f"Sentence {source}.", article=make_article(source, source=source))
            for source in ("Harbour News", "HARBOUR NEWS", "Harbour")
        )
    )
    assert (relation.articles, relation.sources) == (3, 2)


def test_unnamed_publishers_count_as_one() -> None:
    relation = only_relation(
        *(reading_of(f"Sentence {id}.", article=make_article(id)) for id in "ab")  # noqa: A001
    )
    assert (relation.articles, relation.sources) == (2, 1)


def test_what_is_only_denied_or_possible_is_no_relation() -> None:
    said = (
        make_statement(FRANCE, "ATTACKS", ITALY, "France did not attack Italy.", negated=True),
        make_statement(FRANCE, "ATTACKS", ITALY, "France may attack Italy.", start=99, modality="possible"),
    )
    graph = aggregate([make_reading(make_article(), (FRANCE, ITALY), said)])
    assert graph.relations == ()
    assert len(graph.statements) == 2


def test_a_symmetric_relation_is_stored_once_in_order_of_id() -> None:
    one = make_statement(SECOND, "MET_WITH", FIRST, "Ministers met.", source_role="minister", trigger="met")
    other = make_statement(FIRST, "MET_WITH", SECOND, "They met again.", start=100)
    mirrored = make_statement(FIRST, "MET_WITH", SECOND, "Ministers met.")
    graph = aggregate([make_reading(make_article(), (FRANCE, ITALY), (one, other, mirrored))])
    (relation,) = graph.relations
    assert (relation.source, relation.target, relation.statements) == (FIRST.id, SECOND.id, 2)
    turned = next(s for s in graph.statements if s.sentence == "Ministers met.")
    assert len(graph.statements) == 2
    assert turned in (
        mirrored,
        replace(
            one,
            source=FIRST.id,
            target=SECOND.id,
            source_span=one.target_span,
            target_span=one.source_span,
            source_role="",
            target_role="minister",
        ),
    )


def test_the_ends_of_a_symmetric_statement_keep_their_own_spans_and_roles() -> None:
    said = make_statement(SECOND, "MET_WITH", FIRST, source_role="minister", target_role="envoy")
    (turned,) = aggregate([make_reading(make_article(), (FRANCE, ITALY), [said])]).statements
    assert (turned.source, turned.source_span, turned.source_role) == (FIRST.id, said.target_span, "envoy")
    assert (turned.target, turned.target_span, turned.target_role) == (
        SECOND.id,
        said.source_span,
        "minister",
    )


def test_both_directions_of_a_directed_relation_stay() -> None:
    said = [make_statement(FRANCE, "ATTACKS", ITALY), make_statement(ITALY, "ATTACKS", FRANCE)]
    graph = aggregate([make_reading(make_article(), (FRANCE, ITALY), said)])
    assert {(r.source, r.target) for r in graph.relations} == {(FRANCE.id, ITALY.id), (ITALY.id, FRANCE.id)}


def test_what_an_entity_does_to_itself_is_left_out() -> None:
    graph = aggregate([make_reading(make_article(), [FRANCE], [make_statement(FRANCE, "MET_WITH", FRANCE)])])
    assert (graph.relations, graph.statements) == ((), ())


def test_the_sentence_is_the_surest_then_the_earliest_then_the_shortest() -> None:
    def relation(*said: tuple[str, str, float]) -> Relation:
        return only_relation(
            *(
                make_reading(
                    make_article(str(i), date=date),
                    (FRANCE, ITALY),
                    [make_statement(FRANCE, "AIDS", ITALY, sentence, article=str(i), confidence=confidence)],
                )
                for i, (sentence, date, confidence) in enumerate(said)
            )
        )

    assert relation(("Unsure.", "1957-01-01", 0.5), ("Sure.", "1963-01-01", 0.6)).sentence == "Sure."
    assert relation(("Late.", "1963-01-01", 0.5), ("Early.", "1957-01-01", 0.5)).sentence == "Early."
    assert relation(("Any.", "", 0.5), ("Dated.", "1957-01-01", 0.5)).sentence == "Dated."
    assert relation(("Longer.", "", 0.5), ("Short.", "", 0.5)).sentence == "Short."


def test_confidence_grows_with_each_sentence_and_never_reaches_one() -> None:
    assert only_relation(reading_of("One.", "Two.")).confidence == 0.99
    assert only_relation(reading_of(*(f"Sentence {i}." for i in range(9)))).confidence == 0.999


@pytest.mark.slow
@given(reading_sets(), st.sampled_from(DATES), st.sampled_from(DATES))
def test_a_period_is_as_if_no_other_articles_had_been_read(
    readings: list[Reading], since: str, until: str
) -> None:
    whole = aggregate(readings)
    part = within(whole, of_days(whole, since, until))
    dated = [r for r in readings if r.article.date and since <= r.article.date <= (until or "9999")]
    alone = aggregate(dated if since or until else readings)
    assert part.articles == alone.articles
    assert {m.article for m in part.mentioned} <= {a.id for a in part.articles}
    assert sum(e.mentions for e in part.entities) == sum(e.mentions for e in alone.entities)
    assert [s.id for s in part.statements] == [s.id for s in whole.statements if s in part.statements]
    pair = {FRANCE.id, ITALY.id}
    for told in ("entities", "relations"):  # others are known by names of other articles, too
        ours, theirs = (
            [
                replace(x, name="", aliases=()) if isinstance(x, Entity) else x
                for x in getattr(graph, told)
                if (x.id in pair if isinstance(x, Entity) else {x.source, x.target} == pair)
            ]
            for graph in (part, alone)
        )
        assert ours == theirs


def test_in_a_period_the_earliest_copy_of_it_speaks() -> None:
    text = "The ministers met in the harbour on Monday and signed the treaty.\nAll went home then."
    days = {"a": "1957-03-25", "b": "1957-03-26", "c": "1957-03-27"}
    readings = [
        replace(
            reading_of("Signed.", article=make_article(id_, date=day)), fingerprint=make_fingerprint(text)
        )
        for id_, day in days.items()
    ]
    graph = aggregate(readings)
    assert {c.original for c in graph.copies} == {"a"}
    part = within(graph, of_days(graph, "1957-03-26"))
    assert part.copies == (Copy("c", "b"),)
    (relation,) = part.relations
    assert (relation.articles, relation.copies, relation.first_seen) == (1, 1, "1957-03-26")
    later = within(graph, of_days(graph, "1957-03-28"))
    assert later.articles == ()
    assert len(later.relations) + len(later.entities) == 0


@pytest.mark.parametrize("ends", [(FIRST, SECOND), (SECOND, FIRST)])
def test_a_relation_that_is_not_in_the_taxonomy_is_reported(ends: tuple[object, object]) -> None:
    said = make_statement(ends[0], "ADMIRES", ends[1])  # type: ignore[arg-type]
    with pytest.raises(TableError, match=r"article a: states ADMIRES, which relations\.tsv does not know"):
        aggregate([make_reading(make_article(), (FRANCE, ITALY), [said])])


@pytest.mark.slow
def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "from tests.test_aggregation import reading_of\n"
        "from tests.factories import make_article\n"
        "from graphbuild.aggregation import aggregate\n"
        "articles = [make_article(c, date=f'19{i}0-01-01', source=c) for i, c in enumerate('abcdefgh')]\n"
        "print(aggregate(reading_of('One.', a.id, article=a) for a in articles))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("reports", "over"),
    [
        ("2005 2006 2008+", True),  # the last says so, long after
        ("2005 2007+ 2008+ 2009+ 2010", True),  # most of the last five do: the last only keeps the title
        ("2005+ 2006+ 2009 2009 2010 2011", False),  # back in office
        ("2005 2006", False),
        ("2005 2006+ 2006", False),  # one alone, when others say that it holds
        ("+ +", True),
        ("+ -", False),  # no article has a day
        ("+ + + 2005", False),  # what has none tells nothing beside one that has
        ("2005 2006 2006!", True),  # dismissed
        ("2005 2006! 2007 2008", False),  # and appointed again
    ],
)
def test_a_post_is_over_where_the_last_articles_say_so(reports: str, over: bool) -> None:
    readings = []
    for n, report in enumerate(reports.split()):
        day = f"{report[:4]}-01-01" if report[0].isdigit() else ""
        article = make_article(f"a{n}", date=day)
        said = make_statement(FRANCE, "LEADER_OF", ITALY, f"Sentence {n}.", article=article.id)
        ending = "post:president/title/name/ending/dismissed/former" if "!" in report else said.rule
        said = replace(said, former=report[-1:] in ("+", "!"), rule=ending)
        readings.append(make_reading(article, (FRANCE, ITALY), (said,)))
    assert only_relation(*readings).former == over
    assert only_relation(*reversed(readings)).former == over


HOLLANDE = make_entity("person", "francois hollande", "Francois Hollande")
ACCENTED = make_entity("person", "françois hollande", "François Hollande")
MACRON = make_entity("person", "emmanuel macron", "Emmanuel Macron")


@pytest.mark.parametrize(
    ("who", "state", "reports", "last", "until", "over"),
    [
        (HOLLANDE, FRANCE, ["2016-03-31"], "2017-05-15", "2017-05-14", True),
        (HOLLANDE, FRANCE, ["2016-03-31"], "2017-05-14", "2017-05-14", False),  # still in office then
        (HOLLANDE, FRANCE, [""], "2017-05-15", "2017-05-14", True),
        (ACCENTED, FRANCE, ["2016-03-31"], "2026-01-02", "2017-05-14", True),
        (HOLLANDE, ITALY, ["2016-03-31"], "2026-01-02", "", False),  # a namesake
        (MACRON, FRANCE, ["2017-06-01"], "2026-01-02", "", False),
        (
            HOLLANDE,
            FRANCE,
            [f"2027-0{n}-01" for n in range(2, 7)],
            "2027-06-01",
            "2017-05-14",
            False,
        ),  # again
    ],
)
def test_a_term_is_over_where_it_ended_before_the_last_article(
    who: LocalEntity, state: LocalEntity, reports: list[str], last: str, until: str, over: bool
) -> None:
    sentence = f"{who.name} leads {state.name}."
    readings = [make_reading(make_article("z", "Other news.", date=last))]
    for n, day in enumerate(reports):
        article = make_article(f"a{n}", date=day)
        said = make_statement(who, "LEADER_OF", state, sentence, article=article.id)
        said = replace(said, source_span=(0, len(who.name)), sentence_span=(0, len(sentence)))
        readings.append(make_reading(article, (who, state), (said,)))
    for some in (readings, readings[::-1]):
        found = only_relation(*some)
        assert (found.until, found.former) == (until, over)


def test_aliases_have_no_brackets_of_an_editor() -> None:
    names = ("Barack] Obama", "[Barack] Obama", "Joe) Biden", "Union (EU)")
    mentions = tuple(make_mention(name, 20 * n) for n, name in enumerate(names))
    some = replace(make_entity("person", "some one", "Some One"), mentions=mentions)
    (entity,) = aggregate([make_reading(make_article(), (some,), ())]).entities
    assert {*entity.aliases} == {"Barack Obama", "Joe Biden", "Union (EU)"}


def test_a_statement_says_what_its_words_mean() -> None:
    article = make_article(text="In New York, President Ann Otieno spoke.")
    otieno = make_entity("person", "ann otieno", "Ann Otieno")
    city = make_country("USA", "United States", make_mention("New York", 3, "nominal"))
    of_city = replace(
        make_statement(FRANCE, "ATTACKS", city), source_span=(0, 6), target_span=(7, 11), trigger="York"
    )
    implied = replace(
        make_statement(otieno, "LEADER_OF", ITALY, rule="post:president/implied"), trigger="President"
    )
    implied = replace(implied, source_span=(0, 10), target_span=(13, 22))
    graph = aggregate([make_reading(article, (FRANCE, ITALY, otieno, city), (of_city, implied))])
    assert {graph.meant[s.id] for s in graph.statements} == {
        ("“New York” is United States: test of New York",),
        ("“President” is Italy: implied by the post of Ann Otieno",),
    }


@pytest.mark.parametrize(
    ("when_to", "precision", "date_from", "end"),
    [
        ("2016-12-31", "year", f"{NOT_READ}2016", ""),  # all that is known of the article
        ("2016-12-31", "month", f"{NOT_READ}2016", "2016-12-31"),  # "in December 2016"
        ("2016-03-31", "month", f"{NOT_READ}2016-03", ""),
        ("2016-03-31", "day", f"{NOT_READ}2016-03", "2016-03-31"),
        ("1979-12-31", "year", f"{NOT_READ}2016", "1979-12-31"),
        ("2016-12-31", "year", "", "2016-12-31"),
    ],
)
def test_the_end_of_the_time_of_an_article_is_no_end(
    when_to: str, precision: str, date_from: str, end: str
) -> None:
    assert known_end(when_to, precision, "", date_from) == end
