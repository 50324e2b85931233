"""How soon the page of a graph is there: ``python -m benchmarks.exploring 1000 100000``.

For each number, that many made-up articles (see ``aggregation``) are written into a ledger and aggregated;
then ``graphbuild explore`` is started, and the page opened in Chromium. Prints as JSON the seconds from the
start of the command until the address is printed, until the first page is seen, until stances and all else on
it are there; then, from a click on, until an entity and a pair are seen. Also the bytes of these answers.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

import graphbuild
from benchmarks.aggregation import Articles, write

#: As root, and in a container.
_OPTIONS = ("--no-sandbox", "--disable-gpu")
_PATIENCE = 1_200_000.0
_AT_WORK = "document.querySelectorAll('main [role=status]:not(.hidden), [aria-busy=true]').length"


def measure(browser: Browser, articles: int, scratch: Path) -> dict[str, float]:
    """The seconds of a graph of so many articles."""
    folder = scratch / str(articles)
    write(folder, 0, articles, Articles(max(articles // 5, 1), said=2))
    with graphbuild.open(folder) as opened:
        opened.overview()  # aggregates it
    page = browser.new_page()
    page.set_default_timeout(_PATIENCE)
    page.goto("about:blank")
    started = time.monotonic()
    command = [sys.executable, "-m", "graphbuild", "explore", "-g", str(folder), "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as explore:
        assert explore.stdout is not None
        address = explore.stdout.readline().strip()
        found = {"articles": articles, "address": _since(started)}
        page.goto(address)
        page.wait_for_selector("main h1")
        found["first page"] = _since(started)
        _settled(page)
        found["all of it"] = _since(started)
        for name, link in (("entity", ".names a"), ("pair", ".ego a")):
            clicked = time.monotonic()
            page.locator(link).first.click()
            page.wait_for_selector(".ego" if name == "entity" else ".statement")
            found[name] = _since(clicked)
            _settled(page)
            asked = page.url.partition("#/")[2]
            with urlopen(f"{address}api/{asked}") as answer:
                found[f"{name}, bytes"] = len(answer.read())
        explore.terminate()
    page.close()
    return found


def _settled(page: Page) -> None:
    while page.evaluate(_AT_WORK):
        page.wait_for_timeout(20)


def _since(start: float) -> float:
    return round(time.monotonic() - start, 2)


if __name__ == "__main__":
    path = os.environ.get("GRAPHBUILD_CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory(prefix="graphbuild-bench-") as folder_,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=[*_OPTIONS]) as chromium,
    ):
        for number in sys.argv[1:]:
            print(json.dumps(measure(chromium, int(number), Path(folder_))), flush=True)
