import { lastWords } from "#domain/rollout/container-failure.ts";
import type { ObservedPod, ObservedWorkload } from "#domain/rollout/observed.ts";
import type { TargetImages } from "#domain/rollout/promoted-image.ts";
import { rolloutStatus } from "#domain/rollout/status.ts";

import type { EngineProgress } from "./engine-progress.ts";
import type { ReleaseItemStatus } from "./release.ts";

const patienceMs = 15 * 60 * 1000;
const schedulingPatienceMs = 60 * 1000;

/** A workload of a release whose commit is in git, with the images that it must come to run. */
export interface AwaitedWorkload {
  readonly name: string;
  readonly targets: TargetImages;
  readonly observed: ObservedWorkload | null;
  /** How long the cluster has had to carry the commit out. */
  readonly waitedMs: number;
  /** What the engine that deploys it says of the commit; null where that says nothing. */
  readonly engine?: EngineProgress | null;
  /** The later release that set the same images to something else. */
  readonly supersededBy: number | null;
}

export interface AwaitedCluster {
  readonly name: string;
  readonly connected: boolean;
  /** How long ago its agent last sent state, in words. */
  readonly silence: string;
  /** Why its agent could not apply the commit; null while it has not failed. */
  readonly syncError: string | null;
}

/** What is to be said of the workload's items now. */
export interface Verdict {
  readonly status: Extract<
    ReleaseItemStatus,
    "committed" | "rolling" | "updated" | "failed" | "unknown"
  >;
  /** Why, in words; for an item that failed its reason. */
  readonly message: string;
  /** Whether the cluster carries the released images, rolled out or not. */
  readonly arrived: boolean;
  /** Whether what deploys it holds the commit back: such a wait has no end of its own. */
  readonly held?: boolean;
  readonly counts: { readonly updated: number; readonly ready: number; readonly desired: number };
}

/**
 * Judges a released workload by the image that its pods must run. Never `updated` without a word from the
 * cluster; `failed` at once for what does not heal by waiting.
 */
export function judgeWorkload(workload: AwaitedWorkload, cluster: AwaitedCluster): Verdict {
  const counts = countsOf(workload.observed);
  const away = { counts, arrived: false } as const;
  const here = { counts, arrived: true } as const;
  if (workload.supersededBy !== null) {
    return { ...away, status: "failed", message: `Superseded by #${workload.supersededBy}.` };
  }
  if (!cluster.connected) {
    const message = `no word from ${cluster.name}'s agent ${cluster.silence}`;
    return { ...away, status: "unknown", message };
  }
  const { syncError } = cluster;
  const status = workload.observed && rolloutStatus(workload.observed, workload.targets);
  switch (status?.state) {
    case undefined:
    case "waiting": {
      if (syncError !== null) return { ...away, status: "failed", message: syncError };
      const { engine } = workload;
      const open = engine && engine.state !== "applied" ? engine : null;
      const message = open?.words ?? status?.message ?? `not in ${cluster.name} yet`;
      const verdict = { ...away, status: "committed", message } as const;
      return open?.state === "held" ? { ...verdict, held: true } : patient(workload, verdict);
    }
    case "ready":
      return { ...here, status: "updated", message: status.message };
    case "progressing": {
      const verdict = { ...here, status: "rolling", message: status.message } as const;
      return status.held ? verdict : patient(workload, verdict);
    }
    case "failing": {
      const mayHeal = status.reason === "unschedulable" && workload.waitedMs < schedulingPatienceMs;
      return { ...here, status: mayHeal ? "rolling" : "failed", message: status.message };
    }
  }
}

function patient({ waitedMs }: AwaitedWorkload, verdict: Verdict): Verdict {
  if (waitedMs < patienceMs) return verdict;
  const message = `not done after 15 minutes: ${verdict.message}`;
  return { ...verdict, status: "failed", message };
}

function countsOf(observed: ObservedWorkload | null): Verdict["counts"] {
  const { updated = 0, ready = 0, desired = 0 } = observed?.replicas ?? {};
  return { updated, ready, desired };
}

/** One line about a pod: what it waits for or why it ended; empty when there is nothing to say. */
export function describePod(pod: ObservedPod): string {
  if (pod.deleting) return "is stopping";
  if (pod.unschedulable !== null) return pod.unschedulable;
  const troubled = pod.containers.find(
    ({ state, reason }) => state !== "running" && reason !== null && reason !== "Completed",
  );
  if (!troubled) return "";
  const exit = troubled.lastExitCode ?? troubled.exitCode;
  const code = exit === null || exit === 0 ? "" : ` (exit code ${exit})`;
  // That it backs off the reason says already, and for how long changes all the time.
  const hasEnded = troubled.state === "terminated" || troubled.reason === "CrashLoopBackOff";
  const words = hasEnded ? lastWords(troubled) : troubled.message;
  return `${troubled.name}: ${troubled.reason}${code}${words ? `: ${words}` : ""}`;
}
