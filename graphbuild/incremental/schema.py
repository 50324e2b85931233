"""The tables of the stored aggregation. It is rebuilt when the code changes, so there is no schema
version.
"""

SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE change (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE -- random: a copy of the folder has other names for its later changes
) STRICT;

-- the state of the ledger at the last update
CREATE TABLE article (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL,
    title TEXT NOT NULL, date TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL,
    date_from TEXT NOT NULL, given_id TEXT NOT NULL,
    original TEXT NOT NULL, -- id of the article that it is a copy of; empty for none
    boilerplate TEXT NOT NULL, -- JSON: positions of its boilerplate paragraphs
    beside TEXT NOT NULL, -- JSON: codes of the countries that it mentions
    changed INTEGER NOT NULL
) STRICT;
CREATE TABLE print (article INTEGER PRIMARY KEY, signature BLOB NOT NULL, paragraphs BLOB NOT NULL) STRICT;
CREATE TABLE boilerplate (
    article INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    paragraph INTEGER NOT NULL, -- hash of its words, as a signed number
    source TEXT NOT NULL, -- the source that the boilerplate belongs to
    mentions INTEGER NOT NULL,
    statements TEXT NOT NULL, -- JSON
    PRIMARY KEY (article, "start")
) STRICT, WITHOUT ROWID;

