"""How two stand to each other, inferred from all that is reported of them. Pure.

``reports``      what statements report of a pair: dated, weighted, each article heard once
``intensity``    two axes, cooperation and conflict, that decay with time; belief
``labels``       the label of both axes, by a table; what stands for good
``runs``         since when a label has stood
``inference``    from reports to a stance
``turning``      when the course changed
``relative``     hostility set against that toward others, for ranking
``offices``      for which state persons in office and bodies act
``pairs``        the stances of a whole graph
"""

from graphbuild.stance.inference import Reading, by_month, infer, iso, last_days, of_period, readings
from graphbuild.stance.intensity import DEFAULT, Parameters, belief, weight
from graphbuild.stance.labels import UNKNOWN, Label, Standing, labels, places
from graphbuild.stance.pairs import Pairs, stances
from graphbuild.stance.relative import relative
from graphbuild.stance.reports import AXES, PAST, UNDATED, Report, day_of, ordinal, reports, span
from graphbuild.stance.turning import Turn, turns

__all__ = [
    "AXES",
    "DEFAULT",
    "PAST",
    "UNDATED",
    "UNKNOWN",
    "Label",
    "Pairs",
    "Parameters",
    "Reading",
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
    "turns",
    "weight",
]
