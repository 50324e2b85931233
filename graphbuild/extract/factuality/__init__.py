"""The pass that tells how each event is put: whether it is said to be so, by whom, and when.

One walk from the root of the sentence down to the event. Each word on the way is put in some way; it hands
that down, changed by its row in ``operators.tsv`` ("*refused* to attack"), to what depends on it. What is
presupposed gets only who speaks: clauses of time and reason, relative clauses, what a factive verb tells,
events named as known ("could affect *Russia's invasion*"). The models are ConText and the truth that
de Marneffe et al. (2012) project through embedding words.
"""

from __future__ import annotations

from dataclasses import replace

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Post
from graphbuild.extract.factuality import forms, speakers
from graphbuild.extract.factuality.predicate import at_noun, at_verb, emptied, imagined, perfect
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at, effects
from graphbuild.extract.patterns.rules import rule_of
from graphbuild.extract.patterns.triggers import names_holder
from graphbuild.extract.syntax import Syntax, predicates

__all__ = ["Factuality", "at", "of"]

#: What is done by a vote for it, and the verbs for that.
_VOTED = frozenset(["SUPPORTS", "REQUESTS", "ACCUSES", "REJECTS", "SANCTIONS", "COERCES", "CONCEDES_TO"])
_VOTING = tables.words("voting verb")
_COPULA = ("acomp", "attr", "oprd")
_DEFINITE = ("the", "this", "that", "these", "those")


def of(document: Document, candidate: Candidate) -> Factuality:
    """How the event or role of a candidate is put."""
    standing = tables.relations()[candidate.relation].quad is None or (
        candidate.rule.startswith("noun:") and names_holder(document.parse.lemmas[candidate.anchor])
    )
    told = _voicing(document, candidate)
    found = at(document.parse, document.syntax, *told, standing=standing)
    if candidate.relation == "THREATENS" and found.modality == "future" and not found.negated:
        foretold = effect_at(document.parse, candidate.anchor, "v") == "future"  # "will *threaten* Israel"
        if not foretold:  # who will retaliate threatens now
            found = replace(found, modality="asserted")
    return replace(found, tense="past") if candidate.former else found


def _voicing(document: Document, candidate: Candidate) -> tuple[int, int]:
    """The words by which a candidate is put: what a vote says, the vote says ("*voted* to condemn")."""
    parse, i = document.parse, candidate.anchor
    said = candidate.relation in _VOTED and candidate.carrier < 0
    if said and parse.deps[i] == "xcomp" and parse.lemmas[parse.head[i]] in _VOTING:
        return parse.head[i], -1
    tried = candidate.relation == "REQUESTS" and parse.deps[i] in ("xcomp", "acl")
    if tried and parse.lemmas[parse.head[i]] in words("attempting"):
        return parse.head[i], -1  # who *tries* to press somebody presses him
    return i, candidate.carrier


def of_standing(document: Document, candidate: Candidate) -> Factuality:
    """How a standing relation is put: as its verb is where its rule says so, else as a plain present fact."""
    found = (
        of(document, candidate) if "context" in rule_of(candidate.rule).flags else Factuality(tense="present")
    )
    return replace(found, tense="past") if candidate.former else found


def of_post(document: Document, candidate: Candidate, post: Post) -> Factuality | None:
    """How what a post says is put; None where a verb only leaves open whether it is held."""
    found = Factuality(tense="past" if candidate.former else "present")
    if post in document.linked.doubts:
        found = at(document.parse, document.syntax, post.verb, standing=True)
        if not found.negated and found.modality == "asserted":
            return None
    return (
        found.under("future")
        if post.modifier == "designate" and candidate.relation != "CITIZEN_OF"
        else found
    )


