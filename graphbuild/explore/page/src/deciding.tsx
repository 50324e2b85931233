// What is decided in the page: buttons, merge candidates side by side, the list of decisions, and undo.
import { useEffect, useRef, useState } from "preact/hooks";
import { changed, deciding, send, useSent } from "./sending";
import { count, Failed, Name, Relation, Sentence, Source, Status, To, useTurning, Waiting } from "./parts";
import { href, type Route } from "./route";
import { everything, isReport, latest, useAnswer } from "./source";
import type { Candidate, Candidates, Context, Decisions, Entity, ExcludedPage, Identity, Named, Side, Statement, Summary } from "./types";

interface DecideProps {
  action: string;
  given: Record<string, string>;
  children: string;
  label?: string;
  /** What is asked first, and whether nobody needs to be asked. */
  question?: string;
  plain?: () => Promise<boolean>;
  /** What is done once it is decided, unless another page was gone to meanwhile. */
  then?: () => void;
  /** Whether, and by whom it is told that, this or another button decides about the same: then none of them can. */
  held?: boolean;
  hold?: (held: boolean) => void;
  /** What the next key is for once it is decided, where it is not for undo. */
  next?: () => HTMLElement | null | undefined;
  /** The key that does the same as the button: see `useKeys`. */
  shortcut?: string;
}

/** A button that decides something; it waits for the answer, which is told below the page. */
export function Decide({ action, given, children, label, question, plain, then, held, hold, next, shortcut }: DecideProps) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // The question took the key, and its answer gives it back.
    if (asked.current && !asking) button.current?.focus();
    asked.current = asking;
  }, [asking]);
  if (!deciding()) return null;
  const decide = async () => {
    const where = location.hash;
    setAsking(false);
    setBusy(true);
    hold?.(true);
    const decided = await send(action, given);
    setBusy(false);
    if (!decided) hold?.(false);
    if (location.hash !== where) return;
    const idle = [document.body, button.current].includes(document.activeElement as HTMLElement | null);
    const following = decided ? next?.() : undefined;
    if (decided) then?.();
    // What was decided goes away with its button; the next key is for what comes next, or can be done about it.
    const undo = () => document.querySelector<HTMLElement>(".done button")?.focus({ preventScroll: true });
    if (idle) setTimeout(() => (following?.isConnected ? following.focus() : undo()));
  };
  const click = async () => {
    if (busy || held) return;
    if (!question) return decide();
    setBusy(true);
    const where = location.hash;
    const known = (await plain?.().catch(() => false)) ?? false;
    setBusy(false);
    if (location.hash !== where) return;
    if (known) return decide();
    setAsking(true);
  };
  if (asking && question) return <Question question={question} yes={decide} no={() => setAsking(false)} />;
  return (
    <button
      ref={button}
      type="button"
      class="small"
      aria-disabled={busy || held}
      aria-label={busy || !label ? undefined : named(children, label)}
      aria-keyshortcuts={shortcut}
      data-key={shortcut}
      onClick={click}
    >
      <span aria-live="polite">{busy ? "working…" : children}</span>
    </button>
  );
}

/** A label that begins with what is seen on the button: whoever speaks to the page says that. */
function named(seen: string, label: string): string {
  return label.startsWith(seen) ? label : `${seen}: ${label}`;
}

/** A question in place of the button that raises it. The next key is for No, so that Enter twice decides nothing. */
function Question({ question, yes, no }: { question: string; yes: () => void; no: () => void }) {
  const refuse = useRef<HTMLButtonElement>(null);
  useEffect(() => refuse.current?.focus(), []);
  return (
    <span role="group" aria-label={question} onKeyDown={(event) => event.key === "Escape" && no()}>
      <b>
        <bdi>{question}</bdi>
      </b>{" "}
      <button type="button" class="small" onClick={yes}>
        Yes
      </button>{" "}
      <button ref={refuse} type="button" class="small" onClick={no}>
        No
      </button>
    </span>
  );
}

/** Makes two entities one. Where nothing has spoken for it yet, it asks whether that is meant. */
export function Join({ a, b, then }: { a: Entity; b: Entity; then: () => void }) {
  const candidates = async () => {
    const { items } = await everything<Identity>(["list", "doubts"], {});
    return items.some((i) => !i.decided && [a.id, b.id].every((id) => i.entities.includes(id)));
  };
  return (
    <Decide
      action="same"
      given={{ a: a.id, b: b.id }}
      label={`${a.name} and ${b.name} are one entity`}
      question={`Make ${a.name} and ${b.name} one entity?`}
      plain={candidates}
      then={then}
    >
      Same
    </Decide>
  );
}

