import type { EngineObject } from "./engine-state.ts";

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
