import { objectKey } from "./object.ts";
import type { ResourceCatalog } from "./resource-catalog.ts";
import type { ObjectStore } from "./store.ts";

/** Serves what CustomResourceDefinitions describe while they exist; their objects go with them. */
export function serveDefinitions({
  store,
  catalog,
}: {
  store: ObjectStore;
  catalog: ResourceCatalog;
}): void {
  store.subscribe(({ resource, object, type }) => {
    if (resource.kind !== "CustomResourceDefinition" || !resource.builtIn) return;
    if (type !== "DELETED") {
      catalog.register(object);
      return;
    }
    for (const custom of catalog.unregister(object.metadata.name)) {
      for (const { metadata } of store.list(custom)) store.remove(custom, objectKey(metadata));
    }
  });
}
