import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { EngineHold } from "#domain/rollout/engine-state.ts";
import { engineName } from "#domain/rollout/engine-words.ts";
import type { ObservedEngine, ObservedWorkload } from "#domain/rollout/observed.ts";

import { engineId } from "./engine-groups.ts";
import { resumeCommand } from "./resume-command.ts";

/** What a person is told of a hold. */
interface DescribedHold {
  /** What will and will not happen, as sentences. */
  readonly text: string;
  /** What a person runs to have it applied; null where waiting is all there is. */
  readonly command: string | null;
  /** When it goes on by itself, RFC 3339; null where that is not known, or never. */
  readonly until: string | null;
}

/** An object of Flux or Argo CD that a commit waits for, with the workloads that it concerns. */
export interface HeldWorkloads extends DescribedHold {
  readonly by: string;
  readonly why: EngineHold["why"];
  readonly workloads: readonly WorkloadKey[];
}

/** What holds these workloads back, the object with most of them first; nothing where every commit is applied. */
export function heldWorkloads(workloads: readonly ObservedWorkload[]): readonly HeldWorkloads[] {
  const held = new Map<string, { readonly hold: EngineHold; readonly keys: WorkloadKey[] }>();
  for (const workload of workloads) {
    for (const hold of holdsOf(workload)) {
      const id = `${hold.why} ${engineId(hold.by)}`;
      const known = held.get(id) ?? { hold, keys: [] };
      known.keys.push(workloadKey(workload));
      held.set(id, known);
    }
  }
  return [...held.values()]
    .toSorted((a, b) => b.keys.length - a.keys.length)
    .map(({ hold, keys }) => ({
      by: engineName(hold.by),
      why: hold.why,
      ...describeHold(hold),
      workloads: keys.toSorted(),
    }));
}

/** A Helm release is held by itself as well as by what applies its object. */
function holdsOf(workload: ObservedWorkload): readonly EngineHold[] {
  const { kind, paused, namespace, name, engine } = workload;
  const own: readonly EngineHold[] =
    kind === "helmrelease" && paused ? [{ by: { kind, namespace, name }, why: "suspended" }] : [];
  return [...own, ...(engine ? engineHolds(engine) : [])];
}

/** What holds an engine back; an older agent tells only whether something does. */
export function engineHolds(engine: ObservedEngine): readonly EngineHold[] {
  if (engine.holds !== undefined) return engine.holds;
  if (engine.automatic) return [];
  return [{ by: engine, why: engine.kind === "application" ? "auto-sync-off" : "suspended" }];
}

/** What a hold means for a commit, and the way out. */
export function describeHold(hold: EngineHold): DescribedHold {
  return {
    text: sentences(hold),
    command: hold.why === "window-shut" ? null : resumeCommand(hold.by),
    until: hold.until ?? null,
  };
}

function sentences({ by, why }: EngineHold): string {
  const name = engineName(by);
  const start = "The commit is made, but the cluster follows only after";
  switch (why) {
    case "suspended":
      return `${name} is suspended. ${start} someone resumes it.`;
    case "auto-sync-off":
      return `Auto-sync of ${name} is off. ${start} someone syncs it.`;
    case "window-shut":
      return `${name} is outside its sync window. ${start} the window opens.`;
  }
}
