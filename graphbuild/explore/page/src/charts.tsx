// Pictures over time, each with its table: what there is by period, and the course of a pair.
import { count } from "./parts";
import { href, type Route } from "./route";
import { isReport } from "./source";
import { Table } from "./tables";
import type { Course, Period, TurningPoint, Unit } from "./types";
import { useWidth } from "./width";

/** Room of a bar, where there are few. */
const WIDEST = 80;

/** A period, and how many there are in it of each sort that is counted. */
type Bar<Sort extends string> = { period: string; first: string; last: string } & Record<Sort, number>;

interface Bars<Sort extends string> {
  bars: Bar<Sort>[];
  /** What is counted, from below upward. */
  sorts: readonly Sort[];
}

/** Round steps up to a number, at most five. */
function steps(most: number): number[] {
  const raw = Math.max(1, most / 4);
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * size).find((n) => n >= raw) ?? raw;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
}

/** Which of many labels to show in a picture of some width so that they do not touch. */
function every(labels: number, room: number, width: number): number {
  const least = Math.ceil((labels * room) / width);
  return [1, 2, 3, 4, 5, 6, 10, 12, 20, 24, 50, 100, 200].find((n) => n >= least) ?? least;
}

function total<Sort extends string>(bar: Bar<Sort>, sorts: readonly Sort[]): number {
  return sorts.reduce((sum, sort) => sum + bar[sort], 0);
}

export function Timeline<Sort extends string>({ bars, sorts, what, unit, route }: Bars<Sort> & { what: string; unit: string; route: Route }) {
  const { picture, width } = useWidth();
  const height = 150;
  const most = Math.max(1, ...bars.map((b) => total(b, sorts)));
  const left = 44;
  const wide = Math.min(WIDEST, (width - left) / bars.length);
  const y = (n: number) => height - (n / most) * (height - 12);
  const room = unit === "year" ? YEAR : MONTH;
  const skip = every(bars.length, room, width);
  return (
    <svg ref={picture} class="chart" viewBox={`0 0 ${width} ${height + 24}`} role="group" aria-label={`${what} by ${unit}; the table below says the same`}>
      {steps(most).map((n) => (
        <g key={n}>
          <line class="grid" x1={left} x2={width} y1={y(n)} y2={y(n)} />
          <text class="tick" x={left - 6} y={y(n) + 4} text-anchor="end">
            {n.toLocaleString("en")}
          </text>
        </g>
      ))}
      {bars.map((bar, n) => {
        let below = 0;
        const told = `${bar.period}: ${[...sorts].reverse().map((sort) => `${bar[sort].toLocaleString("en")} ${sort}`).join(", ")}`;
        const parts = sorts.map((family) => {
          const from = below;
          below += bar[family];
          return bar[family] ? (
            <rect
              key={family}
              class={`bar ${family}`}
              x={left + n * wide + Math.min(2, wide * 0.12)}
              width={Math.max(1, wide - 2 * Math.min(2, wide * 0.12))}
              y={y(below)}
              height={y(from) - y(below)}
            />
          ) : null;
        });
        const inside = (
          <>
            <title>{told}</title>
            {parts}
          </>
        );
        const label = n % skip === 0 && left + n * wide + room <= width + 8 && (
          <text class="tick" x={left + n * wide + 2} y={height + 16}>
            {bar.period}
          </text>
        );
        return (
          <g key={bar.period}>
            {total(bar, sorts) > 0 && !isReport() ? (
              <a href={href(route.path, { ...route.params, since: bar.first, until: bar.last })} aria-label={`${told}; look at this ${unit} alone`}>
                {inside}
              </a>
            ) : (
              inside
            )}
            {label}
          </g>
        );
      })}
    </svg>
  );
}

/** How many are not in a timeline, as their time is not known well enough; empty for none. */
export function leftOut({ left_out: n, unit }: { left_out: number; unit: Unit }, what: string): string {
  const of = what === "article" ? "" : " of articles";
  return n ? `; ${count(n, what)}${of} ${unit === "year" ? "without a date" : "whose day is not known"} ${n === 1 ? "is" : "are"} left out` : "";
}

