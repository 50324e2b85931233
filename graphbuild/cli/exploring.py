"""Commands for interactive and printed views of a graph: explore, report."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.cli import options, output
from graphbuild.cli.targets import ANOTHER_OUT
from graphbuild.errors import InputError
from graphbuild.targets import check_graph, is_special_file

#: Seconds before a message explains a delay.
_PATIENCE = 2.0
#: Suffixes allowed for a report.
_PAGES = (".html", ".htm")

Port = Annotated[
    int,
    typer.Option("--port", min=0, max=65535, metavar="N", help="Port.", show_default="a free one"),
]


def explore(
    graph: options.Graph = options.DEFAULT_GRAPH,
    port: Port = 0,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address of this machine to serve at.")
    ] = "127.0.0.1",
    allow_others: Annotated[
        bool,
        typer.Option("--allow-others", help="Allow a --host at which other machines can reach the page."),
    ] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in the browser.")] = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Do not allow decisions in the page.")
    ] = False,
) -> None:
    """Explore a graph in the browser.

    Search, entities, pairs with their stance over time, articles with their extractions marked. Merge
    candidates, wrong statements and articles can be decided there, too, unless --read-only is set. Served on
    this machine only, behind a token in the address, until Ctrl-C.

    \b
    Example:
      graphbuild explore --graph mygraph
    """
    import graphbuild
    from graphbuild.explore.answers import Answers
    from graphbuild.explore.server import Server, is_loopback

    if not is_loopback(host) and not allow_others:
        raise typer.BadParameter(
            f"{host} is not for this machine alone: who learns the address could read the whole graph "
            "and its articles, and it travels unencrypted. Add --allow-others if that is meant",
            param_hint="--host",
        )
    with graphbuild.open(graph) as opened:
        answers = Answers(opened, Path(graph).name or graph)
        once = "bringing the graph up to date before it is shown, once"
        doing = once if Path(graph).is_dir() else "reading the graph before it is shown"
        with _message_if_slow(f"{doing}; a large one takes minutes"):
            answers.prepare()
        with Server(answers, host=host, port=port, read_only=read_only) as server:
            try:
                print(server.address, flush=True)
                output.say("the page is served until Ctrl-C")
                answers.read()
                with _opened(server.address, wanted=not no_open):
                    server.wait()
            except KeyboardInterrupt:
                output.say("ended")


def report(
    a: Annotated[
        str | None,
        typer.Argument(
            metavar="[A]", help="Name, alias, country code or id of an entity.", show_default=False
        ),
    ] = None,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="A second one.", show_default=False)] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Write to this file.")] = Path(
        "report.html"
    ),
    graph: options.Graph = options.DEFAULT_GRAPH,
) -> None:
    """Write a report of the graph into one HTML file.

    About the complete graph, an entity, or a pair with all its sentences. The file is self-contained and can
    be opened from disk.

    \b
    Example:
      graphbuild report Egypt Israel -o egypt-israel.html
    """
    import graphbuild
    from graphbuild.explore import report as reports
    from graphbuild.explore.answers import Answers

    check_graph(out, graph, ANOTHER_OUT)
    if out.suffix.lower() not in _PAGES and not is_special_file(out):
        raise InputError(
            f"{out}: a report is HTML; give a name that ends with {' or '.join(_PAGES)}",
            wrong=("out",),
            named=False,
        )
    with graphbuild.open(graph) as opened:
        reports.write(Answers(opened, Path(graph).name or graph), out, a, b)
    output.say(f"wrote {out} ({out.stat().st_size / 1000:,.0f} kB)")


@contextmanager
def _message_if_slow(message: str) -> Iterator[None]:
    """Print a message if the ``with`` block takes long."""
    timer = threading.Timer(_PATIENCE, output.say, (message,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _opened(address: str, *, wanted: bool) -> Iterator[None]:
    """Open the page in the browser, for the duration of a ``with`` block.

    Other users of the machine can read a browser's command line. So the browser gets a private file that
    redirects to the address, and not the address, which contains the token.
    """
    if not wanted:
        yield
        return
    import tempfile
    import webbrowser
    from html import escape

    with tempfile.TemporaryDirectory(prefix="graphbuild-") as folder:  # readable by its owner only
        way = Path(folder) / "explore.html"
        way.write_text(
            '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
            f'<meta http-equiv="refresh" content="0; url={escape(address)}"><title>graphbuild</title>'
            f'<a href="{escape(address)}">To the page</a>\n',
            encoding="utf-8",
        )
        if not webbrowser.open(way.as_uri()):
            output.say("no browser was found; open the address above in one")
        yield
