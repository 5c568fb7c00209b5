import type { Document, Node, Scalar } from "yaml";

import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ImageRef } from "#domain/image/ref.ts";

import { scalarText } from "./compose-tree.ts";
import { parseDocuments, parseManifestFile } from "./file.ts";
import { wantedScalars } from "./image-edits.ts";
import { insertBranches } from "./insert-branches.ts";
import type { NewLeaf } from "./insert-branches.ts";
import { insertEntries } from "./insert-entry.ts";
import { insertScalar } from "./insert-scalar.ts";
import { locateScalar } from "./locate-scalar.ts";
import type { Located } from "./locate-scalar.ts";
import { indexManifests } from "./manifest-index.ts";
import { rewriteScalar } from "./scalar-text.ts";
import type { Splice } from "./scalar-text.ts";
import type { ImageSite } from "./site.ts";
import { findUnwanted } from "./verify-edit.ts";
import type { Path } from "./yaml-node.ts";

/** One scalar and its new value; `from` is null where the scalar is added. */
export interface ScalarEdit {
  readonly file: string;
  readonly document: number;
  readonly path: Path;
  readonly from: string | null;
  readonly to: string;
}

/**
 * The scalars to change so that the site gives the image; empty when it does already. Throws `DomainError`
 * "edit-refused" when the site's form cannot express the image.
 */
export function editsForImage(site: ImageSite, to: ImageRef): readonly ScalarEdit[] {
  const { file, document } = site;
  return wantedScalars(site, to)
    .filter(({ from, to: value }) => from !== value)
    .map((scalar) => ({ file, document, ...scalar }));
}

/**
 * The text of one file with the edits made: only the bytes of the named scalars differ, in the style they were
 * written in. Throws `DomainError` "plan-stale" when a scalar no longer has the value the edit starts from, and
 * "edit-refused" when anything else in the file would change its meaning.
 */
export function applyEdits(text: string, edits: readonly ScalarEdit[]): string {
  if (edits.length === 0) return text;
  const documents = parseDocuments(text);
  const changes = edits.map((edit) => planChange({ text, documents, edit }));
  const whole = [
    ...changes.filter(isDirect),
    ...embeddedChanges(text, changes),
    ...entryChanges(text, changes),
    ...branchChanges(text, changes),
  ];
  const edited = spliceAll(text, whole);
  const unwanted = findUnwanted({ before: text, after: edited, changes: whole });
  if (unwanted === undefined) return edited;
  const [first] = whole;
  throw refusal(first?.edit, unwanted.line, unwanted.message);
}

/**
 * One plain manifest with the image of one container changed. Throws `DomainError` "not-found" when the file has no
 * such workload or container, and what `applyEdits` throws.
 */
export function setImage(input: {
  readonly text: string;
  readonly path: string;
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly image: ImageRef;
}): string {
  const { text, path, workload, image } = input;
  const file = parseManifestFile(path, text);
  const index = indexManifests({ files: new Map([[path, file]]), root: "" });
  const found = index.workloads.get(workload);
  const container = found?.containers.find(({ name }) => name === input.container);
  if (container !== undefined) return applyEdits(text, editsForImage(container.site, image));
  const missing = found === undefined ? workload : `container ${input.container} of ${workload}`;
  const message = index.ambiguous.has(workload)
    ? `${path} defines ${workload} more than once. Keep one of the definitions.`
    : `${path} has no ${missing}. ${index.problems[0]?.message ?? "Check the name."}`;
  throw new DomainError("not-found", message, { file: path, workload, problems: index.problems });
}

/** A change that is to be made: how, and which value the file has to give for the path afterwards. */
interface PlannedChange {
  readonly edit: ScalarEdit;
  readonly located: Located;
  readonly path: Path;
  readonly to: string;
  readonly splice?: Splice;
}

interface Target {
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
  readonly edit: ScalarEdit;
}

function planChange({ text, documents, edit }: Target): PlannedChange {
  const document = documents[edit.document];
  const located = document === undefined ? undefined : locateScalar(document, edit.path);
  if (located === undefined) throw stale(edit, { found: null, line: 1 });
  switch (located.kind) {
    case "embedded":
      return { edit, located, path: edit.path, to: edit.to };
    case "entry":
      if (edit.from !== null) throw stale(edit, { found: null, line: 1 });
      return { edit, located, path: edit.path, to: edit.to };
    case "gap": {
      if (edit.from !== null) throw stale(edit, { found: null, line: lineOf(text, located.map) });
      const [key = "", ...below] = located.keys;
      const entry = { key, value: edit.to };
      const splice = below.length > 0 ? undefined : insertScalar(text, located.map, entry);
      const change = { edit, located, path: edit.path, to: edit.to };
      return splice === undefined ? change : { ...change, splice };
    }
    case "scalar": {
      const { scalar } = located;
      const found = scalarText(scalar);
      const tail = isBlock(scalar) ? (/\s*$/.exec(found)?.[0] ?? "") : "";
      if (edit.from === null || found !== edit.from + tail) {
        throw stale(edit, { found: found.trimEnd(), line: lineOf(text, scalar) });
      }
      const to = edit.to + tail;
      return rewrite(text, { edit, located, path: edit.path, to });
    }
  }
}

function rewrite(text: string, change: PlannedChange): PlannedChange {
  const { located, to } = change;
  if (located.kind === "gap" || located.kind === "entry") return change;
  const [start = 0, end = 0] = located.scalar.range ?? [];
  const spot = { text, range: [start, end] as const, inFlow: located.inFlow };
  return needed(text, change, rewriteScalar(located.scalar, spot, to));
}