/** The same as a table, which the address calls `table`. */
export function TimelineTable<Sort extends string>({ bars, sorts, table, route }: Bars<Sort> & { table: string; route: Route }) {
  return (
    <Table
      table={table}
      route={route}
      columns={[
        { title: "Period", by: "period", sort: "day", value: (b) => b.period, heads: true },
        ...[...sorts].reverse().map((sort) => ({
          title: sort.slice(0, 1).toUpperCase() + sort.slice(1),
          by: sort,
          sort: "number" as const,
          value: (b: Bar<Sort>) => b[sort],
        })),
      ]}
      id={(b) => b.period}
      rows={bars.filter((b) => total(b, sorts))}
    />
  );
}

/** A day as a number of years. */
function year(day: string): number {
  const [y, m, d] = day.split("-").map(Number) as [number, number, number];
  return y + (m - 1 + (d - 1) / 31) / 12;
}

/** The first moment of a period (1979, 1979-Q1, 1979-03) and of the one after it, as numbers of years. */
function bounds(period: string): [number, number] {
  const [y = "", part = ""] = period.split("-");
  if (!part) return [Number(y), Number(y) + 1];
  const [n, parts] = part.startsWith("Q") ? [Number(part.slice(1)), 4] : [Number(part), 12];
  return [Number(y) + (n - 1) / parts, Number(y) + n / parts];
}

/** Room of the name of a month and of a year. */
const MONTH = 66;
const YEAR = 44;

/** Times on an axis of some width. */
function axis(first: number, last: number, width: number): { at: number; label: string }[] {
  const span = last - first;
  const fitting = (room: number) => Math.min(12, Math.floor(width / room));
  if (span <= 2.5) {
    const months = Array.from({ length: Math.ceil(span * 12) + 2 }, (_, n) => Math.floor(first * 12) + n);
    const skip = Math.max(1, Math.ceil(months.length / fitting(MONTH)));
    return months
      .filter((m) => m % skip === 0 && m / 12 >= first && m / 12 <= last)
      .map((m) => ({ at: m / 12, label: `${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}` }));
  }
  const step = [1, 2, 5, 10, 20, 50, 100].find((n) => span / n <= fitting(YEAR)) ?? 200;
  const start = Math.ceil(first / step) * step;
  const labels = Math.max(0, Math.floor((last - start) / step) + 1);
  return Array.from({ length: labels }, (_, n) => start + n * step).map((y) => ({ at: y, label: String(y) }));
}

/** Places as near to the wanted ones as they can be without touching, in order. */
function apart(wanted: number[], room: number, most: number): number[] {
  const found = [...wanted];
  for (let n = 1; n < found.length; n++) found[n] = Math.max(found[n]!, found[n - 1]! + room);
  for (let n = found.length - 1; n >= 0; n--) found[n] = Math.min(found[n]!, n === found.length - 1 ? most : found[n + 1]! - room);
  return found;
}

/** Days with reports above which no dots are drawn, and room of the sign of a turning point. */
const DOTS = 80;
const SIGN = 21;

