"""What the words around an event make of it: negated, possible, future, demanded, reported."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.model import Span
from graphbuild.relate import adjuncts, governing
from graphbuild.relate.clause import agents, is_passive, is_verb, subjects
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.mood import CONDITIONS, MODALS, MODIFIERS, Context, at_verb

#: Verbs of saying after which a gerund is what they propose.
_PROPOSING = frozenset(["suggest", "mention", "recommend"])
#: Verbs whose participle tells what comes of the clause before it.
_RESULTING = frozenset(["allow", "let", "leave", "enable", "force", "cause", "make", "prompt"])
#: Subordinate clauses keep the speaker of the main clause, but not its modality or negation.
_FRAMED = ("advcl", "relcl")


def of_verb(parse: Parse, v: int, lex: Lexicon, sentence: Span) -> Context:
    """The context of the event at verb ``v``."""
    found = Context()
    at_verb(parse, v, found)
    _climb(parse, v, lex, found)
    _question(parse, sentence, found)
    return found


def of_noun(parse: Parse, n: int, verb: int | None, lex: Lexicon, sentence: Span) -> Context:
    """The context of the event at noun ``n``, carried by the light verb ``verb`` if there is one."""
    found = Context()
    heard = verb is not None and parse.head[n] == verb and parse.deps[n] in ("nsubj", "nsubjpass", "dobj")
    for c in parse.children[n]:
        word = parse.words[c].lower()
        if parse.deps[c] in ("det", "neg") and word in ("no", "neither") and not heard:  # else by its verb
            found.flip()
        if parse.deps[c] == "amod" and word in MODIFIERS:
            found.weaken(MODIFIERS[word])
        elif parse.deps[c] == "det" and word == "any":  # "*any* attack on Chile would …"
            found.weaken("possible")
    if verb is not None:
        at_verb(parse, verb, found)
        _climb(parse, verb, lex, found)
        if parse.lemmas[verb] not in lex.light:
            governing.embed(governing.operator(parse, verb, "v", lex), found)
        for c in parse.children[verb]:
            if parse.deps[c] == "acomp":  # "is *conditional* on the withdrawal"
                governing.embed(lex.adjective_operators.get(parse.lemmas[c], ""), found)
    else:
        _governed(parse, n, lex, found)
    _question(parse, sentence, found)
    return found


def _climb(parse: Parse, v: int, lex: Lexicon, found: Context) -> None:
    """What the governing verbs and nouns make of the event, up to the root."""
    node, speech = v, False
    aim = parse.deps[v] in ("acl", "relcl") and parse.tags[v] == "VB"
    governing.told(parse, v, lex, found)
    for _ in range(12):
        dep, head = parse.deps[node], parse.head[node]
        if head == node:
            return
        if dep == "pcomp":
            prep = parse.words[head].lower()
            if prep == "without" and not speech:
                found.flip()
            apart = prep in ("after", "since", "while", "despite")
            head = governing.beyond(parse, head)
            if prep == "before":  # "will meet Peru *before* visiting Chile"
                apart = parse.tags[head] == "VBD"
            elif prep == "in":  # "has difficulty *in* obtaining"
                apart = is_verb(parse, head)
            speech = speech or apart
        if dep in _FRAMED and not governing.content(parse, node) and not governing.purpose(parse, node):
            if dep == "advcl" and parse.tags[node] == "VBG" and node > head and not speech:
                governing.reach(parse, head, found, conditions=False)  # "may flee, *leaving* Kyiv …"
            speech = True
        if dep == "acl" and any(parse.words[c].lower() == "no" for c in parse.children[head]):
            found.weaken("possible")  # "*no evidence* that", "had *no information* to suggest that"
        if dep == "acl" and parse.tags[node] != "VB" and not governing.content(parse, node):
            if parse.lemmas[node] in _RESULTING and not speech:
                _of_clause(parse, head, found)
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
        elif dep in ("acomp", "attr") and not speech and is_verb(parse, head):
            governing.reach(parse, head, found, conditions=False)
        elif dep in ("dobj", "nsubj", "nsubjpass") and not speech and is_verb(parse, head):
            governing.modals(parse, head, found)
            _fate(parse, node, head, lex, found)
        if dep in ("dobj", "prep") and aim and not speech and is_verb(parse, head):
            wanted = governing.operator(parse, head, "v", lex)  # "*called* for action to help Chile"
            governing.embed(wanted if wanted in ("demand", "future", "possible") else "", found)
        if is_verb(parse, head):
            governing.told(parse, head, lex, found)
        node = head


def _of_clause(parse: Parse, noun: int, found: Context) -> None:
    """Modals of the clause around a noun: "may switch to the *Greens*, allowing …"."""
    node = noun
    while parse.deps[node] in ("pobj", "prep", "conj") and not is_verb(parse, parse.head[node]):
        node = parse.head[node]
    if is_verb(parse, parse.head[node]):
        governing.modals(parse, parse.head[node], found)


def _apply(parse: Parse, node: int, governor: int, lex: Lexicon, found: Context, speech: bool) -> None:
    verb = is_verb(parse, governor) or governing.tells(parse, governor, lex)
    clausal = parse.deps[node] in ("ccomp", "pcomp", "xcomp", "parataxis", "dep") or governing.content(
        parse, node
    )
    if verb:
        effect = governing.operator(parse, governor, "v", lex)
        if parse.lemmas[governor] == "mean" and parse.deps[node] == "ccomp":
            effect = ""  # "this *means* that"
        if parse.lemmas[governor] in ("be", "have", "let", "know", "go") or parse.tags[governor] == "MD":
            said = _auxiliary(parse, node, governor, lex, found, speech)
            if said == "told":
                return
            effect = said or effect
    elif parse.tags[governor].startswith("NN"):
        effect = governing.operator(parse, governor, "n", lex) if not speech else ""
        if not effect and clausal and (teller := governing.teller(parse, governor, lex)) is not None:
            found.credit(parse, teller)
            return
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
            elif is_passive(parse, governor) and parse.deps[node] == "xcomp":  # "is alleged to have met"
                unnamed = "accusers" if effect == "accuse" else parse.words[governor].lower()
                found.attribution = found.attribution or unnamed
                if not speech:
                    governing.reach(parse, governor, found, conditions=True)
            elif effect == "accuse" and is_passive(parse, governor):
                found.attribution = found.attribution or "accusers"
        else:
            found.credit(parse, governor)
        if not speech and (doubt := lex.doubts.get(parse.lemmas[governor])):
            governing.embed(doubt, found)
        if effect == "deny" and not speech:
            found.flip()
        elif not speech and parse.tags[node] == "VBG" and parse.lemmas[governor] in _PROPOSING:
            found.weaken("possible")  # "suggested holding talks"
        elif verb and not speech and governing.refused(parse, governor):
            found.weaken("possible")
        return
    if speech:
        return
    if effect == "end" and _of_another(parse, node, governor):
        effect = "negate"
    governing.embed(effect, found)
    if verb and (parse.deps[node] in ("xcomp", "pcomp", "ccomp") or governing.purpose(parse, node)):
        governing.reach(parse, governor, found, conditions=bool(effect))


def _of_another(parse: Parse, node: int, governor: int) -> bool:
    """Whether a verb of ending keeps somebody else from a deed: "stopped *Chad* buying maize"."""
    own = any(parse.deps[c] in ("nsubj", "nsubjpass", "poss") for c in parse.children[node])
    return own or any(parse.deps[c] in ("dobj", "nsubjpass") and c != node for c in parse.children[governor])


def _auxiliary(parse: Parse, node: int, governor: int, lex: Lexicon, found: Context, speech: bool) -> str:
    """Verbs that stand for a modal: "is to", "has to", "let X …"; and "is true that"."""
    lemma, bare = parse.lemmas[governor], parse.tags[node] == "VB"
    to = any(parse.tags[c] == "TO" for c in parse.children[node])
    if (
        to
        and lemma in ("be", "have")
        and any(parse.words[c].lower() == "yet" for c in parse.children[governor])
    ):
        return "negate"  # "has yet to be ratified"
    if parse.tags[governor] == "MD":
        return "demand" if MODALS.get(parse.words[governor].lower()) == "demanded" else ""
    if lemma == "be":
        for c in parse.children[governor]:
            if parse.deps[c] in ("acomp", "attr") and parse.deps[node] in ("ccomp", "csubj") and not speech:
                effect = lex.adjective_operators.get(parse.lemmas[c], "")
                if effect == "deny" or (effect == "true" and governing.negated(parse, governor)):
                    found.flip()
                return "told"
        if parse.deps[node] == "ccomp" and (word := _subject_noun(parse, governor)) is not None:
            effect = lex.noun_operators.get(parse.lemmas[word], "")  # "the *rumour* was that …"
            if effect == "report" and not speech:
                found.credit(parse, word)
                governing.embed(lex.doubts.get(parse.lemmas[word], ""), found)
                return "told"
        return "future" if bare and parse.deps[node] == "xcomp" else ""
    if lemma == "go":
        return "future" if bare and parse.deps[node] == "xcomp" and parse.tags[governor] == "VBG" else ""
    if lemma == "have":
        return "demand" if bare and parse.deps[node] == "xcomp" else ""
    if lemma == "let" and parse.tags[governor] == "VB" and not subjects(parse, governor, deep=False):
        return "demand"
    if lemma == "know" and parse.lemmas[parse.head[governor]] == "let":
        for k in subjects(parse, parse.head[governor]):
            found.credit(parse, k)
        return "told"
    return ""


def _subject_noun(parse: Parse, v: int) -> int | None:
    """The noun that heads the subject of ``v``, or what it is some of ("some of the *rumours*")."""
    for k in subjects(parse, v, deep=False):
        inner = adjuncts.prepositional(parse, k, ("of",)) if not parse.tags[k].startswith("NN") else []
        return inner[0] if inner else k
    return None


def _fate(parse: Parse, noun: int, verb: int, lex: Lexicon, found: Context) -> None:
    """What becomes of a plan or a claim whose content the event is: "the attempt … collapsed"."""
    passive = is_passive(parse, verb)
    if parse.deps[noun] == "nsubj" and not passive:
        effect = governing.operator(parse, verb, "s", lex)
        if parse.lemmas[verb] == "be":  # "reports that … were *false*"
            said = [c for c in parse.children[verb] if parse.deps[c] in ("acomp", "attr")]
            effect = effect or next((lex.adjective_operators.get(parse.lemmas[c], "") for c in said), "")
    else:
        effect = governing.operator(parse, verb, "v", lex)
        if effect == "deny" and parse.deps[noun] == "nsubjpass" and (speakers := agents(parse, verb)):
            found.credit(parse, speakers[0])
    if effect in ("negate", "deny"):
        found.flip()


def _governed(parse: Parse, n: int, lex: Lexicon, found: Context) -> None:
    """What the verb or noun that a bare event noun depends on makes of it ("ruled out an attack on …")."""
    node = n
    for _ in range(4):
        dep, head = parse.deps[node], parse.head[node]
        if head == node:
            return
        if dep == "pobj":
            if parse.words[head].lower() == "without":
                found.flip()
            node = head
            if is_verb(parse, parse.head[node]):
                break
            head = parse.head[node]
            if parse.tags[head].startswith("NN") and head not in (node, n):
                governing.embed(governing.operator(parse, head, "n", lex), found)
        elif dep not in ("prep", "conj", "pcomp"):
            break
        node = head
    dep, head = parse.deps[node], parse.head[node]
    if is_verb(parse, head):
        effect = governing.operator(parse, head, "v", lex)
        if dep in ("dobj", "prep", "nsubjpass", "xcomp", "ccomp") or (node != n and dep != "nsubj"):
            governing.embed(effect, found)
        if dep == "nsubj":
            governing.embed(governing.operator(parse, head, "s", lex), found)
            for c in parse.children[head]:  # "the meeting is *due* to take place"
                if parse.lemmas[head] == "be" and parse.deps[c] == "acomp":
                    governing.embed(lex.adjective_operators.get(parse.lemmas[c], ""), found)
        _climb(parse, head, lex, found)
        presupposed = any(parse.deps[c] == "poss" for c in parse.children[n])
        for c in parse.children[head]:
            word = parse.words[c].lower()
            if presupposed:  # "Russia's invasion could …" is one; "an invasion could …" is none yet
                break
            if parse.deps[c] == "aux" and word in MODALS and dep in ("dobj", "nsubj", "nsubjpass"):
                if effect != "report":
                    found.weaken(MODALS[word])
            elif parse.deps[c] == "mark" and word in CONDITIONS:
                found.weaken("hypothetical")
    elif parse.tags[head].startswith("NN"):
        governing.embed(governing.operator(parse, head, "n", lex), found)
    elif parse.tags[head] == "JJ":  # "conditional *on* the withdrawal"
        governing.embed(lex.adjective_operators.get(parse.lemmas[head], ""), found)


def _question(parse: Parse, sentence: Span, found: Context) -> None:
    if "?" in parse.words[max(sentence[0], sentence[1] - 2) : sentence[1]]:
        found.weaken("hypothetical")
