// Where answers come from: the server, or the data that a report holds.
import { useEffect, useState } from "preact/hooks";
import { href } from "./route";
import { useSent } from "./sending";

export interface Report {
  start: string;
  made: string;
  answers: Record<string, unknown>;
}

export type Answer<T> = { state: "waiting"; old?: T } | { state: "here"; value: T } | { state: "failed"; message: string };

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

async function ask(path: string[], params: Record<string, string>, signal: AbortSignal): Promise<unknown> {
  if (report) {
    const found = report.answers[path.join("/")];
    if (found === undefined) throw new Error("This is not part of the report.");
    return found;
  }
  const address = href(path, params).slice(2);
  let response: Response;
  try {
    response = await fetch(`api/${address}`, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error("graphbuild explore does not answer. Is it still running in its terminal?");
  }
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return answer;
}

/** The answer of a path, asked again whenever path or parameters change. */
export function useAnswer<T>(path: string[], params: Record<string, string> = {}): Answer<T> {
  const { version } = useSent();
  const key = href(path, params);
  const [answer, setAnswer] = useState<{ key: string; answer: Answer<T> }>({ key: "", answer: { state: "waiting" } });
  useEffect(() => {
    const stop = new AbortController();
    ask(path, params, stop.signal).then(
      (value) => stop.signal.aborted || setAnswer({ key, answer: { state: "here", value: value as T } }),
      (error: Error) =>
        stop.signal.aborted || setAnswer({ key, answer: { state: "failed", message: error.message } }),
    );
    return () => stop.abort();
  }, [key, version]);
  if (answer.key === key) return answer.answer;
  return answer.answer.state === "here" ? { state: "waiting", old: answer.answer.value } : { state: "waiting" };
}
