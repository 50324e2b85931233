"""The records used throughout graphbuild. Read this file first.

Articles go in; **statements** with evidence come out; a graph is a pure aggregation of them::

    Article --annotate/extract--> Reading(entities, statements) --ledger--> aggregate --> Graph

All records are frozen and contain tuples, so they can be hashed, compared and sent between processes. Offsets
are Unicode characters of ``Article.text``, end exclusive.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import shorten
from typing import TYPE_CHECKING, Literal

Kind = Literal["person", "country", "organisation"]
Form = Literal["name", "nominal", "pronoun"]
Modality = Literal["asserted", "possible", "future", "hypothetical", "demanded"]
Status = Literal["asserted", "denied", "possible", "future", "hypothetical", "demanded"]
Tense = Literal["past", "present", "future", "none"]
Precision = Literal["day", "month", "year", "unknown"]
TimeSource = Literal["expression", "dateline", "tense", "carried", "article", ""]
Level = Literal["actor", "state"]
Span = tuple[int, int]

KINDS: tuple[Kind, ...] = ("person", "country", "organisation")
FORMS: tuple[Form, ...] = ("name", "nominal", "pronoun")
MODALITIES: tuple[Modality, ...] = ("asserted", "possible", "future", "hypothetical", "demanded")
STATUSES: tuple[Status, ...] = ("asserted", "denied", "possible", "future", "hypothetical", "demanded")
LEVELS: tuple[Level, ...] = ("actor", "state")
PRECISIONS: tuple[Precision, ...] = ("day", "month", "year", "unknown")
#: Prefix of ``date_from`` of an article with an unreadable date.
NOT_READ = "not read: "
_MONTH = re.compile(r"(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", re.ASCII)
#: The host name of a web site, and its labels that do not identify the publisher: "bbc.*co.uk*".
_HOST = re.compile(r"(?:www\.)?([\w-]+(?:\.[\w-]+)+)")
_GENERAL = frozenset(["ac", "co", "com", "edu", "go", "gov", "info", "net", "news", "or", "org"])
#: Hosts shared by many publishers.
_SHARED = frozenset(["blogspot", "ghost", "medium", "substack", "tumblr", "wordpress"])
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
#: Node label of each kind in Cypher.
LABELS: dict[Kind, str] = {"person": "Person", "country": "Country", "organisation": "Organisation"}


def digest(*parts: str) -> str:
    """Return a 16-digit hexadecimal digest of the parts, the same on every machine."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


class Seen:
    """A record with a first and a last day, in ISO 8601 and as dates."""

    __slots__ = ()
    if TYPE_CHECKING:
        first_seen: str
        last_seen: str

    @property
    def first_day(self) -> datetime.date | None:
        """``first_seen`` as a date; None if no article is dated. The same for ``last_day``."""
        return _day(self.first_seen)

    @property
    def last_day(self) -> datetime.date | None:
        return _day(self.last_seen)


def _day(written: str) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


@lru_cache(maxsize=4096)
def publisher_key(source: str) -> str:
    """Normalise a publisher: ignore case, "The" and anything in brackets.

    The host name of a site is equal to its publisher: "theguardian.com" to "The Guardian", and
    "edition.cnn.com" to "CNN".
    """
    name = _ASIDE.sub("", source.casefold().strip())
    if host := _HOST.fullmatch(name):
        labels = host[1].split(".")[:-1]
        while len(labels) > 1 and (labels[-1] in _GENERAL or labels[-1] in _SHARED):
            labels.pop()
        name = labels[-1]
    letters = "".join(c for c in name if c.isalnum())
    bare = letters.removeprefix("the")
    return (bare if len(bare) > 2 else letters) or source.casefold()


