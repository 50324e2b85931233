// What a Neo4j database is given before a graph is loaded: ids are unique, so that nothing is loaded
// twice and everything is found by its id. With a prefix, labels and names of constraints bear it.

CREATE CONSTRAINT graphbuild_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT graphbuild_article_id IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT graphbuild_statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE;
