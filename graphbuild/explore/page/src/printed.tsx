// What the report of a whole graph shows on its first page, so that it can be printed: relations and changes.
import { TieItem, key } from "./ties";
import { To } from "./parts";
import { isReport, latest, useAnswer } from "./source";
import { Turns } from "./turns";
import type { Changes, Part, Tie } from "./types";

/** Changes of a sort, and sentences of each, that are shown on the first page. */
const FIRST = 12;
const SENTENCES = 1;
const APPEARED = 8;

/** The relations with the most reports, each with its sentence. */
export function StrongestRelations() {
  const found = latest(useAnswer<Part<Tie>>(["strongest"], {}, isReport()));
  if (!found?.items.length) return null;
  return (
    <section>
      <h2>Strongest relations</h2>
      <p class="quiet">
        {found.items.length < found.count && `The first ${found.items.length} of ${found.count.toLocaleString("en")}. `}
        Events before posts and memberships, those with the most independent reports first.
      </p>
      <ul class="ties">
        {found.items.map((t) => (
          <TieItem key={key(t)} tie={t} named={found.named} params={{}} />
        ))}
      </ul>
    </section>
  );
}

/** The strongest changes of the last time. */
export function LastChanges() {
  const found = latest(useAnswer<Changes>(["changes"], {}, isReport()));
  if (!found) return null;
  const appeared = found.appeared.slice(0, APPEARED);
  const more = found.turned_count > FIRST || found.appeared_count > APPEARED || found.silent_count > 0;
  return (
    <section>
      <h2>
        What changed from {found.since} to {found.until}
      </h2>
      <p class="quiet">Compared with the time of the same length before, from {found.earlier[0]}.</p>
      <h3>
        Stances that turned <span class="quiet">{found.turned_count.toLocaleString("en")}</span>
      </h3>
      {found.turned_count === 0 && <p>None of which enough is reported.</p>}
      <Turns turned={found.turned.slice(0, FIRST)} named={found.named} end={found.earlier[1]} params={{}} most={SENTENCES} />
      {appeared.length > 0 && (
        <>
          <h3>
            Appeared <span class="quiet">{found.appeared_count.toLocaleString("en")}</span>
          </h3>
          <ul class="ties">
            {appeared.map((t) => (
              <TieItem key={key(t)} tie={t} named={found.named} params={{}} />
            ))}
          </ul>
        </>
      )}
      {more && (
        <p>
          <To path={["changes"]}>More of what changed</To>
        </p>
      )}
    </section>
  );
}
