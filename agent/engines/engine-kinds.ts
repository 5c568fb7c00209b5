import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { EngineObject } from "#domain/rollout/engine-state.ts";

import type { EngineKind } from "./engine-api.ts";

type NudgedKind = Exclude<EngineObject["kind"], "applicationset">;

/** Where the API server has the kinds that are nudged. */
export const engineKinds: Readonly<Record<NudgedKind, EngineKind>> = {
  gitrepository: { group: "source.toolkit.fluxcd.io", plural: "gitrepositories" },
  kustomization: { group: "kustomize.toolkit.fluxcd.io", plural: "kustomizations" },
  helmrelease: { group: "helm.toolkit.fluxcd.io", plural: "helmreleases" },
  application: { group: "argoproj.io", plural: "applications" },
};

/** The record's object by its name, or null where it is of no kind that is nudged. */
export function nudgedObject({
  kind,
  namespace,
  name,
}: WorkloadRecord): (EngineObject & { readonly kind: NudgedKind }) | null {
  switch (kind) {
    case "gitrepository":
    case "kustomization":
    case "helmrelease":
    case "application":
      return { kind, namespace, name };
    default:
      return null;
  }
}
