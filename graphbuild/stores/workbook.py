"""An Excel workbook of the graph: a linked sheet each for entities, relations, statements and stances."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from graphbuild.collate import earliest
from graphbuild.model import Article, Graph, Statement, relation_id
from graphbuild.stores import layout, looks, xml_files

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Limits of a sheet and a cell: rows including the header, characters, links.
ROWS, LETTERS, LINKS = 1_048_576, 32_767, 65_530
#: The longest URL that Excel opens.
_ADDRESS = 2_079
#: The earliest date in Excel.
_FIRST = date(1900, 3, 1)
_CREATED = datetime(2000, 1, 1)
_LOG = logging.getLogger(__name__)


class Link(NamedTuple):
    """A text with a link to a URL, or to the row of a sheet."""

    text: str
    to: str


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    width: int
    linked: int = 0
    """Priority of a column when a sheet exceeds the number of links: 1 before 2; 0 for no links."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    columns: tuple[_Column, ...]
    rows: Sequence[tuple[Any, ...]]


def write(graph: Graph, stream: BinaryIO) -> None:
    """Write the workbook to a file, without formulas; equal graphs give equal bytes.

    Texts and links that exceed the limits of Excel are cut or omitted, and a message is logged. Rows beyond
    those of a sheet go into a second one (``Statements 2``).

    Raises:
        OSError: the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_properties({"created": _CREATED, "comments": "Written by graphbuild"})
    formats = {"head": book.add_format({"bold": True, "bottom": 1, "valign": "top"})}
    formats["day"] = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    formats["link"] = book.get_default_url_format()
    cut = sum(_add(book, sheet, formats) for sheet in _Sheets(graph))
    if cut:
        _LOG.warning("%d texts are longer than the %s characters of a cell and were cut", cut, f"{LETTERS:,}")
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(0, str(error)) from error


class _Sheets:
    """The sheets of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._articles = {a.id: a for a in graph.articles}
        self._entities = sorted(graph.entities, key=lambda e: (-e.articles, e.name, e.id))
        self._names = {e.id: e.name for e in self._entities}
        self._at = {e.id: n for n, e in enumerate(self._entities)}

    def __iter__(self) -> Iterator[_Sheet]:
        yield self._entity_sheet()
        yield self._relation_sheet()
        yield self._statement_sheet()
        if self._graph.stances:
            yield self._stance_sheet()

    @cached_property
    def _relations(self) -> dict[str, int]:
        """Return the row of each relation, by id; the most reported first."""
        ranked = sorted(
            self._graph.relations,
            key=lambda r: (-r.articles, self._names[r.source], r.relation, self._names[r.target], r.id),
        )
        return {r.id: n for n, r in enumerate(ranked)}

    def _entity(self, id_: str) -> Link:
        return Link(self._names[id_], _place("Entities", self._at[id_]))

    def _entity_sheet(self) -> _Sheet:
        ends = Counter(end for r in self._graph.relations for end in {r.source, r.target})
        columns = (
            *(_Column("name", 32), _Column("kind", 13), _Column("iso3", 7), _Column("aliases", 40)),
            *(_Column(name, 11) for name in ("articles", "mentions", "relations", "first seen", "last seen")),
            _Column("id", 19),
        )
        rows = [
            (
                *(e.name, e.kind, e.iso3, "; ".join(e.aliases), e.articles, e.mentions, ends[e.id]),
                *(layout.day(e.first_seen), layout.day(e.last_seen), e.id),
            )
            for e in self._entities
        ]
        return _Sheet("Entities", columns, rows)

    def _relation_sheet(self) -> _Sheet:
        counts = ("reports", "publishers", "statements", "copies", "denied", "not asserted")
        columns = (
            *(
                _Column("source", 26, linked=1),
                _Column("relation", 20),
                _Column("target", 26, linked=1),
            ),
            *(_Column("family", 12), *(_Column(name, 11) for name in counts)),
            *(_Column(name, 11) for name in ("first seen", "last seen", "score", "confidence", "former")),
            *(_Column("in office until", 11), _Column("sentence", 90), _Column("id", 19)),
        )
        rows = [
            (
                *(self._entity(r.source), r.relation, self._entity(r.target), looks.family(r), r.articles),
                *(r.sources, r.statements, r.copies, r.negated, r.hypothetical),
                *(layout.day(r.first_seen), layout.day(r.last_seen), r.score, r.confidence),
                *("former" if r.former else "", layout.day(r.until), r.sentence, r.id),
            )
            for r in sorted(self._graph.relations, key=lambda r: self._relations[r.id])
        ]
        return _Sheet("Relations", columns, rows)

    def _statement_sheet(self) -> _Sheet:
        columns = (
            *(_Column("date", 11), _Column("source", 24), _Column("relation", 18, linked=2)),
            *(_Column("target", 24), _Column("status", 12), _Column("sentence", 90)),
            *(_Column("said by", 18), _Column("happened from", 13), _Column("happened to", 13)),
            *(_Column("confidence", 11), _Column("publisher", 22), _Column("title", 40)),
            *(_Column("url", 40, linked=1), _Column("article", 19), _Column("id", 19)),
        )
        found = [(s, self._articles[s.article]) for s in self._graph.statements]
        found.sort(key=lambda pair: (earliest(pair[1]), pair[0].sentence_span, pair[0].id))
        return _Sheet("Statements", columns, [self._statement(s, article) for s, article in found])

    def _statement(self, s: Statement, article: Article) -> tuple[Any, ...]:
        row = self._relations.get(relation_id(s.relation, s.source, s.target))
        relation = s.relation if row is None else Link(s.relation, _place("Relations", row))
        return (
            *(layout.day(article.date), self._names[s.source], relation, self._names[s.target]),
            *(s.status, s.sentence, s.attribution),
            *(layout.day(s.when_from), layout.day(s.when_to), s.confidence, article.source, article.title),
            *(_address(article), article.id, s.id),
        )

    def _stance_sheet(self) -> _Sheet:
        columns = (
            *(_Column("a", 26, linked=1), _Column("b", 26, linked=1), _Column("level", 8)),
            *(_Column("stance", 13), _Column("since", 11), _Column("before", 13), _Column("as of", 11)),
            *(_Column(name, 12) for name in ("cooperation", "conflict", "belief", "reports", "publishers")),
            *(_Column("infers", 20), _Column("id", 19)),
        )
        rows = [
            (
                *(self._entity(s.a), self._entity(s.b), s.level, s.label, layout.day(s.since), s.before),
                *(layout.day(s.as_of), s.cooperation, s.conflict, s.belief, s.reports, s.sources),
                *(s.infers, s.id),
            )
            for s in sorted(self._graph.stances, key=lambda s: (-s.reports, s.id))
        ]
        return _Sheet("Stances", columns, rows)


