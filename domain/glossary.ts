/**
 * The words of the product, each defined once.
 *
 * organization: the tenant; owns everything below it.
 * cluster: one Kubernetes API, reported by one agent; carries an environment label.
 * environment: dev, stage, prod or any other word; ordered.
 * config repository: the git repository that holds manifests; a cluster points at a branch and a path of it.
 * workload: `namespace:kind/name`, the thing that runs containers.
 * container: a named container of a workload; init containers included.
 * image reference: `registry/repository:tag@digest`.
 * plan: what a promotion would change: items, reasons, exact diff, base commit, hash.
 * release: an executed plan, known by a short number.
 * step: one stage of a release. item: one container of one workload in a plan or a release.
 * rollout: the cluster carrying out the change.
 * drift: what runs is not what git says.
 */

/** `namespace:kind/name`, the kind in lower case: `shop:deployment/checkout`. */
export type WorkloadKey = `${string}:${string}/${string}`;

export interface WorkloadIdentity {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** The one written form of a workload's identity; parses back with `parseWorkloadKey`. */
export function workloadKey({ namespace, kind, name }: WorkloadIdentity): WorkloadKey {
  return `${namespace}:${kind.toLowerCase()}/${name}`;
}

/** The parts of `namespace:kind/name`, or null where the text is of another form. */
export function parseWorkloadKey(text: string): WorkloadIdentity | null {
  const match = /^([^:/]+):([^:/]+)\/([^/]+)$/.exec(text);
  if (!match) return null;
  const [, namespace = "", kind = "", name = ""] = match;
  return { namespace, kind: kind.toLowerCase(), name };
}
