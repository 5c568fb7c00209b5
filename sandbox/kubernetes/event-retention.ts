import { builtInResources } from "./built-in-resources.ts";
import { objectKey } from "./object.ts";
import type { ObjectStore } from "./store.ts";

const events = builtInResources.find((resource) => resource.kind === "Event");

/** Keeps the newest events only, as the real server keeps those of the last hour. */
export function retainEvents({ store, limit }: { store: ObjectStore; limit: number }): void {
  const keys: string[] = [];
  let scheduled = false;
  store.subscribe(({ resource, object, type }) => {
    if (!events || resource !== events || type !== "ADDED") return;
    keys.push(objectKey(object.metadata));
    if (scheduled || keys.length < limit * 1.2) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      for (const key of keys.splice(0, keys.length - limit)) store.remove(events, key);
    });
  });
}
