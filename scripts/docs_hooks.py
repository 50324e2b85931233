"""Hooks of MkDocs: pages made from the program, pages of files outside ``docs/``, links between them.

The reference of commands, relations and queries is generated from the code and the tables at each build.
Links in Markdown lead to files, as a reader of the repository follows them; a link that leaves ``docs/``
becomes one to the page made from that file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from graphbuild import queries
from graphbuild.cli.app import app
from graphbuild.tables import relations

ROOT = Path(__file__).parent.parent
#: Files outside ``docs/`` that are pages of the site.
OUTSIDE = {
    "development/changelog.md": "CHANGELOG.md",
    "development/contributing.md": "CONTRIBUTING.md",
    "development/sample-corpus.md": "data/README.md",
    "development/training.md": "training/README.md",
    "explanation/security.md": "SECURITY.md",
}
#: Pages that are made of files or folders outside ``docs/``, to which the repository's documents link.
MADE = {"reference/relations.md": "graphbuild/resources/relations.tsv", "reference/queries.md": "cypher"}
_LINK = re.compile(r"(?<=\]\()([^)#\s]+)(?=[)#])")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are no files of ``docs/``."""
    made = {"reference/commands.md": commands, "reference/relations.md": relation_types}
    pages = {uri: make() for uri, make in (made | {"reference/queries.md": library}).items()}
    pages |= {uri: (ROOT / file).read_text(encoding="utf-8") for uri, file in OUTSIDE.items()}
    for uri, text in pages.items():
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Point links between the repository's files to the pages that the site has of them."""
    uri = page.file.src_uri
    here = posixpath.dirname(OUTSIDE.get(uri, f"docs/{uri}"))
    pages = {file: uri for uri, file in (OUTSIDE | MADE).items()}

    def moved(link: re.Match[str]) -> str:
        if "://" in link[1]:
            return link[1]
        file = posixpath.normpath(posixpath.join(here, link[1]))
        target = pages.get(file, file.removeprefix("docs/"))
        return posixpath.relpath(target, posixpath.dirname(uri))

    return _LINK.sub(moved, markdown)


def commands() -> str:
    """Every command with its arguments and options, as ``--help`` describes them."""
    group: Any = typer.main.get_command(app)  # a group of the Click that Typer brings along
    context = group.context_class(group, info_name="graphbuild")
    parts = [
        "# Commands and options\n\n"
        "Generated from the program: what `graphbuild COMMAND --help` prints. [Command line](cli.md) "
        "explains the commands.\n"
    ]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        parts.append(_command(command.context_class(command, info_name=name, parent=context), command))
    return "\n".join(parts)


def _command(context: Any, command: Any) -> str:
    text, _, example = (command.help or "").partition("\b")
    usage = command.get_usage(context).removeprefix("Usage: ")
    lines = [f"## {context.info_name}\n", f"```\n{' '.join(usage.split())}\n```\n", " ".join(text.split())]
    rows = [_row(*found) for p in command.params if (found := p.get_help_record(context))]
    if rows:
        lines += ["", "| argument or option | meaning |", "|---|---|", *rows]
    if example:
        body = example.partition("\n")[2]
        lines += ["", "```", *(line.strip() for line in body.splitlines()[1:] if line.strip()), "```"]
    return "\n".join(lines) + "\n"


def _row(names: str, meaning: str) -> str:
    return f"| `{_cell(names)}` | {_cell(meaning).replace('<', '&lt;')} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def relation_types() -> str:
    """The taxonomy as tables, a family each."""
    lines = [
        "# Relations",
        "",
        "Generated from `graphbuild/resources/relations.tsv`. Each is a type of relationship in the graph. "
        "*PLOVER* is the root of the event ontology that it corresponds to, *score* how cooperative (+10) or "
        "hostile (−10) it is. The source acts, the target is acted upon; a symmetric relation has no "
        "direction.",
    ]
    for family in ("cooperation", "conflict", "standing"):
        lines += [
            "",
            f"## {family.capitalize()}",
            "",
            "| relation | means | from | to | PLOVER | score |",
            "|---|---|---|---|---|--:|",
        ]
        for kind in relations().values():
            if kind.family == family:
                name = f"`{kind.name}`" + (" (symmetric)" if kind.symmetric else "")
                ends = (", ".join(kind.source), ", ".join(kind.target))
                root, score = kind.plover or "", f"{kind.score:+g}" if kind.score else "0"
                lines.append(f"| {name} | {kind.meaning} | {ends[0]} | {ends[1]} | {root} | {score} |")
    return "\n".join(lines) + "\n"


def library() -> str:
    """The query library: each query with its parameters, an example with its answer, and its Cypher."""
    return "\n".join(_library())


def _library() -> Iterator[str]:
    yield (
        "# Query library\n\nGenerated from the files in `cypher/`. Run one with `graphbuild query NAME "
        "--param KEY=VALUE`; `graphbuild queries NAME` prints the same as here. The answers are those of the "
        "small example graph in `tests/example`.\n"
    )
    yield "| query | question |\n|---|---|"
    for query in queries.load().values():
        yield f"| [`{query.name}`](#{query.name}) | {query.question} |"
    yield ""
    for query in queries.load().values():
        yield f"## {query.name}\n\n{query.question}\n"
        if query.parameters:
            yield "| parameter | meaning | default |\n|---|---|---|"
            for p in query.parameters:
                default = "required" if p.required else f"`{p.default}`" if p.default != "" else "any"
                yield f"| `{p.name}` | {_cell(p.meaning)} | {default} |"
            yield ""
        values = "".join(f" --param {_shell(f'{key}={value}')}" for key, value in query.example.values)
        answer = "\n".join(query.example.answer)
        yield f"```\n$ graphbuild query {query.name}{values}\n{answer}\n```\n"
        yield f"```cypher\n{query.text.strip()}\n```\n"


def _shell(word: str) -> str:
    return f'"{word}"' if " " in word else word
