import type { EngineObject } from "./engine-state.ts";
import type { ObservedEngine } from "./observed.ts";

/** An engine's object as people know it: `Flux Kustomization flux-system/apps`. */
export function engineName({ kind, namespace, name }: EngineObject): string {
  switch (kind) {
    case "kustomization":
      return `Flux Kustomization ${namespace}/${name}`;
    case "helmrelease":
      return `Flux HelmRelease ${namespace}/${name}`;
    case "gitrepository":
      return `Flux GitRepository ${namespace}/${name}`;
    case "application":
      return `Argo CD Application ${namespace}/${name}`;
    case "applicationset":
      return `Argo CD ApplicationSet ${namespace}/${name}`;
  }
}

/** Why a commit does not reach the cluster by itself, or null where it does. */
export function engineHold({ kind, automatic }: ObservedEngine): string | null {
  if (automatic) return null;
  return kind === "application"
    ? "auto-sync is off: someone has to sync it"
    : "it is suspended: someone has to resume it";
}
