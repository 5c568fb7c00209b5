/** A kind as paths and rights name it. */
export interface WatchedCollection {
  /** Empty for Kubernetes' own first ones. */
  readonly group: string;
  /** Null for a custom kind: the cluster says which version it serves, if it serves the kind at all. */
  readonly version: string | null;
  readonly plural: string;
}

/** As rights name it: `deployments.apps`. */
export function resourceName({ group, plural }: WatchedCollection): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** Path of a version of an API: `/apis/apps/v1`. */
export function apiPath(group: string, version: string): string {
  return group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** Path of the collection below its API, in one namespace or in all. */
export function collectionPath(
  api: string,
  { plural, namespace }: { readonly plural: string; readonly namespace: string | null },
): string {
  return namespace === null ? `${api}/${plural}` : `${api}/namespaces/${namespace}/${plural}`;
}
