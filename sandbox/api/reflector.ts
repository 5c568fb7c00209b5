import { setTimeout as sleep } from "node:timers/promises";

import { at, isList, isObject, textAt } from "#sandbox/kubernetes/json.ts";
import { objectOf, type KubeObject } from "#sandbox/kubernetes/object.ts";

import type { ApiClient } from "./api-client.ts";

const firstRetryMs = 200;
const longestRetryMs = 5_000;
const watchSeconds = 300;

export interface Follower {
  seen(object: KubeObject): void;
  gone(uid: string): void;
}

/** Keeps a follower informed of every object of a collection until the signal aborts: list, then watch. */
export async function reflect({
  client,
  path,
  follower,
  signal,
}: {
  client: ApiClient;
  path: string;
  follower: Follower;
  signal: AbortSignal;
}): Promise<void> {
  const known = new Map<string, string>();
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      let version: string | null = await relist({ client, path, follower, known });
      retryMs = firstRetryMs;
      while (version !== null && !signal.aborted) {
        version = await watchOnce({ client, path, version, follower, known });
      }
    } catch {
      if (signal.aborted) return;
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  }
}

interface Reflection {
  readonly client: ApiClient;
  readonly path: string;
  readonly follower: Follower;
  /** The uid of every object there is, by namespace and name. */
  readonly known: Map<string, string>;
}

async function relist({ client, path, follower, known }: Reflection): Promise<string> {
  const left = new Map(known);
  let version = "";
  let next = "";
  do {
    const { code, body } = await client.request({
      method: "GET",
      path: `${path}?limit=500${next && `&continue=${encodeURIComponent(next)}`}`,
    });
    const items = at(body, "items");
    if (code !== 200 || !isList(items))
      throw new Error(`Listing ${path} was answered with ${code}.`);
    for (const item of items) {
      if (!isObject(item)) continue;
      const object = objectOf(item);
      left.delete(keyOf(object));
      note({ object, follower, known });
    }
    version = textAt(body, "metadata", "resourceVersion");
    next = textAt(body, "metadata", "continue");
  } while (next !== "");
  for (const [key, uid] of left) {
    known.delete(key);
    follower.gone(uid);
  }
  return version;
}

/** The version to watch from next, or null where a new list is needed. */
async function watchOnce({
  client,
  path,
  version,
  follower,
  known,
}: Reflection & { version: string }): Promise<string | null> {
  const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}&resourceVersion=${version}`;
  let latest = version;
  for await (const event of client.watch(`${path}?${query}`)) {
    const type = at(event, "type");
    const item = at(event, "object");
    if (type === "ERROR" || !isObject(item)) return null;
    latest = textAt(item, "metadata", "resourceVersion") || latest;
    if (type === "BOOKMARK") continue;
    const object = objectOf(item);
    if (type === "DELETED") {
      known.delete(keyOf(object));
      follower.gone(object.metadata.uid);
    } else note({ object, follower, known });
  }
  return latest;
}

function note({
  object,
  follower,
  known,
}: {
  object: KubeObject;
  follower: Follower;
  known: Map<string, string>;
}): void {
  const before = known.get(keyOf(object));
  if (before !== undefined && before !== object.metadata.uid) follower.gone(before);
  known.set(keyOf(object), object.metadata.uid);
  follower.seen(object);
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
