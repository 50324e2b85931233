"""A graph in a Neo4j database, through the official driver.

``connection`` reaches a server and words what goes wrong, ``querying`` asks, ``writing`` loads.
"""

from graphbuild.stores.neo4j.connection import SCHEMES
from graphbuild.stores.neo4j.store import Neo4jStore

__all__ = ["SCHEMES", "Neo4jStore"]
