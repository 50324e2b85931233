"""A graph in a Neo4j database, through the official driver.

``connection`` reaches a server and words what goes wrong, ``querying`` asks. ``loading`` brings a
database to a graph by difference: ``manifest`` finds what differs, ``bookkeeping`` keeps it in the
database, ``schema`` has names, constraints and indexes, ``writing`` the Cypher.
"""

from graphbuild.stores.neo4j.connection import SCHEMES
from graphbuild.stores.neo4j.loading import LoadReport, Options
from graphbuild.stores.neo4j.store import Neo4jStore

__all__ = ["SCHEMES", "LoadReport", "Neo4jStore", "Options"]
