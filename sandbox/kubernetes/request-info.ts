/** What a path asks for: an object or a collection of a resource, or something else. */
export type RequestInfo =
  | {
      readonly kind: "resource";
      readonly group: string;
      readonly version: string;
      readonly plural: string;
      readonly namespace?: string;
      readonly name?: string;
      readonly subresource?: string;
    }
  | { readonly kind: "group-version"; readonly group: string; readonly version: string }
  | { readonly kind: "other"; readonly path: string };

const ofNamespaces: ReadonlySet<string> = new Set(["status", "finalize"]);

/** Reads the path of a request to the API, without its query. */
export function parseRequestPath(path: string): RequestInfo {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const [root, ...rest] = parts;
  if (root === "api" && rest.length > 0) return parseVersioned("", rest, path);
  if (root === "apis" && rest.length > 1) return parseVersioned(rest[0] ?? "", rest.slice(1), path);
  return { kind: "other", path: `/${parts.join("/")}` };
}

function parseVersioned(group: string, parts: readonly string[], path: string): RequestInfo {
  const [version = "", first, second, third, ...rest] = parts;
  if (first === undefined) return { kind: "group-version", group, version };
  const inNamespace =
    first === "namespaces" &&
    second !== undefined &&
    third !== undefined &&
    !ofNamespaces.has(third);
  const [plural = "", name, subresource, extra] = inNamespace
    ? [third, ...rest]
    : [first, second, third, ...rest];
  if (extra !== undefined) return { kind: "other", path };
  return {
    kind: "resource",
    group,
    version,
    plural,
    ...(inNamespace && { namespace: second }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}
