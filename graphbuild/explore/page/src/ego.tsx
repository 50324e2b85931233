// An entity among its neighbours: those in conflict on the left, those in cooperation on the right, posts and
// seats in the middle. The place of a node hangs on its rank on its side alone, and the picture grows downward
// alone, so that growing moves nothing. Where there is little room each has a line by itself, by its rank among all.
import { useState } from "preact/hooks";
import { count, shape, To, words } from "./parts";
import { filters, href, type Route } from "./route";
import { has } from "./source";
import { Table, whole } from "./tables";
import type { Entity, Family, Link, Named, Neighbour } from "./types";
import { useWidth } from "./width";

const ROW = 26;
/** How far the sides are from the middle; how far down the first of them and of those in the middle are. */
const SIDE = 222;
const FIRST = 8;
const BELOW = 92;
/** Where those in the middle are, and the line that leads to them. */
const MIDDLE = -92;
const TRUNK = -122;
/** Room above the middle. */
const TOP = -64;
/** Letters of a name, and room of a letter and of what stands beside a name. */
const LETTERS = 24;
const LETTER = 6.6;
const BESIDE = 40;
/** The same as SIDE and FIRST where there is little room, and how far outward lines between neighbours bend. */
const NEAR = 14;
const NEXT = 38;
const BENT = 0.3;

interface Placed {
  node: Neighbour;
  side: Family;
  x: number;
  y: number;
}

/** Places: ranks go downward on every side, or where it is narrow on all of them together. */
function placed(neighbours: Neighbour[], narrow: boolean): Placed[] {
  const ranks: Record<Family, number> = { cooperation: 0, conflict: 0, standing: 0 };
  return neighbours.map((node, n) => {
    const { side } = node;
    if (narrow) return { node, side, x: { conflict: -NEAR, cooperation: NEAR, standing: 0 }[side], y: NEXT + ROW * n };
    const rank = ranks[side]++;
    if (side === "standing") return { node, side, x: MIDDLE, y: BELOW + ROW * rank };
    return { node, side, x: SIDE * (side === "conflict" ? -1 : 1), y: FIRST + ROW * rank };
  });
}

/** The width of a line, which grows up to some 400 reports. */
function thick(reports: number): number {
  return Math.min(8, 1 + 0.8 * Math.log2(Math.max(1, reports)));
}

function short(name: string, most: number): string {
  const letters = Array.from(name);
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : name;
}

