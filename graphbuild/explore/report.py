"""A report in one file: the page with its data inside. It opens from disk and loads nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from graphbuild.api.lookup import find
from graphbuild.errors import QueryError, cannot_write
from graphbuild.explore import lists
from graphbuild.explore.answers import Answers
from graphbuild.explore.lists import Params
from graphbuild.explore.site import asset, encoded

#: Number of pages in a report of the complete graph besides the summary, and in one of an entity besides its
#: own.
_ENTITIES, _PAIRS, _NEIGHBOURS = 24, 20, "24"
#: Number of relations on the first page of such a report, and the maximum number of days of its changes.
_RELATIONS, _LAST = "20", 365
#: Number of relations and statements on secondary pages, and on the main page.
_BRIEF: Mapping[str, str] = {"ties": "16", "per": "40"}
_WHOLE: Mapping[str, str] = {"ties": "1000", "per": "10000"}
#: Parameters of a URL that set how much a page shows, not its subject.
_HOW_MUCH = ("per", "from", "ties")
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src blob:; base-uri 'none';"
    " form-action 'none'; require-trusted-types-for 'script'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div id="app"><p class="quiet">The report needs JavaScript.</p></div>
<script id="data" type="application/octet-stream">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def write(answers: Answers, file: Path, a: str | None = None, b: str | None = None) -> None:
    """Write a report of the complete graph, of an entity, or of a pair. The same graph gives the same bytes.

    Raises ``QueryError`` for a name that matches no entity or several, ``StoreError`` if the file cannot be
    written.
    """
    page = render_report(answers, a, b)
    try:
        file.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise cannot_write(file, error) from error


def render_report(answers: Answers, a: str | None = None, b: str | None = None) -> str:
    """The report as HTML; see :func:`write`."""
    entities = answers.index.graph.entities
    ids = [find(entities, name).id for name in (a, b) if name is not None]
    return of_page(answers, ["pair", *ids] if len(ids) == 2 else ["entity", *ids] if ids else [])


def of_page(answers: Answers, path: Sequence[str], params: Params | None = None) -> str:
    """A report of a page with the parameters of its URL, and of pages that it links to.

    Raises ``QueryError`` for an unknown page.
    """
    params = {name: value for name, value in (params or {}).items() if name not in _HOW_MUCH}
    found = _pages(answers, path, params)
    graph = answers.summary({})
    days = f", {graph['first']} – {graph['last']}" if graph["first"] else ""
    asked = f"?{urlencode(params)}" if params else ""
    report = {
        "start": f"#/{'/'.join(quote(part, safe='') for part in path)}{asked}",
        "made": f"{graph['name']}: {graph['articles']:,} articles{days}",
        "answers": found,
    }
    return _in_one_file(" – ".join(page_names(answers, path)) or graph["name"], encoded(report))


def page_names(answers: Answers, path: Sequence[str]) -> list[str]:
    """The names of a page's subjects, for a title or a file name."""
    entities, articles = answers.index.entities, answers.index.articles
    return [
        entities[part].name if part in entities else articles[part].title or part
        for part in path[1:]
        if part in entities or part in articles
    ]


def _pages(answers: Answers, path: Sequence[str], params: Params) -> dict[str, Any]:
    """The data that the pages of a report request, by path."""
    match path:
        case []:
            return _of_all(answers, params)
        case ["entity", id_]:
            return _of_an_entity(answers, id_, params)
        case ["pair", a, b]:
            return _of_a_pair(answers, a, b, params)
        case ["article", id_]:
            return {f"article/{id_}": answers.article(id_, params)}
        case ["changes"]:
            return _of_changes(answers, params)
        case ["search"]:
            return {"search": answers.search(params)}
        case ["list", *what]:
            if (found := answers.listed(what, {**params, "per": str(lists.MOST)})) is not None:
                return {"/".join(path): found}
    raise QueryError("there is no such page")


def _of_all(answers: Answers, params: Params) -> dict[str, Any]:
    """The summary, the strongest relations, the entities and pairs that it lists first, and the changes of
    the last year, or of the second half if the graph covers less than two years.
    """
    summary, stances = answers.summary(params), _stances(answers, params)
    doubts = answers.listed(["doubts"], {"per": str(_PAIRS)})
    strongest = answers.listed(["relations"], {**params, "per": _RELATIONS})
    found = {"summary": summary, "list/stances": stances, "list/doubts": doubts, "strongest": strongest}
    known = [e for some in summary["known"].values() for e in some]
    known.sort(key=lambda e: (-e["articles"], e["id"]))
    for e in known[:_ENTITIES]:
        found |= _entity(answers, e["id"], {**params, **_BRIEF})
    for p in stances["items"][:_PAIRS]:
        found[f"pair/{p['a']}/{p['b']}"] = answers.pair(p["a"], p["b"], {**params, **_BRIEF})
    if summary["first"] < summary["last"]:
        last = date.fromisoformat(summary["last"]).toordinal()
        length = (last - date.fromisoformat(summary["first"]).toordinal()) // 2
        since = date.fromordinal(last - max(1, min(length, _LAST))).isoformat()
        found["changes"] = answers.changes({**params, "since": since, "until": summary["last"]})
    return found


def _of_an_entity(answers: Answers, id_: str, params: Params) -> dict[str, Any]:
    """The entity, and its pairs with neighbours."""
    found = _entity(answers, id_, {"show": _NEIGHBOURS, **params, **_WHOLE})
    page, stances = found[f"entity/{id_}"], found[f"list/stances/{id_}"]
    others = [n["id"] for n in page["neighbours"]] + [p["b"] for p in stances["items"]]
    for other in list(dict.fromkeys(others))[: lists.PER]:
        found[f"pair/{id_}/{other}"] = answers.pair(id_, other, {**params, **_BRIEF})
    return found


def _of_a_pair(answers: Answers, a: str, b: str, params: Params) -> dict[str, Any]:
    """The pair with all its statements, and its two entities."""
    return {
        f"pair/{a}/{b}": answers.pair(a, b, {**params, **_WHOLE}),
        **_entity(answers, a, {**params, **_BRIEF}),
        **_entity(answers, b, {**params, **_BRIEF}),
    }


def _of_changes(answers: Answers, params: Params) -> dict[str, Any]:
    """The changes, and the complete history of pairs with a changed stance."""
    found = {"changes": answers.changes({**params, "per": str(lists.MOST)})}
    whenever = {name: value for name, value in params.items() if name not in ("since", "until")}
    for c in found["changes"]["turned"][:_PAIRS]:
        found[f"pair/{c['a']}/{c['b']}"] = answers.pair(c["a"], c["b"], {**whenever, **_BRIEF})
    return found


def _stances(answers: Answers, params: Params, *id_: str) -> dict[str, Any]:
    return answers.listed(["stances", *id_], {**params, "per": _NEIGHBOURS}) or {}


def _entity(answers: Answers, id_: str, params: Params) -> dict[str, Any]:
    """The data that the page of an entity requests."""
    return {
        f"entity/{id_}": answers.entity(id_, params),
        f"list/stances/{id_}": _stances(answers, params, id_),
    }


def _in_one_file(title: str, data: bytes) -> str:
    script, style = asset("app.js").decode(), asset("app.css").decode()
    if "</script" in script.lower() or "<!--" in script or "</style" in style.lower():
        raise AssertionError("the built page contains a closing script or style tag; change the build")
    return _PAGE.format(
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        title=html.escape(f"{title} – graphbuild"),
        style=style,
        script=script,
        data=base64.b64encode(gzip.compress(data, 9, mtime=0)).decode(),
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
