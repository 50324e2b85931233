// Pictures with their tables, and what is saved of them: SVG, PNG, CSV.
import { render, type ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Scroll } from "./parts";
import { cellsOf, saveDrawing, savePicture, saveRows, type Cell } from "./saving";
import { everything, isReport } from "./source";
import type { Named, Statement, Tie } from "./types";

/** A button that saves a file, and says so where it cannot. */
export function Save({ label, what, act }: { label: string; what: string; act: () => void | Promise<void> }) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setSaid("");
    setBusy(true);
    try {
      await act();
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" class="small quiet" onClick={save} disabled={busy} aria-label={label.startsWith("Save") ? `${label}: ${what}` : `Save ${what} as ${label}`}>
        {label}
      </button>
      {said && <span role="alert"> {said}</span>}
    </>
  );
}

interface PictureProps {
  /** What it shows, and its file is called. */
  name: string;
  caption: ComponentChildren;
  table: ComponentChildren;
  whole?: Whole | undefined;
  /** Whether the table is seen at once, as where the address says by what it is sorted. */
  opened: boolean;
  children: ComponentChildren;
}

/** A picture with its caption and the table that says the same. */
export function Picture(props: PictureProps) {
  const [opened] = useState(props.opened);
  const figure = useRef<HTMLElement>(null);
  const picture = () => figure.current!.querySelector<SVGSVGElement>("svg.chart, svg.ego")!;
  return (
    <figure ref={figure}>
      <Scroll label={`Picture of ${props.name}`}>{props.children}</Scroll>
      <figcaption>
        {props.caption}
        <p class="save">
          Save the picture: <Save label="SVG" what={`the picture of ${props.name}`} act={() => savePicture(picture(), props.name)} />{" "}
          <Save label="PNG" what={`the picture of ${props.name}`} act={() => saveDrawing(picture(), props.name)} />
        </p>
        <details open={opened}>
          <summary>As a table</summary>
          <DataTable name={props.name} whole={props.whole}>
            {props.table}
          </DataTable>
        </details>
      </figcaption>
    </figure>
  );
}

/** All rows of a table of which a page shows some: the list that has them, and the table of some of them. */
export interface Whole<Row = unknown> {
  path: string[];
  params: Record<string, string>;
  /** `all` is how many there are: more than are given, so that these stay in the order that the list has them. */
  table(rows: Row[], named: Named, all: number): ComponentChildren;
}

/** Rows that are made into cells at once: a table of many would take the memory of a page of them. */
const AT_ONCE = 500;

/** All rows as the page would show them, which is not done. */
async function allCells({ path, params, table }: Whole): Promise<[string[], ...string[][]]> {
  const { items, named } = await everything<unknown>(["list", ...path], params);
  const found: [string[], ...string[][]] = [[]];
  const unseen = document.createElement("div");
  for (let n = 0; n < items.length; n += AT_ONCE) {
    render(table(items.slice(n, n + AT_ONCE), named, Infinity), unseen);
    const [head, ...rows] = cellsOf(unseen.querySelector("table")!);
    found[0] = head;
    found.push(...rows);
    render(null, unseen);
  }
  return found;
}

/** A table that can be saved, with all rows where there are more in `whole` than are shown. */
export function DataTable({ name, whole, children }: { name: string; whole?: Whole | undefined; children: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null);
  const save = async () => {
    const [header, ...rows] = whole && !isReport() ? await allCells(whole) : cellsOf(place.current!.querySelector("table")!);
    saveRows(header, rows, name);
  };
  return (
    <div ref={place}>
      <Scroll label={`Table of ${name}`}>{children}</Scroll>
      <p class="save">
        Save the table: <Save label="CSV" what={`the table of ${name}`} act={save} />
      </p>
    </div>
  );
}

/** Saves statements with all that is known of them, relations called as in the files of `graphbuild export`: those that are given, or all that a path of the server lists. */
export function SaveStatements({ name, load }: { name: string; load: () => Promise<{ items: Statement[]; named: Named }> }) {
  const header = [
    "source", "relation", "target", "reported as", "attribution", "sentence", "date", "happened from", "happened to",
    "publisher", "article", "article id", "address", "trigger", "rule", "confidence",
  ];
  const row = (s: Statement, named: Named): Cell[] => [
    named[s.source]?.name ?? s.source, s.relation, named[s.target]?.name ?? s.target, s.status, s.attribution,
    s.pieces.map(([text]) => text).join(""), s.article.date || s.article.year, s.when.from, s.when.to,
    s.article.source, s.article.title, s.article.id, s.article.url, s.trigger, s.rule, s.confidence,
  ];
  const act = async () => {
    const { items, named } = await load();
    saveRows(header, items.map((s) => row(s, named)), name);
  };
  return (
    <p class="save">
      Save the statements: <Save label="CSV" what={name} act={act} />
    </p>
  );
}

/** Saves relations, each with its counts and the sentence that is shown for it. */
export function SaveTies({ name, load }: { name: string; load: () => Promise<{ items: Tie[]; named: Named }> }) {
  const header = [
    "source", "relation", "target", "family", "reports", "publishers", "denied", "not asserted", "first", "last",
    "sentence", "date", "publisher", "article", "article id", "address",
  ];
  const row = (t: Tie, named: Named): Cell[] => [
    named[t.source]?.name ?? t.source, t.relation, named[t.target]?.name ?? t.target, t.family, t.reports,
    t.publishers, t.denied, t.unasserted, t.first, t.last, t.best.pieces.map(([text]) => text).join(""),
    t.best.article.date || t.best.article.year, t.best.article.source, t.best.article.title, t.best.article.id, t.best.article.url,
  ];
  const act = async () => {
    const { items, named } = await load();
    saveRows(header, items.map((t) => row(t, named)), name);
  };
  return (
    <p class="save">
      Save the relations: <Save label="CSV" what={name} act={act} />
    </p>
  );
}
