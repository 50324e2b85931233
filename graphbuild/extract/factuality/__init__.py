"""Factuality of events: negation, modality, attribution and tense.

The factuality of a sentence is propagated from its root down the dependency path to the event
(``propagation.py``). Each token on the path applies its own negation, modals and adverbs (``predicate.py``)
and passes the result to its dependent, changed by the operator's row in ``operators.tsv`` ("*refused* to
attack"). Presupposed content keeps only its attribution: temporal, causal and relative clauses, complements
of factive verbs, definite events ("could affect *Russia's invasion*"). The approach follows ConText and the
veridicality projection of de Marneffe et al. (2012).
"""

from __future__ import annotations

from graphbuild.extract.factuality.assignment import of_candidate, of_post, of_standing
from graphbuild.extract.factuality.propagation import at_token
from graphbuild.extract.factuality.record import Factuality

__all__ = ["Factuality", "at_token", "of_candidate", "of_post", "of_standing"]
