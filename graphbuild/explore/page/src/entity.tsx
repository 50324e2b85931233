// An entity: what it is, its relations by what matters, its neighbours, reports over time.
import { Timeline, TimelineTable } from "./charts";
import { Ego, sideOf } from "./ego";
import { Filters } from "./filters";
import { count, Days, Failed, IdentityList, KindMark, Name, Relation, Scroll, Sentence, Source, StanceSection, Status, Support, To, Waiting, words } from "./parts";
import { filters, href, type Route } from "./route";
import { isReport, useAnswer } from "./source";
import type { EntityPage, Family, Identity, Summary, Tie } from "./types";

const GROUPS: [Family, string][] = [
  ["conflict", "Conflict"],
  ["cooperation", "Cooperation"],
  ["standing", "Posts, memberships, seats"],
];
const FIRST = 8;
const STEP = 24;

export function EntityView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const id = route.path[1] ?? "";
  const kept = filters(route);
  const answer = useAnswer<EntityPage>(["entity", id], { ...kept, ...(route.params.show ? { show: route.params.show } : {}) });
  if (answer.state === "failed") return <Failed message={answer.message} />;
  const page = answer.state === "here" ? answer.value : answer.old?.entity.id === id ? answer.old : undefined;
  if (!page) return <Waiting />;
  const { entity } = page;
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
      </section>
      {!isReport() && <Filters route={route} summary={summary} />}
      {page.neighbours.length === 0 ? (
        <p>No relation{Object.keys(kept).length > 0 && " that the filters let through"}.</p>
      ) : (
        <Neighbours page={page} route={route} />
      )}
      <StanceSection title="Stances toward others" of={id} params={kept} />
      {page.timeline.bars.length > 0 && (
        <section>
          <h2>Statements over time</h2>
          <figure>
            <Scroll label="Picture of statements over time">
              <Timeline bars={page.timeline.bars} unit={page.timeline.unit} route={route} />
            </Scroll>
            <figcaption>
              What is reported as fact, by {page.timeline.unit} of the article. <Legend />
              <details>
                <summary>As a table</summary>
                <TimelineTable bars={page.timeline.bars} />
              </details>
            </figcaption>
          </figure>
        </section>
      )}
      {page.ties.length > 0 && (
        <section>
          <h2>Relations</h2>
          {GROUPS.map(([family, title]) => (
            <Ties key={family} title={title} ties={page.ties.filter((t) => t.family === family)} page={page} params={kept} />
          ))}
          {page.tie_count > page.ties.length && (
            <p class="quiet">{count(page.tie_count - page.ties.length, "more relation")} with fewer reports; the filters narrow them down.</p>
          )}
        </section>
      )}
      <section>
        <h2>Articles</h2>
        <ul class="results">
          {page.articles.map((a) => (
            <li key={a.id}>
              <Source article={a} /> <span class="quiet">{count(a.mentions, "mention")}</span>
            </li>
          ))}
        </ul>
        {page.article_count > page.articles.length && <p class="quiet">The latest {page.articles.length} of {page.article_count.toLocaleString("en")}.</p>}
      </section>
    </div>
  );
}

export function Legend() {
  return (
    <span class="legend">
      <span class="key cooperation">cooperation</span> <span class="key conflict">conflict</span> <span class="key standing">posts and seats</span>
    </span>
  );
}

function Neighbours({ page, route }: { page: EntityPage; route: Route }) {
  const kept = filters(route);
  const rest = page.neighbour_count - page.neighbours.length;
  const more = Math.min(300, page.neighbours.length + STEP);
  return (
    <section>
      <h2>Neighbours</h2>
      <figure>
        <Scroll label={`Picture of ${page.entity.name} and its neighbours`}>
          <Ego entity={page.entity} neighbours={page.neighbours} links={page.links} params={kept} />
        </Scroll>
        <figcaption>
          A link opens the pair. Width: independent reports; dashed: only denied, possible or demanded. Thin lines join neighbours of each other. <Legend />
          {!isReport() && rest > 0 && page.neighbours.length < 300 && (
            <p>
              <a class="button small" href={href(route.path, { ...route.params, show: String(more) })}>
                Show {more - page.neighbours.length} more of {rest.toLocaleString("en")}
              </a>
            </p>
          )}
          <details>
            <summary>As a table</summary>
            <Scroll label="Neighbours">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Neighbour</th>
                    <th scope="col">Side</th>
                    <th scope="col" class="number">Reports</th>
                    <th scope="col" class="number">Denied</th>
                    <th scope="col" class="number">Not asserted</th>
                    <th scope="col">Last</th>
                    <th scope="col">Relations</th>
                  </tr>
                </thead>
                <tbody>
                  {page.neighbours.map((n) => (
                    <tr key={n.id}>
                      <th scope="row">
                        <To path={["pair", page.entity.id, n.id]} params={kept}>
                          <bdi>{n.name}</bdi>
                        </To>
                      </th>
                      <td>{sideOf(n)}</td>
                      <td class="number">{n.reports}</td>
                      <td class="number">{n.denied}</td>
                      <td class="number">{n.unasserted}</td>
                      <td class="days">{n.last}</td>
                      <td>{n.relations.map(words).join(", ")}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </details>
        </figcaption>
      </figure>
    </section>
  );
}

function Ties({ title, ties, page, params }: { title: string; ties: Tie[]; page: EntityPage; params: Record<string, string> }) {
  if (!ties.length) return null;
  const item = (t: Tie) => {
    const out = t.source === page.entity.id;
    const other = page.named[out ? t.target : t.source];
    return (
      <li key={t.relation + t.source + t.target} class="tie">
        <p class="head">
          {out ? (
            <>
              <Relation name={t.relation} family={t.family} /> <Name entity={other} params={params} />
            </>
          ) : (
            <>
              <Name entity={other} params={params} /> <Relation name={t.relation} family={t.family} /> it
            </>
          )}
          {t.former && <span class="status former">over</span>}
          {t.reports === 0 && <Status statement={t.best} />}
          <To path={["pair", page.entity.id, other?.id ?? ""]} params={params} class="support">
            <Support tie={t} />
          </To>
          <Days first={t.first} last={t.last} />
        </p>
        <Sentence pieces={t.best.pieces} />
        <p class="below">
          <Source article={t.best.article} statement={t.best.id} />
        </p>
      </li>
    );
  };
  return (
    <>
      <h3>
        {title} <span class="quiet">{ties.length}</span>
      </h3>
      <ul class="ties">{ties.slice(0, FIRST).map(item)}</ul>
      {ties.length > FIRST && (
        <details>
          <summary>{count(ties.length - FIRST, "more")}</summary>
          <ul class="ties">{ties.slice(FIRST).map(item)}</ul>
        </details>
      )}
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
              {joined ? "Why its names are one entity" : "May be the same as"} <span class="quiet">{some.length}</span>
            </summary>
            <IdentityList found={some} />
          </details>
        ) : null;
      })}
    </>
  );
}
