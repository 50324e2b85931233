"""What the words around an event make of it: negated, possible, future, demanded, reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphbuild.annotate import Parse
from graphbuild.model import Modality, Span, Tense
from graphbuild.relate.clause import agents, is_passive, is_verb, subjects
from graphbuild.relate.lexicon import Lexicon

_MODALS: dict[str, Modality] = {
    "will": "future", "'ll": "future", "shall": "future", "wo": "future", "would": "future", "'d": "future",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible",
    "should": "demanded", "must": "demanded", "ought": "demanded", "need": "demanded",
}  # fmt: skip
_CONDITIONS = frozenset(["if", "unless", "whether", "lest"])
_RANK: dict[Modality, int] = {"asserted": 0, "future": 1, "possible": 2, "demanded": 3, "hypothetical": 4}
_NEGATORS = frozenset(["never", "not", "n't", "no", "neither", "nor", "hardly", "scarcely", "barely"])
_ALMOST = frozenset(["nearly", "almost"])
_DOUBT = frozenset(["possibly", "perhaps", "maybe", "probably", "potentially", "likely"])
_ALLEGED = frozenset(["allegedly", "reportedly", "supposedly", "apparently"])
_NONE = frozenset(["nobody", "none", "neither", "no"])
_MODIFIERS: dict[str, Modality] = {
    **dict.fromkeys(
        ["possible", "potential", "alleged", "feared", "suspected", "likely", "purported", "supposed", "would-be",
         "so-called", "hypothetical", "imaginary", "fictional", "invented"],
        "possible",
    ),
    **dict.fromkeys(
        ["planned", "future", "upcoming", "proposed", "expected", "forthcoming", "scheduled", "impending", "looming",
         "threatened", "imminent"],
        "future",
    ),
}  # fmt: skip
_VIEWS = frozenset(["view", "opinion", "word", "account", "eye", "reading", "telling"])
#: Subordinate clauses keep the speaker of the main clause, but not its modality or negation.
_FRAMED = ("advcl", "relcl")


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


def of_verb(parse: Parse, v: int, lex: Lexicon, sentence: Span) -> Context:
    """The context of the event at verb ``v``."""
    found = Context()
    _local(parse, v, found)
    _climb(parse, v, lex, found)
    _question(parse, sentence, found)
    return found


def of_noun(parse: Parse, n: int, verb: int | None, lex: Lexicon, sentence: Span) -> Context:
    """The context of the event at noun ``n``, carried by the light verb ``verb`` if there is one."""
    found = Context()
    for c in parse.children[n]:
        word = parse.words[c].lower()
        if parse.deps[c] in ("det", "neg") and word in ("no", "neither"):
            found.flip()
        if parse.deps[c] == "amod" and word in _MODIFIERS:
            found.weaken(_MODIFIERS[word])
    if verb is not None:
        _local(parse, verb, found)
        _climb(parse, verb, lex, found)
        if parse.lemmas[verb] not in lex.light:
            _embed(operator(parse, verb, "v", lex), found)
    else:
        _governed(parse, n, lex, found)
    _question(parse, sentence, found)
    return found


# -- at the verb itself --------------------------------------------------------------------


def _local(parse: Parse, v: int, found: Context) -> None:
    """Negation, modals, conditions and tense at the verb itself."""
    tag = parse.tags[v]
    tense: Tense = "past" if tag in ("VBD", "VBN") else "present" if tag in ("VBZ", "VBP", "VBG") else "none"
    modal = ""
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "neg" or (dep in ("advmod", "preconj", "cc") and word in _NEGATORS):
            found.flip()
        elif dep == "aux":
            if word in _MODALS:
                modal = word
                found.weaken(_MODALS[word])
                tense = "future" if _MODALS[word] == "future" else tense
            elif word in ("has", "have", "had", "'ve", "did"):
                tense = "past"
            elif word in ("is", "are", "am", "'re", "does", "do", "'s"):
                tense = "present" if not is_passive(parse, v) else tense
        elif dep == "mark" and word in _CONDITIONS:
            found.weaken("hypothetical")
        elif dep == "advmod":
            _adverb(parse, c, found)
        elif dep in ("nsubj", "nsubjpass", "dobj") and (_no(parse, c) or parse.words[c].lower() in _NONE):
            found.flip()
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


def _adverb(parse: Parse, c: int, found: Context) -> None:
    word = parse.words[c].lower()
    longer = word == "longer" and any(parse.words[k].lower() in ("no", "any") for k in parse.children[c])
    if word in _ALMOST or (longer and any(parse.words[k].lower() == "no" for k in parse.children[c])):
        found.flip()
    elif word in _DOUBT:
        found.weaken("possible")
    elif word in _ALLEGED:
        found.attribution = found.attribution or word


def _no(parse: Parse, i: int) -> bool:
    """Whether a noun phrase is emptied by "no" or "neither"."""
    return any(
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
                parse.deps[k] == "mark" and parse.words[k].lower() in _CONDITIONS for k in parse.children[c]
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
        if parse.deps[c] == "aux" and word in _MODALS and tag in ("VB", "VBN"):
            found.weaken(_MODALS[word])
        elif parse.deps[c] == "mark" and word in _CONDITIONS:
            found.weaken("hypothetical")
        elif parse.deps[c] == "neg" and tag == "VB" and not found.negated:
            found.negated = True


# -- what governs it -----------------------------------------------------------------------


def _climb(parse: Parse, v: int, lex: Lexicon, found: Context) -> None:
    """What the governing verbs and nouns make of the event, up to the root."""
    node, speech = v, False
    _told(parse, v, lex, found)
    for _ in range(12):
        dep, head = parse.deps[node], parse.head[node]
        if head == node:
            return
        if dep == "pcomp":
            prep = parse.words[head].lower()
            if prep == "without" and not speech:
                found.flip()
            speech = speech or prep in ("before", "after", "since", "while", "by", "despite", "in")
            head = _beyond(parse, head)
        if dep in _FRAMED and not content(parse, node):
            speech = True
        if dep == "acl" and parse.tags[node] != "VB" and not content(parse, node):
            speech = True
        if dep in (
            "xcomp",
            "ccomp",
            "pcomp",
            "acl",
            "advcl",
            "relcl",
            "csubj",
            "oprd",
            "parataxis",
            "dep",
            "attr",
        ):
            _apply(parse, node, head, lex, found, speech)
        elif dep in ("dobj", "nsubj", "nsubjpass") and not speech and is_verb(parse, head):
            _fate(parse, node, head, lex, found)
        if is_verb(parse, head):
            _told(parse, head, lex, found)
        node = head


def _beyond(parse: Parse, prep: int) -> int:
    """What a preposition hangs on: the verb of "stopped short of"."""
    head = parse.head[prep]
    return parse.head[head] if parse.tags[head] in ("RB", "RP", "IN", "TO") else head


def content(parse: Parse, v: int) -> bool:
    """Whether ``v`` heads what a noun says ("the claim that …", "time for X to …")."""
    if parse.deps[v] not in ("acl", "relcl"):
        return False
    return any(
        parse.deps[c] == "mark" and parse.words[c].lower() in ("that", "for") for c in parse.children[v]
    )


def operator(parse: Parse, i: int, table: str, lex: Lexicon) -> str:
    """The effect of the word at ``i``, alone or with a word that hangs on it ("stopped short", "came close")."""
    effects = {"v": lex.verb_operators, "n": lex.noun_operators, "s": lex.subject_operators}[table]
    lemma = parse.lemmas[i]
    for c in parse.children[i]:
        if parse.deps[c] in ("prt", "advmod", "acomp", "oprd", "dobj", "prep", "ccomp"):
            effect = effects.get(f"{lemma} {parse.words[c].lower()}")
            if effect:
                return effect
    return effects.get(lemma, "")


def _apply(parse: Parse, node: int, governor: int, lex: Lexicon, found: Context, speech: bool) -> None:
    verb = is_verb(parse, governor)
    clausal = parse.deps[node] in ("ccomp", "pcomp", "xcomp", "parataxis", "dep") or content(parse, node)
    if verb:
        effect = operator(parse, governor, "v", lex)
        if parse.lemmas[governor] in ("be", "have", "let", "know") or parse.tags[governor] == "MD":
            said = _auxiliary(parse, node, governor, lex, found, speech)
            if said == "told":
                return
            effect = said or effect
    elif parse.tags[governor].startswith("NN"):
        effect = operator(parse, governor, "n", lex) if not speech else ""
    else:
        effect = lex.adjective_operators.get(parse.lemmas[governor], "") if not speech else ""
    if effect == "tell":  # "told reporters that …" reports, "told Iran to …" demands
        effect = "demand" if parse.deps[node] == "xcomp" or parse.tags[node] == "VB" else "report"
    if effect in ("report", "accuse", "deny"):
        if speech and not clausal:
            return
        if verb:
            speakers = subjects(parse, governor)
            if speakers:
                found.credit(parse, speakers[0])
            elif effect == "accuse" and is_passive(parse, governor):
                found.attribution = found.attribution or "accusers"
        else:
            found.credit(parse, governor)
        if effect == "deny" and not speech:
            found.flip()
        elif verb and not speech and _refused(parse, governor):
            found.weaken("possible")
        return
    if speech:
        return
    _embed(effect, found)
    if verb and parse.deps[node] in ("xcomp", "pcomp", "ccomp"):
        _reach(parse, governor, found, conditions=bool(effect))


def _embed(effect: str, found: Context) -> None:
    """What an operator of ``effect`` makes of the event in it."""
    if effect in ("negate", "deny"):
        found.flip()
    elif effect == "end":
        found.ended = True
    elif effect == "demand":
        found.weaken("demanded")
    elif effect in ("future", "possible", "hypothetical"):
        found.weaken(effect)  # type: ignore[arg-type]


def _auxiliary(parse: Parse, node: int, governor: int, lex: Lexicon, found: Context, speech: bool) -> str:
    """Verbs that stand for a modal: "is to", "has to", "let X …"; and "is true that"."""
    lemma, bare = parse.lemmas[governor], parse.tags[node] == "VB"
    if parse.tags[governor] == "MD":
        return "demand" if _MODALS.get(parse.words[governor].lower()) == "demanded" else ""
    if lemma == "be":
        for c in parse.children[governor]:
            if parse.deps[c] in ("acomp", "attr") and parse.deps[node] in ("ccomp", "csubj") and not speech:
                effect = lex.adjective_operators.get(parse.lemmas[c], "")
                if effect == "deny" or (effect == "true" and _negated(parse, governor)):
                    found.flip()
                return "told"
        return "future" if bare and parse.deps[node] == "xcomp" else ""
    if lemma == "have":
        return "demand" if bare and parse.deps[node] == "xcomp" else ""
    if lemma == "let" and parse.tags[governor] == "VB" and not subjects(parse, governor, deep=False):
        return "demand"
    if lemma == "know" and parse.lemmas[parse.head[governor]] == "let":
        for k in subjects(parse, parse.head[governor]):
            found.credit(parse, k)
        return "told"
    return ""


def _fate(parse: Parse, noun: int, verb: int, lex: Lexicon, found: Context) -> None:
    """What becomes of a plan or a claim whose content the event is: "the attempt … collapsed"."""
    passive = is_passive(parse, verb)
    if parse.deps[noun] == "nsubj" and not passive:
        effect = operator(parse, verb, "s", lex)
    else:
        effect = operator(parse, verb, "v", lex)
        if effect == "deny" and parse.deps[noun] == "nsubjpass" and (speakers := agents(parse, verb)):
            found.credit(parse, speakers[0])
    if effect in ("negate", "deny"):
        found.flip()


def _told(parse: Parse, v: int, lex: Lexicon, found: Context) -> None:
    """Who says it by the way: "according to X", "as X tells it", "in the view of X"."""
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if dep == "prep" and word in ("according", "per"):
            for k in _objects(parse, c):
                found.credit(parse, k)
        elif dep == "prep" and word in ("in", "by"):
            for k in _objects(parse, c):
                if parse.lemmas[k] in _VIEWS:
                    holder = [p for p in parse.children[k] if parse.deps[p] == "poss"]
                    holder += [
                        o
                        for p in parse.children[k]
                        if parse.words[p].lower() == "of"
                        for o in _objects(parse, p)
                    ]
                    for h in holder[:1]:
                        found.credit(parse, h)
        elif dep == "advcl" and any(
            parse.deps[k] == "mark" and parse.words[k].lower() == "as" for k in parse.children[c]
        ):
            if operator(parse, c, "v", lex) in ("report", "tell"):
                for k in subjects(parse, c, deep=False):
                    found.credit(parse, k)


def _objects(parse: Parse, prep: int) -> Iterator[int]:
    for k in parse.children[prep]:
        if parse.deps[k] == "pobj":
            yield k
        elif parse.deps[k] == "prep":
            yield from _objects(parse, k)


def _reach(parse: Parse, governor: int, found: Context, *, conditions: bool) -> None:
    """Modals and negation of the governor that reach down: "will try to", "did not want to"."""
    for c in parse.children[governor]:
        word = parse.words[c].lower()
        if parse.deps[c] == "aux" and word in _MODALS:
            found.weaken(_MODALS[word])
        elif parse.deps[c] == "neg" or (parse.deps[c] == "advmod" and word in _NEGATORS):
            found.flip()
        elif conditions and parse.deps[c] == "mark" and word in _CONDITIONS:
            found.weaken("hypothetical")


def _negated(parse: Parse, v: int) -> bool:
    return any(parse.deps[c] == "neg" for c in parse.children[v])


def _refused(parse: Parse, v: int) -> bool:
    """Whether a verb of saying says that nothing was said: "did not confirm that"."""
    return parse.lemmas[v] in ("say", "confirm", "announce") and _negated(parse, v)


def _governed(parse: Parse, n: int, lex: Lexicon, found: Context) -> None:
    """What the verb or noun that a bare event noun depends on makes of it ("ruled out an attack on …")."""
    node = n
    for _ in range(4):
        dep, head = parse.deps[node], parse.head[node]
        if head == node:
            return
        if dep not in ("pobj", "prep", "conj", "pcomp"):
            break
        if dep == "pobj" and parse.words[head].lower() == "without":
            found.flip()
        node = head
    dep, head = parse.deps[node], parse.head[node]
    if is_verb(parse, head):
        effect = operator(parse, head, "v", lex)
        if dep in ("dobj", "prep", "nsubjpass", "xcomp", "ccomp") or node != n:
            _embed(effect, found)
        if dep == "nsubj":
            _embed(operator(parse, head, "s", lex), found)
        _climb(parse, head, lex, found)
        presupposed = any(parse.deps[c] == "poss" for c in parse.children[n])
        for c in parse.children[head]:
            word = parse.words[c].lower()
            if presupposed:  # "Russia's invasion could …" is one; "an invasion could …" is none yet
                break
            if parse.deps[c] == "aux" and word in _MODALS and dep in ("dobj", "nsubj", "nsubjpass"):
                if effect != "report":
                    found.weaken(_MODALS[word])
            elif parse.deps[c] == "mark" and word in _CONDITIONS:
                found.weaken("hypothetical")
    elif parse.tags[head].startswith("NN"):
        _embed(operator(parse, head, "n", lex), found)


def _question(parse: Parse, sentence: Span, found: Context) -> None:
    if "?" in parse.words[max(sentence[0], sentence[1] - 2) : sentence[1]]:
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


__all__ = ["Context", "content", "of_noun", "of_verb", "operator"]
