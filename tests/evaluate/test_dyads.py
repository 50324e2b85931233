"""Events between states, and reports of a graph, against disputes and rivalries."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphbuild.aggregation import aggregate
from graphbuild.cli.app import app
from graphbuild.errors import GraphbuildError, InputError
from graphbuild.evaluate import dyads, history
from graphbuild.evaluate.metrics import ranking
from graphbuild.model import Graph
from tests.factories import make_article, make_country, make_entity, make_reading, make_statement

EVENTS = "year,source,target,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict\n"
TRUTH = "a,b,year,mid_hostility,rivalry_td,rivalry_tss,defence_pact,nonaggression\n"
#: A feud (Mali and Niger) and a great power (France) that talks to all and quarrels with many.
FEUD = EVENTS + "".join(
    f"{year},{row}\n"
    for year in (2005, 2006)
    for row in (
        "MLI,NER,9,0,4,6",
        "NER,MLI,9,0,4,6",
        "FRA,MLI,90,9,9,3",
        "FRA,NER,90,9,9,3",
        "FRA,TCD,90,0,0,0",
    )
)
DISPUTED = TRUTH + "MLI,NER,2005,4,1,0,0,0\nMLI,NER,2006,4,0,1,0,0\nFRA,TCD,2006,0,0,0,1,1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events_x.csv").write_text(FEUD, encoding="utf-8")
    with gzip.open(tmp_path / "truth_x.csv.gz", "wt", encoding="utf-8") as file:
        file.write(DISPUTED)
    (tmp_path / "README.md").write_text("Where these come from.", encoding="utf-8")
    return tmp_path


def invoke(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)])


def test_ranking_is_area_under_the_curve_and_average_precision() -> None:
    assert ranking([(3.0, True), (2.0, False), (1.0, True)]) == pytest.approx((0.5, (1 + 2 / 3) / 2))
    assert ranking([(1.0, True), (1.0, False), (1.0, False)]) == pytest.approx((0.5, 1 / 3))
    assert ranking([(1.0, False), (-inf, True)]) == pytest.approx((0.0, 0.5))
    assert ranking([(1.0, True)]) is None
    assert ranking([]) is None


def test_the_measures_of_a_small_set(folder: Path) -> None:
    (files,) = dyads.find([folder])
    measured, scores = dyads.measure(files)
    assert measured["relative"]["dispute_auc"] == 1.0
    assert measured["relative"]["dispute_next_ap"] == 0.5  # 2006 ranks first, and 2007 has no dispute
    assert measured["relative"]["rivalry_auc"] == 1.0
    assert measured["volume"]["dispute_auc"] == 0.0
    assert measured["scored"] == {"pairs": 4, "pair_years": 8, "disputes": 2, "rivalries": 2}
    assert scores["MLI", "NER", 2006] > scores["MLI", "NER", 2005] > scores["FRA", "MLI", 2005]


def test_few_events_are_not_scored_and_later_years_have_no_outcome(folder: Path) -> None:
    few = FEUD + "2005,FRA,GBR,5,0,4,0\n2015,MLI,NER,9,9,9,9\n"
    (folder / "events_x.csv").write_text(few, encoding="utf-8")
    measured, scores = dyads.measure(*dyads.find([folder]))
    assert measured["scored"]["pair_years"] == 9
    assert measured["relative"]["dispute_auc"] == 1.0  # 2015 is no year without a dispute
    assert ("FRA", "GBR", 2005) in scores


def test_the_memory_of_a_conflict_fades() -> None:
    acts = dyads.event_acts({("MLI", "NER", 2005): (0, 0, 4, 6), ("NER", "TCD", 2008): (0, 0, 0, 0)})
    faded = dyads.intensity(acts, dyads.OF_YEARS)
    values = [faded["MLI", "NER", year] for year in (2005, 2006, 2007, 2008)]
    assert values == sorted(values, reverse=True)
    assert values[0] > 1.5 * values[1] > 0


def test_the_command_prints_the_measures_and_writes_scores(folder: Path) -> None:
    out = folder / "scores.csv"
    result = invoke(folder, "--json", "--scores", out)
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["events_x.csv"]["conflict"].keys() == told["events_x.csv"]["volume"].keys()
    assert told["events_x.csv"]["relative"]["dispute_auc"] == 1.0
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["a", "b", "year", "hostility"]
    assert all(row["a"] < row["b"] and float(row["hostility"]) > -10 for row in rows)
    assert len(rows) == 8
    table = invoke(folder / "events_x.csv", folder / "truth_x.csv.gz", "--markdown").stdout
    assert "| events_x.csv | scored | pair_years | 8 |" in table


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ("", "no column year, source"),
        ("year,source,target\n", "no column verbal_cooperation"),
        (FEUD.replace("2005,MLI", "MMV,MLI"), "events_x.csv:2: year 'MMV' is not a whole number"),
        (FEUD.replace("2005,MLI", "0,MLI"), "events_x.csv:2: year '0' is not a year"),
        (FEUD.replace("2005,MLI,NER,9", "2005,MLI,NER,-9"), "verbal_cooperation '-9' is not a whole number"),
        (EVENTS + "2005,MLI,NER,1\n", "material_cooperation '' is not a whole number"),
        (FEUD.replace("MLI,NER", ",NER"), "source '' is not the code of a state"),
        ("\0" * 9, "events_x.csv: "),
    ],
)
def test_bad_events_are_one_clear_error(folder: Path, events: str, said: str) -> None:
    (folder / "events_x.csv").write_text(events, encoding="utf-8")
    result = invoke(folder)
    assert result.exit_code == 1
    assert isinstance(result.exception, GraphbuildError)
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)


def test_bad_files_and_options(folder: Path) -> None:
    (folder / "events_x.csv.gz").write_bytes(b"no gzip at all")
    with pytest.raises(InputError, match="cannot be read as CSV"):
        dyads.measure(*dyads.find([folder / "events_x.csv.gz", folder / "truth_x.csv.gz"]))
    with pytest.raises(InputError, match=r"no truth_x\.csv"):
        dyads.find([folder / "events_x.csv"])
    with pytest.raises(InputError, match="measure it by itself"):
        dyads.find([folder / "events_x.csv", folder / "truth_x.csv.gz", folder / "README.md"])
    (folder / "events_x.csv.gz").unlink()
    assert "cannot be written" in str(invoke(folder, "--scores", folder / "no" / "s.csv").exception)
    assert invoke(folder, "--errors", "3").exit_code == 2
    assert invoke(folder, "--phenomenon", "denial").exit_code == 2
    assert invoke("--scores", "s.csv").exit_code == 2
    assert invoke("--graph", "graph").exit_code == 2
    assert "no such graph" in str(invoke(folder, "--graph", folder / "nowhere").exception)


def told_graph() -> Graph:
    """Mali and Niger fight, in part by their presidents; France and Mali agree."""
    mali, niger, france = (make_country(*c) for c in (("MLI", "Mali"), ("NER", "Niger"), ("FRA", "France")))
    president = make_entity("person", "amadou toumani", "Amadou Toumani")
    readings = []
    for number in range(12):
        at = f"a{number}"
        article = make_article(
            at, date=f"{2005 + number % 2}-0{1 + number // 2}-11", source=f"paper {number}"
        )
        said = [
            make_statement(mali, "ATTACKS", niger, f"Mali attacked Niger {number}.", article=at),
            make_statement(
                france, "AGREED_WITH", mali, f"France and Mali signed {number}.", article=at, start=50
            ),
            make_statement(president, "LEADER_OF", mali, f"President {number}.", article=at, start=90),
            make_statement(president, "THREATENS", niger, f"He threatened {number}.", article=at, start=120),
        ]
        readings.append(make_reading(article, (mali, niger, france, president), said))
    return aggregate(readings)


def test_a_graph_is_scored_on_the_pairs_that_the_set_has(folder: Path) -> None:
    graph = told_graph()
    actor, state = history.reported(graph, "actor"), history.reported(graph, "state")
    assert actor.volume["MLI", "NER", 2005] == 6
    assert state.volume["MLI", "NER", 2005] == 12  # what the president does, too
    assert len(state.conflict["MLI", "NER"]) == 24
    assert state.conflict["FRA", "MLI"] == []
    measured, scores = history.measure(graph, *dyads.find([folder]))
    assert measured["state relative"]["dispute_auc"] == 1.0
    assert measured["actor relative"]["dispute_auc"] == 1.0
    assert measured["actor volume"]["dispute_auc"] == 0.5
    assert measured["state volume"]["dispute_auc"] == 1.0
    assert measured["state scored"] == {"pairs": 2, "pair_years": 4, "disputes": 2, "rivalries": 2}
    assert scores["MLI", "NER", 2006] > scores["FRA", "MLI", 2006]


def test_years_that_articles_only_remember_are_not_scored(folder: Path) -> None:
    graph = told_graph()
    day = {article.id: article.date for article in graph.articles}
    remembering = replace(
        graph,
        articles=tuple(replace(a, date=a.date.replace("2005", "2006")) for a in graph.articles),
        statements=tuple(
            replace(s, when_from=day[s.article], when_to=day[s.article]) for s in graph.statements
        ),
    )
    assert history.reported(remembering, "actor").volume["MLI", "NER", 2005] == 6
    measured, _ = history.measure(remembering, *dyads.find([folder]))
    assert measured["state scored"] == {"pairs": 2, "pair_years": 2, "disputes": 1, "rivalries": 1}


def test_a_graph_without_a_year_of_the_truth(folder: Path) -> None:
    (folder / "truth_x.csv").write_text(TRUTH + "MLI,NER,1999,4,1,0,0,0\n", encoding="utf-8")
    (folder / "truth_x.csv.gz").unlink()
    with pytest.raises(InputError, match="no report on two states"):
        history.measure(told_graph(), *dyads.find([folder]))
