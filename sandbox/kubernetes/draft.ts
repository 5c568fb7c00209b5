import { at, isObject, type JsonObject } from "./json.ts";
import type { Draft } from "./object.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { badRequest } from "./status.ts";

/** The body of a write as an object of the resource, or the refusal of another kind, name or namespace. */
export function readDraft({
  body,
  resource,
  namespace,
  name,
}: {
  body: JsonObject;
  resource: Resource;
  namespace: string | undefined;
  name?: string | undefined;
}): Draft {
  const { kind = resource.kind, apiVersion = apiVersionOf(resource) } = body;
  if (kind !== resource.kind || apiVersion !== apiVersionOf(resource)) {
    throw badRequest(
      `${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)} cannot be handled as a ${resource.kind}`,
    );
  }
  const metadata = body["metadata"] ?? {};
  if (!isObject(metadata)) throw badRequest("metadata must be an object");
  const given = at(metadata, "namespace");
  if (given !== undefined && given !== "" && resource.namespaced && given !== namespace) {
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  const givenName = at(metadata, "name");
  if (name !== undefined && givenName !== undefined && givenName !== name) {
    throw badRequest(
      `the name of the object (${JSON.stringify(givenName)}) does not match the name on the URL (${name})`,
    );
  }
  return { ...body, metadata: name === undefined ? metadata : { ...metadata, name } };
}

/** The body of an update as full JSON, named after its URL. */
export function named(body: JsonObject, name: string): JsonObject {
  const metadata = body["metadata"];
  return { ...body, metadata: { ...(isObject(metadata) && metadata), name } };
}
