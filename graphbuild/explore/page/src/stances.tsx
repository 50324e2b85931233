// How an entity stands to others, or the pairs of which most is reported.
import { DataTable } from "./figures";
import { All, Label, To, Waiting } from "./parts";
import { filters, type Route } from "./route";
import { has, isReport, latest, useAnswer } from "./source";
import { order, sorting, Table, whole } from "./tables";
import type { Named, PairStance, Part } from "./types";

export function StanceSection({ of, route }: { of?: string; route: Route }) {
  const path = of ? ["stances", of] : ["stances"];
  const params = filters(route);
  const answer = useAnswer<Part<PairStance>>(["list", ...path], { ...params, sort: order(route, "stances", false), per: "24" });
  if (answer.state === "failed") return <p role="alert">{answer.message}</p>;
  const found = latest(answer);
  const narrowed = Object.keys(params).length > 0;
  if (found && !found.items.length && !narrowed) return null;
  const title = of ? "Stances toward others" : order(route, "stances", false) ? "Pairs" : "Pairs with the most reports";
  return (
    <section aria-busy={answer.state === "waiting"}>
      <h2>{title}</h2>
      {(params.status || params.alone) && <p class="quiet">Inferred from what is asserted and denied, whichever of the two is chosen here; what is only demanded or possible counts for nothing.</p>}
      {params.direction && <p class="quiet">How two stand to each other is inferred from what both do, whichever direction is chosen.</p>}
      {found && !found.items.length && <p>None that the filters let through.</p>}
      {!found && <Waiting />}
      {found && found.items.length > 0 && <StanceTable name={title} path={path} found={found} other={!!of} route={route} />}
      {found && isReport() && !found.items.every(({ a, b }) => has(["pair", a, b])) && <p class="quiet">Pairs without a link have no page of their own in this report.</p>}
      {found && <All path={path} params={{ ...params, ...sorting(route, "stances") }} shown={found.items.length} all={found.count} what="stances" />}
    </section>
  );
}

/** A part of the stances of an entity to others, or of all pairs. */
export function StanceTable({ name, path, found, other, route }: { name: string; path: string[]; found: Part<PairStance>; other: boolean; route: Route }) {
  const table = (rows: PairStance[], named: Named, all: number) => {
    const called = (id: string) => named[id]?.name ?? "";
    return (
      <Table
        table="stances"
        route={route}
        columns={[
          {
            title: other ? "With" : "Pair",
            by: "name",
            sort: "words",
            value: ({ a, b }) => (other ? called(b) : `${called(a)} – ${called(b)}`),
            cell: ({ a, b }) => (
              <To path={["pair", a, b]} params={filters(route)}>
                {!other && (
                  <>
                    <bdi>{called(a)}</bdi> –{" "}
                  </>
                )}
                <bdi>{called(b)}</bdi>
              </To>
            ),
            heads: true,
          },
          { title: "Stance", by: "stance", sort: "words", value: ({ stance }) => stance.label, cell: ({ stance }) => <Label stance={stance} /> },
          { title: "Since", by: "since", sort: "day", value: ({ stance }) => stance.since, cell: ({ since_told }) => since_told },
          { title: "Before", by: "before", sort: "words", value: ({ stance }) => stance.before },
          { title: "Cooperation", by: "cooperation", sort: "number", value: ({ stance }) => stance.cooperation, cell: ({ stance }) => stance.cooperation.toFixed(1) },
          { title: "Conflict", by: "conflict", sort: "number", value: ({ stance }) => stance.conflict, cell: ({ stance }) => stance.conflict.toFixed(1) },
          { title: "Reports", by: "reports", sort: "number", value: ({ stance }) => stance.reports },
          { title: "Last", by: "last", sort: "day", value: ({ stance }) => stance.as_of, cell: ({ as_of_told }) => as_of_told },
        ]}
        id={({ a, b }) => a + b}
        rows={rows}
        all={all}
      />
    );
  };
  return (
    <DataTable name={name} whole={whole(route, "stances", { path, params: filters(route) }, found.items.length, found.count, table)}>
      {table(found.items, found.named, found.count)}
    </DataTable>
  );
}
