"""The logical subject, object and recipient of a verb.

Passives, relative clauses, participles, control, raising and coordination are normalised, so that "Iran
attacked Iraq", "Iraq was attacked by Iran", "Iran, which attacked Iraq" and "Iran decided to attack Iraq"
have the same roles, as in PropBank.
"""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects_at_position
from graphbuild.extract.syntax import prepositions
from graphbuild.extract.syntax.clauses import is_complete, is_finite, is_misparsed_relative

#: Prepositions of a gerund that the object of its verb controls ("accused Iran *of* shelling").
_CONTROLLED_BY = ("of", "from", "with", "for", "to")
#: Prepositions before what somebody is congratulated on.
_OCCASION = ("on", "upon", "about", "over")
#: Relations of an agent that a hyphen joins to its participle.
_HYPHENATED = ("npadvmod", "nsubj", "compound", "nmod", "amod", "advmod")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


def is_verb(parse: Parse, i: int) -> bool:
    """Whether token ``i`` is tagged as a verb."""
    return parse.tags[i].startswith("VB") or (parse.tags[i] == "MD" and bool(parse.children[i]))


def is_passive(parse: Parse, v: int) -> bool:
    """Whether verb ``v`` is passive: with an auxiliary, or a participle after its noun."""
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
    """Whether ``v`` has a subject among its children."""
    return any(parse.deps[c] in (*_SUBJECTS, "expl") for c in parse.children[v])


def is_past_state(parse: Parse, v: int) -> bool:
    """Whether a verb states a past state that has ended: "*led* the team", "had *led*", "was *led* by".

    Also "used to *lead*" and "having *led*". Not a past tense in reported speech, which is shifted by the
    verb of reporting: "said that she *led* the team".
    """
    child_words = {parse.words[c].lower() for c in parse.children[v]}
    reported = parse.deps[v] == "ccomp" and parse.head[v] < v
    past_passive = is_passive(parse, v) and bool(child_words & {"was", "were"})
    simple_past = (parse.tags[v] == "VBD" or past_passive) and not reported
    used_to = parse.deps[v] == "xcomp" and parse.words[parse.head[v]].lower() == "used"
    past_perfect = parse.tags[v] == "VBN" and bool(child_words & {"had", "having"})
    return (simple_past or used_to or past_perfect) and "since" not in child_words


def agents(parse: Parse, v: int) -> list[int]:
    """Heads of the logical subject of verb ``v``; empty where the text has none."""
    if is_passive(parse, v):
        return _by_phrase(parse, v)
    if agent := hyphenated_agent(parse, v):
        return agent
    subjects = _of_those(parse, surface_subjects(parse, v))
    company = ("along with", "together with")  # "Mali, along with Burkina Faso, …"
    heads = [v, *subjects] if subjects else []
    return [*subjects, *(k for h in heads for k in prepositions.governed(parse, h, company))]


def _of_those(parse: Parse, heads: list[int]) -> list[int]:
    """Heads with who is named in place of "those": "among *those* who criticised Peru was Ann Otieno"."""
    found = []
    for i in heads:
        verb = parse.head[parse.head[i]]
        among = parse.deps[i] == "pobj" and parse.words[parse.head[i]].lower() == "among"
        named = among and parse.words[i].lower() == "those" and parse.lemmas[verb] == "be"
        after = [c for c in parse.children[verb] if c > verb and parse.deps[c] in ("nsubj", "attr")]
        found.extend(after if named and after else [i])
    return found


def hyphenated_agent(parse: Parse, v: int) -> list[int]:
    """The agent that a hyphen joins to the prenominal participle ``v``: "*Iran*-backed rebels"."""
    if parse.deps[v] != "amod" or parse.tags[v] != "VBN" or parse.lemmas[v] not in words("tied_deed"):
        return []
    if parse.words[v - 1] not in ("-", "–") or parse.end[v - 1] != parse.start[v]:
        return []
    return [c for c in parse.children[v] if c < v and parse.deps[c] in _HYPHENATED][-1:]


def _by_phrase(parse: Parse, v: int) -> list[int]:
    """Heads of the by-phrase of passive ``v``, or of a coordinated passive."""
    node = v
    heads = _own_by_phrase(parse, node)
    while not heads and parse.deps[node] == "conj" and is_passive(parse, parse.head[node]):
        node = parse.head[node]
        heads = _own_by_phrase(parse, node)
    for c in parse.children[v] if not heads else ():
        bare = not any(parse.deps[k] in ("aux", "auxpass", "nsubj", "nsubjpass") for k in parse.children[c])
        if parse.deps[c] == "conj" and parse.tags[c] == "VBN" and bare:
            return _own_by_phrase(parse, c)  # "was condemned and rejected by Iran"
        if parse.deps[c] in ("dobj", "oprd", "dative", "prep"):  # "was granted a loan by the bank"
            for k in (c, *(k for k in parse.children[c] if parse.deps[k] == "pobj")):
                heads = heads or prepositions.governed(parse, k, ("by",))
    return heads