-- entity resolution: sightings, compared pairs and results
CREATE TABLE sighting (
    article INTEGER NOT NULL, local TEXT NOT NULL,
    kind TEXT NOT NULL, key TEXT NOT NULL, bound INTEGER NOT NULL,
    name TEXT NOT NULL, iso3 TEXT NOT NULL, mentions INTEGER NOT NULL,
    forms TEXT NOT NULL, -- JSON, as the next two
    aliases TEXT NOT NULL,
    facts TEXT NOT NULL, -- homes, offices, bodies
    unit INTEGER NOT NULL, entity TEXT NOT NULL,
    PRIMARY KEY (article, local)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_key ON sighting (kind, key);
CREATE INDEX sighting_entity ON sighting (entity);
CREATE TABLE label (key TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE unit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    base TEXT NOT NULL, -- key of its sightings
    place TEXT NOT NULL, position INTEGER NOT NULL, -- its order within a kind
    key TEXT NOT NULL, id TEXT NOT NULL,
    title TEXT NOT NULL, articles INTEGER NOT NULL, period TEXT NOT NULL,
    homes TEXT NOT NULL, -- JSON
    day INTEGER, -- the first
    parted INTEGER NOT NULL,
    digest TEXT NOT NULL,
    component INTEGER NOT NULL,
    entity TEXT NOT NULL,
    UNIQUE (kind, base, key)
) STRICT;
CREATE INDEX unit_component ON unit (component);
CREATE INDEX unit_key ON unit (kind, key);
CREATE TABLE tie (key TEXT NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (key, unit)) STRICT, WITHOUT ROWID;
CREATE INDEX tie_unit ON tie (unit);
CREATE TABLE block (
    key TEXT NOT NULL, unit INTEGER NOT NULL, bare INTEGER NOT NULL, PRIMARY KEY (key, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_unit ON block (unit);
CREATE TABLE compared (
    block TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (block, a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_a ON compared (a, b);
CREATE INDEX compared_b ON compared (b);
CREATE TABLE too_large (block TEXT PRIMARY KEY, parts INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE link (
    low INTEGER NOT NULL, high INTEGER NOT NULL,
    a INTEGER NOT NULL, b INTEGER NOT NULL, how TEXT NOT NULL,
    reasons TEXT NOT NULL, -- JSON
    weight TEXT NOT NULL, -- ties or doubt
    PRIMARY KEY (low, high)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_high ON link (high);
CREATE TABLE listed (entry INTEGER NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (entry, unit))
    STRICT, WITHOUT ROWID;
CREATE INDEX listed_unit ON listed (unit);
CREATE TABLE outcome (
    component INTEGER NOT NULL,
    sort TEXT NOT NULL, -- joined, doubt, made or unused
    a INTEGER NOT NULL, b INTEGER NOT NULL, how TEXT NOT NULL, reasons TEXT NOT NULL
) STRICT;
CREATE INDEX outcome_component ON outcome (component);
CREATE TABLE known_as (entity TEXT PRIMARY KEY, ids TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- the graph
CREATE TABLE entity (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, iso3 TEXT NOT NULL,
    mentions INTEGER NOT NULL, articles INTEGER NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE relation (
    id TEXT PRIMARY KEY, relation TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    statements INTEGER NOT NULL, articles INTEGER NOT NULL, copies INTEGER NOT NULL, sources INTEGER NOT NULL,
    negated INTEGER NOT NULL, hypothetical INTEGER NOT NULL,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, score REAL NOT NULL, confidence REAL NOT NULL,
    sentence TEXT NOT NULL, former INTEGER NOT NULL, until TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_until ON relation (until) WHERE until <> '';
CREATE TABLE statement (
    id TEXT PRIMARY KEY, article INTEGER NOT NULL,
    relation TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    source_start INTEGER NOT NULL, source_end INTEGER NOT NULL,
    target_start INTEGER NOT NULL, target_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, sentence TEXT NOT NULL,
    "trigger" TEXT NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
    negated INTEGER NOT NULL, modality TEXT NOT NULL, attribution TEXT NOT NULL, tense TEXT NOT NULL,
    confidence REAL NOT NULL, rule TEXT NOT NULL, source_role TEXT NOT NULL, target_role TEXT NOT NULL,
    former INTEGER NOT NULL, root TEXT NOT NULL,
    when_from TEXT NOT NULL, when_to TEXT NOT NULL, when_precision TEXT NOT NULL,
    when_source TEXT NOT NULL, when_text TEXT NOT NULL,
    meant TEXT NOT NULL, -- JSON
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_article ON statement (article);
-- statements rejected by the user, and the decisions by edge
CREATE TABLE rejected (
    id TEXT PRIMARY KEY, article INTEGER NOT NULL,
    relation TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    statement TEXT NOT NULL, -- JSON, as the next
    meant TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rejected_article ON rejected (article);
CREATE INDEX rejected_edge ON rejected (source, target, relation);
CREATE TABLE judged (
    relation TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    judged TEXT NOT NULL, -- JSON
    PRIMARY KEY (relation, source, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_edge ON statement (source, target, relation);
CREATE INDEX statement_of ON statement (target, relation, source)
    WHERE relation IN ('LEADER_OF', 'REPRESENTS', 'PART_OF', 'MEMBER_OF');
-- inference: the states that the ends of a statement act for unless both are states; members of alliances
CREATE TABLE acted (
    statement TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL,
    low TEXT NOT NULL, high TEXT NOT NULL, -- ids of the states in order; empty for none
    forward INTEGER NOT NULL -- whether the source acts for the first
) STRICT, WITHOUT ROWID;
CREATE INDEX acted_source ON acted (source);
CREATE INDEX acted_target ON acted (target);
CREATE INDEX acted_pair ON acted (low, high) WHERE low <> '';
CREATE TABLE allied (alliance TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (alliance, member))
    STRICT, WITHOUT ROWID;
CREATE INDEX allied_member ON allied (member);
CREATE TABLE stance (
    id TEXT PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, level TEXT NOT NULL,
    label TEXT NOT NULL, infers TEXT NOT NULL, cooperation REAL NOT NULL, conflict REAL NOT NULL,
    sums TEXT NOT NULL, -- JSON, as the other lists
    belief REAL NOT NULL, reports INTEGER NOT NULL, articles INTEGER NOT NULL, sources INTEGER NOT NULL,
    denied INTEGER NOT NULL, undated INTEGER NOT NULL, past INTEGER NOT NULL,
    as_of TEXT NOT NULL, since TEXT NOT NULL, before TEXT NOT NULL, standing TEXT NOT NULL,
    months TEXT NOT NULL, cooperation_by_month TEXT NOT NULL, conflict_by_month TEXT NOT NULL,
    because TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE mentioned (
    entity TEXT NOT NULL, article INTEGER NOT NULL, mentions INTEGER NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY (entity, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentioned_article ON mentioned (article);
CREATE TABLE copy (
    article TEXT PRIMARY KEY, original TEXT NOT NULL, changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- for the overview
CREATE INDEX article_date ON article (date);
CREATE INDEX article_source ON article (source);
CREATE INDEX entity_known ON entity (kind, articles);
CREATE INDEX relation_name ON relation (relation);
CREATE INDEX statement_said ON statement (negated, modality);
-- partial indexes for rows changed since the first update; in the first update they stay empty
CREATE INDEX article_changed ON article (changed) WHERE changed > 1;
CREATE INDEX entity_changed ON entity (changed) WHERE changed > 1;
CREATE INDEX relation_changed ON relation (changed) WHERE changed > 1;
CREATE INDEX statement_changed ON statement (changed) WHERE changed > 1;
CREATE INDEX mentioned_changed ON mentioned (changed) WHERE changed > 1;
CREATE INDEX copy_changed ON copy (changed) WHERE changed > 1;
CREATE INDEX stance_changed ON stance (changed) WHERE changed > 1;
CREATE TABLE gone ("table" TEXT NOT NULL, key TEXT NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY ("table", key)) STRICT, WITHOUT ROWID;
"""

#: The items to recompute in an update, by kind.
TOUCHED = """
CREATE TEMP TABLE touched (
    sort TEXT NOT NULL, a ANY NOT NULL, b ANY NOT NULL, c ANY NOT NULL, PRIMARY KEY (sort, a, b, c)
) STRICT, WITHOUT ROWID;
"""
