"""Print explanations, profiles and counts: with the sentences, triggers marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphbuild.cli.output import count, print_line, show, skipped, write_reasons
from graphbuild.cli.titles import Titling, title_or_id
from graphbuild.wording import marks, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from graphbuild.api.views import Evidence, Explanation, Failures, Profile, Shared, Stats
    from graphbuild.model import Article, Entity, Identity, Relation, Span, Statement

_MOST_ARTICLES = 20
_MOST_CLUSTERS = 5
_MOST_PRINTING = 10
_LONGEST_SAMPLE = 80
#: Digits printed of the id of a statement or decision; more are needed only for ids with the same first
#: digits.
ID_DIGITS = 8


def write_explanations(
    found: Sequence[Explanation],
    titles: Titling = title_or_id,
    *,
    about: str | None = None,
    sentences: int = 0,
    ids: bool = False,
) -> None:
    """Print each relation with its sentences, up to a number of each factuality (0: all).

    With ``about``, the id of an entity, relations are grouped by the other entity.
    """
    from rich.text import Text

    groups: dict[str, list[Explanation]] = {}
    for one in found:
        other = one.target if one.source.id == about else one.source
        groups.setdefault(other.id if about is not None else "", []).append(one)
    first = True
    for other_id, group in groups.items():
        if len(groups) > 1:
            one = group[0]
            name = one.target.name if one.target.id == other_id else one.source.name
            title = f"{name}: {count(len(group), 'relation')}"
            show(Text(f"{'' if first else chr(10)}{title}", style="underline"))
            first = True
        for one in group:
            head = Text("" if first else "\n")
            first = False
            head.append(one.source.name, style="bold")
            head.append(f" {one.relation} ", style="bold cyan")
            head.append(one.target.name, style="bold")
            head.append(f"  {_support(one)}", style="dim")
            show(head)
            for title, evidence, style in (
                ("", one.asserted, ""),
                ("denied:", one.denied, "red"),
                ("not asserted, only said to be possible, planned or demanded:", one.hypothetical, "yellow"),
                ("left out, for many articles of one source print the paragraph:", one.left_out, "dim"),
                (f"{len(one.rejected):,} rejected by you:", one.rejected, "dim"),
            ):
                if evidence and title:
                    show(Text(f"  {title}", style=style))
                indent = 4 if title else 2
                for e in evidence[: sentences or None]:
                    _write_evidence(e, titles, indent=indent, ids=ids)
                if sentences and len(evidence) > sentences:
                    more = count(len(evidence) - sentences, "more sentence")
                    show(Text(f"{' ' * indent}… and {more} (--sentences 0 shows all)", style="dim"))


def _support(one: Explanation) -> str:
    if one.edge is None:
        return "(not reported as fact)"
    edge = one.edge
    articles = count(edge.articles, "article") + _copies(edge.copies)
    parts = [count(edge.statements, "sentence"), articles, _period(edge), _over(edge)]
    return " · ".join(part for part in parts if part)


def _copies(number: int) -> str:
    return f" and {count(number, 'copy', 'copies')}" if number else ""


def _period(edge: Relation | Entity) -> str:
    if edge.first_seen == edge.last_seen:
        return edge.first_seen
    return f"{edge.first_seen} to {edge.last_seen}"


def _over(edge: Relation) -> str:
    return " until ".join(filter(None, ("former", edge.until))) if edge.former else ""


def _write_evidence(evidence: Evidence, titles: Titling, *, indent: int, ids: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    s = evidence.statement
    marks = [f"trigger: {s.trigger}", f"rule: {s.rule}", f"confidence: {s.confidence:.2f}"]
    if s.attribution:
        marks.append(f"said by: {s.attribution}")
    marks += [f"{end} acts through: {role}" for end, role in _roles(s) if role]
    if s.negated:
        marks.append("negated")
    if s.modality != "asserted":
        marks.append(s.modality)
    if s.former:
        marks.append("former")
    if time := time_of(s, evidence.articles[0].date if evidence.articles else ""):
        marks.append(f"time: {time}")
    marks.append(f"id {evidence.id[:ID_DIGITS]}")
    below = [Text(" · ".join(marks), style="dim")]
    below += [Text(line, style="dim") for line in evidence.meant]
    below += [
        Text(article_line(article, titles, ids=ids), style="dim italic")
        for article in evidence.articles[:_MOST_PRINTING]
    ]
    if len(evidence.articles) > _MOST_PRINTING:
        more = count(len(evidence.articles) - _MOST_PRINTING, "more article")
        below.append(Text(f"… and {more} (--json lists all)", style="dim italic"))
    if evidence.copies:
        below.append(Text(_copies(len(evidence.copies)).strip(), style="dim italic"))
    show(
        Padding(marked_sentence(s), (0, 0, 0, indent), expand=False),
        *(Text(" " * (indent + 2)).append_text(line) for line in below),
    )


def time_of(s: Statement, day: str) -> str:
    """When it happened, with the time expression; empty if that is the article's day or unknown."""
    if s.when_from == s.when_to in ("", day):
        return ""
    length = {"year": 4, "month": 7}.get(s.when_precision, 10)
    first, last = s.when_from[:length], s.when_to[:length]
    if first and last:
        when = first if first == last else f"{first} to {last}"
    else:
        when = f"from {first}" if first else f"up to {last}"
    return f"{when} (“{' '.join(s.when_text.split())}”)" if s.when_text else when


