import { queryText } from "#ui/matrix/matrix-url.ts";

/** What the address of the promote page says. */
export interface PromoteUrl {
  /** Name of the target cluster; null where the page has to choose. */
  readonly to: string | null;
  /** Name of the source cluster; null is the image repo. */
  readonly from: string | null;
  /** Workload keys; null means everything that the source can change. */
  readonly selected: readonly string[] | null;
  /** A list too long for an address, kept in the tab under this name. */
  readonly selectionId: string | null;
  readonly tags: readonly { readonly container: string; readonly tag: string }[];
  /** What narrows the selection; empty is all. */
  readonly namespaces: readonly string[];
  readonly labels: string;
  /** The one image to release, to whoever uses it. */
  readonly image: string;
  /** The release to go back before. */
  readonly rollback: number | null;
  /** A plan that someone shares. */
  readonly plan: string | null;
}

export const blankPromoteUrl: PromoteUrl = {
  to: null,
  from: null,
  selected: null,
  selectionId: null,
  tags: [],
  namespaces: [],
  labels: "",
  image: "",
  rollback: null,
  plan: null,
};

/** Reads the state from a query; what is malformed is left out. */
export function readPromoteUrl(search: URLSearchParams): PromoteUrl {
  const list = search.get("sel") ?? "";
  const rollback = Number(search.get("rollback"));
  return {
    to: search.get("to"),
    from: search.get("from"),
    selected: list === "" || list.startsWith("~") ? null : list.split(",").filter(Boolean),
    selectionId: list.startsWith("~") ? list.slice(1) : null,
    tags: search.getAll("tag").flatMap(readTag),
    namespaces: readNames(search.get("ns") ?? ""),
    labels: search.get("labels") ?? "",
    image: search.get("image") ?? "",
    rollback: Number.isInteger(rollback) && rollback > 0 ? rollback : null,
    plan: search.get("plan"),
  };
}

/** The address of the promote page in that state, without what is default. */
export function promoteHref(org: string, state: Partial<PromoteUrl>): string {
  const { to, from, selected, selectionId, tags, namespaces, labels, image, rollback, plan } = {
    ...blankPromoteUrl,
    ...state,
  };
  const list = selectionId === null ? (selected ?? []).join(",") : `~${selectionId}`;
  const parts: readonly (readonly [string, string])[] = [
    ["to", to ?? ""],
    ["from", from ?? ""],
    ["sel", list],
    ...tags.map(({ container, tag }) => ["tag", `${container}:${tag}`] as const),
    ["ns", namespaces.join(",")],
    ["labels", labels],
    ["image", image],
    ["rollback", rollback === null ? "" : String(rollback)],
    ["plan", plan ?? ""],
  ];
  const query = parts
    .filter(([, value]) => value !== "")
    .map(([key, value]) => `${key}=${queryText(value)}`)
    .join("&");
  return `/${org}/promote${query === "" ? "" : `?${query}`}`;
}

/** Names that someone wrote one after another. */
export function readNames(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function readTag(text: string): PromoteUrl["tags"] {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1) return [];
  return [{ container: text.slice(0, colon), tag: text.slice(colon + 1) }];
}
