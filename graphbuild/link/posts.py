"""Who holds which role: titles, appositions and copulas around role nouns."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked, Post

_OF = ("of", "at", "for", "in", "with", "to", "from")
_BECOME = frozenset("be become remain serve act".split())
_NAMED = frozenset("name appoint elect choose nominate install crown re-elect reelect swear".split())


def find(linked: Linked) -> list[Post]:
    """Every person that the article says to hold a role, in text order."""
    parse, roles = linked.parse, tables.roles()
    posts = []
    for i, word in enumerate(parse.words):
        role = roles.get(word.lower())
        if role is None or i in linked.name_at or not parse.tags[i].startswith("NN"):
            continue
        longer = f"{parse.words[i - 1]} {word}".lower() if i and parse.head[i - 1] == i else ""
        role = roles.get(longer, role)
        people = _holders(linked, i)
        if not people:
            continue
        bodies = _bodies(linked, i)
        modifier = _modifier(linked, i)
        for person, rule in people:
            fit = [b for b in bodies if b.entity != person.entity]
            posts.extend(Post(person, role, i, b, modifier, rule) for b in fit)
            if not fit:
                posts.append(Post(person, role, i, None, modifier, rule))
    return posts


def _person(linked: Linked, i: int) -> Actor | None:
    own = linked.own.get(i)
    return own if own is not None and linked.clusters[own.entity].kind == "person" else None


def _holders(linked: Linked, i: int) -> list[tuple[Actor, str]]:
    """The persons that hold the role at token ``i``, with how the text says so."""
    parse = linked.parse
    head, dep = parse.head[i], parse.deps[i]
    if dep in ("compound", "nmod", "amod") and (person := _person(linked, head)) and head > i:
        return [(person, "title")]
    following = linked.name_at.get(i + 1)
    if following is not None and (person := _person(linked, _head(linked, following))) and head == i:
        return [(person, "title")]
    found = []
    if dep == "appos" and (person := _person(linked, head)):
        found.append((person, "apposition"))
    elif dep == "conj" and parse.deps[head] == "appos" and (person := _person(linked, parse.head[head])):
        found.append((person, "apposition"))
    for c in parse.children[i]:
        if parse.deps[c] == "appos" and (person := _person(linked, c)):
            found.append((person, "apposition"))
    if not found and dep in ("attr", "oprd", "conj"):
        top = head
        if dep == "conj" and parse.deps[head] == "attr":
            top = parse.head[head]
        if parse.lemmas[top] in _BECOME | _NAMED and not _denied(linked, top):
            found.extend((p, "copula") for p in _subject(linked, top))
    if not found and dep == "pobj" and parse.words[head].lower() == "as":
        verb = parse.head[head]
        if parse.lemmas[verb] in _BECOME | _NAMED | {"work", "elect"} and not _denied(linked, verb):
            found.extend((p, "as") for p in _subject(linked, verb))
    return found


def _denied(linked: Linked, verb: int) -> bool:
    parse = linked.parse
    return any(
        parse.deps[c] == "neg" or (parse.deps[c] == "aux" and parse.tags[c] == "MD") for c in parse.children[verb]
    )


def _subject(linked: Linked, verb: int) -> list[Actor]:
    parse = linked.parse
    for c in parse.children[verb]:
        if parse.deps[c] in ("nsubj", "nsubjpass"):
            if parse.tags[c] in ("WP", "WDT") and parse.deps[verb] == "relcl":
                person = _person(linked, parse.head[verb])
            else:
                person = _person(linked, c)
            return [person] if person else []
    if parse.deps[verb] in ("acl", "relcl") and (person := _person(linked, parse.head[verb])):
        return [person]
    return []


def _head(linked: Linked, name: int) -> int:
    n = linked.names[name]
    return head_token(linked, n.first, n.last)


def head_token(linked: Linked, first: int, last: int) -> int:
    """The token of ``first`` to ``last`` that the others hang on: whose head lies outside."""
    parse = linked.parse
    outside = [i for i in range(first, last + 1) if not first <= parse.head[i] <= last or parse.head[i] == i]
    return outside[-1] if outside else last


def _bodies(linked: Linked, i: int) -> list[Actor]:
    """Of what the role is held."""
    parse = linked.parse
    head = parse.head[i]
    found = [a for a in linked.owners(i, of=_OF) if linked.clusters[a.entity].kind != "person"]
    if not found and parse.deps[i] in ("compound", "nmod", "amod"):
        for c in parse.children[head]:
            if c < i and parse.deps[c] in ("amod", "compound", "nmod", "poss"):
                for k in linked.conjuncts(c):
                    own = linked.own.get(k)
                    if own is not None and linked.clusters[own.entity].kind != "person":
                        found.append(own)
    if not found and i and (k := linked.name_at.get(i - 1)) is not None and linked.names[k].kind != "person":
        own = linked.own.get(_head(linked, k))
        if own is not None:
            found.append(own)
    if not found:  # "deputy head of the ministry's press office"
        for c in parse.children[i]:
            if parse.deps[c] == "prep" and parse.words[c].lower() in _OF:
                for k in parse.children[c]:
                    if parse.deps[k] == "pobj" and parse.tags[k].startswith("NN") and k not in linked.name_at:
                        found.extend(a for a in linked.owners(k) if linked.clusters[a.entity].kind != "person")
    return found


def _modifier(linked: Linked, i: int) -> str:
    parse, modifiers = linked.parse, tables.modifiers()
    for j in (i - 1, i - 2, i - 3):
        if j < 0 or parse.tags[j] in (",", ".", "IN", "CC"):
            break
        word = parse.words[j].lower()
        if word in modifiers:
            return modifiers[word]
        if word == "-" and j and (m := modifiers.get(parse.words[j - 1].lower() + "-")):
            return m
    after = "".join(parse.words[i + 1 : i + 3]).lower()
    return "designate" if after.startswith(("-elect", "-designate", "elect", "designate")) else ""
