import { describe, expect, it } from "vitest";

import { builtInResources } from "./built-in-resources.ts";
import type { KubeObject } from "./object.ts";
import { ObjectStore } from "./store.ts";

const configMaps = builtInResources.find(({ kind }) => kind === "ConfigMap");
const secrets = builtInResources.find(({ kind }) => kind === "Secret");
if (!configMaps || !secrets) throw new Error("The built-in resources miss ConfigMap or Secret.");

function object(name: string, value = "1"): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "a", uid: name, resourceVersion: "", creationTimestamp: "" },
    spec: value,
  };
}

function names(objects: readonly KubeObject[] | null | undefined): readonly string[] | null {
  return objects?.map(({ metadata, spec }) => `${metadata.name}=${String(spec)}`) ?? null;
}

describe("the history of a store", () => {
  it("shows the past as it was", () => {
    const store = new ObjectStore({ historyWindow: 10 });
    store.put(configMaps, object("a"));
    store.put(configMaps, object("b"));
    const { version } = store;
    store.put(configMaps, object("a", "2"));
    store.remove(configMaps, "a/b");
    store.put(configMaps, object("c"));
    expect(names(store.list(configMaps))).toEqual(["a=2", "c=1"]);
    expect(names(store.listAt({ resource: configMaps, version }))).toEqual(["a=1", "b=1"]);
  });

  it("tells the changes since a version, and of one resource only", () => {
    const store = new ObjectStore({ historyWindow: 10 });
    store.put(configMaps, object("a"));
    const { version } = store;
    store.put(secrets, object("b"));
    store.put(configMaps, object("c"));
    const changes = store.changesSince(configMaps, version);
    expect(changes?.map(({ type, object: { metadata } }) => `${type} ${metadata.name}`)).toEqual([
      "ADDED c",
    ]);
  });

  it("keeps its window and forgets what is older", () => {
    const store = new ObjectStore({ historyWindow: 5 });
    const start = store.version;
    for (let i = 0; i < 40; i += 1) store.put(configMaps, object("a", String(i)));
    expect(store.changesSince(configMaps, start)).toBeNull();
    expect(store.changesSince(configMaps, store.version - 5)).toHaveLength(5);
    expect(store.changesSince(configMaps, store.version)).toEqual([]);
  });

  it("forgets everything when it is compacted, and goes on from there", () => {
    const store = new ObjectStore({ historyWindow: 5 });
    const start = store.version;
    store.put(configMaps, object("a"));
    store.compact();
    expect(store.changesSince(configMaps, start)).toBeNull();
    expect(store.changesSince(secrets, start)).toBeNull();
    const { version } = store;
    store.put(configMaps, object("b"));
    expect(store.changesSince(configMaps, version)).toHaveLength(1);
  });
});