def _own_by_phrase(parse: Parse, v: int) -> list[int]:
    return [
        k
        for c in parse.children[v]
        if parse.deps[c] == "agent" or (parse.deps[c] == "prep" and parse.words[c].lower() == "by")
        for k in parse.children[c]
        if parse.deps[k] == "pobj"
    ]


def surface_subjects(parse: Parse, v: int) -> list[int]:
    """Heads of the grammatical subject of ``v``: explicit, shared, controlled or of a relative clause."""
    explicit = [c for c in parse.children[v] if parse.deps[c] in _SUBJECTS]
    if explicit:
        return [_antecedent(parse, v, c) for c in _plausible_subjects(parse, explicit)]
    dep, head = parse.deps[v], parse.head[v]
    if head == v or (dep == "ccomp" and is_finite(parse, v)):
        return []  # the parser missed the subject
    if dep == "conj" and is_verb(parse, head):
        return surface_subjects(parse, _reporting_verb(parse, v) or head)
    if dep == "relcl":
        infinitive = parse.tags[v] == "VB" and any(parse.tags[c] == "TO" for c in parse.children[v])
        return (infinitive_subject(parse, head) if infinitive and parse.deps[head] != "attr" else []) or [
            head
        ]
    if dep == "acl":
        if parse.tags[v] == "VBG":
            return [head]
        return infinitive_subject(parse, head) if parse.tags[v] == "VB" else []
    if dep in ("xcomp", "advcl") and parse.lemmas[head] == "use" and is_passive(parse, head):
        return _by_phrase(parse, head)  # "a pistol *used* to kill Lincoln"
    if dep in ("xcomp", "ccomp") and is_verb(parse, head):
        return _controlled(parse, head, raised=dep == "xcomp")
    if dep == "xcomp" and parse.tags[head] == "JJ":
        return surface_subjects(parse, parse.head[head])
    if dep == "advcl" and is_verb(parse, head) and parse.tags[v] in ("VBG", "VB", "VBN"):
        if parse.tags[v] == "VB" and is_passive(parse, head):
            return _by_phrase(parse, head)
        if parse.tags[v] == "VB" and (addressees := _called_upon(parse, head)):
            return addressees
        if parse.tags[v] == "VBG" and v > head and parse.words[v - 1] in ("-", "--", "–", "—"):
            return []
        return surface_subjects(parse, head)
    if dep == "pcomp":
        return _gerund_subjects(parse, head)
    return []


def _reporting_verb(parse: Parse, v: int) -> int | None:
    """The verb of reporting that a speech act ``v`` belongs with, though parsed into its content clause.

    "Otieno said rebels shelled the town and *urged* Chad to act": of the same tense as the report, neither
    after "that" nor next to another speech act.
    """
    if parse.lemmas[v] not in words("spoken_deed"):
        return None
    inner = parse.head[v]
    while parse.deps[inner] == "conj" and is_verb(parse, parse.head[inner]):
        inner = parse.head[inner]
    report = parse.head[inner]
    reported = parse.deps[inner] == "ccomp" and effects_at_position("v").get(parse.lemmas[report]) == "report"
    conjuncts = (parse.lemmas[k] for k in (inner, parse.head[v]))
    speech_acts = any(
        k in words("spoken_deed") or effects_at_position("v").get(k) == "report" for k in conjuncts
    )
    has_mark = any(parse.deps[c] == "mark" for c in parse.children[inner])
    same_tense = parse.tags[v] == parse.tags[report] in ("VBD", "VBZ", "VBP")
    if reported and same_tense and v > inner > report and not (speech_acts or has_mark):
        return report
    return None


def _controlled(parse: Parse, head: int, *, raised: bool) -> list[int]:
    """The subject of the infinitive below ``head``: its object in "urged Iran to stop", else its subject."""
    if parse.lemmas[head] not in words("object_control"):
        return surface_subjects(parse, head)
    if is_passive(parse, head):
        return patients(parse, head)
    objects = [c for c in parse.children[head] if parse.deps[c] in ("dobj", "dative")]
    if objects:
        return objects
    return _called_upon(parse, head) or (surface_subjects(parse, head) if raised else [])


