// Tables that can be sorted by their columns. By which stands in the address, for each table of a page by itself:
// sort_stances=reports, or -reports where the order is turned round.
import type { ComponentChildren } from "preact";
import type { Whole } from "./figures";
import { All } from "./parts";
import { go, href, type Route } from "./route";
import { isReport, latest, useAnswer } from "./source";
import type { Part } from "./types";

export interface Column<Row> {
  title: string;
  /** What the address and the server call it, as `--sort` of the commands does; nothing is sorted by one without. */
  by?: string;
  /** What is sorted by, and shown unless `cell` tells how. An empty text comes last, also in the order turned round. */
  value: (row: Row) => string | number;
  /** Numbers and days begin with the greatest, words with A. */
  sort: "words" | "number" | "day";
  cell?: (row: Row) => ComponentChildren;
  /** Whether it says what the row is about. */
  heads?: boolean;
  /** Whether it is only saved with the table, not seen. */
  hidden?: boolean;
}

/** The parameter of the address, if it is there, that says by what a table is sorted. */
export function sorting(route: Route, table: string): Record<string, string> {
  const by = route.params[`sort_${table}`];
  return by ? { [`sort_${table}`]: by } : {};
}

/** By what a table is sorted; empty where it is not: a report cannot sort what it holds a part of. */
export function order(route: Route, table: string, whole: boolean): string {
  return whole || !isReport() ? (route.params[`sort_${table}`] ?? "") : "";
}

/** All rows of a table, to be saved, where the page shows only so many of them: those of a list, in the same order. */
export function whole<Row>(route: Route, table: string, list: List, shown: number, all: number, draw: Whole<Row>["table"]): Whole<Row> | undefined {
  return shown < all ? { path: list.path, params: { ...list.params, sort: order(route, table, false) }, table: draw } : undefined;
}

/** A list of the server, and what narrows it. */
export interface List {
  path: string[];
  params: Record<string, string>;
}

const LETTERS = new Intl.Collator("en", { sensitivity: "base" });

function sorted<Row>(rows: Row[], { value, sort }: Column<Row>, turned: boolean): Row[] {
  const compared = (a: string | number, b: string | number) => {
    if (sort === "words") return LETTERS.compare(String(a), String(b));
    return a < b ? 1 : a > b ? -1 : 0;
  };
  const known = rows.filter((row) => value(row) !== "").sort((a, b) => (turned ? -1 : 1) * compared(value(a), value(b)));
  return [...known, ...rows.filter((row) => value(row) === "")];
}

interface TableProps<Row> {
  /** What the address calls it. */
  table: string;
  route: Route;
  columns: Column<Row>[];
  id: (row: Row) => string;
  /** What is shown; where there are more in `all`, in the order that was asked for. */
  rows: Row[];
  all?: number;
}

export function Table<Row>({ table, route, columns, id, rows, all = rows.length }: TableProps<Row>) {
  const whole = rows.length >= all;
  const asked = order(route, table, whole);
  const turned = asked.startsWith("-");
  const by = columns.find((c) => c.by && c.by === asked.replace(/^-/, ""));
  const sortable = all > 1 && (whole || !isReport());
  const sort = (c: Column<Row>) => {
    const next = c !== by ? c.by : turned ? undefined : `-${c.by}`;
    const { from, ...rest } = route.params;
    // A list begins anew in another order; on other pages `from` is about something else than the table.
    go(href(route.path, { ...rest, ...(route.path[0] !== "list" && from && { from }), [`sort_${table}`]: next }));
  };
  return (
    <table>
      <thead>
        <tr>
          {columns.map((c) => (
            <th
              key={c.title}
              scope="col"
              class={c.sort === "number" ? "number" : undefined}
              hidden={c.hidden}
              aria-sort={c !== by ? undefined : (c.sort === "words") === turned ? "descending" : "ascending"}
            >
              {c.by && sortable ? (
                <button type="button" class="sort" onClick={() => sort(c)}>
                  {c.title}
                </button>
              ) : (
                c.title
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(by && whole ? sorted(rows, by, turned) : rows).map((row) => (
          <tr key={id(row)}>
            {columns.map((c) => {
              const inside = c.cell ? c.cell(row) : c.value(row);
              if (c.heads) return <th key={c.title} scope="row">{inside}</th>;
              return <td key={c.title} data-title={c.title} hidden={c.hidden} class={c.sort === "number" ? "number" : c.sort === "day" ? "days" : undefined}>{inside}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FirstProps<Row> {
  table: string;
  route: Route;
  /** The list of all of them. */
  path: string[];
  params: Record<string, string>;
  rows: Row[];
  all: number;
  what: string;
  children: (rows: Row[]) => ComponentChildren;
}

/** The first of a list, for a table of them; where that is sorted, the first of all in the order that is asked for. */
export function First<Row>({ table, route, path, params, rows, all, what, children }: FirstProps<Row>) {
  const sort = order(route, table, rows.length >= all);
  const wanted = !!sort && rows.length < all;
  const answer = useAnswer<Part<Row>>(["list", ...path], { ...params, sort, per: String(rows.length) }, wanted);
  if (wanted && answer.state === "failed") return <p role="alert">{answer.message}</p>;
  return (
    <div aria-busy={wanted && answer.state === "waiting"}>
      {children((wanted && latest(answer)?.items) || rows)}
      <All path={path} params={{ ...params, ...sorting(route, table) }} shown={rows.length} all={all} what={what} />
    </div>
  );
}
