"""The arguments of verbs, whatever the construction.

Passives, relative clauses, participles, controlled and raised infinitives and coordination are undone
here, so that rules see the same roles in "Iran attacked Iraq", "Iraq was attacked by Iran", "Iran, which
attacked Iraq" and "Iran decided to attack Iraq". PropBank's logical subject and object are the model.
"""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects
from graphbuild.extract.syntax import prepositions

#: Prepositions before what the object of a controlling verb does ("accused Iran *of* shelling").
_CONTROLLED_BY = ("of", "from", "with", "for", "to")
#: What a hyphen ties to a participle.
_TIED = ("npadvmod", "nsubj", "compound", "nmod", "amod", "advmod")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


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
    if "aux" in deps:
        return False
    if parse.deps[v] == "acl" or (parse.deps[v] == "advcl" and not has_subject(parse, v)):
        return True
    if parse.deps[v] == "conj" and "nsubj" not in deps:
        return is_passive(parse, parse.head[v])
    return "agent" in deps


def has_subject(parse: Parse, v: int) -> bool:
    """Whether ``v`` has a subject of its own."""
    return any(parse.deps[c] in (*_SUBJECTS, "expl") for c in parse.children[v])


def over(parse: Parse, v: int) -> bool:
    """Whether what a verb tells was once and is no longer: "*led* the team", "had *led*", "was *led* by".

    So do "used to *lead*" and "having *led*". In reported speech a past tense is that of the reporter:
    "said that she *led* the team".
    """
    around = {parse.words[c].lower() for c in parse.children[v]}
    reported = parse.deps[v] == "ccomp" and parse.head[v] < v
    passive = is_passive(parse, v) and bool(around & {"was", "were"})
    simple = (parse.tags[v] == "VBD" or passive) and not reported
    used = parse.deps[v] == "xcomp" and parse.words[parse.head[v]].lower() == "used"
    before = parse.tags[v] == "VBN" and bool(around & {"had", "having"})
    return (simple or used or before) and "since" not in around


def agents(parse: Parse, v: int) -> list[int]:
    """Heads of the logical subject of verb ``v``: who does it. Empty where the text does not say."""
    if is_passive(parse, v):
        return _by_phrase(parse, v)
    if doer := tied(parse, v):
        return doer
    found = surface_subjects(parse, v)
    if found:  # "Mali, along with Burkina Faso, …"
        found = [*found, *prepositions.governed(parse, v, ("along with", "together with"))]
    return found


def tied(parse: Parse, v: int) -> list[int]:
    """Who does the participle before a noun at ``v`` by way of a hyphen: "*Iran*-backed rebels"."""
    if parse.deps[v] != "amod" or parse.tags[v] != "VBN" or parse.lemmas[v] not in words("tied_deed"):
        return []
    if parse.words[v - 1] not in ("-", "–") or parse.end[v - 1] != parse.start[v]:
        return []
    return [c for c in parse.children[v] if c < v and parse.deps[c] in _TIED][-1:]


def _by_phrase(parse: Parse, v: int) -> list[int]:
    """Heads of the by-phrase of passive ``v``, or of one that it is coordinated with."""
    node = v
    while (
        not (found := _by(parse, node)) and parse.deps[node] == "conj" and is_passive(parse, parse.head[node])
    ):
        node = parse.head[node]
    for c in parse.children[v] if not found else ():
        bare = not any(parse.deps[k] in ("aux", "auxpass", "nsubj", "nsubjpass") for k in parse.children[c])
        if (
            parse.deps[c] == "conj" and parse.tags[c] == "VBN" and bare
        ):  # "was condemned and rejected by Iran"
            return _by(parse, c)
        if parse.deps[c] in (
            "dobj",
            "oprd",
            "dative",
            "prep",
        ):  # "was granted a loan of millions by the bank"
            for k in (c, *(k for k in parse.children[c] if parse.deps[k] == "pobj")):
                found = found or prepositions.governed(parse, k, ("by",))
    return found


def _by(parse: Parse, v: int) -> list[int]:
    return [
        k
        for c in parse.children[v]
        if parse.deps[c] == "agent" or (parse.deps[c] == "prep" and parse.words[c].lower() == "by")
        for k in parse.children[c]
        if parse.deps[k] == "pobj"
    ]


