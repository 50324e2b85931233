// How an entity stands to others, or the pairs of which most is reported.
import { DataTable } from "./figures";
import { All, Label, To, Waiting } from "./parts";
import { latest, useAnswer } from "./source";
import type { Named, PairStance, Part } from "./types";

export function StanceSection({ title, of, params }: { title: string; of?: string; params: Record<string, string> }) {
  const path = of ? ["stances", of] : ["stances"];
  const answer = useAnswer<Part<PairStance>>(["list", ...path], { ...params, per: "24" });
  if (answer.state === "failed") return <p role="alert">{answer.message}</p>;
  const found = latest(answer);
  const narrowed = Object.keys(params).length > 0;
  if (found && !found.items.length && !narrowed) return null;
  return (
    <section aria-busy={answer.state === "waiting"}>
      <h2>{title}</h2>
      {(params.status || params.alone) && <p class="quiet">Inferred from what is asserted and denied, whichever of the two is chosen here; what is only demanded or possible counts for nothing.</p>}
      {found && !found.items.length && <p>None that the filters let through.</p>}
      {!found && <Waiting />}
      {found && found.items.length > 0 && <StanceTable name={title} stances={found.items} named={found.named} other={!!of} params={params} />}
      {found && <All path={path} params={params} shown={found.items.length} all={found.count} what="stances" />}
    </section>
  );
}

export function StanceTable(props: { name: string; stances: PairStance[]; named: Named; other: boolean; params: Record<string, string> }) {
  const { stances, named, other, params } = props;
  return (
    <DataTable name={props.name}>
      <table>
        <thead>
          <tr>
            <th scope="col">{other ? "With" : "Pair"}</th>
            <th scope="col">Stance</th>
            <th scope="col">Since</th>
            <th scope="col">Before</th>
            <th scope="col" class="number">Cooperation</th>
            <th scope="col" class="number">Conflict</th>
            <th scope="col" class="number">Reports</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {stances.map(({ a, b, stance }) => (
            <tr key={a + b}>
              <th scope="row">
                <To path={["pair", a, b]} params={params}>
                  {!other && (
                    <>
                      <bdi>{named[a]?.name}</bdi> –{" "}
                    </>
                  )}
                  <bdi>{named[b]?.name}</bdi>
                </To>
              </th>
              <td>
                <Label stance={stance} />
              </td>
              <td class="days">{stance.since}</td>
              <td>{stance.before}</td>
              <td class="number">{stance.cooperation.toFixed(1)}</td>
              <td class="number">{stance.conflict.toFixed(1)}</td>
              <td class="number">{stance.reports}</td>
              <td class="days">{stance.as_of}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </DataTable>
  );
}
