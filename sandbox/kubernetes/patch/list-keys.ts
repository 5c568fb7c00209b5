import { isObject, type Json } from "#sandbox/kubernetes/json.ts";

/**
 * How a list of a built-in object merges: by the keys of its items, as a set of plain values, or
 * (undefined) as one value that is replaced whole.
 */
export type ListMerge = { readonly keys: readonly string[] } | "set" | undefined;

const byField: Readonly<Record<string, ListMerge>> = {
  containers: { keys: ["name"] },
  initContainers: { keys: ["name"] },
  ephemeralContainers: { keys: ["name"] },
  env: { keys: ["name"] },
  volumes: { keys: ["name"] },
  volumeMounts: { keys: ["mountPath"] },
  volumeDevices: { keys: ["devicePath"] },
  imagePullSecrets: { keys: ["name"] },
  secrets: { keys: ["name"] },
  hostAliases: { keys: ["ip"] },
  topologySpreadConstraints: { keys: ["topologyKey", "whenUnsatisfiable"] },
  conditions: { keys: ["type"] },
  ownerReferences: { keys: ["uid"] },
  addresses: { keys: ["type"] },
  podIPs: { keys: ["ip"] },
  finalizers: "set",
};

/** The rule for the list in this field; ports differ between containers and services. */
export function listMerge(field: string, items: readonly Json[]): ListMerge {
  if (field !== "ports") return byField[field];
  const container = items.some((item) => isObject(item) && "containerPort" in item);
  return { keys: [container ? "containerPort" : "port", "protocol"] };
}

/** The value of a key; a port that names no protocol means TCP. */
export function keyValue(item: Json, key: string): Json | undefined {
  if (!isObject(item)) return undefined;
  return item[key] ?? (key === "protocol" ? "TCP" : undefined);
}

/** Whether two items of a keyed list are the same item. */
export function sameItem(keys: readonly string[]): (a: Json, b: Json) => boolean {
  return (a, b) => keys.every((key) => keyValue(a, key) === keyValue(b, key));
}
