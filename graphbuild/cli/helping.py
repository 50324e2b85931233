"""The command that explains a word: a command, relation, modality, stance, query, rule, or the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphbuild.cli import completing, output, settings
from graphbuild.errors import QueryError, suggested

if TYPE_CHECKING:
    from graphbuild.extract.inventory import Rule

MODALITIES = {
    "asserted": "said to be, or have been, so: only this makes a relation of the graph",
    "denied": "said not to be so; a relation counts it as negated",
    "possible": "said to be possible: may, could, wants to, allegedly, is accused of",
    "future": "said to be still to come: will, plans to, threatens to, is to",
    "hypothetical": "said under a condition: if, would, unless",
    "demanded": "asked for, urged or ordered: must, calls on somebody to",
    "former": "of a post or seat: said to be over",
}
#: Other words that answers print.
TERMS = {
    "negated": "of a statement: it says that this is not so; of a relation: how many sentences say so",
    "modality": "how a statement is put: asserted, possible, future, hypothetical or demanded",
    "statement": "what one sentence says that one does to another, with the words that say it",
    "trigger": "the words of a sentence that say what is done",
    "attribution": "who says so in the article, where the article does not itself",
    "reports": "independent articles that say so: of copies of one text only the earliest counts",
    "publishers": "those who published the reports, each counted once",
    "confidence": "from 0 to 1: how sure the rule is, by how often it was right on annotated articles",
    "score": "from -10 (conflict) to +10 (cooperation): PLOVER's score of a relation",
    "inferred": "worked out from all that is reported of two, and said by none: their stance",
    "belief": "from 0 to 1: how sure it is that what is reported of two is so, by rules, publishers, denials",
    "since": "of a stance: the day, month or year of the report from which on it is as it is",
    "level": "actor: each by itself; state: persons in office and bodies count for their state",
    "turning point": "a day from which on two treat each other otherwise than before",
}
_FAMILIES = {
    "cooperation": "relations with a score above 0: words and deeds for another",
    "conflict": "relations with a score below 0: words and deeds against another",
    "standing": "relations with score 0: posts, seats and homes, and requests",
}


def help_(
    ctx: typer.Context,
    word: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...",
            help="A command, relation, modality, stance, query, rule, settings, formats or functions.",
            show_default="the commands",
            autocompletion=completing.word,
        ),
    ] = None,
) -> None:
    """Explain a command, a relation or another term.

    Commands, types and families of relations (ATTACKS, conflict, "material conflict"), PLOVER roots,
    modalities (hypothetical), stances (hostile), words of answers (belief), named queries, rules
    (verb:attack). "settings" lists all that a file graphbuild.toml and the environment can set, "formats"
    what build reads, "functions" what a query may call.

    \b
    Examples:
      graphbuild help explain
      graphbuild help ATTACKS
    """
    parent: Any = ctx.parent
    said = " ".join(word or ())
    if not said:
        print(parent.get_help())
        return
    if said == "settings":
        _settings(parent)
        return
    if said in LISTS:
        output.show(*LISTS[said]())
        return
    command = parent.command.get_command(parent, said)
    if command is not None:
        print(command.get_help(command.make_context(said, [], parent=parent, resilient_parsing=True)))
        return
    lines = explained(said)
    if not lines:
        known = [*parent.command.list_commands(parent), *completing.words()]
        raise QueryError(
            f"there is no command, relation or other word {said!r}{suggested(said, known)}: `graphbuild help`"
            " lists the commands, `graphbuild relations --all` the relations",
            wrong=("WORD",),
            named=False,
        )
    output.show(*lines)


def explained(word: str) -> list[str]:
    """What a word means, line by line; nothing where it means nothing."""
    ways: tuple[Callable[[str], list[str]], ...] = (_relation, _group, _said, _stance, _query, _rule)
    return [line for way in ways for line in way(word)]


def _relation(word: str) -> list[str]:
    from graphbuild.tables import relations
    from graphbuild.tables.taxonomy import QUADS

    kind = _named(relations(), word)
    if kind is None:
        return []
    arrow = "with each other" if kind.symmetric else "to"
    told = [kind.family, f"score {kind.score:+g}" if kind.score else "", QUADS.get(kind.quad or 0, "")]
    told += [f"PLOVER {kind.plover}" if kind.plover else ""]
    return [
        f"{kind.name}: {kind.meaning}",
        f"  {' or '.join(kind.source)} {arrow} {' or '.join(kind.target)}",
        f"  {' · '.join(part for part in told if part)}",
        f"  graphbuild relations {kind.name} lists them, graphbuild rules --relation {kind.name} how they are"
        " read",
    ]


def _group(word: str) -> list[str]:
    from graphbuild.tables import relation_groups, relations

    members = _named(relation_groups(), word)
    if members is None or _named(relations(), word) is not None:
        return []
    name = next(n for n in relation_groups() if n.casefold() == word.casefold())
    meaning = _FAMILIES.get(name, "a class of PLOVER, the taxonomy of political events")
    width = max(map(len, members))
    return [
        f"{name}: {meaning}",
        *(f"  {r.name:<{width}}  {r.meaning}" for r in relations().values() if r.name in members),
    ]


def _said(word: str) -> list[str]:
    meaning = _named({**TERMS, **MODALITIES}, word)
    return [f"{word.lower()}: {meaning}"] if meaning else []


def _stance(word: str) -> list[str]:
    from graphbuild.stance import labels

    found = dict.fromkeys(label.meaning for label in labels() if label.name == word.lower())
    return [f"{word.lower()} (a stance): {meaning}" for meaning in found]


def _query(word: str) -> list[str]:
    from graphbuild import queries

    query = _named(queries.load(), word)
    return (
        [f"{query.name} (a query): {query.question}", f"  graphbuild queries {query.name}"] if query else []
    )


def _rule(word: str) -> list[str]:
    if ":" not in word and "/" not in word:
        return []
    from graphbuild.extract import inventory

    rules = inventory.rules()
    found = [rules[key] for key in inventory.rules_named(word)]
    return [
        line
        for rule in found
        for line in (
            f"{rule.id} (a rule): {_of_rule(rule)}",
            *([f"  for example: {rule.example}"] if rule.example else []),
            *([f"  notation: {rule.description}"] if rule.description and not _is_plain(rule) else []),
        )
    ]


def _of_rule(rule: Rule) -> str:
    """What a rule does, in a line: what it states, and by which word."""
    from graphbuild.extract import inventory
    from graphbuild.tables import relations

    if rule.relation == inventory.ANY:
        return "finds who holds a post, and of which body or state"
    told = f"states {rule.relation} ({relations()[rule.relation].meaning})"
    family, _, word = rule.id.partition(":")
    if _is_plain(rule):
        return f"{told}: {rule.description}"
    return f"{told} by the {family} “{word.replace('_', ' ')}”" if word else told


def _is_plain(rule: Rule) -> bool:
    """Whether what the inventory says of a rule is English: of those that stand in no table."""
    from graphbuild.extract import inventory

    return inventory.family(rule.id) in ("encoder", "/")


def _named(known: Mapping[str, Any], word: str) -> Any:
    """What is called so, in any letter case."""
    return next((value for name, value in known.items() if name.casefold() == word.casefold()), None)


def _formats() -> list[str]:
    from graphbuild.read.sniff import formats

    return [
        f"formats that are read: {formats()}",
        "  text, HTML, RSS and Atom, JSON, JSON Lines, CSV, Parquet, WARC, and archives of these, recognised"
        " by content; folders with all that is in them",
        "  columns and keys that are called otherwise than text, title, date, source, url are named with"
        " --map FIELD=COLUMN",
    ]


def _functions() -> list[str]:
    from graphbuild.stores import permitted

    return [
        "functions that a query may call, in any letter case:",
        f"  {', '.join(sorted(permitted.FUNCTIONS))}",
        "procedures:",
        f"  {', '.join(sorted(permitted.PROCEDURES))}",
    ]


#: Words that stand for a list.
LISTS: Mapping[str, Callable[[], list[str]]] = {"formats": _formats, "functions": _functions}


def _settings(parent: Any) -> None:
    from graphbuild.cli.rows import Format, write_rows

    commands = {
        name: parent.command.get_command(parent, name) for name in parent.command.list_commands(parent)
    }
    write_rows(("setting", "variable", "what it is"), [*settings.table(commands)], Format.table)
    user, here = settings.files()
    output.say(
        f"a file sets them for all commands, or for one below its name in brackets, as [query]; in the"
        f" environment GRAPHBUILD_QUERY_FORMAT is format of query alone. Files: {user}, then ./{here}"
    )
