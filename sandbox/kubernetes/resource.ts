/** A kind of object the API serves. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
  /** Whether the server counts changes of the spec in `metadata.generation`. */
  readonly counted: boolean;
  /** False for what a CustomResourceDefinition brought. */
  readonly builtIn: boolean;
}

/** `v1` or `apps/v1`. */
export function apiVersionOf({ group, version }: { group: string; version: string }): string {
  return group ? `${group}/${version}` : version;
}

/** `pods` or `deployments.apps`: how messages name a resource. */
export function qualifiedName({ group, plural }: { group: string; plural: string }): string {
  return group ? `${plural}.${group}` : plural;
}
