// A list of which another page shows the first: all of its items, part by part.
import { IdentityList, NoFolder } from "./deciding";
import { allNeighbours, NeighbourTable } from "./ego";
import { DataTable, SaveStatements, SaveTies } from "./figures";
import { FailedBelowFilters, Filters } from "./filters";
import { count, dated, Name, Pages, Source, Statements, To, Waiting } from "./parts";
import { chosen, filters, type Route } from "./route";
import { everything, isReport, latest, useAnswer } from "./source";
import { StanceTable } from "./stances";
import { type Column, type List, order, Table, whole } from "./tables";
import { useTitle } from "./title";
import { key, Order, TieItem } from "./ties";
import type { Article, Entity, Identity, Neighbour, PairStance, Part, Statement, Summary, Tie } from "./types";

const KINDS: Record<string, string> = { person: "People", country: "Countries", organisation: "Organisations" };
/** Lists that the filters narrow. */
const FILTERED = ["relations", "stances", "neighbours", "articles", "sources", "through"];

export function ListView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const [, what = "", id = "", second = ""] = route.path;
  const asked = chosen(route, ["family", "level", "from"]);
  const answer = useAnswer<Part<unknown>>(route.path, { ...asked, sort: order(route, what, false) });
  const part = latest(answer);
  const of = part?.named[id];
  const other = part?.named[second];
  const title = {
    relations: of ? "Relations of" : "Relations",
    stances: of ? "Stances of" : "Stances",
    neighbours: "Neighbours of",
    sources: "Sources on",
    articles: of ? "Articles that mention" : "Articles",
    doubts: "Names that may be one",
    through: "Said of persons in office and bodies of",
    entities: KINDS[id || (route.params.kind ?? "")] ?? "Entities",
  }[what];
  const name = `${title ?? what} ${of?.name ?? ""}${other ? ` and ${other.name}` : ""}`;
  useTitle(part && name);
  if (answer.state === "failed") return <FailedBelowFilters route={route} summary={summary} message={answer.message} />;
  if (!part) return <Waiting />;
  if (what === "doubts" && summary && !summary.folder) return <NoFolder title={title!} what="names that may be one" />;
  const { from: _, ...narrowed } = asked;
  const list = { path: route.path.slice(1), params: narrowed };
  const kept = filters(route);
  const items = () => {
    switch (what) {
      case "relations":
        return (
          <>
            {!isReport() && part.count > 1 && <Order route={route} />}
            <SaveTies name={name} load={() => everything<Tie>(route.path, { ...narrowed, sort: order(route, what, false) })} />
            <ul class="ties">
              {(part.items as Tie[]).map((t) => (
                <TieItem key={key(t)} tie={t} named={part.named} of={part.named[id]} params={kept} />
              ))}
            </ul>
          </>
        );
      case "stances":
        return <StanceTable name={name} path={list.path} found={part as Part<PairStance>} other={!!id} route={route} />;
      case "neighbours":
        return (
          <DataTable name={name} whole={allNeighbours(id, list.params, part.items.length, part.count, route)}>
            <NeighbourTable of={id} neighbours={part.items as Neighbour[]} all={part.count} route={route} />
          </DataTable>
        );
      case "articles":
      case "sources":
        return <ArticleTable name={name} table={what} list={list} articles={part.items as Article[]} all={part.count} counted={what === "articles" ? "mentions" : "statements"} of={what === "articles" ? of?.id : undefined} route={route} />;
      case "through":
        return (
          <>
            <SaveStatements name={name} load={() => everything<Statement>(route.path, narrowed)} />
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
          {other && (
            <>
              {" "}
              and <To path={["entity", other.id]} params={kept}><bdi>{other.name}</bdi></To>
            </>
          )}
        </h1>
        <p>
          {route.params.family && `${route.params.family}: `}
          {part.count.toLocaleString("en")}
          {what === "sources" && of && other && (
            <>
              {" "}
              on <To path={["pair", of.id, other.id]} params={chosen(route, ["level"])}>the two</To>
            </>
          )}
          {what === "through" && of && other && (
            <>
              {" "}
              that count for the stance of <To path={["pair", of.id, other.id]} params={chosen(route, ["level"])}>the two</To>, the earliest first
            </>
          )}
        </p>
      </section>
      {(FILTERED.includes(what) || (what === "entities" && id)) && <Filters route={route} summary={summary} of={[of, other].flatMap((e) => (e ? [e.name] : []))} />}
      {part.count === 0 ? <p>Nothing{Object.keys(kept).length > 0 && " that the filters let through"}.</p> : part.items.length > 0 && items()}
      <Pages route={route} first={part.first} shown={part.items.length} all={part.count} size={part.per} what={name} />
    </div>
  );
}

interface ArticleTableProps {
  name: string;
  /** What the address calls it. */
  table: string;
  /** That of all of them. */
  list: List;
  articles: (Article & { mentions?: number; statements?: number })[];
  all: number;
  counted: "mentions" | "statements";
  /** Whom they mention. */
  of?: string;
  route: Route;
}

/** Articles with their publishers, and how much of what is asked each of them has. */
export function ArticleTable({ name, table, list, articles, all, counted, of, route }: ArticleTableProps) {
  const columns: Column<ArticleTableProps["articles"][number]>[] = [
    { title: "Date", by: "date", sort: "day", value: (a) => a.date || a.year, cell: dated },
    { title: "Article", by: "title", sort: "words", value: (a) => a.title, cell: (a) => <Source article={a} of={of} bare />, heads: true },
    { title: "Publisher", by: "source", sort: "words", value: (a) => a.source, cell: (a) => <bdi>{a.source}</bdi> },
  ];
  if (articles.some((a) => a[counted] !== undefined))
    columns.push({ title: counted === "mentions" ? "Mentions" : "Statements", by: counted, sort: "number", value: (a) => a[counted] ?? "" });
  // Whoever works on with a saved list needs to find the articles again.
  columns.push({ title: "Address", sort: "words", value: (a) => a.url, hidden: true }, { title: "Article id", sort: "words", value: (a) => a.id, hidden: true });
  const draw = (rows: typeof articles, all: number) => <Table table={table} route={route} columns={columns} id={(a) => a.id} rows={rows} all={all} />;
  return (
    <DataTable name={name} whole={whole(route, table, list, articles.length, all, (rows: typeof articles, _, all) => draw(rows, all))}>
      {draw(articles, all)}
    </DataTable>
  );
}
