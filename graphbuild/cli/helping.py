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
    "asserted": "reported as fact, present or past: only this creates a relation of the graph",
    "denied": "reported as not the case; a relation counts it as negated",
    "possible": "reported as possible: may, could, wants to, allegedly, is accused of",
    "future": "reported as future: will, plans to, threatens to, is to",
    "hypothetical": "said under a condition: if, would, unless",
    "demanded": "demanded, urged or ordered: must, calls on someone to",
    "former": "of a post or seat: reported as ended, or a term of a head of state or government that ended",
}
#: Other words used in output.
TERMS = {
    "negated": "of a statement: it denies the relation; of a relation: the number of sentences that deny it",
    "modality": "factuality of a statement: asserted, possible, future, hypothetical or demanded",
    "entity": "a person, country or organisation that articles name, with all its names and mentions",
    "mention": "words of an article that refer to an entity: a name, a noun or a pronoun",
    "relation": "a typed edge between two entities, with the statements that assert it",
    "statement": "a relation between two entities in one sentence, with its trigger",
    "trigger": "the words of a sentence that express the relation",
    "attribution": "the person or organisation that the article quotes for a statement",
    "said by": "who the article quotes for a statement: its attribution",
    "acts through": "of an entity: who acts or speaks for it in the sentence, as police or a spokesman",
    "reports": "independent articles that assert a relation: of near-duplicates only the earliest counts",
    "publishers": "publishers of the reports, each counted once",
    "confidence": "from 0 to 1: precision of the rule on annotated articles",
    "score": "from -10 (conflict) to +10 (cooperation): PLOVER's score of a relation",
    "inferred": "derived from all reports about a pair, not stated by a sentence: the stance",
    "belief": "from 0 to 1: probability that reports about a pair are true, by rules, publishers, denials",
    "since": "of a stance: the day, month or year of the report since which it holds",
    "level": "actor: each by itself; state: office holders and organisations count for their state",
    "level actor": "of a stance: only what an entity says and does itself",
    "level state": "of a stance: office holders and organisations count for their state",
    "turning point": "a day on which the stance of a pair changes for some time",
}
_FAMILIES = {
    "cooperation": "relations with a score above 0: statements and actions for another",
    "conflict": "relations with a score below 0: statements and actions against another",
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
    term = " ".join(word or ())
    if not term:
        print(parent.get_help())
        return
    if term == "settings":
        _settings(parent)
        return
    if term in LISTS:
        output.show(*LISTS[term]())
        return
    command = parent.command.get_command(parent, term)
    if command is not None:
        print(command.get_help(command.make_context(term, [], parent=parent, resilient_parsing=True)))
        return
    lines = explained(term)
    if not lines:
        known = [*parent.command.list_commands(parent), *completing.words()]
        raise QueryError(
            f"there is no command, relation or other word {term!r}{suggested(term, known)}: `graphbuild help`"
            " lists the commands, `graphbuild relations --all` the relations",
            wrong=("WORD",),
            named=False,
        )
    output.show(*lines)


def explained(word: str) -> list[str]:
    """The explanation of a word, line by line; empty for an unknown word."""
    ways: tuple[Callable[[str], list[str]], ...] = (_relation, _group, _said, _stance, _query, _rule)
    return [line for way in ways for line in way(word)]


def _relation(word: str) -> list[str]:
    from graphbuild.tables import relations
    from graphbuild.tables.taxonomy import QUADS

    kind = _named(relations(), word)
    if kind is None:
        return []
    arrow = "with each other" if kind.symmetric else "to"
    details = [kind.family, f"score {kind.score:+g}" if kind.score else "", QUADS.get(kind.quad or 0, "")]
    details += [f"PLOVER {kind.plover}" if kind.plover else ""]
    return [
        f"{kind.name}: {kind.meaning}",
        f"  {' or '.join(kind.source)} {arrow} {' or '.join(kind.target)}",
        f"  {' · '.join(part for part in details if part)}",
        f"  graphbuild relations {kind.name} lists them, graphbuild rules --relation {kind.name} their rules",
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
    """A rule in one line: the relation it states, and by which word."""
    from graphbuild.extract import inventory
    from graphbuild.tables import relations

    if rule.relation == inventory.ANY:
        return "finds who holds a post, and of which organisation or state"
    text = f"states {rule.relation} ({relations()[rule.relation].meaning})"
    family, _, word = rule.id.partition(":")
    if _is_plain(rule):
        return f"{text}: {rule.description}"
    return f"{text} by the {family} “{word.replace('_', ' ')}”" if word else text


def _is_plain(rule: Rule) -> bool:
    """Whether the inventory describes a rule in English: true for rules that are not table rows."""
    from graphbuild.extract import inventory

    return inventory.family(rule.id) in ("encoder", "/")


def _named(known: Mapping[str, Any], word: str) -> Any:
    """The item with this name, in any letter case."""
    return next((value for name, value in known.items() if name.casefold() == word.casefold()), None)


def _formats() -> list[str]:
    from graphbuild.read.sniff import formats

    return [
        f"formats that are read: {formats()}",
        "  text, HTML, RSS and Atom, JSON, JSON Lines, CSV, Parquet, WARC, and archives of these, recognised"
        " by content; folders with all that is in them",
        "  columns and keys with names other than text, title, date, source, url are given with"
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


#: Words that print a list.
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
