import { parseImageRef } from "#domain/image/ref.ts";
import { editsForImage } from "#domain/manifest/edit.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";

import { changedFiles } from "./changes.ts";
import type { FileChange } from "./changes.ts";
import type { PlanItem, PlannedEdit } from "./plan.ts";

type PlannedUpdate = Pick<PlanItem, "workload" | "container" | "from" | "to" | "flags">;

export type Reapplied =
  | { readonly kind: "changed"; readonly files: readonly FileChange[] }
  /** Every image already is what was planned. */
  | { readonly kind: "nothing" }
  /** Someone changed the same images since the plan was made; each entry is a sentence. */
  | { readonly kind: "stale"; readonly changes: readonly string[] };

/**
 * Carries a plan's updates over to another state of the files: the same images are set on the same
 * containers wherever they stand now. Never merges texts. Throws "edit-refused" as `applyEdits` does.
 */
export function reapplyUpdates(input: {
  readonly updates: readonly PlannedUpdate[];
  readonly index: ManifestIndex;
  readonly texts: ReadonlyMap<string, string>;
}): Reapplied {
  const changes: string[] = [];
  const edits: PlannedEdit[] = [];
  for (const update of input.updates) {
    const found = locate(update, input.index);
    if (found.kind === "stale") changes.push(found.change);
    else edits.push(...found.edits);
  }
  if (changes.length > 0) return { kind: "stale", changes };
  if (edits.length === 0) return { kind: "nothing" };
  return { kind: "changed", files: changedFiles(edits, input.texts) };
}

type Located =
  | { readonly kind: "stale"; readonly change: string }
  | { readonly kind: "edits"; readonly edits: readonly PlannedEdit[] };

function locate(update: PlannedUpdate, index: ManifestIndex): Located {
  const { workload, container, from, to } = update;
  const found = index.workloads.get(workload);
  const site = found?.containers.find(({ name }) => name === container);
  if (!found || !site || to === null) {
    return { kind: "stale", change: `${workload} ${container} is no longer defined.` };
  }
  if (site.image === to) return { kind: "edits", edits: [] };
  if (site.image !== from) {
    const where = `${site.site.file}:${site.site.line}`;
    return {
      kind: "stale",
      change: `${workload} ${container} is ${site.image} now (${where}), not ${from}.`,
    };
  }
  if (found.locked && !update.flags.includes("lock-lifted")) {
    return {
      kind: "stale",
      change: `${workload} was locked${found.locked.by ? ` by ${found.locked.by}` : ""}.`,
    };
  }
  const edits = editsForImage(site.site, parseImageRef(to));
  return { kind: "edits", edits: edits.map((edit) => ({ ...edit, workload, container })) };
}
