// An entity among its neighbours: those in conflict on the left, those in cooperation on the right, posts and
// seats below. The place of a node hangs on its rank on its side alone, so that growing moves nothing.
import { useState } from "preact/hooks";
import { shape } from "./parts";
import { go, href } from "./route";
import { has } from "./source";
import type { Entity, Family, Link, Neighbour } from "./types";

const WIDTH = 920;
const ROW = 26;
/** How far the sides are from the middle, and the first of those below. */
const SIDE = 255;
const BELOW = 92;

interface Placed {
  node: Neighbour;
  side: Family;
  x: number;
  y: number;
  /** Reports of the family that the side is for. */
  reports: number;
}

/** What there is most of; cooperation against conflict first, for articles name posts and seats with everything. */
export function sideOf(n: Neighbour): Family {
  const events = n.cooperation + n.conflict;
  if (!events || n.standing > 2 * events) return "standing";
  return n.conflict > n.cooperation ? "conflict" : "cooperation";
}

/** Places: on the sides ranks go from the middle outward, below downward. */
function placed(neighbours: Neighbour[]): Placed[] {
  const ranks: Record<Family, number> = { cooperation: 0, conflict: 0, standing: 0 };
  const found = neighbours.map((node) => {
    const side = sideOf(node);
    const rank = ranks[side]++;
    const out = Math.ceil(rank / 2) * (rank % 2 ? 1 : -1);
    const bend = Math.min(1, Math.abs(out) / 12) ** 2;
    const x = side === "standing" ? -56 : (SIDE - 60 * bend) * (side === "conflict" ? -1 : 1);
    return { node, side, x, y: side === "standing" ? BELOW + ROW * rank : ROW * out, reports: node[side] || node.reports };
  });
  return found;
}

function thick(reports: number): number {
  return Math.min(7, 1 + 1.6 * Math.log2(Math.max(1, reports)));
}

function short(name: string): string {
  const letters = Array.from(name);
  return letters.length > 26 ? `${letters.slice(0, 25).join("")}…` : name;
}

export function Ego(props: { entity: Entity; neighbours: Neighbour[]; links: Link[]; params: Record<string, string> }) {
  const { entity, params } = props;
  const [at, setAt] = useState("");
  const nodes = placed(props.neighbours);
  if (!nodes.length) return null;
  const where = new Map(nodes.map((p) => [p.node.id, p]));
  const top = Math.min(-90, ...nodes.map((p) => p.y)) - 40;
  const bottom = Math.max(90, ...nodes.map((p) => p.y)) + 24;
  const links = props.links.filter((l) => where.has(l.a) && where.has(l.b));
  const near = new Set(links.flatMap((l) => (l.a === at ? [l.b] : l.b === at ? [l.a] : [])));
  const dim = (id: string) => (at && at !== id && !near.has(id) ? " dim" : "");
  return (
    <svg
      class={`ego${at ? " looking" : ""}`}
      viewBox={`${-WIDTH / 2} ${top} ${WIDTH} ${bottom - top}`}
      role="group"
      aria-label={`${entity.name} and ${nodes.length} neighbours; the table below says the same`}
    >
      <text class="side conflict" x={-SIDE} y={top + 18} text-anchor="end">
        conflict prevails
      </text>
      <text class="side cooperation" x={SIDE} y={top + 18}>
        cooperation prevails
      </text>
      {nodes.some((p) => p.side === "standing") && (
        <text class="side standing" x={-62} y={BELOW - 22}>
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
              d={`M${a.x} ${a.y}Q${(a.x + b.x) * 0.22} ${(a.y + b.y) * 0.4} ${b.x} ${b.y}`}
            />
          );
        })}
      </g>
      <g aria-hidden="true">
        {nodes.map(({ node, side, x, y, reports }) => (
          <path
            key={node.id}
            class={`edge ${side}${node.reports ? "" : " unasserted"}${dim(node.id)}`}
            stroke-width={side === "standing" ? Math.min(2.4, thick(reports)) : thick(reports)}
            d={side === "standing" ? `M0 0C-95 20 -105 ${y - 30} -105 ${y - 18}Q-105 ${y} ${x} ${y}` : `M0 0C${x * 0.45} ${y * 0.15} ${x * 0.6} ${y} ${x} ${y}`}
          />
        ))}
      </g>
      {nodes.map(({ node, side, x, y, reports }) => {
        const left = side === "conflict";
        const path = ["pair", entity.id, node.id];
        const told = `${node.name}: ${node.reports ? `${node.reports} reports` : "not reported as fact"} (${node.relations
          .map((r) => r.toLowerCase().replaceAll("_", " "))
          .slice(0, 5)
          .join(", ")})`;
        const inside = (
          <>
            <title>{told}</title>
            <rect class="hit" x={left ? x - 250 : x - 10} y={y - ROW / 2} width="260" height={ROW} />
            <path class={`node ${side}`} d={shape(node.kind)} transform={`translate(${x - 6} ${y - 6}) scale(1.2)`} />
            <text x={left ? x - 13 : x + 13} y={y + 4.5} text-anchor={left ? "end" : "start"}>
              <tspan class="isolate">{short(node.name)}</tspan>
              <tspan class="reports" dx="6">
                {node.reports ? reports : "–"}
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
            onDblClick={() => has(["entity", node.id]) && go(href(["entity", node.id], params))}
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
        <text y={nodes.some((p) => p.side === "standing") ? -18 : 34} text-anchor="middle">
          {short(entity.name)}
        </text>
      </g>
    </svg>
  );
}
