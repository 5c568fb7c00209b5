import { isDeepStrictEqual } from "node:util";

import type { FieldDiff } from "#contracts/agent-diff.ts";

import type { LiveObject } from "./live-objects.ts";

const mostFields = 20;
const longestValue = 200;
/** What the API server and controllers write; nobody's wish. */
const ownFields: ReadonlySet<string> = new Set([
  ".status",
  ".metadata.managedFields",
  ".metadata.resourceVersion",
  ".metadata.generation",
  ".metadata.uid",
  ".metadata.creationTimestamp",
  ".metadata.annotations.deployment.kubernetes.io/revision",
]);
/** Where a value can be a secret, whatever the kind: none of these leaves the cluster. */
const secretPlaces: readonly RegExp[] = [
  /^\.(data|binaryData|stringData)\b/,
  /\.env\[[^\]]*\]\.value$/,
  /\.(command|args)(\[|$)/,
  /^\.metadata\.annotations\./,
  /(password|passwd|token|secret|credential|api-?key|private-?key|values)/i,
];

/** Secrets that are known by their own look, wherever they stand. */
const secretLooks = /:\/\/[^\s/@]+@|-----BEGIN |\beyJ[\w-]{10,}\./;

/** What applying would change in an object, in the order of its fields; values that may be secret are hidden. */
export function diffFields(before: LiveObject, after: LiveObject): readonly FieldDiff[] {
  return [...differences(before, after, "")].slice(0, mostFields);
}

function* differences(before: unknown, after: unknown, path: string): Generator<FieldDiff> {
  if (ownFields.has(path) || isDeepStrictEqual(before, after)) return;
  const [one, other] = [entriesOf(before), entriesOf(after)];
  if (one === null || other === null) {
    yield fieldDiff(path, before, after);
    return;
  }
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    yield* differences(one.get(key), other.get(key), `${path}${key}`);
  }
}

/** The parts of a map or list by how a path goes on to them; null for what has none. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) {
    return new Map(Object.entries(value).map(([key, inner]) => [`.${key}`, inner]));
  }
  return new Map(value.map((item: unknown, index) => [`[${nameOf(item) ?? index}]`, item]));
}

/** Containers, ports and the like are told apart by name, as the API server does. */
function nameOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null || !("name" in item)) return null;
  return typeof item.name === "string" ? `name=${item.name}` : null;
}

function fieldDiff(path: string, before: unknown, after: unknown): FieldDiff {
  const shown = path.slice(0, 500);
  // A whole map or list that comes or goes may hold anything, so only its place is told.
  const hidden =
    secretPlaces.some((place) => place.test(path)) || [before, after].some(isUntellable);
  if (hidden) return { path: shown, before: null, after: null, hidden };
  return { path: shown, before: valueText(before), after: valueText(after), hidden };
}

function isUntellable(value: unknown): boolean {
  if (typeof value === "string") return secretLooks.test(value);
  return typeof value === "object" && value !== null;
}

function valueText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value).slice(0, longestValue);
}