/** What was just done, with undo right beside it. */
export function Done() {
  const { done, undone, failed } = useSent();
  if (failed)
    return (
      <div class="done failed" role="alert">
        <bdi>{failed}</bdi> <button type="button" class="small" onClick={() => changed({ failed: "" })}>Close</button>
      </div>
    );
  if (!done.length) return null;
  return (
    <div class="done" role="status">
      {done.map((d) => (
        <p key={d.id}>
          {undone && "Taken back: "}
          <bdi>{d.says}</bdi> {!undone && <Decide action="undo" given={{ decision: d.id }}>Undo</Decide>}
        </p>
      ))}
      <button type="button" class="small" onClick={() => changed({ done: [] })}>
        Close
      </button>
    </div>
  );
}

export function Reject({ statement: s }: { statement: Statement }) {
  return (
    <Decide action="reject" given={{ statement: s.id }} label="Reject this statement: the sentence does not say this">
      Reject
    </Decide>
  );
}

/** In place of an article that was excluded. */
export function Excluded({ page }: { page: ExcludedPage }) {
  return (
    <section class="lead">
      <h1>
        <bdi>{page.title}</bdi>
      </h1>
      <p>
        You excluded this article: nothing of it is part of the graph.{" "}
        <Decide action="undo" given={{ decision: page.excluded.id }}>
          Undo
        </Decide>
      </p>
    </section>
  );
}

/** The list of what was decided, the last first. */
export function DecisionsView({ summary }: { summary: Summary | undefined }) {
  const answer = useAnswer<Decisions>(["decisions"]);
  if (answer.state === "failed") return <Failed message={answer.message} />;
  const page = latest(answer);
  if (!page || !summary) return <Waiting />;
  const { decisions, count: all } = page;
  if (!summary.folder)
    return (
      <NoFolder title="Decisions" what="decisions">
        What was decided before the graph was exported or loaded is part of it already.
      </NoFolder>
    );
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>Decisions</h1>
        <p>
          {all === 0 ? "Nothing has been decided." : `${count(all, "decision")}, the last first.`} Decisions are kept in the graph folder, whatever is built;
          undo takes one back.
        </p>
      </section>
      <section>
        <ul class="decisions">
          {decisions.map((d) => (
            <li key={d.id}>
              <span class="days">{d.decided.slice(0, 16).replace("T", " ")}</span> <bdi>{d.says}</bdi>{" "}
              {d.overruled && <span class="status former">overruled by a later one</span>}{" "}
              <Decide action="undo" given={{ decision: d.id }} label={`Undo: ${d.says}`}>
                Undo
              </Decide>
            </li>
          ))}
        </ul>
        {decisions.length < all && <p class="quiet">{count(all - decisions.length, "older one")} are not shown.</p>}
      </section>
    </div>
  );
}

/** That a graph cannot know of something: not the same as that there is nothing of it. */
export function NoFolder({ title, what, children }: { title: string; what: string; children?: string }) {
  return (
    <section class="lead">
      <h1>{title}</h1>
      <p>
        This graph knows of no {what}: they are kept in the graph folder alone, and this one was read from an exported file or a database. {children}
      </p>
      <p class="quiet">
        To see them, open the folder: <code>graphbuild explore -g FOLDER</code>
      </p>
    </section>
  );
}

/** Pairs that were put off, as long as the page is open. */
const later = new Set<string>();

/** Names that may be one, side by side with sentences of both. */
export function CandidatesView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const from = route.params.from ?? "";
  const answer = useAnswer<Candidates>(["candidates"], from ? { from } : {});
  const [, draw] = useState(0);
  // The list in which a pair was decided: the next one knows of it, and of what was taken back.
  const decided = useRef(new Map<string, Candidates>());
  const page = latest(answer);
  const shown = useRef(page);
  shown.current = page;
  const turning = useTurning(page?.first ?? 0);
  const waiting = answer.state === "waiting";
  if (answer.state === "failed") return <Failed message={answer.message} />;
  if (!page || !summary) return <Waiting />;
  if (!summary.folder) return <NoFolder title="Names that may be one" what="names that may be one" />;
  const undecided = page.candidates.filter((c) => decided.current.get(key(c)) !== page);
  const left = page.count - page.candidates.length + undecided.length;
  const open = undecided.filter((c) => !later.has(key(c)));
  const next = page.first + page.candidates.length;
  const putOff = (c: Candidate) => {
    later.add(key(c));
    draw((n) => n + 1);
  };
  const take = (c: Candidate) => {
    decided.current.set(key(c), shown.current!);
    draw((n) => n + 1);
  };
  const showAgain = () => {
    later.clear();
    draw((n) => n + 1);
  };
  return (
    <div aria-busy={waiting}>
      <section class="lead">
        <h1>Names that may be one</h1>
        <p>
          {left === 0 ? "Nothing is in doubt." : `${count(left, "pair")} in doubt, the likeliest first.`}
          {later.size > 0 && (
            <>
              {` ${later.size} put off. `}
              <button type="button" class="small" onClick={showAgain}>
                Show again
              </button>
            </>
          )}
        </p>
        {deciding() && open.length > 0 && <p class="quiet">Keys on a pair: s same · d different · l later.</p>}
      </section>
      {open.map((c, n) => (
        <Pair
          key={key(c)}
          candidate={c}
          label={labelOf(c, open.slice(0, n))}
          later={() => putOff(c)}
          decided={() => take(c)}
        />
      ))}
      <nav aria-label="Pairs" class="pages" {...turning}>
        {page.first > 0 && <a href={href(["candidates"])}>From the first</a>}{" "}
        {next < page.count && <a href={href(["candidates"], { from: String(next) })}>Further pairs</a>}
      </nav>
    </div>
  );
}