def _place(sheet: str, row: int) -> str:
    """Return the link to a row of a sheet, counted from 0 without the header."""
    part, within = divmod(row, ROWS - 1)
    return f"internal:'{_named(sheet, part)}'!A{within + 2}"


def _named(sheet: str, part: int) -> str:
    return f"{sheet} {part + 1}" if part else sheet


def _address(article: Article) -> Link | str:
    """Return a link to the URL of an article; other addresses as text."""
    url = article.url
    web = article.web_address and len(url) <= _ADDRESS
    return Link(url, url) if web and url.isprintable() and " " not in url else url


def _add(book: Workbook, sheet: _Sheet, formats: dict[str, Format]) -> int:
    """Add a sheet, or several if there are too many rows; return the number of cut texts."""
    rows, part, cut = iter(sheet.rows), 0, 0
    while True:
        part_rows = list(islice(rows, ROWS - 1))
        if part and not part_rows:
            return cut
        worksheet = book.add_worksheet(_named(sheet.name, part))
        for n, column in enumerate(sheet.columns):
            worksheet.set_column(n, n, column.width)
            worksheet.write_string(0, n, column.name, formats["head"])
        worksheet.freeze_panes(1, 1)
        worksheet.autofilter(0, 0, len(part_rows), len(sheet.columns) - 1)
        links_left = _links(worksheet.name, sheet.columns, part_rows)
        for line, row in enumerate(part_rows, 1):
            for n, value in enumerate(row):
                if isinstance(value, Link):
                    links_left[n] -= 1
                    if links_left[n] < 0:
                        value = value.text
                cut += _write(worksheet, line, n, value, formats)
        part += 1


def _links(sheet: str, columns: Sequence[_Column], rows: Sequence[tuple[Any, ...]]) -> dict[int, int]:
    """Return the number of links of each column of a sheet; a message is logged if some are omitted."""
    remaining, found = LINKS, {}
    for n in sorted(range(len(columns)), key=lambda n: columns[n].linked):
        wanted = sum(isinstance(row[n], Link) for row in rows) if columns[n].linked else 0
        found[n] = min(wanted, remaining)
        remaining -= found[n]
        if found[n] < wanted:
            _LOG.warning(
                "Excel allows %s links in a sheet: in %s the first %s of %s cells of column %s have one",
                *(f"{LINKS:,}", sheet, f"{found[n]:,}", f"{wanted:,}", columns[n].name),
            )
    return found


def _write(sheet: Worksheet, row: int, column: int, value: Any, formats: dict[str, Format]) -> bool:
    """Write a cell; return whether its text was cut."""
    match value:
        case None | "":
            return False
        case Link(text, to):
            sheet.write_url(row, column, to, formats["link"], xml_files.allowed(text)[:LETTERS])
            return len(text) > LETTERS
        case date() if value >= _FIRST:
            sheet.write_datetime(row, column, datetime(*value.timetuple()[:3]), formats["day"])
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            text = xml_files.allowed(str(value))
            long = len(text) > LETTERS
            sheet.write_string(row, column, f"{text[: LETTERS - 1]}…" if long else text)
            return long
    return False
