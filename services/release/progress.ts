import { stepNames } from "#domain/promotion/release.ts";
import type { StepName } from "#domain/promotion/release.ts";
import type { ItemPatch, ReleasePatch, StepPatch, TenantRecorder } from "#ports/store/recorder.ts";
import type { EventLevel } from "#ports/store/release-rows.ts";

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
  await recordProgressOfEach(tx, at, new Map([[releaseId, progress]]));
}

/** The same for many releases by their ids: a stream event for each, in as few statements as for one. */
export async function recordProgressOfEach(
  tx: TenantRecorder,
  at: Date,
  changes: ReadonlyMap<string, Progress>,
): Promise<void> {
  const changed = await tx.changeReleases(
    [...changes].map(([releaseId, progress]) => ({
      releaseId,
      release: progress.release ?? {},
      steps: new Map(stepPatches(progress)),
      items: progress.items ?? new Map(),
      events: (progress.log ?? []).map((line) => ({ at, ...line })),
    })),
  );
  for (const { release, steps, items, events } of changed) {
    await tx.emit({
      kind: "release",
      number: release.number,
      status: release.status,
      commit: release.commit,
      finishedAt: release.finishedAt?.toISOString() ?? null,
      retryAt: release.retryAt?.toISOString() ?? null,
      error: release.error,
      steps: steps.map(presentStep),
      items: items.map(presentItem),
      events: events.map(presentEvent),
    });
  }
}

function stepPatches({ steps = {} }: Progress): readonly (readonly [StepName, StepPatch])[] {
  return stepNames.flatMap((name) => {
    const patch = steps[name];
    return patch ? [[name, patch] as const] : [];
  });
}
