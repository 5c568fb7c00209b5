import type { JsonObject } from "./json.ts";
import type { ResourceCatalog } from "./resource-catalog.ts";
import type { Resource } from "./resource.ts";

const readVerbs = ["get", "list", "watch"];
const allVerbs = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
];

/** The reviews that are created and answered, never stored. */
export const reviews = [
  { plural: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview" },
  { plural: "selfsubjectrulesreviews", kind: "SelfSubjectRulesReview" },
] as const;

/** `/api`: the versions of the core group. */
export function coreVersions(): JsonObject {
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
}

/** `/apis`: the named groups. */
export function groupList(catalog: ResourceCatalog): JsonObject {
  const names = new Set(catalog.all().map(({ group }) => group));
  names.delete("");
  names.add("authorization.k8s.io");
  const groups = [...names].map((name) => groupOf(catalog, name));
  return { kind: "APIGroupList", apiVersion: "v1", groups };
}

/** `/apis/<group>`. */
export function groupOf(catalog: ResourceCatalog, name: string): JsonObject {
  const versions = new Set(
    catalog.all().flatMap((resource) => (resource.group === name ? [resource.version] : [])),
  );
  if (name === "authorization.k8s.io") versions.add("v1");
  const entries = [...versions].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] ?? {} };
}

/** `/api/v1` or `/apis/<group>/<version>`, or null where nothing is served there. */
export function resourceList(
  catalog: ResourceCatalog,
  { group: name, version }: { group: string; version: string },
): JsonObject | null {
  const groupVersion = name ? `${name}/${version}` : version;
  function list(resources: readonly JsonObject[]) {
    return {
      kind: "APIResourceList",
      apiVersion: "v1",
      groupVersion,
      resources,
    };
  }
  if (groupVersion === "authorization.k8s.io/v1") {
    return list(
      reviews.map(({ plural, kind }) => ({
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced: false,
        kind,
        verbs: ["create"],
      })),
    );
  }
  const served = catalog.all().filter((r) => r.group === name && r.version === version);
  return served.length > 0 ? list(served.flatMap(entries)) : null;
}

function entries(resource: Resource): readonly JsonObject[] {
  const { plural, singular, namespaced, kind, shortNames, categories, subresources } = resource;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: allVerbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  const below = subresources.map((subresource) => ({
    name: `${plural}/${subresource}`,
    singularName: "",
    namespaced,
    kind: subresourceKinds[subresource] ?? kind,
    verbs:
      subresource === "status" || subresource === "scale"
        ? ["get", "patch", "update"]
        : verbsOf(subresource),
  }));
  return [main, ...below];
}

const subresourceKinds: Readonly<Record<string, string>> = {
  scale: "Scale",
  binding: "Binding",
  eviction: "Eviction",
};

function verbsOf(subresource: string): readonly string[] {
  return subresource === "log" ? readVerbs.slice(0, 1) : ["create"];
}
