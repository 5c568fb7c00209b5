import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { workloadKey } from "#domain/glossary.ts";
import { parseTagPolicy } from "#domain/tag-policy/policy.ts";

import { parseManifestFile } from "./file.ts";
import { insertBranches } from "./insert-branches.ts";
import { identityOf, objectsIn } from "./kubernetes-object.ts";
import { annotationKeys } from "./policy-annotations.ts";
import { newScalarText, rewriteScalar } from "./scalar-text.ts";
import { SourceFile } from "./source-file.ts";
import { isNothing, pairOf } from "./source-node.ts";
import type { SourceMap, SourceNode, SourcePair } from "./source-node.ts";
import { columnOf, lineEndBehind, lineStart, linesBehind } from "./text-lines.ts";
import type { Splice } from "./text-lines.ts";
import { podContainers, podPath } from "./workload-kinds.ts";
import { mapAt, pathOf, plainOf, stringAt } from "./yaml-node.ts";
import type { MapNode, Path } from "./yaml-node.ts";

/** Policies by name: `automated`, `locked`, `locked_user`, `locked_msg`, `tag.<container>`, or `tag_all`. */
export interface PolicyChange {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

interface Target {
  readonly text: string;
  readonly path: string;
  readonly workload: WorkloadKey;
}

/**
 * One plain manifest with a workload's policies changed as annotations; every other byte stays. What is both set and
 * removed is removed. A policy that is written already keeps its spelling, `tag_all` means every container, and as
 * `glob:*` it takes their filters away. Throws `DomainError` "not-found" without the workload, "invalid" for a filter
 * that cannot be read, and "edit-refused" where the annotations cannot be edited in place.
 */
export function setPolicies(input: Target & { readonly change: PolicyChange }): string {
  let { text } = input;
  for (const [name, value] of stepsOf(input)) text = setPolicy({ ...input, text }, name, value);
  return text;
}

/** The policies to write, and with null those to remove. */
function stepsOf(
  input: Target & { readonly change: PolicyChange },
): ReadonlyMap<string, string | null> {
  const { set, remove } = input.change;
  const steps = new Map<string, string | null>();
  for (const [name, value] of Object.entries(set)) {
    if (name === "tag_all" || name.startsWith("tag.")) parseTagPolicy(value);
    const isNoFilter = name === "tag_all" && value === "glob:*";
    for (const one of namesOf(input, name)) steps.set(one, isNoFilter ? null : value);
  }
  for (const name of remove) for (const one of namesOf(input, name)) steps.set(one, null);
  return steps;
}

function namesOf(target: Target, name: string): readonly string[] {
  return name === "tag_all" ? filterNames(findObject(target)) : [name];
}

function filterNames(object: MapNode): readonly string[] {
  const pod = podPath(object);
  const containers = pod === undefined ? [] : podContainers(object, pod);
  return containers.map((container) => `tag.${container.name}`);
}

function setPolicy(target: Target, name: string, value: string | null): string {
  const object = findObject(target);
  const written = mapAt(object, ["metadata", "annotations"]);
  const keys = annotationKeys(name);
  const present = keys.filter((key) => written?.entries.has(key));
  if (value === null) {
    return present.reduce(
      (text, key) => setAnnotation({ ...target, text }, key, null),
      target.text,
    );
  }
  const key = present[0] ?? keys[0] ?? name;
  return stringAt(written, [key]) === value ? target.text : setAnnotation(target, key, value);
}

function findObject({ text, path, workload }: Target): MapNode {
  const file = parseManifestFile(path, text);
  const objects = file.documents.flatMap(({ tree }) => objectsIn(tree));
  const found = objects.find((object) => {
    const identity = identityOf(object);
    return workloadKey({ ...identity, namespace: identity.namespace || "default" }) === workload;
  });
  if (found !== undefined) return found;
  const reason = file.problems[0]?.message ?? "Check the name.";
  throw new DomainError("not-found", `${path} has no ${workload}. ${reason}`, { file: path });
}

function setAnnotation(target: Target, key: string, value: string | null): string {
  const { text, path } = target;
  const object = findObject(target);
  const metadata = sourceMap(text, object, ["metadata"]);
  const annotations = sourceMap(text, object, ["metadata", "annotations"]);
  const splice = metadata && spliceFor({ text, metadata, annotations, key, value });
  const edited =
    splice && text.slice(0, splice.start) + splice.replacement + text.slice(splice.end);
  if (edited !== undefined && isWanted({ ...target, edited, key, value })) return edited;
  const { line } = object.place;
  const message = `${path}, line ${line}: the annotations are written in a way that cannot be edited in place.`;
  throw new DomainError("edit-refused", message, { file: path, line });
}

interface AnnotationEdit {
  readonly text: string;
  readonly metadata: SourceMap;
  readonly annotations: SourceMap | undefined;
  readonly key: string;
  readonly value: string | null;
}

function spliceFor({
  text,
  metadata,
  annotations,
  key,
  value,
}: AnnotationEdit): Splice | undefined {
  const pair = annotations && pairOf(annotations, key);
  if (value === null) {
    if (annotations === undefined || pair === undefined) return undefined;
    const isLast = annotations.pairs.length === 1;
    const whole = pairOf(metadata, "annotations");
    return isLast ? whole && removal(text, metadata, whole) : removal(text, annotations, pair);
  }
  if (pair !== undefined) {
    if (pair.value?.kind !== "scalar") return undefined;
    return rewriteScalar(pair.value, { text, inFlow: annotations?.flow === true }, value);
  }
  if (annotations !== undefined) {
    return addition(text, annotations, (_, inFlow) => [pairText({ key, value, inFlow })]);
  }
  const empty = pairOf(metadata, "annotations");
  if (empty !== undefined) {
    const leaf = { keys: [key], value };
    const room = { kind: "nothing", pair: empty, inFlow: metadata.flow } as const;
    return isNothing(empty.value) ? insertBranches(text, room, [leaf]) : undefined;
  }
  return addition(text, metadata, (indent, inFlow) =>
    inFlow
      ? [`annotations: {${pairText({ key, value, inFlow })}}`]
      : ["annotations:", indent + pairText({ key, value, inFlow })],
  );
}

function pairText(pair: {
  readonly key: string;
  readonly value: string;
  readonly inFlow: boolean;
}): string {
  return `${pair.key}: ${newScalarText(pair.value, pair.inFlow)}`;
}

/** Adds lines at the end of a block map, or an entry before the closing brace of a flow map. */
function addition(
  text: string,
  map: SourceMap,
  written: (indent: string, inFlow: boolean) => readonly string[],
): Splice | undefined {
  const first = map.pairs[0];
  const last = map.pairs.at(-1);
  if (first === undefined || last === undefined) {
    const start = map.start + 1;
    return map.flow ? { start, end: start, replacement: written("", true).join("") } : undefined;
  }
  if (map.flow) {
    const start = last.value?.end ?? last.key.end;
    return { start, end: start, replacement: `, ${written("", true).join("")}` };
  }
  const margin = " ".repeat(columnOf(text, first.key.start));
  return linesBehind(
    text,
    map.end,
    written("  ", false).map((line) => margin + line),
  );
}

/** Takes the lines of an entry out of a block map, or the entry and one comma out of a flow map. */
function removal(text: string, map: SourceMap, pair: SourcePair): Splice | undefined {
  const { start } = pair.key;
  if (pair.value === null) return undefined;
  const valueEnd = pair.value.end;
  if (map.flow) {
    const after = /^\s*,\s*/.exec(text.slice(valueEnd))?.[0];
    if (after !== undefined) return { start, end: valueEnd + after.length, replacement: "" };
    const before = /,\s*$/.exec(text.slice(0, start))?.[0] ?? "";
    return { start: start - before.length, end: valueEnd, replacement: "" };
  }
  const first = lineStart(text, start);
  if (text.slice(first, start).trim() !== "") return undefined;
  const lineEnd = lineEndBehind(text, valueEnd);
  const lineBreak = /^\r?\n/.exec(text.slice(lineEnd, lineEnd + 2))?.[0];
  if (lineBreak !== undefined)
    return { start: first, end: lineEnd + lineBreak.length, replacement: "" };
  return { start: text.slice(0, first).trimEnd().length, end: lineEnd, replacement: "" };
}

/** The map as the source writes it; undefined where it is an alias or something else. */
function sourceMap(text: string, object: MapNode, path: Path): SourceMap | undefined {
  const document = new SourceFile(text).document(object.place.source.document);
  let node: SourceNode | null | undefined = document?.contents;
  for (const key of [...pathOf(object.place), ...path]) {
    if (node?.kind === "seq" && typeof key === "number") node = node.items[key];
    else node = node?.kind === "map" ? pairOf(node, String(key))?.value : undefined;
  }
  return node?.kind === "map" ? node : undefined;
}

/** Whether reading the edited text gives the same documents, but for the one annotation. */
function isWanted(
  target: Target & {
    readonly edited: string;
    readonly key: string;
    readonly value: string | null;
  },
): boolean {
  const object = findObject(target);
  const before = parseManifestFile("", target.text).documents.map(({ tree }) => plainOf(tree));
  const after = parseManifestFile("", target.edited).documents.map(({ tree }) => plainOf(tree));
  const wanted = before.map((plain, at) =>
    at === object.place.source.document
      ? withAnnotation(plain, { ...target, path: pathOf(object.place) })
      : plain,
  );
  return JSON.stringify(sorted(wanted)) === JSON.stringify(sorted(after));
}

function withAnnotation(
  plain: unknown,
  at: { readonly path: Path; readonly key: string; readonly value: string | null },
): unknown {
  const [step, ...rest] = at.path;
  if (step !== undefined)
    return replaced(plain, step, (inner) => withAnnotation(inner, { ...at, path: rest }));
  return replaced(plain, "metadata", (metadata) =>
    replaced(metadata, "annotations", (annotations) => {
      const entries = new Map(Object.entries(annotations ?? {}));
      if (at.value === null) entries.delete(at.key);
      else entries.set(at.key, at.value);
      return entries.size === 0 ? undefined : Object.fromEntries(entries);
    }),
  );
}

function replaced(
  plain: unknown,
  key: string | number,
  change: (value: unknown) => unknown,
): unknown {
  if (Array.isArray(plain)) return plain.map((item, at) => (at === key ? change(item) : item));
  const entries = new Map(Object.entries(plain ?? {}));
  return Object.fromEntries(entries.set(String(key), change(entries.get(String(key)))));
}

function sorted(plain: unknown): unknown {
  if (Array.isArray(plain)) return plain.map(sorted);
  if (typeof plain !== "object" || plain === null) return plain;
  const entries = Object.entries(plain).filter(([, value]) => value !== undefined);
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, sorted(value)]);
}
