// What the server answers, and a report holds: see graphbuild/explore/answers.py and shapes.py.

export type Kind = "person" | "country" | "organisation";
export type Unit = "month" | "quarter" | "year";
export type Family = "cooperation" | "conflict" | "standing";

export interface Entity {
  id: string;
  name: string;
  kind: Kind;
  iso3: string;
  articles: number;
}

export type Named = Record<string, Entity>;

export interface Article {
  id: string;
  title: string;
  date: string;
  /** Year or month where no day is known, as far as the date tells it. */
  year: string;
  source: string;
  url: string;
}

/** A piece of a text, and what it is marked with. */
export type Piece<Mark> = [string, Mark[]];

export interface Statement {
  id: string;
  relation: string;
  /** What the relation means, in words that go on from the source. */
  meaning: string;
  family: Family;
  source: string;
  target: string;
  pieces: Piece<"source" | "target" | "trigger">[];
  status: "asserted" | "denied" | "possible" | "future" | "hypothetical" | "demanded";
  negated: boolean;
  modality: string;
  attribution: string;
  tense: string;
  trigger: string;
  confidence: number;
  rule: string;
  source_role: string;
  target_role: string;
  former: boolean;
  when: { from: string; to: string; by: string; text: string };
  meant: string[];
  article: Article;
  copy_of: string;
}

export interface Tie {
  relation: string;
  family: Family;
  score: number;
  source: string;
  target: string;
  reports: number;
  publishers: number;
  denied: number;
  unasserted: number;
  first: string;
  last: string;
  former: boolean;
  best: Statement;
}

export interface Stance {
  label: string;
  infers: "" | "PARTNERSHIP" | "HOSTILITY_TOWARD";
  level: "actor" | "state";
  cooperation: number;
  conflict: number;
  belief: number;
  reports: number;
  articles: number;
  publishers: number;
  denied: number;
  undated: number;
  past: number;
  as_of: string;
  since: string;
  before: string;
  standing: string[];
  /** What an unknown one lacks. */
  lacks: "" | "reports" | "belief" | "articles";
}

export interface PairStance {
  a: string;
  b: string;
  stance: Stance;
  /** Since when the stance stands, as exactly as reports tell it: a day, month or year. */
  since_told: string;
  as_of_told: string;
}

/** A part of a list, from item `first` on. */
export interface Part<Item> {
  items: Item[];
  count: number;
  first: number;
  per: number;
  named: Named;
}

export interface Summary {
  name: string;
  /** Whether the graph is a folder: nothing else knows of merge candidates and decisions. */
  folder: boolean;
  articles: number;
  copies: number;
  publishers: [string, number][];
  publisher_count: number;
  first: string;
  last: string;
  undated: number;
  /** Articles without a day by the year that their date tells. */
  years: Record<string, number>;
  entities: Record<Kind, number>;
  relations: [string, number, Family][];
  asserted: number;
  denied: number;
  unasserted: number;
  coverage: { left_out: number; unit: Unit; bars: ({ period: string; first: string; last: string } & Record<"articles", number>)[] };
  known: Record<Kind, Entity[]>;
  kinds: Kind[];
  relation_words: [string, Family | "", string][];
  all_publishers: string[];
  /** Whether something can be decided in the page; not there in a report. */
  decides?: boolean;
}

/** Something that was decided, in words, and the id by which it is taken back. */
export interface Decision {
  id: string;
  verdict: string;
  says: string;
  decided: string;
  /** Whether a later one about the same counts in its place. */
  overruled: boolean;
}

export interface Decisions {
  decisions: Decision[];
  count: number;
}

/** One of two names that may be one. */
/** A sentence that has a name. */
export interface Context {
  article: Article;
  pieces: Piece<"found">[];
}

export interface Side {
  id: string;
  name: string;
  entity: string;
  articles: number;
  when: string;
  contexts: Context[];
}

export interface Candidate {
  kind: Kind;
  score: number;
  for: string[];
  against: string[];
  sides: [Side, Side];
}

export interface Candidates {
  candidates: Candidate[];
  count: number;
  first: number;
}

