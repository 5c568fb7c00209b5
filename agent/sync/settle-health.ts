import { hideValues, valuesOf } from "#agent/secrecy/hide-values.ts";
import type { SyncObject } from "#contracts/agent-sync.ts";
import type { Health } from "#domain/health/health.ts";
import { objectHealth } from "#domain/health/object-health.ts";

import type { AppliedObject } from "./apply-objects.ts";
import { BackOff } from "./back-off.ts";
import type { Patience } from "./back-off.ts";
import { inParallel } from "./in-parallel.ts";
import type { LiveObjects } from "./live-objects.ts";
import type { ObjectReference } from "./object-reference.ts";

const lanes = 4;

/** Looks at what was applied until each object is healthy or has failed, or the time is up. */
export async function settleHealth(input: {
  readonly applied: readonly AppliedObject[];
  readonly objects: LiveObjects;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}): Promise<readonly SyncObject[]> {
  const { applied, objects, patience, signal } = input;
  const backOff = new BackOff(patience, signal);
  let unsettled = applied;
  const failed: SyncObject[] = [];
  for (;;) {
    const waiting: [AppliedObject, Health][] = [];
    await inParallel(unsettled, {
      lanes,
      async work(object) {
        const health = await healthOf(object, objects);
        if (health?.status === "failed") failed.push(told(object, "failed", health.message));
        if (isUnsettled(health)) waiting.push([object, health]);
      },
    });
    unsettled = waiting.map(([object]) => object);
    if (unsettled.length === 0) return failed;
    if (await backOff.pause()) continue;
    return [
      ...failed,
      ...waiting.map(([object, { message }]) => told(object, "progressing", message)),
    ];
  }
}

/** Null too for what is gone or cannot be read: nothing is known of its health. */
async function healthOf({ path }: AppliedObject, objects: LiveObjects): Promise<Health | null> {
  const live = await objects.read(path).catch(() => null);
  const health = live && objectHealth(live);
  if (health === null) return null;
  const message = hideValues(health.message, { values: valuesOf(live), others: true });
  return { ...health, message };
}

function isUnsettled(health: Health | null): health is Health {
  return health?.status === "progressing" || health?.status === "terminating";
}

function told(
  { reference }: { readonly reference: ObjectReference },
  state: "failed" | "progressing",
  message: string,
): SyncObject {
  const { kind, namespace, name } = reference;
  return { kind, namespace, name, state, message: message.slice(0, 500), conflicts: [] };
}