def _roles(s: Statement) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("source", s.source_role), ("target", s.target_role)


def marked_sentence(s: Statement) -> Text:
    """The sentence in quotation marks on one line, its trigger and its two entities marked."""
    from rich.text import Text

    text = Text(quoted("".join(" " if c.isspace() else c for c in s.sentence)))
    before = len(marks(s.sentence)[0])
    for (start, end), style in (
        (s.source_span, "bold"),
        (s.target_span, "bold"),
        (s.trigger_span, "bold yellow underline"),
    ):
        first, last = _within(s.sentence_span, (start, end))
        text.stylize(style, before + first, before + last)
    return text


def _within(sentence: Span, span: Span) -> Span:
    """The span relative to the sentence; empty if it is outside."""
    start, end = max(span[0], sentence[0]), min(span[1], sentence[1])
    return (start - sentence[0], end - sentence[0]) if start < end else (0, 0)


def article_line(article: Article, titles: Titling = title_or_id, *, ids: bool = False) -> str:
    """Day (or month or year), publisher and title of an article on one line; with ``ids`` the id, too."""
    from graphbuild.read.articles import one_line

    parts: tuple[str, ...] = (article.time, article.source, called := titles(article))
    if ids and called != article.id:
        parts = (*parts, f"id {article.id}")
    return one_line(" · ".join(part for part in parts if part))


def entity_line(entity: Entity) -> str:
    """Kind, articles, first and last day and id of an entity, on one line."""
    parts = (
        f"{entity.kind}, {entity.iso3}" if entity.iso3 else entity.kind,
        count(entity.articles, "article"),
        _period(entity),
        f"id {entity.id}",
    )
    return " · ".join(part for part in parts if part)


def write_profile(
    profile: Profile, titles: Titling = title_or_id, *, limit: int = 0, ids: bool = False
) -> None:
    """Print the profile of an entity, with up to a number of relations (0: all)."""
    from rich.text import Text

    entity = profile.entity
    kind = f"{entity.kind}, {entity.iso3}" if entity.iso3 else entity.kind
    seen = f"{count(entity.mentions, 'mention')} in {count(entity.articles, 'article')}"
    when = f", {_period(entity)}" if entity.first_seen else ""
    lines = [Text(entity.name, style="bold").append(f"  {kind}", style="not bold")]
    if entity.aliases:
        lines.append(Text(f"  also: {', '.join(entity.aliases)}"))
    lines.append(Text(f"  {seen}{when}, id {entity.id}"))
    if profile.ties:
        lines.append(Text("\nrelations", style="bold"))
    for tie in profile.ties[: limit or None]:
        line = Text(f"  {tie.source.name} ").append(tie.relation.relation, style="cyan")
        line.append(f" {tie.target.name}")
        details = [count(tie.relation.statements, "sentence"), count(tie.relation.articles, "article")]
        details += [_period(tie.relation), _over(tie.relation)]
        line.append(f"  {' · '.join(filter(None, details))}", style="dim")
        lines.append(line)
    if limit and len(profile.ties) > limit:
        lines.append(Text(f"  … and {len(profile.ties) - limit:,} more (--limit 0 shows all)"))
    for joined, title in ((True, "one entity because"), (False, "may be the same")):
        identities = [i for i in profile.identities if i.joined == joined]
        if identities:
            lines.append(Text(f"\n{title}", style="bold"))
            lines += [line for i in identities for line in _identity(i, indent=2)]
    if profile.appearances:
        lines.append(Text("\narticles", style="bold"))
    for appearance in profile.appearances[:_MOST_ARTICLES]:
        lines.append(Text(f"  {article_line(appearance.article, titles, ids=ids)}  ({appearance.mentions}×)"))
    if len(profile.appearances) > _MOST_ARTICLES:
        lines.append(Text(f"  … and {len(profile.appearances) - _MOST_ARTICLES:,} more (--json lists all)"))
    show(*lines)


def write_identities(found: Sequence[Identity]) -> None:
    """Print merges and merge candidates, each pair with its reasons."""
    from rich.text import Text

    lines: list[Text] = []
    for i in found:
        if lines:
            lines.append(Text(""))
        lines += _identity(i, indent=0)
    if lines:
        show(*lines)


