// An article to be read, with what was read in it marked in its place.
import { useEffect } from "preact/hooks";
import { Decide, Excluded } from "./deciding";
import { count, dated, Failed, Name, Outside, Source, StatementItem, Statements, titled, To, Waiting } from "./parts";
import { chosen, filters, go, href, type Route } from "./route";
import { latest, useAnswer } from "./source";
import { useTitle } from "./title";
import type { ArticlePage, ExcludedPage, Statement, TextMark } from "./types";

export function ArticleView({ route }: { route: Route }) {
  const id = route.path[1] ?? "";
  const kept = filters(route);
  const { of, words } = route.params;
  const within = chosen(route, ["of", "words"]);
  const answer = useAnswer<ArticlePage | ExcludedPage>(["article", id], words ? { words } : {});
  const found = latest(answer);
  const page = found && !("excluded" in found) ? found : undefined;
  const at = page ? Math.max(-1, page.statements.findIndex((s) => s.id === route.params.at)) : -1;
  useEffect(() => {
    const sought = at >= 0 ? ".reader .current" : ".text .sought";
    document.querySelector(sought)?.scrollIntoView({ block: "center" });
  }, [page, at, of]);
  useTitle(page && titled(page.article));
  if (answer.state === "failed") return <Failed message={answer.message} />;
  if (found && "excluded" in found) return <Excluded page={found} />;
  if (!page) return <Waiting />;
  const { article } = page;
  const current = page.statements[at];
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>
          <bdi>{titled(article)}</bdi>
        </h1>
        <p>
          <span class={article.date ? "days" : "quiet"}>{dated(article)}</span>
          {article.source && (
            <>
              {" · "}
              <bdi>{article.source}</bdi>
            </>
          )}
          {article.url && (
            <>
              {" · "}
              <Outside url={article.url}>{article.url}</Outside>
            </>
          )}{" "}
          <Decide action="exclude" given={{ article: article.id }} label="Leave this article out of the graph">
            Exclude
          </Decide>
        </p>
        {page.original && (
          <p>
            A copy of <Source article={page.original} />; what it says counts once.
          </p>
        )}
        {page.copy_count > 0 && (
          <details>
            <summary>{count(page.copy_count, "other article prints", "other articles print")} the same text</summary>
            <ul>
              {page.copies.map((a) => (
                <li key={a.id}>
                  <Source article={a} />
                </li>
              ))}
            </ul>
          </details>
        )}
        {page.boilerplate > 0 && <p class="quiet">Greyed: paragraphs that many articles of this publisher share. Nothing in them is part of the graph.</p>}
      </section>
      <div class="reader">
        {page.pieces.length > 0 ? (
          <div class="text" dir="auto">
            <Text page={page} at={at} of={of} params={kept} within={within} />
          </div>
        ) : (
          <div>
            <p class="quiet">This graph came without the texts of its articles. These sentences say something:</p>
            <Statements found={page.statements} named={page.named} placed={false} current={current} />
          </div>
        )}
        <aside aria-label="Statements of this article">
          <h2>
            {count(page.statements.length, "statement")}
            <Steps page={page} at={at} params={within} />
          </h2>
          {current && page.pieces.length > 0 && <StatementItem statement={current} named={page.named} placed={false} />}
          <ol class="said">
            {page.statements.map((s) => (
              <li key={s.id}>
                <a href={href(["article", id], { ...within, at: s.id })} aria-current={s === current ? "true" : undefined}>
                  <Said statement={s} page={page} />
                </a>
              </li>
            ))}
          </ol>
          {Object.keys(page.mentions).length > 0 && <h2>Entities</h2>}
          <ul class="names">
            {Object.entries(page.mentions).map(([entity, n]) => (
              <li key={entity}>
                <Name entity={page.named[entity]} params={kept} />{" "}
                {page.pieces.length > 0 ? (
                  <a
                    href={href(["article", id], { ...kept, of: entity })}
                    aria-label={`Mark ${count(n, "mention")} of ${page.named[entity]?.name}`}
                    aria-current={entity === of ? "true" : undefined}
                  >
                    {n}
                  </a>
                ) : (
                  <span class="quiet">{n}</span>
                )}
              </li>
            ))}
          </ul>
        </aside>
      </div>
    </div>
  );
}

