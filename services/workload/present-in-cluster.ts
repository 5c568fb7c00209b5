import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { isSameImage } from "#domain/image/same-image.ts";
import { describePod } from "#domain/promotion/observe.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { workloadHealth } from "#domain/rollout/status.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { LastChange } from "#ports/store/reader.ts";
import type { ManifestRow } from "#ports/store/repository-rows.ts";

import { presentEngine } from "./present-engine.ts";
import type { EnginePlaces } from "./present-engine.ts";

type InCluster = WorkloadDetail["clusters"][number];

const stateNames = {
  ready: "ok",
  progressing: "rolling",
  failing: "failing",
  waiting: "waiting",
} as const;

/** What one cluster runs of a workload, what git says of it, and who put it there. */
export function presentInCluster(input: {
  readonly cluster: ClusterRow;
  readonly observed: ObservedWorkload | null;
  readonly manifest: ManifestRow | null;
  readonly changes: readonly LastChange[];
  readonly places: EnginePlaces;
  /** The host's page for a line of a file. */
  readonly pageOf: (place: { readonly file: string; readonly line: number }) => string | null;
}): InCluster {
  const { cluster, observed, manifest, changes, places, pageOf } = input;
  const health = observed && workloadHealth(observed);
  return {
    id: cluster.id,
    name: cluster.name,
    environment: cluster.environment,
    connected: cluster.connected,
    stateAt: cluster.stateAt?.toISOString() ?? null,
    deployed: observed !== null,
    state: health && stateNames[health.state],
    message: health === null || health.state === "ready" ? "" : health.message,
    progress: observed && presentPods(observed, health?.message ?? ""),
    engine: observed?.engine ? presentEngine(observed.engine, places) : null,
    locked: manifest?.locked ?? null,
    containers: containersOf(observed, manifest).map(({ name, init, image }) => {
      const written = manifest?.containers.find((candidate) => candidate.name === name);
      const change = changes.find(
        (candidate) => candidate.container === name && isSameImage(candidate.to, image),
      );
      return {
        name,
        init,
        image,
        gitImage: written?.image ?? null,
        file: written?.file ?? null,
        line: written?.line ?? null,
        page: written ? pageOf(written) : null,
        since: change
          ? { release: change.release, at: change.at.toISOString(), by: change.by }
          : null,
      };
    }),
  };
}

function containersOf(
  observed: ObservedWorkload | null,
  manifest: ManifestRow | null,
): readonly { readonly name: string; readonly init: boolean; readonly image: string }[] {
  return observed?.containers ?? manifest?.containers ?? [];
}

function presentPods(
  { pods, replicas }: ObservedWorkload,
  message: string,
): NonNullable<InCluster["progress"]> {
  const { updated, ready, desired } = replicas;
  return {
    updated,
    ready,
    desired,
    message,
    pods: pods.map((pod) => ({
      name: pod.name,
      ready: pod.ready,
      current: pod.current,
      phase: pod.phase,
      restarts: pod.containers.reduce((sum, { restarts }) => sum + restarts, 0),
      message: describePod(pod),
    })),
  };
}
