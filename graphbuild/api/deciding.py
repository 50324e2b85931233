"""The decisions of a graph folder: listing, excluding articles, undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graphbuild import decisions
from graphbuild.api.selection import each
from graphbuild.decisions import ArticleDecision, Decision, NameDecision, RelationDecision, Side
from graphbuild.errors import InputError, LedgerError, QueryError
from graphbuild.ledger import Ledger, deciding, write_lock
from graphbuild.model import Kind, entity_id
from graphbuild.read import Failure, read
from graphbuild.tables import relations
from graphbuild.wording import few

#: Minimum number of leading digits by which an id can be given, if they are unique.
SHORTEST = 4
#: Age from which the last decision may not be the one that ``undo`` is meant for.
_RECENT = timedelta(days=1)
_MOST_LISTED = 5

Ask = Callable[[tuple[Decision, ...], str], bool]
"""Called before decisions are revoked, with the reason for doubt; returns whether to go on."""

About = Callable[[Sequence[Decision], str], Sequence[Decision]]
"""Those of the decisions that concern the statement with this id."""


def now() -> str:
    """The current time, in the format of decisions."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def add(folder: Path, new: Iterable[Decision]) -> None:
    """Append decisions to the folder's file."""
    with deciding(folder):
        decisions.save(folder, (*decisions.load(folder), *new))


def article_ids(folder: Path, articles: str | Iterable[str]) -> list[str]:
    """Ids of articles, one or several, given by id or by the path of their source file.

    Raises ``InputError`` for a file that cannot be read, ``LedgerError`` for one without articles in the
    folder, ``QueryError`` for a value that is not text.
    """
    articles = each("articles", articles)
    with Ledger.open(folder) as ledger:
        return list(dict.fromkeys(id_ for article in articles for id_ in _ids(folder, ledger, article)))


def _ids(folder: Path, ledger: Ledger, article: str) -> Iterator[str]:
    if ledger.stamp_of(article) is not None:
        yield article
    elif read_of := ledger.read_of(article):
        yield from read_of
    elif Path(article).exists():
        yield from _ids_in(folder, ledger, article)
    else:
        yield article


def _ids_in(folder: Path, ledger: Ledger, file: str) -> Iterator[str]:
    """Ids of the articles in a file whose path the ledger does not have, as after a move."""
    found = 0
    for item in read([file]):
        if isinstance(item, Failure):
            raise InputError(f"{item}; give the ids of its articles instead")
        if ledger.stamp_of(item.id) is not None:
            found += 1
            yield item.id
    if not found:
        raise LedgerError(f"{folder}: holds no article of {file}; `graphbuild articles` lists their ids")


def exclude(folder: Path, articles: Sequence[str]) -> list[str]:
    """Exclude articles by id; returns the ids of those not excluded before.

    Raises ``LedgerError`` if the ledger lacks one of them; then nothing is excluded.
    """
    with Ledger.open(folder) as ledger:
        ledger.require(articles, "nothing was excluded")
        out = decisions.excluded(decisions.load(folder))
        _exclude(folder, ledger, new := sorted({*articles} - out))
    return new


def remove(folder: Path, articles: Sequence[str]) -> list[str]:
    """Exclude articles by id and delete them from the ledger; returns the ids in order.

    Raises ``LedgerError`` if the ledger lacks one of them; then nothing is removed.
    """
    with Ledger.open(folder) as ledger, write_lock(folder):
        ledger.require(articles, "nothing was removed")
        _exclude(folder, ledger, sorted({*articles}), removed=True)
        return ledger.remove(articles)


def _exclude(folder: Path, ledger: Ledger, articles: Collection[str], *, removed: bool = False) -> None:
    """Record that articles are excluded, beside earlier decisions about them, which undoing this restores."""
    when, files = now(), ledger.files()

    def called(id_: str) -> str:
        article = ledger.article(id_)
        return article.title or article.web_address or "/".join(Path(files.get(id_, "")).parts[-2:])

    new = [ArticleDecision(id_, called(id_), when, removed) for id_ in articles]
    add(folder, new)


