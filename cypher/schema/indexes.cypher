// Indexes for what is asked most: by name, by country code, by day, by relation.

CREATE INDEX graphbuild_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
CREATE INDEX graphbuild_country_iso3 IF NOT EXISTS FOR (n:Country) ON (n.iso3);
CREATE INDEX graphbuild_article_published IF NOT EXISTS FOR (n:Article) ON (n.published);
CREATE INDEX graphbuild_statement_relation IF NOT EXISTS FOR (n:Statement) ON (n.relation);
