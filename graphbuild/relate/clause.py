"""Who fills which place of a verb: subjects, objects and prepositional phrases, as token indices.

Passives, relative clauses, participles, controlled infinitives and coordination are undone
here, so that the frames see the same places whatever the construction.
"""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.relate import adjuncts

#: Verbs whose infinitive is done by their object ("urged Iran to stop"), not by their subject.
OBJECT_CONTROL = frozenset(
    """urge ask order tell force allow enable encourage persuade press pressure push call want invite permit
    authorise authorize warn help require request compel lead let make get cause expect advise command
    instruct oblige direct accuse prevent stop bar ban keep hear see charge suspect take""".split()
)
#: Verbs that take up what their object has done: "praised Chile *for* freeing Peru".
_REASONED = frozenset(
    """praise criticise criticize blame thank condemn fine punish congratulate sue denounce attack hail fault
    honour honor sack fire jail arrest slam rebuke applaud commend ban suspend expel chide scold reward laud
    censure admire respect forgive excuse target execute kill castigate lambast berate""".split()
)
#: What is written to bind others, and does what it says.
_PAPERS = frozenset("order decree law bill edict ruling resolution injunction directive regulation".split())
#: Prepositions before what the object of such a verb does ("accused Iran *of* shelling").
_OBLIQUE = ("of", "from", "with", "for", "to")


def is_verb(parse: Parse, i: int) -> bool:
    """Whether token ``i`` is tagged as a verb."""
    return parse.tags[i].startswith("VB") or (parse.tags[i] == "MD" and bool(parse.children[i]))


def is_passive(parse: Parse, v: int) -> bool:
    """Whether verb ``v`` is passive, with an auxiliary or as a bare participle after its noun."""
    if parse.tags[v] != "VBN":
        return False
    deps = [parse.deps[c] for c in parse.children[v]]
    if "auxpass" in deps or "nsubjpass" in deps or "csubjpass" in deps:
        return True
    if any(parse.deps[c] == "aux" for c in parse.children[v]):
        return False
    if parse.deps[v] == "acl" or (parse.deps[v] == "advcl" and not has_subject(parse, v)):
        return True
    if parse.deps[v] == "conj" and "nsubj" not in deps:
        return is_passive(parse, parse.head[v])
    return "agent" in deps


def subjects(parse: Parse, v: int, *, deep: bool = True) -> list[int]:
    """Heads of the logical subject of ``v``: who does it. Empty where the text does not say."""
    if is_passive(parse, v):
        return agents(parse, v)
    found = _surface_subjects(parse, v, deep)
    if found:  # "Mali, along with Burkina Faso, …"
        found = [*found, *adjuncts.prepositional(parse, v, ("along with", "together with"))]
    return found


def agents(parse: Parse, v: int) -> list[int]:
    """Heads of the by-phrase of ``v``, or of the passive verb that it is coordinated with."""
    found = _by_phrase(parse, v)
    node = v
    while not found and parse.deps[node] == "conj" and is_passive(parse, parse.head[node]):
        node = parse.head[node]
        found = _by_phrase(parse, node)
    if not found:
        for c in parse.children[v]:  # "was condemned and rejected by Iran"
            own = any(parse.deps[k] in ("aux", "auxpass", "nsubj", "nsubjpass") for k in parse.children[c])
            if parse.deps[c] == "conj" and parse.tags[c] == "VBN" and not own:
                return _by_phrase(parse, c)
    for c in parse.children[v] if not found else ():  # "was granted a loan of millions by the bank"
        if parse.deps[c] in ("dobj", "oprd", "dative", "prep"):
            inner = [k for k in parse.children[c] if parse.deps[k] == "pobj"]
            found = found or next((w for k in (c, *inner) if (w := adjuncts.within(parse, k, ("by",)))), [])
    return found


def _by_phrase(parse: Parse, v: int) -> list[int]:
    return [
        k
        for c in parse.children[v]
        if parse.deps[c] == "agent" or (parse.deps[c] == "prep" and parse.words[c].lower() == "by")
        for k in parse.children[c]
        if parse.deps[k] == "pobj"
    ]


def has_subject(parse: Parse, v: int) -> bool:
    """Whether ``v`` has a subject of its own."""
    return any(parse.deps[c] in ("nsubj", "nsubjpass", "csubj", "expl") for c in parse.children[v])