@dataclass(frozen=True, slots=True)
class Article:
    """An article. ``id`` is the given id, or a hash of title, text and source."""

    id: str
    text: str = field(repr=False)
    title: str = ""
    date: str = ""
    """Day of publication, ISO 8601 ``YYYY-MM-DD``; empty if unknown."""
    source: str = ""
    """The publisher; empty if unknown."""
    url: str = ""
    date_from: str = field(default="", compare=False)
    """Where the day was found ("front matter", "column date_publish", "page", "feed", "dateline"); else
    empty, or the unreadable date ("not read: 03/04/2021").
    """
    given_id: str = field(default="", compare=False)
    """The given id if it is too long: ``id`` is then a hash of it."""

    @property
    def day(self) -> datetime.date | None:
        """``date`` as a date; None if unknown."""
        return _day(self.date)

    @property
    def time(self) -> str:
        """``date``, or the month or year if only that is known (``2025-03``, ``2025``); else empty."""
        return self.date or partial_date(self.date_from)

    @property
    def publisher(self) -> str:
        """The normalised publisher: see :func:`publisher_key`."""
        return publisher_key(self.source)

    @property
    def hash(self) -> str:
        """Hash of all fields of the article."""
        return digest(self.id, self.title, self.date, self.source, self.url, self.text)

    @property
    def web_address(self) -> str:
        """Its URL if it is an http(s) one; else empty, since others may run a script."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A mention of an entity in an article, by name, description or pronoun."""

    start: int
    end: int
    text: str
    form: Form
    reason: str = ""
    """Why it was linked to its entity, in a few words ("surname of Angela Merkel")."""


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity of one article.

    ``key`` is its canonical key: a country's ISO 3166 alpha-3 code, or the normalised full name. Names that
    are too vague to be shared by two articles (a bare surname) have a key that contains the article's id.
    ``resolve`` determines which of these entities are the same.
    """

    kind: Kind
    key: str
    name: str
    iso3: str
    """ISO 3166 alpha-3 code of a country, else empty."""
    mentions: tuple[Mention, ...]

    @property
    def id(self) -> str:
        return entity_id(self.kind, self.key)


def entity_id(kind: Kind, key: str) -> str:
    """Return the id of the entity with this kind and canonical key."""
    return digest("entity", kind, key)


@dataclass(frozen=True, slots=True)
class Statement:
    """The claim of one sentence that ``source`` stands in ``relation`` to ``target``, with its evidence.

    Immutable: statements are never merged or overwritten; relations are counted from them.
    """

    article: str
    relation: str
    """A relation of ``resources/relations.tsv``."""
    source: str
    """Id of the actor (for a symmetric relation, either entity)."""
    target: str
    source_span: Span
    target_span: Span
    sentence_span: Span
    sentence: str
    trigger: str
    """The words that express the relation."""
    trigger_span: Span
    negated: bool
    modality: Modality
    attribution: str
    """The speaker to whom the text attributes it; empty for the article itself."""
    tense: Tense
    confidence: float
    """0 to 1: probability that the statement is right."""
    rule: str
    """The rule that extracted it, for example ``verb:attack/active``."""
    source_role: str = ""
    """Through whom the source acts ("troops", "foreign minister"); empty if it acts itself."""
    target_role: str = ""
    former: bool = False
    """Whether a standing relation is stated to be over ("former president")."""
    root: str = ""
    """PLOVER root of the event; empty for standing relations."""
    when_from: str = ""
    """First day on which it happened or held, ISO 8601 ``YYYY-MM-DD``; empty if unknown or open."""
    when_to: str = ""
    """Last such day, inclusive; empty if unknown or open ("since 2014")."""
    when_precision: Precision = "unknown"
    """Precision of the time in the text: the unit of the expression, ``unknown`` if it gives only a bound or
    nothing.
    """
    when_source: TimeSource = ""
    """Source of the time: an expression of the sentence, the dateline, the tense, the previous sentence,
    or only the article's day; empty for none.
    """
    when_text: str = ""
    """The words of the time expression; empty if there is none."""

    def __repr__(self) -> str:
        ends = f"{self.source} {self.relation} {self.target}"
        return f"<Statement {ends}, {self.status}: {shorten(self.sentence, 80)!r}>"

    @property
    def asserted(self) -> bool:
        """Whether it is stated as a fact, present or past."""
        return not self.negated and self.modality == "asserted"

    @property
    def happened(self) -> tuple[datetime.date | None, datetime.date | None]:
        """``when_from`` and ``when_to`` as dates; None if unknown or open."""
        return _day(self.when_from), _day(self.when_to)

    @property
    def status(self) -> Status:
        """``denied``, or the modality."""
        return "denied" if self.negated else self.modality

    @property
    def key(self) -> tuple[str, ...]:
        """Identifies a statement within an article, regardless of repetitions of its sentence."""
        sentence = " ".join(self.sentence.split())
        former_mark = ("former",) if self.former else ()
        return (
            self.relation,
            self.source,
            self.target,
            str(self.negated),
            self.modality,
            *former_mark,
            sentence,
        )

    @property
    def id(self) -> str:
        return digest("statement", self.article, *self.key)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The data for comparing an article with others: see :mod:`graphbuild.collate.fingerprint`."""

    signature: bytes = b""
    """MinHash signature of its word sequences; empty if it has no words."""
    paragraphs: bytes = b""
    """Span of each paragraph and hash of its words, packed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The extracted content of one article: the unit that the ledger stores and removes.

    Raises ``ValueError`` if two entities have the same key, which the ledger cannot store; then only this
    article fails, and not the build.
    """

    article: Article
    entities: tuple[LocalEntity, ...]
    statements: tuple[Statement, ...]
    fingerprint: Fingerprint = Fingerprint()

    def __post_init__(self) -> None:
        if len({(e.kind, e.key) for e in self.entities}) < len(self.entities):
            raise ValueError("two entities have one key")