function Said({ statement: s, page }: { statement: Statement; page: ArticlePage }) {
  return (
    <>
      <bdi>{page.named[s.source]?.name}</bdi> <span class={`relation ${s.family}`}>{s.relation.toLowerCase().replaceAll("_", " ")}</span>{" "}
      <bdi>{page.named[s.target]?.name}</bdi>
      {s.status !== "asserted" && <span class={`status ${s.status === "denied" ? "denied" : "unasserted"}`}>{s.status}</span>}
    </>
  );
}

/** To the statement before and after, also by the keys j and k. "Back" passes over the steps, to where one came from. */
function Steps({ page, at, params }: { page: ArticlePage; at: number; params: Record<string, string> }) {
  const step = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go((event.currentTarget as HTMLAnchorElement).hash, true);
  };
  const to = (n: number) => href(["article", page.article.id], { ...params, at: page.statements[n]?.id });
  const all = page.statements.length;
  if (!all) return null;
  return (
    <span class="steps">
      {at > 0 && (
        <a class="button small" href={to(at - 1)} onClick={step} data-key="k" aria-label="Statement before (k)">
          ↑
        </a>
      )}
      {at < all - 1 && (
        <a class="button small" href={to(at + 1)} onClick={step} data-key="j" aria-label="Next statement (j)">
          ↓
        </a>
      )}
    </span>
  );
}

interface TextProps {
  page: ArticlePage;
  /** The statement that is looked at, and the entity whose mentions are. */
  at: number;
  of?: string;
  /** What links to entities carry, and those within the article. */
  params: Record<string, string>;
  within: Record<string, string>;
}

function Text({ page, at, of, params, within }: TextProps) {
  const first = new Set<number>();
  return (
    <>
      {page.pieces.map(([text, marks], n) => {
        const kinds = new Set<string>();
        let entity: string | undefined;
        let reason = "";
        let said: number | undefined;
        for (const mark of marks as TextMark[]) {
          if ("boilerplate" in mark) kinds.add("boilerplate");
          else if ("entity" in mark) {
            entity ??= mark.entity;
            reason ||= mark.reason;
          } else if ("sentence" in mark) {
            kinds.add("says");
            said ??= mark.sentence;
            if (mark.sentence === at) kinds.add("current");
          } else if ("found" in mark) kinds.add("sought");
          else if ("trigger" in mark) kinds.add(mark.trigger === at ? "trigger now" : "trigger");
          else if ("source" in mark && mark.source === at) kinds.add("end now");
          else if ("target" in mark && mark.target === at) kinds.add("end now");
        }
        const named = entity ? page.named[entity] : undefined;
        if (entity && entity === of) kinds.add("sought");
        const classes = [...kinds].join(" ");
        // Only the first piece of a sentence has a link to its statement, so that there is one stop for each.
        const starts = said !== undefined && !first.has(said);
        if (said !== undefined) first.add(said);
        const inside = named ? (
          <To path={["entity", named.id]} params={params} class={`mention ${named.kind}`}>
            <span title={reason ? `${named.name}: ${reason}` : named.name}>{text}</span>
          </To>
        ) : (
          text
        );
        return (
          <span key={n} class={classes || undefined}>
            {starts && said !== undefined && (
              <a class="stop" href={href(["article", page.article.id], { ...within, at: page.statements[said]?.id })} aria-label={`Statement ${said + 1}`}>
                {said + 1}
              </a>
            )}
            {inside}
          </span>
        );
      })}
    </>
  );
}
