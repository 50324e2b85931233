from __future__ import annotations

from dataclasses import replace

import pytest

from graphbuild.aggregation import aggregate
from graphbuild.api import views
from graphbuild.errors import QueryError
from graphbuild.model import Graph, Reading
from graphbuild.read import Failure, Foreign
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_fingerprint,
    make_mention,
    make_reading,
    make_statement,
)

FRANCE, ITALY, SPAIN = (
    make_country(code, name) for code, name in (("FRA", "France"), ("ITA", "Italy"), ("ESP", "Spain"))
)
ROUX = make_entity("person", "jean roux", "Jean Roux")


def graph() -> Graph:
    """France attacks Italy in two articles; Italy denies, threatens; Roux leads France."""
    hit = "France attacked Italy."
    return aggregate(
        [
            make_reading(
                make_article("a1", title="War", date="1950-02-01", source="Wire"),
                (FRANCE, ITALY, ROUX),
                [
                    make_statement(FRANCE, "ATTACKS", ITALY, hit, article="a1"),
                    make_statement(ITALY, "ATTACKS", FRANCE, "Italy did not.", article="a1", negated=True),
                    make_statement(ROUX, "LEADER_OF", FRANCE, "President Roux.", article="a1"),
                ],
            ),
            make_reading(
                make_article("a0", title="War, again", date="1950-01-31", source="Post"),
                (FRANCE, ITALY, SPAIN),
                [
                    make_statement(FRANCE, "ATTACKS", ITALY, hit, article="a0"),
                    make_statement(FRANCE, "ATTACKS", ITALY, "It may.", article="a0", modality="possible"),
                    make_statement(ITALY, "SUPPORTS", SPAIN, "Italy backs Spain.", article="a0"),
                ],
            ),
        ]
    )  # fmt: skip


def test_deeds_come_before_posts_and_homes_last() -> None:
    home = make_statement(ROUX, "CITIZEN_OF", FRANCE, "Roux, a Frenchman.", article="b")
    lead = make_statement(ROUX, "LEADER_OF", FRANCE, "President Roux.", article="b")
    said = [make_statement(ROUX, "REQUESTS", ITALY, "Roux asked Italy.", article="b"), lead, home]
    more = [replace(s, article=id_) for id_ in ("c", "d") for s in (home, lead)]
    blame = make_statement(ROUX, "ACCUSES", SPAIN, "Roux blamed Spain.", article="c")
    told = aggregate(
        make_reading(make_article(id_, f"Text {id_}"), (FRANCE, ITALY, SPAIN, ROUX), statements)
        for id_, statements in (
            ("b", said),
            ("c", [s for s in more if s.article == "c"] + [blame]),
            ("d", [s for s in more if s.article == "d"] + [replace(blame, article="d", sentence="Again.")]),
        )
    )
    order = [tie.relation.relation for tie in views.show(told, "Jean Roux").ties]
    assert order == ["ACCUSES", "REQUESTS", "LEADER_OF", "CITIZEN_OF"]


def test_explain_gives_every_relation_between_two_with_its_sentences() -> None:
    attack, denied = views.explain(graph(), "Italy", "France")
    assert (attack.relation, attack.source.name, attack.target.name) == ("ATTACKS", "France", "Italy")
    assert attack.edge is not None
    assert attack.edge.articles == 2
    (copied,) = attack.asserted
    assert copied.statement.sentence == "France attacked Italy."
    assert [article.title for article in copied.articles] == ["War, again", "War"]
    assert [e.statement.sentence for e in attack.hypothetical] == ["It may."]
    assert attack.denied == ()
    assert (denied.source.name, denied.edge, denied.asserted) == ("Italy", None, ())
    assert [e.statement.sentence for e in denied.denied] == ["Italy did not."]