def _surface_subjects(parse: Parse, v: int, deep: bool = True) -> list[int]:
    own = [c for c in parse.children[v] if parse.deps[c] in ("nsubj", "nsubjpass", "csubj")]
    if own:
        return [_antecedent(parse, v, c) for c in _own(parse, own)]
    if not deep:
        return []
    dep, head = parse.deps[v], parse.head[v]
    if head == v or (dep == "ccomp" and _finite(parse, v)):
        return []
    if dep == "conj" and is_verb(parse, head):
        return _doer(parse, head, v)
    if dep == "relcl":
        infinitive = parse.tags[v] == "VB" and any(parse.tags[c] == "TO" for c in parse.children[v])
        return (controller_of_noun(parse, head) if infinitive and parse.deps[head] != "attr" else []) or [
            head
        ]
    if dep == "acl":
        if parse.tags[v] == "VBG":
            return [head]
        return controller_of_noun(parse, head) if parse.tags[v] == "VB" else []
    if dep == "advcl" and parse.tags[v] == "VB" and is_passive(parse, head):
        return agents(parse, head)
    if dep in ("xcomp", "ccomp") and is_verb(parse, head):
        if parse.lemmas[head] in OBJECT_CONTROL:
            if is_passive(parse, head):
                return patients(parse, head)
            objects = [c for c in parse.children[head] if parse.deps[c] in ("dobj", "dative")]
            if objects:
                return objects
            if parse.lemmas[head] == "call":
                return adjuncts.prepositional(parse, head, ("on", "upon", "for"))
            return _surface_subjects(parse, head) if dep == "xcomp" else []
        return _surface_subjects(parse, head)
    if dep == "xcomp" and parse.tags[head] == "JJ":
        return _surface_subjects(parse, parse.head[head])
    if dep == "advcl" and parse.tags[v] == "VBG" and v > head and parse.words[v - 1] in ("-", "--", "–", "—"):
        return []  # "stood by rebels -- the League -- *fighting* …"
    if dep == "advcl" and parse.tags[v] in ("VBG", "VB", "VBN") and is_verb(parse, head):
        return _paper(parse, head, v) or _surface_subjects(parse, head)
    if dep == "pcomp":
        prep = parse.head[v]
        governor = parse.head[prep]
        if parse.tags[governor] == "JJ":  # "found Peru guilty of …"
            own = [c for c in parse.children[governor] if parse.deps[c] == "nsubj"]
            if own or parse.deps[governor] == "oprd":
                return own or patients(parse, parse.head[governor])
        if not is_verb(parse, governor) and parse.tags[governor][:2] in ("RB", "RP", "IN", "JJ"):
            governor = parse.head[governor]  # "stopped short of", "was alone in"
        if parse.tags[governor].startswith("NN"):
            return controller_of_noun(parse, governor)
        if is_verb(parse, governor):
            controls = parse.lemmas[governor] in OBJECT_CONTROL and parse.words[prep].lower() in _OBLIQUE
            controls = controls or (
                parse.lemmas[governor] in _REASONED and parse.words[prep].lower() == "for"
            )
            if controls and (controlled := patients(parse, governor)):
                return controlled
            passive = is_passive(parse, governor)
            return patients(parse, governor) if passive else _surface_subjects(parse, governor)
    return []


def _own(parse: Parse, subjects_: list[int]) -> list[int]:
    """The subjects of a verb without what was misread: of several a pronoun, else none beyond a verb."""
    pronouns = [c for c in subjects_ if parse.tags[c] == "PRP"]
    if len(subjects_) > 1 and pronouns:
        return pronouns[:1]
    first = subjects_[0]
    return [c for c in subjects_ if not any(parse.tags[t].startswith("VB") for t in range(first + 1, c))]


