import { admit } from "./admission.ts";
import { applyConflict } from "./apply-conflict.ts";
import { withDefaults } from "./defaults.ts";
import { finishesDeletion, startDeletion, type DeleteOptions } from "./deletion.ts";
import { compact, equal, isObject, type JsonObject } from "./json.ts";
import { nameSuffix } from "./name-suffix.ts";
import { requireNamespace } from "./namespace-check.ts";
import {
  checkPreconditions,
  counted,
  keptMetadata,
  newMetadata,
  unchangedTimes,
} from "./object-metadata.ts";
import { jsonOf, objectKey, objectOf, timestamp } from "./object.ts";
import type { Draft, KubeObject, ManagedFieldsEntry, ObjectRef } from "./object.ts";
import { afterUpdate, type FieldManager } from "./patch/managed-fields.ts";
import { serverSideApply } from "./patch/server-side-apply.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import { alreadyExists, invalid, notFound } from "./status.ts";
import type { ObjectStore } from "./store.ts";
import { findForbiddenChanges, findInvalid } from "./validation.ts";

export interface Target {
  readonly resource: Resource;
  readonly ref: ObjectRef;
}

/** How a write is made. Without a manager (in-process writers) no field ownership is recorded. */
export interface WriteOptions {
  readonly manager?: string | undefined;
  readonly subresource?: string | undefined;
  readonly dryRun?: boolean;
}

/** What the API server does between a request and its store: defaults, checks, versions, ownership. */
export class ObjectRegistry {
  readonly #store: ObjectStore;
  readonly #now: () => Date;
  readonly #newUid: () => string;
  #serial = 1;

  constructor({
    store,
    now,
    newUid,
  }: {
    store: ObjectStore;
    now: () => Date;
    newUid: () => string;
  }) {
    this.#store = store;
    this.#now = now;
    this.#newUid = newUid;
  }

  get({ resource, ref }: Target): KubeObject {
    const object = this.#store.get(resource, objectKey(ref));
    if (!object) throw notFound(resource, ref.name);
    return object;
  }

  /** Creates the object; refuses taken names, missing namespaces and invalid objects. */
  create({
    resource,
    namespace,
    draft,
    options = {},
  }: {
    resource: Resource;
    namespace?: string | undefined;
    draft: Draft;
    options?: WriteOptions;
  }): KubeObject {
    const { managedFields, object } = this.#newObject({ resource, namespace, draft, options });
    const complete = this.#withOwners(object, managedFields);
    return options.dryRun ? complete : this.#store.put(resource, complete);
  }

  /** Replaces the object, or only its status; a stale resourceVersion is a conflict. */
  update({
    target,
    next,
    options = {},
  }: {
    target: Target;
    next: JsonObject;
    options?: WriteOptions;
  }): KubeObject {
    const live = this.get(target);
    const merged = this.#nextState({ target, live, next, options });
    const tracked = options.manager !== undefined && options.subresource !== "status";
    const managedFields = tracked
      ? afterUpdate({
          live: jsonOf(live),
          next: jsonOf(merged),
          managedFields: live.metadata.managedFields ?? [],
          manager: this.#manager({ resource: target.resource, options }),
          rules: { keyedLists: target.resource.builtIn },
        })
      : (live.metadata.managedFields ?? []);
    return this.#commit({ target, live, next: this.#withOwners(merged, managedFields), options });
  }

  /** Server-side apply: creates the object or merges the configuration into it. */
  apply({
    target,
    config,
    force,
    options,
  }: {
    target: Target;
    config: JsonObject;
    force: boolean;
    options: WriteOptions;
  }): KubeObject {
    const { resource, ref } = target;
    const live = this.#store.get(resource, objectKey(ref));
    if (!live && options.subresource) throw notFound(resource, ref.name);
    const outcome = serverSideApply({
      live: live ? jsonOf(live) : {},
      managedFields: live?.metadata.managedFields ?? [],
      config,
      manager: this.#manager({ resource, options }),
      force,
      rules: { keyedLists: resource.builtIn },
    });
    if (outcome.kind === "conflict") throw applyConflict(outcome.conflicts);
    if (!live) {
      const draft = { ...outcome.object, metadata: objectOf(outcome.object).metadata };
      const created = this.#newObject({ resource, namespace: ref.namespace, draft, options: {} });
      const complete = this.#withOwners(created.object, outcome.managedFields);
      return options.dryRun ? complete : this.#store.put(resource, complete);
    }
    const next = this.#nextState({ target, live, next: outcome.object, options });
    const owned = this.#withOwners(next, unchangedTimes(live, outcome.managedFields));
    return this.#commit({ target, live, next: owned, options });
  }

