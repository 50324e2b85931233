"""Whether a post or membership is over: by its articles, and by the terms of heads of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from graphbuild.model import Article, Statement, entity_id
from graphbuild.tables import Leader, leaders
from graphbuild.tables.keys import person_key
from graphbuild.tables.leaders import LAST_DAY

#: Number of latest articles whose majority decides whether a standing relation is over.
_LAST_REPORTS = 5
#: In the rule of a statement: the sentence tells how the post ended (``ending`` in ``role_rules.tsv``).
_ENDING = "/ending/"


def last_day_in_office(relation: str, source: str, target: str, asserted: Iterable[Statement]) -> str:
    """Return the last day of a person's last term as a head of the state, by the table of leaders.

    Empty if the table does not have the person for this state, if the term has not ended, or if its end is
    not known to the day. The person is found by name: that of the entity, or one in the sentences.
    """
    if relation != "LEADER_OF" or target not in _states():
        return ""
    names = {_mentioned(s) for s in asserted}
    terms = _terms().get((target, source)) or [t for n in names for t in _terms().get((target, n), ())]
    last = max((term.end for term in terms), default=LAST_DAY)
    return last if last < LAST_DAY and len(last) == len(LAST_DAY) else ""


def _mentioned(s: Statement) -> str:
    start, end = (at - s.sentence_span[0] for at in s.source_span)
    return person_key(s.sentence[start:end])


@cache
def _states() -> frozenset[str]:
    return frozenset(state for state, _ in _terms())


@cache
def _terms() -> Mapping[tuple[str, str], tuple[Leader, ...]]:
    """Return the terms of each head of a state: by the state's id, and the person's id or key."""
    found: dict[tuple[str, str], tuple[Leader, ...]] = {}
    for held in leaders().values():
        for term in held:
            for person in (entity_id("person", person_key(term.name)), person_key(term.name)):
                key = entity_id("country", term.iso3), person
                found[key] = (*found.get(key, ()), term)
    return found


def is_over(
    asserted: Iterable[Statement], articles: Mapping[str, Article], until: str = "", today: str = ""
) -> bool:
    """Whether a standing relation is over, by the articles that assert it, and on the day ``today`` by
    ``until``, the last day of the term.

    By the articles it is over if one tells how it ended ("dismissed the minister") and no later one states
    that it holds, if most of the last five say so ("former president"; a majority, since titles are kept in
    speech), or if the last one does and none in the year before states that it holds. If none is dated, all
    must say so. A term that ended counts as resumed if the last five are all from after the end of the table
    of leaders, and none says that it is over.
    """
    over_by_article: dict[str, bool] = {}
    ended = ""
    for s in asserted:
        over_by_article[s.article] = s.former or over_by_article.get(s.article, False)
        if s.former and _ENDING in s.rule:
            ended = max(ended, articles[s.article].date)
    reports = sorted((articles[id_].date, former) for id_, former in over_by_article.items())
    latest = reports[-_LAST_REPORTS:]
    resumed = len(latest) == _LAST_REPORTS and all(day > LAST_DAY and not former for day, former in latest)
    if reports and until and until < today and not resumed:
        return True
    if not reports or not reports[-1][0]:
        return bool(reports) and all(former for _, former in reports)
    reports = [report for report in reports if report[0]]
    last = [former for _, former in reports[-_LAST_REPORTS:]]
    if 2 * sum(last) > len(last):
        return True
    day, former = reports[-1]
    if ended and not any(other > ended for other, over in reports if not over):
        return True
    year_before = f"{int(day[:4]) - 1:04}{day[4:]}"
    return former and not any(other > year_before for other, over in reports if not over)


def latest_day(articles: Iterable[Article]) -> str:
    """Return the day of the latest article; empty if none is dated."""
    return max((a.date for a in articles), default="")
