// What is decided in the page: buttons, merge candidates side by side, the list of decisions, and undo.
import { useState } from "preact/hooks";
import { changed, deciding, send, useSent } from "./sending";
import { count, Failed, Name, Relation, Sentence, Source, Status, To, Waiting } from "./parts";
import { href, type Route } from "./route";
import { useAnswer } from "./source";
import type { Candidate, Candidates, Decisions, ExcludedPage, Identity, Named, Side, Statement } from "./types";

/** A button that decides something; it waits for the answer, which is told below the page. */
export function Decide({ action, given, children, label, then }: { action: string; given: Record<string, string>; children: string; label?: string; then?: () => void }) {
  const [busy, setBusy] = useState(false);
  if (!deciding()) return null;
  const click = async () => {
    setBusy(true);
    if (await send(action, given)) then?.();
    setBusy(false);
    // What was decided goes away with its button; the next key is for what can be done about it.
    setTimeout(() => document.querySelector<HTMLElement>(".done button")?.focus({ preventScroll: true }));
  };
  return (
    <button type="button" class="small" disabled={busy} aria-label={label} onClick={click}>
      {children}
    </button>
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
export function DecisionsView() {
  const answer = useAnswer<Decisions>(["decisions"]);
  if (answer.state === "failed") return <Failed message={answer.message} />;
  const page = answer.state === "here" ? answer.value : answer.old;
  if (!page) return <Waiting />;
  const { decisions, count: all } = page;
  return (
    <>
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
    </>
  );
}

/** Names that may be one, side by side with sentences of both. */
export function CandidatesView({ route }: { route: Route }) {
  const from = route.params.from ?? "";
  const answer = useAnswer<Candidates>(["candidates"], from ? { from } : {});
  const [later, setLater] = useState<string[]>([]);
  if (answer.state === "failed") return <Failed message={answer.message} />;
  const page = answer.state === "here" ? answer.value : answer.old;
  if (!page) return <Waiting />;
  const open = page.candidates.filter((c) => !later.includes(key(c)));
  const next = page.first + page.candidates.length;
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>Names that may be one</h1>
        <p>
          {page.count === 0 ? "Nothing is in doubt." : `${count(page.count, "pair")} in doubt, the likeliest first.`}
          {later.length > 0 && ` ${later.length} put off.`}
        </p>
      </section>
      {open.map((c) => (
        <Pair key={key(c)} candidate={c} later={() => setLater([...later, key(c)])} />
      ))}
      <nav aria-label="Pairs" class="pages">
        {page.first > 0 && <a href={href(["candidates"])}>From the first</a>}{" "}
        {next < page.count && <a href={href(["candidates"], { from: String(next) })}>Further pairs</a>}
      </nav>
    </div>
  );
}

function key(c: Candidate): string {
  return c.sides.map((side) => side.id).join(" ");
}

function Pair({ candidate: c, later }: { candidate: Candidate; later: () => void }) {
  const [a, b] = c.sides;
  const given = { a: a.id, b: b.id };
  return (
    <section class="candidate" aria-label={`${a.name} and ${b.name}`}>
      <div class="sides">
        <OneSide side={a} />
        <OneSide side={b} />
      </div>
      <Reasons of={c} />
      <p class="choices">
        <Decide action="same" given={given}>
          Same
        </Decide>{" "}
        <Decide action="different" given={given}>
          Different
        </Decide>{" "}
        <button type="button" class="small" onClick={later}>
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
          {side.when && `, ${side.when}`}
        </span>
      </h2>
      <ul class="statements">
        {side.contexts.map((c) => (
          <li key={c.article.id}>
            <Sentence pieces={c.pieces} />
            <p class="below">
              <Source article={c.article} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Names that are, or may be, one entity, with what speaks for and against it. */
export function IdentityList({ found }: { found: Identity[] }) {
  return (
    <ul>
      {found.map((i) => (
        <li key={`${i.entities.join(" ")} ${i.a} ${i.b}`}>
          <To path={["entity", i.entities[0]]}>
            <bdi>{i.a}</bdi>
          </To>{" "}
          <span class="quiet">({count(i.articles[0], "article")})</span> ~{" "}
          <To path={["entity", i.entities[1]]}>
            <bdi>{i.b}</bdi>
          </To>{" "}
          <span class="quiet">
            ({count(i.articles[1], "article")}) · {i.decided ? "decided by you" : `score ${i.score.toFixed(2)}`}
          </span>{" "}
          {!i.decided && <Choices identity={i} />}
          <Reasons of={i} />
        </li>
      ))}
    </ul>
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
function Choices({ identity: i }: { identity: Identity }) {
  const [a, b] = i.ids;
  const both = `${i.a} and ${i.b}`;
  return (
    <>
      {!i.joined && (
        <>
          <Decide action="same" given={{ a, b }} label={`${both} are one entity`}>
            Same
          </Decide>{" "}
        </>
      )}
      <Decide action="different" given={{ a, b }} label={`${both} are two entities`}>
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