function key(c: Candidate): string {
  return c.sides.map((side) => side.id).join(" ");
}

/** What a pair is called, with a number where those before it have one of the same names. */
function labelOf(c: Candidate, before: Candidate[]): string {
  const called = (of: Candidate) => of.sides.map((side) => side.name).join(" and ");
  const others = before.filter((other) => called(other) === called(c)).length;
  return others ? `${called(c)} (${others + 1})` : called(c);
}

interface PairProps {
  candidate: Candidate;
  label: string;
  later: () => void;
  decided: () => void;
}

function Pair({ candidate: c, label, later, decided }: PairProps) {
  const [a, b] = c.sides;
  const [held, hold] = useState(false);
  const place = useRef<HTMLElement>(null);
  // The button that the next key is for once this pair is gone: of the pair after it, else of the first.
  const next = () => {
    const pairs = [...document.querySelectorAll<HTMLElement>(".candidate")];
    const at = pairs.indexOf(place.current!);
    return (pairs[at + 1] ?? pairs.find((_, n) => n !== at))?.querySelector<HTMLElement>("button");
  };
  const choice = { given: { a: a.id, b: b.id }, then: decided, next, held, hold };
  const putOff = () => {
    if (held) return;
    const following = next();
    later();
    setTimeout(() => following?.focus());
  };
  return (
    <section ref={place} class="candidate" aria-label={label}>
      <div class="sides">
        <OneSide side={a} />
        <OneSide side={b} />
      </div>
      <Reasons of={c} />
      <p class="choices">
        <Decide action="same" shortcut="s" {...choice}>
          Same
        </Decide>{" "}
        <Decide action="different" shortcut="d" {...choice}>
          Different
        </Decide>{" "}
        <button type="button" class="small" aria-disabled={held} aria-keyshortcuts="l" data-key="l" onClick={putOff}>
          Later
        </button>{" "}
        <span class="quiet">score {c.score.toFixed(2)}</span>
      </p>
    </section>
  );
}

function OneSide({ side }: { side: Side }) {
  return (
    <div>
      <h2>
        <a href={href(["entity", side.entity])}>
          <bdi>{side.name}</bdi>
        </a>{" "}
        <span class="quiet">
          {count(side.articles, "article")}
          {side.when && (
            <>
              , <span class="days">{side.when}</span>
            </>
          )}
        </span>
      </h2>
      <Contexts found={side.contexts} of={side.entity} />
    </div>
  );
}

