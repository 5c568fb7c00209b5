import { at, isObject } from "#sandbox/kubernetes/json.ts";

/** The image that a chart's values name, in the usual ways of charts, or null where they name none. */
export function imageInValues(values: unknown): string | null {
  const image = at(values, "image");
  if (typeof image === "string") return joined(image, values);
  return isObject(image)
    ? joined(at(image, "repository"), image)
    : joined(at(values, "repository"), values);
}

/** How many pods the values ask for. */
export function replicasInValues(values: unknown): number {
  const count = at(values, "replicaCount") ?? at(values, "replicas");
  return typeof count === "number" ? count : 1;
}

function joined(repository: unknown, parts: unknown): string | null {
  if (typeof repository !== "string" || repository === "") return null;
  const registry = at(parts, "registry");
  const tag = at(parts, "tag");
  const digest = at(parts, "digest");
  const name = typeof registry === "string" && registry ? `${registry}/${repository}` : repository;
  const version = typeof tag === "string" || typeof tag === "number" ? `:${tag}` : "";
  return `${name}${version}${typeof digest === "string" && digest ? `@${digest}` : ""}`;
}