  /** Deletes the object, or marks it for its finalizers, its kubelet or its dependents. */
  remove({ target, options }: { target: Target; options: DeleteOptions }): {
    readonly object: KubeObject;
    readonly gone: boolean;
  } {
    const live = this.get(target);
    const marked = startDeletion({ ...target, live, options, now: this.#now() });
    if (options.dryRun) return { object: marked ?? live, gone: marked === null };
    if (marked) {
      const object = equal(marked, live) ? live : this.#store.put(target.resource, marked);
      return { object, gone: false };
    }
    this.#store.remove(target.resource, objectKey(live.metadata));
    return { object: live, gone: true };
  }

  #newObject({
    resource,
    namespace,
    draft,
    options,
  }: {
    resource: Resource;
    namespace: string | undefined;
    draft: Draft;
    options: WriteOptions;
  }): { object: KubeObject; managedFields: readonly ManagedFieldsEntry[] } {
    const uid = this.#newUid();
    const name = draft.metadata.name || `${draft.metadata.generateName ?? ""}${nameSuffix(uid)}`;
    const metadata = newMetadata({ resource, namespace, draft, uid, name, now: this.#now() });
    const given = compact({ ...jsonOf(draft), metadata: jsonOf({ metadata })["metadata"] ?? {} });
    const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    const object = { ...head, ...(isObject(given) ? given : {}), ...head };
    const admitted = admit({ resource, object, serial: (this.#serial += 1) });
    const causes = findInvalid(resource, admitted);
    if (causes.length > 0) throw invalid({ resource, name, causes });
    if (resource.namespaced) requireNamespace(this.#store, { resource, namespace, name });
    if (this.#store.get(resource, objectKey({ namespace, name }))) {
      throw alreadyExists(resource, name);
    }
    const managedFields = options.manager
      ? afterUpdate({
          live: {},
          next: object,
          managedFields: [],
          manager: this.#manager({ resource, options }),
          rules: { keyedLists: resource.builtIn },
        })
      : [];
    return { object: objectOf(admitted), managedFields };
  }

  #nextState({
    target: { resource, ref },
    live,
    next,
    options,
  }: {
    target: Target;
    live: KubeObject;
    next: JsonObject;
    options: WriteOptions;
  }): KubeObject {
    checkPreconditions({ resource, live, next });
    if (options.subresource === "status") {
      const status = next["status"];
      return objectOf({
        ...jsonOf(live),
        ...(status !== undefined && { status: compact(status) }),
      });
    }
    const { status: _ignored, ...rest } = next;
    const status = resource.subresources.includes("status") ? live.status : next["status"];
    const merged = compact({
      ...rest,
      ...jsonOf({ metadata: keptMetadata(live, next), status }),
      apiVersion: live.apiVersion,
      kind: live.kind,
    });
    const complete = withDefaults(isObject(merged) ? merged : {});
    const causes = [
      ...findInvalid(resource, complete),
      ...findForbiddenChanges({ resource, live: jsonOf(live), next: complete }),
    ];
    if (causes.length > 0) throw invalid({ resource, name: ref.name, causes });
    return counted(resource, live, objectOf(complete));
  }

  #commit({
    target,
    live,
    next,
    options,
  }: {
    target: Target;
    live: KubeObject;
    next: KubeObject;
    options: WriteOptions;
  }): KubeObject {
    if (equal(live, next)) return live;
    if (options.dryRun) return next;
    if (finishesDeletion(target.resource, next)) {
      this.#store.remove(target.resource, objectKey(live.metadata));
      return next;
    }
    return this.#store.put(target.resource, next);
  }

  #withOwners(object: KubeObject, managedFields: readonly ManagedFieldsEntry[]): KubeObject {
    const { managedFields: _before, ...metadata } = object.metadata;
    return {
      ...object,
      metadata: managedFields.length > 0 ? { ...metadata, managedFields } : metadata,
    };
  }

  #manager({ resource, options }: { resource: Resource; options: WriteOptions }): FieldManager {
    return {
      name: options.manager ?? "",
      apiVersion: apiVersionOf(resource),
      time: timestamp(this.#now()),
      ...(options.subresource && { subresource: options.subresource }),
    };
  }
}