def at(parse: Parse, syntax: Syntax, i: int, carrier: int = -1, *, standing: bool = False) -> Factuality:
    """How the event at token ``i`` is put, a noun by the verb ``carrier`` where one carries it.

    With ``standing`` a noun tells what somebody is rather than what happens, whatever is done to him.
    """
    if carrier >= 0 and i in parse.ancestors(carrier):  # "sanctions it *imposed*"
        return at_noun(parse, i, at(parse, syntax, carrier))
    walk, path = _Walk(syntax, i, carrier, standing=standing), parse.ancestors(i)
    state = walk.opening(path[-1])
    if forms.performed(parse, i):
        return replace(state, tense="present")
    above, prep = path[-1], ""
    entering, full = state, walk.own(above, state, path[-2] if len(path) > 1 else -1)
    for k, node in list(enumerate(path))[-2::-1]:
        if k and forms.is_preposition(parse, node):
            prep = prep or parse.words[node].lower()
            continue
        if k and not prep and forms.completes(parse, above, node):
            continue  # "stopped *short* of", "came *close* to"
        state = walk.down(above, prep, node, entering, full)
        above, prep, entering = node, "", state
        full = walk.own(node, state, path[k - 1] if k else -1)
    return full


class _Walk:
    """What each word hands down on the way to one event."""

    def __init__(self, syntax: Syntax, event: int, carrier: int, *, standing: bool) -> None:
        self.syntax, self.parse = syntax, syntax.parse
        self.event, self.carrier, self.standing = event, carrier, standing
        self.quoted = speakers.of_quotation(syntax, event)

    def opening(self, root: int) -> Factuality:
        """How the sentence as a whole is put: a question, the words of somebody quoted."""
        parse = self.parse
        state = Factuality().said_by(*self.quoted)
        first, stop = parse.sentence(root)
        asked = "?" in parse.words[max(first, stop - 2) : stop] and not forms.outside(
            parse, self.event, first, stop
        )
        asks = any(parse.lemmas[c] in words("asking") for c in parse.children[root])
        return state.under("possible") if asked and not (asks and forms.past(parse, root)) else state

    def own(self, i: int, state: Factuality, below: int) -> Factuality:
        """The word at ``i`` itself, where what leads to it is put as ``state``."""
        if self.parse.tags[i].startswith("NN"):
            return at_noun(self.parse, i, state)
        return at_verb(self.parse, i, state, below).said_by(*speakers.beside(self.syntax, i))

    def down(self, g: int, prep: str, c: int, entering: Factuality, full: Factuality) -> Factuality:
        """What the word at ``g`` hands down to the one at ``c``, which hangs on it by ``prep`` or directly.

        ``entering`` is how its place is put, ``full`` how it is put itself.
        """
        parse, dep = self.parse, self.parse.deps[c]
        if dep == "conj":
            if forms.finite(parse, c) and forms.infinitive(parse, g):  # "has to go *and is helping* Peru"
                return entering.under("fact")
            shared = full if self._shares(g, c) else entering.said_by(full.attribution, full.speaker)
            nor = any(parse.words[k].lower() == "nor" and g < k < c for k in parse.children[g])
            return shared.under("negate") if nor and shared.negated == entering.negated else shared
        if dep in ("appos", "amod"):
            return full.under("fact")
        if forms.is_verb(parse, c) and dep not in ("pobj", "dobj", "nsubj", "nsubjpass", "poss", "compound"):
            return self._clause(g, prep, c, entering, full)
        if parse.tags[c].startswith("NN") or dep in ("pobj", "dobj", "nsubj", "nsubjpass"):
            return self._argument(g, prep, c, full)
        return full

    def _shares(self, g: int, c: int) -> bool:
        """Whether a coordinated verb shares the auxiliaries of the first: "will meet and *sign*"."""
        parse = self.parse
        if not (predicates.is_verb(parse, g) and predicates.is_verb(parse, c)) or predicates.has_subject(
            parse, c
        ):
            return False
        alone = not any(parse.deps[k] in ("aux", "auxpass") for k in parse.children[c])
        contrast = any(parse.words[k].lower() == "but" and k < c for k in parse.children[g])
        return not contrast and (parse.tags[c] == "VB" or (alone and parse.tags[c] == parse.tags[g] != "VBD"))

    # -- clauses -----------------------------------------------------------------------------

    def _clause(self, g: int, prep: str, c: int, entering: Factuality, full: Factuality) -> Factuality:
        parse, dep = self.parse, self.parse.deps[c]
        if forms.is_verb(parse, g):
            if dep in ("ccomp", "parataxis", "dep") and forms.apart(parse, g, c):
                return entering
            if dep == "advcl":
                return self._adverbial(g, c, full)
            if dep == "relcl":
                return full.under("fact")
            effect = self._said_of_it(g, c) if parse.lemmas[g] in words("copula") else ""
            effect = effect or self._effect(g, prep, c)
            aside = prep == "with" and predicates.has_subject(parse, c)
            if prep and (aside or not (effect and prep in words("clausal_complement"))):
                return self._by_preposition(g, prep, c, full)
            if (
                not effect
                and dep in ("ccomp", "parataxis", "dep")
                and forms.finite(parse, c)
                and not forms.marked(parse, c)
            ):
                return entering  # a sentence of its own, after a comma or a dash
            return self._embedded(g, c, effect, full)
        if parse.tags[g].startswith("NN"):
            return self._on_noun(g, prep, c, full)
        effect = effect_at(parse, g, "a")
        if effect == "future" and forms.past_perfect(parse, parse.head[g]):
            effect = "negate"  # "had been *due* to meet"
        if parse.lemmas[g] in words("achieving") and forms.past(parse, parse.head[g]):
            effect = "same"  # "was *able* to persuade Peru"
        return self._embedded(g, c, effect or ("fact" if forms.finite(parse, c) else ""), full)

    def _effect(self, g: int, prep: str, c: int) -> str:
        """The effect of a verb on a clause of this form. What once had to be done was done."""
        parse = self.parse
        gerund = "VBG" in (
            parse.tags[c],
            *(parse.tags[k] for k in parse.children[c] if parse.deps[k][:3] == "aux"),
        )
        if prep:
            return effect_at(parse, g, "ing", "that", "v")
        infinitive = parse.tags[c] == "VB" or any(parse.tags[k] == "TO" for k in parse.children[c])
        if forms.marked(parse, c) & effects("mark").keys():
            return "fact"  # "could not say *whether*"
        if forms.finite(parse, c) or not (gerund or infinitive):
            return effect_at(parse, g, "that", "v")
        if predicates.is_passive(parse, g):  # "is *said* to have met"
            effect = effect_at(parse, g, "v", "inf")
            return "negate" if effect == "future" and forms.past_perfect(parse, g) else effect
        if self._one_of(g):
            return "same"
        if parse.lemmas[g] == "be" and forms.past(parse, g) and perfect(parse, c):
            return "negate"  # "was *to have met*"
        if parse.lemmas[g] in words("wanting") and predicates.has_subject(parse, c):
            return "demanded"  # "wants *Peru* to leave"
        effect = effect_at(parse, g, "ing" if gerund else "inf", "v")
        if parse.lemmas[g] in words("phoning") and parse.lemmas[c] in words("performative"):
            return "same"  # "called to thank Peru"
        return (
            "same" if parse.lemmas[g] == "have" and parse.tags[g] != "VB" and forms.past(parse, g) else effect
        )

    def _said_of_it(self, g: int, c: int) -> str:
        """The effect of what a copula says of a clause: "it is *untrue* that", "the *rumour* was that"."""
        parse, dep = self.parse, self.parse.deps[c]
        subjects = [k for k in parse.children[g] if parse.deps[k] == "nsubj"]
        for k in parse.children[g]:
            if parse.deps[k] in _COPULA and k != c and dep in ("ccomp", "csubj", "xcomp"):
                denied = any(parse.deps[j] == "neg" for j in parse.children[g])
                if denied and parse.lemmas[k] in words("certain"):
                    return "doubt"  # "is not *certain* that"
                impersonal = any(parse.lemmas[j] == "it" for j in subjects)
                effect = effect_at(parse, k, "a", *(("n",) if impersonal else ()))
                return effect or ("fact" if forms.finite(parse, c) else "same")
        for k in subjects if dep == "ccomp" else ():
            inner = self.syntax.step(k, "of") if not parse.tags[k].startswith("NN") else ()
            return effect_at(parse, next(iter(inner), k), "n") or "same"
        return ""

    def _embedded(self, g: int, c: int, effect: str, full: Factuality) -> Factuality:
        """A clause or noun that the operator at ``g`` embeds."""
        parse = self.parse
        if effect == "doubt" and parse.lemmas[g] in words("copula"):
            return full.under("fact").under("possible")  # "it is not certain that"
        if effect in speakers.SAYING:
            by = speakers.of_verb if predicates.is_verb(parse, g) else speakers.of_noun
            said = full.under("fact").said_by(*by(self.syntax, g))
            raised = (
                predicates.is_verb(parse, g) and predicates.is_passive(parse, g) and parse.deps[c] == "xcomp"
            )
            if effect == "accuse" and predicates.is_passive(parse, g) and said.speaker < 0:
                said = said.under("possible")  # nobody says it: "who is accused of attacking Peru"
            elif raised and effect != "accuse":  # "is not said to have met"
                said = full.said_by(said.attribution)
                if parse.lemmas[g] in words("believing"):
                    said = said.under("possible")  # "is *believed* to have met"
            elif effect == "report" and full.negated:
                said = said.under("possible")
            elif effect == "deny" and full.negated:
                return said.under("possible")  # who does not deny it has not said it either
            if parse.tags[g].startswith("NN") and full.negated:  # "*dismissed* reports that"
                said = said.under("negate")
            return said.under("possible" if effect == "doubt" else effect)
        if effect == "true":
            return full
        if effect == "end" and self._of_another(g, c):
            effect = "negate"
        return full.under(effect)

    def _of_another(self, g: int, c: int) -> bool:
        """Whether a verb of ending keeps somebody else from a deed: "stopped *Chad* buying maize"."""
        parse = self.parse
        own = any(parse.deps[k] in ("nsubj", "nsubjpass", "poss") for k in parse.children[c])
        return own or any(parse.deps[k] in ("dobj", "nsubjpass") and k != c for k in parse.children[g])

    def _adverbial(self, g: int, c: int, full: Factuality) -> Factuality:
        """A clause beside that of ``g``: its purpose or its result; else presupposed, or put by its mark."""
        parse = self.parse
        if forms.infinitive(parse, c):
            objects = [k for k in parse.children[g] if parse.deps[k] in ("dobj", "nsubjpass", "oprd")]
            if parse.lemmas[g] in words("phoning") and (objects or parse.lemmas[c] in words("performative")):
                return full  # "called him to thank him", "called to thank him"
            if self._one_of(g) or any(self._sent(k, c) or self._spent(k) for k in objects):
                return full
            planned = next((e for k in objects if (e := effect_at(parse, k, "n"))), "")
            effect = effect_at(parse, g, "inf", "v") or planned
            if effect and effect not in speakers.SAYING:
                return full.under(effect)
            attained = parse.lemmas[g] in words("attaining") or (forms.past(parse, g) and not effect)
            return full if attained else full.under("sought")
        result = parse.tags[c] == "VBG" and c > g and not forms.marked(parse, c) and not full.negated
        return full if result else full.under("fact")  # "may flee, *leaving* Kyiv …"

    def _one_of(self, g: int) -> bool:
        """Whether a copula tells who did something: "is *among* the leaders to condemn Peru"."""
        parse = self.parse
        said = parse.lemmas[g] in words("copula")
        return said and any(parse.words[k].lower() == "among" for k in parse.children[g])

    def _by_preposition(self, g: int, prep: str, c: int, full: Factuality) -> Factuality:
        """A gerund beside the verb: "*after* attacking", "*without* attacking", "*by* attacking"."""
        effect = effects("prep").get(prep, "same")
        done = (prep == "before" and full.tense == "past") or (prep == "in" and c < g)
        if done or (
            prep == "with" and predicates.has_subject(self.parse, c)
        ):  # "*with* both exchanging insults"
            return full.under("fact")
        if prep == "after" and full.modality != "asserted":
            return full  # "may sell it *after* consulting Peru"
        return full.under("fact").under(effect) if effect == "negate" else full.under(effect)

    def _on_noun(self, g: int, prep: str, c: int, full: Factuality) -> Factuality:
        """A clause on a noun: what it says or is meant for, or a relative clause."""
        parse = self.parse
        effect = effect_at(parse, g, "n") or ("negate" if effect_at(parse, g, "a") == "deny" else "")
        infinitive = forms.infinitive(parse, c)
        if prep:
            return self._embedded(g, c, effect, full) if effect else self._by_preposition(g, prep, c, full)
        if (infinitive and not predicates.has_subject(parse, c)) or predicates.says_content(parse, c):
            if not (effect or infinitive or predicates.has_subject(parse, c)):
                return full.under("fact")
            if effect == "demanded" and forms.finite(parse, c) and "that" not in forms.marked(parse, c):
                return full.under("fact")  # "in the *call* he thanked Peru"
            if not infinitive and emptied(parse, g):
                certain = parse.lemmas[g] in words("doubt")
                return full.under("fact").under("" if certain else "possible")  # "*no* evidence that"
            if infinitive and effect == "possible" and self._failed(g):
                return self._embedded(g, c, "negate", full)
            if infinitive and parse.deps[g] == "dobj" and self._spent(g):
                return full
            if not (effect or infinitive) and (verb := self._teller(g)) >= 0:
                return self._embedded(verb, c, "report", full)
            if effect or not infinitive:
                return self._embedded(g, c, effect or "same", full)
            near = [parse.words[k].lower() for k in (g, *parse.children[g])]
            before = (parse.words[k].lower() for k in range(parse.subtree(g)[0], g))
            chosen = any(w[0].isdigit() for w in near) or not words("chosen").isdisjoint((*near, *before))
            used = parse.deps[g] == "dobj" and parse.lemmas[parse.head[g]] in words("attaining")
            return full if chosen or used or self._sent(g, c) else full.under("sought")
        some = any(
            parse.deps[k] == "det" and effects("det").get(parse.words[k].lower()) for k in parse.children[g]
        )
        if parse.deps[c] == "relcl" and forms.set_off(parse, c):  # the article's own aside
            return Factuality().said_by(*self.quoted)
        return full.under("fact").under("possible" if some else "")

    def _failed(self, n: int) -> bool:
        """Whether a noun is called a failure: "a *failed* attempt to attack"."""
        return any(self.parse.words[k].lower() in words("failed") for k in self.parse.children[n])

    def _sent(self, n: int, c: int) -> bool:
        """Whether a noun is what somebody sends to help: "sent *teams* to assist Nigeria"."""
        parse = self.parse
        sending = parse.deps[n] in ("dobj", "nsubjpass") and parse.lemmas[parse.head[n]] in words("sending")
        return sending and parse.lemmas[c] in words("errand")

    def _spent(self, n: int) -> bool:
        """Whether a noun is what a deed costs: "paid *$5 million* to buy it", "took *years* to defeat"."""
        parse = self.parse
        verb = parse.lemmas[parse.head[n]]
        money = verb in ("pay", "spend") and any(parse.tags[k] == "$" for k in parse.children[n])
        return money or (verb == "take" and parse.lemmas[n] in words("time_span"))

    def _teller(self, noun: int) -> int:
        """The verb of saying whose clause hangs on its hearer: "*told* colleagues that"; else -1."""
        parse, head = self.parse, self.parse.head[noun]
        if forms.is_preposition(parse, head):
            head = parse.head[head]
        return head if forms.is_verb(parse, head) and effect_at(parse, head, "that", "v") == "report" else -1

    # -- nouns -------------------------------------------------------------------------------

    def _argument(self, g: int, prep: str, c: int, full: Factuality) -> Factuality:
        """A noun that the word at ``g`` takes."""
        parse, dep = self.parse, self.parse.deps[c]
        last = c == self.event
        if dep in _COPULA:
            return full
        if last and self.standing:
            return full.under("fact")
        if not predicates.is_verb(parse, g):
            return self._of_noun(g, prep, c, full)
        if dep == "nsubj":
            return self._subject(g, c, full)
        if prep in words("complement") and (effect := self._described(g)):
            return full.under(effect)
        effect = effect_at(parse, g, "o", "v")
        phrasal = f"{parse.lemmas[g]} {prep}" in effects("v")
        if prep and not (effect and (phrasal or prep in words("complement"))):
            if beside := effects("prep").get(prep, ""):
                return full if beside == "same" else full.under("fact").under(beside)
            effect = ""
        return self._taken(g, c, effect, full)

    def _taken(self, g: int, c: int, effect: str, full: Factuality) -> Factuality:
        """A noun that an operator, or any other word, takes."""
        unsettled = full.negated or full.modality == "hypothetical"
        known = self._known(c, full) or (unsettled and self._ongoing(c))
        light = effect_at(self.parse, g, "light")
        if self.parse.lemmas[g] in words("arranging") and self.parse.tags[g] == "VBG":
            return full.under("future")  # "is *arranging* calls"
        carried = g == self.carrier and not self._of_others(c)
        if carried and light:
            return full
        light = light if self.parse.deps[c] in ("dobj", "nsubjpass") and not self._of_others(c) else ""
        speech = effect_at(self.parse, c, "n") in ("report", "demanded", "hypothetical")
        if effect == "topic":
            effect = "fact" if known or self._ongoing(c) else "possible"
        if effect in ("negate", "deny") and speech and c == self.event and not (carried and light):
            return full.under("fact")  # who rejects criticism was criticised
        if effect in ("report", "doubt", "accuse"):
            if known or effect == "accuse":
                return full.under("fact")
            return self._embedded(g, c, effect, full)
        if effect:
            return full.under(effect)
        if self._during(c):
            return full.under("fact")
        return full.under("fact") if known and not light else full

    def _during(self, n: int) -> bool:
        """Whether a noun is named as what goes on meanwhile: "what is next *in the standoff*"."""
        parse = self.parse
        inside = parse.deps[n] == "pobj" and parse.words[parse.head[n]].lower() == "in"
        return inside and self.carrier < 0 and n == self.event and parse.lemmas[n] in words("ongoing")

    def _described(self, g: int) -> str:
        """The effect of an adjective below a copula: "is *possible*", "is *conditional* on"."""
        parse = self.parse
        if parse.lemmas[g] not in words("copula"):
            return ""
        said = [effect_at(parse, k, "a") for k in parse.children[g] if parse.deps[k] in _COPULA]
        return next((e for e in said if e and e != "true"), "")

    def _subject(self, g: int, c: int, full: Factuality) -> Factuality:
        parse = self.parse
        if effect := effect_at(parse, g, "s"):
            return full.under(effect)
        if effect := self._described(g):
            return full.under(effect)
        if not self._known(c, full) and imagined(parse, g):
            return full.under("fact").under("hypothetical")  # "a *war* would rock the Union"
        return full.under("fact").under("" if self._known(c, full) else full.modality)

    def _of_noun(self, g: int, prep: str, c: int, full: Factuality) -> Factuality:
        """A noun on a noun or adjective: "*threat* of an attack", "capable of an attack"."""
        if prep != "for" and (effect := effects("prep").get(prep, "")):
            return full.under("fact").under(effect)
        noun = self.parse.tags[g].startswith("NN")
        effect = effect_at(self.parse, g, "n" if noun else "a")
        if prep == "of" and self.parse.lemmas[g] in words("time_span"):
            return full.under("fact")  # "at a *time* of tension", which "time to leave" is not
        if effect in ("possible", "report", "doubt") and self.syntax.step(c, "owner"):
            return full.under("fact")
        if effect in ("report", "doubt") and prep != "of" and self._known(c, full):
            return full.under("fact")  # "made no statement *on the attacks*"
        if effect in (*speakers.SAYING, "end"):
            return self._embedded(g, c, effect, full)
        return self._taken(g, c, effect, full)

    def _of_others(self, n: int) -> bool:
        """Whether a noun names whose it is: "may join *Russia's* war"."""
        return any(self.parse.tags[k] != "PRP$" for k in self.syntax.step(n, "owner"))

    def _ongoing(self, n: int) -> bool:
        """Whether a noun names what lasts between two sides that are told: "discussed *U.S. support*"."""
        return self.parse.lemmas[n] in words("ongoing") and any(
            self.parse.tags[k] == "NNP" for k in self.syntax.step(n, "modifier")
        )

    def _known(self, n: int, full: Factuality) -> bool:
        """Whether a noun means an event as known: with a genitive or "the", "this"; a name."""
        parse = self.parse
        if self.syntax.step(n, "owner") or parse.tags[n].startswith("NNP"):
            return True
        the = [k for k in parse.children[n] if parse.words[k].lower() in _DEFINITE]
        prep = parse.words[parse.head[n]].lower() if parse.deps[n] == "pobj" else ""
        first = parse.deps[n] == "dobj" or (prep != "of" and prep in (*words("complement"), "with"))
        opened = first and any(parse.words[k].lower() in ("of", "between") for k in parse.children[n])
        plain = full.modality == "asserted" and not full.negated
        return bool(the) and (plain or not opened or parse.words[the[0]].lower() != "the")
