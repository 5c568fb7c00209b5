import { mapAt, textAt } from "./yaml-node.ts";
import type { MapNode } from "./yaml-node.ts";

/** The newer prefix wins where both are written. */
const prefixes: readonly string[] = ["fluxcd.io/", "flux.weave.works/"];
const filterPrefix = "filter.fluxcd.io/";

export interface WorkloadPolicies {
  readonly locked?: { readonly by?: string; readonly message?: string };
  readonly automated: boolean;
  readonly filters: Readonly<Record<string, string>>;
}

/**
 * The lock, the automation and the tag filters that a workload's annotations ask for, in the words of Flux v1.
 * A switch is on only for `true`, quoted or not.
 */
export function readPolicies(object: MapNode): WorkloadPolicies {
  const annotations = mapAt(object, ["metadata", "annotations"]);
  function read(name: string): string | undefined {
    const texts = prefixes.map((prefix) => textAt(annotations, [`${prefix}${name}`]));
    return texts.find((text) => text !== undefined);
  }

  const by = read("locked_user");
  const message = read("locked_msg");
  const lock = {
    ...(by === undefined ? {} : { by }),
    ...(message === undefined ? {} : { message }),
  };
  return {
    ...(read("locked") === "true" ? { locked: lock } : {}),
    automated: read("automated") === "true",
    filters: readFilters(annotations),
  };
}

/** The annotations that may hold a policy, the one for a new policy first. */
export function annotationKeys(policy: string): readonly string[] {
  const keys = prefixes.map((prefix) => `${prefix}${policy}`);
  const container = /^tag\.(.+)$/.exec(policy)?.[1];
  return container === undefined ? keys : [...keys, `${filterPrefix}${container}`];
}

function readFilters(annotations: MapNode | undefined): Readonly<Record<string, string>> {
  const tagPrefixes = prefixes.map((prefix) => `${prefix}tag.`).reverse();
  const filters = new Map<string, string>();
  for (const prefix of [...tagPrefixes, filterPrefix]) {
    for (const key of annotations?.entries.keys() ?? []) {
      const pattern = textAt(annotations, [key]);
      if (pattern === undefined || !key.startsWith(prefix)) continue;
      filters.set(key.slice(prefix.length), pattern);
    }
  }
  return Object.fromEntries(filters);
}
