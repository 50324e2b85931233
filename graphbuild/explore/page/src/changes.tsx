// Two days compared: stances that turned, relations that appeared, and those of which nothing is heard any more.
import { Filters } from "./filters";
import { Periods } from "./home";
import { count, Failed, Label, Name, Relation, Sentence, Source, Support, To, Waiting } from "./parts";
import { Statements } from "./pair";
import { filters, type Route } from "./route";
import { isReport, useAnswer } from "./source";
import type { Changes, Named, Summary, Tie } from "./types";

export function ChangesView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const answer = useAnswer<Changes>(["changes"], filters(route));
  if (answer.state === "failed") return <Failed message={answer.message} />;
  const found = answer.state === "here" ? answer.value : answer.old;
  if (!found) return <Waiting />;
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>
          What changed from {found.since} to {found.until}
        </h1>
        {!isReport() && summary && <Periods key={found.since + found.until} summary={summary} since={found.since} until={found.until} />}
        <p>
          {count(found.reports[1], "report")} in this time, {found.reports[0].toLocaleString("en")} in the time of the same length before, from {found.before}.
        </p>
      </section>
      {!isReport() && <Filters route={route} summary={summary} days={false} />}
      <section>
        <h2>
          Stances that turned <span class="quiet">{found.turned_count}</span>
        </h2>
        {found.turned_count === 0 && <p>None of which enough is reported.</p>}
        <ol class="turns plain">
          {found.turned.map((c) => (
            <li key={c.a + c.b}>
              <p class="head">
                <To path={["pair", c.a, c.b]} class="strong">
                  <bdi>{found.named[c.a]?.name}</bdi> – <bdi>{found.named[c.b]?.name}</bdi>
                </To>{" "}
                <Label stance={c.before} /> → <Label stance={c.after} />{" "}
                <span class="quiet">
                  cooperation {c.before.cooperation.toFixed(1)} → {c.after.cooperation.toFixed(1)}, conflict {c.before.conflict.toFixed(1)} →{" "}
                  {c.after.conflict.toFixed(1)}
                </span>
              </p>
              <Statements found={c.cited} named={found.named} />
            </li>
          ))}
        </ol>
        {found.turned_count > found.turned.length && <p class="quiet">The {found.turned.length} strongest are shown.</p>}
      </section>
      <Group title="Appeared" told="Reported for the first time." ties={found.appeared} all={found.appeared_count} named={found.named} />
      <Group title="Fell silent" told={`Reported from ${found.before} to ${found.since}, and not since.`} ties={found.silent} all={found.silent_count} named={found.named} />
    </div>
  );
}

function Group({ title, told, ties, all, named }: { title: string; told: string; ties: Tie[]; all: number; named: Named }) {
  return (
    <section>
      <h2>
        {title} <span class="quiet">{all.toLocaleString("en")}</span>
      </h2>
      <p class="quiet">
        {told}
        {all > ties.length && ` The ${ties.length} with the most reports.`}
      </p>
      <ul class="ties">
        {ties.map((t) => (
          <li key={t.relation + t.source + t.target} class="tie">
            <p class="head">
              <Name entity={named[t.source]} /> <Relation name={t.relation} family={t.family} /> <Name entity={named[t.target]} />
              <To path={["pair", t.source, t.target]} class="support">
                <Support tie={t} />
              </To>
            </p>
            <Sentence pieces={t.best.pieces} />
            <p class="below">
              <Source article={t.best.article} statement={t.best.id} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
