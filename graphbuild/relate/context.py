"""What the words around an event make of it: negated, possible, future, demanded, reported."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild.annotate import Parse
from graphbuild.model import Modality, Span, Tense
from graphbuild.relate.clause import is_passive, is_verb, patients, subjects
from graphbuild.relate.lexicon import Lexicon

_MODALS: dict[str, Modality] = {
    "will": "future", "'ll": "future", "shall": "future", "wo": "future", "would": "future", "'d": "future",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible",
    "should": "demanded", "must": "demanded", "ought": "demanded", "need": "demanded",
}  # fmt: skip
_CONDITIONS = frozenset("if unless whether lest".split())
_RANK: dict[Modality, int] = {"asserted": 0, "future": 1, "possible": 2, "demanded": 3, "hypothetical": 4}
_NEGATORS = frozenset("never not n't no neither nor hardly scarcely barely".split())
_DOUBT = frozenset("possibly perhaps maybe probably potentially reportedly supposedly likely".split())
_ALLEGED = frozenset("allegedly reportedly".split())
_MODIFIERS: dict[str, Modality] = {
    **dict.fromkeys("possible potential alleged feared suspected likely purported supposed would-be so-called hypothetical".split(), "possible"),
    **dict.fromkeys("planned future upcoming proposed expected forthcoming scheduled impending looming threatened imminent".split(), "future"),
}  # fmt: skip


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


def of_verb(parse: Parse, v: int, lex: Lexicon, sentence: Span) -> Context:
    """The context of the event at verb ``v``."""
    found = Context()
    _local(parse, v, found)
    _climb(parse, v, lex, found)
    _sentence(parse, v, sentence, found)
    return found


def of_noun(parse: Parse, n: int, verb: int | None, lex: Lexicon, sentence: Span) -> Context:
    """The context of the event at noun ``n``, carried by the light verb ``verb`` if there is one."""
    found = Context()
    for c in parse.children[n]:
        word = parse.words[c].lower()
        if parse.deps[c] in ("det", "neg") and word in ("no", "neither"):
            found.negated = not found.negated
        if parse.deps[c] == "amod" and word in _MODIFIERS:
            found.weaken(_MODIFIERS[word])
    if verb is not None:
        _local(parse, verb, found)
        _climb(parse, verb, lex, found)
    else:
        _governed(parse, n, lex, found)
    _sentence(parse, n, sentence, found)
    return found


def _local(parse: Parse, v: int, found: Context) -> None:
    """Negation, modals, conditions and tense at the verb itself."""
    tag = parse.tags[v]
    tense: Tense = "past" if tag in ("VBD", "VBN") else "present" if tag in ("VBZ", "VBP", "VBG") else "none"
    inherits = parse.deps[v] == "conj" and is_verb(parse, parse.head[v])
    own_subject = any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[v])
    own_aux = any(parse.deps[c] in ("aux", "auxpass") for c in parse.children[v])
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "neg" or (dep in ("advmod", "preconj", "cc") and word in _NEGATORS):
            found.negated = not found.negated
        elif dep == "aux":
            if word in _MODALS:
                found.weaken(_MODALS[word])
                tense = "future" if _MODALS[word] == "future" else tense
            elif word in ("has", "have", "had", "'ve", "did"):
                tense = "past"
            elif word in ("is", "are", "am", "'re", "does", "do", "'s"):
                tense = "present" if not is_passive(parse, v) else tense
        elif dep == "mark" and word in _CONDITIONS:
            found.weaken("hypothetical")
        elif dep == "advmod" and word in _DOUBT:
            if word not in _ALLEGED:
                found.weaken("possible")
            else:
                found.attribution = found.attribution or word
        elif dep in ("nsubj", "nsubjpass", "dobj"):
            if any(parse.words[k].lower() in ("no", "neither") and parse.deps[k] in ("det", "neg", "preconj") for k in parse.children[c]):
                found.negated = not found.negated
            if parse.words[c].lower() in ("nobody", "none", "neither"):
                found.negated = not found.negated
        elif dep == "prep" and word == "according" and not found.attribution:
            for to in parse.children[c]:
                for k in parse.children[to]:
                    if parse.deps[k] == "pobj":
                        found.attribution, found.speaker = _phrase(parse, k), k
    if found.tense == "none":
        found.tense = tense
    if inherits and not own_subject and (not own_aux or tag == "VB"):
        if tag == "VB" or not own_aux:
            _local_shared(parse, parse.head[v], found, tag)


def _local_shared(parse: Parse, head: int, found: Context, tag: str) -> None:
    """Modals and negation that a coordinated verb shares with the first ("will meet and sign")."""
    for c in parse.children[head]:
        word = parse.words[c].lower()
        if parse.deps[c] == "aux" and word in _MODALS and tag in ("VB", "VBN"):
            found.weaken(_MODALS[word])
        elif parse.deps[c] == "mark" and word in _CONDITIONS:
            found.weaken("hypothetical")
        elif parse.deps[c] == "neg" and tag == "VB" and not found.negated:
            found.negated = True


def _climb(parse: Parse, v: int, lex: Lexicon, found: Context) -> None:
    """What the governing verbs and nouns make of the event, up to the root."""
    node, only_speech = v, False
    for _ in range(12):
        dep, head = parse.deps[node], parse.head[node]
        if head == node:
            return
        if dep in ("xcomp", "ccomp", "pcomp", "acl", "advcl", "relcl", "conj", "csubj", "oprd", "parataxis", "dep", "prep", "pobj", "attr"):
            governor = head
            if dep == "pcomp":
                prep = parse.words[head].lower()
                if prep == "without" and not only_speech:
                    found.negated = not found.negated
                governor = parse.head[head]
                if prep in ("before", "after", "since", "while", "by", "despite", "in"):
                    only_speech = True
            if dep in ("advcl", "relcl") or (dep == "acl" and parse.tags[node] != "VB"):
                only_speech = True
            if dep == "advcl" and not only_speech:
                only_speech = True
            if dep != "conj":
                _apply(parse, node, governor, lex, found, only_speech)
            node = governor
            if dep == "conj":
                continue
        else:
            node = head


def _apply(parse: Parse, node: int, governor: int, lex: Lexicon, found: Context, only_speech: bool) -> None:
    lemma = parse.lemmas[governor]
    if is_verb(parse, governor):
        effect = lex.verb_operators.get(lemma, "")
    elif parse.tags[governor].startswith("NN"):
        effect = lex.noun_operators.get(lemma, "") if parse.tags[node] == "VB" or parse.deps[node] in ("ccomp", "acl") else ""
        if only_speech:
            effect = ""
    else:
        effect = lex.adjective_operators.get(lemma, "") if not only_speech else ""
    if effect == "tell":  # "told reporters that …" reports, "told Iran to …" demands
        effect = "demand" if parse.deps[node] == "xcomp" or parse.tags[node] == "VB" else "report"
    if not effect or effect == "none":
        if not only_speech and is_verb(parse, governor) and parse.deps[node] in ("xcomp", "pcomp"):
            # an infinitive below "will try", "may want": the modal reaches down
            _reach(parse, governor, found)
        return
    if effect in ("report", "accuse", "deny"):
        clausal = parse.deps[node] in ("ccomp", "pcomp", "xcomp", "acl", "parataxis", "dep")
        if only_speech and not clausal:
            return
        if is_verb(parse, governor):
            speakers = subjects(parse, governor)
            if speakers and not found.attribution:
                found.attribution, found.speaker = _phrase(parse, speakers[0]), speakers[0]
            elif not found.attribution and is_passive(parse, governor) and effect == "accuse":
                found.attribution = "accusers"
        elif not found.attribution:
            found.attribution = _phrase(parse, governor)
        if effect == "deny" and not only_speech:
            found.negated = not found.negated
        elif is_verb(parse, governor) and not only_speech and lemma in ("say", "confirm", "announce") and _negated(parse, governor):
            found.weaken("possible")
        return
    if only_speech:
        return
    if effect == "negate":
        found.negated = not found.negated
    elif effect == "end":
        found.ended = True
    elif effect == "demand":
        found.weaken("demanded")
    else:
        found.weaken(effect)  # type: ignore[arg-type]
    if is_verb(parse, governor) and parse.deps[node] in ("xcomp", "pcomp", "ccomp"):
        _reach(parse, governor, found)


def _reach(parse: Parse, governor: int, found: Context) -> None:
    for c in parse.children[governor]:
        word = parse.words[c].lower()
        if parse.deps[c] == "aux" and word in _MODALS:
            found.weaken(_MODALS[word])
        elif parse.deps[c] == "neg" or (parse.deps[c] == "advmod" and word in _NEGATORS):
            found.negated = not found.negated
        elif parse.deps[c] == "mark" and word in _CONDITIONS:
            found.weaken("hypothetical")


def _negated(parse: Parse, v: int) -> bool:
    return any(parse.deps[c] == "neg" for c in parse.children[v])


def _governed(parse: Parse, n: int, lex: Lexicon, found: Context) -> None:
    """What the verb or noun that a bare event noun depends on makes of it ("ruled out an attack on …")."""
    node = n
    for _ in range(4):
        dep, head = parse.deps[node], parse.head[node]
        if head == node:
            return
        if dep in ("pobj", "prep", "conj", "pcomp"):
            if dep == "pobj" and parse.words[head].lower() == "without":
                found.negated = not found.negated
            node = head
            continue
        break
    dep, head = parse.deps[node], parse.head[node]
    via = node
    if dep == "prep":
        head = parse.head[node]
    if is_verb(parse, head):
        effect = lex.verb_operators.get(parse.lemmas[head], "")
        below = dep in ("dobj", "prep", "nsubjpass", "xcomp", "ccomp") or via != n
        if below and effect in ("negate", "deny"):
            found.negated = not found.negated
        elif below and effect in ("future", "possible", "hypothetical"):
            found.weaken(effect)  # type: ignore[arg-type]
        elif below and effect == "demand":
            found.weaken("demanded")
        elif below and effect == "end":
            found.ended = True
        _climb(parse, head, lex, found)
        for c in parse.children[head]:
            if parse.deps[c] == "aux" and parse.words[c].lower() in _MODALS and dep in ("dobj", "nsubj", "nsubjpass") and effect != "report":
                _weaken_unless_genitive(parse, n, found, _MODALS[parse.words[c].lower()])
            elif parse.deps[c] == "mark" and parse.words[c].lower() in _CONDITIONS:
                _weaken_unless_genitive(parse, n, found, "hypothetical")
    elif parse.tags[head].startswith("NN"):
        effect = lex.noun_operators.get(parse.lemmas[head], "")
        if effect in ("future", "possible", "hypothetical"):
            found.weaken(effect)  # type: ignore[arg-type]
        elif effect == "demand":
            found.weaken("demanded")
        elif effect in ("negate", "deny"):
            found.negated = not found.negated


def _weaken_unless_genitive(parse: Parse, n: int, found: Context, modality: Modality) -> None:
    """ "Russia's invasion could …" presupposes the invasion; "an invasion could …" does not."""
    if not any(parse.deps[c] == "poss" for c in parse.children[n]):
        found.weaken(modality)


def _sentence(parse: Parse, i: int, sentence: Span, found: Context) -> None:
    if parse.words[sentence[1] - 1] == "?" or (sentence[1] - sentence[0] > 1 and parse.words[sentence[1] - 2] == "?"):
        found.weaken("hypothetical")


def _phrase(parse: Parse, i: int) -> str:
    """The noun phrase that token ``i`` heads, without relative clauses."""
    drop: set[int] = set()
    for c in parse.children[i]:
        if parse.deps[c] in ("relcl", "acl", "appos", "punct", "cc") and c > i:
            drop.update(parse.subtree(c))
    kept = [k for k in parse.subtree(i) if k not in drop]
    kept = [k for k in kept if k <= i or k - i < 12]
    first, last = kept[0], kept[-1]
    return " ".join(parse.surface(first, last).split())


def speaker_acts(parse: Parse, context: Context, subject_tokens: list[int]) -> bool:
    """Whether who speaks is the one who acts."""
    return context.speaker >= 0 and context.speaker in subject_tokens


__all__ = ["Context", "of_noun", "of_verb", "patients", "speaker_acts"]