def test_copies_stand_behind_their_original() -> None:
    text = make_fingerprint(
        "French guns opened up on the coast at dawn, and by noon the harbour was on fire."
    )

    def report(id: str, date: str, sentence: str) -> Reading:  # noqa: A002
        said = make_statement(FRANCE, "ATTACKS", ITALY, sentence, article=id)
        return make_reading(make_article(id, title=id, date=date), (FRANCE, ITALY), [said], text)

    found = aggregate(
        [
            report("x", "1950-02-02", "France attacked Italy."),
            report("y", "1950-02-01", "France has attacked Italy."),
            report("z", "1950-02-03", "France, it is said, attacked Italy."),
        ]
    )
    (attack,) = views.explain(found, "Italy", "France")
    (evidence,) = attack.asserted
    assert evidence.statement.sentence == "France has attacked Italy."
    assert [article.id for article in evidence.articles] == ["y"]
    assert [article.id for article in evidence.copies] == ["x", "z"]
    counted = views.stats(found)
    assert (counted.articles, counted.copies) == (3, 2)
    assert [(cluster.original.id, cluster.copies) for cluster in counted.clusters] == [("y", 2)]


def test_sentences_of_shared_paragraphs_are_reported_as_left_out() -> None:
    def page(i: int) -> Reading:
        said = make_statement(
            FRANCE, "ATTACKS", ITALY, "Our paper says France attacks Italy.", article=f"p{i}"
        )
        text = f"Our paper says France attacks Italy.\n{' '.join(word + 'xyzuvw'[i] for word in 'abcdefgh')}"
        article = make_article(f"p{i}", text, title=f"Page {i}", source="Post", date=f"1950-01-0{i + 1}")
        ends = [make_country("FRA", "France", make_mention("France", at)) for at in (15, 40)]
        ends = [replace(ends[0], mentions=ends[0].mentions + ends[1].mentions)]
        return make_reading(
            article,
            [*ends, make_country("ITA", "Italy", make_mention("Italy", 50))],
            [said],
            make_fingerprint(text),
        )

    found = aggregate([page(i) for i in range(6)])
    assert found.relations == ()
    (told,) = views.explain(found, "France", "Italy")
    assert (told.edge, told.asserted) == (None, ())
    (evidence,) = told.left_out
    assert len(evidence.articles) == 6
    counted = views.stats(found, text=lambda article, span: f"{article} {span}")
    assert counted.boilerplate == (views.Shared("Post", "p0 (0, 36)", 6, 6, 6),)


def test_explain_of_one_gives_all_its_relations() -> None:
    found = {(e.source.name, e.relation, e.target.name) for e in views.explain(graph(), "France")}
    assert found == {
        ("France", "ATTACKS", "Italy"),
        ("Italy", "ATTACKS", "France"),
        ("Jean Roux", "LEADER_OF", "France"),
    }


def test_explain_of_two_that_nothing_is_said_of_is_empty_but_an_unknown_name_is_an_error() -> None:
    assert views.explain(graph(), "France", "Spain") == ()
    with pytest.raises(QueryError, match="'France' and 'FRA' are both France; give two different entities"):
        views.explain(graph(), "France", "FRA")
    with pytest.raises(QueryError):
        views.explain(graph(), "France", "Atlantis")


def test_show_gives_names_relations_and_articles() -> None:
    profile = views.show(graph(), "Italy")
    assert profile.entity.iso3 == "ITA"
    assert [(t.source.name, t.relation.relation, t.target.name) for t in profile.ties] == [
        ("France", "ATTACKS", "Italy"),
        ("Italy", "SUPPORTS", "Spain"),
    ]
    assert [(a.article.title, a.mentions) for a in profile.appearances] == [("War", 1), ("War, again", 1)]


def test_stats_count_what_there_is() -> None:
    counted = views.stats(
        graph(), [Failure("x.pdf", "PDF is not read"), Foreign("y", "not in English (fr)", "fr")]
    )
    assert (counted.articles, counted.sources) == (2, 2)
    assert (counted.first_date, counted.last_date) == ("1950-01-31", "1950-02-01")
    assert counted.entities == {"person": 1, "country": 3, "organisation": 0}
    assert counted.relations == {"ATTACKS": 1, "LEADER_OF": 1, "SUPPORTS": 1}
    assert (counted.asserted, counted.denied, counted.hypothetical) == (4, 1, 1)
    assert counted.failures == {"x.pdf": "PDF is not read"}
    assert counted.skipped == {"fr": 1}
