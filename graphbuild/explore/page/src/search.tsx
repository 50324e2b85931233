// What was found: entities first, then articles.
import { useEffect } from "preact/hooks";
import { Filters } from "./filters";
import { count, Failed, KindMark, Pages, Relation, Source, Waiting } from "./parts";
import { chosen, filters, href, type Route } from "./route";
import { latest, useAnswer } from "./source";
import { useTitle } from "./title";
import type { Found, Summary } from "./types";

/** The links to what was found, in order. */
export function results(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".results a, a.result.pair")];
}

interface SearchProps {
  route: Route;
  summary: Summary | undefined;
  /** Words that were entered: once their answer is here, the next key is for the first that it found. */
  entered: string;
  /** Called when that is done. */
  taken: () => void;
}

export function Search({ route, summary, entered, taken }: SearchProps) {
  const q = route.params.q ?? "";
  const kept = filters(route);
  const answer = useAnswer<Found>(["search"], chosen(route, ["q", "from"]));
  useTitle(q);
  useEffect(() => {
    if (!entered || entered !== q || answer.state !== "here") return;
    if (document.activeElement?.id === "q") results()[0]?.focus();
    taken();
  }, [entered, q, answer.state]);
  if (answer.state === "failed") return <Failed message={answer.message} />;
  const found = latest(answer);
  if (!found) return <Waiting />;
  const nothing = !found.entities.length && !found.articles.length;
  return (
    <div aria-busy={answer.state === "waiting"}>
      <h1 class="hidden">Search</h1>
      <Filters route={route} summary={summary} />
      <p class="hidden" role="status">
        {count(found.entity_count, "entity", "entities")}, {count(found.article_count, "article")}
      </p>
      {nothing && q && (
        <p>
          Nothing is called <q><bdi>{q}</bdi></q>, and no article has {found.complete ? "these words" : "them in its title; texts are still being read"}.
        </p>
      )}
      {found.asked && <Asked asked={found.asked} kept={kept} />}
      {found.pair && (
        <p>
          <a class="result pair" href={href(["pair", found.pair[0].id, found.pair[1].id], kept)}>
            <KindMark kind={found.pair[0].kind} />
            <bdi>{found.pair[0].name}</bdi> – <KindMark kind={found.pair[1].kind} />
            <bdi>{found.pair[1].name}</bdi>: how they stand to each other
          </a>
        </p>
      )}
      {found.entities.length > 0 && (
        <section>
          <h2>
            Entities <span class="quiet">{found.entity_count.toLocaleString("en")}</span>
          </h2>
          <ul class="results">
            {found.entities.map((e) => (
              <li key={e.id}>
                <a class="result" href={href(["entity", e.id], kept)}>
                  <KindMark kind={e.kind} />
                  <bdi>{e.name}</bdi>
                </a>{" "}
                <span class="quiet">
                  {count(e.articles, "article")}
                  {e.found_by && (
                    <>
                      {" · found by "}
                      <bdi>{e.found_by}</bdi>
                    </>
                  )}
                  {e.aliases.length > 0 && (
                    <>
                      {" · also "}
                      <bdi>{e.aliases.join(", ")}</bdi>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.articles.length > 0 && (
        <section>
          <h2>
            Articles <span class="quiet">{found.article_count.toLocaleString("en")}</span>
          </h2>
          {found.respelt && (
            <p class="quiet">
              No article has these words as they are written. Found with <q><bdi>{found.respelt}</bdi></q>.
            </p>
          )}
          <ul class="results">
            {found.articles.map((a) => (
              <li key={a.id}>
                <Source article={a} words={found.respelt || q} />
                <p class="snippet">
                  <bdi>{a.pieces.map(([text, marks]) => (marks.length ? <mark class="found">{text}</mark> : text))}</bdi>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Pages
        route={route}
        first={found.first}
        shown={Math.max(found.entities.length, found.articles.length)}
        all={Math.max(found.entity_count, found.article_count)}
        size={found.per}
        what="Results"
      />
      {found.textless && <p class="quiet">This graph came without the texts of its articles: titles, and sentences that say something, are searched.</p>}
      {!found.complete && <p class="quiet">Texts of articles are still being read; their titles are searched.</p>}
    </div>
  );
}

/** What a question asks for, with its sentences: the page of the entity, or of the pair, narrowed to the relation. */
function Asked({ asked: { relation, family, of, statements }, kept }: { asked: NonNullable<Found["asked"]>; kept: Record<string, string> }) {
  return (
    <p>
      <a class="result pair" href={href([of.length > 1 ? "pair" : "entity", ...of.map((e) => e.id)], { ...kept, relation, asked: "1" })}>
        {of.map((e, n) => (
          <span key={e.id}>
            {n > 0 && " – "}
            <KindMark kind={e.kind} />
            <bdi>{e.name}</bdi>
          </span>
        ))}
        : <Relation name={relation} family={family} />
      </a>{" "}
      <span class="quiet">{count(statements, "statement")}</span>
    </p>
  );
}
