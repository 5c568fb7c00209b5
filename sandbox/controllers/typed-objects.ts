import type { DeleteOptions } from "#sandbox/kubernetes/deletion.ts";
import { controllerOf, jsonOf, objectKey } from "#sandbox/kubernetes/object.ts";
import type { Draft, KubeObject, ObjectRef, OwnerReference } from "#sandbox/kubernetes/object.ts";
import type { Resource } from "#sandbox/kubernetes/resource.ts";
import { qualifiedName } from "#sandbox/kubernetes/resource.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";

import type { Kinds } from "./kinds.ts";

/** The objects of a cluster as their kinds, for controllers; writes go the way of API requests. */
export class TypedObjects {
  readonly #cluster: SimulatedCluster;
  readonly #resources = new Map<string, Resource>();

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
  }

  get<K extends keyof Kinds>(kind: K, ref: ObjectRef): Kinds[K] | undefined {
    const object = this.#cluster.store.get(this.#resource(kind), objectKey(ref));
    return object && ofKind<K>(object);
  }

  list<K extends keyof Kinds>(kind: K): readonly Kinds[K][] {
    return this.#cluster.store.list(this.#resource(kind)).map((object) => ofKind<K>(object));
  }

  /** The objects of a kind that the owner controls, oldest first. */
  owned<K extends keyof Kinds>(kind: K, owner: KubeObject): readonly Kinds[K][] {
    const { uid } = owner.metadata;
    return this.#cluster.store
      .dependentsOf(uid)
      .filter(
        ({ resource, object }) =>
          qualifiedName(resource) === kind && controllerOf(object)?.uid === uid,
      )
      .map(({ object }) => ofKind<K>(object))
      .toSorted((a, b) => byAge(a, b));
  }

  create<K extends keyof Kinds>(kind: K, draft: Draft): Kinds[K] {
    const { namespace } = draft.metadata;
    const resource = this.#resource(kind);
    return ofKind<K>(this.#cluster.registry.create({ resource, namespace, draft }));
  }

  /** Replaces members of the object as it is now; the rest stays. */
  change<K extends keyof Kinds>({
    kind,
    ref,
    edit,
  }: {
    kind: K;
    ref: ObjectRef;
    edit: (live: Kinds[K]) => Partial<Kinds[K]>;
  }): Kinds[K] {
    const target = { resource: this.#resource(kind), ref };
    const live = ofKind<K>(this.#cluster.registry.get(target));
    const next = jsonOf({ ...live, ...edit(live) });
    return ofKind<K>(this.#cluster.registry.update({ target, next }));
  }

  /** Writes the status; nothing happens where it is the same. */
  setStatus<K extends keyof Kinds>({
    kind,
    ref,
    status,
  }: {
    kind: K;
    ref: ObjectRef;
    status: Kinds[K]["status"];
  }): Kinds[K] {
    const target = { resource: this.#resource(kind), ref };
    const next = jsonOf({ metadata: {}, status });
    const options = { subresource: "status" };
    return ofKind<K>(this.#cluster.registry.update({ target, next, options }));
  }

  remove({
    kind,
    ref,
    options = {},
  }: {
    kind: keyof Kinds;
    ref: ObjectRef;
    options?: DeleteOptions;
  }): void {
    this.#cluster.registry.remove({ target: { resource: this.#resource(kind), ref }, options });
  }

  #resource(kind: keyof Kinds): Resource {
    const known = this.#resources.get(kind);
    if (known) return known;
    const resource = this.#cluster.catalog.all().find((each) => qualifiedName(each) === kind);
    if (!resource)
      throw new Error(`The cluster does not serve ${kind}; create its definition first.`);
    this.#resources.set(kind, resource);
    return resource;
  }
}

/** The reference by which an object becomes the controller of another. */
export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The object as its kind. It was admitted under that resource, where validation has checked it. */
function ofKind<K extends keyof Kinds>(object: KubeObject): Kinds[K] {
  return object as Kinds[K];
}

function byAge(a: KubeObject, b: KubeObject): number {
  const { creationTimestamp: older, name: left } = a.metadata;
  const { creationTimestamp: newer, name: right } = b.metadata;
  if (older !== newer) return older < newer ? -1 : 1;
  return left < right ? -1 : 1;
}
