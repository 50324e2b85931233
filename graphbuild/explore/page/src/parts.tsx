// What every page is made of: names, sentences, statements, sources.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Reject } from "./deciding";
import { here, href, type Route } from "./route";
import { askAgain, UNREACHABLE } from "./sending";
import { has, isReport } from "./source";
import type { Article, Entity, Family, Kind, Named, Piece, Stance, Statement, Tie } from "./types";

const SHAPES: Record<Kind, string> = {
  person: "M5 0a5 5 0 1 1 0 10a5 5 0 0 1 0-10z",
  country: "M0.5 0.5h9v9h-9z",
  organisation: "M5 0L10.4 9.6H-0.4z",
};

export function shape(kind: Kind): string {
  return SHAPES[kind];
}

export function KindMark({ kind }: { kind: Kind }) {
  return (
    <svg class={`kind ${kind}`} viewBox="-1 -1 12 12" role="img" aria-label={kind}>
      <path d={shape(kind)} />
    </svg>
  );
}

/** A link where there is such a page, else its words. */
export function To(props: { path: string[]; params?: Record<string, string>; class?: string; children: ComponentChildren }) {
  if (!has(props.path)) return <span class={props.class}>{props.children}</span>;
  return (
    <a class={props.class} href={href(props.path, props.params)}>
      {props.children}
    </a>
  );
}

export function Name({ entity, params = here() }: { entity: Entity | undefined; params?: Record<string, string> }) {
  if (!entity) return <span>?</span>;
  return (
    <To path={["entity", entity.id]} params={params} class="name">
      <KindMark kind={entity.kind} />
      <bdi>{entity.name}</bdi>
    </To>
  );
}

export function words(relation: string): string {
  return relation.toLowerCase().replaceAll("_", " ");
}

