import type { Change } from "#sandbox/kubernetes/change.ts";
import { controllerOf, objectKey, type KubeObject } from "#sandbox/kubernetes/object.ts";
import { qualifiedName } from "#sandbox/kubernetes/resource.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import type { Kinds } from "./kinds.ts";
import { TypedObjects } from "./typed-objects.ts";

/** What a controller sees: the cluster, its objects by kind, and the time. */
export interface World {
  readonly cluster: SimulatedCluster;
  readonly objects: TypedObjects;
  readonly now: Date;
}

/** Level-triggered: a change only names keys; `reconcile` looks at what is and mends it. */
export interface Controller {
  readonly name: string;
  keysFor(change: Change, cluster: SimulatedCluster): readonly string[];
  /** Returns after how many milliseconds to look again without a change, if at all. */
  reconcile(key: string, world: World): number | undefined;
}

const keysPerTurn = 64;
const firstRetryMs = 50;
const longestDelayMs = 2 ** 31 - 1;

/** Runs the controllers on every change of the cluster until closed; idle without changes. */
export class ControlLoop {
  readonly #cluster: SimulatedCluster;
  readonly #objects: TypedObjects;
  readonly #controllers: readonly Controller[];
  readonly #onError: (error: unknown) => void;
  readonly #due = new Map<string, { readonly controller: Controller; readonly key: string }>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #failures = new Map<string, number>();
  readonly #unsubscribe: () => void;
  #turn: NodeJS.Immediate | null = null;

  constructor({
    cluster,
    controllers,
    onError,
  }: {
    cluster: SimulatedCluster;
    controllers: readonly Controller[];
    onError: (error: unknown) => void;
  }) {
    this.#cluster = cluster;
    this.#objects = new TypedObjects(cluster);
    this.#controllers = controllers;
    this.#onError = onError;
    this.#unsubscribe = cluster.store.subscribe((change) => this.#consider(change));
    this.#considerAll();
  }

  close(): void {
    this.#unsubscribe();
    if (this.#turn) clearImmediate(this.#turn);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#due.clear();
  }

  #considerAll(): void {
    const { store, catalog } = this.#cluster;
    for (const resource of catalog.all()) {
      for (const object of store.list(resource)) {
        this.#consider({ type: "ADDED", resource, object, previous: null, version: store.version });
      }
    }
  }

  #consider(change: Change): void {
    for (const controller of this.#controllers) {
      for (const key of controller.keysFor(change, this.#cluster)) this.#enqueue(controller, key);
    }
  }

  #enqueue(controller: Controller, key: string): void {
    this.#due.set(`${controller.name} ${key}`, { controller, key });
    this.#turn ??= setImmediate(() => this.#work());
  }

  #work(): void {
    this.#turn = null;
    let left = keysPerTurn;
    for (const [id, { controller, key }] of this.#due) {
      if (left === 0) break;
      left -= 1;
      this.#due.delete(id);
      this.#reconcile({ id, controller, key });
    }
    if (this.#due.size > 0) this.#turn ??= setImmediate(() => this.#work());
  }

  #reconcile({ id, controller, key }: { id: string; controller: Controller; key: string }): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    const world = { cluster: this.#cluster, objects: this.#objects, now: this.#cluster.now() };
    try {
      const again = controller.reconcile(key, world);
      this.#failures.delete(id);
      if (again !== undefined) this.#later({ id, controller, key, delayMs: again });
    } catch (error) {
      this.#onError(error);
      const failures = this.#failures.get(id) ?? 0;
      this.#failures.set(id, Math.min(failures + 1, 8));
      this.#later({ id, controller, key, delayMs: firstRetryMs * 2 ** failures });
    }
  }

  #later({
    id,
    controller,
    key,
    delayMs,
  }: {
    id: string;
    controller: Controller;
    key: string;
    delayMs: number;
  }): void {
    const delay = Math.min(Math.max(delayMs, 1), longestDelayMs);
    const timer = setTimeout(() => this.#enqueue(controller, key), delay);
    timer.unref();
    this.#timers.set(id, timer);
  }
}

/** The usual keys: an object of the kind itself, or the one that controls what changed. */
export function keysOfKind(kind: keyof Kinds): (change: Change) => readonly string[] {
  return ({ resource, object, type }) => {
    if (qualifiedName(resource) === kind)
      return type === "DELETED" ? [] : [objectKey(object.metadata)];
    const owner = controllerOf(object);
    if (!owner || !ownsAs(kind, owner)) return [];
    return [objectKey({ namespace: object.metadata.namespace, name: owner.name })];
  };
}

function ownsAs(kind: keyof Kinds, owner: Pick<KubeObject, "apiVersion" | "kind">): boolean {
  const group = owner.apiVersion.includes("/") ? owner.apiVersion.split("/")[0] : "";
  return kind === `${owner.kind.toLowerCase()}s${group ? `.${group}` : ""}`;
}
