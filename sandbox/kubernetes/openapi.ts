import type { JsonObject } from "./json.ts";
import type { ResourceCatalog } from "./resource-catalog.ts";
import { apiVersionOf, type Resource } from "./resource.ts";

/** `/openapi/v3`: where the document of each group and version is. */
export function openApiIndex(catalog: ResourceCatalog): JsonObject {
  const roots = new Set(catalog.all().map(rootOf));
  const entries = [...roots].map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }]);
  return { paths: Object.fromEntries(entries) };
}

/**
 * `/openapi/v3/apis/apps/v1`, or null where nothing is served there. It has no schemas; it tells
 * kubectl that the server validates, so that `kubectl apply` works without further flags.
 */
export function openApiDocument(catalog: ResourceCatalog, root: string): JsonObject | null {
  const served = catalog.all().filter((resource) => rootOf(resource) === root);
  if (served.length === 0) return null;
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "unversioned" },
    paths: Object.fromEntries(served.map((resource) => [pathOf(resource), operationsOf(resource)])),
    components: { schemas: {} },
  };
}

function rootOf(resource: Resource): string {
  return `${resource.group ? "apis" : "api"}/${apiVersionOf(resource)}`;
}

function pathOf(resource: Resource): string {
  const namespace = resource.namespaced ? "/namespaces/{namespace}" : "";
  return `/${rootOf(resource)}${namespace}/${resource.plural}/{name}`;
}

function operationsOf({ group, version, kind }: Resource): JsonObject {
  const schema = { type: "string", uniqueItems: true };
  const parameters = [{ name: "fieldValidation", in: "query", schema }];
  const operation = { "x-kubernetes-group-version-kind": { group, version, kind }, parameters };
  return { patch: operation, put: operation };
}
