"""The stance of a pair of actors toward each other, inferred from all reports about them. Pure.

``reports``         reports of a pair from its statements: dated, weighted, one per article
``intensity``       two axes, cooperation and conflict, with exponential decay; belief
``standing_table``  which reports begin or end a lasting state, such as an alliance
``labels``          the label for the values of both axes, from a table; the lasting states of a pair
``runs``            since when a label has applied
``inference``       from reports to a stance
``turning``         turning points: the days on which the relationship changed
``relative``        hostility relative to the hostility toward others, for ranking
``offices``         the state that an office holder or a state body acts for
``pairs``           the stances of a whole graph
"""

from graphbuild.stance.inference import PairState, by_month, infer, iso, last_days, of_period, readings
from graphbuild.stance.intensity import DEFAULT, Parameters, belief, weight
from graphbuild.stance.labels import UNKNOWN, Label, Standing, labels, places
from graphbuild.stance.pairs import Pairs, stances
from graphbuild.stance.relative import relative
from graphbuild.stance.reports import AXES, PAST, UNDATED, Report, day_of, ordinal, reports, span
from graphbuild.stance.standing_table import turning_standings
from graphbuild.stance.turning import Turn, turns

__all__ = [
    "AXES",
    "DEFAULT",
    "PAST",
    "UNDATED",
    "UNKNOWN",
    "Label",
    "PairState",
    "Pairs",
    "Parameters",
    "Report",
    "Standing",
    "Turn",
    "belief",
    "by_month",
    "day_of",
    "infer",
    "iso",
    "labels",
    "last_days",
    "of_period",
    "ordinal",
    "places",
    "readings",
    "relative",
    "reports",
    "span",
    "stances",
    "turning_standings",
    "turns",
    "weight",
]
