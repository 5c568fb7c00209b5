import type { EngineObject } from "#domain/rollout/engine-state.ts";

/**
 * The command line, of Flux or of Argo CD, that has an object apply what git says again; null for what generates
 * others and applies nothing itself.
 */
export function resumeCommand({ kind, namespace, name }: EngineObject): string | null {
  switch (kind) {
    case "kustomization":
    case "helmrelease":
      return `flux resume ${kind} ${name} --namespace ${namespace}`;
    case "gitrepository":
      return `flux resume source git ${name} --namespace ${namespace}`;
    case "application":
      return `argocd app sync ${namespace}/${name}`;
    case "applicationset":
      return null;
  }
}
