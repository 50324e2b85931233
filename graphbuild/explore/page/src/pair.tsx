// Two entities: how they stand to each other, since when, and every sentence that says so.
import { CourseChart, CourseTable, turned } from "./charts";
import { Decide, Join, Rejected } from "./deciding";
import { Picture, SaveStatements } from "./figures";
import { FailedBelowFilters, Filters } from "./filters";
import { ArticleTable } from "./lists";
import { All, Choice, count, KindMark, Label, Name, Pages, Relation, Statements, Support, To, Waiting, words } from "./parts";
import { chosen, filters, go, href, type Route } from "./route";
import { deciding } from "./sending";
import { everything, isReport, latest, useAnswer } from "./source";
import { First } from "./tables";
import { useTitle } from "./title";
import type { Course, PairPage, Stance, Statement, Summary, Tie } from "./types";

export function PairView({ route, summary }: { route: Route; summary: Summary | undefined }) {
  const [, a = "", b = ""] = route.path;
  const answer = useAnswer<PairPage>(["pair", a, b], chosen(route, ["by", "level", "from"]));
  const page = latest(answer);
  useTitle(page && `${page.a.name} – ${page.b.name}`);
  if (answer.state === "failed") return <FailedBelowFilters route={route} summary={summary} message={answer.message} />;
  if (!page) return <Waiting />;
  const kept = filters(route);
  const atLevel = chosen(route, ["level"]);
  const through = page.course?.through ?? [];
  const save = (
    <SaveStatements
      name={`Statements about ${page.a.name} and ${page.b.name}`}
      load={async () => {
        if (isReport()) return { items: [...page.statements, ...through], named: page.named };
        const said = await everything<Statement>(["list", "statements", a, b], kept);
        const others = await everything<Statement>(["list", "through", a, b], atLevel);
        return { items: [...said.items, ...others.items], named: { ...page.named, ...said.named, ...others.named } };
      }}
    />
  );
  return (
    <div aria-busy={answer.state === "waiting"}>
      <section class="lead">
        <h1>
          <To path={["entity", page.a.id]} params={kept}>
            <KindMark kind={page.a.kind} /> <bdi>{page.a.name}</bdi>
          </To>{" "}
          <span class="quiet">–</span>{" "}
          <To path={["entity", page.b.id]} params={kept}>
            <KindMark kind={page.b.kind} /> <bdi>{page.b.name}</bdi>
          </To>
        </h1>
        {page.course && <Standing course={page.course} narrowed={Object.keys(kept).length > 0} />}
        {page.a.kind === page.b.kind && page.a.kind !== "country" && deciding() && (
          <p class="quiet">
            Two names of one {page.a.kind}?{" "}
            <Join a={page.a} b={page.b} then={() => go(href(["entity", page.a.id], kept))} />
          </p>
        )}
      </section>
      <Filters route={route} summary={summary} of={[page.a.name, page.b.name]} />
      {page.course && page.course.periods.length > 0 && <CourseSection page={page} course={page.course} route={route} />}
      {page.course && page.course.because.length > 0 && (
        <section>
          <h2>The sentences that weigh most</h2>
          <Statements found={page.course.because} named={page.named} />
        </section>
      )}
      {page.course && page.course.standing_because.length > 0 && (
        <section>
          <h2>What stands: {page.course.stance.standing.join(", ")}</h2>
          <Statements found={page.course.standing_because} named={page.named} />
        </section>
      )}
      {page.ties.length > 0 && (
        <section>
          <h2>Relations</h2>
          <ul class="edges">
            {page.ties.map((t) => (
              <li key={t.relation + t.source}>
                <Name entity={page.named[t.source]} params={kept} /> <OnlyRelation tie={t} route={route} />{" "}
                <Name entity={page.named[t.target]} params={kept} /> <Support tie={t} narrowed={!!kept.status} />{" "}
                <Decide
                  action="reject-relation"
                  given={{ source: t.source, relation: t.relation, target: t.target }}
                  label={`Reject all that is stated of this relation: ${page.named[t.source]?.name} ${words(t.relation)} ${page.named[t.target]?.name}`}
                >
                  Reject all
                </Decide>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>
          {page.course && page.course.through_count > 0 ? "Said of the two themselves" : "All statements"} <span class="quiet">{page.statement_count.toLocaleString("en")}, earliest first</span>
        </h2>
        {page.statement_count === 0 && <p>Nothing is said of the two{Object.keys(kept).length > 0 && " that the filters let through"}.</p>}
        <Statements found={page.statements} named={page.named} />
        <Pages route={route} first={page.first_statement} shown={page.statements.length} all={page.statement_count} size={page.per_page} what="Statements" />
        {through.length === 0 && page.statement_count > 0 && save}
      </section>
      {page.course && through.length > 0 && (
        <section>
          <h2>
            Said of persons in office and bodies <span class="quiet">{page.course.through_count.toLocaleString("en")}, earliest first</span>
          </h2>
          <p class="quiet">They count for the stance of the two states, too.</p>
          <Statements found={through} named={page.named} />
          <All path={["through", a, b]} params={atLevel} shown={through.length} all={page.course.through_count} what="of them" />
          {save}
        </section>
      )}
      {page.sources.length > 0 && (
        <section>
          <h2>
            Sources <span class="quiet">{page.source_count.toLocaleString("en")}</span>
          </h2>
          <First table="sources" route={route} path={["sources", a, b]} params={atLevel} rows={page.sources} all={page.source_count} what="sources">
            {(rows) => <ArticleTable name={`Sources on ${page.a.name} and ${page.b.name}`} table="sources" list={{ path: ["sources", a, b], params: atLevel }} articles={rows} all={page.source_count} counted="statements" route={route} />}
          </First>
        </section>
      )}
      <Rejected found={page.rejected} whole={page.rejected_whole} named={page.named} />
    </div>
  );
}

/** What a relation is called, which leads to the same page narrowed to it. */
function OnlyRelation({ tie: { relation, family }, route }: { tie: Tie; route: Route }) {
  if (isReport() || route.params.relation === relation) return <Relation name={relation} family={family} />;
  return (
    <a class={`relation ${family}`} href={href(route.path, { ...route.params, from: undefined, relation })}>
      {words(relation)}
    </a>
  );
}

/** Why a stance is unknown although something is reported. */
const LACKING: Record<Exclude<Stance["lacks"], "">, string> = {
  reports: "Unknown, because too little is reported, it is too long ago, or neither cooperation nor conflict prevails.",
  belief: "Unknown, because what is reported is not believed enough: a stance needs a belief of 0.80.",
  articles: "Unknown, because too few articles report it: a stance needs two that are independent of each other.",
};

function Standing({ course, narrowed }: { course: Course; narrowed: boolean }) {
  const s = course.stance;
  const doubt = (axis: string) => course.doubted.includes(axis) && " (not believed)";
  if (s.label === "unknown" && !s.reports && !s.past && !s.denied)
    return <p>Nothing {narrowed ? "that the filters let through tells" : "is reported from which one could infer"} how the two stand to each other.</p>;
  return (
    <>
      <p class="standing">
        <Label stance={s} />
        {s.since && s.label !== "unknown" && ` since ${s.since}`}
        {s.before && `, ${s.before} before`}
      </p>
      <p>
        Cooperation <b class="cooperation">{s.cooperation.toFixed(1)}</b>
        {doubt("cooperation")} · conflict <b class="conflict">{s.conflict.toFixed(1)}</b>
        {doubt("conflict")} · belief{" "}
        {s.belief.toFixed(2)}
        {(s.reports > 0 || !s.past) && ` · ${count(s.reports, "report")} in ${count(s.articles, "article")} of ${count(s.publishers, "publisher")}`}
        {s.as_of && ` · as of ${s.as_of}`}
        {s.denied > 0 && ` · ${s.denied} denied`}
        {s.undated > 0 && ` · ${s.undated} of unknown day`}
        {s.past > 0 && ` · ${count(s.past, "report")} ${s.past === 1 ? "tells" : "tell"} of an earlier time without saying when; ${s.past === 1 ? "it counts" : "they count"} for nothing`}
        {s.standing.length > 0 && ` · reported: ${s.standing.join(", ")}`}
      </p>
      {s.lacks && <p class="quiet">{LACKING[s.lacks]}</p>}
      <p class="quiet">Inferred from what is reported, not stated by any sentence{s.level === "state" && "; persons in office and bodies count for their state"}. Reports of unknown day count for the belief alone, demands and possibilities for nothing.</p>
    </>
  );
}

function CourseSection({ page, course, route }: { page: PairPage; course: Course; route: Route }) {
  const choice = (name: "by" | "level", values: readonly string[], now: string) => (
    <Choice label={name === "by" ? "Periods" : "Level"} values={values.map((value) => [value, value])} now={now} to={(value) => href(route.path, { ...route.params, [name]: value })} />
  );
  return (
    <section>
      <h2>The stance over time</h2>
      {!isReport() && (
        <p class="choices">
          {choice("by", ["month", "quarter", "year"], course.by)}
          {page.both_states && choice("level", ["state", "actor"], course.stance.level)}
        </p>
      )}
      <Picture
        name={`${page.a.name} – ${page.b.name}, stance over time`}
        caption={`Intensity by the day of the event: it jumps with each report and fades by half within a year. The two axes never cancel each other. Of the filters, period, relation and publisher choose what is counted. The table has the end of each ${course.by} with reports${course.imprecise && `; ${course.imprecise}`}.`}
        table={<CourseTable periods={course.periods} route={route} />}
        opened={"sort_course" in route.params}
      >
        <CourseChart course={course} />
      </Picture>
      {course.turning_points.length > 0 && (
        <>
          <h3>Turning points</h3>
          <p class="quiet">From when on what is reported took another course. Both axes are those of the curve: on the day before, and within a month of the change, or two half-lives where less is reported.</p>
          <ol class="turns">
            {course.turning_points.map((t, n) => (
              <li key={t.day} id={`turn-${n + 1}`} tabIndex={-1}>
                <p class="head">
                  <b>{t.told}</b> {turned(t)}{" "}
                  <span class="quiet">
                    reported at a time: cooperation {t.cooperation.map((v) => v.toFixed(1)).join(" → ")}, conflict {t.conflict.map((v) => v.toFixed(1)).join(" → ")}
                  </span>
                </p>
                <Statements found={t.cited} named={page.named} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
