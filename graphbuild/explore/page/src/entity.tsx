// An entity: what it is, its relations by what matters, its neighbours, reports over time.
import { leftOut, Timeline, TimelineTable } from "./charts";
import { IdentityList } from "./deciding";
import { allNeighbours, Ego, NeighbourTable } from "./ego";
import { Picture, SaveTies } from "./figures";
import { FailedBelowFilters, Filters } from "./filters";
import { Periods } from "./home";
import { ArticleTable } from "./lists";
import { All, count, Days, KindMark, Waiting } from "./parts";
import { chooses, chosen, filters, href, type Route } from "./route";
import { everything, isReport, latest, useAnswer } from "./source";
import { StanceSection } from "./stances";
import { First, sorting } from "./tables";
import { key, Order, TieItem } from "./ties";
import { useTitle } from "./title";
import type { EntityPage, Family, Identity, Summary } from "./types";

const GROUPS: [Family, string][] = [
  ["conflict", "Conflict"],
  ["cooperation", "Cooperation"],
  ["standing", "Posts, memberships, requests and other"],
];
const FAMILIES: Family[] = ["standing", "cooperation", "conflict"];
const FIRST = 8;
const STEP = 24;

export function EntityView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const id = route.path[1] ?? "";
  const kept = filters(route);
  const answer = useAnswer<EntityPage>(["entity", id], chosen(route, ["show", "sort_relations"]));
  const page = latest(answer);
  useTitle(page?.entity.name);
  if (answer.state === "failed") return <FailedBelowFilters route={route} summary={summary} message={answer.message} />;
  if (!page) return <Waiting />;
  const { entity } = page;
  const order = sorting(route, "relations");
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>
          <KindMark kind={entity.kind} /> <bdi>{entity.name}</bdi>
        </h1>
        <p>
          {entity.kind}
          {entity.iso3 && `, ${entity.iso3}`} · {count(page.mentions, "mention")} in {count(entity.articles, "article")}
          {page.first && (
            <>
              , <Days first={page.first} last={page.last} />
            </>
          )}
        </p>
        {page.aliases.length > 0 && (
          <p>
            Also called <bdi>{page.aliases.join(" · ")}</bdi>
          </p>
        )}
        <Identities found={page.identities} />
        {!isReport() && <Periods days={page} kept={kept} of={id} />}
      </section>
      <Filters route={route} summary={summary} of={[entity.name]} />
      {page.neighbours.length === 0 ? (
        <p>No relation{Object.keys(kept).length > 0 && " that the filters let through"}.</p>
      ) : (
        <Neighbours page={page} route={route} />
      )}
      <StanceSection of={id} route={route} />
      {page.timeline.bars.length > 0 && (
        <section>
          <h2>Statements over time</h2>
          <Picture
            name={`statements about ${entity.name} over time`}
            caption={
              <>
                What is reported as fact, by {page.timeline.unit} of the article{leftOut(page.timeline, "statement")}. <Legend />
              </>
            }
            table={<TimelineTable bars={page.timeline.bars} sorts={FAMILIES} table="timeline" route={route} />}
            opened={"sort_timeline" in route.params}
          >
            <Timeline bars={page.timeline.bars} sorts={FAMILIES} what="Statements" unit={page.timeline.unit} route={route} />
          </Picture>
        </section>
      )}
      {page.ties.length > 0 && (
        <section>
          <h2>Relations</h2>
          {!isReport() && <Order route={route} />}
          {GROUPS.map(([family, title]) => (
            <Ties key={family} family={family} title={title} page={page} params={kept} sorted={order} />
          ))}
          <SaveTies name={`Relations of ${entity.name}`} load={async () => (isReport() ? { items: page.ties, named: page.named } : everything(["list", "relations", id], { ...kept, sort: route.params.sort_relations ?? "" }))} />
        </section>
      )}
      <section>
        <h2>Articles</h2>
        {chooses(kept) && page.article_count > 0 && <p class="quiet">Those that say what the filters let through; others may mention {entity.name}, too.</p>}
        {page.article_count === 0 ? (
          <p>None that the filters let through.</p>
        ) : (
          <First table="articles" route={route} path={["articles", id]} params={kept} rows={page.articles} all={page.article_count} what="articles">
            {(rows) => <ArticleTable name={`Articles that mention ${entity.name}`} table="articles" list={{ path: ["articles", id], params: kept }} articles={rows} all={page.article_count} counted="mentions" of={id} route={route} />}
          </First>
        )}
      </section>
    </div>
  );
}