export interface Found {
  /** Each with other names, and that by which it was found; empty where that is what it is called. */
  entities: (Entity & { aliases: string[]; found_by: string })[];
  entity_count: number;
  pair: [Entity, Entity] | null;
  /** The relation for which the words ask, of one entity or of two to each other. */
  asked: { relation: string; family: Family; of: Entity[]; statements: number } | null;
  /** The words as articles have them, where none has them as they were written; else empty. */
  respelt: string;
  articles: (Article & { pieces: Piece<"found">[] })[];
  article_count: number;
  first: number;
  per: number;
  complete: boolean;
  /** Whether the graph came without texts, so that only titles and sentences that say something are searched. */
  textless: boolean;
}

export interface Neighbour extends Entity {
  cooperation: number;
  conflict: number;
  standing: number;
  reports: number;
  denied: number;
  unasserted: number;
  last: string;
  relations: string[];
  side: Family;
}

export interface Link {
  a: string;
  b: string;
  reports: number;
  score: number;
}

export interface Bar extends Record<Family, number> {
  period: string;
  first: string;
  last: string;
}

export interface Identity {
  a: string;
  b: string;
  /** What decisions call the two names. */
  ids: [string, string];
  articles: [number, number];
  /** Days of these articles, which may be unknown. */
  when: [string, string];
  entities: [string, string];
  joined: boolean;
  decided: boolean;
  score: number;
  for: string[];
  against: string[];
}

export interface EntityPage {
  entity: Entity;
  aliases: string[];
  mentions: number;
  first: string;
  last: string;
  ties: Tie[];
  tie_counts: Record<Family, number>;
  neighbours: Neighbour[];
  neighbour_count: number;
  links: Link[];
  timeline: { unit: Unit; bars: Bar[]; left_out: number };
  identities: Identity[];
  articles: (Article & { mentions: number })[];
  article_count: number;
  named: Named;
}

export interface Period {
  period: string;
  label: string;
  cooperation: number;
  conflict: number;
  cooperation_reported: number;
  conflict_reported: number;
  reports: number;
}

export interface TurningPoint {
  day: string;
  /** The same as exactly as reports tell it: a day, month or year. */
  told: string;
  before: string;
  after: string;
  cooperation: [number, number];
  conflict: [number, number];
  cited: Statement[];
}

export interface Course {
  by: Unit;
  stance: Stance;
  /** Day, cooperation, conflict, whether something was reported of that day. */
  curve: [string, number, number, boolean][];
  periods: Period[];
  /** How many reports are in no period, as their time is not known to the month; empty for none. */
  imprecise: string;
  turning_points: TurningPoint[];
  because: Statement[];
  /** For what stands for good by reports the surest statement each. */
  standing_because: Statement[];
  /** Axes of which what is reported is not believed. */
  doubted: string[];
  /** What counts although it is not said of the two: deeds of persons in office and bodies. */
  through: Statement[];
  through_count: number;
}

export interface PairPage {
  a: Entity;
  b: Entity;
  both_states: boolean;
  course: Course | null;
  ties: Tie[];
  statements: Statement[];
  statement_count: number;
  first_statement: number;
  per_page: number;
  reports: number;
  sources: (Article & { statements: number })[];
  source_count: number;
  rejected: Statement[];
  /** Relations that are rejected whole: name, source, target. */
  rejected_whole: [string, string, string][];
  named: Named;
}

export type TextMark =
  | { boilerplate: true }
  | { sentence: number }
  | { entity: string; reason: string }
  | { trigger: number }
  | { source: number }
  | { target: number }
  | { found: true };

export interface ArticlePage {
  article: Article;
  pieces: Piece<TextMark>[];
  statements: Statement[];
  mentions: Record<string, number>;
  boilerplate: number;
  original: Article | null;
  copies: Article[];
  copy_count: number;
  named: Named;
}

/** What is shown of an article that was excluded. */
export interface ExcludedPage {
  excluded: Decision;
  title: string;
}

/** Two whose stance turned. */
export interface Turned {
  a: string;
  b: string;
  before: Stance;
  after: Stance;
  /** The last month up to the end of the earlier time of which anything is reported; empty for none. */
  last: string;
  strength: number;
  /** Whether the stance has only faded, as less is reported. */
  faded: boolean;
  cited: Statement[];
}

export interface Changes {
  of: Entity | null;
  since: string;
  until: string;
  /** The day after which the earlier period begins, and its last day. */
  earlier: [string, string];
  turned: Turned[];
  turned_count: number;
  appeared: Tie[];
  appeared_count: number;
  silent: Tie[];
  silent_count: number;
  first: number;
  per: number;
  reports: [number, number];
  named: Named;
}
