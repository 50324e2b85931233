// The whole graph in figures: where to begin.
import { Filters } from "./filters";
import { count, Days, IdentityList, Name, StanceSection, To, words } from "./parts";
import { filters, go, href, type Route } from "./route";
import { has, isReport } from "./source";
import type { Kind, Summary } from "./types";

const MANY: Record<Kind, string> = { person: "People", country: "Countries", organisation: "Organisations" };

export function Home({ summary: s, route }: { summary: Summary; route: Route }) {
  const kept = filters(route);
  const most = Math.max(1, ...s.relations.map(([, n]) => n));
  return (
    <>
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
          {s.undated > 0 && `, ${s.undated.toLocaleString("en")} without a date`}. {count(s.asserted, "statement")} asserted,{" "}
          {s.denied.toLocaleString("en")} denied, {s.unasserted.toLocaleString("en")} reported as possible, future or demanded.
        </p>
        {!isReport() && <Periods summary={s} />}
        {isReport() && has(["changes"]) && (
          <p>
            <To path={["changes"]}>What changed in the last quarter of that time</To>
          </p>
        )}
      </section>
      {!isReport() && <Filters route={route} summary={s} />}
      <StanceSection title="Pairs with the most reports" params={kept} />
      <section>
        <h2>Mentioned in most articles</h2>
        <div class="columns">
          {s.kinds.map((kind) => (
            <div key={kind}>
              <h3>
                {MANY[kind]} <span class="quiet">{s.entities[kind].toLocaleString("en")}</span>
              </h3>
              <ol class="names">
                {s.known[kind].map((e) => (
                  <li key={e.id}>
                    <Name entity={e} params={kept} /> <span class="quiet">{e.articles}</span>
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </div>
      </section>
      <section>
        <h2>Relations</h2>
        <ul class="meter">
          {s.relations.map(([name, n, family]) => (
            <li key={name}>
              <span class={`relation ${family}`}>{words(name)}</span>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class={`bar ${family}`} width={(100 * n) / most} height="8" />
              </svg>
              <span class="number">{n.toLocaleString("en")}</span>
            </li>
          ))}
        </ul>
      </section>
      {s.publishers.length > 0 && (
        <section>
          <h2>Publishers</h2>
          <ul class="inline">
            {s.publishers.map(([name, n]) => (
              <li key={name}>
                <bdi>{name}</bdi> <span class="quiet">{n.toLocaleString("en")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {s.doubts.length > 0 && (
        <section>
          <h2>
            Names that may be one <span class="quiet">{s.doubt_count.toLocaleString("en")}</span>
          </h2>
          <details>
            <summary>{s.doubts.length < s.doubt_count ? `The ${s.doubts.length} likeliest` : "Show them"}</summary>
            <IdentityList found={s.doubts} />
          </details>
          {s.decides && (
            <p>
              <a href={href(["candidates"])}>Decide, with sentences of both side by side</a>
            </p>
          )}
        </section>
      )}
    </>
  );
}

/** Where a comparison of two days is begun. */
export function Periods({ summary, since, until }: { summary: Summary; since?: string; until?: string }) {
  const submit = (event: Event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    go(href(["changes"], { since: String(given.get("since")), until: String(given.get("until")) }));
  };
  if (!summary.first) return null;
  return (
    <form class="compare" onSubmit={submit}>
      What changed between
      <input type="date" name="since" aria-label="First day" required defaultValue={since ?? halfway(summary)} />
      and
      <input type="date" name="until" aria-label="Second day" required defaultValue={until ?? summary.last} />
      <button type="submit">Compare</button>
    </form>
  );
}

/** The day before the last quarter of all that time. */
function halfway(s: Summary): string {
  const [first, last] = [Date.parse(s.first), Date.parse(s.last)];
  return new Date(last - Math.max(86_400_000, (last - first) / 4)).toISOString().slice(0, 10);
}