export function Legend() {
  return (
    <span class="legend">
      <span class="key cooperation">cooperation</span> <span class="key conflict">conflict</span> <span class="key standing">posts, memberships, requests, other</span>
    </span>
  );
}

function Neighbours({ page, route }: { page: EntityPage; route: Route }) {
  const kept = filters(route);
  const rest = page.neighbour_count - page.neighbours.length;
  const more = Math.min(300, page.neighbour_count, page.neighbours.length + STEP);
  return (
    <section>
      <h2>Neighbours</h2>
      <Picture
        name={`${page.entity.name} and its neighbours`}
        caption={
          <>
            A link opens the pair. Width and numbers: independent articles that assert something of the two themselves, whenever; stances also count what persons in office and
            bodies do, and fade. Dashed: only denied, possible, future or demanded. Thin lines join neighbours of each other. <Legend />
            {!isReport() && rest > 0 && page.neighbours.length < 300 && (
              <p>
                <a class="button small" href={href(route.path, { ...route.params, show: String(more) })}>
                  Show {more - page.neighbours.length} more{more < page.neighbour_count && ` of ${rest.toLocaleString("en")}`}
                </a>
              </p>
            )}
          </>
        }
        table={
          <First table="neighbours" route={route} path={["neighbours", page.entity.id]} params={kept} rows={page.neighbours} all={page.neighbour_count} what="neighbours">
            {(rows) => (
              <>
                {rows !== page.neighbours && <p class="quiet">The first of all neighbours in this order, not those of the picture.</p>}
                <NeighbourTable of={page.entity.id} neighbours={rows} all={page.neighbour_count} route={route} />
              </>
            )}
          </First>
        }
        whole={allNeighbours(page.entity.id, kept, page.neighbours.length, page.neighbour_count, route)}
        opened={"sort_neighbours" in route.params}
      >
        <Ego entity={page.entity} neighbours={page.neighbours} links={page.links} params={kept} />
      </Picture>
    </section>
  );
}

interface TiesProps {
  family: Family;
  title: string;
  page: EntityPage;
  params: Record<string, string>;
  /** The parameter of the address, if it is there, that says in which order they are. */
  sorted: Record<string, string>;
}

function Ties({ family, title, page, params, sorted }: TiesProps) {
  const { id } = page.entity;
  const ties = page.ties.filter((t) => t.family === family);
  const all = page.tie_counts[family];
  if (!ties.length) return null;
  const items = ties.map((t) => <TieItem key={key(t)} tie={t} named={page.named} of={page.entity} params={params} />);
  return (
    <>
      <h3>
        {title} <span class="quiet">{all.toLocaleString("en")}</span>
      </h3>
      <ul class="ties">{items.slice(0, FIRST)}</ul>
      {ties.length > FIRST && (
        <details class="more">
          <summary>{count(ties.length - FIRST, "more", "more")}</summary>
          <ul class="ties">{items.slice(FIRST)}</ul>
        </details>
      )}
      <All path={["relations", id]} params={{ ...params, ...sorted, family }} shown={ties.length} all={all} what={`relations of ${family}`} />
    </>
  );
}

function Identities({ found }: { found: Identity[] }) {
  return (
    <>
      {([true, false] as const).map((joined) => {
        const some = found.filter((i) => i.joined === joined);
        return some.length > 0 ? (
          <details key={String(joined)}>
            <summary>
              {joined ? "Why its names are one entity" : some.every((i) => i.decided) ? "Told apart by you" : "May be the same as"} <span class="quiet">{some.length}</span>
            </summary>
            <IdentityList found={some} />
          </details>
        ) : null;
      })}
    </>
  );
}
