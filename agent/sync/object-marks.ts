/** Annotations by which a file, or somebody at the cluster, keeps the sync off an object. */
export type Annotations = Readonly<Record<string, unknown>> | undefined;

const ignoring = ["stagecoach.dev/ignore", "fluxcd.io/ignore", "flux.weave.works/ignore"] as const;
const pruning = "stagecoach.dev/prune";

/**
 * The annotation that keeps the object from being applied and deleted, or null. As with Flux v1 it counts in the file
 * and in the cluster, and only with exactly this value: `sync_only` is applied like everything else.
 */
export function ignoredBy(annotations: Annotations): string | null {
  return ignoring.find((name) => annotations?.[name] === "true") ?? null;
}

/** Whether the object stays when git no longer contains it. */
export function isKeptFromPruning(annotations: Annotations): boolean {
  return annotations?.[pruning] === "disabled" || ignoredBy(annotations) !== null;
}
