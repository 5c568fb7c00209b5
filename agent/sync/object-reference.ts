import type { KubeObject } from "#domain/kustomize/render.ts";

/** What names an object in the cluster; the version of its API does not. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for what stands in no namespace. */
  readonly namespace: string;
  readonly name: string;
}

export function referenceOf({ apiVersion, kind, metadata }: KubeObject): ObjectReference {
  return { apiVersion, kind, namespace: metadata.namespace ?? "", name: metadata.name };
}

/** One key per object, whichever version of its API the manifest uses. */
export function referenceKey(reference: ObjectReference): string {
  const { kind, namespace, name } = reference;
  return [groupOf(reference), kind, namespace, name].join("|");
}

/** The group in an `apiVersion`; empty for the core's. */
export function groupOf({ apiVersion }: Pick<ObjectReference, "apiVersion">): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** The object as problems name it: `Deployment shop/checkout`. */
export function referenceText({
  kind,
  namespace,
  name,
}: Pick<ObjectReference, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`;
}

/** The object of a key that `referenceKey` made. */
export function parseReference(key: string, version: string): ObjectReference {
  const [group = "", kind = "", namespace = "", name = ""] = key.split("|");
  return { apiVersion: group === "" ? version : `${group}/${version}`, kind, namespace, name };
}

/** The version in an `apiVersion`. */
export function versionOf({ apiVersion }: ObjectReference): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}
