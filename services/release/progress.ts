import { stepNames } from "#domain/promotion/release.ts";
import type { StepName } from "#domain/promotion/release.ts";
import type { ItemPatch, ReleasePatch, StepPatch, TenantRecorder } from "#ports/store/recorder.ts";
import type { EventLevel } from "#ports/store/rows.ts";

import { presentEvent, presentItem, presentStep } from "./present-release.ts";

/** Everything that one moment changes about a release. */
export interface Progress {
  readonly release?: ReleasePatch;
  readonly steps?: Readonly<Partial<Record<StepName, StepPatch>>>;
  readonly items?: ReadonlyMap<string, ItemPatch>;
  readonly log?: readonly {
    readonly step: StepName;
    readonly level: EventLevel;
    readonly message: string;
  }[];
}

/** Writes the change, its log lines and the one stream event that carries them to the browsers. */
export async function recordProgress(
  tx: TenantRecorder,
  input: { readonly releaseId: string; readonly at: Date; readonly progress: Progress },
): Promise<void> {
  const { releaseId, at, progress } = input;
  if (progress.release) await tx.updateRelease(releaseId, progress.release);
  const steps = stepPatches(progress);
  for (const [name, patch] of steps) await tx.updateStep(releaseId, name, patch);
  for (const [id, patch] of progress.items ?? []) await tx.updateItem(id, patch);
  const events = [];
  for (const line of progress.log ?? [])
    events.push(await tx.appendReleaseEvent(releaseId, { at, ...line }));

  const release = await tx.releaseById(releaseId);
  if (!release) return;
  const changedSteps = new Set(steps.map(([name]) => name));
  const allSteps = changedSteps.size > 0 ? await tx.releaseSteps(releaseId) : [];
  const allItems = progress.items?.size ? await tx.releaseItems(releaseId) : [];
  await tx.emit({
    kind: "release",
    number: release.number,
    status: release.status,
    commit: release.commit,
    finishedAt: release.finishedAt?.toISOString() ?? null,
    retryAt: release.retryAt?.toISOString() ?? null,
    error: release.error,
    steps: allSteps.filter(({ name }) => changedSteps.has(name)).map(presentStep),
    items: allItems.filter(({ id }) => progress.items?.has(id)).map(presentItem),
    events: events.map(presentEvent),
  });
}

function stepPatches({ steps = {} }: Progress): readonly (readonly [StepName, StepPatch])[] {
  return stepNames.flatMap((name) => {
    const patch = steps[name];
    return patch ? [[name, patch] as const] : [];
  });
}
