// The page: the search on top, below it what the address says.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ArticleView } from "./article";
import { ChangesView } from "./changes";
import { CandidatesView, DecisionsView, Done } from "./deciding";
import { EntityView } from "./entity";
import { Save } from "./figures";
import { Home } from "./home";
import { ListView } from "./lists";
import { PairView } from "./pair";
import { Copy, Failed, Waiting } from "./parts";
import { comeBack, keepPlaces, wasLeft } from "./place";
import { carried, go, href, read, searched, useRoute, type Route } from "./route";
import { download, fileName } from "./saving";
import { results, Search } from "./search";
import { allow, settled, UNREACHABLE, useSent } from "./sending";
import { isReport, latest, reportOf, unpacked, useAnswer, type Report } from "./source";
import { entitled } from "./title";
import type { Summary } from "./types";

function App({ report }: { report: Report | null }) {
  const route = useRoute();
  const summary = useAnswer<Summary>(["summary"]);
  const known = latest(summary);
  const { unreachable } = useSent();
  const where = route.path.join("/");
  const main = useRef<HTMLElement>(null);
  const [entered, setEntered] = useState("");
  const seen = useRef(where);
  useEffect(() => {
    // Another page begins at its top, and there the next key is for it; the search keeps the cursor.
    if (seen.current === where) return;
    seen.current = where;
    settled();
    if (!wasLeft() && !route.params.at) scrollTo(0, 0);
    const searching = where === "" || where === "search";
    if (!searching || document.activeElement?.id !== "q") main.current?.focus({ preventScroll: true });
  }, [where]);
  useEffect(() => {
    if (!report) entitled(known?.name ?? "");
  }, [known]);
  useEffect(() => allow(!report && !!known?.decides), [known]);
  useKeys(main);
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => (e.preventDefault(), main.current?.focus())}>
        To the content
      </a>
      <header>
        <a class="brand" href={report && !known ? report.start : href([], carried(route))}>
          graphbuild
        </a>
        {isReport() ? <span class="quiet">Report of {report?.made}</span> : <SearchBox route={route} enter={setEntered} />}
        {known?.decides && <a href={href(["decisions"])}>Decisions</a>}
        {!isReport() && (
          <span class="tools">
            <Copy label="Copy link" text={() => location.href} />{" "}
            <Save label="Save as a file" what="what is shown" act={() => saveReport(route)} />
          </span>
        )}
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Page
          route={route}
          summary={known}
          failed={summary.state === "failed" ? summary.message : unreachable ? UNREACHABLE : ""}
          entered={entered}
          taken={() => setEntered("")}
        />
      </main>
      <Done />
      <footer class="quiet">
        {isReport()
          ? "Made by graphbuild. Everything is in this file; nothing is loaded from elsewhere."
          : "Keys: / search · ↓ ↑ results · j k statements of an article · Esc leave the search. Nothing leaves this machine."}
      </footer>
    </>
  );
}

/** What is shown as a report in one file, called after the page. */
async function saveReport(route: Route): Promise<void> {
  const content = await reportOf(route.path, route.params);
  download(fileName(document.querySelector("main h1")?.textContent ?? "", "html"), content);
}

interface PageProps {
  route: Route;
  summary: Summary | undefined;
  failed: string;
  entered: string;
  taken: () => void;
}

function Page({ route, summary, failed, entered, taken }: PageProps) {
  switch (route.path[0]) {
    case undefined:
      if (failed) return <Failed message={failed} />;
      return summary ? <Home summary={summary} route={route} /> : <Waiting />;
    case "search":
      return <Search route={route} summary={summary} entered={entered} taken={taken} />;
    case "entity":
      return <EntityView route={route} summary={summary} />;
    case "pair":
      return <PairView route={route} summary={summary} />;
    case "article":
      return <ArticleView route={route} />;
    case "list":
      return <ListView route={route} summary={summary} />;
    case "candidates":
      return <CandidatesView route={route} summary={summary} />;
    case "decisions":
      return <DecisionsView summary={summary} />;
    case "changes":
      return <ChangesView route={route} summary={summary} />;
    default:
      return <Failed message={`There is no page "${route.path[0]}".`} />;
  }
}

/** The words that are searched for. */
function sought({ path, params }: Route): string {
  return path[0] === "search" ? (params.q ?? "") : "";
}

/** The search. `enter` is told the words that were entered, and none as soon as they are written on. */
function SearchBox({ route, enter }: { route: Route; enter: (words: string) => void }) {
  const q = sought(route);
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  // What the address was last made by typing: who goes elsewhere finds the words of that address in the box.
  const sent = useRef(q);
  useEffect(() => {
    const now = sought(read(location.hash));
    if (now === sent.current || !box.current) return;
    clearTimeout(timer.current);
    sent.current = now;
    box.current.value = now;
  }, [q]);
  useEffect(() => {
    if (route.path.length === 0 || route.path[0] === "search") box.current?.focus();
  }, []);
  const search = () => {
    clearTimeout(timer.current);
    const wanted = box.current?.value.trim() ?? "";
    if (wanted === q) return;
    sent.current = wanted;
    go(href(wanted ? ["search"] : [], { ...searched(route), q: wanted }), route.path[0] === "search");
  };
  const typed = () => {
    enter("");
    clearTimeout(timer.current);
    timer.current = setTimeout(search, 180);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    search();
    enter(box.current?.value.trim() ?? "");
  };
  return (
    <form role="search" onSubmit={submit}>
      <input
        ref={box}
        id="q"
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="Names, or words of articles"
        aria-label="Search"
        defaultValue={q}
        onInput={typed}
      />
    </form>
  );
}

/** Keys of a pair of names that may be one: same, different, later. */
const CHOICES = ["s", "d", "l"];

/** What a key chooses of the pair that is looked at; from its button the next key goes on. */
function choose(at: HTMLElement, key: string): void {
  const button = at.closest(".candidate")?.querySelector<HTMLElement>(`[data-key="${key}"]`);
  button?.focus({ preventScroll: true });
  button?.click();
}

/** Keys of the page; none is taken from a field that is being written in, nor with Ctrl, Alt or Meta. */
function useKeys(main: { current: HTMLElement | null }): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const at = event.target as HTMLElement;
      const box = document.querySelector<HTMLInputElement>("#q");
      const found = results();
      const here = found.indexOf(at);
      if (event.key === "/" && at === box && !box.value) {
        // It is here already; who writes "/" first means the key.
      } else if (event.key === "ArrowDown" && (at === box || here >= 0)) {
        found[here + 1]?.focus();
      } else if (event.key === "ArrowUp" && here >= 0) {
        (here === 0 ? box : found[here - 1])?.focus();
      } else if (event.key === "Escape" && at === box) {
        main.current?.focus();
      } else if (at.closest("input, select, textarea")) {
        return;
      } else if (event.key === "/") {
        box?.focus();
        box?.select();
      } else if (event.key === "j" || event.key === "k") {
        document.querySelector<HTMLElement>(`[data-key="${event.key}"]`)?.click();
      } else if (CHOICES.includes(event.key) && at.closest(".candidate")) {
        if (!event.repeat) choose(at, event.key);
      } else {
        return;
      }
      event.preventDefault();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/** On paper nothing can be unfolded. */
function unfoldToPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details.more:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

async function start(): Promise<void> {
  const root = document.getElementById("app")!;
  const report = await unpacked();
  if (report && !location.hash) history.replaceState(null, "", report.start);
  root.replaceChildren();
  render(<App report={report} />, root);
  comeBack();
}

unfoldToPrint();
keepPlaces();
void start();