function Contexts({ found, of }: { found: Context[]; of: string }) {
  return (
    <ul class="statements">
      {found.map((c) => (
        <li key={c.article.id}>
          <Sentence pieces={c.pieces} />
          <p class="below">
            <Source article={c.article} of={of} />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Sentences of two names side by side, once they are wanted. */
function SideBySide({ identity: { ids, entities } }: { identity: Identity }) {
  const [wanted, setWanted] = useState(false);
  const answer = useAnswer<{ sides: [Context[], Context[]] }>(["contexts", ...ids], {}, wanted);
  const found = latest(answer);
  return (
    <details class="beside" onToggle={(event) => setWanted(event.currentTarget.open)}>
      <summary>Sentences</summary>
      {answer.state === "failed" ? (
        <Failed message={answer.message} />
      ) : !found ? (
        wanted && <Waiting />
      ) : found.sides.some((side) => side.length) ? (
        <div class="sides">
          {found.sides.map((side, n) => (
            <Contexts key={ids[n]} found={side} of={entities[n]!} />
          ))}
        </div>
      ) : (
        <p class="quiet">There are no texts at hand: only a graph folder has them.</p>
      )}
    </details>
  );
}

/** Names that are, or may be, one entity, with what speaks for and against it. */
export function IdentityList({ found }: { found: Identity[] }) {
  return (
    <ul>
      {alike(found).map((some) => {
        const pairs = some.map((i) => <NamePair key={i.ids.join(" ")} identity={i} one={some.length === 1} />);
        return (
          <li key={some[0]!.ids.join(" ")}>
            {pairs.slice(0, ALIKE)}
            {pairs.length > ALIKE && (
              <details>
                <summary>{(pairs.length - ALIKE).toLocaleString("en")} more</summary>
                {pairs.slice(ALIKE)}
              </details>
            )}
            <Reasons of={some[0]!} />
          </li>
        );
      })}
    </ul>
  );
}

/** How many pairs of the same names, for which the same speaks, are shown at once. */
const ALIKE = 5;

/** Pairs of the same names for which the same speaks, together: a surname alone is of each article that has it. */
function alike(found: Identity[]): Identity[][] {
  const groups = new Map<string, Identity[]>();
  for (const i of found) {
    const said = JSON.stringify([i.a, i.b, i.decided, i.score, i.for, i.against]);
    groups.set(said, [...(groups.get(said) ?? []), i]);
  }
  return [...groups.values()];
}

/** Two names, with what is decided of them; `one` is the only pair of names like these. */
function NamePair({ identity: i, one }: { identity: Identity; one: boolean }) {
  const told = ([0, 1] as const).map((n) => [count(i.articles[n], "article"), i.when[n]].filter(Boolean).join(", "));
  return (
    <div>
      <To path={["entity", i.entities[0]]}>
        <bdi>{i.a}</bdi>
      </To>{" "}
      <span class="quiet">({told[0]})</span> ~{" "}
      <To path={["entity", i.entities[1]]}>
        <bdi>{i.b}</bdi>
      </To>{" "}
      <span class="quiet">
        ({told[1]}) · {i.decided ? "decided by you" : `score ${i.score.toFixed(2)}`}
      </span>{" "}
      {!i.decided && <Choices identity={i} both={one ? `${i.a} and ${i.b}` : `${i.a} (${told[0]}) and ${i.b}`} />}
      {!isReport() && <SideBySide identity={i} />}
    </div>
  );
}

/** What speaks for and against two names being one entity. */
function Reasons({ of }: { of: { for: string[]; against: string[] } }) {
  return (
    <ul class="reasons">
      {(["for", "against"] as const).map((way) =>
        of[way].map((why) => (
          <li class={way} key={why}>
            <bdi>{why}</bdi>
          </li>
        )),
      )}
    </ul>
  );
}

/** What can be decided of two names: that they are one entity, or two. */
function Choices({ identity: i, both }: { identity: Identity; both: string }) {
  const [a, b] = i.ids;
  const [held, hold] = useState(false);
  useEffect(() => hold(false), [i]);
  return (
    <>
      {!i.joined && (
        <>
          <Decide action="same" given={{ a, b }} label={`${both} are one entity`} held={held} hold={hold}>
            Same
          </Decide>{" "}
        </>
      )}
      <Decide action="different" given={{ a, b }} label={`${both} are two entities`} held={held} hold={hold}>
        Different
      </Decide>
    </>
  );
}

/** What was rejected of a pair, relation by relation, to be accepted again. */
export function Rejected({ found, whole, named }: { found: Statement[]; whole: [string, string, string][]; named: Named }) {
  if (!found.length) return null;
  const edges = new Map<string, Statement[]>();
  for (const s of found) edges.set(edge(s), [...(edges.get(edge(s)) ?? []), s]);
  const all = new Set(whole.map((parts) => parts.join(" ")));
  return (
    <section>
      <details>
        <summary>{found.length} rejected by you</summary>
        {[...edges].map(([name, said]) => {
          const { source, relation, target, family } = said[0]!;
          return (
            <section key={name}>
              <h3>
                <Name entity={named[source]} /> <Relation name={relation} family={family} /> <Name entity={named[target]} />{" "}
                {all.has(name) && (
                  <>
                    <span class="status denied">rejected whole</span>{" "}
                    <Decide action="accept-relation" given={{ source, relation, target }}>
                      Accept all
                    </Decide>
                  </>
                )}
              </h3>
              <ul class="statements">
                {said.map((s) => (
                  <li key={s.id}>
                    <Sentence pieces={s.pieces} />
                    <p class="below">
                      <Status statement={s} /> <Source article={s.article} />{" "}
                      <Decide action="accept" given={{ statement: s.id }} label="Accept this statement: the sentence does say this">
                        Accept
                      </Decide>
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </details>
    </section>
  );
}

function edge(s: Statement): string {
  return `${s.relation} ${s.source} ${s.target}`;
}
