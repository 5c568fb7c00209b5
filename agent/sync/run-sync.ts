import type { SyncSummary } from "#contracts/agent-sync.ts";
import { renderPath } from "#domain/kustomize/render.ts";
import type { KubeObject } from "#domain/kustomize/render.ts";

import { ApplyObjects } from "./apply-objects.ts";
import type { AppliedObject, Applying } from "./apply-objects.ts";
import type { Inventory } from "./inventory.ts";
import { LiveObjects } from "./live-objects.ts";
import { pruneObjects } from "./prune-objects.ts";
import { ResourceKinds } from "./resource-kinds.ts";
import { SyncReport } from "./sync-report.ts";
import type { SyncInput, SyncRun } from "./sync-run.ts";

export interface SyncResult {
  readonly summary: SyncSummary;
  /** Whether the cluster took every object that git contains, and let go of every other. */
  readonly ok: boolean;
  /** The problems that are of the sync as a whole, not of one object. */
  readonly notes: readonly string[];
  readonly inventory: Inventory;
  readonly applied: readonly AppliedObject[];
  /** What git did not change since it was applied, and was therefore not looked at. */
  readonly trusted: readonly KubeObject[];
}

/**
 * Brings the cluster to what the folder `root` contains: applies what git changed, or everything where the input does
 * not trust what was applied before, and deletes what git no longer has.
 */
export async function runSync(input: SyncInput): Promise<SyncResult> {
  const rendered = renderPath({ files: input.files, root: input.root });
  const run = openRun(input);
  const { report } = run;
  const applying = await new ApplyObjects(run, rendered.objects).apply();
  const isPartial = rendered.problems.length > 0;
  const inventory = await pruneObjects(run, { wanted: applying.inventory, isPartial });
  for (const { file, line, message } of rendered.problems) {
    report.note(`${file}:${line}: ${message}`);
  }
  return resultOf(run, { ...applying, inventory });
}

/** Applies objects once more that stand in the inventory; brings back what somebody changed or deleted meanwhile. */
export async function healObjects(
  input: SyncInput,
  objects: readonly KubeObject[],
): Promise<SyncResult> {
  const run = openRun({ ...input, trusting: false });
  const applying = await new ApplyObjects(run, objects).apply();
  const inventory = new Map([...input.inventory, ...applying.inventory]);
  return resultOf(run, { ...applying, inventory });
}

function resultOf({ input, report }: SyncRun, applying: Applying): SyncResult {
  const { ok, notes } = report;
  return { ...applying, ok, notes, summary: report.summary(input.revision) };
}

/** What the parts of a sync share; nothing is asked yet. */
export function openRun(input: SyncInput): SyncRun {
  const { client, signal } = input;
  const objects = new LiveObjects(client, signal);
  return { input, kinds: new ResourceKinds(client), objects, report: new SyncReport() };
}
