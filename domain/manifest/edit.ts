import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ImageRef } from "#domain/image/ref.ts";

import { parseManifestFile } from "./file.ts";
import { branchChanges, entryChanges } from "./gathered-changes.ts";
import { wantedScalars } from "./image-edits.ts";
import { indexManifests } from "./manifest-index.ts";
import { planChange, refusal, rewritten, sharedValue, withoutAlias } from "./planned-change.ts";
import type { PlannedChange } from "./planned-change.ts";
import type { ScalarEdit } from "./scalar-edit.ts";
import type { ImageSite } from "./site.ts";
import { SourceFile } from "./source-file.ts";
import { findUnwanted } from "./verify-edit.ts";

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
 * written in. An anchor is edited when all its uses change, else an alias gives way to the value. Throws
 * `DomainError` "plan-stale" when a scalar no longer has the value the edit starts from, and "edit-refused" when
 * anything else in the file would change its meaning.
 */
export function applyEdits(text: string, edits: readonly ScalarEdit[]): string {
  if (edits.length === 0) return text;
  const source = new SourceFile(text);
  const changes = edits.map((edit) => planChange(source, edit));
  const atAnchors = tryChanges(source, changes);
  if (typeof atAnchors === "string") return atAnchors;
  const unaliased = changes.map(withoutAlias);
  if (unaliased.every((change, at) => change === changes[at])) throw atAnchors;
  const atAliases = tryChanges(source, unaliased);
  if (typeof atAliases === "string") return atAliases;
  throw atAnchors;
}

/** The edited text, or why it is refused. */
function tryChanges(source: SourceFile, changes: readonly PlannedChange[]): string | DomainError {
  const { text } = source;
  try {
    const whole = [
      ...changes.filter(isDirect),
      ...embeddedChanges(text, changes),
      ...entryChanges(text, changes),
      ...branchChanges(text, changes),
    ];
    const edited = spliceAll(text, whole);
    const unwanted = findUnwanted({ before: source, after: edited, changes: whole });
    return unwanted ? refusal(changes[0]?.edit, unwanted.line, unwanted.message) : edited;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
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
    const inner = group.map(({ edit, located: { document, inner: path } }) => ({
      ...edit,
      document,
      path,
    }));
    const to = applyEdits(scalar.text, inner);
    return [rewritten(text, { ...first, path: first.located.outer, to })];
  });
}

function spliceAll(text: string, changes: readonly PlannedChange[]): string {
  const kept: PlannedChange[] = [];
  for (const change of changes.filter(({ splice }) => splice !== undefined)) {
    const rival = kept.find((other) => isSameSpot(other, change));
    if (rival === undefined) kept.push(change);
    else if (rival.splice?.replacement !== change.splice?.replacement) throw sharedValue(change);
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
