import type { Change } from "#sandbox/kubernetes/change.ts";
import { objectKey, parseObjectKey } from "#sandbox/kubernetes/object.ts";
import { qualifiedName } from "#sandbox/kubernetes/resource.ts";

import type { Controller, World } from "./control-loop.ts";
import type { Namespace } from "./kinds.ts";

const kind = "namespaces";

/** Gives a namespace what every namespace has, and empties one that is being deleted. */
export const namespaceController: Controller = {
  name: "namespace",
  keysFor({ resource, object, type }: Change) {
    if (qualifiedName(resource) === kind) return type === "DELETED" ? [] : [object.metadata.name];
    const { namespace } = object.metadata;
    return type === "DELETED" && namespace ? [namespace] : [];
  },
  reconcile(key, world) {
    const namespace = world.objects.get(kind, parseObjectKey(key));
    if (!namespace) return undefined;
    if (namespace.metadata.deletionTimestamp) empty(namespace, world);
    else furnish(namespace, world);
    return undefined;
  },
};

function furnish({ metadata }: Namespace, { objects }: World): void {
  const namespace = metadata.name;
  if (!objects.get("serviceaccounts", { namespace, name: "default" })) {
    objects.create("serviceaccounts", { metadata: { namespace, name: "default" } });
  }
  if (objects.get("configmaps", { namespace, name: "kube-root-ca.crt" })) return;
  const draft = {
    metadata: { namespace, name: "kube-root-ca.crt" },
    data: { "ca.crt": "The simulated cluster has no certificate authority.\n" },
  };
  objects.create("configmaps", draft);
}

function empty(namespace: Namespace, { cluster, objects }: World): void {
  let left = 0;
  for (const resource of cluster.catalog.all().filter(({ namespaced }) => namespaced)) {
    for (const { metadata } of cluster.store.list(resource, namespace.metadata.name)) {
      if (!metadata.deletionTimestamp) {
        cluster.registry.remove({ target: { resource, ref: metadata }, options: {} });
      }
      if (cluster.store.get(resource, objectKey(metadata))) left += 1;
    }
  }
  if (left > 0) return;
  objects.change({ kind, ref: namespace.metadata, edit: () => ({ spec: { finalizers: [] } }) });
}
