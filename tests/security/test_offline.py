"""Whatever an input points to, nothing is fetched and nothing is written to where a member's path leads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from graphbuild.model import Article
from graphbuild.read import read
from tests.read.packing import record, tarred, zipped

_TEXT = "The foreign ministers of France and Italy met in Rome on Tuesday and signed a treaty."
_PAGE = f"""<!DOCTYPE html PUBLIC "x" "ADDRESS/a.dtd"><html><head><base href="ADDRESS/"><title>Rome</title>
<meta http-equiv="refresh" content="0;url=ADDRESS/b"><link rel="stylesheet" href="ADDRESS/c.css">
<link rel="canonical" href="ADDRESS/d"><script src="ADDRESS/e.js"></script></head><body>
<article><h1>Rome</h1><img src="ADDRESS/f.png"><iframe src="ADDRESS/g"></iframe><p>{_TEXT}</p></article>
</body></html>"""
_FEED = f"""<?xml version="1.0"?><?xml-stylesheet href="ADDRESS/h.xsl" type="text/xsl"?>
<!DOCTYPE rss SYSTEM "ADDRESS/i.dtd">
<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>Wire</title>
<link>ADDRESS/j</link><item><title>Rome</title><link>ADDRESS/k</link><enclosure url="ADDRESS/l"/>
<xi:include href="ADDRESS/m"/><description>{_TEXT} &lt;img src="ADDRESS/n"&gt;</description></item>
</channel></rss>"""


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_nothing_is_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    page, feed = (text.replace("ADDRESS", address).encode() for text in (_PAGE, _FEED))
    files = {
        "a.html": page,
        "b.xml": feed,
        "c.warc": record(page, f"{address}/o") + record(feed, f"{address}/p", content="application/rss+xml"),
        "d.zip": zipped({"a.html": page, "b.xml": feed}),
        "e.jsonl": f'{{"text": "{_TEXT}", "url": "{address}/q"}}'.encode(),
        "f.csv": f'text,url\n"{_TEXT}",{address}/r\n'.encode(),
        "g.txt": f"---\nurl: {address}/s\n---\n{_TEXT}".encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        articles = [found for found in read([tmp_path / name]) if isinstance(found, Article)]
        assert len(articles) == {"c.warc": 2, "d.zip": 2}.get(name, 1), name
        assert all(_TEXT in article.text for article in articles), name
    assert paths == []


def test_no_member_is_written_to_where_its_path_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path / "in")
    names = ["plain.txt", "../up.txt", f"{tmp_path}/root.txt", "deep/../../up.txt", "C:/up.txt"]
    for name, pack in (("a.zip", zipped), ("a.tar", tarred)):
        (tmp_path / "in" / name).write_bytes(pack(dict.fromkeys(names, _TEXT.encode())))
    assert [found.text for found in read(["a.zip", "a.tar"]) if isinstance(found, Article)] == [_TEXT]
    held = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert held == ["in", f"in{os.sep}a.tar", f"in{os.sep}a.zip", "tmp"]
