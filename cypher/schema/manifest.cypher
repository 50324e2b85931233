// The loader's own nodes, which tell what was loaded; the same for all graphs of a database.

CREATE CONSTRAINT graphbuild_manifest IF NOT EXISTS FOR (n:GraphbuildManifest) REQUIRE n.graph IS UNIQUE;
CREATE CONSTRAINT graphbuild_part IF NOT EXISTS FOR (n:GraphbuildPart) REQUIRE n.part IS UNIQUE;
