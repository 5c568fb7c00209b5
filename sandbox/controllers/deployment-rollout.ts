import type { World } from "./control-loop.ts";
import { setsOf } from "./deployment-sets.ts";
import { resolveCount } from "./int-or-percent.ts";
import type { Deployment, ReplicaSet } from "./kinds.ts";
import { isActive } from "./template-pods.ts";

interface Rollout {
  readonly deployment: Deployment;
  readonly current: ReplicaSet;
  readonly world: World;
}

/** How many pods may be too many and too few while pods are replaced; never both none. */
export function rollingLimits({ spec }: Deployment): { surge: number; unavailable: number } {
  const { maxSurge = "25%", maxUnavailable = "25%" } = spec.strategy.rollingUpdate ?? {};
  const surge = resolveCount({ value: maxSurge, total: spec.replicas, round: "up" });
  const unavailable = resolveCount({ value: maxUnavailable, total: spec.replicas, round: "down" });
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** One step from the old sets to the current one, in the way the strategy says. */
export function replacePods(rollout: Rollout): void {
  const { deployment, current, world } = rollout;
  const sets = setsOf(deployment, world);
  const old = sets.filter((set) => set.metadata.uid !== current.metadata.uid);
  if (deployment.spec.strategy.type === "Recreate") recreate(rollout, old);
  else if (!growCurrent(rollout, sets)) shrinkOld(rollout, { sets, old });
}

/** The old pods go first, all of them, then the new ones come. */
function recreate({ deployment, current, world }: Rollout, old: readonly ReplicaSet[]): void {
  for (const set of old) scaleSet({ set, replicas: 0, world });
  const remaining = old.flatMap((set) => world.objects.owned("pods", set));
  const finished = remaining.every((pod) => !isActive(pod) && !pod.metadata.deletionTimestamp);
  if (finished) scaleSet({ set: current, replicas: deployment.spec.replicas, world });
}

/** A paused Deployment replaces nothing, but the set that carries it follows the replicas. */
export function scaleWhilePaused({
  deployment,
  current,
  world,
}: Omit<Rollout, "current"> & { current: ReplicaSet | undefined }): void {
  const active = setsOf(deployment, world).filter((set) => set.spec.replicas > 0);
  const [only] = active;
  if (active.length > 1) return;
  const set = only ?? current;
  if (set) scaleSet({ set, replicas: deployment.spec.replicas, world });
}

function scaleSet({
  set,
  replicas,
  world: { objects },
}: {
  set: ReplicaSet;
  replicas: number;
  world: World;
}): void {
  if (set.spec.replicas === replicas) return;
  objects.change({
    kind: "replicasets.apps",
    ref: set.metadata,
    edit: ({ spec }) => ({ spec: { ...spec, replicas } }),
  });
}

function growCurrent(
  { deployment, current, world }: Rollout,
  sets: readonly ReplicaSet[],
): boolean {
  const wanted = deployment.spec.replicas;
  if (current.spec.replicas > wanted) {
    scaleSet({ set: current, replicas: wanted, world });
    return true;
  }
  const room = wanted + rollingLimits(deployment).surge - total(sets);
  const step = Math.min(room, wanted - current.spec.replicas);
  if (step <= 0) return false;
  scaleSet({ set: current, replicas: current.spec.replicas + step, world });
  return true;
}

function shrinkOld(
  { deployment, current, world }: Rollout,
  { sets, old }: { sets: readonly ReplicaSet[]; old: readonly ReplicaSet[] },
): void {
  if (total(old) === 0) return;
  const least = deployment.spec.replicas - rollingLimits(deployment).unavailable;
  const missing = current.spec.replicas - available(current);
  let budget = total(sets) - least - missing;
  if (budget <= 0) return;
  const shrunk = new Map<string, number>();
  for (const set of old) {
    const broken = Math.min(budget, set.spec.replicas - available(set));
    if (broken <= 0) continue;
    shrunk.set(set.metadata.uid, set.spec.replicas - broken);
    budget -= broken;
  }
  let spare = sets.reduce((sum, set) => sum + available(set), 0) - least;
  for (const set of old) {
    const replicas = shrunk.get(set.metadata.uid) ?? set.spec.replicas;
    const step = Math.max(0, Math.min(replicas, spare));
    spare -= step;
    scaleSet({ set, replicas: replicas - step, world });
  }
}

function total(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + set.spec.replicas, 0);
}

function available(set: ReplicaSet): number {
  return set.status?.availableReplicas ?? 0;
}
