"""What is read out of files, folders and streams, and what is said of the rest."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import InputError
from graphbuild.model import Article
from graphbuild.read import MAX_CHARACTERS, Columns, Failure, read

TEXT = "France and Italy signed the treaty in Rome.\n"
FRONT = """---
title: "Treaty signed"
date: 25 March 1957
source: Harbour News
url: https://example.org/1
id: rome-1957
tags:
  - treaty
---

France and Italy signed the treaty.
"""


def one(path: Path) -> Article | Failure:
    (result,) = read([path])
    return result


def article(path: Path) -> Article:
    result = one(path)
    assert isinstance(result, Article)
    return result


def reason(path: Path) -> str:
    result = one(path)
    assert isinstance(result, Failure)
    assert result.where.startswith(str(path))
    return result.reason


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_front_matter(tmp_path: Path) -> None:
    assert article(written(tmp_path / "a.txt", FRONT)) == Article(
        id="rome-1957",
        text="France and Italy signed the treaty.\n",
        title="Treaty signed",
        date="1957-03-25",
        source="Harbour News",
        url="https://example.org/1",
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nFrance and Italy signed.\n---\nSpain stayed away.\n",
        "---\ntitle: never closed\n\nFrance and Italy signed.\n",
        "France signed.\n---\ntitle: in the middle\n---\nItaly did too.\n",
    ],
)
def test_rules_between_paragraphs_are_not_front_matter(tmp_path: Path, text: str) -> None:
    assert article(written(tmp_path / "a.txt", text)).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Treaty signed in Rome\n\nFrance and Italy signed.", "Treaty signed in Rome"),
        ("# Treaty signed in Rome\n\nFrance and Italy signed.", "Treaty signed in Rome"),
        ("France and Italy signed.\n\nSpain stayed away.", ""),
        ("France and Italy\nsigned the treaty.", ""),
        ("Treaty signed in Rome\n\n", ""),
        (f"{'Treaty ' * 30}\n\nFrance and Italy signed.", ""),
    ],
)
def test_title_stays_in_the_text(tmp_path: Path, text: str, title: str) -> None:
    result = article(written(tmp_path / "a.md", text))
    assert (result.title, result.text) == (title, text)


def test_line_ends_of_text_files_are_made_alike(tmp_path: Path) -> None:
    unix = article(written(tmp_path / "a.txt", FRONT))
    windows = article(written(tmp_path / "b.txt", FRONT.replace("\n", "\r\n")))
    assert windows == unix


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("http://www.aljazeera.com", "aljazeera.com"),
        ("https://Harbour.example:8080/news?a=b", "harbour.example"),
        ("www.harbour.example/", "harbour.example"),
        ("harbour.example", "harbour.example"),
        ("Harbour News (www.harbour.example)", "Harbour News (www.harbour.example)"),
        ("http://", "http://"),
    ],
)
def test_a_publisher_that_an_address_tells_is_its_host(tmp_path: Path, given: str, source: str) -> None:
    row = {"text": TEXT, "source": given}
    assert article(written(tmp_path / "d.jsonl", json.dumps(row))).source == source


@pytest.mark.parametrize(
    ("given", "url", "source"),
    [
        ("thesun", "https://www.thesun.co.uk/news/1", "thesun.co.uk"),
        ("thesun.co.uk", "https://www.thesun.co.uk/news/1", "thesun.co.uk"),
        ("BBC", "http://news.bbc.co.uk:80/1", "bbc.co.uk"),
        ("The Sun", "https://www.sunnewsonline.com/1", "The Sun"),
        ("thesun", "https://news.example/thesun", "thesun"),
        ("thesun", "", "thesun"),
        ("com", "https://news.example.com", "com"),
    ],
)
def test_a_publisher_that_is_called_like_the_host_of_the_article_is_that_host(
    tmp_path: Path, given: str, url: str, source: str
) -> None:
    row = {"text": TEXT, "source": given, "url": url}
    assert article(written(tmp_path / "d.jsonl", json.dumps(row))).source == source


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ("CNN (Opinion)", "CNN"),
        ("Harbour News (online news)", "Harbour News"),
        ("harbour.example (extract)", "harbour.example"),
        ("538 (ABC News)", "538 (ABC News)"),
        ("The Times (London)", "The Times (London)"),
        ("(Opinion)", "(Opinion)"),
    ],
)
def test_a_section_is_no_part_of_the_publisher(tmp_path: Path, given: str, source: str) -> None:
    row = {"text": TEXT, "source": given}
    assert article(written(tmp_path / "d.jsonl", json.dumps(row))).source == source


def test_id_is_of_title_text_and_source(tmp_path: Path) -> None:
    plain = article(written(tmp_path / "a.jsonl", json.dumps({"text": TEXT})))
    dated = article(written(tmp_path / "b.jsonl", json.dumps({"text": TEXT, "date": "1957-03-25"})))
    titled = article(written(tmp_path / "c.jsonl", json.dumps({"text": TEXT, "title": "Rome"})))
    copied = article(written(tmp_path / "d.jsonl", json.dumps({"text": TEXT, "source": "Harbour News"})))
    assert plain.id == dated.id
    assert len({plain.id, titled.id, copied.id}) == 3


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "text": "Text\\r\\nof a.", "title": null, "extra": [1]}',
        "",
        '{"id": 7, "text": "Text of 7."}',
    ]
    assert list(read([written(tmp_path / "a.jsonl", "\r\n".join(lines))])) == [
        Article(id="a", text="Text\r\nof a."),
        Article(id="7", text="Text of 7."),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "broken', "not JSON: Unterminated string starting at (column 10)"),
        ("[1]", 'a list, not an object with "text"'),
        ("3", 'a number, not an object with "text"'),
        ("null", 'null, not an object with "text"'),
        ('{"text": 3}', '"text" is a number, not a string'),
        ('{"text": "x", "title": ["x"]}', '"title" is a list, not a string'),
        ('{"text": "x", "id": true}', '"id" is true or false, not a string'),
        ('{"text": "x", "date": 1957}', '"date" is a number, not a string'),
        ('{"id": "x"}', "has no text"),
        ('{"text": " \\n"}', "has no text"),
        ('{"text": "\\ud800"}', '"text" holds a character that is none (NUL or half of a surrogate pair)'),
        ('{"text": "a\\u0000"}', '"text" holds a character that is none (NUL or half of a surrogate pair)'),
        ("[" * 100_000, "not JSON that can be read: nested too deeply"),
        (f'{{"text": {"9" * 5000}}}', "not JSON that can be read: Exceeds the limit"),
        (f'{{"text": "{"x" * (MAX_CHARACTERS + 1)}"}}', "longer than 1,000,000 characters; split it"),
        (f'{{"text": "{"x" * 17_000_000}"}}', "a line of more than 16 MB"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path, line: str, reason: str) -> None:
    path = written(tmp_path / "a.jsonl", f'{{"id": "1", "text": "x"}}\n{line}\n{{"id": "3", "text": "x"}}')
    first, failure, last = read([path])
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(failure, Failure)
    assert failure.where == f"{path}:2"
    assert failure.reason.startswith(reason)


def test_json(tmp_path: Path) -> None:
    assert article(written(tmp_path / "a.json", '\n{"id": "a",\n "text": "x"}')).id == "a"
    ids = [
        r.id if isinstance(r, Article) else r
        for r in read([written(tmp_path / "b.json", '[{"id":"b","text":"x"}, 4]')])
    ]
    assert ids == ["b", Failure(f"{tmp_path / 'b.json'}:item 2", 'a number, not an object with "text"')]
    lines = read([written(tmp_path / "c.json", '{"text": "x"}\n{"text": "y"}')])
    assert [r.text if isinstance(r, Article) else r for r in lines] == ["x", "y"]
    (broken,) = read([written(tmp_path / "d.json", '[{"text": "x')])
    assert isinstance(broken, Failure)
    assert broken.where.endswith("d.json:item 1")
    assert broken.reason.startswith("not JSON that can be read: Unterminated string")
    assert "(line 2, column 3)" in reason(written(tmp_path / "f.json", "{\n  x}"))
    assert reason(written(tmp_path / "e.json", " \n")) == "is empty"


def test_the_items_of_a_list_after_a_broken_one_are_read(tmp_path: Path) -> None:
    items = [f'{{"id": "{n}", "text": "Text of {n}."}}' for n in range(20_000)]
    items[7] = '{"id": 7, "text": "Text of 7}'
    items[9999] = "{" * 20
    path = written(tmp_path / "a.json", "[\n" + ",\n".join(items))
    results = list(read([path]))
    failures = [r for r in results if isinstance(r, Failure)]
    assert [f.where.removeprefix(str(path)) for f in failures][-1] == ":item 20001"
    assert failures[-1].reason == "the list is cut off before it"
    ids = {r.id for r in results if isinstance(r, Article)}
    assert ids >= {str(n) for n in range(20_000)} - {"7", "9999"}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Élysée".encode(), "Élysée"),
        (b"\xef\xbb\xbf" + "Élysée".encode(), "Élysée"),
        ("\ufeffÉlysée".encode("utf-16-le"), "Élysée"),
        ("\ufeffÉlysée".encode("utf-16-be"), "Élysée"),
        ("\ufeffÉlysée".encode("utf-32-le"), "Élysée"),
        ("The Élysée said “no” to Spain’s plan.".encode("cp1252"), "The Élysée said “no” to Spain’s plan."),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, text: str) -> None:
    assert article(written(tmp_path / "a.txt", data)).text == text


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n", "has no text"),
        ("a.txt", b"---\ntitle: x\n---\n\n", "has no text"),
        ("a.txt", b"GIF89a\0\0", "a binary file, not text"),
        ("a.txt", b"\x01\x02\x03\x04 text", "a binary file, not text"),
        ("a.txt", "Москва и Киев".encode("cp1251"), "not UTF-8 (byte 0) and no other encoding"),
        ("a.txt", "France’s plan – “no”, ".encode() * 9 + b"\xff", "not UTF-8 (byte"),
        ("a.txt", b"The text has \x81 in it, and goes on", "not UTF-8 (byte 13)"),
        ("a.txt", b"\xff\xfea", "marked as utf-16-le but broken at byte 2"),
        ("a.txt", b"x" * (4 * MAX_CHARACTERS + 5), "longer than 1,000,000 characters"),
        ("a.txt", b"x" * (MAX_CHARACTERS + 1), "longer than 1,000,000 characters"),
        ("a", b"%PDF-1.7 \xe2\xe3", "PDF is not read; save its text"),
        ("a.jsonl", b"", "is empty"),
        ("a.jsonl", b"GIF89a\0\0\n\n\n", "a binary file, not JSON Lines"),
        ("a.jsonl", b"{\xff\xfe\xfd}", "not UTF-8"),
        ("a.txt.gz", b"not gzip", "not gzip, or cut off"),
        ("a.txt.gz", gzip.compress(TEXT.encode() * 99)[:40], "not gzip, or cut off"),
        ("a.txt.gz", gzip.compress(TEXT.encode() * 99)[:-9] + b"123456789", "not gzip, or cut off"),
        ("a.html", b"<html><body></body></html>", "a page in which no article was found"),
        ("a.pdf", b"%PDF", "PDF is not read; save its text as .txt"),
    ],
)
def test_what_cannot_be_read_is_reported(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    assert reason(written(tmp_path / name, data)).startswith(message)


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "Élysée\u010a"}\n{"id": "b", "text": "x"}\n'
    results = list(read([written(tmp_path / "a.jsonl", lines.encode("utf-16"))]))
    assert results == [Article(id="a", text="Élysée\u010a"), Article(id="b", text="x")]


def test_gzip(tmp_path: Path) -> None:
    assert article(written(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode()))).text == TEXT
    assert article(written(tmp_path / "a.jsonl.gz", gzip.compress(b'{"text": "x"}'))).text == "x"


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "sub/c.md", "sub/.hidden.txt", ".git/d.txt", "graph/e.txt", "z.png"):
        written(tmp_path / name, f"Text of {name}")
    written(tmp_path / "graph/ledger.sqlite", b"")
    results = list(read([tmp_path]))
    assert [r.text for r in results if isinstance(r, Article)] == [
        "Text of a.TXT",
        "Text of b.txt",
        "Text of sub/c.md",
    ]
    (failure,) = (r for r in results if isinstance(r, Failure))
    assert failure.where == str(tmp_path / "z.png")
    assert failure.reason.startswith("not of a format that is read (.txt, .md")


def test_a_file_named_by_hand_is_read_as_text_whatever_its_suffix(tmp_path: Path) -> None:
    assert article(written(tmp_path / "dispatch.nyt", TEXT)).text == TEXT


def test_what_vanishes_meanwhile_is_reported(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "Text of a")
    written(tmp_path / "b.txt", "Text of b")
    written(tmp_path / "sub/c.txt", "Text of c")
    results = read([tmp_path])
    assert isinstance(next(results), Article)
    os.remove(tmp_path / "b.txt")
    shutil.rmtree(tmp_path / "sub")
    assert list(results) == [
        Failure(str(tmp_path / "b.txt"), "cannot be opened: No such file or directory"),
        Failure(str(tmp_path / "sub"), "cannot be opened: No such file or directory"),
    ]


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "x"}\n' * 2)
    results = read([path, written(tmp_path / "b.txt", "Text of b")])
    next(results)
    (tmp_path / "b.txt").write_text("Another text of b")
    assert [r.text for r in results if isinstance(r, Article)] == ["Another text of b"]


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "a", "text": "x"}\n?')))
    first, second = read(["-"])
    assert first == Article(id="a", text="x")
    assert isinstance(second, Failure)
    assert second.where == "stdin:2"


def test_an_article_that_comes_twice_is_given_once(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", TEXT)
    written(tmp_path / "b.txt", TEXT)
    assert len(list(read([tmp_path, tmp_path / "a.txt"]))) == 1


def test_another_content_under_the_same_id_is_a_failure(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}')
    assert list(read([path])) == [
        Article(id="a", text="x"),
        Failure(
            f"{path}:2",
            "another article of this run has the same id (a); the first is kept (with --map id= each has an "
            "id of its own)",
        ),
    ]


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ([], "no input: give files"),
        (["missing"], "missing: no such file or folder"),
        (["empty"], "empty: holds no article; graphbuild reads .txt"),
        (["pictures"], "pictures: holds no article; graphbuild reads .txt"),
        (["a.txt", "missing"], "missing: no such file or folder"),
        (["-", "-"], "- is given twice"),
    ],
)
def test_input_that_is_not_there_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    written(Path("pictures/a.png"), b"x")
    written(Path("a.txt"), TEXT)
    with pytest.raises(InputError) as error:
        read(inputs)
    assert str(error.value).startswith(message)


@given(st.binary(max_size=300), st.sampled_from([".txt", ".json", ".jsonl", ".txt.gz", ".jsonl.gz"]))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = written(tmp_path_factory.getbasetemp() / f"any{suffix}", data)
    assert all(isinstance(result, Article | Failure) for result in read([path]))


@pytest.mark.parametrize(
    ("name", "content", "date", "date_from"),
    [
        ("a.txt", "---\npublished: 2021-03-04\n---\nx", "2021-03-04", "front matter"),
        ("a.txt", "x\n\nGENEVA, March 4, 2021 (AP) - Talks began.", "2021-03-04", "dateline"),
        ("a.txt", "---\ndate: 03/04/2021\n---\nx", "", "not read: 03/04/2021"),
        ("a.txt", "x", "", ""),
        ("a.jsonl", '{"text": "x", "date_publish": "4 March 2021"}', "2021-03-04", "column date_publish"),
        ("a.csv", "text,Publish Date\nx,2021-03-04\n", "2021-03-04", "column Publish Date"),
    ],
)
def test_where_the_day_comes_from(tmp_path: Path, name: str, content: str, date: str, date_from: str) -> None:
    found = article(written(tmp_path / name, content))
    assert (found.date, found.date_from) == (date, date_from)


def test_a_day_in_numbers_is_told_by_the_user(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "x", "date": "03/04/2021"}')
    days = [
        [r.date for r in read([path], Columns(day_first=order)) if isinstance(r, Article)]
        for order in (None, True, False)
    ]
    assert days == [[""], ["2021-04-03"], ["2021-03-04"]]


def test_a_pattern_means_the_files_that_match_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md", "sub/d.txt"):
        written(tmp_path / name, f"Text of {name}")
    for pattern, names in (("*.txt", ["a.txt", "b.txt"]), ("**/d.*", ["sub/d.txt"])):
        found = read([tmp_path / pattern])
        assert [r.text for r in found if isinstance(r, Article)] == [f"Text of {name}" for name in names]
    with pytest.raises(InputError, match="nothing matches; check the path"):
        read([tmp_path / "*.html"])
    written(tmp_path / "[1].txt", "Text of 1")
    assert article(tmp_path / "[1].txt").text == "Text of 1"


def test_links_and_what_is_no_file_in_a_folder(tmp_path: Path) -> None:
    written(tmp_path / "in/a.txt", "Text of a")
    written(tmp_path / "out/b.txt", "Text of b")
    (tmp_path / "in/b.txt").symlink_to(tmp_path / "out/b.txt")
    (tmp_path / "in/c.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in/d.txt")
    results = list(read([tmp_path / "in"]))
    assert [r.text for r in results if isinstance(r, Article)] == ["Text of a", "Text of b"]
    assert [(Path(r.where).name, r.reason) for r in results if isinstance(r, Failure)] == [
        ("c.txt", "cannot be opened: No such file or directory"),
        ("d.txt", "neither a file nor a folder (a pipe, a socket, a device)"),
        ("loop", "a link to a folder, not followed; give that folder, too"),
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"body": "x"}, "'body' is nothing that an article has"), ({"text": ""}, "the text cannot be left out")],
)
def test_columns_that_make_no_sense(columns: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Columns(columns)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("news.jsnl", "did you mean {0}/news.jsonl?"),
        ("New.jsonl", "did you mean {0}/news.jsonl?"),
        ("other.txt", "check the path"),
        ("nowhere/news.jsonl", "check the path"),
        ("news*.csv", "check the path"),
    ],
)
def test_of_a_file_that_is_missing_one_that_is_called_so_is_proposed(
    tmp_path: Path, asked: str, told: str
) -> None:
    (tmp_path / "news.jsonl").write_text('{"text": "x"}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read([str(tmp_path / asked)]))
    assert str(caught.value).endswith(f"; {told.format(tmp_path)}")