export function Ego(props: { entity: Entity; neighbours: Neighbour[]; links: Link[]; params: Record<string, string> }) {
  const { entity, params } = props;
  const [at, setAt] = useState("");
  const { picture, width, narrow } = useWidth();
  const nodes = placed(props.neighbours, narrow);
  if (!nodes.length) return null;
  const where = new Map(nodes.map((p) => [p.node.id, p]));
  const bottom = Math.max(60, ...nodes.map((p) => p.y)) + 24;
  const lowest = Math.max(0, ...nodes.filter((p) => p.side === "standing").map((p) => p.y));
  const links = props.links.filter((l) => where.has(l.a) && where.has(l.b));
  const near = new Set(links.flatMap((l) => (l.a === at ? [l.b] : l.b === at ? [l.a] : [])));
  const half = width / 2;
  const most = narrow ? Math.min(LETTERS, Math.floor((half - NEAR - BESIDE) / LETTER)) : LETTERS;
  const [out, up] = narrow ? [20, 4] : [SIDE, TOP + 34];
  const joining = (a: Placed, b: Placed, score: number) =>
    narrow
      ? `${Math.sign(score) * Math.min(half, BENT * Math.abs(a.y - b.y))} ${(a.y + b.y) / 2}`
      : `${(a.x + b.x) * 0.22} ${(a.y + b.y) * 0.4}`;
  const leading = ({ side, x, y }: Placed) =>
    narrow ? `M0 ${y}H${x}` : side === "standing" ? `M${TRUNK} ${y}H${x}` : `M0 0C${x * 0.95} 0 ${x * 0.62} ${y} ${x} ${y}`;
  const reach = (x: number) => (narrow ? half - Math.abs(x) + 8 : 242);
  const trunk = narrow ? `M0 0V${bottom - 24}` : lowest > 0 ? `M0 0C-60 0 ${TRUNK} 6 ${TRUNK} 50V${lowest}` : "";
  const dim = (id: string) => (at && at !== id && !near.has(id) ? " dim" : "");
  return (
    <svg
      ref={picture}
      class={`ego${narrow ? " narrow" : ""}${at ? " looking" : ""}`}
      viewBox={`${-half} ${TOP} ${width} ${bottom - TOP}`}
      role="group"
      aria-label={`${entity.name} and ${nodes.length} neighbours; the table below says the same`}
    >
      <text class="side conflict" x={-out} y={up} text-anchor="end">
        {narrow ? "conflict" : "more conflict reported"}
      </text>
      <text class="side cooperation" x={out} y={up}>
        {narrow ? "cooperation" : "more cooperation reported"}
      </text>
      {!narrow && lowest > 0 && (
        <text class="side standing" x={MIDDLE - 6} y={BELOW - 24}>
          posts, memberships, seats
        </text>
      )}
      <g class="links" aria-hidden="true">
        {links.map((l) => {
          const a = where.get(l.a)!;
          const b = where.get(l.b)!;
          const shown = at && (l.a === at || l.b === at) ? " shown" : "";
          return (
            <path
              key={`${l.a} ${l.b}`}
              class={`${l.score > 0 ? "cooperation" : l.score < 0 ? "conflict" : "standing"}${shown}`}
              d={`M${a.x} ${a.y}Q${joining(a, b, l.score)} ${b.x} ${b.y}`}
            />
          );
        })}
      </g>
      <g aria-hidden="true">
        {trunk && <path class="edge standing" stroke-width="1.5" d={trunk} />}
        {nodes.map((p) => (
          <path
            key={p.node.id}
            class={`edge ${p.side}${p.node.reports ? "" : " unasserted"}${dim(p.node.id)}`}
            stroke-width={thick(p.node.reports)}
            d={leading(p)}
          />
        ))}
      </g>
      {nodes.map(({ node, side, x, y }) => {
        const left = side === "conflict";
        const path = ["pair", entity.id, node.id];
        const told = `${node.name}: ${node.reports ? count(node.reports, "report") : "not reported as fact"} (${node.relations
          .map((r) => r.toLowerCase().replaceAll("_", " "))
          .slice(0, 5)
          .join(", ")})`;
        const inside = (
          <>
            <title>{told}</title>
            <rect class="hit" x={left ? x + 10 - reach(x) : x - 10} y={y - ROW / 2} width={reach(x)} height={ROW} />
            <path class={`node ${side}`} d={shape(node.kind)} transform={`translate(${x - 6} ${y - 6}) scale(1.2)`} />
            <text x={left ? x - 13 : x + 13} y={y + 4.5} text-anchor={left ? "end" : "start"}>
              <tspan class="isolate">{short(node.name, most)}</tspan>
              <tspan class="reports" dx="6">
                {node.reports || "–"}
              </tspan>
            </text>
          </>
        );
        const on = { onMouseEnter: () => setAt(node.id), onMouseLeave: () => setAt("") };
        return has(path) ? (
          <a
            key={node.id}
            class={`at${dim(node.id)}`}
            href={href(path, params)}
            aria-label={told}
            {...on}
            onFocus={() => setAt(node.id)}
            onBlur={() => setAt("")}
          >
            {inside}
          </a>
        ) : (
          <g key={node.id} class={`at${dim(node.id)}`} {...on}>
            {inside}
          </g>
        );
      })}
      <g class="focus">
        <path d={shape(entity.kind)} transform="translate(-11 -11) scale(2.2)" />
        <text y={-20} text-anchor="middle">
          {short(entity.name, LETTERS)}
        </text>
      </g>
    </svg>
  );
}

/** All of them as a table, to be saved, where only so many are shown. */
export function allNeighbours(of: string, params: Record<string, string>, shown: number, all: number, route: Route) {
  const draw = (rows: Neighbour[], _: Named, all: number) => <NeighbourTable of={of} neighbours={rows} all={all} route={route} />;
  return whole(route, "neighbours", { path: ["neighbours", of], params }, shown, all, draw);
}

/** The neighbours as a table; `all` is how many there are. */
export function NeighbourTable({ of, neighbours, all, route }: { of: string; neighbours: Neighbour[]; all: number; route: Route }) {
  return (
    <Table
      table="neighbours"
      route={route}
      columns={[
        {
          title: "Neighbour",
          by: "name",
          sort: "words",
          value: (n) => n.name,
          cell: (n) => (
            <To path={["pair", of, n.id]} params={filters(route)}>
              <bdi>{n.name}</bdi>
            </To>
          ),
          heads: true,
        },
        { title: "Side", by: "side", sort: "words", value: (n) => n.side },
        { title: "Reports", by: "reports", sort: "number", value: (n) => n.reports },
        { title: "Denied", by: "denied", sort: "number", value: (n) => n.denied },
        { title: "Not asserted", by: "unasserted", sort: "number", value: (n) => n.unasserted },
        { title: "Last", by: "last", sort: "day", value: (n) => n.last },
        { title: "Relations", sort: "words", value: (n) => n.relations.map(words).join(", ") },
      ]}
      id={(n) => n.id}
      rows={neighbours}
      all={all}
    />
  );
}
