import type { KubeObject } from "#domain/kustomize/render.ts";

/**
 * Definitions of the custom kinds that the objects are of, as other tools would have installed them in a real cluster.
 * A kind is namespaced where one of its objects names a namespace. `isServed` says which kinds the cluster has already.
 */
export function missingDefinitions(
  objects: readonly KubeObject[],
  isServed: (object: KubeObject) => boolean,
): readonly KubeObject[] {
  const unknown = objects.filter((object) => isCustom(object) && !isServed(object));
  const byKind = Map.groupBy(unknown, ({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  return [...byKind.values()].flatMap(define);
}

/** Only names with a dot are groups that anybody may add. */
function isCustom({ apiVersion }: KubeObject): boolean {
  return apiVersion.split("/")[0]?.includes(".") === true && apiVersion.includes("/");
}

function define(objects: readonly KubeObject[]): readonly KubeObject[] {
  const [first] = objects;
  if (!first) return [];
  const [group = "", version = ""] = first.apiVersion.split("/");
  const singular = first.kind.toLowerCase();
  const plural = pluralOf(singular);
  const namespaced = objects.some(({ metadata }) => metadata.namespace !== undefined);
  const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return [
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: {
        name: `${plural}.${group}`,
        annotations: { "api-approved.kubernetes.io": "unapproved, sandbox only" },
      },
      spec: {
        group,
        scope: namespaced ? "Namespaced" : "Cluster",
        names: { kind: first.kind, plural, singular, listKind: `${first.kind}List` },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: { openAPIV3Schema: schema },
          },
        ],
      },
    },
  ];
}

function pluralOf(singular: string): string {
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`;
}
