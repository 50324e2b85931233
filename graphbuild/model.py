"""The records that everything in graphbuild speaks in. Read this file first.

Articles go in; **statements** with evidence come out; a graph is a pure aggregation of them::

    Article --annotate/extract--> Reading(entities, statements) --ledger--> aggregate --> Graph

All records are frozen and hold tuples, so they can be hashed, compared and sent between
processes. Offsets are Unicode characters of ``Article.text``, end exclusive.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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
#: How ``date_from`` of an article begins where a date stands that could not be read.
NOT_READ = "not read: "
_MONTH = re.compile(r"(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", re.ASCII)
#: The address of a web site, and its labels that tell nothing of whose it is: "bbc.*co.uk*".
_HOST = re.compile(r"(?:www\.)?([\w-]+(?:\.[\w-]+)+)")
_GENERAL = frozenset(["ac", "co", "com", "edu", "go", "gov", "info", "net", "news", "or", "org"])
#: Hosts of many publishers.
_SHARED = frozenset(["blogspot", "ghost", "medium", "substack", "tumblr", "wordpress"])
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
#: Node label of each kind, as Cypher sees it.
LABELS: dict[Kind, str] = {"person": "Person", "country": "Country", "organisation": "Organisation"}


def digest(*parts: str) -> str:
    """A 16-digit hexadecimal id of the parts: the same parts give the same id everywhere."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


class Seen:
    """What was seen from one day to another, in ISO 8601 and as dates."""

    __slots__ = ()
    if TYPE_CHECKING:
        first_seen: str
        last_seen: str

    @property
    def first_day(self) -> datetime.date | None:
        """``first_seen`` as a date; None where no article is dated, as the next."""
        return _day(self.first_seen)

    @property
    def last_day(self) -> datetime.date | None:
        return _day(self.last_seen)


def _day(written: str) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


@lru_cache(maxsize=4096)
def publisher_key(source: str) -> str:
    """By what publishers are told apart: letter case, "The" and what stands in brackets aside.

    The address of a site means whoever has it: "theguardian.com" is "The Guardian", and "edition.cnn.com"
    is "CNN".
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
    """A text as it was read. ``id`` is the id that it came with, or a hash of title, text and source."""

    id: str
    text: str = field(repr=False)
    title: str = ""
    date: str = ""
    """Day of publication, ISO 8601 ``YYYY-MM-DD``; empty where unknown."""
    source: str = ""
    """Who published it; empty where unknown."""
    url: str = ""
    date_from: str = field(default="", compare=False)
    """Where the day was found ("front matter", "column date_publish", "page", "feed", "dateline"); else
    empty, or the date that could not be read ("not read: 03/04/2021")."""
    given_id: str = field(default="", compare=False)
    """The id that it came with, where that is too long to be one: ``id`` is then a hash of it."""

    @property
    def day(self) -> datetime.date | None:
        """``date`` as a date; None where it is unknown."""
        return _day(self.date)

    @property
    def time(self) -> str:
        """``date``, or the month or year that alone is known (``2025-03``, ``2025``); empty for neither."""
        return self.date or year_told(self.date_from)

    @property
    def publisher(self) -> str:
        """By what publishers are told apart: see :func:`publisher_key`."""
        return publisher_key(self.source)

    @property
    def hash(self) -> str:
        """Hash of everything that the article says: changes when any field changes."""
        return digest(self.id, self.title, self.date, self.source, self.url, self.text)

    @property
    def web_address(self) -> str:
        """Its address where it is one of the web; else empty, for it may run a script."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place in an article where an entity is named, described or meant by a pronoun."""

    start: int
    end: int
    text: str
    form: Form
    reason: str = ""
    """Why it was linked to its entity, in a few words ("surname of Angela Merkel")."""


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity as one article knows it.

    ``key`` is its canonical key: a country's ISO 3166 alpha-3 code, or the normalised full
    name. What is too vague to be the same in two articles (a bare surname) has a key that
    holds the article's id. Which of them are one entity of the graph is for ``resolve`` to tell.
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
    """The id of the entity of this kind and canonical key."""
    return digest("entity", kind, key)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence's claim that ``source`` stands in ``relation`` to ``target``, with its evidence.

    Immutable: a statement is never merged or overwritten; relations are counted from them.
    """

    article: str
    relation: str
    """A relation of ``resources/relations.tsv``."""
    source: str
    """Id of the entity that acts (for a symmetric relation, either)."""
    target: str
    source_span: Span
    target_span: Span
    sentence_span: Span
    sentence: str
    trigger: str
    """The words that say it."""
    trigger_span: Span
    negated: bool
    modality: Modality
    attribution: str
    """Who says so, as the text names them; empty where the article itself does."""
    tense: Tense
    confidence: float
    """0 to 1: how sure the rule is."""
    rule: str
    """The rule that found it, for example ``verb:attack/active``."""
    source_role: str = ""
    """Through whom the source acts ("troops", "foreign minister"); empty where it acts itself."""
    target_role: str = ""
    former: bool = False
    """Whether a standing relation is said to be over ("former president")."""
    root: str = ""
    """PLOVER root of the event; empty for standing relations."""
    when_from: str = ""
    """First day on which it happened or held, ISO 8601 ``YYYY-MM-DD``; empty where unknown or open."""
    when_to: str = ""
    """Last such day, inclusive; empty where unknown or open ("since 2014")."""
    when_precision: Precision = "unknown"
    """How exactly the text gives the time: the unit of the expression, ``unknown`` where it gives only a
    bound or nothing."""
    when_source: TimeSource = ""
    """What gives the time: an expression of the sentence, the dateline, the tense, the sentence before, or
    only the article's day; empty where nothing does."""
    when_text: str = ""
    """The words of the expression; empty where none gives the time."""

    @property
    def asserted(self) -> bool:
        """Whether the statement says that this is, or was, so."""
        return not self.negated and self.modality == "asserted"

    @property
    def happened(self) -> tuple[datetime.date | None, datetime.date | None]:
        """``when_from`` and ``when_to`` as dates; None where unknown or open."""
        return _day(self.when_from), _day(self.when_to)

    @property
    def status(self) -> Status:
        """``denied``, or the modality."""
        return "denied" if self.negated else self.modality

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two statements of one article the same although the sentence is repeated."""
        said = " ".join(self.sentence.split())
        held = ("former",) if self.former else ()
        return (self.relation, self.source, self.target, str(self.negated), self.modality, *held, said)

    @property
    def id(self) -> str:
        return digest("statement", self.article, *self.key)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an article is compared with others by: see :mod:`graphbuild.collate.fingerprint`."""

    signature: bytes = b""
    """MinHash signature of its word sequences; empty where it has no words."""
    paragraphs: bytes = b""
    """Place of each paragraph and hash of its words, packed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one article: the unit that the ledger stores and removes.

    Raises ``ValueError`` where two entities have one key, which the ledger cannot hold: so the article
    alone is lost, and not the build.
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
    """An entity of the graph, aggregated from what the articles know of it."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...]
    iso3: str
    mentions: int
    articles: int
    first_seen: str
    """Earliest date of an article that mentions it; empty where none is dated."""
    last_seen: str


