import type { ObservedEngine } from "#domain/rollout/observed.ts";

/** A Flux Kustomization that applies `clusters/prod` of a repository's main branch. */
export function kustomization(
  name: string,
  changes: Partial<Omit<ObservedEngine, "source">> & {
    readonly source?: Partial<NonNullable<ObservedEngine["source"]>> | null;
  } = {},
): ObservedEngine {
  const { source, ...rest } = changes;
  const place = { url: "https://github.com/acme/fleet", branch: "main", path: "clusters/prod" };
  return {
    kind: "kustomization",
    namespace: "flux-system",
    name,
    automatic: true,
    source: source === null ? null : { ...place, ...source },
    ...rest,
  };
}

/** An Argo CD Application at the same place. */
export function application(
  name: string,
  changes: Parameters<typeof kustomization>[1] = {},
): ObservedEngine {
  return kustomization(name, { kind: "application", namespace: "argocd", ...changes });
}
