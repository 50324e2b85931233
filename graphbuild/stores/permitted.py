"""The functions and procedures that a query may call. All others are refused, known or not.

The list contains the functions of the openCypher standard that both engines support. They compute a value
from their arguments: none reads a file, an address or the clock of another thread, or runs a query. Names are
in lower case, since Cypher ignores case.
"""

from __future__ import annotations

#: Cypher functions, by topic.
FUNCTIONS = frozenset(
    # predicates and scalars
    "all any exists isempty none single char_length character_length coalesce elementid endnode head id last"
    " length nullif properties randomuuid size startnode timestamp type valuetype"
    " toboolean tobooleanornull tofloat tofloatornull tointeger tointegerornull tostring tostringornull"
    # aggregates
    " avg collect count max min percentilecont percentiledisc stdev stdevp sum"
    # lists
    " keys labels nodes range reduce relationships reverse tail"
    " tobooleanlist tofloatlist tointegerlist tostringlist"
    # numbers
    " abs acos asin atan atan2 ceil cos cosh cot coth degrees e exp floor haversin isnan log log10 pi radians"
    " rand round sign sin sinh sqrt tan tanh"
    # text
    " btrim format left lower ltrim normalize replace right rtrim split substring tolower toupper trim upper"
    # time and place
    " date date.realtime date.statement date.transaction date.truncate"
    " datetime datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement"
    " datetime.transaction datetime.truncate duration duration.between duration.indays duration.inmonths"
    " duration.inseconds localdatetime localdatetime.realtime localdatetime.statement"
    " localdatetime.transaction localdatetime.truncate localtime localtime.realtime localtime.statement"
    " localtime.transaction localtime.truncate time time.realtime time.statement time.transaction"
    " time.truncate point point.distance point.withinbbox"
    # paths
    " allshortestpaths shortestpath".split()
)
#: Procedures that only read, and only the graph.
PROCEDURES = frozenset(
    "db.labels db.propertykeys db.relationshiptypes db.schema.nodetypeproperties"
    " db.schema.reltypeproperties db.schema.visualization".split()
)
#: What SHOW may list.
SHOWN = frozenset("INDEX INDEXES CONSTRAINT CONSTRAINTS".split())
#: Words allowed between SHOW and these.
SHOWN_KINDS = frozenset(
    "ALL EXIST EXISTENCE FULLTEXT KEY LOOKUP NODE POINT PROPERTY RANGE REL RELATIONSHIP TEXT TYPE UNIQUE"
    " UNIQUENESS VECTOR".split()
)