function needed(text: string, change: PlannedChange, splice: Splice | undefined): PlannedChange {
  if (splice !== undefined) return { ...change, splice };
  const message =
    "The way this value is written cannot hold the new one. Write it on one line first.";
  throw refusal(change.edit, lineOf(text, nodeOf(change.located)), message);
}

function nodeOf(located: Located): Node {
  switch (located.kind) {
    case "gap":
      return located.map;
    case "entry":
      return located.spot.root;
    case "scalar":
    case "embedded":
      return located.scalar;
  }
}

function isDirect(change: PlannedChange): boolean {
  return change.located.kind === "scalar" || change.splice !== undefined;
}

/** Edits inside a text that holds YAML become one change of that text, checked on its own first. */
function embeddedChanges(
  text: string,
  changes: readonly PlannedChange[],
): readonly PlannedChange[] {
  const embedded = changes.flatMap(({ edit, located }) =>
    located.kind === "embedded" ? [{ edit, located }] : [],
  );
  const groups = Map.groupBy(embedded, ({ located }) => located.scalar);
  return [...groups].flatMap(([scalar, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const inner = group.map(({ edit, located }) => ({ ...edit, document: 0, path: located.inner }));
    const to = applyEdits(scalarText(scalar), inner);
    return [rewrite(text, { ...first, path: first.located.outer, to })];
  });
}

/** All that is added to one list is written in one place; the first of the changes carries it. */
function entryChanges(text: string, changes: readonly PlannedChange[]): readonly PlannedChange[] {
  const added = changes.flatMap((change) => {
    const { located } = change;
    return located.kind === "entry" ? [{ change, located }] : [];
  });
  const lists = Map.groupBy(added, ({ change, located }) =>
    JSON.stringify([change.edit.document, located.spot.key]),
  );
  return [...lists.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const entries = new Map<string, Map<string, string>>();
    for (const { change, located } of group) {
      const entry = entries.get(located.name) ?? new Map([["name", located.name]]);
      if ((entry.get(located.field) ?? change.to) !== change.to) throw sharedValue(text, change);
      entries.set(located.name, entry.set(located.field, change.to));
    }
    const splice = insertEntries(text, first.located.spot, [...entries.values()]);
    return [needed(text, first.change, splice), ...others.map(({ change }) => change)];
  });
}

/** What a map lacks and no line of its own could hold is added at its end, all in one place. */
function branchChanges(text: string, changes: readonly PlannedChange[]): readonly PlannedChange[] {
  const added = changes.flatMap((change) => {
    const { located } = change;
    return located.kind === "gap" && change.splice === undefined ? [{ change, located }] : [];
  });
  const maps = Map.groupBy(added, ({ located }) => located.map);
  return [...maps].flatMap(([map, group]) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const leaves = new Map<string, NewLeaf>();
    for (const { change, located } of group) {
      const key = JSON.stringify(located.keys);
      if ((leaves.get(key)?.value ?? change.to) !== change.to) throw sharedValue(text, change);
      leaves.set(key, { keys: located.keys, value: change.to });
    }
    const splice = insertBranches(text, map, [...leaves.values()]);
    return [needed(text, first.change, splice), ...others.map(({ change }) => change)];
  });
}

function sharedValue(text: string, change: PlannedChange): DomainError {
  const line = lineAt(text, change.splice?.start ?? 0);
  const message = "Two images are wanted for one value that several containers share.";
  return refusal(change.edit, line, message);
}

function spliceAll(text: string, changes: readonly PlannedChange[]): string {
  const kept: PlannedChange[] = [];
  for (const change of changes.filter(({ splice }) => splice !== undefined)) {
    const rival = kept.find((other) => isSameSpot(other, change));
    if (rival === undefined) kept.push(change);
    else if (rival.splice?.replacement !== change.splice?.replacement) {
      throw sharedValue(text, change);
    }
  }
  return kept
    .flatMap(({ splice }) => splice ?? [])
    .toSorted((a, b) => a.start - b.start)
    .reduceRight((all, { start, end, replacement }) => {
      return all.slice(0, start) + replacement + all.slice(end);
    }, text);
}

function isSameSpot(a: PlannedChange, b: PlannedChange): boolean {
  if (a.located.kind === "gap" || b.located.kind === "gap") {
    return a.edit.document === b.edit.document && a.path.join("\n") === b.path.join("\n");
  }
  return a.splice?.start === b.splice?.start;
}

function isBlock(scalar: Scalar): boolean {
  return scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED";
}

function lineOf(text: string, node: { readonly range?: readonly number[] | null }): number {
  return lineAt(text, node.range?.[0] ?? 0);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function stale(
  edit: ScalarEdit,
  at: { readonly found: string | null; readonly line: number },
): DomainError {
  const { file, path, from: expected } = edit;
  const message = `${file} has changed: ${path.join(".")} is no longer what the plan was made from. Plan again.`;
  return new DomainError("plan-stale", message, {
    file,
    line: at.line,
    path,
    expected,
    found: at.found,
  });
}

function refusal(edit: ScalarEdit | undefined, line: number, reason: string): DomainError {
  const file = edit?.file ?? "";
  return new DomainError("edit-refused", `${file}, line ${line}: ${reason}`, { file, line });
}