export function Relation({ name, family }: { name: string; family: Family }) {
  return <span class={`relation ${family}`}>{words(name)}</span>;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** The day of an article, or what is known of it. */
export function dated({ date, year }: Article): string {
  return date || (year ? `${year} (day unknown)` : "no date");
}

export function Days({ first, last }: { first: string; last: string }) {
  if (!first) return <span class="quiet">no date</span>;
  return <span class="days">{first === last ? first : `${first} – ${last}`}</span>;
}

/** Whether a sentence has quotation marks of its own at its beginning or end, so that it gets none. */
function quotes(sentence: string): boolean {
  return /^["“”„«»]|["“”„«»]$/.test(sentence.trim());
}

export function Sentence({ pieces }: { pieces: Piece<string>[] }) {
  return (
    <q class={`sentence${quotes(textOf(pieces)) ? " bare" : ""}`}>
      <bdi>{pieces.map(([text, marks]) => (marks.length ? <mark class={marks.join(" ")}>{text}</mark> : text))}</bdi>
    </q>
  );
}

/** A link to the web, which does not learn where it was followed. */
export function Outside({ url, children }: { url: string; children: string }) {
  return (
    <a href={url} rel="noopener noreferrer nofollow" target="_blank">
      <bdi>{children}</bdi>
    </a>
  );
}

/** What an article is called: its title, else its address without what says nothing of it, else its id. */
export function titled({ title, url, id }: Article): string {
  return title || url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/?([?#].*)?$/, "") || id;
}

interface SourceProps {
  article: Article;
  /** What is to be in view: a statement, or where the article mentions an entity of this id or has some words. */
  statement?: string;
  of?: string;
  words?: string;
  bare?: boolean;
}

/** An article by date, publisher and title, or, where it is `bare`, by its title alone. */
export function Source({ article, statement, of, words, bare = false }: SourceProps) {
  const title =
    has(["article", article.id]) || !article.url ? (
      <To path={["article", article.id]} params={{ ...here(), ...(of && { of }), ...(words && { words }), ...(statement && { at: statement }) }}>
        <bdi>{titled(article)}</bdi>
      </To>
    ) : (
      <Outside url={article.url}>{titled(article)}</Outside>
    );
  if (bare) return title;
  return (
    <span class="source">
      {dated(article)}
      {article.source && (
        <>
          {" · "}
          <bdi>{article.source}</bdi>
        </>
      )}
      {" · "}
      {title}
    </span>
  );
}

const TOLD: Record<Statement["status"], string> = {
  asserted: "asserted",
  denied: "denied",
  possible: "called possible",
  future: "future",
  hypothetical: "hypothetical",
  demanded: "demanded",
};

/** How a statement is told, where it is not told as a fact. */
export function Status({ statement: s }: { statement: Statement }) {
  if (s.status === "asserted") return null;
  return <span class={`status ${s.status === "denied" ? "denied" : "unasserted"}`}>{TOLD[s.status]}</span>;
}

const NOBODY = /^(he|she|they|it|we|i|you|who|that|this|him|her|them)$/i;

/** Who is quoted with a statement; empty where a pronoun alone says it. */
function says({ attribution }: Statement): string {
  return NOBODY.test(attribution) ? "" : attribution.replace(/^(A|An|The) /, (article) => article.toLowerCase());
}

/** When it happened, or is to happen, in words; empty where no sentence tells it. */
function timed({ when: { from, to, text }, status }: Statement): string {
  if (!text || (!from && !to)) return "";
  const year = /-01-01$/.test(from) && to === from.replace("-01-01", "-12-31");
  const days = !from ? `no later than ${to}` : !to ? `no earlier than ${from}` : from === to ? from : year ? from.slice(0, 4) : `${from} – ${to}`;
  return `${status === "asserted" ? "happened" : status === "future" ? "due" : "said of"} ${days}`;
}

/** The same where it is not in the days of the article. */
function happened(s: Statement): string {
  const { when, article } = s;
  const [from, to] = [when.from || when.to, when.to || when.from];
  return article.date && from <= article.date && article.date <= to ? "" : timed(s);
}

/** The sentence that makes a statement, without its marks. */
export function sentenceOf({ pieces }: Statement): string {
  return textOf(pieces);
}

function textOf(pieces: Piece<string>[]): string {
  return pieces.map(([text]) => text).join("");
}

/** Sentence, article, day and address in one line of text, to be put into a text of one's own. */
export function citation(s: Statement): string {
  const sentence = sentenceOf(s).replace(/\s+/g, " ").trim();
  const { title, source, date, year, url, id } = s.article;
  const by = says(s);
  const parts = [`${quotes(sentence) ? sentence : `“${sentence}”`}${by && ` (according to ${by})`}`, [title || (url ? "" : id), source, date || year].filter(Boolean).join(", "), url || `article ${id}`];
  // A terminal would obey control characters of a title.
  return parts.join(" — ").replace(/\p{Cc}+/gu, " ");
}

/** Copies sentence, article, day and address of a statement. */
export function Cite({ statement }: { statement: Statement }) {
  return <Copy text={() => citation(statement)} label="Copy citation" inline />;
}

export function Copy({ text, label, inline = false }: { text: () => string; label: string; inline?: boolean }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setSaid("copied");
    } catch {
      setSaid("the browser does not let the page copy");
    }
    setTimeout(() => setSaid(""), 2500);
  };
  return (
    <button type="button" class={inline ? "inline-button" : "small"} onClick={copy}>
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}

/**
 * A statement with its sentence, where it stands, unless it is `placed` by the page already, and why it was read so.
 * The sentence is not printed `again` below another that it says, too.
 */
export function StatementItem(props: { statement: Statement; named: Named; placed?: boolean; again?: boolean }) {
  const { statement: s, named, placed = true, again = false } = props;
  const days = happened(s);
  const told = [
    placed && <Source article={s.article} statement={s.id} />,
    says(s) && (
      <>
        according to <bdi>{says(s)}</bdi>
      </>
    ),
    days && <span class="days">{days}</span>,
  ].filter(Boolean);
  return (
    <article class="statement">
      <p class="head">
        <Name entity={named[s.source]} /> <Relation name={s.relation} family={s.family} /> <Name entity={named[s.target]} /> <Status statement={s} />
        {s.former && <span class="status former">over</span>}
        {s.copy_of && <span class="status former">copy</span>}
      </p>
      {again ? (
        <p class="quiet">
          In the same sentence: <bdi>{s.trigger}</bdi>
        </p>
      ) : (
        <Sentence pieces={s.pieces} />
      )}
      <p class="below">
        {told.map((one, n) => (
          <span key={n}>
            {n > 0 && " · "}
            {one}
          </span>
        ))}{" "}
        <Cite statement={s} />{" "}
        <Reject statement={s} />
      </p>
      <details class="why">
        <summary>Why is this so?</summary>
        <dl>
          <dt>Relation</dt>
          <dd>
            {words(s.relation)}: {s.meaning}
          </dd>
          <dt>Words that say it</dt>
          <dd>
            <bdi>“{s.trigger}”</bdi>
          </dd>
          <dt>Rule</dt>
          <dd>
            <code>{s.rule}</code>
          </dd>
          <dt>How sure</dt>
          <dd>about {Math.round(s.confidence * 100)} of 100 such statements are right</dd>
          <dt>Reported as</dt>
          <dd>
            {s.status === "asserted" ? "a fact" : TOLD[s.status]}
            {s.tense !== "none" && `, in the ${s.tense} tense`},{" "}
            {s.attribution ? (
              <>
                according to <bdi>“{s.attribution}”</bdi>
              </>
            ) : (
              "by the article, which names nobody else for it"
            )}
          </dd>
          <Role title="Done by" role={s.source_role} of={named[s.source]} />
          <Role title="Done to" role={s.target_role} of={named[s.target]} />
          {timed(s) && (
            <>
              <dt>Time</dt>
              <dd>
                {timed(s)} (<bdi>“{s.when.text}”</bdi>)
              </dd>
            </>
          )}
          {s.meant.map((told) => (
            <>
              <dt>Who is meant</dt>
              <dd>
                <bdi>{told}</bdi>
              </dd>
            </>
          ))}
        </dl>
      </details>
    </article>
  );
}

/** What in the sentence stands for an end: soldiers, an embassy, a capital. */
function Role({ title, role, of }: { title: string; role: string; of: Entity | undefined }) {
  if (!role) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        <bdi>“{role}”</bdi>, counted for <bdi>{of?.name}</bdi>
      </dd>
    </>
  );
}

/** How much is said of an edge, in words; `narrowed` to a way of saying it, nothing is known of the others. */
export function Support({ tie, narrowed = false }: { tie: Tie; narrowed?: boolean }) {
  const told = [
    tie.reports ? `${count(tie.reports, "report")}, ${count(tie.publishers, "publisher")}` : narrowed ? "" : "not reported as fact",
    tie.denied ? `${tie.denied} denied` : "",
    tie.unasserted ? `${tie.unasserted} not asserted` : "",
  ];
  return <span class="support">{told.filter(Boolean).join(" · ")}</span>;
}

export function Label({ stance }: { stance: Stance }) {
  const tone = { PARTNERSHIP: "cooperation", HOSTILITY_TOWARD: "conflict", "": "neither" }[stance.infers];
  return <span class={`label ${tone}`}>{stance.label}</span>;
}

/** What may be wider than the page, and is then moved by itself, by keys too. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** Seconds after which it is told why an answer takes so long. */
const PATIENCE = 3;

export function Waiting() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 1000 * PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p class="quiet" role="status">
      Looking…{long && " A large graph is read to its end before the first answer."}
    </p>
  );
}