@dataclass(frozen=True, slots=True)
class Relation(Seen):
    """An edge of the graph: one per (source, relation, target), with its counts.

    It exists when at least one asserted statement says it. Copies of an article add nothing to its
    counts but ``copies``: of each cluster of copies the earliest article that says it speaks.
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
    """Further articles that say it, each a copy of one of them."""
    sources: int
    """Distinct publishers of those articles (an unnamed publisher counts once)."""
    negated: int
    """Statements that deny it."""
    hypothetical: int
    """Statements that call it possible, future, hypothetical or demanded."""
    first_seen: str
    last_seen: str
    score: float
    """Cooperation (+) or conflict (-) of the relation, from the taxonomy (PLOVER, -10 to +10)."""
    confidence: float
    sentence: str
    """The sentence that says it best."""
    former: bool = False
    """Whether it is over, by the last articles that assert it; see :func:`graphbuild.aggregation.is_over`."""


@dataclass(frozen=True, slots=True)
class EntityMentions:
    """How often an article mentions an entity."""

    entity: str
    article: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that prints what another printed before."""

    article: str
    original: str
    """The earliest article of the cluster of copies."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A paragraph that many articles of one source share, so that nothing in it is part of the graph."""

    source: str
    article: str
    """The earliest article that has it."""
    span: Span
    """Where it stands there."""
    articles: int
    """Articles that have it."""
    mentions: int
    """Mentions in it that are left out, in all articles."""
    statements: tuple[Statement, ...]
    """Statements that are left out; their ends are ids of ``entities`` where these have them."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Two names of different articles that are one entity, or may be, and what speaks for and against it."""

    kind: Kind
    a: str
    """What the first name is called by decisions: an id of its own, also where it is joined to others."""
    b: str
    name_a: str
    name_b: str
    articles_a: int
    articles_b: int
    when_a: str
    """First and last day of the articles that have the name, one day where there is but one; may be empty."""
    when_b: str
    entity_a: str
    """The entity of the graph that the first name belongs to."""
    entity_b: str
    score: float
    """0 to 1: how much speaks for one entity."""
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    decided: bool = False
    """Whether a decision of yours made it so, whatever the score."""

    @property
    def joined(self) -> bool:
        """Whether the two are one entity."""
        return self.entity_a == self.entity_b


