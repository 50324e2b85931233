"""A graph in a Neo4j database, through the official driver.

``connection`` reaches a server and words what goes wrong, ``querying`` asks. ``loading`` brings a
database to a graph by difference: ``manifest`` compares records, ``bookkeeping`` keeps what was
loaded in the database, ``comparing`` finds what differs, ``transactions`` makes lots of it, ``writing``
has the Cypher and ``schema`` names, constraints and indexes.
"""

from graphbuild.stores.neo4j.connection import SCHEMES, not_in_the_address
from graphbuild.stores.neo4j.loading import LoadReport, Options
from graphbuild.stores.neo4j.schema import Names
from graphbuild.stores.neo4j.store import Neo4jStore

__all__ = ["SCHEMES", "LoadReport", "Names", "Neo4jStore", "Options", "not_in_the_address"]
