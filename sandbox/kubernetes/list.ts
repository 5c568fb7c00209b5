import { omit, type JsonObject } from "./json.ts";
import { matcherFor, versionIn } from "./list-query.ts";
import { jsonOf, objectKey, type KubeObject } from "./object.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { badRequest, expired, versionTooLarge } from "./status.ts";
import type { ObjectStore } from "./store.ts";

interface ContinueToken {
  readonly version: number;
  readonly after: string;
}

/**
 * Answers a list: one consistent state, in pages where the client sets a limit. Later pages read the
 * state of the first one and end in 410 when the history no longer holds it.
 */
export function listObjects({
  store,
  resource,
  namespace,
  query,
}: {
  store: ObjectStore;
  resource: Resource;
  namespace: string | undefined;
  query: URLSearchParams;
}): JsonObject {
  const matches = matcherFor(query, resource);
  const token = query.get("continue") ? readToken(query.get("continue") ?? "") : null;
  const version = token?.version || exactVersion(store, query) || store.version;
  const objects = store.listAt({ resource, namespace, version });
  if (!objects) throw tooOld(store, token);
  const after = token?.after ?? "";
  const chosen = objects.filter((object) => objectKey(object.metadata) > after && matches(object));
  const limit = Number(query.get("limit") ?? 0);
  const page = limit > 0 ? chosen.slice(0, limit) : chosen;
  const last = page.at(-1);
  const more = last !== undefined && page.length < chosen.length;
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(version),
      ...(more && {
        continue: writeToken({ version, after: objectKey(last.metadata) }),
        remainingItemCount: chosen.length - page.length,
      }),
    },
    items: page.map((object) => listItem(resource, object)),
  };
}

/** Items of built-in lists carry no kind of their own, as from the real server. */
function listItem(resource: Resource, object: KubeObject): JsonObject {
  return resource.builtIn ? omit(jsonOf(object), ["apiVersion", "kind"]) : jsonOf(object);
}

function exactVersion(store: ObjectStore, query: URLSearchParams): number | null {
  const asked = versionIn(query);
  if (asked === null || asked === 0) return null;
  if (asked > store.version) throw versionTooLarge(asked, store.version);
  return query.get("resourceVersionMatch") === "Exact" ? asked : null;
}

function tooOld(store: ObjectStore, token: ContinueToken | null) {
  if (!token) return expired("The resourceVersion for the provided list is too old.");
  return expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
    writeToken({ version: store.version, after: token.after }),
  );
}

function writeToken({ version, after }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start: after })).toString(
    "base64url",
  );
}

function readToken(text: string): ContinueToken {
  try {
    const { rv, start } = JSON.parse(Buffer.from(text, "base64url").toString());
    if (Number.isSafeInteger(rv) && typeof start === "string") return { version: rv, after: start };
  } catch {
    // Falls through to the refusal below.
  }
  throw badRequest("continue key is not valid: the token was not issued by this server");
}
