"""From a parsed article to statements: a fixed list of passes over one document.

=============  ============================================================================
names          what the words name (:mod:`graphbuild.link`)
events         triggers matched over the syntax graph
standing       posts, memberships, seats, parts
constraints    ends that a relation cannot have are dropped
factuality     negation, modality, attribution, tense
speech acts    promises, refusals, threats; what is stopped
verification   the encoder's opinion
statements     records with evidence
=============  ============================================================================
"""

from __future__ import annotations

from collections.abc import Sequence

from graphbuild.annotate import Parse
from graphbuild.encoder.relations import Encoder
from graphbuild.extract import anaphora, constraints, factuality, roles, speech_acts
from graphbuild.extract.actors import Actors
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.events import Events
from graphbuild.extract.features import Features
from graphbuild.extract.statements import statements
from graphbuild.extract.verification import Verification
from graphbuild.link import entities, link
from graphbuild.model import Article, LocalEntity, Span, Statement, distinct

__all__ = ["read_parse"]


def read_parse(
    parse: Parse, article: Article, encoder: Encoder | None = None, skip: Sequence[Span] = ()
) -> tuple[tuple[LocalEntity, ...], tuple[Statement, ...]]:
    """The entities of a parsed article and its statements, in text order."""
    linked = link(parse, article.id, article.date)
    document = Document(linked, article)
    test = Features(document)
    actors = Actors(document, test)
    events = Events(document, test, actors)
    verification = Verification(document, test, actors, encoder) if encoder is not None else None
    found: list[speech_acts.Event] = []
    from graphbuild.relate import standing
    from graphbuild.relate.frames import Frame
    from graphbuild.relate.lexicon import lexicon

    lex = lexicon()
    old: list[Frame] = []
    for c, post in roles.candidates(document, test):
        said = factuality.of_post(document, c, post)
        if said is not None:
            found.append(speech_acts.Event(c, said))
    for sentence in parse.sentences:
        held = {k for k in range(*sentence) if k in linked.own or k in linked.groups or k in linked.nominals}
        places = any(k in document.places for k in range(*sentence))
        if not held:
            continue
        old.extend(standing.bodies(linked, lex, sentence))
        here = []
        found_here = events.find(sentence)
        found_here += [c for o in events.open if (c := anaphora.resolved(document, test, actors, o, document.candidates))]
        events.open.clear()
        document.candidates.extend(found_here)
        for c in found_here:
            kept = constraints.constrained(document, test, c)
            if kept is not None:
                here.append(speech_acts.Event(kept, factuality.of(document, kept)))
        settled = speech_acts.settle(document, here)
        found.extend(verification.verify(sentence, settled) if verification is not None else settled)
    for f in old:
        c = Candidate(f.relation, tuple(f.sources), tuple(f.targets), tuple(f.tokens), f.event, f.rule, f.confidence, f.place, f.mutual)
        found.append(speech_acts.Event(c, f.context))
    made = [s for e in found for s in statements(document, e)]
    kept = distinct(s for s in made if not any(a < s.sentence_span[1] and s.sentence_span[0] < b for a, b in skip))
    return entities(linked), kept
