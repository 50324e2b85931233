"""What a verb's own clause makes of an event: negation, modals, conditions, tense."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild.annotate import Parse
from graphbuild.model import Modality, Tense
from graphbuild.relate.clause import agents, is_passive, is_verb

MODALS: dict[str, Modality] = {
    "will": "future", "'ll": "future", "shall": "future", "wo": "future", "would": "future", "'d": "future",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible",
    "should": "demanded", "must": "demanded", "ought": "demanded", "need": "demanded",
}  # fmt: skip
CONDITIONS = frozenset(["if", "unless", "whether", "lest"])
_RANK: dict[Modality, int] = {"asserted": 0, "future": 1, "possible": 2, "demanded": 3, "hypothetical": 4}
NEGATORS = frozenset(["never", "not", "n't", "no", "neither", "nor", "hardly", "scarcely", "barely"])
_NOT_YET = frozenset(["before", "until", "till", "when", "whenever", "once"])
_ALMOST = frozenset(["nearly", "almost"])
_DOUBT = frozenset(["possibly", "perhaps", "maybe", "probably", "potentially", "likely"])
_ALLEGED = frozenset(["allegedly", "reportedly", "supposedly", "apparently"])
_PAPERS = frozenset("number figure data datum statistic report survey statement document study".split())
_NONE = frozenset(["nobody", "none", "neither", "no"])
MODIFIERS: dict[str, Modality] = {
    **dict.fromkeys(
        ["possible", "potential", "alleged", "feared", "suspected", "likely", "purported"], "possible"
    ),
    **dict.fromkeys(
        ["supposed", "would-be", "so-called", "hypothetical", "imaginary", "fictional"], "possible"
    ),
    **dict.fromkeys(
        ["planned", "future", "upcoming", "proposed", "expected", "forthcoming", "contemplated"], "future"
    ),
    **dict.fromkeys(["scheduled", "impending", "pending", "looming", "threatened", "imminent"], "future"),
}


@dataclass(slots=True)
class Context:
    """How an event is put."""

    negated: bool = False
    modality: Modality = "asserted"
    attribution: str = ""
    speaker: int = -1
    """Token that heads the speaker's phrase, -1 where the article itself speaks."""
    tense: Tense = "none"
    ended: bool = False
    """Whether a governing verb stops it ("stopped bombing")."""

    def weaken(self, modality: Modality) -> None:
        """Take the modality that is further from asserted."""
        if _RANK[modality] > _RANK[self.modality]:
            self.modality = modality

    def flip(self) -> None:
        """Negate once more."""
        self.negated = not self.negated

    def credit(self, parse: Parse, speaker: int) -> None:
        """Attribute it to the phrase that token ``speaker`` heads, unless somebody nearer says it."""
        if not self.attribution:
            self.attribution, self.speaker = _phrase(parse, speaker), speaker


def at_verb(parse: Parse, v: int, found: Context) -> None:
    """Negation, modals, conditions and tense at the verb itself."""
    tag = parse.tags[v]
    tense: Tense = "past" if tag in ("VBD", "VBN") else "present" if tag in ("VBZ", "VBP", "VBG") else "none"
    modal = ""
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "neg" or (dep in ("advmod", "preconj", "cc") and word in NEGATORS):
            found.flip()
        elif dep == "aux":
            if word in MODALS:
                modal = word
                found.weaken(MODALS[word])
                tense = "future" if MODALS[word] == "future" else tense
            elif word in ("has", "have", "had", "'ve", "did"):
                tense = "past"
            elif word in ("is", "are", "am", "'re", "does", "do", "'s"):
                tense = "present" if not is_passive(parse, v) else tense
        elif dep == "mark" and word in CONDITIONS:
            found.weaken("hypothetical")
        elif dep in ("mark", "advmod") and word in _NOT_YET and _present(parse, v):
            found.weaken("possible")  # "*before* Belgium hands …", "*when* he is sentenced"
        elif dep == "mark" and word == "for" and tag == "VB":  # "a call *for* Britain to leave"
            found.weaken("demanded")
        elif dep == "advmod":
            _adverb(parse, c, found)
        elif dep in ("nsubj", "nsubjpass", "dobj") and emptied(parse, c):
            found.flip()
    if tense == "present" and _to_come(parse, v):
        found.weaken("future")
    if _inverted(parse, v):
        found.weaken("hypothetical" if parse.deps[v] == "advcl" and not modal else "possible")
    elif modal in ("would", "'d", "could", "might") and _conditional(parse, v):
        found.weaken("hypothetical")
    if found.tense == "none":
        found.tense = tense
    own_subject = any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[v])
    own_aux = any(parse.deps[c] in ("aux", "auxpass") for c in parse.children[v])
    head = parse.head[v]
    if parse.deps[v] == "conj" and is_verb(parse, head) and not own_subject and (tag == "VB" or not own_aux):
        _shared(parse, head, found, tag)


