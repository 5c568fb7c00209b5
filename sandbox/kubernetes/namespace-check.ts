import { builtInResources } from "./built-in-resources.ts";
import { qualifiedName, type Resource } from "./resource.ts";
import { ApiError, badRequest, notFound } from "./status.ts";
import type { ObjectStore } from "./store.ts";

const namespaces = builtInResources.find((resource) => resource.kind === "Namespace");

/** Refuses to create in a namespace that is missing (404) or going away (403). */
export function requireNamespace(
  store: ObjectStore,
  {
    resource,
    namespace,
    name,
  }: { resource: Resource; namespace: string | undefined; name: string },
): void {
  if (!namespace || !namespaces) {
    throw badRequest("an empty namespace may not be set during creation");
  }
  const found = store.get(namespaces, namespace);
  if (!found) throw notFound(namespaces, namespace);
  if (!found.metadata.deletionTimestamp) return;
  throw new ApiError({
    code: 403,
    reason: "Forbidden",
    message: `${qualifiedName(resource)} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    details: {
      name,
      kind: resource.plural,
      causes: [
        {
          reason: "NamespaceTerminating",
          message: `namespace ${namespace} is being terminated`,
          field: "metadata.namespace",
        },
      ],
    },
  });
}
