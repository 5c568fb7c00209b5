/** The kinds of Flux and Argo CD that the agent knows. */
export const customKinds = [
  { group: "helm.toolkit.fluxcd.io", version: "v2", plural: "helmreleases" },
  { group: "kustomize.toolkit.fluxcd.io", version: "v1", plural: "kustomizations" },
  { group: "source.toolkit.fluxcd.io", version: "v1", plural: "gitrepositories" },
  { group: "argoproj.io", version: "v1alpha1", plural: "rollouts" },
  { group: "argoproj.io", version: "v1alpha1", plural: "applications" },
] as const;

/** What `/apis` says of them. */
export function discoveryAnswer(kinds: readonly (typeof customKinds)[number][]): object {
  const groups = Map.groupBy(kinds, ({ group }) => group);
  return {
    kind: "APIGroupDiscoveryList",
    items: [...groups].map(([name, members]) => ({
      metadata: { name },
      versions: [...new Set(members.map(({ version }) => version))].map((version) => ({
        version,
        resources: members.map(({ plural }) => ({ resource: plural })),
      })),
    })),
  };
}