def undo(
    folder: Path, what: Sequence[str] = (), ask: Ask | None = None, about: About = lambda _made, _id: ()
) -> tuple[Decision, ...]:
    """Revoke decisions: see ``OpenGraph.undo``."""
    recorded = decisions.load(folder)
    chosen = _named(recorded, what, folder, about) if what else decisions.latest(recorded)
    if not chosen:
        raise QueryError(f"{folder}: nothing has been decided; there is nothing to undo")
    doubt = "" if what else _reason_to_confirm(folder, chosen[0].decided)
    if doubt and ask is not None and not ask(chosen, doubt):
        return ()
    with deciding(folder):
        gone = {d.id for d in chosen}
        decisions.save(folder, (d for d in decisions.load(folder) if d.id not in gone))
    return chosen


def _reason_to_confirm(folder: Path, decided: str) -> str:
    """Why the last decision may not be the last action in the folder; empty if it clearly is."""
    try:
        when = datetime.fromisoformat(decided)
    except ValueError:
        return "its time was not recorded"
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    with Ledger.open(folder) as ledger:
        ended = ledger.ended()
    if ended and when.timestamp() <= ended:
        return "it was decided before the last build or merge; it will be undone, and what was built stays"
    if datetime.now(UTC) - when > _RECENT:
        return f"it was decided on {when.date().isoformat()}"
    return ""


def _named(
    recorded: Sequence[Decision], what: Sequence[str], folder: Path, about: About
) -> tuple[Decision, ...]:
    """The decisions given by their id, the id of an article or statement, two names, or two names and a
    relation.
    """
    found: Sequence[Decision]
    match what:
        case [one]:
            found = [d for d in recorded if isinstance(d, ArticleDecision) and d.article == one]
            found = found or [d for d in recorded if len(one) >= SHORTEST and d.id.startswith(one.lower())]
            found = found or about(recorded, one)
        case [a, b]:
            names = [d for d in recorded if isinstance(d, NameDecision)]
            found = [d for d in names if _is(d, a, b)] or [d for d in names if _is(d, b, a)]
        case [a, relation, b]:
            word = relation_name(relation)
            of_two = [d for d in recorded if isinstance(d, RelationDecision) and d.relation == word]
            known = relations().get(word)
            if known and known.symmetric:
                of_two = [d for d in of_two if _are(d, a, b) or _are(d, b, a)]
            else:
                of_two = [d for d in of_two if _are(d, a, b)]
            found = [d for d in of_two if not d.status] or of_two
        case _:
            message = "give the id of a decision, an article or a statement, two names, or A RELATION B"
            raise QueryError(message, wrong=("WHAT",), named=False)
    shown = " ".join(map(repr, what))
    if not found:
        raise QueryError(f"nothing has been decided about {shown}; {_listed(recorded, folder)}")
    if (number := len({d.about for d in found})) > 1:
        ids = ", ".join(d.id[:8] for d in found[:_MOST_LISTED])
        raise QueryError(f"{shown} may be {number} decisions; give the id of one: {ids}")
    return decisions.latest(found)


def relation_name(words: str) -> str:
    """The name of a relation in the taxonomy: "met with" is MET_WITH."""
    return "_".join(words.replace("-", " ").replace("_", " ").upper().split())


def _is(d: NameDecision, a: str, b: str) -> bool:
    return _names(d.kind, d.a, a) and _names(d.kind, d.b, b)


def _are(d: RelationDecision, a: str, b: str) -> bool:
    return _names(d.kind_a, d.a, a) and _names(d.kind_b, d.b, b)


def _names(kind: Kind, side: Side, name: str) -> bool:
    """Whether a user's word matches a side of a decision: by name, name and article, key or id."""
    wanted = "@".join(part.strip() for part in " ".join(name.casefold().split()).split("@"))
    ways = (side.name, f"{side.name}@{side.article}", side.unit, entity_id(kind, side.unit))
    return wanted in {way.casefold() for way in ways}


def _listed(recorded: Sequence[Decision], folder: Path) -> str:
    shown = few([str(d) for d in recorded], _MOST_LISTED, "; ")
    return f"decided is: {shown}" if shown else f"{folder} has no decisions"