@dataclass(frozen=True, slots=True)
class Stance:
    """How two entities stand to each other, inferred from all reports of them: see :mod:`graphbuild.stance`.

    It is that of the last day on which the two were reported on; none is kept of pairs of which too little
    is reported.
    """

    id: str
    a: str
    """The smaller id of the two."""
    b: str
    level: Level
    """``actor`` counts what is reported of the two themselves, ``state`` what persons in office and bodies of
    two states do, too."""
    label: str
    """A label of ``resources/stances.tsv``."""
    infers: str
    """The relation that is inferred, PARTNERSHIP or HOSTILITY_TOWARD; empty for none."""
    cooperation: float
    """Logarithmic intensity, 0 for none, without upper bound; as the next."""
    conflict: float
    sums: tuple[float, ...]
    """Decayed weights before the logarithm: cooperation from a to b, from b to a, and conflict so."""
    belief: float
    """0 to 1: how sure it is that the reports which decide are right."""
    reports: int
    """Independent reports: what an article says that one does to the other on one day counts once."""
    articles: int
    sources: int
    """Publishers of these articles (an unnamed publisher counts once)."""
    denied: int
    """Reports that something is not so."""
    undated: int
    """Reports of no known day: they count for belief, and half for the axes where none has a day."""
    past: int
    """Reports of what was before, nobody says when, which do not count."""
    as_of: str
    """Day of the last article that reports on the two, or of the last report, ISO 8601; empty for none."""
    since: str
    """Day since which the label has held: one with a report, or the last day where another faded."""
    before: str
    """The last other label that held for a month or more, but ``unknown``; empty where there was none."""
    standing: tuple[str, ...]
    """What is reported to stand for good: ``allied``, ``rival``, ``severed``, ``restored``."""
    months: tuple[str, ...]
    """Months of which something is reported, ``YYYY-MM``."""
    cooperation_by_month: tuple[float, ...]
    """Sums of weights, not decayed."""
    conflict_by_month: tuple[float, ...]
    because: tuple[str, ...]
    """Ids of the statements that weigh most, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Entities, relations and their evidence, each tuple in canonical (id) order."""

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    articles: tuple[Article, ...]
    """Text left empty: the ledger keeps it."""
    statements: tuple[Statement, ...]
    """``source`` and ``target`` are ids of ``entities``."""
    mentioned: tuple[EntityMentions, ...]
    copies: tuple[Copy, ...] = ()
    stances: tuple[Stance, ...] = ()
    """Inferred, not stated: how pairs stand to each other where enough is reported."""
    identities: tuple[Identity, ...] = field(default=(), compare=False, repr=False)
    """Names joined and names in doubt, the most certain first. A graph folder has them, no store does."""
    unresolved: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """In words, what could not be compared or decided: names too common, decisions without effect."""
    rejected: tuple[Statement, ...] = field(default=(), compare=False, repr=False)
    """Statements that the user rejected, and so no part of the graph, in order of id. A graph folder has
    them."""
    boilerplate: tuple[Boilerplate, ...] = field(default=(), compare=False, repr=False)
    """What is left out, the most widely shared first. A graph folder has it."""
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """By statement id, whom its pronouns and nouns mean and why, in words. A graph folder has it."""

    def __repr__(self) -> str:
        return (
            f"<Graph: {len(self.entities):,} entities, {len(self.relations):,} relations,"
            f" {len(self.statements):,} statements, {len(self.articles):,} articles>"
        )


def year_told(date_from: str) -> str:
    """The year, or month ``2025-03``, that a date tells which could not be read as a day; else empty."""
    if not date_from.startswith(NOT_READ):
        return ""
    written = date_from.removeprefix(NOT_READ)
    if _MONTH.fullmatch(written):
        return written
    years = {*_YEAR.findall(written)}
    return years.pop() if len(years) == 1 else ""


def relation_id(relation: str, source: str, target: str) -> str:
    """The id of the edge between two entities."""
    return digest("relation", relation, source, target)


def stance_id(level: Level, a: str, b: str) -> str:
    """The id of the stance of two entities, of which ``a`` has the smaller id."""
    return digest("stance", level, a, b)


def distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements without repeats of the same sentence, the earliest kept, in text order."""
    kept: dict[tuple[str, ...], Statement] = {}
    for s in sorted(
        statements, key=lambda s: (s.sentence_span, s.source_span, s.target_span, s.relation, s.rule)
    ):
        kept.setdefault(s.key, s)
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text says that one given entity does to another: ``classify`` answers with one each way."""

    relation: str | None
    """A relation of ``resources/relations.tsv``; None where the text says nothing."""
    plover: str | None
    """PLOVER root of the relation; None for none and for standing relations without one."""
    sentiment: Literal["positive", "negative", "neutral"]
    confidence: float
    """0 to 1: how sure the verdict is."""
