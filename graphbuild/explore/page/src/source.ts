// Where answers come from: the server, or the data that a report holds.
import { useEffect, useState } from "preact/hooks";
import { href } from "./route";
import { reached, UNREACHABLE, useSent } from "./sending";
import type { Named, Part } from "./types";

export interface Report {
  start: string;
  made: string;
  answers: Record<string, unknown>;
}

export type Answer<T> = { state: "waiting"; old?: T } | { state: "here"; value: T } | { state: "failed"; message: string };

/** An answer with what was asked: path and parameters, the path alone, and how often something had been decided. */
interface Answered<T> {
  key: string;
  where: string;
  version: number;
  answer: Answer<T>;
}

let report: Report | null = null;

/** Unpack the data of a report; null where this page is served. */
export async function unpacked(): Promise<Report | null> {
  const packed = document.getElementById("data")?.textContent;
  if (!packed) return null;
  const bytes = Uint8Array.from(atob(packed.trim()), (c) => c.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  report = (await new Response(plain).json()) as Report;
  return report;
}

export function isReport(): boolean {
  return report !== null;
}

/** Whether there is such a page: a report holds some pages only. */
export function has(path: string[]): boolean {
  return report === null || path.join("/") in report.answers;
}

async function fetched(address: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    reached(false);
    throw new Error(UNREACHABLE);
  }
  reached(true);
  if (response.ok) return response;
  const answer = (await response.json()) as { error?: string };
  throw new Error(answer.error ?? `The server answered ${response.status}.`);
}

async function ask(path: string[], params: Record<string, string>, signal?: AbortSignal): Promise<unknown> {
  if (report) {
    const found = report.answers[path.join("/")];
    if (found === undefined) throw new Error("This is not part of the report.");
    return found;
  }
  return (await fetched(`api/${href(path, params).slice(2)}`, signal)).json();
}

/** A report of a page in one file. */
export async function reportOf(path: string[], params: Record<string, string>): Promise<Blob> {
  return (await fetched(`report/${href(path, params).slice(2)}`)).blob();
}

/**
 * The answer of a path, asked again whenever path or parameters change or something was decided; nothing is asked
 * unless it is `wanted`. While one is waited for, the `old` one of the same path is there.
 */
export function useAnswer<T>(path: string[], params: Record<string, string> = {}, wanted = true): Answer<T> {
  const { version } = useSent();
  const key = href(path, params);
  const where = path.join("/");
  const [answer, setAnswer] = useState<Answered<T>>({ key: "", where: "", version: 0, answer: { state: "waiting" } });
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    ask(path, params, stop.signal).then(
      (value) => stop.signal.aborted || setAnswer({ key, where, version, answer: { state: "here", value: value as T } }),
      (error: Error) =>
        stop.signal.aborted || setAnswer({ key, where, version, answer: { state: "failed", message: error.message } }),
    );
    return () => stop.abort();
  }, [key, wanted, version]);
  if (answer.key === key && answer.version === version) return answer.answer;
  return answer.answer.state === "here" && answer.where === where ? { state: "waiting", old: answer.answer.value } : { state: "waiting" };
}

/** What there is to show: the answer, or while it is waited for the old one. */
export function latest<T>(answer: Answer<T>): T | undefined {
  return answer.state === "here" ? answer.value : answer.state === "waiting" ? answer.old : undefined;
}

const PART = 1000;

type Items<T> = Pick<Part<T>, "items" | "count" | "named">;

/** All items of a list, asked for part by part; of a report those that it holds. `of` says where an answer has them. */
export async function everything<T, A = Part<T>>(
  path: string[],
  params: Record<string, string>,
  of: (answer: A) => Items<T> = (answer) => answer as Items<T>,
): Promise<{ items: T[]; named: Named }> {
  const found = { items: [] as T[], named: {} as Named };
  for (;;) {
    const asked = { ...params, from: String(found.items.length), per: String(PART) };
    const part = of((await ask(path, asked)) as A);
    found.items.push(...part.items);
    Object.assign(found.named, part.named);
    if (found.items.length >= part.count || !part.items.length || report) return found;
  }
}
