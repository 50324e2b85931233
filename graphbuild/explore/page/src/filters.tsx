// What of the graph is looked at. Whatever is set stands in the address and is kept from page to page.
import { useRef, useState } from "preact/hooks";
import { count, Failed, words } from "./parts";
import { FILTERS, filters, go, href, type Route } from "./route";
import { isReport } from "./source";
import type { Statement, Summary } from "./types";

/** What each filter lets through; `of` are the names of those whose page it is: none, one or two. */
const TOLD: Record<(typeof FILTERS)[number], (value: string, of: string[]) => string> = {
  since: (v) => `from ${v}`,
  until: (v) => `until ${v}`,
  relation: words,
  direction: (v, of) => directed(v, ...of),
  kind: (v) => `other is a ${v}`,
  publisher: (v) => v,
  alone: () => "by one publisher alone",
  status: (v) => `${v} only`,
  reports: (v) => `${v} reports or more`,
};

/** What an entity does, or what is done to it; of two, what the first does to the second, or the other way round. */
function directed(direction: string, one = "", other = ""): string {
  if (other) return direction === "out" ? `what ${one} does to ${other}` : `what ${other} does to ${one}`;
  return direction === "out" ? `what ${one || "each"} does` : `what is done to ${one || "each"}`;
}

const STATUSES: Statement["status"][] = ["asserted", "denied", "possible", "future", "hypothetical", "demanded"];

interface FiltersProps {
  route: Route;
  summary: Summary | undefined;
  /** The names of those whose page it is; of two the first is asked about. */
  of?: string[];
  days?: boolean;
}

export function Filters({ route, summary, of = [], days = true }: FiltersProps) {
  const set = filters(route);
  const active = FILTERS.filter((name) => set[name] && (days || (name !== "since" && name !== "until")));
  const [open, setOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  if (isReport()) {
    const told = active.map((name) => TOLD[name](set[name] ?? "", of)).join(" · ");
    return told ? (
      <p>
        Narrowed to: <bdi>{told}</bdi>
      </p>
    ) : null;
  }
  const change = () => {
    if (!form.current) return;
    const given = new FormData(form.current);
    if (["since", "until"].some((name) => isHalf(String(given.get(name) ?? "")))) return;
    const publisher = written(form.current.elements.namedItem("publisher") as HTMLInputElement, summary?.all_publishers ?? []);
    if (publisher === undefined) return;
    given.set("publisher", publisher);
    const changed = Object.fromEntries(FILTERS.map((name) => [name, String(given.get(name) ?? (days ? "" : (route.params[name] ?? "")))]));
    const { from: _, asked: __, ...rest } = route.params;
    go(href(route.path, { ...rest, ...changed }));
  };
  const without = (names: readonly string[]) => {
    const { from: _, ...rest } = route.params;
    return href(route.path, Object.fromEntries(Object.entries(rest).filter(([name]) => !names.includes(name))));
  };
  return (
    <section class="filters" aria-label="Filters">
      <button type="button" class="small" aria-expanded={open} aria-controls="filters" onClick={() => setOpen(!open)}>
        Filters {open ? "▴" : "▾"}
      </button>
      {active.map((name) => (
        <a key={name} class="chip" href={without([name])} aria-label={`Remove the filter: ${TOLD[name](set[name] ?? "", of)}`}>
          <bdi>{TOLD[name](set[name] ?? "", of)}</bdi> <span aria-hidden="true">×</span>
        </a>
      ))}
      {summary && summary.undated > 0 && (set.since || set.until) && (
        <span class="quiet small">
          {count(summary.undated, "article")} without an exact date {summary.undated === 1 ? "is" : "are"} left out
          {Object.keys(summary.years).length > 0 && `, unless all of ${summary.undated === 1 ? "its" : "their"} month or year is in the period`}
        </span>
      )}
      {set.direction && of.length === 0 && <span class="quiet small">the direction narrows what is shown of an entity or of two</span>}
      {active.length > 1 && (
        <a class="quiet small" href={without(active)}>
          remove all
        </a>
      )}
      {summary && (
      <form ref={form} id="filters" hidden={!open} noValidate onChange={change} onSubmit={(e) => (e.preventDefault(), change())}>
        {days && (
          <>
            <label>
              From
              <input type="date" name="since" value={set.since ?? ""} min={summary.first} max={summary.last} />
            </label>
            <label>
              Until
              <input type="date" name="until" value={set.until ?? ""} min={summary.first} max={summary.last} />
            </label>
          </>
        )}
        <label>
          Relation
          <select name="relation" value={set.relation ?? ""}>
            <option value="">all</option>
            {summary.relation_words.map(([name, family, meaning]) => (
              <option key={name} value={name} title={meaning}>
                {family ? words(name) : `all of ${name}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          Direction
          <select name="direction" value={set.direction ?? ""}>
            <option value="">both</option>
            {["out", "in"].map((direction) => (
              <option key={direction} value={direction}>
                {of[1] ? directed("out", direction === "out" ? of[0] : of[1]) : directed(direction, of[0])}
              </option>
            ))}
          </select>
        </label>
        <label>
          Other end
          <select name="kind" value={set.kind ?? ""}>
            <option value="">any kind</option>
            {summary.kinds.map((kind) => (
              <option key={kind} value={kind}>
                {kind}
              </option>
            ))}
          </select>
        </label>
        <label>
          Publisher
          <input name="publisher" list="publishers" autocomplete="off" placeholder="all" value={set.publisher ?? ""} />
          <datalist id="publishers">
            {summary.all_publishers.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
        <label>
          Reports at least
          <input type="number" name="reports" min="0" max="999" step="1" value={set.reports ?? ""} />
        </label>
        <label>
          Reported as
          <select name="status" value={set.status ?? ""}>
            <option value="">anything</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {status}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" name="alone" value="1" checked={set.alone === "1"} />
          as a fact by one publisher alone
        </label>
      </form>
      )}
    </section>
  );
}

/** The publisher that is written in any letters; where there is none of that name, the field says so. */
function written(field: HTMLInputElement, publishers: string[]): string | undefined {
  const wanted = field.value.trim().toLowerCase();
  const found = wanted && publishers.find((name) => name.toLowerCase() === wanted);
  field.setCustomValidity(found === undefined ? "No article is published by this one: choose one that is offered." : "");
  field.reportValidity();
  return found;
}

/** Whether a day is still being typed: of 2016 the year is first 2, then 20, then 201. */
function isHalf(day: string): boolean {
  return day !== "" && day < "1000";
}

/** What cannot be shown, below the filters, by which that may be mended. */
export function FailedBelowFilters({ route, summary, message }: { route: Route; summary: Summary | undefined; message: string }) {
  return (
    <>
      {Object.keys(filters(route)).length > 0 && <Filters route={route} summary={summary} />}
      <Failed message={message} />
    </>
  );
}
