"""A graph in a Neo4j database, through the official driver.

``connection`` connects to a server and words its errors, ``querying`` runs queries. ``loading`` updates a
database to a graph by writing the differences: ``manifest`` defines the parts and digests of records,
``bookkeeping`` stores them in the database, ``comparing`` finds the differences, ``transactions`` makes
batches, ``writing`` has the Cypher, and ``schema`` the names, constraints and indexes.
"""

from graphbuild.stores.neo4j.connection import SCHEMES, credentials_in_uri_error
from graphbuild.stores.neo4j.loading import LoadReport, Options
from graphbuild.stores.neo4j.schema import Names
from graphbuild.stores.neo4j.store import Neo4jStore

__all__ = ["SCHEMES", "LoadReport", "Names", "Neo4jStore", "Options", "credentials_in_uri_error"]
