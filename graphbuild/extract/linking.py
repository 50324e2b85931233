"""Entity linking of one article: names, clusters, roles and coreference, in order."""

from __future__ import annotations

from collections.abc import Collection

from graphbuild.annotate import Parse
from graphbuild.extract import roles
from graphbuild.extract.coreference import groups, office_holders, possessed_organisations, resolution
from graphbuild.extract.entities import article_state, seats
from graphbuild.extract.entities.clusters import cluster_names
from graphbuild.extract.entities.linked import MEMBERS, Actor, Linked
from graphbuild.extract.names import recognition, role_phrases
from graphbuild.extract.names.gazetteer import Gazetteer, default_gazetteer
from graphbuild.model import Form, LocalEntity, Mention, Span, entity_id


def link(parse: Parse, article: str, date: str = "", gazetteer: Gazetteer | None = None) -> Linked:
    """Find the entities of a parsed article and link its names, nouns and pronouns to them.

    ``date`` is the day of the article as ISO 8601, for holders of offices; the default ``gazetteer`` is that
    of the package.
    """
    hits = list((gazetteer or default_gazetteer()).search(parse))
    names = recognition.find_names(parse, hits)
    clusters, of, why = cluster_names(parse, names, article)
    linked = Linked(parse, names, clusters, of, why, {}, article, date)
    for k, n in enumerate(names):
        for t in range(n.first, n.last + 1):
            linked.name_at.setdefault(t, k)
    for k, n in enumerate(names):
        head = parse.top(n.first, n.last)
        member = n.entry is not None and n.entry.entry_type == "member"
        linked.actor_by_head.setdefault(head, Actor(of[k], (n.start, n.end), head, MEMBERS if member else ""))
    linked.name_lists = _series(linked)
    linked.places = seats.places_by_head(parse, hits, linked.name_at)
    linked.role_phrase_list = role_phrases.find_role_phrases(
        parse, [w.lower() for w in parse.words], linked.name_at
    )
    possessed_organisations.link(linked)
    linked.posts, linked.uncertain_posts = roles.find_posts(linked)
    office_holders.complete_names(linked)
    by_name = {*linked.actor_by_head}
    resolution.resolve(linked)
    if linked.other_mentions:  # "She became president": posts of pronouns that are linked now
        by_coreference = {*linked.actor_by_head, *linked.nominals, *linked.plural_referents} - by_name
        unchanged = {*range(len(parse.sentences))} - {parse.sentence_at(i) for i in by_coreference}
        linked.posts, linked.uncertain_posts = roles.find_posts(linked, unchanged)
    linked.state_of_person = office_holders.states(linked)
    linked.titled_persons = _titles(linked)
    seats.link_city_organs(linked)
    article_state.link_organs(linked)
    groups.groups(linked)
    return linked


def _titles(linked: Linked) -> dict[int, Actor]:
    """The holder of each role noun before a name, whatever its parse; only unambiguous ones."""
    holders: dict[int, list[Actor]] = {}
    for p in linked.posts:
        if p.rule in ("title", "apposition") and p.person.token > p.token:
            holders.setdefault(p.token, []).append(p.person)
    return {i: actors[0] for i, actors in holders.items() if len({a.entity for a in actors}) == 1}


def _are_headline_subjects(linked: Linked, k: int, heads: list[int]) -> bool:
    """Whether a name and the next are the two subjects of a headline: "*Putin, Erdogan* discuss Syria"."""
    parse = linked.parse
    if k + 1 >= len(linked.names):
        return False
    a, b = linked.names[k], linked.names[k + 1]
    verb = parse.head[heads[k + 1]]
    opens = parse.starts_sentence(a.first) and parse.words[a.last + 1 : b.first] == [","]
    plural = parse.tags[verb].startswith("VB") and parse.words[verb].lower() == parse.lemmas[verb]
    follows = parse.deps[heads[k + 1]] == "nsubj" and verb in (b.last + 1, b.last + 2)
    return opens and a.kind == b.kind and plural and follows


def _series(linked: Linked) -> dict[int, tuple[int, ...]]:
    """The heads of the names in each list of three or more of one kind, whatever their parse.

    By the head of the first: "A, B (BB), the C and D". Also the pairs that are subjects of a headline.
    """
    words = linked.parse.words
    heads = [linked.parse.top(n.first, n.last) for n in linked.names]
    lists: dict[int, tuple[int, ...]] = {}
    k = 0
    while k < len(linked.names):
        items, last, closed = [k], k, False
        while not closed and last + 1 < len(linked.names):
            a, b = linked.names[last], linked.names[last + 1]
            gap = words[a.last + 1 : b.first]
            if gap == ["("] and words[b.last + 1 : b.last + 2] == [")"]:
                last += 1  # its short form in parentheses
                continue
            core = [w for w in gap if w not in (")", "the")]
            if b.kind != linked.names[k].kind or core not in (
                [","],
                ["and"],
                ["or"],
                [",", "and"],
                [",", "or"],
            ):
                break
            last += 1
            items.append(last)
            closed = core != [","]
        if closed and len(items) > 2:
            lists[heads[k]] = tuple(heads[j] for j in items)
        elif _are_headline_subjects(linked, k, heads):
            lists[heads[k + 1]] = (heads[k], heads[k + 1])
        k = max(last, k + 1)
    return lists


def entities(linked: Linked, ends: Collection[tuple[str, Span]] = ()) -> tuple[LocalEntity, ...]:
    """The entities of an article with all their mentions, by id.

    ``ends`` are the ids and characters of sources and targets of statements. Without a statement a place
    does not mention its state. A state that only titles imply ("*President* Otieno") is an entity if a
    statement has it, and the first such title its mention.
    """
    parse = linked.parse
    mentions: list[dict[tuple[int, int], Mention]] = [{} for _ in linked.clusters]
    for n, k, why in zip(linked.names, linked.cluster_of, linked.reasons, strict=True):
        form: Form = (
            "nominal" if n.entry is not None and n.entry.entry_type in ("capital", "seat") else "name"
        )
        mentions[k][n.start, n.end] = Mention(n.start, n.end, n.text, form, why)
    for k, (start, end), kind, why in linked.other_mentions:
        mentions[k].setdefault((start, end), Mention(start, end, parse.text[start:end], kind, why))
    ids = [entity_id(c.kind, c.key) for c in linked.clusters]
    for k, (start, end), kind, why in linked.place_mentions:
        if any(entity == ids[k] and start <= a and b <= end for entity, (a, b) in ends):
            mentions[k].setdefault((start, end), Mention(start, end, parse.text[start:end], kind, why))
    stated = {entity for entity, _ in ends}
    for k, (start, end), kind, why in sorted(linked.implied_mentions):
        if not mentions[k] and ids[k] in stated:
            mentions[k][start, end] = Mention(start, end, parse.text[start:end], kind, why)
    implied = {k for k, *_ in (*linked.implied_mentions, *linked.place_mentions)}
    local = [
        LocalEntity(c.kind, c.key, c.name, c.iso3, tuple(sorted(by_span.values())))
        for k, (c, by_span) in enumerate(zip(linked.clusters, mentions, strict=True))
        if by_span or k not in implied
    ]
    return tuple(sorted(local, key=lambda e: e.id))
