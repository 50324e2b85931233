// A list of which another page shows the first: all of its items, part by part.
import { IdentityList } from "./deciding";
import { DataTable, SaveStatements, SaveTies } from "./figures";
import { FailedBelowFilters, Filters } from "./filters";
import { count, dated, Name, Pages, Source, Statements, To, Waiting } from "./parts";
import { chosen, filters, type Route } from "./route";
import { everything, latest, useAnswer } from "./source";
import { StanceTable } from "./stances";
import { useTitle } from "./title";
import { key, TieItem } from "./ties";
import type { Article, Entity, Identity, PairStance, Part, Statement, Summary, Tie } from "./types";

const KINDS: Record<string, string> = { person: "People", country: "Countries", organisation: "Organisations" };

export function ListView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const [, what = "", id = "", second = ""] = route.path;
  const asked = chosen(route, ["family", "level", "from"]);
  const answer = useAnswer<Part<unknown>>(route.path, asked);
  const part = latest(answer);
  const of = part?.named[id];
  const other = part?.named[second];
  const title = {
    relations: of ? "Relations of" : "Relations",
    stances: of ? "Stances of" : "Stances",
    articles: of ? "Articles that mention" : "Articles",
    doubts: "Names that may be one",
    through: "Said of persons in office and bodies of",
    entities: KINDS[route.params.kind ?? ""] ?? "Entities",
  }[what];
  const name = `${title ?? what} ${of?.name ?? ""}${other ? ` and ${other.name}` : ""}`;
  useTitle(part && name);
  if (answer.state === "failed") return <FailedBelowFilters route={route} summary={summary} message={answer.message} />;
  if (!part) return <Waiting />;
  const { from: _, ...whole } = asked;
  const kept = filters(route);
  const items = () => {
    switch (what) {
      case "relations":
        return (
          <>
            <SaveTies name={name} load={() => everything<Tie>(route.path, whole)} />
            <ul class="ties">
              {(part.items as Tie[]).map((t) => (
                <TieItem key={key(t)} tie={t} named={part.named} of={part.named[id]} params={kept} />
              ))}
            </ul>
          </>
        );
      case "stances":
        return <StanceTable name={name} stances={part.items as PairStance[]} named={part.named} other={!!id} params={kept} />;
      case "articles":
        return <ArticleTable name={name} articles={part.items as (Article & { mentions?: number })[]} counted="mentions" />;
      case "through":
        return (
          <>
            <SaveStatements name={name} load={() => everything<Statement>(route.path, whole)} />
            <Statements found={part.items as Statement[]} named={part.named} />
          </>
        );
      case "doubts":
        return <IdentityList found={part.items as Identity[]} />;
      default:
        return (
          <ol class="names" start={part.first + 1}>
            {(part.items as Entity[]).map((e) => (
              <li key={e.id}>
                <Name entity={e} params={kept} /> <span class="quiet">{count(e.articles, "article")}</span>
              </li>
            ))}
          </ol>
        );
    }
  };
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>
          {title}{" "}
          {of && <To path={["entity", id]} params={kept}><bdi>{of.name}</bdi></To>}
          {what === "through" && other && (
            <>
              {" "}
              and <To path={["entity", other.id]} params={kept}><bdi>{other.name}</bdi></To>
            </>
          )}
        </h1>
        <p>
          {route.params.family && `${route.params.family}: `}
          {part.count.toLocaleString("en")}
          {what === "through" && of && other && (
            <>
              {" "}
              that count for the stance of <To path={["pair", of.id, other.id]} params={chosen(route, ["level"])}>the two</To>, the earliest first
            </>
          )}
        </p>
      </section>
      {(what === "through" || what === "relations" || what === "articles" || what === "stances") && <Filters route={route} summary={summary} />}
      {part.count === 0 ? <p>Nothing{Object.keys(kept).length > 0 && " that the filters let through"}.</p> : part.items.length > 0 && items()}
      <Pages route={route} first={part.first} shown={part.items.length} all={part.count} size={part.per} what={name} />
    </div>
  );
}

/** Articles with their publishers, and how much of what is asked each of them has. */
export function ArticleTable(props: { name: string; articles: (Article & { mentions?: number; statements?: number })[]; counted: "mentions" | "statements" }) {
  const counts = props.articles.some((a) => a[props.counted] !== undefined);
  return (
    <DataTable name={props.name}>
      <table>
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col">Article</th>
            <th scope="col">Publisher</th>
            {counts && <th scope="col" class="number">{props.counted === "mentions" ? "Mentions" : "Statements"}</th>}
          </tr>
        </thead>
        <tbody>
          {props.articles.map((a) => (
            <tr key={a.id}>
              <td class="days">{dated(a)}</td>
              <th scope="row">
                <Source article={a} bare />
              </th>
              <td>
                <bdi>{a.source}</bdi>
              </td>
              {counts && <td class="number">{a[props.counted]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </DataTable>
  );
}