def surface_subjects(parse: Parse, v: int) -> list[int]:
    """Heads of the subject of ``v``, its own, shared, controlled or relative."""
    own = [c for c in parse.children[v] if parse.deps[c] in _SUBJECTS]
    if own:
        return [_antecedent(parse, v, c) for c in _sole(parse, own)]
    dep, head = parse.deps[v], parse.head[v]
    if head == v or (dep == "ccomp" and _finite(parse, v)):
        return []  # a subject that was misread
    if dep == "conj" and is_verb(parse, head):
        return surface_subjects(parse, _speaker(parse, v) or head)
    if dep == "relcl":
        infinitive = parse.tags[v] == "VB" and any(parse.tags[c] == "TO" for c in parse.children[v])
        return (controller(parse, head) if infinitive and parse.deps[head] != "attr" else []) or [head]
    if dep == "acl":
        if parse.tags[v] == "VBG":
            return [head]
        return controller(parse, head) if parse.tags[v] == "VB" else []
    if dep in ("xcomp", "advcl") and parse.lemmas[head] == "use" and is_passive(parse, head):
        return _by_phrase(parse, head)  # "a pistol *used* to kill Lincoln"
    if dep in ("xcomp", "ccomp") and is_verb(parse, head):
        return _controlled(parse, head, raised=dep == "xcomp")
    if dep == "xcomp" and parse.tags[head] == "JJ":
        return surface_subjects(parse, parse.head[head])
    if dep == "advcl" and is_verb(parse, head) and parse.tags[v] in ("VBG", "VB", "VBN"):
        if parse.tags[v] == "VB" and is_passive(parse, head):
            return _by_phrase(parse, head)
        if parse.tags[v] == "VB" and (asked := _called_upon(parse, head)):
            return asked
        if parse.tags[v] == "VBG" and v > head and parse.words[v - 1] in ("-", "--", "–", "—"):
            return []
        return surface_subjects(parse, head)
    if dep == "pcomp":
        return _of_gerund(parse, head)
    return []


def _speaker(parse: Parse, v: int) -> int | None:
    """The verb of reporting whose subject does ``v``, a deed of speech that is parsed into what is reported.

    "Otieno said rebels shelled the town and *urged* Chad to act": of one tense with the report, and neither
    after "that" nor beside another deed of speech.
    """
    if parse.lemmas[v] not in words("spoken_deed"):
        return None
    inner = parse.head[v]
    while parse.deps[inner] == "conj" and is_verb(parse, parse.head[inner]):
        inner = parse.head[inner]
    report = parse.head[inner]
    reported = parse.deps[inner] == "ccomp" and effects("v").get(parse.lemmas[report]) == "report"
    beside = (parse.lemmas[k] for k in (inner, parse.head[v]))
    spoken = any(k in words("spoken_deed") or effects("v").get(k) == "report" for k in beside)
    that = any(parse.deps[c] == "mark" for c in parse.children[inner])
    same = parse.tags[v] == parse.tags[report] in ("VBD", "VBZ", "VBP")
    return report if reported and same and v > inner > report and not (spoken or that) else None


def _controlled(parse: Parse, head: int, *, raised: bool) -> list[int]:
    """Who does the infinitive below ``head``: its object for "urged Iran to stop", else its subject."""
    if parse.lemmas[head] not in words("object_control"):
        return surface_subjects(parse, head)
    if is_passive(parse, head):
        return patients(parse, head)
    objects = [c for c in parse.children[head] if parse.deps[c] in ("dobj", "dative")]
    if objects:
        return objects
    return _called_upon(parse, head) or (surface_subjects(parse, head) if raised else [])


def _called_upon(parse: Parse, v: int) -> list[int]:
    """Who is called upon to do something: "calls *on Russia* to leave"."""
    if parse.lemmas[v] != "call" or any(parse.deps[c] in ("dobj", "oprd") for c in parse.children[v]):
        return []
    return prepositions.governed(parse, v, ("on", "upon", "for"))


def _of_gerund(parse: Parse, preposition: int) -> list[int]:
    """Who does what a preposition introduces: "accused *Iran* of shelling", "plans of *Iran* for leaving"."""
    governor = parse.head[preposition]
    if parse.tags[governor] == "JJ":  # "found Peru guilty of …"
        own = [c for c in parse.children[governor] if parse.deps[c] == "nsubj"]
        if own or parse.deps[governor] == "oprd":
            return own or patients(parse, parse.head[governor])
    if not is_verb(parse, governor) and parse.tags[governor][:2] in ("RB", "RP", "IN", "JJ"):
        governor = parse.head[governor]  # "stopped short of", "was alone in"
    if parse.tags[governor].startswith("NN"):
        return controller(parse, governor)
    if not is_verb(parse, governor):
        return []
    word = parse.words[preposition].lower()
    by_object = parse.lemmas[governor] in words("object_control") and word in _CONTROLLED_BY
    by_reason = parse.lemmas[governor] in words("reason_control") and word == "for"
    if (by_object or by_reason) and (controlled := patients(parse, governor)):
        return controlled
    return patients(parse, governor) if is_passive(parse, governor) else surface_subjects(parse, governor)


