"""Incremental aggregation: an aggregation stored in the graph folder and updated by what changed.

The graph is defined by :func:`graphbuild.aggregation.aggregate`. This package stores the same result in a
database and recomputes only what changed articles affect, in this order:

1. ``sync``: find new, changed and removed articles. Copies and boilerplate depend on all articles, of which
   0.7 KB each are compared; everything else depends only on the affected articles.
2. ``naming``: regroup the names of these articles into units, and compare the units of affected blocks.
3. ``joining``: resolve the affected components of linked units into entities.
4. ``counting``: resolve the statements of affected articles; count relations and entities.
5. ``inferring``: infer the stances of pairs with changed reports.
6. ``records``: return the graph, or the changes since an earlier update.

Each step marks ("touches") what the next one has to recompute. The result does not depend on the order of
updates: adding articles one at a time gives the same graph as adding them all at once.
"""

from graphbuild.incremental.aggregation import Aggregation
from graphbuild.incremental.overview import Overview
from graphbuild.incremental.records import Changes, Within

__all__ = ["Aggregation", "Changes", "Overview", "Within"]
