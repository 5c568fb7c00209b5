import type { Change } from "./change.ts";
import { History } from "./history.ts";
import { objectKey, type KubeObject } from "./object.ts";
import { qualifiedName, type Resource } from "./resource.ts";

/**
 * The objects of one cluster with one increasing version, and for every resource a bounded history
 * from which watches resume and paged lists read the past. Listeners run within the write.
 */
export class ObjectStore {
  #version = 1;
  readonly #window: number;
  #floor = 0;
  readonly #tables = new Map<string, Map<string, KubeObject>>();
  readonly #histories = new Map<string, History>();
  readonly #dependents = new Map<string, Map<string, Dependent>>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor({ historyWindow }: { historyWindow: number }) {
    this.#window = historyWindow;
  }

  get version(): number {
    return this.#version;
  }

  get(resource: Resource, key: string): KubeObject | undefined {
    return this.#table(resource).get(key);
  }

  /** The objects in the order of their keys, of one namespace or of all. */
  list(resource: Resource, namespace?: string): readonly KubeObject[] {
    return inOrder(this.#table(resource), namespace);
  }

  /** The objects as they were at a version, or null where that is longer ago than the history. */
  listAt({
    resource,
    namespace,
    version,
  }: {
    resource: Resource;
    namespace?: string | undefined;
    version: number;
  }): readonly KubeObject[] | null {
    const changes = this.changesSince(resource, version);
    if (!changes) return null;
    if (changes.length === 0) return this.list(resource, namespace);
    const table = new Map(this.#table(resource));
    for (const { object, previous } of changes.toReversed()) {
      const key = objectKey(object.metadata);
      if (previous) table.set(key, previous);
      else table.delete(key);
    }
    return inOrder(table, namespace);
  }

  /** The changes after a version, oldest first, or null where some of them are forgotten. */
  changesSince(resource: Resource, version: number): readonly Change[] | null {
    if (version < this.#floor) return null;
    return this.#history(resource).since(version);
  }

  /** Stores the object under the next version and tells the listeners. */
  put(resource: Resource, object: KubeObject): KubeObject {
    const table = this.#table(resource);
    const key = objectKey(object.metadata);
    const previous = table.get(key) ?? null;
    const stored = this.#stamp(object);
    table.set(key, stored);
    if (previous) this.#unlink(previous);
    this.#link(resource, stored);
    this.#publish({ resource, previous, object: stored, type: previous ? "MODIFIED" : "ADDED" });
    return stored;
  }

  /** Forgets the object and tells the listeners; nothing happens where it is gone already. */
  remove(resource: Resource, key: string): void {
    const table = this.#table(resource);
    const previous = table.get(key);
    if (!previous) return;
    table.delete(key);
    this.#unlink(previous);
    this.#publish({ resource, previous, object: this.#stamp(previous), type: "DELETED" });
  }

  /** The objects that name the uid among their owners. */
  dependentsOf(uid: string): readonly Dependent[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the history, as a compaction of etcd does: older versions are answered with 410. */
  compact(): void {
    this.#floor = this.#version;
    this.#histories.clear();
  }

  #stamp(object: KubeObject): KubeObject {
    this.#version += 1;
    return {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
  }

  #publish(change: Omit<Change, "version">): void {
    const complete: Change = { ...change, version: this.#version };
    this.#history(change.resource).add(complete);
    for (const listener of this.#listeners) listener(complete);
  }

  #table(resource: Resource): Map<string, KubeObject> {
    const id = qualifiedName(resource);
    let table = this.#tables.get(id);
    if (!table) this.#tables.set(id, (table = new Map()));
    return table;
  }

  #history(resource: Resource): History {
    const id = qualifiedName(resource);
    let history = this.#histories.get(id);
    if (!history) this.#histories.set(id, (history = new History(this.#window)));
    return history;
  }

  #link(resource: Resource, object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      let dependents = this.#dependents.get(uid);
      if (!dependents) this.#dependents.set(uid, (dependents = new Map()));
      dependents.set(object.metadata.uid, { resource, object });
    }
  }

  #unlink(object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(object.metadata.uid);
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
  }
}

export interface Dependent {
  readonly resource: Resource;
  readonly object: KubeObject;
}

function inOrder(
  table: ReadonlyMap<string, KubeObject>,
  namespace: string | undefined,
): readonly KubeObject[] {
  const prefix = namespace ? `${namespace}/` : "";
  const keys = [...table.keys()].filter((key) => key.startsWith(prefix)).sort();
  return keys.flatMap((key) => table.get(key) ?? []);
}
