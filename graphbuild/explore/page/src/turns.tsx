// Pairs of which the stance turned from one time to another, with what is reported of it.
import { Label, Statements, To } from "./parts";
import type { Changes, Turned } from "./types";

/** Turned stances, each with at most so many sentences. `end` is the last day of the earlier time. */
export function Turns(props: { turned: Turned[]; named: Changes["named"]; end: string; params: Record<string, string>; most?: number }) {
  const { turned, named, end, params, most } = props;
  return (
    <ol class="turns plain">
      {turned.map((c) => (
        <li key={c.a + c.b}>
          <p class="head">
            <To path={["pair", c.a, c.b]} params={params} class="strong">
              <bdi>{named[c.a]?.name}</bdi> – <bdi>{named[c.b]?.name}</bdi>
            </To>{" "}
            <Before turned={c} end={end} />
            <Label stance={c.after} />{" "}
            <span class="quiet">
              cooperation {c.before.cooperation.toFixed(1)} → {c.after.cooperation.toFixed(1)}, conflict {c.before.conflict.toFixed(1)} →{" "}
              {c.after.conflict.toFixed(1)}
              {c.faded && " · faded, less is reported"}
            </span>
          </p>
          <Statements found={c.cited.slice(0, most)} named={named} />
        </li>
      ))}
    </ol>
  );
}

/** How two stood before: unknown is also what has faded, or is not believed. */
function Before({ turned: { before, last }, end }: { turned: Turned; end: string }) {
  if (before.label !== "unknown") return <><Label stance={before} /> → </>;
  if (!before.reports) return <span>first known:</span>;
  const told = [before.before, last && `last report of ${last}`].filter(Boolean).join(", ");
  return (
    <span>
      nothing {last < yearBefore(end) ? "recent" : "certain"} before{told && ` (${told})`}:
    </span>
  );
}

/** The month that is a year before a day. */
function yearBefore(day: string): string {
  return `${String(Number(day.slice(0, 4)) - 1).padStart(4, "0")}${day.slice(4, 7)}`;
}
