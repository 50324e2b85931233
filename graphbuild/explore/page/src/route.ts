// All state is in the part of the address behind "#": #/pair/ID/ID?since=1979-01-01. So "back" works, links
// can be copied, and the same page works from a server and from a file.
import { useEffect, useState } from "preact/hooks";
import { draws } from "./place";

export interface Route {
  path: string[];
  params: Record<string, string>;
}

/** Parameters that narrow what is looked at, kept from page to page. */
export const FILTERS = ["since", "until", "relation", "direction", "kind", "publisher", "alone", "status", "reports"] as const;

export function read(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const params: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) if (value) params[name] = value;
  // As addresses said it before there were other choices.
  if (params.asserted === "1") params.status ??= "asserted";
  delete params.asserted;
  return { path: path.split("/").filter(Boolean).map(decoded), params };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function href(path: string[], params: Record<string, string | undefined> = {}): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => !!entry[1]);
  const query = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

/** The filters of a route alone; with `asked` where a question chose the relation, so that the next search forgets it. */
export function filters(route: Route): Record<string, string> {
  const names = route.params.relation ? [...FILTERS, "asked"] : FILTERS;
  return Object.fromEntries(names.flatMap((name) => (route.params[name] ? [[name, route.params[name]]] : [])));
}

/** The filters that a new search is to have. */
export function searched(route: Route): Record<string, string> {
  const { asked, relation, ...others } = carried(route);
  return relation && !asked ? { ...others, relation } : others;
}

/** Whether filters choose among what articles say, not articles alone. */
export function chooses(kept: Record<string, string>): boolean {
  return (["relation", "direction", "kind", "alone", "status", "reports"] as const).some((name) => kept[name]);
}

/** The filters that another page is to have, too: not the two days that are compared. */
export function carried(route: Route): Record<string, string> {
  const { since: _, until: __, ...others } = filters(route);
  return route.path[0] === "changes" ? others : filters(route);
}

/** The filters that a link of this page is to carry, wherever on it the link is. */
export function here(): Record<string, string> {
  return carried(read(location.hash));
}

/** The filters of a route, and other parameters of it. */
export function chosen(route: Route, names: readonly string[]): Record<string, string> {
  const others = names.flatMap((name) => (route.params[name] ? [[name, route.params[name]] as const] : []));
  return { ...filters(route), ...Object.fromEntries(others) };
}

/** Go there; with `replace` in place of where we are, so that "back" passes over it. */
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", to);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = to;
  }
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  useEffect(() => draws(hash), [hash]);
  return read(hash);
}
