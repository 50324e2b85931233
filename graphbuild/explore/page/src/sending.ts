// What the page sends: decisions, with the token in a header that no other site can have a browser send.
import { useEffect, useState } from "preact/hooks";
import type { Decision } from "./types";

interface State {
  /** Whether anything can be decided in this page. */
  allowed: boolean;
  /** How often something was decided: what was asked before is asked again. */
  version: number;
  done: Decision[];
  undone: boolean;
  failed: string;
  /** Whether the server did not answer when it was asked last. */
  unreachable: boolean;
}

export const UNREACHABLE = "graphbuild explore does not answer. Is it still running in its terminal?";

let state: State = { allowed: false, version: 0, done: [], undone: false, failed: "", unreachable: false };
const watching = new Set<() => void>();

export function changed(now: Partial<State>): void {
  state = { ...state, ...now };
  for (const tell of watching) tell();
}

export function deciding(): boolean {
  return state.allowed;
}

/** Whether decisions are taken, by the summary of the graph. */
export function allow(allowed: boolean): void {
  if (state.allowed !== allowed) changed({ allowed });
}

/** The last decision, and how many there were; whoever uses it is drawn again when that changes. */
export function useSent(): State {
  const [, draw] = useState(0);
  useEffect(() => {
    const tell = () => draw((n) => n + 1);
    watching.add(tell);
    return () => void watching.delete(tell);
  }, []);
  return state;
}

/** Whether the server answered when it was asked. */
export function reached(answered: boolean): void {
  if (state.unreachable === answered) changed({ unreachable: !answered });
}

/** Ask for everything anew. */
export function askAgain(): void {
  changed({ version: state.version + 1, unreachable: false });
}

/** Forget what was told about which nothing can be done any more. */
export function settled(): void {
  if (state.failed || state.undone) changed({ failed: "", done: [], undone: false });
}

type Answered = Pick<State, "done" | "undone">;

/** Other windows of the same page, to which decisions are told. */
const others = new BroadcastChannel(location.pathname);

others.addEventListener("message", ({ data }: MessageEvent<Answered>) => decided(data));

/** What was asked before is asked again, and what was decided is told. */
function decided({ done, undone }: Answered): void {
  changed({ version: state.version + 1, done, undone, failed: "" });
}

/** Decide something, and tell whether it is decided; what came of it is told below the page. */
export async function send(action: string, given: Record<string, string>): Promise<boolean> {
  const token = location.pathname.split("/")[1] ?? "";
  try {
    const response = await fetch(`api/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Graphbuild-Token": token },
      body: JSON.stringify(given),
    });
    const answer = (await response.json()) as Answered & { error?: string };
    if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
    decided(answer);
    others.postMessage({ done: answer.done, undone: answer.undone } satisfies Answered);
    return true;
  } catch (error) {
    changed({ failed: error instanceof TypeError ? UNREACHABLE : (error as Error).message });
    return false;
  }
}