def _called_upon(parse: Parse, v: int) -> list[int]:
    """The addressee of "call": "calls *on Russia* to leave"."""
    if parse.lemmas[v] != "call" or any(parse.deps[c] in ("dobj", "oprd") for c in parse.children[v]):
        return []
    return prepositions.governed(parse, v, ("on", "upon", "for"))


def _gerund_subjects(parse: Parse, preposition: int) -> list[int]:
    """The subject of a gerund after a preposition: "accused *Iran* of shelling"."""
    governor = parse.head[preposition]
    if parse.tags[governor] == "JJ":  # "found Peru guilty of …"
        subjects = [c for c in parse.children[governor] if parse.deps[c] == "nsubj"]
        if subjects or parse.deps[governor] == "oprd":
            return subjects or patients(parse, parse.head[governor])
        felt_toward = parse.lemmas[governor] in words("feeling") and parse.words[preposition].lower() == "for"
        if felt_toward and (persons := prepositions.governed(parse, governor, words("felt_with"))):
            return persons  # "angry with *Turkey* for downing a jet"
    if not is_verb(parse, governor) and parse.tags[governor][:2] in ("RB", "RP", "IN", "JJ"):
        governor = parse.head[governor]  # "stopped short of", "was alone in"
    if parse.tags[governor].startswith("NN"):
        return infinitive_subject(parse, governor)
    if not is_verb(parse, governor):
        return []
    word = parse.words[preposition].lower()
    by_object = parse.lemmas[governor] in words("object_control") and word in _CONTROLLED_BY
    by_reason = parse.lemmas[governor] in words("reason_control") and word == "for"
    by_reason = by_reason or (parse.lemmas[governor] in words("occasion_control") and word in _OCCASION)
    if (by_object or by_reason) and (controlled := patients(parse, governor)):
        return controlled
    if by_reason and (persons := prepositions.governed(parse, governor, words("felt_with"))):
        return persons  # "lashed out at *Germany* for buying gas"
    return patients(parse, governor) if is_passive(parse, governor) else surface_subjects(parse, governor)


def _plausible_subjects(parse: Parse, subjects: list[int]) -> list[int]:
    """The subjects without parse errors: of several only a pronoun, else those before any other verb."""
    pronouns = [c for c in subjects if parse.tags[c] == "PRP"]
    if len(subjects) > 1 and pronouns:
        return pronouns[:1]
    first = subjects[0]
    return [c for c in subjects if not any(parse.tags[t].startswith("VB") for t in range(first + 1, c))]


def infinitive_subject(parse: Parse, noun: int) -> list[int]:
    """The subject of an infinitive after a noun: "*Russia's* plan to …", "*Moscow* made an offer to …"."""
    if asked := _asked(parse, noun):
        return asked
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


def _asked(parse: Parse, noun: int) -> list[int]:
    """Who faces or turns down what others ask: "*Kern* faces calls from the party to …"."""
    head = parse.head[noun]
    if parse.lemmas[noun] not in words("asking_noun"):
        return []
    if parse.deps[noun] == "dobj" and parse.lemmas[head] in words("facing"):
        return surface_subjects(parse, head)
    under = parse.deps[noun] == "pobj" and parse.words[head].lower() == "under"
    verb = parse.head[head]
    return surface_subjects(parse, verb) if under and is_verb(parse, verb) else []


def _antecedent(parse: Parse, v: int, subject: int) -> int:
    """The antecedent of a relative pronoun; any other subject itself."""
    if parse.tags[subject] in ("WDT", "WP") and parse.deps[v] in ("relcl", "conj", "ccomp"):
        node = v
        while parse.deps[node] == "conj" and parse.head[node] != node:
            node = parse.head[node]
        if parse.deps[node] == "relcl":
            return parse.relative_antecedent(subject, parse.head[node])
    return subject


def patients(parse: Parse, v: int) -> list[int]:
    """Heads of the logical object of verb ``v``."""
    if is_passive(parse, v):
        return _of_those(parse, _passive_subjects(parse, v))
    if hyphenated_agent(parse, v):
        return [parse.head[v]]
    explicit = [c for c in parse.children[v] if parse.deps[c] == "dobj"]
    if explicit:
        return [_relative_object(parse, v, c) for c in explicit]
    if parse.deps[v] == "relcl" and has_subject(parse, v):
        subject = next((c for c in parse.children[v] if parse.deps[c] == "nsubj"), v)
        locative = any(parse.tags[c] == "WRB" for c in parse.children[v])  # "Kenya, *where* he …"
        if parse.tags[subject] not in ("WDT", "WP") and not locative:
            return [parse.head[v]]  # "the rebels Moscow backs"
    return _raised_object(parse, v) or _shared_object(parse, v) or telephoned(parse, v)


