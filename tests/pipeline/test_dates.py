"""Days and publishers of articles that tell none, and titles and names with marks of HTML."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.errors import InputError
from graphbuild.pipeline import kept
from graphbuild.pipeline.options import columns_of
from graphbuild.read.columns import Columns
from graphbuild.read.dates import day_of_name, iso_day, may_be_two
from tests.commands import graphbuild


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2021-03-04-war.txt", "2021-03-04"),
        ("news/20210304.txt", "2021-03-04"),
        ("news/2021/03/04/b.txt", "2021-03-04"),
        ("news\\2021\\03\\04\\b.txt", "2021-03-04"),
        ("2019_01_02/2021_03_04.zip!a.txt", "2021-03-04"),
        ("a.zip!2021.03.04.txt", "2021-03-04"),
        ("2021-03-04/2021-13-40.txt", "2021-03-04"),
        ("2021-0304.txt", ""),
        ("120210304.txt", ""),
        ("war.txt", ""),
        ("30210304.txt", ""),
    ],
)
def test_the_day_in_the_name_of_a_file_is_read(name: str, day: str) -> None:
    assert day_of_name(name) == day


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dates") / "news"
    (place / "2021" / "03" / "07").mkdir(parents=True)
    (place / "2021-03-04-war.txt").write_text("France attacked Italy.", encoding="utf-8")
    (place / "2021" / "03" / "07" / "b.txt").write_text("France met Spain.", encoding="utf-8")
    (place / "own.txt").write_text(
        "---\ndate: 1999-01-02\nsource: The Wire\n---\nItaly met Spain.", encoding="utf-8"
    )
    (place / "c.jsonl").write_text(
        '{"id": "c", "text": "Spain met Italy.", "date": "03/04/2021"}', encoding="utf-8"
    )
    return place


@pytest.mark.parametrize(
    ("given", "days", "sources"),
    [
        ({}, ["", "", "", "1999-01-02"], {"", "The Wire"}),
        ({"date_from": "name"}, ["", "1999-01-02", "2021-03-04", "2021-03-07"], {"", "The Wire"}),
        (
            {"date_from": "name", "date": "2000-05-06", "source": "My Paper"},
            ["1999-01-02", "2000-05-06", "2021-03-04", "2021-03-07"],
            {"My Paper", "The Wire"},
        ),
        (
            {"day_first": True, "date": "2000-05-06"},
            ["1999-01-02", "2000-05-06", "2000-05-06", "2021-04-03"],
            {"", "The Wire"},
        ),
    ],
)
def test_what_articles_do_not_tell_is_taken_from_what_is_given(
    news: Path, tmp_path: Path, given: dict[str, Any], days: list[str], sources: set[str]
) -> None:
    with gb.build([str(news)], tmp_path / "graph", encoder=False, **given) as graph:
        articles = [one.article for one in graph.articles()]
    assert sorted(a.date for a in articles) == days
    assert {a.source for a in articles} == sources


def test_a_build_with_other_dates_reads_again_and_replaces(news: Path, tmp_path: Path) -> None:
    with gb.build([str(news)], tmp_path / "graph", encoder=False) as graph:
        assert graph.report is not None
        assert (graph.report.undated, graph.report.unread_dates) == (3, 1)
        assert graph.report.unread_date == "03/04/2021"
        before = {one.article.id for one in graph.articles()}
        report = graph.build([str(news)], encoder=False, date="2000-05-06", source="My Paper")
        assert (report.articles, report.undated, report.replaced) == (4, 0, 3)
        assert {one.article.id for one in graph.articles()} == before


def test_the_options_of_an_input_are_kept_for_it_and_what_is_in_it(
    news: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, other = tmp_path / "graph", tmp_path / "other.txt"
    other.write_text("Spain met France.", encoding="utf-8")
    options: dict[str, Any] = {
        "date_from": "name",
        "day_first": True,
        "source": "My Paper",
        "columns": {"url": "u"},
    }
    with gb.build([news], folder, encoder=False, **options) as graph:
        assert "as in an earlier build" not in caplog.text
        again = graph.build([news], encoder=False)
        assert (again.read, again.unchanged, again.undated) == (0, 4, 0)
        told = (
            "news: read with --map url=u --day-first --date-from name --source 'My Paper', as in an earlier"
        )
        assert told in caplog.text
        assert graph.build([news / "c.jsonl"], encoder=False).read == 0
        report = graph.build([news, other], encoder=False, date="2000-05-06")  # both kept, and asked for
        assert (report.read, report.undated) == (1, 0)
        dates = {(one.article.date, one.article.source) for one in graph.articles()}
    assert ("2000-05-06", "") in dates  # another input: not by "My Paper"
    assert ("2021-03-04", "My Paper") in dates


def test_kept_options_are_merged_and_conflicts_are_named(news: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        gb.build([news / "own.txt"], tmp_path / name, encoder=False, source=name).close()
    done = gb.merge([tmp_path / "a", tmp_path / "b"], tmp_path / "both")
    told = f"{tmp_path / 'b'}: inputs.json: {news / 'own.txt'} has other options; the first are kept"
    assert told in done.conflicts
    (kept_columns,) = kept.load(tmp_path / "both").values()
    assert kept_columns.publisher == "a"


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({"publisher": 5}, "publisher is an int"),
        ({"day": None}, "day is None"),
        ({"day": "soon"}, "date is 'soon'"),
        ({"day_in_name": "yes"}, "day_in_name is a str"),
        ({"chosen": {"url": 5}}, "a column is an int"),
        ({"chosen": {"color": "c"}}, "'color' is nothing that an article has"),
        ({"colour": "red"}, "'colour' is no option of this version"),
        ({"publisher": "caf\udce9"}, "source is 'caf\\udce9'"),
        ([], "is a list"),
    ],
)
def test_a_bad_entry_of_the_kept_options_is_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, bad: object, problem: str
) -> None:
    file = tmp_path / kept.FILE
    file.write_text(json.dumps({"/a": bad, "/b": {"publisher": "B"}}), encoding="utf-8")
    assert kept.load(tmp_path) == {"/b": Columns(publisher="B")}
    assert f"{file}: /a: {problem}" in caplog.text
    kept.save(tmp_path, {"/c": Columns(publisher="C")})
    assert json.loads(file.read_bytes())["/a"] == bad
    assert kept.load(tmp_path).keys() == {"/b", "/c"}


@pytest.mark.parametrize("damaged", ["{", "[]", "", "[" * 100_000])
def test_damaged_kept_options_are_told_and_left_as_they_are(
    news: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, damaged: str
) -> None:
    gb.build([news / "own.txt"], tmp_path, encoder=False).close()
    file = tmp_path / kept.FILE
    file.write_text(damaged, encoding="utf-8")
    gb.build([news / "own.txt"], tmp_path, encoder=False, source="X").close()
    assert file.read_text(encoding="utf-8") == damaged
    assert f"{file}: is damaged" in caplog.text


@pytest.mark.parametrize("option", [{"source": "caf\udce9"}, {"columns": {"url": "caf\udce9"}}])
def test_an_option_that_is_not_unicode_is_refused(news: Path, tmp_path: Path, option: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="give it in UTF-8"):
        gb.build([news], tmp_path / "graph", encoder=False, **option)
    assert not (tmp_path / "graph").exists()


def test_an_empty_value_takes_a_kept_option_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("France attacked Italy.", encoding="utf-8")
    options = ["--source", "X", "--date", "2020-01-01", "--date-from", "name", "--map", "url=u"]
    empty = [word if word.startswith("--") else "" for word in options]
    for given, day in ((options, "2020-01-01"), (empty, ""), ([], "")):
        done = graphbuild("build", "a.txt", "--no-encoder", *given, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "earlier build" not in done.stderr
        with gb.open("graph") as graph:
            assert [one.article.date for one in graph.articles()] == [day]
    assert not Path("graph", kept.FILE).exists()


def test_options_are_kept_when_the_build_is_complete(news: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError):
        gb.build([tmp_path / "bad.json"], tmp_path / "graph", encoder=False, source="X", strict=True)
    assert kept.load(tmp_path / "graph") == {}


def test_a_file_has_the_options_of_the_nearest_input(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name, text in (("x", "France attacked Italy."), ("b/y", "France met Spain."), ("b/z", "Spain fell.")):
        (tmp_path / "a" / f"{name}.txt").write_text(text, encoding="utf-8")
    a, b, y = (tmp_path / "a" / name for name in ("", "b", "b/y.txt"))

    def read(item: Path, **given: str) -> tuple[int, set[str]]:
        with gb.build([item], tmp_path / "graph", encoder=False, **given) as graph:  # type: ignore[arg-type]
            assert graph.report is not None
            return graph.report.read, {f"{one.article.source} {one.article.date}" for one in graph.articles()}

    assert read(y, date="2020-01-01") == (1, {" 2020-01-01"})
    assert read(a)[0] == 2  # not y again
    assert read(a, source="X") == (3, {"X ", "X 2020-01-01"})
    assert read(b, source="Y") == (2, {"X ", "Y ", "Y 2020-01-01"})
    for item in (a, b, y, a / "*", a / "b" / "*.txt"):
        assert read(item)[0] == 0
    assert read(b, source="") == (2, {"X ", " ", " 2020-01-01"})
    assert read(a)[0] == 0
    assert read(a / "*", source="Z") == (3, {"Z ", "Z 2020-01-01"})  # a pattern: of what it finds
    assert read(a / "*")[0] == 0
    assert kept.load(tmp_path / "graph")[str(y)] == Columns(day="2020-01-01", publisher="Z")
    assert kept.load(tmp_path / "graph")[str(b)] == Columns(publisher="Z")


def test_kept_options_are_told_once(news: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "a.txt"
    file.write_text("France attacked Italy.", encoding="utf-8")
    with gb.build([file], tmp_path / "graph", encoder=False, source="X") as graph:
        for _ in range(2):
            graph.build([tmp_path / "*.txt", file], encoder=False)
    assert caplog.text.count("a.txt: read with --source X, as in an earlier build") == 1


@pytest.mark.parametrize(
    ("written", "two"),
    [
        ("03/04/2021", True),
        ("Sent 3-4-2021", True),
        ("3.4.2021", False),
        ("31.02.2021", False),
        ("31/02/2021", False),
        ("03/03/2021", False),
        ("sometime", False),
        ("2021-02-31", False),
    ],
)
def test_a_date_may_be_two_days(written: str, two: bool) -> None:
    assert may_be_two(written) == two
    assert not two or not iso_day(written)


def test_of_dates_that_cannot_be_read_one_that_may_be_two_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "date,text\n31.02.2021,France met Italy.\n3/4/2021,Italy met Spain.\n", encoding="utf-8"
    )
    with gb.build(tmp_path / "a.csv", tmp_path / "graph", encoder=False) as graph:
        assert graph.report is not None
        assert (graph.report.unread_dates, graph.report.unread_date) == (2, "3/4/2021")


@pytest.mark.parametrize("day", [date(2020, 1, 31), datetime(2020, 1, 31, 12), "2020-01-31"])
def test_a_given_day_may_be_a_date(day: date | str) -> None:
    assert columns_of(None, None, day, None, None).day == "2020-01-31"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"date": "soon"}, "give a day as in 1979-03-26"),
        ({"date": 3}, "date is '3'; give a day as in 1979-03-26"),
        ({"date_from": "guess"}, "give name"),
        ({"inputs": 3}, "inputs is an int, not a path; give a path of a file or folder, or several"),
        ({"inputs": None}, "inputs is None, not a path; give a path"),
    ],
)
def test_what_means_nothing_is_told_at_once(
    news: Path, tmp_path: Path, given: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        gb.build(
            **dict[str, Any]({"inputs": [str(news)], "graph": tmp_path / "graph", "encoder": False} | given)
        )
    assert not (tmp_path / "graph").exists()


@pytest.mark.slow
def test_the_command_shows_dates_that_may_be_two(news: Path, tmp_path: Path) -> None:
    done = graphbuild("build", news, "--fast", cwd=tmp_path)
    told = "3 of 4 articles have no day (1 date cannot be read or may mean two days, as '03/04/2021'"
    assert told in done.stderr
    listed = graphbuild("articles", "--undated", cwd=tmp_path)
    assert "may be two days: 03/04/2021" in listed.stdout
    assert listed.stderr == "3 articles\n"
    done = graphbuild("build", news, "--fast", "--date-from", "name", "--date", "2000-05-06", cwd=tmp_path)
    assert "no day" not in done.stderr


def test_titles_publishers_and_names_are_read_as_they_were_meant(tmp_path: Path) -> None:
    row = (
        '{"title": "Beyonc&#233; &amp; Mar&iacute;a", "source": "El Pa&iacute;s",'
        ' "text": "Jos&#233; Garc&iacute;a met Emmanuel Macron. Jos&#233; Garc&iacute;a praised France."}'
    )
    (tmp_path / "a.jsonl").write_text(row, encoding="utf-8")
    with gb.build([str(tmp_path / "a.jsonl")], tmp_path / "graph", encoder=False) as graph:
        (article,) = [one.article for one in graph.articles()]
        names = {name for e in graph.entities() for name in (e.name, *e.aliases)}
    assert (article.title, article.source) == ("Beyoncé & María", "El País")
    assert "José García" in names
    assert not [name for name in names if "&" in name]
