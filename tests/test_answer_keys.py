"""Answer keys: they are sound, and their score counts what it says."""

import json
from pathlib import Path

import pytest

from graphbuild.errors import InputError
from graphbuild.evaluate import keys
from graphbuild.evaluate.names import country_code
from graphbuild.evaluate.suite import Fact
from graphbuild.model import Reading
from tests.factories import make_article, make_country, make_entity, make_mention, make_statement
from tests.quality import CORPUS

IRAN = make_country("IRN", "Iran")
IRAQ = make_country("IRQ", "Iraq")
KUWAIT = make_country("KWT", "Kuwait")


def test_at_least_ten_articles_have_a_sound_key() -> None:
    loaded = keys.load(CORPUS)
    assert len(loaded) >= 10
    for key in loaded:
        asserted = {(f.source, f.relations, f.target) for f in key.facts if f.polarity == "asserted"}
        absent = {(f.source, f.relations, f.target) for f in key.absent}
        assert asserted, key.article.title
        assert not asserted & absent, key.article.title


def test_countries_of_the_keys_are_those_of_the_tables() -> None:
    for file in sorted((CORPUS / "keys").glob("*.json")):
        for entity in json.loads(file.read_text(encoding="utf-8"))["entities"]:
            assert country_code(entity["name"]) == entity.get("iso3", ""), (file.name, entity)


def key() -> keys.Key:
    return keys.Key(
        make_article(),
        ("Iran", "Iraq"),
        facts=(Fact("Iraq", ("ATTACKS",), "Iran"), Fact("Iran", ("THREATENS",), "Iraq", "negated")),
        absent=(Fact("Iran", ("ATTACKS",), "Iraq"),),
        allowed=(Fact("Iran", ("ACCUSES",), "Iraq"),),
    )


def test_edges_of_an_article_are_right_allowed_wrong_or_out_of_scope() -> None:
    right = make_statement(IRAQ, "ATTACKS", IRAN, attribution="a spokesman")
    absent = make_statement(IRAN, "ATTACKS", IRAQ)
    wrong = make_statement(IRAN, "AIDS", IRAQ)
    others = (
        make_statement(IRAN, "ACCUSES", IRAQ),
        make_statement(IRAQ, "ATTACKS", KUWAIT),
        make_statement(IRAN, "SUPPORTS", IRAQ, negated=True),
        make_statement(IRAN, "MET_WITH", IRAQ, modality="future"),
    )
    reading = Reading(make_article(), (IRAN, IRAQ, KUWAIT), (right, absent, wrong, *others))
    outcome = keys.score(key(), reading)
    assert (outcome.missed, outcome.right) == ((), (right,))
    assert outcome.wrong == (absent, wrong)
    assert outcome.violations == (absent,)
    assert keys.measures([outcome]) == {"recall": 1, "precision": pytest.approx(1 / 3), "violations": 1}


def test_what_is_denied_is_not_found() -> None:
    denied = make_statement(IRAQ, "ATTACKS", IRAN, negated=True)
    outcome = keys.score(key(), Reading(make_article(), (IRAN, IRAQ), (denied,)))
    assert outcome.missed == (Fact("Iraq", ("ATTACKS",), "Iran"),)
    assert keys.measures([outcome])["recall"] == 0


def test_a_person_is_the_one_that_a_shorter_name_means() -> None:
    salman = make_entity("person", "king salman", "Salman", mentions=[make_mention("King Salman")])
    said = make_statement(salman, "SUPPORTS", IRAN)
    of_salman = keys.Key(
        make_article(), ("Iran", "King Salman"), (Fact("King Salman", ("SUPPORTS",), "Iran"),), (), ()
    )
    assert keys.score(of_salman, Reading(make_article(), (salman, IRAN), (said,))).missed == ()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "Expecting property name"),
        ('{"entities": []}', "lacks 'relations'"),
        (
            '{"entities": [], "relations": [{"source": "A", "relation": "AIDS", "target": "B"}]}',
            "'A' is none of its entities",
        ),
        (
            '{"entities": [{"name": "A"}], "relations": [{"source": "A", "relation": "ADORES", '
            '"target": "A"}]}',
            "unknown relation",
        ),
    ],
)
def test_a_broken_key_is_reported_with_its_file(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "keys").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("Iran met Iraq.", encoding="utf-8")
    (tmp_path / "keys" / "one.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=rf"one\.json: .*{complaint}"):
        keys.load(tmp_path)


def test_a_key_needs_its_article(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "keys").mkdir()
    with pytest.raises(InputError, match="holds no answer key"):
        keys.load(tmp_path)
    (tmp_path / "keys" / "one.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"one\.txt: no such file"):
        keys.load(tmp_path)