def _finite(parse: Parse, v: int) -> bool:
    """Whether a clause has a tense of its own, so that its subject, if none is seen, was misread."""
    tensed = ("VBD", "VBZ", "VBP", "MD")
    helped = [parse.tags[c] for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass")]
    return parse.tags[v] in tensed or bool(set(helped) & set(tensed))


def _paper(parse: Parse, head: int, v: int) -> list[int]:
    """The order or law that a participle tells of: "blamed an *order* by Lima in May *forbidding* …"."""
    between = range(head + 1, v)
    if head > v or parse.tags[v] != "VBG" or "," in parse.words[head:v]:
        return []
    return [k for k in between if parse.lemmas[k] in _PAPERS and parse.deps[k] in ("dobj", "pobj")][-1:]


def _doer(parse: Parse, head: int, v: int) -> list[int]:
    """Subject that a coordinated verb shares: the surface subject of the first."""
    shared = _surface_subjects(parse, head)
    return shared


#: Verbs of those who speak of what others plan or decide: "*welcomed* a decision to ban arms".
_JUDGING = frozenset(
    """welcome praise hail applaud endorse criticise criticize condemn denounce oppose deplore attack blast
    slam mock protest question dismiss reject resist fear await""".split()
)


def controller_of_noun(parse: Parse, noun: int) -> list[int]:
    """Who is to do the infinitive after a noun: "Russia's plan to …", "Moscow made an offer to …"."""
    for c in parse.children[noun]:
        if parse.deps[c] == "poss":
            return [c]
    by = adjuncts.prepositional(parse, noun, ("by", "from"))
    if by:
        return by
    nations = [c for c in parse.children[noun] if parse.deps[c] == "amod" and parse.words[c][0].isupper()]
    if nations:
        return nations
    head = parse.head[noun]
    if parse.deps[noun] in ("dobj", "attr") and is_verb(parse, head):
        return [] if parse.lemmas[head] in _JUDGING else _surface_subjects(parse, head)
    about = parse.words[head].lower() in ("of", "about")  # "said *of* statements to support …"
    if parse.deps[noun] == "pobj" and is_verb(parse, parse.head[head]) and not about:
        return _surface_subjects(parse, parse.head[head])
    return []


def _antecedent(parse: Parse, v: int, subject: int) -> int:
    """What a relative pronoun stands for."""
    if parse.tags[subject] in ("WDT", "WP") and parse.deps[v] in ("relcl", "conj", "ccomp"):
        node = v
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        if parse.deps[node] == "relcl":
            return parse.described(subject, parse.head[node])
    return subject


def patients(parse: Parse, v: int) -> list[int]:
    """Heads of the logical object of ``v``: to whom it is done."""
    if is_passive(parse, v):
        own = [c for c in parse.children[v] if parse.deps[c] in ("nsubjpass", "nsubj")]
        if own:
            return [_antecedent(parse, v, c) for c in _own(parse, own)]
        if parse.deps[v] == "acl":
            return [parse.head[v]]
        if parse.deps[v] == "relcl":
            return [parse.head[v]]
        if parse.deps[v] == "conj":
            return (
                patients(parse, parse.head[v])
                if is_passive(parse, parse.head[v])
                else _surface_subjects(parse, v)
            )
        return _surface_subjects(parse, v)
    own = [c for c in parse.children[v] if parse.deps[c] == "dobj"]
    if own:
        return [_relative_object(parse, v, c) for c in own]
    if parse.deps[v] == "relcl" and has_subject(parse, v):
        subject = next((c for c in parse.children[v] if parse.deps[c] == "nsubj"), v)
        placed = any(parse.tags[c] == "WRB" for c in parse.children[v])  # "Kenya, *where* he …"
        if parse.tags[subject] not in ("WDT", "WP") and not placed:
            return [parse.head[v]]  # "the rebels Moscow backs"
    for c in parse.children[v]:  # "welcomed Putin to mediate": the subject of the infinitive
        if parse.deps[c] == "ccomp" and parse.tags[c] == "VB" and c > v:
            raised = [k for k in parse.children[c] if parse.deps[k] == "nsubj"]
            meant = any(parse.words[k - 1].lower() == "for" for k in parse.children[c] if k > v + 1)
            meant = meant or parse.words[v + 1].lower() == "for"  # "called *for* the minister to resign"
            if raised and not meant and any(parse.tags[k] == "TO" for k in parse.children[c]):
                return raised
    for c in parse.children[v]:  # "condemned and attacked Iran": the object of the last verb is shared
        if parse.deps[c] == "conj" and is_verb(parse, c) and not has_subject(parse, c):
            shared = [k for k in parse.children[c] if parse.deps[k] == "dobj"]
            if shared and c - v <= 3:
                return shared
    return []


def retained(parse: Parse, v: int) -> list[int]:
    """Objects that a passive keeps: "was granted *a loan*"."""
    return [c for c in parse.children[v] if parse.deps[c] in ("dobj", "oprd")] if is_passive(parse, v) else []


def _relative_object(parse: Parse, v: int, obj: int) -> int:
    relative = parse.tags[obj] in ("WDT", "WP") or parse.words[obj].lower() == "that"
    if relative and parse.deps[v] == "relcl":
        return parse.described(obj, parse.head[v])
    return obj


def recipients(parse: Parse, v: int) -> list[int]:
    """Heads of the indirect object of ``v``."""
    found = []
    for c in parse.children[v]:
        if parse.deps[c] == "dative":
            inner = [k for k in parse.children[c] if parse.deps[k] == "pobj"]
            found.extend(inner or [c])
    for o in (
        parse.children[v] if not found else ()
    ):  # "lend the Philippines two planes", parsed as one phrase
        if parse.deps[o] == "dobj":
            for c in parse.children[o]:
                numbered = [
                    k for k in parse.children[o] if c < k < o and parse.deps[k] in ("nummod", "det", "poss")
                ]
                bare = c == v + 1 and parse.tags[o] == "NNS" and not adjuncts.prepositional(parse, v, ("to",))
                named = parse.deps[c] in ("nmod", "compound") and parse.tags[c] in ("NNP", "NNPS")
                if named and (numbered or bare):
                    found.append(c)
    if (
        not found
        and is_passive(parse, v)
        and any(parse.deps[c] in ("dobj", "oprd") for c in parse.children[v])
    ):
        return patients(parse, v)
    return found


def particle(parse: Parse, v: int) -> str:
    """The particle of a phrasal verb ("out" of "carried out"), or empty."""
    for c in parse.children[v]:
        if parse.deps[c] == "prt":
            return parse.words[c].lower()
    for c in parse.children[v]:
        if (
            c == v + 1
            and parse.deps[c] in ("advmod", "prep")
            and parse.words[c].lower() in ("out", "off", "up", "down", "back", "away", "in", "over")
        ):
            return parse.words[c].lower()
    return ""
