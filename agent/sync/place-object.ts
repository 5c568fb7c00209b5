import type { KubeObject } from "#domain/kustomize/render.ts";

/** The object where it belongs: in `default` where a namespace is needed and none is written. */
export function placeObject(object: KubeObject, namespaced: boolean): KubeObject {
  if (!namespaced) {
    const { namespace: _none, ...metadata } = object.metadata;
    return { ...object, metadata: { ...metadata, name: object.metadata.name } };
  }
  const { namespace = "default" } = object.metadata;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
