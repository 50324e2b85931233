"""Take the pictures of docs/images from the sample corpus: python scripts/screenshots.py GRAPH."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import graphbuild
from graphbuild.api.lookup import find
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server

IMAGES = Path(__file__).parent.parent / "docs" / "images"
#: What each picture shows: names whose ids make the address, and how high it is, in pixels.
PICTURES = {
    "entity": ("entity/{}", ("Egypt",), 760),
    "pair": ("pair/{}/{}?until=1972-12-31", ("Soviet Union", "China"), 960),
    "article": ("article/{}?at={}", ("Iran", "Saudi Arabia"), 470),
}


def main(graph: str) -> None:
    path = os.environ.get("GRAPHBUILD_CHROMIUM") or shutil.which("chromium")
    IMAGES.mkdir(exist_ok=True)
    with (
        graphbuild.open(graph) as opened,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"]) as browser,
    ):
        answers = Answers(opened, "sample corpus")
        with Server(answers) as server:
            for name, (address, names, height) in PICTURES.items():
                ids = [find(opened.graph.entities, one).id for one in names]
                if name == "article":
                    said = answers.pair(ids[0], ids[1], {})["course"]["because"][0]
                    ids = [said["article"]["id"], said["id"]]
                page = browser.new_page(viewport={"width": 1000, "height": height})
                page.goto(f"{server.address}#/{address.format(*ids)}")
                page.wait_for_selector("main .turns" if name == "pair" else "main h1")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=IMAGES / f"explore-{name}.png")
                page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
