// Relations with the sentence that says each best.
import { Reject } from "./deciding";
import { Choice, Cite, dated, Days, Name, Relation, Sentence, Source, Status, Support, To } from "./parts";
import { href, type Route } from "./route";
import type { Entity, Named, Tie } from "./types";

/** A relation; `of` is the entity whose page it is on, to which no link leads. */
export function TieItem({ tie: t, named, of, params }: { tie: Tie; named: Named; of?: Entity | undefined; params: Record<string, string> }) {
  const end = (id: string) => (id === of?.id ? <bdi>{of.name}</bdi> : <Name entity={named[id]} params={params} />);
  const pair = of?.id === t.target ? [t.target, t.source] : [t.source, t.target];
  return (
    <li class="tie">
      <p class="head">
        {end(t.source)} <Relation name={t.relation} family={t.family} /> {end(t.target)}
        {t.former && <span class="status former">over</span>}
        {t.reports === 0 && <Status statement={t.best} />}
        <To path={["pair", ...pair]} params={params} class="support">
          <Support tie={t} narrowed={!!params.status} />
        </To>
        {t.first ? <Days first={t.first} last={t.last} /> : <span class="quiet">{dated(t.best.article)}</span>}
      </p>
      <Sentence pieces={t.best.pieces} />
      <p class="below">
        <Source article={t.best.article} statement={t.best.id} /> <Cite statement={t.best} /> <Reject statement={t.best} />
      </p>
    </li>
  );
}

/** Which relations come first: those with the most reports, or the latest. */
export function Order({ route }: { route: Route }) {
  const { from: _, ...rest } = route.params;
  return (
    <p class="choices">
      <Choice
        label="Order of the relations"
        values={[
          ["", "by reports"],
          ["last", "latest first"],
        ]}
        now={route.params.sort_relations ?? ""}
        to={(value) => href(route.path, { ...rest, sort_relations: value })}
      />
    </p>
  );
}

export function key(t: Tie): string {
  return `${t.relation} ${t.source} ${t.target}`;
}