def _present(parse: Parse, v: int) -> bool:
    """Whether a verb stands in the present tense, not the perfect."""
    verbs = [v, *(c for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass"))]
    told = [k for k in verbs if parse.tags[k] in ("VBD", "VBZ", "VBP", "MD")]
    perfect = any(parse.lemmas[k] == "have" and parse.deps[k] == "aux" for k in told)
    return bool(told) and not perfect and all(parse.tags[k] in ("VBZ", "VBP") for k in told)


def _to_come(parse: Parse, v: int) -> bool:
    """Whether the present tells what is to come: "meets him tomorrow", "is visiting Oslo next week"."""
    return any(
        parse.words[c].lower() == "tomorrow"
        or any(parse.words[k].lower() == "next" for k in parse.children[c] if parse.deps[c] == "npadvmod")
        for c in parse.children[v]
        if parse.deps[c] in ("npadvmod", "advmod")
    )


def _adverb(parse: Parse, c: int, found: Context) -> None:
    word = parse.words[c].lower()
    longer = word == "longer" and any(parse.words[k].lower() in ("no", "any") for k in parse.children[c])
    if word in _ALMOST or (longer and any(parse.words[k].lower() == "no" for k in parse.children[c])):
        found.flip()
    elif word in _DOUBT:
        found.weaken("possible")
    elif word in _ALLEGED:
        found.attribution = found.attribution or word


def emptied(parse: Parse, i: int) -> bool:
    """Whether a noun phrase is none of anything: "*no* ship", "*none* of the ships"."""
    return parse.words[i].lower() in _NONE or any(
        parse.words[k].lower() in ("no", "neither") and parse.deps[k] in ("det", "neg", "preconj", "advmod")
        for k in parse.children[i]
    )


def _inverted(parse: Parse, v: int) -> bool:
    """Whether an auxiliary, or a form of "be", stands before its subject: a question or a condition."""
    subject = next((c for c in parse.children[v] if parse.deps[c] in ("nsubj", "nsubjpass")), None)
    if subject is None or (parse.lemmas[v] != "be" and subject > v):
        return False
    if parse.lemmas[v] == "be":
        first = v
    else:
        fronted = [c for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass") and c < subject]
        if not fronted:
            return False
        first = fronted[0]
    before = [c for c in parse.children[v] if c < first and parse.deps[c] not in ("punct", "cc")]
    return first < subject and not before


def _conditional(parse: Parse, v: int) -> bool:
    """Whether a condition hangs on ``v``: "if", "had it …", "in case of"."""
    for c in parse.children[v]:
        if parse.deps[c] == "advcl" and (
            _inverted(parse, c)
            or any(
                parse.deps[k] == "mark" and parse.words[k].lower() in CONDITIONS for k in parse.children[c]
            )
        ):
            return True
        if parse.deps[c] == "prep" and any(
            parse.lemmas[k] in ("case", "event") and parse.words[c].lower() == "in" for k in parse.children[c]
        ):
            return True
    return False


def _shared(parse: Parse, head: int, found: Context, tag: str) -> None:
    """Modals and negation that a coordinated verb shares with the first ("will meet and sign")."""
    for c in parse.children[head]:
        word = parse.words[c].lower()
        if parse.deps[c] == "aux" and word in MODALS and tag in ("VB", "VBN"):
            found.weaken(MODALS[word])
        elif parse.deps[c] == "mark" and word in CONDITIONS:
            found.weaken("hypothetical")
        elif parse.deps[c] == "neg" and tag == "VB" and not found.negated:
            found.negated = True


def _phrase(parse: Parse, i: int) -> str:
    """The noun phrase that token ``i`` heads, without relative clauses; for papers, who put them out."""
    if parse.lemmas[i] in _PAPERS and (makers := [k for c in parse.children[i] for k in agents(parse, c)]):
        return _phrase(parse, makers[0])  # "numbers released by the ministry"
    drop: set[int] = set()
    for c in parse.children[i]:
        if parse.deps[c] in ("relcl", "acl", "appos", "punct", "cc") and c > i:
            drop.update(parse.subtree(c))
    kept = [k for k in parse.subtree(i) if k not in drop]
    kept = [k for k in kept if k <= i or k - i < 12]
    first, last = kept[0], kept[-1]
    for a, stop, _ in parse.names:  # "CoFAB *Inc*", where the parse cuts the name
        if a < first <= i < stop:
            first = a
    while last > i and parse.tags[last] in ("IN", "TO", "CC", ",", "DT"):
        last -= 1  # "sources close *to*"
    return " ".join(parse.surface(first, last).split())
