// What the browser calls the page, in its tabs and its history.
import { useEffect } from "preact/hooks";

let graph = "";
let page = "";

function write(): void {
  document.title = [page, graph, "graphbuild"].filter(Boolean).join(" – ");
}

/** Name the graph in every title. */
export function entitled(name: string): void {
  graph = name;
  write();
}

/** Name what the page is about, as long as it is shown. */
export function useTitle(name: string | undefined): void {
  useEffect(() => {
    page = name ?? "";
    write();
    return () => {
      page = "";
      write();
    };
  }, [name]);
}