def _passive_subjects(parse: Parse, v: int) -> list[int]:
    explicit = [c for c in parse.children[v] if parse.deps[c] in ("nsubjpass", "nsubj")]
    if explicit:
        return [_antecedent(parse, v, c) for c in _plausible_subjects(parse, explicit)]
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
            after_for = any(parse.words[k - 1].lower() == "for" for k in parse.children[c] if k > v + 1)
            if raised and not after_for and any(parse.tags[k] == "TO" for k in parse.children[c]):
                return raised
    return []


def _shared_object(parse: Parse, v: int) -> list[int]:
    """The object that ``v`` shares with a verb coordinated to it: "condemned and attacked *Iran*"."""
    for c in parse.children[v]:
        if parse.deps[c] == "conj" and is_verb(parse, c) and not has_subject(parse, c) and c - v <= 3:
            shared = [k for k in parse.children[c] if parse.deps[k] == "dobj"] or _shared_object(parse, c)
            if shared:
                return shared
    return []


def telephoned(parse: Parse, v: int) -> list[int]:
    """The object of "call" by telephone, which the parser labels a predicate: "called *Putin* on Monday"."""
    if parse.lemmas[v] != "call" or not has_subject(parse, v):
        return []
    return [c for c in parse.children[v] if parse.deps[c] == "oprd" and parse.tags[c] == "NNP"]


def retained(parse: Parse, v: int) -> list[int]:
    """The retained object of a passive: "was granted *a loan*"."""
    return [c for c in parse.children[v] if parse.deps[c] in ("dobj", "oprd")] if is_passive(parse, v) else []


def _relative_object(parse: Parse, v: int, obj: int) -> int:
    relative = parse.tags[obj] in ("WDT", "WP") or parse.words[obj].lower() == "that"
    return parse.relative_antecedent(obj, parse.head[v]) if relative and parse.deps[v] == "relcl" else obj


def recipients(parse: Parse, v: int) -> list[int]:
    """Heads of the indirect object of verb ``v``."""
    heads: list[int] = []
    for c in parse.children[v]:
        if parse.deps[c] == "dative":
            heads.extend([k for k in parse.children[c] if parse.deps[k] == "pobj"] or [c])
    for obj in parse.children[v] if not heads else ():
        if parse.deps[obj] == "dobj":
            heads.extend(c for c in parse.children[obj] if _is_merged_recipient(parse, v, obj, c))
    if not heads and retained(parse, v):
        return patients(parse, v)
    return heads


def _is_merged_recipient(parse: Parse, v: int, obj: int, c: int) -> bool:
    """Whether the parser merged recipient ``c`` into the object: "lend *the Philippines* two planes"."""
    if parse.deps[c] not in ("nmod", "compound") or parse.tags[c] not in ("NNP", "NNPS"):
        return False
    determined = any(c < k < obj and parse.deps[k] in ("nummod", "det", "poss") for k in parse.children[obj])
    bare = c == v + 1 and parse.tags[obj] == "NNS" and not prepositions.governed(parse, v, ("to",))
    return determined or (bare and parse.lemmas[obj] not in words("security"))  # "sold *Google* shares"


def particle(parse: Parse, v: int) -> str:
    """The particle of a phrasal verb ("out" of "carried out"); empty for none."""
    for c in parse.children[v]:
        if parse.deps[c] == "prt":
            return parse.words[c].lower()
    for c in parse.children[v]:
        if c == v + 1 and parse.deps[c] in ("advmod", "prep") and parse.words[c].lower() in words("particle"):
            return parse.words[c].lower()
    return ""


def is_content_clause(parse: Parse, v: int) -> bool:
    """Whether the clause at ``v`` is the content of its noun ("the claim that …", "a plot to …")."""
    if parse.deps[v] not in ("acl", "relcl"):
        return False
    noun = parse.lemmas[parse.head[v]]
    if parse.deps[v] == "relcl" and parse.tags[v] == "VB" and parse.words[v - 1] == "to":
        return noun in effects_at_position("n")
    marks = {parse.words[c].lower() for c in parse.children[v] if parse.deps[c] == "mark"}
    if marks & {"that", "for"} or is_misparsed_relative(parse, v):
        return True
    return noun in effects_at_position("n") and is_complete(parse, v)
