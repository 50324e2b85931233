"""Pages in a real Chromium that are watched while they are looked at."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from graphbuild.explore.answers import Answers

#: As root, in a container, and without anything that Chromium asks of the network for itself.
_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium; skips the test where there is none, but for CI."""
    path = (
        os.environ.get("GRAPHBUILD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if path is None:
        reason = "Chromium is missing: install Debian's chromium, or name one in GRAPHBUILD_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_OPTIONS])
        yield browser
        browser.close()


SIZE: ViewportSize = {"width": 1200, "height": 900}
#: Tabs that tests have left, for the next: one of its own takes a second of processor time.
_LEFT: defaultdict[Browser, list[Page]] = defaultdict(list)


@contextmanager
def tab(chromium: Browser, **options: Any) -> Iterator[Page]:
    """A tab without a page; with options it is a new one, else it may be one that a test has left."""
    left = _LEFT[chromium]
    if options or not left:
        page = chromium.new_context(viewport=SIZE, **options).new_page()
    else:
        page = left.pop()
        page.set_viewport_size(SIZE)
        page.mouse.move(0, 0)
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    yield page
    if options:
        page.context.close()
        return
    page.unroute_all()
    if page.url.startswith("http"):  # no page finds anything of the one before
        assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    page.evaluate("location.replace('about:blank')")  # it leaves by itself: then its process stays
    page.wait_for_url("about:blank")
    left.append(page)


def go(page: Page, address: str) -> None:
    """Go to a part of the page, and be there: ``goto`` ends too early where the page notes its scrolling."""
    page.goto(address)
    page.wait_for_url(lambda url: url == address)


@contextmanager
def watched(chromium: Browser, own: str, **options: Any) -> Iterator[Page]:
    """A page of which every request goes to its ``own`` address, and which never complains."""
    asked: list[str] = []
    complaints: list[str] = []

    def request(one: Request) -> None:
        asked.append(one.url)

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def error(thrown: Error) -> None:
        complaints.append(str(thrown))

    def dialog(shown: Dialog) -> None:
        complaints.append(f"dialog: {shown.message}")

    watching: dict[Any, Any] = {"request": request, "console": console, "pageerror": error, "dialog": dialog}
    with tab(chromium, **options) as page:
        for event, watch in watching.items():
            page.on(event, watch)
        yield page
        # What a page has made itself, to save it, is asked of nobody.
        ours = (own, f"blob:{own[: own.index('/', 8)]}", "blob:null")
        assert [url for url in asked if not url.startswith(ours)] == []
        assert complaints == []
        for event, watch in watching.items():
            page.remove_listener(event, watch)


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("GRAPHBUILD_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(150)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def violations(page: Page, **options: Any) -> list[tuple[str, list[str]]]:
    """What axe finds against a page: the rule, and the first elements that break it.

    Asked for nothing else: it would describe each of thousands of elements that are as they should be.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"resultTypes": ["violations"], **options},
    )
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found]


def called(answers: Answers, name: str) -> str:
    (found,) = [e.id for e in answers.index.entities.values() if e.name == name]
    return found
