"""The commands that find and list, as a user runs them."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.ledger import Ledger
from tests.commands import ROOT, graphbuild, in_turn
from tests.example_graph import example_graph
from tests.factories import make_article, make_country, make_entity, make_reading, make_statement

GRAPH = ("-g", str(example_graph()))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    (done,) = in_turn([*arguments, *GRAPH])
    return done


def test_search_shows_entities_pairs_and_passages() -> None:
    done = run("search", "Egypt", "and", "Israel")
    assert done.stdout.startswith('Egypt and Israel: graphbuild explain "Egypt" "Israel"\n')
    done = run("search", "sinai", "peninsula")
    assert re.search(
        r"^articles\n  1956-11-07 · Meridian Wire · .* · id suez-1956\n    “.*Sinai", done.stdout
    )
    assert run("search", "zzzz").stdout == ""
    assert "nothing is called 'zzzz'" in run("search", "zzzz").stderr
    more = run("search", "united", "--limit", "1")
    assert more.stderr.strip().endswith("(--limit 0 shows all)")


def test_lists_tell_how_many_more_there_are_and_are_data_in_other_formats() -> None:
    done = run("entities", "--limit", "2", "--kind", "person")
    assert re.search(r"^… and \d+ more \(--limit 0 shows all\)$", done.stderr.strip())
    listed = json.loads(run("entities", "--kind", "person", "--json", "--limit", "0").stdout)
    assert {e["kind"] for e in listed} == {"person"}
    head, *rows = run("entities", "--format", "csv", "--limit", "3").stdout.splitlines()
    assert head == "name,kind,iso3,articles,mentions,first_seen,last_seen,id,aliases"
    assert len(rows) == 3


def test_relations_are_types_with_their_meaning_or_who_stands_so_to_whom() -> None:
    types = json.loads(run("relations", "--json").stdout)
    assert all(t["meaning"] and t["relations"] > 0 for t in types)
    whole = json.loads(run("relations", "--all", "--json").stdout)
    assert {t["relation"] for t in whole} > {t["relation"] for t in types}
    attacks = json.loads(run("relations", "attacks", "--json", "--limit", "0").stdout)
    (told,) = [t for t in types if t["relation"] == "ATTACKS"]
    assert len(attacks) == told["relations"]
    assert {r["relation"] for r in attacks} == {"ATTACKS"}
    named = run("relations", "--relation", "attacks", "--json", "--limit", "0").stdout
    assert json.loads(named) == attacks
    both = json.loads(run("relations", "attacks", "--relation", "AIDS", "--json").stdout)
    assert {r["relation"] for r in both} == {"ATTACKS", "AIDS"}
    assert all(r["sentence"] for r in attacks)


def test_relations_of_all_types_are_listed_where_an_order_or_a_number_is_asked_for() -> None:
    with gb.open(example_graph()) as graph:
        best = graph.relations(limit=3)
        named = graph.relations(kind="person", since="1979", sort="name")
    done = run("relations", "--limit", "3")
    head, _, *rows = done.stdout.splitlines()
    assert head.split()[:3] == ["source", "relation", "target"]
    assert [row.split("  ")[0] for row in rows] == [tie.source.name for tie in best]
    assert done.stderr == f"… and {best.total - 3} more (--limit 0 shows all)\n"
    listed = run(
        *("relations", "--sort", "name", "--limit", "0", "--kind", "person", "--since", "1979", "--json")
    )
    assert [r["source"] for r in json.loads(listed.stdout)] == [tie.source.name for tie in named]


def test_articles_tell_ids_dates_publishers_and_copies() -> None:
    head, _, *rows = run("articles", "--about", "Kuwait").stdout.splitlines()
    assert head.split() == ["id", "date", "source", "title", "entities", "statements", "copy_of"]
    assert rows[0].startswith("gulf-1991")
    assert any(row.rstrip().endswith("oil-1973") for row in rows)


@pytest.mark.slow
def test_an_article_without_a_title_is_told_by_its_file_or_first_words_and_a_date_by_what_is_wrong(
    tmp_path: Path,
) -> None:
    (tmp_path / "txt").mkdir()
    (tmp_path / "txt" / "a1.txt").write_text("France attacked Algeria.", encoding="utf-8")
    dates = "id,date,text\nx,03/04/2021,France met Italy.\ny,sometime,Italy met Spain.\n"
    (tmp_path / "d.csv").write_text(dates, encoding="utf-8")
    built, listed, data, undated, *elsewhere, out, decided = in_turn(
        ["build", "txt", "d.csv", "--day-first", "--no-encoder", "-g", "g"],
        ["articles", "-g", "g"],
        ["articles", "--json", "-g", "g"],
        ["articles", "--undated", "-g", "g"],
        ["show", "France", "-g", "g"],
        ["explain", "France", "Algeria", "--ids", "-g", "g"],
        ["stance", "France", "Algeria", "-g", "g"],
        ["search", "attacked", "-g", "g"],
        ["query", "together", "France", "Italy", "-g", "g"],
        ["article", "x", "-g", "g"],
        ["exclude", "./txt/a1.txt", "-g", "g"],
        ["decisions", "-g", "g"],
        cwd=tmp_path,
    )
    assert "2 of 3 articles have no day (1 date cannot be read, as 'sometime')." in built.stderr
    assert re.search("^[0-9a-f]{16}  +txt/a1.txt ", listed.stdout, re.MULTILINE)
    assert re.search(r"^x .* “France met Italy\.” ", listed.stdout, re.MULTILINE)
    assert "d.csv" not in listed.stdout
    assert {Path(row["file"]).name for row in json.loads(data.stdout)} == {"a1.txt", "d.csv"}
    assert "not read: sometime" in undated.stdout
    shown, explained, stance, found, both, article = (done.stdout for done in elsewhere)
    assert re.search(r"^  2021-04-03 · “France met Italy\.”  \(1×\)$", shown, re.MULTILINE)
    assert re.search(r"^  txt/a1\.txt  \(1×\)$", shown, re.MULTILINE)
    assert re.search(r"^    txt/a1\.txt · id [0-9a-f]{16}$", explained, re.MULTILINE)
    assert stance.rstrip().endswith("France ATTACKS Algeria · txt/a1.txt")
    assert re.search(r"^  txt/a1\.txt · id [0-9a-f]{16}$", found, re.MULTILINE)
    assert re.search(r"^2021-04-03  +“France met Italy\.”  +1  +1  +MET_WITH$", both, re.MULTILINE)
    assert article.startswith("“France met Italy.”\n2021-04-03 · id x\n")
    assert out.stdout == "excluded 1 article\n"
    assert decided.stdout.endswith(" (txt/a1.txt)\n")
    more = "z,2026,Italy met Kenya.\nw,2025-03,Kenya met France.\n"
    (tmp_path / "d.csv").write_text(dates + more, encoding="utf-8")
    graphbuild("build", "d.csv", "--no-encoder", "-g", "h", cwd=tmp_path)
    undated = graphbuild("articles", "--undated", "-g", "h", cwd=tmp_path)
    for problem in ("may be two days: 03/04/2021", "year only: 2026 ", "month only: 2025-03 "):
        assert problem in undated.stdout


@pytest.mark.slow
def test_a_named_query_says_that_its_limit_leaves_out_rows() -> None:
    at = ("timeline", "Egypt", "-g", str(example_graph()))
    cut, exactly, whole, data, placed = in_turn(
        ["query", *at, "--limit", "3"],
        ["query", *at, "--limit", "1000"],
        ["query", *at, "--limit", "0"],
        ["query", *at, "--limit", "3", "-f", "jsonl"],
        ["query", "timeline", "Egypt", "limit=2", "-g", str(example_graph())],
    )
    assert cut.stderr == data.stderr == "3 rows, and more (--limit 0 shows all)\n"
    assert len(data.stdout.splitlines()) == 3
    assert exactly.stderr == whole.stderr
    assert "more" not in whole.stderr
    assert placed.stderr.startswith("2 rows, and more")
    number = whole.stderr.split()[0]
    assert graphbuild("query", *at, "--limit", number).stderr == whole.stderr


def test_an_article_is_printed_with_its_marks() -> None:
    done = run("article", "ussuri-1969")
    assert "The [Soviet Union] {accused}(1) [China] of ambushing a patrol" in done.stdout
    assert "  1  Soviet Union ACCUSES China  trigger: accused\n" in done.stdout
    assert "  7  Soviet Union ATTACKS China  hypothetical · said by diplomats · trigger: hit\n" in done.stdout
    text = gb.open(example_graph()).article("ussuri-1969").article.text
    unmarked = re.sub(r"\{(.*?)\}\([\d,]+\)", r"\1", done.stdout.replace("[", "").replace("]", ""))
    assert text in unmarked
    view = json.loads(run("article", "ussuri-1969", "--json").stdout)
    assert view["article"]["text"] == text


def test_a_search_says_that_filters_let_no_article_through() -> None:
    done = run("search", "Sadat", "--until", "1950")
    assert "Anwar Sadat" in done.stdout
    assert "no article was found with --until 1950; without it there may be more" in done.stderr


def test_an_article_is_in_colour_and_wrapped_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "graphbuild", "article", "ussuri-1969", *GRAPH],
        stdout=theirs,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "60"},
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # Linux says so where the other side is closed
        pass
    assert done.wait() == 0
    text = shown.decode()
    assert "\x1b[1;4;33maccused\x1b[0m" in text
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert "[" not in plain
    assert max(map(len, plain.splitlines())) <= 60


def test_hostile_texts_and_titles_steer_no_terminal(tmp_path: Path) -> None:
    hit = "France \x1b[31m attacked\x1b[0m Italy."
    france, italy = make_country("FRA", "France\x1b]0;x\x07"), make_country("ITA", "Italy")
    reading = make_reading(
        make_article("a\x1b[2J", hit, title="\x1b[1mWar\u202e", date="1950-01-01", source="W\x9bire"),
        (france, italy),
        [make_statement(france, "ATTACKS", italy, hit, article="a\x1b[2J")],
    )
    with Ledger.create(tmp_path / "g") as ledger:
        ledger.write([("s", reading)])
    at = ("-g", str(tmp_path / "g"))
    for done in in_turn(
        ["article", "a\x1b[2J", *at],
        ["articles", *at],
        ["entities", *at],
        ["relations", "ATTACKS", *at],
        ["search", "attacked", *at],
        ["search", "attacked", "--json", *at],
    ):
        assert done.returncode == 0, done.stderr
        assert done.stdout
        assert not re.search("[\x1b\x9b\x07\u202e]", done.stdout + done.stderr)


def test_a_name_that_no_entity_has_is_told_in_the_list() -> None:
    done = graphbuild("entities", "zzzz", "yyyy", "-g", example_graph())
    assert done.returncode == 0
    told = "nothing is called 'zzzz yyyy'; `graphbuild search 'zzzz yyyy'` also looks into the articles\n"
    assert done.stderr == f"{told}0 entities\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["article", "nothing"], "error: the graph holds no article 'nothing'; `graphbuild articles`"),
        (
            ["entities", "--kind", "planet"],
            "Invalid value for '--kind': no kind is called 'planet'; give person, country or",
        ),
        (
            ["relations", "FOO"],
            "Error: no relation is called 'FOO': `graphbuild relations --all`",
        ),
        (["articles", "--source", "Lantern"], "did you mean The Lantern Post?"),
        (["relations", "ATTACKS", "--all"], "--all has no meaning with RELATION; leave it out, or RELATION"),
    ],
)
def test_what_means_nothing_is_one_line(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.slow
def test_a_query_that_gives_nothing_says_why() -> None:
    at = ("-g", str(example_graph()))
    wrong, other_case, text, known, filtered, own, counted, alias, matched, part = in_turn(
        ["query", "MATCH (a:Contry)-[:ATTACK]->(b) RETURN a", *at],
        ["query", "MATCH (a {name: 'egypt', kind: 'Country'}) RETURN a", *at],
        ["query", "MATCH (x:Article) WHERE x.published > $day RETURN x", "-p", "day=1979-01-01", *at],
        ["query", "MATCH (a {name: 'Egypt'}) RETURN a.name", *at],
        ["query", "timeline", "-p", "entity=Egypt", "--since", "1979-01-01", "--relation", "Conflict", *at],
        ["query", "RETURN 1 AS n", "--since", "1979-01-01", *at],
        ["query", "MATCH (a {name: 'egypt'}) RETURN count(a) AS n", *at],
        ["query", "MATCH (a:Entity) WHERE 'sadat' IN a.aliases RETURN a", *at],
        ["query", "MATCH (a:Entity) WHERE a.name =~ 'egypt' RETURN a", *at],
        ["query", "MATCH (a:Entity) WHERE a.name =~ 'Sadat' RETURN a", *at],
    )
    assert "nobody has the alias 'sadat' (line 1, column 24); did you mean Sadat?" in alias.stderr
    assert "no name matches 'egypt' from beginning to end (line 1, column 34)" in matched.stderr
    assert "; '(?i)egypt' matches Egypt\n" in matched.stderr
    assert "; '.*Sadat.*' matches Anwar Sadat\n" in part.stderr
    assert "did you mean Egypt?" in counted.stderr
    assert "warning: nodes have no label 'Contry'" in wrong.stderr
    assert "did you mean ATTACKS?" in wrong.stderr
    assert "nothing has the name 'egypt' (line 1, column 17); did you mean Egypt?" in other_case.stderr
    assert "did you mean country?" in other_case.stderr
    assert "compare it with date('1979-01-01')" in text.stderr
    assert known.stderr == "1 row\n"
    assert filtered.stdout.count("\n1979-04-01 ") == 2
    assert "SANCTIONS" in filtered.stdout
    assert own.returncode == 2
    assert "is for a named query" in own.stderr


@pytest.mark.slow
def test_named_queries_take_the_filters_of_lists() -> None:
    at = ("-p", "entity=Egypt", "-f", "json", "-g", str(example_graph()))
    every, reported, people, months, unknown, two = in_turn(
        ["query", "timeline", *at],
        ["query", "timeline", "--min-reports", "2", *at],
        ["query", "timeline", "--kind", "person", *at],
        ["query", "activity", "--min-reports", "2", "--kind", "country", *at],
        ["query", "timeline", "--kind", "persn", *at],
        ["query", "timeline", "--kind", "person", "--kind", "country", *at],
    )
    rows, well_reported, with_people = (json.loads(done.stdout) for done in (every, reported, people))
    assert 0 < len(well_reported) < len(rows)
    assert 0 < len(with_people) < len(rows)
    assert "Anwar Sadat" in {row["source"] for row in with_people}
    assert "Israel" not in {end for row in with_people for end in (row["source"], row["target"])}
    assert json.loads(months.stdout)
    assert "no kind is called 'persn'" in unknown.stderr
    assert "a named query takes one kind" in two.stderr


@pytest.mark.slow
def test_a_question_about_time_counts_what_it_leaves_out(tmp_path: Path) -> None:
    france, italy = make_country("FRA", "France"), make_country("ITA", "Italy")
    with Ledger.create(tmp_path / "g") as ledger:
        for id_, date in (("a", "1950-01-01"), ("b", ""), ("c", "")):
            said = make_statement(france, "ATTACKS", italy, f"France attacked Italy {id_}.", article=id_)
            article = make_article(id_, f"Text {id_}", date=date)
            ledger.write([(id_, make_reading(article, (france, italy), [said]))])
    at = ("-g", str(tmp_path / "g"))
    told = in_turn(
        ["show", "France", "--until", "2000-01-01", *at],
        ["explain", "France", "Italy", "--since", "1900-01-01", *at],
        ["articles", "--since", "1900-01-01", *at],
        ["query", "timeline", "-p", "entity=France", *at],
        ["query", "MATCH (x:Article) WHERE x.published > date('1900-01-01') RETURN x.id", *at],
    )
    for done in told:
        assert "left out: 2 of 3 articles" in done.stderr
    without = in_turn(["show", "France", *at], ["query", "MATCH (x:Article) RETURN x.id, x.published", *at])
    for done in without:
        assert "left out" not in done.stderr
    assert "… and" not in told[0].stdout


@pytest.mark.slow
def test_an_article_of_which_only_the_year_is_known_is_listed_and_counted(tmp_path: Path) -> None:
    days = {"d": "2025-03-04", "m": "2025-03", "y": "2025", "z": "2026", "n": ""}
    rows = [
        {"id": id_, "date": day, "title": f"Report {id_}", "text": f"France attacked Italy {id_}."}
        for id_, day in days.items()
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    at = ("-g", str(tmp_path / "g"))
    _, listed, shown, read, asked = in_turn(
        ["build", str(tmp_path / "a.jsonl"), "--fast", "--no-collate", *at],
        ["articles", "--since", "2025", "--until", "2026-11", *at],
        ["show", "France", "--since", "2026", *at],
        ["article", "z", *at],
        ["query", "quoted", "speaker=x", "since=2025-02-01", *at],
    )
    assert [line.split()[:2] for line in listed.stdout.splitlines()[2:]] == [
        [id_, days[id_]] for id_ in "dmy"
    ]
    assert "left out: 2 of 5 articles, which have no exact date (`graphbuild articles" in listed.stderr
    assert "2026 · Report z" in shown.stdout
    assert "left out: 1 of 5 articles on France, which has no exact date" in shown.stderr
    assert "2026 · id z" in read.stdout
    assert "left out: 2 of 5 articles" in asked.stderr


def test_lists_say_which_of_several_of_one_name_each_is(tmp_path: Path) -> None:
    kenya = make_country("KEN", "Kenya")
    with Ledger.create(tmp_path / "g") as ledger:
        for n, title in enumerate(("Vote", "Law")):
            court = make_entity("organisation", f"court {n}", "Supreme Court")
            said = [make_statement(court, "BASED_IN", kenya, article=title)] if n == 0 else []
            article = make_article(title, f"Text {n}", date=f"2021-03-0{n + 1}", title=title)
            ledger.write([(title, make_reading(article, (kenya, court), said))])
    at = ("-g", str(tmp_path / "g"))
    listed, searched, others, data = in_turn(
        ["entities", "supreme", *at],
        ["search", "supreme", *at],
        ["entities", "kenya", *at],
        ["entities", "supreme", "-f", "csv", *at],
    )
    for which in ("BASED_IN Kenya", "first article: Law"):
        assert listed.stdout.count(which) == 1
    assert "\n    BASED_IN Kenya\n" in searched.stdout
    assert "\n    first article: Law\n" in searched.stdout
    assert "which" not in others.stdout + data.stdout
