"""An aggregation that is kept in the graph folder and brought up to date by what differs.

The graph is what :func:`graphbuild.aggregation.aggregate` makes of the ledger; here the same is kept in a
database beside it, and an update makes anew only what changed articles touch. In order:

1. ``sync``: articles that are new, changed or gone. Which are copies, and what is boilerplate, depends on
   all of them, from 0.7 KB of each; all else from those that this touches.
2. ``naming``: names that these articles tell of become units again, and units of touched blocks are compared.
3. ``joining``: components of units that are tied to each other become entities again.
4. ``counting``: statements of touched articles are pointed to entities; relations and entities are counted.
5. ``inferring``: stances of pairs on which something else is reported are inferred again.
6. ``records``: the graph, or what changed in it since another update.

Each step touches what the next one looks at. Nothing depends on what was there before: an aggregation that
grew by one article at a time is the same as one that is made at once.
"""

from graphbuild.incremental.aggregation import Aggregation
from graphbuild.incremental.overview import Overview
from graphbuild.incremental.records import Changes, Within

__all__ = ["Aggregation", "Changes", "Overview", "Within"]