@dataclass(frozen=True, slots=True)
class Entity(Seen):
    """An entity of the graph, aggregated from the entities of articles."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...]
    iso3: str
    mentions: int
    articles: int
    first_seen: str
    """Earliest date of an article that mentions it; empty if none is dated."""
    last_seen: str


@dataclass(frozen=True, slots=True)
class Relation(Seen):
    """An edge of the graph: one per (source, relation, target), with its counts.

    It exists if at least one statement asserts it. Copies of an article only add to ``copies``: of each
    cluster of copies, the earliest article with the relation counts.
    """

    id: str
    relation: str
    source: str
    target: str
    statements: int
    """Asserted statements, as distinct sentences."""
    articles: int
    """Independent articles with an asserted statement."""
    copies: int
    """Further articles that state it, each a copy of one of them."""
    sources: int
    """Distinct publishers of those articles (unnamed publishers count as one)."""
    negated: int
    """Statements that deny it."""
    hypothetical: int
    """Statements of it as possible, future, hypothetical or demanded."""
    first_seen: str
    last_seen: str
    score: float
    """Cooperation (+) or conflict (-) of the relation, from the taxonomy (PLOVER, -10 to +10)."""
    confidence: float
    sentence: str
    """The best sentence that states it."""
    former: bool = False
    """Whether it is over, by the last articles that assert it, or by the table of heads of state and
    government: see :func:`graphbuild.terms.is_over`.
    """
    until: str = ""
    """Last day in office, by that table; empty if not listed, or in office at its end."""


@dataclass(frozen=True, slots=True)
class EntityMentions:
    """The number of mentions of an entity in an article."""

    entity: str
    article: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy of another one."""

    article: str
    original: str
    """The earliest article of the cluster of copies."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A paragraph shared by many articles of one source, which is excluded from the graph."""

    source: str
    article: str
    """The earliest article that contains it."""
    span: Span
    """Its position there."""
    articles: int
    """Number of articles that contain it."""
    mentions: int
    """Number of excluded mentions in it, in all articles."""
    statements: tuple[Statement, ...]
    """Excluded statements; their ends are ids of ``entities`` if these are in the graph."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Two names of different articles that are, or may be, the same entity, with the evidence for and against
    it.
    """

    kind: Kind
    a: str
    """Id of the first name in decisions, which it keeps when it is merged with others."""
    b: str
    name_a: str
    name_b: str
    articles_a: int
    articles_b: int
    when_a: str
    """First and last day of the articles with the name, one day if they are the same; may be empty."""
    when_b: str
    entity_a: str
    """The entity of the graph that the first name belongs to."""
    entity_b: str
    score: float
    """0 to 1: probability that they are the same entity."""
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    decided: bool = False
    """Whether it was decided by the user, regardless of the score."""

    def __repr__(self) -> str:
        merged = "merged" if self.joined else "not merged"
        return f"<Identity {self.name_a} – {self.name_b}: {merged}, score {self.score:.2f}>"

    @property
    def joined(self) -> bool:
        """Whether the two are merged into one entity."""
        return self.entity_a == self.entity_b


