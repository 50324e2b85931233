// The whole graph in figures: where to begin.
import { leftOut, Timeline, TimelineTable } from "./charts";
import { IdentityList } from "./deciding";
import { Picture } from "./figures";
import { FailedBelowFilters, Filters } from "./filters";
import { All, count, Days, Name, To, words } from "./parts";
import { LastChanges, StrongestRelations } from "./printed";
import { chooses, filters, go, href, type Route } from "./route";
import { has, isReport, latest, useAnswer } from "./source";
import { StanceSection } from "./stances";
import type { Identity, Kind, Part, Summary } from "./types";

const MANY: Record<Kind, string> = { person: "People", country: "Countries", organisation: "Organisations" };

/** Of whom the filters let anything through, by the direction that is chosen. */
const WHO: Record<string, string> = {
  "": "Those of whom the filters let anything through",
  out: "Those who do what the filters let through",
  in: "Those to whom what the filters let through is done",
};

export function Home({ summary: whole, route }: { summary: Summary; route: Route }) {
  const kept = filters(route);
  const narrowed = Object.keys(kept).length > 0 && !isReport();
  const answer = useAnswer<Summary>(["summary"], kept, narrowed);
  if (narrowed && answer.state === "failed") return <FailedBelowFilters route={route} summary={whole} message={answer.message} />;
  const s: Summary = (narrowed && latest(answer)) || whole;
  const most = Math.max(1, ...s.relations.map(([, n]) => n));
  return (
    <div aria-busy={narrowed && answer.state === "waiting"}>
      <section class="lead">
        <h1>
          <bdi>{s.name}</bdi>
        </h1>
        <p>
          {count(s.articles, "article")} of {count(s.publisher_count, "publisher")}
          {s.first && (
            <>
              , <Days first={s.first} last={s.last} />
            </>
          )}
          {s.copies > 0 && `, ${s.copies.toLocaleString("en")} of them copies`}
          {s.undated > 0 && `, ${s.undated.toLocaleString("en")} without a date${told(s.years)}`}. {count(s.asserted, "statement")} asserted,{" "}
          {s.denied.toLocaleString("en")} denied, {s.unasserted.toLocaleString("en")} reported as possible, future or demanded.
        </p>
        {!isReport() && <Periods days={whole} kept={kept} />}
      </section>
      <Filters route={route} summary={whole} />
      {narrowed && (
        <p>
          <To path={["list", "relations"]} params={kept}>
            The relations that the filters let through
          </To>
        </p>
      )}
      <StanceSection route={route} />
      <StrongestRelations />
      <LastChanges />
      <section>
        <h2>Mentioned in most articles</h2>
        {narrowed && chooses(kept) && <p class="quiet">{WHO[kept.direction ?? ""]}, with the number of articles that say so.</p>}
        <div class="columns">
          {s.kinds.map((kind) => (
            <div key={kind}>
              <h3>
                <To path={["list", "entities", kind]} params={kept}>
                  {MANY[kind]}
                </To>{" "}
                <span class="quiet">{s.entities[kind].toLocaleString("en")}</span>
              </h3>
              <ol class="names">
                {s.known[kind].map((e) => (
                  <li key={e.id}>
                    <Name entity={e} params={kept} /> <span class="quiet">{e.articles}</span>
                  </li>
                ))}
              </ol>
              {s.known[kind].length === 0 && <p class="quiet">None{narrowed && " that the filters let through"}.</p>}
            </div>
          ))}
        </div>
      </section>
      <section>
        <h2>
          <To path={["list", "relations"]} params={kept}>
            Relations
          </To>
        </h2>
        <ul class="meter">
          {s.relations.map(([name, n, family]) => (
            <li key={name}>
              <To path={["list", "relations"]} params={{ status: "asserted", ...kept, relation: name }} class={`relation ${family}`}>
                {words(name)}
              </To>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class={`bar ${family}`} width={(100 * n) / most} height="8" />
              </svg>
              <span class="number">{n.toLocaleString("en")}</span>
            </li>
          ))}
        </ul>
      </section>
      {s.coverage.bars.length > 0 && (
        <section>
          <h2>Coverage</h2>
          <Picture
            name={`articles of ${s.name} over time`}
            caption={`Articles by ${s.coverage.unit}${leftOut(s.coverage, "article")}.`}
            table={<TimelineTable bars={s.coverage.bars} sorts={["articles"]} table="coverage" route={route} />}
            opened={"sort_coverage" in route.params}
          >
            <Timeline bars={s.coverage.bars} sorts={["articles"]} what="Articles" unit={s.coverage.unit} route={route} />
          </Picture>
          {has(["list", "articles"]) && (
            <p>
              <To path={["list", "articles"]} params={kept}>
                All articles
              </To>
            </p>
          )}
        </section>
      )}
      {s.publishers.length > 0 && (
        <section>
          <h2>
            Publishers <span class="quiet">{s.publisher_count.toLocaleString("en")}</span>
          </h2>
          <ul class="inline">
            {s.publishers.map(([name, n]) => (
              <li key={name}>
                <To path={["list", "relations"]} params={{ ...kept, publisher: name }}>
                  <bdi>{name}</bdi>
                </To>{" "}
                <span class="quiet">{n.toLocaleString("en")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Doubts decides={!!s.decides} />
    </div>
  );
}

/** How many articles without a day tell their year, and which years these are. */
function told(years: Record<string, number>): string {
  const known = Object.keys(years);
  if (known.length === 0) return "";
  const all = Object.values(years).reduce((a, b) => a + b, 0).toLocaleString("en");
  return known.length === 1 ? ` (${all} of ${known[0]})` : ` (${all} of ${known[0]} to ${known.at(-1)})`;
}

/** Names that may be one entity. They come when the graph is read. */
function Doubts({ decides }: { decides: boolean }) {
  const answer = useAnswer<Part<Identity>>(["list", "doubts"], { per: "20" });
  if (answer.state === "failed") return <p role="alert">{answer.message}</p>;
  const found = latest(answer);
  if (!found?.count) return null;
  const { items, count: all } = found;
  return (
    <section aria-busy={answer.state === "waiting"}>
      <h2>
        Names that may be one <span class="quiet">{all.toLocaleString("en")}</span>
      </h2>
      <details class="more">
        <summary>Show them</summary>
        <IdentityList found={items} />
        <All path={["doubts"]} params={{}} shown={items.length} all={all} what="names in doubt" />
      </details>
      {decides && (
        <p>
          <a href={href(["candidates"])}>Decide, with sentences of both side by side</a>
        </p>
      )}
    </section>
  );
}

/** Parameters of an earlier period that the one asked for is compared with; without, it is the time before. */
export const EARLIER = ["earlier_since", "earlier_until"] as const;

/** First and last day of what is looked at; empty where none is known. */
type Span = Pick<Summary, "first" | "last">;

/** Where a comparison of two days is begun, of the whole graph or of an entity: `days` are those that it is known of. */
export function Periods(props: {
  days: Span;
  kept: Record<string, string>;
  of?: string | undefined;
  since?: string;
  until?: string;
  /** First and last day of the earlier period, where it is not simply the time before. */
  earlier?: [string, string] | undefined;
}) {
  const { days, kept, of, since, until, earlier } = props;
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const [begins, ends] = EARLIER.map((name) => form.elements.namedItem(name) as HTMLInputElement);
    begins!.required = ends!.required = !!(begins!.value || ends!.value);
    const [since_, until_] = ["since", "until"].map((name) => form.elements.namedItem(name) as HTMLInputElement);
    const told = (field: HTMLInputElement, wrong: boolean, why: string) => field.setCustomValidity(wrong ? why : "");
    told(until_!, until_!.value < since_!.value, "This day comes before the first: give a later one.");
    told(begins!, !!ends!.value && begins!.value > ends!.value, "This day comes after the last: give an earlier one.");
    told(ends!, !!ends!.value && ends!.value >= since_!.value, "The earlier time ends before the other begins: give an earlier day.");
    if (begins!.value || ends!.value) form.querySelector("details")!.open = true;
    if (!form.reportValidity()) return;
    const asked = Object.fromEntries(["since", "until", ...EARLIER].map((name) => [name, String(given.get(name) ?? "")]));
    go(href(["changes"], { ...kept, of, ...asked }));
  };
  if (!days.first) return null;
  const [first, second] = [since ?? kept.since ?? halfway(days), until ?? kept.until ?? days.last];
  return (
    <form key={[first, second, ...(earlier ?? [])].join()} class="compare" onSubmit={submit} noValidate>
      What changed between
      <input type="date" name="since" aria-label="First day" required defaultValue={first} />
      and
      <input type="date" name="until" aria-label="Second day" required defaultValue={second} />
      <button type="submit">Compare</button>
      <details open={!!earlier}>
        <summary>with an earlier time</summary>
        from <input type="date" name={EARLIER[0]} aria-label="First day of the earlier time" defaultValue={earlier?.[0]} /> to{" "}
        <input type="date" name={EARLIER[1]} aria-label="Last day of the earlier time" defaultValue={earlier?.[1]} />
      </details>
    </form>
  );
}

/** The day before the last quarter of all that time. */
function halfway(days: Span): string {
  const [first, last] = [Date.parse(days.first), Date.parse(days.last)];
  return new Date(last - Math.max(86_400_000, (last - first) / 4)).toISOString().slice(0, 10);
}
