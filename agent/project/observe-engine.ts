import type { ObservedEngine } from "#domain/rollout/observed.ts";

import type { WorkloadRecord } from "./workload-record.ts";

/**
 * What is reported of the object that deploys a workload, joined with the source that it names. A Helm release is
 * found in git where what deploys the release itself is.
 */
export function observeEngine(
  record: WorkloadRecord,
  joined: {
    readonly source: WorkloadRecord | undefined;
    readonly parent: ObservedEngine | null;
  },
): ObservedEngine | null {
  const { kind, namespace, name, paused, source: own } = record;
  if (kind !== "kustomization" && kind !== "helmrelease" && kind !== "application") return null;
  const { parent } = joined;
  const source = joined.source?.source ?? own;
  const url = source?.url ?? null;
  const isSourceAutomatic = source?.automatic ?? true;
  return {
    kind,
    namespace,
    name,
    automatic:
      !paused && (own?.automatic ?? true) && isSourceAutomatic && (parent?.automatic ?? true),
    source:
      url === null
        ? (parent?.source ?? null)
        : { url, branch: source?.branch ?? null, path: own?.path ?? "" },
  };
}
