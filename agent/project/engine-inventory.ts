/** Kinds whose deployer is told; the rest of an inventory is of no interest. */
const kinds: ReadonlySet<string> = new Set([
  "Application",
  "CronJob",
  "DaemonSet",
  "Deployment",
  "HelmRelease",
  "Kustomization",
  "Rollout",
  "StatefulSet",
]);
const ownCluster: ReadonlySet<string> = new Set(["https://kubernetes.default.svc", "in-cluster"]);

interface Listed {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** How an inventory names an object here. */
export function inventoryKey({ kind, namespace, name }: Listed): string {
  return `${kind.toLowerCase()} ${namespace}/${name}`;
}

/** The objects that a Kustomization says it has applied; each is `namespace_name_group_kind`. */
export function fluxInventory(entries: readonly { readonly id: string }[]): readonly string[] {
  return entries.flatMap(({ id }) => {
    const [namespace = "", name = "", , kind = "", ...rest] = id.split("_");
    return rest.length === 0 && kinds.has(kind) ? [inventoryKey({ kind, namespace, name })] : [];
  });
}

/** The objects that an Application says are its own, where they are in the cluster that it is in itself. */
export function argoInventory(
  resources: readonly {
    readonly kind: string;
    readonly namespace?: string | null | undefined;
    readonly name: string;
  }[],
  clusters: readonly string[],
): readonly string[] {
  if (!clusters.some((cluster) => ownCluster.has(cluster))) return [];
  return resources.flatMap(({ kind, namespace, name }) =>
    kinds.has(kind) ? [inventoryKey({ kind, namespace: namespace ?? "", name })] : [],
  );
}