export function Failed({ message }: { message: string }) {
  return (
    <div class="failed" role="alert">
      <h1>This cannot be shown</h1>
      <p>
        <bdi>{message}</bdi>
      </p>
      {message === UNREACHABLE ? (
        <p>
          If not, start it again and open the address that it prints. <button type="button" onClick={askAgain}>Try again</button>
        </p>
      ) : (
        <p>
          <a href="#/">Start again</a>
        </p>
      )}
    </div>
  );
}

/** Bring a heading into view, where the next key is for it. */
export function lookAt(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

/**
 * What a link to another part of a list does, beside going there: as soon as that part is here, eyes and keys go to
 * the heading of the list, not to where the link was.
 */
export function useTurning(first: number) {
  const links = useRef<HTMLElement>(null);
  const turned = useRef(false);
  useEffect(() => {
    if (!turned.current) return;
    turned.current = false;
    const heading = links.current?.closest("section")?.querySelector<HTMLElement>("h2") ?? document.querySelector<HTMLElement>("main h1");
    if (heading) lookAt(heading);
  }, [first]);
  const onClick = (event: MouseEvent) => {
    turned.current = !!(event.target as Element).closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  };
  return { ref: links, onClick };
}

/** One of several, each a link to the same page, which keeps the choice in its address. */
export function Choice({ label, values, now, to }: { label: string; values: readonly (readonly [value: string, told: string])[]; now: string; to: (value: string) => string }) {
  return (
    <span class="choice" role="group" aria-label={label}>
      {values.map(([value, told]) => (
        <a key={value} href={to(value)} aria-current={value === now ? "true" : undefined}>
          {told}
        </a>
      ))}
    </span>
  );
}

/** To the parts of a list before and after. */
export function Pages({ route, first, shown, all, size, what }: { route: Route; first: number; shown: number; all: number; size: number; what: string }) {
  const turning = useTurning(first);
  if (all <= size && first === 0) return null;
  const to = (from: number) => href(route.path, { ...route.params, from: from > 0 ? String(from) : undefined });
  if (shown <= 0)
    return (
      <nav aria-label={what} class="pages" {...turning}>
        <span class="quiet">The list ends at {all.toLocaleString("en")}.</span> <a href={to(0)}>From the first</a>
      </nav>
    );
  return (
    <nav aria-label={what} class="pages" {...turning}>
      {first > 0 && <a href={to(Math.max(0, first - size))}>← Before</a>}{" "}
      <span class="quiet">
        {(first + 1).toLocaleString("en")} – {(first + shown).toLocaleString("en")} of {all.toLocaleString("en")}
      </span>{" "}
      {first + shown < all && !isReport() && <a href={to(first + size)}>Next →</a>}
    </nav>
  );
}

/** Statements in order; the sentence of one that says two things is shown once. `current` is the one looked at. */
export function Statements(props: { found: Statement[]; named: Named; placed?: boolean; current?: Statement | undefined }) {
  const { found, named, placed = true, current } = props;
  return (
    <ul class="statements">
      {found.map((s, n) => (
        <li key={s.id} class={s === current ? "current" : undefined}>
          <StatementItem statement={s} named={named} placed={placed} again={sameSentence(found[n - 1], s)} />
        </li>
      ))}
    </ul>
  );
}

function sameSentence(a: Statement | undefined, b: Statement): boolean {
  return !!a && a.article.id === b.article.id && sentenceOf(a) === sentenceOf(b);
}

/** To the whole of a list of which a page shows the first; nothing where it shows all. */
export function All({ path, params, shown, all, what }: { path: string[]; params: Record<string, string>; shown: number; all: number; what: string }) {
  if (shown >= all) return null;
  return (
    <p class="quiet">
      The first {shown.toLocaleString("en")} of {all.toLocaleString("en")}.{" "}
      {has(["list", ...path]) && <a href={href(["list", ...path], params)}>All {what}</a>}
    </p>
  );
}