@dataclass(frozen=True, slots=True)
class Stance:
    """The stance of two entities toward each other, inferred from all reports about them: see
    :mod:`graphbuild.stance`.

    It is that of the day of the latest report on the pair. Pairs with too few reports have none.
    """

    id: str
    a: str
    """The smaller of the two ids."""
    b: str
    level: Level
    """``actor`` uses reports about the two entities themselves; ``state`` also those about the office holders
    and bodies of two states.
    """
    label: str
    """A label of ``resources/stances.tsv``."""
    infers: str
    """The inferred relation, PARTNERSHIP or HOSTILITY_TOWARD; empty for none."""
    cooperation: float
    """Logarithmic intensity, 0 for none, without an upper bound; the same for ``conflict``."""
    conflict: float
    sums: tuple[float, ...]
    """Decayed weights before the logarithm: cooperation from a to b, from b to a, and the same for
    conflict.
    """
    belief: float
    """0 to 1: probability that the deciding reports are right."""
    reports: int
    """Independent reports: the same action on the same day counts once per article."""
    articles: int
    sources: int
    """Publishers of these articles (unnamed publishers count as one)."""
    denied: int
    """Number of denials."""
    undated: int
    """Reports without a known day: they count for belief, and half for the axes if no report has a day."""
    past: int
    """Reports of earlier events at an unknown time, which do not count."""
    as_of: str
    """Day of the last article on the two, or of the last report, ISO 8601; empty for none."""
    since: str
    """Day since which the label has applied: one with a report, or the last day if another label decayed."""
    before: str
    """The last other label, except ``unknown``, that applied for a month or more; empty for none."""
    standing: tuple[str, ...]
    """The standings in effect: ``allied``, ``rival``, ``severed``, ``restored``."""
    months: tuple[str, ...]
    """Months with reports, ``YYYY-MM``."""
    cooperation_by_month: tuple[float, ...]
    """Sums of weights, without decay."""
    conflict_by_month: tuple[float, ...]
    because: tuple[str, ...]
    """Ids of the statements with the largest weights, in descending order."""

    def __repr__(self) -> str:
        return f"<Stance {self.a} – {self.b}: {self.label} ({self.level}), {self.reports:,} reports>"


@dataclass(frozen=True, slots=True)
class Graph:
    """Entities, relations and their evidence, each tuple sorted by id."""

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    articles: tuple[Article, ...]
    """Without their text, which is in the ledger."""
    statements: tuple[Statement, ...]
    """``source`` and ``target`` are ids of ``entities``."""
    mentioned: tuple[EntityMentions, ...]
    copies: tuple[Copy, ...] = ()
    stances: tuple[Stance, ...] = ()
    """The inferred stances of pairs with enough reports."""
    identities: tuple[Identity, ...] = field(default=(), compare=False, repr=False)
    """Merges and merge candidates, the most certain first. Only in graph folders, not in stores."""
    unresolved: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Messages about what could not be compared or decided: names too common, decisions without effect."""
    rejected: tuple[Statement, ...] = field(default=(), compare=False, repr=False)
    """Statements rejected by the user, which are not part of the graph, sorted by id. Only in graph
    folders.
    """
    boilerplate: tuple[Boilerplate, ...] = field(default=(), compare=False, repr=False)
    """Excluded boilerplate, the most widely shared first. Only in graph folders."""
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """By statement id, explanations of the referents of its pronouns and nouns. Only in graph folders."""

    def __repr__(self) -> str:
        return (
            f"<Graph: {len(self.entities):,} entities, {len(self.relations):,} relations,"
            f" {len(self.statements):,} statements, {len(self.articles):,} articles>"
        )


def partial_date(date_from: str) -> str:
    """Return the year, or month ``2025-03``, of a date that could not be read as a day; else empty."""
    if not date_from.startswith(NOT_READ):
        return ""
    written = date_from.removeprefix(NOT_READ)
    if _MONTH.fullmatch(written):
        return written
    years = {*_YEAR.findall(written)}
    return years.pop() if len(years) == 1 else ""


def known_end(when_to: str, precision: str, date: str, date_from: str) -> str:
    """Return the last day of a statement; empty if it is only that of the month or year of its article, of
    which the day is unknown: what then goes on has no end.
    """
    time = "" if date else partial_date(date_from)
    vague = "month" if len(time) == len("2016-12") else "year"
    is_end_of_article = bool(time) and when_to[:7] == f"{time}-12"[:7]
    return "" if is_end_of_article and precision == vague else when_to


def relation_id(relation: str, source: str, target: str) -> str:
    """Return the id of the edge between two entities."""
    return digest("relation", relation, source, target)


def stance_id(level: Level, a: str, b: str) -> str:
    """Return the id of the stance of two entities; ``a`` must be the smaller id."""
    return digest("stance", level, a, b)


def distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements without repetitions of the same sentence, keeping the earliest, in text order."""
    kept: dict[tuple[str, ...], Statement] = {}
    for s in sorted(
        statements, key=lambda s: (s.sentence_span, s.source_span, s.target_span, s.relation, s.rule)
    ):
        kept.setdefault(s.key, s)
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """The relation of one given entity to another by a text; ``classify`` returns one for each direction."""

    relation: str | None
    """A relation of ``resources/relations.tsv``; None if the text states none."""
    plover: str | None
    """PLOVER root of the relation; None for none and for standing relations without one."""
    sentiment: Literal["positive", "negative", "neutral"]
    confidence: float
    """0 to 1: probability that the verdict is right."""
