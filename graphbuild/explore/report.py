"""A report in one file: the page with its data inside. It opens from disk and loads nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from graphbuild.api.lookup import find
from graphbuild.errors import StoreError
from graphbuild.explore.answers import Answers
from graphbuild.explore.site import asset, encoded

#: Pages that a report of the whole graph has beside the summary, and of an entity beside its own.
_ENTITIES, _PAIRS, _NEIGHBOURS = 24, 20, 24
#: Relations of an entity and statements of a pair in a report of more than these.
_BRIEF: Mapping[str, str] = {"ties": "40", "per": "40"}
_WHOLE: Mapping[str, str] = {"per": "2000"}
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none';"
    " require-trusted-types-for 'script'"
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
    """Write a report of the whole graph, of an entity, or of a pair. The same graph gives the same bytes.

    Raises ``QueryError`` for a name that means no entity or several, ``StoreError`` where the file cannot
    be written.
    """
    page = made(answers, a, b)
    try:
        file.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise StoreError(
            f"{file}: cannot be written ({error.strerror}); give another place with --out"
        ) from error


def made(answers: Answers, a: str | None = None, b: str | None = None) -> str:
    """The report as HTML; see :func:`write`."""
    entities = answers.index.graph.entities
    ids = [find(entities, name).id for name in (a, b) if name is not None]
    names = [answers.index.entities[id_].name for id_ in ids]
    if len(ids) == 2:
        found = _of_a_pair(answers, ids[0], ids[1])
    elif ids:
        found = _of_an_entity(answers, ids[0])
    else:
        found = _of_all(answers)
    start = "#/" + "/".join(["pair", *ids] if len(ids) == 2 else ["entity", *ids] if ids else [])
    graph = answers.summary({})
    days = f", {graph['first']} – {graph['last']}" if graph["first"] else ""
    report = {
        "start": start,
        "made": f"{graph['name']}: {graph['articles']:,} articles{days}",
        "answers": found,
    }
    return _in_one_file(" – ".join(names) or graph["name"], encoded(report))


def _of_all(answers: Answers) -> dict[str, Any]:
    """The summary, the entities and pairs that it names first, and what changed in the last quarter."""
    summary = answers.summary({})
    stances = answers.stances()
    found = {"summary": summary, "stances": stances}
    known = [e for some in summary["known"].values() for e in some]
    known.sort(key=lambda e: (-e["articles"], e["id"]))
    for e in known[:_ENTITIES]:
        found |= _entity(answers, e["id"], _BRIEF)
    for p in stances["stances"][:_PAIRS]:
        found[f"pair/{p['a']}/{p['b']}"] = answers.pair(p["a"], p["b"], _BRIEF)
    if summary["first"] < summary["last"]:
        last = date.fromisoformat(summary["last"]).toordinal()
        length = (last - date.fromisoformat(summary["first"]).toordinal()) // 4
        since = date.fromordinal(last - max(1, length)).isoformat()
        found["changes"] = answers.changes({"since": since, "until": summary["last"]})
    return found


def _of_an_entity(answers: Answers, id_: str) -> dict[str, Any]:
    """The entity, and each pair that it makes with a neighbour."""
    found = _entity(answers, id_, {"show": str(_NEIGHBOURS)})
    page, stances = found[f"entity/{id_}"], found[f"stances/{id_}"]
    others = [n["id"] for n in page["neighbours"]] + [p["b"] for p in stances["stances"]]
    for other in dict.fromkeys(others):
        found[f"pair/{id_}/{other}"] = answers.pair(id_, other, _BRIEF)
    return found


def _of_a_pair(answers: Answers, a: str, b: str) -> dict[str, Any]:
    """The pair with all its statements, and the two by themselves."""
    return {
        f"pair/{a}/{b}": answers.pair(a, b, _WHOLE),
        **_entity(answers, a, _BRIEF),
        **_entity(answers, b, _BRIEF),
    }


def _entity(answers: Answers, id_: str, params: Mapping[str, str]) -> dict[str, Any]:
    """What the page of an entity asks for."""
    return {f"entity/{id_}": answers.entity(id_, params), f"stances/{id_}": answers.stances(id_)}


def _in_one_file(title: str, data: bytes) -> str:
    script, style = asset("app.js").decode(), asset("app.css").decode()
    if "</script" in script.lower() or "<!--" in script or "</style" in style.lower():
        raise AssertionError("the built page ends its own element; build it otherwise")
    return _PAGE.format(
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        title=html.escape(f"{title} – graphbuild"),
        style=style,
        script=script,
        data=base64.b64encode(gzip.compress(data, 9, mtime=0)).decode(),
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