def _sole(parse: Parse, subjects: list[int]) -> list[int]:
    """The subjects of a verb without what was misread: of several a pronoun, else none beyond a verb."""
    pronouns = [c for c in subjects if parse.tags[c] == "PRP"]
    if len(subjects) > 1 and pronouns:
        return pronouns[:1]
    first = subjects[0]
    return [c for c in subjects if not any(parse.tags[t].startswith("VB") for t in range(first + 1, c))]


def _finite(parse: Parse, v: int) -> bool:
    tensed = {"VBD", "VBZ", "VBP", "MD"}
    helped = {parse.tags[c] for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass")}
    return parse.tags[v] in tensed or bool(helped & tensed)


def controller(parse: Parse, noun: int) -> list[int]:
    """Who is to do the infinitive after a noun: "Russia's plan to …", "Moscow made an offer to …"."""
    for c in parse.children[noun]:
        if parse.deps[c] == "poss":
            return [c]
    if by := prepositions.governed(parse, noun, ("by", "from")):
        return by
    nations = [c for c in parse.children[noun] if parse.deps[c] == "amod" and parse.words[c][0].isupper()]
    if nations:
        return nations
    head = parse.head[noun]
    if parse.deps[noun] in ("dobj", "attr") and is_verb(parse, head):
        return [] if parse.lemmas[head] in words("judging") else surface_subjects(parse, head)
    about = parse.words[head].lower() in ("of", "about")
    if parse.deps[noun] == "pobj" and is_verb(parse, parse.head[head]) and not about:
        return surface_subjects(parse, parse.head[head])
    return []


def _antecedent(parse: Parse, v: int, subject: int) -> int:
    """What a relative pronoun stands for; any other subject itself."""
    if parse.tags[subject] in ("WDT", "WP") and parse.deps[v] in ("relcl", "conj", "ccomp"):
        node = v
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        if parse.deps[node] == "relcl":
            return parse.described(subject, parse.head[node])
    return subject


def patients(parse: Parse, v: int) -> list[int]:
    """Heads of the logical object of verb ``v``: to whom it is done."""
    if is_passive(parse, v):
        return _passive_subjects(parse, v)
    if tied(parse, v):
        return [parse.head[v]]
    own = [c for c in parse.children[v] if parse.deps[c] == "dobj"]
    if own:
        return [_relative_object(parse, v, c) for c in own]
    if parse.deps[v] == "relcl" and has_subject(parse, v):
        subject = next((c for c in parse.children[v] if parse.deps[c] == "nsubj"), v)
        placed = any(parse.tags[c] == "WRB" for c in parse.children[v])  # "Kenya, *where* he …"
        if parse.tags[subject] not in ("WDT", "WP") and not placed:
            return [parse.head[v]]  # "the rebels Moscow backs"
    return _raised_object(parse, v) or _shared_object(parse, v) or _rung_up(parse, v)


def _passive_subjects(parse: Parse, v: int) -> list[int]:
    own = [c for c in parse.children[v] if parse.deps[c] in ("nsubjpass", "nsubj")]
    if own:
        return [_antecedent(parse, v, c) for c in _sole(parse, own)]
    if parse.deps[v] in ("acl", "relcl"):
        return [parse.head[v]]
    if parse.deps[v] == "conj" and is_passive(parse, parse.head[v]):
        return _passive_subjects(parse, parse.head[v])
    return surface_subjects(parse, v)


def _raised_object(parse: Parse, v: int) -> list[int]:
    """The subject of an infinitive below the verb: "welcomed *Putin* to mediate", not "called for X to"."""
    for c in parse.children[v]:
        if parse.deps[c] == "ccomp" and parse.tags[c] == "VB" and c > v:
            raised = [k for k in parse.children[c] if parse.deps[k] == "nsubj"]
            meant = any(parse.words[k - 1].lower() == "for" for k in parse.children[c] if k > v + 1)
            if raised and not meant and any(parse.tags[k] == "TO" for k in parse.children[c]):
                return raised
    return []


def _shared_object(parse: Parse, v: int) -> list[int]:
    """The object of the last of coordinated verbs: "condemned and attacked *Iran*"."""
    for c in parse.children[v]:
        if parse.deps[c] == "conj" and is_verb(parse, c) and not has_subject(parse, c) and c - v <= 3:
            shared = [k for k in parse.children[c] if parse.deps[k] == "dobj"]
            if shared:
                return shared
    return []


def _rung_up(parse: Parse, v: int) -> list[int]:
    """Who is rung up, where the parser takes the name for what he is called: "called *Putin* on Monday"."""
    if parse.lemmas[v] != "call" or not has_subject(parse, v):
        return []
    return [c for c in parse.children[v] if parse.deps[c] == "oprd" and parse.tags[c] == "NNP"]


def retained(parse: Parse, v: int) -> list[int]:
    """Objects that a passive keeps: "was granted *a loan*"."""
    return [c for c in parse.children[v] if parse.deps[c] in ("dobj", "oprd")] if is_passive(parse, v) else []


def _relative_object(parse: Parse, v: int, obj: int) -> int:
    relative = parse.tags[obj] in ("WDT", "WP") or parse.words[obj].lower() == "that"
    return parse.described(obj, parse.head[v]) if relative and parse.deps[v] == "relcl" else obj


def recipients(parse: Parse, v: int) -> list[int]:
    """Heads of the indirect object of verb ``v``."""
    found: list[int] = []
    for c in parse.children[v]:
        if parse.deps[c] == "dative":
            found.extend([k for k in parse.children[c] if parse.deps[k] == "pobj"] or [c])
    for o in parse.children[v] if not found else ():
        if parse.deps[o] == "dobj":
            found.extend(c for c in parse.children[o] if _joined_recipient(parse, v, o, c))
    if not found and retained(parse, v):
        return patients(parse, v)
    return found


def _joined_recipient(parse: Parse, v: int, o: int, c: int) -> bool:
    """Whether the parse made one phrase of recipient and object: "lend *the Philippines* two planes"."""
    if parse.deps[c] not in ("nmod", "compound") or parse.tags[c] not in ("NNP", "NNPS"):
        return False
    numbered = any(c < k < o and parse.deps[k] in ("nummod", "det", "poss") for k in parse.children[o])
    bare = c == v + 1 and parse.tags[o] == "NNS" and not prepositions.governed(parse, v, ("to",))
    return numbered or bare


def particle(parse: Parse, v: int) -> str:
    """The particle of a phrasal verb ("out" of "carried out"), or empty."""
    for c in parse.children[v]:
        if parse.deps[c] == "prt":
            return parse.words[c].lower()
    for c in parse.children[v]:
        if c == v + 1 and parse.deps[c] in ("advmod", "prep") and parse.words[c].lower() in words("particle"):
            return parse.words[c].lower()
    return ""


def complements(parse: Parse, v: int) -> list[int]:
    """Heads of clauses that are arguments of ``v`` itself: "declined *to comment*", "said it *was* so"."""
    return [c for c in parse.children[v] if parse.deps[c] in ("xcomp", "ccomp")]


def content(parse: Parse, i: int) -> list[int]:
    """Heads of clauses that are what ``i`` says, wants or does: "agreed *to help*", "a plan *to help*"."""
    found: list[int] = []
    opened = False
    for c in parse.children[i]:
        dep = parse.deps[c]
        inner: list[int] = []
        if dep == "xcomp" or (dep == "ccomp" and not opened):
            inner, opened = [c], True
        elif dep == "prep" and parse.words[c].lower() in words("content_preposition"):
            for k in parse.children[c]:
                if parse.deps[k] == "pcomp":
                    inner.append(k)
                elif parse.deps[k] == "pobj":
                    inner.extend(
                        j for j in parse.children[k] if parse.deps[j] == "acl" and parse.tags[j] == "VB"
                    )
        elif dep in ("dobj", "attr", "acomp") and not prepositions.governed(parse, c, ("by",)):
            inner = [
                k
                for k in parse.children[c]
                if parse.deps[k] in ("acl", "xcomp", "relcl")
                and parse.tags[k] == "VB"
                and not (parse.deps[k] == "relcl" and has_subject(parse, k))
            ]
        elif dep in ("acl", "relcl") and parse.tags[i].startswith("NN"):
            inner = [c] if says_content(parse, c) or (dep == "acl" and parse.tags[c] == "VB") else []
        elif dep == "advcl" and parse.tags[i].startswith("NN"):  # "the need *for Peru to leave*"
            inner = [c] if parse.tags[c] == "VB" and c > i and has_subject(parse, c) else []
        elif dep in ("acl", "relcl") and is_verb(parse, i):  # "demands that Peru *leave*", misread as a noun
            marks = [k for k in parse.children[c] if parse.deps[k] == "mark" and k > i]
            inner = [c] if marks and has_subject(parse, c) else []
        elif (
            dep == "advcl"
            and parse.tags[c] == "VB"
            and c > i
            and is_verb(parse, i)
            and not patients(parse, i)
        ):
            inner = [c]
        found.extend(w for w in inner if is_verb(parse, w) or has_subject(parse, w))
    return found


def says_content(parse: Parse, v: int) -> bool:
    """Whether the clause at ``v`` is what its noun says ("the claim that …", "a plot to …"), no relative."""
    if parse.deps[v] not in ("acl", "relcl"):
        return False
    noun = parse.lemmas[parse.head[v]]
    if parse.deps[v] == "relcl" and parse.tags[v] == "VB" and parse.words[v - 1] == "to":
        return noun in effects("n")
    marks = {parse.words[c].lower() for c in parse.children[v] if parse.deps[c] == "mark"}
    return (
        bool(marks & {"that", "for"}) or _no_gap(parse, v) or (noun in effects("n") and _complete(parse, v))
    )


def _no_gap(parse: Parse, v: int) -> bool:
    """Whether "that" opens a clause with no gap: "heard from aides *that* Peru had left", misread."""
    below = parse.children[v]
    that = [c for c in below if parse.tags[c] == "WDT" and parse.words[c].lower() == "that" and c < v]
    places = [parse.deps[c] for c in below if c not in that]
    if parse.deps[v] != "relcl" or not that or "nsubj" not in places:
        return False
    role = parse.deps[that[0]]
    return role == "advmod" or (role == "dobj" and bool({"dobj", "xcomp", "ccomp"} & set(places)))


def _complete(parse: Parse, v: int) -> bool:
    """Whether a clause without a relative has all its places filled: "allegations he bribed X"."""
    if parse.tags[v] == "VB":
        return False
    relative = any(parse.tags[k] in ("WDT", "WP", "WP$", "WRB") for k in parse.subtree(v) if k < v)
    relative = relative or any(
        parse.deps[c] == "dobj" and parse.words[c].lower() == "that" for c in parse.children[v]
    )
    deps = {parse.deps[c] for c in parse.children[v]}
    return not relative and "nsubj" in deps and bool(deps & {"dobj", "ccomp", "acomp", "attr", "prep"})


def purposes(parse: Parse, v: int) -> list[int]:
    """Verbs of infinitives that tell what ``v`` is done for."""
    return [c for c in parse.children[v] if parse.deps[c] in ("advcl", "xcomp") and parse.tags[c] == "VB"]


def conditions(parse: Parse, v: int) -> list[int]:
    """Heads of clauses on ``v`` that say on what it hangs: "will leave *if* Peru *stays*"."""
    known = effects("mark")
    return [
        c
        for c in parse.children[v]
        if parse.deps[c] == "advcl"
        and any(
            parse.deps[k] == "mark" and known.get(parse.words[k].lower()) == "hypothetical"
            for k in parse.children[c]
        )
    ]


def manners(parse: Parse, v: int) -> list[int]:
    """Adverbs on ``v``: "*secretly* sold"."""
    return [c for c in parse.children[v] if parse.deps[c] == "advmod"]


def predicates(parse: Parse, v: int) -> list[int]:
    """What is said of somebody at or below ``v``: "held Iran *responsible*", "said it was *guilty*"."""
    clauses = [c for c in parse.children[v] if parse.deps[c] == "ccomp" and c > v]
    clauses = [c for c in clauses if not any(parse.deps[k] == "neg" for k in parse.children[c])]
    below = [v, *(c for c in clauses if parse.lemmas[c] == "be" or parse.tags[c] == "JJ")]
    found = [
        c for b in below for c in parse.children[b] if parse.deps[c] in ("acomp", "oprd", "attr", "amod")
    ]
    named = _rung_up(parse, v) if all(parse.deps[c] != "dobj" for c in parse.children[v]) else []
    return [*(c for c in found if c not in named), *(b for b in below[1:] if parse.tags[b] == "JJ")]
