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
export function referenceKey({ apiVersion, kind, namespace, name }: ObjectReference): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return [group, kind, namespace, name].join("|");
}

/** The object as problems name it: `Deployment shop/checkout`. */
export function referenceText({ kind, namespace, name }: ObjectReference): string {
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