def _identity(i: Identity, *, indent: int) -> list[Text]:
    from rich.text import Text

    space = " " * indent
    head = Text(space)
    for name, articles, when, id_, end in (
        (i.name_a, i.articles_a, i.when_a, i.a, " ~ "),
        (i.name_b, i.articles_b, i.when_b, i.b, ""),
    ):
        head.append(name, style="bold")
        details = [count(articles, "article"), *([when] if when else []), f"id {id_}"]
        head.append(f" ({', '.join(details)}){end}", style="dim")
    head.append(f"  {i.kind} · " + ("decided" if i.decided else f"score {i.score:.2f}"))
    lines = [head]
    lines += [Text(f"{space}  + {reason}", style="green") for reason in i.speaks_for]
    lines += [Text(f"{space}  - {reason}", style="red") for reason in i.speaks_against]
    return lines


def write_stats(stats: Stats, titles: Titling = title_or_id) -> None:
    """Print the counts of a graph."""
    when = f", {stats.first_date} to {stats.last_date}" if stats.first_date else ""
    sources = f"from {count(stats.sources, 'source')}" if stats.sources else "of unknown publishers"
    print_line(f"{count(stats.articles, 'article')} {sources}{when}")
    if stats.first_date and "elsewhere" not in stats.dated:
        print_line(f"  days from {', '.join(f'{where} ({n:,})' for where, n in stats.dated.items())}")
    if stats.copies:
        copies = "a copy" if stats.copies == 1 else "copies"
        print_line(f"  {stats.copies:,} of them {copies} of {count(len(stats.clusters), 'other')}")
        for cluster in stats.clusters[:_MOST_CLUSTERS]:
            print_line(f"    {article_line(cluster.original, titles)}{_copies(cluster.copies)}")
        if len(stats.clusters) > _MOST_CLUSTERS:
            print_line(f"    … and {len(stats.clusters) - _MOST_CLUSTERS:,} more (--json lists all)")
    kinds = ", ".join(
        count(n, kind, "countries" if kind == "country" else "") for kind, n in stats.entities.items()
    )
    print_line(f"{count(sum(stats.entities.values()), 'entity', 'entities')}: {kinds}")
    statements = stats.asserted + stats.denied + stats.hypothetical
    print_line(
        f"{count(statements, 'statement')}: {stats.asserted:,} asserted, {stats.denied:,} denied, "
        f"{stats.hypothetical:,} not asserted"
    )
    print_line(count(sum(stats.relations.values()), "relation"))
    width = max(map(len, stats.relations), default=0)
    for name, number in stats.relations.items():
        print_line(f"  {name:<{width}}  {number:>6,}")
    now = {
        "entities": sum(stats.entities.values()),
        "statements": statements,
        "relations": sum(stats.relations.values()),
    }
    if differing := [name for name, n in stats.extracted.items() if n != now[name]]:
        before = ", ".join(f"{stats.extracted[name]:,} {name}" for name in differing)
        print_line(
            f"build counts {before}: before names of"
            " different articles are one, copies count once and shared paragraphs are left out"
        )
    if stats.boilerplate:
        _write_boilerplate(stats.boilerplate)
    if stats.rejected:
        print_line(f"{count(stats.rejected, 'statement')} rejected by you, counted nowhere above")
    if stats.excluded:
        print_line(
            f"{count(stats.excluded, 'article')} excluded or removed by you (graphbuild decisions lists them)"
        )
    if stats.skipped:
        print_line(f"skipped {skipped(stats.skipped)}")
    if stats.failures:
        print_line(f"{count(len(stats.failures), 'failure')}: see graphbuild stats --failures")


def _write_boilerplate(found: Sequence[Shared]) -> None:
    left_out = [
        count(sum(f.mentions for f in found), "mention"),
        count(sum(f.statements for f in found), "statement"),
    ]
    what = "that many articles of one source share"
    print_line(f"{count(len(found), 'paragraph')} {what}, left out with {' and '.join(left_out)}")
    for shared in found[:_MOST_CLUSTERS]:
        text = " ".join(shared.text.split())
        sample = f"{text[:_LONGEST_SAMPLE]}…" if len(text) > _LONGEST_SAMPLE else text
        where = f"{count(shared.articles, 'article')} of {shared.source or 'unnamed sources'}"
        print_line(f"  {where}: {quoted(sample)}")
    if len(found) > _MOST_CLUSTERS:
        print_line(f"  … and {len(found) - _MOST_CLUSTERS:,} more (--json lists all)")


def write_failures(found: Failures) -> None:
    """Print inputs that could not be read, by reason with counts and then by location."""
    from graphbuild.read.articles import one_line

    if found.last_build:
        print_line(f"last build: {', '.join(f'{n:,} {name}' for name, n in found.last_build.items())}")
    print_line(count(len(found.failures), "failure"))
    write_reasons(found.reasons, print_line)
    for place, why in found.failures.items():
        print_line(f"{one_line(place)}: {one_line(why)}")
    if found.skipped:
        print_line(f"{count(len(found.skipped), 'article')} skipped, not in English")
    for place, language in found.skipped.items():
        print_line(f"{one_line(place)}: {language}")