/** Both axes of a pair over time: cooperation above the line, conflict below, never one against the other. */
export function CourseChart({ course }: { course: Course }) {
  const { curve, periods, turning_points: turns } = course;
  const { picture, width } = useWidth();
  const half = 118;
  const left = 34;
  const right = width - 12;
  const times = [...curve.map(([day]) => year(day)), ...turns.map((t) => year(t.day))];
  const pad = Math.max(0.02, (Math.max(...times) - Math.min(...times)) * 0.01);
  const first = Math.min(...times) - pad;
  const last = Math.max(...times) + pad;
  const x = (t: number) => left + ((t - first) / (last - first)) * (right - left);
  const most = Math.max(2, ...curve.map(([, cooperation, conflict]) => Math.max(cooperation, conflict)));
  const up = (n: number) => half - (n / most) * (half - 16);
  const down = (n: number) => half + (n / most) * (half - 16);
  const drawn = curve.map(([day, cooperation, conflict, reported]) => ({ x: x(year(day)), up: up(cooperation), down: down(conflict), reported }));
  const line = (of: "up" | "down") => drawn.map((p, n) => `${n ? "L" : "M"}${p.x.toFixed(1)} ${p[of].toFixed(1)}`).join("");
  const area = (of: "up" | "down") => `${line(of)}V${half}H${drawn[0]?.x.toFixed(1)}Z`;
  const dots = drawn.filter((p) => p.reported);
  const signs = apart(turns.map((t) => x(year(t.day))), Math.min(SIGN, (right - left) / turns.length), right);
  return (
    <svg
      ref={picture}
      class="chart course"
      viewBox={`0 -26 ${width} ${2 * half + 52}`}
      role="group"
      aria-label="Cooperation and conflict over time; the table below says the same"
    >
      {steps(most).map((n) => (
        <g key={n}>
          <line class="grid" x1={left} x2={right} y1={up(n)} y2={up(n)} />
          <line class="grid" x1={left} x2={right} y1={down(n)} y2={down(n)} />
          <text class="tick" x={left - 6} y={up(n) + 4} text-anchor="end">
            {n}
          </text>
          {n > 0 && (
            <text class="tick" x={left - 6} y={down(n) + 4} text-anchor="end">
              {n}
            </text>
          )}
        </g>
      ))}
      {(["up", "down"] as const).map((of) => (
        <g key={of} class={of === "up" ? "cooperation" : "conflict"}>
          <path class="area" d={area(of)} />
          <path class="line" d={line(of)} />
          {dots.length <= DOTS && dots.map((p, n) => <circle key={n} class="dot" cx={p.x} cy={p[of]} r="2.6" />)}
        </g>
      ))}
      <line class="zero" x1={left} x2={right} y1={half} y2={half} />
      {axis(first, last, width).map((t) => (
        <text key={t.at} class="tick" x={x(t.at)} y={2 * half + 18} text-anchor="middle">
          {t.label}
        </text>
      ))}
      {periods.map((p) => {
        const [from, to] = bounds(p.period).map((t) => x(Math.min(last, Math.max(first, t)))) as [number, number];
        return (
          <rect key={p.period} class="hit" x={from} y={0} width={Math.max(2, to - from)} height={2 * half}>
            <title>{`${p.period}: ${p.label}. Cooperation ${p.cooperation.toFixed(1)}, conflict ${p.conflict.toFixed(1)}; ${count(p.reports, "report")}`}</title>
          </rect>
        );
      })}
      {turns.map((t, n) => {
        const at = x(year(t.day));
        const sign = signs[n] ?? at;
        return (
          <a key={t.day} class="turn" href={`#turn-${n + 1}`} aria-label={`Turning point ${n + 1}, ${t.told}: ${turned(t)}`} onClick={(e) => shown(e, n + 1)}>
            <title>{`${t.told}: ${turned(t)}`}</title>
            <path d={`M${sign} -6L${at} 8V${2 * half}`} />
            <circle cx={sign} cy={-14} r="9.5" />
            <text x={sign} y={-10} text-anchor="middle">
              {n + 1}
            </text>
          </a>
        );
      })}
      <text class="side cooperation" x={left + 6} y={12}>
        cooperation ↑
      </text>
      <text class="side conflict" x={left + 6} y={2 * half - 4}>
        conflict ↓
      </text>
    </svg>
  );
}

/** Bring a turning point into view without a change of the address, which says what page this is. */
function shown(event: Event, n: number): void {
  event.preventDefault();
  const item = document.getElementById(`turn-${n}`);
  item?.scrollIntoView({ block: "center" });
  item?.focus({ preventScroll: true });
}

export function turned(t: TurningPoint): string {
  if (t.before === "unknown" && t.after === "unknown") return "too few reports for a label";
  return t.before === t.after ? `stays ${t.after}` : `${t.before} → ${t.after}`;
}

export function CourseTable({ periods, route }: { periods: Period[]; route: Route }) {
  return (
    <Table
      table="course"
      route={route}
      columns={[
        { title: "Period", by: "period", sort: "day", value: (p) => p.period, heads: true },
        { title: "Stance", by: "stance", sort: "words", value: (p) => p.label },
        { title: "Cooperation", by: "cooperation", sort: "number", value: (p) => p.cooperation, cell: (p) => p.cooperation.toFixed(1) },
        { title: "Conflict", by: "conflict", sort: "number", value: (p) => p.conflict, cell: (p) => p.conflict.toFixed(1) },
        { title: "Reports", by: "reports", sort: "number", value: (p) => p.reports },
      ]}
      id={(p) => p.period}
      rows={periods}
    />
  );
}
