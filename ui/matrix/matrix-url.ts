import { type Status, statuses } from "./status-filter.ts";

/** What of the matrix page its address keeps. `from` null is the image repo, `to` null the default target. */
export interface MatrixUrl {
  readonly text: string;
  readonly statuses: readonly Status[];
  readonly from: string | null;
  readonly to: string | null;
  readonly selected: readonly string[];
}

const longestList = 50;

/** Reads the state from a query; what is unknown is dropped. */
export function readMatrixUrl(search: URLSearchParams): MatrixUrl {
  const wanted = (search.get("st") ?? "").split(",");
  return {
    text: search.get("q") ?? "",
    statuses: statuses.filter((status) => wanted.includes(status)),
    from: search.get("from"),
    to: search.get("to"),
    selected: (search.get("sel") ?? "").split(",").filter(Boolean),
  };
}

/** The query of a state, without what is default; more than fifty selected rows are not written. */
export function writeMatrixUrl(state: MatrixUrl): string {
  const parts = [
    ["q", state.text],
    ["st", state.statuses.join(",")],
    ["from", state.from ?? ""],
    ["to", state.to ?? ""],
    ["sel", state.selected.length > longestList ? "" : state.selected.join(",")],
  ].filter(([, value]) => value !== "");
  return parts.map(([key, value]) => `${key}=${queryText(value ?? "")}`).join("&");
}

/** Encodes a value but leaves what makes it readable and is safe in a query. */
export function queryText(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replaceAll("%2F", "/");
}
