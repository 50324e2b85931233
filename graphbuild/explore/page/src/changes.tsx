// Two periods compared: stances that turned, relations that appeared, and those of which nothing is heard any more.
import { SaveTies } from "./figures";
import { Filters } from "./filters";
import { EARLIER, Periods } from "./home";
import { count, Failed, lookAt, Pages, To, Waiting } from "./parts";
import { carried, chosen, filters, type Route } from "./route";
import { everything, isReport, latest, useAnswer } from "./source";
import { key, TieItem } from "./ties";
import { Turns } from "./turns";
import type { Changes, Summary, Tie } from "./types";

export function ChangesView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const kept = filters(route);
  const whenever = carried(route);
  const asked = chosen(route, ["of", ...EARLIER]);
  const answer = useAnswer<Changes>(["changes"], chosen(route, ["of", "from", ...EARLIER]));
  if (answer.state === "failed") {
    const { since = "", until = "", earlier_since: first = "", earlier_until: last = "" } = route.params;
    const asked = { since, until, earlier: first || last ? ([first, last] as [string, string]) : undefined };
    return (
      <>
        {!isReport() && summary && <Periods days={summary} kept={kept} of={route.params.of} {...asked} />}
        <Failed message={answer.message} />
      </>
    );
  }
  const found = latest(answer);
  if (!found) return <Waiting />;
  const [begun, ended] = found.earlier;
  const apart = ended !== found.since;
  const longest = Math.max(found.turned_count, found.appeared_count, found.silent_count);
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>
          What changed{" "}
          {found.of && (
            <>
              for{" "}
              <To path={["entity", found.of.id]} params={whenever}>
                <bdi>{found.of.name}</bdi>
              </To>{" "}
            </>
          )}
          {apart ? `from ${next(begun)} – ${ended} to ${found.since} – ${found.until}` : `from ${found.since} to ${found.until}`}
        </h1>
        {!isReport() && summary && <Periods days={summary} kept={kept} of={found.of?.id} since={found.since} until={found.until} earlier={apart ? [next(begun), ended] : undefined} />}
        <p>
          {count(found.reports[1], "report")} in {apart ? "the later" : "this"} time, {found.reports[0].toLocaleString("en")} in{" "}
          {apart ? "the earlier" : `the time of the same length before, from ${begun}`}.
        </p>
      </section>
      <Filters route={route} summary={summary} of={found.of ? [found.of.name] : []} days={false} />
      <Uneven reports={found.reports} />
      <Parts found={found} />
      {found.turned.length > 0 || found.first === 0 ? <section>
        <h2 id="turned">
          Stances that turned <span class="quiet">{found.turned_count.toLocaleString("en")}</span>
        </h2>
        {(whenever.status || whenever.alone || (whenever.direction && found.of)) && <p class="quiet">How something is reported, who else reports it and who does it narrow what is below alone.</p>}
        <p class="quiet">By the day of the event, of which an article may tell years later; what appeared and fell silent, by the day of the article.</p>
        {found.turned_count === 0 && <p>None of which enough is reported.</p>}
        <Turns turned={found.turned} named={found.named} end={ended} params={whenever} />
      </section> : null}
      <Group title="Appeared" told={apart ? `Reported in the later time, and not until ${ended}.` : "Reported for the first time."} sort="appeared" found={found} asked={asked} params={whenever} />
      <Group title="Fell silent" told={apart ? "Reported in the earlier time, and not in the later." : `Reported from ${begun} to ${ended}, and not since.`} sort="silent" found={found} asked={asked} params={whenever} />
      <Pages route={route} first={found.first} shown={Math.min(found.per, longest - found.first)} all={longest} size={found.per} what="Of each sort" />
    </div>
  );
}

/** How many changed in which way; each part leads to what is listed of it. */
function Parts({ found }: { found: Changes }) {
  const parts = [
    ["turned", found.turned_count, "turned"],
    ["appeared", found.appeared_count, "appeared"],
    ["silent", found.silent_count, "fell silent"],
  ] as const;
  return (
    <p>
      {parts.map(([sort, n, what], at) => {
        const told = `${n.toLocaleString("en")} ${what}`;
        return (
          <>
            {at > 0 && " · "}
            {found[sort].length > 0 ? (
              <button type="button" class="inline-button" onClick={() => lookAt(document.getElementById(sort)!)}>
                {told}
              </button>
            ) : (
              told
            )}
          </>
        );
      })}
    </p>
  );
}

/** The day after this one. */
function next(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** By how much more reports of one time than of the other it is said that the two may not compare. */
const UNEVEN = 3;

/** That one of two times is reported so much better that this may be all that changed. */
function Uneven({ reports: [before, after] }: Pick<Changes, "reports">) {
  if (Math.max(before, after) <= UNEVEN * Math.min(before, after)) return null;
  return (
    <p>
      {count(before, "report")} before, {after.toLocaleString("en")} after:{" "}
      {after > before ? "what is new here may only be better covered." : "what fell silent here may only be covered less."}
    </p>
  );
}

interface GroupProps {
  title: string;
  told: string;
  sort: "appeared" | "silent";
  found: Changes;
  /** What the changes were asked for by, but for the part of them. */
  asked: Record<string, string>;
  params: Record<string, string>;
}

function Group({ title, told, sort, found, asked, params }: GroupProps) {
  const { [sort]: ties, named } = found;
  if (ties.length === 0 && found.first > 0) return null;
  const of = (c: Changes) => ({ items: c[sort], count: c[`${sort}_count`], named: c.named });
  return (
    <section>
      <h2 id={sort}>
        {title} <span class="quiet">{found[`${sort}_count`].toLocaleString("en")}</span>
      </h2>
      <p class="quiet">{told} Those with the most reports first.</p>
      <ul class="ties">
        {ties.map((t) => (
          <TieItem key={key(t)} tie={t} named={named} params={params} />
        ))}
      </ul>
      {found[`${sort}_count`] > 0 && <SaveTies name={title} load={() => everything<Tie, Changes>(["changes"], asked, of)} />}
    </section>
  );
}
